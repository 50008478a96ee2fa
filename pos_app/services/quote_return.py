"""The return of a quote: what each part gives back, by R14."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from pos_app.domain.refund import SoldLine, part_of_quantity, parts_for_amount, refund_line
from pos_app.services.quote_basket import Answer, number
from pos_app.services.quote_reader import Node, QuoteError, exact, scaled


@dataclass(slots=True)
class _Sold:
    """The lines sold, which part of each came back so far, and how fine each figure is kept."""

    lines: dict[str, SoldLine]
    scales: dict[str, int]
    back: dict[str, Fraction] = field(default_factory=dict)

    def plain(self, shares: Mapping[str, int]) -> Answer:
        """Return figures as they were given: whole, or with two decimals (points)."""
        return {name: number(amount, self.scales[name]) for name, amount in shares.items()}


def quote_return(node: Node) -> Answer:
    """Answer a return: refunds in order, their sum, and whether all that was paid came back.

    A return of more than is left is refused and changes nothing.

    Raises:
        QuoteError: the input cannot be read.
    """
    node.ignore("kind", "id", "about", "note", "now")
    sold = _read_sold(node)
    sums: dict[str, int] = {}
    refunds = [_one(one, sold, sums) for one in node.nodes("returns")]
    node.done()
    total = sum(refund["refund"] for refund in refunds)
    return {
        "refunds": refunds,
        "sum": total,
        "sums": sold.plain(sums),
        "sum_equals_paid": total == sum(line.money for line in sold.lines.values()),
    }


def _figures(node: Node) -> list[str]:
    """Return the names of what a sold line carries beside the money."""
    known = ("line", "sku", "name", "qty", "paid")
    return [name for name in node.names() if name not in known and node.has(name)]


def _scales(nodes: list[Node]) -> dict[str, int]:
    """Return for each figure 1, or 100 when one of the lines has it with a fraction."""
    scales: dict[str, int] = {}
    for node in nodes:
        for name in _figures(node):
            value = exact(node.raw(name), node.at(name))
            fine = value != value.to_integral_value()
            scales[name] = max(scales.get(name, 1), 100 if fine else 1)
    return scales


def _read_sold(node: Node) -> _Sold:
    nodes = node.nodes("sold")
    scales = _scales(nodes)
    lines: dict[str, SoldLine] = {}
    for place, one in enumerate(nodes):
        one.ignore("sku", "name")
        line_id = one.text("line", f"L{place + 1}")
        if line_id in lines:
            raise QuoteError(one.at("line"), f"stands twice: {line_id!r}")
        quantity = one.quantity("qty", 1_000)
        if not quantity:
            raise QuoteError(one.at("qty"), "must be more than 0")
        lines[line_id] = SoldLine(
            line_id=line_id,
            quantity=quantity,
            money=one.whole("paid", 0),
            shares={
                name: scaled(one.raw(name), one.at(name), scales[name], "amount")
                for name in _figures(one)
            },
        )
        one.done()
    return _Sold(lines, scales)


def _one(node: Node, sold: _Sold, sums: dict[str, int]) -> Answer:
    node.ignore("id", "date", "all")
    try:
        parts = _wanted(node, sold)
    except ValueError:
        parts = {"": Fraction(2)}
    node.done()
    if any(sold.back.get(line_id, 0) + part > 1 for line_id, part in parts.items()):
        return {"refund": 0, "refused": True, "reason": "too_many"}
    refund = 0
    shares: dict[str, int] = {}
    lines = []
    for line_id, part in parts.items():
        before = sold.back.get(line_id, Fraction(0))
        sold.back[line_id] = before + part
        given = refund_line(sold.lines[line_id], before, before + part)
        refund += given.money
        for name, amount in given.shares.items():
            shares[name] = shares.get(name, 0) + amount
            sums[name] = sums.get(name, 0) + amount
        lines.append({"line": line_id, "refund": given.money, **sold.plain(given.shares)})
    return {"refund": refund, **sold.plain(shares), "lines": lines}


def _wanted(node: Node, sold: _Sold) -> dict[str, Fraction]:
    """Return the part of each line that comes back now; without lines, all that is left.

    Raises:
        ValueError: more money than is left.
    """
    if node.has("amount"):
        return parts_for_amount(list(sold.lines.values()), sold.back, node.whole("amount", 0))
    if not node.has("lines"):
        return {
            line_id: 1 - sold.back.get(line_id, Fraction(0))
            for line_id in sold.lines
            if sold.back.get(line_id, Fraction(0)) < 1
        }
    parts: dict[str, Fraction] = {}
    for one in node.nodes("lines"):
        line_id = one.text("line")
        if line_id not in sold.lines:
            raise QuoteError(one.at("line"), f"was not sold: {line_id!r}")
        part = 1 - sold.back.get(line_id, Fraction(0))
        if one.has("qty"):
            part = part_of_quantity(sold.lines[line_id], one.quantity("qty", 1_000))
        parts[line_id] = parts.get(line_id, Fraction(0)) + part
        one.done()
    return parts
