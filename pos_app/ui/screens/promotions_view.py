"""The promotions: a list or a calendar, and what to do with the chosen one."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.promotions_state import CalendarView, PromotionLine, PromotionsState
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.calendar_bars import Bar, CalendarBars, Grid
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup, Segmented
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.search import SearchField
from pos_app.ui.widgets.table import Cell, Column, Table, TableRow


class PromotionsView(Page):
    """Shows a :class:`PromotionsState`; every gesture is a signal."""

    page_name = "promotions"

    searched = Signal(str)
    filter_chosen = Signal(str)
    look_chosen = Signal(str)
    chosen = Signal(str)
    picked = Signal(str)
    created = Signal()
    copied = Signal()
    toggled = Signal()
    turned = Signal(int)
    notice_pressed = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._look = "list"
        self._known_looks: tuple[tuple[str, str], ...] = ()
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        column.addLayout(self._head())
        column.addLayout(self._row())
        self._filter = ChipGroup(optional=False)
        self._filter.changed.connect(lambda keys: self.filter_chosen.emit(keys[0] if keys else ""))
        column.addWidget(self._filter)
        self._notice = Banner("", "warn", action=" ", cap="Ctrl 3")
        self._notice.acted.connect(self.notice_pressed)
        self._notice.hide()
        column.addWidget(self._notice)
        column.addWidget(self._card(), 1)
        self._bind()

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title = Label("", "title")
        self._count = Label("", "label", "text-2")
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc")
        self._create = Button(t._("New promotion"), v="primary", icon="plus", cap="Ins")
        self._back.clicked.connect(self.left)
        self._create.clicked.connect(self.created)
        row.addWidget(self._back)
        row.addWidget(self._title)
        row.addWidget(self._count, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addStretch(1)
        row.addWidget(self._create)
        return row

    def _row(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(12)
        self.search = SearchField(t._("Name, or what it gives"), icon="search", big=False)
        self.search.edited.connect(self.searched)
        self.search.submitted.connect(lambda _text: self.table.setFocus())
        self.search.left.connect(self.setFocus)
        self._looks = Segmented()
        self._looks.changed.connect(self.look_chosen)
        row.addWidget(self.search, 1)
        row.addWidget(self._looks)
        return row

    def _card(self) -> Card:
        t = self._t
        card = Card()
        body = card.body(padding=8, gap=0)
        self._stack = QStackedWidget()
        self.table = Table(self._columns(), name=t._("Promotions"))
        self.table.selected.connect(self.chosen)
        self.table.picked.connect(self.picked)
        self.calendar = CalendarBars(t._("Calendar of promotions"))
        self.calendar.rows.selected.connect(self.chosen)
        self.calendar.rows.picked.connect(self.picked)
        self.calendar.rows.turned.connect(self.turned)
        self._first = Button(t._("New promotion"), v="secondary", icon="plus", cap="Ins")
        self._first.clicked.connect(self.created)
        self._nothing = EmptyState("tag", "", "", (self._first,))
        for page in (self.table, self.calendar, self._nothing):
            self._stack.addWidget(page)
        body.addWidget(self._stack, 1)
        self._says = Label("", "label", "text-2", wrap=True)
        self._says.setContentsMargins(8, 8, 8, 0)
        body.addWidget(self._says)
        body.addLayout(self._foot())
        return card

    def _foot(self) -> QHBoxLayout:
        t = self._t
        foot = QHBoxLayout()
        foot.setContentsMargins(4, 8, 4, 0)
        foot.setSpacing(8)
        self._span = Label("", "label", "text-2")
        self._earlier = Button("", v="ghost", icon="chevron-left", name=t._("A month earlier"))
        self._later = Button("", v="ghost", icon="chevron-right", name=t._("A month later"))
        self._today = Button(t._("Today"), v="quiet")
        for button, by in ((self._earlier, -1), (self._later, 1), (self._today, 0)):
            button.clicked.connect(partial(self._turn, by))
        self._pause = Button("", v="quiet", icon="pause", cap="Ctrl 1")
        self._copy = Button(t._("Copy"), v="quiet", icon="copy", cap="Ctrl 2")
        self._open = Button(t._("Open"), v="soft", icon="pencil", cap="Enter")
        self._pause.clicked.connect(self.toggled)
        self._copy.clicked.connect(self.copied)
        self._open.clicked.connect(self._pick)
        for widget in (self._earlier, self._span, self._later, self._today):
            foot.addWidget(widget)
        foot.addStretch(1)
        for widget in (self._pause, self._copy, self._open):
            foot.addWidget(widget)
        return foot

    def _columns(self) -> list[Column]:
        t = self._t
        columns = [Column(title=t._("Name"), strong=True, middle=True)]
        columns.append(Column(title=t._("State"), width=150))
        columns.append(Column(title=t._("Days"), width=230))
        if not self._compact:
            columns.append(Column(title=t.pgettext("promotion", "Used"), width=130, right=True))
        columns.append(Column(title=t._("Given"), width=180, right=True))
        return columns

    def _bind(self) -> None:
        self.bind("F2", self.search.begin)
        self.bind("Esc", self._escape)
        self.bind("Ctrl 3", self._press_notice)
        for button in (self._create, self._pause, self._copy, self._open):
            self.bind_button(button)
        for key, step in (("Up", -1), ("Down", 1)):
            self.bind(key, partial(self._step, step))
        for key, by in (("Left", -1), ("Right", 1)):
            self.bind(key, partial(self._turn, by))

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow screens give up a column."""
        if layout.compact != self._compact:
            self._compact = layout.compact
            self.table.table_model.set_rows(())
            self.table.set_columns(self._columns())
            self.shown.emit()
        self.table.set_widths([column.width for column in self._columns()])

    def on_shown(self) -> None:
        """Look again: promotions are used all the time."""
        self.shown.emit()

    def on_key(self, key: str) -> bool:
        """A letter typed on the list goes to the search."""
        if super().on_key(key):
            return True
        if len(key) == 1 and key.isprintable() and not key.isspace():
            self.search.begin(key)
            return True
        return False

    def _escape(self) -> None:
        self.setFocus()
        self.left.emit()

    def _press_notice(self) -> None:
        if self._notice.isVisibleTo(self):
            self.notice_pressed.emit()

    def _key(self) -> str:
        return self.table.key() if self._look == "list" else self.calendar.rows.key()

    def _pick(self) -> None:
        if self._key():
            self.picked.emit(self._key())

    def _turn(self, by: int) -> None:
        if self._look == "calendar":
            self.turned.emit(by)

    def _step(self, by: int) -> None:
        view = self.table if self._look == "list" else self.calendar.rows
        model = view.model()
        last = model.rowCount() - 1 if model is not None else -1
        if model is not None and last >= 0:
            place = max(0, min(last, view.currentIndex().row() + by))
            view.setCurrentIndex(model.index(place, 0))

    # --- state -------------------------------------------------------------------------------

    def render(self, state: PromotionsState) -> None:  # type: ignore[override]
        """Show the state."""
        self._look = state.look
        self._title.setText(state.title)
        self._count.setText(state.count)
        self.search.set_text(state.text)
        if state.looks != self._known_looks:
            self._known_looks = state.looks
            self._looks.set_choices(state.looks, state.look)
        self._looks.set_chosen(state.look)
        self._filter.set_choices(state.filters, [state.filter])
        self._notice.set_message(state.notice, state.notice_tone)
        self._notice.set_action(state.notice_action, "Ctrl 3" if state.notice_action else "")
        self._nothing.set_texts(state.empty_title, state.empty_hint)
        page = 2 if not state.lines else 0 if state.look == "list" else 1
        self._stack.setCurrentIndex(page)
        said = next((line.says for line in state.lines if line.key == state.chosen), "")
        self._says.setText(said)
        self._says.setVisible(bool(said))
        self._render_buttons(state)
        self._render_calendar(state.calendar, state.chosen)
        self.table.set_rows([self._line(line) for line in state.lines], state.chosen)

    def _render_buttons(self, state: PromotionsState) -> None:
        some, calendar = bool(state.lines), state.look == "calendar" and bool(state.lines)
        for widget in (self._earlier, self._span, self._later, self._today):
            widget.setVisible(calendar and (widget is not self._span or not self._compact))
        for button in (self._pause, self._copy, self._open):
            button.setVisible(some)
        for button in (self._create, self._first, self._pause, self._copy):
            button.set_locked(state.locked)
        self._pause.set_label(state.pause_word)
        self._pause.set_icon(state.pause_icon)
        self._pause.setEnabled(state.can_pause)
        self._span.setText(state.calendar.span)

    def _render_calendar(self, view: CalendarView, chosen: str) -> None:
        bars = [
            Bar(
                key=bar.key, name=bar.name, start=bar.start, end=bar.end,
                open_start=bar.open_start, open_end=bar.open_end, tone=bar.tone, words=bar.words,
            )
            for bar in view.bars
        ]  # fmt: skip
        months = tuple((month.title, month.start, month.end) for month in view.months)
        self.calendar.show_bars(bars, Grid(months=months, today=view.today), chosen)

    def _line(self, line: PromotionLine) -> TableRow:
        cells: list[Cell | str] = [
            Cell(text=line.name),
            Cell(text=line.state, badge=line.tone),
            Cell(text=line.days, tone="text-2"),
        ]
        if not self._compact:
            cells.append(Cell(text=line.used, tone="text-2"))
        cells.append(Cell(text=line.given))
        return TableRow(key=line.key, cells=tuple(cells))

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
