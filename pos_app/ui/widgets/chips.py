"""What is in force, as chips with a cross: a tap takes one away."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.flow import FlowLayout


class ChipRow(QWidget):
    """Wraps into as many rows as it needs; hidden while there is none. ``removed(str)``."""

    removed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: dict[str, Button] = {}
        self._flow = FlowLayout(self, gap=6)
        self.hide()

    def show_chips(self, chips: Sequence[tuple[str, str]]) -> None:
        """Show chips as (key, text); those that stay are kept."""
        wanted = dict(chips)
        if tuple(wanted) != tuple(self._chips):
            self._rebuild(tuple(wanted))
        for key, text in wanted.items():
            self._chips[key].set_label(text)
        self.setVisible(bool(wanted))

    def chip(self, key: str) -> Button:
        """The chip of a key."""
        return self._chips[key]

    def _rebuild(self, keys: tuple[str, ...]) -> None:
        for chip in self._chips.values():
            self._flow.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._chips = {}
        for key in keys:
            chip = Button("", v="soft", icon="x", size="compact", parent=self)
            chip.clicked.connect(lambda _=False, key=key: self.removed.emit(key))
            self._flow.addWidget(chip)
            chip.show()
            self._chips[key] = chip
        self.updateGeometry()
