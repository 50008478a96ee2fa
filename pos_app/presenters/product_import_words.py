"""The words of the import of goods: choices, verdicts, what stands in the way, what came of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pos_app.domain.errors import CodedError
from pos_app.i18n import Translator
from pos_app.presenters.import_words import FILE_PROBLEMS, heading, reason_text
from pos_app.presenters.messages import say
from pos_app.presenters.product_import_state import Choices, FieldChoice, PreviewLine
from pos_app.presenters.sale_ports import Voice
from pos_app.services.import_columns import FIELDS, ColumnMap, plain
from pos_app.services.importing import ImportResult, PlannedRow
from pos_app.services.tabular import Rejected, TableFormat

ENCODINGS: Final = (
    ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8 (BOM)"), ("utf-16", "UTF-16"),
    ("cp1251", "Windows-1251"), ("cp1250", "Windows-1250"), ("cp1252", "Windows-1252"),
    ("cp1254", "Windows-1254"), ("cp866", "DOS 866"),
)  # fmt: skip
TONES: Final = {"new": "accent", "changed": "warn", "same": "neutral", "rejected": "danger"}
"""The tone of each verdict."""


def encodings(found: TableFormat, chosen: str, t: Translator) -> Choices:
    """The code pages, first the guess."""
    guess = dict(ENCODINGS).get(found.encoding, found.encoding)
    first = t._("Guess") if chosen else t._("Found: {what}", what=guess)
    return (("", first), *ENCODINGS)


def delimiters(found: TableFormat, chosen: str, t: Translator) -> Choices:
    """The signs between columns, first the guess."""
    names = {
        ";": t._("semicolon ;"), ",": t._("comma ,"), "\t": t._("tab"), "|": t._("bar |"),
    }  # fmt: skip
    guess = t._("Found: {what}", what=names.get(found.delimiter, found.delimiter))
    return (("", t._("Guess") if chosen else guess), *names.items())


def headers(header: Sequence[str]) -> Choices:
    """The columns of a file to choose from; unnamed ones and repeats are left out."""
    seen: dict[str, str] = {}
    for cell in header:
        seen.setdefault(plain(cell), cell)
    return tuple((cell, cell) for key, cell in seen.items() if key)


def field_choices(
    mapping: ColumnMap, header: Sequence[str], t: Translator
) -> tuple[FieldChoice, ...]:
    """Every field with the column it takes."""
    known = {plain(cell): cell for cell in reversed(header)}
    return tuple(
        FieldChoice(
            field=name,
            label=heading(name, t),
            chosen=known.get(plain(mapping.columns.get(name, "")), ""),
        )
        for name in FIELDS
    )


def filters(counts: Mapping[str, int], voice: Voice) -> Choices:
    """How many rows of each verdict, to choose from; none before a file was read."""
    t, f = voice.t, voice.f
    n = {name: f.number(count) for name, count in counts.items()}
    if not n:
        return ()
    return (
        ("all", t._("All {n}", n=n["all"])),
        ("new", t._("New {n}", n=n["new"])),
        ("changed", t._("Changed {n}", n=n["changed"])),
        ("same", t._("Same {n}", n=n["same"])),
        ("rejected", t._("Rejected {n}", n=n["rejected"])),
    )


def preview_line(row: PlannedRow | Rejected, voice: Voice) -> PreviewLine:
    """A row and what it would do."""
    t, f = voice.t, voice.f
    words = {
        "new": t._("New"), "changed": t._("Changed"), "same": t._("Same"),
        "rejected": t._("Rejected"),
    }  # fmt: skip
    verdict = verdict_of(row)
    if isinstance(row, Rejected):
        cells = " · ".join(cell for cell in row.cells if cell.strip())
        code, name, price, note = "", cells, "", reason_text(row.reason, t)
    else:
        taken = row.row
        code = taken.sku or (taken.barcodes[0] if taken.barcodes else "")
        name = taken.name
        price = "" if taken.price is None else f.money(taken.price)
        note = ", ".join(heading(_HEADINGS.get(change, change), t) for change in row.changes)
    number = str(row_number(row))
    return PreviewLine(
        key=number, number=number, verdict=words[verdict], tone=TONES[verdict], code=code,
        name=name, price=price, note=note,
    )  # fmt: skip


_HEADINGS: Final = {"barcodes": "barcode"}


def outcome(result: ImportResult, t: Translator) -> str:
    """What an import did, in one sentence."""
    parts = [
        t.ngettext("{n} new product", "{n} new products", result.new),
        t.ngettext("{n} changed", "{n} changed", result.changed),
        t.ngettext("{n} new price", "{n} new prices", result.prices),
        t.ngettext("{n} unchanged", "{n} unchanged", result.same),
        t.ngettext("{n} row rejected", "{n} rows rejected", len(result.rejected)),
    ]
    return t._("Imported: {what}.", what=", ".join(parts))


def problem_words(error: CodedError, voice: Voice) -> str:
    """Why a file cannot be taken, or what else went wrong."""
    if error.code == "import_no_header":
        return voice.t._("No row names the columns. Choose below which column is what.")
    if error.code in FILE_PROBLEMS:
        why = voice.t._(FILE_PROBLEMS[error.code], **error.params)
        return voice.t._("The file cannot be taken: {why}.", why=why)
    return say(error, voice.t, voice.f)


def row_number(row: PlannedRow | Rejected) -> int:
    """The row's number in the file."""
    return row.number if isinstance(row, Rejected) else row.row.number


def verdict_of(row: PlannedRow | Rejected) -> str:
    """new, changed, same or rejected."""
    return "rejected" if isinstance(row, Rejected) else row.verdict.value
