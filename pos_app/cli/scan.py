"""``pos-app scan``: what the till takes a code for, to set up a scanner or a scale."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from datetime import date
from enum import Enum
from typing import Any, Final

import click

from pos_app.domain.errors import PosError
from pos_app.domain.scan import Scan, ScanKind, ScanSettings, classify
from pos_app.domain.weighed import WeighedTemplate
from pos_app.i18n import N_, Translator, translator

_ALWAYS: Final = ("code", "kind", "gtin", "article", "weight", "price", "reason")

_KINDS: Final = {
    ScanKind.PRODUCT: N_("product"),
    ScanKind.WEIGHED: N_("weighed goods"),
    ScanKind.CARD: N_("loyalty card"),
    ScanKind.COUPON: N_("coupon"),
    ScanKind.CERTIFICATE: N_("gift certificate"),
    ScanKind.RECEIPT: N_("receipt"),
    ScanKind.STAFF: N_("staff card"),
    ScanKind.QUANTITY: N_("quantity"),
    ScanKind.UNKNOWN: N_("unknown"),
    ScanKind.REFUSED: N_("refused"),
}
_REASONS: Final = {
    "form": N_("no known form"),
    "check_digit": N_("the check digit is wrong"),
    "no_gtin": N_("the code names no goods"),
    "empty": N_("nothing was read"),
    "too_long": N_("the code is too long"),
    "control_characters": N_("the code has control characters in it"),
    "bank_card": N_("this could be a bank card, whose number is never kept"),
    "syntax": N_("the GS1 code cannot be read"),
    "date": N_("the GS1 code has an impossible date"),
    "price_check_digit": N_("the check digit of the price is wrong"),
    "nothing_weighed": N_("weight, price or count is zero"),
    "quantity": N_("the quantity is not usable"),
}


@click.command("scan")
@click.argument("codes", nargs=-1, metavar="CODE…")
@click.option(
    "--template", "templates", multiple=True,
    help="Pattern of weighed goods, such as 21PPPPPWWWWWC (P article, W grams, V price, C check); "
    "may be given several times.",
)  # fmt: skip
@click.option("--prefix", help="What the scanner sends before each code.")
@click.option("--suffix", help="What the scanner sends after each code.")
@click.option("--upc-e", is_flag=True, help="Eight digits starting with 0 or 1 are a UPC-E.")
@click.option("--json", "as_json", is_flag=True, help="One object, or a list for several codes.")
@click.pass_context
def scan_command(
    ctx: click.Context,
    codes: tuple[str, ...],
    templates: tuple[str, ...],
    prefix: str | None,
    suffix: str | None,
    upc_e: bool,
    as_json: bool,
) -> None:
    """Say what the till takes each CODE for; without one, read them from standard input.

    Weights are thousandths (grams), prices minor units (cents). The exit code is 0 when every code
    was recognised, 1 when one is unknown or refused.
    """
    asked = {"prefix": prefix, "suffix": suffix, "upc_e": upc_e or None}
    settings = _settings(ctx.obj, templates, asked)
    words = getattr(ctx.obj, "translator", None) or translator("en")
    read = codes or (line.rstrip("\r\n") for line in sys.stdin)
    failed = False
    rows: list[dict[str, Any]] = []
    for code in read:
        scan = classify(code, settings)
        failed |= scan.kind in (ScanKind.UNKNOWN, ScanKind.REFUSED)
        rows.append(as_dict(scan))
        if not as_json:
            click.echo(describe(scan, words))
    if as_json:
        click.echo(json.dumps(rows[0] if len(rows) == 1 else rows, ensure_ascii=False, indent=2))
    ctx.exit(1 if failed else 0)


def _settings(shop: object, templates: Iterable[str], asked: Mapping[str, object]) -> ScanSettings:
    """The shop's own settings where a shop is open, changed by what the person asks for."""
    base: ScanSettings = getattr(shop, "scan_settings", None) or ScanSettings()
    chosen = tuple(templates) or base.weighed_templates
    try:
        for template in chosen:
            WeighedTemplate.parse(template)
    except PosError as problem:
        raise click.BadParameter(
            f"{problem.params['template']!r} is not a pattern of weighed goods",
            param_hint="--template",
        ) from None
    changes: dict[str, Any] = {name: value for name, value in asked.items() if value is not None}
    return replace(base, weighed_templates=chosen, **changes)


def as_dict(scan: Scan) -> dict[str, Any]:
    """The result in JSON's types; what a kind doesn't know is null or left out."""
    row: dict[str, Any] = dict.fromkeys(_ALWAYS)
    row["kind"] = scan.kind.value
    for field in fields(scan):
        value = getattr(scan, field.name)
        if value is not None:
            row[field.name] = _plain(value)
    return row


def _plain(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum | str | int):
        return value
    return as_dict(value)


def describe(scan: Scan, words: Translator) -> str:
    """One line for people: the kind and what was found, or why it is not taken."""
    row = as_dict(scan)
    kind = words._(_KINDS[scan.kind])
    if row["reason"] is not None:
        kind = f"{kind}: {words._(_REASONS[row['reason']])}"
    found = [
        f"{name}={value}"
        for name, value in row.items()
        if name not in ("kind", "reason", "rest", "in_store") and value is not None
    ]
    line = "  ".join([kind, *found])
    rest = getattr(scan, "rest", None)
    return f"{line}  →  {describe(rest, words)}" if rest is not None else line
