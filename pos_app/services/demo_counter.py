"""One sale of the demo shop's year: who comes, what goes into the basket, how it is paid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from pos_app.domain.catalogue import Product, UnitKind
from pos_app.domain.sale import Draft, DraftLine, Tender, TenderKind
from pos_app.services.completion import CheckoutParts, Completed, Completion
from pos_app.services.demo_model import DemoData, DemoProduct, Dice, Shopper
from pos_app.services.desk_pricing import DeskPricer, Priced
from pos_app.services.payment import quick_cash
from pos_app.services.ports import UnitOfWork
from pos_app.services.session import Session

_SIZES: Final = (1, 2, 3, 4, 5, 6, 7, 9)
_SIZE_WEIGHTS: Final = (14, 20, 20, 16, 12, 9, 6, 3)
_BAG: Final = "bag"


@dataclass(frozen=True, slots=True, kw_only=True)
class Issued:
    """A coupon handed over, waiting to be used: its code and the days it is valid."""

    code: str
    first: date
    last: date
    owner: int | None


class DemoCounter:
    """Fills baskets, prices them with the engine and completes them as the checkout does."""

    def __init__(
        self, parts: CheckoutParts, data: DemoData, shelf: dict[str, Product], dice: Dice
    ) -> None:
        self._parts = parts
        self._data = data
        self.shelf = shelf
        self._dice = dice
        self._all = data.products
        self._weights = [goods.weight for goods in self._all]
        self._by_group: dict[str, list[DemoProduct]] = {}
        for goods in self._all:
            self._by_group.setdefault(goods.group, []).append(goods)
        self._bag = next(goods for goods in self._all if goods.family == _BAG)
        self.waiting: list[Issued] = []

    def sell(
        self, uow: UnitOfWork, session: Session, shopper: Shopper | None, today: date
    ) -> Completed:
        """One sale from basket to receipt, inside ``uow``."""
        draft = self._draft(session, shopper)
        coupon = self._coupon_for(shopper, today)
        if coupon is not None:
            draft = replace(draft, coupon_codes=(coupon.code,))
        priced = self._price(uow, draft)
        if coupon is not None and not any(a.code for a in priced.basket.applied):
            draft = replace(draft, coupon_codes=())
            priced = self._price(uow, draft)
        elif coupon is not None:
            self.waiting.remove(coupon)
        points = self._points(priced, shopper)
        if points:
            draft = replace(draft, redeem_points=points)
            priced = self._price(uow, draft)
        due = priced.basket.to_pay
        draft = replace(draft, tenders=self._tenders(due))
        book = self._parts.book.current
        done = Completion(self._parts, uow, book, session, draft).run(due)
        self._keep(done, shopper)
        return done

    def _price(self, uow: UnitOfWork, draft: Draft) -> Priced:
        pricer = DeskPricer(self._parts.uow, self._parts.book)
        return pricer.price_in(uow, draft, self._parts.book.current)

    # -- the basket ---------------------------------------------------------------------------

    def _draft(self, session: Session, shopper: Shopper | None) -> Draft:
        count = self._dice.choices(_SIZES, _SIZE_WEIGHTS)[0]
        chosen: dict[str, DemoProduct] = {}
        for _ in range(count):
            goods = self._pick(shopper)
            chosen.setdefault(goods.sku, goods)
        if count > 2 and self._dice.random() < 0.4:
            chosen.setdefault(self._bag.sku, self._bag)
        lines = tuple(self._line(place, goods) for place, goods in enumerate(chosen.values()))
        return Draft(
            uuid=self._parts.ids.uuid(), till=self._parts.book.current.settings.till.id,
            person_id=session.person_id, started_at=self._parts.clock.now(), lines=lines,
            customer_id=shopper.customer_id if shopper else None,
            card_number=(shopper.card or None) if shopper else None,
        )  # fmt: skip

    def _pick(self, shopper: Shopper | None) -> DemoProduct:
        if shopper is not None and self._dice.random() < 0.6:
            group = shopper.favourites[self._dice.randrange(len(shopper.favourites))]
            pool = self._by_group[group]
            return self._dice.choices(pool, [goods.weight for goods in pool])[0]
        return self._dice.choices(self._all, self._weights)[0]

    def _line(self, place: int, goods: DemoProduct) -> DraftLine:
        product = self.shelf[goods.sku]
        weighed = product.unit is not UnitKind.PIECE
        quantity = 180 + self._dice.randrange(1400) if weighed else 1000 * self._pieces(goods)
        return DraftLine(
            line_id=str(place + 1), product_id=product.id, sku=product.sku, name=product.name,
            unit=product.unit.value, quantity=quantity, unit_price=product.price,
            barcode=goods.barcode,
        )  # fmt: skip

    def _pieces(self, goods: DemoProduct) -> int:
        if goods.family in ("toothpaste", "soap", "catfood"):
            return self._dice.choices((1, 2, 3, 4), (50, 20, 22, 8))[0]
        return self._dice.choices((1, 2, 3), (82, 14, 4))[0]

    # -- coupons, points, money ---------------------------------------------------------------

    def _coupon_for(self, shopper: Shopper | None, today: date) -> Issued | None:
        """Now and then somebody brings the coupon of an earlier receipt."""
        if not self.waiting or self._dice.random() > 0.22:
            return None
        owner = shopper.customer_id if shopper else None
        self.waiting = [issued for issued in self.waiting if issued.last >= today]
        for issued in self.waiting:
            if issued.owner == owner and issued.first <= today:
                return issued
        return None

    def _points(self, priced: Priced, shopper: Shopper | None) -> int:
        """Whole points, up to the limit; most people like to spend them, but not each time."""
        limit = priced.basket.points.limit
        if shopper is None or limit < 100:
            return 0
        # The customer of the sale screen keeps few old lots: hers expire on the day it shows.
        if shopper.kind != "vip" and (limit < 2_000 or self._dice.random() > 0.28):
            return 0
        return limit // 100 * 100

    def _tenders(self, due: int) -> tuple[Tender, ...]:
        if due == 0:
            return ()
        if self._dice.random() < 0.58:
            return (Tender(kind=TenderKind.CARD, amount=due),)
        notes = self._parts.book.current.settings.money.kind.notes
        sums: Sequence[int] = (due, *quick_cash(due, notes, 3))
        return (Tender(kind=TenderKind.CASH, amount=self._dice.choices(sums)[0]),)

    def _keep(self, done: Completed, shopper: Shopper | None) -> None:
        for slip in done.receipt.coupons:
            self.waiting.append(Issued(
                code=slip.code, first=date.fromisoformat(slip.valid_from),
                last=date.fromisoformat(slip.valid_to),
                owner=shopper.customer_id if shopper else None,
            ))  # fmt: skip
