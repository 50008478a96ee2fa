"""People on file twice in words: what speaks for it, their fields, what the merge makes of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.likeness import Evidence
from pos_app.i18n import Formats, Translator
from pos_app.presenters.sale_ports import Voice
from pos_app.services.merge_records import FieldChoice, MergeField, MergePreview

NO_YEAR = 1904

Phone = Callable[[str], str]
"""A number (E.164) as it is written here."""


def evidence_words(t: Translator, found: Sequence[Evidence]) -> str:
    """What two records share."""
    words: dict[Evidence, str] = {
        "card": t._("the same card"),
        "phone": t._("the same phone"),
        "email": t._("the same e-mail"),
        "name_birthday": t._("the same name and birthday"),
        "close_birthday": t._("a close name, the same birthday"),
        "close_name": t._("a close name"),
    }
    return ", ".join(words[each] for each in found)


def field_words(t: Translator, key: MergeField) -> str:
    """What a field is called."""
    words: dict[MergeField, str] = {
        "name": t.pgettext("person", "Name"),
        "phone": t._("Phone"),
        "email": t._("E-mail"),
        "birthday": t._("Birthday"),
        "language": t._("Language"),
        "note": t._("Note"),
        "household": t._("Household"),
    }
    return words[key]


def field_text(voice: Voice, phone: Phone, field: FieldChoice, text: str) -> str:
    """A field's value as people write it; a dash for none."""
    if not text:
        return "—"
    if field.key == "phone":
        return phone(text)
    if field.key == "birthday":
        day = date.fromisoformat(text)
        return voice.f.day_month(day) if day.year == NO_YEAR else voice.f.date(day)
    return text


def channel_words(t: Translator, channel: Channel | None) -> str:
    """A way to reach somebody."""
    words = {
        None: t._("account"),
        Channel.SMS: t._("SMS"),
        Channel.EMAIL: t._("e-mail"),
        Channel.CALL: t._("calls"),
        Channel.MESSENGER: t._("messenger"),
        Channel.POST: t._("post"),
    }
    return words[channel]


def facts_of(voice: Voice, phone: Phone, preview: MergePreview) -> tuple[tuple[str, str], ...]:
    """What the survivor has after the merge."""
    t, f = voice.t, voice.f
    one, other = preview.survivor, preview.merged
    lines = [
        (t._("Points"), _sum(f.points(one.balance), f.points(other.balance),
                             f.points(preview.balance))),
        (t._("Turnover"), _sum(f.money(one.turnover), f.money(other.turnover),
                               f.money(preview.turnover))),
        (t._("Visits"), _sum(str(one.visits), str(other.visits), str(preview.visits))),
        (t._("Tier"), _tier(f, preview)),
        (t._("Cards"), _count(len(one.cards), len(other.cards))),
        (t._("Coupons"), _count(one.coupons, other.coupons)),
        (t._("Credit"), f.money(one.credit + other.credit) if one.credit + other.credit else ""),
        (t._("Notes"), _count(one.notes, other.notes)),
        (t._("Answers"), _count(one.answers, other.answers)),
        (t._("Needs"), _count(one.needs, other.needs)),
        (t._("Kept beside"), _contacts(phone, preview)),
        (t._("Tags"), ", ".join(preview.tags)),
        (t._("Groups"), ", ".join(preview.groups)),
        (t._("Brought others"), str(preview.referred) if preview.referred else ""),
        (t._("Offers by"), _offers(t, preview)),
        (t._("No longer by"), _lost(t, preview)),
    ]  # fmt: skip
    return tuple((words, value) for words, value in lines if value)


def _sum(one: str, other: str, both: str) -> str:
    return f"{one} + {other} = {both}"


def _contacts(phone: Phone, preview: MergePreview) -> str:
    return ", ".join(phone(value) if kind == "phone" else value for kind, value in preview.contacts)


def _count(one: int, other: int) -> str:
    return f"{one} + {other} = {one + other}" if one or other else ""


def _tier(f: Formats, preview: MergePreview) -> str:
    if preview.tier_until is None:
        return preview.tier
    return f"{preview.tier} — {f.date(preview.tier_until)}"


def _offers(t: Translator, preview: MergePreview) -> str:
    given = [
        channel_words(t, change.channel)
        for change in preview.consents
        if change.purpose is Purpose.MARKETING and change.after
    ]
    return ", ".join(given) or t._("nothing")


def _lost(t: Translator, preview: MergePreview) -> str:
    return ", ".join(
        channel_words(t, change.channel)
        for change in preview.consents
        if not change.after and (change.survivor or change.merged)
    )
