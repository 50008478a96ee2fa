"""The step that explains three ways to thank a customer by what each gives away."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.presenters.setup_state import LoyaltyCard, LoyaltyPage
from pos_app.ui import fonts, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Badge, IconLabel, IconTile, Label
from pos_app.ui.widgets.number import Progress
from pos_app.ui.widgets.plain import PlainButton

_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class _Bar(Progress):
    """A bar that is wide enough to compare."""

    def __init__(self, tone: str) -> None:
        super().__init__(height=12, tone=tone)


class WayCard(PlainButton):
    """A whole card to press: what it is, for and against, the bars, the example."""

    def __init__(self, key: str) -> None:
        super().__init__()
        self.key = key
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(20, 20, 20, 20)
        self._column.setSpacing(0)
        self._build_head()
        self._points = QVBoxLayout()
        self._points.setSpacing(8)
        self._column.addLayout(self._points)
        self._lines: list[tuple[IconLabel, Label]] = []
        self._column.addSpacing(12)
        self._column.addStretch(1)
        self._build_bars()
        self._build_example()

    def _build_head(self) -> None:
        head = QHBoxLayout()
        self._tile = IconTile("percent", "neutral", 56)
        self._badge = Badge("", "solid")
        head.addWidget(self._tile)
        head.addStretch(1)
        head.addWidget(self._badge, 0, _TOP)
        self._column.addLayout(head)
        self._column.addSpacing(14)
        self._title = Label("", "title", wrap=True)
        self._column.addWidget(self._title)
        self._column.addSpacing(8)

    def _build_bars(self) -> None:
        self._give = Label("", "label", "text-2", wrap=True)
        self._column.addWidget(self._give)
        self._column.addSpacing(10)
        self._grid = grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 3)
        grid.setColumnStretch(1, 4)
        self._bars = []
        for number, tone in enumerate(("warn", "accent")):
            word = Label("", "label", "text", wrap=True)
            amount = Label("", "label", "text", align=_RIGHT)
            bar = _Bar(tone)
            grid.addWidget(word, number, 0)
            grid.addWidget(bar, number, 1)
            grid.addWidget(amount, number, 2)
            self._bars.append((word, bar, amount))
        self._column.addLayout(grid)
        self._column.addSpacing(18)

    def _build_example(self) -> None:
        self._example = Card(tone="sunken")
        inner = self._example.body(padding=12, gap=0)
        self._buys = Label("", "label", "text-2", wrap=True)
        self._pays = Label("", "amount", wrap=True)
        self._gets = Label("", "label", "text-2", wrap=True)
        for label in (self._buys, self._pays, self._gets):
            inner.addWidget(label)
        self._column.addWidget(self._example)
        self._example.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def render_card(self, card: LoyaltyCard) -> None:
        """Show a way."""
        self.setChecked(card.chosen)
        self.setText(card.title)
        self.setAccessibleName(f"{card.title}. {card.buys}: {card.pays}, {card.gets}")
        self._tile.set_look(card.icon, "solid" if card.chosen else "neutral")
        self._badge.set_badge(card.badge)
        self._badge.setVisible(bool(card.badge))
        self._title.setText(card.title)
        self._title.set_color("accent-text" if card.chosen else "text")
        self._show_points(card.points)
        self._give.setText(card.give)
        for (word, bar, amount), shown in zip(self._bars, card.bars, strict=True):
            word.setText(shown.word)
            parts = (fonts.text_width(word.font(), part) for part in shown.word.split())
            word.setMinimumWidth(max(parts, default=0) + 2)
            bar.set_value(shown.share / 100, 0.0, f"{shown.word}: {shown.amount}")
            amount.setText(shown.amount)
        self._buys.setText(card.buys)
        self._pays.setText(card.pays)
        self._gets.setText(card.gets)
        self.update()

    def _show_points(self, points: tuple[tuple[bool, str], ...]) -> None:
        while len(self._lines) < len(points):
            row = QHBoxLayout()
            row.setSpacing(10)
            pair = (IconLabel("check", 20), Label("", "body", "text-2", wrap=True))
            row.addWidget(pair[0], 0, _TOP)
            row.addWidget(pair[1], 1)
            self._points.addLayout(row)
            self._lines.append(pair)
        for number, (icon, label) in enumerate(self._lines):
            shown = number < len(points)
            icon.setVisible(shown)
            label.setVisible(shown)
            if shown:
                good, words = points[number]
                icon.set_icon("check" if good else "minus", "accent-text" if good else "text-3")
                label.setText(words)

    def set_tight(self, tight: bool) -> None:
        """Narrow or low windows have smaller margins."""
        self._grid.setHorizontalSpacing(6 if tight else 12)
        self._points.setSpacing(4 if tight else 8)
        self._title.set_role("heading" if tight else "title")
        edge = 14 if tight else 20
        self._column.setContentsMargins(edge, edge, edge, edge)

    def nextCheckState(self) -> None:
        """The state decides which one is chosen."""

    def focus_ring_radius(self) -> int:
        """The card's corner."""
        return tokens.radius("lg")

    def sizeHint(self) -> QSize:
        """As its content wants."""
        return self._column.sizeHint()

    def minimumSizeHint(self) -> QSize:
        """Never lower than its words."""
        return self._column.minimumSize()

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Room for the wrapped words."""
        return self._column.heightForWidth(width)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses; arrows and the rest belong to the page."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and border."""
        painter = paint.start(self)
        rect, corner = QRectF(self.rect()), tokens.radius("lg")
        if self.isChecked():
            paint.box(painter, rect, corner, theme.color("accent-soft"), theme.color("accent"), 2)
        else:
            fill = theme.color("sunken" if self.underMouse() else "surface")
            paint.box(painter, rect, corner, fill, theme.color("line-strong"))
        painter.end()


class LoyaltyStep(QWidget):
    """Draws a :class:`LoyaltyPage`."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("plain", True)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self._tight = False
        self.cards: dict[str, WayCard] = {}

    def render_page(self, page: LoyaltyPage) -> None:
        """Show the ways."""
        for shown in page.cards:
            card = self.cards.get(shown.key) or self._add(shown.key)
            card.render_card(shown)

    def _add(self, key: str) -> WayCard:
        card = WayCard(key)
        card.set_tight(self._tight)
        card.clicked.connect(lambda: self.edited.emit("mode", key))
        self._row.addWidget(card, 1)
        self.cards[key] = card
        return card

    def set_compact(self, compact: bool) -> None:
        """Narrow windows have smaller margins."""
        self._tight = compact
        self._row.setSpacing(12 if compact else 16)
        for card in self.cards.values():
            card.set_tight(compact)
