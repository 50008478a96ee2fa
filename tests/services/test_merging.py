"""Two records of one person made one: fields, contacts, consents, tiers, and the way back (R23)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import PercentOff, Promotion
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier
from pos_app.services.loyalty import Movement, read_sheet, spend_points
from pos_app.services.merge_image import Image, load_image
from pos_app.services.merge_records import ConsentChange, LotMoved, MergeOrder
from pos_app.services.people import account_holder, accounts_of, draft_of_holder, known_customer
from pos_app.services.people_records import Household, PersonDetail, PersonNote
from pos_app.services.programme_records import CertificateEntry, CertificateRecord
from pos_app.services.receipt_claims import ClaimService
from pos_app.services.receipt_detail import read_detail
from pos_app.services.records import LotRow, PointsEntry, ReceiptQuery, TurnoverEntry
from tests.builders import OWNER_SECRET, Shop, card_number
from tests.services.desk import coupon_code
from tests.services.merge_stage import SMS, Stage
from tests.services.test_returns import Back, faults

TODAY = date(2026, 11, 22)
MAY = date(1984, 5, 17)
RULES = Programme(
    tiers=(
        Tier(tier_id="silver", name="Silver", threshold=10_000),
        Tier(tier_id="gold", name="Gold", threshold=20_000),
    ),
    earn_rules=(earn_percent(1000),),
    point_value=100,
    max_points_share=10_000,
    points_step=1,
)
TEN_OFF = Promotion(rule_id="k", name="−10 %", effects=(PercentOff(rate=1000),))


@pytest.fixture
def stage(shop: Shop) -> Stage:
    made = Stage(shop)
    made.counter.use(RULES)
    shop.product("Cream", 6_000, sku="C")
    return made


@pytest.fixture
def anna(stage: Stage) -> Customer:
    return stage.shop.customer("Anna Kowalska", card=1)


@pytest.fixture
def ania(stage: Stage) -> Customer:
    return stage.shop.customer("Ania Kowalska", card=2)


def lot(stage: Stage, customer: Customer, points: int, **more: Any) -> int:
    with stage.shop.store.uow() as uow:
        made = uow.points.add_lot(
            LotRow(
                uuid=stage.shop.ids.uuid(), customer_id=customer.id, granted=points, left=points,
                earned_at=stage.shop.clock.now(), local_day=TODAY,
                **{"kind": "welcome", "active_from": TODAY, "expires_on": None, **more},
            )
        )  # fmt: skip
        uow.commit()
    return made


def owe(stage: Stage, customer: Customer, points: int) -> None:
    with stage.shop.store.uow() as uow:
        uow.points.add_entry(
            PointsEntry(
                uuid=stage.shop.ids.uuid(), customer_id=customer.id, lot_id=None, kind="reverse",
                amount=-points, at=stage.shop.clock.now(), local_day=TODAY,
            )
        )  # fmt: skip
        uow.commit()


def turn_over(stage: Stage, customer: Customer, amount: int, day: date = TODAY) -> None:
    with stage.shop.store.uow() as uow:
        uow.customers.add_turnover(
            TurnoverEntry(
                uuid=stage.shop.ids.uuid(), customer_id=customer.id, amount=amount,
                local_day=day, at=stage.shop.clock.now(), visit=1,
            )
        )  # fmt: skip
        uow.commit()


def tier(stage: Stage, customer: Customer, tier_id: str, until: date | None = None) -> None:
    with stage.shop.store.uow() as uow:
        uow.customers.set_tier(customer.id, tier_id, date(2026, 3, 1), until)
        uow.commit()


def say(stage: Stage, customer: Customer, given: bool, choice: Any = SMS) -> None:
    stage.shop.clock.advance(seconds=1)
    stage.shop.customers.state_consent(
        stage.shop.owner, customer.id, choice, given=given, wording="2026-11"
    )


def both(stage: Stage, *people: Customer) -> list[dict[str, Any]]:
    return [stage.state(person) for person in people]


# --- fields and what is joined ---------------------------------------------------------------


def test_empty_fields_are_filled_and_the_others_are_chosen(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    stage.change(anna, birthday=None, note="")
    stage.change(ania, birthday=MAY, language="pl", note="asks for bags", email="ania@x.pl")
    preview = stage.service.preview(stage.shop.owner, stage.order(anna, ania, name="merged"))
    sides = {field.key: (field.survivor, field.merged, field.side) for field in preview.fields}
    assert sides == {
        "name": ("Anna Kowalska", "Ania Kowalska", "merged"),
        "phone": ("", "", "survivor"),
        "email": ("", "ania@x.pl", "merged"),
        "birthday": ("", "1984-05-17", "merged"),
        "language": ("", "pl", "merged"),
        "note": ("", "asks for bags", "merged"),
        "household": ("", "", "survivor"),
    }
    assert [field.key for field in preview.fields if field.equal] == ["phone", "household"]
    assert stage.person(anna).name == "Anna Kowalska"
    stage.merge(anna, ania, name="merged")
    person = stage.person(anna)
    assert (person.name, person.email, person.birthday) == ("Ania Kowalska", "ania@x.pl", MAY)
    assert (person.language, person.note, person.active) == ("pl", "asks for bags", True)
    assert not stage.person(ania).active


def test_what_was_not_chosen_is_kept_beside(stage: Stage, anna: Customer, ania: Customer) -> None:
    stage.change(anna, phone="+48600111222", email="Anna@x.pl", note="likes tea")
    stage.change(ania, phone="+48600333444", email="anna@X.pl", note="asks for bags")
    kept = stage.contact(anna, "phone", "+48600333444")
    flat = stage.contact(anna, "messenger", "@anna", preferred=True)
    stage.contact(ania, "phone", "+48600111222")
    first = stage.contact(ania, "messenger", "@ania", preferred=True)
    home = stage.contact(ania, "address", "ul. Długa 1", preferred=True)
    before = both(stage, anna, ania)
    order = stage.order(anna, ania, phone="merged")
    preview = stage.service.preview(stage.shop.owner, order)
    assert preview.contacts == (
        ("phone", "+48600111222"),
        ("messenger", "@ania"),
        ("address", "ul. Długa 1"),
    )
    row = stage.service.merge(stage.shop.owner, order)
    state = stage.state(anna)
    assert state["record"].phone == "+48600333444"
    found = {one.id: (one.value, one.preferred) for one in state["contacts"]}
    assert kept not in found
    assert (found[flat], found[first], found[home]) == (
        ("@anna", True), ("@ania", False), ("ul. Długa 1", True),
    )  # fmt: skip
    assert len(found) == 4
    assert [note.text for note in state["notes"]] == ["asks for bags"]
    stage.undo(row)
    assert both(stage, anna, ania) == before
    assert faults(stage.counter) == []


def test_main_contacts_not_chosen_become_further_ones(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    stage.change(anna, phone="+48600111222", email="anna@x.pl", birthday=date(1983, 5, 17))
    stage.change(ania, phone="+48600333444", email="ania@x.pl", birthday=MAY)
    before = both(stage, anna, ania)
    order = stage.order(anna, ania, email="merged", birthday="merged")
    further = (("email", "anna@x.pl"), ("phone", "+48600333444"))
    assert stage.service.preview(stage.shop.owner, order).contacts == further
    row = stage.service.merge(stage.shop.owner, order)
    state = stage.state(anna)
    assert (state["record"].email, state["record"].birthday) == ("ania@x.pl", MAY)
    assert tuple((one.kind, one.value) for one in state["contacts"]) == further
    stage.undo(row)
    assert both(stage, anna, ania) == before


def test_tags_groups_household_and_refusals_are_joined(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    with stage.shop.store.uow() as uow:
        home = uow.people.add_household(
            Household(uuid="h-1", name="Kowalscy", created_at=stage.shop.clock.now())
        )
        uow.commit()
    stage.know(anna, tags=("tea", "vip"), preferred="sms")
    stage.know(ania, tags=("vip", "bags"), do_not_call=True, household_id=home, preferred="call",
               email_state="bounced")  # fmt: skip
    stage.change(anna, groups=("staff",))
    stage.change(ania, groups=("friends", "staff"), email="a@x.pl")
    preview = stage.service.preview(stage.shop.owner, stage.order(anna, ania))
    assert (preview.tags, preview.groups) == (("tea", "vip", "bags"), ("staff", "friends"))
    assert preview.fields[-1].merged == "Kowalscy"
    row = stage.merge(anna, ania)
    state = stage.state(anna)
    assert state["record"].groups == ("staff", "friends")
    assert state["detail"] == PersonDetail(
        customer_id=anna.id, tags=("tea", "vip", "bags"), do_not_call=True, household_id=home,
        preferred="sms", email_state="bounced",
    )  # fmt: skip
    assert stage.state(ania)["detail"].merged_into == anna.id
    stage.undo(row)
    assert stage.state(anna)["detail"] == PersonDetail(
        customer_id=anna.id, tags=("tea", "vip"), preferred="sms"
    )
    assert stage.state(ania)["detail"].merged_into is None


def test_notes_cards_coupons_and_credit_go_over_and_back(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    with stage.shop.store.uow() as uow:
        uow.people.add_note(
            PersonNote(uuid="n", customer_id=ania.id, text="x", at=stage.shop.clock.now())
        )
        uow.certificates.add(
            CertificateRecord(
                uuid="c", code="CR1", kind="credit", amount=500, balance=0, customer_id=ania.id,
                issued_at=stage.shop.clock.now(),
            )
        )  # fmt: skip
        uow.certificates.add_entry(
            CertificateEntry(
                uuid="ce", certificate_id=1, kind="issue", amount=500, at=stage.shop.clock.now(),
                local_day=TODAY,
            )
        )  # fmt: skip
        uow.commit()
    stage.counter.coupon(coupon_code("4H79QXA2M"), TEN_OFF, customer_id=ania.id)
    stage.shop.cards.block(stage.shop.owner, card_number(2), "lost")
    before = both(stage, anna, ania)
    preview = stage.service.preview(stage.shop.owner, stage.order(anna, ania))
    assert (preview.merged.cards, preview.merged.coupons) == ((card_number(2),), 1)
    assert (preview.merged.credit, preview.merged.notes) == (500, 1)
    row = stage.merge(anna, ania)
    state = stage.state(anna)
    assert [number for number, _ in state["cards"]] == [card_number(2), card_number(1)]
    assert (len(state["coupons"]), state["credit"]) == (1, [("CR1", 500)])
    assert len(state["notes"]) == 1
    with stage.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(2))
        assert card is not None
        assert (card.reason, card.customer_id) == ("lost", anna.id)
    assert both(stage, ania)[0]["coupons"] == []
    stage.undo(row)
    assert both(stage, anna, ania) == before
    assert faults(stage.counter) == []


def test_people_they_brought_follow_and_nobody_brings_themselves(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    olga, jan = stage.shop.customer("Olga", card=3), stage.shop.customer("Jan", card=4)
    stage.change(anna, referrer_id=olga.id)
    stage.change(olga, referrer_id=ania.id)
    stage.change(ania, referrer_id=jan.id)
    before = both(stage, anna, ania, olga)
    assert stage.service.preview(stage.shop.owner, stage.order(anna, ania)).referred == 1
    row = stage.merge(anna, ania)
    assert stage.person(olga).referrer_id == anna.id
    assert stage.person(anna).referrer_id == jan.id
    stage.undo(row)
    assert both(stage, anna, ania, olga) == before
    stage.change(ania, referrer_id=anna.id)
    stage.merge(anna, ania)
    assert stage.person(anna).referrer_id is None


def test_one_brought_by_the_other_is_brought_by_nobody(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    stage.change(anna, referrer_id=ania.id)
    assert stage.service.preview(stage.shop.owner, stage.order(anna, ania)).referred == 0
    stage.merge(anna, ania)
    assert stage.person(anna).referrer_id is None


# --- consents --------------------------------------------------------------------------------

PROGRAMME = (Purpose.PROGRAMME, None)
WRITE = (Purpose.MARKETING, Channel.SMS)


@pytest.mark.parametrize(
    ("mine", "theirs", "after", "stated"),
    [
        (True, True, True, True),
        (True, None, False, False),
        (True, False, False, False),
        (None, True, False, None),
        (None, False, False, False),
        (False, True, False, False),
        (False, None, False, False),
    ],
)
def test_offers_are_sent_only_where_both_agreed(
    stage: Stage, anna: Customer, ania: Customer, mine: Any, theirs: Any, after: bool, stated: Any
) -> None:
    for person, told in ((anna, mine), (ania, theirs)):
        if told is not None:
            say(stage, person, True)
        if told is False:
            say(stage, person, False)
    before = {key: value is True for key, value in stage.state(anna)["consents"].items()}
    change = ConsentChange(
        purpose=WRITE[0], channel=WRITE[1], survivor=mine, merged=theirs, after=after
    )
    stage.shop.clock.advance(seconds=1)
    assert change in stage.service.preview(stage.shop.owner, stage.order(anna, ania)).consents
    row = stage.merge(anna, ania)
    assert stage.state(anna)["consents"].get(WRITE) is stated
    stage.shop.clock.advance(seconds=1)
    stage.undo(row)
    again = {key: value is True for key, value in stage.state(anna)["consents"].items()}
    assert {key for key, value in again.items() if value} == {
        key for key, value in before.items() if value
    }


@pytest.mark.parametrize(
    ("mine", "theirs", "after"),
    [(True, None, True), (None, True, True), (None, False, False), (True, False, False)],
)
def test_the_account_is_kept_where_one_agreed_and_none_took_it_back(
    stage: Stage, mine: Any, theirs: Any, after: bool
) -> None:
    people = []
    for number, told in enumerate((mine, theirs)):
        with stage.shop.store.uow() as uow:
            person = Customer(id=0, uuid=f"p-{number}", name=f"P{number}")
            person = replace(person, id=uow.customers.add(person))
            if told is not None:
                uow.customers.add_consent(
                    Consent(
                        customer_id=person.id, purpose=Purpose.PROGRAMME, channel=None, given=told,
                        at=stage.shop.clock.now(), wording="2026-11", source="counter",
                    )
                )  # fmt: skip
            uow.commit()
        people.append(person)
    stage.shop.clock.advance(seconds=1)
    row = stage.merge(*people)
    assert stage.state(people[0])["consents"][PROGRAMME] is after
    stage.shop.clock.advance(seconds=1)
    stage.undo(row)
    assert stage.state(people[0])["consents"].get(PROGRAMME, False) is (mine is True)


def test_what_a_person_said_after_the_merge_stays(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    say(stage, anna, True)
    stage.shop.clock.advance(seconds=1)
    row = stage.merge(anna, ania)
    say(stage, anna, True)
    say(stage, anna, False)
    stage.shop.clock.advance(seconds=1)
    stage.undo(row)
    assert stage.state(anna)["consents"][WRITE] is False


# --- points ----------------------------------------------------------------------------------


def test_lots_keep_their_days(stage: Stage, anna: Customer, ania: Customer) -> None:
    last = date(2026, 12, 24)
    lot(stage, ania, 1_500, expires_on=last, active_from=date(2026, 11, 25))
    preview = stage.service.preview(stage.shop.owner, stage.order(anna, ania))
    assert preview.lots == (
        LotMoved(kind="welcome", left=1_500, active_from=date(2026, 11, 25), expires_on=last),
    )
    assert (preview.balance, preview.merged.balance) == (1_500, 1_500)
    stage.merge(anna, ania)
    ((_, kind, left, first, until),) = stage.state(anna)["lots"]
    assert (kind, left, first, until) == ("merged", 1_500, date(2026, 11, 25), last)


def test_what_is_owed_goes_over_and_is_filled(stage: Stage, anna: Customer, ania: Customer) -> None:
    lot(stage, anna, 1_000)
    owe(stage, ania, 300)
    before = both(stage, anna, ania)
    row = stage.merge(anna, ania)
    assert (stage.state(anna)["balance"], stage.state(ania)["balance"]) == (700, 0)
    assert [one[2] for one in stage.state(anna)["lots"]] == [700]
    stage.undo(row)
    assert both(stage, anna, ania) == before
    assert faults(stage.counter) == []


def test_what_the_survivor_owed_is_filled_from_what_comes(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    owe(stage, anna, 300)
    lot(stage, ania, 200)
    row = stage.merge(anna, ania)
    assert (stage.state(anna)["balance"], stage.state(anna)["lots"]) == (-100, [])
    stage.undo(row)
    assert [stage.state(p)["balance"] for p in (anna, ania)] == [-300, 200]
    assert [one[2] for one in stage.state(ania)["lots"]] == [200]


def test_a_debt_that_was_filled_since_is_spent(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    owe(stage, ania, 300)
    row = stage.merge(anna, ania)
    stage.sell(anna, "C")
    refused(stage, row, "merge_spent")


def test_points_that_ran_out_meanwhile_stay_gone(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    lot(stage, ania, 200, expires_on=date(2026, 11, 23))
    row = stage.merge(anna, ania)
    (number, *_), *_ = stage.state(anna)["lots"]
    with stage.shop.store.uow() as uow:
        uow.points.add_entry(
            PointsEntry(
                uuid="x", customer_id=anna.id, lot_id=number, kind="expire", amount=-200,
                at=stage.shop.clock.now(), local_day=date(2026, 11, 24),
            )
        )  # fmt: skip
        uow.commit()
    stage.undo(row)
    assert [stage.state(p)["balance"] for p in (anna, ania)] == [0, 0]
    assert faults(stage.counter) == []


def test_once_per_person_counts_over_both(stage: Stage, anna: Customer, ania: Customer) -> None:
    lot(stage, ania, 500, reason="welcome")
    stage.sell(ania, "C")
    stage.merge(anna, ania)
    with stage.shop.store.uow() as uow:
        assert [one.reason for one in uow.points.lots_of_kind(anna.id, "welcome")] == ["welcome"]
        assert uow.points.earned_today(anna.id, TODAY) == 600
        sheet = read_sheet(uow, anna.id, None, RULES, TODAY)
        movement = Movement(at=stage.shop.clock.now(), local_day=TODAY, person_id=None)
        spend_points(uow, stage.shop.ids, sheet, 100, movement)
        assert uow.points.spent_today(anna.id, TODAY) == 100


# --- tiers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mine", "theirs", "money", "after"),
    [
        (None, None, (5_000, 4_999), None),
        (None, None, (5_000, 5_000), ("silver", None)),
        ("silver", None, (10_000, 10_000), ("gold", None)),
        ("silver", "silver", (5_000, 4_000), ("silver", None)),
        (None, "gold", (0, 0), ("gold", None)),
        ("gold", "silver", (0, 0), ("gold", None)),
    ],
)
def test_the_tier_is_the_higher_or_what_both_reach(
    stage: Stage, anna: Customer, ania: Customer, mine: Any, theirs: Any, money: Any, after: Any
) -> None:
    for person, tier_id, amount in ((anna, mine, money[0]), (ania, theirs, money[1])):
        turn_over(stage, person, amount)
        if tier_id:
            tier(stage, person, tier_id)
    before = both(stage, anna, ania)
    names = {"silver": "Silver", "gold": "Gold"}
    preview = stage.service.preview(stage.shop.owner, stage.order(anna, ania))
    assert preview.tier == (names[after[0]] if after else "")
    assert (preview.turnover, preview.visits) == (sum(money), 2)
    row = stage.merge(anna, ania)
    assert stage.state(anna)["tier"] == (after or (None, None))
    assert stage.state(ania)["tier"] == (None, None)
    stage.undo(row)
    assert both(stage, anna, ania) == before
    assert faults(stage.counter) == []


def test_a_tier_by_hand_keeps_its_end(stage: Stage, anna: Customer, ania: Customer) -> None:
    until = date(2026, 12, 31)
    tier(stage, ania, "gold", until)
    before = both(stage, anna, ania)
    preview = stage.service.preview(stage.shop.owner, stage.order(anna, ania))
    assert (preview.tier, preview.tier_until) == ("Gold", until)
    row = stage.merge(anna, ania)
    assert stage.state(anna)["tier"] == ("gold", until)
    stage.undo(row)
    assert both(stage, anna, ania) == before
    tier(stage, anna, "gold", until)
    stage.merge(anna, ania)
    assert stage.state(anna)["tier"] == ("gold", until)


def test_a_tier_by_hand_that_ended_counts_no_more(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    tier(stage, ania, "gold", date(2026, 11, 21))
    stage.merge(anna, ania)
    assert stage.state(anna)["tier"] == (None, None)


def test_after_the_undoing_own_purchases_raise_the_tier_again(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    tier(stage, anna, "silver")
    turn_over(stage, anna, 10_000)
    turn_over(stage, ania, 10_000)
    row = stage.merge(anna, ania)
    assert stage.state(anna)["tier"] == ("gold", None)
    for _ in range(2):
        stage.sell(anna, "C")
    stage.undo(row)
    assert stage.state(anna)["tier"] == ("gold", None)
    assert stage.state(anna)["turnover"] == 22_000


def test_a_tier_that_was_changed_since_stays(stage: Stage, anna: Customer, ania: Customer) -> None:
    turn_over(stage, anna, 10_000)
    turn_over(stage, ania, 10_000)
    row = stage.merge(anna, ania)
    until = date(2026, 12, 31)
    tier(stage, anna, "silver", until)
    turn_over(stage, anna, 90_000)
    stage.undo(row)
    assert stage.state(anna)["tier"] == ("silver", until)


def test_a_few_purchases_more_raise_nothing(stage: Stage, anna: Customer, ania: Customer) -> None:
    turn_over(stage, ania, 10_000)
    row = stage.merge(anna, ania)
    stage.sell(anna, "C")
    stage.undo(row)
    assert stage.state(anna)["tier"] == (None, None)


# --- who may, and what stands in the way -----------------------------------------------------


def refused(stage: Stage, row: Any, code: str) -> None:
    with pytest.raises(PosError, match=code):
        stage.undo(row)
    (entry,) = [one for one in stage.service.entries(stage.shop.owner) if one.uuid == row.uuid]
    assert entry.refusal == code


def test_a_cashier_may_not_and_a_senior_asks(stage: Stage, anna: Customer, ania: Customer) -> None:
    order = stage.order(anna, ania)
    shop, service = stage.shop, stage.service
    for act in (
        lambda: service.preview(shop.cashier, order),
        lambda: service.merge(shop.cashier, order),
        lambda: service.entries(shop.cashier),
    ):
        with pytest.raises(PosError, match="not_allowed"):
            act()
    with pytest.raises(NeedsApproval):
        service.merge(shop.senior, order)

    def approve(ref: str) -> Any:
        return shop.permissions.approve(
            Action.CUSTOMER_MERGE, session=shop.senior, event_ref=ref, reason="twice on file",
            secret=OWNER_SECRET, approver_id=shop.people["Leyla"].id,
        )  # fmt: skip

    row = service.merge(shop.senior, order, approval=approve(order.uuid))
    with pytest.raises(NeedsApproval):
        service.undo(shop.senior, row.uuid)
    service.undo(shop.senior, row.uuid, approval=approve(row.uuid))
    uuids = {"customer": anna.uuid, "merged": ania.uuid, "merge": row.uuid}
    assert [event[:2] for event in shop.events("customer.")][-2:] == [
        ("customer.merged", uuids | {"points": 0, "turnover": 0, "fields": []}),
        ("customer.unmerged", uuids),
    ]
    people = [event[2:] for event in shop.events("customer.")][-1]
    assert people == (shop.people["Marta"].uuid, shop.people["Leyla"].uuid)


def test_the_same_order_again_changes_nothing(stage: Stage, anna: Customer, ania: Customer) -> None:
    order = stage.service.new_order(anna.id, ania.id)
    row = stage.service.merge(stage.shop.owner, order)
    again = stage.service.merge(stage.shop.owner, order)
    assert (again.uuid, again.survivor_id) == (row.uuid, anna.id)
    (entry,) = stage.service.entries(stage.shop.owner)
    assert (entry.survivor, entry.merged) == ("Anna Kowalska", "Ania Kowalska")
    assert entry.person == "Leyla"
    assert (entry.undone_at, entry.refusal) == (None, "")


def test_only_two_people_in_use_are_merged(stage: Stage, anna: Customer, ania: Customer) -> None:
    service, owner = stage.service, stage.shop.owner
    with pytest.raises(PosError, match="merge_same"):
        service.preview(owner, stage.order(anna, anna))
    with pytest.raises(PosError, match="customer_unknown"):
        service.preview(owner, MergeOrder(uuid="x", survivor_id=anna.id, merged_id=999))
    stage.merge(anna, ania)
    with pytest.raises(PosError, match="merge_gone"):
        stage.merge(anna, ania)
    with pytest.raises(PosError, match="merge_unknown"):
        service.undo(owner, "nothing")


def test_a_merge_is_undone_once(stage: Stage, anna: Customer, ania: Customer) -> None:
    row = stage.merge(anna, ania)
    stage.undo(row)
    refused(stage, row, "merge_undone")
    again = stage.merge(ania, anna)
    assert not stage.person(anna).active
    stage.undo(again)


def test_turnover_of_an_undone_merge_does_not_move_twice(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    stage.sell(ania, "C")
    stage.undo(stage.merge(anna, ania))
    stage.merge(anna, ania)
    with stage.shop.store.uow() as uow:
        assert [entry.amount for entry in uow.merges.turnover(anna.id)] == [6_000, -6_000, 6_000]


def test_the_last_merge_is_undone_first(stage: Stage, anna: Customer, ania: Customer) -> None:
    olga = stage.shop.customer("Olga", card=3)
    first = stage.merge(anna, ania)
    second = stage.merge(anna, olga)
    refused(stage, first, "merge_newer")
    stage.undo(second)
    third = stage.merge(olga, anna)
    refused(stage, first, "merge_again")
    stage.undo(third)
    stage.undo(first)


def test_who_was_forgotten_cannot_be_parted(stage: Stage, anna: Customer, ania: Customer) -> None:
    row = stage.merge(anna, ania)
    stage.know(ania, erased_at=stage.shop.clock.now())
    refused(stage, row, "merge_erased")
    assert load_image("{}") is None
    assert load_image('{"marks": [1, 2]}') == Image(marks=[1, 2])


def test_points_spent_since_stand_in_the_way(stage: Stage, anna: Customer, ania: Customer) -> None:
    lot(stage, anna, 1_000)
    row = stage.merge(anna, ania)
    stage.sell(anna, "C", points=100)
    refused(stage, row, "merge_spent")


def test_a_coupon_used_since_stands_in_the_way(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    code = coupon_code("4H79QXA2M")
    stage.counter.coupon(code, TEN_OFF, customer_id=ania.id)
    row = stage.merge(anna, ania)
    stage.counter.desk.attach_customer(anna.id)
    stage.counter.desk.apply_coupon(code)
    stage.sell(None, "C")
    refused(stage, row, "merge_spent")


def test_credit_used_since_stands_in_the_way(stage: Stage, anna: Customer, ania: Customer) -> None:
    with stage.shop.store.uow() as uow:
        number = uow.certificates.add(
            CertificateRecord(
                uuid="c", code="CR1", kind="credit", amount=500, balance=0, customer_id=ania.id,
                issued_at=stage.shop.clock.now(),
            )
        )  # fmt: skip
        entry = CertificateEntry(
            uuid="ce", certificate_id=number, kind="issue", amount=500,
            at=stage.shop.clock.now(), local_day=TODAY,
        )  # fmt: skip
        uow.certificates.add_entry(entry)
        uow.commit()
    row = stage.merge(anna, ania)
    with stage.shop.store.uow() as uow:
        uow.certificates.add_entry(replace(entry, uuid="cf", kind="adjust", amount=-1))
        uow.commit()
    refused(stage, row, "merge_spent")


def test_what_was_changed_by_hand_since_stays(stage: Stage, anna: Customer, ania: Customer) -> None:
    stage.change(ania, language="pl", birthday=MAY)
    moved = stage.contact(ania, "phone", "+48600111222")
    gone = stage.contact(ania, "phone", "+48600333444")
    first = stage.contact(ania, "messenger", "@ania", preferred=True)
    stage.contact(anna, "messenger", "@anna", preferred=True)
    row = stage.merge(anna, ania)
    stage.change(anna, language="ru", birthday=date(1984, 5, 18))
    with stage.shop.store.uow() as uow:
        uow.people.remove_contact(gone)
        (contact,) = [one for one in uow.people.contacts(anna.id) if one.id == first]
        uow.people.update_contact(replace(contact, preferred=True))
        olga = uow.customers.add(Customer(id=0, uuid="o", name="Olga"))
        (contact,) = [one for one in uow.people.contacts(anna.id) if one.id == moved]
        uow.people.update_contact(replace(contact, customer_id=olga))
        uow.commit()
    stage.undo(row)
    person = stage.person(anna)
    assert (person.language, person.birthday) == ("ru", date(1984, 5, 18))
    assert [(one.id, one.preferred) for one in stage.state(ania)["contacts"]] == [(first, True)]


def test_what_is_gone_or_somebody_elses_since_does_not_come_back(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    with stage.shop.store.uow() as uow:
        note = uow.people.add_note(
            PersonNote(uuid="n", customer_id=ania.id, text="x", at=stage.shop.clock.now())
        )
        uow.commit()
    olga = stage.shop.customer("Olga", card=3)
    jan = stage.shop.customer("Jan", card=4)
    stage.change(olga, referrer_id=ania.id)
    row = stage.merge(anna, ania)
    stage.change(olga, referrer_id=jan.id)
    with stage.shop.store.uow() as uow:
        uow.people.remove_note(note)
        uow.commit()
    stage.undo(row)
    assert stage.state(ania)["notes"] == []
    assert stage.person(olga).referrer_id == jan.id


# --- old receipts, drafts, the counter -------------------------------------------------------


def test_a_return_of_an_old_receipt_is_the_survivors(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    """60.00 earn 6 points; all of them are taken back, and the turnover with them."""
    uuid = stage.sell(ania, "C")
    row = stage.merge(anna, ania)
    back = Back(stage.counter)
    sheet = back.service.sheet(uuid)
    assert (sheet.customer_id, sheet.balance) == (anna.id, 600)
    done = back.give(uuid)
    assert (done.preview_money, stage.state(anna)["balance"], stage.state(anna)["turnover"]) == (
        6_000, 0, 0,
    )  # fmt: skip
    with stage.shop.store.uow() as uow:
        detail = read_detail(uow, uuid)
    assert detail.returns[0].customer_id == anna.id
    assert sum(entry.amount for entry in detail.movements) == 0
    refused(stage, row, "merge_spent")
    assert faults(stage.counter) == []


def test_points_spent_before_the_merge_come_back_to_the_survivor(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    lot(stage, ania, 10_000, expires_on=date(2027, 1, 31))
    uuid = stage.sell(ania, "C", points=2_000)
    stage.merge(anna, ania)
    assert stage.state(anna)["balance"] == 8_000 + 400
    back = Back(stage.counter)
    assert back.look(uuid).points_back == 2_000
    back.give(uuid)
    assert [(one[1], one[2], one[4]) for one in stage.state(anna)["lots"]] == [
        ("merged", 8_000, date(2027, 1, 31)),
        ("restored", 2_000, date(2027, 1, 31)),
    ]
    assert stage.state(ania)["balance"] == 0
    assert faults(stage.counter) == []


def test_a_raise_of_the_merged_person_is_not_undone_at_the_survivors_cost(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    tier(stage, anna, "silver")
    uuid = stage.sell(ania, "C", 2)
    assert stage.state(ania)["tier"][0] == "silver"
    stage.merge(anna, ania)
    Back(stage.counter).give(uuid)
    assert stage.state(anna)["tier"][0] == "silver"


def test_an_unfinished_sale_reaches_the_survivor(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    desk = stage.counter.desk
    desk.attach_customer(ania.id, card_number(2))
    desk.scan("C", 1000)
    parked = desk.draft
    stage.merge(anna, ania)
    desk.refresh()
    panel = desk.view().customer
    assert panel is not None
    assert panel.customer_id == anna.id
    done = stage.counter.pay_cash()
    assert stage.state(anna)["turnover"] == 6_000
    with stage.shop.store.uow() as uow:
        sale = uow.sales.by_uuid(done.sale_uuid)
        assert sale is not None
        assert (sale.customer_id, sale.customer_uuid) == (anna.id, anna.uuid)
        assert draft_of_holder(uow, parked).customer_id == anna.id
        assert draft_of_holder(uow, replace(parked, customer_id=None)).customer_id is None
    assert faults(stage.counter) == []


def test_a_card_of_the_merged_person_opens_the_survivors_account(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    stage.merge(anna, ania)
    stage.counter.desk.scan(card_number(2))
    panel = stage.counter.desk.view().customer
    assert panel is not None
    assert (panel.customer_id, panel.name) == (anna.id, "Anna Kowalska")


def test_the_receipts_of_both_are_listed_under_the_survivor(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    one, other = stage.sell(anna, "C"), stage.sell(ania, "C")
    row = stage.merge(anna, ania)

    def listed() -> list[str]:
        query = ReceiptQuery(customer_id=anna.id)
        return [row.uuid for row in stage.shop.store.queries.receipts(query)]

    assert listed() == [other, one]
    stage.undo(row)
    assert listed() == [one]


def test_a_receipt_is_claimed_for_the_survivor(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    shop = stage.shop
    stage.sell(None, "C")
    stage.merge(anna, ania)
    claims = ClaimService(
        shop.store.uow, stage.counter.book, shop.permissions, shop.clock, shop.ids, shop.sink
    )
    claims.attach(shop.owner, ania.id, 1, "asked")
    assert stage.state(anna)["turnover"] == 6_000


def test_the_account_of_a_merged_person_is_the_last_ones(
    stage: Stage, anna: Customer, ania: Customer
) -> None:
    olga = stage.shop.customer("Olga", card=3)
    stage.merge(anna, ania)
    stage.merge(olga, anna)
    with stage.shop.store.uow() as uow:
        assert accounts_of(uow, ania.id) == (ania.id, anna.id, olga.id)
        assert account_holder(uow, olga.id) == olga.id
        with pytest.raises(PosError) as caught:
            known_customer(uow, ania.id)
        assert (caught.value.code, caught.value.params["customer"]) == ("customer_merged", olga.id)
        uow.people.put_detail(PersonDetail(customer_id=olga.id, merged_into=ania.id))
        assert accounts_of(uow, ania.id) == (ania.id, anna.id, olga.id)


def test_somebody_put_out_of_use_is_still_known(stage: Stage, anna: Customer) -> None:
    stage.change(anna, active=False)
    with stage.shop.store.uow() as uow:
        assert known_customer(uow, anna.id).id == anna.id
