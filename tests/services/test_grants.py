"""Grants in the store: their own lots, once for each reason, debts filled first (R12, R13)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.grants import Grant, Grants, HolidayGrant
from pos_app.domain.pricing import Programme
from pos_app.services.customers import CustomerChanges, CustomerForm
from pos_app.services.day_work import BATCH, DayDone
from pos_app.services.grants import account_of
from pos_app.services.records import TurnoverEntry
from tests.builders import Shop, card_number
from tests.services.points_desk import Points, make_points

GIFT = Grant(on=True, points=5_000, expiry_days=30)


@pytest.fixture
def points(shop: Shop) -> Points:
    """Everything about points, on a shop with an open shift."""
    return make_points(shop)


class TestWelcome:
    def test_a_new_person_with_a_card_is_greeted_once(self, points: Points) -> None:
        points.use(Programme(grants=Grants(welcome=GIFT)))
        maria = points.customer("Maria", 1)
        lots = points.lots(maria)
        assert [(lot.kind, lot.granted, lot.left) for lot in lots] == [("welcome", 5_000, 5_000)]
        today = points.today
        assert (lots[0].active_from, lots[0].expires_on) == (today, today + timedelta(days=30))
        points.cards.issue(points.shop.cashier, maria.id, card_number(2))
        assert len(points.lots(maria)) == 1
        assert points.account(maria).turnover == 0
        ((_, content, person, _),) = points.shop.events("points.granted")
        assert content == {"customer": maria.uuid, "kind": "welcome", "points": 5_000}
        assert person is None

    def test_without_a_card_the_first_card_brings_it(self, points: Points) -> None:
        points.use(Programme(grants=Grants(welcome=GIFT)))
        form = CustomerForm(phone="+48600700800", consents=points.consents, wording="1")
        anna = points.customers.create(points.shop.cashier, form)
        assert points.lots(anna) == []
        points.cards.issue(points.shop.cashier, anna.id, card_number(3))
        assert [lot.kind for lot in points.lots(anna)] == ["welcome"]

    def test_nothing_without_the_grant(self, points: Points) -> None:
        maria = points.customer("Maria", 1)
        assert points.lots(maria) == []
        assert points.shop.events("points.") == []


class TestDebts:
    def test_the_next_grant_fills_what_is_owed_first(self, points: Points) -> None:
        points.use(Programme(grants=Grants(questionnaire=GIFT)))
        maria = points.customer("Maria", 1)
        points.owe(maria, 2_000)
        assert points.grants.questionnaire(points.shop.cashier, maria.id, "taste v1") == 5_000
        (lot,) = points.lots(maria)
        assert (lot.granted, lot.left) == (5_000, 3_000)
        assert points.account(maria).balance == 3_000
        with points.shop.store.uow() as uow:
            assert account_of(uow, maria.id).owed == 0

    def test_a_large_debt_takes_the_whole_grant(self, points: Points) -> None:
        points.use(Programme(grants=Grants(questionnaire=GIFT)))
        maria = points.customer("Maria", 1)
        points.owe(maria, 7_000)
        points.grants.questionnaire(points.shop.cashier, maria.id, "taste v1")
        assert points.lots(maria) == []
        assert points.account(maria).balance == -2_000


class TestQuestionnaire:
    def test_once_per_version(self, points: Points) -> None:
        points.use(Programme(grants=Grants(questionnaire=GIFT)))
        maria = points.customer("Maria", 1)
        give = points.grants.questionnaire
        assert give(points.shop.cashier, maria.id, "taste v1") == 5_000
        assert give(points.shop.cashier, maria.id, "taste v1") == 0
        assert give(points.shop.cashier, maria.id, "taste v2") == 5_000
        assert points.account(maria).balance == 10_000
        with pytest.raises(PosError, match="customer_unknown"):
            give(points.shop.cashier, 999, "taste v1")


class TestReferrer:
    def test_set_before_the_first_receipt(self, points: Points) -> None:
        maria, anna = points.customer("Maria", 1), points.customer("Anna", 2)
        points.grants.set_referrer(points.shop.cashier, anna.id, maria.id)
        points.grants.set_referrer(points.shop.cashier, anna.id, maria.id)
        assert points.person(anna).referrer_id == maria.id
        assert len(points.shop.events("referrer.set")) == 1
        points.grants.set_referrer(points.shop.cashier, anna.id, None)
        assert points.person(anna).referrer_id is None
        points.buy(anna)
        with pytest.raises(PosError, match="referrer_late"):
            points.grants.set_referrer(points.shop.cashier, anna.id, maria.id)

    def test_neither_oneself_nor_in_a_circle(self, points: Points) -> None:
        one, two, three = (points.customer(f"P{n}", n) for n in (1, 2, 3))
        with pytest.raises(PosError, match="referrer_self"):
            points.grants.set_referrer(points.shop.cashier, one.id, one.id)
        points.grants.set_referrer(points.shop.cashier, two.id, one.id)
        points.grants.set_referrer(points.shop.cashier, three.id, two.id)
        with pytest.raises(PosError, match="referrer_circular"):
            points.grants.set_referrer(points.shop.cashier, one.id, three.id)
        with pytest.raises(PosError, match="customer_unknown"):
            points.grants.set_referrer(points.shop.cashier, one.id, 999)

    def test_a_circle_found_in_old_data_ends(self, points: Points) -> None:
        one, two, three = (points.customer(f"P{n}", n) for n in (1, 2, 3))
        with points.shop.store.uow() as uow:
            uow.customers.update(replace(one, referrer_id=two.id))
            uow.customers.update(replace(two, referrer_id=one.id))
            uow.commit()
        points.grants.set_referrer(points.shop.cashier, three.id, one.id)
        assert points.person(three).referrer_id == one.id


class TestReferral:
    PROGRAMME = Programme(grants=Grants(referral=GIFT), referrals_per_month=2, return_days=14)

    def brought(self, points: Points, by: Customer, serial: int) -> Customer:
        person = points.customer(f"New {serial}", serial)
        points.grants.set_referrer(points.shop.cashier, person.id, by.id)
        points.buy(person)
        return person

    def test_paid_when_the_first_receipt_cannot_come_back(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1)
        self.brought(points, maria, 2)
        points.wait(days=14)
        assert points.day.run() == DayDone()
        points.wait(days=1)
        assert points.day.run() == DayDone(grants=1)
        (lot,) = points.lots(maria)
        assert (lot.kind, lot.granted) == ("referral", 5_000)
        points.wait(days=1)
        assert points.day.run() == DayDone()
        assert points.account(maria).balance == 5_000

    def test_no_more_than_so_many_a_month(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1)
        for serial in (2, 3, 4):
            self.brought(points, maria, serial)  # due on 7 December
        points.wait(days=15)
        assert points.day.run() == DayDone(grants=2)
        points.wait(days=25)  # the next month brings the third nothing
        assert points.day.run() == DayDone()
        self.brought(points, maria, 5)
        points.wait(days=15)
        assert points.day.run() == DayDone(expired=2, grants=1)

    def test_no_cap_no_limit(self, points: Points) -> None:
        points.use(replace(self.PROGRAMME, referrals_per_month=None))
        maria = points.customer("Maria", 1)
        for serial in (2, 3, 4):
            self.brought(points, maria, serial)
        points.wait(days=15)
        assert points.day.run() == DayDone(grants=3)

    def test_a_first_receipt_brought_back_whole_pays_nothing(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1)
        anna = self.brought(points, maria, 2)
        spent = points.account(anna).turnover
        with points.shop.store.uow() as uow:
            uow.customers.add_turnover(
                TurnoverEntry(
                    uuid=points.shop.ids.uuid(),
                    customer_id=anna.id,
                    amount=-spent,
                    local_day=points.today,
                    at=points.shop.clock.now(),
                )
            )
            uow.commit()
        points.wait(days=15)
        assert points.day.run() == DayDone()

    def test_nothing_for_somebody_whose_card_is_blocked(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1)
        self.brought(points, maria, 2)
        points.cards.block(points.shop.cashier, card_number(1), "lost")
        points.wait(days=15)
        assert points.day.run() == DayDone()


class TestBirthday:
    PROGRAMME = Programme(grants=Grants(birthday=GIFT))

    def test_given_when_the_day_is_opened_once_a_year(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1, birthday=date(1990, 12, 20))
        assert points.today == date(2026, 11, 22)
        points.wait(days=20)  # 12 December
        assert points.day.run() == DayDone()
        points.wait(days=1)
        assert points.day.run() == DayDone(grants=1)
        points.wait(days=10)
        assert points.day.run() == DayDone()
        (lot,) = points.lots(maria)
        assert (lot.kind, lot.active_from) == ("birthday", date(2026, 12, 13))
        points.wait(days=355)  # 13 December a year later; the old points ran out
        assert points.day.run() == DayDone(expired=1, grants=1)

    def test_a_birth_date_told_too_late_waits_a_year(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        points.customer("Maria", 1, birthday=date(1990, 12, 5))  # 13 days away
        points.wait(days=13)
        assert points.day.run() == DayDone()

    def test_a_birth_date_changed_lately_is_as_good_as_new(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1, birthday=date(1990, 3, 1))
        other = points.customer("Olga", 2, birthday=date(1991, 12, 30))
        points.wait(days=30)  # 22 December
        for person, changes in (
            (maria, CustomerChanges(birthday=date(1990, 12, 24))),
            (other, CustomerChanges(note="likes soap")),
        ):
            points.customers.edit(points.shop.owner, person.id, changes)
        points.wait(days=2)
        assert points.day.run() == DayDone(grants=1)
        assert points.lots(maria) == []
        assert [lot.kind for lot in points.lots(other)] == ["birthday"]

    def test_the_last_of_february(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        maria = points.customer("Maria", 1, birthday=date(1904, 2, 29))
        points.wait(days=98)  # 28 February 2027
        assert points.today == date(2027, 2, 28)
        assert points.day.run() == DayDone(grants=1)
        assert len(points.lots(maria)) == 1

    def test_nothing_for_a_blocked_card_or_somebody_gone(self, points: Points) -> None:
        points.use(self.PROGRAMME)
        born = date(1990, 12, 10)
        points.customer("Blocked", 1, birthday=born)
        gone = points.customer("Gone", 2, birthday=born)
        points.customer("Here", 3, birthday=born)
        points.cards.block(points.shop.cashier, card_number(1), "lost")
        with points.shop.store.uow() as uow:
            uow.customers.update(replace(gone, active=False))
            uow.commit()
        points.wait(days=18)
        assert points.day.run() == DayDone(grants=1)


class TestHoliday:
    def test_everybody_gets_it_once(self, points: Points) -> None:
        eve = HolidayGrant(day=date(2026, 12, 31), name="New Year", grant=GIFT)
        points.use(Programme(grants=Grants(holidays=(eve,))))
        people = [points.customer(f"P{n}", n) for n in range(1, 4)]
        points.wait(days=39)
        assert points.today == date(2026, 12, 31)
        assert points.day.run() == DayDone(grants=3)
        points.wait(days=3)
        late = points.customer("Late", 9)
        assert points.day.run() == DayDone()
        assert [len(points.lots(person)) for person in (*people, late)] == [1, 1, 1, 0]
        (event,) = points.shop.events("points.granted")
        assert event[1] == {"kind": "holiday", "people": 3, "points": 15_000}

    def test_a_long_list_goes_in_parts(
        self, points: Points, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert BATCH == 200
        monkeypatch.setattr("pos_app.services.day_work.BATCH", 2)
        day = HolidayGrant(day=points.today, name="Today", grant=GIFT)
        people = [points.customer(f"P{n}", n) for n in range(1, 6)]
        points.use(Programme(grants=Grants(holidays=(day,))))
        assert points.day.run() == DayDone(grants=5)
        assert [event[1]["people"] for event in points.shop.events("points.granted")] == [2, 2, 1]
        assert {points.account(person).balance for person in people} == {5_000}


def test_what_ran_out_is_posted_once(points: Points) -> None:
    points.use(Programme(grants=Grants(welcome=GIFT)))
    maria = points.customer("Maria", 1)
    points.wait(days=30)
    assert points.day.run() == DayDone()
    points.wait(days=1)
    done = points.day.run()
    assert done == DayDone(expired=1)
    assert done.anything
    assert not points.day.run().anything
    assert points.account(maria).balance == 0
    assert [event[1] for event in points.shop.events("points.expired")] == [{"lots": 1}]
