"""Promotions in words: goods, conditions, benefits, and the whole of one as a sentence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from pos_app.domain.promotion import (
    AmountOff,
    AnyOf,
    BirthdayWindow,
    BundlePrice,
    Condition,
    Contains,
    DistinctSkus,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    Gift,
    InGroup,
    InTier,
    IsCustomer,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NoneOf,
    NthOrder,
    PercentOff,
    Promotion,
    Scope,
    Tiered,
)
from pos_app.i18n import Formats, Translator
from pos_app.presenters.promotion_kinds import targets
from pos_app.presenters.promotion_show import hours_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """Names behind the keys a promotion holds; an unknown key is shown as it is."""

    item: Callable[[str], str]
    group: Callable[[str], str]
    tier: Callable[[str], str]
    campaign: Callable[[str], str]

    def of(self, what: str, key: str) -> str:
        """The name of goods named by ``what``."""
        if what == "item":
            return self.item(key)
        return self.group(key) if what == "group" else key


class Teller:
    """Says promotions in one language."""

    def __init__(self, t: Translator, f: Formats, names: Names) -> None:
        self._t = t
        self._f = f
        self._names = names

    # --- goods -------------------------------------------------------------------------------

    def goods(self, scope: Scope) -> str:
        """Which goods, in parentheses with a blank before; "" for all of them."""
        t, f, n = self._t, self._f, self._names
        parts = [
            *(n.of("group", one) for one in sorted(scope.groups)),
            *(n.of("item", one) for one in sorted(scope.skus)),
            *sorted(scope.brands),
            *sorted(scope.tags),
        ]
        found = [_some(parts)] if parts else []
        barred = [
            *(n.of("group", one) for one in sorted(scope.exclude_groups)),
            *(n.of("item", one) for one in sorted(scope.exclude_skus)),
            *sorted(scope.exclude_brands),
            *sorted(scope.exclude_tags),
        ]
        if barred:
            found.append(t._("all but {goods}", goods=_some(barred)))
        if scope.price_min is not None:
            found.append(t._("from {price}", price=f.money(scope.price_min, trim=True)))
        if scope.price_max is not None:
            found.append(t._("up to {price}", price=f.money(scope.price_max, trim=True)))
        if scope.expires_within is not None:
            found.append(
                t.ngettext(
                    "batches with {n} day left at most",
                    "batches with {n} days left at most",
                    scope.expires_within,
                )
            )
        if scope.only_new:
            found.append(t._("new goods"))
        return f" ({', '.join(found)})" if found else ""

    # --- conditions --------------------------------------------------------------------------

    def condition(self, one: Condition) -> str:
        """A condition as the middle of a sentence."""
        t, f = self._t, self._f
        if isinstance(one, MinAmount):
            return t._(
                "goods for at least {amount}{goods} are on the receipt",
                amount=f.money(one.amount, trim=True), goods=self.goods(one.scope),
            )  # fmt: skip
        if isinstance(one, MinQuantity):
            return t._(
                "at least {quantity} pieces{goods} are on the receipt",
                quantity=f.quantity(one.quantity), goods=self.goods(one.scope),
            )  # fmt: skip
        if isinstance(one, MaxQuantity):
            return t._(
                "at most {quantity} pieces{goods} are on the receipt",
                quantity=f.quantity(one.quantity), goods=self.goods(one.scope),
            )  # fmt: skip
        if isinstance(one, DistinctSkus):
            return t._(
                "at least {count} different goods{goods} are on the receipt",
                count=f.number(one.count), goods=self.goods(one.scope),
            )  # fmt: skip
        if isinstance(one, Contains):
            return self._contains(one)
        if isinstance(one, AnyOf | NoneOf):
            return _any(t, [self.condition(each) for each in one.conditions])
        return self._customer(one)

    def _contains(self, one: Contains) -> str:
        t = self._t
        goods = _some([self._names.item(sku) for sku in one.skus])
        if one.quantity is None:
            return t._("{goods} are on the receipt together", goods=goods)
        return t._(
            "{quantity} pieces of {goods} are on the receipt",
            quantity=self._f.quantity(one.quantity), goods=goods,
        )  # fmt: skip

    def _customer(self, one: InGroup | IsCustomer | InTier | NthOrder | BirthdayWindow) -> str:
        t, f = self._t, self._f
        if isinstance(one, InGroup):
            return t._("the customer is in the group {groups}", groups=_some(sorted(one.groups)))
        if isinstance(one, InTier):
            tiers = _some([self._names.tier(tier) for tier in sorted(one.tiers)])
            return t._("the customer is on the tier {tiers}", tiers=tiers)
        if isinstance(one, IsCustomer):
            return t._("a customer card is shown")
        if isinstance(one, NthOrder):
            if one.every:
                return t._("it is every purchase number {n}", n=f.number(one.n))
            if one.n == 1:
                return t._("it is the first purchase of the customer")
            return t._("it is purchase number {n} of the customer", n=f.number(one.n))
        return t._(
            "the birthday is at most {before} days ahead or {after} days past",
            before=f.number(one.before), after=f.number(one.after),
        )  # fmt: skip

    # --- benefits ----------------------------------------------------------------------------

    def benefit(self, one: Effect) -> str:
        """A benefit as the middle of a sentence."""
        t, f = self._t, self._f
        goods = self.goods(getattr(one, "scope", Scope()))
        if isinstance(one, PercentOff):
            rate = f.percent(one.rate * 10_000 // one.base)
            words = t._(
                "{rate} off {target}{goods}", rate=rate, target=targets(t)[one.target], goods=goods
            )
            return words + self._limits(one.max_units, one.max_amount)
        if isinstance(one, AmountOff):
            words = t._(
                "{amount} off {target}{goods}",
                amount=f.money(one.amount, trim=True), target=targets(t)[one.target], goods=goods,
            )  # fmt: skip
            return words + self._limits(one.max_units, one.max_amount)
        if isinstance(one, FixedPrice):
            words = t._(
                "{price} for {target}{goods}",
                price=f.money(one.price, trim=True), target=targets(t)[one.target], goods=goods,
            )  # fmt: skip
            return words + self._limits(one.max_units, None)
        if isinstance(one, Tiered):
            return self._steps(one, goods) + self._limits(None, one.max_amount)
        return self._pieces(one, goods)

    def _limits(self, units: int | None, amount: int | None) -> str:
        t, f = self._t, self._f
        words = ""
        if units is not None:
            words += ", " + t.ngettext("at most {n} piece", "at most {n} pieces", units)
        if amount is not None:
            words += ", " + t._("at most {amount}", amount=f.money(amount, trim=True))
        return words

    def _steps(self, one: Tiered, goods: str) -> str:
        t, f = self._t, self._f
        steps = []
        for start, value in one.tiers:
            gives = f.money(-value, trim=True) if one.kind == "amount" else f.percent(-value)
            if one.by == "amount":
                words = t._("from {start}: {gives}", start=f.money(start, trim=True), gives=gives)
            else:
                words = t._("from {start} pieces: {gives}", start=f.quantity(start), gives=gives)
            steps.append(words)
        return t._("in steps{goods}: {steps}", goods=goods, steps=", ".join(steps))

    def _pieces(self, one: Effect, goods: str) -> str:
        t, f = self._t, self._f
        if isinstance(one, FreeUnits):
            words = t._(
                "for each {buy} bought {get} free{goods}",
                buy=f.number(one.buy), get=f.number(one.get), goods=goods,
            )  # fmt: skip
            return words + self._limits(one.max_free, None)
        if isinstance(one, BundlePrice):
            return t._(
                "{units} pieces together for {price}{goods}",
                units=f.number(one.units), price=f.money(one.price, trim=True), goods=goods,
            )  # fmt: skip
        if isinstance(one, FirstPlusAdditional):
            return t._(
                "{first} off the first piece, {more} off each further one{goods}",
                first=f.money(one.first, trim=True), more=f.money(one.additional, trim=True),
                goods=goods,
            )  # fmt: skip
        return self._on_top(one, goods)

    def _on_top(self, one: Effect, goods: str) -> str:
        t, f = self._t, self._f
        if isinstance(one, Gift):
            gift = {"quantity": f.quantity(one.quantity), "item": self._names.item(one.sku)}
            if one.per_units is None:
                return t._("{quantity} × {item} as a gift{goods}", **gift, goods=goods)
            return t._(
                "{quantity} × {item} as a gift for each {n} pieces{goods}",
                **gift, n=f.number(one.per_units), goods=goods,
            )  # fmt: skip
        if isinstance(one, IssueCoupon):
            return t._("a coupon “{campaign}”", campaign=self._names.campaign(one.campaign))
        factor = f.points(getattr(one, "factor", 0) // 100)
        return t._("{factor} times the points{goods}", factor=factor, goods=goods)

    # --- the whole ---------------------------------------------------------------------------

    def sentence(self, promotion: Promotion) -> str:
        """ "When … then … unless …", and when it holds."""
        t = self._t
        when = [self.condition(c) for c in promotion.conditions if not isinstance(c, NoneOf)]
        unless = [
            self.condition(one)
            for c in promotion.conditions
            if isinstance(c, NoneOf)
            for one in c.conditions
        ]
        then = [self.benefit(one) for one in promotion.effects] or ["…"]
        start = (
            t._("When {conditions}: {benefits}", conditions=_all(t, when), benefits=_all(t, then))
            if when
            else t._("Always: {benefits}", benefits=_all(t, then))
        )
        if unless:
            start = t._(
                "{sentence}; unless {conditions}", sentence=start, conditions=_any(t, unless)
            )
        parts = [part for part in (start, self.life(promotion)) if part]
        return " ".join(part if part.endswith("…") else f"{part}." for part in parts)

    def life(self, promotion: Promotion) -> str:
        """When it holds and how often; "" without a bound."""
        t, f = self._t, self._f
        parts = [self.days(promotion), self.clock(promotion)]
        if promotion.usage_limit is not None:
            limit = promotion.usage_limit
            parts.append(t.ngettext("{n} time in all", "{n} times in all", limit))
        if promotion.usage_limit_per_customer is not None:
            limit = promotion.usage_limit_per_customer
            parts.append(t.ngettext("{n} time a customer", "{n} times a customer", limit))
        if promotion.budget is not None:
            parts.append(t._("{amount} in all", amount=f.money(promotion.budget, trim=True)))
        words = ", ".join(part for part in parts if part)
        return words[:1].upper() + words[1:]

    def days(self, promotion: Promotion) -> str:
        """Its dates; "" for always."""
        t, f = self._t, self._f
        first, last = promotion.valid_from, promotion.valid_to
        if first is not None and last is not None:
            return t._("from {first} to {last}", first=f.date(first), last=f.date(last))
        if first is not None:
            return t._("from {first} on", first=f.date(first))
        return t._("until {last}", last=f.date(last)) if last is not None else ""

    def clock(self, promotion: Promotion) -> str:
        """Weekdays and hours; "" for always."""
        names = self._f.weekday_names()
        days = ", ".join(names[day - 1] for day in sorted(promotion.weekdays))
        return " ".join(part for part in (days, hours_text(promotion.hours)) if part)


def _some(names: Sequence[str]) -> str:
    """A few names, then an ellipsis."""
    return ", ".join(names[:4]) + (", …" if len(names) > 4 else "")


def _all(t: Translator, parts: Sequence[str]) -> str:
    words = parts[0]
    for part in parts[1:]:
        words = t._("{first} and {second}", first=words, second=part)
    return words


def _any(t: Translator, parts: Sequence[str]) -> str:
    words = parts[0]
    for part in parts[1:]:
        words = t._("{first} or {second}", first=words, second=part)
    return words
