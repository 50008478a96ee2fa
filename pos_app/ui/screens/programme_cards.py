"""Cards of the programme's sections: fields, lists that grow, an example, the versions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.presenters.programme_state import CardView, GrowingView, VersionView
from pos_app.presenters.settings_state import FieldView
from pos_app.ui import fonts
from pos_app.ui.screens.settings_fields import FieldBox
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Surface
from pos_app.ui.widgets.label import Badge, Label

_WIDTHS = {"hday": 130, "hpoints": 100, "hdays": 140, "rate": 92}
"""Fields of a row that want no more room than their figures."""


def width_of(text: str) -> int:
    """How broad words stand in a field."""
    return int(fonts.text_width(fonts.role("body"), text))


class FieldCard(Card):
    """A card of inline fields under a heading; a list that grows and an example below them."""

    edited = Signal(str, str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, view: CardView, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(padding=14, gap=4)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(Label(view.title, "heading"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        beside = view.growing is None
        align = right if beside else Qt.AlignmentFlag.AlignLeft
        self._note = Label(view.note, "caption", "text-2", wrap=True, align=align)
        if beside:
            head.addWidget(self._note, 1)
        else:
            head.addStretch(1)
        column.addLayout(head)
        if not beside and view.note:
            column.addWidget(self._note)
        self.boxes: dict[str, FieldBox] = {}
        for field in view.fields:
            box = FieldBox(field, inline=True, width=_room(field))
            box.edited.connect(self.edited)
            column.addWidget(box)
            self.boxes[field.key] = box
        self._growing: GrowingList | None = None
        if view.growing is not None:
            self._growing = GrowingList(view.growing)
            self._growing.edited.connect(self.edited)
            self._growing.added.connect(self.added)
            self._growing.removed.connect(self.removed)
            self.boxes.update(self._growing.boxes)
            column.addWidget(self._growing)
        self._figures: list[tuple[Label, Label]] = []
        for words, figure in view.example:
            row = QHBoxLayout()
            labels = Label(words, "body", "text-2", wrap=True), Label(figure, "bodyStrong")
            row.addWidget(labels[0], 1)
            row.addWidget(labels[1])
            column.addLayout(row)
            self._figures.append(labels)
        column.addStretch(1)

    def show_card(self, view: CardView) -> None:
        """Show the fields."""
        self._note.setText(view.note)
        for field in view.fields:
            self.boxes[field.key].show_field(field)
        if self._growing is not None and view.growing is not None:
            self._growing.show_list(view.growing)
        for (words, figure), (text, number) in zip(self._figures, view.example, strict=True):
            words.setText(text)
            figure.setText(number)


def shape_of(view: CardView) -> tuple[object, ...]:
    """What of a card asks for other widgets when it changes."""
    growing = view.growing
    rows = None
    if growing is not None:
        rows = (growing.captions, tuple((row.key, bool(row.remove)) for row in growing.rows))
    fields = tuple((field.key, field.kind) for field in view.fields)
    return (view.key, view.title, fields, rows, len(view.example), view.column)


def _room(field: FieldView) -> int:
    if field.kind == "toggle":
        return 0
    if field.kind == "select":
        return min(260, 88 + max((width_of(text) for _key, text in field.choices), default=80))
    return 96 + width_of(field.suffix) + max(0, width_of(field.placeholder) - 40)


class GrowingList(QWidget):
    """Rows of fields with a button each to take them away, and one to add a row."""

    edited = Signal(str, str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, view: GrowingView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(6)
        self.boxes: dict[str, FieldBox] = {}
        self._empty = Label(view.empty, "label", "text-2", wrap=True)
        column.addWidget(self._empty)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(6)
        if view.rows:
            for number, caption in enumerate(view.captions):
                grid.addWidget(Label(caption, "caption", "text-2"), 0, number)
        for place, row in enumerate(view.rows, 1):
            for number, field in enumerate(row.fields):
                width = _WIDTHS.get(field.key.partition(":")[0], 0)
                box = FieldBox(field, inline=True, width=width).bare()
                if not width and field.kind != "toggle":
                    box.setMinimumWidth(120)
                    grid.setColumnStretch(number, 1)
                box.edited.connect(self.edited)
                self.boxes[field.key] = box
                grid.addWidget(box, place, number, Qt.AlignmentFlag.AlignTop)
            if row.remove:
                remove = Button("", v="ghost", icon="x", size="compact", name=row.remove)
                remove.clicked.connect(lambda _=False, key=row.key: self.removed.emit(key))
                last = len(row.fields)
                grid.addWidget(remove, place, last, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        foot = QHBoxLayout()
        self._add = Button(view.add, v="ghost", icon="plus", size="compact")
        self._add.clicked.connect(lambda: self.added.emit(view.key))
        foot.addWidget(self._add)
        foot.addStretch(1)
        column.addLayout(foot)
        self.show_list(view)

    def show_list(self, view: GrowingView) -> None:
        """Show the rows; there are as many as there were."""
        self._empty.setText(view.empty)
        self._empty.setVisible(not view.rows)
        self._add.setEnabled(view.can_add)
        for row in view.rows:
            for field in row.fields:
                self.boxes[field.key].show_bare(field)


class Versions(Surface):
    """The versions, newest first; ``looked(key)``, ``withdrawn(key)``."""

    looked = Signal(str)
    withdrawn = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._shown: tuple[object, ...] = ()

    def show_versions(self, views: tuple[VersionView, ...], look: str) -> None:
        """Show the list."""
        if (views, look) == self._shown:
            return
        self._shown = (views, look)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for view in views:
            self._column.addWidget(self._card(view, look))

    def _card(self, view: VersionView, look: str) -> Card:
        card = Card()
        column = card.body(padding=14, gap=4)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(view.title, "bodyStrong"))
        if view.state:
            head.addWidget(Badge(view.state, view.tone))
        head.addStretch(1)
        if view.withdraw:
            back = Button(view.withdraw, v="secondary", icon="undo-2", size="compact")
            back.setAccessibleName(f"{view.withdraw}: {view.title}")
            back.clicked.connect(lambda: self.withdrawn.emit(view.key))
            head.addWidget(back)
        button = Button(look, v="ghost", icon="eye", size="compact")
        button.setAccessibleName(f"{look}: {view.title}")
        button.clicked.connect(lambda: self.looked.emit(view.key))
        head.addWidget(button)
        column.addLayout(head)
        column.addWidget(Label(view.note, "caption", "text-2", wrap=True))
        for words in view.words:
            column.addWidget(Label(words, "label", "text", wrap=True))
        return card
