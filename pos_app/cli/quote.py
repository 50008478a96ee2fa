"""``pos-app quote``: price a basket, tell a story or split a return, from JSON to JSON."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from typing import IO, Any, Final

import click

from pos_app.services.quote import QuoteError, quote

BAD_INPUT: Final = 2
"""Exit code when an input could not be read."""

MAX_INPUT: Final = 16 * 1024 * 1024
"""Largest input of one object, in characters."""


def _now() -> datetime:
    """Return the local moment that stands in where the input names none."""
    return datetime.now().astimezone().replace(tzinfo=None)


def _no_constant(name: str) -> object:
    raise QuoteError("", f"{name} is no number")


def _no_twice(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Build an object; a key that stands twice would silently hide the first."""
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise QuoteError(twice, "stands twice in one object")
    return found


def read_json(text: str) -> object:
    """Parse an input without a binary fraction: numbers with a point become exact decimals.

    Raises:
        QuoteError: no JSON, a key twice, no text, or larger than :data:`MAX_INPUT`.
    """
    if len(text) > MAX_INPUT:
        raise QuoteError("", "is too large")
    if not _is_text(text):
        raise QuoteError("", "is not UTF-8")
    try:
        found: object = json.loads(
            text,
            parse_float=Decimal,
            parse_constant=_no_constant,
            object_pairs_hook=_no_twice,
        )
    except (ValueError, RecursionError) as error:
        raise QuoteError("", f"is not JSON: {error}") from None
    if "\\u" in text and not _is_text(json.dumps(found, ensure_ascii=False, default=str)):
        raise QuoteError("", "has half a surrogate pair in it")
    return found


def _is_text(text: str) -> bool:
    """Whether it can be written again: half surrogate pairs and stray bytes cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _error(error: QuoteError) -> dict[str, Any]:
    return {"error": {"path": error.path, "reason": error.reason}}


def answer_lines(source: IO[str], now: datetime) -> Iterator[str]:
    """Answer one object a line, in order; an unreadable one is answered by its error.

    Empty lines are skipped.
    """
    for line in source:
        if not line.strip():
            continue
        try:
            answer: dict[str, Any] = quote(read_json(line), now)
        except QuoteError as error:
            answer = _error(error)
        yield json.dumps(answer, ensure_ascii=False)


@click.command("quote")
@click.argument(
    "file", type=click.File("r", encoding="utf-8-sig", errors="surrogateescape"), default="-"
)
@click.option("--many", is_flag=True, help="One object a line in, one answer a line out.")
def quote_command(file: IO[str], many: bool) -> None:
    """Price the basket in FILE (or standard input) and print the answer as JSON.

    Baskets, stories and returns are told apart by their "kind". An input that cannot be read ends
    with exit code 2 and a line that names the path and the reason; with --many it is answered by
    an "error" object in its place, the others go on, and the exit code is 0.
    """
    now = _now()
    if many:
        for answer in answer_lines(file, now):
            click.echo(answer)
        return
    try:
        found = quote(read_json(file.read()), now)
    except QuoteError as error:
        click.echo(json.dumps(_error(error), ensure_ascii=False))
        click.echo(f"pos-app quote: {error}", err=True)
        sys.exit(BAD_INPUT)
    click.echo(json.dumps(found, ensure_ascii=False, indent=1))
