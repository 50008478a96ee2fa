"""One person, whole: figures, receipts, points, cards and what is covered."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import AmountOff, Promotion
from pos_app.domain.staff import Approval
from pos_app.services.customers import ConsentChoice
from pos_app.services.people_records import Contact, Household, PersonDetail, PersonNote
from pos_app.services.profile import FEWEST_BUYERS, Profile
from pos_app.services.programme_store import dump_promotion
from pos_app.services.records import CouponRecord, TurnoverEntry
from tests.builders import Shop, card_number
from tests.services.profile_desk import Known, make_known

EARNS = Programme(earn_rules=(earn_percent(1_000),), points_expiry_days=180)
AT = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture
def known(shop: Shop) -> Known:
    return make_known(shop)


def test_somebody_who_bought_nothing_has_no_figures(known: Known) -> None:
    profile = known.read()
    assert profile.customer.name == "Maria Kowalska"
    assert (profile.average, profile.gap, profile.top) == (None, None, None)
    assert (profile.purchases, profile.movements, profile.running) == ((), (), ())
    assert (profile.household, profile.referrer, profile.merged) == (None, None, ())
    assert profile.tier is None


def test_nobody_is_unknown(known: Known) -> None:
    with pytest.raises(PosError, match="customer_unknown"):
        known.profiles.read(known.shop.cashier, 999)


def test_receipts_make_the_figures(known: Known) -> None:
    points = known.points
    points.use(EARNS)
    for pieces in (1, 2, 1):
        points.buy(known.maria, pieces)
        points.wait(days=7)
    profile = known.read()
    figures = profile.figures
    assert (figures.receipts, figures.returns) == (3, 0)
    assert (figures.money, figures.year) == (40_000, 40_000)
    assert profile.average == 13_333  # 400.00 / 3
    assert profile.gap == 7
    assert [line.money for line in profile.purchases] == [10_000, 20_000, 10_000]
    assert [line.number for line in profile.purchases] == [3, 2, 1]
    assert profile.purchases[1].points == 2_000  # 10 %
    assert profile.purchases[1].goods == ("Soap",)
    assert {line.kind for line in profile.purchases} == {"sale"}


def test_half_a_cent_of_the_average_goes_up(known: Known) -> None:
    crumb = known.shop.product("Crumb", 1)
    known.shop.sell(crumb, customer=known.maria)
    known.shop.sell(crumb, crumb, customer=known.maria)
    assert known.read().average == 2  # 1.5


def test_money_of_more_than_a_year_ago_is_not_of_the_year(known: Known) -> None:
    known.points.buy(known.maria)
    known.points.wait(days=365)
    known.points.buy(known.maria)
    figures = known.read().figures
    assert (figures.money, figures.year) == (20_000, 10_000)


def test_goods_are_named_from_the_first_and_counted(known: Known) -> None:
    goods = [known.shop.product(name, 100) for name in ("Tea", "Cheese", "Bread", "Milk")]
    known.shop.sell(*goods, customer=known.maria)
    line = known.read().purchases[0]
    assert (line.goods, line.lines) == (("Tea", "Cheese", "Bread"), 4)


def test_receipts_of_the_merged_and_those_claimed_belong_to_the_person(known: Known) -> None:
    points = known.points
    other = points.customer("Maria K.", 2)
    oldest = points.customer("M. Kowalska", 3)
    points.buy(other)
    points.buy(oldest)
    stray = points.buy()
    merge(known, other.id, known.maria.id)
    merge(known, oldest.id, other.id)
    points.claims.attach(known.shop.owner, known.maria.id, stray.number, "card at home")
    profile = known.read()
    assert profile.merged == (other.id, oldest.id)
    assert profile.figures.receipts == 3
    assert [line.number for line in profile.purchases] == [3, 2, 1]
    rest = known.profiles.purchases(known.shop.cashier, profile, 2, 1)
    assert [line.number for line in rest] == [2, 1]


def merge(known: Known, gone: int, into: int) -> None:
    with known.shop.store.uow() as uow:
        uow.people.put_detail(PersonDetail(customer_id=gone, merged_into=into))
        uow.commit()


def test_a_circle_of_merges_ends(known: Known) -> None:
    other = known.points.customer("Maria K.", 2)
    merge(known, other.id, known.maria.id)
    merge(known, known.maria.id, other.id)
    assert known.read().merged == (other.id,)


def test_points_are_told_lot_by_lot_with_the_balance_after_each_movement(known: Known) -> None:
    points = known.points
    points.give(known.maria, 30_000)
    points.use(EARNS)
    points.buy(known.maria)
    profile = known.read()
    assert [(lot.kind, lot.granted, lot.left, lot.used) for lot in profile.lots] == [
        ("sale", 1_000, 1_000, 0),
        ("welcome", 30_000, 30_000, 0),
    ]
    assert [line.amount for line in profile.movements] == [1_000, 30_000]
    assert profile.running == (31_000, 30_000)
    assert profile.lots[0].receipt == 1


def test_what_ran_out_of_a_lot_was_not_used(known: Known) -> None:
    points = known.points
    points.give(known.maria, 500, expires_on=points.today)
    points.wait(days=2)
    points.day.run()
    (lot,) = known.read().lots
    assert (lot.granted, lot.left, lot.expired, lot.used) == (500, 0, 500, 0)


def test_a_place_among_the_others_needs_enough_of_them(known: Known) -> None:
    spend(known, known.maria, 50_000)
    for serial in range(2, FEWEST_BUYERS):
        spend(known, known.points.customer(f"Buyer {serial}", serial), 100 * serial)
    assert known.read().top is None  # 19 people
    richest = known.points.customer("Richest", 99)
    spend(known, richest, 90_000)
    assert known.read().top == 10  # the second of 20
    poorest = known.points.customer("Poorest", 98)
    assert known.profiles.read(known.shop.cashier, poorest.id).top is None
    spend(known, poorest, 1)
    assert known.profiles.read(known.shop.cashier, poorest.id).top is None  # the last


def spend(known: Known, who: Customer, amount: int) -> None:
    with known.shop.store.uow() as uow:
        uow.customers.add_turnover(
            TurnoverEntry(
                uuid=known.shop.ids.uuid(),
                customer_id=who.id,
                amount=amount,
                local_day=known.points.today,
                at=known.shop.clock.now(),
                visit=1,
            )
        )
        uow.commit()


def test_cards_tell_their_life_and_what_they_came_for(known: Known) -> None:
    shop = known.shop
    old, new = card_number(1), card_number(7)
    approval = approved(shop, known, old)
    known.points.cards.replace_card(shop.cashier, old, new, "worn", approval=approval)
    fresh, worn = known.read().cards
    assert (fresh.card.number, fresh.replaces) == (new, old)
    assert [event.status for event in worn.events] == ["active", "replaced"]
    assert (worn.events[-1].reason, worn.replaces) == ("worn", "")


def approved(shop: Shop, known: Known, number: str) -> Approval:
    from pos_app.domain.staff import Action

    return shop.permissions.approve(
        Action.CARD_REPLACE,
        session=shop.cashier,
        event_ref=known.points.cards.ref(number),
        reason="worn",
        secret="222222",
        approver_id=shop.senior.person_id,
    )


def test_coupons_and_certificates_say_whether_they_are_of_use(known: Known) -> None:
    today = known.points.today
    rule = dump_promotion(Promotion(rule_id="c", name="Hello", effects=(AmountOff(amount=15_000),)))
    coupon = CouponRecord(
        uuid="u1", code="KAAA", definition=rule, valid_from=today, valid_to=today,
        customer_id=known.maria.id,
    )  # fmt: skip
    with known.shop.store.uow() as uow:
        uow.coupons.add(coupon)
        void_id = uow.coupons.add(replace(coupon, uuid="u2", code="KAAC"))
        uow.coupons.set_state(void_id, "void", AT)
        uow.commit()
    good, void = sorted(known.read().coupons, key=lambda one: one.code)
    assert (good.code, good.refusal, good.rule.name) == ("KAAA", "", "Hello")
    assert (void.refusal, void.state) == ("void", "void")
    known.points.wait(days=1)
    assert {one.refusal for one in known.read().coupons} == {"expired", "void"}


def test_store_credit_says_whether_it_pays(known: Known) -> None:
    from pos_app.services.programme_records import CertificateEntry, CertificateRecord

    now = known.shop.clock.now()
    with known.shop.store.uow() as uow:
        for uuid, amount in (("full", 5_000), ("none", 0)):
            number = uow.certificates.add(
                CertificateRecord(
                    uuid=uuid, code=f"G{uuid}", kind="credit", amount=amount, balance=0,
                    customer_id=known.maria.id, issued_at=now,
                )
            )  # fmt: skip
            if amount:
                entry = CertificateEntry(
                    uuid=f"e{uuid}", certificate_id=number, kind="issue", amount=amount, at=now,
                    local_day=known.points.today,
                )  # fmt: skip
                uow.certificates.add_entry(entry)
        uow.commit()
    found = known.read().certificates
    assert [(one.balance, one.refusal) for one in found] == [(5_000, ""), (0, "certificate_empty")]


def test_household_and_referrer_are_named(known: Known) -> None:
    points = known.points
    adam, ewa = points.customer("Adam", 2), points.customer("Ewa", 3)
    with known.shop.store.uow() as uow:
        home = uow.people.add_household(Household(uuid="h", name="Kowalski", created_at=AT))
        uow.people.add_household(Household(uuid="i", name="Nowak", created_at=AT))
        for one in (known.maria.id, adam.id):
            uow.people.put_detail(PersonDetail(customer_id=one, household_id=home))
        uow.commit()
    points.grants.set_referrer(known.shop.cashier, known.maria.id, ewa.id)
    profile = known.read()
    assert profile.household is not None
    assert profile.household.name == "Kowalski"
    assert profile.members == {adam.id: "Adam"}
    assert profile.referrer == (ewa.id, "Ewa")


def test_contacts_are_covered_until_a_look_that_is_written_down(known: Known) -> None:
    shop = known.shop
    know(known, "phone", "+48601000222")
    know(known, "email", "m@firma.pl")
    know(known, "address", "ul. Polna 1\n00-001 Warszawa")
    assert contacts(known.read()) == [
        "••• 567",
        "m•••@poczta.pl",
        "••• 222",
        "m•••@firma.pl",
        "•••",
    ]
    with pytest.raises(PosError, match="not_allowed"):
        known.profiles.uncover(shop.cashier, known.maria.id)
    seen = known.profiles.uncover(shop.senior, known.maria.id)
    assert contacts(seen) == [
        "+48501234567", "maria@poczta.pl", "+48601000222", "m@firma.pl",
        "ul. Polna 1\n00-001 Warszawa",
    ]  # fmt: skip
    assert (seen.masked, seen.may_unmask) == (False, True)
    assert shop.events("contact.") == [
        ("contact.viewed", {"customer": known.maria.uuid}, shop.senior.person_uuid, None)
    ]
    assert known.profiles.read(shop.senior, known.maria.id).masked is False
    assert known.read().masked  # another person of the staff
    assert not known.read().may_unmask
    known.profiles.cover()
    assert known.profiles.read(shop.senior, known.maria.id).masked


def contacts(profile: Profile) -> list[str]:
    return [
        profile.customer.phone, profile.customer.email,
        *(contact.value for contact in profile.contacts),
    ]  # fmt: skip


def know(known: Known, kind: str, value: str) -> None:
    with known.shop.store.uow() as uow:
        uow.people.add_contact(
            Contact(
                uuid=known.shop.ids.uuid(), customer_id=known.maria.id, value=value, at=AT,
                kind=kind,  # type: ignore[arg-type]
            )
        )  # fmt: skip
        uow.commit()


def test_notes_and_consents_are_there(known: Known) -> None:
    from pos_app.domain.customer import Channel, Purpose

    call = ConsentChoice(purpose=Purpose.MARKETING, channel=Channel.CALL)
    for given in (True, False):
        known.points.wait(minutes=1)
        known.points.customers.state_consent(
            known.shop.cashier, known.maria.id, call, given=given, wording="2"
        )
    with known.shop.store.uow() as uow:
        uow.people.add_note(PersonNote(uuid="n", customer_id=known.maria.id, text="bags", at=AT))
        uow.commit()
    profile = known.read()
    assert [statement.given for statement in profile.statements] == [True, True, False]
    assert profile.consents[Purpose.MARKETING, Channel.CALL].given is False
    assert [note.text for note in profile.notes] == ["bags"]


def test_a_leap_day_has_a_year_before_it(known: Known) -> None:
    known.points.buy(known.maria)
    start = date(2026, 11, 22)
    known.points.wait(days=(date(2028, 2, 29) - start) // timedelta(days=1))
    assert known.read().figures.year == 0
