"""Making the demo shop: a year of days at the counter, through the same doors as real ones.

Every sale is priced by the engine and completed by the checkout's own steps, shifts are opened,
counted and closed by the till, points expire when a day is opened; only the clock and the dice are
set by hand. So the ledgers, the journal and the caches agree like those of a real shop.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from pos_app.domain.catalogue import PriceChange
from pos_app.domain.promotion import AmountOff, MinAmount, Promotion
from pos_app.domain.shift import CashMoveKind, Shift
from pos_app.domain.staff import Person
from pos_app.services import demo_shop
from pos_app.services.approvals import Permissions
from pos_app.services.completion import CheckoutParts
from pos_app.services.coupons import fresh_code
from pos_app.services.customers import PhonePort
from pos_app.services.demo_asking import DemoAsking
from pos_app.services.demo_counter import DemoCounter
from pos_app.services.demo_model import DAYS, DemoClock, DemoData, DemoReport, Dice, Shopper
from pos_app.services.demo_people import Enrolment, invent
from pos_app.services.demo_returns import DemoReturns
from pos_app.services.loyalty import expire_due
from pos_app.services.pin_guard import PinGuard, without_secret
from pos_app.services.ports import IdSource, PinHasher, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_store import dump_promotion, store_programme
from pos_app.services.questionnaires import QuestionnaireService
from pos_app.services.records import CouponRecord, LotRow, PrintJobRow
from pos_app.services.responses import ResponseParts
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService
from pos_app.services.setup import SetupService
from pos_app.services.shop_book import ShopBook
from pos_app.services.till import TillService

OPENS: Final = 9
CLOSES: Final = 20
_WEEKDAYS: Final = (90, 85, 90, 100, 125, 150, 70)
_MONTHS: Final = (85, 90, 115, 105, 95, 90, 85, 88, 100, 100, 110, 150)
STRANGERS_A_DAY: Final = 240
"""Hundredths of people a day who show no card, before weekday and season."""
VIP_EXPIRING: Final = 32_000
VIP_POINTS: Final = 124_000
PRICES_ROSE: Final = 60
"""Days ago."""
NOBODY: Final = "demo"

DemoProgress = Callable[[int, int], None]


class Silent:
    """Nobody listens, and the disk has room."""

    def changed(self, topic: str, ref: str = "") -> None:
        """Tell nobody."""

    def free_bytes(self) -> int:
        """Room enough."""
        return 1 << 40


class NoPaper:
    """The slips of the past were printed long ago."""

    def add(self, job: PrintJobRow) -> int:
        """Keep nothing."""
        return 0


@dataclass(frozen=True, slots=True, kw_only=True)
class DemoParts:
    """What a demo shop is made with: an empty store, a clock set by hand, seeded dice."""

    uow: UnitOfWorkFactory
    hasher: PinHasher
    clock: DemoClock
    ids: IdSource
    dice: Dice
    phones: PhonePort


class DemoMaker:
    """Fills an empty store with a shop and its year, ending at ``now``."""

    def __init__(
        self, parts: DemoParts, data: DemoData, now: datetime, *, days: int = DAYS
    ) -> None:
        self._days = days
        self._parts = parts
        self._data = data
        self._now = now
        self._zone = ZoneInfo(data.text["zone"])
        self._today = now.astimezone(self._zone).date()
        self._sold = self._shifts = 0
        self._paper: Any = None

    def make(self, progress: DemoProgress = lambda done, total: None) -> DemoReport:
        """Make everything. The shift of today stays open, so that selling can begin.

        Raises ``PosError("shop_exists")`` for a store that is not empty.
        """
        first = self._today - timedelta(days=self._days)
        self._set(first, 8, 0)
        self._open_shop(first)
        shoppers = invent(self._data, self._parts.dice, first, self._days)
        for number in range(self._days + 1):
            self._day(first + timedelta(days=number), shoppers)
            if number % 10 == 0:
                progress(number, self._days)
        self._finish(shoppers[0])
        progress(self._days, self._days)
        return self._report(shoppers)

    # -- opening ------------------------------------------------------------------------------

    def _open_shop(self, day: date) -> None:
        parts, data = self._parts, self._data
        silent = Silent()
        setup = SetupService(parts.uow, parts.hasher, parts.clock, parts.ids, silent)
        setup.create(demo_shop.answers(data))
        with parts.uow() as uow:
            people = list(uow.staff.all())
            store_programme(uow, parts.clock, people[0].id, demo_shop.programme(data))
            demo_shop.store_promotions(uow, parts.ids, data, self._today)
            shelf = demo_shop.stock_shelves(uow, parts.ids, data, day)
            uow.commit()
        book = ShopBook(self._quiet, parts.clock)
        book.refresh()
        self._sessions = [self._session(person) for person in people]
        guard = PinGuard(parts.uow, parts.hasher, parts.clock)
        permissions = Permissions(parts.uow, guard, parts.clock, parts.ids)
        self._till = TillService(
            self._quiet,
            permissions,
            SettingsService(parts.uow, silent),
            parts.clock,
            parts.ids,
            silent,
        )
        checkout = CheckoutParts(
            uow=self._quiet, book=book, clock=parts.clock, ids=parts.ids, disk=silent, sink=silent,
        )  # fmt: skip
        self._counter = DemoCounter(checkout, data, shelf, parts.dice)
        self._returns = DemoReturns(checkout)
        self._asking = DemoAsking(
            QuestionnaireService(parts.uow, parts.clock, parts.ids, silent),
            ResponseParts(
                uow=parts.uow, book=book, permissions=permissions, phones=parts.phones,
                clock=parts.clock, ids=parts.ids, sink=silent,
            ),
            self._sessions[0],
            data.language,
            self._wait,
        )  # fmt: skip
        self._enrolment = Enrolment(data, parts.ids, parts.dice, self._today)

    def _quiet(self) -> UnitOfWork:
        """A unit of work that queues no paper."""
        unit = self._parts.uow()
        if self._paper is None:
            self._paper = unit.print_jobs
        unit.print_jobs = NoPaper()  # type: ignore[assignment]
        return unit

    def _session(self, person: Person) -> Session:
        return Session(person=without_secret(person), signed_in_at=self._parts.clock.now())

    def _set(self, day: date, hour: int, minute: int) -> None:
        local = datetime.combine(day, time(hour, minute), tzinfo=self._zone)
        self._parts.clock.set(min(local.astimezone(UTC), self._now))

    def _wait(self, seconds: int) -> None:
        """Let time pass, never beyond now."""
        clock = self._parts.clock
        clock.set(min(clock.now() + timedelta(seconds=seconds), self._now))

    # -- a day --------------------------------------------------------------------------------

    def _day(self, day: date, shoppers: list[Shopper]) -> None:
        last = day == self._today
        if (day.month, day.day) in ((1, 1), (12, 25)) and not last:
            return
        visits = self._visits(day, shoppers)
        session = self._sessions[1 + (day.toordinal() // 2) % 3]
        moments = self._moments(day, len(visits), last=last)
        self._parts.clock.set(moments[0])
        self._morning(day)
        shift = self._till.open(session, self._data.number("float"))
        self._shifts += 1
        newcomers: list[int] = []
        with self._quiet() as uow:
            self._returns.take_back(uow, session, shift.id, day)
            for moment, shopper in zip(moments[1:], visits, strict=True):
                self._parts.clock.set(moment)
                if shopper is not None and not shopper.customer_id:
                    self._enrolment.enrol(uow, shopper, moment, day, session.person_id)
                    newcomers.append(shopper.customer_id)
                self._returns.note(self._counter.sell(uow, session, shopper, day))
            uow.commit()
        self._ask(session, visits, newcomers)
        self._sold += len(visits)
        if not last:
            self._evening(day, session, shift)

    def _ask(self, session: Session, visits: list[Shopper | None], newcomers: list[int]) -> None:
        """Who came today and answered."""
        for customer_id in newcomers:
            self._asking.newcomer(session, customer_id)
        for shopper in visits:
            if shopper is not None and shopper.customer_id not in newcomers:
                self._asking.after_purchase(session, shopper.customer_id)

    def _moments(self, day: date, count: int, *, last: bool) -> list[datetime]:
        """The opening and the sales, in order; today's lie in the hours before now."""
        opening = datetime.combine(day, time(OPENS, 2), tzinfo=self._zone).astimezone(UTC)
        span = (CLOSES - OPENS) * 3600
        if last:
            opening = min(opening, self._now - timedelta(hours=2))
            span = min(span, int((self._now - opening).total_seconds()) - 60)
        seconds = sorted(60 + self._parts.dice.randrange(span - 60) for _ in range(count))
        return [opening, *(opening + timedelta(seconds=each) for each in seconds)]

    def _visits(self, day: date, shoppers: list[Shopper]) -> list[Shopper | None]:
        dice, ordinal = self._parts.dice, day.toordinal()
        busy = _WEEKDAYS[day.weekday()] * _MONTHS[day.month - 1]
        strangers = STRANGERS_A_DAY * busy // 10_000
        count = strangers // 100 + (dice.randrange(100) < strangers % 100)
        visits: list[Shopper | None] = [None] * max(count, 1)
        for shopper in shoppers:
            if not shopper.next_visit <= ordinal <= shopper.until:
                continue
            if dice.randrange(180) >= busy // 100 and shopper.customer_id:
                continue
            visits.insert(dice.randrange(len(visits) + 1), shopper)
            away = shopper.gap * (60 + dice.randrange(80)) // 100
            shopper.next_visit = ordinal + max(1, away)
        return visits

    def _morning(self, day: date) -> None:
        """Points whose last day is over expire; on one day of the year prices rise."""
        parts = self._parts
        with self._quiet() as uow:
            expired = expire_due(uow, parts.ids, day, parts.clock.now())
            rises = (self._today - day).days == PRICES_ROSE
            if rises:
                self._raise_prices(uow)
            if expired or rises:
                uow.commit()

    def _raise_prices(self, uow: UnitOfWork) -> None:
        owner = self._sessions[0].person_id
        for goods in self._data.products:
            product = self._counter.shelf[goods.sku]
            if product.price != goods.price:
                uow.products.set_price(PriceChange(
                    product_id=product.id, price=goods.price, old=product.price,
                    at=self._parts.clock.now(), person_id=owner, reason="supplier",
                ))  # fmt: skip
                self._counter.shelf[goods.sku] = replace(product, price=goods.price)

    def _evening(self, day: date, session: Session, shift: Shift) -> None:
        """Takings go to the safe, the rest is counted; now and then a coin is missing."""
        self._set(day, CLOSES, 12)
        dice, text = self._parts.dice, self._data.text
        with self._quiet() as uow:
            expected = uow.shifts.figures(shift.id).expected_cash(shift.opening_float)
        takings = expected - shift.opening_float
        if takings > 0:
            self._till.cash_move(session, CashMoveKind.OUT, takings, text["out_reason"])
            expected -= takings
        slip = 0 if dice.random() < 0.93 else (dice.randrange(41) - 20) * 5
        self._set(day, CLOSES, 20)
        self._till.close(session, max(0, expected + slip))

    # -- today --------------------------------------------------------------------------------

    def _finish(self, vip: Shopper) -> None:
        """What the sale screen shows of its first customer: points, expiring ones, a coupon."""
        parts, text = self._parts, self._data.text
        parts.clock.set(self._now)
        soon = self._today + timedelta(days=8)
        with parts.uow() as uow:
            uow.print_jobs = self._paper
            kept = sum(lot.left for lot in uow.points.lots(vip.customer_id))
            self._grant(uow, vip, VIP_EXPIRING, soon)
            rest = max(100, VIP_POINTS - VIP_EXPIRING - kept)
            self._grant(uow, vip, rest, self._today + timedelta(days=90))
            rule = Promotion(
                rule_id=NOBODY, name=text["coupon_vip"],
                effects=(AmountOff(amount=self._data.number("coupon_value"), target="order"),),
                conditions=(MinAmount(amount=self._data.number("coupon_min")),),
            )  # fmt: skip
            uow.coupons.add(CouponRecord(
                uuid=parts.ids.uuid(), code=fresh_code(uow, parts.ids, "K"),
                definition=dump_promotion(rule), valid_from=self._today, valid_to=soon,
                customer_id=vip.customer_id, issued_at=self._now,
            ))  # fmt: skip
            uow.commit()

    def _grant(self, uow: UnitOfWork, vip: Shopper, points: int, last_day: date) -> None:
        uow.points.add_lot(LotRow(
            uuid=self._parts.ids.uuid(), customer_id=vip.customer_id, kind="holiday",
            granted=points, left=points, earned_at=self._now, active_from=self._today,
            expires_on=last_day,
        ))  # fmt: skip

    def _report(self, shoppers: list[Shopper]) -> DemoReport:
        codes = [goods.barcode for goods in self._data.products if goods.barcode]
        return DemoReport(
            shop=self._data.text["name"], products=len(self._data.products),
            customers=sum(1 for shopper in shoppers if shopper.customer_id), sales=self._sold,
            shifts=self._shifts, people=demo_shop.staff(self._data), card=shoppers[0].card,
            barcodes=tuple(codes[:6]),
        )  # fmt: skip
