"""A page of cards in two columns, tabs where it is narrow: a campaign, a coupon looked up."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.campaigns_state import BlockPageState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.block_column import BlockColumn
from pos_app.ui.screens.product_edit_parts import is_narrow
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.label import Badge, ElidedLabel
from pos_app.ui.widgets.message import Banner

SIDE = {"regular": 460, "wide": 560}


def capped(cards: BlockColumn, key: str) -> Button | None:
    """The button of a key on the cards in sight; one that can be pressed before others."""
    found = [b for b in cards.findChildren(Button) if b.cap() == key and b.isVisible()]
    return next((b for b in found if b.isEnabled()), found[0] if found else None)


class BlockPage(Page):
    """Shows a :class:`BlockPageState`; every gesture is a signal. ``back`` is where Esc leads."""

    edited = Signal(str, str)
    pressed = Signal(str, str)
    chosen = Signal(str, str)
    saved = Signal()
    undone = Signal()
    shown = Signal()
    left = Signal()
    scanned = Signal(str)

    def __init__(
        self, t: Translator, page_name: str, back: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.page_name = page_name
        self._t, self._back_words = t, back
        self._narrow = self._has_side = False
        self._tab = "main"
        self._attempt = self._opened = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        column.addLayout(self._head())
        self._lock = Banner("", "neutral", icon="lock")
        self._notice = Banner("", "neutral")
        column.addWidget(self._lock)
        column.addWidget(self._notice)
        self._tabs = Segmented()
        self._tabs.changed.connect(self._turn)
        column.addWidget(self._tabs)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self.main, self.side = BlockColumn(), BlockColumn()
        for cards in (self.main, self.side):
            cards.edited.connect(self.edited)
            cards.pressed.connect(self.pressed)
            cards.chosen.connect(self.chosen)
        across.addWidget(self.main, 1)
        across.addWidget(self.side)
        column.addLayout(across, 1)
        self.bind("Ctrl 1", self._other_tab)
        for button in (self._back, self._undo, self.save):
            self.bind_button(button)

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(self._back_words, v="ghost", icon="arrow-left", cap="Esc")
        self._title = ElidedLabel("", "title")
        self._badge = Badge("", "neutral")
        self._unsaved = Badge("", "warn")
        self._undo = Button(t._("Undo all"), v="ghost", icon="undo-2", cap="Ctrl Z")
        self.save = Button(t._("Save"), v="primary", icon="check", cap="Ctrl S")
        self._back.clicked.connect(self.left)
        self._undo.clicked.connect(self.undone)
        self.save.clicked.connect(self.saved)
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        row.addWidget(self._badge)
        row.addWidget(self._unsaved)
        row.addWidget(self._undo)
        row.addWidget(self.save)
        return row

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Narrow windows show one column at a time."""
        self._narrow = is_narrow(layout)
        if self._narrow:
            self.side.setMinimumWidth(0)
            self.side.setMaximumWidth(16_777_215)
        else:
            self.side.setFixedWidth(SIDE["wide" if layout.wide else "regular"])
        self._fit()

    def on_shown(self) -> None:
        """Look again."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """The page may want it."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """Buttons on the cards answer to their caps; Enter in the last field presses the first."""
        if super().on_key(key):
            return True
        for cards in (self.main, self.side):
            button = capped(cards, key)
            if button is not None:
                if button.isEnabled():
                    button.click()
                return True
        if key == "Enter" and self.save.isVisibleTo(self):
            self.save.click()
            return True
        return False

    def _other_tab(self) -> None:
        if self._tabs.isVisibleTo(self):
            self._turn("side" if self._tab == "main" else "main")

    def _turn(self, tab: str) -> None:
        self._tab = tab
        self._tabs.set_chosen(tab)
        self._fit()

    def _fit(self) -> None:
        both = self._has_side and not self._narrow
        self._tabs.setVisible(self._has_side and self._narrow)
        self.main.setVisible(both or self._tab == "main" or not self._has_side)
        self.side.setVisible(self._has_side and (both or self._tab == "side"))

    # --- state -------------------------------------------------------------------------------

    def render(self, state: BlockPageState) -> None:  # type: ignore[override]
        """Show the state."""
        self._title.setText(state.title)
        for badge, words, tone in (
            (self._badge, state.badge, state.badge_tone),
            (self._unsaved, state.unsaved, "warn"),
        ):
            badge.set_badge(words or " ", tone)
            badge.setVisible(bool(words))
        self._undo.setVisible(state.saves and bool(state.unsaved))
        self.save.setVisible(state.saves)
        self.save.setEnabled(state.can_save)
        self.save.set_locked(bool(state.lock))
        self._lock.set_message(state.lock, "neutral", icon="lock")
        self._notice.set_message(state.notice, state.notice_tone)
        self.main.show_blocks(state.main)
        self.side.show_blocks(state.side)
        self.set_form(self.main.fields())
        self._has_side = bool(state.side)
        if state.tabs:
            self._tabs.set_choices(state.tabs, self._tab)
        if state.opened != self._opened:
            self._opened = state.opened
            self._tab = "main"
            self.main.to_top()
            if state.focus:
                self.main.go_to(state.focus)
        if state.attempt != self._attempt:
            self._attempt = state.attempt
            self._tab = "main"
            self.main.go_to(state.fault)
        self._tabs.set_chosen(self._tab)
        self._fit()

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
