"""A question as people answer it: large targets, words that wrap, keys, a field where one types."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPaintEvent
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.question_card import ChoiceView, QuestionView
from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.field import LineEdit
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_row

_TARGET = 48
_SIDES = 12
_DIGIT = 16
_WRAP = int(Qt.TextFlag.TextWordWrap) | int(Qt.AlignmentFlag.AlignCenter)


class AnswerChip(Choice):
    """One answer: at least 48 px high and wide; long words wrap, a face stands above its words."""

    def __init__(self, choice: ChoiceView, parent: QWidget | None = None) -> None:
        super().__init__(choice.text, parent=parent)
        self.value, self.face, self.key = choice.value, choice.icon, ""
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_choice(self, choice: ChoiceView, *, chosen: bool, keys: bool) -> None:
        """Show other words for the same answer."""
        self.setText(choice.text)
        self.setAccessibleName(choice.text)
        self.face = choice.icon
        self.key = choice.key if keys and choice.key != choice.text else ""
        self.setChecked(chosen)
        self.updateGeometry()
        self.update()

    def label_font(self) -> QFont:
        """Half-bold at the label's size."""
        return fonts.sized(14, 600)

    def natural_width(self) -> int:
        """The width for all words in one line."""
        text = fonts.text_width(self.label_font(), self.text())
        return max(_TARGET, text + 2 * _SIDES + (_DIGIT if self.key else 0) + 4)

    def least_width(self) -> int:
        """The width of the longest word."""
        font = self.label_font()
        longest = max((fonts.text_width(font, word) for word in self.text().split()), default=0)
        return max(_TARGET, longest + 2 * _SIDES + (_DIGIT if self.key else 0) + 4)

    def height_for(self, width: int) -> int:
        """How high it must be at a width."""
        room = max(20, width - 2 * _SIDES - (_DIGIT if self.key else 0))
        metrics = QFontMetrics(self.label_font())
        text = metrics.boundingRect(QRect(0, 0, room, 1000), _WRAP, self.text()).height()
        return max(fonts.scaled(_TARGET), text + 20 + (30 if self.face else 0))

    def sizeHint(self) -> QSize:
        """One line."""
        width = self.natural_width()
        return QSize(width, self.height_for(width))

    def minimumSizeHint(self) -> QSize:
        """No word is cut."""
        width = self.least_width()
        return QSize(width, self.height_for(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        fill, line, width, ink = self._look()
        paint.box(painter, rect, tokens.radius("md"), theme.color(fill), theme.color(line), width)
        if self.key:
            spot = QRectF(8, 0, _DIGIT, rect.height())
            paint.text(painter, spot, self.key, "caption", theme.color("text-2"))
        place = rect.adjusted(_SIDES + (_DIGIT if self.key else 0) - 1, 0, -_SIDES + 1, 0)
        if self.face:
            icons.paint(painter, self.face, QRectF(0, 10, rect.width(), 26), theme.color(ink))
            place.setTop(34)
        painter.setFont(self.label_font())
        painter.setPen(theme.color(ink))
        painter.drawText(place, _WRAP, self.text())
        painter.end()

    def _look(self) -> tuple[str, str, int, str]:
        if not self.isEnabled():
            return "sunken", "line", 1, "disabled"
        if self.isDown():
            return "press", "line-strong", 1, "text"
        if self.isChecked():
            hover = "accent-soft-2" if self.underMouse() else "accent-soft"
            return hover, "accent", 2, "accent-text"
        return ("sunken" if self.underMouse() else "raised"), "line-strong", 1, "text"


class EvenGrid(QLayout):
    """Chips in columns of one width, as many as fit without cutting a word."""

    def __init__(self, parent: QWidget, *, gap: int = 8) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap = gap
        self.row = False
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Append an item."""
        self._items.append(item)

    def count(self) -> int:
        """How many items there are."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """The item at a place, or None."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Remove and return the item at a place."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """It takes the width it is given."""
        return Qt.Orientation.Horizontal

    def hasHeightForWidth(self) -> bool:
        """Height depends on how many columns fit."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height of all rows."""
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def setGeometry(self, rect: QRect) -> None:
        """Place the chips."""
        super().setGeometry(rect)
        self._arrange(rect, move=True)

    def sizeHint(self) -> QSize:
        """Two columns, or one row."""
        chips = self._chips()
        if not chips:
            return QSize()
        columns = len(chips) if self.row else min(2, len(chips))
        width = columns * max(chip.natural_width() for chip in chips) + self._gap * (columns - 1)
        return QSize(width, self.heightForWidth(width))

    def minimumSize(self) -> QSize:
        """One column of the longest word."""
        chips = self._chips()
        return QSize(max((chip.least_width() for chip in chips), default=0), _TARGET)

    def _chips(self) -> list[AnswerChip]:
        found = (item.widget() for item in self._items)
        return [chip for chip in found if isinstance(chip, AnswerChip)]

    def columns(self, width: int) -> int:
        """How many columns stand in a width: short answers up to four, scales as many as fit."""
        chips = self._chips()
        if not chips:
            return 1
        if self.row:
            widest = max(chip.least_width() for chip in chips)
            fit = max(1, (width + self._gap) // (widest + self._gap))
            rows = -(-len(chips) // fit)
            return -(-len(chips) // rows)
        widest = max(chip.natural_width() for chip in chips)
        most = 4 if width > 720 else 3 if width > 480 else 2
        fit = max(1, min(most, (width + self._gap) // (widest + self._gap)))
        if fit == 1:
            longest = max(chip.least_width() for chip in chips)
            fit = 2 if 2 * longest + self._gap <= width else 1
        return min(fit, len(chips))

    def _arrange(self, rect: QRect, *, move: bool) -> int:
        chips = self._chips()
        if not chips:
            return 0
        columns = self.columns(rect.width())
        room = rect.width() - self._gap * (columns - 1)
        edges = [rect.x() + room * n // columns + self._gap * n for n in range(columns + 1)]
        cell = room // columns
        y = rect.y()
        for start in range(0, len(chips), columns):
            row = chips[start : start + columns]
            height = max(chip.height_for(cell) for chip in row)
            if move:
                for place, chip in enumerate(row):
                    wide = edges[place + 1] - self._gap - edges[place]
                    chip.setGeometry(QRect(edges[place], y, wide, height))
            y += height + self._gap
        return y - self._gap - rect.y()


class QuestionCard(QWidget):
    """One question; ``tapped(question, value)``, ``typed(question, text, option)``.

    ``press`` takes the keys of the answers. With ``keys`` the chips show them.
    """

    tapped = Signal(str, str)
    typed = Signal(str, str, str)

    def __init__(self, *, keys: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = QuestionView(key="", text="", kind="text")
        self._keys = keys
        self._chips: dict[str, AnswerChip] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        head = bare_row(10)
        top = Qt.AlignmentFlag.AlignTop
        self._number = Label("", "bodyStrong", "accent-text")
        self._text = Label("", "bodyStrong", wrap=True)
        self._required = Label("", "caption", "text-2")
        head.addWidget(self._number, 0, top)
        head.addWidget(self._text, 1)
        head.addWidget(self._required, 0, top)
        column.addLayout(head)
        self._ends = QWidget()
        ends = bare_row(8)
        self._low = Label("", "caption", "text-2", wrap=True)
        right = Qt.AlignmentFlag.AlignRight
        self._high = Label("", "caption", "text-2", wrap=True, align=right)
        ends.addWidget(self._low, 1)
        ends.addWidget(self._high, 1)
        self._ends.setLayout(ends)
        self._grid_box = QWidget()
        self._grid = EvenGrid(self._grid_box)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self._grid_box.setSizePolicy(policy)
        column.addWidget(self._grid_box)
        column.addWidget(self._ends)
        self.entry = LineEdit(size="control")
        self.entry.setMaxLength(2000)
        self.entry.textEdited.connect(lambda text: self.typed.emit(self._view.key, text, ""))
        self.words = LineEdit(size="control")
        self.words.setMaxLength(300)
        self.words.textEdited.connect(
            lambda text: self.typed.emit(self._view.key, text, self._view.words_of)
        )
        column.addWidget(self.entry)
        column.addWidget(self.words)
        self._error = Label("", "label", "danger-text", wrap=True)
        column.addWidget(self._error)
        self.show_question(self._view)

    def view(self) -> QuestionView:
        """What is shown."""
        return self._view

    def show_question(self, view: QuestionView) -> None:
        """Show a question; a field being typed in keeps its cursor."""
        self._view = view
        self.setAccessibleName(view.text)
        self._number.setText(view.number)
        self._number.setVisible(bool(view.number))
        self._text.setText(view.text)
        self._required.setText(view.required)
        self._required.setVisible(bool(view.required))
        self._low.setText(view.low)
        self._high.setText(view.high)
        self._ends.setVisible(bool(view.low or view.high) and view.row)
        self._grid.row = view.row
        self._show_choices(view.choices, view.chosen)
        _put(self.entry, view.entered, view.hint, view.text, shown=view.typed)
        _put(self.words, view.words, view.words_hint, view.words_hint, shown=bool(view.words_of))
        self._error.setText(view.error)
        self._error.setVisible(bool(view.error))
        self._grid_box.updateGeometry()

    def chip(self, value: str) -> AnswerChip:
        """The chip of an answer."""
        return self._chips[value]

    def press(self, key: str) -> bool:
        """Tap the answer of a key; whether there was one."""
        for choice in self._view.choices:
            if key and choice.key == key:
                self.tapped.emit(self._view.key, choice.value)
                return True
        return False

    def field(self) -> LineEdit | None:
        """Where one types now, if anywhere."""
        if self._view.typed:
            return self.entry
        return self.words if self._view.words_of else None

    def _show_choices(self, choices: Sequence[ChoiceView], chosen: Sequence[str]) -> None:
        if list(self._chips) != [choice.value for choice in choices]:
            for chip in self._chips.values():
                self._grid.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = {}
            for choice in choices:
                chip = AnswerChip(choice, self._grid_box)
                chip.clicked.connect(
                    lambda _=False, value=choice.value: self.tapped.emit(self._view.key, value)
                )
                self._grid.addWidget(chip)
                chip.show()
                self._chips[choice.value] = chip
        for choice in choices:
            chip = self._chips[choice.value]
            chip.show_choice(choice, chosen=choice.value in chosen, keys=self._keys)
        self._grid_box.setVisible(bool(choices))
        self._grid.invalidate()


class QuestionCards(QWidget):
    """Questions one below the other with a fine line between; the same signals as one card."""

    tapped = Signal(str, str)
    typed = Signal(str, str, str)

    def __init__(self, *, keys: bool = False, gap: int = 12, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys = keys
        self._cards: dict[str, QuestionCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(gap)

    def show_questions(self, views: Sequence[QuestionView]) -> None:
        """Show these; cards of questions still there are kept."""
        wanted = [view.key for view in views]
        for key in [key for key in self._cards if key not in wanted]:
            card = self._cards.pop(key)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, view in enumerate(views):
            if view.key not in self._cards:
                card = QuestionCard(keys=self._keys, parent=self)
                card.tapped.connect(self.tapped)
                card.typed.connect(self.typed)
                self._cards[view.key] = card
                card.show()
            card = self._cards[view.key]
            if self._column.indexOf(card) != place:
                self._column.insertWidget(place, card)
            card.show_question(view)

    def cards(self) -> list[QuestionCard]:
        """The cards in order."""
        items = (self._column.itemAt(place) for place in range(self._column.count()))
        found = (item.widget() for item in items if item is not None)
        return [card for card in found if isinstance(card, QuestionCard)]

    def card(self, key: str) -> QuestionCard | None:
        """The card of a question."""
        return self._cards.get(key)


def _put(edit: LineEdit, text: str, hint: str, name: str, *, shown: bool) -> None:
    edit.setVisible(shown)
    edit.setPlaceholderText(hint)
    edit.setAccessibleName(name)
    if not edit.hasFocus() and edit.text() != text:
        edit.setText(text)
