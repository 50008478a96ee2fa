"""From the texts of the form to the promotion they mean, with a code for every field that is not
right: money, percent, number, day, hours, empty, name, order."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, time
from typing import Any, Final, cast

from pos_app.domain.promotion import (
    EVERYTHING,
    AmountOff,
    BirthdayWindow,
    BundlePrice,
    Condition,
    Contains,
    DistinctSkus,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FixedTarget,
    FreeUnits,
    Gift,
    Hours,
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
    PointsMultiplier,
    Promotion,
    Scope,
    Target,
    Tiered,
)
from pos_app.i18n import Formats
from pos_app.presenters.promotion_text import PartText, PromotionText, ScopeText

Errors = dict[str, str]
MONEY: Final = 10**9
_DAY = re.compile(r"(\d{1,2})[./ -](\d{1,2})[./ -](\d{4}|\d{2})")
_SPAN = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?\s*[-–—]\s*(\d{1,2})(?:[:.](\d{2}))?")


def read_text(draft: PromotionText, f: Formats) -> tuple[Promotion, Errors]:
    """The promotion as far as it can be read, and what is wrong by the key of the field.

    A part with a mistake is left out of the promotion.
    """
    reader = _Reader(f)
    when = [reader.condition(part) for part in draft.when]
    then = [reader.benefit(part) for part in draft.then]
    unless = [one for part in draft.unless if (one := reader.condition(part)) is not None]
    conditions = [one for one in when if one is not None]
    if unless:
        conditions.append(NoneOf(conditions=tuple(unless)))
    first, last = reader.day("valid_from", draft.valid_from), reader.day("valid_to", draft.valid_to)
    if first is not None and last is not None and last < first:
        reader.errors["valid_to"] = "order"
    if not draft.name.strip():
        reader.errors["name"] = "name"
    if not draft.then:
        reader.errors["add.then"] = "empty"
    promotion = Promotion(
        rule_id=draft.rule_id,
        name=draft.name.strip(),
        effects=tuple(one for one in then if one is not None),
        conditions=tuple(conditions),
        priority=reader.whole("priority", draft.priority, -1000, 1000) or 0,
        enabled=draft.enabled,
        exclusive=draft.exclusive,
        combinable=draft.combinable,
        exclusion_group=draft.exclusion_group.strip()[:60] or None,
        valid_from=first,
        valid_to=last,
        weekdays=draft.weekdays if len(draft.weekdays) < 7 else frozenset(),
        hours=reader.hours("hours", draft.hours),
        usage_limit=reader.maybe("usage_limit", draft.usage_limit),
        usage_limit_per_customer=reader.maybe("per_customer", draft.per_customer),
        budget=reader.maybe_money("budget", draft.budget),
    )
    return promotion, reader.errors


def parse_day(text: str) -> date:
    """A typed day: ``24.12.2026``, ``24.12.26`` or ``2026-12-24``; ``ValueError`` otherwise."""
    clean = text.strip()
    found = _DAY.fullmatch(clean)
    if found is None:
        return date.fromisoformat(clean)
    year = int(found[3])
    return date(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))


def parse_hours(text: str) -> tuple[Hours, ...]:
    """Typed spans of the day: ``9-12, 14:00–18:00``; 24 is midnight; ``ValueError`` otherwise."""
    spans = []
    for piece in re.split(r"[,;]", text):
        found = _SPAN.fullmatch(piece.strip())
        if found is None:
            raise ValueError(piece)
        start = time(int(found[1]) % 24, int(found[2] or 0))
        end = time(int(found[3]) % 24, int(found[4] or 0))
        if start == end:
            raise ValueError(piece)
        spans.append(Hours(start=start, end=end))
    return tuple(spans)


def parse_steps(
    text: str, start: Callable[[str], int], value: Callable[[str], int]
) -> tuple[tuple[int, int], ...]:
    """Typed steps ``3 = 5; 10 = 8``, by rising start; ``ValueError`` otherwise."""
    steps = []
    for piece in re.split(r"[;\n]", text):
        low, sign, gives = piece.partition("=")
        if not sign:
            raise ValueError(piece)
        steps.append((start(low.strip()), value(gives.strip())))
    if any(low <= 0 or gives <= 0 for low, gives in steps):
        raise ValueError(text)
    if len({low for low, _ in steps}) < len(steps):
        raise ValueError(text)
    return tuple(sorted(steps))


class _Reader:
    def __init__(self, f: Formats) -> None:
        self._f = f
        self.errors: Errors = {}

    # --- figures -----------------------------------------------------------------------------

    def _read(
        self, key: str, text: str, parse: Callable[[str], int], low: int, high: int, code: str
    ) -> int | None:
        try:
            value = parse(text.strip())
        except ValueError:
            value = low - 1
        if low <= value <= high:
            return value
        self.errors[key] = code
        return None

    def whole(self, key: str, text: str, low: int = 1, high: int = 10_000) -> int | None:
        """A whole number."""
        return self._read(key, text, int, low, high, "number")

    def maybe(self, key: str, text: str) -> int | None:
        """A whole number, or nothing."""
        return self.whole(key, text, 1, MONEY) if text.strip() else None

    def money(self, key: str, text: str, low: int = 1) -> int | None:
        """A sum."""
        return self._read(key, text, self._f.parse_money, low, MONEY, "money")

    def maybe_money(self, key: str, text: str, low: int = 1) -> int | None:
        """A sum, or nothing."""
        return self.money(key, text, low) if text.strip() else None

    def quantity(self, key: str, text: str) -> int | None:
        """A quantity in thousandths."""
        return self._read(key, text, self._f.parse_quantity, 1, 10**9, "number")

    def day(self, key: str, text: str) -> date | None:
        """A day, or nothing."""
        if not text.strip():
            return None
        try:
            return parse_day(text)
        except ValueError:
            self.errors[key] = "day"
            return None

    def hours(self, key: str, text: str) -> tuple[Hours, ...]:
        """Spans of the day, or none."""
        if not text.strip():
            return ()
        try:
            return parse_hours(text)
        except ValueError:
            self.errors[key] = "hours"
            return ()

    # --- parts -------------------------------------------------------------------------------

    def condition(self, part: PartText) -> Condition | None:
        """A condition, or None while a field of it is wrong."""
        if part.raw is not None:
            return cast("Condition", part.raw)
        before = len(self.errors)
        made = self._condition(part)
        return made if len(self.errors) == before else None

    def benefit(self, part: PartText) -> Effect | None:
        """A benefit, or None while a field of it is wrong."""
        if part.raw is not None:
            return cast("Effect", part.raw)
        before = len(self.errors)
        made = self._benefit(part)
        return made if len(self.errors) == before else None

    def _condition(self, part: PartText) -> Condition:
        p = _Fields(self, part)
        if part.kind in ("min_amount", "min_quantity", "max_quantity", "distinct", "contains"):
            return self._of_goods(part, p)
        if part.kind == "first":
            return NthOrder(n=1)
        if part.kind == "nth":
            return NthOrder(n=p.whole("count"), every=bool(part.text("every")))
        if part.kind == "birthday":
            return BirthdayWindow(before=p.whole("before", 0, 180), after=p.whole("after", 0, 180))
        if part.kind == "tier":
            return InTier(tiers=p.names("tiers"))
        if part.kind == "group":
            return InGroup(groups=p.names("groups"))
        return IsCustomer()

    def _of_goods(self, part: PartText, p: _Fields) -> Condition:
        if part.kind == "contains":
            skus = tuple(value for _, what, value in part.scope.entries if what == "item")
            if not skus:
                self.errors[f"{part.key}.goods"] = "empty"
            together = part.text("quantity").strip()
            return Contains(skus=skus, quantity=p.quantity("quantity") if together else None)
        scope = self.scope(part)
        if part.kind == "min_amount":
            return MinAmount(amount=p.money("amount"), scope=scope)
        if part.kind == "min_quantity":
            return MinQuantity(quantity=p.quantity("quantity"), scope=scope)
        if part.kind == "max_quantity":
            return MaxQuantity(quantity=p.quantity("quantity"), scope=scope)
        return DistinctSkus(count=p.whole("count"), scope=scope)

    def _benefit(self, part: PartText) -> Effect:
        p, scope = _Fields(self, part), self.scope(part)
        limits: dict[str, Any] = {
            "max_units": p.maybe("max_units"), "max_units_per_line": p.maybe("per_line"),
        }  # fmt: skip
        if part.kind == "percent":
            rate = self._read(
                f"{part.key}.rate", part.text("rate"), self._f.parse_percent, 1, 10_000, "percent"
            )
            return PercentOff(
                rate=rate or 0, target=p.target(), scope=scope,
                max_amount=p.maybe_money("max_amount"), **limits,
            )  # fmt: skip
        if part.kind == "amount":
            return AmountOff(
                amount=p.money("amount"), target=p.target(), scope=scope,
                max_amount=p.maybe_money("max_amount"), **limits,
            )  # fmt: skip
        if part.kind == "price":
            target = cast("FixedTarget", part.text("price_target"))
            return FixedPrice(price=p.money("price", 0), target=target, scope=scope, **limits)
        if part.kind == "steps":
            return self._steps(part, p, scope)
        return self._more(part, p, scope)

    def _more(self, part: PartText, p: _Fields, scope: Scope) -> Effect:
        if part.kind == "free":
            return FreeUnits(
                buy=p.whole("buy"), get=p.whole("get"), max_free=p.maybe("max_free"), scope=scope
            )
        if part.kind == "bundle":
            return BundlePrice(
                units=p.whole("units", 2), price=p.money("price", 0), scope=scope,
                max_bundles=p.maybe("max_bundles"),
            )  # fmt: skip
        if part.kind == "gift":
            if not part.text("sku"):
                self.errors[f"{part.key}.find"] = "empty"
            return Gift(
                sku=part.text("sku"), quantity=p.quantity("quantity"),
                per_units=p.maybe("per_units"), scope=scope,
            )  # fmt: skip
        if part.kind == "first_more":
            return FirstPlusAdditional(
                first=p.money("first", 0), additional=p.money("more", 0), scope=scope,
                max_units=p.maybe("max_units"), per_line=bool(part.text("each_line")),
            )  # fmt: skip
        if part.kind == "points":
            return PointsMultiplier(factor=p.factor("factor"), scope=scope)
        if not part.text("campaign"):
            self.errors[f"{part.key}.campaign"] = "empty"
        return IssueCoupon(campaign=part.text("campaign"))

    def _steps(self, part: PartText, p: _Fields, scope: Scope) -> Effect:
        f = self._f
        by_money, money = part.text("by") == "amount", part.text("gives") == "amount"
        steps: tuple[tuple[int, int], ...] = ()
        try:
            steps = parse_steps(
                part.text("steps"),
                f.parse_money if by_money else f.parse_quantity,
                f.parse_money if money else f.parse_percent,
            )
        except ValueError:
            self.errors[f"{part.key}.steps"] = "steps"
        if not money and any(value > 10_000 for _, value in steps):
            self.errors[f"{part.key}.steps"] = "percent"
        return Tiered(
            kind="amount" if money else "percent", tiers=steps,
            by="amount" if by_money else "quantity", target=p.target(), scope=scope,
            max_amount=p.maybe_money("max_amount"),
        )  # fmt: skip

    def scope(self, part: PartText) -> Scope:
        """The goods a part is for."""
        text = part.scope
        if not text.open:
            return EVERYTHING
        key = part.key
        low = self.maybe_money(f"{key}.price_from", text.price_from, 0)
        high = self.maybe_money(f"{key}.price_to", text.price_to, 0)
        if low is not None and high is not None and high < low:
            self.errors[f"{key}.price_to"] = "order"
        expires = text.expires.strip()
        return Scope(
            skus=_of(text, "only", "item"),
            groups=_of(text, "only", "group"),
            brands=_of(text, "only", "brand"),
            tags=_of(text, "only", "tag"),
            exclude_skus=_of(text, "not", "item"),
            exclude_groups=_of(text, "not", "group"),
            exclude_brands=_of(text, "not", "brand"),
            exclude_tags=_of(text, "not", "tag"),
            price_min=low,
            price_max=high,
            expires_within=self.whole(f"{key}.expires", expires, 0, 3650) if expires else None,
            only_new=text.new,
        )


def _of(text: ScopeText, sign: str, what: str) -> frozenset[str]:
    return frozenset(value for s, w, value in text.entries if (s, w) == (sign, what))


class _Fields:
    """The fields of one part, read under their keys; a wrong one reads as nothing."""

    def __init__(self, reader: _Reader, part: PartText) -> None:
        self._r = reader
        self._part = part

    def _at(self, name: str) -> tuple[str, str]:
        return f"{self._part.key}.{name}", self._part.text(name)

    def whole(self, name: str, low: int = 1, high: int = 10_000) -> int:
        return self._r.whole(*self._at(name), low, high) or 0

    def maybe(self, name: str) -> int | None:
        return self._r.maybe(*self._at(name))

    def money(self, name: str, low: int = 1) -> int:
        return self._r.money(*self._at(name), low) or 0

    def maybe_money(self, name: str) -> int | None:
        return self._r.maybe_money(*self._at(name))

    def quantity(self, name: str) -> int:
        return self._r.quantity(*self._at(name)) or 0

    def factor(self, name: str) -> int:
        key, text = self._at(name)
        try:
            value = self._r._f.parse_points(text.strip()) * 100
        except ValueError:
            value = 10_000
        if not 0 <= value <= 1_000_000 or value == 10_000:
            self._r.errors[key] = "number"
        return value

    def target(self) -> Target:
        return cast("Target", self._part.text("target"))

    def names(self, name: str) -> frozenset[str]:
        key, text = self._at(name)
        found = frozenset(clean for one in text.split(",") if (clean := one.strip()))
        if not found:
            self._r.errors[key] = "empty"
        return found
