"""From a stored promotion to the texts of the form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

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
    Tiered,
)
from pos_app.i18n import Formats
from pos_app.presenters.promotion_text import PartText, PromotionText, ScopeText

Values = Mapping[str, str]


def text_of(promotion: Promotion, f: Formats, uuid: str = "") -> PromotionText:
    """The form of a promotion."""
    shower = _Shower(f)
    when, unless = _split(promotion.conditions)
    return PromotionText(
        uuid=uuid,
        rule_id=promotion.rule_id,
        name=promotion.name,
        enabled=promotion.enabled,
        when=shower.parts(when),
        then=shower.parts(promotion.effects),
        unless=shower.parts(unless),
        valid_from=day_text(promotion.valid_from),
        valid_to=day_text(promotion.valid_to),
        weekdays=promotion.weekdays,
        hours=hours_text(promotion.hours),
        usage_limit=_number(promotion.usage_limit),
        per_customer=_number(promotion.usage_limit_per_customer),
        budget="" if promotion.budget is None else f.amount(promotion.budget, trim=True),
        priority=str(promotion.priority),
        exclusive=promotion.exclusive,
        combinable=promotion.combinable,
        exclusion_group=promotion.exclusion_group or "",
        serial=shower.serial,
    )


def day_text(day: date | None) -> str:
    """A day as it stands in a field: ``24.12.2026``."""
    return "" if day is None else f"{day:%d.%m.%Y}"


def hours_text(hours: Iterable[Hours]) -> str:
    """Spans of the day as they stand in a field: ``09:00–12:00, 14:00–18:00``."""
    return ", ".join(f"{span.start:%H:%M}–{span.end:%H:%M}" for span in hours)


def _number(value: int | None) -> str:
    return "" if value is None else str(value)


def _split(
    conditions: tuple[Condition, ...],
) -> tuple[tuple[Condition, ...], tuple[Condition, ...]]:
    """What must hold, and what must not."""
    when = tuple(one for one in conditions if not isinstance(one, NoneOf))
    unless = tuple(
        barred for one in conditions if isinstance(one, NoneOf) for barred in one.conditions
    )
    return when, unless


class _Shower:
    def __init__(self, f: Formats) -> None:
        self._f = f
        self.serial = 0

    def parts(self, parts: Iterable[Condition | Effect]) -> tuple[PartText, ...]:
        """The parts of one heading."""
        return tuple(self._part(part) for part in parts)

    def _part(self, part: Condition | Effect) -> PartText:
        self.serial += 1
        key = f"p{self.serial}"
        known = self._condition(part) or self._benefit(part) or self._beside(part)
        if known is None:
            return PartText(key=key, kind="raw", raw=part)
        kind, values = known
        scope = getattr(part, "scope", EVERYTHING)
        if isinstance(part, Contains):
            scope = Scope(skus=frozenset(part.skus))
        return PartText(key=key, kind=kind, values=values, scope=self._scope(scope))

    def _scope(self, scope: Scope) -> ScopeText:
        f, entries = self._f, []
        for sign, what, values in (
            ("only", "item", scope.skus), ("only", "group", scope.groups),
            ("only", "brand", scope.brands), ("only", "tag", scope.tags),
            ("not", "item", scope.exclude_skus), ("not", "group", scope.exclude_groups),
            ("not", "brand", scope.exclude_brands), ("not", "tag", scope.exclude_tags),
        ):  # fmt: skip
            entries += [(sign, what, value) for value in sorted(values)]
        return ScopeText(
            open=scope != EVERYTHING,
            entries=tuple(entries),  # type: ignore[arg-type]
            price_from="" if scope.price_min is None else f.amount(scope.price_min, trim=True),
            price_to="" if scope.price_max is None else f.amount(scope.price_max, trim=True),
            expires=_number(scope.expires_within),
            new=scope.only_new,
        )

    def _money(self, value: int | None) -> str:
        return "" if value is None else self._f.amount(value, trim=True)

    def _condition(self, part: object) -> tuple[str, Values] | None:
        f = self._f
        if isinstance(part, MinAmount):
            plain = part.basis == "current" and not part.strict
            return ("min_amount", {"amount": self._money(part.amount)}) if plain else None
        if isinstance(part, MinQuantity):
            return "min_quantity", {"quantity": f.quantity(part.quantity)}
        if isinstance(part, MaxQuantity):
            return "max_quantity", {"quantity": f.quantity(part.quantity)}
        if isinstance(part, DistinctSkus):
            return "distinct", {"count": str(part.count)}
        if isinstance(part, Contains):
            together = "" if part.quantity is None else f.quantity(part.quantity)
            return "contains", {"quantity": together}
        return self._about_customer(part)

    def _about_customer(self, part: object) -> tuple[str, Values] | None:
        if isinstance(part, IsCustomer):
            return None if part.ids else ("known", {})
        if isinstance(part, InGroup):
            return "group", {"groups": ", ".join(sorted(part.groups))}
        if isinstance(part, InTier):
            return "tier", {"tiers": ",".join(sorted(part.tiers))}
        if isinstance(part, NthOrder):
            if part.n == 1 and not part.every:
                return "first", {}
            return "nth", {"count": str(part.n), "every": "1" if part.every else ""}
        if isinstance(part, BirthdayWindow):
            return "birthday", {"before": str(part.before), "after": str(part.after)}
        return None

    def _benefit(self, part: object) -> tuple[str, Values] | None:
        f, money = self._f, self._money
        if isinstance(part, PercentOff):
            shown = {"rate": f.points(part.rate), **self._limits(part)}
            return ("percent", shown) if part.base == 10_000 else None
        if isinstance(part, AmountOff):
            return "amount", {"amount": money(part.amount), **self._limits(part)}
        if isinstance(part, FixedPrice):
            return "price", {
                "price": money(part.price),
                "price_target": part.target,
                "max_units": _number(part.max_units),
                "per_line": _number(part.max_units_per_line),
            }
        if isinstance(part, Tiered):
            return self._steps(part)
        return None

    def _limits(self, part: PercentOff | AmountOff) -> Values:
        return {
            "target": part.target,
            "max_units": _number(part.max_units),
            "per_line": _number(part.max_units_per_line),
            "max_amount": self._money(part.max_amount),
        }

    def _steps(self, part: Tiered) -> tuple[str, Values] | None:
        f = self._f
        if part.base != 10_000:
            return None
        start = f.quantity if part.by == "quantity" else self._money
        gives = f.points if part.kind == "percent" else self._money
        return "steps", {
            "by": part.by,
            "gives": part.kind,
            "steps": "; ".join(f"{start(low)} = {gives(value)}" for low, value in part.tiers),
            "target": part.target,
            "max_amount": self._money(part.max_amount),
        }

    def _beside(self, part: object) -> tuple[str, Values] | None:
        f, money = self._f, self._money
        if isinstance(part, FreeUnits):
            return "free", {
                "buy": str(part.buy), "get": str(part.get), "max_free": _number(part.max_free),
            }  # fmt: skip
        if isinstance(part, BundlePrice):
            return "bundle", {
                "units": str(part.units),
                "price": money(part.price),
                "max_bundles": _number(part.max_bundles),
            }
        if isinstance(part, Gift):
            return "gift", {
                "find": "",
                "sku": part.sku,
                "quantity": f.quantity(part.quantity),
                "per_units": _number(part.per_units),
            }
        if isinstance(part, FirstPlusAdditional):
            return "first_more", {
                "first": money(part.first),
                "more": money(part.additional),
                "max_units": _number(part.max_units),
                "each_line": "1" if part.per_line else "",
            }
        if isinstance(part, PointsMultiplier):
            return "points", {"factor": f.points(part.factor // 100)}
        if isinstance(part, IssueCoupon):
            return "coupon", {"campaign": part.campaign}
        return None
