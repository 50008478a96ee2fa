"""A button whose words are only words."""

from __future__ import annotations

from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractButton


class PlainButton(QAbstractButton):
    """Qt takes the letter after an ``&`` for a shortcut; in a name, ``&`` is a letter like any."""

    def setText(self, text: str) -> None:
        """Show ``text`` as it is, without the shortcut Qt makes of it."""
        super().setText(text)
        self.setShortcut(QKeySequence())
