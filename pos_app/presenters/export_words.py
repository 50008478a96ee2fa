"""Words for lists of people: purposes, columns, kinds of file, and why somebody is left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, Final

from pos_app.i18n import N_, Formats, Translator
from pos_app.presenters.import_words import heading
from pos_app.services.customers import NO_YEAR, masked_card, masked_email, masked_phone
from pos_app.services.exports import Column, ColumnKind, Value
from pos_app.services.people_export_model import FileKind, LeftOut, ListPurpose, Sizes

PURPOSES: Final = {
    ListPurpose.CALLS: N_("Phone calls"),
    ListPurpose.SMS: N_("SMS"),
    ListPurpose.EMAIL: N_("E-mail"),
    ListPurpose.MESSENGER: N_("Messenger"),
    ListPurpose.POST: N_("By post"),
    ListPurpose.INTERNAL: N_("Own analysis"),
}

KINDS: Final = {
    FileKind.XLSX: N_("Excel (.xlsx)"),
    FileKind.CSV: N_("CSV for Excel (.csv)"),
    FileKind.CSV_PLAIN: N_("CSV for other programs (.csv)"),
    FileKind.VCARD_3: N_("Contacts for a phone (.vcf)"),
    FileKind.VCARD_4: N_("Contacts, vCard 4.0 (.vcf)"),
    FileKind.PDF: N_("List on paper (.pdf)"),
    FileKind.LABELS_24: N_("24 labels a sheet, 70 × 37 mm (.pdf)"),
    FileKind.LABELS_21: N_("21 labels a sheet, 63.5 × 38.1 mm (.pdf)"),
    FileKind.LABELS_14: N_("14 labels a sheet, 99.1 × 38.1 mm (.pdf)"),
}

REASONS: Final = {
    LeftOut.NO_CONSENT: N_("no consent"),
    LeftOut.WITHDREW: N_("withdrew consent"),
    LeftOut.DO_NOT_CALL: N_("do not call"),
    LeftOut.NO_PHONE: N_("no phone"),
    LeftOut.NO_EMAIL: N_("no e-mail"),
    LeftOut.NO_ADDRESS: N_("no address"),
    LeftOut.NO_MESSENGER: N_("no messenger"),
    LeftOut.BOUNCED: N_("contact does not work"),
}

_NO_CONSENT: Final = {
    ListPurpose.CALLS: N_("no consent for phone calls"),
    ListPurpose.SMS: N_("no consent for SMS"),
    ListPurpose.EMAIL: N_("no consent for e-mail"),
    ListPurpose.MESSENGER: N_("no consent for messengers"),
    ListPurpose.POST: N_("no consent for letters"),
}

PROBLEMS: Final = {
    "export_column": N_("the column “{column}” is not for this purpose; it may have: {columns}"),
    "export_ending": N_("the file has to end in {ending}"),
    "export_filter": N_("the filter cannot be read ({path})"),
    "export_kind": N_("labels are for letters only"),
    "export_nobody": N_("nobody is left for this list; nothing was written"),
    "export_people_format": N_("people go into a .xlsx, .csv, .vcf or .pdf file"),
    "export_too_many": N_("more than {limit} people do not fit into this kind of file"),
    "export_view": N_("there is no saved view “{name}”"),
}
"""What the command line says."""

_CONSENTS: Final = {
    "consent_call": N_("Phone calls"), "consent_sms": N_("SMS"), "consent_email": N_("E-mail"),
    "consent_post": N_("By post"), "consent_messenger": N_("Messenger"),
}  # fmt: skip


def column_title(key: str, t: Translator) -> str:
    """The heading of a column of people."""
    if key in _CONSENTS:
        return t._("Consent: {channel}", channel=t._(_CONSENTS[key]))
    return t.pgettext("list of people", "Name") if key == "name" else heading(key, t)


def left_out_words(sizes: Sizes, purpose: ListPurpose, t: Translator, f: Formats) -> str:
    """``94 left out: no consent for phone calls``, or each reason with its number; "" for none."""
    if not sizes.left_out:
        return ""
    many = sum(sizes.left_out.values())
    if len(sizes.left_out) == 1:
        (reason,) = sizes.left_out
        why = t._(_NO_CONSENT[purpose]) if reason is LeftOut.NO_CONSENT else t._(REASONS[reason])
    else:
        why = reasons_told(sizes.left_out, t, f)
    return t.ngettext("{n} left out: {why}", "{n} left out: {why}", many, why=why)


def reasons_told(left_out: Mapping[LeftOut, int], t: Translator, f: Formats) -> str:
    """Each reason with its number."""
    return ", ".join(f"{t._(REASONS[reason])} {f.number(n)}" for reason, n in left_out.items())


def reason_words(reason: LeftOut, t: Translator) -> str:
    """Why somebody is not in the file."""
    return t._(REASONS[reason])


def cell_text(column: Column, value: Value, t: Translator, f: Formats) -> str:
    """A cell of the preview, with contacts and cards made unreadable but for their ends."""
    if value is None or value == "":
        return ""
    if column.key in _HIDDEN:
        return _HIDDEN[column.key](str(value))
    if column.kind is ColumnKind.YES_NO:
        return t._("yes") if value else t._("no")
    if isinstance(value, int):
        shows = {ColumnKind.MONEY: f.money, ColumnKind.POINTS: f.points}
        return shows.get(column.kind, f.number)(value)
    if column.kind in (ColumnKind.DATE, ColumnKind.BIRTHDAY):
        day = value if isinstance(value, date) else date.fromisoformat(str(value))
        return f.day_month(day) if day.year == NO_YEAR else f.date(day)
    return str(value)


def _hidden_phones(text: str) -> str:
    return ", ".join(
        f"{phone[:-6]} •••{phone[-3:]}" if len(phone) > 8 else masked_phone(phone)
        for phone in text.split(", ")
    )


_HIDDEN: Final[dict[str, Callable[[str], str]]] = {
    "phone": _hidden_phones, "phones": _hidden_phones, "email": masked_email,
    "card": masked_card, "card_last4": masked_card,
    "messenger": lambda text: f"{text[:2]}•••",
    "address": lambda text: "".join(
        "•" if mark.isdigit() else mark for mark in ", ".join(text.splitlines())
    ),
}  # fmt: skip


def export_told(content: Mapping[str, Any], t: Translator, f: Formats) -> list[str]:
    """An export in the journal: what for, which file, how many rows, who was left out."""
    left = {LeftOut(reason): many for reason, many in content["left_out"].items()}
    purpose = ListPurpose(content["purpose"])
    return [
        t._(PURPOSES[purpose]),
        t._(KINDS[FileKind(content["format"])]),
        t.ngettext("{n} row", "{n} rows", content["rows"]),
        left_out_words(Sizes(matched=content["matched"], left_out=left), purpose, t, f),
    ]
