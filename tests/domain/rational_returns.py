"""Returns in the independent model: what comes back of money and points, both ways (R14–R16).

Each figure of a line comes back as the rounded part of the whole that is back by now, less what
came before. The points earned are worked out anew on what the customer keeps.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from tests.domain.rational_basket import Worked, rounded
from tests.domain.rational_goods import Json, nearest


def give_back(sold: Worked, returns: Sequence[Mapping[str, object]]) -> list[Json]:
    """Answer each return: units by line, or nothing named for all that is left."""
    back = [Fraction(0)] * len(sold.goods)
    clawed = Fraction(0)
    answers = []
    for wanted in returns:
        before = list(back)
        for place, good in enumerate(sold.goods):
            if not wanted:
                back[place] = Fraction(1)
            elif good.name in wanted:
                back[place] += Fraction(str(wanted[good.name])) / good.quantity
        refund = _moved(sold.money, before, back)
        points = Fraction(_moved(sold.points, before, back), 100)
        claw = max(Fraction(0), sold.earned - kept(sold, back) - clawed)
        clawed += claw
        answers.append({"refund": refund, "spent": _plain(-points), "earned": _plain(-claw)})
    return answers


def _moved(figures: list[int], before: list[Fraction], after: list[Fraction]) -> int:
    return sum(
        nearest(figure * now) - nearest(figure * then)
        for figure, then, now in zip(figures, before, after, strict=True)
    )


def kept(sold: Worked, back: list[Fraction]) -> Fraction:
    """The points the receipt would have earned for what stays with the customer."""
    if all(part == 1 for part in back):
        return Fraction(0)
    money = [whole - nearest(whole * part) for whole, part in zip(sold.money, back, strict=True)]
    total = Fraction(0)
    for number, rule in enumerate(sold.settings["earn"]):
        mine = [place for place, by in sold.earned_by.items() if by == number]
        if rule.get("mode") == "per_order":
            mine = [g.place for g in sold.goods if not g.facts.get("certificate")]
        if sum(money[place] for place in mine) < rule.get("min_amount", 0):
            continue
        if rule.get("mode") == "per_order":
            anything = any(back[place] < 1 for place in mine)
            total += Fraction(str(rule.get("points", 1))) * sold.times if anything else 0
            continue
        for place in mine:
            part = 1 - back[place]
            if place not in sold.by_quantity and sold.money[place]:
                part = Fraction(money[place], sold.money[place])
            total += sold.exact[place] * part
    return min(rounded(total, sold.settings), sold.earned)


def _plain(value: Fraction) -> int | float:
    return int(value) if value.denominator == 1 else float(value)
