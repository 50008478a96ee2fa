"""The card agreement on A4: empty boxes, texts with their version, place, day and signature."""

from __future__ import annotations

from datetime import date
from typing import Final

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.ink import Block, Box, Mark, moved
from pos_app.adapters.documents.parts import new_column, shop_head
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.text import NBSP
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.adapters.documents.whole import write_whole
from pos_app.services.consent_defaults import Subject
from pos_app.services.consent_forms import ConsentForm
from pos_app.services.customers import NO_YEAR
from pos_app.services.documents import Paper

_SIDE: Final = 150
_BOX: Final = 40
_INDENT: Final = 70
_LINE: Final = 56
_NARROW: Final = 700
"""Dots below which a label stands over its line instead of beside it."""


class ConsentArtist:
    """See :class:`pos_app.services.consent_forms.FormArtist`."""

    def consent_form(self, form: ConsentForm, paper: Paper = Paper.A4) -> bytes:
        """The form in its language, on a sheet or on a roll."""
        speaking = voice(form.language, "EUR", form.shop)
        t, size = speaking.t, sizes()
        column = _column(paper)
        shop_head(column, form.shop, speaking, None)
        column.space(10)
        title = t.pgettext("form", "Card agreement")
        column.centred(title, size.shop, Weight.BOLD, smallest=size.strong)
        column.space(20)
        _person(column, form, speaking)
        column.space(16)
        ask = t.pgettext("form", "Please tick what you agree to. Every box is for itself.")
        write_whole(column, ask, size.base)
        column.space(14)
        for subject, text in form.texts:
            _boxed(column, _title(subject, speaking), text)
        free = t.pgettext("form", "The card works without consent to offers.")
        write_whole(column, free, size.base)
        _signature(column, form, speaking)
        return draw(column.blocks, paper, title)


def _column(paper: Paper) -> Column:
    if paper.is_roll:
        return new_column(paper)
    width = geometry(paper).page_width
    return Column(_SIDE, width - 2 * _SIDE, width)


def _title(subject: Subject, speaking: Voice) -> str:
    t, channel = speaking.t, subject[1]
    words = {
        "sms": t.pgettext("form", "Offers by SMS"),
        "email": t.pgettext("form", "Offers by e-mail"),
        "call": t.pgettext("form", "Offers by phone call"),
        "messenger": t.pgettext("form", "Offers by messenger"),
        "post": t.pgettext("form", "Offers by post"),
    }
    return words[channel.value] if channel else t.pgettext("form", "Card account")


def _person(column: Column, form: ConsentForm, speaking: Voice) -> None:
    t, person = speaking.t, form.person
    birthday = _birthday(person.birthday, speaking) if person.birthday else ""
    for label, text in (
        (t.pgettext("form", "Name"), person.name),
        (t.pgettext("form", "Phone"), person.phone),
        (t.pgettext("form", "E-mail"), person.email),
        (t.pgettext("form", "Birthday"), birthday),
        (t.pgettext("form", "Card number"), person.card),
    ):
        _filled(column, label, text)


def _birthday(day: date, speaking: Voice) -> str:
    return speaking.f.day_month(day) if day.year == NO_YEAR else speaking.f.date(day)


def _filled(column: Column, label: str, text: str) -> None:
    """A label and what is known, on a line one can write on."""
    size = sizes()
    if column.width < _NARROW:
        column.left_text(label, size.small, keep=True)
        column.left_text(text or NBSP, size.strong, Weight.BOLD)
        column.rule()
        return
    part = Column(column.left, 330, column.outer)
    part.left_text(label, size.base)
    answer = Column(column.left + 350, column.width - 350, column.outer)
    answer.left_text(text, size.strong, Weight.BOLD)
    height = max(part.height, answer.height, _LINE)
    marks: list[Mark] = [
        *_from(part, height - part.height - 8), *_from(answer, height - answer.height - 8),
        Box(column.left + 350, height - 4, column.width - 350, size.light),
    ]  # fmt: skip
    column.blocks.append(Block(height + 4, tuple(marks)))


def _boxed(column: Column, title: str, text: str) -> None:
    """An empty box with its text; never torn apart."""
    size = sizes()
    inner = Column(column.left + _INDENT, column.width - _INDENT, column.outer)
    inner.left_text(title, size.strong, Weight.BOLD)
    write_whole(inner, text, size.base)
    box = Box(column.left, 0, _BOX, _BOX, radius=4, stroke=size.heavy)
    height = max(inner.height, _BOX) + 22
    column.blocks.append(Block(height, (box, *_from(inner, 0))))


def _signature(column: Column, form: ConsentForm, speaking: Voice) -> None:
    t, size = speaking.t, sizes()
    labels = (t.pgettext("form", "Place and date"), t.pgettext("form", "Signature"))
    places = 1 if column.width < _NARROW else len(labels)
    gap = 60
    width = (column.width - gap * (places - 1)) // places
    for start in range(0, len(labels), places):
        column.space(110)
        marks: list[Mark] = []
        height = 0
        for place, label in enumerate(labels[start : start + places]):
            left = column.left + place * (width + gap)
            part = Column(left, width, column.outer)
            part.left_text(label, size.small)
            marks += [Box(left, 0, width, size.light), *_from(part, 8)]
            height = max(height, part.height + 8)
        column.blocks.append(Block(height, tuple(marks)))
    column.space(30)
    words = t.pgettext(
        "form",
        "Texts version {version} · printed {day}",
        version=form.version,
        day=speaking.f.date(form.printed_on),
    )
    column.left_text(words, size.small)


def _from(part: Column, top: int) -> list[Mark]:
    found: list[Mark] = []
    for block in part.blocks:
        found += [moved(mark, 0, top) for mark in block.marks]
        top += block.height
    return found
