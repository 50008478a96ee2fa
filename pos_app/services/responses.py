"""Filling questionnaires: begun, answered, completed, and what follows from it (R13, R25)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.questionnaire import Answer, Question
from pos_app.domain.questionnaire_flow import LONGEST_TEXT, checked, kept
from pos_app.domain.staff import Action, Approval, Person
from pos_app.services import checks
from pos_app.services.approvals import Permissions
from pos_app.services.customers import PhonePort
from pos_app.services.grants import Gift, give_gift
from pos_app.services.loyalty import Movement
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import ResponseChannel, ResponseRow
from pos_app.services.questionnaire_store import known_questionnaire, known_version
from pos_app.services.response_model import (
    Completed,
    Filling,
    customer_of,
    ensure_live,
    filling_of,
    final,
    open_response,
)
from pos_app.services.response_saving import (
    FieldChanges,
    FieldKept,
    field_changes,
    save_needs,
    save_tags,
)
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import LANGUAGES
from pos_app.services.shop_book import Book, ShopBook
from pos_app.services.text import clean_text

_LANGUAGE = checks.one_of(LANGUAGES)
_MOST_SECONDS: Final = 1_000_000
_LATER: Final = ("paper", "import")
"""Channels whose answers may come long after they were given, to an old version."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponseParts:
    """What the service works with."""

    uow: UnitOfWorkFactory
    book: ShopBook
    permissions: Permissions
    phones: PhonePort
    clock: Clock
    ids: IdSource
    sink: EventSink


@dataclass(frozen=True, slots=True, kw_only=True)
class _Moment:
    """Now, the shop's day, and the shop as it is; looked up before the transaction."""

    at: datetime
    today: date
    book: Book


class ResponseService:
    """Whoever may enter customers may write down what they answer."""

    def __init__(self, parts: ResponseParts) -> None:
        self._parts = parts
        self._uow = parts.uow

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
        """Begin a response, or go on with the one this person did not finish.

        Raises ``PosError``: ``questionnaire_unknown``, ``questionnaire_not_live`` (paper is taken
        at any time), ``customer_unknown``, ``setting_invalid`` (language).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        spoken = _LANGUAGE("language", language)
        with self._uow() as uow:
            version = known_version(uow, version_id)
            if channel not in _LATER:
                ensure_live(uow, version)
            if customer_id is not None:
                known_customer(uow, customer_id)
                open_draft = uow.questionnaires.draft_of(version_id, customer_id)
                if open_draft is not None:
                    return filling_of(uow, open_draft)
            response = ResponseRow(
                uuid=self._parts.ids.uuid(),
                version_id=version_id,
                customer_id=customer_id,
                sale_id=sale_id,
                channel=channel,
                language=spoken,
                started_at=self._parts.clock.now(),
                person_id=session.person_id,
            )
            response = replace(response, id=uow.questionnaires.add_response(response))
            filling = filling_of(uow, response)
            uow.commit()
        return filling

    def resume(self, session: Session, response_id: int) -> Filling:
        """A response that is not finished; raises ``response_unknown``, ``response_closed``."""
        ensure_may(session, Action.CUSTOMER_CREATE)
        with self._uow() as uow:
            return filling_of(uow, open_response(uow, response_id))

    def answer(
        self, session: Session, response_id: int, question_id: str, answer: Answer
    ) -> Filling:
        """Keep one answer at once, so that it survives a power cut; the empty one takes it back.

        Raises ``PosError``: ``response_unknown``, ``response_closed``, ``answer_invalid`` (as
        :func:`pos_app.domain.questionnaire_flow.checked`; reason ``question`` for one that is not
        in this version), ``bank_card``.
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        region = self._parts.book.current.settings.locale.region
        with self._uow() as uow:
            filling = filling_of(uow, open_response(uow, response_id))
            question = filling.definition.question(question_id)
            if question is None:
                raise PosError("answer_invalid", question=question_id, reason="question")
            value = self._clean(question, answer, region)
            uow.questionnaires.put_answer(response_id, question_id, value)
            uow.commit()
        answers = {**filling.answers, question_id: value}
        return replace(filling, answers={key: one for key, one in answers.items() if one})

    def attach(self, session: Session, response_id: int, customer_id: int) -> None:
        """Say whose response this is: a person entered after the questions were answered.

        Raises ``PosError``: ``response_unknown``, ``response_closed``, ``customer_unknown``.
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        with self._uow() as uow:
            response = open_response(uow, response_id)
            known_customer(uow, customer_id)
            uow.questionnaires.put_response(replace(response, customer_id=customer_id))
            uow.commit()

    def differing(self, session: Session, response_id: int) -> tuple[FieldKept, ...]:
        """Fields of the customer that completing would leave as they are, and why.

        Those ``filled`` may be confirmed: see ``overwrite`` of :meth:`complete`.
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        moment = self._moment()
        with self._uow() as uow:
            filling = filling_of(uow, open_response(uow, response_id))
            return _fields(uow, filling, (), moment).kept

    def complete(
        self,
        session: Session,
        response_id: int,
        *,
        overwrite: Collection[str] = (),
        approval: Approval | None = None,
    ) -> Completed:
        """Close a response: drop answers to questions that are not asked, write what follows.

        Empty fields of the customer are filled; one that holds something else changes only when it
        is in ``overwrite``, which asks for the right to edit contacts (``event_ref`` of the
        approval is the customer's uuid). Points come once per version and person (R13), in the same
        transaction. Raises :class:`NeedsApproval`, or ``PosError``: ``response_unknown``,
        ``response_closed``, ``answers_missing`` (``count``, ``question``: the first one).
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        approver = self._approved(session, response_id, overwrite, approval)
        moment = self._moment()
        with self._uow() as uow:
            filling = final(uow, filling_of(uow, open_response(uow, response_id)))
            elapsed = int((moment.at - filling.response.started_at).total_seconds())
            response = replace(
                filling.response,
                state="complete",
                completed_at=moment.at,
                seconds=min(max(elapsed, 0), _MOST_SECONDS),
            )
            uow.questionnaires.put_response(response)
            changes = _fields(uow, filling, overwrite, moment)
            if changes.written:
                _record_fields(uow, session, changes, approver)
            points = self._follow(uow, session, filling, changes.customer, moment)
            _record(uow, session, filling, points)
            uow.commit()
        self._parts.sink.changed("response", str(response_id))
        if response.customer_id is not None:
            self._parts.sink.changed("customer", str(response.customer_id))
        return Completed(
            response=response, points=points, written=changes.written, kept=changes.kept
        )

    def abandon(self, session: Session, response_id: int) -> None:
        """Close a response that will not be finished; its answers count for nothing.

        Raises ``PosError``: ``response_unknown``, ``response_closed``.
        """
        ensure_may(session, Action.CUSTOMER_CREATE)
        with self._uow() as uow:
            response = open_response(uow, response_id)
            uow.questionnaires.put_response(replace(response, state="abandoned"))
            uow.commit()
        self._parts.sink.changed("response", str(response_id))

    # --- inside ------------------------------------------------------------------------------

    def _clean(self, question: Question, answer: Answer, region: str) -> Answer:
        limit = LONGEST_TEXT + 1
        texts = tuple(
            clean_text(value[:limit], limit, field="answer", multiline=question.kind == "text")
            for value in answer
        )
        value = checked(question, texts)
        if question.kind != "phone" or not value:
            return value
        phone = self._parts.phones.e164(value[0], region)
        if phone is None:
            raise PosError("answer_invalid", question=question.id, reason="phone")
        return (phone,)

    def _approved(
        self,
        session: Session,
        response_id: int,
        overwrite: Collection[str],
        approval: Approval | None,
    ) -> Person | None:
        if not overwrite:
            return None
        with self._uow() as uow:
            customer = customer_of(uow, open_response(uow, response_id))
        if customer is None:
            return None
        return self._parts.permissions.require(
            session, Action.CONTACT_EDIT, event_ref=customer.uuid, approval=approval
        )

    def _follow(
        self,
        uow: UnitOfWork,
        session: Session,
        filling: Filling,
        customer: Customer,
        moment: _Moment,
    ) -> int:
        """Write tags, needs and the reward; the points given."""
        if not customer.id:
            return 0
        save_tags(uow, customer.id, filling.definition, filling.answers)
        save_needs(
            uow,
            self._parts.ids,
            filling.response,
            filling.definition,
            filling.answers,
            customer_id=customer.id,
            today=moment.today,
            language=moment.book.settings.locale.language,
        )
        if not filling.definition.reward:
            return 0
        gift = Gift(
            customer_id=customer.id,
            kind="questionnaire",
            grant=moment.book.programme.grants.questionnaire,
            reason=f"questionnaire:{filling.version.uuid}",
        )
        movement = Movement(at=moment.at, local_day=moment.today, person_id=session.person_id)
        points = give_gift(uow, self._parts.ids, gift, movement)
        if points:
            content = {"customer": customer.uuid, "kind": "questionnaire", "points": points}
            uow.record(Event(type="points.granted", content=content, person=session.person_uuid))
        return points

    def _moment(self) -> _Moment:
        parts = self._parts
        return _Moment(at=parts.clock.now(), today=parts.book.today(), book=parts.book.current)


_NOBODY: Final = Customer(id=0, uuid="")


def _fields(
    uow: UnitOfWork, filling: Filling, overwrite: Collection[str], moment: _Moment
) -> FieldChanges:
    customer = customer_of(uow, filling.response)
    if customer is None:
        return FieldChanges(customer=_NOBODY)
    answers = kept(filling.definition, filling.answers)
    return field_changes(
        uow, customer, filling.definition, answers, overwrite=overwrite, today=moment.today
    )


def _record_fields(
    uow: UnitOfWork, session: Session, changes: FieldChanges, approver: Person | None
) -> None:
    uow.customers.update(changes.customer)
    uow.record(
        Event(
            type="customer.changed",
            content={"customer": changes.customer.uuid, "fields": sorted(changes.written)},
            person=session.person_uuid,
            approver=approver.uuid if approver is not None else None,
        )
    )


def _record(uow: UnitOfWork, session: Session, filling: Filling, points: int) -> None:
    customer = customer_of(uow, filling.response)
    row = known_questionnaire(uow, filling.version.questionnaire_id)
    content = {
        "questionnaire": row.uuid,
        "name": row.name,
        "version": filling.version.number,
        "customer": None if customer is None else customer.uuid,
        "channel": filling.response.channel,
        "points": points,
    }
    uow.record(Event(type="questionnaire.answered", content=content, person=session.person_uuid))
