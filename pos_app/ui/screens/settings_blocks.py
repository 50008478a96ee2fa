"""The cards a settings section is made of, built from their states and kept while they last."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPaintEvent, QPixmap
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from pos_app.presenters.settings_state import ActionView, BlockView, RowView
from pos_app.ui import theme
from pos_app.ui.screens.settings_fields import FieldBox
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.flow import FlowLayout
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.slip import SlipPreview

ROW = 60
MOST_ROWS = 7
LOGO = 96


class Picture(QWidget):
    """A small picture on white, as it would lie on paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pixmap = QPixmap()
        self.setFixedHeight(LOGO)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_png(self, content: bytes, words: str) -> None:
        """Show PNG or JPEG bytes; none hides it."""
        self._pixmap = QPixmap()
        if content:
            self._pixmap.loadFromData(content)
        self.setAccessibleName(words)
        self.setVisible(not self._pixmap.isNull())
        self.update()

    def sizeHint(self) -> QSize:
        """A broad strip."""
        return QSize(240, LOGO)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw it fitted."""
        if self._pixmap.isNull():
            return
        painter = paint.start(self)
        room = QSize(self.width() - 16, LOGO - 16)
        size = self._pixmap.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        paper = QRectF(0, 0, size.width() + 16, LOGO)
        painter.fillRect(paper, QColor("white"))
        paint.box(painter, paper, 4, None, theme.color("line"))
        top = (LOGO - size.height()) / 2
        target = QRectF(8, top, size.width(), size.height())
        painter.drawPixmap(target, self._pixmap, QRectF(self._pixmap.rect()))
        painter.end()


class Block(Card):
    """One card of a form; ``chosen`` carries the block and the row."""

    edited = Signal(str, str)
    pressed = Signal(str, str)
    chosen = Signal(str, str)

    def __init__(self, view: BlockView, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.key, self.shape = view.key, shape_of(view)
        self.boxes: dict[str, FieldBox] = {}
        self.buttons: dict[str, Button] = {}
        self._slip: SlipPreview | None = None
        self._rows: RowList | None = None
        column = self.body(padding=16, gap=10)
        self._title = Label(view.title, "heading", wrap=True)
        self._note = Label(view.note, "caption", "text-2", wrap=True)
        column.addWidget(self._title)
        column.addWidget(self._note)
        self._picture = Picture()
        self._picture.hide()
        if view.slip:
            self._slip = SlipPreview(view.picture_words)
            column.addWidget(self._slip, 1)
        else:
            column.addWidget(self._picture)
        if view.fields and view.fields_first:
            column.addLayout(self._fields(view))
        if view.rows_name:
            self._rows = RowList(height=ROW, name=view.rows_name)
            self._rows.selected.connect(lambda key: self.chosen.emit(self.key, key))
            self._rows.picked.connect(lambda key: self.chosen.emit(self.key, key))
            column.addWidget(self._rows)
        if view.fields and not view.fields_first:
            column.addLayout(self._fields(view))
        self._says = Banner("", "neutral")
        column.addWidget(self._says)
        if view.actions and view.beside:
            self._grid.addWidget(self._actions(view), 0, 1, Qt.AlignmentFlag.AlignBottom)
        elif view.actions:
            column.addWidget(self._actions(view))
        self.show_block(view)

    def _fields(self, view: BlockView) -> QGridLayout:
        grid = self._grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(12)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        line = column = 0
        for field in view.fields:
            box = FieldBox(field)
            box.edited.connect(self.edited)
            self.boxes[field.key] = box
            broad = field.wide or field.kind == "lines"
            if broad and column:
                line, column = line + 1, 0
            grid.addWidget(box, line, column, 1, 2 if broad else 1, Qt.AlignmentFlag.AlignTop)
            column = 0 if broad or column else 1
            line += 0 if column else 1
        return grid

    def _actions(self, view: BlockView) -> QWidget:
        place = QWidget()
        flow = FlowLayout(place, gap=8)
        for action in view.actions:
            button = Button(action.text, v=action.v, icon=action.icon, cap=action.cap)
            button.clicked.connect(lambda _=False, one=action: self.pressed.emit(one.key, one.ref))
            self.buttons[action.key] = button
            flow.addWidget(button)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        place.setSizePolicy(policy)
        return place

    def show_block(self, view: BlockView) -> None:
        """Show the state; the shape is the one it was made for."""
        self._title.setText(view.title)
        self._title.setVisible(bool(view.title))
        self._note.setText(view.note)
        self._note.setVisible(bool(view.note))
        if self._slip is not None:
            self._slip.set_png(view.picture, view.picture_words)
        else:
            self._picture.set_png(view.picture, view.picture_words)
        if self._rows is not None:
            self._rows.set_rows([_row(row) for row in view.rows], view.chosen)
            shown = max(1, min(MOST_ROWS, len(view.rows)))
            self._rows.setFixedHeight(shown * self._rows.sizeHintForRow(0) if view.rows else 8)
        for field in view.fields:
            self.boxes[field.key].show_field(field)
        self._says.set_message(view.says, view.tone)
        for action in view.actions:
            self._show_action(action)

    def _show_action(self, action: ActionView) -> None:
        button = self.buttons[action.key]
        button.set_label(action.text)
        button.setEnabled(action.enabled)
        button.set_busy(action.busy)
        button.set_locked(action.locked)

    def rows(self) -> RowList | None:
        """The list, if there is one."""
        return self._rows


def shape_of(view: BlockView) -> tuple[object, ...]:
    """What a card is built of: another shape needs another card."""
    return (
        view.key,
        view.slip,
        view.rows_name,
        tuple((f.key, f.kind, f.right, f.wide) for f in view.fields),
        tuple((a.key, a.v, a.cap, a.icon) for a in view.actions),
    )


def _row(row: RowView) -> Row:
    return Row(
        key=row.key,
        title=row.title,
        note=row.note,
        right=row.right,
        right_note=row.right_note,
        icon=row.icon,
        person=row.person,
        tone=row.tone,
    )
