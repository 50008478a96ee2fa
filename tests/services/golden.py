"""The golden vector of DOMAIN.md on a real till: goods, promotion, coupon, card and 150 points."""

from __future__ import annotations

from pos_app.services.records import LotRow
from tests.builders import Shop, card_number
from tests.services.desk import (
    GOLDEN,
    Counter,
    coupon_code,
    golden_coupon,
    golden_promotion,
    make_counter,
)

COUPON = coupon_code("000000050")


def golden_counter(shop: Shop) -> Counter:
    """The counter before anything is scanned; the customer holds 150 points."""
    made = make_counter(shop)
    shop.product("A", 14_990, sku="A")
    shop.product("B", 50_000, sku="B")
    shop.product("C", 8_999, sku="C")
    made.promote(golden_promotion())
    made.use(GOLDEN)
    made.coupon(COUPON, golden_coupon())
    customer = shop.customer("Maria Nowak", 7)
    with shop.store.uow() as uow:
        uow.points.add_lot(
            LotRow(
                uuid=shop.ids.uuid(),
                customer_id=customer.id,
                kind="welcome",
                granted=15_000,
                left=15_000,
                earned_at=shop.clock.now(),
                active_from=made.book.today(),
                expires_on=None,
                local_day=made.book.today(),
            )
        )
        uow.commit()
    return made


def scan_golden(counter: Counter) -> None:
    """2 × A, B, C, the card, the coupon and all 150 points."""
    for code in ("2*A", "B", "C", card_number(7), COUPON):
        counter.desk.scan(code)
    counter.desk.set_points(15_000)
