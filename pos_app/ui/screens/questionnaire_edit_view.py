"""The questionnaire designer: the questions, one in the middle, the counter at the right."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.questionnaires_state import DesignerState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.screens.questionnaire_form import FormCard
from pos_app.ui.screens.questionnaire_sides import (
    HistoryCard,
    PreviewCard,
    TestCard,
    TranslateCard,
)
from pos_app.ui.screens.questionnaire_steps import StepsCard
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import Badge, ElidedLabel
from pos_app.ui.widgets.layout import bare_column
from pos_app.ui.widgets.message import Banner

_KEEP_MS = 700
"""Rest in typing after which the draft is kept."""
_LEFT = {"regular": 320, "wide": 380}
_RIGHT = {"regular": 336, "wide": 440}
_TABS = ("steps", "form", "preview")


class QuestionnaireEditView(Page):
    """Shows a :class:`DesignerState`; every gesture is a signal."""

    page_name = "questionnaire_edit"

    edited = Signal(str, str)
    pressed = Signal(str, str)
    spoken = Signal(str)
    chosen = Signal(str)
    stepped = Signal(int)
    shifted = Signal(int)
    moved = Signal(str, int)
    added = Signal()
    turned = Signal(str)
    version_chosen = Signal(str)
    restored = Signal()
    tapped = Signal(str, str)
    typed = Signal(str, str, str)
    finished = Signal()
    published = Signal()
    undone = Signal()
    rested = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._state = DesignerState()
        self._narrow = False
        self._tab = "form"
        self._attempt = self._opened = self._typing = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_KEEP_MS)
        self._rest.timeout.connect(self.rested)
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        column.addLayout(self._head())
        self._lock = Banner("", "neutral", icon="lock")
        self._notice = Banner("", "danger")
        column.addWidget(self._lock)
        column.addWidget(self._notice)
        self._tabs = Segmented(
            (
                ("steps", t._("Questions")),
                ("form", t._("One question")),
                ("preview", t._("At the counter")),
            )
        )
        self._tabs.changed.connect(self._turn_tab)
        column.addWidget(self._tabs)
        column.addLayout(self._across(), 1)
        self._join()
        self._bind()

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button("", v="ghost", icon="arrow-left", cap="Esc", name=t._("Back"))
        self._title = ElidedLabel("", "title")
        self._badge = Badge("", "accent")
        self._version = Badge("", "neutral")
        self._kept = Badge("", "neutral")
        self._about = ElidedLabel("", "label", "text-2")
        words = bare_column(0)
        names = QHBoxLayout()
        names.setSpacing(8)
        self._title.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        names.addWidget(self._title)
        for badge in (self._badge, self._version, self._kept):
            names.addWidget(badge)
        names.addStretch(1)
        self._names, self._below = names, QHBoxLayout()
        self._below.setSpacing(8)
        self._below.addWidget(self._about, 100)
        self._below.addStretch(1)
        words.addLayout(names)
        words.addLayout(self._below)
        self._history = Button(t._("History"), v="ghost", icon="history", cap="Ctrl 2")
        self._test = Button(t._("Test at the counter"), v="secondary", icon="play", cap="Ctrl 1")
        self._publish = Button("", v="primary", icon="check", cap="Ctrl S")
        self._back.clicked.connect(self.left)
        self._history.clicked.connect(lambda: self.turned.emit("history"))
        self._test.clicked.connect(lambda: self.turned.emit("test"))
        self._publish.clicked.connect(self.published)
        row.addWidget(self._back)
        row.addLayout(words, 1)
        for button in (self._history, self._test, self._publish):
            row.addWidget(button)
        return row

    def _across(self) -> QHBoxLayout:
        t = self._t
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self.steps = StepsCard(t)
        self.form = FormCard(t)
        self.preview = PreviewCard(t)
        self.translate = TranslateCard(t)
        self.history = HistoryCard(t)
        self.test = TestCard(t)
        across.addWidget(self.steps)
        for middle in (self.form, self.translate, self.history, self.test):
            across.addWidget(middle, 1)
        across.addWidget(self.preview)
        return across

    def _join(self) -> None:
        self.steps.chosen.connect(self._choose)
        self.steps.moved.connect(self.moved)
        self.steps.added.connect(self.added)
        self.form.edited.connect(self._edit)
        self.form.pressed.connect(self._press)
        self.form.spoken.connect(self.spoken)
        self.translate.edited.connect(self._edit)
        self.translate.left.connect(lambda: self.turned.emit("translate"))
        self.history.chosen.connect(self.version_chosen)
        self.history.restored.connect(self.restored)
        self.test.finished.connect(self.finished)
        self.test.spoken.connect(self.spoken)
        self.test.left.connect(self.left)
        for card in (self.preview, self.test):
            card.tapped.connect(self.tapped)
            card.typed.connect(self.typed)

    def _bind(self) -> None:
        for button in (self._back, self._history, self._test, self._publish):
            self.bind_button(button)
        self.bind("Ctrl 3", lambda: self.turned.emit("translate"))
        self.bind("Ctrl Z", self.undone.emit)
        self.bind("Ins", self._if_editing(self.added.emit))
        self.bind("Del", self._if_editing(self.form.delete.click))
        self.bind("Ctrl 6", self._if_editing(self.form.copy.click))
        self.bind("Ctrl 4", self._if_editing(self.form.options.add.click))
        self.bind("Ctrl 5", self._if_editing(self.form.conditions.add.click))
        for key, by in (("Up", -1), ("Down", 1)):
            self.bind(key, partial(self._step, by))
            self.bind(f"Alt {key}", self._if_editing(partial(self.shifted.emit, by)))

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Below 1200 px the side columns become tabs."""
        self._narrow = is_narrow(layout)
        size = "wide" if layout.wide else "regular"
        for card, width in ((self.steps, _LEFT[size]), (self.preview, _RIGHT[size])):
            if self._narrow:
                card.setMinimumWidth(0)
                card.setMaximumWidth(16_777_215)
            else:
                card.setFixedWidth(width)
        self._about.setVisible(not self._narrow)
        for place, badge in enumerate((self._badge, self._version, self._kept)):
            self._names.removeWidget(badge)
            self._below.removeWidget(badge)
            row = self._below if self._narrow else self._names
            row.insertWidget(place + (not self._narrow), badge)
        self._version.setVisible(bool(self._state.version) and not self._narrow)
        self._history.setText("" if self._narrow else self._t._("History"))
        short = self._t._("Test") if self._narrow else self._t._("Test at the counter")
        self._test.set_label(short)
        self._test.setAccessibleName(self._t._("Test at the counter"))
        self._fit()

    def on_shown(self) -> None:
        """Look again."""
        self.shown.emit()

    def on_hidden(self) -> None:
        """Nothing typed is lost."""
        self._rest.stop()
        self.rested.emit()

    def on_key(self, key: str) -> bool:
        """In a test run answers have their keys; in the history Enter takes a version up."""
        mode = self._state.mode
        if mode == "test":
            if key == "Enter" and not isinstance(QApplication.focusWidget(), QLineEdit):
                self.test.finish.click()
                return True
            if key == "Enter" and self._next_field():
                return True
            if key == "Enter":
                self.test.finish.click()
                return True
            if self.test.press(key):
                return True
        if mode == "history" and key == "Enter":
            self.history.restore.click()
            return True
        return super().on_key(key)

    def _if_editing(self, action: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            if self._state.mode == "edit":
                action()

        return run

    def _step(self, by: int) -> None:
        if self._state.mode == "history":
            self.history.step(by)
        elif self._state.mode in ("edit", "translate"):
            self.stepped.emit(by)

    def _choose(self, key: str) -> None:
        self._tab = "form"
        self.chosen.emit(key)

    def _edit(self, key: str, text: str) -> None:
        self._rest.start()
        self.edited.emit(key, text)

    def _press(self, action: str, ref: str) -> None:
        self.pressed.emit(action, ref)

    def _turn_tab(self, tab: str) -> None:
        self._tab = tab
        self._fit()

    def _fit(self) -> None:
        mode, narrow = self._state.mode, self._narrow
        editing = mode == "edit"
        self._tabs.setVisible(narrow and editing)
        self._tabs.set_chosen(self._tab)
        beside = editing or mode == "translate"
        self.steps.setVisible((beside and not narrow) or (editing and self._tab == "steps"))
        self.form.setVisible(editing and (not narrow or self._tab == "form"))
        self.preview.setVisible(editing and (not narrow or self._tab == "preview"))
        self.translate.setVisible(mode == "translate")
        self.history.setVisible(mode == "history")
        self.test.setVisible(mode == "test")

    # --- state -------------------------------------------------------------------------------

    def render(self, state: DesignerState) -> None:  # type: ignore[override]
        """Show the state."""
        before, self._state = self._state, state
        self._title.setText(state.title)
        for badge, words, tone in (
            (self._badge, state.badge, state.badge_tone),
            (self._version, state.version, "neutral"),
            (self._kept, state.kept, "warn"),
        ):
            badge.set_badge(words or " ", tone)
            badge.setVisible(bool(words) and not (self._narrow and badge is self._version))
        self._about.setText(state.about)
        self._publish.set_label(state.publish)
        self._publish.setEnabled(state.can_publish or bool(state.lock))
        self._publish.set_locked(bool(state.lock))
        self._lock.set_message(state.lock, "neutral", icon="lock")
        self._notice.set_message(state.notice, state.notice_tone)
        self.steps.render_steps(state)
        if state.mode == "edit":
            self.form.render_form(state)
            self.preview.render_preview(state)
            self.set_form(self.form.fields())
        elif state.mode == "translate":
            self.translate.render_texts(state)
            self.set_form(self.translate.fields())
        elif state.mode == "history":
            self.history.render_versions(state)
        else:
            self.test.render_test(state)
            self.set_form([card.entry for card in self.test.questions.cards() if card.view().typed])
        self._fit()
        if state.mode != before.mode and state.mode in ("history", "test"):
            self.setFocus()
        self._go_where_asked(state)

    def _go_where_asked(self, state: DesignerState) -> None:
        if state.opened != self._opened:
            self._opened = state.opened
            self._tab = "form"
            self._fit()
        if state.attempt != self._attempt or state.begin_typing != self._typing:
            self._attempt, self._typing = state.attempt, state.begin_typing
            self._tab = "form"
            self._fit()
            self.form.to_wording()

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
