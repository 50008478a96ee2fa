"""Things to test with: a shop ready to sell, and products, cards and people by the handful."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pos_app.adapters.sqlite.store import Store
from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Customer, Purpose
from pos_app.domain.gtin import check_digit
from pos_app.domain.sale import TenderKind
from pos_app.domain.staff import Person, Role
from pos_app.services.approvals import Permissions
from pos_app.services.cards import CardService
from pos_app.services.catalogue import CatalogueService
from pos_app.services.checkout import Checkout, CheckoutParts, Completed
from pos_app.services.customers import ConsentChoice, CustomerForm, CustomerService
from pos_app.services.desk_core import DeskParts
from pos_app.services.pin_guard import PinGuard
from pos_app.services.product_form import ProductForm
from pos_app.services.programme_service import ProgrammeService
from pos_app.services.receipts import ReceiptService
from pos_app.services.sale_desk import SaleDesk
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService
from pos_app.services.setup import PersonAnswer, SetupService, ShopAnswers, TaxAnswer
from pos_app.services.shop_book import ShopBook
from pos_app.services.staff import StaffService
from pos_app.services.till import TillService
from tests.fakes import FakeClock, FakeDisk, FakePhones, FastHasher, RecordingSink, SequentialIds

OWNER_SECRET = "opening-day"
SENIOR_PIN = "222222"
CASHIER_PIN = "333333"
OTHER_PIN = "444444"

PINS = {"Leyla": OWNER_SECRET, "Marta": SENIOR_PIN, "Anna": CASHIER_PIN, "Boris": OTHER_PIN}


def ean13(body: str) -> str:
    """A true EAN-13 from twelve digits."""
    return body + check_digit(body)


def card_number(serial: int) -> str:
    """A loyalty card of the shop (in-store prefix 29)."""
    return ean13(f"29{serial:010d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """A shop with its services, joined on a real store."""

    store: Store
    clock: FakeClock
    ids: SequentialIds
    sink: RecordingSink
    hasher: FastHasher
    guard: PinGuard
    staff: StaffService
    permissions: Permissions
    settings: SettingsService
    programme: ProgrammeService
    catalogue: CatalogueService
    customers: CustomerService
    cards: CardService
    receipts: ReceiptService
    till: TillService
    people: dict[str, Person]

    def session(self, name: str) -> Session:
        """``Leyla`` the owner, ``Marta`` the senior, ``Anna`` and ``Boris`` the cashiers."""
        return Session(person=self.people[name], signed_in_at=self.clock.now())

    @property
    def owner(self) -> Session:
        """The owner at the till."""
        return self.session("Leyla")

    @property
    def senior(self) -> Session:
        """The senior cashier at the till."""
        return self.session("Marta")

    @property
    def cashier(self) -> Session:
        """A cashier at the till."""
        return self.session("Anna")

    def as_role(self, role: Role) -> Session:
        """Somebody of that role at the till."""
        return {Role.OWNER: self.owner, Role.SENIOR: self.senior, Role.CASHIER: self.cashier}[role]

    def events(self, prefix: str = "") -> list[tuple[str, dict[str, Any], str | None, str | None]]:
        """The journal so far: (type, content, person, approver)."""
        import json

        from pos_app.adapters.sqlite.journal_pages import SqliteJournalPages

        rows = SqliteJournalPages(self.store.path).page(before=None, limit=10_000, prefix=prefix)
        return [
            (row.type, json.loads(row.content), row.person, row.approver) for row in reversed(rows)
        ]

    @property
    def book(self) -> ShopBook:
        """The shop as the till sees it, read anew."""
        return ShopBook(self.store.uow, self.clock)

    def desk(self, session: Session | None = None) -> SaleDesk:
        """A till's open sale."""
        parts = DeskParts(
            uow=self.store.uow,
            book=self.book,
            permissions=self.permissions,
            clock=self.clock,
            ids=self.ids,
        )
        return SaleDesk(parts, session or self.cashier)

    def checkout(self) -> Checkout:
        """The door through which a sale becomes a record."""
        return Checkout(
            CheckoutParts(
                uow=self.store.uow,
                book=self.book,
                clock=self.clock,
                ids=self.ids,
                disk=FakeDisk(),
                sink=self.sink,
            )
        )

    def sell(
        self,
        *products: Product,
        customer: Customer | None = None,
        tender: TenderKind = TenderKind.CASH,
        given: int | None = None,
        session: Session | None = None,
    ) -> Completed:
        """Sell one of each, paid in one kind (``given`` minor units, else the exact sum)."""
        desk = self.desk(session)
        for product in products:
            desk.add_product(product.id)
        if customer is not None:
            desk.attach_customer(customer.id)
        total = desk.priced.to_pay
        desk.set_tender(tender, total if given is None else given)
        return self.checkout().complete(desk.session, desk.draft, total)

    def product(self, name: str = "Soap", price: int = 250, **more: Any) -> Product:
        """Enter a product."""
        return self.catalogue.create(self.owner, ProductForm(name=name, price=price, **more))

    def customer(self, name: str = "Maria S.", card: int = 1, **more: Any) -> Customer:
        """Enter a person with a card."""
        form = CustomerForm(
            name=name,
            card_number=card_number(card),
            consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
            wording="2026-11",
            **more,
        )
        return self.customers.create(self.cashier, form)


def build_shop(
    store: Store,
    clock: FakeClock,
    ids: SequentialIds,
    hasher: FastHasher,
    sink: RecordingSink,
    **answers: Any,
) -> Shop:
    """Set a shop up on an empty store (Polish money and zone, 23 % tax) and join its services."""
    uow = store.uow
    given = {
        "shop_name": "Dom i Uroda",
        "owner": PersonAnswer(name="Leyla", secret=OWNER_SECRET),
        "language": "pl",
        "currency": "PLN",
        "time_zone": "Europe/Warsaw",
        "region": "PL",
        "taxes": (TaxAnswer(name="VAT 23%", rate=2300), TaxAnswer(name="VAT 8%", rate=800)),
        "people": (
            PersonAnswer(name="Marta", secret=SENIOR_PIN, role=Role.SENIOR),
            PersonAnswer(name="Anna", secret=CASHIER_PIN),
            PersonAnswer(name="Boris", secret=OTHER_PIN),
        ),
        **answers,
    }
    SetupService(uow, hasher, clock, ids, sink).create(ShopAnswers(**given))
    guard = PinGuard(uow, hasher, clock)
    permissions = Permissions(uow, guard, clock, ids)
    settings = SettingsService(uow, sink)
    staff = StaffService(uow, guard, hasher, clock, ids, sink)
    sink.heard.clear()
    return Shop(
        store=store,
        clock=clock,
        ids=ids,
        sink=sink,
        hasher=hasher,
        guard=guard,
        staff=staff,
        permissions=permissions,
        settings=settings,
        programme=ProgrammeService(uow, clock, sink),
        catalogue=CatalogueService(uow, store.queries, clock, ids, sink),
        customers=CustomerService(uow, store.queries, permissions, FakePhones(), clock, ids, sink),
        cards=CardService(uow, permissions, clock, ids, sink),
        receipts=ReceiptService(uow, store.queries, permissions, clock, ids, sink),
        till=TillService(uow, permissions, settings, clock, ids, sink),
        people={person.name: person for person in staff.people()},
    )
