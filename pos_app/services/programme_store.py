"""The loyalty programme as stored: dated versions in JSON, promotions beside it.

What the shop decides for every sale (tax, cash rounding, return window) is a setting of the shop
and is laid over the programme when it is read; promotions are records of their own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Final, Literal

from pos_app.domain.errors import PosError
from pos_app.domain.grants import Grant, Grants, HolidayGrant
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import Promotion
from pos_app.domain.tier import Tier, TierReview
from pos_app.services import codec
from pos_app.services.ports import Clock, UnitOfWork
from pos_app.services.programme_versions import (
    DatedProgramme,
    in_force,
    read_versions,
    to_come,
)
from pos_app.services.records import PromotionRecord
from pos_app.services.settings import Settings
from pos_app.services.text import clean_text

Mode = Literal["discount", "points", "both"]

MODES: Final[tuple[Mode, ...]] = ("discount", "points", "both")
MAX_TIERS: Final = 12
MAX_HOLIDAYS: Final = 24
FULL: Final = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeInForce:
    """The programme as pricing needs it, and the version a sale records.

    ``starts`` is the day a plan will hold from, None for the one that does.
    """

    version: int
    programme: Programme
    starts: date | None = None


def dump_programme(programme: Programme) -> str:
    """JSON of a programme without its promotions and without what the shop's settings decide."""
    return codec.dumps(bare(programme))


def read_programme(text: str) -> Programme:
    """The programme written by :func:`dump_programme`.

    Raises ``PosError("definition_unreadable", path=…)``.
    """
    return codec.loads(Programme, text)


def load_programme(uow: UnitOfWork, today: date) -> tuple[int, Programme]:
    """Version and programme of the shop's day ``today``; 0 and bare defaults before the first."""
    found = in_force(read_versions(uow.settings.programmes()), today)
    return (found.version, found.programme) if found is not None else (0, Programme())


def programme_in_force(uow: UnitOfWork, settings: Settings, today: date) -> ProgrammeInForce:
    """The version of the day with the shop's settings and the enabled promotions laid over it."""
    version, bare = load_programme(uow, today)
    promotions = tuple(promotion_of(record) for record in uow.promotions.active())
    return ProgrammeInForce(version=version, programme=_of_shop(bare, settings, promotions))


def programmes_to_come(
    uow: UnitOfWork, force: ProgrammeInForce, settings: Settings, today: date
) -> tuple[ProgrammeInForce, ...]:
    """What will hold instead of ``force``, with its days, as far as it is planned."""
    return tuple(
        ProgrammeInForce(
            version=plan.version,
            programme=_of_shop(plan.programme, settings, force.programme.promotions),
            starts=plan.starts,
        )
        for plan in to_come(read_versions(uow.settings.programmes()), today)
    )


def _of_shop(bare: Programme, settings: Settings, promotions: tuple[Promotion, ...]) -> Programme:
    return replace(
        bare,
        promotions=promotions,
        prices_include_tax=settings.money.prices_include_tax,
        tax_round=settings.money.tax_round,
        cash_rounding=settings.money.cash_rounding,
        return_days=settings.shop.return_days,
    )


def dump_promotion(promotion: Promotion) -> str:
    """JSON of a promotion, or of the right a coupon gives."""
    return codec.dumps(promotion)


@lru_cache(maxsize=1024)
def load_promotion(text: str) -> Promotion:
    """The promotion written by :func:`dump_promotion`; raises ``definition_unreadable``.

    Read once per text: every sale asks for the same coupons and promotions again.
    """
    return codec.loads(Promotion, text)


def promotion_of(record: PromotionRecord) -> Promotion:
    """The stored promotion; what the record says in its own columns holds."""
    return replace(
        load_promotion(record.definition),
        name=record.name,
        enabled=record.enabled,
        valid_from=record.valid_from,
        valid_to=record.valid_to,
        priority=record.priority,
    )


def record_of(promotion: Promotion, *, uuid: str, record_id: int = 0) -> PromotionRecord:
    """``promotion`` as the store keeps it."""
    return PromotionRecord(
        id=record_id,
        uuid=uuid,
        name=promotion.name,
        definition=dump_promotion(promotion),
        enabled=promotion.enabled,
        valid_from=promotion.valid_from,
        valid_to=promotion.valid_to,
        priority=promotion.priority,
    )


def default_programme(mode: Mode, tier_name: str = "Start") -> Programme:
    """What a new shop begins with.

    ``discount``: 5 % off with a card. ``points``: 5 % back in points of one minor unit each, up to
    30 % of a receipt, not on promotion goods, living 180 days. ``both``: 3 % off, and 3 % back on
    what is left to pay.
    """
    off = {"discount": 500, "points": 0, "both": 300}[mode]
    back = {"discount": 0, "points": 500, "both": 300}[mode]
    tier = Tier(tier_id="start", name=tier_name, threshold=0, discount=off)
    return Programme(
        tiers=(tier,) if off else (),
        earn_rules=(earn_percent(back, point_value=1),) if back else (),
        point_value=1,
        max_points_share=3000,
        points_on_promotion_lines=False,
        points_expiry_days=180,
        turnover_window="rolling_12_months",
    )


def mode_of(programme: Programme) -> Mode:
    """Which of the three ways to thank a customer a programme is."""
    if not programme.earn_rules:
        return "discount"
    return "both" if any(tier.discount for tier in programme.tiers) else "points"


def store_programme(
    uow: UnitOfWork,
    clock: Clock,
    person_id: int,
    programme: Programme,
    starts: date | None = None,
    *,
    planned: bool = False,
) -> int:
    """Write a version that holds from ``starts`` on (None: the day of the clock); its number."""
    now = clock.now()
    day = starts or now.date()
    dated = DatedProgramme(starts=day, programme=bare(programme), planned=planned)
    return uow.settings.add_programme(codec.dumps(dated), now, person_id)


def checked_programme(programme: Programme) -> Programme:
    """``programme`` with clean names and tiers in rising order.

    Raises ``PosError("programme_invalid", field=…)``.
    """
    tiers = tuple(sorted(map(_checked_tier, programme.tiers), key=lambda tier: tier.threshold))
    _demand("tiers", holds=len(tiers) <= MAX_TIERS)
    _demand("tier_id", holds=len({tier.tier_id for tier in tiers}) == len(tiers))
    _demand("threshold", holds=len({tier.threshold for tier in tiers}) == len(tiers))
    _check_earning(programme)
    _check_spending(programme)
    _check_life(programme)
    _check_stacking(programme)
    _check_review(programme.tier_review)
    grants = checked_grants(programme.grants)
    _demand("referrals_per_month", holds=_within(programme.referrals_per_month, 0, 1_000))
    return replace(programme, tiers=tiers, grants=grants)


def checked_grants(grants: Grants) -> Grants:
    """``grants`` with clean names (R13); raises ``PosError("programme_invalid", field=…)``."""
    for field in ("welcome", "birthday", "questionnaire", "referral"):
        _check_grant(field, getattr(grants, field))
    _demand("birthday_before", holds=0 <= grants.birthday_before <= 60)
    _demand("birthday_after", holds=0 <= grants.birthday_after <= 60)
    _demand("birthday_known_days", holds=0 <= grants.birthday_known_days <= 365)
    _demand("adjust_ceiling", holds=0 <= grants.adjust_ceiling <= 10**9)
    _demand("holidays", holds=len(grants.holidays) <= MAX_HOLIDAYS)
    holidays = tuple(sorted(map(_checked_holiday, grants.holidays), key=_place_in_year))
    days = {(each.day, each.name) for each in holidays}
    _demand("holidays", holds=len(days) == len(holidays))
    return replace(grants, holidays=holidays)


def _checked_holiday(holiday: HolidayGrant) -> HolidayGrant:
    name = clean_text(holiday.name, 40, field="holiday_name")
    _demand("holiday_name", holds=bool(name))
    _check_grant("holiday", holiday.grant)
    return replace(holiday, name=name)


def _place_in_year(holiday: HolidayGrant) -> tuple[int, int, str]:
    return holiday.day.month, holiday.day.day, holiday.name


def _check_grant(field: str, grant: Grant) -> None:
    _demand(f"{field}_points", holds=0 <= grant.points <= 10**9)
    _demand(f"{field}_points", holds=grant.points > 0 or not grant.on)
    _demand(f"{field}_expiry_days", holds=_within(grant.expiry_days, 1, 3650))


def _check_review(review: TierReview | None) -> None:
    if review is None:
        return
    _demand("tier_review_months", holds=_within(review.months, 1, 120))
    _demand("tier_review_month", holds=1 <= review.month <= 12)
    _demand("tier_review_day", holds=1 <= review.day <= 31)


def _within(value: int | None, low: int, high: int) -> bool:
    return value is None or low <= value <= high


def _checked_tier(tier: Tier) -> Tier:
    name = clean_text(tier.name, 40, field="tier_name")
    _demand("tier_id", holds=bool(tier.tier_id))
    _demand("tier_name", holds=bool(name))
    _demand("threshold", holds=0 <= tier.threshold <= 10**12)
    _demand("discount", holds=0 <= tier.discount <= tier.base)
    _demand("multiplier", holds=0 <= tier.multiplier <= 100 * FULL)
    return replace(tier, name=name)


def _check_earning(programme: Programme) -> None:
    for rule in programme.earn_rules:
        _demand("earn_points", holds=0 <= rule.points <= 10**9)
        _demand("earn_per", holds=0 < rule.per <= 10**9)
        _demand("earn_min_amount", holds=0 <= rule.min_amount <= 10**9)
    _demand("points_step", holds=0 < programme.points_step <= 10**6)
    for field in ("max_points_per_receipt", "max_points_per_day"):
        most = getattr(programme, field)
        _demand(field, holds=most is None or 0 < most <= 10**9)


def _check_spending(programme: Programme) -> None:
    _demand("point_value", holds=0 < programme.point_value <= 10**6)
    _demand("point_value_per", holds=0 < programme.point_value_per <= 10**6)
    _demand("max_points_share", holds=0 <= programme.max_points_share <= FULL)
    _demand("min_money_part", holds=0 <= programme.min_money_part <= 10**9)
    _demand("min_points_redeemed", holds=0 <= programme.min_points_redeemed <= 10**9)
    _demand("points_multiple_of", holds=0 < programme.points_multiple_of <= 10**6)
    most = programme.max_points_redeemed_per_day
    _demand("max_points_redeemed_per_day", holds=most is None or 0 < most <= 10**9)


def _check_stacking(programme: Programme) -> None:
    coupons, floor = programme.coupons_per_receipt, programme.margin_floor
    _demand("coupons_per_receipt", holds=coupons is None or 0 <= coupons <= 100)
    _demand("margin_floor", holds=floor is None or 0 <= floor < FULL)


def _check_life(programme: Programme) -> None:
    expiry = programme.points_expiry_days
    _demand("activation_delay_days", holds=0 <= programme.activation_delay_days <= 90)
    _demand("points_expiry_days", holds=expiry is None or 1 <= expiry <= 3650)
    _demand("points_expiry_periods", holds=0 <= programme.points_expiry_periods <= 120)
    _demand("restored_points_days", holds=0 <= programme.restored_points_days <= 365)


def _demand(field: str, *, holds: bool) -> None:
    if not holds:
        raise PosError("programme_invalid", field=field)


def bare(programme: Programme) -> Programme:
    """``programme`` without its promotions and without what the shop's settings decide."""
    plain = Programme()
    return replace(
        programme,
        promotions=(),
        prices_include_tax=plain.prices_include_tax,
        tax_round=plain.tax_round,
        cash_rounding=plain.cash_rounding,
        return_days=plain.return_days,
    )
