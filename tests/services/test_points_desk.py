"""Points by hand: lots with reasons, debts, undo, a longer life, the statement (R11, R12)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.customer import Customer
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.grants import Grant, Grants
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier, TierReview
from pos_app.services.grants import account_of
from pos_app.services.loyalty import expire_due
from pos_app.services.points_desk import Adjustment
from tests.builders import OWNER_SECRET, Shop
from tests.services.points_desk import Points, make_points

TIERS = (
    Tier(tier_id="start", name="Start", threshold=0),
    Tier(tier_id="gold", name="Gold", threshold=50_000),
)
PROGRAMME = Programme(
    tiers=TIERS, point_value=1, points_expiry_days=180, tier_review=TierReview(months=12)
)


@pytest.fixture
def points(shop: Shop) -> Points:
    """Everything about points."""
    made = make_points(shop)
    made.use(PROGRAMME)
    return made


@pytest.fixture
def maria(points: Points) -> Customer:
    """Somebody with a card."""
    return points.customer("Maria", 1, phone="+48600700800")


def owed(points: Points, customer: Customer) -> int:
    with points.shop.store.uow() as uow:
        return account_of(uow, customer.id).owed


class TestGiving:
    def test_a_lot_with_a_reason_and_a_last_day(self, points: Points, maria: Customer) -> None:
        until = points.today + timedelta(days=60)
        points.desk.adjust(points.shop.owner, maria.id, 2_500, " for the wait ", expires_on=until)
        (lot,) = points.lots(maria)
        assert (lot.kind, lot.left, lot.reason) == ("adjust", 2_500, "for the wait")
        assert (lot.active_from, lot.expires_on) == (points.today, until)
        assert points.account(maria).turnover == 0
        ((_, content, person, approver),) = points.shop.events("points.adjusted")
        assert content == {
            "customer": maria.uuid, "kind": "adjust", "points": 2_500, "reason": "for the wait",
        }  # fmt: skip
        assert (person, approver) == (points.shop.owner.person_uuid, None)
        assert points.shop.sink.heard[-1] == ("customer", str(maria.id))

    def test_a_compensation_is_a_lot_of_its_kind(self, points: Points, maria: Customer) -> None:
        points.desk.adjust(points.shop.owner, maria.id, 500, "broken", compensation=True)
        (lot,) = points.lots(maria)
        assert (lot.kind, lot.expires_on) == ("compensation", None)

    def test_a_debt_is_filled_first(self, points: Points, maria: Customer) -> None:
        points.owe(maria, 700)
        points.desk.adjust(points.shop.owner, maria.id, 1_000, "gift")
        assert [lot.left for lot in points.lots(maria)] == [300]
        assert (points.account(maria).balance, owed(points, maria)) == (300, 0)

    @pytest.mark.parametrize(
        ("change", "code"),
        [
            ({"amount": 0}, "adjust_nothing"),
            ({"reason": " "}, "setting_invalid"),
            ({"amount": 10**10}, "setting_invalid"),
            ({"expires_on": date(2026, 11, 21)}, "day_past"),
            ({"expires_on": date(2037, 1, 1)}, "day_far"),
            ({"customer_id": 99}, "customer_unknown"),
        ],
    )
    def test_what_is_refused(
        self, points: Points, maria: Customer, change: dict[str, Any], code: str
    ) -> None:
        given_: dict[str, Any] = {"customer_id": maria.id, "amount": 100, "reason": "why"}
        with pytest.raises(PosError) as refusal:
            points.desk.adjust(points.shop.owner, **given_ | change)
        assert refusal.value.code == code
        assert points.lots(maria) == []


class TestTaking:
    def test_in_spending_order_and_then_below_zero(self, points: Points, maria: Customer) -> None:
        today = points.today
        late = points.give(maria, 300, expires_on=today + timedelta(days=90))
        soon = points.give(maria, 200, expires_on=today + timedelta(days=10))
        waits = points.give(maria, 100, active_from=today + timedelta(days=5))
        done = points.desk.adjust(points.shop.owner, maria.id, -250, "entered twice")
        assert done.parts == ((soon, -200), (late, -50))
        done = points.desk.adjust(points.shop.owner, maria.id, -450, "entered twice")
        assert done.parts == ((late, -250), (waits, -100), (0, -100))
        assert points.lots(maria) == []
        assert (points.account(maria).balance, owed(points, maria)) == (-100, 100)
        kinds = {(entry.kind, entry.person_id) for entry in points.entries(maria)[3:]}
        assert kinds == {("adjust", points.shop.owner.person_id)}

    def test_a_day_does_not_matter_when_taking(self, points: Points, maria: Customer) -> None:
        points.give(maria, 300)
        points.desk.adjust(
            points.shop.owner, maria.id, -100, "x", expires_on=date(2020, 1, 1), compensation=True
        )
        assert points.account(maria).balance == 200
        assert points.shop.events("points.adjusted")[0][1]["kind"] == "adjust"


class TestCeiling:
    def test_up_to_it_alone_above_with_a_second_person(
        self, points: Points, maria: Customer
    ) -> None:
        points.use(replace(PROGRAMME, grants=Grants(adjust_ceiling=500)))
        senior = points.shop.senior
        points.desk.adjust(senior, maria.id, 50_000, "500 points are 5.00")
        with pytest.raises(NeedsApproval) as asked:
            points.desk.adjust(senior, maria.id, -50_100, "one more")
        assert asked.value.action == Action.ADJUST_POINTS.value
        assert asked.value.params["event_ref"] == maria.uuid
        approval = points.shop.permissions.approve(
            Action.ADJUST_POINTS, session=senior, event_ref=maria.uuid, reason="ok",
            secret=OWNER_SECRET, approver_id=points.shop.people["Leyla"].id,
        )  # fmt: skip
        points.desk.adjust(senior, maria.id, -50_100, "one more", approval=approval)
        assert points.account(maria).balance == -100
        assert points.shop.events("points.adjusted")[1][3] == points.shop.people["Leyla"].uuid

    def test_a_cashier_asks_for_a_little_and_may_not_do_more(
        self, points: Points, maria: Customer
    ) -> None:
        with pytest.raises(NeedsApproval) as asked:
            points.desk.adjust(points.shop.cashier, maria.id, 100, "gift")
        assert asked.value.action == Action.ADJUST_POINTS_SMALL.value
        with pytest.raises(PosError, match="not_allowed"):
            points.desk.adjust(points.shop.cashier, maria.id, 10**8, "gift")


class TestUndo:
    @pytest.mark.parametrize("debt", [0, 300, 5_000])
    @pytest.mark.parametrize("amount", [1_000, -1_000])
    def test_all_is_as_before(
        self, points: Points, maria: Customer, debt: int, amount: int
    ) -> None:
        if debt:
            points.owe(maria, debt)
        else:
            points.give(maria, 400)
        before = (points.account(maria).balance, owed(points, maria))
        left = [lot.left for lot in points.lots(maria)]
        done = points.desk.adjust(points.shop.owner, maria.id, amount, "oops")
        points.desk.undo(points.shop.owner, done)
        assert (points.account(maria).balance, owed(points, maria)) == before
        assert [lot.left for lot in points.lots(maria)] == left
        ((_, content, _, _),) = points.shop.events("points.adjust_undone")
        assert content == {"customer": maria.uuid, "points": -amount}

    def test_once_and_only_the_last(self, points: Points, maria: Customer) -> None:
        first = points.desk.adjust(points.shop.owner, maria.id, 100, "a")
        second = points.desk.adjust(points.shop.owner, maria.id, 100, "b")
        with pytest.raises(PosError, match="adjust_used"):
            points.desk.undo(points.shop.owner, first)
        points.desk.undo(points.shop.owner, second)
        with pytest.raises(PosError, match="adjust_used"):
            points.desk.undo(points.shop.owner, second)
        assert points.account(maria).balance == 100

    def test_not_what_was_spent(self, points: Points, maria: Customer) -> None:
        done = points.desk.adjust(points.shop.owner, maria.id, 100, "a")
        entry = replace(points.entries(maria)[0], uuid="x", kind="redeem", amount=-1)
        with points.shop.store.uow() as uow:
            uow.points.add_entry(entry)
            uow.commit()
        with pytest.raises(PosError, match="adjust_used"):
            points.desk.undo(points.shop.owner, done)

    def test_not_a_debt_that_was_filled(self, points: Points, maria: Customer) -> None:
        points.use(replace(PROGRAMME, grants=Grants(questionnaire=Grant(on=True, points=100))))
        done = points.desk.adjust(points.shop.owner, maria.id, -100, "a")
        points.grants.questionnaire(points.shop.cashier, maria.id, "v1")
        with pytest.raises(PosError, match="adjust_used"):
            points.desk.undo(points.shop.owner, done)
        assert points.account(maria).balance == 0


class TestExtending:
    def test_the_rest_moves_to_a_lot_that_lives_longer(
        self, points: Points, maria: Customer
    ) -> None:
        points.use(replace(PROGRAMME, earn_rules=(earn_percent(1_000),)))
        points.buy(maria)
        (old,) = points.lots(maria)
        points.wait(days=3)
        points.desk.adjust(points.shop.owner, maria.id, -200, "x")
        until = old.expires_on + timedelta(days=30) if old.expires_on else None
        points.desk.extend(points.shop.owner, old.id, until)
        (new,) = points.lots(maria)
        assert (new.kind, new.left, new.granted) == ("extended", 800, 800)
        assert (new.earned_at, new.active_from) == (old.earned_at, old.active_from)
        assert (new.expires_on, new.sale_id, new.reason) == (until, old.sale_id, old.uuid)
        assert points.account(maria).balance == 800
        last = points.entries(maria)[-1]
        assert (last.at, last.local_day) == (points.shop.clock.now(), points.today)
        ((_, content, _, _),) = points.shop.events("points.extended")
        assert content["points"] == 800
        points.desk.extend(points.shop.owner, new.id, None)
        assert points.lots(maria)[0].expires_on is None
        assert points.shop.events("points.extended")[1][1]["until"] == ""

    def test_it_does_not_count_as_earned_today(self, points: Points, maria: Customer) -> None:
        points.use(replace(PROGRAMME, earn_rules=(earn_percent(1_000),)))
        points.buy(maria)
        points.desk.extend(points.shop.owner, points.lots(maria)[0].id, None)
        with points.shop.store.uow() as uow:
            assert uow.points.earned_today(maria.id, points.today) == 1_000

    def test_never_shorter_never_past_never_used_up(self, points: Points, maria: Customer) -> None:
        owner, last = points.shop.owner, points.today + timedelta(days=10)
        lot = points.give(maria, 100, expires_on=last)
        for_ever = points.give(maria, 100)
        for chosen, until, code in (
            (lot, last, "lot_shorter"),
            (lot, last - timedelta(days=1), "lot_shorter"),
            (for_ever, None, "lot_shorter"),
            (lot, last + timedelta(days=4_000), "day_far"),
            (999, None, "lot_unknown"),
        ):
            with pytest.raises(PosError) as refusal:
                points.desk.extend(owner, chosen, until)
            assert refusal.value.code == code
        points.wait(days=11)
        with pytest.raises(PosError, match="lot_expired"):
            points.desk.extend(owner, lot, None)
        points.day.run()
        with pytest.raises(PosError, match="lot_unknown"):
            points.desk.extend(owner, lot, None)

    def test_a_senior_asks_the_owner(self, points: Points, maria: Customer) -> None:
        lot = points.give(maria, 100, expires_on=points.today)
        with pytest.raises(NeedsApproval):
            points.desk.extend(points.shop.senior, lot, None)
        approval = points.shop.permissions.approve(
            Action.ADJUST_POINTS, session=points.shop.senior, event_ref=maria.uuid, reason="ok",
            secret=OWNER_SECRET, approver_id=points.shop.people["Leyla"].id,
        )  # fmt: skip
        points.desk.extend(points.shop.senior, lot, None, approval=approval)
        assert points.shop.events("points.extended")[0][3] == points.shop.people["Leyla"].uuid


class TestStatement:
    def test_everything_of_one_person(self, points: Points, maria: Customer) -> None:
        today = points.today
        olga = points.customer("Olga", 2)
        points.grants.set_referrer(points.shop.cashier, maria.id, olga.id)
        points.use(replace(PROGRAMME, earn_rules=(earn_percent(1_000, point_value=1),)))
        points.buy(maria)  # 100.00: 1 000 points of 0.01
        points.give(maria, 500, active_from=today + timedelta(days=3))
        found = points.statements.read(points.shop.cashier, maria.id)
        assert found.customer.phone == "••• 800"
        assert (found.points.active(today), found.points.pending(today)) == (100_000, 500)
        assert (found.worth, found.turnover) == (1_000, 10_000)
        assert [(lot.kind, lot.left, lot.receipt) for lot in found.lots] == [
            ("sale", 100_000, 1),
            ("welcome", 500, None),
        ]
        newest = found.movements[0]
        assert (newest.kind, newest.lot_kind, newest.amount) == ("earn", "welcome", 500)
        assert (found.movements[1].receipt, found.movements[1].person) == (1, "")
        assert found.tier is not None
        assert (found.tier.name, found.progress.missing) == ("Start", 40_000)
        assert (found.tiers, found.today) == (TIERS, today)
        assert found.review_on == date(2027, 11, 22)
        assert found.referrer is not None
        assert found.referrer.name == "Olga"
        assert found.default_expiry == today + timedelta(days=180)

    def test_the_review_to_come(self, points: Points, maria: Customer) -> None:
        def review() -> date | None:
            return points.statements.read(points.shop.owner, maria.id).review_on

        assert review() is None  # no tier kept yet
        points.buy(maria)
        points.wait(days=400)
        assert review() == date(2028, 11, 22)
        points.tiers.set_tier(points.shop.owner, maria.id, "gold", points.today, "guest")
        assert review() is None
        points.use(replace(PROGRAMME, tier_review=None))
        assert review() is None

    def test_nobody(self, points: Points) -> None:
        with pytest.raises(PosError, match="customer_unknown"):
            points.statements.read(points.shop.owner, 99)

    def test_who_changed_it(self, points: Points, maria: Customer) -> None:
        points.desk.adjust(points.shop.owner, maria.id, -100, "twice")
        (movement,) = points.statements.read(points.shop.owner, maria.id).movements
        assert (movement.person, movement.reason, movement.lot_kind) == ("Leyla", "twice", "")

    def test_no_tier_to_review(self, points: Points, maria: Customer) -> None:
        with points.shop.store.uow() as uow:
            uow.customers.set_tier(maria.id, None, points.today)
            uow.commit()
        assert points.statements.read(points.shop.owner, maria.id).review_on is None


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("adjust"), st.integers(-900, 900).filter(bool)),
        st.tuples(st.just("undo"), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 40)),
        st.tuples(st.just("extend"), st.integers(0, 60)),
        st.tuples(st.just("gift"), st.integers(0, 9)),
    ),
    max_size=25,
)


@given(steps=STEPS)
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_ledger_and_balance_agree_after_any_sequence(
    points: Points, tmp_path: Path, steps: list[tuple[str, int]]
) -> None:
    """Sums are balances; a debt and points to spend never stand together."""
    points.use(replace(PROGRAMME, grants=Grants(questionnaire=Grant(on=True, points=250))))
    customer = points.customer("Somebody", points.shop.ids._count + 1_000)
    last: Adjustment | None = None
    owner = points.shop.owner
    refused: set[str] = set()
    for what, value in steps:
        debt = owed(points, customer)
        try:
            if what == "adjust":
                until = points.today + timedelta(days=abs(value) % 50)
                last = points.desk.adjust(owner, customer.id, value, "why", expires_on=until)
                if value > 0:
                    assert owed(points, customer) == max(0, debt - value)
            elif what == "undo" and last is not None:
                points.desk.undo(owner, last)
            elif what == "wait":
                points.wait(days=value)
                with points.shop.store.uow() as uow:
                    expire_due(uow, points.shop.ids, points.today, points.shop.clock.now())
                    uow.commit()
            elif what == "extend":
                lots = points.lots(customer)
                if lots:
                    until = points.today + timedelta(days=value)
                    points.desk.extend(owner, lots[value % len(lots)].id, until)
            elif what == "gift":
                points.grants.questionnaire(owner, customer.id, f"v{value}")
        except PosError as refusal:
            refused.add(refusal.code)
        balance = points.account(customer).balance
        assert balance == sum(entry.amount for entry in points.entries(customer))
        left = sum(lot.left for lot in points.lots(customer))
        assert balance == left - owed(points, customer)
        assert not (left and owed(points, customer))
    assert refused <= {"adjust_used", "lot_shorter", "lot_expired"}
    assert check_file(points.shop.store.path, points.shop.store.sealer).findings == ()
