"""One person's points and tier: figures and lists at the left, what can be done at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.points_state import ActionView, ColumnView, FormView, PointsState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.points_parts import FormCard
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import Badge, ElidedLabel, Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row
from pos_app.ui.widgets.message import Banner, EmptyState, Kpi
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow

MOST_FIGURES = 3
ACTIONS = 5


class PointsView(Page):
    """Shows a :class:`PointsState`; every gesture is a signal."""

    page_name = "points"

    acted = Signal(str)
    edited = Signal(str, str)
    mode_chosen = Signal(str)
    confirmed = Signal()
    tab_chosen = Signal(str)
    chosen = Signal(str)
    backed = Signal()
    approved = Signal(str, str)
    shown = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._state = PointsState()
        self._compact = False
        self._tabs_shown: tuple[tuple[str, str], ...] = ()
        self._actions: list[Button] = []
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
        self._detail = ElidedLabel("", "label", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._tier = Badge("", "accent")
        head.addWidget(self._back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._tier, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(head)
        self._notice = Banner("", "danger")
        column.addWidget(self._notice)
        figures = Card()
        row = bare_row(16)
        self._figures = [Kpi() for _ in range(MOST_FIGURES)]
        for kpi in self._figures:
            row.addWidget(kpi, 1, Qt.AlignmentFlag.AlignTop)
        figures.body(padding=16, gap=0).addLayout(row)
        self._figures_card = figures
        column.addWidget(figures)
        self._tabs = Segmented()
        column.addWidget(self._tabs)
        card = Card()
        body = card.body(padding=8, gap=0)
        self._table = Table(name=t._("Points"))
        self._empty = EmptyState("coins", "", "")
        self._stack = TightStack()
        self._stack.addWidget(self._table)
        self._stack.addWidget(self._empty)
        body.addWidget(self._stack, 1)
        column.addWidget(card, 1)
        return column

    def _side(self) -> QStackedWidget:
        side = QStackedWidget()
        card = Card()
        body = card.body(padding=16, gap=8)
        body.addWidget(Label(self._t._("Changes"), "heading"))
        for number in range(ACTIONS):
            button = Button("", icon="coins", cap=f"Ctrl {number + 1}", size="pos")
            button.clicked.connect(lambda _=False, n=number: self._act(n))
            self._actions.append(button)
            body.addWidget(button)
        body.addStretch(1)
        self._form = FormCard()
        self._pin = PinPlace()
        for widget in (card, self._form, self._pin):
            side.addWidget(widget)
        return side

    def _connect(self) -> None:
        self._back.clicked.connect(self.backed)
        self._tabs.changed.connect(self.tab_chosen)
        self._table.selected.connect(self.chosen)
        self._table.picked.connect(self.chosen)
        self._form.edited.connect(self.edited)
        self._form.mode_chosen.connect(self.mode_chosen)
        self._form.confirm.clicked.connect(self.confirmed)
        self._pin.submitted.connect(self.approved)
        self._pin.cancelled.connect(self.backed)
        self.bind("Esc", self.backed.emit)
        self.bind_button(self._form.confirm, "Enter")
        for button in self._actions:
            self.bind_button(button)
        self.bind("Up", lambda: self._step(-1))
        self.bind("Down", lambda: self._step(1))
        self.bind("Left", self._other_tab)
        self.bind("Right", self._other_tab)

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow windows leave out the spare columns."""
        self._right.setFixedWidth(layout.right)
        self._compact = layout.compact
        self._show_rows()

    def on_shown(self) -> None:
        """Read again."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A staff card for an approval, or a card for the form."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """An open question for a PIN takes the keys first."""
        if self._state.approval is not None and self._pin.on_key(key):
            return True
        return super().on_key(key)

    def _act(self, number: int) -> None:
        if number < len(self._state.actions):
            self.acted.emit(self._state.actions[number].key)

    def _step(self, by: int) -> None:
        keys = [row.key for row in self._state.rows]
        if keys:
            at = keys.index(self._state.chosen) if self._state.chosen in keys else 0
            self.chosen.emit(keys[max(0, min(len(keys) - 1, at + by))])

    def _other_tab(self) -> None:
        keys = [key for key, _ in self._state.tabs]
        if keys:
            self.tab_chosen.emit(keys[(keys.index(self._state.tab) + 1) % len(keys)])

    # --- state -------------------------------------------------------------------------------

    def render(self, state: PointsState) -> None:  # type: ignore[override]
        """Show the state."""
        self._state = state
        self._title.setText(state.title)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self._tier.set_badge(state.tier)
        self._tier.setVisible(bool(state.tier))
        self._notice.set_message(state.notice, state.notice_tone)
        self._figures_card.setVisible(bool(state.figures))
        for kpi, figure in zip(self._figures, state.figures, strict=False):
            kpi.set_values(figure.caption, figure.value, figure.note, figure.tone)
        self._tabs.setVisible(bool(state.tabs))
        if state.tabs != self._tabs_shown:
            self._tabs_shown = state.tabs
            self._tabs.set_choices(state.tabs, state.tab)
        self._tabs.set_chosen(state.tab)
        self._show_rows()
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._stack.setCurrentIndex(0 if state.rows else 1)
        self._show_actions(state.actions)
        self._show_side(state)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _show_rows(self) -> None:
        state = self._state
        kept = [n for n, column in enumerate(state.columns) if self._keeps(column)]
        self._table.set_columns(
            [
                Column(
                    title=column.title,
                    width=column.width,
                    right=column.right,
                    middle=not column.width,  # the number at the end must survive
                )
                for column in (state.columns[n] for n in kept)
            ]
        )
        rows = []
        for row in state.rows:
            cells = [Cell(text=row.cells[n]) for n in kept]
            cells[-1] = Cell(text=cells[-1].text, tone=row.tone)
            rows.append(TableRow(key=row.key, cells=tuple(cells)))
        self._table.set_rows(rows, state.chosen)

    def _keeps(self, column: ColumnView) -> bool:
        return not (self._compact and column.spare)

    def _show_actions(self, actions: tuple[ActionView, ...]) -> None:
        for number, button in enumerate(self._actions):
            shown = number < len(actions)
            button.setVisible(shown)
            if shown:
                action = actions[number]
                button.set_label(action.text)
                button.set_icon(action.icon)
                button.setEnabled(action.enabled)

    def _show_side(self, state: PointsState) -> None:
        self._right.setVisible(bool(state.actions))
        if state.approval is not None:
            self._pin.show_question(self._t, state.approval)
            self._right.setCurrentWidget(self._pin)
        elif state.form is not None:
            self._show_form(state.form)
        else:
            if self._right.currentIndex():
                self.setFocus(Qt.FocusReason.OtherFocusReason)
            self._right.setCurrentIndex(0)
            self._form.forget()
            self.set_form(())

    def _show_form(self, form: FormView) -> None:
        fresh = self._form.show_form(form)
        self._right.setCurrentWidget(self._form)
        if fresh:
            self.set_form(self._form.controls())
            self._form.begin()
