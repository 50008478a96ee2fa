"""The checker behind ``pos-app check``, backups and restores: returns the differences.

Nothing is repaired here. A shop that is wrong is told so, with the place of the first break.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite import migrations
from pos_app.adapters.sqlite.connection import connect, connect_read_only
from pos_app.adapters.sqlite.driver import Connection, sqlite3
from pos_app.adapters.sqlite.faults import problem_of, translated
from pos_app.adapters.sqlite.findings import Finding, Report
from pos_app.adapters.sqlite.journal import HEAD_CHARACTERS
from pos_app.adapters.sqlite.proof_chain import prove_chain
from pos_app.adapters.sqlite.proof_seals import (
    prove_barcodes,
    prove_receipts,
    prove_seals,
    prove_search,
)
from pos_app.adapters.sqlite.proof_sums import prove_sums
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.domain.errors import EnvironmentProblem

Progress = Callable[[str], None]

STEPS: Final = ("file", "schema", "references", "chain", "sums", "seals", "receipts", "search")


def check_file(path: Path, sealer: Sealer, *, progress: Progress = lambda step: None) -> Report:
    """Prove the database at ``path``.

    The check reads one snapshot; selling goes on meanwhile. Where the file can be written the
    search indexes are proved too. Raises :class:`EnvironmentProblem` when the file cannot even be
    opened (``database_missing``, ``database_newer``, ``not_ours``, ``database_damaged`` …).
    """
    try:
        connection = connect(path)
        writable = True
    except EnvironmentProblem as problem:
        if problem.code not in ("read_only", "cannot_open"):
            raise
        connection = connect_read_only(path)
        writable = False
    try:
        return check_connection(connection, sealer, deep=writable, progress=progress)
    finally:
        connection.close()


def check_connection(
    connection: Connection,
    sealer: Sealer,
    *,
    deep: bool,
    progress: Progress = lambda step: None,
) -> Report:
    """As :func:`check_file`, on an open connection; ``deep`` proves the search indexes too."""
    version = migrations.version_of(connection)
    if version == 0:
        raise EnvironmentProblem("not_ours")
    findings: list[Finding] = []
    try:
        progress("file")
        findings += _file(connection)
        progress("schema")
        findings += _schema(connection, version)
        if version == migrations.LATEST and not findings:
            findings += _facts(connection, sealer, progress)
            if deep:
                progress("search")
                findings += prove_search(connection)
        return _report(connection, version, findings)
    except sqlite3.DatabaseError as error:
        problem = problem_of(error)
        if problem is None:
            raise
        if problem.code != "database_damaged":
            raise problem from error
        findings.append(Finding(code="file", where="database", found=str(error)[:120]))
        return Report(
            findings=tuple(findings), head="", journal_rows=0, sales=0, schema_version=version
        )


def _facts(connection: Connection, sealer: Sealer, progress: Progress) -> list[Finding]:
    findings: list[Finding] = []
    connection.execute("BEGIN")
    try:
        for step, proof in (
            ("references", _references(connection)),
            ("chain", prove_chain(connection, sealer)),
            ("sums", prove_sums(connection)),
            ("seals", prove_seals(connection, sealer)),
            ("receipts", prove_receipts(connection)),
            ("receipts", prove_barcodes(connection)),
        ):
            progress(step)
            findings += proof
    finally:
        connection.execute("ROLLBACK")
    return findings


def _file(connection: Connection) -> Iterator[Finding]:
    for (text,) in connection.execute("PRAGMA integrity_check(20)"):
        if text != "ok":
            yield Finding(code="file", where="database", found=str(text)[:120])


def _schema(connection: Connection, version: int) -> Iterator[Finding]:
    found = set(migrations.schema_text(connection).splitlines())
    known = set(migrations.known_schema(version).splitlines())
    for line in sorted(found - known):
        yield Finding(code="schema_planted", where=line.split(":")[0][:80])
    for line in sorted(known - found):
        yield Finding(code="schema_missing", where=line.split(":")[0][:80])


def _references(connection: Connection) -> Iterator[Finding]:
    for table, row_id, parent, _ in connection.execute("PRAGMA foreign_key_check").fetchmany(20):
        yield Finding(code="reference", where=f"{table} {row_id}", found=parent)


def _report(connection: Connection, version: int, findings: list[Finding]) -> Report:
    with translated():
        last = connection.execute(
            "SELECT seq, hash FROM journal ORDER BY seq DESC LIMIT 1"
        ).fetchone()
        (sales,) = connection.execute("SELECT count(*) FROM sale").fetchone()
    return Report(
        findings=tuple(findings),
        head=str(last[1])[:HEAD_CHARACTERS] if last else "",
        journal_rows=int(last[0]) if last else 0,
        sales=int(sales),
        schema_version=version,
    )
