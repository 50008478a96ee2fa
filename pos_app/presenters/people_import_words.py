"""The words of the import of customers: fields, fates, what came of it, what was taken back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pos_app.i18n import N_, Translator
from pos_app.presenters.import_words import reason_text
from pos_app.presenters.people_import_state import Choices, PastImport, PersonLine
from pos_app.presenters.sale_ports import Voice
from pos_app.services.people_import import PeoplePlan, PeopleResult
from pos_app.services.people_import_judge import Judged
from pos_app.services.people_import_ports import PeopleImportRecord
from pos_app.services.people_import_undo import UndoResult
from pos_app.services.people_import_words import FIELDS
from pos_app.services.tabular import Reason, Rejected

Line = Judged | Rejected
TONES: Final = {
    "new": "accent", "updated": "warn", "same": "neutral", "skipped": "neutral",
    "review": "warn", "rejected": "danger",
}  # fmt: skip
"""The tone of each fate."""

_FIELDS: Final = {
    "external": N_("Number in the old system"), "name": N_("Full name"), "surname": N_("Surname"),
    "first_name": N_("First name"), "patronymic": N_("Middle name"), "birthday": N_("Birthday"),
    "language": N_("Language"), "card": N_("Card"), "referrer": N_("Brought by"),
    "tier": N_("Tier"), "points": N_("Points"), "points_expire": N_("Last day of points"),
    "turnover": N_("Turnover"), "turnover_day": N_("Day of turnover"),
    "wording": N_("Wording of consents"), "do_not_call": N_("Do not call"),
    "phone": N_("Phone"), "email": N_("E-mail"), "messenger": N_("Messenger"),
    "address": N_("Address"), "tags": N_("Tags"), "groups": N_("Groups"), "note": N_("Note"),
    "consent_programme": N_("Consent: keeping data"),
    "consent_all": N_("Consent: all channels"), "consent_sms": N_("Consent: SMS"),
    "consent_email": N_("Consent: e-mail"), "consent_call": N_("Consent: calls"),
    "consent_messenger": N_("Consent: messenger"), "consent_post": N_("Consent: post"),
}  # fmt: skip
_ORDERS: Final = {"dmy": "31.12.1990", "mdy": "12/31/1990", "ymd": "1990-12-31"}
_CHANGES: Final = {"consent": N_("Consents"), "amounts": N_("Points and turnover")}


def field_choices(t: Translator) -> Choices:
    """What a column may hold; first nothing."""
    return (("", t._("not taken")), *((name, t._(_FIELDS[name])) for name in FIELDS))


def rule_choices(t: Translator) -> Choices:
    """What is done with people who are known."""
    return (
        ("update", t._("Fill gaps")),
        ("overwrite", t._("Overwrite")),
        ("skip", t._("Leave")),
        ("review", t._("Ask")),
    )


def order_choices(plan: PeoplePlan | None, t: Translator) -> Choices:
    """How dates are read; first by the column, with what was found."""
    found = plan.orders.get("birthday") if plan is not None else None
    first = t._("By the column")
    if found is not None and found.judged in ("column", "assumed"):
        first = t._("Found: {what}", what=_ORDERS[found.order])
    elif found is not None and found.judged == "mixed":
        first = t._("Found: both orders")
    return (("", first), *_ORDERS.items())


def fate_of(line: Line) -> str:
    """new, updated, same, skipped, review or rejected."""
    return "rejected" if isinstance(line, Rejected) else line.fate.value


def number_of(line: Line) -> int:
    """The row's number in the file."""
    return line.number if isinstance(line, Rejected) else line.row.number


def filters(counts: Mapping[str, int], voice: Voice) -> Choices:
    """How many rows of each fate, to choose from; empty fates are left out."""
    t, f = voice.t, voice.f
    n = {name: f.number(counts.get(name, 0)) for name in ("all", *TONES)}
    told = {
        "all": t._("All {n}", n=n["all"]), "new": t._("New {n}", n=n["new"]),
        "updated": t._("Known {n}", n=n["updated"]), "same": t._("Same {n}", n=n["same"]),
        "skipped": t._("Left {n}", n=n["skipped"]),
        "review": t._("To review {n}", n=n["review"]),
        "rejected": t._("Rejected {n}", n=n["rejected"]),
    }  # fmt: skip
    return tuple((name, words) for name, words in told.items() if counts.get(name))


def person_line(line: Line, voice: Voice) -> PersonLine:
    """A row and what becomes of it."""
    t = voice.t
    fate, number = fate_of(line), str(number_of(line))
    words = {
        "new": t._("New"), "updated": t._("Known"), "same": t._("Same"), "skipped": t._("Left"),
        "review": t._("To review"), "rejected": t._("Rejected"),
    }  # fmt: skip
    if isinstance(line, Rejected):
        cells = " · ".join(cell for cell in line.cells if cell.strip())
        return PersonLine(
            key=number, number=number, fate=words[fate], tone=TONES[fate], name=cells[:200],
            contact="", card="", note=reason_text(line.reason, t),
        )  # fmt: skip
    row = line.row
    return PersonLine(
        key=number, number=number, fate=words[fate], tone=TONES[fate], name=row.name,
        contact=row.phone or row.email, card=row.card,
        note=_note(line, t),
    )  # fmt: skip


def _note(line: Judged, t: Translator) -> str:
    if line.reason is not None:
        return reason_text(line.reason, t)
    told = [reason_text(each, t) for each in line.left_out]
    if line.fate.value == "updated":
        names = (_CHANGES.get(name) or _FIELDS.get(name, name) for name in line.changes)
        told.insert(0, ", ".join(t._(name) for name in names))
    return "; ".join(told)


def outcome(result: PeopleResult, t: Translator) -> str:
    """What an import did, in one sentence."""
    parts = [
        t.ngettext("{n} new customer", "{n} new customers", result.accepted),
        t.ngettext("{n} changed", "{n} changed", result.updated),
        t.ngettext("{n} unchanged", "{n} unchanged", result.same),
    ]
    if result.skipped:
        parts.append(t.ngettext("{n} left", "{n} left", result.skipped))
    if result.to_review:
        parts.append(t.ngettext("{n} to review", "{n} to review", len(result.to_review)))
    parts.append(t.ngettext("{n} row rejected", "{n} rows rejected", len(result.rejected)))
    said = t._("Imported: {what}.", what=", ".join(parts))
    if result.left_out:
        told = (
            f"{reason_text(Reason(code=code, params={'text': '…'}), t)} ({count})"
            for code, count in result.left_out.items()
        )
        said += " " + t._("Left out of rows that were taken: {what}.", what="; ".join(told))
    return said


def undone(result: UndoResult, t: Translator) -> str:
    """What taking an import back did."""
    said = t._(
        "Taken back: {removed} removed, {restored} put back.",
        removed=result.removed, restored=result.restored,
    )  # fmt: skip
    if not result.kept:
        return said
    reasons = {
        "bought": t._("has bought"), "spent": t._("has spent the points"),
        "changed": t._("was changed since"), "merged": t._("was merged or erased"),
    }  # fmt: skip
    counts: dict[str, int] = {}
    for each in result.kept:
        counts[each.why] = counts.get(each.why, 0) + 1
    what = ", ".join(f"{reasons[why]} ({n})" for why, n in counts.items())
    return f"{said} " + t._("Left as they are: {what}.", what=what)


def past_imports(
    records: Sequence[PeopleImportRecord], when: Mapping[int, str], voice: Voice
) -> tuple[PastImport, ...]:
    """What was imported before, newest first."""
    t, f = voice.t, voice.f
    return tuple(
        PastImport(
            key=str(record.id),
            title=record.file,
            note=" · ".join((
                when[record.id],
                t._("new: {n}", n=f.number(record.counts.get("accepted", 0))),
                t._("known: {n}", n=f.number(record.counts.get("merged", 0))),
                *((t._("taken back"),) if record.state == "undone" else ()),
            )),
            undo="" if record.state == "undone" else t._("Take the import back"),
        )
        for record in records
    )  # fmt: skip
