"""What a complete questionnaire changes about a person: fields, tags, needs (R25, R26)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Literal

from pos_app.domain.customer import Customer, Purpose
from pos_app.domain.questionnaire import (
    CHOICES,
    FIELDS,
    Answer,
    Answers,
    Question,
    Questionnaire,
    chosen,
)
from pos_app.services.customers import OLDEST_BIRTHDAY, present_consents
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.questionnaire_records import NeedRow, ResponseRow

REVIEW_DAYS: Final = 365
"""Days after which what a person said they need should be asked again."""

LONGEST_NAME: Final = 100
_LONGEST_NEED: Final = 300

KeptBecause = Literal["filled", "consent", "known", "unfit"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKept:
    """A field of the customer that was not written: something else stands there (``filled``), the
    person does not consent to it being kept, somebody else has that phone (``known``), or the value
    cannot stand there (``unfit``).
    """

    field: str
    because: KeptBecause


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChanges:
    """A person as the answers make them: what was written and what was not."""

    customer: Customer
    written: tuple[str, ...] = ()
    kept: tuple[FieldKept, ...] = ()


def field_changes(
    uow: UnitOfWork,
    customer: Customer,
    definition: Questionnaire,
    answers: Answers,
    *,
    overwrite: Collection[str],
    today: date,
) -> FieldChanges:
    """Work out which fields the answers fill; a filled one changes only when in ``overwrite``."""
    agreed = _agreed(uow, customer)
    after, written, kept = customer, [], []
    for question in definition.questions:
        answer = answers.get(question.id, ())
        field = question.saves_to
        if not answer or field not in FIELDS:
            continue
        value = _value(question, answer, today)
        before = getattr(customer, field)
        if value == "" or (value is not None and value == before):
            continue
        because: KeptBecause | None = None
        if value is None:
            because = "unfit"
        elif field != "language" and not agreed:
            because = "consent"
        elif before and field not in overwrite:
            because = "filled"
        elif field == "phone" and _somebodys(uow, customer, str(value)):
            because = "known"
        if because is not None:
            kept.append(FieldKept(field=field, because=because))
            continue
        changed: dict[str, Any] = {field: value}
        after = replace(after, **changed)
        written.append(field)
    return FieldChanges(customer=after, written=tuple(written), kept=tuple(kept))


def save_tags(
    uow: UnitOfWork, customer_id: int, definition: Questionnaire, answers: Answers
) -> None:
    """Give the tags of the options chosen, and take those of the same questions not chosen now."""
    detail = uow.people.detail(customer_id)
    tags = list(detail.tags)
    for question in definition.questions:
        answer = answers.get(question.id, ())
        if question.saves_to != "tag" or not answer:
            continue
        said = _keys(question, answer)
        tags = [tag for tag in tags if tag not in _all_keys(question) or tag in said]
        tags += [tag for tag in said if tag not in tags]
    if tuple(tags) != detail.tags:
        uow.people.put_detail(replace(detail, tags=tuple(tags)))


def save_needs(
    uow: UnitOfWork,
    ids: IdSource,
    response: ResponseRow,
    definition: Questionnaire,
    answers: Answers,
    *,
    customer_id: int,
    today: date,
    language: str,
) -> None:
    """Write down the needs a person named; those named before to the same question go (R26).

    Needs are in the words of the shop's ``language``.
    """
    for question in definition.questions:
        answer = answers.get(question.id, ())
        if question.saves_to != "need" or not answer:
            continue
        said = _needs_said(question, answer, language)
        before = {
            need.key: need
            for need in reversed(uow.needs.of_customer(customer_id))
            if need.kind == "explicit" and need.key in _all_keys(question)
        }
        for key, need in before.items():
            if key not in said and need.evidence == "answer" and need.state != "dismissed":
                uow.needs.put(replace(need, state="dismissed"))
        for key, text in said.items():
            need = NeedRow(
                uuid=ids.uuid(),
                customer_id=customer_id,
                key=key,
                text=text,
                kind="explicit",
                evidence="answer",
                evidence_ref=response.uuid,
                noticed_on=today,
                review_on=today + timedelta(days=REVIEW_DAYS),
            )
            if key in before:
                known = before[key]
                uow.needs.put(replace(need, id=known.id, uuid=known.uuid))
            else:
                uow.needs.add(need)


def _agreed(uow: UnitOfWork, customer: Customer) -> bool:
    present = present_consents(uow.customers.consents(customer.id))
    consent = present.get((Purpose.PROGRAMME, None))
    return consent is not None and consent.given


def _somebodys(uow: UnitOfWork, customer: Customer, phone: str) -> bool:
    others = uow.customers.by_phone(phone)
    return any(other.active and other.id != customer.id for other in others)


def _value(question: Question, answer: Answer, today: date) -> str | date | None:
    """What the field would hold; "" when the answer says nothing about it, None if it cannot."""
    if question.saves_to == "language":
        return next(iter(_keys(question, answer)), "")
    if question.saves_to == "birthday":
        day = date.fromisoformat(answer[0])
        return day if OLDEST_BIRTHDAY <= day <= today else None
    if question.saves_to == "name" and len(answer[0]) > LONGEST_NAME:
        return None
    return answer[0]


def _keys(question: Question, answer: Answer) -> tuple[str, ...]:
    """The tags, needs or languages an answer stands for."""
    if question.kind in CHOICES:
        options = [question.option(chosen(value)) for value in answer]
        keys = [option.key for option in options if option is not None and option.key]
        return tuple(dict.fromkeys(keys))
    return (question.key,) if answer != ("no",) else ()


def _all_keys(question: Question) -> frozenset[str]:
    return frozenset({question.key, *(option.key for option in question.options)} - {""})


def _needs_said(question: Question, answer: Answer, language: str) -> dict[str, str]:
    if question.kind == "text":
        return {question.key: " ".join(answer[0].split())[:_LONGEST_NEED]}
    said = dict.fromkeys(_keys(question, answer), question.wording.shown(language, language))
    for value in answer:
        option = question.option(chosen(value))
        if option is not None and option.key:
            said[option.key] = option.wording.shown(language, language)
    return said
