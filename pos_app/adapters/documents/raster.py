"""Pages to dots: the PDF as a thermal printer gets it, at 203 dpi and one bit a dot.

pdfium draws with soft edges, which the threshold turns into black or white; the marks stand on
whole dots, so bars keep their exact widths. pdfium is not made for threads: one lock, one page at
a time.
"""

from __future__ import annotations

import struct
import threading
import zlib
from typing import Any, Final

from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import Bitmap, Paper

DPI: Final = 203
_LOCK: Final = threading.Lock()
_DARK: Final = 128
_TO_BITS: Final = bytes(49 if value < _DARK else 48 for value in range(256))


def rasterise(pdf: bytes, paper: Paper) -> tuple[Bitmap, ...]:
    """Each page of ``pdf`` as dots, ``paper.dots`` wide.

    Raises ``EnvironmentProblem("slip_unreadable")`` when the bytes are no PDF.
    """
    import pypdfium2

    with _LOCK:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise EnvironmentProblem("slip_unreadable") from error
        try:
            return tuple(_page(document[index], paper) for index in range(len(document)))
        finally:
            document.close()


def _page(page: Any, paper: Paper) -> Bitmap:
    import pypdfium2
    import pypdfium2.raw as pdfium

    width = paper.dots
    height = round(page.get_height() * DPI / 72)
    canvas = pypdfium2.PdfBitmap.new_native(width, height, pdfium.FPDFBitmap_Gray)
    try:
        canvas.fill_rect((255, 255, 255, 255), 0, 0, width, height)
        flags = pdfium.FPDF_GRAYSCALE | pdfium.FPDF_PRINTING
        pdfium.FPDF_RenderPageBitmap(canvas, page, 0, 0, width, height, 0, flags)
        return _threshold(bytes(canvas.buffer), width, height, canvas.stride)
    finally:
        canvas.close()
        page.close()


def _threshold(grey: bytes, width: int, height: int, stride: int) -> Bitmap:
    bits = grey.translate(_TO_BITS)
    row_bytes = (width + 7) // 8
    padding = b"0" * (row_bytes * 8 - width)
    rows = bytearray()
    for top in range(0, height * stride, stride):
        row = bits[top : top + width] + padding
        rows += int(row, 2).to_bytes(row_bytes, "big")
    return Bitmap(width=width, height=height, rows=bytes(rows))


def to_png(bitmap: Bitmap) -> bytes:
    """The bitmap as a black and white PNG file, with its resolution written in."""
    stride = bitmap.stride
    flipped = bitmap.rows.translate(bytes(255 - value for value in range(256)))
    lines = b"".join(b"\0" + flipped[top : top + stride] for top in range(0, len(flipped), stride))
    header = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 1, 0, 0, 0, 0)
    per_metre = round(DPI / 0.0254)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _chunk(b"IHDR", header)
        + _chunk(b"pHYs", struct.pack(">IIB", per_metre, per_metre, 1))
        + _chunk(b"IDAT", zlib.compress(lines, 6))
        + _chunk(b"IEND", b"")
    )


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = zlib.crc32(kind + content)
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", check)
