"""A till ready to sell, on top of the shop of the tests."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.adapters.files.phones import Phones
from pos_app.domain.coupon import check_character
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import AmountOff, MinAmount, PercentOff, Promotion, Scope
from pos_app.domain.sale import TenderKind
from pos_app.domain.tier import Tier
from pos_app.presenters.new_customer_parts import LooksUp
from pos_app.services.checkout import Checkout, CheckoutParts, Completed
from pos_app.services.duplicates import DuplicateService
from pos_app.services.programme_store import dump_promotion
from pos_app.services.records import CouponRecord, PromotionRecord
from pos_app.services.sale_desk import DeskParts, SaleDesk
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook
from tests.builders import Shop
from tests.fakes import FakeDisk


@dataclass(kw_only=True)
class Counter:
    """A till of the tests' shop with a shift open: a desk and its checkout."""

    shop: Shop
    book: ShopBook
    desk: SaleDesk
    checkout: Checkout
    disk: FakeDisk

    def pay_cash(self, given: int | None = None) -> Completed:
        """Pay everything in cash and complete."""
        due = self.desk.view().settlement.cash_due
        self.desk.set_tender(TenderKind.CASH, due if given is None else given)
        return self.complete()

    def complete(self) -> Completed:
        """Complete the sale as the screen would, and begin the next."""
        draft, total = self.desk.draft, self.desk.priced.to_pay
        done = self.checkout.complete(self.desk.session, draft, total)
        self.desk.begin_next()
        return done

    def use(self, programme: Programme) -> None:
        """Put a programme in force."""
        self.shop.programme.change(self.shop.owner, programme)
        self.book.refresh()
        self.desk.refresh()

    def set(self, **values: object) -> None:
        """Change settings (``money__cash_rounding=5``)."""
        named = {key.replace("__", "."): value for key, value in values.items()}
        self.shop.settings.change_many(self.shop.owner, named)
        self.book.refresh()
        self.desk.refresh()

    def promote(self, promotion: Promotion) -> None:
        """Put a promotion in force."""
        with self.shop.store.uow() as uow:
            uow.promotions.put(
                PromotionRecord(
                    uuid=self.shop.ids.uuid(),
                    name=promotion.name,
                    definition=dump_promotion(promotion),
                )
            )
            uow.commit()
        self.book.refresh()
        self.desk.refresh()

    def coupon(self, code: str, rule: Promotion, **more: object) -> CouponRecord:
        """Issue a coupon; ``code`` as stored."""
        today = self.book.today()
        given = {"valid_from": today, "valid_to": None, **more}
        record = CouponRecord(
            uuid=self.shop.ids.uuid(),
            code=code,
            definition=dump_promotion(rule),
            **given,  # type: ignore[arg-type]
        )
        with self.shop.store.uow() as uow:
            uow.coupons.add(record)
            uow.commit()
        return record


def make_counter(shop: Shop, session: Session | None = None, *, shift: bool = True) -> Counter:
    """A counter with an open shift (float 100.00)."""
    who = session or shop.cashier
    if shift:
        shop.till.open(shop.owner, 10_000)
    book = ShopBook(shop.store.uow, shop.clock)
    disk = FakeDisk()
    desk = SaleDesk(
        DeskParts(
            uow=shop.store.uow,
            book=book,
            permissions=shop.permissions,
            clock=shop.clock,
            ids=shop.ids,
        ),
        who,
    )
    checkout = Checkout(
        CheckoutParts(
            uow=shop.store.uow,
            book=book,
            clock=shop.clock,
            ids=shop.ids,
            disk=disk,
            sink=shop.sink,
        )
    )
    return Counter(shop=shop, book=book, desk=desk, checkout=checkout, disk=disk)


def hints_of(shop: Shop) -> LooksUp:
    """Who may be meant while a new person is typed."""
    service = DuplicateService(
        shop.store.uow, shop.store.duplicates, Phones(), shop.clock, shop.ids, shop.sink
    )
    return service.hints


def is_phone(text: str) -> bool:
    """Whether this is a whole number, dialled in Poland."""
    return Phones().e164(text, "PL") is not None


GOLDEN = Programme(
    tiers=(Tier(tier_id="card", name="Card", threshold=0, discount=500),),
    earn_rules=(earn_percent(500),),
    point_value=100,
    max_points_share=3000,
    points_step=100,
)
"""The programme of DOMAIN.md's golden vector: card 5 %, 30 % by points at 1.00, earn 5 %."""


def golden_promotion() -> Promotion:
    """−30 % on the second product of the golden vector."""
    return Promotion(
        rule_id="b30",
        name="Promo B",
        effects=(PercentOff(rate=3000, scope=Scope(skus=frozenset({"B"}))),),
    )


def golden_coupon() -> Promotion:
    """50.00 off from 700.00."""
    return Promotion(
        rule_id="c50",
        name="50 off",
        effects=(AmountOff(amount=5000),),
        conditions=(MinAmount(amount=70_000),),
    )


def coupon_code(body: str) -> str:
    """A true coupon code of the shop (prefix K) from nine signs."""
    return "K" + body + check_character(body)
