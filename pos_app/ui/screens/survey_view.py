"""The results of a questionnaire: questions at the left, what was answered at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.survey_state import SurveyState
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.field import Select
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner, EmptyState, Kpi, Skeleton
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.share_bars import ShareBars
from pos_app.ui.widgets.table import Column, Table, TableRow

LIST_WIDTH = {False: 380, True: 300}
CELL = {False: 104, True: 76}
"""Width of an answer's column, by whether the window is narrow."""

TABLE_ROW = 44


class SurveyView(Page):
    """Shows a :class:`SurveyState`; every gesture is a signal."""

    page_name = "survey"

    version_chosen = Signal(str)
    period_chosen = Signal(str)
    cross_chosen = Signal(str)
    chosen = Signal(str)
    save_wanted = Signal(str)
    shown = Signal()
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._captions: tuple[str, ...] = ()
        column = bare_column(12)
        column.setContentsMargins(*self.margins())
        self.setLayout(column)
        column.addLayout(self._head())
        column.addLayout(self._filters())
        self._notice = Banner("", "danger")
        column.addWidget(self._notice)
        self._stack = TightStack()
        self._both = self._results()
        self._empty = EmptyState("clipboard-check", "", "")
        self._waiting = Skeleton()
        for widget in (self._both, self._empty, self._waiting):
            self._stack.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.bind("Esc", self.left.emit)
        self.bind("Up", lambda: self._list.step(-1))
        self.bind("Down", lambda: self._list.step(1))
        self.bind_button(self._excel)
        self.bind_button(self._paper)

    def _head(self) -> QHBoxLayout:
        t = self._t
        head = bare_row(12)
        back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc", size="pos")
        back.clicked.connect(self.left)
        words = bare_column(2)
        self._title = ElidedLabel("", "title")
        self._hint = Label("", "label", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._hint)
        self._excel = Button("Excel", v="secondary", icon="file-spreadsheet", cap="Ctrl E",
                             size="pos")  # fmt: skip
        self._excel.clicked.connect(lambda: self.save_wanted.emit("xlsx"))
        self._paper = Button("PDF", v="secondary", icon="file-text", cap="Ctrl P", size="pos")
        self._paper.clicked.connect(lambda: self.save_wanted.emit("pdf"))
        head.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        head.addWidget(self._excel)
        head.addWidget(self._paper)
        return head

    def _filters(self) -> QHBoxLayout:
        t, row = self._t, bare_row(8)
        self._version = Select(name=t._("Version"))
        self._period = Select(name=t._("Period"))
        self._cross = Select(name=t._("Set against"))
        for select, signal in (
            (self._version, self.version_chosen),
            (self._period, self.period_chosen),
            (self._cross, self.cross_chosen),
        ):
            select.chosen.connect(signal)
            row.addWidget(select, 1)
        return row

    def _results(self) -> QWidget:
        both = QWidget()
        both.setProperty("plain", True)
        across = QHBoxLayout(both)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(12)
        self._questions = Card()
        self._list = RowList(height=68, name=self._t._("Questions"))
        self._list.selected.connect(self.chosen)
        self._list.picked.connect(self.chosen)
        self._questions.body(padding=8, gap=0).addWidget(self._list, 1)
        across.addWidget(self._questions)
        card = Card()
        inside = QWidget()
        inside.setProperty("plain", True)
        self._fill(QVBoxLayout(inside))
        card.body(padding=8, gap=0).addWidget(scrolling(inside), 1)
        across.addWidget(card, 1)
        return both

    def _fill(self, column: QVBoxLayout) -> None:
        column.setContentsMargins(8, 8, 12, 8)
        column.setSpacing(12)
        self._question = Label("", "heading", wrap=True)
        self._note = Label("", "caption", "text-2")
        column.addWidget(self._question)
        column.addWidget(self._note)
        row = bare_row(16)
        self._figures = [Kpi() for _ in range(4)]
        for kpi in self._figures:
            row.addWidget(kpi, 1, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self._bars = ShareBars()
        column.addWidget(self._bars)
        self._table = Table(name=self._t._("Set against"))
        column.addWidget(self._table)
        self._texts_title = Label("", "bodyStrong")
        column.addWidget(self._texts_title)
        self._texts = Label("", "body", wrap=True)
        column.addWidget(self._texts)
        column.addStretch(1)

    def on_shown(self) -> None:
        """Read again."""
        self.shown.emit()

    def set_layout_class(self, layout: LayoutClass) -> None:
        """A narrower list where there is little room."""
        self._compact = layout.compact
        self._questions.setFixedWidth(LIST_WIDTH[layout.compact])
        self._set_columns()

    def render(self, state: SurveyState) -> None:  # type: ignore[override]
        """Show the state."""
        self._title.setText(state.title)
        self._hint.setText(state.hint)
        self._version.set_choices(state.versions, state.version)
        self._period.set_choices(state.periods, state.period)
        self._cross.set_choices(state.crosses, state.cross)
        self._notice.set_message(state.notice, state.notice_tone)
        self._excel.setEnabled(state.can_save)
        self._paper.setEnabled(state.can_save)
        self._list.set_rows(
            [
                Row(key=one.key, title=one.title, note=one.note, right=one.figure, icon=one.icon)
                for one in state.questions
            ],
            state.chosen,
        )
        self._show_question(state)
        self._empty.set_texts(state.empty_title, state.empty_hint)
        self._waiting.start() if state.busy else self._waiting.stop()
        where = self._both if state.questions else self._empty
        self._stack.setCurrentWidget(self._waiting if state.busy else where)

    def _show_question(self, state: SurveyState) -> None:
        self._question.setText(state.question)
        self._note.setText(state.question_note)
        for number, kpi in enumerate(self._figures):
            kpi.setVisible(number < len(state.figures))
            if number < len(state.figures):
                figure = state.figures[number]
                kpi.set_values(figure.caption, figure.value, figure.note, figure.tone)
        self._bars.set_bars(state.bars)
        self._table.setVisible(bool(state.rows))
        if state.rows:
            self._captions = state.columns
            self._set_columns()
            self._table.set_rows(
                [TableRow(key=str(n), cells=cells) for n, cells in enumerate(state.rows)]
            )
            self._table.setFixedHeight(TABLE_ROW * (len(state.rows) + 1) + 8)
        self._texts_title.setText(state.texts_title)
        self._texts_title.setVisible(bool(state.texts))
        self._texts.setText("\n\n".join(f"{text}  ·  {day}" for text, day in state.texts))
        self._texts.setVisible(bool(state.texts))

    def _set_columns(self) -> None:
        """Where there is little room the choice above alone says what the rows are."""
        if self._captions:
            first, *others = self._captions
            width = CELL[self._compact]
            self._table.set_columns(
                [
                    Column(title="" if self._compact else first),
                    *(Column(title=one, width=width, right=True) for one in others),
                ]
            )
