"""``pos-app import``: products from a table, history from a former system."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import click

from pos_app.cli.people_import import customers_command
from pos_app.cli.table_problems import worded
from pos_app.i18n import Formats, Translator
from pos_app.services.history_import import HistoryImport, HistoryReport
from pos_app.services.history_model import HistoryFiles, HistoryMap, RefusedRecord
from pos_app.services.import_columns import ColumnMap
from pos_app.services.importing import ImportPlan, ProductImport, Verdict, refusal_counts
from pos_app.services.points_import import PointsImport
from pos_app.services.tabular import Reason, Rejected, RejectWriter

MOST_SHOWN = 20


class ImportTools(Protocol):
    """What the program hands to an import, opened on its shop."""

    products: ProductImport
    points: PointsImport
    history: HistoryImport
    rejects: RejectWriter
    formats: Formats

    def say(self, reason: Reason) -> str:
        """A reason in words."""

    def history_of(self, mapping: Path, folder: Path) -> tuple[HistoryMap, HistoryFiles]:
        """The former system's files behind a mapping."""


class ImportProgram(Protocol):
    """The program as these commands see it."""

    translator: Translator

    def import_tools(self) -> AbstractContextManager[ImportTools]:
        """Opened on the shop; closed again afterwards."""


@click.group("import")
def import_group() -> None:
    """Take over products, customers, points or the history of a former system."""


import_group.add_command(customers_command)


@import_group.command("products")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path),
    help="Column mapping (JSON): read when it is there, else written as guessed.",
)  # fmt: skip
@click.option("--encoding", default="", help="Alphabet of a CSV file, such as cp1251.")
@click.option("--delimiter", default="", help="Delimiter of a CSV file.")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), help="Put the refused rows into this CSV file."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
@worded
def products_command(
    ctx: click.Context, file: Path, map_file: Path | None, encoding: str, delimiter: str,
    dry_run: bool, rejects: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Import products from FILE (CSV or XLSX). Exit code 1 when rows were refused."""
    program: ImportProgram = ctx.obj
    with program.import_tools() as tools:
        known = map_file is not None and map_file.is_file()
        mapping = _read_map(map_file) if map_file is not None and known else None
        plan = tools.products.plan(str(file), mapping, encoding=encoding, delimiter=delimiter)
        if map_file is not None and not known:
            map_file.write_text(plan.mapping.to_json() + "\n", encoding="utf-8")
        answer = _planned(plan)
        refused: Sequence[Rejected] = plan.rejected
        if not dry_run:
            done = tools.products.apply(plan)
            refused = done.rejected
            answer |= {
                "new": done.new, "changed": done.changed, "same": done.same,
                "prices": done.prices, "groups": done.groups, "taxes": done.taxes,
            }  # fmt: skip
        answer |= {"dry_run": dry_run, "rejected": len(refused), "reasons": refusal_counts(refused)}
        if rejects is not None and refused:
            tools.rejects.write(str(rejects), plan.header, refused, tools.say)
            answer["rejects_file"] = str(rejects)
        _tell_products(answer, refused, tools, program.translator, as_json=as_json)
    ctx.exit(1 if refused else 0)


def _read_map(path: Path) -> ColumnMap:
    return ColumnMap.from_json(path.read_text(encoding="utf-8-sig", errors="replace"))


def _planned(plan: ImportPlan) -> dict[str, Any]:
    return {
        "file": plan.file, "format": plan.format.kind, "encoding": plan.format.encoding,
        "delimiter": plan.format.delimiter, "sheet": plan.format.sheet,
        "header_row": plan.mapping.header_row, "columns": dict(plan.mapping.columns),
        **{verdict.value: plan.count(verdict) for verdict in Verdict},
    }  # fmt: skip


def _tell_products(
    answer: dict[str, Any], refused: Sequence[Rejected], tools: ImportTools, t: Translator,
    *, as_json: bool,
) -> None:  # fmt: skip
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    line = t._(
        "{new} new, {changed} changed, {same} the same, {rejected} refused", **_counts(answer)
    )
    click.echo(line)
    if answer["dry_run"]:
        click.echo(t._("Nothing was stored (dry run)."))
    _tell_refused(refused, tools, t)


def _tell_refused(refused: Sequence[Rejected], tools: ImportTools, t: Translator) -> None:
    for row in refused[:MOST_SHOWN]:
        click.echo(t._("Row {row}: {reason}", row=row.number, reason=tools.say(row.reason)))
    if len(refused) > MOST_SHOWN:
        more = len(refused) - MOST_SHOWN
        click.echo(t.ngettext("… and {n} more", "… and {n} more", more))


@import_group.command("points")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--encoding", default="", help="Alphabet of a CSV file, such as cp1251.")
@click.option("--delimiter", default="", help="Delimiter of a CSV file.")
@click.option("--dry-run", is_flag=True, help="Only say what would be given.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), help="Put the refused rows into this CSV file."
)
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
@worded
def points_command(
    ctx: click.Context, file: Path, encoding: str, delimiter: str, dry_run: bool,
    rejects: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Give the opening balances of points in FILE (CSV or XLSX: card or phone, points, expires).

    Exit code 1 when rows were refused.
    """
    program: ImportProgram = ctx.obj
    t = program.translator
    with program.import_tools() as tools:
        plan = tools.points.plan(str(file), encoding=encoding, delimiter=delimiter)
        people, points = len({row.customer_id for row in plan.rows}), plan.points
        refused: Sequence[Rejected] = plan.rejected
        if not dry_run:
            done = tools.points.apply(plan)
            people, points, refused = done.people, done.points, done.rejected
        answer: dict[str, Any] = {
            "file": plan.file, "columns": dict(plan.columns), "customers": people,
            "points": points, "dry_run": dry_run, "rejected": len(refused),
            "reasons": refusal_counts(refused),
        }  # fmt: skip
        if rejects is not None and refused:
            tools.rejects.write(str(rejects), plan.header, refused, tools.say)
            answer["rejects_file"] = str(rejects)
        if as_json:
            click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        else:
            click.echo(t._(
                "customers: {customers}, points: {points}, refused: {rejected}",
                customers=people, points=tools.formats.points(points), rejected=len(refused),
            ))  # fmt: skip
            if dry_run:
                click.echo(t._("Nothing was stored (dry run)."))
            _tell_refused(refused, tools, t)
    ctx.exit(1 if refused else 0)


def _counts(answer: dict[str, Any]) -> dict[str, object]:
    return {name: answer[name] for name in ("new", "changed", "same", "rejected")}


@import_group.command("history")
@click.argument("folder", type=click.Path(path_type=Path))
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path),
    help="Mapping (TOML); mapping.toml in FOLDER when not given.",
)  # fmt: skip
@click.option("--rejects", type=click.Path(path_type=Path), help="List refused records here (CSV).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
@worded
def history_command(
    ctx: click.Context, folder: Path, map_file: Path | None, rejects: Path | None, as_json: bool
) -> None:
    """Import receipts, lines and customers of a former system from the CSV files in FOLDER.

    A stopped import goes on where it stopped. Exit code 1 when the stored figures differ from the
    files' or records were refused.
    """
    program: ImportProgram = ctx.obj
    t = program.translator
    refused: list[RefusedRecord] = []
    with program.import_tools() as tools:
        mapping, files = tools.history_of(map_file or folder / "mapping.toml", folder)
        told = (lambda part, done: None) if as_json else _progress
        report = tools.history.run(mapping, files, refuse=refused.append, progress=told)
        if rejects is not None and refused:
            rows = [Rejected(number=r.number, reason=r.reason, cells=(r.part, r.key))
                    for r in refused]  # fmt: skip
            tools.rejects.write(str(rejects), (t._("Part"), t._("Key")), rows, tools.say)
        _tell_history(report, refused, tools, t, as_json=as_json)
    ctx.exit(0 if report.reconciles and not refused and not report.refused_receipts else 1)


def _progress(part: str, done: int) -> None:
    click.echo(f"\r{part} {done}", nl=False, err=True)


def _tell_history(
    report: HistoryReport, refused: Sequence[RefusedRecord], tools: ImportTools, t: Translator,
    *, as_json: bool,
) -> None:  # fmt: skip
    if as_json:
        click.echo(json.dumps(_report(report), ensure_ascii=False, indent=2))
        return
    click.echo("", err=True)
    money = tools.formats.money
    for month in report.months:
        click.echo(t._(
            "{month}: {receipts} receipts, {net} in the files; {kept} stored, {stored}{mark}",
            month=month.month, receipts=month.receipts, net=money(month.net),
            kept=month.stored.receipts, stored=money(month.stored.net),
            mark=" ≠" if month.differs else "",
        ))  # fmt: skip
    for record in refused[:MOST_SHOWN]:
        click.echo(t._(
            "{part}, line {row}, {key}: {reason}", part=record.part, row=record.number,
            key=record.key, reason=tools.say(record.reason),
        ))  # fmt: skip
    if report.reconciles:
        click.echo(t._("Every month agrees with the files."))
    else:
        click.echo(t._("The stored figures differ from the files."))


def _report(report: HistoryReport) -> dict[str, Any]:
    return {
        "name": report.name, "till": report.till, "resumed": report.resumed,
        "customers": report.customers, "refused_customers": report.refused_customers,
        "points": report.points, "receipts": report.receipts,
        "refused_receipts": report.refused_receipts, "orphan_lines": report.orphan_lines,
        "reconciles": report.reconciles,
        "months": [
            {"month": m.month, "receipts": m.receipts, "lines": m.lines, "gross": m.gross,
             "net": m.net, "refused": m.refused, "refused_net": m.refused_net,
             "stored_receipts": m.stored.receipts, "stored_lines": m.stored.lines,
             "stored_gross": m.stored.gross, "stored_net": m.stored.net, "differs": m.differs}
            for m in report.months
        ],
    }  # fmt: skip
