"""Light and dark: palette and one style sheet made from the tokens, switched while running."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import fonts, tokens
from pos_app.ui.style_sheet import style_sheet

ThemeName = Literal["light", "dark"]
NAMES: tuple[ThemeName, ...] = ("light", "dark")


class _Signals(QObject):
    changed = Signal(str)


class _State:
    name: ThemeName = "light"
    dressed: tuple[int, str, int] | None = None
    signals: _Signals | None = None


def signals() -> _Signals:
    """``signals().changed`` tells the new theme's name after a switch; painting needs no slot."""
    if _State.signals is None:
        _State.signals = _Signals()
    return _State.signals


def current() -> ThemeName:
    """The theme in use."""
    return _State.name


def is_dark() -> bool:
    """Whether the dark theme is in use."""
    return _State.name == "dark"


@lru_cache(maxsize=256)
def _color(name: ThemeName, token: str) -> QColor:
    return QColor(tokens.raw()["color"][name][token])


def color(token: str, alpha: float = 1.0) -> QColor:
    """The colour of a token in the current theme, with an opacity of 0-1."""
    made = QColor(_color(_State.name, token))
    if alpha < 1:
        made.setAlphaF(alpha)
    return made


def system_theme() -> ThemeName:
    """What the desktop asks for; light when it does not say."""
    hints = QApplication.styleHints()
    return "dark" if hints.colorScheme() == Qt.ColorScheme.Dark else "light"


def apply(app: QApplication, name: ThemeName, *, text_scale: int = 100) -> None:
    """Dress the whole application; ``text_scale`` is a percentage 100-150.

    Dressing it as it is dressed already does nothing.
    """
    wanted = (id(app), name, text_scale)
    if _State.dressed == wanted:
        return
    _State.dressed = wanted
    _State.name = name
    fonts.set_text_scale(text_scale)
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(fonts.role("body"))
    app.setPalette(_palette())
    app.setStyleSheet(style_sheet(name, text_scale))
    for widget in app.allWidgets():
        refresh = getattr(widget, "refresh_fonts", None)
        if refresh is not None:
            refresh()
        widget.update()
    signals().changed.emit(name)


def repolish(widget: QWidget) -> None:
    """Make the style sheet notice a changed dynamic property."""
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def contrast(first: QColor, second: QColor) -> float:
    """Contrast of two opaque colours by WCAG 2.2, from 1 to 21."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(value: QColor) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)

    # eight-bit channels: QColor keeps sixteen bits and rounds them on its own way
    red, green, blue = value.red() / 255, value.green() / 255, value.blue() / 255
    return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue)


def _palette() -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    table = {
        role.Window: "bg",
        role.WindowText: "text",
        role.Base: "surface",
        role.AlternateBase: "sunken",
        role.Text: "text",
        role.Button: "surface",
        role.ButtonText: "text",
        role.BrightText: "on-accent",
        role.Highlight: "accent",
        role.HighlightedText: "on-accent",
        role.Accent: "accent",
        role.Link: "accent-text",
        role.LinkVisited: "accent-text",
        role.ToolTipBase: "slab",
        role.ToolTipText: "on-slab",
        role.PlaceholderText: "text-3",
        role.Light: "raised",
        role.Midlight: "sunken",
        role.Mid: "line",
        role.Dark: "line-strong",
        role.Shadow: "shadow",
    }
    for entry, token in table.items():
        palette.setColor(entry, color(token))
    for entry in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, entry, color("disabled"))
    return palette
