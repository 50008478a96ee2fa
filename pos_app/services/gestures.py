"""A gesture after a return, so that the customer comes back: points or a coupon, within a limit.

Apology points are a compensation grant: a lot of their own with its own last day, which counts no
turnover (R13). The coupon is named and takes an amount off the next purchase (R21). What the shop
gives away in a day, in money, has a limit; beyond it a second person consents (R33).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Literal

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.promotion import AmountOff, Promotion
from pos_app.domain.receipt import CouponSlip
from pos_app.services.coupons import fresh_code, slip_of
from pos_app.services.grants import give
from pos_app.services.loyalty import Movement
from pos_app.services.points_statement import points_money
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_records import GESTURE
from pos_app.services.programme_store import dump_promotion
from pos_app.services.receipt_builder import short_name
from pos_app.services.records import CouponRecord, LotRow
from pos_app.services.shop_book import Book

GestureKind = Literal["points", "coupon"]

GESTURE_KINDS: Final[tuple[GestureKind, ...]] = ("points", "coupon")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """One gesture the shop has.

    ``points`` in hundredths, or the ``amount`` of a coupon in minor units; ``worth`` is what it
    costs the shop in minor units. Both days are inclusive, ``days`` is how long it lasts. ``over``
    tells that it goes beyond what is left of today's limit.
    """

    kind: GestureKind
    points: int = 0
    amount: int = 0
    worth: int
    first_day: date
    last_day: date
    days: int
    over: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GestureRoom:
    """The gestures on offer, and how much of today's limit is left (minor units)."""

    limit: int
    left: int
    offers: tuple[Gesture, ...]

    def offer(self, kind: str) -> Gesture:
        """The gesture of a kind; raises ``PosError("gesture_unknown")``."""
        for one in self.offers:
            if one.kind == kind:
                return one
        raise PosError("gesture_unknown")


def gesture_room(uow: UnitOfWork, book: Book, today: date) -> GestureRoom:
    """What may be given today; an offer of nothing is none."""
    rule = book.settings.gestures
    points, money = uow.returns.gestures_on(today)
    left = max(0, rule.daily_limit - points_money(points, book.programme) - money)
    worth = points_money(rule.points * 100, book.programme)
    offers: list[Gesture] = []
    if rule.points:
        offers.append(
            Gesture(
                kind="points",
                points=rule.points * 100,
                worth=worth,
                first_day=today,
                last_day=today + timedelta(days=rule.points_days),
                days=rule.points_days,
                over=worth > left,
            )
        )
    if rule.coupon:
        offers.append(
            Gesture(
                kind="coupon",
                amount=rule.coupon,
                worth=rule.coupon,
                first_day=today + timedelta(days=1),
                last_day=today + timedelta(days=rule.coupon_days),
                days=rule.coupon_days,
                over=rule.coupon > left,
            )
        )
    return GestureRoom(limit=rule.daily_limit, left=left, offers=tuple(offers))


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponGift:
    """The coupon of a gesture, not yet stored, and the paper it is handed over on."""

    record: CouponRecord
    slip: CouponSlip


def coupon_gift(
    uow: UnitOfWork,
    ids: IdSource,
    book: Book,
    gesture: Gesture,
    customer: Customer,
    return_uuid: str,
    *,
    card_last4: str,
    at: datetime,
) -> CouponGift:
    """The coupon of a gesture, in the customer's name."""
    prefix = book.settings.scanner.coupon_prefix
    rule = Promotion(
        rule_id=GESTURE + return_uuid,
        name="",
        effects=(AmountOff(amount=gesture.amount, target="order"),),
    )
    record = CouponRecord(
        uuid=ids.uuid(),
        code=fresh_code(uow, ids, prefix),
        definition=dump_promotion(rule),
        valid_from=gesture.first_day,
        valid_to=gesture.last_day,
        customer_id=customer.id,
        issued_at=at,
    )
    slip = slip_of(record, prefix, customer, card_last4, short_name(customer.name))
    return CouponGift(record=record, slip=slip)


def give_points(
    uow: UnitOfWork,
    ids: IdSource,
    gesture: Gesture,
    customer_id: int,
    return_uuid: str,
    movement: Movement,
) -> None:
    """Store the apology points; what is owed is filled from them first (R12)."""
    lot = LotRow(
        uuid=ids.uuid(),
        customer_id=customer_id,
        kind="compensation",
        granted=gesture.points,
        left=gesture.points,
        earned_at=movement.at,
        active_from=gesture.first_day,
        expires_on=gesture.last_day,
        reason=GESTURE + return_uuid,
        local_day=movement.local_day,
    )
    give(uow, ids, lot, movement)
