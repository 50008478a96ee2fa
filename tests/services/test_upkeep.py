"""Backups when they are due, a journal to read and prove, and a clock one can trust."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.journal_pages import SqliteJournalPages
from pos_app.adapters.sqlite.proofs import SqliteProofs
from pos_app.domain.errors import EnvironmentProblem, NeedsApproval, PosError
from pos_app.domain.staff import MATRIX, Action, Right, Role
from pos_app.services.audit import AuditService, JournalRow
from pos_app.services.backup import BackupService
from pos_app.services.clock_guard import EVENT_REF, ClockGuard
from tests.builders import SENIOR_PIN, Shop
from tests.fakes import OPENING, FakeBackup

# --- backups -------------------------------------------------------------------------------------


@pytest.fixture
def port(shop: Shop) -> FakeBackup:
    return FakeBackup(shop.clock)


@pytest.fixture
def backup(shop: Shop, port: FakeBackup) -> BackupService:
    return BackupService(port, shop.store.uow, shop.settings, shop.clock, shop.sink)


def test_a_copy_is_due_every_quarter_of_an_hour_while_trading(
    shop: Shop, backup: BackupService
) -> None:
    shop.clock.advance(minutes=14, seconds=59)
    assert not backup.due(trading=True)
    shop.clock.advance(seconds=1)
    assert backup.due(trading=True)
    assert not backup.due(trading=False)
    backup.make("timer")
    assert not backup.due(trading=True)
    shop.settings.change(shop.owner, "backup.every_minutes", 5)
    shop.clock.advance(minutes=5)
    assert backup.due(trading=True)


def test_a_turned_clock_makes_no_copy_due(shop: Shop, backup: BackupService) -> None:
    shop.clock.set(OPENING + timedelta(days=1))
    assert not backup.due(trading=True)


def test_a_copy_is_journaled_with_its_reason_and_who_asked(
    shop: Shop, backup: BackupService, port: FakeBackup
) -> None:
    assert backup.make("shift_close") == "shop-1.db"
    backup.make("request", shop.cashier)
    assert port.made == ["shift_close", "request"]
    assert [(c, p) for _, c, p, _ in shop.events("backup.")] == [
        ({"file": "shop-1.db", "reason": "shift_close"}, None),
        ({"file": "shop-2.db", "reason": "request"}, shop.people["Anna"].uuid),
    ]
    assert shop.sink.topics == ["backup", "backup"]


def test_a_copy_by_hand_is_asked_of_the_table(
    shop: Shop, backup: BackupService, port: FakeBackup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MATRIX, Action.BACKUP, (Right.NO, Right.YES, Right.YES))
    with pytest.raises(PosError):
        backup.make("request", shop.cashier)
    assert port.made == []


def test_a_failed_copy_is_said_and_tried_again_later(
    shop: Shop, backup: BackupService, port: FakeBackup
) -> None:
    port.fault = EnvironmentProblem("disk_full")
    shop.clock.advance(minutes=15)
    with pytest.raises(EnvironmentProblem):
        backup.make("timer")
    state = backup.state()
    assert (state.failed, state.last_verified, state.old) == ("disk_full", None, True)
    assert not backup.due(trading=True)
    assert shop.sink.heard == [("backup", "disk_full")]
    assert shop.events("backup.") == []
    port.fault = None
    shop.clock.advance(minutes=15)
    assert backup.due(trading=True)
    backup.make("timer")
    state = backup.state()
    assert (state.failed, state.last_verified, state.old) == ("", shop.clock.now(), False)


def test_two_days_without_a_copy_are_too_long(shop: Shop, backup: BackupService) -> None:
    backup.make("timer")
    shop.clock.advance(days=1, hours=23)
    assert not backup.state().old
    shop.clock.advance(hours=1)
    assert backup.state().old


# --- the journal ---------------------------------------------------------------------------------


@pytest.fixture
def audit(shop: Shop) -> AuditService:
    store = shop.store
    return AuditService(
        store.uow,
        SqliteJournalPages(store.path),
        SqliteProofs(store.path, store.sealer),
        shop.sink,
    )


def test_the_journal_is_read_page_by_page_with_names(shop: Shop, audit: AuditService) -> None:
    shop.till.open(shop.cashier, 0)
    shop.permissions.approve(
        Action.DRAWER_OPEN,
        session=shop.cashier,
        event_ref="d",
        reason="change",
        secret=SENIOR_PIN,
        approver_id=shop.people["Marta"].id,
    )
    newest, opened = audit.page(shop.senior, limit=2)
    assert (newest.type, newest.person_name, newest.approver_name) == (
        "approval.given",
        "Anna",
        "Marta",
    )
    assert (opened.type, opened.person_name, opened.approver_name) == ("shift.opened", "Anna", "")
    assert newest.seq == opened.seq + 1
    assert opened.at == OPENING
    assert json.loads(opened.content)["float"] == 0
    (first,) = audit.page(shop.owner, before=opened.seq)
    assert first.type == "shop.created"
    assert [row.type for row in audit.page(shop.owner, prefix="shift.")] == ["shift.opened"]
    assert audit.page(shop.owner, before=first.seq) == []


class Pages:
    """One page with this content."""

    def __init__(self, content: str) -> None:
        self.content = content

    def page(self, *, before: int | None, limit: int, prefix: str) -> list[JournalRow]:
        return [
            JournalRow(
                seq=1, at=OPENING, type="x.y", person=None, approver=None, content=self.content
            )
        ]  # fmt: skip


def test_an_entry_names_whom_it_is_about(shop: Shop) -> None:
    customer = shop.customer()
    anna = shop.people["Anna"]

    def about(content: object) -> str:
        text = content if isinstance(content, str) else json.dumps(content)
        proofs = SqliteProofs(shop.store.path, shop.store.sealer)
        (row,) = AuditService(shop.store.uow, Pages(text), proofs, shop.sink).page(shop.owner)
        return row.subject_name

    assert about({"who": anna.uuid}) == "Anna"
    assert about({"customer": customer.uuid}) == customer.name != ""
    assert about({"who": "nobody"}) == ""
    assert about({"customer": "erased"}) == ""
    assert about({"customer": None, "total": 5}) == ""
    assert about([1, 2]) == ""
    assert about("{spoilt") == ""


def test_a_cashier_reads_the_journal_with_consent_only(shop: Shop, audit: AuditService) -> None:
    with pytest.raises(NeedsApproval):
        audit.page(shop.cashier)
    with pytest.raises(NeedsApproval):
        audit.check(shop.cashier)


def test_a_sound_shop_has_no_differences(shop: Shop, audit: AuditService) -> None:
    shop.till.open(shop.cashier, 0)
    shop.sell(shop.product(), customer=shop.customer())
    assert audit.check(shop.senior) == []
    assert shop.events("integrity.") == []


def test_a_changed_row_raises_an_alarm(shop: Shop, audit: AuditService) -> None:
    shop.till.open(shop.cashier, 0)
    shop.sell(shop.product())
    shop.store.release_thread()
    connection = sqlite3.connect(str(shop.store.path))
    triggers = connection.execute(
        "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'sale'"
    ).fetchall()
    for name, _ in triggers:
        connection.execute(f'DROP TRIGGER "{name}"')
    connection.execute("UPDATE sale SET total = total + 100")
    for _, sql in triggers:
        connection.execute(sql)
    connection.commit()
    connection.close()
    found = audit.check()
    assert found
    ((_, content, person, _),) = shop.events("integrity.")
    assert content["differences"] == len(found)
    assert content["code"] == found[0].code
    assert person is None
    assert shop.sink.heard[-1] == ("integrity", found[0].code)
    assert audit.check(shop.owner)
    assert shop.events("integrity.")[-1][2] == shop.people["Leyla"].uuid


# --- the clock -----------------------------------------------------------------------------------


@pytest.fixture
def guard(shop: Shop) -> ClockGuard:
    return ClockGuard(shop.store.uow, shop.permissions, shop.clock, shop.sink)


def test_a_new_shop_has_nothing_to_compare_with(shop: Shop, guard: ClockGuard) -> None:
    state = guard.state()
    assert (state.kind, state.last_record, state.trusted) == ("fine", None, True)


@pytest.mark.parametrize(
    ("moved", "kind"),
    [
        (timedelta(0), "fine"),
        (timedelta(minutes=-5), "fine"),
        (timedelta(minutes=-5, seconds=-1), "behind"),
        (timedelta(days=-300), "behind"),
        (timedelta(days=7), "fine"),
        (timedelta(days=7, seconds=1), "ahead"),
    ],
)
def test_back_by_5_minutes_or_on_by_7_days(
    shop: Shop, guard: ClockGuard, moved: timedelta, kind: str
) -> None:
    shop.till.open(shop.cashier, 0)
    shop.clock.set(OPENING + moved)
    state = guard.state()
    assert (state.kind, state.last_record) == (kind, OPENING)
    assert state.trusted is (kind == "fine")
    assert guard.may_expire() is state.trusted
    if not state.trusted:
        with pytest.raises(PosError) as refusal:
            guard.ensure_redeeming()
        assert (refusal.value.code, refusal.value.params) == ("clock_untrusted", {"kind": kind})
    else:
        guard.ensure_redeeming()


def turned_back(shop: Shop) -> None:
    shop.till.open(shop.cashier, 0)
    shop.clock.set(OPENING - timedelta(days=2))


@pytest.mark.parametrize("role", [Role.SENIOR, Role.OWNER])
def test_a_senior_confirms_the_clock(shop: Shop, guard: ClockGuard, role: Role) -> None:
    turned_back(shop)
    state = guard.confirm(shop.as_role(role))
    assert (state.kind, state.trusted) == ("behind", True)
    guard.ensure_redeeming()
    ((_, content, _, approver),) = shop.events("clock.")
    assert content == {
        "kind": "behind",
        "now": "2026-11-20T08:00:00+00:00",
        "last": "2026-11-22T08:00:00+00:00",
    }
    assert approver is None
    assert shop.sink.heard[-1] == ("clock", "")
    assert guard.confirm(shop.as_role(role)) == state
    assert len(shop.events("clock.")) == 1


def test_a_cashier_needs_a_second_person(shop: Shop, guard: ClockGuard) -> None:
    turned_back(shop)
    with pytest.raises(NeedsApproval) as asked:
        guard.confirm(shop.cashier)
    assert asked.value.params["event_ref"] == EVENT_REF
    approval = shop.permissions.approve(
        Action.CLOCK_CONFIRM,
        session=shop.cashier,
        event_ref=EVENT_REF,
        reason="battery",
        secret=SENIOR_PIN,
        approver_id=shop.people["Marta"].id,
    )
    assert guard.confirm(shop.cashier, approval=approval).trusted
    assert shop.events("clock.")[0][3] == shop.people["Marta"].uuid


def test_a_confirmation_lasts_while_the_clock_runs_evenly(shop: Shop, guard: ClockGuard) -> None:
    turned_back(shop)
    guard.confirm(shop.senior)
    shop.clock.advance(hours=9)
    assert guard.state().trusted
    shop.clock.set(shop.clock.now() - timedelta(minutes=5))
    assert guard.state().trusted
    shop.clock.set(shop.clock.now() - timedelta(seconds=1))
    assert not guard.state().trusted


def test_a_restart_asks_again(shop: Shop, guard: ClockGuard) -> None:
    turned_back(shop)
    guard.confirm(shop.senior)
    fresh = ClockGuard(shop.store.uow, shop.permissions, shop.clock, shop.sink)
    assert not fresh.state().trusted


def test_the_last_record_is_the_latest_kind_of_it(shop: Shop, guard: ClockGuard) -> None:
    shop.till.open(shop.cashier, 0)
    shop.clock.advance(minutes=30)
    sold: Any = shop.sell(shop.product())
    assert sold.number == 1
    assert guard.state().last_record == OPENING + timedelta(minutes=30)
