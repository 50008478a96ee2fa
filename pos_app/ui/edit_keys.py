"""Which Ctrl combinations a text field being edited keeps for itself."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit

_CLIPBOARD = ("Ctrl A", "Ctrl C", "Ctrl V", "Ctrl X")
_MOVES = (
    "Left",
    "Right",
    "Home",
    "End",
    "Backspace",
    "Del",
    "Shift Left",
    "Shift Right",
    "Shift Home",
    "Shift End",
)


def edit_wants(name: str) -> bool:
    """Whether the field with the focus takes this key: clipboard, word moves, its own undo.

    Ctrl Z is the field's only while it has something of its own to take back; else the page's.
    """
    focus = QApplication.focusWidget()
    if not isinstance(focus, QLineEdit | QPlainTextEdit):
        return False
    if name in _CLIPBOARD or name.removeprefix("Ctrl ") in _MOVES:
        return True
    if isinstance(focus, QPlainTextEdit):
        return name == "Ctrl Z" and focus.document().isUndoAvailable()
    return name == "Ctrl Z" and focus.isUndoAvailable() and bool(focus.text())
