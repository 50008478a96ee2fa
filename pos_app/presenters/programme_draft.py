"""The programme as it is being typed: texts of fields, and the rules they make."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final, Literal

from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.promotion import EVERYTHING
from pos_app.domain.tier import Tier
from pos_app.i18n import Formats
from pos_app.services.programme_store import MAX_TIERS, Mode, mode_of

FULL: Final = 10_000

Window = Literal["all_time", "rolling_12_months", "calendar_year"]
WINDOWS: Final[tuple[Window, ...]] = ("rolling_12_months", "calendar_year", "all_time")
Errors = dict[str, str]
"""Codes by the key of the field: money, percent, days, name, twice, share, value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TierText:
    """A tier in the form. ``start`` is the turnover it begins at, ``earns`` and ``off`` rates."""

    tier_id: str
    name: str
    start: str
    earns: str
    off: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDraft:
    """All fields of the form. ``expires`` "" means points never expire."""

    mode: Mode
    tiers: tuple[TierText, ...]
    window: Window
    value: str
    share: str
    on_promotions: bool
    expires: str
    delay: str
    warn: str


def percent_text(f: Formats, rate: int) -> str:
    """A rate as it stands in a field, without its sign: ``4`` or ``2,5``."""
    return f.points(rate)


def draft_of(programme: Programme, warn_days: int, f: Formats, first_name: str) -> ProgrammeDraft:
    """The form of a programme; one without tiers shows a single row called ``first_name``."""
    tiers: Sequence[Tier] = programme.tiers or (Tier(tier_id="start", name=first_name),)
    expires = programme.points_expiry_days
    return ProgrammeDraft(
        mode=mode_of(programme),
        tiers=tuple(_tier_text(programme, tier, f) for tier in tiers),
        window=programme.turnover_window,
        value=f.amount(programme.point_value),
        share=percent_text(f, programme.max_points_share),
        on_promotions=programme.points_on_promotion_lines,
        expires="" if expires is None else str(expires),
        delay=str(programme.activation_delay_days),
        warn=str(warn_days),
    )


def _tier_text(programme: Programme, tier: Tier, f: Formats) -> TierText:
    from pos_app.services.programme_example import rate_of

    return TierText(
        tier_id=tier.tier_id,
        name=tier.name,
        start=f.amount(tier.threshold, trim=True),
        earns=percent_text(f, rate_of(programme, tier)),
        off=percent_text(f, tier.discount * FULL // tier.base),
    )


def changes(before: ProgrammeDraft, after: ProgrammeDraft) -> int:
    """How many fields differ; a tier that came or went counts once."""
    plain = [field.name for field in fields(ProgrammeDraft) if field.name != "tiers"]
    count = sum(getattr(before, name) != getattr(after, name) for name in plain)
    old = {tier.tier_id: tier for tier in before.tiers}
    new = {tier.tier_id: tier for tier in after.tiers}
    count += len(old.keys() ^ new.keys())
    names = [field.name for field in fields(TierText)]
    for key in old.keys() & new.keys():
        count += sum(getattr(old[key], name) != getattr(new[key], name) for name in names)
    return count


def with_mode(draft: ProgrammeDraft, mode: Mode, f: Formats) -> ProgrammeDraft:
    """Another mode; a rate that is missing for it begins with what the customers get now."""
    tiers = draft.tiers
    if mode != "points" and all(not _rate(tier.off, f) for tier in tiers):
        part = 1 if mode == "discount" else 2
        tiers = tuple(
            replace(tier, off=percent_text(f, _rate(tier.earns, f) // part)) for tier in tiers
        )
    if mode != "discount" and all(not _rate(tier.earns, f) for tier in tiers):
        part = 1 if mode == "points" else 2
        tiers = tuple(
            replace(tier, earns=percent_text(f, _rate(tier.off, f) // part)) for tier in tiers
        )
    return replace(draft, mode=mode, tiers=tiers)


def _rate(text: str, f: Formats) -> int:
    try:
        return f.parse_percent(text)
    except ValueError:
        return 0


def with_tier(draft: ProgrammeDraft, name: str, f: Formats) -> ProgrammeDraft:
    """One more tier above the last: twice its threshold, a per cent more."""
    if len(draft.tiers) >= MAX_TIERS:
        return draft
    last = draft.tiers[-1]
    known = {tier.tier_id for tier in draft.tiers}
    number = next(n for n in range(2, 100) if f"tier-{n}" not in known)
    try:
        start = f.parse_money(last.start) * 2 or 500 * 10**f.minor_digits
    except ValueError:
        start = 500 * 10**f.minor_digits
    fresh = TierText(
        tier_id=f"tier-{number}",
        name=name,
        start=f.amount(start, trim=True),
        earns=percent_text(f, min(FULL, _rate(last.earns, f) + 100)),
        off=percent_text(f, min(FULL, _rate(last.off, f) + 100)),
    )
    return replace(draft, tiers=(*draft.tiers, fresh))


class Reader:
    """Reads the texts of a form, keeping the code of every mistake by its field."""

    def __init__(self, f: Formats) -> None:
        self.errors: Errors = {}
        self._f = f

    def money(self, key: str, text: str, low: int = 0) -> int:
        """A sum in minor units."""
        return self._read(key, text, self._f.parse_money, low, 10**11, "money")

    def percent(self, key: str, text: str) -> int:
        """A rate in basis points, up to all."""
        return self._read(key, text, self._f.parse_percent, 0, FULL, "percent")

    def days(self, key: str, text: str, low: int, high: int) -> int:
        """A whole number of days."""
        return self._read(key, text, _whole, low, high, "days")

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
    """The programme the form makes over ``base``, the days of warning, and what is wrong."""
    reader = Reader(f)
    earning = draft.mode != "discount"
    value = reader.money("value", draft.value, 1) if earning else base.point_value
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
        earn_rules=_rules(base, unit, value) if earning else (),
        turnover_window=draft.window,
        point_value=value,
        points_on_promotion_lines=draft.on_promotions,
    )
    warn = 30
    if earning:
        made = replace(
            made,
            max_points_share=reader.percent("share", draft.share),
            points_expiry_days=(
                reader.days("expires", draft.expires, 1, 3650) if draft.expires.strip() else None
            ),
            activation_delay_days=reader.days("delay", draft.delay, 0, 90),
        )
        warn = reader.days("warn", draft.warn, 1, 365)
    return made, warn, reader.errors


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


def _rules(base: Programme, unit: int, value: int) -> tuple[EarnRule, ...]:
    """The rules of ``base`` with the general one replaced; special ones stay as they are."""
    main = next(
        (r for r in base.earn_rules if r.mode == "per_amount" and r.scope == EVERYTHING), None
    )
    rule = replace(
        main or EarnRule(points=unit), points=unit * base.point_value_per, per=100 * value
    )
    if main is None:
        return (*base.earn_rules, rule)
    return tuple(rule if each is main else each for each in base.earn_rules)
