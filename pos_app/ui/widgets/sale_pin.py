"""Where a second person's PIN is asked for, in the middle of a counter page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.sale_state import ApprovalView
from pos_app.ui.widgets.approval import ApprovalPanel, ApprovalWords


class PinPlace(QWidget):
    """The approval panel kept to a comfortable width; asks anew only for a new question."""

    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self.panel = ApprovalPanel()
        self.panel.setFixedWidth(400)
        self.panel.submitted.connect(self.submitted)
        self.panel.cancelled.connect(self.cancelled)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 4)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.panel)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def show_question(self, t: Translator, question: ApprovalView) -> None:
        """Ask, or say why the last try was refused."""
        if question.serial == self._serial:
            self.panel.set_error(question.error)
            return
        self._serial = question.serial
        words = ApprovalWords(
            title=question.title,
            reason=question.detail,
            cancel=t._("Cancel"),
            clear=t._("Clear"),
            backspace=t._("Backspace"),
            card_hint=question.hint,
        )
        people = [(person.key, person.text) for person in question.people]
        self.panel.ask(words, people, pin_length=question.pin_length)

    def on_key(self, key: str) -> bool:
        """Digits and Esc belong to the question."""
        return self.panel.on_key(key)
