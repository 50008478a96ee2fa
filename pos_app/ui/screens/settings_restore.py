"""The modal sheet before a restore: what would be lost and gained, and the owner's secret again."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.settings_state import RestoreQuestion
from pos_app.ui.dialog_service import DialogCard
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import IconLabel, Label


class RestoreSheet(DialogCard):
    """``on_secret`` is asked with what was typed; it answers what is wrong, or nothing."""

    def __init__(
        self,
        question: RestoreQuestion,
        on_secret: Callable[[str], str],
        on_no: Callable[[], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._on_secret, self._on_no = on_secret, on_no
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addWidget(Label(question.title, "title", wrap=True))
        for icon, words, color in question.facts:
            row = QHBoxLayout()
            row.setSpacing(10)
            row.addWidget(IconLabel(icon, 20, color))
            row.addWidget(Label(words, "body", color, wrap=True), 1)
            column.addLayout(row)
        column.addWidget(Label(question.text, "body", "text-2", wrap=True))
        self._secret = TextField(question.secret, keep_note=True)
        self._secret.set_masked(True)
        column.addWidget(self._secret)
        row = QHBoxLayout()
        row.addStretch(1)
        self.no = Button(question.no, v="ghost", cap="Esc", size="pos")
        self.yes = Button(question.yes, v="danger", cap="Enter", size="pos")
        self.no.clicked.connect(self._refuse)
        self.yes.clicked.connect(self._submit)
        self._secret.submitted.connect(self._submit)
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.setMinimumWidth(560)
        self.setMaximumWidth(640)

    def on_key(self, key: str) -> bool:
        """Enter asks, Esc leaves everything as it is."""
        if key == "Esc":
            self._refuse()
        elif key == "Enter":
            self._submit()
        else:
            return False
        return True

    def first_focus(self) -> QWidget:
        """The secret."""
        return self._secret.edit

    def _refuse(self) -> None:
        self.closed.emit()
        self._on_no()

    def _submit(self) -> None:
        secret = self._secret.edit.text()
        if not secret:
            return
        wrong = self._on_secret(secret)
        if wrong:
            self._secret.edit.clear()
            self._secret.set_error(wrong)
        else:
            self.closed.emit()
