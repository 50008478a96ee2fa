"""The first page of a new installation: language, and three ways to begin."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPaintEvent, QPen
from PySide6.QtWidgets import (
    QBoxLayout,
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from pos_app.presenters.welcome_state import RestoreCard, WayCard, WelcomeState, WorkCard
from pos_app.ui import theme
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.shell import Logo
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.label import ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.message import Banner, announce
from pos_app.ui.widgets.number import Progress

_MODES = ("ways", "work", "restore")


class WayBox(Card):
    """One way to begin, with its button."""

    taken = Signal(str)

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        column = self.body(padding=20, gap=8)
        self._tile = IconTile("store", "accent", 56)
        self._title = Label("", "title", wrap=True)
        self._text = Label("", "body", "text-2", wrap=True)
        self.button = Button("", v="secondary", size="pos")
        column.addWidget(self._tile)
        column.addSpacing(4)
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addStretch(1)
        column.addSpacing(8)
        column.addWidget(self.button)
        self.button.clicked.connect(lambda: self.taken.emit(self.key))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def render_way(self, way: WayCard) -> None:
        """Show a way."""
        self._tile.set_look(way.icon, "solid" if way.main else "accent")
        self._title.setText(way.title)
        self._text.setText(way.text)
        self.button.set_label(way.action)
        self.button.set_cap(way.cap)
        self.button.set_variant("primary" if way.main else "secondary")
        self.set_selected(way.main)


class WorkBox(Card):
    """Something that takes a while, with a bar and the way out."""

    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = self.body(padding=28, gap=12)
        self._title = Label("", "title", wrap=True)
        self._text = Label("", "body", "text-2", wrap=True)
        self.bar = Progress(height=12)
        self._words = Label("", "label", "text-2")
        self.cancel = Button("", v="ghost", cap="Esc", size="pos")
        for widget in (self._title, self._text, self.bar, self._words):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.cancel)
        column.addLayout(row)
        self.cancel.clicked.connect(self.cancelled)

    def render_work(self, work: WorkCard) -> None:
        """Show how far it is."""
        self._title.setText(work.title)
        self._text.setText(work.text)
        self.bar.setVisible(work.done >= 0)
        self.bar.set_value(max(0, work.done) / 100, 0.0, work.words or work.title)
        self._words.setText(work.words)
        self.cancel.set_label(work.cancel)
        self.cancel.setVisible(bool(work.cancel))


class RestoreBox(Card):
    """What a backup holds, and the question whether to take it."""

    accepted = Signal()
    refused = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = self.body(padding=28, gap=12)
        self._title = Label("", "title", wrap=True)
        self._place = ElidedLabel("", "label", "text-2", middle=True)
        column.addWidget(self._title)
        column.addWidget(self._place)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnStretch(1, 1)
        column.addLayout(self._grid)
        self._lines: list[tuple[Label, Label]] = []
        self._warning = Banner("", "warn")
        column.addWidget(self._warning)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        self.no = Button("", v="ghost", cap="Esc", size="pos")
        self.yes = Button("", v="primary", cap="Enter", size="pos")
        row.addWidget(self.no)
        row.addWidget(self.yes)
        column.addLayout(row)
        self.no.clicked.connect(self.refused)
        self.yes.clicked.connect(self.accepted)

    def render_restore(self, card: RestoreCard) -> None:
        """Show the backup."""
        self._title.setText(card.title)
        self._place.setText(card.place)
        while len(self._lines) < len(card.facts):
            pair = (Label("", "body", "text-2"), Label("", "bodyStrong"))
            for place, label in enumerate(pair):
                self._grid.addWidget(label, len(self._lines), place)
            self._lines.append(pair)
        for number, (word, figure) in enumerate(self._lines):
            shown = number < len(card.facts)
            word.setVisible(shown)
            figure.setVisible(shown)
            if shown:
                word.setText(card.facts[number][0])
                figure.setText(card.facts[number][1])
        self._warning.set_message(card.warning, "warn")
        self.yes.set_label(card.yes)
        self.no.set_label(card.no)


class _Head(QWidget):
    """The dark band above: the program's sign, its greeting, quiet arcs."""

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 32, 48, 28)
        column.setSpacing(2)
        self.column = column
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(Logo(48))
        self.program = Label("", "amount", "on-slab")
        row.addWidget(self.program, 1)
        column.addLayout(row)
        column.addStretch(1)
        self.title = Label("", "number", "on-slab")
        self.text = Label("", "item", "on-slab-muted", wrap=True)
        column.addWidget(self.title)
        column.addWidget(self.text)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme.color("slab"))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme.color("on-slab", 0.035), 2))
        for step in range(5):
            reach = 130 + step * 86
            middle = QRectF(self.width() - 60 - reach, self.height() - reach, 2 * reach, 2 * reach)
            painter.drawEllipse(middle)
        painter.end()


class WelcomeView(Page):
    """Draws a :class:`WelcomeState`.

    Signals: ``way_taken(key)``, ``language_chosen(code)``, ``cancelled()``, ``accepted()``.
    """

    page_name = "welcome"
    way_taken = Signal(str)
    language_chosen = Signal(str)
    cancelled = Signal()
    accepted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = _Head()
        column.addWidget(self.head)
        self._body = QVBoxLayout()
        self._body.setSpacing(16)
        column.addLayout(self._body, 1)
        self._body.addLayout(self._language_row())
        self._banner = Banner("", "danger")
        self._body.addWidget(self._banner)
        self._build_stack()
        self._body.addLayout(self._promise_row())
        self.bind("Enter", lambda: self._press("Enter"))
        self.bind("Esc", self._escape)
        self.bind("F2", lambda: self._press("F2"))
        self.bind("F3", lambda: self._press("F3"))

    def _language_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(IconLabel("languages", 24))
        self.languages = ChipGroup(optional=False)
        self.languages.changed.connect(lambda chosen: self.language_chosen.emit(chosen[0]))
        row.addWidget(self.languages, 1)
        return row

    def _build_stack(self) -> None:
        self._stack = QStackedWidget()
        ways = QWidget()
        self._ways = QBoxLayout(QBoxLayout.Direction.LeftToRight, ways)
        self._ways.setContentsMargins(0, 0, 0, 0)
        self._ways.setSpacing(16)
        self.ways: dict[str, WayBox] = {}
        self._stack.addWidget(ways)
        self.work, self.restore = WorkBox(), RestoreBox()
        self.work.cancelled.connect(self.cancelled)
        self.restore.refused.connect(self.cancelled)
        self.restore.accepted.connect(self.accepted)
        for card in (self.work, self.restore):
            self._stack.addWidget(self._middle(card))
        self._stack.setMaximumHeight(400)
        self._body.addStretch(1)
        self._body.addWidget(self._stack, 8)
        self._body.addStretch(2)

    def _middle(self, card: Card) -> QWidget:
        """A card of readable width in the middle of the room."""
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        card.setMaximumWidth(640)
        card.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        row.addStretch(1)
        row.addWidget(card, 4)
        row.addStretch(1)
        return holder

    def _promise_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel("wifi-off", 20))
        self._promise = Label("", "label", "text-2", wrap=True)
        row.addWidget(self._promise, 1)
        return row

    # -- state ---------------------------------------------------------------------------
    def render(self, state: WelcomeState) -> None:  # type: ignore[override]
        """Show a state."""
        self.head.program.setText(state.program)
        self.head.title.setText(state.title)
        self.head.text.setText(state.text)
        self._promise.setText(state.promise)
        self.languages.set_choices(state.languages, (state.language,))
        self.languages.setEnabled(state.mode == "ways")
        if state.problem and state.problem != self._banner.accessibleName():
            announce(self._banner, state.problem)
        self._banner.set_message(state.problem, "danger")
        for way in state.ways:
            box = self.ways.get(way.key) or self._add(way.key)
            box.render_way(way)
        if state.work is not None:
            self.work.render_work(state.work)
        if state.restore is not None:
            self.restore.render_restore(state.restore)
        self._stack.setCurrentIndex(_MODES.index(state.mode))

    def _add(self, key: str) -> WayBox:
        box = WayBox(key)
        box.taken.connect(self.way_taken)
        self._ways.addWidget(box, 1)
        self.ways[key] = box
        return box

    @property
    def mode(self) -> str:
        """What is shown: ways, work or restore."""
        return _MODES[self._stack.currentIndex()]

    # -- gestures ------------------------------------------------------------------------
    def _press(self, cap: str) -> None:
        if self.mode == "ways":
            for box in self.ways.values():
                if box.button.cap() == cap:
                    box.button.click()
                    return
        elif self.mode == "restore" and cap == "Enter":
            self.restore.yes.click()

    def _escape(self) -> None:
        if self.mode == "work" and not self.work.cancel.isHidden():
            self.work.cancel.click()
        elif self.mode == "restore":
            self.restore.no.click()

    def on_shown(self) -> None:
        """Keys go to the page."""
        self.setFocus()

    def on_scan(self, text: str, source: str) -> bool:
        """Nothing can be done with a code here yet."""
        return False

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow and low windows have smaller margins."""
        edge = 24 if layout.compact else 48
        self._body.setContentsMargins(edge, 24, edge, 20)
        self.head.setFixedHeight(180 if layout.height < 820 else 260)
        self.head.column.setContentsMargins(edge, 24 if layout.height < 820 else 32, edge, 24)
        for box in self.ways.values():
            box.button.set_stacked(layout.compact)
