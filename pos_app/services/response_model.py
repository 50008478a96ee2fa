"""A response being filled, as the services hand it on."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import Answer, Questionnaire
from pos_app.domain.questionnaire_flow import kept, unanswered
from pos_app.services.people import known_customer
from pos_app.services.ports import UnitOfWork
from pos_app.services.questionnaire_records import ResponseRow, VersionRow
from pos_app.services.questionnaire_store import (
    known_questionnaire,
    known_version,
    load_questionnaire,
)
from pos_app.services.response_saving import FieldKept


@dataclass(frozen=True, slots=True, kw_only=True)
class Filling:
    """A response being filled: its version, what is asked, and the answers so far."""

    response: ResponseRow
    version: VersionRow
    definition: Questionnaire
    answers: dict[str, Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Completed:
    """What followed from a complete response: points given (hundredths), fields of the customer
    written, and fields that were left as they are, each with the reason.
    """

    response: ResponseRow
    points: int = 0
    written: tuple[str, ...] = ()
    kept: tuple[FieldKept, ...] = ()


def filling_of(uow: UnitOfWork, response: ResponseRow) -> Filling:
    version = known_version(uow, response.version_id)
    return Filling(
        response=response,
        version=version,
        definition=load_questionnaire(version.definition),
        answers=uow.questionnaires.answers(response.id),
    )


def final(uow: UnitOfWork, filling: Filling) -> Filling:
    """The filling with the answers that count, the others removed; all required ones are there."""
    lacking = unanswered(filling.definition, filling.answers)
    if lacking:
        raise PosError("answers_missing", count=len(lacking), question=lacking[0].id)
    answers = kept(filling.definition, filling.answers)
    for question_id in filling.answers.keys() - answers.keys():
        uow.questionnaires.put_answer(filling.response.id, question_id, ())
    return replace(filling, answers=answers)


def open_response(uow: UnitOfWork, response_id: int) -> ResponseRow:
    response = uow.questionnaires.response(response_id)
    if response is None:
        raise PosError("response_unknown")
    if response.state != "draft":
        raise PosError("response_closed", state=response.state)
    return response


def customer_of(uow: UnitOfWork, response: ResponseRow) -> Customer | None:
    if response.customer_id is None:
        return None
    return known_customer(uow, response.customer_id)


def ensure_live(uow: UnitOfWork, version: VersionRow) -> None:
    row = known_questionnaire(uow, version.questionnaire_id)
    if row.state != "live":
        raise PosError("questionnaire_not_live")
