"""``pos-app demo``: an invented shop with a year behind it, to try the program with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Protocol

import click

from pos_app.i18n import Translator
from pos_app.services.demo_model import DemoReport


class DemoProgram(Protocol):
    """The program as this command sees it."""

    translator: Translator

    def make_demo(self, folder: Path, *, language: str, seed: int) -> DemoReport:
        """Make the demo shop in ``folder``; raises ``EnvironmentProblem("database_exists")``."""


@click.command("demo")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", type=click.Choice(["en", "ru", "pl", "az"]), help="Language and land.")
@click.option("--seed", type=int, default=1, show_default=True, help="Another seed, another year.")
@click.option("--json", "as_json", is_flag=True, help="Answer as JSON.")
@click.pass_context
def demo_command(
    ctx: click.Context, folder: Path, language: str | None, seed: int, as_json: bool
) -> None:
    """Make a demo shop in FOLDER: goods, people, and a year of sales ending today."""
    program: DemoProgram = ctx.obj
    t = program.translator
    report = program.make_demo(folder, language=language or t.language, seed=seed)
    if as_json:
        click.echo(json.dumps({
            "folder": str(folder), "shop": report.shop, "products": report.products,
            "customers": report.customers, "sales": report.sales, "shifts": report.shifts,
            "card": report.card, "barcodes": list(report.barcodes),
            "people": [{"name": p.name, "role": p.role, "pin": p.pin} for p in report.people],
        }, ensure_ascii=False, indent=2))  # fmt: skip
        return
    click.echo(t._(
        "{shop}: {products} products, {customers} customers, {sales} sales in {shifts} shifts",
        shop=report.shop, products=report.products, customers=report.customers,
        sales=report.sales, shifts=report.shifts,
    ))  # fmt: skip
    for person in report.people:
        click.echo(t._("Sign in as {name} with PIN {pin}", name=person.name, pin=person.pin))
    click.echo(t._("Customer card to scan: {card}", card=report.card))
