"""``pos-app export``: products, customers or receipts into a file for a spreadsheet."""

from __future__ import annotations

import json
from contextlib import AbstractContextManager
from datetime import datetime
from pathlib import Path
from typing import Protocol

import click

from pos_app.cli.table_problems import worded
from pos_app.i18n import Translator
from pos_app.services.exports import ExportService, What


class ExportProgram(Protocol):
    """The program as this command sees it."""

    translator: Translator

    def export_service(self) -> AbstractContextManager[ExportService]:
        """Opened on the shop; closed again afterwards."""


@click.command("export")
@click.argument("what", type=click.Choice([each.value for each in What]))
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--from", "day_from", type=click.DateTime(["%Y-%m-%d"]), help="First day (receipts).")
@click.option("--to", "day_to", type=click.DateTime(["%Y-%m-%d"]), help="Last day (receipts).")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
@worded
def export_command(
    ctx: click.Context, what: str, file: Path, day_from: datetime | None, day_to: datetime | None,
    as_json: bool,
) -> None:  # fmt: skip
    """Write WHAT into FILE (.csv or .xlsx), replacing it only when all went well."""
    program: ExportProgram = ctx.obj
    if (day_from or day_to) and what != What.RECEIPTS.value:
        raise click.UsageError("--from and --to choose receipts only")
    with program.export_service() as service:
        count = service.export(
            What(what), str(file), day_from=day_from.date() if day_from else None,
            day_to=day_to.date() if day_to else None,
        )  # fmt: skip
    if as_json:
        answer = {"what": what, "file": str(file), "rows": count}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    t = program.translator
    click.echo(t.ngettext("{n} row written to {file}", "{n} rows written to {file}", count,
                          file=str(file)))  # fmt: skip
