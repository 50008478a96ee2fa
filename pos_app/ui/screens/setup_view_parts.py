"""Parts of the set-up pages: one question, a grid of questions, a folder, the steps at the left."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.presenters.setup_state import FieldState, FolderState, StepMark
from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.choice import Toggle
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.plain import PlainButton

Edited = Callable[[str, str], None]


class SelectField(QWidget):
    """A selection under its label, with a hint below it."""

    def __init__(self, on_chosen: Callable[[str], None]) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.select = Select()
        self.select.setSizeAdjustPolicy(
            Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.select.setMinimumContentsLength(6)
        self.labelled = Labelled("", self.select)
        self._hint = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self.labelled)
        column.addWidget(self._hint)
        self.setFocusProxy(self.select)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.select.chosen.connect(on_chosen)

    def render_field(self, field: FieldState, *, label: bool) -> None:
        """Show a question."""
        self.labelled.label.setText(field.label)
        self.labelled.label.setVisible(label)
        self.select.setAccessibleName(field.label)
        self.select.set_choices(field.choices, field.text)
        self._hint.setText(field.hint)
        self._hint.setVisible(bool(field.hint))


class ToggleField(QWidget):
    """Words with a switch at the right."""

    def __init__(self, on_chosen: Callable[[str], None]) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        self._words = Label("", "body", wrap=True)
        self.toggle = Toggle()
        row.addWidget(self._words, 1)
        row.addWidget(self.toggle)
        self.setFocusProxy(self.toggle)
        self.toggle.clicked.connect(lambda on: on_chosen("1" if on else ""))

    def render_field(self, field: FieldState, *, label: bool) -> None:
        """Show a question."""
        self._words.setText(field.label)
        self.toggle.setAccessibleName(field.label)
        self.toggle.setChecked(bool(field.text))


class LineField(TextField):
    """A line of text, masked for a PIN."""

    def __init__(self, on_typed: Callable[[str], None], *, secret: bool) -> None:
        super().__init__("")
        self.set_masked(secret)
        self.edit.setMaxLength(200)
        self.changed.connect(on_typed)

    def render_field(self, field: FieldState, *, label: bool) -> None:
        """Show a question; what is being typed stays."""
        self.set_label(field.label if label else "")
        self.edit.setAccessibleName(field.label)
        self._optional.setText(field.optional)
        self._optional.setVisible(bool(field.optional) and label)
        self.edit.setPlaceholderText(field.placeholder)
        self.set_text(field.text)
        self.set_hint(field.hint)
        if self.error() != field.error:
            self.set_error(field.error)


QuestionWidget = SelectField | ToggleField | LineField


def make_question(field: FieldState, edited: Edited) -> QuestionWidget:
    """The widget a question is asked with."""

    def answer(value: str) -> None:
        edited(field.key, value)

    if field.kind == "select":
        return SelectField(answer)
    if field.kind == "toggle":
        return ToggleField(answer)
    return LineField(answer, secret=field.kind == "secret")


class Questions(QWidget):
    """Questions in a grid of two columns, or one below the other."""

    def __init__(self, edited: Edited, *, columns: int = 2) -> None:
        super().__init__()
        self._edited = edited
        self._columns = columns
        self._shape: tuple[tuple[str, str], ...] = ()
        self._wide: dict[str, bool] = {}
        self.questions: dict[str, QuestionWidget] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(10)

    def set_columns(self, columns: int) -> None:
        """One or two columns."""
        if columns != self._columns:
            self._columns = columns
            self._place()

    def set_fields(self, fields: tuple[FieldState, ...]) -> None:
        """Ask these; the same questions are kept, whoever types in them."""
        shape = tuple((field.key, field.kind) for field in fields)
        if shape != self._shape:
            for old in self.questions.values():
                self._grid.removeWidget(old)
                old.hide()
                old.deleteLater()
            self.questions = {field.key: make_question(field, self._edited) for field in fields}
            self._shape = shape
            self._wide = {field.key: field.wide for field in fields}
            self._place()
        for field in fields:
            self.questions[field.key].render_field(field, label=True)

    def _place(self) -> None:
        row = column = 0
        top = Qt.AlignmentFlag.AlignTop
        for key, question in self.questions.items():
            self._grid.removeWidget(question)
            wide = self._wide[key] or self._columns == 1
            if wide and column:
                row, column = row + 1, 0
            self._grid.addWidget(question, row, column, 1, 2 if wide else 1, top)
            question.show()
            column = 0 if wide else (column + 1) % 2
            row += column == 0
        for number in (0, 1):
            self._grid.setColumnStretch(number, 1)


class FolderBox(QWidget):
    """A folder with its path, what it is for, and the buttons to choose or forget it."""

    chosen = Signal()
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self._label = Label("", "bodyStrong")
        self._path = ElidedLabel("", "body", "text-2", middle=True)
        self._hint = Label("", "caption", "text-2", wrap=True)
        self._error = Label("", "caption", "danger-text", wrap=True)
        self.choose = Button("", v="secondary", icon="folder-open", size="compact")
        self.remove = Button("", v="ghost", size="compact")
        for widget in (self._label, self._path, self._hint, self._error):
            column.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        column.addLayout(row)
        self.choose.clicked.connect(self.chosen)
        self.remove.clicked.connect(self.removed)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def render_folder(self, folder: FolderState) -> None:
        """Show a folder."""
        self._label.setText(folder.label)
        self._path.setText(folder.path)
        self._path.setToolTip(plain_tip(folder.path))
        for label, words in ((self._hint, folder.hint), (self._error, folder.error)):
            label.setText(words)
            label.setVisible(bool(words))
        for button, words in ((self.choose, folder.choose), (self.remove, folder.remove)):
            button.set_label(words)
            button.setVisible(bool(words))


class StepButton(PlainButton):
    """A step at the left: a ring with its number or a tick, its title and a quiet line."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._mark = StepMark(key="language", title="", note="", state="ahead")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_mark(self, mark: StepMark) -> None:
        """Show a step."""
        self._mark = mark
        self.setText(mark.title)
        self.setAccessibleName(f"{mark.title}. {mark.note}")
        self.setEnabled(mark.reachable)
        self.update()

    def focus_ring_radius(self) -> int:
        """The ring's corner."""
        return tokens.radius("md")

    def sizeHint(self) -> QSize:
        """64 high."""
        return QSize(200, 64)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space goes there; the rest belongs to the page."""
        if event.key() == Qt.Key.Key_Space:
            super().keyPressEvent(event)
        else:
            event.ignore()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground, ring and words."""
        painter = paint.start(self)
        state, rect = self._mark.state, QRectF(self.rect())
        hover = self.underMouse() and self.isEnabled()
        if state == "current" or hover:
            ground = "accent-soft" if state == "current" else "sunken"
            paint.box(painter, rect, tokens.radius("md"), theme.color(ground))
        circle = QRectF(12, rect.center().y() - 16, 32, 32)
        if state == "done":
            paint.box(painter, circle, 16, theme.color("accent"))
            icons.paint(painter, "check", circle.adjusted(7, 7, -7, -7), theme.color("on-accent"))
        else:
            current = state == "current"
            fill = theme.color("surface" if current else "sunken")
            line = theme.color("accent") if current else None
            paint.box(painter, circle, 16, fill, line, 2)
            ink = theme.color("accent-text" if current else "text-2")
            middle = Qt.AlignmentFlag.AlignCenter
            paint.text(painter, circle, str(self._number), "bodyStrong", ink, middle)
        ink = {"current": "accent-text", "done": "text", "ahead": "text-2"}[state]
        width = rect.width() - 58 - 10
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        if fonts.text_width(fonts.role("bodyStrong"), self._mark.title) > width:
            self._paint_long(painter, QRectF(58, 4, width, rect.height() - 8), theme.color(ink))
            painter.end()
            return
        high, low = fonts.line_height("bodyStrong"), fonts.line_height("caption")
        top = rect.center().y() - (high + low) / 2
        title = QRectF(58, top, width, high)
        paint.text(painter, title, self._mark.title, "bodyStrong", theme.color(ink), left)
        note = QRectF(58, top + high, width, low)
        paint.text(painter, note, self._mark.note, "caption", theme.color("text-2"), left)
        painter.end()

    def _paint_long(self, painter: QPainter, rect: QRectF, ink: QColor) -> None:
        """A title of two lines takes the place of the quiet line."""
        painter.setFont(fonts.role("bodyStrong"))
        painter.setPen(ink)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(flags) | int(Qt.TextFlag.TextWordWrap), self._mark.title)
