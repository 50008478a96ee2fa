"""The shop's store: opens the file, hands out units of work and queries, one set per thread."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.sqlite import migrations
from pos_app.adapters.sqlite.connection import APPLICATION_ID, connect, connect_read_only
from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.duplicates import SqliteDuplicates
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.journal import HEAD_CHARACTERS
from pos_app.adapters.sqlite.queries import SqliteQueries
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.session import Session
from pos_app.adapters.sqlite.unit_of_work import SqliteUnitOfWork
from pos_app.domain.errors import EnvironmentProblem
from pos_app.i18n.fold import fold as default_fold
from pos_app.services.ports import Clock, IdSource

_MARK_AT: Final = 68
"""Where the application id stands in an SQLite file (fileformat2, "The Database Header")."""

COMMITS_PER_CHECKPOINT: Final = 20
COMMITS_BEFORE_A_LOOK: Final = 200
"""The log's file keeps its size after a checkpoint, so that its size alone says nothing."""

WAL_BYTES_BEFORE_FORCED_CHECKPOINT: Final = 32 * 1024 * 1024

_log = logging.getLogger(__name__)

Fold = Callable[[str], str]


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleOutcome:
    """What became of a sale whose commit reported an error."""

    sale_id: int
    number: int
    total: int


class Store:
    """A shop's data. Made by :func:`open_store`, :func:`create_store` or :func:`open_reading`.

    Thread-safe: every thread gets its own connections. :meth:`close` once all work is done.
    """

    def __init__(
        self,
        path: Path,
        *,
        clock: Clock,
        ids: IdSource,
        sealer: Sealer,
        till: str,
        fold: Fold,
        writable: bool,
        factory: type[Any] | None = None,
    ) -> None:
        self.path = path
        self.till = till
        self.sealer = sealer
        self.writable = writable
        self.trouble: EnvironmentProblem | None = None
        """A fault after which nothing is sold until :meth:`self_check` passes."""
        self._clock = clock
        self._ids = ids
        self._fold = fold
        self._factory = factory
        self._local = threading.local()
        self._lock = threading.Lock()
        self._open: list[Connection] = []
        self._uncheckpointed = 0
        self.queries = SqliteQueries(self._reader, fold)
        self.duplicates = SqliteDuplicates(self._reader, fold)

    def uow(self) -> SqliteUnitOfWork:
        """This thread's unit of work, to be entered with ``with``.

        Where nothing may be written (a read-only medium, or a fault that stopped the selling, see
        :attr:`trouble`) reading goes on: the unit reads, and every write and commit raises the
        :class:`EnvironmentProblem` (``read_only``, or the fault with ``halted`` = True).
        """
        refusal = self._refusal()
        name = "unit" if refusal is None else "reading_unit"
        unit: SqliteUnitOfWork | None = getattr(self._local, name, None)
        if unit is None:
            unit = self._make_unit(refusal)
            setattr(self._local, name, unit)
        return unit

    def _refusal(self) -> EnvironmentProblem | None:
        if not self.writable:
            return EnvironmentProblem("read_only", path=str(self.path))
        if self.trouble is None:
            return None
        return EnvironmentProblem(self.trouble.code, **{**self.trouble.params, "halted": True})

    def journal_head(self) -> str:
        """First ten characters of the journal's last hash ("" in an empty journal)."""
        with translated():
            row = self._reader().execute(
                "SELECT hash FROM journal ORDER BY seq DESC LIMIT 1"
            ).fetchone()  # fmt: skip
        return str(row[0])[:HEAD_CHARACTERS] if row else ""

    def outcome_of_sale(self, uuid: str) -> SaleOutcome | None:
        """Whether a sale is in the file, asked on a fresh connection after an error at commit.

        Raises :class:`EnvironmentProblem` when even reading fails: then nobody knows, and selling
        stops.
        """
        connection = connect_read_only(self.path)
        try:
            with translated():
                row = connection.execute(
                    "SELECT id, number, total FROM sale WHERE uuid = ?", (uuid,)
                ).fetchone()
        finally:
            connection.close()
        return None if row is None else SaleOutcome(sale_id=row[0], number=row[1], total=row[2])

    def idle(self) -> bool:
        """Call when the counter rests: merges the write-ahead log if about 20 commits wait."""
        return self._uncheckpointed >= COMMITS_PER_CHECKPOINT and self._merge_quietly()

    def checkpoint(self, mode: str = "PASSIVE") -> None:
        """Merge the write-ahead log into the file; ``TRUNCATE`` leaves none of it behind."""
        if not self.writable:
            return
        if mode not in ("PASSIVE", "FULL", "RESTART", "TRUNCATE"):
            raise ValueError(mode)
        with translated():
            self._writer().execute(f"PRAGMA wal_checkpoint({mode})").fetchall()
        self._uncheckpointed = 0

    def self_check(self) -> list[str]:
        """After a fault: reopen, let SQLite check the file; no findings lift the stop."""
        self.release_thread()
        connection = connect(self.path)
        try:
            with translated():
                rows = connection.execute("PRAGMA integrity_check(20)").fetchall()
                rows += connection.execute("PRAGMA foreign_key_check").fetchmany(20)
        finally:
            connection.close()
        findings = [str(row[0]) for row in rows if row[0] != "ok"]
        if not findings:
            self.trouble = None
        return findings

    def release_thread(self) -> None:
        """Close this thread's connections; the next use opens new ones."""
        for name in ("writer", "reader"):
            connection = getattr(self._local, name, None)
            if connection is not None:
                connection.close()
                with self._lock:
                    self._open.remove(connection)
        self._local.__dict__.clear()

    def close(self) -> None:
        """Merge what is left and close all connections of all threads."""
        if self.writable and self.trouble is None and self._uncheckpointed:
            self._merge_quietly()
        with self._lock:
            connections, self._open = self._open, []
        for connection in connections:
            connection.close()
        self._local = threading.local()

    def _make_unit(self, refusal: EnvironmentProblem | None) -> SqliteUnitOfWork:
        session = Session(
            self._writer() if refusal is None else self._reader(),
            clock=self._clock,
            ids=self._ids,
            sealer=self.sealer,
            fold=self._fold,
            till=self.till,
            refusal=refusal,
        )
        return SqliteUnitOfWork(session, on_commit=self._committed, on_trouble=self._stop)

    def _writer(self) -> Connection:
        connection: Connection | None = getattr(self._local, "writer", None)
        if connection is None:
            connection = self._keep(connect(self.path, factory=self._factory))
            self._local.writer = connection
        return connection

    def _reader(self) -> Connection:
        connection: Connection | None = getattr(self._local, "reader", None)
        if connection is None:
            connection = self._keep(_reading_connection(self.path, writable=self.writable))
            self._local.reader = connection
        return connection

    def _keep(self, connection: Connection) -> Connection:
        with self._lock:
            self._open.append(connection)
        return connection

    def _committed(self) -> None:
        self._uncheckpointed += 1
        if self._uncheckpointed < COMMITS_BEFORE_A_LOOK:
            return
        log = Path(f"{self.path}-wal")
        if log.stat().st_size > WAL_BYTES_BEFORE_FORCED_CHECKPOINT:
            self._merge_quietly()

    def _merge_quietly(self) -> bool:
        """Checkpoint where a failure changes nothing: all is safe in the log, and stays there."""
        try:
            self.checkpoint()
        except EnvironmentProblem as problem:
            _log.warning("checkpoint failed: %s", problem)
            return False
        return True

    def _stop(self, problem: EnvironmentProblem | None) -> None:
        """After a failed commit (None) or a fault: the next look is on fresh connections."""
        if problem is not None:
            self.trouble = problem
        self.release_thread()


def _reading_connection(path: Path, *, writable: bool) -> Connection:
    try:
        return connect_read_only(path)
    except EnvironmentProblem as problem:
        log = Path(f"{path}-wal")
        unmerged = log.exists() and log.stat().st_size > 0
        if writable or unmerged or problem.code not in ("read_only", "cannot_open"):
            raise
    return connect_read_only(path, immutable=True)


def create_store(
    path: Path, *, clock: Clock, ids: IdSource, key: bytes, till: str = "1",
    fold: Fold = default_fold,
) -> Store:  # fmt: skip
    """A new, empty shop at ``path``. Raises ``EnvironmentProblem("database_exists")``."""
    if path.exists() and path.stat().st_size:
        raise EnvironmentProblem("database_exists", path=str(path))
    sealer = Sealer(key)
    connection = connect(path, create=True)
    try:
        migrations.migrate(connection)
        with translated():
            connection.execute("BEGIN IMMEDIATE")
            connection.execute(
                "INSERT INTO meta (key, value) VALUES ('shop', ?), ('key_id', ?)",
                (ids.uuid(), sealer.key_id),
            )
            connection.execute("COMMIT")
    finally:
        connection.close()
    return Store(
        path, clock=clock, ids=ids, sealer=sealer, till=till, fold=fold, writable=True
    )  # fmt: skip


def open_store(
    path: Path, *, clock: Clock, ids: IdSource, key: bytes, till: str = "1",
    fold: Fold = default_fold, before_migration: Callable[[int], None] | None = None,
    factory: type[Any] | None = None,
) -> Store:  # fmt: skip
    """An existing shop, brought to the latest schema.

    ``before_migration(version)`` makes the verified backup before an old file is changed; without
    it an old file is refused with ``migration_needs_backup``. Raises ``EnvironmentProblem``:
    ``database_missing``, ``database_newer``, ``not_ours``, ``database_damaged``,
    ``schema_changed`` (a planted or missing object), ``read_only``, ``database_busy`` …
    """
    _demand_ours(path)
    connection = connect(path)
    try:
        version = migrations.version_of(connection)
        if version == 0:
            raise EnvironmentProblem("not_ours", path=str(path))
        demand_known_schema(connection, version)
        if version < migrations.LATEST:
            if before_migration is None:
                raise EnvironmentProblem("migration_needs_backup", version=version)
            migrations.migrate(connection, before=before_migration)
    finally:
        connection.close()
    return Store(
        path, clock=clock, ids=ids, sealer=Sealer(key), till=till, fold=fold, writable=True,
        factory=factory,
    )  # fmt: skip


def _demand_ours(path: Path) -> None:
    """Refuse another program's database before a writing connection changes its header.

    The mark lies in the file's first page; a shop killed before its first merge has it in the log
    only, so that a file without the mark is asked through SQLite.
    """
    try:
        with path.open("rb") as file:
            file.seek(_MARK_AT)
            if int.from_bytes(file.read(4), "big") == APPLICATION_ID:
                return
    except OSError:
        return  # the connection says what is wrong with the file
    connection = connect_read_only(path)
    try:
        if migrations.version_of(connection) == 0:
            raise EnvironmentProblem("not_ours", path=str(path))
    finally:
        connection.close()


def open_reading(
    path: Path, *, clock: Clock, ids: IdSource, key: bytes, till: str = "1",
    fold: Fold = default_fold,
) -> Store:  # fmt: skip
    """A shop on a medium that cannot be written: receipts and reports open, nothing is sold."""
    return Store(
        path, clock=clock, ids=ids, sealer=Sealer(key), till=till, fold=fold, writable=False
    )  # fmt: skip


def demand_known_schema(connection: Connection, version: int) -> None:
    """Raise ``EnvironmentProblem("schema_changed")`` unless the file is exactly as we made it."""
    with translated():
        found = migrations.schema_text(connection)
    if migrations.is_released(found, version):
        return
    if found != migrations.known_schema(version):
        known = set(migrations.known_schema(version).splitlines())
        strange = sorted(set(found.splitlines()) ^ known)
        raise EnvironmentProblem("schema_changed", first=strange[0][:120])
