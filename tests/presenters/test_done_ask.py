"""The question beside the change: a tap or a digit, and never in the way."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import Questionnaire
from pos_app.i18n import Formats, translator
from pos_app.presenters.done_ask import DoneAsk, NobodyAsks
from pos_app.presenters.sale_ports import Voice
from pos_app.services.after_sale import AskAfter
from pos_app.services.questionnaire_records import VersionRow
from tests.fakes import FakeClock
from tests.services.questionnaire_stage import ask


class Service:
    """Asks from 0 to 10 after every receipt, and remembers the answers."""

    def __init__(self) -> None:
        self.said: list[str] = []
        self.fails = False

    def ask(self, sale_uuid: str) -> AskAfter | None:
        """One question."""
        if self.fails:
            raise PosError("questionnaire_unknown")
        version = VersionRow(
            uuid="v", questionnaire_id=1, number=1, definition="{}", at=FakeClock().now()
        )
        question = ask("nps", "nps")
        return AskAfter(
            sale_id=1, customer_id=None, version=version, question=question,
            definition=Questionnaire(questions=(question,)),
        )  # fmt: skip

    def answer(self, asked: AskAfter, value: str, language: str) -> None:
        """Remember, or fail."""
        if self.fails:
            raise PosError("questionnaire_not_live")
        self.said.append(value)


@pytest.fixture
def service() -> Service:
    return Service()


@pytest.fixture
def page(service: Service) -> DoneAsk:
    page = DoneAsk(service, Voice(translator("en"), Formats("en", "PLN")), lambda: "en")
    page.open("sale")
    return page


def test_a_tap_answers_once(page: DoneAsk, service: Service) -> None:
    view = page.view()
    assert view is not None
    assert [choice.key for choice in view.choices] == [str(n) for n in range(11)]
    page.choose("9")
    page.choose("3")
    assert (service.said, page.view(), page.thanks()) == (["9"], None, "Thank you!")
    assert not page.digit("5")


def test_a_one_may_become_ten_and_stays_one_when_the_page_goes(
    page: DoneAsk, service: Service
) -> None:
    assert page.digit("1")
    assert service.said == []
    assert page.digit("0")
    page.open("next")
    page.digit("1")
    page.flush()
    assert service.said == ["10", "1"]


def test_leaving_without_an_answer_keeps_none(page: DoneAsk, service: Service) -> None:
    page.flush()
    assert (service.said, page.thanks()) == ([], "")


def test_a_failure_is_never_in_the_way(page: DoneAsk, service: Service) -> None:
    service.fails = True
    page.choose("9")
    assert (page.view(), page.thanks()) == (None, "")
    page.open("next")
    assert page.view() is None
    assert not page.digit("5")


def test_a_till_that_asks_nothing() -> None:
    page = DoneAsk(NobodyAsks(), Voice(translator("en"), Formats("en", "PLN")), lambda: "en")
    page.open("sale")
    assert page.view() is None
