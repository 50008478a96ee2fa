"""Words about forgetting people and their data (R24)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.i18n import N_, Formats, Translator
from pos_app.presenters.points_words import Teller
from pos_app.services.consent_defaults import Subject
from pos_app.services.erasure_records import ErasureOutcome, ErasurePreview

REASONS: Final[dict[str, str]] = {
    "asked": N_("the person asked for it"),
    "unused": N_("nothing bought for long"),
    "mistake": N_("entered by mistake"),
    "restored": N_("again, after a backup was restored"),
}


def reason_words(t: Translator, code: str) -> str:
    """Why somebody was forgotten; a code nobody knows as it is."""
    known = REASONS.get(code)
    return t._(known) if known is not None else code


def erased_told(e: Teller) -> list[str]:
    """An erasure in the journal: why, and the points that lapsed."""
    points = e.number("points")
    lapsed = e.t._("points lapsed: {points}", points=e.f.points(points)) if points else ""
    return [reason_words(e.t, e.text("reason")), lapsed]


def wording_told(e: Teller) -> list[str]:
    """New texts of consents in the journal: the version they made."""
    return [e.t._("version {number}", number=e.text("version"))]


@dataclass(frozen=True, slots=True, kw_only=True)
class FateLine:
    """One line of a preview: ``going`` what is deleted, else what stays without the person."""

    icon: str
    text: str
    going: bool


def fate_lines(t: Translator, f: Formats, preview: ErasurePreview) -> list[FateLine]:
    """What forgetting somebody would take away and what would stay."""
    return [*_going(t, f, preview), *_staying(t, preview)]


def _going(t: Translator, f: Formats, preview: ErasurePreview) -> list[FateLine]:
    c = preview.counts
    counted = (
        (t._("Name, phones, e-mails, birthday, tags and notes"), 1),
        (t.ngettext("{n} further contact", "{n} further contacts", c.contacts), c.contacts),
        (t.ngettext("{n} questionnaire with its answers",
                    "{n} questionnaires with their answers", c.answers), c.answers),
        (t.ngettext("{n} need", "{n} needs", c.needs), c.needs),
        (t.ngettext("{n} coupon in their name", "{n} coupons in their name", c.coupons), c.coupons),
        (t._("points lapsed: {points}", points=f.points(preview.points)), preview.points),
        (t.ngettext("{n} card is closed", "{n} cards are closed", c.cards), c.cards),
        (t.ngettext("{n} waiting sale goes on without them",
                    "{n} waiting sales go on without them", c.parked), c.parked),
        (t.ngettext("{n} record merged into this one", "{n} records merged into this one",
                    preview.people - 1), preview.people - 1),
    )  # fmt: skip
    return [FateLine(icon="trash-2", text=text, going=True) for text, count in counted if count]


def _staying(t: Translator, preview: ErasurePreview) -> list[FateLine]:
    c = preview.counts
    slips = c.receipts + c.returns
    counted = (
        (t.ngettext("{n} receipt stays, without the name", "{n} receipts stay, without the name",
                    slips), slips),
        (t._("Sums and the points ledger stay, under a number"), 1),
        (t.ngettext("{n} consent stays as a fact", "{n} consents stay as facts", c.consents),
         c.consents),
        (t.ngettext("{n} certificate stays good for whoever holds it",
                    "{n} certificates stay good for whoever holds them", preview.certificates),
         preview.certificates),
    )  # fmt: skip
    return [
        FateLine(icon="shield-check", text=text, going=False) for text, count in counted if count
    ]


def outcome_words(t: Translator, outcome: ErasureOutcome) -> str:
    """What was done, and whether the file is clean."""
    done = t.ngettext("{n} record is forgotten.", "{n} records are forgotten.", outcome.people)
    if outcome.left is None:
        rest = t._("The file could not be searched through just now.")
    elif outcome.left:
        rest = t.ngettext(
            "{n} of their texts is still in the file: a namesake, or words typed as a reason.",
            "{n} of their texts are still in the file: a namesake, or words typed as a reason.",
            outcome.left,
        )
    else:
        rest = t._("Not a byte of them is left in the data of the shop.")
    return f"{done} {rest}"


def subject_words(t: Translator, subject: Subject) -> str:
    """What a consent is about."""
    channel = subject[1]
    if channel is None:
        return t._("Card account")
    return {
        "sms": t._("Offers by SMS"),
        "email": t._("Offers by e-mail"),
        "call": t._("Offers by phone call"),
        "messenger": t._("Offers by messenger"),
        "post": t._("Offers by post"),
    }[channel.value]
