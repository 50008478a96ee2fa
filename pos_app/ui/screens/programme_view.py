"""The loyalty programme: ways to thank, tiers, spending and expiry; the example at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QScroller, QVBoxLayout, QWidget

from pos_app.presenters.programme_state import CardView, ModeView, ProgrammeState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.programme_parts import ExampleCard, FieldCard, ModeCard, TierTable
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Surface
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import Badge, Label
from pos_app.ui.widgets.message import Banner

RIGHT = 430
_NEVER = Qt.ScrollBarPolicy.ScrollBarAlwaysOff


class ProgrammeView(Page):
    """Shows a :class:`ProgrammeState`; every gesture is a signal."""

    page_name = "programme"

    edited = Signal(str, str)
    mode_chosen = Signal(str)
    tier_added = Signal()
    tier_removed = Signal(str)
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
        self._compact = False
        self._tab = "form"
        self._undo_words = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        column.addLayout(self._head())
        self._tabs = Segmented()
        self._tabs.changed.connect(self._choose_tab)
        column.addWidget(self._tabs)
        self._lock = Banner("", "neutral", icon="lock")
        self._notice = Banner("", "accent")
        column.addWidget(self._lock)
        column.addWidget(self._notice)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self._form = self._left()
        self._example = ExampleCard()
        self._example.edited.connect(self.edited)
        self._right = _scrolled(self._example)
        across.addWidget(self._form, 1)
        across.addWidget(self._right)
        column.addLayout(across, 1)
        self.bind("Esc", self.left.emit)
        self.bind("Enter", self._save.click)
        self.bind_button(self._save)
        self.bind_button(self._undo)
        self.bind_button(self._table.add)
        for number in range(2):
            self.bind(
                f"Ctrl {number + 1}", lambda n=number: self._choose_tab(("form", "example")[n])
            )

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

    def _left(self) -> QScrollArea:
        inner = Surface()
        column = QVBoxLayout(inner)
        column.setContentsMargins(1, 1, 5, 5)
        column.setSpacing(10)
        card = Card()
        body = card.body(padding=12, gap=6)
        self._modes_title = Label("", "heading")
        body.addWidget(self._modes_title)
        self._mode_row = QHBoxLayout()
        self._mode_row.setSpacing(8)
        body.addLayout(self._mode_row)
        self._table = TierTable()
        self._table.edited.connect(self.edited)
        self._table.removed.connect(self.tier_removed)
        self._table.added.connect(self.tier_added)
        self._pair = QHBoxLayout()
        self._pair.setSpacing(12)
        column.addWidget(card)
        column.addWidget(self._table)
        column.addLayout(self._pair)
        column.addStretch(1)
        return _scrolled(inner)

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

    def _choose_tab(self, key: str) -> None:
        self._tab = key
        self._arrange()

    def _arrange(self) -> None:
        self._tabs.setVisible(self._compact)
        self._tabs.set_chosen(self._tab)
        self._form.setVisible(not self._compact or self._tab == "form")
        self._right.setVisible(not self._compact or self._tab == "example")
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
        if not self._tabs.findChildren(QWidget):
            self._tabs.set_choices(state.tabs, self._tab)
        self._modes_title.setText(state.modes_title)
        self._show_modes(state.modes, locked=bool(state.lock))
        self._table.show_tiers(state.tiers)
        self._show_cards(state.cards)
        self._example.show_example(state.example)
        self._form_order()
        if state.attempt != self._attempt:
            self._attempt = state.attempt
            self._go_to(state.fault)

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
        shape = tuple((card.title, tuple(field.key for field in card.fields)) for card in cards)
        if shape != self._cards_shape:
            self._cards_shape = shape
            for old in self._cards:
                self._pair.removeWidget(old)
                old.hide()
                old.deleteLater()
            self._cards = [FieldCard(card) for card in cards]
            for made in self._cards:
                made.edited.connect(self.edited)
                self._pair.addWidget(made, 1)
        for widget, card in zip(self._cards, cards, strict=True):
            widget.show_card(card)

    def _form_order(self) -> None:
        fields = self._table.fields()
        for card in self._cards:
            fields += [box.control() for box in card.boxes.values()]
        self.set_form(fields)

    def _go_to(self, key: str) -> None:
        box = self._table.box(key)
        for card in self._cards:
            box = box or card.boxes.get(key)
        if box is not None:
            self._choose_tab("form")
            box.control().setFocus()


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setWidget(widget)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(_NEVER)
    area.viewport().setAutoFillBackground(False)
    QScroller.grabGesture(area.viewport(), QScroller.ScrollerGestureType.TouchGesture)
    return area
