"""The two faces of every slip: Inter SemiBold and Bold, embedded, with digits of equal width.

Thin strokes drop out at 203 dpi, so nothing lighter is ever loaded. The faces are read once and
kept; ReportLab itself is imported when the first slip is drawn.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from typing import Any, Final

from pos_app.adapters.documents.tabular import substitutions
from pos_app.resource_paths import resource

DRAWING: Final = threading.RLock()
"""Held while a document is drawn: ReportLab's fonts keep state that threads must not share."""

_SPACE: Final = 290
"""Width of a space per 1000 of size: Inter's own 237 makes small words run together on paper."""

MISSING: Final = "\N{WHITE SQUARE}"
"""What stands for a letter the font lacks: seen, never left out."""


class Weight(Enum):
    """How heavy a text is; both are at least 600."""

    SEMI = "Inter-SemiBold"
    BOLD = "Inter-Bold"


@dataclass(frozen=True, slots=True, kw_only=True)
class Face:
    """A loaded face: its name for the canvas and each character's width per 1000 of size."""

    name: str
    widths: dict[int, float]
    font: Any

    def width(self, text: str, size: float) -> float:
        """How wide ``text`` (already made printable) is, in the unit of ``size``."""
        widths = self.widths
        return sum([widths[code] for code in map(ord, text)]) * size / 1000

    def has(self, char: str) -> bool:
        """Whether the face can draw ``char``."""
        return ord(char) in self.widths


@lru_cache(maxsize=2)
def face(weight: Weight) -> Face:
    """The face of a weight, registered with ReportLab under a name of our own."""
    from reportlab.pdfbase import pdfmetrics, ttfonts

    with DRAWING:
        name = f"Pos{weight.value}"
        path = resource("fonts", f"{weight.value}.ttf")
        font = ttfonts.TTFont(name, str(path), asciiReadable=False, shapable=False)
        _use_tabular_digits(font.face)
        font.face.charWidths[0x20] = font.face.charWidths[0xA0] = _SPACE
        pdfmetrics.registerFont(font)
        return Face(name=name, widths=dict(font.face.charWidths), font=font)


def _use_tabular_digits(loaded: Any) -> None:
    swap = substitutions(bytes(loaded.get_table("GSUB")))
    scale = 1000 / loaded.unitsPerEm
    for char in "0123456789":
        glyph = loaded.charToGlyph[ord(char)]
        tabular = swap.get(glyph, glyph)
        loaded.charToGlyph[ord(char)] = tabular
        loaded.charWidths[ord(char)] = round(loaded.hmetrics[tabular][0] * scale)
