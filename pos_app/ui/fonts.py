"""The bundled Inter faces and the text roles made of them, always with tabular digits."""

from __future__ import annotations

from functools import cache, lru_cache
from math import ceil

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from pos_app.resource_paths import resource
from pos_app.ui import tokens

_FILES = (
    "Inter-Regular.ttf",
    "Inter-Medium.ttf",
    "Inter-SemiBold.ttf",
    "Inter-Bold.ttf",
    "InterDisplay-SemiBold.ttf",
)
# Tabular digits of the display cut stand wide; big figures are set a little tighter.
_FIGURES = ("number", "total", "change")
_FIGURES_TRACKING = -0.025
LARGE = 48


class _Reader:
    """The reader's text size in percent."""

    scale = 100


@lru_cache(maxsize=1)
def load() -> tuple[str, ...]:
    """Register the bundled faces with Qt once; returns the family names.

    Raises ``FileNotFoundError`` when a face cannot be read: text without it would lose signs
    such as the manat.
    """
    families: list[str] = []
    for name in _FILES:
        path = resource("fonts", name)
        number = QFontDatabase.addApplicationFont(str(path))
        if number < 0:
            raise FileNotFoundError(f"font cannot be loaded: {path}")
        families += QFontDatabase.applicationFontFamilies(number)
    return tuple(dict.fromkeys(families))


def set_text_scale(percent: int) -> None:
    """Set the reader's text size, 100-150 percent; fonts made afterwards follow it."""
    wanted = min(150, max(100, int(percent)))
    if wanted != _Reader.scale:
        _Reader.scale = wanted
        _role.cache_clear()
        _sized.cache_clear()


def text_scale() -> int:
    """The current text size in percent."""
    return _Reader.scale


def scaled(px: int) -> int:
    """A text-bound length in px at the current text size."""
    return round(px * _Reader.scale / 100)


def _font_px(px: int) -> int:
    """Figures of 48 px and more are read across the counter as they are and do not grow."""
    return px if px >= LARGE else scaled(px)


def role(name: str) -> QFont:
    """A fresh font for a text role (``body``, ``label``, ``amount`` …)."""
    return QFont(_role(name))


def sized(px: int, weight: int, *, display: bool = False) -> QFont:
    """A font outside the roles, for a few drawn digits; size in px before the text scale."""
    return QFont(_sized(px, weight, display=display))


def line_height(name: str) -> int:
    """Line height of a role in px at the current text size."""
    return _font_px(tokens.type_role(name).line)


def text_width(font: QFont, text: str) -> int:
    """Advance of ``text`` in px, rounded up so that nothing is cut."""
    return ceil(QFontMetricsF(font).horizontalAdvance(text))


@cache
def _role(name: str) -> QFont:
    values = tokens.type_role(name)
    font = _make(values.px, values.weight, display=values.display)
    tracking = values.tracking or (_FIGURES_TRACKING if name in _FIGURES else 0)
    if tracking:
        spacing = font.pixelSize() * tracking
        font.setLetterSpacing(QFont.SpacingType.AbsoluteSpacing, spacing)
    return font


@lru_cache(maxsize=64)
def _sized(px: int, weight: int, *, display: bool) -> QFont:
    return _make(px, weight, display=display)


def _make(px: int, weight: int, *, display: bool) -> QFont:
    load()
    names = tokens.raw()["font"]
    font = QFont(str(names["display"] if display else names["ui"]))
    font.setPixelSize(_font_px(px))
    font.setWeight(QFont.Weight(weight))
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    for tag, value in names["features"].items():
        font.setFeature(QFont.Tag(tag), int(value))
    return font
