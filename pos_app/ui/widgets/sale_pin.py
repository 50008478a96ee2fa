"""Where a second person's PIN is asked for, in the middle of a counter page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.sale_state import ApprovalView, ApproverView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import IconTile, Label
from pos_app.ui.widgets.layout import tab_order
from pos_app.ui.widgets.number import Keypad
from pos_app.ui.widgets.pin_entry import PinEntry

_CENTER = Qt.AlignmentFlag.AlignCenter


class PinPlace(QWidget):
    """Who, and their secret: a PIN by keys or keypad, or the owner's longer one in a field.

    ``submitted(person, secret)``; a new question clears what was typed for the one before.
    """

    submitted = Signal(str, str)
    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._serial = 0
        self._people: tuple[ApproverView, ...] = ()
        self.card = Card(level=2)
        self.card.setFixedWidth(400)
        self._fill()
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 4, 16, 4)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.card)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def _fill(self) -> None:
        column = self.card.body(padding=14, gap=8)
        column.addLayout(self._head())
        self.people = ChipGroup(optional=False)
        self.people.changed.connect(lambda _keys: self._show_entry())
        column.addWidget(self.people)
        self.entry = PinEntry()
        self.entry.completed.connect(self._submit)
        column.addWidget(self.entry, 0, Qt.AlignmentFlag.AlignHCenter)
        self._free = QWidget()
        row = QHBoxLayout(self._free)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.field = TextField()
        self.field.set_masked(True)
        self.field.submitted.connect(lambda: self._submit(self.field.text()))
        self.ok = Button("", v="primary", icon="check", cap="Enter")
        self.ok.clicked.connect(lambda: self._submit(self.field.text()))
        row.addWidget(self.field, 1)
        row.addWidget(self.ok)
        column.addWidget(self._free)
        self._free.hide()
        self.error = Label("", "label", "danger-text", wrap=True, align=_CENTER)
        self.error.hide()
        column.addWidget(self.error)
        self.pad = Keypad(order="phone", clear=" ", key_height=56)
        self.pad.pressed.connect(self._pad)
        column.addWidget(self.pad)
        self._hint = Label("", "caption", "text-2", wrap=True, align=_CENTER)
        column.addWidget(self._hint)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._title = Label("", "heading", wrap=True)
        self._detail = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self.cancel = Button("", v="ghost", cap="Esc", size="compact")
        self.cancel.clicked.connect(self.cancelled)
        head.addWidget(IconTile("lock", "neutral", 40))
        head.addLayout(words, 1)
        head.addWidget(self.cancel, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def show_question(self, t: Translator, question: ApprovalView) -> None:
        """Ask, or say why the last try was refused."""
        self.error.setText(question.error)
        self.error.setVisible(bool(question.error))
        if question.serial == self._serial:
            self._clear(error=bool(question.error))
            return
        self._serial = question.serial
        self._people = question.people
        self._title.setText(question.title)
        self._detail.setText(question.detail)
        self._hint.setText(question.hint)
        self.cancel.set_label(t._("Cancel"))
        self.ok.set_label(t._("Approve"))
        self.field.edit.setPlaceholderText(t._("PIN or password"))
        self.field.edit.setAccessibleName(t._("PIN or password"))
        self.pad.set_clear_text(t._("Clear"))
        self.pad.keys["back"].setAccessibleName(t._("Backspace"))
        named = [(each.key, each.text) for each in question.people if each.key]
        self.people.set_choices(named, [named[0][0]] if named else [])
        self.people.setVisible(len(named) > 1)
        chips = [self.people.chip(key) for key, _ in named]
        tab_order((self.cancel, *chips, self.entry, self.field.edit, self.ok))
        self.entry.set_length(question.pin_length)
        self._show_entry()

    def person(self) -> str:
        """The one chosen, "" when a card named them."""
        chosen = self.people.chosen()
        return chosen[0] if chosen else (self._people[0].key if self._people else "")

    def _is_free(self) -> bool:
        person = self.person()
        return any(each.free for each in self._people if each.key == person)

    def _show_entry(self) -> None:
        free, able = self._is_free(), bool(self._people)
        self.entry.setVisible(able and not free)
        self.pad.setVisible(able)
        self._free.setVisible(able and free)
        self._clear()
        target = self.field.edit if free else self.entry
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _clear(self, *, error: bool = False) -> None:
        self.entry.set_locked(False)
        self.entry.clear(error=error)
        self.field.set_text("")

    def _pad(self, key: str) -> None:
        if not self._is_free():
            self.entry.press(key)
        elif key == "back":
            self.field.edit.backspace()
        elif key == "clear":
            self.field.set_text("")
        else:
            self.field.edit.insert(key)

    def _submit(self, secret: str) -> None:
        if secret:
            self.submitted.emit(self.person(), secret)

    def on_key(self, key: str) -> bool:
        """Digits, Enter and Esc belong to the question."""
        if key == "Esc":
            self.cancelled.emit()
            return True
        if key == "Enter":
            self._submit(self.field.text())
            return True
        if self._is_free():
            return False
        return self.entry.press({"Backspace": "back"}.get(key, key))
