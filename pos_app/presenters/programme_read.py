"""What the form says as rules, and which of its fields cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from math import gcd
from typing import Any, Final, cast

from pos_app.domain.grants import Grant, Grants, HolidayGrant
from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.promotion import EVERYTHING, Scope
from pos_app.domain.tier import Tier, TierReview
from pos_app.i18n import Formats
from pos_app.presenters.day_text import parse_day
from pos_app.presenters.programme_draft import (
    FULL,
    KINDS,
    GrantText,
    HolidayText,
    ProgrammeDraft,
    TierText,
    only_groups,
    plain_group,
    review_key,
)

Errors = dict[str, str]
"""Codes by the key of the field."""

MOST_POINTS: Final = 10**9


class Reader:
    """Reads the texts of a form, keeping the code of every mistake by its field."""

    def __init__(self, f: Formats) -> None:
        self.errors: Errors = {}
        self._f = f

    def money(self, key: str, text: str, low: int = 0) -> int:
        """A sum in minor units."""
        return self._read(key, text, self._f.parse_money, low, 10**11, "money")

    def percent(self, key: str, text: str, high: int = FULL) -> int:
        """A rate in basis points, up to ``high``."""
        return self._read(key, text, self._f.parse_percent, 0, high, "percent")

    def points(self, key: str, text: str, low: int = 1, high: int = MOST_POINTS) -> int:
        """Points in hundredths."""
        return self._read(key, text, self._f.parse_points, low, high, "points")

    def maybe_points(self, key: str, text: str) -> int | None:
        """Points in hundredths; an empty text sets no limit."""
        return self.points(key, text) if text.strip() else None

    def quiet(self, text: str) -> int:
        """Points that are not asked for: 0 when they cannot be read."""
        try:
            return max(0, min(MOST_POINTS, self._f.parse_points(text.strip())))
        except ValueError:
            return 0

    def days(self, key: str, text: str, low: int, high: int) -> int:
        """A whole number of days."""
        return self._read(key, text, _whole, low, high, "days")

    def count(self, key: str, text: str, low: int, high: int) -> int:
        """A whole number of things."""
        return self._read(key, text, _whole, low, high, "count")

    def _read(
        self, key: str, text: str, parse: Callable[[str], int], low: int, high: int, code: str
    ) -> int:
        try:
            value = parse(text.strip())
        except ValueError:
            value = low - 1
        if not low <= value <= high:
            self.errors[key] = code
            return low
        return value


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdigit()):
        raise ValueError("not a whole number")
    return int(text)


def read_programme(
    draft: ProgrammeDraft, base: Programme, f: Formats
) -> tuple[Programme, int, Errors]:
    """The programme the form makes over ``base``, the days of warning, and what is wrong.

    What belongs to points is left as it was where there are none.
    """
    reader = Reader(f)
    earning = draft.mode != "discount"
    rates = [_rates(reader, draft, tier) for tier in draft.tiers]
    unit = _base_rate([earns for earns, _off in rates]) if earning else FULL
    tiers = tuple(
        _tier(reader, tier, earns * FULL // unit if earning and unit else FULL, off)
        for tier, (earns, off) in zip(draft.tiers, rates, strict=True)
    )
    _look_for_twins(reader, draft, tiers)
    made = replace(
        base,
        tiers=tiers,
        earn_rules=(),
        turnover_window=draft.window,
        upgrade_on_same_receipt=draft.same_receipt,
        tier_review=_review(draft.review, base.tier_review),
        stacking=cast("Any", draft.stacking),
        coupons_per_receipt=reader.count("coupons", draft.coupons, 0, 100)
        if draft.coupons.strip()
        else None,
        margin_floor=reader.percent("floor", draft.floor, FULL - 1)
        if draft.floor.strip()
        else None,
    )
    if not earning:
        return made, 30, reader.errors
    made = _spending(reader, draft, made)
    made = _earning(reader, draft, made, base, unit)
    made = _life(reader, draft, made)
    made = _gifts(reader, draft, made)
    warn = reader.days("warn", draft.warn, 1, 365) if draft.expires_by != "never" else 30
    return made, warn, reader.errors


def _review(key: str, before: TierReview | None) -> TierReview | None:
    if key == "never":
        return None
    if key == review_key(before):
        return before
    return TierReview() if key == "yearly" else TierReview(months=int(key))


def _spending(reader: Reader, draft: ProgrammeDraft, made: Programme) -> Programme:
    text = draft.multiple.strip()
    return replace(
        made,
        point_value=reader.money("value", draft.value, 1),
        max_points_share=reader.percent("share", draft.share),
        points_on_promotion_lines=draft.on_promotions,
        min_money_part=reader.money("min_money", draft.min_money) if draft.min_money.strip() else 0,
        min_points_redeemed=reader.maybe_points("min_points", draft.min_points) or 0,
        points_multiple_of=reader.points("multiple", text, 1, 10**6) if text else 1,
        max_points_redeemed_per_day=reader.maybe_points("most_spent", draft.most_spent),
        points_excluded=_groups_scope(draft.not_spent, made.points_excluded),
    )


def _groups_scope(groups: Sequence[str], before: Scope | None) -> Scope | None:
    """The groups alone; a scope that names something else stays as it is."""
    if before is not None and not only_groups(before):
        return before
    return Scope(groups=frozenset(groups)) if groups else None


def _earning(
    reader: Reader, draft: ProgrammeDraft, made: Programme, base: Programme, unit: int
) -> Programme:
    lowest = made.tiers[0].multiplier
    special, nothing = [], []
    seen: set[str] = set()
    for place, row in enumerate(draft.groups):
        if row.group in seen:
            reader.errors[f"group:{place}"] = "again"
        seen.add(row.group)
        rate = reader.percent(f"rate:{place}", row.rate)
        if rate:
            special.append(_group_rule(row.group, rate, lowest, made))
        else:
            nothing.append(row.group)
    return replace(
        made,
        earn_rules=_rules(base, made, unit, special),
        earning_excluded=_groups_scope(nothing, base.earning_excluded),
        earn_on_promotion_lines=draft.earn_promotions,
        earn_while_redeeming=draft.earn_redeeming,
        points_step=reader.points("step", draft.step, 1, 10**6),
        points_rounding=cast("Any", draft.rounding),
        max_points_per_receipt=reader.maybe_points("most_receipt", draft.most_receipt),
        max_points_per_day=reader.maybe_points("most_day", draft.most_day),
        activation_delay_days=reader.days("delay", draft.delay, 0, 90),
    )


def _group_rule(group: str, rate: int, lowest: int, made: Programme) -> EarnRule:
    """What the lowest tier gets back of a group; higher tiers get more in the same proportion."""
    points = rate * made.point_value_per * FULL
    per = 100 * made.point_value * (lowest or FULL)
    shared = gcd(points, per)
    return EarnRule(
        points=points // shared,
        per=per // shared,
        scope=Scope(groups=frozenset((group,))),
        rule_id=f"group {group}",
    )


def _rules(
    base: Programme, made: Programme, unit: int, special: Sequence[EarnRule]
) -> tuple[EarnRule, ...]:
    """The rules of ``base`` with the form's in place of those it shows; others stay as they are."""
    main = next(
        (r for r in base.earn_rules if r.mode == "per_amount" and r.scope == EVERYTHING), None
    )
    rule = replace(
        main or EarnRule(points=unit),
        points=unit * base.point_value_per,
        per=100 * made.point_value,
    )
    others = [each for each in base.earn_rules if each is not main and not plain_group(each)]
    return (*others, *special, rule)


def _life(reader: Reader, draft: ProgrammeDraft, made: Programme) -> Programme:
    if draft.expires_by == "never":
        return replace(made, points_expiry_by="days", points_expiry_days=None)
    if draft.expires_by == "days":
        days = reader.days("expires", draft.expires, 1, 3650)
        return replace(made, points_expiry_by="days", points_expiry_days=days)
    return replace(
        made,
        points_expiry_by=cast("Any", draft.expires_by),
        points_expiry_periods=reader.count("periods", draft.periods, 0, 120),
    )


def _gifts(reader: Reader, draft: ProgrammeDraft, made: Programme) -> Programme:
    kinds: dict[str, Any] = {kind: _grant(reader, kind, getattr(draft, kind)) for kind in KINDS}
    grants: Grants = replace(
        made.grants,
        **kinds,
        birthday_before=reader.days("birthday_before", draft.birthday_before, 0, 60),
        birthday_after=reader.days("birthday_after", draft.birthday_after, 0, 60),
        birthday_known_days=reader.days("birthday_known", draft.birthday_known, 0, 365),
        holidays=tuple(_holiday(reader, n, row) for n, row in enumerate(draft.holidays)),
    )
    most = draft.referrals.strip()
    return replace(
        made,
        grants=grants,
        referrals_per_month=reader.count("referrals", most, 0, 1_000) if most else None,
    )


def _grant(reader: Reader, kind: str, text: GrantText) -> Grant:
    points = reader.points(f"points:{kind}", text.points) if text.on else reader.quiet(text.points)
    return Grant(
        on=text.on,
        points=points,
        expiry_days=reader.days(f"days:{kind}", text.days, 1, 3650) if text.days.strip() else None,
    )


def _holiday(reader: Reader, place: int, row: HolidayText) -> HolidayGrant:
    try:
        day = parse_day(row.day)
    except ValueError:
        reader.errors[f"hday:{place}"] = "day"
        day = _ANY_DAY
    name = row.name.strip()
    if not name or len(name) > 40:
        reader.errors[f"hname:{place}"] = "name"
    points = reader.points(f"hpoints:{place}", row.points)
    days = reader.days(f"hdays:{place}", row.days, 1, 3650) if row.days.strip() else None
    grant = Grant(on=True, points=points, expiry_days=days)
    return HolidayGrant(day=day, name=name, yearly=row.yearly, grant=grant)


_ANY_DAY: Final = parse_day("1.1.2000")


def _rates(reader: Reader, draft: ProgrammeDraft, tier: TierText) -> tuple[int, int]:
    earns = off = 0
    if draft.mode != "discount":
        earns = reader.percent(f"earns:{tier.tier_id}", tier.earns)
    if draft.mode != "points":
        off = reader.percent(f"off:{tier.tier_id}", tier.off)
    return earns, off


def _tier(reader: Reader, tier: TierText, multiplier: int, off: int) -> Tier:
    name = tier.name.strip()
    if not name or len(name) > 40:
        reader.errors[f"name:{tier.tier_id}"] = "name"
    start = reader.money(f"start:{tier.tier_id}", tier.start)
    return Tier(
        tier_id=tier.tier_id, name=name, threshold=start, discount=off, multiplier=multiplier
    )


def _look_for_twins(reader: Reader, draft: ProgrammeDraft, tiers: Sequence[Tier]) -> None:
    seen: set[int] = set()
    for tier in tiers:
        if tier.threshold in seen:
            reader.errors.setdefault(f"start:{tier.tier_id}", "twice")
        seen.add(tier.threshold)
    if tiers and min(tier.threshold for tier in tiers) > 0:
        reader.errors.setdefault(f"start:{draft.tiers[0].tier_id}", "lowest")


def _base_rate(rates: Sequence[int]) -> int:
    """What everybody earns, in basis points; tiers multiply it, and come out exact.

    The lowest rate where it divides the others into whole multipliers, else the next below it
    that does. Before the first visit, when nobody has a tier, this is the rate.
    """
    lowest = min((rate for rate in rates if rate), default=0)
    if not lowest:
        return 0
    return next(
        unit for unit in range(lowest, 0, -1) if all(rate * FULL % unit == 0 for rate in rates)
    )
