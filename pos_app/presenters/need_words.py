"""What is missing for a promotion or coupon, in words; and what limits the points of a receipt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from pos_app.domain.pricing import Programme, Reason
from pos_app.i18n import Formats, Translator
from pos_app.presenters.messages import refusal


class NeedSpeaker:
    """A language and the figures of one need, for the short sentences below."""

    __slots__ = ("_params", "f", "t")

    def __init__(self, t: Translator, f: Formats, params: Mapping[str, object]) -> None:
        self.t = t
        self.f = f
        self._params = params

    def count(self, name: str) -> int:
        """A whole number, 0 when it was not told."""
        value = self._params.get(name)
        return value if isinstance(value, int) else 0

    def text(self, name: str) -> str:
        """A text, "" when it was not told."""
        value = self._params.get(name)
        return value if isinstance(value, str) else ""

    def names(self, name: str) -> str:
        """A list of names with commas, "" when none was told."""
        value = self._params.get(name)
        return ", ".join(str(each) for each in value) if isinstance(value, tuple) else ""


Need = Callable[[NeedSpeaker], str]


def need_words(t: Translator, f: Formats, need: Reason, *, coupon: bool = True) -> str:
    """The sentence for a need as :func:`pos_app.services.needs.need_of` tells it.

    ``coupon`` off says it of a promotion. A code nobody foresaw is named, never an error.
    """
    if not coupon and need.code in _OF_PROMOTIONS:
        return refusal(_OF_PROMOTIONS[need.code], t, f)
    words = NEEDS.get(need.code)
    said = words(NeedSpeaker(t, f, dict(need.params))) if words is not None else ""
    return said or refusal(need.code, t, f, **dict(need.params))


_OF_PROMOTIONS: Final = {"usage_limit": "budget"}
"""A coupon "has been used", a promotion "is used up"."""


def _min_amount(s: NeedSpeaker) -> str:
    missing, minimum, goods = s.count("missing"), s.count("minimum"), s.names("goods")
    if not missing:
        return ""
    if goods:
        return s.t._("Add {amount} more of: {goods}.", amount=s.f.money(missing), goods=goods)
    if minimum:
        return s.t._(
            "Add {amount} more to reach {minimum}.",
            amount=s.f.money(missing),
            minimum=s.f.money(minimum, trim=True),
        )
    return s.t._("Add {amount} more.", amount=s.f.money(missing))


def _more_pieces(s: NeedSpeaker) -> str:
    missing, goods = s.count("missing"), s.names("goods")
    if not missing:
        return ""
    quantity = s.f.quantity(missing)
    if goods:
        return s.t._("Add {quantity} more of: {goods}.", quantity=quantity, goods=goods)
    return s.t._("Add {quantity} more.", quantity=quantity)


def _other_items(s: NeedSpeaker) -> str:
    missing, goods = s.count("missing") // 1_000, s.names("goods")
    if not missing:
        return ""
    if goods:
        return s.t.ngettext(
            "Add {n} other item of: {goods}.",
            "Add {n} other items of: {goods}.",
            missing,
            goods=goods,
        )
    return s.t.ngettext("Add {n} other item.", "Add {n} other items.", missing)


def _too_many(s: NeedSpeaker) -> str:
    if not s.count("most"):
        return ""
    return s.t._(
        "At most {quantity} of the goods it is for.", quantity=s.f.quantity(s.count("most"))
    )


def _only_for(name: str) -> Need:
    def say(s: NeedSpeaker) -> str:
        names = s.names(name)
        return s.t._("Only for: {names}.", names=names) if names else ""

    return say


def _nth(s: NeedSpeaker) -> str:
    n = s.count("n")
    if not n:
        return ""
    if s.count("every"):
        return s.t.ngettext("Only with every {n} purchase.", "Only with every {n} purchases.", n)
    if n == 1:
        return s.t._("Only with the first purchase.")
    return s.t._("Only with purchase no. {n}.", n=s.f.number(n))


def _excluded(s: NeedSpeaker) -> str:
    name = s.text("name")
    return s.t._("{name} applies instead.", name=name) if name else ""


NEEDS: Final[Mapping[str, Need]] = {
    "min_amount": _min_amount,
    "min_qty": _more_pieces,
    "contains": _more_pieces,
    "distinct_skus": _other_items,
    "max_qty": _too_many,
    "tier": _only_for("tiers"),
    "customer_group": _only_for("groups"),
    "nth_order": _nth,
    "excluded": _excluded,
    "card_better": lambda s: s.t._("The card discount gives more."),
}
"""Needs told with their figures; what is not here is told as a refusal."""


def limit_words(
    t: Translator, f: Formats, limited_by: str, programme: Programme | None = None
) -> str:
    """The rule that sets how many points may pay, in words (R8); "" for one nobody knows.

    Without the programme (a receipt of former times) the rule is told without its figure.
    """
    told = _bare(t) if programme is None else _limits(t, f, programme)
    return told.get(limited_by, "")


def _bare(t: Translator) -> dict[str, str]:
    return {
        "balance": t._("all that is on the card"),
        "share": t._("only a part of a receipt"),
        "min_money": t._("a part has to be paid in money"),
        "daily_limit": t._("the limit of the day"),
        "negative_balance": t._("new points first cover a debt"),
        "below_minimum": t._("fewer than the least number"),
        "nothing_eligible": t._("not for these goods"),
        "no_value": t._("points pay nothing in this programme"),
        "no_customer": t._("no card was shown"),
    }


def _limits(t: Translator, f: Formats, programme: Programme) -> dict[str, str]:
    told = _bare(t)
    told["share"] = t._("at most {share} of a receipt", share=f.percent(programme.max_points_share))
    told["min_money"] = t._("at least {amount} in money", amount=f.money(programme.min_money_part))
    told["below_minimum"] = t._(
        "only from {points} on", points=f.points(programme.min_points_redeemed)
    )
    if programme.max_points_redeemed_per_day is not None:
        told["daily_limit"] = t._(
            "at most {points} a day", points=f.points(programme.max_points_redeemed_per_day)
        )
    return told
