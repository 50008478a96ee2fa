"""The kinds of file a list of people can be, joined: spreadsheets, contacts, paper, labels."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.documents.address_labels import SHEETS, address_labels
from pos_app.adapters.documents.people_list import ListSheet, people_list
from pos_app.adapters.files.exports import SpreadsheetWriter, replacing
from pos_app.adapters.files.readable import Readable
from pos_app.adapters.files.vcard import VCardWriter
from pos_app.adapters.sqlite.people_export_rows import SqlitePeopleRows
from pos_app.i18n import Formats, Translator
from pos_app.presenters.export_words import PURPOSES, column_title, left_out_words
from pos_app.services.exports import Column, ColumnKind, Row
from pos_app.services.people_export import PeopleExport
from pos_app.services.people_export_model import FileHead, FileKind

if TYPE_CHECKING:
    from pos_app.bootstrap.shop import Shop

_FIGURES = (ColumnKind.MONEY, ColumnKind.POINTS, ColumnKind.NUMBER)
_LABELS = {FileKind.LABELS_24: 24, FileKind.LABELS_21: 21, FileKind.LABELS_14: 14}


class PeopleFileWriter:
    """See :class:`pos_app.services.people_export.PeopleFiles`; in one language."""

    def __init__(self, t: Translator, formats: Formats, minor_digits: int) -> None:
        self._t = t
        self._f = formats
        self._digits = minor_digits
        self._heading = partial(column_title, t=t)
        self._readable = Readable(t, formats)

    def write(
        self, kind: FileKind, path: str, columns: Sequence[Column], rows: Iterable[Row],
        head: FileHead, written: Callable[[int], None],
    ) -> None:  # fmt: skip
        """See the port."""
        with replacing(Path(path)) as temporary:
            written(self._put(kind, temporary, columns, rows, head))

    def _put(
        self, kind: FileKind, path: Path, columns: Sequence[Column], rows: Iterable[Row],
        head: FileHead,
    ) -> int:  # fmt: skip
        if kind in (FileKind.XLSX, FileKind.CSV, FileKind.CSV_PLAIN):
            plain = kind is FileKind.CSV_PLAIN
            writer = SpreadsheetWriter(self._heading, self._t, self._f, self._digits, plain=plain)
            return writer.put(path, columns, rows)
        if kind in (FileKind.VCARD_3, FileKind.VCARD_4):
            version = 3 if kind is FileKind.VCARD_3 else 4
            nameless = self._t._("Customer")
            cards = VCardWriter(self._heading, self._readable, nameless, version=version)
            return cards.put(path, columns, rows)
        if kind in _LABELS:
            people = [(str(name), str(address)) for name, address in rows]
            path.write_bytes(address_labels(SHEETS[_LABELS[kind]], people))
            return len(people)
        texts = [self._texts(columns, row) for row in rows]
        path.write_bytes(people_list(self._sheet(columns, head), texts))
        return len(texts)

    def _texts(self, columns: Sequence[Column], row: Row) -> list[str]:
        pairs = zip(columns, row, strict=True)
        return [self._readable.text(column.kind, value) for column, value in pairs]

    def _sheet(self, columns: Sequence[Column], head: FileHead) -> ListSheet:
        t = self._t
        people = t.ngettext("{n} customer", "{n} customers", head.sizes.in_file)
        return ListSheet(
            title=t._("Customers"),
            lines=(
                " · ".join(
                    part
                    for part in (
                        head.shop, t._(PURPOSES[head.purpose]), self._f.date(head.day), people,
                    )
                    if part
                ),
                left_out_words(head.sizes, head.purpose, t, self._f),
            ),
            headings=[self._heading(column.key) for column in columns],
            right=[column.kind in _FIGURES for column in columns],
        )  # fmt: skip


def people_export_of(shop: Shop, t: Translator) -> PeopleExport:
    """Lists of people of an opened shop, in the reader's language."""
    settings, world = shop.book.current.settings, shop.world
    money = settings.money
    files = PeopleFileWriter(t, Formats(t.language, money.currency), money.kind.minor_digits)
    rows = SqlitePeopleRows(shop.store, settings.locale.zone)
    return PeopleExport(shop.store.uow, rows, files, shop.guard, shop.book, world.clock, world.ids)
