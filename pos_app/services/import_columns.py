"""Which column of a product table holds what: guessed from the header, kept as JSON, editable."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.services.tabular import TableRow

FIELDS: Final = (
    "sku", "name", "price", "barcode", "group", "unit", "tax", "cost", "brand", "tags", "plu",
    "fixed_price", "active",
)  # fmt: skip
HEADER_SEARCH_ROWS: Final = 30
MAP_FORMAT: Final = 1

# Header words in English, Russian, Polish and Azerbaijani, as exports of other systems write them.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "sku": (
        "sku", "article", "article number", "article no", "item", "item code", "item no", "code",
        "product code", "product id", "id", "ref", "артикул", "код", "код товара",
        "код номенклатуры", "арт", "indeks", "kod", "kod towaru", "symbol", "numer katalogowy",
        "artikul", "mal kodu", "məhsul kodu", "məhsulun kodu",
    ),
    "name": (
        "name", "product", "product name", "item name", "description", "title", "наименование",
        "название", "товар", "номенклатура", "наименование товара", "название товара", "nazwa",
        "nazwa towaru", "towar", "produkt", "nazwa produktu", "opis", "ad", "adı", "malın adı",
        "mal", "məhsul", "məhsulun adı", "məhsul adı",
    ),
    "price": (
        "price", "unit price", "retail price", "sale price", "selling price", "gross price",
        "цена", "цена продажи", "розничная цена", "розница", "цена розн", "cena", "cena brutto",
        "cena sprzedaży", "cena detaliczna", "qiymət", "qiyməti", "satış qiyməti",
        "pərakəndə qiymət",
    ),
    "barcode": (
        "barcode", "bar code", "barcodes", "ean", "ean13", "ean 13", "gtin", "upc", "штрихкод",
        "штрих код", "шк", "штрихкоды", "kod kreskowy", "kod ean", "kody kreskowe", "ştrixkod",
        "ştrix kod", "barkod",
    ),
    "group": (
        "group", "category", "department", "product group", "группа", "категория",
        "группа товаров", "раздел", "отдел", "grupa", "kategoria", "grupa towarowa", "dział",
        "qrup", "kateqoriya", "şöbə",
    ),
    "unit": (
        "unit", "uom", "unit of measure", "measure", "ед", "ед изм", "единица",
        "единица измерения", "jm", "j m", "jednostka", "jednostka miary", "jedn", "ölçü vahidi",
        "vahid", "ölçü",
    ),
    "tax": (
        "tax", "vat", "tax rate", "vat rate", "ндс", "ставка ндс", "налог", "vat %", "ptu",
        "stawka vat", "stawka", "podatek", "ədv", "ədv dərəcəsi", "vergi",
    ),
    "cost": (
        "cost", "purchase price", "cost price", "buy price", "закупочная цена", "закупка",
        "себестоимость", "цена закупки", "cena zakupu", "koszt", "alış qiyməti", "maya dəyəri",
    ),
    "brand": (
        "brand", "manufacturer", "бренд", "марка", "производитель", "marka", "producent",
        "brend", "istehsalçı",
    ),
    "tags": ("tags", "labels", "метки", "теги", "tagi", "etykiety", "etiketlər"),
    "plu": ("plu", "scale code", "код весов", "плу", "kod wagi", "kod plu", "tərəzi kodu"),
    "fixed_price": (
        "fixed price", "no discount", "без скидок", "фиксированная цена", "stała cena",
        "bez rabatu", "sabit qiymət", "endirimsiz",
    ),
    "active": ("active", "enabled", "активен", "активный", "aktywny", "czynny", "aktiv"),
}  # fmt: skip


def plain(text: str) -> str:
    """A header as it is compared: lower case, letters and digits only, single spaces."""
    lowered = unicodedata.normalize("NFKC", text).casefold().replace("i̇", "i")
    return " ".join(re.sub(r"[^\w%]+|_", " ", lowered).split())


_FIELD_OF: Final = {plain(word): name for name, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """Which header belongs to which field; ``header_row`` is its row's number in the file.

    ``decimal`` is "," or "." where a person settled it, "" to judge by the column.
    """

    columns: Mapping[str, str] = field(default_factory=dict)
    header_row: int = 0
    decimal: str = ""

    def to_json(self) -> str:
        """The mapping as text a person can keep and edit."""
        return json.dumps(
            {"format": MAP_FORMAT, "decimal": self.decimal, "columns": dict(self.columns)},
            ensure_ascii=False,
            indent=2,
        )

    @staticmethod
    def from_json(text: str) -> ColumnMap:
        """The mapping written by :meth:`to_json`; raises ``PosError("import_map")``."""
        try:
            data = json.loads(text)
        except ValueError as error:
            raise PosError("import_map", reason="json") from error
        if not isinstance(data, dict) or data.get("format") != MAP_FORMAT:
            raise PosError("import_map", reason="format")
        columns, decimal = data.get("columns"), data.get("decimal", "")
        if not isinstance(columns, dict) or decimal not in ("", ",", "."):
            raise PosError("import_map", reason="columns")
        for name, header in columns.items():
            if name not in FIELDS or not isinstance(header, str):
                raise PosError("import_map", reason="field", field=str(name))
        return ColumnMap(columns=columns, decimal=decimal)


def guess(head: Sequence[TableRow]) -> ColumnMap:
    """The mapping the header words suggest.

    The header is the row, among the first ones, that holds most known words: titles, dates and
    merged rows above it are passed over. Raises ``PosError("import_no_header")`` when no row names
    at least two fields.
    """
    best: tuple[int, TableRow | None] = (1, None)
    for row in head[:HEADER_SEARCH_ROWS]:
        known = len({_FIELD_OF[plain(cell)] for cell in row.cells if plain(cell) in _FIELD_OF})
        if known > best[0]:
            best = (known, row)
    if best[1] is None:
        raise PosError("import_no_header")
    columns: dict[str, str] = {}
    for cell in best[1].cells:
        name = _FIELD_OF.get(plain(cell))
        if name is not None and name not in columns:
            columns[name] = cell
    return ColumnMap(columns=columns, header_row=best[1].number)


def locate(mapping: ColumnMap, head: Sequence[TableRow]) -> tuple[TableRow, dict[str, int]]:
    """The header row a mapping means, and each field's place in it.

    Raises ``PosError("import_column_missing")`` with the first header no row has, or
    ``PosError("import_no_header")`` for a mapping without columns.
    """
    wanted = {name: plain(header) for name, header in mapping.columns.items()}
    if not wanted:
        raise PosError("import_no_header")
    missing = ""
    for row in head[:HEADER_SEARCH_ROWS]:
        places = {plain(cell): place for place, cell in reversed(list(enumerate(row.cells)))}
        lacking = [name for name, header in wanted.items() if header not in places]
        if not lacking:
            return row, {name: places[header] for name, header in wanted.items()}
        if len(lacking) < len(wanted):
            missing = mapping.columns[lacking[0]]
    raise PosError("import_column_missing", column=missing or next(iter(mapping.columns.values())))
