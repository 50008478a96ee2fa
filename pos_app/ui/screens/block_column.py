"""A scrolling column of cards made of blocks: kept while their shape stays, focus and all."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from pos_app.presenters.settings_state import BlockView
from pos_app.ui.screens.settings_blocks import Block, shape_of
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Surface
from pos_app.ui.widgets.layout import bare_column, scrolling


class BlockColumn(QWidget):
    """Shows blocks; ``edited(key, text)``, ``pressed(action, ref)``, ``chosen(block, row)``."""

    edited = Signal(str, str)
    pressed = Signal(str, str)
    chosen = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._blocks: list[Block] = []
        self._shapes: tuple[object, ...] = ()
        inside = Surface()
        self._cards = QVBoxLayout(inside)
        self._cards.setContentsMargins(1, 1, 5, 5)
        self._cards.setSpacing(10)
        self._area = scrolling(inside)
        column = bare_column()
        column.addWidget(self._area)
        self.setLayout(column)

    def show_blocks(self, blocks: Sequence[BlockView]) -> None:
        """Show the cards; one whose shape changed is made anew, and keeps the focus it had."""
        shapes = tuple(shape_of(block) for block in blocks)
        if shapes == self._shapes:
            for widget, view in zip(self._blocks, blocks, strict=True):
                widget.show_block(view)
            return
        held = self._held()
        self._shapes = shapes
        self._rebuild(blocks)
        if held:
            self.go_to(held)

    def fields(self) -> list[QWidget]:
        """The fields in reading order."""
        return [
            box.control()
            for block in self._blocks
            for box in block.boxes.values()
            if box.kind in ("text", "select")
        ]

    def box(self, key: str) -> QWidget | None:
        """The control of a field."""
        found = next((b.boxes[key] for b in self._blocks if key in b.boxes), None)
        return found.control() if found is not None else None

    def button(self, key: str) -> Button | None:
        """A button of a card."""
        return next((b.buttons[key] for b in self._blocks if key in b.buttons), None)

    def block(self, key: str) -> Block | None:
        """A card."""
        return next((block for block in self._blocks if block.key == key), None)

    def to_top(self) -> None:
        """Scroll up."""
        self._area.verticalScrollBar().setValue(0)

    def go_to(self, key: str) -> None:
        """Put the focus into a field and bring it into sight."""
        control = self.box(key)
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
            QTimer.singleShot(0, control, lambda: self._area.ensureWidgetVisible(control, 8, 48))

    def _held(self) -> str:
        for block in self._blocks:
            for key, box in block.boxes.items():
                if box.control().hasFocus():
                    return key
        return ""

    def _rebuild(self, blocks: Sequence[BlockView]) -> None:
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
