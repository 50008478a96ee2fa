"""What is told of the person chosen in the list: facts, groups, ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from pos_app.i18n import Translator
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import Avatar, Divider, ElidedLabel, Label
from pos_app.ui.widgets.layout import bare_column, bare_row

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_FACTS = 5
WIDEST = 560


class PersonCard(Card):
    """A little about the person chosen, so that the right one is taken."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=6)
        head = bare_row(12)
        self._avatar = Avatar(px=48)
        words = bare_column(2)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._name = ElidedLabel("", "heading")
        self._detail = ElidedLabel("", "label", "text-2")
        words.addWidget(self._name)
        words.addWidget(self._detail)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addWidget(Divider())
        self._facts: list[tuple[Label, Label]] = []
        for _ in range(MOST_FACTS):
            pair = (Label("", "body", "text-2"), Label("", "bodyStrong", align=_RIGHT))
            row = bare_row(8)
            row.addWidget(pair[0])
            row.addWidget(pair[1], 1)
            column.addLayout(row)
            self._facts.append(pair)

    def show_person(self, state: CustomerFindState) -> None:
        """Show the person chosen."""
        self._avatar.set_person(state.person)
        self._name.setText(state.person)
        self._detail.setText(state.person_detail)
        for number, (words, value) in enumerate(self._facts):
            shown = number < len(state.facts)
            words.setVisible(shown)
            value.setVisible(shown)
            if shown:
                words.setText(state.facts[number][0])
                value.setText(state.facts[number][1])


class CustomerSide(QWidget):
    """The person, the line of groups, and the buttons; the page joins them with its keys."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.person = PersonCard()
        self.put = Button(
            t._("Put on receipt"), v="primary", icon="check", cap="Enter", size="primary"
        )
        self.points = Button(t._("Points and tier"), icon="coins", cap="Ctrl 1", size="pos")
        self.groups = Button(t._("Groups"), icon="users", cap="F6", size="pos")
        self.names = TextField(t._("Groups"))
        self.keep = Button(t._("Save the groups"), icon="check", cap="F6", size="pos")
        column = bare_column(8)
        for widget in (
            self.person, self.points, self.groups, self.names, self.keep,
        ):  # fmt: skip
            column.addWidget(widget)
        column.addStretch(1)
        column.addWidget(self.put)
        inside = QWidget()
        inside.setMaximumWidth(WIDEST)
        inside.setLayout(column)
        row = bare_row(0)
        row.addWidget(inside, 1)
        row.addStretch(0)
        self.setLayout(row)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.put.set_label(t._("Put on receipt"))
        self.points.set_label(t._("Points and tier"))
        self.groups.set_label(t._("Groups"))
        self.names.set_label(t._("Groups"))
        self.keep.set_label(t._("Save the groups"))

    def press_groups(self) -> None:
        """F6 opens the groups of the person, and saves them."""
        button = self.keep if self.keep.isVisible() else self.groups
        if button.isVisible():
            button.click()

    def render(self, state: CustomerFindState) -> bool:  # type: ignore[override]
        """Show a state; whether the line of groups was just closed under the cursor."""
        opened = state.groups_open and not self.names.isVisible()
        closed = self.names.edit.hasFocus() and not state.groups_open
        self.person.setVisible(bool(state.person))
        self.person.show_person(state)
        self.points.setVisible(state.can_attach)
        self.put.setEnabled(state.can_attach)
        self.groups.setVisible(state.can_group and not state.groups_open)
        self.names.setVisible(state.groups_open)
        self.keep.setVisible(state.groups_open)
        self.names.set_text(state.groups)
        self.names.set_hint(state.groups_hint)
        self.names.set_error(state.groups_error)
        if opened:
            self.names.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return closed
