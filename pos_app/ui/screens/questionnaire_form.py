"""The question in the middle of the designer: type, target, wording, answers, conditions."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.questionnaires_state import DesignerState, GeneralForm, QuestionForm
from pos_app.ui.screens.questionnaire_rows import ConditionRows, OptionRows
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented, Toggle
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.label import Badge, Divider, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner

_LONGEST = 300
_CENTER = Qt.AlignmentFlag.AlignVCenter


class FormCard(Card):
    """The middle: ``edited(key, text)``, ``pressed(action, ref)``, ``spoken(language)``."""

    edited = Signal(str, str)
    pressed = Signal(str, str)
    spoken = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._t = t
        self._id = ""
        body = self.body(padding=16, gap=8)
        body.addLayout(self._head())
        self._problems = Banner("", "danger", dense=True)
        body.addWidget(self._problems)
        inside = QWidget()
        inside.setProperty("plain", True)
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(1, 0, 5, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._choices())
        self._column.addLayout(self._tongue())
        self._column.addWidget(self._general())
        self._column.addWidget(self._question())
        self._column.addStretch(1)
        self._area = scrolling(inside)
        body.addWidget(self._area, 1)
        body.addWidget(Divider())
        body.addLayout(self._foot())

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QVBoxLayout:
        t = self._t
        column = bare_column(0)
        row = bare_row(4)
        self._heading = Label("", "heading")
        self.translate = Button(t._("Translate"), v="ghost", cap="Ctrl 3")
        self.copy = Button("", v="ghost", icon="copy", cap="Ctrl 6", name=t._("Copy"))
        self.delete = Button(t._("Delete"), v="ghost", icon="trash-2", cap="Del")
        self.translate.clicked.connect(lambda: self.pressed.emit("translate", ""))
        self.copy.clicked.connect(lambda: self.pressed.emit("copy", ""))
        self.delete.clicked.connect(lambda: self.pressed.emit("delete", ""))
        row.addWidget(self._heading)
        row.addStretch(1)
        for button in (self.translate, self.copy, self.delete):
            row.addWidget(button)
        column.addLayout(row)
        return column

    def _choices(self) -> QWidget:
        t = self._t
        self._types = QWidget()
        row = bare_row(12)
        self.kind, self.target = Select(), Select()
        self.kind.chosen.connect(lambda key: self.edited.emit("kind", key))
        self.target.chosen.connect(lambda key: self.edited.emit("target", key))
        for select in (self.kind, self.target):
            select.setSizeAdjustPolicy(
                Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
            )
        row.addWidget(Labelled(t._("Answer type"), self.kind), 1)
        row.addWidget(Labelled(t._("Saves to"), self.target), 1)
        self._types.setLayout(row)
        return self._types

    def _tongue(self) -> QVBoxLayout:
        column = bare_column(4)
        row = bare_row(8)
        self._wording = Label(self._t._("Wording"), "label", "text-2")
        self.languages = Segmented()
        self.languages.changed.connect(self.spoken)
        row.addWidget(self._wording, 0, _CENTER)
        row.addStretch(1)
        row.addWidget(self.languages)
        column.addLayout(row)
        return column

    def _general(self) -> QWidget:
        t = self._t
        self._whole = QWidget()
        column = bare_column(10)
        self.name = self._field(t._("Name in the shop"), "name", 100)
        self.title = self._field(t._("Title the customer reads"), "text|title")
        self.intro = self._field(t._("Opening"), "text|intro")
        self.thanks = self._field(t._("Thanks"), "text|thanks")
        self.layouts = Segmented()
        self.layouts.changed.connect(lambda key: self.edited.emit("layout", key))
        for field in (self.name, self.title, self.intro, self.thanks):
            column.addWidget(field)
        column.addWidget(Label(t._("Questions are shown"), "label", "text-2"))
        column.addWidget(self.layouts)
        self._whole.setLayout(column)
        return self._whole

    def _question(self) -> QWidget:
        t = self._t
        self._one = QWidget()
        column = bare_column(8)
        self.wording = self._field("", "")
        self.wording.edit.set_font_role("bodyStrong")
        self.wording.edit.setAccessibleName(t._("Wording"))
        column.addWidget(self.wording)
        self._bounds = QWidget()
        bounds = bare_row(12)
        self.low = self._field(t.pgettext("scale", "From"), "low", 12)
        self.high = self._field(t.pgettext("scale", "To"), "high", 12)
        bounds.addWidget(self.low, 1)
        bounds.addWidget(self.high, 1)
        self._bounds.setLayout(bounds)
        column.addWidget(self._bounds)
        self._ends = QWidget()
        ends = bare_row(12)
        self.low_end, self.high_end = (
            self._field(t._("Low end"), ""),
            self._field(t._("High end"), ""),
        )
        ends.addWidget(self.low_end, 1)
        ends.addWidget(self.high_end, 1)
        self._ends.setLayout(ends)
        column.addWidget(self._ends)
        self.options = OptionRows(t)
        self.options.edited.connect(self.edited)
        self.options.pressed.connect(self.pressed)
        column.addWidget(self.options)
        self.saved = self._field("", "saved", 60)
        column.addWidget(self.saved)
        self.conditions = ConditionRows(t)
        self.conditions.edited.connect(self.edited)
        self.conditions.pressed.connect(self.pressed)
        column.addWidget(self.conditions)
        for field, part in (
            (self.wording, "wording"),
            (self.low_end, "low"),
            (self.high_end, "high"),
        ):
            field.changed.connect(
                lambda text, part=part: self.edited.emit(f"text|{self._id}|{part}", text)
            )
        self._one.setLayout(column)
        return self._one

    def _field(self, label: str, key: str, limit: int = _LONGEST) -> TextField:
        field = TextField(label)
        field.edit.setMaxLength(limit)
        if key:
            field.changed.connect(lambda text: self.edited.emit(key, text))
        return field

    def _foot(self) -> QVBoxLayout:
        t = self._t
        column = bare_column(0)
        row = bare_row(10)
        self.required = Toggle(t._("Required"))
        self.required.clicked.connect(lambda on: self.edited.emit("required", "1" if on else ""))
        self.reward = Toggle(t._("Reward"))
        self.reward.clicked.connect(lambda on: self.edited.emit("reward", "1" if on else ""))
        self._required_word = Label(t._("Required"), "label", "text")
        self._reward_words = Badge("", "accent")
        row.addWidget(self._required_word, 0, _CENTER)
        row.addWidget(self.required)
        row.addSpacing(12)
        row.addWidget(Label(t._("Reward"), "label", "text"), 0, _CENTER)
        row.addWidget(self.reward)
        row.addWidget(self._reward_words, 0, _CENTER)
        row.addStretch(1)
        column.addLayout(row)
        return column

    # --- state -------------------------------------------------------------------------------

    def render_form(self, state: DesignerState) -> None:
        """Show the question, or opening and thanks."""
        t, question, general = self._t, state.question, state.general
        if state.chosen != self._id:
            self._id = state.chosen
            self._area.verticalScrollBar().setValue(0)
        self._heading.setText(question.heading if question else t._("Opening and thanks"))
        for button in (self.copy, self.delete):
            button.setVisible(question is not None)
            button.set_locked(bool(state.lock))
        found = question.problems if question else general.problems if general else ()
        self._problems.set_message(" ".join(found), "danger")
        if [key for key, _ in state.languages] != list(self._known_languages()):
            self.languages.set_choices(state.languages, state.language)
        self.languages.set_chosen(state.language)
        self._types.setVisible(question is not None)
        self._one.setVisible(question is not None)
        self._whole.setVisible(question is None)
        self._required_word.setVisible(question is not None)
        self.required.setVisible(question is not None)
        self.reward.setChecked(state.reward)
        words = state.reward_words if state.reward else ""
        if state.reward and not words:
            words = t._("the programme gives none")
        self._reward_words.set_badge(words or " ", "accent" if state.reward_words else "warn")
        self._reward_words.setVisible(bool(words))
        if question is not None:
            self._show_question(question)
        elif general is not None:
            self._show_general(general)

    def _known_languages(self) -> tuple[str, ...]:
        return tuple(self.languages.keys())

    def _show_question(self, form: QuestionForm) -> None:
        self.kind.set_choices(form.kinds, form.kind)
        self.target.set_choices(form.targets, form.target)
        self.wording.set_text(form.text)
        self._bounds.setVisible(form.low is not None)
        self.low.set_text(form.low or "")
        self.high.set_text(form.high or "")
        self._ends.setVisible(form.ends is not None)
        if form.ends is not None:
            self.low_end.set_text(form.ends[0])
            self.high_end.set_text(form.ends[1])
        self.saved.setVisible(form.saved is not None)
        if form.saved is not None:
            self.saved.set_label(form.saved_label or self._t._("Saved as"))
            self.saved.set_text(form.saved)
        self.options.show_options(self._id, form)
        self.conditions.show_conditions(form)
        self.required.setChecked(form.required)

    def _show_general(self, form: GeneralForm) -> None:
        self.name.set_text(form.name)
        self.title.set_text(form.title)
        self.intro.set_text(form.intro)
        self.thanks.set_text(form.thanks)
        if not self.layouts.keys():
            self.layouts.set_choices(form.layouts, form.layout)
        self.layouts.set_chosen(form.layout)

    def fields(self) -> list[QWidget]:
        """The fields in reading order."""
        if self._id:
            return [self.wording.edit, *self.options.fields()]
        return [self.name.edit, self.title.edit, self.intro.edit, self.thanks.edit]

    def to_wording(self) -> None:
        """Where writing begins."""
        field = self.wording if self._id else self.name
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        field.edit.selectAll()
