"""A questionnaire on A4 to fill by hand: numbered boxes, so that every answer is a digit (R25).

Every form has a code of its own at its head, as bars and as text, and at the foot of each sheet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight, face
from pos_app.adapters.documents.form_conditions import leads
from pos_app.adapters.documents.ink import Block, Box, Mark, Text, moved
from pos_app.adapters.documents.pdf import draw_pages, pages
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.adapters.documents.whole import write_whole
from pos_app.domain.paper_form import printed_form_code
from pos_app.domain.questionnaire import CHOICES, Option, Question
from pos_app.services.documents import Paper
from pos_app.services.paper_form_records import FormBatch, FormSheet
from pos_app.services.tabular import Progress

_SIDE: Final = 150
_CODE: Final = 600
_BOX: Final = 40
_CELL: Final = 62
_TEXT_LINES: Final = 3
_LINE: Final = 62
MOST_STEPS: Final = 21
"""More steps of a scale than this are written, not ticked: they are typed when keyed in."""


class FormArtist:
    """See :class:`pos_app.services.paper_form_records.QuestionnaireFormArtist`."""

    def questionnaire_forms(self, batch: FormBatch, progress: Progress) -> bytes:
        """See the port."""
        speaking = voice(batch.language, "EUR", batch.shop)
        body = _body(batch, speaking)
        sheets: list[list[Block]] = []
        for done, sheet in enumerate(batch.sheets):
            progress(done, len(batch.sheets))
            sheets += _form(batch, sheet, body, speaking)
        title = batch.definition.title.shown(batch.language, batch.shop.language)
        return draw_pages(sheets, Paper.A4, title or "questionnaire", numbered=False)


def _column() -> Column:
    width = geometry(Paper.A4).page_width
    return Column(_SIDE, width - 2 * _SIDE, width)


def _form(
    batch: FormBatch, sheet: FormSheet, body: Sequence[Block], speaking: Voice
) -> list[list[Block]]:
    """The sheets of one form, each with the code and its number at the foot."""
    column = _column()
    _head(column, batch, sheet, speaking)
    where = geometry(Paper.A4)
    room = where.page_height - 2 * where.edge
    made = list(pages([*column.blocks, *body], where))
    size = sizes().small
    for number, page in enumerate(made, start=1):
        words = f"{printed_form_code(sheet.code)} · {number} / {len(made)}"
        x = (where.page_width - face(Weight.SEMI).width(words, size)) / 2
        left = room - sum(block.height for block in page)
        page.append(Block(0, (Text(x, left + 60, words, Weight.SEMI, size),)))
    return made


def _head(column: Column, batch: FormBatch, sheet: FormSheet, speaking: Voice) -> None:
    """Shop and title at the left, the code at the right; then the name and the opening."""
    size, definition = sizes(), batch.definition
    words = Column(column.left, column.width - _CODE - 20, column.outer)
    words.left_text(batch.shop.name, size.base)
    title = definition.title.shown(batch.language, batch.shop.language)
    write_whole(words, title or speaking.t._("Questionnaire"), size.shop, Weight.BOLD)
    code = Column(column.left + column.width - _CODE, _CODE, _CODE)
    code.code(printed_form_code(sheet.code), size.module, size.code_height)
    height = max(words.height, code.height) + 16
    column.blocks.append(Block(height, (*_marks(words), *_marks(code))))
    if sheet.name:
        name = speaking.t.pgettext("form", "Name")
        column.left_text(f"{name}: {sheet.name}", size.item, Weight.BOLD)
        column.space(8)
    write_whole(column, definition.intro.shown(batch.language, batch.shop.language), size.base)
    column.space(6)
    hint = speaking.t.pgettext("form", "Tick the boxes. A star marks what needs an answer.")
    column.left_text(hint, size.small)
    column.rule()


def _body(batch: FormBatch, speaking: Voice) -> list[Block]:
    """The questions and the thanks: the same on every form of the batch."""
    column, size = _column(), sizes()
    definition, shop = batch.definition, batch.shop.language
    conditions = leads(definition, speaking.t)
    for number, question in enumerate(definition.questions, start=1):
        start = len(column.blocks)
        star = " *" if question.required else ""
        text = question.wording.shown(batch.language, shop)
        write_whole(column, f"{number}. {text}{star}", size.item, Weight.BOLD)
        write_whole(column, conditions.get(question.id, ""), size.small)
        if question.kind == "several_of":
            column.left_text(speaking.t._("several answers are possible"), size.small)
        _keep(column, start)
        column.space(6)
        _keep(column, len(column.blocks) - 1)
        _Answers(column, speaking, batch.language, shop).write(question)
        column.space(26)
    column.rule()
    thanks = definition.thanks.shown(batch.language, shop)
    write_whole(column, thanks or speaking.t._("Thank you!"), size.item, Weight.BOLD)
    return column.blocks


class _Answers:
    """What one ticks or writes below a question."""

    def __init__(self, column: Column, speaking: Voice, language: str, shop: str) -> None:
        self._column = column
        self._t = speaking.t
        self._language = language
        self._shop = shop

    def write(self, question: Question) -> None:
        """Boxes for a choice, a row of boxes for a scale, lines for words."""
        t = self._t
        if question.kind in CHOICES:
            for place, option in enumerate(question.offered, start=1):
                self._choice(place, self._option(option), line=option.other)
        elif question.kind == "yes_no":
            for place, text in enumerate(
                (t.pgettext("answer", "Yes"), t.pgettext("answer", "No")), start=1
            ):
                self._choice(place, text)
        elif not self._scale(question):
            self._lines(question)

    def _option(self, option: Option) -> str:
        return option.wording.shown(self._language, self._shop)

    def _choice(self, place: int, text: str, *, line: bool = False) -> None:
        size = sizes()
        column = self._column
        inner = Column(column.left + 118, column.width - 118, column.outer)
        inner.space(4)
        write_whole(inner, text, size.base)
        marks: list[Mark] = [
            *_marks(_number(column, place)),
            Box(column.left + 54, 2, _BOX, _BOX, radius=4, stroke=size.heavy),
            *_marks(inner),
        ]
        height = max(inner.height, _BOX) + 10
        if line:
            height += 46
            marks.append(Box(inner.left, height - 12, inner.width, size.light))
        column.blocks.append(Block(height, tuple(marks)))

    def _scale(self, question: Question) -> bool:
        """A row of boxes under their numbers, the ends named below; False where it is too long."""
        low, high = question.bounds
        scale = question.kind in ("scale", "nps", "smile")
        if not scale or low is None or high is None or high - low >= MOST_STEPS:
            return False
        column, size = self._column, sizes()
        marks: list[Mark] = []
        for place, number in enumerate(range(low, high + 1)):
            left = column.left + place * _CELL
            head = Column(left, _BOX, column.outer)
            head.centred(str(number), size.small, Weight.BOLD)
            marks += _marks(head)
            marks.append(Box(left, head.height + 4, _BOX, _BOX, radius=4, stroke=size.heavy))
        start = len(column.blocks)
        column.blocks.append(Block(_BOX + 44, tuple(marks), keep=True))
        first, last = self._ends(question)
        if first:
            write_whole(column, f"{low} — {first}", size.small)
        if last:
            write_whole(column, f"{high} — {last}", size.small)
        _keep(column, start)
        column.space(2)
        return True

    def _ends(self, question: Question) -> tuple[str, str]:
        t = self._t
        usual = {
            "nps": (t._("not at all likely"), t._("extremely likely")),
            "smile": (t._("Very bad"), t._("Very good")),
        }.get(question.kind, ("", ""))
        named = (question.low_label, question.high_label)
        first, last = (one.shown(self._language, self._shop) for one in named)
        return first or usual[0], last or usual[1]

    def _lines(self, question: Question) -> None:
        t, column, size = self._t, self._column, sizes()
        hints = {"date": t._("Day, month, year: 24.11.1990"), "phone": t._("Phone"),
                 "email": t._("E-mail"), "text": ""}  # fmt: skip
        low, high = question.bounds
        number = t._("A number")
        if low is not None and high is not None:
            number = t._("A number from {low} to {high}", low=str(low), high=str(high))
        column.left_text(hints.get(question.kind, number), size.small, keep=True)
        for _ in range(_TEXT_LINES if question.kind == "text" else 1):
            box = Box(column.left, _LINE - 6, column.width, size.light)
            column.blocks.append(Block(_LINE, (box,)))


def _number(column: Column, place: int) -> Column:
    part = Column(column.left, 56, column.outer)
    part.space(4)
    part.left_text(str(place), sizes().base, Weight.BOLD)
    return part


def _keep(column: Column, start: int) -> None:
    """Hold all blocks from ``start`` on to what follows."""
    column.blocks[start:] = [replace(block, keep=True) for block in column.blocks[start:]]


def _marks(part: Column) -> list[Mark]:
    found: list[Mark] = []
    top = 0
    for block in part.blocks:
        found += [moved(mark, 0, top) for mark in block.marks]
        top += block.height
    return found
