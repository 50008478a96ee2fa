"""The few ESC/POS commands the till needs, as bytes.

Text commands are not among them: printers' code pages have no ə and seldom ₽ or ₼, so slips are
sent as pictures.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pos_app.services.documents import Bitmap, PrinterStatus

RESET: Final = b"\x1b@"
CUT: Final = b"\x1dVB\x00"
"""Feed to the knife and cut (GS V 66 0)."""
DRAWER: Final = b"\x1bp\x00\x19\x32"
"""50 ms on pin 2, in the order of the other commands."""
DRAWER_NOW: Final = b"\x10\x14\x01\x00\x01"
"""The same at once (DLE DC4), also when the printer is stopped for want of paper."""
ACKNOWLEDGE: Final = b"\x1dr\x01"
"""GS r 1: the printer answers one byte when it gets here, so everything before is on paper."""
ASK_PRINTER: Final = b"\x10\x04\x01"
ASK_OFFLINE: Final = b"\x10\x04\x02"
ASK_PAPER: Final = b"\x10\x04\x04"

BAND: Final = 128
"""Rows of one raster command; small printers have small buffers."""


def feed(lines: int) -> bytes:
    """Advance the paper by ``lines`` (ESC d), where there is no knife to feed for."""
    return bytes((0x1B, 0x64, lines))


def raster(bitmap: Bitmap, band: int = BAND) -> Iterator[bytes]:
    """The picture as GS v 0 commands of at most ``band`` rows each."""
    stride = bitmap.stride
    for top in range(0, bitmap.height, band):
        rows = min(band, bitmap.height - top)
        head = b"\x1dv0\x00" + stride.to_bytes(2, "little") + rows.to_bytes(2, "little")
        yield head + _harmless(bitmap.rows[top * stride : (top + rows) * stride])


def _harmless(rows: bytes) -> bytes:
    """The dots without DLE DC4, which printers obey even inside a picture: it kicks the drawer,
    switches off, or clears the buffer. One dot more is the price."""
    return rows.replace(b"\x10\x14", b"\x10\x15")


def is_status(byte: int) -> bool:
    """Whether a byte has the fixed bits of a DLE EOT answer (0xx1xx10)."""
    return byte & 0x93 == 0x12


def read_status(printer: int, offline: int | None, paper: int | None) -> PrinterStatus:
    """What the answers to DLE EOT 1, 2 and 4 mean; None for one that did not come."""
    causes, roll = offline or 0, paper or 0
    return PrinterStatus(
        online=not printer & 0x08,
        cover_open=bool(causes & 0x04),
        paper_out=bool(roll & 0x60) or bool(causes & 0x20),
        paper_low=bool(roll & 0x0C),
    )


def paper_gone(acknowledged: int) -> bool:
    """Whether the answer to GS r 1 says the roll has ended."""
    return bool(acknowledged & 0x0C)
