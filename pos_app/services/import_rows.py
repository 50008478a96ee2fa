"""One row of a product table as typed values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from pos_app.domain.catalogue import UnitKind
from pos_app.services import import_values as values
from pos_app.services.import_values import UnreadableError
from pos_app.services.tabular import Reason, Rejected, TableRow, clean_text
from pos_app.services.text import holds_bank_card

LONGEST_CELL: Final = 4_000
LONGEST_NAME: Final = 200
LONGEST_KEY: Final = 48


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductRow:
    """What a row says; None and "" where its column is missing or its cell empty.

    ``price`` and ``cost`` in minor units, ``tax`` in basis points.
    """

    number: int
    cells: tuple[str, ...]
    sku: str = ""
    name: str = ""
    price: int | None = None
    barcodes: tuple[str, ...] = ()
    group: str = ""
    unit: UnitKind | None = None
    tax: int | None = None
    cost: int | None = None
    brand: str = ""
    tags: tuple[str, ...] = ()
    plu: str = ""
    fixed_price: bool | None = None
    active: bool | None = None

    def plain_fields(self) -> Mapping[str, object]:
        """The given fields that are stored as they stand."""
        given = {
            "name": self.name or None, "unit": self.unit, "cost": self.cost,
            "brand": self.brand or None, "tags": self.tags or None, "plu": self.plu or None,
            "fixed_price": self.fixed_price, "active": self.active,
        }  # fmt: skip
        return {name: value for name, value in given.items() if value is not None}

    def rejected(self, reason: Reason) -> Rejected:
        """This row, refused."""
        return Rejected(number=self.number, reason=reason, cells=self.cells)


class RowReader:
    """Turns table rows into :class:`ProductRow` by a mapping's places."""

    def __init__(
        self, places: Mapping[str, int], *, digits: int, decimals: Mapping[str, str]
    ) -> None:
        self._places = places
        self._digits = digits
        self._decimals = decimals

    def read(self, row: TableRow) -> ProductRow:
        """The values of ``row``; raises :class:`UnreadableError` for the first unfit one."""
        for cell in row.cells:
            if len(cell) > LONGEST_CELL:
                raise UnreadableError("cell_too_long", longest=LONGEST_CELL)
        unit, tax = self._text(row, "unit"), self._text(row, "tax")
        fixed, active = self._text(row, "fixed_price"), self._text(row, "active")
        codes = self._text(row, "barcode", 500)
        return ProductRow(
            number=row.number, cells=row.cells, sku=self._key(row, "sku"),
            name=self._words(row, "name", LONGEST_NAME), price=self._money(row, "price"),
            barcodes=values.barcodes(codes, numeric=self._numeric(row, "barcode")),
            group=self._words(row, "group", 100), unit=values.unit(unit) if unit else None,
            tax=values.tax_rate(tax, numeric=self._numeric(row, "tax")) if tax else None,
            cost=self._money(row, "cost"), brand=self._words(row, "brand", 100),
            tags=_tags(self._words(row, "tags")), plu=self._key(row, "plu"),
            fixed_price=values.yes_no(fixed) if fixed else None,
            active=values.yes_no(active) if active else None,
        )  # fmt: skip

    def _text(self, row: TableRow, field: str, longest: int = LONGEST_CELL) -> str:
        place = self._places.get(field)
        return "" if place is None else clean_text(row.cell(place), longest)

    def _words(self, row: TableRow, field: str, longest: int = LONGEST_CELL) -> str:
        """Words for people to read, in which no bank card's number may hide (R34)."""
        text = self._text(row, field, longest)
        if holds_bank_card(text):
            raise UnreadableError("bank_card_number")
        return text

    def _key(self, row: TableRow, field: str) -> str:
        text = self._text(row, field)
        if len(text) > LONGEST_KEY:
            raise UnreadableError("key_too_long", field=field, longest=LONGEST_KEY)
        if values.looks_like_bank_card(text):
            raise UnreadableError("bank_card_number")
        return text

    def _numeric(self, row: TableRow, field: str) -> bool:
        return self._places[field] in row.numeric if field in self._places else False

    def _money(self, row: TableRow, field: str) -> int | None:
        text = self._text(row, field)
        if not text:
            return None
        sign = "." if self._numeric(row, field) else self._decimals.get(field, "")
        return values.money(text, digits=self._digits, sign=sign)


def _tags(text: str) -> tuple[str, ...]:
    parts = (part.strip() for part in text.replace(";", ",").split(","))
    return tuple(dict.fromkeys(part for part in parts if part))
