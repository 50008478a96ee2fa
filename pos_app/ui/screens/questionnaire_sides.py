"""Beside and instead of the designer's form: preview, translation, history, test run."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.questionnaires_state import DesignerState, TextLine
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.field import LineEdit
from pos_app.ui.widgets.label import IconLabel, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.question import QuestionCards
from pos_app.ui.widgets.table import Column, Table, TableRow

LANGUAGES = ("en", "ru", "pl", "az")


class PreviewCard(Card):
    """The right column: the questions as the counter shows them, to be tapped for trial."""

    tapped = Signal(str, str)
    typed = Signal(str, str, str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._t = t
        body = self.body(padding=16, gap=10)
        head = bare_row(8)
        head.addWidget(Label(t._("At the counter"), "heading"))
        head.addStretch(1)
        head.addWidget(IconLabel("eye", 20))
        body.addLayout(head)
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        frame = Card(tone="plain")
        self.questions = QuestionCards(gap=14)
        self.questions.tapped.connect(self.tapped)
        self.questions.typed.connect(self.typed)
        framed = frame.body(padding=14, gap=10)
        framed.addWidget(self.questions)
        self._empty = Label(t._("Nothing is asked yet."), "body", "text-2", wrap=True)
        framed.addWidget(self._empty)
        column.addWidget(frame)
        column.addStretch(1)
        body.addWidget(scrolling(inside), 1)
        foot = Card(tone="sunken")
        words = foot.body(padding=12, gap=4)
        self._used = Label("", "caption", "text-2", wrap=True)
        words.addWidget(self._used)
        words.addWidget(Label(t._("Deleting an answer keeps old replies."), "caption", "text-2",
                              wrap=True))  # fmt: skip
        body.addWidget(foot)

    def render_preview(self, state: DesignerState) -> None:
        """Show the questions."""
        self.questions.show_questions(state.preview)
        self._empty.setVisible(not state.preview)
        used = ", ".join(state.used_by)
        self._used.setText(self._t._("Asked because of it: {questions}", questions=used))
        self._used.setVisible(bool(used))


class TranslateCard(Card):
    """The texts of what is chosen, in four languages side by side."""

    edited = Signal(str, str)
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._t = t
        self._keys: tuple[str, ...] = ()
        self._edits: dict[tuple[str, str], LineEdit] = {}
        body = self.body(padding=16, gap=10)
        head = bare_row(8)
        self._heading = Label("", "heading")
        self.done = Button(t._("Back to the question"), v="soft", icon="check", cap="Ctrl 3")
        self.done.clicked.connect(self.left)
        head.addWidget(self._heading)
        head.addStretch(1)
        head.addWidget(self.done)
        body.addLayout(head)
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(1, 0, 5, 0)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(10)
        self._grid.setVerticalSpacing(6)
        for place in range(1, 5):
            self._grid.setColumnStretch(place, 1)
        column.addLayout(self._grid)
        column.addStretch(1)
        body.addWidget(scrolling(inside), 1)

    def render_texts(self, state: DesignerState) -> None:
        """Show the texts; missing ones say so."""
        question = state.question
        self._heading.setText(
            question.heading if question is not None else self._t._("Opening and thanks")
        )
        keys = tuple(line.key for line in state.texts)
        if keys != self._keys:
            self._rebuild(state)
            self._keys = keys
        for line in state.texts:
            for language, text in zip(LANGUAGES, line.texts, strict=True):
                edit = self._edits[line.key, language]
                if edit.text() != text:
                    edit.setText(text)
                    edit.setCursorPosition(0)
                edit.set_error(not text and any(line.texts))

    def edit(self, key: str, language: str) -> LineEdit:
        """The field of a text in a language."""
        return self._edits[key, language]

    def fields(self) -> list[QWidget]:
        """The fields, row by row."""
        return list(self._edits.values())

    def _rebuild(self, state: DesignerState) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            gone = item.widget() if item is not None else None
            if gone is not None:
                gone.hide()
                gone.deleteLater()
        self._edits = {}
        names = dict(state.languages)
        for place, language in enumerate(LANGUAGES, 1):
            self._grid.addWidget(Label(names[language], "label", "text-2"), 0, place)
        for row, line in enumerate(state.texts, 1):
            self._grid.addWidget(Label(line.label, "label", "text-2"), row, 0)
            self._add_row(row, line, names)

    def _add_row(self, row: int, line: TextLine, names: dict[str, str]) -> None:
        for place, language in enumerate(LANGUAGES, 1):
            edit = LineEdit(size="compact", name=f"{line.label}, {names[language]}")
            edit.setPlaceholderText(self._t._("missing"))
            edit.setMaxLength(300)
            edit.setMinimumWidth(80)
            edit.textEdited.connect(
                lambda text, key=line.key, to=language: self.edited.emit(f"text|{key}|@{to}", text)
            )
            self._edits[line.key, language] = edit
            self._grid.addWidget(edit, row, place)


class HistoryCard(Card):
    """The versions: ``chosen(key)``, ``restored()``."""

    chosen = Signal(str)
    restored = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        body = self.body(padding=16, gap=10)
        body.addWidget(Label(t._("Versions"), "heading"))
        body.addWidget(Label(t._("Answers stay with the version they were given to."), "body",
                             "text-2", wrap=True))  # fmt: skip
        columns = (
            Column(title=t._("Version"), width=140, strong=True),
            Column(title=t._("Published"), width=210),
            Column(title=t._("By whom")),
            Column(title=t._("Questions"), width=140, right=True),
        )
        self.table = Table(columns, name=t._("Versions"))
        self.table.selected.connect(self.chosen)
        body.addWidget(self.table, 1)
        self._none = Label(t._("Nothing is published yet."), "body", "text-2", wrap=True)
        body.addWidget(self._none)
        self._rest = QWidget()
        body.addWidget(self._rest, 1)
        foot = bare_row(8)
        self.restore = Button(
            t._("Take this version up again"), v="soft", icon="history", cap="Enter"
        )
        self.restore.clicked.connect(self.restored)
        foot.addStretch(1)
        foot.addWidget(self.restore)
        body.addLayout(foot)

    def step(self, by: int) -> None:
        """To the version before or after."""
        last = self.table.table_model.rowCount() - 1
        if last >= 0:
            self.table.selectRow(max(0, min(last, self.table.currentIndex().row() + by)))

    def render_versions(self, state: DesignerState) -> None:
        """Show the versions."""
        rows = [
            TableRow(key=one.key, cells=(one.number, one.when, one.who, one.questions))
            for one in state.versions
        ]
        self.table.set_rows(rows, state.version_chosen)
        self.table.setVisible(bool(rows))
        for empty in (self._none, self._rest):
            empty.setVisible(not rows)
        self.restore.setVisible(bool(rows))
        self.restore.set_locked(bool(state.lock))


class TestCard(Card):
    """A test run as at the counter: nothing of it is kept."""

    __test__ = False

    tapped = Signal(str, str)
    typed = Signal(str, str, str)
    finished = Signal()
    spoken = Signal(str)
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._t = t
        self._current = ""
        body = self.body(padding=16, gap=10)
        head = bare_row(8)
        self._notice = Banner(t._("A test run: nothing is saved."), "neutral", icon="eye")
        self.languages = Segmented()
        self.languages.changed.connect(self.spoken)
        head.addWidget(self._notice, 1)
        head.addWidget(self.languages)
        body.addLayout(head)
        inside = QWidget()
        inside.setProperty("plain", True)
        across = QHBoxLayout(inside)
        across.setContentsMargins(0, 8, 4, 0)
        column = bare_column(12)
        self._title = Label("", "title", wrap=True)
        self._intro = Label("", "body", "text-2", wrap=True)
        self.questions = QuestionCards(keys=True, gap=22)
        self.questions.tapped.connect(self._tapped)
        self.questions.typed.connect(self.typed)
        self._thanks = Label("", "title", "accent-text", wrap=True)
        self._follows_title = Label(t._("What a real one would write down"), "heading")
        self._follows = Label("", "body", "text-2", wrap=True)
        for widget in (
            self._title,
            self._intro,
            self.questions,
            self._thanks,
            self._follows_title,
            self._follows,
        ):
            column.addWidget(widget)
        column.addStretch(1)
        held = QWidget()
        held.setProperty("plain", True)
        held.setMaximumWidth(860)
        held.setLayout(column)
        across.addStretch(1)
        across.addWidget(held, 8)
        across.addStretch(1)
        self._area = scrolling(inside)
        body.addWidget(self._area, 1)
        foot = bare_row(8)
        self.end = Button(t._("End the test"), v="secondary", cap="Esc")
        self.finish = Button("", v="primary", icon="check", cap="Enter")
        self.end.clicked.connect(self.left)
        self.finish.clicked.connect(self.finished)
        foot.addWidget(self.end)
        foot.addStretch(1)
        foot.addWidget(self.finish)
        body.addLayout(foot)

    def render_test(self, state: DesignerState) -> None:
        """Show the run."""
        trial = state.trial
        if not self.languages.keys():
            self.languages.set_choices(state.languages, state.language)
        self.languages.set_chosen(state.language)
        self._title.setText(trial.title)
        self._title.setVisible(bool(trial.title) and not trial.thanks)
        self._intro.setText(trial.intro)
        self._intro.setVisible(bool(trial.intro) and not trial.thanks)
        if trial.cards:
            self.questions.show_questions(trial.cards)
        self.questions.setVisible(bool(trial.cards))
        self._thanks.setText(trial.thanks)
        self._follows.setText("\n".join(trial.follows))
        for widget in (self._thanks, self._follows_title, self._follows):
            widget.setVisible(bool(trial.thanks))
        self.finish.set_label(trial.done)
        keys = [card.key for card in trial.cards]
        if self._current not in keys:
            self._current = keys[0] if keys else ""
        if trial.focus:
            self._go(trial.focus)

    def press(self, key: str) -> bool:
        """An answer of the question at hand by its key; arrows go from question to question."""
        cards = self.questions.cards()
        keys = [card.view().key for card in cards]
        if not keys:
            return False
        place = keys.index(self._current) if self._current in keys else 0
        if key in ("Up", "Down"):
            step = 1 if key == "Down" else -1
            self._go(keys[max(0, min(len(keys) - 1, place + step))])
            return True
        return cards[place].press(key)

    def _go(self, key: str) -> None:
        self._current = key
        card = self.questions.card(key)
        if card is None:
            return
        self._area.ensureWidgetVisible(card, 0, 24)
        field = card.field()
        if field is not None and card.view().typed:
            field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tapped(self, question: str, value: str) -> None:
        self._current = question
        self.tapped.emit(question, value)
        card = self.questions.card(question)
        if card is None or card.view().words_of == value:
            if card is not None:
                card.words.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if card.view().kind != "several_of" and card.view().chosen:
            keys = [one.view().key for one in self.questions.cards()]
            after = keys.index(question) + 1
            if after < len(keys):
                self._go(keys[after])
