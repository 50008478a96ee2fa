"""A step made of questions: cards side by side, rows that can be added, a picture, folders."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.setup_state import (
    FolderState,
    FormPage,
    PictureState,
    RowState,
    SectionState,
)
from pos_app.ui import fonts
from pos_app.ui.screens.setup_view_parts import (
    Edited,
    FolderBox,
    Questions,
    QuestionWidget,
    make_question,
)
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.label import Divider, IconLabel, Label

_TOP = Qt.AlignmentFlag.AlignTop
_STRETCH = {"select": 3, "text": 4, "secret": 2}


class RowBox(QWidget):
    """One tax or person: its questions in a line, and the button that takes it away."""

    removed = Signal(str)

    def __init__(self, edited: Edited, row: RowState) -> None:
        super().__init__()
        self.key = row.key
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(8)
        self.questions: dict[str, QuestionWidget] = {}
        for field in row.fields:
            question = make_question(field, edited)
            self.questions[field.key] = question
            narrow = field.key.endswith((":pin", ":rate"))
            across.addWidget(question, 2 if narrow else _STRETCH.get(field.kind, 3), _TOP)
        self.remove = Button("", v="ghost", icon="x", size="control")
        self.remove.setFixedWidth(44)
        self.remove.clicked.connect(lambda: self.removed.emit(self.key))
        self._tail = QVBoxLayout()
        self._tail.addWidget(self.remove)
        self._tail.addStretch(1)
        across.addLayout(self._tail)

    def render_row(self, row: RowState, *, first: bool) -> None:
        """Show it; only the first row carries the labels."""
        for field in row.fields:
            self.questions[field.key].render_field(field, label=first)
        self.remove.setAccessibleName(row.remove)
        above = fonts.line_height("label") + 4 if first else 0
        self._tail.setContentsMargins(0, above, 0, 0)


class SectionCard(Card):
    """A card of questions with its title."""

    pressed = Signal(str, str)

    def __init__(self, edited: Edited) -> None:
        super().__init__(level=0)
        self._edited = edited
        column = self.body(padding=20, gap=10)
        head = QHBoxLayout()
        head.setSpacing(10)
        self._icon = IconLabel("store", 20, "accent-text")
        self._title = Label("", "heading")
        head.addWidget(self._icon)
        head.addWidget(self._title, 1)
        column.addLayout(head)
        self._note = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self._note)
        self.grid = Questions(edited)
        column.addWidget(self.grid)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column.addLayout(self._rows)
        self.boxes: list[RowBox] = []
        line = QHBoxLayout()
        self.add = Button("", v="quiet", icon="plus", size="compact")
        self.add.clicked.connect(lambda: self.pressed.emit(f"add:{self._key}", ""))
        line.addWidget(self.add)
        line.addStretch(1)
        column.addLayout(line)
        self.extra = QVBoxLayout()
        column.addLayout(self.extra)
        column.addStretch(1)
        self._key = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def render_section(self, section: SectionState) -> None:
        """Show a card of questions."""
        self._key = section.key
        self._icon.set_icon(section.icon or "store")
        self._title.setText(section.title)
        self._note.setText(section.note)
        self._note.setVisible(bool(section.note))
        self.grid.set_fields(section.fields)
        self.grid.setVisible(bool(section.fields))
        self._show_rows(section.rows)
        self.add.set_label(section.add)
        self.add.setVisible(bool(section.add))

    def _show_rows(self, rows: tuple[RowState, ...]) -> None:
        kept = {box.key: box for box in self.boxes}
        for key, box in kept.items():
            if key not in [row.key for row in rows]:
                self._rows.removeWidget(box)
                box.hide()
                box.deleteLater()
        self.boxes = []
        for number, row in enumerate(rows):
            box = kept.get(row.key) or self._new_row(row)
            box.render_row(row, first=number == 0)
            self.boxes.append(box)

    def _new_row(self, row: RowState) -> RowBox:
        box = RowBox(self._edited, row)
        box.removed.connect(lambda key: self.pressed.emit("remove", key))
        self._rows.addWidget(box)
        return box

    def questions(self) -> list[tuple[str, QuestionWidget]]:
        """All questions in the order they are answered."""
        found = list(self.grid.questions.items())
        for box in self.boxes:
            found += box.questions.items()
        return found


class PictureBox(QWidget):
    """The logo and the buttons to choose or remove it."""

    pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(16)
        self._image = QLabel()
        self._image.setFixedSize(QSize(72, 72))
        self._image.setAlignment(Qt.AlignmentFlag.AlignCenter)
        row.addWidget(self._image, 0, _TOP)
        words = QVBoxLayout()
        words.setSpacing(2)
        self._label = Label("", "label", "text-2")
        self._hint = Label("", "caption", "text-2", wrap=True)
        buttons = QHBoxLayout()
        self.choose = Button("", v="secondary", icon="image", size="compact")
        self.remove = Button("", v="ghost", size="compact")
        buttons.addWidget(self.choose)
        buttons.addWidget(self.remove)
        buttons.addStretch(1)
        words.addWidget(self._label)
        words.addLayout(buttons)
        words.addWidget(self._hint)
        row.addLayout(words, 1)
        self.choose.clicked.connect(lambda: self.pressed.emit("picture", ""))
        self.remove.clicked.connect(lambda: self.pressed.emit("picture_remove", ""))

    def render_picture(self, picture: PictureState) -> None:
        """Show the logo or what is wrong with it."""
        self._label.setText(picture.label)
        self._hint.setText(picture.error or picture.hint)
        self._hint.set_color("danger-text" if picture.error else "text-2")
        self.choose.set_label(picture.choose)
        self.remove.set_label(picture.remove)
        self.remove.setVisible(bool(picture.remove))
        image = QImage.fromData(picture.image) if picture.image else QImage()
        self._image.setVisible(not image.isNull())
        if not image.isNull():
            self._image.setPixmap(
                QPixmap.fromImage(image).scaled(
                    self._image.size(),
                    Qt.AspectRatioMode.KeepAspectRatio,
                    Qt.TransformationMode.SmoothTransformation,
                )
            )


class FormStep(QWidget):
    """Draws a :class:`FormPage`."""

    edited = Signal(str, str)
    pressed = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("plain", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 8)
        column.setSpacing(16)
        self._language_card = Card(level=0)
        inner = self._language_card.body(padding=20, gap=8)
        self._language_label = Label("", "label", "text-2")
        self.languages = ChipGroup(optional=False)
        self.languages.changed.connect(self._speak)
        inner.addWidget(self._language_label)
        inner.addWidget(self.languages)
        column.addWidget(self._language_card)
        self._across = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._across.setSpacing(16)
        column.addLayout(self._across)
        self.sections: dict[str, SectionCard] = {}
        self.picture = PictureBox()
        self.picture.pressed.connect(self.pressed)
        self._folder_card = Card(level=0)
        self._folders = self._folder_card.body(padding=20, gap=16)
        self.folders: dict[str, FolderBox] = {}
        column.addWidget(self._folder_card)
        self._facts = QVBoxLayout()
        self._facts.setSpacing(8)
        column.addLayout(self._facts)
        column.addStretch(1)
        self._fact_rows: list[tuple[IconLabel, Label]] = []

    def set_compact(self, compact: bool) -> None:
        """Narrow windows stack the cards."""
        way = QBoxLayout.Direction
        self._across.setDirection(way.TopToBottom if compact else way.LeftToRight)

    def render_page(self, page: FormPage) -> None:
        """Show the step."""
        self._language_card.setVisible(bool(page.languages))
        self._language_label.setText(page.language_label)
        if page.languages:
            self.languages.set_choices(page.languages, (page.language,))
        self._show_sections(page.sections)
        self._show_picture(page)
        self._show_folders(page.folders)
        self._show_facts(page.facts)

    def _show_sections(self, sections: tuple[SectionState, ...]) -> None:
        wanted = [section.key for section in sections]
        for section in sections:
            if section.key not in self.sections:
                card = SectionCard(self.edited.emit)
                card.pressed.connect(self.pressed)
                self.sections[section.key] = card
                stretch = 5 if section.rows else 4
                self._across.addWidget(card, stretch)
            self.sections[section.key].render_section(section)
        for key, card in self.sections.items():
            card.setVisible(key in wanted)
            few = len([s for s in sections if s.key == key and len(s.fields) > 2])
            card.grid.set_columns(2 if few else 1)

    def _show_picture(self, page: FormPage) -> None:
        self.picture.setVisible(page.picture is not None)
        if page.picture is not None:
            card = self.sections[page.sections[-1].key]
            if card.extra.indexOf(self.picture) < 0:
                card.extra.addWidget(Divider())
                card.extra.addWidget(self.picture)
            self.picture.render_picture(page.picture)

    def _show_folders(self, folders: tuple[FolderState, ...]) -> None:
        self._folder_card.setVisible(bool(folders))
        for folder in folders:
            if folder.key not in self.folders:
                box = FolderBox()
                box.chosen.connect(lambda: self.pressed.emit("folder", ""))
                box.removed.connect(lambda: self.pressed.emit("folder_remove", ""))
                if self.folders:
                    self._folders.addWidget(Divider())
                self._folders.addWidget(box)
                self.folders[folder.key] = box
            self.folders[folder.key].render_folder(folder)

    def _show_facts(self, facts: tuple[tuple[str, str], ...]) -> None:
        while len(self._fact_rows) < len(facts):
            row = QHBoxLayout()
            row.setSpacing(10)
            pair = (IconLabel("check", 20, "accent-text"), Label("", "body", "text-2", wrap=True))
            row.addWidget(pair[0])
            row.addWidget(pair[1], 1)
            self._facts.addLayout(row)
            self._fact_rows.append(pair)
        for number, (icon, label) in enumerate(self._fact_rows):
            shown = number < len(facts)
            icon.setVisible(shown)
            label.setVisible(shown)
            if shown:
                icon.set_icon(facts[number][0])
                label.setText(facts[number][1])

    def questions(self) -> list[tuple[str, QuestionWidget]]:
        """All questions shown, in order."""
        found: list[tuple[str, QuestionWidget]] = []
        for card in self.sections.values():
            if not card.isHidden():
                found += card.questions()
        return found

    def _speak(self, chosen: tuple[str, ...]) -> None:
        if chosen:
            self.edited.emit("language", chosen[0])
