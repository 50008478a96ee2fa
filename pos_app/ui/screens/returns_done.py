"""A return that is booked: what to hand over, its slip, and on to the next sale."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.payment_state import DoneState
from pos_app.ui import fonts
from pos_app.ui.screens.done_view import ChangeSlab
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Badge, ElidedLabel, IconLabel, Label
from pos_app.ui.widgets.layout import bare_row
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.slip import SlipPreview


class FinishedPart(QWidget):
    """The sum with its notes and coins, and the two ways on: ``again`` and ``next``."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.slab = ChangeSlab()
        column.addWidget(self.slab, 1)
        self.notice = Banner("")
        column.addWidget(self.notice)
        self.coupon = Banner("", "accent", icon="ticket-percent")
        column.addWidget(self.coupon)
        hint = bare_row(10)
        self._hint = ElidedLabel("", "body", "text-2")
        hint.addWidget(IconLabel("scan-barcode", 20, "text-2"))
        hint.addWidget(self._hint, 1)
        column.addLayout(hint)
        buttons = bare_row(12)
        self.again = Button(t._("Print copy"), icon="printer", cap="Ctrl P", size="primary")
        self.next = Button(t._("New sale"), v="primary", icon="plus", cap="Enter", size="primary")
        buttons.addWidget(self.again)
        buttons.addWidget(self.next, 1)
        column.addLayout(buttons)

    def set_compact(self, *, compact: bool) -> None:
        """Without room the words stand above the key."""
        stacked = compact or fonts.text_scale() > 100
        self.again.set_stacked(stacked)
        self.again.set_icon("" if stacked else "printer")

    def show_finished(self, state: DoneState) -> None:
        """Show what was booked."""
        self.slab.show_change(state)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "accent")
        self.coupon.set_message(state.coupon_title, "accent", icon="ticket-percent")
        self._hint.setText(state.hint)


class PaperCard(Card):
    """The slip of a return, dot for dot, with the state of its printing."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=2, gap=4)
        head = bare_row(8)
        head.setContentsMargins(15, 8, 12, 4)
        self._state = Badge("", "neutral")
        head.addWidget(Label(t._("Slip of the return"), "heading"), 1)
        head.addWidget(self._state)
        column.addLayout(head)
        self.slip = SlipPreview(t._("Slip of the return"))
        column.addWidget(self.slip, 1)

    def show_state(self, words: str) -> None:
        """Say how printing goes."""
        self._state.setVisible(bool(words))
        self._state.set_badge(words or " ")

    def show_slip(self, picture: bytes) -> None:
        """Show the picture; an empty sheet for b""."""
        if picture:
            self.slip.set_png(picture)
        else:
            self.slip.set_image(None)
