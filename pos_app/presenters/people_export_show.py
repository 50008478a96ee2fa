"""How an export of people stands, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from pos_app.domain.errors import PosError
from pos_app.presenters.export_words import (
    KINDS,
    PURPOSES,
    cell_text,
    column_title,
    left_out_words,
    reason_words,
    reasons_told,
)
from pos_app.presenters.messages import say
from pos_app.presenters.people_export_state import ExportColumn, ExportRow, PeopleExportState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.people_export_model import (
    COLUMNS,
    MOST,
    FileKind,
    ListPurpose,
    Preview,
    SampleRow,
    allowed,
    kinds,
)

SHOWN: Final = 5
"""Columns of the preview."""

CONSENTS: Final = "consents"
_CONSENT_KEYS: Final = tuple(key for key in COLUMNS if key.startswith("consent_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What there is to tell. ``seen`` is None while people are counted; ``confirmed``: the secret
    was given; ``writing`` is how many of how many stand in the file, None when none is written.
    """

    voice: Voice
    name: str
    purpose: ListPurpose
    kind: FileKind
    ticked: tuple[str, ...]
    seen: Preview | None
    problem: str
    wrong: bool
    confirmed: bool
    checking: bool
    writing: tuple[int, int] | None


def export_state(now: Shown) -> PeopleExportState:
    """The state to render."""
    t, purpose, kind, name = now.voice.t, now.purpose, now.kind, now.name
    ticked = ("name", "address") if kind.labels else now.ticked
    title = t._("Export “{name}”", name=name) if name else t._("Export customers")
    return PeopleExportState(
        title=title,
        purposes=tuple((each.value, t._(words)) for each, words in PURPOSES.items()),
        purpose=purpose.value,
        hint=_hint(now),
        columns=tuple(_column(key, ticked, now) for key in offered(purpose)),
        kinds=tuple((each.value, t._(KINDS[each])) for each in kinds(purpose)),
        kind=kind.value,
        note=t._("Written to the journal: who, when, why, how many rows."),
        problem=now.problem or _too_many(now),
        asks_secret=not now.confirmed,
        secret_wrong=now.wrong,
        **_counted(now, ticked),
        **_progressing(now),
    )  # fmt: skip


def offered(purpose: ListPurpose) -> tuple[str, ...]:
    """The columns to tick; those about consents are one."""
    return tuple(
        dict.fromkeys(CONSENTS if key.startswith("consent_") else key for key in allowed(purpose))
    )


def meant(key: str) -> tuple[str, ...]:
    """The columns behind a tick."""
    return _CONSENT_KEYS if key == CONSENTS else (key,)


def _column(key: str, ticked: tuple[str, ...], now: Shown) -> ExportColumn:
    t = now.voice.t
    text = t._("Consents") if key == CONSENTS else column_title(key, t)
    return ExportColumn(key=key, text=text, chosen=set(meant(key)) <= set(ticked))


def _hint(now: Shown) -> str:
    t = now.voice.t
    if now.purpose is ListPurpose.INTERNAL:
        return t._("For the shop's own use: nobody is called or written to by this list.")
    return t._("Only customers who agreed to this purpose get into the file.")


def _counted(now: Shown, ticked: tuple[str, ...]) -> dict[str, Any]:
    t, f = now.voice.t, now.voice.f
    seen = now.seen
    if seen is None:
        return {"matched": "…", "save": t._("Save file"), "empty": t._("Counting…")}
    sizes = seen.sizes
    left = sizes.matched - sizes.in_file
    several = len(sizes.left_out) > 1
    short = t.ngettext("{n} left out", "{n} left out", left)
    shown = ticked[:SHOWN]
    rows = tuple(_row(now, row, seen, shown) for row in seen.first)
    return {
        "matched": t.ngettext("{n} match", "{n} match", sizes.matched),
        "left_out": short if several else left_out_words(sizes, now.purpose, t, f),
        "reasons": reasons_told(sizes.left_out, t, f) if several else "",
        "in_file": t.ngettext("{n} in the file", "{n} in the file", sizes.in_file),
        "headings": tuple(column_title(key, t) for key in shown),
        "rows": rows,
        "first": tuple(_first(now, seen, len(ticked) - each - 1) for each in range(len(shown))),
        "empty": "" if rows else t._("Nobody is in this list."),
        "save": t.ngettext(
            "Save file with {n} customer", "Save file with {n} customers", sizes.in_file
        ),
        "can_save": sizes.in_file > 0 and _is_free(now) and _fits(now, sizes.in_file),
    }  # fmt: skip


def _first(now: Shown, seen: Preview, hidden: int) -> str:
    t, f = now.voice.t, now.voice.f
    shown, all_of_them = f.number(len(seen.first)), f.number(seen.sizes.matched)
    words = t._("first {shown} of {n}", shown=shown, n=all_of_them)
    if not hidden:
        return words
    more = t.ngettext("{n} more column", "{n} more columns", hidden)
    return f"{words} · {more}"


def _is_free(now: Shown) -> bool:
    return not now.checking and now.writing is None


def _fits(now: Shown, many: int) -> bool:
    return many <= MOST.get(now.kind, many)


def _too_many(now: Shown) -> str:
    if now.seen is None or _fits(now, now.seen.sizes.in_file):
        return ""
    return say(PosError("export_too_many", limit=MOST[now.kind]), now.voice.t, now.voice.f)


def _row(now: Shown, row: SampleRow, seen: Preview, shown: tuple[str, ...]) -> ExportRow:
    voice = now.voice
    cells = {
        column.key: cell_text(column, value, voice.t, voice.f)
        for column, value in zip(seen.columns, row.cells, strict=True)
    }
    if row.reason is not None:
        name = cells["name"] if shown[0] == "name" else row.name
        return ExportRow(name=name or "—", reason=reason_words(row.reason, voice.t))
    return ExportRow(name=row.name, cells=tuple(cells[key] for key in shown))


def _progressing(now: Shown) -> dict[str, Any]:
    t, f = now.voice.t, now.voice.f
    if now.writing is None:
        return {"told": t._("The secret is being checked…") if now.checking else ""}
    done, total = now.writing
    words = t._("{done} of {total} written", done=f.number(done), total=f.number(total))
    return {"share": done / total if total else 0.0, "told": words}
