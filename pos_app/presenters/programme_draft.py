"""The programme as it is being typed: the texts of all fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Final, Literal

from pos_app.domain.grants import Grant
from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.promotion import EVERYTHING, Scope
from pos_app.domain.tier import Tier, TierReview
from pos_app.i18n import Formats
from pos_app.presenters.day_text import day_text
from pos_app.services.programme_example import rate_of, rule_rate
from pos_app.services.programme_store import MAX_TIERS, Mode, mode_of

FULL: Final = 10_000

Window = Literal["all_time", "rolling_12_months", "calendar_year"]
WINDOWS: Final[tuple[Window, ...]] = ("rolling_12_months", "calendar_year", "all_time")
EXPIRES: Final = ("days", "month_end", "year_end", "never")
REVIEWS: Final = ("never", "yearly", "3", "6", "12", "24")
"""Never, on 1 January, or so many months after the tier was reached; ``own`` is any other rule."""
KINDS: Final = ("welcome", "birthday", "questionnaire", "referral")
MAX_GROUPS: Final = 30
MAX_HOLIDAYS: Final = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class TierText:
    """A tier in the form. ``start`` is the turnover it begins at, ``earns`` and ``off`` rates."""

    tier_id: str
    name: str
    start: str
    earns: str
    off: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupText:
    """A group of goods with a rate of its own, as the lowest tier earns it."""

    group: str
    rate: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantText:
    """Points for another reason than a purchase; ``days`` "" is for ever."""

    on: bool
    points: str
    days: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HolidayText:
    """Points for everybody on a day."""

    day: str
    name: str
    points: str
    days: str
    yearly: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeDraft:
    """All fields of the form. What is not limited is an empty text."""

    mode: Mode
    tiers: tuple[TierText, ...]
    window: Window
    same_receipt: bool
    review: str
    value: str
    share: str
    on_promotions: bool
    expires_by: str
    expires: str
    periods: str
    warn: str
    delay: str
    groups: tuple[GroupText, ...]
    earn_promotions: bool
    earn_redeeming: bool
    step: str
    rounding: str
    most_receipt: str
    most_day: str
    min_money: str
    min_points: str
    multiple: str
    most_spent: str
    not_spent: tuple[str, ...]
    stacking: str
    coupons: str
    floor: str
    welcome: GrantText
    birthday: GrantText
    questionnaire: GrantText
    referral: GrantText
    birthday_before: str
    birthday_after: str
    birthday_known: str
    referrals: str
    holidays: tuple[HolidayText, ...]


def draft_of(programme: Programme, warn_days: int, f: Formats, first_name: str) -> ProgrammeDraft:
    """The form of a programme; one without tiers shows a single row called ``first_name``."""
    tiers: Sequence[Tier] = programme.tiers or (Tier(tier_id="start", name=first_name),)
    expires = programme.points_expiry_days
    by: str = programme.points_expiry_by
    grants = programme.grants
    return ProgrammeDraft(
        mode=mode_of(programme),
        tiers=tuple(_tier_text(programme, tier, f) for tier in tiers),
        window=programme.turnover_window,
        same_receipt=programme.upgrade_on_same_receipt,
        review=review_key(programme.tier_review),
        value=f.amount(programme.point_value),
        share=f.points(programme.max_points_share),
        on_promotions=programme.points_on_promotion_lines,
        expires_by="never" if by == "days" and expires is None else by,
        expires="180" if expires is None else str(expires),
        periods=str(programme.points_expiry_periods),
        warn=str(warn_days),
        delay=str(programme.activation_delay_days),
        groups=_groups(programme, tiers[0], f),
        earn_promotions=programme.earn_on_promotion_lines,
        earn_redeeming=programme.earn_while_redeeming,
        step=f.points(programme.points_step),
        rounding=programme.points_rounding,
        most_receipt=_points(programme.max_points_per_receipt, f),
        most_day=_points(programme.max_points_per_day, f),
        min_money=f.amount(programme.min_money_part, trim=True) if programme.min_money_part else "",
        min_points=_points(programme.min_points_redeemed or None, f),
        multiple=f.points(programme.points_multiple_of) if programme.points_multiple_of > 1 else "",
        most_spent=_points(programme.max_points_redeemed_per_day, f),
        not_spent=_plain_groups(programme.points_excluded),
        stacking=programme.stacking,
        coupons="" if programme.coupons_per_receipt is None else str(programme.coupons_per_receipt),
        floor="" if programme.margin_floor is None else f.points(programme.margin_floor),
        welcome=_grant(grants.welcome, f),
        birthday=_grant(grants.birthday, f),
        questionnaire=_grant(grants.questionnaire, f),
        referral=_grant(grants.referral, f),
        birthday_before=str(grants.birthday_before),
        birthday_after=str(grants.birthday_after),
        birthday_known=str(grants.birthday_known_days),
        referrals=""
        if programme.referrals_per_month is None
        else str(programme.referrals_per_month),
        holidays=tuple(
            HolidayText(
                day=day_text(each.day, f),
                name=each.name,
                points=f.points(each.grant.points),
                days=_days(each.grant.expiry_days),
                yearly=each.yearly,
            )
            for each in grants.holidays
        ),
    )


def review_key(review: TierReview | None) -> str:
    """The choice that stands for a review; ``own`` for one the form does not offer."""
    if review is None:
        return "never"
    if review.months is None:
        return "yearly" if (review.month, review.day) == (1, 1) else "own"
    key = str(review.months)
    return key if key in REVIEWS else "own"


def plain_group(rule: EarnRule) -> str:
    """The one group a rule by money is about; "" for any other rule."""
    (group,) = rule.scope.groups if len(rule.scope.groups) == 1 else ("",)
    if rule.mode != "per_amount" or rule.scope != Scope(groups=frozenset((group,))):
        return ""
    return group


def _groups(programme: Programme, lowest: Tier, f: Formats) -> tuple[GroupText, ...]:
    """Groups that earn at a rate of their own, then those that earn nothing."""
    own = [
        GroupText(group=group, rate=f.points(rule_rate(programme, rule, lowest)))
        for rule in programme.earn_rules
        if rule.scope != EVERYTHING and (group := plain_group(rule))
    ]
    nothing = _plain_groups(programme.earning_excluded)
    return (*own, *(GroupText(group=group, rate=f.points(0)) for group in nothing))


def _plain_groups(scope: Scope | None) -> tuple[str, ...]:
    """The groups of a scope that names nothing else."""
    return () if scope is None or not only_groups(scope) else tuple(sorted(scope.groups))


def only_groups(scope: Scope) -> bool:
    """Whether a scope names groups and nothing else."""
    return bool(scope.groups) and replace(scope, groups=frozenset()) == EVERYTHING


def _grant(grant: Grant, f: Formats) -> GrantText:
    return GrantText(on=grant.on, points=f.points(grant.points), days=_days(grant.expiry_days))


def _days(days: int | None) -> str:
    return "" if days is None else str(days)


def _points(points: int | None, f: Formats) -> str:
    return "" if points is None else f.points(points)


def _tier_text(programme: Programme, tier: Tier, f: Formats) -> TierText:
    return TierText(
        tier_id=tier.tier_id,
        name=tier.name,
        start=f.amount(tier.threshold, trim=True),
        earns=f.points(rate_of(programme, tier)),
        off=f.points(tier.discount * FULL // tier.base),
    )


def changes(before: ProgrammeDraft, after: ProgrammeDraft) -> int:
    """How many fields differ; a row that came or went counts once."""
    count = 0
    for one in fields(ProgrammeDraft):
        old, new = getattr(before, one.name), getattr(after, one.name)
        if one.name == "tiers":
            count += _tiers_changed(old, new)
        elif isinstance(old, tuple):
            count += max(len(set(old) - set(new)), len(set(new) - set(old)))
        else:
            count += old != new
    return count


def _tiers_changed(before: Sequence[TierText], after: Sequence[TierText]) -> int:
    old = {tier.tier_id: tier for tier in before}
    new = {tier.tier_id: tier for tier in after}
    names = [field.name for field in fields(TierText)]
    count = len(old.keys() ^ new.keys())
    for key in old.keys() & new.keys():
        count += sum(bool(getattr(old[key], n) != getattr(new[key], n)) for n in names)
    return count


# --- gestures ------------------------------------------------------------------------------------

_TIER_FIELDS: Final = {"name": "name", "start": "start", "earns": "earns", "off": "off"}
_LISTS: Final = {
    "group": ("groups", "group"), "rate": ("groups", "rate"),
    "hday": ("holidays", "day"), "hname": ("holidays", "name"),
    "hpoints": ("holidays", "points"), "hdays": ("holidays", "days"),
    "hyearly": ("holidays", "yearly"),
}  # fmt: skip
_INVERTED: Final = frozenset({"on_promotions", "earn_promotions", "earn_redeeming"})
"""Toggles that say what does not hold."""


def edited(draft: ProgrammeDraft, key: str, text: str) -> ProgrammeDraft:
    """The draft with one field typed in; ``key`` names a field, or ``field:row``."""
    name, _, row = key.partition(":")
    change: dict[str, Any]
    if name in _TIER_FIELDS:
        change = {
            "tiers": tuple(
                replace(tier, **{_TIER_FIELDS[name]: text}) if tier.tier_id == row else tier
                for tier in draft.tiers
            )
        }
    elif name in _LISTS:
        listed, part = _LISTS[name]
        value = bool(text) if part == "yearly" else text
        rows = list(getattr(draft, listed))
        rows[int(row)] = replace(rows[int(row)], **{part: value})
        change = {listed: tuple(rows)}
    elif name == "not":
        groups = list(draft.not_spent)
        groups[int(row)] = text
        change = {"not_spent": tuple(groups)}
    elif row:
        grant = getattr(draft, row)
        change = {row: replace(grant, **{name: bool(text) if name == "on" else text})}
    elif name in _INVERTED:
        change = {name: not text}
    elif name == "same_receipt":
        change = {name: bool(text)}
    else:
        change = {name: text}
    return replace(draft, **change)


def with_row(
    draft: ProgrammeDraft, listed: str, known: Sequence[str], f: Formats
) -> ProgrammeDraft:
    """One more row of a list; groups begin with the first of ``known`` that has none yet."""
    change: dict[str, Any]
    if listed == "holidays":
        fresh = HolidayText(day="", name="", points="", days="30", yearly=True)
        change = {"holidays": (*draft.holidays, fresh)}
    else:
        rows = getattr(draft, listed)
        used = set(draft.not_spent) if listed == "not_spent" else {e.group for e in draft.groups}
        group = next((each for each in known if each not in used), "")
        if not group:
            return draft
        row = group if listed == "not_spent" else GroupText(group=group, rate=f.points(0))
        change = {listed: (*rows, row)}
    return replace(draft, **change)


def without_row(draft: ProgrammeDraft, listed: str, place: int) -> ProgrammeDraft:
    """The draft without a row of a list."""
    rows = getattr(draft, listed)
    change: dict[str, Any] = {listed: (*rows[:place], *rows[place + 1 :])}
    return replace(draft, **change)


def with_mode(draft: ProgrammeDraft, mode: Mode, f: Formats) -> ProgrammeDraft:
    """Another mode; a rate that is missing for it begins with what the customers get now."""
    tiers = draft.tiers
    if mode != "points" and all(not _rate(tier.off, f) for tier in tiers):
        part = 1 if mode == "discount" else 2
        tiers = tuple(replace(tier, off=f.points(_rate(tier.earns, f) // part)) for tier in tiers)
    if mode != "discount" and all(not _rate(tier.earns, f) for tier in tiers):
        part = 1 if mode == "points" else 2
        tiers = tuple(replace(tier, earns=f.points(_rate(tier.off, f) // part)) for tier in tiers)
    return replace(draft, mode=mode, tiers=tiers)


def _rate(text: str, f: Formats) -> int:
    try:
        return int(f.parse_percent(text))
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
        earns=f.points(min(FULL, _rate(last.earns, f) + 100)),
        off=f.points(min(FULL, _rate(last.off, f) + 100)),
    )
    return replace(draft, tiers=(*draft.tiers, fresh))
