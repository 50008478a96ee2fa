"""A counter whose every sale has a customer, points, a promotion, a coupon given and one used."""

from __future__ import annotations

from pathlib import Path

from pos_app.adapters.sqlite.store import Store, create_store
from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Customer
from pos_app.domain.promotion import AmountOff, PercentOff, Promotion, Scope
from pos_app.domain.sale import Draft, TenderKind
from tests.builders import build_shop
from tests.fakes import FakeClock, FastHasher, RecordingSink, SequentialIds
from tests.services.desk import GOLDEN, Counter, coupon_code, make_counter

LINES = 3
CUSTOMERS = 100
"""Taken in turn, so that nobody gathers more lots of points than a regular customer does."""


class SellingCounter:
    """Prepares drafts ready for payment; completing them is what gets timed."""

    def __init__(self, folder: Path) -> None:
        clock, ids = FakeClock(), SequentialIds()
        self.path = folder / "shop.db"
        self.store: Store = create_store(self.path, clock=clock, ids=ids, key=b"k" * 32)
        self.shop = build_shop(self.store, clock, ids, FastHasher(), RecordingSink())
        self.counter: Counter = make_counter(self.shop)
        self.counter.use(GOLDEN)
        self.products: list[Product] = [
            self.shop.product(f"Soap {number}", 1000 + number, sku=f"S{number}")
            for number in range(LINES)
        ]
        self.customers: list[Customer] = [
            self.shop.customer(f"Maria {number}", card=number + 1, phone="")
            for number in range(CUSTOMERS)
        ]
        self._turn = 0
        self.counter.promote(
            Promotion(
                rule_id="p",
                name="−30 %",
                effects=(PercentOff(rate=3000, scope=Scope(skus=frozenset({"S1"}))),),
            )
        )
        self._code = coupon_code("222222222")
        self.counter.coupon(
            self._code,
            Promotion(rule_id="c", name="1 off", effects=(AmountOff(amount=100),)),
            max_uses=0,
        )

    def prepare(self) -> tuple[Draft, int]:
        """A draft with lines, customer, coupon and cash on the table, and its total."""
        desk = self.counter.desk
        for product in self.products:
            desk.add_product(product.id)
        self._turn += 1
        desk.attach_customer(self.customers[self._turn % CUSTOMERS].id)
        desk.apply_coupon(self._code)
        total = desk.priced.to_pay
        desk.set_tender(TenderKind.CASH, total + 50)
        return desk.draft, total

    def complete(self, prepared: tuple[Draft, int]) -> None:
        """The timed part: everything from Enter to a durable sale."""
        self.counter.checkout.complete(self.counter.desk.session, *prepared)

    def next(self) -> None:
        """An empty draft, as after the window of a finished sale."""
        self.counter.desk.begin_next()
