"""The demo shop asks: newcomers answer three questions, some are asked again after a purchase.

Who answers what follows from the person, not from the dice, so that the rest of the shop stays the
same for the same seed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.domain.questionnaire import NUMBERS, Answer, Kind, Question
from pos_app.domain.questionnaire_flow import next_question
from pos_app.services.questionnaire_records import VersionRow
from pos_app.services.questionnaire_templates import TEMPLATES, definition_of
from pos_app.services.questionnaires import QuestionnaireService
from pos_app.services.responses import ResponseParts, ResponseService
from pos_app.services.session import Session

ASKED: Final[tuple[Kind, ...]] = ("card", "satisfaction")
SCORES: Final = ("10", "9", "10", "8", "9", "7", "10", "9", "6", "8", "3")
"""What people say from 0 to 10, one after another."""

ANSWER: Final = 7
"""Newcomers of ten who take the time."""

QUICKEST: Final = 8
"""Seconds the quickest need."""

AGAIN: Final = 9
"""Every so many-th purchase somebody is asked how it was."""


class DemoAsking:
    """Puts the two questionnaires to use and answers for the shop's people."""

    def __init__(
        self,
        forms: QuestionnaireService,
        parts: ResponseParts,
        owner: Session,
        language: str,
        wait: Callable[[int], None],
    ) -> None:
        """``wait`` lets seconds pass, as they do while somebody thinks."""
        self._wait = wait
        self._responses = ResponseService(parts)
        self._language = language
        self._sold = 0
        self._versions: dict[Kind, VersionRow] = {}
        for kind in ASKED:
            template = TEMPLATES[kind]
            name = template.name.shown(language, language)
            made = forms.create(owner, name, kind, definition_of(template, language))
            self._versions[kind] = forms.publish(owner, made)

    def newcomer(self, session: Session, customer_id: int) -> None:
        """The three questions on joining; seven of ten answer."""
        if customer_id % 10 < ANSWER:
            self._fill(session, "card", customer_id, customer_id)

    def after_purchase(self, session: Session, customer_id: int) -> None:
        """Now and then: how was it."""
        self._sold += 1
        if self._sold % AGAIN == 0:
            self._fill(session, "satisfaction", customer_id, self._sold // AGAIN)

    def _fill(self, session: Session, kind: Kind, customer_id: int, turn: int) -> None:
        filling = self._responses.begin(
            session, self._versions[kind].id, customer_id=customer_id, language=self._language
        )
        definition, answers = filling.definition, dict(filling.answers)
        question = next_question(definition, answers)
        while question is not None:
            answer = _answer(question, turn)
            if answer:
                response_id = filling.response.id
                filling = self._responses.answer(session, response_id, question.id, answer)
                answers = dict(filling.answers)
            question = next_question(definition, answers, question.id)
        self._wait(QUICKEST + turn * 3 % 13)
        self._responses.complete(session, filling.response.id)


def _answer(question: Question, turn: int) -> Answer:
    """What somebody says; nothing where own words are asked for."""
    if question.kind in NUMBERS:
        return (SCORES[turn % len(SCORES)],)
    options = [option for option in question.offered if not option.other]
    if not options:
        return ()
    first = (turn * 5 + turn // 3) % len(options)
    several = question.kind == "several_of" and turn % 2
    places = sorted({first, (first + 2) % len(options)} if several else {first})
    return tuple(options[place].id for place in places)
