"""The demo shop's words and goods, read from ``resources/demo``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from pos_app.domain.bank_card import is_bank_card
from pos_app.domain.catalogue import UnitKind
from pos_app.services.demo_model import DemoData, DemoProduct

_UNITS: Final = {
    "ml": ("ml", "мл", "ml", "ml"), "l": ("l", "л", "l", "l"), "g": ("g", "г", "g", "q"),
    "kg": ("kg", "кг", "kg", "kq"), "m": ("m", "м", "m", "m"),
    "pcs": ("pcs", "шт.", "szt.", "ədəd"), "rolls": ("rolls", "рулонов", "rolek", "rulon"),
}  # fmt: skip
_FEW: Final = {"ru": "рулона", "pl": "rolki"}
_QUOTES: Final = {"en": ("", ""), "ru": ("«", "»"), "pl": ("„", "”"), "az": ("«", "»")}
_LANGUAGES: Final = ("en", "ru", "pl", "az")
_COLUMN: Final = {"en": "eur", "ru": "rub", "pl": "pln", "az": "azn"}
_COST_SHARE: Final = 62
FIRST_SKU: Final = 1001


def load(folder: Path, language: str) -> DemoData:
    """The demo shop of ``language`` from ``folder``."""
    text = {row["key"]: row[language] for row in _table(folder / "shops.csv")}
    variants = {row["key"]: row[language] for row in _table(folder / "variants.csv")}
    groups = tuple((row["key"], row[language]) for row in _table(folder / "groups.csv"))
    products = tuple(_products(folder / "families.csv", language, text["gs1"], variants))
    names = {row["kind"]: row["names"].split() for row in _table(folder / "people.csv")
             if row["language"] == language}  # fmt: skip
    return DemoData(
        language=language, text=text, groups=groups, products=products,
        women=tuple(f"{first} {feminine(last, language)}"
                    for first in names["f"] for last in names["l"]),
        men=tuple(f"{first} {last}" for first in names["m"] for last in names["l"]),
    )  # fmt: skip


def _table(path: Path) -> Iterator[Mapping[str, str]]:
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    names = header.split("|")
    for line in lines:
        yield dict(zip(names, line.split("|"), strict=True))


def feminine(surname: str, language: str) -> str:
    """A woman's form of a surname."""
    if language == "pl" and surname.endswith(("ski", "cki")):
        return surname[:-1] + "a"
    endings = {"ru": ("ов", "ев", "ёв", "ин"), "az": ("ov", "yev", "ev")}.get(language, ())
    return surname + "a" if language == "az" and surname.endswith(endings) else (
        surname + "а" if surname.endswith(endings) and endings else surname
    )  # fmt: skip


def _products(
    path: Path, language: str, gs1: str, variants: Mapping[str, str]
) -> Iterator[DemoProduct]:
    number = FIRST_SKU
    for row in _table(path):
        full = int(row[_COLUMN[language]])
        for size in row["sizes"].split(","):
            amount, _, share = size.partition("*")
            price = full if share in ("", "100") else _charming(full * int(share) // 100, language)
            for variant in row["variants"].split(","):
                weighed = row["unit"] == "kg"
                yield DemoProduct(
                    family=row["key"], label=row[language].split(",")[0], sku=str(number),
                    name=_name(row[language], variants.get(variant, ""), amount, language),
                    group=row["group"], brand=row["brand"], price=price,
                    cost=price * _COST_SHARE // 100, low_tax=row["tax"] == "low",
                    unit=UnitKind(row["unit"]),
                    barcode="" if weighed else _barcode(gs1, row["brand"], number),
                    plu=str(10_000 + number) if weighed else "", weight=int(row["weight"]),
                    quick=int(row["quick"] or 0),
                )  # fmt: skip
                number += 1


def _charming(price: int, language: str) -> int:
    """A price as shops like to end it: 169,00 ₽, 12,99 zł."""
    if language == "ru":
        return max(price // 1000 * 1000 + 900, 900)
    return max(price // 10 * 10 + 9, 19)


def _name(family: str, variant: str, size: str, language: str) -> str:
    opening, closing = _QUOTES[language]
    # Short marks such as S and XL stand bare.
    quoted = f" {opening}{variant}{closing}" if len(variant) > 1 else f" {variant}" * bool(variant)
    return family + quoted + (f", {_size(size, language)}" if size not in ("", "1pcs") else "")


def _size(size: str, language: str) -> str:
    figure = size.rstrip("abcdefghijklmnopqrstuvwxyz")
    unit = size[len(figure) :]
    word = _UNITS[unit][_LANGUAGES.index(language)]
    if unit == "rolls" and figure in ("2", "3", "4"):
        word = _FEW.get(language, word)
    shown = figure if language == "en" else figure.replace(".", ",")
    return f"{shown}\N{NO-BREAK SPACE}{word}"


def _barcode(gs1: str, brand: str, number: int) -> str:
    """An EAN-13 of the country's range that nobody takes for a bank card."""
    first = sum(ord(letter) * (place + 7) for place, letter in enumerate(brand)) % 80_000 + 10_000
    for maker in range(first, first + 100):
        body = f"{gs1}{maker}{number:04d}"
        code = body + check_digit(body)
        if not is_bank_card(code):
            return code
    raise AssertionError("no number is free")  # pragma: no cover


def check_digit(body: str) -> str:
    """The GTIN check digit of ``body``."""
    total = sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(body)))
    return str(-total % 10)
