"""One promotion: its sentence on top, the form at the left, the test bench at the right."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.promotion_edit_state import PromotionEditState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.block_column import BlockColumn
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import Badge, Label
from pos_app.ui.widgets.message import Banner

RIGHT = {"regular": 430, "wide": 560}


class PromotionEditView(Page):
    """Shows a :class:`PromotionEditState`; every gesture is a signal."""

    page_name = "promotion_edit"

    edited = Signal(str, str)
    pressed = Signal(str, str)
    chosen = Signal(str, str)
    saved = Signal()
    undone = Signal()
    shown = Signal()
    left = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._tab = "form"
        self._known_tabs: tuple[tuple[str, str], ...] = ()
        self._attempt = 0
        self._opened = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        column.addLayout(self._head())
        self._says = Label("", "body", wrap=True)
        card = Card()
        card.body(padding=14, gap=0).addWidget(self._says)
        column.addWidget(card)
        self._tabs = Segmented()
        self._tabs.changed.connect(self._choose_tab)
        column.addWidget(self._tabs)
        self._lock = Banner("", "neutral", icon="lock")
        self._notice = Banner("", "danger")
        column.addWidget(self._lock)
        column.addWidget(self._notice)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self.form, self.bench = BlockColumn(), BlockColumn()
        for side in (self.form, self.bench):
            side.edited.connect(self.edited)
            side.pressed.connect(self.pressed)
            side.chosen.connect(self.chosen)
        across.addWidget(self.form, 1)
        across.addWidget(self.bench)
        column.addLayout(across, 1)
        self.bind("Esc", self.left.emit)
        self.bind("Ctrl 1", lambda: self._step_to("form"))
        self.bind("Ctrl 2", lambda: self._step_to("bench"))
        self.bind_button(self._save)
        self.bind_button(self._undo)

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._title = Label("", "title", wrap=True)
        self._unsaved = Badge("", "warn")
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc")
        self._back.clicked.connect(self.left)
        self._undo = Button(t._("Undo"), v="ghost", icon="undo-2", cap="Ctrl Z")
        self._undo.clicked.connect(self.undone)
        self._save = Button(t._("Save"), v="primary", icon="check", cap="Ctrl S")
        self._save.clicked.connect(self.saved)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        row.addWidget(self._unsaved)
        for button in (self._undo, self._save):
            row.addWidget(button)
        return row

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Compact windows show the form or the bench."""
        self._compact = layout.compact
        self._tabs.setVisible(layout.compact)
        if not layout.compact:
            self.bench.setFixedWidth(RIGHT["wide" if layout.wide else "regular"])
        else:
            self.bench.setMinimumWidth(0)
            self.bench.setMaximumWidth(16_777_215)
        self._fit()

    def on_shown(self) -> None:
        """Look again."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A product goes into the trial basket."""
        self.scanned.emit(text)
        return True

    def _fit(self) -> None:
        self.form.setVisible(not self._compact or self._tab == "form")
        self.bench.setVisible(not self._compact or self._tab == "bench")

    def _choose_tab(self, key: str) -> None:
        self._tab = key
        self._tabs.set_chosen(key)
        self._fit()

    def _step_to(self, side: str) -> None:
        """To the form, or to the bench."""
        self._choose_tab(side)
        target = self.form if side == "form" else self.bench
        fields = target.fields()
        if fields:
            fields[0].setFocus()

    # --- state -------------------------------------------------------------------------------

    def render(self, state: PromotionEditState) -> None:  # type: ignore[override]
        """Show the state."""
        self._title.setText(state.title)
        self._says.setText(state.sentence)
        self._unsaved.set_badge(state.unsaved)
        self._unsaved.setVisible(bool(state.unsaved))
        self._save.setEnabled(state.can_save)
        self._save.set_locked(bool(state.lock))
        self._undo.setEnabled(state.can_undo)
        self._lock.set_message(state.lock, "neutral", icon="lock")
        self._notice.set_message(state.notice, state.notice_tone)
        if state.tabs != self._known_tabs:
            self._known_tabs = state.tabs
            self._tabs.set_choices(state.tabs, self._tab)
        self.form.show_blocks(state.blocks)
        self.bench.show_blocks(state.bench)
        self.set_form([*self.form.fields(), *self.bench.fields()])
        if state.opened != self._opened:
            self._opened = state.opened
            self.form.to_top()
            self._choose_tab("form")
        if state.focus:
            self.form.go_to(state.focus)
        if state.attempt != self._attempt:
            self._attempt = state.attempt
            self._choose_tab("form")
            self.form.go_to(state.fault)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
