"""A code typed at the counter in place of the scanner: what for, what is typed, the main button."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from pos_app.i18n import Translator
from pos_app.presenters.payment_state import CodeView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_row
from pos_app.ui.widgets.sale_entry import AmountBox
from pos_app.ui.widgets.sale_panels import PanelBase


class CodePlace(PanelBase):
    """Draws a :class:`CodeView`; the page hands it the keys."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        row = bare_row(8)
        self.box = AmountBox(width=260)
        self.ok = Button("", v="primary", icon="check", cap="Enter", size="pos")
        self.ok.clicked.connect(self.confirmed)
        row.addWidget(self.box, 1)
        row.addWidget(self.ok)
        self._hint = Label("", "label", "text-2", wrap=True)
        self.column.addLayout(row)
        self.column.addWidget(self.error)
        self.column.addWidget(self._hint)
        self.column.addStretch(1)

    def show_code(self, t: Translator, code: CodeView) -> None:
        """Show what is typed so far."""
        self.head.set_texts(t, code.title, "")
        self.box.show_amount(code.text, "", active=True, error=bool(code.error), name=code.title)
        self.ok.set_label(code.action)
        self._hint.setText(code.hint)
        self.show_error(code.error)
