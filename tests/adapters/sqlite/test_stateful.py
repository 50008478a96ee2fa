"""P4, P5: the store against an independent model of a shop, through histories nobody would write.

The model knows nothing of SQL: dictionaries and sums. After every step the balances agree; at the
end, after reopening and after every crash, the checker must find nothing.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from pos_app.adapters.sqlite.backup import Backups
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.restore import carry_out, plan_restore
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.domain.catalogue import PriceChange
from pos_app.domain.errors import PosError
from pos_app.domain.sale import Sale, SaleLine, Tender, TenderKind
from pos_app.domain.shift import CashMove, CashMoveKind, Shift
from pos_app.services.ports import UnitOfWork
from pos_app.services.records import CouponRecord, LotRow, PointsEntry, TurnoverEntry
from tests.adapters.sqlite.paper_model import Model
from tests.adapters.sqlite.shop import (
    KEY,
    START,
    TODAY,
    Shop,
    TickingClock,
    draft_of,
    make_shop,
    reopened,
    steps_of,
)

RUNS = int(os.environ.get("POS_STATEFUL_RUNS", "12"))
STEPS = int(os.environ.get("POS_STATEFUL_STEPS", "40"))


class ShopLife(RuleBasedStateMachine):
    """Sell, spend, expire, restore coupons, reprice, close shifts, crash, back up, restore."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="pos-life-"))
        self.shop: Shop = make_shop(self.folder / "shop.db")
        self.model = Model()
        self.count = 0
        self.saved: tuple[Path, Model] | None = None

    def teardown(self) -> None:
        self.shop.store.close()
        findings = check_file(self.shop.path, Sealer(KEY)).findings
        shutil.rmtree(self.folder)
        assert findings == ()

    def uuid(self) -> str:
        self.count += 1
        return f"u{self.count}"

    @initialize()
    def begin(self) -> None:
        self.coupon_issued(1)

    @precondition(lambda self: self.model.shift_open)
    @rule(
        quantity=st.integers(1, 5000), off=st.integers(0, 100), spend=st.integers(0, 20_000),
        earn=st.integers(0, 9_999), more=st.integers(0, 5_000), crash=st.booleans(),
    )  # fmt: skip
    def sale(self, quantity: int, off: int, spend: int, earn: int, more: int, crash: bool) -> None:
        uuid, ids = self.uuid(), self.shop.ids
        gross = (self.model.price * quantity * 2 + 1000) // 2000
        card = gross * off // 100
        spend = min(spend, gross - card)
        net = gross - card - spend
        with self.shop.store.uow() as uow:
            number = uow.sales.next_number("1")
            assert number == len(self.model.sales) + 1
            sale_id = uow.sales.add(
                self._sale(uow, uuid, number, quantity, card, spend, earn, more)
            )
            if spend:
                entry = self._entry(1, "redeem", -spend)
                uow.points.add_entry(replace(entry, sale_id=sale_id))
            lot_id = 0
            if earn:
                lot_id = uow.points.add_lot(
                    LotRow(
                        uuid=ids.uuid(),
                        customer_id=1,
                        kind="sale",
                        granted=earn,
                        left=earn,
                        earned_at=START,
                        active_from=TODAY,
                        expires_on=TODAY + timedelta(days=off),
                        sale_id=sale_id,
                    )
                )
            uow.customers.add_turnover(
                TurnoverEntry(
                    uuid=ids.uuid(),
                    customer_id=1,
                    amount=net,
                    local_day=TODAY,
                    at=START,
                    sale_id=sale_id,
                    visit=1,
                )
            )
            if crash:
                return
            uow.commit()
        model = self.model
        model.sales.append(net)
        model.balance += earn - spend
        model.lots[1] -= spend
        if earn:
            model.lots[lot_id] = model.granted[lot_id] = earn
            model.expiry[lot_id] = TODAY + timedelta(days=off)
        model.turnover += net
        model.visits += 1
        model.drawer += net

    def _sale(
        self, uow: UnitOfWork, uuid: str, number: int, quantity: int, card: int, spend: int,
        earn: int, more: int,
    ) -> Sale:  # fmt: skip
        gross = (self.model.price * quantity * 2 + 1000) // 2000
        net = gross - card - spend
        tax = net * 20 // 120
        shift = uow.shifts.current("1")
        customer = uow.customers.get(1)
        assert shift is not None
        assert customer is not None
        line = SaleLine(
            position=0, line_id="a", product_id=1, sku="A-1", name="x", unit="kg",
            quantity=quantity, unit_price=self.model.price, gross=gross, card=card, points=spend,
            net=net, tax=tax, taxes=((2000, tax),), steps=steps_of(card, spend),
        )  # fmt: skip
        return Sale(
            id=0, uuid=uuid, till="1", number=number, shift_id=shift.id, person_id=1, at=START,
            local_date=TODAY.isoformat(), customer_id=1, customer_uuid=customer.uuid,
            card_number=None, lines=(line,),
            tenders=(Tender(kind=TenderKind.CASH, amount=net + more),), gross=gross, discount=card,
            points_money=spend, points_spent=spend, points_earned=earn, total=net, tax=tax,
            rounding=0, change=more, programme_version=1, receipt="{}",
        )  # fmt: skip

    def _entry(self, lot_id: int | None, kind: str, amount: int) -> PointsEntry:
        return PointsEntry(
            uuid=self.shop.ids.uuid(), customer_id=1, lot_id=lot_id, kind=kind, amount=amount,
            at=START, local_day=TODAY,
        )  # fmt: skip

    @rule(days=st.integers(0, 120))
    def expire(self, days: int) -> None:
        day = TODAY + timedelta(days=days)
        with self.shop.store.uow() as uow:
            lots = uow.points.expired_lots(day, 1000)
            for lot in lots:
                uow.points.add_entry(self._entry(lot.id, "expire", -lot.left))
            uow.commit()
        due = {
            lot
            for lot, last in self.model.expiry.items()
            if last is not None and last < day and self.model.lots[lot] > 0
        }
        assert {lot.id for lot in lots} == due
        for lot_id in due:
            self.model.balance -= self.model.lots[lot_id]
            self.model.lots[lot_id] = 0

    @rule(amount=st.integers(-5_000, 5_000).filter(bool))
    def claw_back_without_a_lot(self, amount: int) -> None:
        with self.shop.store.uow() as uow:
            uow.points.add_entry(self._entry(None, "adjust", amount))
            uow.commit()
        self.model.balance += amount

    @rule(pick=st.integers(0, 50), more=st.integers(1, 1_000))
    def a_lot_is_never_overdrawn(self, pick: int, more: int) -> None:
        lot_id = sorted(self.model.lots)[pick % len(self.model.lots)]
        for amount in (
            -(self.model.lots[lot_id] + more),
            self.model.granted[lot_id] - self.model.lots[lot_id] + more,
        ):
            kind = "redeem" if amount < 0 else "restore"
            try:
                with self.shop.store.uow() as uow:
                    uow.points.add_entry(self._entry(lot_id, kind, amount))
                    uow.commit()
            except PosError as error:
                assert error.code == "lot_overdrawn"  # noqa: PT017
            else:
                raise AssertionError("a lot was overdrawn")

    @rule(uses=st.integers(1, 2))
    def coupon_issued(self, uses: int) -> None:
        code = f"K{self.uuid()}"
        with self.shop.store.uow() as uow:
            uow.coupons.add(
                CouponRecord(
                    uuid=code,
                    code=code,
                    definition="{}",
                    valid_from=TODAY,
                    valid_to=None,
                    max_uses=uses,
                )
            )
            uow.commit()
        self.model.coupons[code] = ("issued", uses)

    @precondition(lambda self: bool(self.model.sales))
    @rule(pick=st.integers(0, 50))
    def coupon_redeemed(self, pick: int) -> None:
        code = sorted(self.model.coupons)[pick % len(self.model.coupons)]
        state, left = self.model.coupons[code]
        with self.shop.store.uow() as uow:
            coupon = uow.coupons.by_code(code)
            assert coupon is not None
            try:
                uow.coupons.redeem(coupon.id, 1, 1, START)
            except PosError as error:
                assert error.code == "coupon_used"  # noqa: PT017
                assert left == 0
                return
            uow.commit()
        assert left > 0
        self.model.coupons[code] = ("redeemed" if left == 1 else state, left - 1)

    @rule(pick=st.integers(0, 50))
    def coupon_restored(self, pick: int) -> None:
        code = sorted(self.model.coupons)[pick % len(self.model.coupons)]
        with self.shop.store.uow() as uow:
            coupon = uow.coupons.by_code(code)
            assert coupon is not None
            uow.coupons.set_state(coupon.id, "restored", START)
            uow.commit()
        _, left = self.model.coupons[code]
        self.model.coupons[code] = ("restored", left + (1 if coupon.uses else 0))

    @rule(price=st.integers(1, 100_000))
    def new_price(self, price: int) -> None:
        with self.shop.store.uow() as uow:
            uow.products.set_price(
                PriceChange(product_id=1, price=price, old=None, at=START, person_id=1, reason="")
            )
            uow.commit()
        self.model.price = price

    @precondition(lambda self: self.model.shift_open)
    @rule(amount=st.integers(1, 10_000), into=st.booleans())
    def cash_move(self, amount: int, into: bool) -> None:
        with self.shop.store.uow() as uow:
            shift = uow.shifts.current("1")
            assert shift is not None
            kind = CashMoveKind.IN if into else CashMoveKind.OUT
            uow.shifts.add_move(
                CashMove(
                    id=0,
                    uuid=self.shop.ids.uuid(),
                    shift_id=shift.id,
                    kind=kind,
                    amount=amount,
                    reason="",
                    person_id=1,
                    at=START,
                )
            )
            uow.commit()
        self.model.drawer += amount if into else -amount

    @rule()
    def close_or_open(self) -> None:
        with self.shop.store.uow() as uow:
            shift = uow.shifts.current("1")
            if shift is not None:
                expected = uow.shifts.figures(shift.id).expected_cash(shift.opening_float)
                assert expected == self.model.drawer
                uow.shifts.close(
                    replace(
                        shift,
                        closed_by=1,
                        closed_at=START,
                        expected=expected,
                        counted=max(0, expected),
                    )
                )
            else:
                opened = uow.shifts.open(
                    Shift(
                        id=0,
                        uuid=self.shop.ids.uuid(),
                        till="1",
                        number=0,
                        opened_by=1,
                        opened_at=START,
                        opening_float=70_00,
                    )
                )
                self.model.shifts += 1
                self.model.drawer = 70_00
                assert opened.number == self.model.shifts
            uow.commit()
        self.model.shift_open = not self.model.shift_open

    @rule()
    def draft_kept(self) -> None:
        with self.shop.store.uow() as uow:
            for uuid in self.model.drafts:
                uow.drafts.delete(uuid)
            uuid = self.uuid()
            uow.drafts.save(draft_of(self.shop, uuid))
            uow.commit()
        self.model.drafts = {uuid}

    @rule()
    def restart(self) -> None:
        self.shop.store.close()
        self.shop.store = reopened(self.shop.path, self.shop.ids)

    @rule()
    def power_cut(self) -> None:
        """Take the file and the log as they lie, without closing anything, elsewhere."""
        elsewhere = self.folder / f"cut-{self.count}"
        elsewhere.mkdir(exist_ok=True)
        for suffix in ("", "-wal"):
            source = Path(f"{self.shop.path}{suffix}")
            if source.exists():
                shutil.copyfile(source, elsewhere / f"shop.db{suffix}")
        self.shop.store.close()
        self.shop.path = elsewhere / "shop.db"
        self.shop.store = reopened(self.shop.path, self.shop.ids)
        self.count += 1

    @rule()
    def back_up(self) -> None:
        from copy import deepcopy

        backups = Backups(
            self.shop.path, self.folder / "backups", sealer=Sealer(KEY), clock=TickingClock()
        )
        for old in backups.list():
            backups.path_of(old.file).unlink()
        self.saved = (backups.path_of(backups.make("test")), deepcopy(self.model))

    @precondition(lambda self: self.saved is not None)
    @rule()
    def restore(self) -> None:
        assert self.saved is not None
        path, model = self.saved
        self.shop.store.close()
        plan = plan_restore(path, self.shop.path, sealer=Sealer(KEY))
        assert plan.lost == len(self.model.sales) - len(model.sales)
        carry_out(plan, self.shop.path, clock=TickingClock(), ids=self.shop.ids, key=KEY)
        self.shop.store = reopened(self.shop.path, self.shop.ids)
        self.model, self.saved = model, None

    @invariant()
    def figures_agree(self) -> None:
        model = self.model
        with self.shop.store.uow() as uow:
            account = uow.customers.account(1)
            lots: dict[int, Any] = {lot.id: lot.left for lot in uow.points.lots(1)}
            assert uow.customers.turnover_since(1, TODAY) == model.turnover
            assert (uow.shifts.current("1") is not None) == model.shift_open
            product = uow.products.get(1)
            draft = uow.drafts.open_draft("1")
            coupons = {code: uow.coupons.by_code(code) for code in model.coupons}
        assert (account.balance, account.turnover, account.visits) == (
            model.balance, model.turnover, model.visits,
        )  # fmt: skip
        assert lots == {lot: left for lot, left in model.lots.items() if left}
        assert product is not None
        assert product.price == model.price
        assert ({draft.uuid} if draft else set()) == model.drafts
        for code, (state, left) in model.coupons.items():
            coupon = coupons[code]
            assert coupon is not None
            assert (coupon.state, coupon.max_uses - coupon.uses) == (state, left)


TestShopLife = ShopLife.TestCase
TestShopLife.settings = settings(
    max_examples=RUNS, stateful_step_count=STEPS, deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)  # fmt: skip
