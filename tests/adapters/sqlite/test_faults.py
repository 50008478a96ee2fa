"""P3: disk full, errors at any call, read-only files: a code each, and no sale twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.store import Store, open_store
from pos_app.domain.errors import EnvironmentProblem
from tests.adapters.sqlite.shop import (
    KEY,
    CountingIds,
    Shop,
    TickingClock,
    draft_of,
    reopened,
    sell,
    sell_in,
)

ERRORS = {
    "disk_full": (13, "database or disk is full"),
    "io_error": (10 | (3 << 8), "disk I/O error"),
    "read_only": (8, "attempt to write a readonly database"),
    "database_damaged": (11, "database disk image is malformed"),
    "database_busy": (5, "database is locked"),
}


class Faulty(sqlite3.Connection):  # type: ignore[misc, name-defined]
    """A connection that fails at a chosen call; ``after`` lets the call be done first."""

    calls = 0
    fail_at = 0
    lasting = False
    after = False
    code = "io_error"

    @classmethod
    @contextmanager
    def failing(cls, at: int, code: str, *, lasting: bool, after: bool = False) -> Iterator[None]:
        cls.calls, cls.fail_at, cls.code = 0, at, code
        cls.lasting, cls.after = lasting, after
        try:
            yield
        finally:
            cls.fail_at = 0

    def execute(self, sql: str, *args: Any) -> Any:
        return self._call(super().execute, sql, args)

    def executemany(self, sql: str, *args: Any) -> Any:
        return self._call(super().executemany, sql, args)

    def _call(self, do: Any, sql: str, args: tuple[Any, ...]) -> Any:
        kind = type(self)
        if not kind.fail_at or sql == "ROLLBACK":
            return do(sql, *args)
        kind.calls += 1
        if kind.calls == kind.fail_at or (kind.lasting and kind.calls > kind.fail_at):
            if kind.after:
                do(sql, *args)
            number, text = ERRORS[kind.code]
            error = sqlite3.OperationalError(text)
            error.sqlite_errorcode = number
            raise error
        return do(sql, *args)


def faulty_store(path: Path) -> Store:
    return open_store(
        path, clock=TickingClock(), ids=CountingIds("f"), key=KEY, factory=Faulty
    )  # fmt: skip


@pytest.fixture
def faulty(shop: Shop) -> Iterator[Shop]:
    shop.store.close()
    shop.store = faulty_store(shop.path)
    return shop


def calls_of_a_sale(shop: Shop) -> int:
    sell(shop, "first")
    with Faulty.failing(10**9, "io_error", lasting=False):
        sell(shop, "counted")
        return Faulty.calls


@pytest.mark.parametrize("lasting", [False, True], ids=["once", "lasting"])
@pytest.mark.parametrize("code", ERRORS)
def test_an_error_at_every_call_loses_and_doubles_nothing(
    faulty: Shop, code: str, lasting: bool
) -> None:
    """At every position: the code is told, reading goes on, a retry sells exactly once."""
    calls = calls_of_a_sale(faulty)
    assert calls > 25
    expected = 2
    for position in range(1, calls + 1):
        uuid = f"s-{position}"
        with Faulty.failing(position, code, lasting=lasting):
            with pytest.raises(EnvironmentProblem) as caught:
                sell(faulty, uuid)
            assert caught.value.code == code
            assert faulty.store.outcome_of_sale(uuid) is None
            assert faulty.store.queries.last_receipt("1") is not None
        if faulty.store.trouble is not None:
            assert code in ("io_error", "database_damaged")
            with pytest.raises(EnvironmentProblem) as halted:
                sell(faulty, uuid)
            assert halted.value.params["halted"] is True
            assert faulty.store.self_check() == []
        expected += 1
        assert sell(faulty, uuid) == expected
    report = check_file(faulty.path, faulty.store.sealer)
    assert report.is_clean
    assert report.sales == expected


@pytest.mark.parametrize("code", ["io_error", "disk_full"])
def test_an_error_after_a_good_commit_is_not_called_unsaved(faulty: Shop, code: str) -> None:
    calls = calls_of_a_sale(faulty)
    with (
        Faulty.failing(calls, code, lasting=False, after=True),
        pytest.raises(EnvironmentProblem) as caught,
    ):
        sell(faulty, "s-1")
    assert caught.value.code == code
    outcome = faulty.store.outcome_of_sale("s-1")
    assert outcome is not None
    assert outcome.number == 3
    with faulty.store.uow() as uow:
        assert uow.sales.by_uuid("s-1") is not None


def test_two_transactions_for_a_sale_would_be_seen(shop: Shop) -> None:
    """The planted bug: the ledgers in a second transaction, cut before it."""
    with shop.store.uow() as uow:
        from tests.adapters.sqlite.shop import sale_of

        customer = uow.customers.get(shop.customer)
        assert customer is not None
        uow.sales.add(sale_of(shop, "half", 1, customer.uuid))
        uow.commit()
    codes = {finding.code for finding in check_file(shop.path, shop.store.sealer).findings}
    assert {"points_spent", "points_earned"} <= codes


def test_a_really_full_disk(tmp_path: Path, filled_file: Path) -> None:
    """A file-size limit of the system stands for the full disk: SQLite gets ENOSPC's sister."""
    script = textwrap.dedent(
        """
        import resource, signal, sys
        from pathlib import Path
        from tests.adapters.sqlite.shop import Shop, CountingIds, reopened, sell
        from pos_app.domain.errors import EnvironmentProblem
        path = Path(sys.argv[1])
        shop = Shop(store=reopened(path, CountingIds("x")), path=path, ids=CountingIds("y"))
        sold = sell(shop, "before")
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        log = Path(f"{path}-wal").stat().st_size
        resource.setrlimit(resource.RLIMIT_FSIZE, (log + 20_000, resource.RLIM_INFINITY))
        codes = []
        for turn in range(4):
            try:
                sell(shop, f"s-{turn}")
            except EnvironmentProblem as problem:
                codes.append(problem.code)
                assert shop.store.outcome_of_sale(f"s-{turn}") is None
                assert shop.store.queries.last_receipt("1") is not None
        resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
        if shop.store.trouble is not None:
            assert shop.store.self_check() == []
        print(codes, sell(shop, "s-after"))
        shop.store.close()
        """
    )
    path = tmp_path / "shop.db"
    path.write_bytes(filled_file.read_bytes())
    answer = run(script, path)
    assert answer.returncode == 0, answer.stderr
    codes, number = answer.stdout.rsplit("] ", 1)
    assert "disk_full" in codes or "io_error" in codes
    report = check_file(path, Sealer(KEY))
    assert report.is_clean
    assert report.sales == int(number)


@pytest.mark.allow_log("checkpoint failed: disk_full")
def test_a_tiny_disk_that_is_really_full(tmp_path: Path, filled_file: Path) -> None:
    """A tmpfs of 2 MB, where the machine lets us mount one."""
    mount = tmp_path / "disk"
    mount.mkdir()
    made = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(mount)],
        capture_output=True, check=False,
    )  # fmt: skip
    if made.returncode:
        pytest.skip("no right to mount a small disk")
    try:
        path = mount / "shop.db"
        path.write_bytes(filled_file.read_bytes())
        shop = Shop(store=reopened(path), path=path, ids=CountingIds("z"))
        sold = 0

        def sell_until_full() -> None:
            nonlocal sold
            for turn in range(1000):
                sell(shop, f"s-{turn}")
                sold += 1

        with pytest.raises(EnvironmentProblem) as caught:
            sell_until_full()
        assert caught.value.code == "disk_full"
        assert sold > 0
        last = shop.store.queries.last_receipt("1")
        assert last is not None
        assert last.number == sold
        shop.store.close()
        assert check_file(path, Sealer(KEY)).sales == sold
    finally:
        subprocess.run(["umount", "-l", str(mount)], check=True)


def test_a_read_only_folder(filled_file: Path) -> None:
    """Opened to read, everything is there; opened to sell, the reason is told.

    The folder is not below pytest's own, which nobody but its owner may enter.
    """
    folder = Path(tempfile.mkdtemp(prefix="pos-read-only-"))
    path = folder / "shop.db"
    path.write_bytes(filled_file.read_bytes())
    script = textwrap.dedent(
        """
        import os, sys
        from pathlib import Path
        from tests.adapters.sqlite.shop import KEY, CountingIds, TickingClock, reopened
        from pos_app.adapters.sqlite.store import open_reading
        from pos_app.domain.errors import EnvironmentProblem
        path = Path(sys.argv[1])
        path.chmod(0o444)
        path.parent.chmod(0o555)
        if os.geteuid() == 0:
            os.setgroups([])
            os.setegid(65534)
            os.seteuid(65534)
        try:
            reopened(path)
            print("opened")
        except EnvironmentProblem as problem:
            print(problem.code)
        store = open_reading(path, clock=TickingClock(), ids=CountingIds(), key=KEY)
        print(len(store.queries.staff()))
        with store.uow() as uow:
            print(uow.products.get(1).sku)
        store.close()
        """
    )
    answer = run(script, path)
    folder.chmod(0o755)
    shutil.rmtree(folder)
    assert answer.returncode == 0, answer.stderr
    assert answer.stdout.split() == ["read_only", "1", "A-1"]


def test_a_vanished_draft_is_harmless_and_an_open_one_single(shop: Shop) -> None:
    from pos_app.domain.errors import PosError

    with shop.store.uow() as uow:
        uow.drafts.delete("never was")
        uow.drafts.save(draft_of(shop, "a"))
        with pytest.raises(PosError) as caught:
            uow.drafts.save(draft_of(shop, "b"))
        assert caught.value.code == "draft_open"
        uow.commit()


def test_trouble_without_a_transaction_is_not_remembered(shop: Shop) -> None:
    with pytest.raises(EnvironmentProblem), shop.store.uow():
        raise EnvironmentProblem("printer_gone")
    assert shop.store.trouble is None
    with shop.store.uow() as uow:
        sell_in(uow, shop, "s")
        uow.commit()


def run(script: str, path: Path) -> subprocess.CompletedProcess[str]:
    root = Path(__file__).parents[3]
    return subprocess.run(
        [sys.executable, "-c", script, str(path)],
        capture_output=True, text=True, timeout=60, check=False, cwd=root,
        env={**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
