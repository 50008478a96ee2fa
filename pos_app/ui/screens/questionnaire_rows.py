"""Rows of the designer's form: answers with their shares, and conditions on earlier answers."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from pos_app.i18n import Translator
from pos_app.presenters.questionnaires_state import ConditionLine, OptionLine, QuestionForm
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import ChipGroup, Segmented
from pos_app.ui.widgets.field import LineEdit, Select
from pos_app.ui.widgets.label import Label
from pos_app.ui.widgets.layout import bare_column, bare_row
from pos_app.ui.widgets.number import Progress
from pos_app.ui.widgets.ordering import Grip, Ordered

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class OptionRow(QWidget):
    """One answer: grip, words, what it saves, its share, own words, and the way out."""

    edited = Signal(str, str)
    pressed = Signal(str, str)

    def __init__(self, t: Translator, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._path = key, ""
        row = bare_row(8)
        self.grip = Grip()
        self.edit = LineEdit(size="compact")
        self.edit.setMaxLength(300)
        self.edit.textEdited.connect(
            lambda text: self.edited.emit(f"text|{self._path}|option|{key}", text)
        )
        self.saved = LineEdit(size="compact")
        self.saved.setMaxLength(60)
        self.saved.textEdited.connect(lambda text: self.edited.emit(f"saved|{key}", text))
        self.bar = Progress()
        self.bar.setFixedWidth(72)
        self.share = Label("", "label", "text-2", align=_RIGHT)
        self.share.setMinimumWidth(46)
        name = t._("In the customer's own words")
        self.other = Button("", v="ghost", icon="square-pen", size="compact", name=name)
        self.other.setToolTip(name)
        self.other.clicked.connect(self._turn_other)
        gone = t._("Delete the answer")
        self.drop = Button("", v="ghost", icon="x", size="compact", name=gone)
        self.drop.clicked.connect(lambda: self.pressed.emit("drop_option", key))
        row.addWidget(self.grip)
        row.addWidget(self.edit, 3)
        row.addWidget(self.saved, 2)
        row.addWidget(self.bar)
        row.addWidget(self.share)
        row.addWidget(self.other)
        row.addWidget(self.drop)
        self.setLayout(row)
        self._is_other = False

    def show_option(
        self, path: str, line: OptionLine, *, number: str, saved: str, name: str
    ) -> None:
        """Show an answer; ``saved`` names what stands beside it, "" for nothing."""
        self._path, self._is_other = path, line.other
        _put(self.edit, line.text)
        self.edit.setAccessibleName(f"{name} {number}")
        self.edit.setPlaceholderText(f"{name} {number}")
        self.saved.setVisible(bool(saved))
        self.saved.setPlaceholderText(saved)
        self.saved.setAccessibleName(f"{saved} {number}")
        _put(self.saved, line.saved)
        self.bar.set_value(line.part / 1000, words=line.share)
        self.bar.setFixedWidth(40 if saved else 72)
        self.bar.setVisible(bool(line.share))
        self.share.setText(line.share)
        self.share.setVisible(bool(line.share))
        self.other.set_variant("soft" if line.other else "ghost")

    def _turn_other(self) -> None:
        self.edited.emit(f"other|{self._key}", "" if self._is_other else "1")


class OptionRows(QWidget):
    """All answers of a question, and one more."""

    edited = Signal(str, str)
    pressed = Signal(str, str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._rows: dict[str, OptionRow] = {}
        self._order: list[str] = []
        column = bare_column(4)
        head = bare_row(8)
        self._answered = Label("", "label", "text-2")
        head.addWidget(Label(t.pgettext("question", "Answers"), "label", "text-2"))
        head.addStretch(1)
        head.addWidget(self._answered)
        column.addLayout(head)
        self._list = Ordered(gap=2)
        self._list.moved.connect(
            lambda key, place: self.pressed.emit("move_option", f"{key}|{place}")
        )
        column.addWidget(self._list)
        foot = bare_row(8)
        self.add = Button(t._("Add answer"), v="ghost", icon="plus", cap="Ctrl 4")
        self.add.clicked.connect(lambda: self.pressed.emit("add_option", ""))
        self._hint = Label(t._("Up to 8 fit in sight at the counter"), "caption", "text-2")
        foot.addWidget(self.add)
        foot.addStretch(1)
        foot.addWidget(self._hint)
        column.addLayout(foot)
        self.setLayout(column)

    def show_options(self, path: str, form: QuestionForm) -> None:
        """Show the answers; ``path`` is the question's id."""
        lines = form.options
        self.setVisible(lines is not None)
        if lines is None:
            return
        self._answered.setText(form.answered)
        order = [line.key for line in lines]
        added = len(order) == len(self._order) + 1 and order[:-1] == self._order
        for key in [key for key in self._rows if key not in order]:
            gone = self._rows.pop(key)
            gone.hide()
            gone.deleteLater()
        for place, line in enumerate(lines, 1):
            if line.key not in self._rows:
                row = OptionRow(self._t, line.key, self._list)
                row.edited.connect(self.edited)
                row.pressed.connect(self.pressed)
                self._list.connect_grip(line.key, row.grip)
                self._rows[line.key] = row
            self._rows[line.key].show_option(
                path, line, number=str(place), saved=form.saved_label, name=self._t._("Answer")
            )
        if order != self._order:
            self._order = order
            self._list.put_rows([(key, self._rows[key], None) for key in order])
            if added and self.add.isVisible():
                self._rows[order[-1]].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def fields(self) -> list[QWidget]:
        """The answers' fields in order."""
        return [self._rows[key].edit for key in self._order]

    def row(self, key: str) -> OptionRow:
        """The row of an answer."""
        return self._rows[key]


class ConditionRow(Card):
    """One condition: the question, the test, its answers or a number."""

    edited = Signal(str, str)
    pressed = Signal(str, str)

    def __init__(self, t: Translator, place: int, parent: QWidget | None = None) -> None:
        super().__init__(tone="sunken", parent=parent)
        key = f"condition|{place}"
        body = self.body(padding=10, gap=8)
        row = bare_row(8)
        self.about, self.test = Select(size="compact"), Select(size="compact")
        self.about.setAccessibleName(t._("Earlier question"))
        self.test.setAccessibleName(t._("Condition"))
        self.number = LineEdit(size="compact")
        self.number.setAccessibleName(t._("Number"))
        self.number.setMaxLength(12)
        gone = t._("Delete the condition")
        self.drop = Button("", v="ghost", icon="x", size="compact", name=gone)
        self.about.chosen.connect(lambda to: self.edited.emit(f"{key}|about", to))
        self.test.chosen.connect(lambda to: self.edited.emit(f"{key}|test", to))
        self.number.textEdited.connect(lambda text: self.edited.emit(f"{key}|number", text))
        self.drop.clicked.connect(lambda: self.pressed.emit("drop_condition", str(place)))
        row.addWidget(self.about, 3)
        row.addWidget(self.test, 3)
        row.addWidget(self.number, 1)
        row.addWidget(self.drop)
        body.addLayout(row)
        self.values = ChipGroup(several=True)
        self.values.changed.connect(
            lambda chosen: self.edited.emit(f"{key}|values", ",".join(chosen))
        )
        body.addWidget(self.values)

    def show_condition(self, line: ConditionLine) -> None:
        """Show it."""
        self.about.set_choices(line.abouts, line.about)
        self.test.set_choices(line.tests, line.test)
        compares = line.test in ("at_least", "at_most")
        self.number.setVisible(compares)
        if not self.number.hasFocus():
            _put(self.number, line.number)
        self.values.setVisible(not compares)
        self.values.set_choices(line.choices, line.values)


class ConditionRows(QWidget):
    """When a question is asked."""

    edited = Signal(str, str)
    pressed = Signal(str, str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._rows: list[ConditionRow] = []
        self._column = bare_column(6)
        head = bare_row(8)
        self._words = Label("", "label", "text-2", wrap=True)
        self.match = Segmented((("all", t._("all hold")), ("any", t._("one holds"))))
        self.match.changed.connect(lambda key: self.edited.emit("match", key))
        head.addWidget(self._words, 1)
        head.addWidget(self.match)
        self._column.addLayout(head)
        self.add = Button(t._("Ask only after an answer"), v="ghost", icon="plus", cap="Ctrl 5")
        self.add.clicked.connect(lambda: self.pressed.emit("add_condition", ""))
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setLayout(self._column)

    def show_conditions(self, form: QuestionForm) -> None:
        """Show the conditions."""
        t, lines = self._t, form.conditions
        while len(self._rows) > len(lines):
            gone = self._rows.pop()
            self._column.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        while len(self._rows) < len(lines):
            row = ConditionRow(t, len(self._rows), self)
            row.edited.connect(self.edited)
            row.pressed.connect(self.pressed)
            self._column.insertWidget(len(self._rows) + 1, row)
            row.show()
            self._rows.append(row)
        for row, line in zip(self._rows, lines, strict=True):
            row.show_condition(line)
        self._words.setText(t._("Asked only when") if lines else t._("Asked of everybody"))
        self.match.setVisible(len(lines) > 1)
        self.match.set_chosen(form.match)
        self.add.setVisible(form.may_depend)

    def row(self, place: int) -> ConditionRow:
        """A condition."""
        return self._rows[place]


def _put(edit: LineEdit, text: str) -> None:
    if edit.text() != text:
        edit.setText(text)
        edit.setCursorPosition(0)
