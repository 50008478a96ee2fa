"""The loyalty programme: its sections at the left, example and year at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from pos_app.presenters.programme_state import CardView, ModeView, ProgrammeState, WhenView
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.programme_cards import FieldCard, Versions, shape_of
from pos_app.ui.screens.programme_parts import ExampleCard, ModeCard, TierTable
from pos_app.ui.screens.settings_fields import FieldBox
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Surface
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.label import Badge, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import Banner

RIGHT = 430
EXAMPLE = "example"


class ProgrammeView(Page):
    """Shows a :class:`ProgrammeState`; every gesture is a signal."""

    page_name = "programme"

    edited = Signal(str, str)
    mode_chosen = Signal(str)
    tier_added = Signal()
    tier_removed = Signal(str)
    section_chosen = Signal(str)
    row_added = Signal(str)
    row_removed = Signal(str)
    version_looked = Signal(str)
    version_withdrawn = Signal(str)
    version_taken = Signal()
    looked_back = Signal()
    count_stopped = Signal()
    count_asked = Signal()
    saved = Signal()
    undone = Signal()
    shown = Signal()
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._modes: dict[str, ModeCard] = {}
        self._cards: list[FieldCard] = []
        self._cards_shape: tuple[object, ...] = ()
        self._attempt = 0
        self._sections: tuple[tuple[str, str], ...] = ()
        self._compact = False
        self._in_front = False
        self._section = ""
        self._undo_words = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        column.addLayout(self._head())
        self._tabs = ChipGroup(optional=False)
        self._tabs.changed.connect(lambda keys: self._choose_tab(keys[0] if keys else ""))
        column.addWidget(self._tabs)
        self._lock = Banner("", "neutral", icon="lock")
        self._notice = Banner("", "accent")
        column.addWidget(self._lock)
        column.addWidget(self._notice)
        column.addWidget(self._look_bar())
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self._form = QWidget()
        left = QVBoxLayout(self._form)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(8)
        left.addWidget(self._when_bar())
        left.addWidget(self._left(), 1)
        self._example = ExampleCard()
        self._example.edited.connect(self.edited)
        self._example.year.stopped.connect(self.count_stopped)
        self._example.year.asked.connect(self.count_asked)
        self._right = scrolling(self._example)
        across.addWidget(self._form, 1)
        across.addWidget(self._right)
        column.addLayout(across, 1)
        self.bind("Esc", self.left.emit)
        self.bind("Enter", self._save.click)
        self.bind_button(self._save)
        self.bind_button(self._undo)
        self.bind_button(self._table.add)
        for number in range(7):
            self.bind(f"Ctrl {number + 1}", partial(self._tab_number, number))

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        self._title = Label("", "title")
        self._live = Badge("", "accent")
        self._unsaved = Badge("", "warn")
        first.addWidget(self._title)
        first.addWidget(self._live)
        first.addWidget(self._unsaved)
        first.addStretch(1)
        words.addLayout(first)
        self._hint = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._hint)
        self._undo = Button("", v="ghost", icon="undo-2", cap="Ctrl Z")
        self._undo.clicked.connect(self.undone)
        self._save = Button("", v="primary", icon="check", cap="Ctrl S")
        self._save.clicked.connect(self.saved)
        row.addLayout(words, 1)
        row.addWidget(self._undo)
        row.addWidget(self._save)
        return row

    def _look_bar(self) -> Card:
        """A version that is only looked at, and the ways on."""
        self._looking = Card(tone="plain")
        row = QHBoxLayout(self._looking)
        row.setContentsMargins(14, 6, 8, 6)
        row.setSpacing(8)
        self._looking_words = Label("", "bodyStrong", "accent-text", wrap=True)
        self._back = Button("", v="secondary", icon="arrow-left", size="compact", cap="Esc")
        self._back.clicked.connect(self.looked_back)
        self._take = Button("", v="soft", icon="check", size="compact")
        self._take.clicked.connect(self.version_taken)
        row.addWidget(self._looking_words, 1)
        row.addWidget(self._take)
        row.addWidget(self._back)
        return self._looking

    def _when_bar(self) -> Card:
        """From when what was changed holds."""
        self._when = Card(tone="plain")
        row = QHBoxLayout(self._when)
        row.setContentsMargins(14, 6, 14, 6)
        row.setSpacing(12)
        self._when_words = Label("", "bodyStrong")
        self._when_row = row
        self._when_boxes: dict[str, FieldBox] = {}
        row.addWidget(self._when_words)
        return self._when

    def _left(self) -> QScrollArea:
        inner = Surface()
        column = QVBoxLayout(inner)
        column.setContentsMargins(1, 1, 5, 5)
        column.setSpacing(10)
        self._mode_card = Card()
        body = self._mode_card.body(padding=12, gap=6)
        self._modes_title = Label("", "heading")
        body.addWidget(self._modes_title)
        self._mode_row = QHBoxLayout()
        self._mode_row.setSpacing(8)
        body.addLayout(self._mode_row)
        self._table = TierTable()
        self._table.edited.connect(self.edited)
        self._table.removed.connect(self.tier_removed)
        self._table.added.connect(self.tier_added)
        self._pair = QGridLayout()
        self._pair.setHorizontalSpacing(12)
        self._pair.setVerticalSpacing(10)
        self._pair.setColumnStretch(0, 1)
        self._pair.setColumnStretch(1, 1)
        self._versions = Versions()
        self._versions.looked.connect(self.version_looked)
        self._versions.withdrawn.connect(self.version_withdrawn)
        column.addWidget(self._mode_card)
        column.addWidget(self._table)
        column.addLayout(self._pair)
        column.addWidget(self._versions)
        column.addStretch(1)
        return scrolling(inner)

    # --- page --------------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Read again."""
        self.shown.emit()

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Compact windows show form and example as tabs."""
        self._compact = layout.compact
        self._label_undo()
        self._arrange()

    def _label_undo(self) -> None:
        self._undo.set_label("" if self._compact else self._undo_words)
        self._undo.setAccessibleName(self._undo_words)

    def _tab_number(self, number: int) -> None:
        keys = [key for key, _words in self._choices]
        if number < len(keys):
            self._choose_tab(keys[number])

    def _choose_tab(self, key: str) -> None:
        self._in_front = key == EXAMPLE
        self._arrange()
        if key and not self._in_front:
            self.section_chosen.emit(key)

    @property
    def _choices(self) -> tuple[tuple[str, str], ...]:
        """The sections, and the example where it has no place of its own."""
        return self._sections if self._compact else self._sections[:-1]

    def _arrange(self) -> None:
        front = self._compact and self._in_front
        self._tabs.set_choices(self._choices, [EXAMPLE if front else self._section])
        self._form.setVisible(not front)
        self._right.setVisible(not self._compact or front)
        if self._compact:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16_777_215)
        else:
            self._right.setFixedWidth(RIGHT)

    def on_key(self, key: str) -> bool:
        """Left and Right walk the ways to thank while one of them has the focus."""
        focus = self.focusWidget()
        if key in ("Left", "Right") and isinstance(focus, ModeCard):
            keys = list(self._modes)
            place = keys.index(focus.key) + (1 if key == "Right" else -1)
            target = self._modes[keys[max(0, min(len(keys) - 1, place))]]
            target.setFocus()
            self.mode_chosen.emit(target.key)
            return True
        return super().on_key(key)

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ProgrammeState) -> None:  # type: ignore[override]
        """Show the state."""
        self._title.setText(state.title)
        self._hint.setText(state.hint)
        self._live.set_badge(state.live)
        self._unsaved.set_badge(state.unsaved)
        self._unsaved.setVisible(bool(state.unsaved))
        self._undo_words = state.undo
        self._label_undo()
        self._undo.setEnabled(state.can_save)
        self._save.set_label(state.save)
        self._save.setEnabled(state.can_save and not state.lock)
        self._save.set_locked(bool(state.lock))
        self._lock.set_message(state.lock, "neutral", icon="lock")
        self._notice.set_message(state.notice, state.notice_tone)
        self._section = state.section
        self._sections = (*state.sections, (EXAMPLE, state.example_tab))
        self._show_looking(state)
        self._show_when(state.when)
        self._modes_title.setText(state.modes_title)
        self._mode_card.setVisible(bool(state.modes))
        self._show_modes(state.modes, locked=bool(state.lock or state.looking))
        self._table.setVisible(state.tiers is not None)
        if state.tiers is not None:
            self._table.show_tiers(state.tiers)
        self._show_cards(state.cards)
        self._versions.setVisible(bool(state.versions))
        self._versions.show_versions(state.versions, state.look)
        self._example.show_example(state.example)
        self._example.year.show_year(state.year)
        self._arrange()
        self._form_order()
        if state.attempt != self._attempt:
            self._attempt = state.attempt
            self._go_to(state.fault)

    def _show_looking(self, state: ProgrammeState) -> None:
        self._looking.setVisible(bool(state.looking))
        self._looking_words.setText(state.looking)
        self._back.set_label(state.back)
        self._take.set_label(state.take)
        self._take.setVisible(bool(state.take))

    def _show_when(self, when: WhenView | None) -> None:
        self._when.setVisible(when is not None)
        if when is None:
            return
        self._when_words.setText(when.label)
        fields = (when.choice, *((when.day,) if when.day is not None else ()))
        for field in fields:
            if field.key not in self._when_boxes:
                box = FieldBox(field, inline=True, width=150 if field.kind == "text" else 0).bare()
                box.edited.connect(self.edited)
                self._when_boxes[field.key] = box
                self._when_row.addWidget(box)
                if field.kind == "text":
                    self._when_row.addStretch(1)
            self._when_boxes[field.key].show_bare(field)
        for key, box in self._when_boxes.items():
            box.setVisible(any(field.key == key for field in fields))

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def _show_modes(self, modes: tuple[ModeView, ...], *, locked: bool) -> None:
        for mode in modes:
            if mode.key not in self._modes:
                card = ModeCard(mode)
                card.chosen.connect(self.mode_chosen)
                self._modes[mode.key] = card
                self._mode_row.addWidget(card, 1)
            self._modes[mode.key].show_mode(mode)
            self._modes[mode.key].setEnabled(not locked)

    def _show_cards(self, cards: tuple[CardView, ...]) -> None:
        shape = tuple(shape_of(card) for card in cards)
        if shape != self._cards_shape:
            self._cards_shape = shape
            for old in self._cards:
                self._pair.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._cards = [FieldCard(card) for card in cards]
            rows = [0, 0]
            for made, card in zip(self._cards, cards, strict=True):
                made.edited.connect(self.edited)
                made.added.connect(self.row_added)
                made.removed.connect(self.row_removed)
                if card.column == 2:
                    place = max(rows)
                    self._pair.addWidget(made, place, 0, 1, 2)
                    rows = [place + 1, place + 1]
                else:
                    self._pair.addWidget(made, rows[card.column], card.column)
                    rows[card.column] += 1
        for widget, card in zip(self._cards, cards, strict=True):
            widget.show_card(card)

    def _form_order(self) -> None:
        fields = [box.control() for box in self._when_boxes.values() if box.isVisibleTo(self)]
        if self._table.isVisibleTo(self):
            fields += self._table.fields()
        for card in self._cards:
            fields += [box.control() for box in card.boxes.values()]
        self.set_form(fields)

    def _go_to(self, key: str) -> None:
        box = self._table.box(key) or self._when_boxes.get(key)
        for card in self._cards:
            box = box or card.boxes.get(key)
        if box is not None:
            self._in_front = False
            self._arrange()
            box.control().setFocus()
