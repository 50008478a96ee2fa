"""People, their cards and their consents at the counter (R20, R24)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.staff import Action, Approval
from pos_app.services.cards import checked_number
from pos_app.services.customers import (
    ConsentChoice,
    CustomerChanges,
    CustomerForm,
    masked_card,
    masked_email,
    masked_phone,
)
from tests.builders import SENIOR_PIN, Shop, card_number

PROGRAMME = ConsentChoice(purpose=Purpose.PROGRAMME)
SMS = ConsentChoice(purpose=Purpose.MARKETING, channel=Channel.SMS)
MAIL = ConsentChoice(purpose=Purpose.MARKETING, channel=Channel.EMAIL)


def refused(call: Any, *args: Any, **more: Any) -> PosError:
    with pytest.raises(PosError) as refusal:
        call(*args, **more)
    return refusal.value


def form(**more: Any) -> CustomerForm:
    given = {
        "name": "Maria Sokolova",
        "phone": "600 100 200",
        "consents": (PROGRAMME,),
        "wording": "2026-11",
        **more,
    }
    return CustomerForm(**given)


def consent_of(shop: Shop, action: Action, ref: str) -> Approval:
    return shop.permissions.approve(
        action,
        session=shop.cashier,
        event_ref=ref,
        reason="asked for",
        secret=SENIOR_PIN,
        approver_id=shop.people["Marta"].id,
    )


# --- people --------------------------------------------------------------------------------------


def test_a_person_with_card_and_consents_in_one_step(shop: Shop) -> None:
    maria = shop.customers.create(
        shop.cashier,
        form(
            card_number=f" {card_number(7)} ",
            email="maria@example.com",
            birthday=date(1990, 2, 28),
            language="ru",
            consents=(PROGRAMME, SMS, SMS),
        ),
    )
    profile = shop.customers.profile(shop.senior, maria.id)
    assert profile.customer == maria
    assert not profile.masked
    assert (maria.phone, maria.language) == ("+48600100200", "ru")
    assert [(card.number, card.status) for card in profile.cards] == [
        (card_number(7), CardStatus.ACTIVE)
    ]
    assert profile.account.balance == 0
    assert profile.consents_to(Purpose.PROGRAMME)
    assert profile.consents_to(Purpose.MARKETING, Channel.SMS)
    assert not profile.consents_to(Purpose.MARKETING, Channel.EMAIL)
    sms = profile.consents[(Purpose.MARKETING, Channel.SMS)]
    assert (sms.wording, sms.source, sms.person_id) == (
        "2026-11",
        "counter",
        shop.people["Anna"].id,
    )
    assert [kind for kind, *_ in shop.events()][-4:] == [
        "customer.created",
        "consent.given",
        "consent.given",
        "card.issued",
    ]
    assert shop.sink.heard[-1] == ("customer", str(maria.id))


def test_the_journal_hears_of_people_by_uuid_only(shop: Shop) -> None:
    maria = shop.customers.create(
        shop.cashier, form(card_number=card_number(7), email="maria@example.com")
    )
    shop.customers.edit(shop.senior, maria.id, CustomerChanges(name="Marianna", note="likes tea"))
    shop.cards.block(shop.cashier, card_number(7), "lost")
    told = str(shop.events())
    for secret in ("Maria", "600100200", "example.com", card_number(7), "tea"):
        assert secret not in told
    assert maria.uuid in told


def test_a_card_alone_is_enough(shop: Shop) -> None:
    nobody = shop.customers.create(shop.cashier, CustomerForm(card_number=card_number(1)))
    assert (nobody.name, nobody.phone) == ("", "")
    assert shop.customers.profile(shop.cashier, nobody.id).consents == {}


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({"phone": "", "card_number": " "}, "customer_empty"),
        ({"consents": ()}, "consent_needed"),
        ({"consents": (SMS,)}, "consent_needed"),
        ({"phone": "12"}, "phone_invalid"),
        ({"email": "maria"}, "setting_invalid"),
        ({"email": "a b@example.com"}, "setting_invalid"),
        ({"email": "@example.com"}, "setting_invalid"),
        ({"email": "a@b@example.com"}, "setting_invalid"),
        ({"email": "a@localhost"}, "setting_invalid"),
        ({"email": "a@.com"}, "setting_invalid"),
        ({"birthday": date(2026, 11, 23)}, "setting_invalid"),
        ({"birthday": date(1899, 12, 31)}, "setting_invalid"),
        ({"language": "de"}, "setting_invalid"),
        ({"wording": ""}, "setting_invalid"),
        ({"name": "x" * 101}, "text_too_long"),
        ({"note": "pays with 4111 1111 1111 1111"}, "bank_card"),
        ({"card_number": "29"}, "card_number"),
    ],
)
def test_what_is_refused_leaves_nobody_behind(shop: Shop, more: dict[str, Any], code: str) -> None:
    assert refused(shop.customers.create, shop.cashier, form(**more)).code == code
    assert shop.customers.search(shop.owner, "") == []
    assert shop.events("customer.") == []


def test_birthdays_up_to_today_and_without_a_year(shop: Shop) -> None:
    today = shop.customers.create(shop.cashier, form(birthday=date(2026, 11, 22)))
    leap = shop.customers.create(
        shop.cashier, form(phone="600 100 201", birthday=date(1904, 2, 29))
    )
    assert (today.birthday, leap.birthday) == (date(2026, 11, 22), date(1904, 2, 29))


def test_a_known_phone_asks_first(shop: Shop) -> None:
    first = shop.customers.create(shop.cashier, form())
    again = refused(shop.customers.create, shop.cashier, form(name="Son", phone="+48600100200"))
    assert (again.code, again.params) == (
        "phone_known",
        {"customer": first.id, "name": "Maria Sokolova"},
    )
    son = shop.customers.create(shop.cashier, form(name="Son"), same_phone=True)
    assert son.phone == first.phone


def test_the_phone_of_somebody_who_left_is_free(shop: Shop) -> None:
    first = shop.customers.create(shop.cashier, form())
    with shop.store.uow() as uow:
        uow.customers.update(replace(first, active=False))
        uow.commit()
    assert shop.customers.create(shop.cashier, form(name="New")).phone == first.phone


def test_cashiers_see_covered_contacts(shop: Shop) -> None:
    maria = shop.customers.create(
        shop.cashier, form(card_number=card_number(7), email="maria@example.com")
    )
    profile = shop.customers.profile(shop.cashier, maria.id)
    assert profile.masked
    assert (profile.customer.phone, profile.customer.email) == ("••• 200", "m•••@example.com")
    assert profile.customer.name == "Maria Sokolova"
    (hit,) = shop.customers.search(shop.cashier, "600100200")
    assert (hit.phone, hit.card_number) == ("••• 200", "•••• " + card_number(7)[-4:])
    (hit,) = shop.customers.search(shop.senior, "sokol")
    assert (hit.phone, hit.card_number) == ("+48600100200", card_number(7))
    assert masked_phone("") == masked_card("") == masked_email("") == ""


def test_changing_contacts_takes_a_senior(shop: Shop) -> None:
    maria = shop.customers.create(shop.cashier, form())
    changes = CustomerChanges(phone="600 100 299")
    with pytest.raises(NeedsApproval) as asked:
        shop.customers.edit(shop.cashier, maria.id, changes)
    assert asked.value.params["event_ref"] == maria.uuid
    approval = consent_of(shop, Action.CONTACT_EDIT, maria.uuid)
    after = shop.customers.edit(shop.cashier, maria.id, changes, approval=approval)
    assert after.phone == "+48600100299"
    ((_, content, person, approver),) = shop.events("customer.changed")
    assert content == {"customer": maria.uuid, "fields": ["phone"]}
    assert (person, approver) == (shop.people["Anna"].uuid, shop.people["Marta"].uuid)


def test_only_what_is_given_changes(shop: Shop) -> None:
    maria = shop.customers.create(
        shop.cashier, form(email="m@example.com", birthday=date(1990, 1, 1), language="ru")
    )
    edit = shop.customers.edit
    assert edit(shop.senior, maria.id, CustomerChanges()) == maria
    assert shop.events("customer.changed") == []
    after = edit(
        shop.senior,
        maria.id,
        CustomerChanges(name="M.", phone="", email="", birthday=None, language="", note=" tea "),
    )
    assert (after.name, after.phone, after.email) == ("M.", "", "")
    assert (after.birthday, after.language, after.note) == (None, None, "tea")
    assert shop.customers.profile(shop.senior, maria.id).customer == after


def test_a_changed_phone_may_be_anothers(shop: Shop) -> None:
    shop.customers.create(shop.cashier, form())
    son = shop.customers.create(shop.cashier, form(name="Son", phone="600 100 201"))
    wish = CustomerChanges(phone="600100200")
    assert refused(shop.customers.edit, shop.senior, son.id, wish).code == "phone_known"
    assert shop.customers.edit(shop.senior, son.id, wish, same_phone=True)
    assert shop.customers.edit(shop.senior, son.id, wish).phone == "+48600100200"


def test_nobody_by_that_number(shop: Shop) -> None:
    customers = shop.customers
    assert refused(customers.profile, shop.owner, 99).code == "customer_unknown"
    assert refused(customers.edit, shop.owner, 99, CustomerChanges()).code == "customer_unknown"
    assert (
        refused(customers.state_consent, shop.owner, 99, SMS, given=True, wording="1").code
        == "customer_unknown"
    )


# --- consents ------------------------------------------------------------------------------------


def test_a_consent_is_given_and_taken_back_and_every_statement_is_kept(shop: Shop) -> None:
    maria = shop.customers.create(shop.cashier, form())
    state = shop.customers.state_consent

    def mail_allowed() -> bool:
        profile = shop.customers.profile(shop.cashier, maria.id)
        return profile.consents_to(Purpose.MARKETING, Channel.EMAIL)

    assert not mail_allowed()
    state(shop.cashier, maria.id, MAIL, given=False, wording="2026-11")
    shop.clock.advance(minutes=1)
    state(shop.cashier, maria.id, MAIL, given=True, wording="2026-11", source="phone")
    assert mail_allowed()
    shop.clock.advance(minutes=1)
    state(shop.cashier, maria.id, MAIL, given=True, wording="2026-12")
    state(shop.cashier, maria.id, MAIL, given=False, wording="2026-12")
    assert not mail_allowed()
    with shop.store.uow() as uow:
        statements = [c for c in uow.customers.consents(maria.id) if c.channel is Channel.EMAIL]
    assert [(c.given, c.wording, c.source) for c in statements] == [
        (True, "2026-11", "phone"),
        (False, "2026-12", "counter"),
    ]
    kinds = [(kind, content["channel"]) for kind, content, _, _ in shop.events("consent.")]
    assert kinds == [
        ("consent.given", None),
        ("consent.given", "email"),
        ("consent.withdrawn", "email"),
    ]


# --- cards ---------------------------------------------------------------------------------------


def card_of(shop: Shop, number: str) -> Card:
    with shop.store.uow() as uow:
        card = uow.cards.by_number(number)
    assert card is not None
    return card


def test_a_person_may_have_several_cards(shop: Shop) -> None:
    maria = shop.customer(card=1)
    shop.sink.heard.clear()
    second = shop.cards.issue(shop.cashier, maria.id, "club-0042")
    assert shop.sink.heard == [("customer", str(maria.id))]
    assert second.number == "CLUB-0042"
    numbers = {card.number for card in shop.cards.of_customer(maria.id)}
    assert numbers == {card_number(1), "CLUB-0042"}
    assert second == card_of(shop, "CLUB-0042")


def test_a_card_from_stock_becomes_active(shop: Shop) -> None:
    maria = shop.customer(card=1)
    blank = Card(id=0, uuid=shop.ids.uuid(), number=card_number(2), status=CardStatus.STOCK)
    with shop.store.uow() as uow:
        uow.cards.add(blank)
        uow.commit()
    issued = shop.cards.issue(shop.cashier, maria.id, card_number(2))
    assert (issued.status, issued.customer_id) == (CardStatus.ACTIVE, maria.id)
    stored = card_of(shop, card_number(2))
    assert (stored.uuid, stored.status, stored.issued_at) == (
        blank.uuid,
        CardStatus.ACTIVE,
        shop.clock.now(),
    )


def test_a_card_opens_one_account(shop: Shop) -> None:
    shop.customer(card=1)
    other = shop.customers.create(shop.cashier, form(card_number=card_number(2)))
    taken = refused(shop.cards.issue, shop.cashier, other.id, card_number(1))
    assert (taken.code, taken.params["status"]) == ("card_taken", "active")
    assert taken.params["number"] == card_number(1)[-4:]
    assert refused(shop.cards.issue, shop.cashier, 99, card_number(5)).code == "customer_unknown"


@pytest.mark.parametrize(
    ("number", "code", "reason"),
    [
        ("123", "card_number", "length"),
        ("9" * 33, "card_number", "length"),
        ("CLUB_42", "card_number", "signs"),
        ("КАРТА42", "card_number", "signs"),
        ("----", "card_number", "signs"),
        (card_number(1)[:-1] + "X", None, None),
        (
            card_number(1)[:-1] + str((int(card_number(1)[-1]) + 1) % 10),
            "card_number",
            "check_digit",
        ),
        ("4111 1111 1111 1111", "bank_card", None),
        ("000123", None, None),
    ],
)
def test_card_numbers(number: str, code: str | None, reason: str | None) -> None:
    if code is None:
        assert checked_number(number, "29") == number
        return
    refusal = refused(checked_number, number, "29")
    assert refusal.code == code
    assert refusal.params.get("reason") == reason


def test_own_cards_may_look_like_a_banks(shop: Shop) -> None:
    """One in ten EAN-13 has a true Luhn sum by chance; with our prefix it is ours."""
    from pos_app.domain.bank_card import is_bank_card
    from tests.builders import ean13

    number = next(code for n in range(200) if is_bank_card(code := ean13(f"50{n:010d}")))
    assert checked_number(number, "50") == number
    assert refused(checked_number, number, "29").code == "bank_card"


def test_without_a_prefix_thirteen_digits_are_any_number() -> None:
    assert checked_number("2900000000001", "") == "2900000000001"


def test_anyone_stops_a_lost_card_a_senior_lets_it_live_again(shop: Shop) -> None:
    shop.customer(card=1)
    number = card_number(1)
    blocked = shop.cards.block(shop.cashier, number, " lost ")
    assert (blocked.status, blocked.reason) == (CardStatus.BLOCKED, "lost")
    assert not card_of(shop, number).gives_benefits
    assert refused(shop.cards.block, shop.cashier, number, "again").code == "card_move"
    with pytest.raises(NeedsApproval):
        shop.cards.unblock(shop.cashier, number, "found")
    approval = consent_of(shop, Action.CARD_REPLACE, shop.cards.ref(number))
    shop.cards.unblock(shop.cashier, number, "found", approval=approval)
    assert card_of(shop, number).gives_benefits
    shop.cards.close(shop.senior, number, "asked for")
    assert refused(shop.cards.unblock, shop.senior, number, "no").code == "card_move"
    life = [(kind, a) for kind, _, _, a in shop.events("card.")]
    assert life == [
        ("card.issued", None),
        ("card.blocked", None),
        ("card.unblocked", shop.people["Marta"].uuid),
        ("card.closed", None),
    ]


def test_a_replacement_points_back_to_the_old_card(shop: Shop) -> None:
    maria = shop.customer(card=1)
    old, new = card_number(1), card_number(2)
    with pytest.raises(NeedsApproval):
        shop.cards.replace_card(shop.cashier, old, new, "broken")
    approval = consent_of(shop, Action.CARD_REPLACE, shop.cards.ref(old))
    shop.sink.heard.clear()
    made = shop.cards.replace_card(shop.cashier, old, new, "broken", approval=approval)
    assert shop.sink.heard == [("customer", str(maria.id))]
    before, after = card_of(shop, old), card_of(shop, new)
    assert made == after
    assert before.status is CardStatus.REPLACED
    assert (after.status, after.replaces_id, after.customer_id) == (
        CardStatus.ACTIVE,
        before.id,
        maria.id,
    )
    ((_, content, _, approver),) = shop.events("card.replaced")
    assert content == {"card": before.uuid, "by": after.uuid, "reason": "broken"}
    assert approver == shop.people["Marta"].uuid
    assert refused(shop.cards.replace_card, shop.senior, old, card_number(3), "x").code == (
        "card_move"
    )


def test_a_replacement_that_fails_leaves_the_old_card_alive(shop: Shop) -> None:
    shop.customer(card=1)
    shop.customers.create(shop.cashier, form(card_number=card_number(2)))
    taken = refused(shop.cards.replace_card, shop.senior, card_number(1), card_number(2), "broken")
    assert taken.code == "card_taken"
    assert card_of(shop, card_number(1)).status is CardStatus.ACTIVE


def test_a_card_in_stock_has_nobody_to_replace_it_for(shop: Shop) -> None:
    blank = Card(id=0, uuid=shop.ids.uuid(), number="STOCK-1", status=CardStatus.STOCK)
    with shop.store.uow() as uow:
        uow.cards.add(blank)
        uow.commit()
    assert refused(shop.cards.replace_card, shop.senior, "STOCK-1", "NEW-1", "x").code == (
        "card_move"
    )
    shop.cards.close(shop.senior, "stock-1", "misprint")
    assert shop.sink.heard[-1] == ("customer", "")


def test_unknown_cards(shop: Shop) -> None:
    assert refused(shop.cards.block, shop.cashier, "NONE-1", "x").code == "card_unknown"
    assert refused(shop.cards.ref, "NONE-1").code == "card_unknown"
    assert refused(shop.cards.block, shop.cashier, "NONE-1", " ").code == "setting_invalid"
