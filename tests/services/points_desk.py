"""Everything about points joined on the tests' shop, and short hands for it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pos_app.adapters.sqlite.points_reads import SqlitePointsReads
from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Account, Customer, Purpose
from pos_app.domain.pricing import Programme
from pos_app.services.cards import CardService
from pos_app.services.completion import Completed
from pos_app.services.customers import ConsentChoice, CustomerForm, CustomerService
from pos_app.services.day_work import DayWork
from pos_app.services.grants import GrantService
from pos_app.services.points_desk import PointsDesk
from pos_app.services.points_statement import PointsStatements
from pos_app.services.receipt_claims import ClaimService
from pos_app.services.records import LotRow, PointsEntry
from pos_app.services.shop_book import ShopBook
from pos_app.services.tier_desk import TierDesk
from tests.builders import Shop, card_number
from tests.fakes import FakePhones


@dataclass(kw_only=True)
class Points:
    """A shop with an open shift and its services for points and tiers."""

    shop: Shop
    book: ShopBook
    reads: SqlitePointsReads
    customers: CustomerService
    cards: CardService
    grants: GrantService
    day: DayWork
    desk: PointsDesk
    statements: PointsStatements
    tiers: TierDesk
    claims: ClaimService
    soap: Product

    consents = (ConsentChoice(purpose=Purpose.PROGRAMME),)

    @property
    def today(self) -> date:
        """The shop's local day."""
        return self.book.today()

    def use(self, programme: Programme) -> None:
        """Put a programme in force."""
        self.shop.programme.change(self.shop.owner, programme)
        self.book.refresh()

    def wait(self, **time: float) -> None:
        """Let time pass."""
        self.shop.clock.advance(**time)

    def customer(self, name: str, serial: int, **more: Any) -> Customer:
        """A new person with a card."""
        form = CustomerForm(
            name=name,
            card_number=card_number(serial),
            consents=self.consents,
            wording="1",
            **more,
        )
        return self.customers.create(self.shop.cashier, form)

    def person(self, customer: Customer) -> Customer:
        """The person as stored now."""
        with self.shop.store.uow() as uow:
            found = uow.customers.get(customer.id)
        assert found is not None
        return found

    def account(self, customer: Customer) -> Account:
        """Cached figures."""
        with self.shop.store.uow() as uow:
            return uow.customers.account(customer.id)

    def lots(self, customer: Customer) -> list[LotRow]:
        """What is in the account."""
        with self.shop.store.uow() as uow:
            return list(uow.points.lots(customer.id))

    def entries(self, customer: Customer) -> list[PointsEntry]:
        """All movements."""
        with self.shop.store.uow() as uow:
            return list(uow.points.entries(customer.id))

    def owe(self, customer: Customer, amount: int) -> None:
        """Bring the balance below zero, as a claw-back would."""
        with self.shop.store.uow() as uow:
            uow.points.add_entry(
                PointsEntry(
                    uuid=self.shop.ids.uuid(),
                    customer_id=customer.id,
                    lot_id=None,
                    kind="reverse",
                    amount=-amount,
                    at=self.shop.clock.now(),
                    local_day=self.today,
                )
            )
            uow.commit()

    def give(self, customer: Customer, amount: int, *, kind: str = "welcome", **more: Any) -> int:
        """A lot of its own, as the store keeps it; its id."""
        lot = LotRow(
            uuid=self.shop.ids.uuid(),
            customer_id=customer.id,
            kind=kind,
            granted=amount,
            left=amount,
            earned_at=self.shop.clock.now(),
            active_from=self.today,
            expires_on=None,
            local_day=self.today,
        )
        with self.shop.store.uow() as uow:
            lot_id = uow.points.add_lot(replace(lot, **more))
            uow.commit()
        return lot_id

    def buy(self, customer: Customer | None = None, count: int = 1) -> Completed:
        """Sell soaps (100.00 each) for cash."""
        return self.shop.sell(*[self.soap] * count, customer=customer)


def make_points(shop: Shop) -> Points:
    """Join it; a shift is open and a soap costs 100.00."""
    shop.till.open(shop.owner, 10_000)
    uow, clock, ids, sink = shop.store.uow, shop.clock, shop.ids, shop.sink
    book = ShopBook(uow, clock)
    book.refresh()
    reads = SqlitePointsReads(shop.store.path)

    def programme() -> Programme:
        return book.current.programme

    return Points(
        shop=shop,
        book=book,
        reads=reads,
        customers=CustomerService(
            uow, shop.store.queries, shop.permissions, FakePhones(), clock, ids, sink, programme
        ),
        cards=CardService(uow, shop.permissions, clock, ids, sink, programme),
        grants=GrantService(uow, book, clock, ids, sink),
        day=DayWork(uow, reads, book, clock, ids),
        desk=PointsDesk(uow, book, shop.permissions, clock, ids, sink),
        statements=PointsStatements(uow, reads, book),
        tiers=TierDesk(uow, book, shop.permissions, sink),
        claims=ClaimService(uow, book, shop.permissions, clock, ids, sink),
        soap=shop.product("Soap", 10_000),
    )
