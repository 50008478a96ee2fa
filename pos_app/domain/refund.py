"""What a return gives and takes (R14–R16): independent of how it is split into parts.

A line keeps the figures it was sold with; a return never computes them anew. What is returned is
a part of the line, ``numerator / denominator``: units of the quantity, or money of the money paid.
Every figure of the line comes back as the half-up of its cumulative part, less what came before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Literal

from pos_app.domain.money import allocate, half_up
from pos_app.domain.points import round_earned
from pos_app.domain.rounding import Rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line as it stands on the receipt.

    ``quantity`` in thousandths; ``money`` what was paid for it (minor units); ``shares`` are its
    other figures by name (``points_share``, ``tax``, ``coupon_share``, …); ``earned`` is the exact
    fraction of hundredths of points the line was worth, by its money or its quantity, under the
    earning rule numbered ``earn_rule``. A line that ``earns`` not takes no part in earning.
    """

    line_id: str
    quantity: int
    money: int
    shares: Mapping[str, int] = field(default_factory=dict)
    earned: tuple[int, int] = (0, 1)
    earned_by: Literal["money", "quantity"] = "money"
    earns: bool = True
    earn_rule: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRefund:
    """What one line gives back: its part of the money and of every share."""

    line_id: str
    money: int
    shares: Mapping[str, int]


def cumulative(share: int, part: Fraction) -> int:
    """Return what of ``share`` has come back once ``part`` of the line has (R14)."""
    return half_up(share * part.numerator, part.denominator)


def refund_line(line: SoldLine, before: Fraction, after: Fraction) -> LineRefund:
    """Return what a line gives back when the part returned grows from ``before`` to ``after``.

    Raises:
        ValueError: more than the line, or less than was returned before.
    """
    if not 0 <= before <= after <= 1:
        raise ValueError("the part of a line that came back must grow, up to the whole line")
    return LineRefund(
        line_id=line.line_id,
        money=cumulative(line.money, after) - cumulative(line.money, before),
        shares={
            name: cumulative(share, after) - cumulative(share, before)
            for name, share in line.shares.items()
        },
    )


def part_of_quantity(line: SoldLine, quantity: int) -> Fraction:
    """Return the part of a line that ``quantity`` thousandths are."""
    return Fraction(quantity, line.quantity)


def part_of_money(line: SoldLine, money: int) -> Fraction:
    """Return the part of a line that ``money`` of its money paid is; 0 for a free line."""
    return Fraction(money, line.money) if line.money else Fraction(0)


def parts_for_amount(
    lines: Sequence[SoldLine], before: Mapping[str, Fraction], amount: int
) -> dict[str, Fraction]:
    """Return which part of each line a return of ``amount`` money is, split by R5.

    Raises:
        ValueError: more than the money that is left.
    """
    gone = [cumulative(line.money, before.get(line.line_id, Fraction(0))) for line in lines]
    left = [line.money - back for line, back in zip(lines, gone, strict=True)]
    if not 0 <= amount <= sum(left):
        raise ValueError("more money than is left of the receipt")
    if not amount:
        return {}
    shares = allocate(amount, left)
    return {
        line.line_id: part_of_money(line, back + share) - before.get(line.line_id, Fraction(0))
        for line, back, share in zip(lines, gone, shares, strict=True)
        if share
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnTerms:
    """The earning rules of the day of sale as the receipt keeps them (R15).

    ``earned`` is what the receipt really got. ``minimums``: below so much money on its lines a
    rule gives nothing, by the number of the rule. ``once`` are exact hundredths that came once
    for the receipt (numerator, denominator, the money on earning lines they want). ``max_points``
    is what capped the receipt, if anything did.
    """

    earned: int
    step: int = 100
    rounding: Rounding = "down"
    minimums: tuple[int, ...] = ()
    once: tuple[tuple[int, int, int], ...] = ()
    max_points: int | None = None


def keep_points(lines: Sequence[SoldLine], parts: Mapping[str, Fraction], terms: EarnTerms) -> int:
    """Return the points the receipt would have earned for what is *not* returned (R15).

    ``parts`` say how much of each line (by id) has come back in all. What came once for the receipt
    stays while anything that earns does, and enough of it.
    """
    exact = Fraction(0)
    stays = False
    total = 0
    by_rule: dict[int, int] = {}
    kept = {line.line_id: 1 - parts.get(line.line_id, Fraction(0)) for line in lines if line.earns}
    for line in lines:
        if line.earns:
            money = line.money - cumulative(line.money, 1 - kept[line.line_id])
            stays = stays or kept[line.line_id] > 0
            total += money
            if line.earn_rule is not None:
                by_rule[line.earn_rule] = by_rule.get(line.earn_rule, 0) + money
    for line in lines:
        rule = line.earn_rule
        if line.earns and (rule is None or by_rule[rule] >= _minimum(terms, rule)):
            exact += _kept_fraction(line, kept[line.line_id])
    for numerator, denominator, minimum in terms.once:
        if stays and total >= minimum:
            exact += Fraction(numerator, denominator)
    keep = round_earned(exact.numerator, exact.denominator, terms.step, terms.rounding)
    if terms.max_points is not None:
        keep = min(keep, terms.max_points)
    return min(keep, terms.earned)


def _minimum(terms: EarnTerms, rule: int) -> int:
    return terms.minimums[rule] if rule < len(terms.minimums) else 0


def _kept_fraction(line: SoldLine, kept: Fraction) -> Fraction:
    """Return the exact points of what is left of a line.

    Points by money follow the money that is left, which is whole minor units, so that a receipt
    with one of two units returned keeps what a sale of the other alone would have earned.
    """
    whole = Fraction(*line.earned)
    if line.earned_by == "quantity" or not line.money:
        return whole * kept
    left = line.money - cumulative(line.money, 1 - kept)
    return whole * Fraction(left, line.money)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPlan:
    """A return worked out (R18: shown before it is confirmed).

    ``refund`` is money, ``shares`` the sums of the other figures by name; ``keep`` points stay
    earned, ``claw_back`` are taken back now. ``complete``: with this return everything paid for is
    back (R17); a free unit that comes later completes nothing again.
    """

    lines: tuple[LineRefund, ...]
    refund: int
    shares: Mapping[str, int]
    keep: int
    claw_back: int
    parts: Mapping[str, Fraction]
    complete: bool


def plan_return(
    lines: Sequence[SoldLine],
    before: Mapping[str, Fraction],
    returning: Mapping[str, Fraction],
    terms: EarnTerms,
    clawed_before: int = 0,
) -> ReturnPlan:
    """Work out a return (R14, R15).

    ``before`` says which part of each line came back earlier, ``returning`` which comes now.

    Raises:
        ValueError: more of a line than is left of it.
    """
    parts = dict(before)
    refunds = []
    for line in lines:
        earlier = before.get(line.line_id, Fraction(0))
        now = returning.get(line.line_id, Fraction(0))
        if not now:
            continue
        parts[line.line_id] = earlier + now
        refunds.append(refund_line(line, earlier, earlier + now))
    keep = keep_points(lines, parts, terms)
    sums: dict[str, int] = {}
    for refund in refunds:
        for name, amount in refund.shares.items():
            sums[name] = sums.get(name, 0) + amount
    return ReturnPlan(
        lines=tuple(refunds),
        refund=sum(refund.money for refund in refunds),
        shares=sums,
        keep=keep,
        claw_back=max(0, terms.earned - keep - clawed_before),
        parts=parts,
        complete=_is_complete(lines, parts) and not _is_complete(lines, before),
    )


def _is_complete(lines: Sequence[SoldLine], parts: Mapping[str, Fraction]) -> bool:
    """Tell whether all is back; free goods don't count where there are paid ones."""
    paid = [line for line in lines if line.money or any(line.shares.values())]
    return all(parts.get(line.line_id) == 1 for line in paid or lines)
