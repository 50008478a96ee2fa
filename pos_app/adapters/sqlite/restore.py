"""Bringing a backup back: looked at in quarantine, shown, then put in place with the old file kept.

A planted trigger passes ``integrity_check``; so the schema text must equal that of a version this
program knows before anything in the file is run.
"""

from __future__ import annotations

import shutil
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os, sync_file, sync_folder
from pos_app.adapters.files.tombstones import TombstoneFile
from pos_app.adapters.sqlite import manifests, migrations
from pos_app.adapters.sqlite.adoption import adopt
from pos_app.adapters.sqlite.connection import connect, connect_read_only
from pos_app.adapters.sqlite.driver import Connection, sqlite3
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.findings import Finding
from pos_app.adapters.sqlite.integrity import check_connection
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.shred import FileShredder
from pos_app.adapters.sqlite.store import demand_known_schema, open_store
from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.events import Event
from pos_app.services.erasure import erase_again
from pos_app.services.ports import Clock, IdSource

_COMPANIONS: Final = ("-wal", "-shm")
_NO_DATABASE: Final = 26  # SQLITE_NOTADB


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """What a shop's file holds, in the figures its owner knows. ``last_receipt``: "till:number"."""

    sales: int
    customers: int
    products: int
    last_receipt: str
    last_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestorePlan:
    """A backup looked at and ready. ``lost`` and ``gained`` count sales by their uuid.

    ``current`` is None where the present file cannot be read; ``lost`` is then unknown (None).
    ``digest_ok`` is None where the backup came without a manifest.
    """

    backup: Path
    quarantined: Path
    schema_version: int
    content: Content
    current: Content | None
    lost: int | None
    gained: int
    digest_ok: bool | None
    findings: tuple[Finding, ...]

    @property
    def foreign(self) -> bool:
        """Whether another installation made it, so that its seals cannot be judged here."""
        return any(not finding.provable for finding in self.findings)


def plan_restore(backup: Path, database: Path, *, sealer: Sealer) -> RestorePlan:
    """Copy ``backup`` into quarantine, prove it, and compare it with the present shop.

    Raises ``EnvironmentProblem``: ``backup_missing``, ``backup_changed`` (its digest is not the
    manifest's), ``backup_damaged`` (``first`` difference), ``schema_changed``, ``not_ours``,
    ``database_newer``, ``disk_full``, ``read_only``.
    """
    digest_ok = _digest_ok(backup, sealer)
    if digest_ok is False:
        raise EnvironmentProblem("backup_changed", path=str(backup))
    quarantined = _quarantine(backup, database)
    try:
        connection = connect_read_only(quarantined, immutable=True)
        try:
            version = migrations.version_of(connection)
            if version == 0:
                raise EnvironmentProblem("not_ours")
            demand_known_schema(connection, version)
            report = check_connection(connection, sealer, deep=False)
            if report.differences:
                raise EnvironmentProblem("backup_damaged", first=str(report.differences[0]))
            content = _content(connection)
            current, lost, gained = _compare(connection, database)
        finally:
            connection.close()
    except EnvironmentProblem as problem:
        drop_plan_file(quarantined)
        raise _of_the_backup(problem, backup) from None
    return RestorePlan(
        backup=backup,
        quarantined=quarantined,
        schema_version=version,
        content=content,
        current=current,
        lost=lost,
        gained=gained,
        digest_ok=digest_ok,
        findings=report.findings,
    )


def _of_the_backup(problem: EnvironmentProblem, backup: Path) -> EnvironmentProblem:
    """What was found in the copy, so that nobody takes it for a fault of the shop's own data."""
    if problem.code == "not_ours" or problem.params.get("sqlite") == _NO_DATABASE:
        return EnvironmentProblem("not_ours", path=str(backup))
    if problem.code == "database_damaged":
        return EnvironmentProblem("backup_damaged", first=str(problem))
    return problem


def carry_out(
    plan: RestorePlan,
    database: Path,
    *,
    clock: Clock,
    ids: IdSource,
    key: bytes,
    person: str | None = None,
) -> Path | None:
    """Put the quarantined copy in the database's place; where the old file is kept.

    Every store of the shop must be closed and the instance lock held. The copy is brought to the
    latest schema, adopted if another installation made it, and the restore is journaled in it.
    Whoever was forgotten since the copy was made is forgotten again (R24).
    ``person`` is the uuid of whoever ordered it. Returns None where there was no old file.
    """
    sealer = Sealer(key)
    forgotten = _forgotten(database)
    _make_ready(plan, sealer)
    try:
        kept = _keep_old(database, clock.now())
        for companion in _COMPANIONS:
            database.with_name(database.name + companion).unlink(missing_ok=True)
        plan.quarantined.replace(database)
        sync_folder(database.parent)
    except OSError as error:
        raise problem_of_os(error, database) from error
    store = open_store(database, clock=clock, ids=ids, key=key)
    try:
        with store.uow() as uow:
            uow.record(_restored(plan, kept, person))
            uow.commit()
        texts, _ = erase_again(store.uow, ids, clock, forgotten)
    finally:
        store.close()
    if texts:
        FileShredder(database).clear(texts)
    return kept


def _forgotten(database: Path) -> list[str]:
    """Who was forgotten: by the list beside the data, and by the file about to be replaced.

    What the file knows more is added to the list before the file goes.
    """
    tombstones = TombstoneFile(database.parent)
    unread = (EnvironmentProblem, sqlite3.Error)  # a damaged file, or one of an older program
    with suppress(*unread), closing(connect_read_only(database)) as connection:
        rows = connection.execute("SELECT customer_uuid FROM erasure ORDER BY id").fetchall()
        tombstones.add([row[0] for row in rows])
    return list(tombstones.all())


def drop_plan_file(quarantined: Path) -> None:
    """Remove a quarantined copy that is not wanted."""
    for suffix in ("", *_COMPANIONS, "-journal"):
        quarantined.with_name(quarantined.name + suffix).unlink(missing_ok=True)


def _make_ready(plan: RestorePlan, sealer: Sealer) -> None:
    connection = connect(plan.quarantined)
    try:
        migrations.migrate(connection)
        if plan.foreign:
            adopt(connection, sealer)
        with translated():
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    finally:
        connection.close()
    try:
        sync_file(plan.quarantined)
    except OSError as error:
        raise problem_of_os(error, plan.quarantined) from error


def _restored(plan: RestorePlan, kept: Path | None, person: str | None) -> Event:
    return Event(
        type="store.restored",
        person=person,
        content={
            "backup": plan.backup.name,
            "kept": kept.name if kept else None,
            "sales_lost": plan.lost,
            "sales_gained": plan.gained,
            "foreign": plan.foreign,
        },
    )


def _digest_ok(backup: Path, sealer: Sealer) -> bool | None:
    if not backup.is_file():
        raise EnvironmentProblem("backup_missing", path=str(backup))
    beside = backup.with_suffix(".json")
    if not beside.exists():
        return None
    manifest = manifests.load(beside, sealer)
    try:
        return manifest is not None and manifests.file_digest(backup) == manifest.sha256
    except OSError as error:
        raise problem_of_os(error, backup) from error


def _quarantine(backup: Path, database: Path) -> Path:
    target = database.with_name(f".restoring-{backup.name}")
    drop_plan_file(target)
    try:
        shutil.copyfile(backup, target)
    except OSError as error:
        target.unlink(missing_ok=True)
        raise problem_of_os(error, target) from error
    return target


def _compare(
    backup: Connection, database: Path
) -> tuple[Content | None, int | None, int]:  # fmt: skip
    """The present content, and how many sales the restore would lose and gain."""
    restored = {row[0] for row in backup.execute("SELECT uuid FROM sale")}
    try:
        connection = connect_read_only(database)
    except EnvironmentProblem:
        return None, None, len(restored)
    try:
        with translated():
            present = {row[0] for row in connection.execute("SELECT uuid FROM sale")}
        return _content(connection), len(present - restored), len(restored - present)
    except EnvironmentProblem:
        return None, None, len(restored)
    finally:
        connection.close()


def _content(connection: Connection) -> Content:
    with translated():
        sales, customers, products = (
            int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608
            for table in ("sale", "customer", "product")
        )
        last = connection.execute(
            "SELECT till || ':' || number, at FROM sale ORDER BY id DESC LIMIT 1"
        ).fetchone()
    receipt, at = last or ("", "")
    return Content(
        sales=sales, customers=customers, products=products, last_receipt=receipt, last_at=at
    )  # fmt: skip


def _keep_old(database: Path, moment: datetime) -> Path | None:
    """Keep the present file, and what of its log could not be merged, under a dated name."""
    if not database.exists():
        return None
    with suppress(EnvironmentProblem):  # a damaged file is kept as it is, log and all
        connection = connect(database)
        try:
            with translated():
                connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        finally:
            connection.close()
    kept = database.with_name(f"shop-before-restore-{moment:%Y%m%d-%H%M%S-%f}.db")
    for companion in ("", "-wal"):
        old = database.with_name(database.name + companion)
        if old.exists():
            shutil.copy2(old, kept.with_name(kept.name + companion))
            sync_file(kept.with_name(kept.name + companion))
    return kept
