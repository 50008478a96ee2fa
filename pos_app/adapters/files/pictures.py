"""Pictures taken from wherever the owner keeps them into the shop's own folder.

Only PNG and JPEG pass, told by their content and not by their name; the sides are read from the
head of the file, so that a small file which unfolds to gigabytes is refused unopened.
"""

from __future__ import annotations

import hashlib
import os
import struct
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os, sync_folder
from pos_app.domain.errors import PosError

LARGEST_FILE: Final = 8_000_000
MOST_PIXELS: Final = 25_000_000
LONGEST_SIDE: Final = 10_000

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


class Pictures:
    """See :class:`pos_app.services.pictures.PicturePort`: files in ``folder``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def take(self, path: str) -> str:
        """Copy a picture; the same picture taken twice is kept once."""
        content = _content_of(Path(path))
        ending = _checked(content)
        name = f"{hashlib.sha256(content).hexdigest()[:24]}.{ending}"
        target = self._folder / name
        if not target.exists():
            self._write(target, content)
        return name

    def read(self, name: str) -> bytes | None:
        """The picture, None when it is gone or the name points elsewhere."""
        if not name or Path(name).name != name:
            return None
        try:
            return (self._folder / name).read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise problem_of_os(error, self._folder / name) from error

    def _write(self, target: Path, content: bytes) -> None:
        temporary = target.with_name(target.name + ".new")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            with temporary.open("wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
            sync_folder(self._folder)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise problem_of_os(error, target) from error


def _content_of(path: Path) -> bytes:
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise PosError("picture_refused", reason="size", limit=LARGEST_FILE)
        return path.read_bytes()
    except OSError as error:
        raise problem_of_os(error, path) from error


def _checked(content: bytes) -> str:
    """The file ending that fits; raises ``PosError("picture_refused")``."""
    try:
        if content.startswith(_PNG):
            ending, sides = "png", _png_sides(content)
        elif content.startswith(_JPEG):
            ending, sides = "jpg", _jpeg_sides(content)
        else:
            raise PosError("picture_refused", reason="kind")
    except (struct.error, IndexError):
        raise PosError("picture_refused", reason="damaged") from None
    width, height = sides
    if not width or not height:
        raise PosError("picture_refused", reason="damaged")
    if max(sides) > LONGEST_SIDE or width * height > MOST_PIXELS:
        raise PosError("picture_refused", reason="size", limit=MOST_PIXELS)
    return ending


def _png_sides(content: bytes) -> tuple[int, int]:
    if content[12:16] != b"IHDR":
        raise PosError("picture_refused", reason="damaged")
    width, height = struct.unpack_from(">II", content, 16)
    return width, height


def _jpeg_sides(content: bytes) -> tuple[int, int]:
    """From the first frame header; markers before it are stepped over by their lengths."""
    place = 2
    while content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _FRAMES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        (length,) = struct.unpack_from(">H", content, place + 2)
        place += 2 + max(length, 2)
    raise PosError("picture_refused", reason="damaged")
