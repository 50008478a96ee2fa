"""The settings page: sections at the left (tabs where it is narrow), the open form at the right."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.settings_state import BlockView, SettingsState
from pos_app.ui import fonts, tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.settings_blocks import Block, shape_of
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Surface
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.label import Badge, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.rows import Row, RowList

LEFT = (268, 380)
"""The list is as broad as its words, within these px."""
SIDE = 336
FORM = 760
NUMBERS = 9


class SettingsView(Page):
    """Shows a :class:`SettingsState`; every gesture is a signal."""

    page_name = "settings"

    edited = Signal(str, str)
    pressed = Signal(str, str)
    chosen = Signal(str, str)
    section_chosen = Signal(str)
    number_chosen = Signal(int)
    stepped = Signal(int)
    saved = Signal()
    undone = Signal()
    shown = Signal()
    left = Signal()
    scanned = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._blocks: list[Block] = []
        self._side: Block | None = None
        self._shown: tuple[object, ...] = ()
        self._section = ""
        self._attempt = 0
        self._compact = False
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(10)
        self._tabs = ChipGroup(optional=False)
        self._tabs.changed.connect(lambda keys: self.section_chosen.emit(keys[0] if keys else ""))
        column.addWidget(self._tabs)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self._left = self._list()
        across.addWidget(self._left)
        across.addLayout(self._right(), 1)
        column.addLayout(across, 1)
        self._bind()

    def _bind(self) -> None:
        self.bind("Esc", self.left.emit)
        self.bind("Enter", self._enter)
        self.bind("Up", lambda: self.stepped.emit(-1))
        self.bind("Down", lambda: self.stepped.emit(1))
        self.bind_button(self._save)
        self.bind_button(self._undo)
        for number in range(1, NUMBERS + 1):
            self.bind(f"Ctrl {number}", partial(self.number_chosen.emit, number))

    def _list(self) -> Card:
        card = Card()
        body = card.body(padding=8, gap=0)
        self._sections = RowList(height=52, name=self._t._("Settings"))
        self._sections.selected.connect(self.section_chosen)
        self._sections.picked.connect(self.section_chosen)
        body.addWidget(self._sections)
        card.setFixedWidth(LEFT[0])
        return card

    def _right(self) -> QVBoxLayout:
        t = self._t
        column = QVBoxLayout()
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(8)
        words = QVBoxLayout()
        words.setSpacing(2)
        first = QHBoxLayout()
        first.setSpacing(8)
        self._title = Label("", "title", wrap=True)
        self._unsaved = Badge("", "warn")
        first.addWidget(self._title)
        first.addWidget(self._unsaved)
        first.addStretch(1)
        words.addLayout(first)
        self._hint = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._hint)
        self._undo = Button(
            t._("Undo all"), v="ghost", icon="undo-2", cap="Ctrl Z", name=t._("Undo all")
        )
        self._undo.clicked.connect(self.undone)
        self._save = Button(t._("Save"), v="primary", icon="check", cap="Ctrl S")
        self._save.clicked.connect(self.saved)
        head.addLayout(words, 1)
        head.addWidget(self._undo)
        head.addWidget(self._save)
        column.addLayout(head)
        self._lock = Banner("", "neutral", icon="lock")
        self._notice = Banner("", "accent")
        column.addWidget(self._lock)
        column.addWidget(self._notice)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self._form = Surface()
        self._cards = QVBoxLayout(self._form)
        self._cards.setContentsMargins(1, 1, 5, 5)
        self._cards.setSpacing(10)
        self._area = scrolling(self._form)
        across.addWidget(self._area, 100)
        self._beside = QVBoxLayout()
        across.addLayout(self._beside)
        across.addStretch(1)
        column.addLayout(across, 1)
        return column

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Compact windows turn the list into tabs and drop words from the head."""
        self._compact = layout.compact
        self._left.setVisible(not layout.compact)
        self._tabs.setVisible(layout.compact)
        self._undo.set_label("" if layout.compact else self._t._("Undo all"))
        self._undo.setAccessibleName(self._t._("Undo all"))
        self._area.setMaximumWidth(FORM if not layout.compact else 16_777_215)
        self._fit_side()

    def on_shown(self) -> None:
        """Read again."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """The open section may want it."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """Buttons of the open form answer to their caps."""
        for block in self._blocks:
            for button in block.buttons.values():
                if button.cap() == key and key != "Enter":
                    if button.isEnabled():
                        button.click()
                    return True
        return super().on_key(key)

    def _enter(self) -> None:
        if self._save.isVisibleTo(self) and self._save.isEnabled():
            self._save.click()
            return
        for block in self._blocks:
            for button in block.buttons.values():
                if button.cap() == "Enter" and button.isEnabled():
                    button.click()
                    return

    # --- state -------------------------------------------------------------------------------

    def render(self, state: SettingsState) -> None:  # type: ignore[override]
        """Show the state."""
        self._show_sections(state)
        self._title.setText(state.title)
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._unsaved.set_badge(state.unsaved)
        self._unsaved.setVisible(bool(state.unsaved))
        self._save.setVisible(state.saves)
        self._save.setEnabled(state.can_save)
        self._save.set_locked(bool(state.lock))
        self._undo.setVisible(state.saves)
        self._undo.setEnabled(state.can_save)
        self._lock.set_message(state.lock, "neutral", icon="lock")
        self._notice.set_message(state.notice, state.notice_tone)
        self._show_blocks(state.blocks)
        self._show_side(state.side)
        if state.current != self._section:
            self._section = state.current
            self._area.verticalScrollBar().setValue(0)
        if state.attempt != self._attempt:
            self._attempt = state.attempt
            self._go_to(state.fault)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def box(self, key: str) -> QWidget | None:
        """The control of a field of the open form."""
        found = next((b.boxes[key] for b in self._blocks if key in b.boxes), None)
        return found.control() if found is not None else None

    def button(self, key: str) -> Button | None:
        """A button of the open form."""
        return next((b.buttons[key] for b in self._blocks if key in b.buttons), None)

    def _show_sections(self, state: SettingsState) -> None:
        rows = [
            Row(
                key=ref.key,
                title=ref.title,
                note=ref.mark,
                icon=ref.icon,
                tone="warn" if ref.mark else "accent" if ref.key == state.current else "neutral",
            )
            for ref in state.sections
        ]
        self._sections.set_rows(rows, state.current)
        widest = max(fonts.text_width(fonts.role("bodyStrong"), row.title) for row in rows)
        self._left.setFixedWidth(max(LEFT[0], min(LEFT[1], int(widest) + 120)))
        marks = [(ref.key, f"{ref.title} •" if ref.mark else ref.title) for ref in state.sections]
        self._tabs.set_choices(marks, [state.current])

    def _show_blocks(self, blocks: Sequence[BlockView]) -> None:
        shapes = tuple(shape_of(block) for block in blocks)
        if shapes != self._shown:
            self._shown = shapes
            self._rebuild(blocks)
        else:
            for widget, block in zip(self._blocks, blocks, strict=True):
                widget.show_block(block)

    def _rebuild(self, blocks: Sequence[BlockView]) -> None:
        """Cards whose shape stays are kept, focus and all."""
        kept = {block.shape: block for block in self._blocks}
        while self._cards.count():
            self._cards.takeAt(0)
        fresh = []
        for view in blocks:
            block = kept.pop(shape_of(view), None)
            if block is None:
                block = Block(view)
                block.edited.connect(self.edited)
                block.pressed.connect(self.pressed)
                block.chosen.connect(self.chosen)
            else:
                block.show_block(view)
            fresh.append(block)
            self._cards.addWidget(block)
        self._cards.addStretch(1)
        for old in kept.values():
            old.hide()
            old.deleteLater()
        self._blocks = fresh
        fields: list[QWidget] = [
            box.control()
            for block in fresh
            for box in block.boxes.values()
            if box.kind in ("text", "secret", "select")
        ]
        self.set_form(fields)

    def _show_side(self, side: BlockView | None) -> None:
        if side is None:
            if self._side is not None:
                self._side.hide()
                self._side.deleteLater()
                self._side = None
        elif self._side is None:
            self._side = Block(side)
            self._beside.addWidget(self._side)
        else:
            self._side.show_block(side)
        self._fit_side()

    def _fit_side(self) -> None:
        if self._side is not None:
            self._side.setFixedWidth(SIDE if not self._compact else SIDE - 24)

    def _go_to(self, key: str) -> None:
        control = self.box(key)
        if control is not None:
            control.setFocus()
            self._area.ensureWidgetVisible(control)
