"""Looking after a shop's data: check, backup, restore, migrate, and the demo day."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from pos_app.cli.context import Program

AS_JSON = click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")


def answer(result: dict[str, Any], line: str, *, as_json: bool) -> None:
    """Print a result as JSON or as one line."""
    click.echo(json.dumps(result, ensure_ascii=False, indent=2) if as_json else line)


@click.command("check")
@AS_JSON
@click.pass_context
def check_command(ctx: click.Context, as_json: bool) -> None:
    """Prove the journal's chain, balances, totals and tenders. Exit code 1 when they differ."""
    program: Program = ctx.obj
    findings = program.check()
    t = program.translator
    rows = [
        {"code": one.code, "where": one.where, "found": one.found, "expected": one.expected}
        for one in findings
    ]
    if as_json:
        click.echo(json.dumps({"ok": not rows, "findings": rows}, ensure_ascii=False, indent=2))
    elif not rows:
        click.echo(t._("All is in order: journal, balances, totals and tenders."))
    for one in findings if not as_json else ():
        click.echo(str(one))
    ctx.exit(1 if rows else 0)


@click.command("backup")
@AS_JSON
@click.pass_context
def backup_command(ctx: click.Context, as_json: bool) -> None:
    """Make a verified copy of the shop's data."""
    program: Program = ctx.obj
    name = program.backup()
    line = program.translator._("Backup made and verified: {name}", name=name)
    answer({"backup": name}, line, as_json=as_json)


@click.command("restore")
@click.argument("source", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", is_flag=True, help="Only say what would be lost and gained.")
@click.option("--yes", is_flag=True, help="Do not ask.")
@AS_JSON
@click.pass_context
def restore_command(
    ctx: click.Context, source: Path, dry_run: bool, yes: bool, as_json: bool
) -> None:
    """Put the verified backup SOURCE in the place of the shop's data."""
    program: Program = ctx.obj
    t = program.translator
    if as_json and not (yes or dry_run):
        raise click.UsageError("--json asks nothing: give --yes or --dry-run with it")
    preview = program.restore(source, dry_run=True)
    if not as_json:
        for name, value in preview.items():
            click.echo(f"{name}: {value}")
    if dry_run:
        if as_json:
            click.echo(json.dumps(preview, ensure_ascii=False, indent=2))
        return
    if not yes:
        click.confirm(t._("Replace the shop's data with this backup?"), abort=True)
    done = program.restore(source, dry_run=False)
    answer(done, t._("Restored. The data from before is kept beside it."), as_json=as_json)


@click.command("migrate")
@AS_JSON
@click.pass_context
def migrate_command(ctx: click.Context, as_json: bool) -> None:
    """Bring the shop's data to this program's version, with a backup before."""
    program: Program = ctx.obj
    done = program.migrate()
    line = program.translator._("The data is at version {after}.", after=done["after"])
    answer(done, line, as_json=as_json)


@click.command("demo-day")
@click.option(
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("build/demo"),
    show_default=True,
)
@AS_JSON
@click.pass_context
def demo_day_command(ctx: click.Context, out: Path, as_json: bool) -> None:
    """Play a day at the counter off screen; leave screenshots, receipt and coupon in a folder."""
    done = ctx.obj.demo_day(out)
    answer(done, "\n".join(done["files"]), as_json=as_json)
