"""P8: backups are proved when made, found when changed, and restored after showing the cost."""

from __future__ import annotations

import json
import shutil
import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from pos_app.adapters.files.disk import Disk
from pos_app.adapters.sqlite import manifests, migrations
from pos_app.adapters.sqlite.backup import Backups
from pos_app.adapters.sqlite.connection import connect
from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.manifests import Manifest, to_drop
from pos_app.adapters.sqlite.restore import carry_out, drop_plan_file, plan_restore
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.domain.errors import EnvironmentProblem
from tests.adapters.sqlite.shop import (
    KEY,
    CountingIds,
    Shop,
    TickingClock,
    reopened,
    sell,
)

SEALER = Sealer(KEY)
DATABASES = Path(__file__).parents[2] / "data" / "databases"


@pytest.fixture
def backups(shop: Shop) -> Backups:
    return Backups(shop.path, shop.path.parent / "backups", sealer=SEALER, clock=TickingClock())


def problem(action: object, *args: object, **kwargs: object) -> EnvironmentProblem:
    with pytest.raises(EnvironmentProblem) as caught:
        action(*args, **kwargs)  # type: ignore[operator]
    return caught.value


def test_a_backup_holds_what_was_sold_and_is_one_file(shop: Shop, backups: Backups) -> None:
    for number in range(5):
        sell(shop, f"s-{number}")
    assert backups.last_verified() is None
    file = backups.make("shift_close")
    (manifest,) = backups.list()
    assert (manifest.file, manifest.sales, manifest.last_receipt) == (file, 5, "1:5")
    assert (manifest.verified, manifest.reason) == (True, "shift_close")
    assert manifest.journal_head == shop.store.journal_head()
    assert backups.last_verified() == manifest.moment
    assert backups.is_unchanged(manifest)
    copy = backups.path_of(file)
    assert sorted(p.suffix for p in copy.parent.iterdir()) == [".db", ".json"]
    assert check_file(copy, SEALER).is_clean


def test_every_flipped_bit_is_found(shop: Shop, backups: Backups) -> None:
    file = backups.make("request")
    path = backups.path_of(file)
    good = path.read_bytes()
    (manifest,) = backups.list()
    for at in range(100, len(good), 50_021):
        path.write_bytes(good[:at] + bytes([good[at] ^ 4]) + good[at + 1 :])
        assert not backups.is_unchanged(manifest)
        assert problem(plan_restore, path, shop.path, sealer=SEALER).code == "backup_changed"


def test_a_forged_manifest_does_not_count(shop: Shop, backups: Backups) -> None:
    file = backups.make("request")
    path = backups.path_of(file).with_suffix(".json")
    data = json.loads(path.read_text())
    path.write_text(json.dumps({**data, "sales": 99}))
    assert list(backups.list()) == []
    path.write_text("{")
    assert list(backups.list()) == []
    assert backups.last_verified() is None


def test_selling_goes_on_while_a_backup_is_made(shop: Shop, backups: Backups) -> None:
    sell(shop, "s-0")
    stop = threading.Event()
    made: list[str] = []

    def work() -> None:
        while not stop.is_set():
            made.append(backups.make("timer"))

    thread = threading.Thread(target=work)
    thread.start()
    number = 1
    while len(made) < 2 and number < 3000:
        sell(shop, f"s-{number}")
        number += 1
    stop.set()
    thread.join()
    assert len(made) >= 2
    for manifest in backups.list():
        report = check_file(backups.path_of(manifest.file), SEALER)
        assert report.is_clean
        assert report.sales == manifest.sales


def test_a_tampered_shop_is_copied_but_not_called_proved(shop: Shop, backups: Backups) -> None:
    connection = connect(shop.path)
    connection.execute("UPDATE person SET role = 'senior'")
    connection.close()
    found = problem(backups.make, "request")
    assert found.code == "backup_unproved"
    assert "person" in str(found.params["first"])
    assert backups.last_verified() is None
    assert [m.verified for m in backups.list()] == [False]


def test_no_room_no_backup_and_nothing_left_behind(
    shop: Shop, backups: Backups, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Disk, "free_bytes", lambda self: 1000)
    assert problem(backups.make, "request").code == "disk_low"
    assert list((shop.path.parent / "backups").iterdir()) == []


def test_the_rest_of_a_killed_backup_is_swept(shop: Shop, backups: Backups) -> None:
    folder = shop.path.parent / "backups"
    folder.mkdir()
    rest = folder / ".making-20200101-000000-000000.db"
    rest.write_bytes(b"half")
    backups.make("request")
    assert not rest.exists()


def test_a_folder_that_cannot_be_written_is_named(shop: Shop) -> None:
    blocked = shop.path.parent / "file"
    blocked.write_text("no folder")
    backups = Backups(shop.path, blocked / "backups", sealer=SEALER, clock=TickingClock())
    assert problem(backups.make, "request").code in ("io_error", "read_only", "folder_missing")


def manifest_at(moment: datetime, *, verified: bool = True) -> Manifest:
    stamp = moment.strftime("%Y%m%d-%H%M%S")
    return Manifest(
        file=f"shop-{stamp}.db", size=1, sha256="x", made_at=moment.isoformat(
            timespec="microseconds"
        ),
        reason="timer", schema_version=1, program="0", journal_head="", journal_rows=0, sales=0,
        last_receipt="", key_id="k", verified=verified,
    )  # fmt: skip


def test_thirty_days_and_twelve_months_are_kept() -> None:
    """Two years of four backups a day: 3 newest, 30 days, 12 months, counted by hand.

    30 days back from 31 December are all of December but its first day; the twelve months' newest
    backups are the last of each month of the year, December's being one of the 30: 30 + 11; and of
    the last day the newest three are kept: + 2.
    """
    end = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    made = [
        manifest_at(end - timedelta(days=day, hours=3 * turn))
        for day in range(730)
        for turn in range(4)
    ]
    dropped = {m.file for m in to_drop(made)}
    kept = [m for m in made if m.file not in dropped]
    assert len(kept) == 30 + 11 + 2
    assert {m.made_at[:7] for m in kept} == {f"2026-{month:02d}" for month in range(1, 13)}


def test_an_unproved_copy_never_displaces_a_proved_one() -> None:
    end = datetime(2026, 12, 31, 20, 0, tzinfo=UTC)
    proved = manifest_at(end - timedelta(hours=9))
    later = [manifest_at(end - timedelta(hours=n), verified=False) for n in range(5)]
    assert proved not in to_drop([proved, *later])


def test_restore_shows_the_cost_and_keeps_the_old_file(shop: Shop, backups: Backups) -> None:
    sell(shop, "s-1")
    file = backups.make("request")
    sell(shop, "s-2")
    sell(shop, "s-3")
    shop.store.close()
    plan = plan_restore(backups.path_of(file), shop.path, sealer=SEALER)
    assert (plan.lost, plan.gained, plan.digest_ok, plan.foreign) == (2, 0, True, False)
    assert plan.content.last_receipt == "1:1"
    assert plan.current is not None
    assert plan.current.last_receipt == "1:3"
    kept = carry_out(
        plan, shop.path, clock=TickingClock(), ids=CountingIds("r"), key=KEY, person="id-1"
    )
    assert kept is not None
    assert check_file(kept, SEALER).sales == 3
    report = check_file(shop.path, SEALER)
    assert report.is_clean
    assert report.sales == 1
    shop.store = reopened(shop.path, CountingIds("q"))
    assert sell(shop, "s-4") == 2
    connection = connect(shop.path)
    rows = connection.execute("SELECT person FROM journal WHERE type = 'store.restored'")
    assert rows.fetchall() == [("id-1",)]
    connection.close()
    assert not list(shop.path.parent.glob(".restoring-*"))


def test_restore_over_a_ruined_file(shop: Shop, backups: Backups) -> None:
    """A novice's worst day: the file is rubbish, a log lies beside it, the backup is good."""
    sell(shop, "s-1")
    file = backups.make("request")
    shop.store.close()
    shop.path.write_bytes(b"rubbish" * 1000)
    Path(f"{shop.path}-wal").write_bytes(b"more rubbish")
    plan = plan_restore(backups.path_of(file), shop.path, sealer=SEALER)
    assert (plan.current, plan.lost) == (None, None)
    kept = carry_out(plan, shop.path, clock=TickingClock(), ids=CountingIds("r"), key=KEY)
    assert kept is not None
    assert kept.read_bytes().startswith(b"rubbish")
    assert check_file(shop.path, SEALER).is_clean


def test_restore_on_a_new_machine_adopts_the_shop(
    shop: Shop, backups: Backups, tmp_path: Path
) -> None:
    sell(shop, "s-1")
    file = backups.make("request")
    key = b"the key of the new installation!"
    sealer = Sealer(key)
    database = tmp_path / "new" / "shop.db"
    database.parent.mkdir()
    plan = plan_restore(backups.path_of(file), database, sealer=sealer)
    assert plan.foreign
    kept = carry_out(plan, database, clock=TickingClock(), ids=CountingIds("r"), key=key)
    assert kept is None
    report = check_file(database, sealer)
    assert report.differences == ()
    assert {f.code for f in report.findings} == {"journal_foreign_key"}


def test_a_planted_trigger_in_a_backup_is_refused(shop: Shop, backups: Backups) -> None:
    path = backups.path_of(backups.make("request"))
    path.with_suffix(".json").unlink()
    connection = sqlite3.connect(str(path))
    connection.execute(
        "CREATE TRIGGER planted AFTER INSERT ON sale BEGIN UPDATE person SET role='owner'; END"
    )
    connection.commit()
    connection.close()
    assert problem(plan_restore, path, shop.path, sealer=SEALER).code == "schema_changed"
    assert not list(shop.path.parent.glob(".restoring-*"))


def test_a_backup_of_changed_figures_is_refused(shop: Shop, backups: Backups) -> None:
    sell(shop, "s-1")
    path = backups.path_of(backups.make("request"))
    path.with_suffix(".json").unlink()
    connection = sqlite3.connect(str(path))
    connection.execute("UPDATE account SET balance = balance + 100000")
    connection.commit()
    connection.close()
    found = problem(plan_restore, path, shop.path, sealer=SEALER)
    assert found.code == "backup_damaged"
    assert "account_balance" in str(found.params["first"])


def test_missing_and_foreign_files_are_named(shop: Shop, tmp_path: Path) -> None:
    assert problem(
        plan_restore, tmp_path / "none.db", shop.path, sealer=SEALER
    ).code == "backup_missing"  # fmt: skip
    other = tmp_path / "other.db"
    connection = sqlite3.connect(str(other))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    assert problem(plan_restore, other, shop.path, sealer=SEALER).code == "not_ours"
    text = tmp_path / "text.db"
    text.write_text("hello" * 1000)
    assert problem(plan_restore, text, shop.path, sealer=SEALER).code == "not_ours"
    torn = tmp_path / "torn.db"
    torn.write_bytes(shop.path.read_bytes()[:9000])
    assert problem(plan_restore, torn, shop.path, sealer=SEALER).code == "backup_damaged"


def test_a_refused_plan_leaves_nothing(shop: Shop, backups: Backups) -> None:
    plan = plan_restore(backups.path_of(backups.make("r")), shop.path, sealer=SEALER)
    assert plan.quarantined.exists()
    drop_plan_file(plan.quarantined)
    assert not plan.quarantined.exists()


def test_every_released_database_opens_and_is_clean(tmp_path: Path) -> None:
    """One small database of every schema version lies in tests/data/databases."""
    names = sorted(path.name for path in DATABASES.glob("*.db"))
    assert names == [f"schema-{number:04d}.db" for number in range(1, migrations.LATEST + 1)]
    for name in names:
        path = tmp_path / name
        shutil.copyfile(DATABASES / name, path)
        store = reopened(path, before_migration=lambda version: None)
        try:
            assert store.queries.last_receipt("1") is not None
        finally:
            store.close()
        assert check_file(path, SEALER).is_clean
        plan = plan_restore(DATABASES / name, tmp_path / "target.db", sealer=SEALER)
        carry_out(plan, tmp_path / "target.db", clock=TickingClock(), ids=CountingIds("r"), key=KEY)
        assert check_file(tmp_path / "target.db", SEALER).is_clean


def test_every_migration_has_its_database() -> None:
    """Whoever adds a migration adds the old database first: the file names are the list."""
    assert len(migrations.NAMES) == len(list(DATABASES.glob("schema-*.db")))


def test_manifest_round_trip(tmp_path: Path) -> None:
    manifest = replace(
        manifest_at(datetime(2026, 1, 1, tzinfo=UTC)), key_id=SEALER.key_id, reason="день"
    )
    path = tmp_path / "m.json"
    path.write_text(manifests.dump(manifest, SEALER), encoding="utf-8")
    assert manifests.load(path, SEALER) == manifest
    assert manifests.load(path, Sealer(b"another key, another house......")) == manifest
