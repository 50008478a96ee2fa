"""``pos-app import customers``: people from a table or a vCard file, and taking it back."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Protocol

import click

from pos_app.cli.table_problems import worded
from pos_app.i18n import Translator
from pos_app.services.people_import import PeopleImport, PeoplePlan, PeopleResult
from pos_app.services.people_import_columns import PeopleMap
from pos_app.services.people_import_judge import (
    DUPLICATES,
    Duplicates,
    ImportRules,
    reasons_counted,
)
from pos_app.services.people_import_undo import PeopleImportUndo
from pos_app.services.tabular import Reason, Rejected, RejectWriter

MOST_SHOWN = 20
MOST_LISTED = 1_000


class PeopleTools(Protocol):
    """What the program hands to an import of people, opened on its shop."""

    people: PeopleImport
    people_undo: PeopleImportUndo
    rejects: RejectWriter

    def say(self, reason: Reason) -> str:
        """A reason in words."""


class PeopleProgram(Protocol):
    """The program as this command sees it."""

    translator: Translator

    def import_tools(self) -> AbstractContextManager[PeopleTools]:
        """Opened on the shop; closed again afterwards."""


@click.command("customers")
@click.argument("file", type=click.Path(path_type=Path), required=False)
@click.option(
    "--map", "map_file", type=click.Path(path_type=Path),
    help="Column mapping (JSON): read when it is there, else written as guessed.",
)  # fmt: skip
@click.option("--encoding", default="", help="Alphabet of a CSV file, such as cp1251.")
@click.option("--delimiter", default="", help="Delimiter of a CSV file.")
@click.option(
    "--on-duplicate", "duplicates", type=click.Choice(DUPLICATES), default="update",
    help="What to do with people who are known: leave them, fill in what is missing, or list them.",
)  # fmt: skip
@click.option("--overwrite", is_flag=True, help="An update replaces what is stored.")
@click.option("--amounts", is_flag=True, help="Points and turnover for known people too.")
@click.option("--again", is_flag=True, help="Give them even if this file was imported before.")
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
@click.option(
    "--rejects", type=click.Path(path_type=Path), help="Put the refused rows into this CSV file."
)
@click.option("--undo", "undo_id", type=int, help="Take the import of this number back.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
@worded
def customers_command(
    ctx: click.Context, file: Path | None, map_file: Path | None, encoding: str, delimiter: str,
    duplicates: Duplicates, overwrite: bool, amounts: bool, again: bool, dry_run: bool,
    rejects: Path | None, undo_id: int | None, as_json: bool,
) -> None:  # fmt: skip
    """Import customers from FILE (CSV, XLSX, XLS, ODS or vCard).

    Exit code 1 when rows were refused or wait for a person to decide.
    """
    program: PeopleProgram = ctx.obj
    if (file is None) == (undo_id is None):
        raise click.UsageError("give a FILE, or --undo with the number of an import")
    rules = ImportRules(duplicates=duplicates, overwrite=overwrite, amounts=amounts, again=again)
    with program.import_tools() as tools:
        if undo_id is not None:
            _undo(tools, undo_id, program.translator, as_json=as_json)
            return
        known = map_file is not None and map_file.is_file()
        mapping = _read_map(map_file) if map_file is not None and known else None
        plan = tools.people.plan(
            str(file), mapping, encoding=encoding, delimiter=delimiter, rules=rules
        )
        if map_file is not None and not known:
            map_file.write_text(plan.mapping.to_json() + "\n", encoding="utf-8")
        done = tools.people.outcome(plan) if dry_run else tools.people.apply(plan)
        refused = done.refused_rows()
        answer = _answer(plan, done, tools) | {"dry_run": dry_run}
        if rejects is not None and refused:
            tools.rejects.write(str(rejects), plan.names, refused, tools.say)
            answer["rejects_file"] = str(rejects)
        _tell(answer, refused, tools, program.translator, as_json=as_json)
    ctx.exit(1 if refused else 0)


def _read_map(path: Path) -> PeopleMap:
    return PeopleMap.from_json(path.read_text(encoding="utf-8-sig", errors="replace"))


def _answer(plan: PeoplePlan, done: PeopleResult, tools: PeopleTools) -> dict[str, Any]:
    return {
        "file": plan.file, "format": plan.format.kind, "encoding": plan.format.encoding,
        "delimiter": plan.format.delimiter, "sheet": plan.format.sheet,
        "header_row": plan.mapping.header_row, "columns": dict(plan.mapping.columns),
        "unmapped": list(plan.unmapped), "mapping_remembered": plan.remembered,
        "dates": {name: {"order": each.order, "judged": each.judged}
                  for name, each in plan.orders.items()},
        "rows_read": done.read, "accepted": done.accepted, "merged": done.merged,
        "updated": done.updated, "same": done.same, "skipped": done.skipped,
        "to_review": len(done.to_review), "rejected": len(done.rejected),
        "reasons": reasons_counted([row.reason for row in done.rejected]),
        "rejected_rows": _rows(done.rejected, tools),
        "review_rows": _rows(
            [each.row.rejected(each.reason or Reason(code="")) for each in done.to_review], tools
        ),
        "left_out": done.left_out, "import_id": done.import_id or None,
        "imported_before": [each.at.isoformat() for each in plan.before],
    }  # fmt: skip


def _rows(rows: Sequence[Rejected], tools: PeopleTools) -> list[dict[str, object]]:
    return [
        {"row": row.number, "reason": row.reason.code, "text": tools.say(row.reason)}
        for row in rows[:MOST_LISTED]
    ]


def _tell(
    answer: dict[str, Any], refused: Sequence[Rejected], tools: PeopleTools, t: Translator,
    *, as_json: bool,
) -> None:  # fmt: skip
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    click.echo(t._(
        "{read} rows: {accepted} new, {merged} known, {skipped} skipped, {to_review} to review, "
        "{rejected} refused",
        read=answer["rows_read"], accepted=answer["accepted"], merged=answer["merged"],
        skipped=answer["skipped"], to_review=answer["to_review"], rejected=answer["rejected"],
    ))  # fmt: skip
    if answer["imported_before"]:
        click.echo(t._("This very file was imported before."))
    if answer["dry_run"]:
        click.echo(t._("Nothing was stored (dry run)."))
    else:
        click.echo(t._("To take it back: --undo {number}", number=answer["import_id"]))
    for row in refused[:MOST_SHOWN]:
        click.echo(t._("Row {row}: {reason}", row=row.number, reason=tools.say(row.reason)))
    if len(refused) > MOST_SHOWN:
        more = len(refused) - MOST_SHOWN
        click.echo(t.ngettext("… and {n} more", "… and {n} more", more))


def _undo(tools: PeopleTools, import_id: int, t: Translator, *, as_json: bool) -> None:
    done = tools.people_undo.undo(import_id)
    if as_json:
        kept = [{"rows": list(each.rows), "reason": each.why} for each in done.kept]
        told = {"undone": import_id, "removed": done.removed, "restored": done.restored,
                "kept": kept}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False, indent=2))
        return
    click.echo(t._(
        "{removed} removed, {restored} put back, {kept} left as they are",
        removed=done.removed, restored=done.restored, kept=len(done.kept),
    ))  # fmt: skip
