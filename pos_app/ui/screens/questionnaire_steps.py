"""The questions at the left of the designer: chosen by a tap, put in order by dragging."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.questionnaires_state import DesignerState, StepLine
from pos_app.ui import fonts, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.label import Badge, ElidedLabel, IconLabel, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, scrolling
from pos_app.ui.widgets.ordering import Grip, Ordered


class StepRow(QWidget):
    """One question: grip, number, wording, what type it is, what is missing."""

    tapped = Signal()

    def __init__(self, line: StepLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chosen = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._row = row = QHBoxLayout(self)
        row.setSpacing(8)
        self.grip = Grip()
        self._number = Label("", "bodyStrong", "text-2")
        self._number.setMinimumWidth(14)
        self._text = ElidedLabel("", "bodyStrong")
        self._icon = IconLabel(line.icon, 16)
        self._note = ElidedLabel("", "label", "text-2")
        self._badge = Badge("", "warn")
        words = bare_column(2)
        words.addWidget(self._text)
        below = bare_row(6)
        below.addWidget(self._icon)
        below.addWidget(self._note, 1)
        below.addWidget(self._badge)
        words.addLayout(below)
        row.addWidget(self.grip)
        row.addWidget(self._number)
        row.addLayout(words, 1)
        self.show_line(line, chosen=False)

    def show_line(self, line: StepLine, *, chosen: bool) -> None:
        """Show a question."""
        self._chosen = chosen
        self.setAccessibleName(line.text)
        self._row.setContentsMargins(6 if line.number else 14, 8, 12, 8)
        self.grip.setVisible(bool(line.number))
        self._number.setText(line.number)
        self._number.setVisible(bool(line.number))
        self._number.set_color("accent-text" if chosen else "text-2")
        self._text.setText(line.text)
        self._icon.set_icon(line.icon)
        self._note.setText(line.note)
        self._badge.set_badge(line.badge or " ", line.badge_tone)
        self._badge.setVisible(bool(line.badge))
        self.update()

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(260, max(64, fonts.line_height("bodyStrong") + fonts.scaled(24) + 20))

    def enterEvent(self, event: QEnterEvent) -> None:
        """Show that it can be tapped."""
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose it."""
        if self.rect().contains(event.position().toPoint()):
            self.tapped.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and border."""
        painter = paint.start(self)
        rect, corner = QRectF(self.rect()), tokens.radius("md")
        if self._chosen:
            fill, line = theme.color("accent-soft"), theme.color("accent")
            paint.box(painter, rect, corner, fill, line, 2)
        else:
            fill = theme.color("sunken" if self.underMouse() else "surface")
            paint.box(painter, rect, corner, fill, theme.color("line"))
        painter.end()


class StepsCard(Card):
    """The left column: ``chosen(key)``, ``moved(key, place)``, ``added()``."""

    chosen = Signal(str)
    moved = Signal(str, int)
    added = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._rows: dict[str, StepRow] = {}
        self._order: list[str] = []
        body = self.body(padding=16, gap=10)
        head = bare_row(8)
        self._count = Label("", "label", "text-2")
        head.addWidget(Label(t._("Questions"), "heading"))
        head.addStretch(1)
        head.addWidget(self._count)
        body.addLayout(head)
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        self._list = Ordered(fixed=1)
        self._list.moved.connect(self.moved)
        column.addWidget(self._list)
        self.add = Button(t._("Add question"), v="soft", icon="plus", cap="Ins")
        self.add.clicked.connect(self.added)
        column.addWidget(self.add)
        column.addStretch(1)
        self._area = scrolling(inside)
        body.addWidget(self._area, 1)
        self._estimate = Card(tone="sunken")
        line = QHBoxLayout(self._estimate)
        line.setContentsMargins(12, 10, 12, 10)
        line.setSpacing(10)
        self._clock = IconLabel("timer", 20, "accent-text")
        self._words = Label("", "caption", "text-2", wrap=True)
        line.addWidget(self._clock)
        line.addWidget(self._words, 1)
        body.addWidget(self._estimate)

    def render_steps(self, state: DesignerState) -> None:
        """Show the questions."""
        self._count.setText(state.count)
        self._words.setText(state.estimate)
        self._clock.set_icon("timer", "warn-text" if state.estimate_long else "accent-text")
        self.add.set_locked(bool(state.lock))
        self._show(state.steps, state.chosen)

    def row(self, key: str) -> StepRow:
        """The row of a question."""
        return self._rows[key]

    def _show(self, lines: Sequence[StepLine], chosen: str) -> None:
        order = [line.key for line in lines]
        for key in [key for key in self._rows if key not in order]:
            gone = self._rows.pop(key)
            gone.hide()
            gone.deleteLater()
        for line in lines:
            if line.key not in self._rows:
                row = StepRow(line, self._list)
                row.tapped.connect(lambda key=line.key: self.chosen.emit(key))
                self._list.connect_grip(line.key, row.grip)
                self._rows[line.key] = row
            self._rows[line.key].show_line(line, chosen=line.key == chosen)
        if order != self._order:
            self._order = order
            self._list.put_rows([(key, self._rows[key], None) for key in order])
        if chosen in self._rows:
            self._area.ensureWidgetVisible(self._rows[chosen], 0, 8)
