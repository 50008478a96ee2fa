"""Taking an import of people back."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pos_app.domain.card import CardStatus
from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import Tier
from pos_app.services.people_records import PersonDetail
from pos_app.services.records import PointsEntry
from tests.builders import Shop, card_number
from tests.services.forget_stage import forgetting
from tests.services.people_import_stage import Stage, make_stage

TODAY = date(2026, 11, 22)
NEW = (
    "Name;Phone;Phone 2;Card;Points;Turnover;Tags;Notes;Consent SMS;Code\n"
    f"Anna Nowak;600700800;600700801;{card_number(1)};100;50;vip;tea;yes;K1\n"
)


@pytest.fixture
def stage(shop: Shop, tmp_path: Path) -> Stage:
    """Imports on a shop with two tiers."""
    tiers = (Tier(tier_id="s", name="Silver"), Tier(tier_id="g", name="Gold", threshold=10**6))
    shop.programme.change(shop.owner, Programme(tiers=tiers))
    return make_stage(shop, tmp_path)


def test_new_people_are_blanked_and_their_points_taken_back(stage: Stage) -> None:
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    done = stage.undoing.undo(1, session=stage.shop.owner)
    assert (done.removed, done.restored, done.kept) == (1, 0, ())
    with stage.shop.store.uow() as uow:
        after = uow.customers.get(anna.id)
        account = uow.customers.account(anna.id)
        card = uow.cards.by_number(card_number(1))
        consents = uow.customers.consents(anna.id)
        assert uow.people.contacts(anna.id) == uow.people.notes(anna.id) == []
        assert uow.people.detail(anna.id) == PersonDetail(customer_id=anna.id, source="import")
    assert after is not None
    assert (after.name, after.phone, after.active, after.uuid) == ("", "", False, anna.uuid)
    assert (account.balance, account.turnover) == (0, 0)
    assert card is not None
    assert (card.status, card.customer_id) == (CardStatus.STOCK, None)
    assert [(c.channel, c.given) for c in consents] == [(Channel.SMS, True), (Channel.SMS, False)]
    record = stage.undoing.history()[0]
    assert (record.state, record.undone_at) == ("undone", stage.shop.clock.now())
    assert stage.shop.events("import.customers_undone")[0][1] == {
        "file": "people.csv", "import": record.uuid, "kept": 0, "removed": 1, "restored": 0,
    }  # fmt: skip
    assert stage.sound()


def test_the_mended_file_can_be_imported_after_the_undo(stage: Stage) -> None:
    stage.take(NEW)
    stage.undoing.undo(1)
    done = stage.take(NEW)
    assert (done.accepted, stage.plan(NEW).before[0].id) == (1, 2)
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        assert uow.customers.account(anna.id).balance == 10_000
    assert stage.sound()


def test_changed_people_are_put_back(stage: Stage) -> None:
    ewa = stage.shop.customer("Ewa Lis", 2, phone="600700802")
    jan = stage.shop.customer("Jan Lis", 3, phone="600700803")
    stage.take(
        "Name;Phone;Email;Birthday;Groups;Tags;Do not call;Tier;Referrer;Consent\n"
        "Ewa Lis;600700802, 600700999;e@b.pl;01.02.1990;A;vip;yes;Gold;600700803;no\n"
        "Jan Lis;600700803;;;;y;;;;\n"
    )
    changed = stage.people()["Ewa Lis"]
    assert (changed.email, changed.referrer_id) == ("e@b.pl", jan.id)
    done = stage.undoing.undo(1)
    assert (done.removed, done.restored, done.kept) == (0, 2, ())
    assert stage.people()["Ewa Lis"] == replace(ewa, created_at=changed.created_at)
    profile = stage.shop.customers.profile(stage.shop.owner, ewa.id)
    assert profile.consents_to(Purpose.PROGRAMME)
    assert profile.account.tier_id is None
    with stage.shop.store.uow() as uow:
        assert uow.people.contacts(ewa.id) == []
        assert uow.people.detail(ewa.id).tags == ()
        assert not uow.people.detail(ewa.id).do_not_call
    assert stage.sound()


def test_a_tier_reached_since_stays(stage: Stage) -> None:
    ewa = stage.shop.customer("Ewa Lis", 2, phone="600700802", email="e@b.pl")
    with stage.shop.store.uow() as uow:
        uow.customers.update(replace(ewa, birthday=TODAY))
        uow.commit()
    stage.take("Phone;Tier;Email\n600700802;Silver;e2@b.pl\n")
    with stage.shop.store.uow() as uow:
        uow.customers.set_tier(ewa.id, "g", TODAY)
        uow.commit()
    assert stage.undoing.undo(1).restored == 1
    with stage.shop.store.uow() as uow:
        assert uow.customers.account(ewa.id).tier_id == "g"
        after = uow.customers.get(ewa.id)
    assert after is not None
    assert after.birthday == TODAY


def kept_because(stage: Stage) -> list[tuple[tuple[int, ...], str]]:
    """Who is left as they are, and why."""
    done = stage.undoing.undo(1)
    assert (done.removed, done.restored) == (0, 0)
    assert stage.sound()
    return [(each.rows, each.why) for each in done.kept]


def test_who_has_bought_since_stays(stage: Stage) -> None:
    stage.take(NEW)
    stage.shop.till.open(stage.shop.cashier, 0)
    stage.shop.sell(stage.shop.product(), customer=stage.people()["Anna Nowak"])
    assert kept_because(stage) == [((2,), "bought")]
    assert stage.people()["Anna Nowak"].phone == "+48600700800"


def test_who_has_spent_the_points_stays(stage: Stage) -> None:
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        lot = uow.points.lots(anna.id)[0]
        uow.points.add_entry(PointsEntry(
            uuid=stage.shop.ids.uuid(), customer_id=anna.id, lot_id=lot.id, kind="redeem",
            amount=-1, at=stage.shop.clock.now(), local_day=TODAY,
        ))  # fmt: skip
        uow.commit()
    assert kept_because(stage) == [((2,), "spent")]


def test_who_was_changed_since_stays(stage: Stage) -> None:
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        uow.customers.update(replace(anna, email="a@b.pl"))
        uow.commit()
    assert kept_because(stage) == [((2,), "changed")]


def test_who_was_merged_since_stays(stage: Stage) -> None:
    ewa = stage.shop.customer("Ewa Lis", 2)
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        uow.customers.update(replace(anna, active=False))
        uow.people.put_detail(PersonDetail(customer_id=anna.id, merged_into=ewa.id))
        uow.commit()
    assert kept_because(stage) == [((2,), "merged")]


def test_whoever_others_were_merged_into_stays(stage: Stage) -> None:
    ewa = stage.shop.customer("Ewa Lis", 2)
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        uow.people.put_detail(PersonDetail(customer_id=ewa.id, merged_into=anna.id))
        uow.commit()
    assert kept_because(stage) == [((2,), "merged")]


def test_whoever_got_more_since_stays(stage: Stage) -> None:
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    stage.shop.cards.issue(stage.shop.cashier, anna.id, card_number(9))
    assert kept_because(stage) == [((2,), "changed")]


def test_whoever_was_forgotten_since_stays_so(stage: Stage) -> None:
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    with stage.shop.store.uow() as uow:
        uow.customers.update(replace(anna, name="", phone="", active=False))
        row = uow.people_imports.rows(1)[0]
        uow._db.run("UPDATE people_import_row SET before = '{}' WHERE id = ?", (row.id,))  # type: ignore[attr-defined]
        uow.commit()
    done = stage.undoing.undo(1)
    assert [(each.rows, each.why) for each in done.kept] == [((), "merged")]


@pytest.mark.parametrize("action", ["new", "updated"])
def test_who_was_forgotten_since_stays_forgotten(stage: Stage, action: str) -> None:
    """The copy kept for undoing went with the person (R24)."""
    if action == "updated":
        stage.shop.customer("Anna Nowak", 1, phone="600700800")
    stage.take(NEW)
    anna = stage.people()["Anna Nowak"]
    forgetting(stage.shop).erase(stage.shop.owner, anna.id, "asked")
    assert kept_because(stage) == [((), "merged")]
    with stage.shop.store.uow() as uow:
        assert uow.people.detail(anna.id).erased_at is not None


def test_a_card_blocked_since_keeps_its_life(stage: Stage) -> None:
    stage.take(NEW)
    stage.shop.cards.block(stage.shop.cashier, card_number(1), "lost")
    stage.undoing.undo(1)
    with stage.shop.store.uow() as uow:
        card = uow.cards.by_number(card_number(1))
    assert card is not None
    assert card.status is CardStatus.BLOCKED


def test_an_undo_is_the_owners_once_and_of_a_known_import(stage: Stage) -> None:
    stage.take(NEW)
    with pytest.raises(PosError, match="not_allowed"):
        stage.undoing.undo(1, session=stage.shop.senior)
    with pytest.raises(PosError, match="people_import_unknown"):
        stage.undoing.undo(2)
    with pytest.raises(PosError, match="import_cancelled"):
        stage.undoing.undo(1, cancelled=lambda: True)
    assert "Anna Nowak" in stage.people()
    stage.undoing.undo(1)
    with pytest.raises(PosError, match="people_import_undone"):
        stage.undoing.undo(1)
