"""The shop's logo, turned black and white.

A logo is a convenience: whatever is wrong with the file, the slip is printed without it.
"""

from __future__ import annotations

import logging
import struct
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

_WIDEST: Final = 400
_TALLEST: Final = 160
_LARGEST_FILE: Final = 8_000_000
_MOST_PIXELS: Final = 25_000_000

_UNREADABLE: Final = (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A picture of at most 400 × 160 dots; ``image`` is a ReportLab ``ImageReader``."""

    image: Any
    width: int
    height: int

    def fitted(self, room: int) -> tuple[int, int]:
        """Width and height in dots where only ``room`` dots are there."""
        if self.width <= room:
            return self.width, self.height
        return room, max(1, self.height * room // self.width)


def load_logo(folder: Path | None, name: str) -> Logo | None:
    """The logo ``name`` inside ``folder``; None where there is none or it can't be read.

    Only a plain file name is taken: a name that points elsewhere is refused.
    """
    if folder is None or not name or Path(name).name != name:
        return None
    path = folder / name
    try:
        changed = path.stat().st_mtime_ns
        return _read(path, changed)
    except FileNotFoundError:
        return None
    except _UNREADABLE as error:
        _log.info("logo left out: %s", type(error).__name__)
        return None


@lru_cache(maxsize=4)
def _read(path: Path, changed: int) -> Logo:
    from PIL import Image
    from reportlab.lib.utils import ImageReader

    if path.stat().st_size > _LARGEST_FILE:
        raise ValueError("file too large")
    with _opened(path) as source:
        if source.width * source.height > _MOST_PIXELS:
            raise ValueError("picture too large")
        picture = source.convert("RGBA")
    picture.thumbnail((_WIDEST, _TALLEST))
    white = Image.new("RGBA", picture.size, "white")
    white.alpha_composite(picture)
    plain = white.convert("L").point(lambda value: 255 if value > 140 else 0).convert("1")
    return Logo(image=ImageReader(plain), width=plain.width, height=plain.height)


def _opened(path: Path) -> Any:
    from PIL import Image

    try:
        return Image.open(path, formats=("PNG", "JPEG", "BMP", "GIF", "WEBP"))
    except Image.DecompressionBombError as error:
        raise ValueError("picture too large") from error
