"""One question after a sale, by the shop's rule, tied to the receipt and never in its way (R25)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from pos_app.domain.questionnaire import Question, Questionnaire
from pos_app.domain.questionnaire_flow import unanswered
from pos_app.domain.sale import Sale
from pos_app.services.ports import Clock, UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import VersionRow
from pos_app.services.questionnaire_store import load_questionnaire
from pos_app.services.responses import ResponseService
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook

TAPS = 11
"""Steps of a scale that one row holds: 0 to 10."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskAfter:
    """The question to ask after this receipt; ``customer_id`` None when nobody is known."""

    sale_id: int
    customer_id: int | None
    version: VersionRow
    definition: Questionnaire
    question: Question


class AfterSaleService:
    """Decides whether to ask, and keeps the answer."""

    def __init__(
        self, uow: UnitOfWorkFactory, book: ShopBook, responses: ResponseService, clock: Clock
    ) -> None:
        self._uow = uow
        self._book = book
        self._responses = responses
        self._clock = clock

    def ask(self, sale_uuid: str) -> AskAfter | None:
        """The question for this receipt, or None by the rule.

        Every n-th receipt is asked about; a person not again before the days of the setting are
        over. Only a question one tap answers is asked.
        """
        rule = self._book.current.settings.after_sale
        if not rule.enabled:
            return None
        with self._uow() as uow:
            sale = uow.sales.by_uuid(sale_uuid)
            row = uow.questionnaires.live(rule.kind)
            version = None if row is None else uow.questionnaires.latest(row.id)
            if sale is None or version is None or sale.number % rule.every:
                return None
            if self._asked_lately(uow, sale, version, rule.days):
                return None
        definition = load_questionnaire(version.definition)
        question = next((one for one in definition.questions if _one_tap(one)), None)
        if question is None:
            return None
        return AskAfter(
            sale_id=sale.id,
            customer_id=sale.customer_id,
            version=version,
            definition=definition,
            question=question,
        )

    def answer(self, session: Session, asked: AskAfter, value: str, language: str) -> None:
        """Keep the answer with the receipt.

        The response is complete unless something else in it is required. Raises ``PosError`` as
        :class:`ResponseService`.
        """
        filling = self._responses.begin(
            session,
            asked.version.id,
            customer_id=asked.customer_id,
            sale_id=asked.sale_id,
            channel="till",
            language=language,
        )
        if filling.response.sale_id != asked.sale_id:
            # a draft of another day stands for what was said then, and is left to itself
            self._responses.abandon(session, filling.response.id)
            self.answer(session, asked, value, language)
            return
        response = filling.response.id
        filling = self._responses.answer(session, response, asked.question.id, (value,))
        if not unanswered(filling.definition, filling.answers):
            self._responses.complete(session, response)

    def _asked_lately(self, uow: UnitOfWork, sale: Sale, version: VersionRow, days: int) -> bool:
        if sale.customer_id is None:
            return False
        since = self._clock.now() - timedelta(days=days)
        for response in uow.questionnaires.responses_of(sale.customer_id):
            known = uow.questionnaires.version(response.version_id)
            assert known is not None  # a response is never without its version
            same = known.questionnaire_id == version.questionnaire_id
            if same and response.started_at > since:
                return True
        return False


def _one_tap(question: Question) -> bool:
    if question.conditions or question.kind not in ("nps", "smile", "scale"):
        return False
    low, high = question.bounds
    return low is not None and high is not None and high - low < TAPS
