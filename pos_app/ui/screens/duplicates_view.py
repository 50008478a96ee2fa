"""People on file twice: a list or two people at the left, what it means at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.duplicates_state import DuplicateAction, DuplicateRow, DuplicatesState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner, EmptyState, Skeleton
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

ACTIONS = 3
FACTS = 18


class FactLine(QWidget):
    """Words, and below them or beside them their value."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(12)
        self._words = Label("", "label", "text-2", wrap=True)
        self._value = Label("", "label", "text", wrap=True)
        self._value.setAlignment(Qt.AlignmentFlag.AlignRight)
        row.addWidget(self._words, 2, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 3, Qt.AlignmentFlag.AlignTop)
        self.setLayout(row)

    def show_fact(self, words: str, value: str) -> None:
        """Change both; words alone take the whole line."""
        self._words.setText(words)
        self._value.setText(value)
        self._value.setVisible(bool(value))


class DuplicatesView(Page):
    """Shows a :class:`DuplicatesState`; every gesture is a signal."""

    page_name = "duplicates"

    acted = Signal(str)
    confirmed = Signal()
    taken = Signal(str)
    tab_chosen = Signal(str)
    chosen = Signal(str)
    stopped = Signal()
    backed = Signal()
    approved = Signal(str, str)
    shown = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._state = DuplicatesState()
        self._compact = False
        self._tabs_shown: tuple[tuple[str, str], ...] = ()
        self._sides_shown: tuple[tuple[str, str], ...] = ()
        across = bare_row(tokens.layout("columnGap"))
        across.setContentsMargins(*self.margins())
        across.addLayout(self._left(), 1)
        self._right = self._side()
        across.addWidget(self._right)
        self.setLayout(across)
        self._connect()

    def _left(self) -> QVBoxLayout:
        t = self._t
        column = bare_column(12)
        head = bare_row(12)
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc", size="pos")
        words = bare_column(0)
        self._title = ElidedLabel("", "title")
        self._detail = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        column.addLayout(head)
        self._notice = Banner("", "danger")
        self._busy = Banner("", "neutral", action=t._("Stop"))
        column.addWidget(self._notice)
        column.addWidget(self._busy)
        self._tabs = Segmented()
        column.addWidget(self._tabs)
        card = Card()
        body = card.body(padding=8, gap=0)
        self._table = Table(name=t._("Duplicates"))
        self._empty = EmptyState("users", "", "")
        self._waiting = Skeleton()
        self._stack = TightStack()
        for widget in (self._table, self._empty, self._waiting):
            self._stack.addWidget(widget)
        body.addWidget(self._stack, 1)
        column.addWidget(card, 1)
        return column

    def _side(self) -> QStackedWidget:
        side = QStackedWidget()
        card = Card()
        body = card.body(padding=16, gap=10)
        self._side_title = Label("", "heading", wrap=True)
        body.addWidget(self._side_title)
        self._sides = Segmented()
        body.addWidget(self._sides)
        inside = QWidget()
        inside.setProperty("plain", True)
        lines = bare_column(8)
        lines.setContentsMargins(0, 0, 8, 0)
        self._facts = [FactLine() for _ in range(FACTS)]
        for line in self._facts:
            lines.addWidget(line)
        lines.addStretch(1)
        inside.setLayout(lines)
        body.addWidget(scrolling(inside), 1)
        self._actions = [self._action(number) for number in range(ACTIONS)]
        for button in self._actions:
            body.addWidget(button)
        self._pin = PinPlace()
        side.addWidget(card)
        side.addWidget(self._pin)
        return side

    def _action(self, number: int) -> Button:
        v = "primary" if number == 0 else "secondary"
        button = Button("", v=v, icon="users", cap="Enter", size="pos")
        button.clicked.connect(lambda: self._act(number))
        return button

    def _connect(self) -> None:
        self._back.clicked.connect(self.backed)
        self._busy.acted.connect(self.stopped)
        self._tabs.changed.connect(self.tab_chosen)
        self._sides.changed.connect(self.taken)
        self._table.selected.connect(self.chosen)
        self._table.picked.connect(lambda _key: self.confirmed.emit())
        self._pin.submitted.connect(self.approved)
        self._pin.cancelled.connect(self.backed)
        self.bind("Esc", self.backed.emit)
        self.bind("Enter", self.confirmed.emit)
        for key in ("Del", "F2", "F5"):
            self.bind(key, partial(self._press, key))
        self.bind("Up", lambda: self._step(-1))
        self.bind("Down", lambda: self._step(1))
        self.bind("Left", lambda: self._sideways("survivor"))
        self.bind("Right", lambda: self._sideways("merged"))

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow windows leave out the spare columns."""
        self._right.setFixedWidth(layout.right)
        self._compact = layout.compact
        self._show_rows()

    def on_shown(self) -> None:
        """Look through the base, unless that is done."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A staff card for an approval."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """An open question for a PIN takes the keys first."""
        if self._state.approval is not None and self._pin.on_key(key):
            return True
        return super().on_key(key)

    def _act(self, number: int) -> None:
        if number < len(self._state.actions) and self._state.actions[number].enabled:
            self.acted.emit(self._state.actions[number].key)

    def _press(self, cap: str) -> None:
        for number, action in enumerate(self._state.actions):
            if action.cap == cap:
                self._act(number)

    def _step(self, by: int) -> None:
        keys = [row.key for row in self._state.rows]
        if keys:
            at = keys.index(self._state.chosen) if self._state.chosen in keys else 0
            self.chosen.emit(keys[max(0, min(len(keys) - 1, at + by))])

    def _sideways(self, side: str) -> None:
        """In a comparison the side that is kept, in a list the other list."""
        if not self._state.tabs:
            self.taken.emit(side)
            return
        self.tab_chosen.emit(self._state.tabs[0 if side == "survivor" else -1][0])

    # --- state -------------------------------------------------------------------------------

    def render(self, state: DuplicatesState) -> None:  # type: ignore[override]
        """Show the state."""
        self._state = state
        self._title.setText(state.title)
        self._detail.setText(state.detail)
        self._notice.set_message(state.notice, state.notice_tone)
        self._busy.set_message(state.busy, "neutral")
        self._tabs_shown = self._choose(self._tabs, state.tabs, state.tab, self._tabs_shown)
        self._show_rows()
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._waiting.start() if state.busy else self._waiting.stop()
        where = self._table if state.rows else self._empty
        self._stack.setCurrentWidget(self._waiting if state.busy else where)
        self._side_title.setText(state.side_title)
        self._sides_shown = self._choose(self._sides, state.sides, state.side, self._sides_shown)
        for number, line in enumerate(self._facts):
            line.setVisible(number < len(state.facts))
            if number < len(state.facts):
                line.show_fact(*state.facts[number])
        self._show_actions(state.actions)
        if state.approval is not None:
            self._pin.show_question(self._t, state.approval)
        self._right.setCurrentIndex(0 if state.approval is None else 1)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _choose(
        self,
        widget: Segmented,
        choices: tuple[tuple[str, str], ...],
        chosen: str,
        before: tuple[tuple[str, str], ...],
    ) -> tuple[tuple[str, str], ...]:
        widget.setVisible(bool(choices))
        if choices and choices != before:
            widget.set_choices(choices, chosen)
        widget.set_chosen(chosen)
        return choices or before

    def _show_rows(self) -> None:
        state = self._state
        kept = [n for n, each in enumerate(state.columns) if not (self._compact and each.spare)]
        self._table.set_columns(
            [Column(title=state.columns[n].title, width=state.columns[n].width) for n in kept]
        )
        rows = [
            TableRow(key=row.key, cells=tuple(_cell(row, n) for n in kept)) for row in state.rows
        ]
        self._table.set_rows(rows, state.chosen)

    def _show_actions(self, actions: tuple[DuplicateAction, ...]) -> None:
        for number, button in enumerate(self._actions):
            button.setVisible(number < len(actions))
            if number < len(actions):
                action = actions[number]
                button.set_label(action.text)
                button.set_icon(action.icon)
                button.set_cap(action.cap)
                button.setEnabled(action.enabled)


def _cell(row: DuplicateRow, number: int) -> Cell:
    if row.taken == number:
        return Cell(text=row.cells[number], tone="accent-text", icon="check")
    if row.quiet or (row.taken >= 0 and number) or (not number and row.taken >= 0):
        return Cell(text=row.cells[number], tone="text-2")
    return Cell(text=row.cells[number])
