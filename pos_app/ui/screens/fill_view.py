"""A questionnaire being filled: one question with large answers, the others beside it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.fill_state import AnsweredRow, FillState
from pos_app.ui import theme, tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.answer_pad import AnswerPad
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import Badge, ElidedLabel, IconTile, Label
from pos_app.ui.widgets.layout import RING, bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.number import Progress

PAUSE_MS = 500
"""A rest in typing after which what is typed is kept."""

_DIGITS = "0123456789"


class OverviewRow(QWidget):
    """A question with what was answered; a tap goes there: ``pressed(str)``."""

    pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._on = "", False
        self.setMinimumHeight(48)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 4, 8, 4)
        row.setSpacing(10)
        self._number = Label("", "label", "accent-text")
        self._number.setMinimumWidth(18)
        words = bare_column(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._text = ElidedLabel("", "label", "text-2")
        self._answer = ElidedLabel("", "bodyStrong")
        words.addWidget(self._text)
        words.addWidget(self._answer)
        row.addWidget(self._number)
        row.addLayout(words, 1)

    def show_row(self, row: AnsweredRow) -> None:
        """Show one."""
        self._key, self._on = row.key, row.current
        self._number.setText(row.number)
        self._text.setText(row.text)
        self._answer.setText(row.answer)
        self._answer.setVisible(bool(row.answer))
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Go there."""
        if self.rect().contains(event.position().toPoint()):
            self.pressed.emit(self._key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The ground of the question in front."""
        if self._on:
            painter = paint.start(self)
            ground = QRectF(self.rect())
            paint.box(painter, ground, tokens.radius("md"), theme.color("accent-soft"))
            painter.end()


class FillView(Page):
    """Draws a :class:`FillState`; digits choose, Enter goes on, Backspace goes back."""

    page_name = "questionnaire"

    chosen = Signal(str)
    digit_pressed = Signal(str)
    typed = Signal(str)
    paused = Signal()
    next_wanted = Signal()
    back_wanted = Signal()
    row_chosen = Signal(str)
    language_chosen = Signal(str)
    left = Signal()
    turn_wanted = Signal()
    scanned = Signal(str)
    alerted = Signal()

    big = False
    """Drawn for a customer in front of a turned screen."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._state = FillState()
        self.languages = Segmented()
        self._rows: list[OverviewRow] = []
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE_MS)
        self._rest.timeout.connect(self.paused)
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addWidget(self._main(), 1)
        self.side = QWidget()
        self.side.setLayout(self._side())
        across.addWidget(self.side)
        self._connect()
        self.retranslate(t)

    # -- building -----------------------------------------------------------------------------

    def _main(self) -> QWidget:
        card = Card()
        around = card.body(gap=12)
        around.setContentsMargins(0, 8, 0, 16)
        column = bare_column(12)
        column.setContentsMargins(16, 0, 16, 0)
        head = bare_row(12)
        self.leave = Button("", v="ghost", icon="arrow-left", cap="Esc")
        self._title = ElidedLabel("", "title")
        self._person = Badge("", "neutral")
        head.addWidget(self.leave)
        head.addWidget(self._title, 1)
        head.addWidget(self._person)
        if self.big:
            head.addWidget(self.languages)
        column.addLayout(head)
        self.notice = Banner("", "danger")
        self.notice.hide()
        column.addWidget(self.notice)
        way = bare_row(12)
        self._place = Label("", "label", "text-2")
        self._time = Label("", "label", "text-2")
        way.addWidget(self._place)
        way.addStretch(1)
        way.addWidget(self._time)
        column.addLayout(way)
        self._progress = Progress()
        column.addWidget(self._progress)
        middle = bare_row(0)
        middle.setContentsMargins(16 - RING, 0, 16 - RING, 0)
        middle.addWidget(scrolling(self._question()))
        row = bare_row(12)
        row.setContentsMargins(16, 0, 16, 0)
        self.back = Button("", v="secondary", icon="chevron-left", cap="Backspace", size="pos")
        self.next = Button("", v="primary", icon="check", cap="Enter", size="primary")
        row.addWidget(self.back)
        row.addWidget(self.next, 1)
        around.addLayout(column)
        around.addLayout(middle, 1)
        around.addLayout(row)
        return card

    def _question(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(RING, 8, RING, RING)
        column.setSpacing(8)
        self._text = Label("", "number" if self.big else "title", wrap=True)
        self._note = Label("", "label", "text-2")
        self.pad = AnswerPad(big=self.big)
        self._thanks = QWidget()
        thanks = QVBoxLayout(self._thanks)
        thanks.setContentsMargins(0, 24, 0, 0)
        thanks.setSpacing(12)
        middle = Qt.AlignmentFlag.AlignHCenter
        thanks.addWidget(IconTile("circle-check", "solid", 64), 0, middle)
        self._thanks_text = Label("", "title", wrap=True, align=middle)
        self._thanks_detail = Label("", "heading", "accent-text", wrap=True, align=middle)
        thanks.addWidget(self._thanks_text)
        thanks.addWidget(self._thanks_detail)
        for part in (self._text, self._note, self.pad, self._thanks):
            column.addWidget(part)
        column.addStretch(1)
        return inside

    def _side(self) -> QVBoxLayout:
        column = bare_column(8)
        self._reward_card = Card(tone="accent", level=0)
        row = bare_row(12)
        self._reward = Label("", "bodyStrong", "accent-text", wrap=True)
        row.addWidget(IconTile("gift", "accent", 40))
        row.addWidget(self._reward, 1)
        self._reward_card.body(padding=12).addLayout(row)
        column.addWidget(self._reward_card)
        overview = Card()
        inside = QWidget()
        inside.setProperty("plain", True)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(0)
        self._list.addStretch(1)
        overview.body(padding=8).addWidget(scrolling(inside))
        column.addWidget(overview, 1)
        if not self.big:
            column.addWidget(self.languages)
        self.turn = Button("", v="secondary", icon="monitor", cap="Ctrl T")
        column.addWidget(self.turn)
        self._hint = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self._hint)
        return column

    def _connect(self) -> None:
        self.pad.chosen.connect(self.chosen)
        self.pad.typed.connect(self._typed)
        self.next.clicked.connect(self.next_wanted)
        self.back.clicked.connect(self.back_wanted)
        self.leave.clicked.connect(self.left)
        self.languages.changed.connect(self.language_chosen)
        self.turn.clicked.connect(self.turn_wanted)
        for button in (self.next, self.back, self.leave, self.turn):
            self.bind_button(button)
        for digit in _DIGITS:
            self.bind(digit, partial(self.digit_pressed.emit, digit))

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.back.set_label(t._("Back"))
        self.next.set_label(t._("Next"))
        self.leave.set_label(t._("Finish later"))
        self.turn.set_label(t._("Turn the screen"))
        self._hint.setText(
            t._("Digits choose, Enter goes on. Every answer is kept at once, also in a power cut.")
        )

    # -- page hooks ---------------------------------------------------------------------------

    def _typed(self, text: str) -> None:
        self._rest.start()
        self.typed.emit(text)

    def on_hidden(self) -> None:
        """Keep what was typed last."""
        if self._rest.isActive():
            self._rest.stop()
            self.paused.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """Whatever is scanned here is for the presenter to judge."""
        self.scanned.emit(text)
        return True

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self.side.setFixedWidth(layout.right)

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: FillState) -> None:  # type: ignore[override]
        """Show a state."""
        asked = self._state.ask.key if self._state.ask is not None else ""
        self._state = state
        self._title.setText(state.title)
        self._person.set_badge(state.person or " ")
        self._person.setVisible(bool(state.person))
        self._place.setText(state.place)
        self._time.setText(state.time_left)
        self._progress.set_value(state.progress / 1000, words=state.place)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "danger")
        ask = state.ask
        for part in (self._text, self.pad):
            part.setVisible(ask is not None)
        self._note.setVisible(ask is not None and bool(ask.note))
        self._thanks.setVisible(bool(state.thanks))
        self._thanks_text.setText(state.thanks)
        self._thanks_detail.setText(state.thanks_detail)
        self._thanks_detail.setVisible(bool(state.thanks_detail))
        if ask is not None:
            self._text.setText(ask.text)
            self._note.setText(ask.note)
            if ask.key != asked:
                self.setFocus()
            self.pad.show_ask(ask)
        self.back.set_label(state.back_label)
        self.back.setVisible(state.can_back)
        self.turn.setVisible(ask is not None)
        self.next.set_label(state.next_label)
        self.leave.set_label(state.leave_label)
        self._reward.setText(state.reward)
        self._reward_card.setVisible(bool(state.reward))
        if self.languages.chosen() != state.language:
            self.languages.set_choices(
                [(key, key.upper()) for key, _ in state.languages], state.language
            )
        self._render_rows(state)

    def _render_rows(self, state: FillState) -> None:
        while len(self._rows) < len(state.rows):
            row = OverviewRow()
            row.pressed.connect(self.row_chosen)
            self._list.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for number, widget in enumerate(self._rows):
            widget.setVisible(number < len(state.rows))
            if number < len(state.rows):
                widget.show_row(state.rows[number])

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()
