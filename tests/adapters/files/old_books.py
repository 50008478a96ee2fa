"""Workbooks of other programs made by hand: XLS (BIFF8 in a compound file) and ODS."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Sequence
from datetime import date
from xml.sax.saxutils import escape

Value = str | int | float | date | None
_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def xls(
    *sheets: Sequence[Sequence[Value]], hidden: Sequence[int] = (), from_1904: bool = False
) -> bytes:
    """A workbook of Excel 97 with these sheets; those in ``hidden`` are not shown."""
    head = _record(0x809, struct.pack("<HHHHII", 0x600, 5, 0, 1996, 0, 6))
    head += _record(0x22, struct.pack("<H", int(from_1904)))
    head += _record(0xE0, struct.pack("<HH", 0, 0) + bytes(16))
    head += _record(0xE0, struct.pack("<HH", 0, 14) + bytes(16))
    names = [f"Лист{n}" for n in range(1, len(sheets) + 1)]
    length = len(head) + sum(4 + 8 + 2 * len(name) for name in names) + 4
    bodies = [_sheet(rows, from_1904) for rows in sheets]
    for place, (name, body) in enumerate(zip(names, bodies, strict=True)):
        text = name.encode("utf-16-le")
        told = struct.pack("<IBBBB", length, int(place in hidden), 0, len(name), 1)
        head += _record(0x85, told + text)
        length += len(body)
    return _compound(head + _record(0x0A, b"") + b"".join(bodies))


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _sheet(rows: Sequence[Sequence[Value]], from_1904: bool) -> bytes:
    out = _record(0x809, struct.pack("<HHHHII", 0x600, 0x10, 0, 1996, 0, 6))
    first = date(1904, 1, 1) if from_1904 else date(1899, 12, 30)
    for y, row in enumerate(rows):
        for x, value in enumerate(row):
            if isinstance(value, str):
                text = value.encode("utf-16-le")
                told = struct.pack("<HHHHB", y, x, 0, len(text) // 2, 1) + text
                out += _record(0x204, told)
            elif isinstance(value, date):
                days = (value - first).days
                out += _record(0x203, struct.pack("<HHHd", y, x, 1, days))
            elif value is not None:
                out += _record(0x203, struct.pack("<HHHd", y, x, 0, value))
    return out + _record(0x0A, b"")


def _compound(stream: bytes) -> bytes:
    size = max(len(stream), 4096)
    sectors = -(-size // _SECTOR)
    stream = stream.ljust(sectors * _SECTOR, b"\0")
    fat = [_FAT, _END, *range(3, 2 + sectors), _END]
    assert len(fat) <= 128
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16)
    header += struct.pack("<HHHHH6x", 0x3E, 3, 0xFFFE, 9, 6)
    header += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, _END, 0, _END, 0)
    header += struct.pack("<I", 0) + struct.pack("<I", _FREE) * 108
    table = b"".join(struct.pack("<I", each) for each in fat).ljust(_SECTOR, b"\xff")
    folder = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, 2, size)
    return header + table + folder.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    told = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    told += struct.pack("<III", _FREE, _FREE, child) + bytes(36)
    return told + struct.pack("<IQ", start, size)


_NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{short}:1.0"'
    for short in ("office", "table", "text", "style")
)


def ods(body: str, *, before: str = "", styles: str = "") -> bytes:
    """An OpenDocument workbook whose spreadsheet holds this XML (see :func:`ods_table`)."""
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_NAMES}>'
        f"<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{body}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    return out.getvalue()


def ods_table(rows: Sequence[Sequence[Value]], *, style: str = "", name: str = "Лист1") -> str:
    """The XML of one sheet."""
    styled = f' table:style-name="{style}"' if style else ""
    lines = "".join(
        f"<table:table-row>{''.join(map(_cell, row))}</table:table-row>" for row in rows
    )
    return f'<table:table table:name="{name}"{styled}>{lines}</table:table>'


def _cell(value: Value) -> str:
    if value is None:
        return "<table:table-cell/>"
    if isinstance(value, date):
        return (
            f'<table:table-cell office:value-type="date" office:date-value="{value.isoformat()}">'
            f"<text:p>{value:%d.%m.%y}</text:p></table:table-cell>"
        )
    if isinstance(value, str):
        lines = "".join(f"<text:p>{escape(line)}</text:p>" for line in value.split("\n"))
        return f'<table:table-cell office:value-type="string">{lines}</table:table-cell>'
    return (
        f'<table:table-cell office:value-type="float" office:value="{value}">'
        f"<text:p>{value}</text:p></table:table-cell>"
    )
