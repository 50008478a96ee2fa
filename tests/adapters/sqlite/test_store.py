"""The file's settings, the transaction's promises, and what is refused when a shop is opened."""

from __future__ import annotations

import subprocess
import sys
import threading
from pathlib import Path

import pytest

from pos_app.adapters.sqlite import connection as connection_module
from pos_app.adapters.sqlite import migrations
from pos_app.adapters.sqlite.connection import APPLICATION_ID, connect, connect_read_only
from pos_app.adapters.sqlite.driver import MINIMUM, VERSION, sqlite3
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.store import create_store, open_reading, open_store
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.domain.events import Event
from tests.adapters.sqlite.shop import (
    KEY,
    CountingIds,
    Shop,
    TickingClock,
    draft_of,
    reopened,
    sale_of,
    sell,
    sell_in,
)


def code_of(action: object, *args: object, **kwargs: object) -> str:
    with pytest.raises(EnvironmentProblem) as caught:
        action(*args, **kwargs)  # type: ignore[operator]
    return caught.value.code


def test_engine_is_past_the_wal_reset_bug() -> None:
    assert VERSION >= MINIMUM == (3, 51, 3)
    from sqlite_utils.db import sqlite3 as library_driver  # type: ignore[attr-defined]

    assert library_driver.sqlite_version == sqlite3.sqlite_version


def test_a_released_schema_is_known_by_its_digest() -> None:
    for version in range(1, migrations.LATEST + 1):
        text = migrations.known_schema(version)
        assert migrations.is_released(text, version)
        assert not migrations.is_released(text + " ", version)


def test_opening_a_shop_does_not_load_the_library(shop: Shop) -> None:
    """sqlite-utils is for schemas and migrations; a fifth of the till's start is saved."""
    script = (
        "import sys; from pathlib import Path; "
        "from pos_app.adapters.sqlite.store import open_store; "
        "from tests.adapters.sqlite.shop import CountingIds, KEY, TickingClock; "
        f"open_store(Path({str(shop.path)!r}), clock=TickingClock(), ids=CountingIds(), key=KEY)"
        ".close(); assert 'sqlite_utils' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_settings_are_what_reliability_asks(shop: Shop) -> None:
    connection = connect(shop.path)
    try:
        found = {
            name: connection.execute(f"PRAGMA {name}").fetchone()[0]
            for name in (
                "journal_mode", "synchronous", "foreign_keys", "secure_delete", "trusted_schema",
                "cell_size_check", "mmap_size", "busy_timeout", "wal_autocheckpoint",
                "recursive_triggers", "application_id", "user_version",
            )
        }  # fmt: skip
    finally:
        connection.close()
    assert found == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1,
        "trusted_schema": 0, "cell_size_check": 1, "mmap_size": 0, "busy_timeout": 5000,
        "wal_autocheckpoint": 0, "recursive_triggers": 1, "application_id": 0x504F5331,
        "user_version": migrations.LATEST,
    }  # fmt: skip


@pytest.mark.parametrize("name", ["synchronous", "secure_delete", "foreign_keys", "trusted_schema"])
def test_a_setting_that_does_not_stick_is_refused(shop: Shop, name: str) -> None:
    """The planted bug of RELIABILITY.md (synchronous=OFF) and its sisters turn the opening red."""
    wrong = {"synchronous": 0, "secure_delete": 0, "foreign_keys": 0, "trusted_schema": 1}[name]

    class Stubborn(sqlite3.Connection):  # type: ignore[misc, name-defined]
        def execute(self, sql: str, *args: object) -> object:
            if sql.startswith(f"PRAGMA {name}="):
                sql = f"PRAGMA {name}={wrong}"
            return super().execute(sql, *args)

    with pytest.raises(EnvironmentProblem) as caught:
        connect(shop.path, factory=Stubborn)
    assert caught.value.code == "setting_refused"
    assert caught.value.params["name"] == name


def test_leaving_without_commit_leaves_nothing(shop: Shop) -> None:
    before = check_file(shop.path, shop.store.sealer)
    with shop.store.uow() as uow:
        sell_in(uow, shop, "gone")

    def sell_and_fail() -> None:
        with shop.store.uow() as uow:
            sell_in(uow, shop, "gone too")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        sell_and_fail()
    after = check_file(shop.path, shop.store.sealer)
    assert (after.sales, after.head) == (0, before.head)
    with shop.store.uow() as uow:
        assert uow.sales.next_number("1") == 1


def test_transaction_is_immediate(shop: Shop) -> None:
    """The planted bug "deferred BEGIN": a read then a write fails when another writer came."""
    other = connect(shop.path)
    other.execute("PRAGMA busy_timeout=0")
    try:
        with shop.store.uow() as uow:
            uow.sales.next_number("1")
            with pytest.raises(sqlite3.OperationalError, match="locked"):
                other.execute("BEGIN IMMEDIATE")
    finally:
        other.close()


def test_a_write_after_commit_or_outside_is_a_bug(shop: Shop) -> None:
    with shop.store.uow() as uow:
        uow.commit()
        with pytest.raises(RuntimeError):
            uow.settings.put("a", 1)
        with pytest.raises(RuntimeError):
            uow.commit()
    with pytest.raises(RuntimeError):
        shop.store.uow().drafts.save(draft_of(shop, "d"))
    with shop.store.uow(), pytest.raises(RuntimeError):
        shop.store.uow().__enter__()


def test_the_same_sale_twice_is_refused_and_found(shop: Shop) -> None:
    assert sell(shop, "s-1") == 1
    with pytest.raises(PosError) as caught:
        sell(shop, "s-1")
    assert caught.value.code == "sale_exists"
    assert sell(shop, "s-2") == 2
    outcome = shop.store.outcome_of_sale("s-1")
    assert outcome is not None
    assert (outcome.number, outcome.total) == (1, 949_99)
    assert shop.store.outcome_of_sale("s-3") is None


def test_figures_that_contradict_are_never_stored(shop: Shop) -> None:
    from dataclasses import replace

    good = sale_of(shop, "x", 1, "id-6")
    for wrong in (
        replace(good, total=good.total + 1),
        replace(good, change=0),
        replace(good, tax=good.tax - 1),
    ):
        with shop.store.uow() as uow, pytest.raises(ValueError, match=r"\d|taxes"):
            uow.sales.add(wrong)


def test_threads_have_their_own_connections(shop: Shop) -> None:
    seen: list[int] = []
    problems: list[BaseException] = []

    def work(number: int) -> None:
        try:
            for turn in range(5):
                seen.append(sell(shop, f"t{number}-{turn}"))
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            problems.append(error)
        finally:
            shop.store.release_thread()

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not problems
    assert sorted(seen) == list(range(1, 21))
    assert check_file(shop.path, shop.store.sealer).is_clean


def test_idle_merges_the_log_every_twenty_commits(shop: Shop) -> None:
    shop.store.checkpoint()
    for number in range(19):
        sell(shop, f"s-{number}")
    assert shop.store.idle() is False
    sell(shop, "s-19")
    assert shop.store.idle() is True
    assert shop.store.idle() is False
    copy = connect_read_only(shop.path, immutable=True)
    try:
        assert copy.execute("SELECT count(*) FROM sale").fetchone() == (20,)
    finally:
        copy.close()


def test_a_newer_file_is_refused_in_words(shop: Shop) -> None:
    shop.store.close()
    connection = connect(shop.path)
    connection.execute(
        "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) "
        "VALUES ('pos_app', '0099_from_the_future', '2030')"
    )
    connection.close()
    assert code_of(reopened, shop.path) == "database_newer"


def test_a_higher_version_number_is_newer_too(shop: Shop) -> None:
    shop.store.close()
    connection = connect(shop.path)
    connection.execute(f"PRAGMA user_version={migrations.LATEST + 1}")
    connection.close()
    assert code_of(reopened, shop.path) == "database_newer"


def test_another_programs_database_is_not_ours_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "other.db"
    connection = sqlite3.connect(str(path))
    connection.execute("CREATE TABLE t (x)")
    connection.close()
    before = path.read_bytes()
    assert code_of(reopened, path) == "not_ours"
    assert path.read_bytes() == before


def test_an_empty_file_is_not_ours_and_stays_empty(tmp_path: Path) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    assert code_of(reopened, path) == "not_ours"
    assert path.read_bytes() == b""


def test_a_shop_whose_mark_is_still_in_the_log_opens(shop: Shop, tmp_path: Path) -> None:
    """A machine that died before the first merge leaves a file whose pages are all in the log."""
    twin = tmp_path / "twin.db"
    twin.touch()
    source = connect(shop.path)
    plain = sqlite3.connect(str(twin), isolation_level=None)
    plain.execute("PRAGMA journal_mode=WAL")
    plain.execute("PRAGMA wal_autocheckpoint=0")
    source.backup(plain)
    assert int.from_bytes(twin.read_bytes()[68:72], "big") != APPLICATION_ID
    left = tmp_path / "left.db"
    for end in ("", "-wal"):
        left.with_name(left.name + end).write_bytes(twin.with_name(twin.name + end).read_bytes())
    plain.close()
    source.close()
    opened = reopened(left)
    assert opened.writable
    opened.close()


def test_a_missing_and_a_damaged_file_are_named(tmp_path: Path) -> None:
    assert code_of(reopened, tmp_path / "none.db") == "database_missing"
    garbage = tmp_path / "garbage.db"
    garbage.write_bytes(b"this is no database at all" * 500)
    assert code_of(reopened, garbage) == "database_damaged"


def test_a_shop_is_not_made_over_another(shop: Shop) -> None:
    code = code_of(create_store, shop.path, clock=TickingClock(), ids=CountingIds(), key=KEY)
    assert code == "database_exists"


def test_a_planted_trigger_is_found_at_opening(shop: Shop) -> None:
    shop.store.close()
    connection = connect(shop.path)
    connection.execute(
        "CREATE TRIGGER planted AFTER INSERT ON sale BEGIN DELETE FROM draft; END"
    )  # fmt: skip
    connection.close()
    assert code_of(reopened, shop.path) == "schema_changed"


def test_a_missing_trigger_is_found_at_opening(shop: Shop) -> None:
    shop.store.close()
    connection = connect(shop.path)
    connection.execute("DROP TRIGGER sale_no_update")
    connection.close()
    assert code_of(reopened, shop.path) == "schema_changed"


def test_locked_by_another_program(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection_module, "BUSY_MILLISECONDS", 50)
    monkeypatch.setattr(
        connection_module,
        "_ALWAYS",
        tuple(s for s in connection_module._ALWAYS if s[0] != "busy_timeout"),
    )
    shop.store.release_thread()
    other = connect(shop.path)
    other.execute("BEGIN IMMEDIATE")
    try:
        assert code_of(sell, shop, "s-1") == "database_busy"
    finally:
        other.execute("ROLLBACK")
        other.close()
    assert sell(shop, "s-1") == 1


def test_reading_goes_on_where_nothing_can_be_written(shop: Shop) -> None:
    sell(shop, "s-1")
    shop.store.close()
    reading = open_reading(shop.path, clock=TickingClock(), ids=CountingIds(), key=KEY)
    try:
        last = reading.queries.last_receipt("1")
        assert last is not None
        assert last.number == 1
        with reading.uow() as uow:
            assert uow.sales.by_uuid("s-1") is not None
            with pytest.raises(EnvironmentProblem) as caught:
                uow.drafts.save(draft_of(shop, "d"))
            assert caught.value.code == "read_only"
            with pytest.raises(EnvironmentProblem):
                uow.commit()
    finally:
        reading.close()


def test_every_event_and_every_silent_write_is_journaled(shop: Shop) -> None:
    head = shop.store.journal_head()
    assert len(head) == 10
    with shop.store.uow() as uow:
        uow.record(Event(type="drawer.opened", person="p", content={"n": 1}))
        uow.commit()
    second = shop.store.journal_head()
    assert second != head
    with shop.store.uow() as uow:
        uow.settings.add_programme("{}", TickingClock().now(), shop.person)
        uow.commit()
    assert shop.store.journal_head() not in (head, second)
    assert check_file(shop.path, shop.store.sealer).is_clean


def test_a_float_or_an_object_never_reaches_the_journal(shop: Shop) -> None:
    for content in ({"a": 1.5}, {"a": {"b": [TickingClock()]}}, {1: "a"}):
        with shop.store.uow() as uow:
            uow.record(Event(type="bad", content=content))  # type: ignore[arg-type]
            with pytest.raises(TypeError):
                uow.commit()


def test_an_old_file_needs_a_backup_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    from tests.adapters.sqlite.shop import make_shop

    made = make_shop(tmp_path / "old.db")
    made.store.close()
    _add_another_version(monkeypatch)
    arguments = {"clock": TickingClock(), "ids": CountingIds("n"), "key": KEY}
    with pytest.raises(EnvironmentProblem) as caught:
        open_store(made.path, **arguments)  # type: ignore[arg-type]
    assert caught.value.code == "migration_needs_backup"

    def refuse(version: int) -> None:
        raise EnvironmentProblem("disk_low")

    with pytest.raises(EnvironmentProblem):
        open_store(made.path, before_migration=refuse, **arguments)  # type: ignore[arg-type]
    seen: list[int] = []
    store = open_store(made.path, before_migration=seen.append, **arguments)  # type: ignore[arg-type]
    try:
        assert seen == [migrations.LATEST - 1]
        assert check_file(made.path, Sealer(KEY)).is_clean
    finally:
        store.close()


def _add_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the next version of the program rebuilt a ledger and added a table."""
    from sqlite_utils.migrations import Migrations

    from pos_app.adapters.sqlite import schema, schema_people, schema_programme, triggers

    steps = Migrations(migrations.SET_NAME)
    versions = (schema.VERSION_1, schema_programme.VERSION_2, schema_people.VERSION_3)
    for name, statements in zip(migrations.NAMES, versions, strict=True):

        @steps(name=name)  # type: ignore[untyped-decorator]
        def _known(db: object, statements: tuple[str, ...] = statements) -> None:
            for statement in statements:
                db.conn.execute(statement)  # type: ignore[attr-defined]

    @steps(name="9999_more")  # type: ignore[untyped-decorator]
    def _more(db: object) -> None:
        db["cash_move"].transform(types={})  # type: ignore[index]
        db.conn.execute("CREATE TABLE more (id INTEGER PRIMARY KEY) STRICT")  # type: ignore[attr-defined]

    new = migrations.LATEST + 1
    monkeypatch.setattr(migrations, "MIGRATIONS", steps)
    monkeypatch.setattr(migrations, "NAMES", (*migrations.NAMES, "9999_more"))
    monkeypatch.setitem(triggers.TRIGGERS, new, triggers.TRIGGERS[migrations.LATEST])
    monkeypatch.setattr(migrations, "LATEST", new)
    migrations.known_schema.cache_clear()
    monkeypatch.setattr(migrations, "known_schema", migrations.known_schema.__wrapped__)
