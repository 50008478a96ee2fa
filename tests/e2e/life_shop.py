"""A real shop on a file, beside its books: opened, cut off, and proved after each step."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from typing import Any

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.points_reads import SqlitePointsReads
from pos_app.adapters.sqlite.store import Store, open_store
from pos_app.services.approvals import Permissions
from pos_app.services.checkout import Checkout, CheckoutParts
from pos_app.services.clock_guard import BACK, FORWARD, ClockGuard
from pos_app.services.day_work import DayWork
from pos_app.services.desk_core import DeskParts
from pos_app.services.pin_guard import PinGuard
from pos_app.services.points_desk import PointsDesk
from pos_app.services.programme_service import ProgrammeService
from pos_app.services.receipt_claims import ClaimService
from pos_app.services.return_without_receipt import BlindReturns
from pos_app.services.returns import ReturnParts, ReturnService
from pos_app.services.sale_desk import SaleDesk
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService
from pos_app.services.shop_book import ShopBook
from pos_app.services.staff import StaffService
from pos_app.services.tier_desk import TierDesk
from pos_app.services.till import TillService
from tests.e2e.life_books import Wish
from tests.e2e.life_checks import SUMS
from tests.e2e.life_terms import KEY, PROMOTIONS, new_model
from tests.fakes import FakeClock, FakeDisk, FastHasher, RecordingSink, SequentialIds


class PowerCut(Exception):
    """The moment everything in memory is lost."""


class Cut:
    """A unit of work whose commit never comes: the files are kept as they are at that moment."""

    def __init__(self, unit: Any, keep: Callable[[], None]) -> None:
        self._unit, self._keep = unit, keep

    def __enter__(self) -> Cut:
        self._inner = self._unit.__enter__()
        return self

    def __exit__(self, *error: object) -> object:
        return self._unit.__exit__(*error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)

    def commit(self) -> None:
        self._keep()
        raise PowerCut


class LifeShop:
    """One shop under way, and its books."""

    def __init__(self, template: Path, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "shop-0.db"
        shutil.copy(template, self.path)
        self.clock = FakeClock()
        self.ids = SequentialIds(1_000_000)
        self.model = new_model()
        self.turned = timedelta()
        self.opened_at = self.clock.now()
        self.sold_at: datetime | None = None
        self.confirmed: timedelta | None = None
        self.parked: list[tuple[str, Wish]] = []
        self.uuids: list[str] = []
        self.files = 0
        self._open()

    def _open(self) -> None:
        """Join the services on the file, as a start of the program does."""
        clock, ids, sink = self.clock, self.ids, RecordingSink()
        self.store: Store = open_store(self.path, clock=clock, ids=ids, key=KEY)
        uow = self.store.uow
        guard = PinGuard(uow, FastHasher(), clock)
        permissions = Permissions(uow, guard, clock, ids)
        self.settings = SettingsService(uow, sink)
        staff = StaffService(uow, guard, FastHasher(), clock, ids, sink)
        person = next(one for one in staff.people() if one.name == "Leyla")
        self.owner = Session(person=person, signed_in_at=clock.now())
        self.book = ShopBook(uow, clock)
        self.guard = ClockGuard(uow, permissions, clock, sink)
        self.desk = SaleDesk(
            DeskParts(
                uow=uow, book=self.book, permissions=permissions, clock=clock, ids=ids,
                ensure_redeeming=self.guard.ensure_redeeming,
            ),
            self.owner,
        )  # fmt: skip
        self.checkout = self._checkout(uow)
        parts = ReturnParts(
            uow=uow, book=self.book, permissions=permissions, clock=clock, ids=ids, sink=sink
        )
        self.returns, self.blind = ReturnService(parts), BlindReturns(parts)
        self.points = PointsDesk(uow, self.book, permissions, clock, ids, sink)
        self.claims = ClaimService(uow, self.book, permissions, clock, ids, sink)
        self.tiers = TierDesk(uow, self.book, permissions, sink)
        self.days = DayWork(uow, SqlitePointsReads(self.path), self.book, clock, ids)
        self.programme = ProgrammeService(uow, clock, sink)
        self.till = TillService(uow, permissions, self.settings, clock, ids, sink)
        self.reader = connect_read_only(self.path)
        self.confirmed = None

    def _checkout(self, uow: Any) -> Checkout:
        return Checkout(
            CheckoutParts(
                uow=uow, book=self.book, clock=self.clock, ids=self.ids, disk=FakeDisk(),
                sink=RecordingSink(),
            )
        )  # fmt: skip

    def close(self) -> None:
        """Put the shop away."""
        self.reader.close()
        self.store.close()

    # -- the clock ---------------------------------------------------------------------------

    @property
    def trusted(self) -> bool:
        """Whether points may be spent: the clock is near the last record, or somebody looked."""
        last = max(self.opened_at, self.sold_at or self.opened_at)
        now = self.clock.now()
        offset = now - datetime(1, 1, 1, tzinfo=UTC) - timedelta(seconds=self.clock.monotonic())
        if self.confirmed is not None and abs(offset - self.confirmed) <= BACK:
            return True
        return last - now <= BACK and now - last <= FORWARD

    def _confirm(self) -> None:
        offset = (
            self.clock.now() - datetime(1, 1, 1, tzinfo=UTC)
            - timedelta(seconds=self.clock.monotonic())
        )  # fmt: skip
        if not self.trusted:
            self.confirmed = offset
        assert self.guard.confirm(self.owner).trusted

    def _new_day(self, *, confirm: bool) -> None:
        self.model.today = self.clock.now().date()
        if confirm:
            self._confirm()
        assert self.guard.may_expire() == self.trusted
        self.book.refresh()
        if self.trusted:
            self.model.open_day()
            self.days.run()
            assert not self.days.run().anything
        self.desk.refresh()

    # -- power ---------------------------------------------------------------------------------

    def _keep(self) -> None:
        """What is on the disk at this moment."""
        self.files += 1
        new = self.folder / f"shop-{self.files}.db"
        for end in ("", "-wal"):
            old = Path(f"{self.path}{end}")
            if old.exists():
                shutil.copy(old, f"{new}{end}")

    def _power_back(self) -> None:
        old = self.path
        self.close()
        self.path = self.folder / f"shop-{self.files}.db"
        for end in ("", "-wal", "-shm"):
            Path(f"{old}{end}").unlink(missing_ok=True)
        self._open()

    # -- proof -------------------------------------------------------------------------------

    def prove(self) -> None:
        """The shop's figures are the model's, and every sum is the sum of its entries."""
        for name, sql in SUMS.items():
            if name != "drawer":
                assert self.reader.execute(sql).fetchall() == [], name
        found, expected = self._shop(), self._books()
        for name, rows in expected.items():
            assert found[name] == rows, f"{name}: {_differences(found[name], rows)}"

    def prove_all(self) -> None:
        """The whole checker finds nothing."""
        report = check_file(self.path, self.store.sealer)
        assert report.is_clean, report.findings

    def _shop(self) -> dict[str, Any]:
        rows = self.reader.execute
        return {
            "points": rows(
                'SELECT customer_id, kind, granted, "left", active_from, expires_on '
                "FROM points_lot ORDER BY id"
            ).fetchall(),
            "accounts": rows(
                "SELECT customer_id, balance, turnover, visits, tier_id, tier_since, "
                "tier_manual_until FROM account ORDER BY 1"
            ).fetchall(),
            "coupons": rows("SELECT state, uses, valid_to FROM coupon ORDER BY id").fetchall(),
            "certificates": rows(
                "SELECT kind, amount, balance, state, valid_to FROM certificate ORDER BY id"
            ).fetchall(),
            "rules": dict(
                rows(
                    "SELECT rule_id, sum(uses) * 1000000 + sum(amount) FROM promotion_use "
                    "WHERE rule_id NOT LIKE 'coupon:%' GROUP BY 1 HAVING sum(uses) OR sum(amount)"
                ).fetchall()
            ),
            "drawer": rows(SUMS["drawer"]).fetchone()[0],
            "returns": rows("SELECT count(*) FROM goods_return").fetchone()[0],
        }

    def _books(self) -> dict[str, Any]:
        model = self.model
        lots = sorted(
            (lot.number, (person, lot)) for person, books in model.people.items()
            for lot in books.lots
        )  # fmt: skip
        return {
            "points": [
                (person, lot.kind, lot.granted, lot.left, _day(lot.first), _day(lot.last))
                for _, (person, lot) in lots
            ],
            "accounts": [
                (
                    person, books.balance, books.turnover, books.visits, books.tier,
                    _day(books.since), _day(books.manual_until),
                )
                for person, books in model.people.items()
            ],
            "coupons": [(one.state, one.uses, _day(one.last)) for one in model.coupons],
            "certificates": [
                (one.kind, one.amount, one.balance, one.state, _day(one.last))
                for one in model.certificates
            ],
            "rules": {
                name: model.uses[name] * 1_000_000 + model.given[name]
                for name in (rule.rule_id for rule, _ in PROMOTIONS)
                if model.uses[name] or model.given[name]
            },
            "drawer": model.drawer,
            "returns": model.returns,
        }  # fmt: skip


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None


def _differences(found: Any, expected: Any) -> str:
    if not isinstance(found, list):
        return f"the shop has {found}, the books {expected}"
    pairs = zip_longest(found, expected)
    return "; ".join(f"the shop has {one}, the books {two}" for one, two in pairs if one != two)
