"""Signing in, waiting after wrong tries, and keeping the list of people (R33)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pos_app.adapters.sqlite.store import Store
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Role
from pos_app.services.pin_guard import PinGuard
from pos_app.services.staff import StaffService
from tests.builders import CASHIER_PIN, OWNER_SECRET, SENIOR_PIN, Shop
from tests.fakes import OPENING, FakeClock, FastHasher, RecordingSink, SequentialIds


def refused(call: object, *args: object, **more: object) -> PosError:
    with pytest.raises(PosError) as refusal:
        call(*args, **more)  # type: ignore[operator]
    return refusal.value


def wrong(shop: Shop, name: str = "Anna") -> PosError:
    return refused(shop.staff.sign_in, shop.people[name].id, "000000")


def restart(shop: Shop) -> StaffService:
    """The same shop in a program just started."""
    guard = PinGuard(shop.store.uow, shop.hasher, shop.clock)
    return StaffService(shop.store.uow, guard, shop.hasher, shop.clock, shop.ids, shop.sink)


def test_a_person_signs_in_and_out_and_the_journal_knows(shop: Shop) -> None:
    session = shop.staff.sign_in(shop.people["Anna"].id, CASHIER_PIN)
    assert session.person.name == "Anna"
    assert session.role is Role.CASHIER
    assert session.person.pin_hash == ""
    assert session.signed_in_at == OPENING
    shop.staff.lock_screen(session, idle=True)
    shop.staff.sign_out(session)
    anna = shop.people["Anna"].uuid
    assert shop.events("staff.") == [
        ("staff.signed_in", {"by": "pin"}, anna, None),
        ("staff.screen_locked", {"idle": True}, anna, None),
        ("staff.signed_out", {}, anna, None),
    ]
    assert shop.sink.topics == ["session"] * 3


def test_the_owner_signs_in_with_a_password(shop: Shop) -> None:
    assert shop.staff.sign_in(shop.people["Leyla"].id, OWNER_SECRET).role is Role.OWNER


def test_hashes_do_not_travel(shop: Shop) -> None:
    assert all(person.pin_hash == "" for person in shop.staff.people())


def test_there_is_no_account_before_the_first_person(
    store: Store, clock: FakeClock, hasher: FastHasher, ids: SequentialIds, sink: RecordingSink
) -> None:
    guard = PinGuard(store.uow, hasher, clock)
    staff = StaffService(store.uow, guard, hasher, clock, ids, sink)
    assert staff.is_first_run()
    assert refused(staff.sign_in, 1, "").code == "person_unknown"
    assert refused(staff.sign_in, 1, "0000").code == "person_unknown"


def test_there_is_an_account_afterwards(shop: Shop) -> None:
    assert not shop.staff.is_first_run()


def test_wrong_tries_count_down_to_a_wait(shop: Shop) -> None:
    assert [wrong(shop).params["left"] for _ in range(2)] == [4, 3]
    assert wrong(shop).params == {"left": 2, "seconds": 0, "person": "Anna"}
    assert wrong(shop).params["left"] == 1
    assert wrong(shop).params == {"left": 0, "seconds": 30, "person": "Anna"}
    barred = refused(shop.staff.sign_in, shop.people["Anna"].id, CASHIER_PIN)
    assert (barred.code, barred.params["seconds"]) == ("locked_out", 30)
    assert shop.staff.wait_for(shop.people["Anna"].id) == 30
    assert shop.staff.wait_for(shop.people["Boris"].id) == 0


def test_the_waits_grow_to_a_quarter_of_an_hour_and_stay(shop: Shop) -> None:
    for _ in range(4):
        wrong(shop)
    waits = []
    for _ in range(6):
        seconds = wrong(shop).params["seconds"]
        assert isinstance(seconds, int)
        waits.append(seconds)
        shop.clock.advance(seconds=seconds - 1)
        assert refused(shop.staff.sign_in, shop.people["Anna"].id, CASHIER_PIN).params == {
            "seconds": 1,
            "person": "Anna",
        }
        shop.clock.advance(seconds=1)
    assert waits == [30, 60, 300, 900, 900, 900]
    assert shop.staff.sign_in(shop.people["Anna"].id, CASHIER_PIN)


def test_a_right_pin_forgives_the_wrong_ones(shop: Shop) -> None:
    for _ in range(4):
        wrong(shop)
    shop.staff.sign_in(shop.people["Anna"].id, CASHIER_PIN)
    assert wrong(shop).params["left"] == 4


def test_while_waiting_the_pin_is_not_even_looked_at(shop: Shop) -> None:
    for _ in range(5):
        wrong(shop)
    before = len(shop.events("staff."))
    assert wrong(shop).code == "locked_out"
    assert len(shop.events("staff.")) == before


def test_the_journal_counts_the_failures(shop: Shop) -> None:
    for _ in range(5):
        wrong(shop)
    who = shop.people["Anna"].uuid
    kinds = [(kind, content) for kind, content, _, _ in shop.events("staff.")]
    assert kinds[0] == ("staff.sign_in_failed", {"who": who, "failed": 1})
    assert kinds[-1] == ("staff.locked_out", {"who": who, "seconds": 30})
    assert len(kinds) == 6


def test_a_restart_does_not_lift_the_wait(shop: Shop) -> None:
    for _ in range(5):
        wrong(shop)
    shop.clock.advance(seconds=10)
    staff = restart(shop)
    barred = refused(staff.sign_in, shop.people["Anna"].id, CASHIER_PIN)
    assert (barred.code, barred.params["seconds"]) == ("locked_out", 20)
    shop.clock.advance(seconds=20)
    assert staff.sign_in(shop.people["Anna"].id, CASHIER_PIN)


def test_a_clock_turned_forward_does_not_shorten_the_wait(shop: Shop) -> None:
    for _ in range(5):
        wrong(shop)
    shop.clock.set(OPENING + timedelta(hours=5))
    assert refused(shop.staff.sign_in, shop.people["Anna"].id, CASHIER_PIN).code == "locked_out"


def test_a_clock_turned_back_does_not_lengthen_it_beyond_one_wait(shop: Shop) -> None:
    for _ in range(5):
        wrong(shop)
    shop.clock.set(OPENING - timedelta(days=300))
    staff = restart(shop)
    assert staff.wait_for(shop.people["Anna"].id) == 30


def test_a_wait_long_past_is_over_after_a_restart(shop: Shop) -> None:
    for _ in range(5):
        wrong(shop)
    shop.clock.advance(hours=1)
    assert restart(shop).sign_in(shop.people["Anna"].id, CASHIER_PIN)


def test_a_card_alone_makes_nobody_a_senior_or_an_owner(shop: Shop) -> None:
    cards = (("Marta", Role.SENIOR, "S-0002"), ("Leyla", Role.OWNER, "S-0003"))
    for name, role, code in cards:
        who = shop.people[name].id
        shop.staff.edit(shop.owner, who, name=name, role=role, card_code=code)
        refusal = refused(shop.staff.sign_in_by_card, code)
        assert (refusal.code, refusal.params) == (
            "staff_card_pin",
            {"person": name, "person_id": who},
        )
    assert not shop.events("staff.signed_in")


def test_a_staff_card_signs_in_unless_unknown_or_waiting(shop: Shop) -> None:
    anna = shop.people["Anna"]
    shop.staff.edit(shop.owner, anna.id, name="Anna", role=Role.CASHIER, card_code="s-00 01")
    assert shop.staff.sign_in_by_card(" s-0001").person.name == "Anna"
    assert refused(shop.staff.sign_in_by_card, "S-0002").code == "staff_card_unknown"
    for _ in range(5):
        wrong(shop)
    assert refused(shop.staff.sign_in_by_card, "S-0001").code == "locked_out"
    shop.clock.advance(seconds=30)
    shop.staff.set_active(shop.owner, anna.id, active=False)
    assert refused(shop.staff.sign_in_by_card, "S-0001").code == "person_inactive"
    assert refused(shop.staff.sign_in, anna.id, CASHIER_PIN).code == "person_inactive"
    by_card = [content for kind, content, _, _ in shop.events("staff.signed_in")]
    assert by_card == [{"by": "card"}]


def test_the_owner_adds_people(shop: Shop) -> None:
    person = shop.staff.add(
        shop.owner, name=" Ewa  N. ", role=Role.SENIOR, secret="654321", language="pl"
    )
    assert (person.name, person.language, person.card_code) == ("Ewa N.", "pl", None)
    assert person.pin_hash == ""
    assert shop.staff.sign_in(person.id, "654321").role is Role.SENIOR
    ((_, content, who, _),) = shop.events("people.added")
    assert content == {"who": person.uuid, "role": "senior"}
    assert who == shop.people["Leyla"].uuid
    assert ("staff", person.uuid) in shop.sink.heard


@pytest.mark.parametrize(
    ("role", "secret", "code"),
    [
        (Role.CASHIER, "12345", "pin_rule"),
        (Role.CASHIER, "1234567", "pin_rule"),
        (Role.CASHIER, "12345x", "pin_rule"),
        (Role.CASHIER, "١٢٣٤٥٦", "pin_rule"),
        (Role.SENIOR, "", "pin_rule"),
        (Role.OWNER, "12345", "password_rule"),
        (Role.OWNER, "seven77", "password_rule"),
        (Role.OWNER, "x" * 129, "password_rule"),
    ],
)
def test_weak_secrets_are_refused(shop: Shop, role: Role, secret: str, code: str) -> None:
    assert refused(shop.staff.add, shop.owner, name="New", role=role, secret=secret).code == code


@pytest.mark.parametrize("secret", ["123456", "12345678", "eight888", "пароль-владельца"])
def test_an_owner_may_have_a_pin_or_a_password(shop: Shop, secret: str) -> None:
    person = shop.staff.add(shop.owner, name="Two", role=Role.OWNER, secret=secret)
    assert shop.staff.sign_in(person.id, secret)


def test_the_pin_length_is_the_shops(shop: Shop) -> None:
    shop.settings.change(shop.owner, "security.pin_length", 4)
    assert shop.staff.add(shop.owner, name="Four", role=Role.CASHIER, secret="1234")
    assert refused(
        shop.staff.add, shop.owner, name="Own", role=Role.OWNER, secret="1234"
    ).params == {"length": 8, "digits": 6}
    assert shop.staff.sign_in(shop.people["Anna"].id, CASHIER_PIN)


def test_names_and_cards_are_taken_once(shop: Shop) -> None:
    add = {"role": Role.CASHIER, "secret": "123456"}
    assert refused(shop.staff.add, shop.owner, name="ANNA", **add).code == "name_taken"
    assert refused(shop.staff.add, shop.owner, name="", **add).code == "setting_invalid"
    assert (
        refused(shop.staff.add, shop.owner, name="X", language="de", **add).code
        == "setting_invalid"
    )
    shop.staff.add(shop.owner, name="Ewa", card_code="S-1", **add)  # type: ignore[arg-type]
    assert (
        refused(shop.staff.add, shop.owner, name="Ola", card_code="S-1", **add).code
        == "staff_card_taken"
    )
    shop.staff.set_active(shop.owner, shop.people["Boris"].id, active=False)
    assert shop.staff.add(shop.owner, name="Boris", **add)  # type: ignore[arg-type]


def test_editing_keeps_the_pin_and_says_what_changed(shop: Shop) -> None:
    boris = shop.people["Boris"]
    after = shop.staff.edit(
        shop.owner, boris.id, name="Boris", role=Role.SENIOR, card_code="S-7", language="ru"
    )
    assert (after.role, after.card_code, after.language) == (Role.SENIOR, "S-7", "ru")
    again = shop.staff.edit(shop.owner, boris.id, name="Boris", role=Role.SENIOR, card_code="S-7")
    assert again.card_code == "S-7"
    assert shop.staff.sign_in(boris.id, "444444").role is Role.SENIOR
    first, second = (content for _, content, _, _ in shop.events("people.changed"))
    assert first == {
        "who": boris.uuid,
        "fields": ["role", "card_code", "language"],
        "role_before": "cashier",
        "role": "senior",
    }
    assert second["fields"] == ["language"]


def test_becoming_or_ceasing_to_be_owner_takes_a_new_secret(shop: Shop) -> None:
    marta = shop.people["Marta"].id
    edit = {"name": "Marta", "role": Role.OWNER}
    assert refused(shop.staff.edit, shop.owner, marta, **edit).code == "secret_needed"
    assert refused(shop.staff.edit, shop.owner, marta, secret="1234", **edit).code == (
        "password_rule"
    )
    shop.staff.edit(shop.owner, marta, name="Marta", role=Role.OWNER, secret="long-enough")
    assert shop.staff.sign_in(marta, "long-enough").role is Role.OWNER
    leyla = shop.people["Leyla"].id
    shop.staff.edit(shop.owner, leyla, name="Leyla", role=Role.CASHIER, secret="987654")
    assert shop.staff.sign_in(leyla, "987654").role is Role.CASHIER


def test_the_last_owner_stays(shop: Shop) -> None:
    leyla = shop.people["Leyla"].id
    edit = {"name": "Leyla", "role": Role.SENIOR, "secret": "987654"}
    assert refused(shop.staff.edit, shop.owner, leyla, **edit).code == "last_owner"
    assert refused(shop.staff.set_active, shop.owner, leyla, active=False).code == "last_owner"
    second = shop.staff.add(shop.owner, name="Second", role=Role.OWNER, secret="987654321")
    shop.staff.set_active(shop.owner, second.id, active=False)
    assert refused(shop.staff.set_active, shop.owner, leyla, active=False).code == "last_owner"
    shop.staff.set_active(shop.owner, second.id, active=True)
    shop.staff.set_active(shop.owner, leyla, active=False)
    assert [kind for kind, *_ in shop.events("people.")][-3:] == [
        "people.deactivated",
        "people.activated",
        "people.deactivated",
    ]


def test_a_reset_gives_a_new_secret_and_lifts_the_wait(shop: Shop) -> None:
    anna = shop.people["Anna"].id
    for _ in range(5):
        wrong(shop)
    shop.staff.reset_secret(shop.owner, anna, "777777")
    assert shop.staff.sign_in(anna, "777777")
    assert refused(shop.staff.reset_secret, shop.owner, 999, "777777").code == "person_unknown"
    assert refused(shop.staff.reset_secret, shop.owner, anna, "7").code == "pin_rule"


def test_a_person_changes_the_own_secret_knowing_the_old_one(shop: Shop) -> None:
    assert refused(shop.staff.change_own_secret, shop.cashier, "000000", "777777").code == (
        "wrong_pin"
    )
    shop.staff.change_own_secret(shop.cashier, CASHIER_PIN, "777777")
    assert shop.staff.sign_in(shop.people["Anna"].id, "777777")
    ((_, content, person, _),) = shop.events("people.secret_changed")
    assert content == {"who": shop.people["Anna"].uuid}
    assert person == shop.people["Anna"].uuid


@pytest.mark.parametrize("name", ["Anna", "Marta"])
def test_people_are_the_owners_to_keep(shop: Shop, name: str) -> None:
    session, anna = shop.session(name), shop.people["Anna"].id
    staff = shop.staff
    for call, args, more in (
        (staff.add, (), {"name": "X", "role": Role.OWNER, "secret": "12345678"}),
        (staff.edit, (anna,), {"name": "X", "role": Role.OWNER}),
        (staff.set_active, (anna,), {"active": False}),
        (staff.reset_secret, (anna, SENIOR_PIN), {}),
    ):
        assert refused(call, session, *args, **more).code == "not_allowed"
    assert shop.events("people.") == []


def test_editing_nobody(shop: Shop) -> None:
    assert (
        refused(shop.staff.edit, shop.owner, 999, name="X", role=Role.CASHIER).code
        == "person_unknown"
    )
