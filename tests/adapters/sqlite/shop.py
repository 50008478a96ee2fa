"""A small shop on a real file, and a sale with everything a sale can change, for the store's tests.

The figures are made so that every rule of the checker has something to look at: two lines with
discounts, points spent and earned, a coupon used and one issued, mixed tenders with change.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from pos_app.adapters.sqlite.store import Store, create_store, open_store
from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.domain.events import Event
from pos_app.domain.goods_return import GoodsReturn, ReturnLine
from pos_app.domain.sale import Draft, DraftLine, Sale, SaleLine, Tender, TenderKind
from pos_app.domain.shift import CashMove, CashMoveKind, Shift
from pos_app.domain.staff import Person, Role
from pos_app.services.ports import UnitOfWork
from pos_app.services.programme_records import (
    CampaignRecord,
    CertificateEntry,
    CertificateRecord,
    PriceRule,
    ReceiptClaim,
    RuleUse,
)
from pos_app.services.records import (
    CouponRecord,
    LotRow,
    PointsEntry,
    PrintJobRow,
    PromotionRecord,
    TurnoverEntry,
)
from tests.adapters.sqlite.people_rows import know_people

KEY = b"a key for tests only, 32 bytes.."
TODAY = date(2026, 11, 22)
START = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)


class TickingClock:
    """Every look at it is a second later than the one before."""

    def __init__(self, start: datetime = START) -> None:
        self._now = start

    def now(self) -> datetime:
        self._now += timedelta(seconds=1)
        return self._now

    def monotonic(self) -> float:
        return self._now.timestamp()


class CountingIds:
    """Readable identities, unique within one ``prefix``."""

    def __init__(self, prefix: str = "id") -> None:
        self._prefix = prefix
        self._numbers = itertools.count(1)

    def uuid(self) -> str:
        return f"{self._prefix}-{next(self._numbers)}"

    def random_bytes(self, count: int) -> bytes:
        return next(self._numbers).to_bytes(count, "big")


@dataclass
class Shop:
    """A store with goods, a person, a customer with a card, and an open shift."""

    store: Store
    path: Path
    ids: CountingIds
    person: int = 1
    customer: int = 1
    shift: int = 1
    product: int = 1
    number: int = field(default=0)

    def reopen(self) -> Shop:
        """Close and open again, as after a restart."""
        self.store.close()
        self.store = reopened(self.path, self.ids)
        return self


def reopened(
    path: Path,
    ids: CountingIds | None = None,
    key: bytes = KEY,
    before_migration: Callable[[int], None] | None = None,
) -> Store:
    """The store at ``path`` with the tests' key."""
    return open_store(
        path,
        clock=TickingClock(),
        ids=ids or CountingIds("again"),
        key=key,
        before_migration=before_migration,
    )


def make_shop(path: Path, prefix: str = "id") -> Shop:
    """A new shop at ``path``, filled."""
    ids = CountingIds(prefix)
    store = create_store(path, clock=TickingClock(), ids=ids, key=KEY)
    shop = Shop(store=store, path=path, ids=ids)
    with store.uow() as uow:
        _goods(uow, shop)
        _people(uow, shop)
        uow.settings.put("shop.name", "Дом и Быт")
        uow.settings.add_programme('{"mode":"points"}', START, shop.person)
        uow.promotions.put(PromotionRecord(uuid=ids.uuid(), name="−30 %", definition="{}"))
        uow.coupons.add(multi_coupon(ids))
        uow.record(Event(type="shop.made", content={"name": "Дом и Быт"}))
        uow.commit()
    with store.uow() as uow:
        opened = uow.shifts.open(
            Shift(
                id=0,
                uuid=ids.uuid(),
                till="1",
                number=0,
                opened_by=shop.person,
                opened_at=START,
                opening_float=100_00,
            )
        )
        shop.shift = opened.id
        uow.shifts.add_move(
            CashMove(
                id=0,
                uuid=ids.uuid(),
                shift_id=opened.id,
                kind=CashMoveKind.IN,
                amount=50_00,
                reason="change",
                person_id=shop.person,
                at=START,
            )
        )
        uow.record(Event(type="shift.opened", content={"number": opened.number}))
        uow.commit()
    return shop


def multi_coupon(ids: CountingIds) -> CouponRecord:
    """A coupon that may be used any number of times."""
    return CouponRecord(
        uuid=ids.uuid(), code="C-ALWAYS", definition="{}", valid_from=TODAY, valid_to=None,
        max_uses=0,
    )  # fmt: skip


def _goods(uow: UnitOfWork, shop: Shop) -> None:
    tax = uow.products.add_tax("НДС 20 %", 2000)
    group = uow.products.add_group("home", "Дом")
    shop.product = uow.products.add(
        Product(
            id=0,
            uuid=shop.ids.uuid(),
            sku="A-1",
            name="Порошок Łódź 3 кг",
            price=500_00,
            group_id=group,
            tax_rate_id=tax,
            barcodes=("4600000000015", "96385074"),
            brand="Əla",
            tags=("wash",),
            plu="00123",
            cost=300_00,
            quick_position=1,
            added_on=TODAY,
        )
    )


def _people(uow: UnitOfWork, shop: Shop) -> None:
    ids = shop.ids
    shop.person = uow.staff.add(
        Person(id=0, uuid=ids.uuid(), name="Ольга", role=Role.OWNER, pin_hash="$argon2id$x")
    )
    shop.customer = uow.customers.add(
        Customer(
            id=0,
            uuid=ids.uuid(),
            name="İsmayılov Łukasz",
            phone="+79161234567",
            email="lukasz@example.com",
            birthday=date(1990, 2, 28),
            groups=("vip",),
        )
    )
    uow.cards.add(
        Card(
            id=0,
            uuid=ids.uuid(),
            number="2900000000017",
            status=CardStatus.ACTIVE,
            customer_id=shop.customer,
            issued_at=START,
        )
    )
    uow.customers.add_consent(
        Consent(
            customer_id=shop.customer,
            purpose=Purpose.MARKETING,
            channel=Channel.SMS,
            given=True,
            at=START,
            wording="v1",
            source="till",
        )
    )
    uow.customers.set_tier(shop.customer, "silver", TODAY)
    uow.points.add_lot(
        LotRow(
            uuid=ids.uuid(),
            customer_id=shop.customer,
            kind="welcome",
            granted=10_000_000_00,
            left=10_000_000_00,
            earned_at=START,
            active_from=TODAY,
            expires_on=date(2027, 5, 1),
            local_day=TODAY,
        )
    )
    know_people(uow, shop.customer, shop.person, ids)


def steps_of(card: int, points: int) -> str:
    """The steps of a line that a card and points made cheaper, as a till writes them."""
    rows = (
        {"rule": "silver", "kind": "card", "amount": card, "reason": "tier_discount",
         "params": {"tier": "silver", "rate": 1000}},
        {"rule": "points", "kind": "points", "amount": points, "reason": "points",
         "params": {"spent": points, "money": points}},
    )  # fmt: skip
    return json.dumps([row for row in rows if row["amount"]])


def lines_of(shop: Shop) -> tuple[SaleLine, ...]:
    """2 × 500.00 − 10 % card − 50.00 points, and 1 × 99.99: 949.99 with 158.33 of tax in it."""
    return (
        SaleLine(
            position=0, line_id="a", product_id=shop.product, sku="A-1", name="Порошок",
            unit="pcs", quantity=2000, unit_price=500_00, gross=1000_00, card=100_00,
            points=50_00, net=850_00, tax=141_67, taxes=((2000, 141_67),),
            steps=steps_of(100_00, 50_00), barcode="4600000000015", cost=300_00, group_code="home",
        ),
        SaleLine(
            position=1, line_id="b", product_id=shop.product, sku="A-1", name="Мыло",
            unit="pcs", quantity=1000, unit_price=99_99, gross=99_99, net=99_99, tax=16_66,
            taxes=((2000, 16_66),),
        ),
    )  # fmt: skip


def sale_of(shop: Shop, uuid: str, number: int, customer_uuid: str) -> Sale:
    """A sale paid 500.00 by card and 500.00 in cash, 50.00 of change, one unit rounded."""
    return Sale(
        id=0, uuid=uuid, till="1", number=number, shift_id=shop.shift, person_id=shop.person,
        at=START, local_date=TODAY.isoformat(), customer_id=shop.customer,
        customer_uuid=customer_uuid, card_number="2900000000017", lines=lines_of(shop),
        tenders=(
            Tender(kind=TenderKind.CARD, amount=500_00, label="POS 1", locked=True),
            Tender(kind=TenderKind.CASH, amount=500_00),
        ),
        gross=1099_99, discount=100_00, points_money=50_00, points_spent=50_00,
        points_earned=47_00, total=949_99, tax=158_33, rounding=1, change=50_00,
        programme_version=1, receipt=f'{{"number":{number},"name":"Ł. İ."}}',
    )  # fmt: skip


def sell(shop: Shop, uuid: str) -> int:
    """One whole sale in one transaction; the receipt number."""
    with shop.store.uow() as uow:
        number = sell_in(uow, shop, uuid)
        uow.commit()
    return number


def sell_in(uow: UnitOfWork, shop: Shop, uuid: str) -> int:
    """What a checkout writes, without the commit."""
    customer = uow.customers.get(shop.customer)
    assert customer is not None
    number = uow.sales.next_number("1")
    sale_id = uow.sales.add(sale_of(shop, uuid, number, customer.uuid))
    ids, who = shop.ids, shop.customer
    uow.points.add_entry(
        PointsEntry(
            uuid=f"{uuid}-r",
            customer_id=who,
            lot_id=1,
            kind="redeem",
            amount=-50_00,
            at=START,
            local_day=TODAY,
            sale_id=sale_id,
            person_id=shop.person,
        )
    )
    uow.points.add_lot(
        LotRow(
            uuid=f"{uuid}-l",
            customer_id=who,
            kind="sale",
            granted=47_00,
            left=47_00,
            earned_at=START,
            active_from=TODAY,
            expires_on=date(2027, 11, 22),
            sale_id=sale_id,
        )
    )
    uow.customers.add_turnover(
        TurnoverEntry(
            uuid=f"{uuid}-t",
            customer_id=who,
            amount=949_99,
            local_day=TODAY,
            at=START,
            sale_id=sale_id,
            visit=1,
        )
    )
    always = uow.coupons.by_code("C-ALWAYS")
    assert always is not None
    uow.coupons.redeem(always.id, sale_id, who, START)
    uow.coupons.add(
        CouponRecord(
            uuid=f"{uuid}-c",
            code=f"N-{uuid}"[:60],
            definition="{}",
            valid_from=TODAY,
            valid_to=date(2026, 12, 22),
            customer_id=who,
            source_sale_id=sale_id,
        )
    )
    _programme(uow, shop, uuid, sale_id, customer.uuid)
    uow.print_jobs.add(
        PrintJobRow(uuid=ids.uuid(), kind="receipt", ref=uuid, payload="{}", created_at=START)
    )
    uow.drafts.delete(uuid)
    uow.record(Event(type="sale.completed", content={"sale": uuid, "total": 949_99}))
    return number


def _programme(uow: UnitOfWork, shop: Shop, uuid: str, sale_id: int, person: str) -> None:
    """A return of the second line, a certificate, a campaign, a use of a rule, a price level."""
    uow.returns.add_terms(sale_id, '{"earned":4700}')
    uow.returns.add_claim(
        ReceiptClaim(
            uuid=f"{uuid}-q", sale_id=sale_id, customer_id=shop.customer, customer_uuid=person,
            person_id=shop.person, approver_id=None, at=START, reason="forgot",
        )
    )  # fmt: skip
    return_id = uow.returns.add(return_of(uow, shop, uuid, sale_id))
    certificate_id = uow.certificates.add(
        CertificateRecord(
            uuid=f"{uuid}-g", code=f"G-{uuid}", kind="credit", amount=100_00, balance=0,
            valid_to=date(2027, 11, 22), sale_id=sale_id, issued_at=START,
        )
    )  # fmt: skip
    uow.certificates.add_entry(
        CertificateEntry(
            uuid=f"{uuid}-ge", certificate_id=certificate_id, kind="issue", amount=100_00,
            at=START, local_day=TODAY, sale_id=sale_id, person_id=shop.person,
        )
    )  # fmt: skip
    campaign_id = uow.campaigns.put(
        CampaignRecord(uuid=f"{uuid}-k", name="Зима", definition="{}", created_at=START)
    )
    coupon = uow.coupons.by_code("C-ALWAYS")
    assert coupon is not None
    if uow.campaigns.campaign_of(coupon.id) is None:
        uow.campaigns.link(campaign_id, coupon.id, "1", START)
    uow.rule_uses.add(
        RuleUse(
            uuid=f"{uuid}-u", rule_id="r-1", sale_id=sale_id, return_id=return_id,
            customer_id=shop.customer, uses=1, amount=100_00, at=START, local_day=TODAY,
        )
    )  # fmt: skip
    uow.price_rules.put(
        PriceRule(
            uuid=f"{uuid}-p", product_id=shop.product, customer_group="vip", price=450_00,
            created_at=START,
        )
    )  # fmt: skip


def return_of(uow: UnitOfWork, shop: Shop, uuid: str, sale_id: int) -> GoodsReturn:
    """The second line of :func:`lines_of` brought back for cash: 99.99 with 16.66 of tax in it."""
    return GoodsReturn(
        id=0, uuid=f"{uuid}-b", till="1", number=uow.returns.next_number("1"),
        shift_id=shop.shift, person_id=shop.person, approver_id=None, at=START,
        local_date=TODAY.isoformat(), sale_id=sale_id, exchange_uuid=None, customer_id=None,
        customer_uuid=None, money=99_99, points_money=0, points_back=0, points_taken=0,
        tax=16_66, tax_included=True, rounding=1, note="",
        slip=f'{{"back":"{uuid}"}}',
        lines=(
            ReturnLine(
                position=0, line_id="b", product_id=shop.product, sku="A-1", name="Мыло",
                unit="pcs", quantity=1000, unit_price=99_99, gross=99_99, sale_id=sale_id,
                sale_position=1, net=99_99, tax=16_66, taxes=((2000, 16_66),), reason="changed",
                condition="unopened",
            ),
        ),
        refunds=(Tender(kind=TenderKind.CASH, amount=100_00),),
    )  # fmt: skip


def draft_of(shop: Shop, uuid: str) -> Draft:
    """An unfinished sale of one line."""
    return Draft(
        uuid=uuid, till="1", person_id=shop.person, started_at=START,
        lines=(DraftLine(line_id="a", product_id=shop.product, name="Мыло", unit_price=99_99),),
    )  # fmt: skip
