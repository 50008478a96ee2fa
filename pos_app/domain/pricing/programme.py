"""The shop's programme: every setting of DOMAIN.md that prices and points depend on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from pos_app.domain.grants import NO_GRANTS, Grants
from pos_app.domain.points import ExpiryBy, lot_dates
from pos_app.domain.promotion import EVERYTHING, Promotion, Scope
from pos_app.domain.rounding import Rounding
from pos_app.domain.tier import Tier, TierReview

Stacking = Literal["best", "add", "promotion_only"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EarnRule:
    """How points are earned (R9).

    ``per_amount``: ``points`` (hundredths) for every ``per`` minor units of money, in proportion;
    ``per_unit``: ``points`` for every whole unit; ``per_order``: ``points`` once a receipt.
    Per line the first rule whose scope holds it decides; rules ``per_order`` come on top.
    ``min_amount`` is the money on earning lines below which this rule gives nothing.
    """

    points: int
    mode: Literal["per_amount", "per_unit", "per_order"] = "per_amount"
    per: int = 100
    min_amount: int = 0
    scope: Scope = EVERYTHING
    rule_id: str = "earn"


def earn_percent(rate: int, point_value: int = 100, scope: Scope = EVERYTHING) -> EarnRule:
    """Return the rule "``rate`` basis points of the money come back as points".

    ``point_value`` is what one point is worth in minor units.
    """
    return EarnRule(points=rate, per=100 * point_value, scope=scope)


@dataclass(frozen=True, slots=True, kw_only=True)
class Programme:
    """All settings, by the names of DOMAIN.md, with their defaults.

    Money in minor units, points in hundredths, rates in basis points.

    ``stacking`` decides between promotion and card per line (R2). ``promotion_order``: rules of
    one priority come by benefit to the customer (the till) or as written (a quote).
    ``exclusive_takes``: an exclusive promotion takes its ``lines`` or the whole ``basket``.
    ``manual_line_discount``: a person's discount ``replaces`` promotion and card on the line (R2)
    or comes ``first`` and leaves the rest to them. ``margin_floor``: least share of the price left
    above the cost; ``None`` is off.

    ``point_value`` minor units are what ``point_value_per`` points are worth.
    ``points_excluded`` and ``earning_excluded`` say where points can't pay or aren't earned.
    ``points_multiple_of`` and ``points_step`` are the steps of spending and of earning.
    ``grants`` are points for other reasons than a purchase (R13), ``tier_review`` says when tiers
    are looked at again (R19; None: never).
    ``earn_on_promotion_lines`` off: a line a promotion made cheaper earns nothing.
    ``points_expiry_by`` says whether points live ``points_expiry_days`` (``None``: for ever) or to
    the end of the month or year ``points_expiry_periods`` after the one they become active in.
    """

    promotions: tuple[Promotion, ...] = ()
    tiers: tuple[Tier, ...] = ()
    earn_rules: tuple[EarnRule, ...] = ()
    stacking: Stacking = "best"
    promotion_order: Literal["benefit", "written"] = "benefit"
    exclusive_takes: Literal["lines", "basket"] = "lines"
    manual_line_discount: Literal["replaces", "first"] = "replaces"
    coupons_per_receipt: int | None = 1
    margin_floor: int | None = None
    prices_include_tax: bool = True
    tax_round: Literal["per_rate", "line"] = "per_rate"
    points_as: Literal["discount", "tender"] = "discount"
    cash_rounding: int = 0
    point_value: int = 100
    point_value_per: int = 1
    max_points_share: int = 10_000
    min_money_part: int = 0
    min_points_redeemed: int = 0
    points_multiple_of: int = 1
    max_points_redeemed_per_day: int | None = None
    points_on_promotion_lines: bool = True
    points_excluded: Scope | None = None
    earning_excluded: Scope | None = None
    earn_while_redeeming: bool = True
    earn_on_promotion_lines: bool = True
    points_step: int = 100
    points_rounding: Rounding = "down"
    max_points_per_receipt: int | None = None
    max_points_per_day: int | None = None
    activation_delay_days: int = 0
    points_expiry_days: int | None = None
    points_expiry_by: ExpiryBy = "days"
    points_expiry_periods: int = 1
    turnover_window: Literal["all_time", "rolling_12_months", "calendar_year"] = "all_time"
    upgrade_on_same_receipt: bool = False
    return_days: int = 14
    restored_points_days: int = 14
    referrals_per_month: int | None = None
    grants: Grants = NO_GRANTS
    tier_review: TierReview | None = None

    def lot_dates(self, earned_on: date) -> tuple[date, date | None]:
        """Return the first and the last day of points earned on a day (R11)."""
        return lot_dates(
            earned_on,
            self.activation_delay_days,
            self.points_expiry_days,
            by=self.points_expiry_by,
            periods=self.points_expiry_periods,
        )
