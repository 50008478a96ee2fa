"""A stored sale worked out again from its own steps: they must explain every figure (R1, R10).

Nothing is asked of the programme in force: what a receipt says must follow from what was stored
with it, however the shop's rules changed since.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from pos_app.domain.pricing import Step
from pos_app.domain.rounding import round_to_step
from pos_app.domain.sale import Sale, SaleLine
from pos_app.services.sale_terms import SaleTerms
from pos_app.services.why import earned_of, load_steps

SHARES: Final = {
    "promotion": "promotion",
    "card": "card",
    "manual": "manual",
    "coupon": "coupon",
    "order_discount": "order",
    "points": "points",
}
"""The share of a line each kind of step adds up to."""

CAPS: Final = frozenset({"receipt_cap", "day_cap"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """A figure that does not follow from the steps.

    ``position`` is the line's (None: the whole receipt), ``figure`` what it is: a share, ``net``,
    ``left`` (a step took more than there was), ``order``, ``steps`` (unreadable), ``gross``,
    ``discount``, ``points_money`` or ``points_earned``.
    """

    figure: str
    stored: int
    worked_out: int
    position: int | None = None


def recompute(sale: Sale, terms: SaleTerms | None = None) -> tuple[Gap, ...]:
    """Everything about a sale that its steps do not explain; empty for a sound one.

    Points earned are worked out only with the ``terms`` kept with the sale. A sale taken over from
    a former system has no steps and is not asked for any.
    """
    if sale.source != "till":
        return ()
    gaps = [gap for line in sale.lines for gap in _line(line)]
    gaps.extend(_sums(sale))
    readable = all(gap.figure != "steps" for gap in gaps)
    if terms is not None and terms.limited_by and readable:
        gaps.extend(_earned(sale, terms))
    return tuple(gaps)


def _line(line: SaleLine) -> Iterator[Gap]:
    try:
        steps = [step for step, _ in load_steps(line.steps)]
    except ValueError:
        yield Gap(figure="steps", stored=0, worked_out=0, position=line.position)
        return
    for kind, share in SHARES.items():
        taken = sum(step.amount for step in steps if step.kind == kind)
        stored = getattr(line, share)
        if taken != stored:
            yield Gap(figure=share, stored=stored, worked_out=taken, position=line.position)
    left = line.gross
    for step in steps:
        left -= step.amount
        if step.amount < 0 or left < 0:
            yield Gap(figure="left", stored=step.amount, worked_out=left, position=line.position)
    if left != line.net:
        yield Gap(figure="net", stored=line.net, worked_out=left, position=line.position)
    if not _in_order(steps):
        yield Gap(figure="order", stored=0, worked_out=0, position=line.position)


_ORDER: Final = {"coupon": 1, "order_discount": 2, "points": 3}
"""Coupon after the line's own discounts, then the receipt's, then points (R1)."""


def _in_order(steps: list[Step]) -> bool:
    places = [_ORDER.get(step.kind, 0) for step in steps]
    return places == sorted(places)


def _sums(sale: Sale) -> Iterator[Gap]:
    lines = sale.lines
    shares = {
        "gross": (sale.gross, sum(line.gross for line in lines)),
        "discount": (
            sale.discount,
            sum(
                line.promotion + line.card + line.manual + line.coupon + line.order
                for line in lines
            ),
        ),
        "points_money": (sale.points_money, sum(line.points for line in lines)),
    }
    for figure, (stored, worked_out) in shares.items():
        if stored != worked_out:
            yield Gap(figure=figure, stored=stored, worked_out=worked_out)


def _earned(sale: Sale, terms: SaleTerms) -> Iterator[Gap]:
    """The points earned: the exact parts of the lines, rounded once, cut by what the story says."""
    exact = Fraction(*terms.per_order)
    for line in sale.lines:
        exact += Fraction(*earned_of(step for step, _ in load_steps(line.steps)))
    earned = round_to_step(exact.numerator, exact.denominator, terms.step, terms.rounding)
    for reason in terms.story:
        points = dict(reason.params).get("points")
        if reason.code in CAPS and isinstance(points, int):
            earned = min(earned, points)
    if terms.limited_by == "no_customer":
        earned = 0
    if earned != sale.points_earned:
        yield Gap(figure="points_earned", stored=sale.points_earned, worked_out=earned)
