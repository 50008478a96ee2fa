"""Real baskets as live sales: through the checkout, and as what a cashier scans and types.

Prices, promotions of the day and coupons of the real shop are carried over as they were: a line
sells at its shelf sum, the shop's own discount is a line discount, the coupons an order discount.
What must come out is summed here from the tables, without the engine.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from pos_app.adapters.sqlite.store import Store, create_store
from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import Product
from pos_app.domain.customer import Customer
from pos_app.domain.sale import Draft, DraftLine, ManualDiscount, Tender, TenderKind
from tests import completejourney
from tests.builders import Shop, build_shop, card_number, ean13
from tests.fakes import FakeClock, FastHasher, RecordingSink, SequentialIds

EARN_PERCENT = 5
MOST_SCANNED_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class RealLine:
    """One line as it was; sums in cents. ``own`` is what the shop took off itself."""

    product: int
    quantity: int
    gross: int
    own: int
    coupon: int

    @property
    def pieces(self) -> int:
        """Thousandths, as a scale or a count would give them: the tables know lines of 0."""
        return max(self.quantity, 1) * 1000 if self.quantity < 100 else self.quantity


@dataclass(frozen=True, slots=True, kw_only=True)
class RealBasket:
    """One receipt as it was."""

    basket: int
    household: int
    lines: tuple[RealLine, ...]

    @property
    def coupons(self) -> int:
        """Everything the coupons took off."""
        return sum(line.coupon for line in self.lines)

    @property
    def total(self) -> int:
        """What the household paid."""
        return sum(line.gross - line.own - line.coupon for line in self.lines)


def real_baskets(count: int) -> list[RealBasket]:
    """The first ``count`` baskets that cost something."""
    table = completejourney.transactions(count + count // 20 + 10)
    found: dict[int, tuple[int, list[RealLine]]] = {}
    for row in table.itertuples(index=False):
        line = RealLine(
            product=int(row.product_id), quantity=int(row.quantity), gross=int(row.gross),
            own=int(row.retail_disc + row.coupon_match_disc), coupon=int(row.coupon_disc),
        )  # fmt: skip
        found.setdefault(int(row.basket_id), (int(row.household_id), []))[1].append(line)
    baskets = (
        RealBasket(basket=number, household=household, lines=tuple(lines))
        for number, (household, lines) in found.items()
    )
    return [basket for basket in baskets if basket.total > 0][:count]


def barcode_of(product: int) -> str:
    """An EAN-13 for an article of the tables."""
    return ean13(f"061{product:09d}")


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveShop:
    """A shop that holds the goods and households of some baskets, with an open shift."""

    shop: Shop
    products: Mapping[int, Product]
    customers: Mapping[int, tuple[int, str]]

    @property
    def store(self) -> Store:
        """Where everything is kept."""
        return self.shop.store

    def draft(self, basket: RealBasket) -> Draft:
        """The basket on the counter, paid with a bank card."""
        customer_id, card = self.customers[basket.household]
        person = self.shop.cashier.person_id
        off = None
        if basket.coupons:
            off = ManualDiscount(reason="coupons", person_id=person, amount=basket.coupons)
        return Draft(
            uuid=self.shop.ids.uuid(), till="1", person_id=person,
            started_at=self.shop.clock.now(), customer_id=customer_id, card_number=card,
            lines=tuple(self._line(n, line) for n, line in enumerate(basket.lines, start=1)),
            order_discount=off,
            tenders=(Tender(kind=TenderKind.CARD, amount=basket.total),),
        )  # fmt: skip

    def _line(self, number: int, line: RealLine) -> DraftLine:
        product = self.products[line.product]
        off = None
        if line.own:
            person = self.shop.cashier.person_id
            off = ManualDiscount(reason="offer", person_id=person, amount=line.own)
        return DraftLine(
            line_id=str(number), product_id=product.id, sku=product.sku, name=product.name,
            quantity=line.pieces, unit_price=product.price, fixed_gross=line.gross, discount=off,
        )  # fmt: skip


def live_shop(path: Path, baskets: list[RealBasket]) -> LiveShop:
    """A new shop at ``path`` with everything ``baskets`` need."""
    clock, ids = FakeClock(), SequentialIds()
    store = create_store(path, clock=clock, ids=ids, key=b"k" * 32)
    shop = build_shop(store, clock, ids, FastHasher(), RecordingSink(), mode="points", taxes=())
    with store.uow() as uow:
        products: dict[int, Product] = {}
        for number, price in shelf_prices(baskets).items():
            uow.products.add(Product(
                id=0, uuid=ids.uuid(), sku=str(number), name=f"Article {number}", price=price,
                barcodes=(barcode_of(number),),
            ))  # fmt: skip
            stored = uow.products.by_sku(str(number))
            assert stored is not None
            products[number] = stored
        customers: dict[int, tuple[int, str]] = {}
        for household in dict.fromkeys(basket.household for basket in baskets):
            customers[household] = _enrol(uow, ids, clock.now(), household)
        uow.commit()
    shop.till.open(shop.cashier, 10_000)
    return LiveShop(shop=shop, products=products, customers=customers)


def _enrol(uow: Any, ids: SequentialIds, at: datetime, household: int) -> tuple[int, str]:
    person = Customer(id=0, uuid=ids.uuid(), name=f"Household {household}", created_at=at)
    customer_id = uow.customers.add(person)
    card = Card(
        id=0, uuid=ids.uuid(), number=card_number(household), status=CardStatus.ACTIVE,
        customer_id=customer_id, issued_at=at,
    )  # fmt: skip
    uow.cards.add(card)
    return customer_id, card.number


def shelf_prices(baskets: list[RealBasket]) -> dict[int, int]:
    """The price per piece of each article's first line, at least one cent."""
    prices: dict[int, int] = {}
    for basket in baskets:
        for line in basket.lines:
            pieces = line.quantity if 0 < line.quantity < 100 else 1
            prices.setdefault(line.product, max(1, line.gross // pieces))
    return prices


def earned(total: int) -> int:
    """Hundredths of points a receipt earns: 5 % in points of one cent, whole points (R10)."""
    return total * EARN_PERCENT // 100 * 100


# -- what a cashier does --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Gesture:
    """``kind`` is ``scan`` (a whole code, with the scanner's Enter) or ``keys`` (typed)."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """A basket as gestures at the till, and what it must come to at shelf prices, in cents."""

    basket: int
    card: str
    gestures: tuple[Gesture, ...]
    total: int


def scan_sequences(baskets: list[RealBasket], count: int = 20) -> list[Scanned]:
    """The first ``count`` baskets of two to eight counted lines: card first, ``3*`` before three
    of a kind, then the goods; the total is price × pieces, summed here."""
    prices = shelf_prices(baskets)
    chosen = [
        basket for basket in baskets
        if 2 <= len(basket.lines) <= MOST_SCANNED_LINES
        and all(0 < line.quantity < 10 for line in basket.lines)
        and len({line.product for line in basket.lines}) == len(basket.lines)
    ]  # fmt: skip
    return [_scanned(basket, prices) for basket in chosen[:count]]


def _scanned(basket: RealBasket, prices: Mapping[int, int]) -> Scanned:
    card = card_number(basket.household)
    gestures = [Gesture(kind="scan", text=card)]
    for line in basket.lines:
        if line.quantity > 1:
            gestures.append(Gesture(kind="keys", text=f"{line.quantity}*"))
        gestures.append(Gesture(kind="scan", text=barcode_of(line.product)))
    total = sum(prices[line.product] * line.quantity for line in basket.lines)
    return Scanned(basket=basket.basket, card=card, gestures=tuple(gestures), total=total)
