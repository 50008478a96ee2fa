"""Search among products: by code, article number, or any part of the name."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pos_app.adapters.sqlite.search import (
    barcode_key,
    contains,
    prefix_range,
    tidy,
    trigram_expression,
    whole,
)
from pos_app.adapters.sqlite.session import Row
from pos_app.services.records import ProductHit, ProductQuery

PRODUCT_HIT: Final = """SELECT p.id, p.sku, p.name, p.price, p.unit, coalesce(g.name, ''),
    coalesce((SELECT code FROM product_barcode b WHERE b.product_id = p.id
              ORDER BY position LIMIT 1), ''),
    coalesce(t.rate, 0), p.active, p.photo
    FROM product p LEFT JOIN product_group g ON g.id = p.group_id
    LEFT JOIN tax_rate t ON t.id = p.tax_rate_id """

DEEP: Final = 2_000
"""From this offset on a page of the whole list is found by the index first."""

Ask = Callable[[str, Sequence[object]], list[Row]]


def product_hit(row: Row) -> ProductHit:
    """The hit in a row of :data:`PRODUCT_HIT`."""
    return ProductHit(
        id=row[0],
        sku=row[1],
        name=row[2],
        price=row[3],
        unit=row[4],
        group_name=row[5],
        barcode=row[6],
        tax_rate=row[7],
        active=bool(row[8]),
        photo=row[9],
    )


class ProductFinder:
    """Three kinds of match, the surest first; a product is listed once."""

    def __init__(self, ask: Ask, fold: Callable[[str], str]) -> None:
        self._ask = ask
        self._fold = fold

    def search(self, query: ProductQuery) -> list[ProductHit]:
        """Hits from ``offset`` on, at most ``limit``."""
        if not query.text.strip():
            if query.offset > DEEP and not query.group_code:
                return self._far_down(query)
            where, params = _filters(query)
            rows = self._ask(
                f"{PRODUCT_HIT} WHERE 1 {where} ORDER BY p.name_fold, p.id LIMIT ? OFFSET ?",
                (*params, query.limit, query.offset),
            )
            return [product_hit(row) for row in rows]
        wanted = query.limit + query.offset
        found: dict[int, Row] = {}
        for clause, values, order in self._steps(query.text):
            if len(found) >= wanted:
                break
            where, params = _filters(query)
            rows = self._ask(
                f"{PRODUCT_HIT} WHERE {clause} {where} {order} LIMIT ?",
                (*values, *params, wanted),
            )
            for row in rows:
                found.setdefault(row[0], row)
        return [product_hit(row) for row in list(found.values())[query.offset : wanted]]

    def _far_down(self, query: ProductQuery) -> list[ProductHit]:
        """A page far down the whole list: skipped by the index of names alone, then joined.

        The few withdrawn goods are looked up once; asking every skipped row whether it is sold
        would read the whole table in the order of names.
        """
        sold = "WHERE id NOT IN (SELECT id FROM product WHERE active = 0)"
        rows = self._ask(
            f"{PRODUCT_HIT} WHERE p.id IN (SELECT id FROM product {sold * query.only_active} "
            "ORDER BY name_fold, id LIMIT ? OFFSET ?) ORDER BY p.name_fold, p.id",
            (query.limit, query.offset),
        )
        return [product_hit(row) for row in rows]

    def count(self, query: ProductQuery) -> int:
        """How many products match at all."""
        where, params = _filters(query)
        source = "FROM product p LEFT JOIN product_group g ON g.id = p.group_id"
        if not query.text.strip():
            return int(self._ask(f"SELECT count(*) {source} WHERE 1 {where}", params)[0][0])
        steps = self._steps(query.text)
        union = " UNION ".join(
            f"SELECT p.id {source} WHERE {clause} {where}" for clause, _, _ in steps
        )
        values = [value for _, own, _ in steps for value in (*own, *params)]
        return int(self._ask(f"SELECT count(*) FROM ({union})", values)[0][0])

    def _steps(self, text: str) -> list[tuple[str, tuple[object, ...], str]]:
        typed = text.strip()
        folded = tidy(self._fold(typed))
        words = [word for word in folded.split() if len(word) >= 2]
        steps: list[tuple[str, tuple[object, ...], str]] = [
            (
                "p.id = (SELECT product_id FROM product_barcode WHERE key = ?)",
                (barcode_key(typed),),
                "",
            ),
            ("p.sku = ?", (typed,), ""),
        ]
        if folded:
            steps.append(
                (
                    "p.name_fold >= ? AND p.name_fold < ?",
                    prefix_range(folded),
                    "ORDER BY p.name_fold, p.id",
                )
            )
        if words:
            steps.append(
                (
                    "p.id IN (SELECT rowid FROM product_search WHERE product_search MATCH ?)"
                    + contains("p.search", words),
                    (trigram_expression(words), *whole(words)),
                    "",
                )
            )
        return steps


def _filters(query: ProductQuery) -> tuple[str, tuple[object, ...]]:
    parts: list[str] = []
    params: list[object] = []
    if query.only_active:
        parts.append("AND p.active = 1")
    if query.group_code:
        parts.append("AND g.code = ?")
        params.append(query.group_code)
    return " ".join(parts), tuple(params)
