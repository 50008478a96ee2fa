"""Parts of a person's profile: the head, its figures, the cards of the overview."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.presenters.profile_state import FigureView, LineView, PanelView, ProfileState
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.flow import FlowLayout
from pos_app.ui.widgets.label import Avatar, Badge, Divider, ElidedLabel, IconLabel, Label
from pos_app.ui.widgets.layout import bare_column, bare_row
from pos_app.ui.widgets.message import Banner

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
FIGURES = 4
MOST_BADGES = 4


class FitColumn(QWidget):
    """Widgets below each other, as many as fit whole; the others are not shown."""

    def __init__(self, gap: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gap = gap
        self._inside: list[QWidget] = []
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)

    def set_widgets(self, inside: Sequence[QWidget]) -> None:
        """Show these instead."""
        for widget in self._inside:
            widget.hide()
            widget.deleteLater()
        self._inside = list(inside)
        for widget in self._inside:
            widget.setParent(self)
        self._place()
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Room for all."""
        heights = [self._height(widget) for widget in self._inside]
        return QSize(120, sum(heights) + self._gap * max(0, len(heights) - 1))

    def minimumSizeHint(self) -> QSize:
        """Room for the first."""
        return QSize(60, self._height(self._inside[0]) if self._inside else 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place them anew."""
        super().resizeEvent(event)
        self._place()

    def refresh_fonts(self) -> None:
        """Measure again after the text size changed."""
        self._place()

    def _height(self, widget: QWidget) -> int:
        layout = widget.layout()
        if widget.hasHeightForWidth() or (layout is not None and layout.hasHeightForWidth()):
            return widget.heightForWidth(max(self.width(), 60))
        return widget.sizeHint().height()

    def _place(self) -> None:
        top, full = 0, False
        for widget in self._inside:
            height = self._height(widget)
            full = full or top + height > self.height()
            widget.setVisible(not full)
            if not full:
                widget.setGeometry(0, top, self.width(), height)
            top += height + self._gap


class BigLine(QWidget):
    """Two rows of words with a figure at the right, and a line below."""

    def __init__(self, line: LineView, *, last: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = bare_column(0)
        column.setContentsMargins(0, 6, 0, 0)
        for left, right, roles, tones in (
            (line.title, line.right, ("bodyStrong", "bodyStrong"), ("text", line.tone)),
            (line.note, line.right_note, ("caption", "caption"), ("text-2", "text-2")),
        ):
            row = bare_row(8)
            row.addWidget(ElidedLabel(left, roles[0], tones[0]), 1)
            row.addWidget(Label(right, roles[1], tones[1], align=_RIGHT))
            column.addLayout(row)
        column.addSpacing(6)
        if not last:
            column.addWidget(Divider())
        self.setLayout(column)


class SmallLine(QWidget):
    """An icon, some words, and a quiet word at the right."""

    def __init__(self, line: LineView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = bare_row(8)
        row.setContentsMargins(0, 2, 0, 2)
        if line.icon:
            row.addWidget(IconLabel(line.icon, 20, line.icon_tone))
        row.addWidget(ElidedLabel(line.title, "body"), 1)
        if line.right:
            row.addWidget(Label(line.right, "caption", line.tone, align=_RIGHT))
        self.setLayout(row)


class Chips(QWidget):
    """Short words that wrap."""

    def __init__(self, words: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        flow = FlowLayout(self, gap=6)
        for word in words:
            flow.addWidget(Badge(word, "neutral"))


class Panel(Card):
    """One card of the overview; ``opened`` when its link is pressed."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: PanelView | None = None
        body = self.body(padding=16, gap=4)
        body.setContentsMargins(16, 8, 16, 10)
        head = bare_row(8)
        self._title = ElidedLabel("", "heading")
        self._link = Button("", v="ghost", size="compact")
        self._link.clicked.connect(self._open)
        head.addWidget(self._title, 1)
        head.addWidget(self._link)
        body.addLayout(head)
        self._head = head
        self._warning = Banner("", "warn", icon="clock-alert")
        body.addWidget(self._warning)
        self._empty = Label("", "body", "text-2", wrap=True)
        body.addWidget(self._empty)
        self._lines = FitColumn()
        body.addWidget(self._lines, 1)

    def _open(self) -> None:
        if self._shown is not None:
            self.opened.emit(self._shown.key)

    def show_panel(self, panel: PanelView) -> None:
        """Show it; the same again changes nothing."""
        if panel == self._shown:
            return
        self._shown = panel
        self._title.setText(panel.title)
        self._title.setMinimumHeight(40)
        self._link.set_label(panel.link)
        self._link.setVisible(bool(panel.link))
        self._warning.set_message(panel.warning, "warn", icon="clock-alert")
        nothing = not panel.lines and not panel.chips
        self._empty.setText(panel.empty)
        self._empty.setVisible(nothing and bool(panel.empty))
        inside: list[QWidget] = [Chips(panel.chips)] if panel.chips else []
        for number, line in enumerate(panel.lines):
            last = number == len(panel.lines) - 1
            inside.append(SmallLine(line) if panel.small else BigLine(line, last=last))
        self._lines.set_widgets(inside)


class Figure(QWidget):
    """A caption, a number, a small line; the words shorten where room is short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = bare_column(0)
        self._caption = ElidedLabel("", "label", "text-2")
        self._value = ElidedLabel("", "number")
        self._note = ElidedLabel("", "caption", "text-2")
        for label in (self._caption, self._value, self._note):
            column.addWidget(label)
        self.setLayout(column)

    def show_figure(self, figure: FigureView, *, narrow: bool) -> None:
        """Show it; ``narrow`` takes smaller digits."""
        self._value.set_role("heading" if narrow else "number")
        self._caption.setText(figure.caption)
        self._value.setText(figure.value)
        self._value.set_color(figure.tone)
        self._note.setText(figure.note)


class HeadCard(Card):
    """Who it is, the main button, and four figures."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        body = self.body(padding=16, gap=10)
        body.setContentsMargins(16, 12, 16, 12)
        self._top = bare_row(12)
        self._avatar = Avatar(px=64)
        words = bare_column(2)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._name = ElidedLabel("", "title")
        self._detail = ElidedLabel("", "label", "text-2")
        self._below = bare_row(8)
        self._badges = [Badge() for _ in range(MOST_BADGES)]
        self._badges_below = [Badge() for _ in range(MOST_BADGES)]
        words.addWidget(self._name)
        words.addWidget(self._detail)
        words.addLayout(self._below)
        for badge in self._badges_below:
            self._below.addWidget(badge)
        self._below.addStretch(1)
        self._top.addWidget(self._avatar)
        self._top.addLayout(words, 1)
        for badge in self._badges:
            self._top.addWidget(badge)
        self.put = Button("", v="primary", icon="shopping-basket", cap="Enter", size="control")
        self._top.addWidget(self.put)
        body.addLayout(self._top)
        self._line = Divider()
        body.addWidget(self._line)
        self._figures = QWidget()
        row = bare_row(12)
        self._made: list[Figure] = []
        for number in range(FIGURES):
            if number:
                row.addWidget(Divider(vertical=True))
            figure = Figure()
            row.addWidget(figure, 1)
            self._made.append(figure)
        self._figures.setLayout(row)
        body.addWidget(self._figures)

    def show_person(self, state: ProfileState, *, narrow: bool, short: bool) -> None:
        """Show the head; ``short`` leaves the figures out."""
        self._avatar.set_person(state.name)
        self._avatar.setVisible(not narrow)
        self._name.setText(state.name)
        self._detail.setText(state.detail)
        for badges, here in ((self._badges, not narrow), (self._badges_below, narrow)):
            for number, badge in enumerate(badges):
                shown = here and number < len(state.badges)
                badge.setVisible(shown)
                if shown:
                    badge.set_badge(*state.badges[number])
        self.put.set_label(state.put)
        self._line.setVisible(not short)
        self._figures.setVisible(not short)
        for made, figure in zip(self._made, state.figures, strict=False):
            made.show_figure(figure, narrow=narrow)


class ActionRow(QWidget):
    """The buttons of a tab; they wrap."""

    acted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self, gap=8)
        self._buttons: dict[str, Button] = {}

    def buttons(self) -> dict[str, Button]:
        """Those shown, by their caps."""
        return {button.cap(): button for button in self._buttons.values()}

    def show_actions(self, state: ProfileState) -> None:
        """Show the buttons of the tab in front."""
        actions = state.body.actions
        self.setVisible(bool(actions))
        if tuple(self._buttons) != tuple(action.key for action in actions):
            self._rebuild(state)
        for action in actions:
            button = self._buttons[action.key]
            button.set_label(action.text)
            button.set_icon(action.icon)
            button.set_cap(action.cap)
            button.setEnabled(action.enabled)

    def _rebuild(self, state: ProfileState) -> None:
        for button in self._buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for action in state.body.actions:
            button = Button(action.text, icon=action.icon, cap=action.cap, size="control")
            button.clicked.connect(lambda _=False, key=action.key: self.acted.emit(key))
            self._flow.addWidget(button)
            button.show()
            self._buttons[action.key] = button
