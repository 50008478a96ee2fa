"""Texts of any length on paper: what people sign or asked for must be all there."""

from __future__ import annotations

import textwrap
from typing import Final

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.text import printable, wrap

_CHUNK: Final = 200


def write_whole(column: Column, text: str, size: int, weight: Weight = Weight.SEMI) -> None:
    """A text without an end cut off, paragraph by paragraph."""
    for paragraph in text.splitlines():
        pieces = textwrap.wrap(paragraph, _CHUNK, break_on_hyphens=False)
        joined = " ".join(printable(piece) for piece in pieces)
        for line in wrap(joined, weight, size, column.width):
            column.left_text(line, size, weight)
