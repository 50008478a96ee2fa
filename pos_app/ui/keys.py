"""Key names as written on the caps, and signs by key position whatever layout is on."""

from __future__ import annotations

import sys

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent

_NAMED = {
    Qt.Key.Key_Return: "Enter",
    Qt.Key.Key_Enter: "Enter",
    Qt.Key.Key_Escape: "Esc",
    Qt.Key.Key_Delete: "Del",
    Qt.Key.Key_Insert: "Ins",
    Qt.Key.Key_Backspace: "Backspace",
    Qt.Key.Key_Tab: "Tab",
    Qt.Key.Key_Backtab: "Backtab",
    Qt.Key.Key_Up: "Up",
    Qt.Key.Key_Down: "Down",
    Qt.Key.Key_Left: "Left",
    Qt.Key.Key_Right: "Right",
    Qt.Key.Key_Home: "Home",
    Qt.Key.Key_End: "End",
    Qt.Key.Key_PageUp: "PageUp",
    Qt.Key.Key_PageDown: "PageDown",
    Qt.Key.Key_Space: "Space",
    Qt.Key.Key_Menu: "Menu",
}
F_KEYS = tuple(f"F{number}" for number in range(1, 13))
# Inside a list or table these stay with the widget; every other key belongs to the page.
MOVES = frozenset(
    {
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    }
)
PICKS = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter})

# Places on the main block, numbered as the kernel and Windows both do (set 1).
_ROWS = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
_KEYPAD = {71: "7", 72: "8", 73: "9", 74: "-", 75: "4", 76: "5", 77: "6", 78: "+"}
_KEYPAD |= {79: "1", 80: "2", 81: "3", 82: "0", 83: ".", 55: "*", 98: "/", 0x135: "/"}
_PLAIN = {start + n: sign for start, row, _ in _ROWS for n, sign in enumerate(row)}
_SHIFTED = {start + n: sign for start, _, row in _ROWS for n, sign in enumerate(row)}

# macOS numbers its keys in another order (virtual key codes).
_MAC = {
    18: "1", 19: "2", 20: "3", 21: "4", 23: "5", 22: "6", 26: "7", 28: "8", 25: "9", 29: "0",
    27: "-", 24: "=", 12: "q", 13: "w", 14: "e", 15: "r", 17: "t", 16: "y", 32: "u", 34: "i",
    31: "o", 35: "p", 33: "[", 30: "]", 0: "a", 1: "s", 2: "d", 3: "f", 5: "g", 4: "h", 38: "j",
    40: "k", 37: "l", 41: ";", 39: "'", 50: "`", 42: "\\", 6: "z", 7: "x", 8: "c", 9: "v",
    11: "b", 45: "n", 46: "m", 43: ",", 47: ".", 44: "/", 49: " ", 65: ".", 67: "*", 69: "+",
    75: "/", 78: "-", 82: "0", 83: "1", 84: "2", 85: "3", 86: "4", 87: "5", 88: "6", 89: "7",
    91: "8", 92: "9",
}  # fmt: skip
_UPPER = dict(zip("1234567890-=[];'`\\,./", '!@#$%^&*()_+{}:"~|<>?', strict=True))


def sign_by_position(scan_code: int, virtual_key: int, *, shift: bool, platform: str) -> str:
    """The sign a US keyboard has on this key; empty when the place is unknown.

    Caps Lock is left out on purpose: scanners press Shift for capitals.
    """
    if platform == "mac":
        plain = _MAC.get(virtual_key, "")
        return (_UPPER.get(plain) or plain.upper()) if shift else plain
    place = scan_code if platform == "windows" else scan_code - 8
    if place in _PLAIN:
        return _SHIFTED[place] if shift else _PLAIN[place]
    return _KEYPAD.get(place, "")


def platform_kind() -> str:
    """How key places are numbered here: linux, windows or mac."""
    if sys.platform == "win32":
        return "windows"
    if sys.platform == "darwin" and QGuiApplication.platformName() == "cocoa":
        return "mac"
    return "linux"


def position_sign(event: QKeyEvent) -> str:
    """The sign by position of a real key; empty for made-up events without a place."""
    kind = platform_kind()
    if kind != "mac" and event.nativeScanCode() < 2:
        return ""
    shift = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
    return sign_by_position(
        event.nativeScanCode(), event.nativeVirtualKey(), shift=shift, platform=kind
    )


def key_name(event: QKeyEvent) -> str:
    """The key as a cap shows it: ``F10``, ``Enter``, ``Ctrl Z``, ``+`` or the typed sign.

    Letters after Ctrl go by their place, so that Ctrl Z works on every layout.
    """
    key = Qt.Key(event.key())
    plain = _NAMED.get(key, "")
    if not plain and Qt.Key.Key_F1 <= key <= Qt.Key.Key_F12:
        plain = F_KEYS[int(key) - int(Qt.Key.Key_F1)]
    modifiers = event.modifiers()
    if not modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier):
        text = event.text()
        return plain or (text if text.isprintable() else "")
    if not plain:
        sign = position_sign(event)
        plain = sign.upper() if sign.isalnum() else _latin(key)
    prefix = "Ctrl " if modifiers & Qt.KeyboardModifier.ControlModifier else ""
    prefix += "Alt " if modifiers & Qt.KeyboardModifier.AltModifier else ""
    if plain and modifiers & Qt.KeyboardModifier.ShiftModifier:
        prefix += "Shift "
    return prefix + plain if plain else ""


def _latin(key: Qt.Key) -> str:
    code = int(key)
    return chr(code) if 0x20 < code < 0x7F else ""


def is_control(name: str) -> bool:
    """Keys that belong to the page even while a field has the focus."""
    return name in F_KEYS or name == "Menu" or name.startswith("Ctrl ")
