"""The one-tap questions of the live card application, asked on the form for a new customer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Final

from pos_app.domain.customer import Customer
from pos_app.domain.questionnaire import Question, Questionnaire
from pos_app.domain.questionnaire_flow import unanswered
from pos_app.i18n import translator
from pos_app.presenters.fill_words import Words
from pos_app.presenters.new_customer_parts import TapQuestion
from pos_app.services.people import known_customer
from pos_app.services.questionnaires import LiveQuestionnaire
from pos_app.services.session import Session

if TYPE_CHECKING:
    from pos_app.bootstrap.shop import Shop

MOST: Final = 3
"""Questions that fit the form; the others wait for the questionnaire itself."""

_TYPED: Final = ("name", "birthday", "phone", "email")
_CHOICES: Final = 9
"""More choices than digits are not one tap."""


class CardApplication:
    """See :class:`pos_app.presenters.new_customer_parts.CardQuestions`."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop
        self._asked: LiveQuestionnaire | None = None

    def questions(self, language: str) -> Sequence[TapQuestion]:
        """The first three that one tap answers and that are asked of everybody."""
        self._asked = self._shop.questionnaires.live("card")
        if self._asked is None:
            return ()
        shop = self._shop.book.current.settings.locale.language
        words = Words(translator(language), language, shop)
        tapped = [one for one in self._asked.definition.questions if _is_tap(one)]
        return tuple(
            TapQuestion(
                key=one.id,
                text=words.text(one),
                choices=_choices(words, one),
                several=one.kind == "several_of",
                required=one.required,
            )
            for one in tapped[:MOST]
        )

    def reward(self) -> int:
        """What the whole of it brings."""
        asked = self._asked
        grant = self._shop.book.current.programme.grants.questionnaire
        gives = asked is not None and asked.definition.reward and grant.gives
        return grant.points if gives else 0

    def keep(
        self,
        session: Session,
        customer_id: int,
        answers: Mapping[str, tuple[str, ...]],
        language: str,
    ) -> None:
        """Store the answers; complete where nothing required is missing, else a draft waits."""
        asked, responses = self._asked, self._shop.responses
        if asked is None:
            return
        filling = responses.begin(
            session, asked.version.id, customer_id=customer_id, language=language
        )
        response = filling.response.id
        with self._shop.store.uow() as uow:
            person = known_customer(uow, customer_id)
        for question, answer in {**_known(filling.definition, person), **answers}.items():
            filling = responses.answer(session, response, question, answer)
        tapped = [one for one in filling.definition.questions if _is_tap(one)][:MOST]
        whole = all(filling.answers.get(one.id) for one in tapped)
        if whole and not unanswered(filling.definition, filling.answers):
            responses.complete(session, response)


def _known(definition: Questionnaire, person: Customer) -> dict[str, tuple[str, ...]]:
    """The answers to questions that ask for what stands in the form already."""
    found = {}
    for question in definition.questions:
        value = getattr(person, question.saves_to) if question.saves_to in _TYPED else ""
        if value:
            found[question.id] = (value.isoformat() if isinstance(value, date) else value,)
    return found


def _is_tap(question: Question) -> bool:
    if question.conditions or question.kind not in ("one_of", "several_of", "yes_no"):
        return False
    return question.kind == "yes_no" or 2 <= len(_plain(question)) <= _CHOICES


def _plain(question: Question) -> frozenset[str]:
    """The options that need no words of the customer's own."""
    return frozenset(one.id for one in question.offered if not one.other)


def _choices(words: Words, question: Question) -> tuple[tuple[str, str], ...]:
    steps = words.steps(question)
    if question.kind == "yes_no":
        return steps
    return tuple(step for step in steps if step[0] in _plain(question))
