"""Forgetting a person: to the byte, with ledgers whole, and for good (R24, P11)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pos_app.adapters.documents.renderer import SlipDrawer
from pos_app.adapters.files.tombstones import TombstoneFile
from pos_app.adapters.sqlite import connection as connections
from pos_app.adapters.sqlite.backup import Backups
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.restore import carry_out, plan_restore
from pos_app.adapters.sqlite.shred import FileShredder
from pos_app.adapters.sqlite.store import Store, create_store, open_store
from pos_app.domain.card import CardStatus
from pos_app.domain.customer import Customer
from pos_app.domain.errors import EnvironmentProblem, NeedsApproval, PosError
from pos_app.domain.staff import Action
from pos_app.services.documents import JobKind, Paper, to_show
from pos_app.services.erasure import ERASED
from pos_app.services.erasure_records import ErasureCounts
from pos_app.services.records import CustomerQuery
from pos_app.services.snapshots import load_receipt
from tests.builders import OWNER_SECRET, Shop, card_number
from tests.services.desk import make_counter
from tests.services.forget_stage import Known, forgetting, known_person, traces

KEY = b"k" * 32


@pytest.fixture
def known(shop: Shop) -> Known:
    """The person of whom everything is known."""
    return known_person(shop)


def forget(known: Known) -> None:
    outcome = forgetting(known.shop).erase(known.shop.owner, known.person.id, "asked")
    assert outcome.people == 2
    assert outcome.left == 0


class TestToTheByte:
    def test_every_mark_is_in_the_file_before(self, known: Known) -> None:
        known.shop.store.checkpoint("TRUNCATE")
        gone_by_themselves = {"old name", "old phone", "old email", "old note", "dropped contact"}
        found = set(traces(known.shop.store.path, known.marks))
        assert set(known.marks) - found <= gone_by_themselves

    def test_no_byte_is_left_after(self, known: Known) -> None:
        forget(known)
        assert traces(known.shop.store.path, known.marks) == []

    def test_nothing_is_left_even_before_the_file_is_written_anew(
        self, known: Known, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """The engine overwrites what it frees; writing the file anew is the second net."""
        monkeypatch.setattr(FileShredder, "find", lambda self, texts: [])
        forget(known)
        assert traces(known.shop.store.path, known.marks) == []

    def test_the_log_alone_would_keep_it(
        self, known: Known, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(FileShredder, "clear", lambda self, texts: 0)
        forget(known)
        assert traces(known.shop.store.path, known.marks)

    def test_the_checker_finds_nothing(self, known: Known) -> None:
        forget(known)
        assert check_file(known.shop.store.path, known.shop.store.sealer).findings == ()

    def test_words_that_had_to_stay_are_counted(self, known: Known) -> None:
        """Somebody typed the name as a reason: the ledger keeps it, and the owner hears of it."""
        with known.shop.store.uow() as uow:
            card = uow.cards.of_customer(known.person.id)[0]
        known.shop.cards.block(known.shop.owner, card.number, f"Ögetürkən {known.marks['name']}")
        outcome = forgetting(known.shop).erase(known.shop.owner, known.person.id, "asked")
        assert outcome.left == 1

    def test_a_file_that_cannot_be_read_through_is_said(
        self, known: Known, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def busy(self: FileShredder, texts: list[str]) -> int:
            raise EnvironmentProblem("database_busy")

        monkeypatch.setattr(FileShredder, "clear", busy)
        outcome = forgetting(known.shop).erase(known.shop.owner, known.person.id, "asked")
        assert outcome.left is None


@pytest.fixture
def careless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shop: Shop) -> Iterator[Store]:
    """A store whose engine does not overwrite what it frees."""
    kept = tuple(
        ("secure_delete", "OFF", 0) if name == "secure_delete" else (name, value, expected)
        for name, value, expected in connections._WRITING
    )
    monkeypatch.setattr(connections, "_WRITING", kept)
    store = create_store(tmp_path / "careless.db", clock=shop.clock, ids=shop.ids, key=KEY)
    yield store
    store.close()


class TestPlanted:
    def test_an_engine_that_does_not_overwrite_is_found_out(
        self, careless: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with careless.uow() as uow:
            people = [
                uow.customers.add(
                    Customer(id=0, uuid=f"u{n}", name=f"Wielkaćma{n:04d}", note="x" * 90)
                )
                for n in range(400)
            ]
            uow.commit()
        with careless.uow() as uow:
            for each in people:
                uow.erasures.wipe([each])
                uow.customers.update(Customer(id=each, uuid=f"u{each - people[0]}", active=False))
            uow.commit()
        careless.checkpoint("TRUNCATE")
        marks = {str(n): f"Wielkaćma{n:04d}" for n in range(400)}
        assert traces(careless.path, marks)
        shredder = FileShredder(careless.path)
        assert shredder.find(list(marks.values()))
        assert shredder.clear(list(marks.values())) == 0
        assert traces(careless.path, marks) == []


class TestWhatStays:
    def test_receipts_keep_lines_and_sums_without_the_person(self, known: Known) -> None:
        before = known.shop.receipts.read(known.sale)
        assert before.loyalty is not None
        assert before.coupons[0].named
        forget(known)
        after = known.shop.receipts.read(known.sale)
        assert after.loyalty == replace(before.loyalty, customer_name="", card_last4="")
        assert (after.lines, after.total, after.tenders) == (
            before.lines, before.total, before.tenders,
        )  # fmt: skip
        assert after.coupons[0] == replace(before.coupons[0], customer_name="", card_last4="")

    def test_such_a_receipt_is_copied_and_drawn(self, known: Known, tmp_path: Path) -> None:
        forget(known)
        copy = known.shop.receipts.reprint(known.shop.owner, known.sale)
        assert copy.total == known.shop.receipts.read(known.sale).total
        with known.shop.store.uow() as uow:
            job = uow.print_jobs.of_document("receipt", known.sale)[-1]
            slip = uow.returns.by_uuid(known.back)
        assert slip is not None
        drawer = SlipDrawer(tmp_path)
        for shown in (
            job,
            to_show(JobKind.RECEIPT, slip.slip),
            to_show(JobKind.COUPON, job.payload, ref=load_receipt(job.payload).coupons[0].code),
        ):
            assert drawer.pdf(shown, Paper.ROLL_80).startswith(b"%PDF")

    def test_ledgers_stay_and_points_lapse(self, known: Known) -> None:
        shop, me = known.shop, known.person.id
        with shop.store.uow() as uow:
            before, account = uow.points.entries(me), uow.customers.account(me)
        assert account.balance > 0
        forget(known)
        with shop.store.uow() as uow:
            after = uow.points.entries(me)
            assert after[: len(before)] == before
            lapsed = after[len(before) :]
            assert {entry.reason for entry in lapsed} == {ERASED}
            assert sum(entry.amount for entry in lapsed) == -account.balance
            assert uow.customers.account(me) == replace(account, balance=0)
            assert len(uow.customers.consents(me)) == 1

    def test_the_card_is_closed_and_gives_nothing(self, known: Known) -> None:
        forget(known)
        with known.shop.store.uow() as uow:
            card = uow.cards.by_number(card_number(5))
            assert card is not None
            assert (card.status, card.reason) == (CardStatus.CLOSED, ERASED)
            coupons = uow.coupons.of_customer(known.person.id)
            assert [coupon.state for coupon in coupons] == ["void", "void"]

    def test_a_card_handed_in_before_keeps_its_story(self, known: Known) -> None:
        shop = known.shop
        shop.cards.replace_card(shop.owner, card_number(5), card_number(6), "worn")
        forget(known)
        with shop.store.uow() as uow:
            old, new = uow.cards.by_number(card_number(5)), uow.cards.by_number(card_number(6))
        assert old is not None
        assert new is not None
        assert (old.status, old.reason) == (CardStatus.REPLACED, "worn")
        assert new.status is CardStatus.CLOSED

    def test_nobody_finds_the_person(self, known: Known) -> None:
        forget(known)
        queries = known.shop.store.queries
        for text in ("ögetürk", "601987651", "wielkacma", "zazolc"):
            assert queries.search_customers(CustomerQuery(text=text, limit=9, offset=0)) == []
        with known.shop.store.uow() as uow:
            person = uow.customers.get(known.person.id)
            assert person == Customer(
                id=known.person.id, uuid=known.person.uuid, active=False,
                created_at=known.person.created_at,
            )  # fmt: skip

    def test_a_parked_sale_goes_on_without_the_person(self, known: Known) -> None:
        forget(known)
        with known.shop.store.uow() as uow:
            (parked,) = uow.drafts.parked("1")
        assert (parked.customer_id, parked.card_number, parked.parked_label) == (None, None, "")
        assert len(parked.lines) == 1

    def test_the_journal_says_who_and_why_without_a_name(self, known: Known) -> None:
        forget(known)
        events = known.shop.events("customer.erased")
        assert [content["reason"] for _, content, _, _ in events] == ["asked", "asked"]
        assert known.other is not None
        assert [content["customer"] for _, content, _, _ in events] == [
            known.person.uuid, known.other.uuid,
        ]  # fmt: skip
        assert {person for _, _, person, _ in events} == {known.shop.owner.person_uuid}

    def test_those_who_live_on_keep_their_household(self, known: Known) -> None:
        shop = known.shop
        partner = shop.customer("Marek", 9)
        with shop.store.uow() as uow:
            (home,) = uow.people.households()
            detail = uow.people.detail(partner.id)
            uow.people.put_detail(replace(detail, household_id=home.id))
            uow.commit()
        assert forgetting(shop).preview(known.person.id).counts.households == 0
        forgetting(shop).erase(shop.owner, known.person.id, "asked")
        with shop.store.uow() as uow:
            assert [each.name for each in uow.people.households()] == [home.name]
            assert uow.people.members(home.id) == [partner.id]


class TestAsking:
    def test_the_preview_counts_what_goes_and_stays(self, known: Known) -> None:
        preview = forgetting(known.shop).preview(known.person.id)
        assert preview.name == f"Ögetürkən {known.marks['name']}"
        assert (preview.people, preview.certificates) == (2, 0)
        with known.shop.store.uow() as uow:
            assert preview.points == uow.customers.account(known.person.id).balance
        counts = preview.counts
        assert counts == ErasureCounts(
            contacts=3, notes=4, answers=2, needs=1, forms=3, merges=1, imports=1, parked=1,
            coupons=1, households=1, jobs=counts.jobs, receipts=2, returns=1, cards=1, consents=1,
        )  # fmt: skip
        assert counts.jobs >= 3

    def test_a_cashier_may_not_and_a_senior_asks(self, known: Known) -> None:
        service, shop = forgetting(known.shop), known.shop
        with pytest.raises(PosError, match="not_allowed"):
            service.erase(shop.cashier, known.person.id, "asked")
        with pytest.raises(NeedsApproval):
            service.erase(shop.senior, known.person.id, "asked")
        consent = shop.permissions.approve(
            Action.CUSTOMER_ERASE, session=shop.senior, event_ref=known.person.uuid,
            reason="asked", secret=OWNER_SECRET, approver_id=shop.people["Leyla"].id,
        )  # fmt: skip
        service.erase(shop.senior, known.person.id, "asked", approval=consent)
        _, _, person, approver = shop.events("customer.erased")[0]
        assert person == shop.senior.person_uuid
        assert approver == shop.people["Leyla"].uuid

    def test_reasons_are_codes(self, known: Known) -> None:
        with pytest.raises(PosError, match="setting_invalid"):
            forgetting(known.shop).erase(known.shop.owner, known.person.id, "Anna said so")

    def test_once_is_enough(self, known: Known) -> None:
        forget(known)
        service = forgetting(known.shop)
        with pytest.raises(PosError, match="customer_erased"):
            service.erase(known.shop.owner, known.person.id, "asked")
        with pytest.raises(PosError, match="customer_erased"):
            service.preview(known.person.id)

    def test_not_while_they_stand_at_the_till(self, known: Known) -> None:
        known.counter.desk.attach_customer(known.person.id)
        with pytest.raises(PosError, match="customer_on_sale"):
            forgetting(known.shop).erase(known.shop.owner, known.person.id, "asked")

    def test_whoever_was_merged_away_means_the_survivor(self, known: Known) -> None:
        with known.shop.store.uow() as uow:
            (merged,) = uow.people.merged_from(known.person.id)
        assert forgetting(known.shop).erase(known.shop.owner, merged, "asked").people == 2


class TestMany:
    def test_one_by_one_with_progress(self, shop: Shop) -> None:
        make_counter(shop)
        people = [shop.customer(f"Person Nr {n}", n + 1) for n in range(3)]
        told: list[tuple[int, int]] = []
        service = forgetting(shop)
        service.erase(shop.owner, people[1].id, "asked")
        outcome = service.erase_all(
            shop.owner, [p.id for p in people], "unused", progress=lambda d, n: told.append((d, n))
        )
        assert (outcome.people, outcome.left) == (2, 0)
        assert told == [(0, 3), (1, 3), (2, 3)]

    def test_stopping_keeps_what_is_done(self, shop: Shop) -> None:
        people = [shop.customer(f"Person Nr {n}", n + 1) for n in range(3)]

        def stop(done: int, total: int) -> None:
            if done == 1:
                raise InterruptedError

        with pytest.raises(InterruptedError):
            forgetting(shop).erase_all(shop.owner, [p.id for p in people], "unused", progress=stop)
        with shop.store.uow() as uow:
            assert uow.erasures.erased() == [people[0].uuid]

    def test_nobody_to_forget_touches_nothing(self, shop: Shop) -> None:
        outcome = forgetting(shop).erase_all(shop.owner, [], "unused", progress=lambda d, n: None)
        assert (outcome.people, outcome.left) == (0, 0)

    def test_what_goes_wrong_is_not_passed_over(self, shop: Shop) -> None:
        with pytest.raises(PosError, match="customer_unknown"):
            forgetting(shop).erase_all(shop.owner, [99], "unused", progress=lambda d, n: None)


class TestForGood:
    def test_a_restore_brings_nobody_back(self, known: Known, tmp_path: Path) -> None:
        shop, path = known.shop, known.shop.store.path
        sealer = shop.store.sealer
        backups = Backups(path, tmp_path / "copies", sealer=sealer, clock=shop.clock)
        file = backups.make("request")
        forget(known)
        shop.store.close()
        plan = plan_restore(backups.path_of(file), path, sealer=sealer)
        carry_out(plan, path, clock=shop.clock, ids=shop.ids, key=KEY)
        assert traces(path, known.marks) == []
        assert check_file(path, sealer).findings == ()
        store = open_store(path, clock=shop.clock, ids=shop.ids, key=KEY)
        with store.uow() as uow:
            assert uow.erasures.erased() == [
                known.person.uuid, known.other.uuid if known.other else "",
            ]  # fmt: skip
        store.close()

    @pytest.mark.parametrize("lost", ["list", "file"])
    def test_either_memory_is_enough(self, known: Known, tmp_path: Path, lost: str) -> None:
        shop, path = known.shop, known.shop.store.path
        sealer = shop.store.sealer
        backups = Backups(path, tmp_path / "copies", sealer=sealer, clock=shop.clock)
        file = backups.make("request")
        forget(known)
        shop.store.close()
        if lost == "list":
            (path.parent / "forgotten.txt").unlink()
        plan = plan_restore(backups.path_of(file), path, sealer=sealer)
        if lost == "file":
            path.write_bytes(b"rubbish" * 999)
        carry_out(plan, path, clock=shop.clock, ids=shop.ids, key=KEY)
        assert traces(path, known.marks) == []
        assert TombstoneFile(path.parent).all()[0] == known.person.uuid

    def test_a_file_put_back_by_hand_is_seen_when_the_shop_opens(
        self, known: Known, tmp_path: Path
    ) -> None:
        shop, path = known.shop, known.shop.store.path
        service = forgetting(shop)
        assert service.keep_gone() == 0
        shop.store.checkpoint("TRUNCATE")
        before = path.read_bytes()
        forget(known)
        assert service.keep_gone() == 0
        shop.store.close()
        path.write_bytes(before)
        assert service.keep_gone() == 2
        assert traces(path, known.marks) == []
        assert [content["reason"] for _, content, _, _ in shop.events("customer.erased")] == [
            "restored", "restored",
        ]  # fmt: skip
        assert service.keep_gone() == 0

    def test_the_list_is_written_when_it_was_lost(self, known: Known) -> None:
        forget(known)
        folder = known.shop.store.path.parent
        (folder / "forgotten.txt").unlink()
        assert forgetting(known.shop).keep_gone() == 0
        assert TombstoneFile(folder).all()[0] == known.person.uuid

    def test_strangers_in_the_list_do_no_harm(self, shop: Shop) -> None:
        TombstoneFile(shop.store.path.parent).add(["nobody", "x" * 50])
        assert forgetting(shop).keep_gone() == 0


class TestUnused:
    def test_people_who_have_not_come_for_long(self, shop: Shop) -> None:
        first = shop.customer("Alicja", 1)
        make_counter(shop)
        shop.clock.advance(days=400)
        second = shop.customer("Basia", 2)
        soap = shop.product()
        today = shop.book.today()
        with shop.store.uow() as uow:
            found = uow.erasures.unused(today - timedelta(days=30), 10)
            assert [(each.name, each.last_day) for each in found] == [
                ("Alicja", today - timedelta(days=400))
            ]
            assert uow.erasures.count_unused(today - timedelta(days=30)) == 1
            assert uow.erasures.count_unused(today + timedelta(days=1)) == 2
        shop.sell(soap, customer=first)
        with shop.store.uow() as uow:
            assert uow.erasures.count_unused(today) == 0
        assert second.active

    def test_old_answers(self, known: Known) -> None:
        with known.shop.store.uow() as uow:
            assert uow.erasures.count_old_answers(date(2000, 1, 1)) == 0
            assert uow.erasures.drop_old_answers(date(2100, 1, 1)) == 2
            assert uow.erasures.count_old_answers(date(2100, 1, 1)) == 0
            uow.commit()
        assert check_file(known.shop.store.path, known.shop.store.sealer).findings == ()


def test_a_slip_that_is_no_slip_is_dropped() -> None:
    from pos_app.adapters.sqlite.erasures import without_person

    assert without_person("no JSON") == ""
    assert json.loads(without_person('{"a":[{"customer_name":"x","n":1}]}')) == {
        "a": [{"customer_name": "", "n": 1}]
    }
