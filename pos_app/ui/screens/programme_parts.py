"""Parts of the programme's page: a card to choose, the table of tiers, the worked example."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.programme_state import (
    CostView,
    ExampleView,
    ModeView,
    StepView,
    TiersView,
    TierView,
    YearView,
)
from pos_app.ui import fonts
from pos_app.ui.screens.settings_fields import FieldBox
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Slab
from pos_app.ui.widgets.label import Badge, Divider, ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.number import Progress

LINE = 398
"""Room for one line in the example, px."""


class ModeCard(Card):
    """A way to thank a customer; a tap, Space or the arrows choose it."""

    chosen = Signal(str)

    def __init__(self, view: ModeView, parent: QWidget | None = None) -> None:
        super().__init__(tone="plain", parent=parent)
        self.key = view.key
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 10, 12, 10)
        row.setSpacing(12)
        self._tile = IconTile(view.icon, "neutral", 40)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._title = Label(view.title, "bodyStrong")
        self._text = Label(view.text, "caption", "text-2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._text)
        words.addStretch(1)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.show_mode(view)

    def show_mode(self, view: ModeView) -> None:
        """Chosen or not."""
        self.set_selected(view.chosen)
        self._tile.set_look(view.icon, "solid" if view.chosen else "neutral")
        self._title.set_color("accent-text" if view.chosen else "text")
        state = "✓ " if view.chosen else ""
        self.setAccessibleName(f"{state}{view.title}. {view.text}")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A tap chooses."""
        if self.isEnabled():
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space chooses."""
        if event.key() == Qt.Key.Key_Space:
            self.chosen.emit(self.key)
        else:
            event.ignore()


class TierTable(Card):
    """Tiers with their fields; ``edited(key, text)``, ``removed(tier)``, ``added()``."""

    edited = Signal(str, str)
    removed = Signal(str)
    added = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._body = self.body(padding=16, gap=8)
        head = QHBoxLayout()
        head.setSpacing(12)
        self._title = Label("", "heading")
        self._window: FieldBox | None = None
        self._head = head
        head.addWidget(self._title)
        head.addStretch(1)
        self._body.addLayout(head)
        self._place = QVBoxLayout()
        self._body.addLayout(self._place)
        foot = QHBoxLayout()
        self.add = Button("", v="ghost", icon="plus", size="compact", cap="Ins")
        self.add.clicked.connect(self.added)
        foot.addWidget(self.add)
        foot.addStretch(1)
        self._foot = foot
        self._more: dict[str, FieldBox] = {}
        self._body.addLayout(foot)
        self._shape: tuple[object, ...] = ()
        self._grid: QWidget | None = None
        self._boxes: dict[str, FieldBox] = {}
        self._figures: dict[str, tuple[Progress, Label, Label]] = {}

    def show_tiers(self, view: TiersView) -> None:
        """Show the table; rows are made anew only when they came or went."""
        self._title.setText(view.title)
        if self._window is None:
            self._window = FieldBox(view.note, inline=True).bare()
            self._window.edited.connect(self.edited)
            widest = max(_width(text) for _key, text in view.note.choices)
            self._window.setMinimumWidth(min(widest + 84, fonts.scaled(380)))
            self._head.addWidget(self._window)
        self._window.show_bare(view.note)
        self.add.set_label(view.add)
        self.add.setEnabled(view.can_add)
        self._show_more(view)
        shape = (view.captions, tuple((row.key, bool(row.remove)) for row in view.rows))
        if shape != self._shape:
            self._shape = shape
            self._rebuild(view)
        for row in view.rows:
            self._show_row(row)

    def _show_more(self, view: TiersView) -> None:
        """What concerns all tiers: the review beside the button, the rest below."""
        for number, field in enumerate(view.fields):
            if field.key not in self._more:
                box = FieldBox(field, inline=True, width=0 if number else 210)
                box.edited.connect(self.edited)
                self._more[field.key] = box
                if number:
                    self._body.addWidget(box)
                else:
                    self._foot.addWidget(box, 3)
            self._more[field.key].show_field(field)

    def fields(self) -> list[QWidget]:
        """The fields in reading order."""
        boxes = (*self._boxes.values(), *self._more.values())
        return [box.control() for box in boxes]

    def box(self, key: str) -> FieldBox | None:
        """The field of a key."""
        return self._boxes.get(key)

    def _rebuild(self, view: TiersView) -> None:
        if self._grid is not None:
            self._place.removeWidget(self._grid)
            self._grid.hide()
            self._grid.deleteLater()
        self._boxes, self._figures = {}, {}
        self._grid = QWidget()
        grid = QGridLayout(self._grid)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        last = len(view.captions)
        for column, caption in enumerate(view.captions):
            words = Label(caption, "caption", "text-2", wrap=True)
            words.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(words, 0, 0 if not column else column + 1, 1, 2 if not column else 1)
        for number, row in enumerate(view.rows, 1):
            self._add_row(grid, number, row, last)
        grid.setColumnStretch(1, 3)
        grid.setColumnStretch(last - 1, 2)
        self._place.addWidget(self._grid)
        self._keep_order()

    def _add_row(self, grid: QGridLayout, number: int, row: TierView, last: int) -> None:
        top = Qt.AlignmentFlag.AlignTop
        grid.addWidget(IconTile(row.icon, "accent", 40), number, 0, top)
        column = 1
        for view, width in ((row.name, 0), (row.start, 104), (row.off, 76), (row.earns, 76)):
            if view is None:
                continue
            box = FieldBox(view, inline=True, width=width).bare()
            if not width:
                box.setMinimumWidth(88)
            box.edited.connect(self.edited)
            self._boxes[view.key] = box
            grid.addWidget(box, number, column, top)
            column += 1
        people = QWidget()
        line = QHBoxLayout(people)
        line.setContentsMargins(0, 0, 0, 0)
        bar, count, cost = Progress(), Label("", "label", "text-2"), Label("", "bodyStrong")
        people.setMinimumHeight(40)
        bar.setMinimumWidth(24)
        bar.setMaximumWidth(160)
        line.addWidget(bar, 1)
        line.addWidget(count)
        cost.setMinimumHeight(40)
        grid.addWidget(people, number, last - 1, top)
        grid.addWidget(cost, number, last, top)
        self._figures[row.key] = (bar, count, cost)
        if row.remove:
            remove = Button("", v="ghost", icon="x", size="compact", name=row.remove)
            remove.clicked.connect(lambda _=False, key=row.key: self.removed.emit(key))
            grid.addWidget(remove, number, last + 1, top)

    def _keep_order(self) -> None:
        controls = self.fields()
        for one, other in itertools.pairwise(controls):
            QWidget.setTabOrder(one, other)

    def _show_row(self, row: TierView) -> None:
        for view in (row.name, row.start, row.off, row.earns):
            if view is not None:
                self._boxes[view.key].show_bare(view)
        bar, count, cost = self._figures[row.key]
        bar.set_value(row.share, 0.0, row.customers)
        count.setText(row.customers)
        cost.setText(row.cost)


class _Step(QWidget):
    """A numbered step with its figure."""

    def __init__(self, number: str, view: StepView) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(Badge(number, "accent"), 0, top)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(view.title, "body", wrap=True))
        words.addWidget(Label(view.note, "caption", "text-2", wrap=True))
        row.addLayout(words, 1)
        row.addWidget(Label(view.figure, "amount", view.tone), 0, top)


class _Cost(QWidget):
    """One side of the slab."""

    def __init__(self, view: CostView, role: str = "number") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(view.title, "caption", "on-slab-muted", wrap=True))
        column.addWidget(Label(view.figure, role, "on-slab"))
        column.addWidget(Label(view.note, "caption", "on-slab-muted", wrap=True))
        column.addStretch(1)


class YearBox(QWidget):
    """A year on the shop's own receipts, under a line of the slab; ``stopped``, ``asked``."""

    stopped = Signal()
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        head = QHBoxLayout()
        head.setSpacing(8)
        self._title = Label("", "label", "on-slab-muted", wrap=True)
        self._bar = Progress()
        self._bar.setFixedWidth(56)
        self._button = Button("", v="slab", size="compact")
        self._button.clicked.connect(self._pressed)
        head.addWidget(self._title, 1)
        head.addWidget(self._bar)
        head.addWidget(self._button)
        column.addLayout(head)
        self._costs = QHBoxLayout()
        self._costs.setSpacing(12)
        column.addLayout(self._costs)
        self._note = Label("", "caption", "on-slab-muted", wrap=True)
        column.addWidget(self._note)
        self._shown: tuple[CostView, ...] = ()
        self._stop = False

    def show_year(self, view: YearView) -> None:
        """Show the figures, or how far they are."""
        self._title.setText(view.title)
        self._bar.setVisible(view.busy is not None)
        self._bar.set_value((view.busy or 0) / 100, 0.0, view.title)
        self._stop = bool(view.stop)
        words = view.stop or view.again
        self._button.set_label(words)
        self._button.setVisible(bool(words))
        if view.costs != self._shown:
            self._shown = view.costs
            _empty(self._costs)
            for cost in view.costs:
                self._costs.addWidget(_Cost(cost, "amount"), 1)
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))

    def _pressed(self) -> None:
        if self._stop:
            self.stopped.emit()
        else:
            self.asked.emit()


class ExampleCard(Card):
    """The worked example and the slab of its cost."""

    edited = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=14, gap=8)
        head = QHBoxLayout()
        head.setSpacing(6)
        self._title = Label("", "heading")
        self._hint = ElidedLabel("", "caption", "accent-text")
        head.addWidget(self._title)
        head.addStretch(1)
        head.addWidget(IconLabel("refresh-cw", 16, "accent-text"))
        head.addWidget(self._hint)
        column.addLayout(head)
        self._line = QHBoxLayout()
        self._line.setSpacing(6)
        self._below = QHBoxLayout()
        self._below.setSpacing(6)
        column.addLayout(self._line)
        column.addLayout(self._below)
        column.addWidget(Divider())
        self._boxes: dict[str, FieldBox] = {}
        self._problem = Banner("", "warn")
        column.addWidget(self._problem)
        self._steps = QVBoxLayout()
        self._steps.setSpacing(6)
        column.addLayout(self._steps)
        column.addStretch(1)
        self._slab = Slab()
        slab = QVBoxLayout(self._slab)
        slab.setContentsMargins(14, 10, 14, 10)
        slab.setSpacing(4)
        self._cost_title = Label("", "label", "on-slab-muted", wrap=True)
        slab.addWidget(self._cost_title)
        self._costs = QHBoxLayout()
        self._costs.setSpacing(12)
        slab.addLayout(self._costs)
        self.year = YearBox()
        slab.addWidget(self.year)
        column.addWidget(self._slab)
        self._shown: tuple[object, ...] = ()

    def minimumSizeHint(self) -> QSize:
        """Words wrap."""
        return QSize(280, super().minimumSizeHint().height())

    def show_example(self, view: ExampleView) -> None:
        """Show the figures."""
        self._title.setText(view.title)
        self._hint.setText(view.hint)
        if not self._boxes:
            self._begin(view)
        self._boxes["tier"].show_bare(view.tier)
        self._boxes["amount"].show_bare(view.amount)
        self._problem.set_message(view.problem, "warn")
        fresh = (view.steps, view.costs, view.cost_title)
        if fresh == self._shown:
            return
        self._shown = fresh
        _empty(self._steps)
        for number, step in enumerate(view.steps, 1):
            self._steps.addWidget(_Step(str(number), step))
        _empty(self._costs)
        for cost in view.costs:
            self._costs.addWidget(_Cost(cost), 1)
        self._cost_title.setText(view.cost_title)
        self._cost_title.setVisible(bool(view.costs))

    def _begin(self, view: ExampleView) -> None:
        tier = FieldBox(view.tier, inline=True).bare()
        amount = FieldBox(view.amount, inline=True, width=112).bare()
        for key, box in (("tier", tier), ("amount", amount)):
            box.edited.connect(self.edited)
            self._boxes[key] = box
        tier.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._line.addWidget(Label(view.before, "body", "text-2"))
        self._line.addWidget(tier, 1)
        names = max((_width(text) for _key, text in view.tier.choices), default=0)
        room = _width(view.before) + _width(view.between) + min(names, 140) + 72 + 112 + 24
        line = self._line if room <= LINE else self._below
        line.addWidget(Label(view.between, "body", "text-2"))
        if line is self._below:
            line.addStretch(1)
        line.addWidget(amount)


def _width(text: str) -> int:
    """How broad words stand in a field."""
    return int(fonts.text_width(fonts.role("body"), text))


def _empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
