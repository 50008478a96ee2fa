"""``pos-app export``: products, customers or receipts into a file."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final, Protocol

import click

from pos_app.cli.table_problems import worded
from pos_app.domain.errors import PosError
from pos_app.i18n import Formats, Translator
from pos_app.presenters.export_words import left_out_words
from pos_app.services.codec import loads
from pos_app.services.exports import ExportService, What
from pos_app.services.people_export import PeopleExport
from pos_app.services.people_export_model import FileKind, ListPurpose, PeopleAsk
from pos_app.services.people_records import PeopleFilter

CUSTOMERS: Final = "customers"
_KINDS: Final = {
    ".xlsx": FileKind.XLSX, ".csv": FileKind.CSV, ".vcf": FileKind.VCARD_3, ".pdf": FileKind.PDF,
}  # fmt: skip


class ExportProgram(Protocol):
    """The program as this command sees it."""

    translator: Translator

    def export_service(self) -> AbstractContextManager[ExportService]:
        """Opened on the shop; closed again afterwards."""

    def people_export(self) -> AbstractContextManager[PeopleExport]:
        """The same for lists of people."""


@click.command("export")
@click.argument("what", type=click.Choice([*(each.value for each in What), CUSTOMERS]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "day_from", type=click.DateTime(["%Y-%m-%d"]), help="First day (receipts).")
@click.option("--to", "day_to", type=click.DateTime(["%Y-%m-%d"]), help="Last day (receipts).")
@click.option(
    "--purpose", type=click.Choice([each.value for each in ListPurpose]),
    help="What the list is for (customers); internal unless given.",
)  # fmt: skip
@click.option("--columns", help="Columns, with commas between (customers).")
@click.option("--filter", "people", help="Which people, as JSON (customers).")
@click.option("--view", help="Which people: the name of a saved view (customers).")
@click.option(
    "--format", "kind", type=click.Choice([each.value for each in FileKind]),
    help="Kind of file where the ending says too little (customers).",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
@worded
def export_command(
    ctx: click.Context, what: str, file: Path, day_from: datetime | None, day_to: datetime | None,
    purpose: str | None, columns: str | None, people: str | None, view: str | None,
    kind: str | None, as_json: bool,
) -> None:  # fmt: skip
    """Write WHAT into FILE, replacing it only when all went well.

    Products and receipts: .csv or .xlsx. Customers: .csv, .xlsx, .vcf or .pdf.
    """
    program: ExportProgram = ctx.obj
    if (day_from or day_to) and what != What.RECEIPTS.value:
        raise click.UsageError("--from and --to choose receipts only")
    if people is not None and view is not None:
        raise click.UsageError("--view or --filter, not both")
    if what == CUSTOMERS:
        ask = PeopleAsk(
            people=_filter(people), purpose=ListPurpose(purpose or "internal"),
            columns=tuple(key.strip() for key in columns.split(",")) if columns else (),
        )  # fmt: skip
        _export_people(program, ask, file, kind, view, as_json=as_json)
        return
    if purpose or columns or people or view or kind:
        raise click.UsageError(
            "--purpose, --columns, --filter, --view and --format are for customers"
        )
    with program.export_service() as service:
        count = service.export(
            What(what), str(file), day_from=day_from.date() if day_from else None,
            day_to=day_to.date() if day_to else None,
        )  # fmt: skip
    answer = {"what": what, "file": str(file), "rows": count}
    _say(program.translator, answer, as_json=as_json)


def _export_people(
    program: ExportProgram, ask: PeopleAsk, file: Path, kind: str | None, view: str | None, *,
    as_json: bool,
) -> None:  # fmt: skip
    chosen = FileKind(kind) if kind else _KINDS.get(file.suffix.lower())
    if chosen is None:
        raise PosError("export_people_format")
    with program.people_export() as service:
        if view is not None:
            ask = replace(ask, people=service.view(view))
        done = service.export(ask, chosen, str(file))
    answer = {
        "what": CUSTOMERS, "file": str(file), "rows": done.rows, "purpose": ask.purpose.value,
        "format": chosen.value, "columns": list(ask.keys), "matched": done.sizes.matched,
        "left_out": {reason.value: many for reason, many in done.sizes.left_out.items()},
    }  # fmt: skip
    t = program.translator
    _say(t, answer, as_json=as_json)
    left = left_out_words(done.sizes, ask.purpose, t, Formats(t.language, "EUR"))
    if left and not as_json:
        click.echo(left)


def _say(t: Translator, answer: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(t.ngettext("{n} row written to {file}", "{n} rows written to {file}",
                          answer["rows"], file=answer["file"]))  # fmt: skip


def _filter(text: str | None) -> PeopleFilter:
    if text is None:
        return PeopleFilter()
    try:
        return loads(PeopleFilter, text)
    except PosError as error:
        raise PosError("export_filter", path=error.params.get("path", "")) from error
