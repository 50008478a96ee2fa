"""What filling a questionnaire is joined from."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pos_app.domain.questionnaire import Answer, Questionnaire
from pos_app.presenters.fill_state import FillState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.questionnaire_records import ResponseChannel
from pos_app.services.response_model import Completed, Filling
from pos_app.services.session import Session


class FillViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: FillState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class Answering(Protocol):
    """See ``services.responses.ResponseService``."""

    def begin(
        self,
        session: Session,
        version_id: int,
        *,
        customer_id: int | None = None,
        sale_id: int | None = None,
        channel: ResponseChannel = "counter",
        language: str = "en",
    ) -> Filling:
        """Begin, or go on with what was not finished."""

    def answer(
        self, session: Session, response_id: int, question_id: str, answer: Answer
    ) -> Filling:
        """Keep one answer at once."""

    def complete(self, session: Session, response_id: int) -> Completed:
        """Close it; what followed."""

    def abandon(self, session: Session, response_id: int) -> None:
        """Close what will not be finished."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillStart:
    """What is to be filled, by whom. ``person`` is shown, ``code`` is that of the paper."""

    version_id: int
    definition: Questionnaire
    customer_id: int | None = None
    person: str = ""
    channel: ResponseChannel = "counter"
    language: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FillParts:
    """What the presenter is joined from.

    ``reward`` gives the points (hundredths) completing brings this person, 0 for none;
    ``completed`` hears of a response that was stored, ``leave`` goes back where one came from.
    ``own_language``: the words around the questions follow the language chosen for them;
    ``paper`` begins the response of a form by its code.
    """

    responses: Answering
    session: Callable[[], Session]
    voice: Voice
    shop_language: Callable[[], str]
    reward: Callable[[FillStart], int]
    leave: Callable[[], None]
    completed: Callable[[FillStart, Completed], object] = lambda start, done: None
    own_language: bool = False
    paper: Callable[[Session, str], Filling] | None = None
