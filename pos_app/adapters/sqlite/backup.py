"""Verified backups: copied in one go while selling goes on, opened and proved, then named.

Never a file copy: the write-ahead log would be missing. Never stepwise: such a backup starts again
at every sale and does not end. The manifest's digest finds what ``integrity_check`` does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Final

import pos_app
from pos_app.adapters.files.disk import (
    REFUSE_BELOW,
    Disk,
    problem_of_os,
    sync_file,
    sync_folder,
    write_text_durably,
)
from pos_app.adapters.sqlite import manifests
from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.findings import Report
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.manifests import Manifest
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.session import utc_text
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.ports import Clock

UNFINISHED: Final = ".making-"
SUFFIX: Final = ".db"
MANIFEST_SUFFIX: Final = ".json"


class Backups:
    """See :class:`pos_app.services.ports.BackupPort`: copies of ``database`` in ``folder``.

    Works from any thread, beside a running store. The caller records the journal event.
    """

    def __init__(self, database: Path, folder: Path, *, sealer: Sealer, clock: Clock) -> None:
        self._database = database
        self._folder = folder
        self._sealer = sealer
        self._clock = clock

    def make(self, reason: str) -> str:
        """Make and prove one backup, then let old ones go; its file name.

        Raises ``EnvironmentProblem``: ``disk_low`` (``free``, ``needed``), ``disk_full``,
        ``read_only``, ``database_missing``, ``database_damaged`` (nothing is kept), or
        ``backup_unproved`` when the copy is whole but the check found differences (``first``;
        the copy is kept as ``file`` and does not count as verified).
        """
        self._demand_room()
        moment = self._clock.now()
        unfinished = self._folder / f"{UNFINISHED}{_stamp(moment)}{SUFFIX}"
        try:
            self._copy(unfinished)
            report = check_file(unfinished, self._sealer)
            if any(finding.code == "file" for finding in report.findings):
                raise EnvironmentProblem("database_damaged", detail=str(report.findings[0]))
            as_single_file(unfinished)
            manifest = self._publish(unfinished, moment, reason, report)
        except OSError as error:
            raise problem_of_os(error, self._folder) from error
        finally:
            _remove_with_companions(unfinished)
        if report.differences:
            raise EnvironmentProblem(
                "backup_unproved", first=str(report.differences[0]), file=manifest.file
            )
        self._let_go()
        return manifest.file

    def list(self) -> Sequence[Manifest]:
        """All backups with a readable manifest, newest first."""
        if not self._folder.is_dir():
            return []
        found = (
            manifests.load(path, self._sealer)
            for path in sorted(self._folder.glob(f"*{MANIFEST_SUFFIX}"))
        )
        present = (m for m in found if m is not None and (self._folder / m.file).is_file())
        return sorted(present, key=lambda m: (m.moment, m.file), reverse=True)

    def last_verified(self) -> datetime | None:
        """When the last proved backup was made."""
        return next((m.moment for m in self.list() if m.verified), None)

    def path_of(self, file: str) -> Path:
        """Where a listed backup lies."""
        return self._folder / file

    def is_unchanged(self, manifest: Manifest) -> bool:
        """Whether the file still has the digest of its manifest (finds every changed bit)."""
        try:
            return manifests.file_digest(self._folder / manifest.file) == manifest.sha256
        except OSError:
            return False

    def _demand_room(self) -> None:
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            size = self._database.stat().st_size
        except FileNotFoundError as error:
            raise EnvironmentProblem("database_missing", path=str(self._database)) from error
        except OSError as error:
            raise problem_of_os(error, self._folder) from error
        for rest in self._folder.glob(f"{UNFINISHED}*"):
            rest.unlink(missing_ok=True)
        free = Disk(self._folder).free_bytes()
        needed = size + size // 5 + REFUSE_BELOW
        if free < needed:
            raise EnvironmentProblem("disk_low", free=free, needed=needed)

    def _copy(self, target: Path) -> None:
        source = connect_read_only(self._database)
        try:
            with translated():
                copy = sqlite3.connect(str(target), isolation_level=None)
                try:
                    source.backup(copy)
                finally:
                    copy.close()
        finally:
            source.close()

    def _publish(self, unfinished: Path, moment: datetime, reason: str, report: Report) -> Manifest:
        sync_file(unfinished)
        name = f"shop-{_stamp(moment)}-{report.head or 'empty'}"
        manifest = Manifest(
            file=name + SUFFIX,
            size=unfinished.stat().st_size,
            sha256=manifests.file_digest(unfinished),
            made_at=utc_text(moment),
            reason=reason,
            schema_version=report.schema_version,
            program=pos_app.__version__,
            journal_head=report.head,
            journal_rows=report.journal_rows,
            sales=report.sales,
            last_receipt=_last_receipt(unfinished),
            key_id=self._sealer.key_id,
            verified=not report.differences,
        )
        unfinished.replace(self._folder / manifest.file)
        sync_folder(self._folder)
        text = manifests.dump(manifest, self._sealer)
        write_text_durably(self._folder / (name + MANIFEST_SUFFIX), text)
        return manifest

    def _let_go(self) -> None:
        for manifest in manifests.to_drop(self.list()):
            path = self._folder / manifest.file
            path.unlink(missing_ok=True)
            path.with_suffix(MANIFEST_SUFFIX).unlink(missing_ok=True)


def _last_receipt(path: Path) -> str:
    connection = connect_read_only(path, immutable=True)
    try:
        with translated():
            row = connection.execute(
                "SELECT till || ':' || number FROM sale ORDER BY id DESC LIMIT 1"
            ).fetchone()
    finally:
        connection.close()
    return str(row[0]) if row else ""


def as_single_file(path: Path) -> None:
    """Take the copy out of WAL mode, so that one file is all there is."""
    connection = sqlite3.connect(str(path), isolation_level=None)
    try:
        with translated():
            connection.execute("PRAGMA synchronous=FULL")
            mode = connection.execute("PRAGMA journal_mode=DELETE").fetchone()
    finally:
        connection.close()
    if mode is None or mode[0] != "delete":
        raise EnvironmentProblem("database_busy", path=str(path))


def _remove_with_companions(path: Path) -> None:
    for suffix in ("", "-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def _stamp(moment: datetime) -> str:
    return moment.strftime("%Y%m%d-%H%M%S-%f")
