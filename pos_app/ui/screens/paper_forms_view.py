"""Questionnaires on paper: the code of a form to key in, and forms to print."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.paper_forms_state import PaperFormsState
from pos_app.ui.page import Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.field import Select, TextField
from pos_app.ui.widgets.label import Badge, Label
from pos_app.ui.widgets.message import Banner

_TOP = Qt.AlignmentFlag.AlignTop


class PaperFormsView(Page):
    """Shows a :class:`PaperFormsState`; every gesture is a signal."""

    page_name = "paper_forms"

    typed = Signal(str)
    key_wanted = Signal()
    chosen = Signal(str)
    language_chosen = Signal(str)
    count_typed = Signal(str)
    print_wanted = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._opened = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(12)
        column.addLayout(self._head())
        self._notice = Banner("", "accent")
        column.addWidget(self._notice)
        across = QHBoxLayout()
        across.setSpacing(12)
        across.addWidget(self._keying(), 1, _TOP)
        across.addWidget(self._printing(), 1, _TOP)
        column.addLayout(across)
        column.addStretch(1)
        for button in (self._back, self._key, self._print):
            self.bind_button(button)

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc")
        self._back.clicked.connect(self.left)
        row.addWidget(self._back)
        row.addWidget(Label(t._("Questionnaires on paper"), "title"))
        row.addStretch(1)
        return row

    def _keying(self) -> Card:
        t, card = self._t, Card()
        body = card.body(padding=16, gap=12)
        body.addWidget(Label(t._("Key in a form"), "heading"))
        hint = t._("Scan the bars at the head of the form, or type the code below them.")
        body.addWidget(Label(hint, "label", "text-2", wrap=True))
        self.code = TextField(t._("Code of the form"), placeholder="Q000-0000-000", size="pos")
        self.code.changed.connect(self.typed)
        body.addWidget(self.code)
        self._key = Button(t._("Key in"), v="primary", icon="check", cap="Enter", size="pos")
        self._key.clicked.connect(self.key_wanted)
        body.addWidget(self._key)
        return card

    def _printing(self) -> Card:
        t, card = self._t, Card()
        body = card.body(padding=16, gap=12)
        head = QHBoxLayout()
        head.addWidget(Label(t._("Print forms"), "heading"), 1)
        self._person = Badge("", "neutral")
        head.addWidget(self._person)
        body.addLayout(head)
        self._hint = Label("", "label", "text-2", wrap=True)
        body.addWidget(self._hint)
        self.questionnaire = Select(name=t._("Questionnaire"))
        self.questionnaire.chosen.connect(self.chosen)
        body.addWidget(self.questionnaire)
        self.languages = Segmented()
        self.languages.changed.connect(self.language_chosen)
        body.addWidget(self.languages)
        self.count = TextField(t._("How many"), text="1")
        self.count.changed.connect(self.count_typed)
        body.addWidget(self.count)
        self._print = Button(t._("Save as PDF"), v="secondary", icon="file-text", cap="Ctrl P",
                             size="pos")  # fmt: skip
        self._print.clicked.connect(self.print_wanted)
        body.addWidget(self._print)
        return card

    def on_shown(self) -> None:
        """The field of the code waits."""
        self.shown.emit()
        self.code.setFocus()

    def render(self, state: PaperFormsState) -> None:  # type: ignore[override]
        """Show the state."""
        t = self._t
        self._notice.set_message(state.notice, state.notice_tone)
        self._notice.setVisible(bool(state.notice))
        self.code.set_text(state.code)
        self.code.set_error(state.error)
        if state.error:
            self.code.edit.selectAll()
        self._person.set_badge(state.person or " ")
        self._person.setVisible(bool(state.person))
        usual = t._("Every form has a code of its own, so that it is keyed in once.")
        self._hint.setText(state.empty or state.count_note or usual)
        self.questionnaire.set_choices(state.choices, state.chosen)
        if self.languages.chosen() != state.language:
            self.languages.set_choices(
                [(key, key.upper()) for key, _ in state.languages], state.language
            )
        self.count.set_text("1" if state.one_only else state.count)
        self.count.setVisible(not state.one_only)
        self.count.set_error(state.count_error)
        for widget in (self.questionnaire, self.languages, self.count):
            widget.setEnabled(state.can_print)
        self._print.setEnabled(state.can_print)
        if state.opened != self._opened:
            self._opened = state.opened
            self.code.setFocus()

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
