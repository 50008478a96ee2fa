"""What a sale must be remembered by, so that a return can undo it exactly (R14–R17, R19).

The figures of the lines stand with the lines; here is what they do not say: the exact points of
every line, the points it was paid with, the earning rule of the day, coupons and tiers. Kept with
the sale as JSON and never changed.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from pos_app.domain.money import allocate
from pos_app.domain.pricing import Basket, PricedBasket, Programme, Reason
from pos_app.domain.refund import EarnTerms, SoldLine
from pos_app.domain.rounding import Rounding
from pos_app.domain.sale import Sale, SaleLine
from pos_app.domain.tier import Tier


@dataclass(frozen=True, slots=True, kw_only=True)
class LineTerms:
    """What a return must know of one line.

    ``earned`` is the exact fraction of hundredths it was worth, under the earning rule numbered
    ``earn_rule``, ``points`` the hundredths it was paid with; ``earns`` says whether it takes part
    in earning at all, ``counts`` whether its money is turnover (R19).
    """

    earned: tuple[int, int] = (0, 1)
    earned_by: Literal["money", "quantity"] = "money"
    points: int = 0
    counts: bool = True
    earns: bool = True
    earn_rule: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTerms:
    """The rules and rights of one sale; ``lines`` in the order of its positions.

    ``minimums`` are the money each earning rule wants on its lines; ``once`` the points that came
    once for the receipt, each with what it wants, ``per_order`` their sum.
    ``story`` tells how the points earned came about, ``most`` is what could have been spent and
    ``limited_by`` the rule behind it ("" and None for a sale of an older program).
    """

    lines: tuple[LineTerms, ...]
    step: int = 100
    rounding: Rounding = "down"
    minimums: tuple[int, ...] = ()
    per_order: tuple[int, int] = (0, 1)
    once: tuple[tuple[int, int, int], ...] = ()
    max_points: int | None = None
    codes: tuple[str, ...] = ()
    tier_before: str = ""
    tier_after: str = ""
    story: tuple[Reason, ...] = ()
    most: int | None = None
    limited_by: str = ""


def terms_of(
    given: Basket,
    priced: PricedBasket,
    programme: Programme,
    *,
    gifts: int = 0,
    tier_before: str = "",
    tier_after: str = "",
) -> SaleTerms:
    """The terms of a priced basket that becomes a sale; ``gifts`` free lines follow its own."""
    weights = [line.points_share for line in priced.lines]
    spent = priced.points.spent
    points = allocate(spent, weights) if spent else [0] * len(weights)
    own = tuple(
        LineTerms(
            earned=line.earned,
            earned_by=line.earned_by,
            points=share,
            counts=not basket_line.item.is_certificate,
            earns=line.earns,
            earn_rule=line.earn_rule,
        )
        for basket_line, line, share in zip(given.lines, priced.lines, points, strict=True)
    )
    return SaleTerms(
        lines=(*own, *(LineTerms(earns=False) for _ in range(gifts))),
        step=programme.points_step,
        rounding=programme.points_rounding,
        per_order=priced.points.per_order,
        once=priced.points.once,
        max_points=programme.max_points_per_receipt,
        minimums=tuple(rule.min_amount for rule in programme.earn_rules),
        codes=tuple(rule.code for rule in priced.applied if rule.code is not None),
        tier_before=tier_before,
        tier_after=tier_after,
        story=priced.points.steps,
        most=priced.points.limit,
        limited_by=priced.points.limited_by,
    )


def dump_terms(terms: SaleTerms) -> str:
    """JSON of the terms, short: it is written with every sale."""
    return json.dumps(
        {
            "lines": [
                [
                    *line.earned,
                    line.earned_by == "quantity",
                    line.points,
                    line.counts,
                    line.earns,
                    line.earn_rule,
                ]
                for line in terms.lines
            ],
            "step": terms.step,
            "rounding": terms.rounding,
            "per_order": terms.per_order,
            "once": terms.once,
            "max_points": terms.max_points,
            "minimums": terms.minimums,
            "codes": terms.codes,
            "tier_before": terms.tier_before,
            "tier_after": terms.tier_after,
            "story": [[step.code, dict(step.params)] for step in terms.story],
            "most": terms.most,
            "limited_by": terms.limited_by,
        },
        ensure_ascii=False,
        separators=(",", ":"),
    )


def read_terms(sale: Sale, text: str | None, programme: Programme) -> SaleTerms:
    """The terms of a stored sale.

    A sale of an older program has none: its points are taken from the steps of its lines, the
    rest from the programme in force.
    """
    if text is None:
        return _older(sale, programme)
    data: dict[str, Any] = json.loads(text)
    lines = tuple(
        LineTerms(
            earned=(row[0], row[1]),
            earned_by="quantity" if row[2] else "money",
            points=row[3],
            counts=row[4],
            earns=row[5],
            earn_rule=row[6],
        )
        for row in data.pop("lines")
    )
    return SaleTerms(
        **{
            **data,
            "lines": lines,
            "minimums": tuple(data["minimums"]),
            "per_order": tuple(data["per_order"]),
            "once": tuple((part[0], part[1], part[2]) for part in data["once"]),
            "codes": tuple(data["codes"]),
            "story": tuple(Reason(code, tuple(params.items())) for code, params in data["story"]),
        }
    )


_CLAIMED = "claim "


def claim_mark(multiplier: int, before: Tier | None, after: Tier | None) -> str:
    """The reason of a lot a person gets after the sale: their multiplier (basis points) and tiers.

    The terms stand with a sale made for nobody; what the person brings to them is kept here.
    """
    ids = (tier.tier_id if tier is not None else "" for tier in (before, after))
    return "|".join((f"{_CLAIMED}{multiplier}", *ids))


def multiplied(terms: SaleTerms, multiplier: int) -> SaleTerms:
    """The terms for a person whose tier multiplies points, in basis points (R9)."""
    return replace(
        terms,
        lines=tuple(
            replace(line, earned=(line.earned[0] * multiplier, line.earned[1] * 10_000))
            for line in terms.lines
        ),
        per_order=(terms.per_order[0] * multiplier, terms.per_order[1] * 10_000),
        once=tuple((n * multiplier, d * 10_000, wants) for n, d, wants in terms.once),
    )


def claimed(terms: SaleTerms, reasons: Iterable[str]) -> SaleTerms:
    """The terms of a receipt given to a person later; ``reasons`` are those of its lots."""
    mine = [reason for reason in reasons if reason.startswith(_CLAIMED)]
    if not mine:
        return terms
    multiplier, before, after = (*mine[0].removeprefix(_CLAIMED).split("|"), "", "")[:3]
    return replace(multiplied(terms, int(multiplier)), tier_before=before, tier_after=after)


def _older(sale: Sale, programme: Programme) -> SaleTerms:
    weights = [line.points for line in sale.lines]
    spent = sale.points_spent if any(weights) else 0
    points = allocate(spent, weights) if spent else [0] * len(weights)
    return SaleTerms(
        lines=tuple(
            LineTerms(earned=_earned_in(line.steps), points=share)
            for line, share in zip(sale.lines, points, strict=True)
        ),
        step=programme.points_step,
        rounding=programme.points_rounding,
        max_points=programme.max_points_per_receipt,
    )


def _earned_in(steps: str) -> tuple[int, int]:
    for step in json.loads(steps):
        if isinstance(step, dict) and step.get("reason") == "earned":
            return step["params"]["numerator"], step["params"]["denominator"]
    return 0, 1


SHARES = ("gross", "promotion", "card", "manual", "coupon", "order", "points")
"""The figures of a sold line that come back in parts, beside money and taxes."""


def sold_lines(sale: Sale, terms: SaleTerms, *, tax_included: bool) -> list[SoldLine]:
    """The lines of a sale as a return works with them; the line id is the position, as text.

    ``money`` is what was due on the line with its tax; ``points_spent`` are hundredths.
    """
    return [
        SoldLine(
            line_id=str(line.position),
            quantity=line.quantity,
            money=line.net + (0 if tax_included else line.tax),
            shares={
                **{name: getattr(line, name) for name in SHARES},
                **{f"tax{n}": tax for n, (_, tax) in enumerate(line.taxes)},
                "points_spent": kept.points,
            },
            earned=kept.earned,
            earned_by=kept.earned_by,
            earns=kept.earns,
            earn_rule=kept.earn_rule,
        )
        for line, kept in zip(sale.lines, _padded(terms.lines, sale.lines), strict=True)
    ]


def _padded(kept: Sequence[LineTerms], lines: Sequence[SaleLine]) -> list[LineTerms]:
    return [*kept, *(LineTerms(earns=False) for _ in range(len(lines) - len(kept)))]


def earn_terms(sale: Sale, terms: SaleTerms, earned: int) -> EarnTerms:
    """The earning rule of the day; ``earned`` is what the receipt really got (R15)."""
    return EarnTerms(
        earned=earned,
        step=terms.step,
        rounding=terms.rounding,
        minimums=terms.minimums,
        once=terms.once,
        max_points=terms.max_points,
    )
