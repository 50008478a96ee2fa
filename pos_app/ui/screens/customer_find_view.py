"""Finding a customer: the list answers while typing; Enter puts the person on the receipt."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import Avatar, Divider, ElidedLabel, Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.rows import Row, RowList

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
MOST_FACTS = 5


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


class CustomerFindView(Page):
    """Draws a :class:`CustomerFindState`. The field has the focus: here typing is the point."""

    page_name = "customer_find"

    searched = Signal(str)
    moved = Signal(int)
    chosen = Signal(str)
    attached = Signal(str)
    create_wanted = Signal()
    points_wanted = Signal()
    profile_wanted = Signal()
    back_wanted = Signal()
    scanned = Signal(str)
    groups_wanted = Signal()
    groups_typed = Signal(str)
    groups_put = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addWidget(self._left(), 1)
        self.side = QWidget()
        self.side.setLayout(self._right())
        across.addWidget(self.side)
        self._connect()

    def _left(self) -> QWidget:
        t = self._t
        card = Card()
        column = card.body(gap=8)
        column.setContentsMargins(16, 8, 16, 16)
        head = bare_row(12)
        self.back = Button(t._("Back to sale"), v="ghost", icon="arrow-left", cap="Esc")
        self._title = Label("", "title")
        head.addWidget(self.back)
        head.addWidget(self._title)
        head.addStretch(1)
        column.addLayout(head)
        self.field = TextField(size="pos")
        column.addWidget(self.field)
        self.notice = Banner("")
        self.notice.hide()
        column.addWidget(self.notice)
        self.list = RowList(name=t._("Customers"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.empty = EmptyState("user-round-search", "")
        self.middle = TightStack()
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.empty)
        column.addWidget(self.middle, 1)
        return card

    def _right(self) -> QVBoxLayout:
        t = self._t
        column = bare_column(8)
        self.person = PersonCard()
        self.put = Button(
            t._("Put on receipt"), v="primary", icon="check", cap="Enter", size="primary"
        )
        self.new = Button(t._("New customer"), icon="user-plus", cap="Ins", size="pos")
        self.points = Button(t._("Points and tier"), icon="coins", cap="Ctrl 1", size="pos")
        self.profile = Button(t._("Profile"), icon="id-card", cap="Ctrl 2", size="pos")
        self.groups = Button(t._("Groups"), icon="users", cap="F6", size="pos")
        self.names = TextField(t._("Groups"))
        self.keep = Button(t._("Save the groups"), icon="check", cap="F6", size="pos")
        column.addWidget(self.person)
        column.addWidget(self.profile)
        column.addWidget(self.points)
        column.addWidget(self.groups)
        column.addWidget(self.names)
        column.addWidget(self.keep)
        column.addStretch(1)
        column.addWidget(self.new)
        column.addWidget(self.put)
        return column

    def _connect(self) -> None:
        self.field.changed.connect(self.searched)
        self.list.picked.connect(self.attached)
        self.list.selected.connect(self.chosen)
        self.put.clicked.connect(lambda: self.attached.emit(""))
        self.new.clicked.connect(self.create_wanted)
        self.points.clicked.connect(self.points_wanted)
        self.profile.clicked.connect(self.profile_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.groups.clicked.connect(self.groups_wanted)
        self.names.changed.connect(self.groups_typed)
        self.keep.clicked.connect(self.groups_put)
        self.bind_button(self.put)
        self.bind_button(self.new)
        self.bind_button(self.points)
        self.bind_button(self.profile)
        self.bind("Esc", self.back_wanted.emit)
        self.bind("F6", self._groups_key)
        self.bind("Up", lambda: self.moved.emit(-1))
        self.bind("Down", lambda: self.moved.emit(1))
        self.bind("PageUp", lambda: self.moved.emit(-8))
        self.bind("PageDown", lambda: self.moved.emit(8))
        self.bind("F3", self._focus_field)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.back.set_label(t._("Back to sale"))
        self.put.set_label(t._("Put on receipt"))
        self.new.set_label(t._("New customer"))
        self.points.set_label(t._("Points and tier"))
        self.profile.set_label(t._("Profile"))
        self.groups.set_label(t._("Groups"))
        self.names.set_label(t._("Groups"))
        self.keep.set_label(t._("Save the groups"))
        self.list.setAccessibleName(t._("Customers"))

    def _groups_key(self) -> None:
        """F6 opens the groups of the person, and saves them."""
        button = self.keep if self.keep.isVisible() else self.groups
        if button.isVisible():
            button.click()

    def _focus_field(self) -> None:
        self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.edit.selectAll()

    # -- page hooks ---------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Type at once."""
        self._focus_field()

    def on_scan(self, text: str, source: str) -> bool:
        """A card puts its owner on the receipt; goods join the sale."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """Signs typed anywhere go to the field; Enter in the groups saves them."""
        if key == "Enter" and self.names.edit.hasFocus():
            self.groups_put.emit()
            return True
        if super().on_key(key):
            return True
        typing = self.field.edit.hasFocus() or self.names.edit.hasFocus()
        if len(key) == 1 and key.isprintable() and not typing:
            self.field.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.field.edit.insert(key)
            self.searched.emit(self.field.edit.text())
            return True
        return False

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self.side.setFixedWidth(layout.right)

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: CustomerFindState) -> None:  # type: ignore[override]
        """Show a state."""
        self._title.setText(state.title)
        self.field.edit.setPlaceholderText(state.hint)
        self.field.edit.setAccessibleName(state.hint)
        self.field.set_text(state.text)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "accent")
        rows = [
            Row(key=hit.key, title=hit.title, note=hit.detail, right=hit.amount, person=hit.title)
            for hit in state.hits
        ]
        self.list.set_rows(rows, state.chosen)
        self.empty.set_texts(state.empty)
        self.middle.setCurrentWidget(self.list if state.hits else self.empty)
        self.person.setVisible(bool(state.person))
        self.person.show_person(state)
        self.points.setVisible(state.can_attach)
        self.profile.setVisible(state.can_attach)
        self.put.setEnabled(state.can_attach)
        self._render_groups(state)

    def _render_groups(self, state: CustomerFindState) -> None:
        opened = state.groups_open and not self.names.isVisible()
        closed = self.names.edit.hasFocus() and not state.groups_open
        self.groups.setVisible(state.can_group and not state.groups_open)
        self.names.setVisible(state.groups_open)
        self.keep.setVisible(state.groups_open)
        self.names.set_text(state.groups)
        self.names.set_hint(state.groups_hint)
        self.names.set_error(state.groups_error)
        if opened:
            self.names.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        elif closed:
            self._focus_field()
