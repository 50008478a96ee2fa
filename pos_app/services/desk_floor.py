"""Does a price or a discount given by hand go below the least price of the goods (R2)?"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from pos_app.domain.pricing import Programme, least_money
from pos_app.domain.sale import Draft
from pos_app.services.desk_pricing import Priced


@dataclass(frozen=True, slots=True, kw_only=True)
class Below:
    """A line below its least price: ``money`` it would bring and the ``least`` it has to.

    Both are minor units of the whole line, after every discount and before points.
    """

    line_id: str
    name: str
    money: int
    least: int

    @property
    def figures(self) -> dict[str, object]:
        """The same for a sentence."""
        return {"name": self.name, "money": self.money, "least": self.least}


def by_rules_only(draft: Draft) -> Draft:
    """The draft as it would be had nobody changed a price by hand."""
    lines = tuple(replace(line, discount=None, price_override=None) for line in draft.lines)
    return replace(draft, lines=lines, order_discount=None)


def worst_below(
    tried: Priced, rules_only: Priced, programme: Programme, lines: Collection[str] = ()
) -> Below | None:
    """The line (of ``lines``; none: of all) a hand brings furthest below its least price, if any.

    What the goods' own price or a rule of the shop brings there is nobody's gesture.
    """
    by_rules = {line.line_id: line for line in rules_only.basket.lines}
    found: list[Below] = []
    for line, sold in zip(tried.given.lines, tried.basket.lines, strict=True):
        least = least_money(line, programme.margin_floor)
        money = sold.money + sold.points_share
        fair = by_rules[line.line_id]
        asked = not lines or line.line_id in lines
        if asked and money < least and money < fair.money + fair.points_share:
            found.append(Below(line_id=line.line_id, name=line.item.name, money=money, least=least))
    return max(found, key=lambda below: below.least - below.money, default=None)
