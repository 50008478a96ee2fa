"""Questionnaires: writing them, publishing versions, and which one is asked now (R25)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.questionnaire import TAPPED, Kind, Questionnaire
from pos_app.domain.questionnaire_checks import problems
from pos_app.domain.staff import Action
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.questionnaire_records import (
    AnswerCounts,
    Figures,
    QuestionnaireRow,
    QuestionnaireState,
    VersionRow,
)
from pos_app.services.questionnaire_store import (
    LONGEST_NAME,
    cleaned,
    dump_questionnaire,
    known_questionnaire,
    known_version,
    load_questionnaire,
)
from pos_app.services.session import Session, ensure_may
from pos_app.services.text import clean_text

_MOVES: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("archived",),
    "live": ("paused", "archived"),
    "paused": ("live", "archived"),
    "archived": ("paused",),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnaireView:
    """A questionnaire with its working draft, its newest version and how it goes.

    ``changed``: the draft says something else than the newest version (or there is none yet).
    """

    row: QuestionnaireRow
    definition: Questionnaire
    version: VersionRow | None
    changed: bool
    figures: Figures

    @property
    def next_number(self) -> int:
        """The number the next version will get."""
        return 1 if self.version is None else self.version.number + 1


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveQuestionnaire:
    """What is asked now: the newest version of a questionnaire that is live."""

    row: QuestionnaireRow
    version: VersionRow
    definition: Questionnaire


class QuestionnaireService:
    """Changing is for whoever may change the programme; everybody may look and ask."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, ids: IdSource, sink: EventSink
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._ids = ids
        self._sink = sink

    # --- looking -----------------------------------------------------------------------------

    def all(self) -> Sequence[QuestionnaireView]:
        """All questionnaires, newest first."""
        with self._uow() as uow:
            return [_view(uow, row) for row in uow.questionnaires.all()]

    def read(self, questionnaire_id: int) -> QuestionnaireView:
        """One questionnaire; raises ``PosError("questionnaire_unknown")``."""
        with self._uow() as uow:
            return _view(uow, known_questionnaire(uow, questionnaire_id))

    def versions(self, questionnaire_id: int) -> Sequence[VersionRow]:
        """Its versions, newest first."""
        with self._uow() as uow:
            return uow.questionnaires.versions(questionnaire_id)

    def counts(self, questionnaire_id: int) -> Mapping[str, AnswerCounts]:
        """What people answered so far, by the id of the question, over all versions."""
        with self._uow() as uow:
            definition = load_questionnaire(known_questionnaire(uow, questionnaire_id).definition)
            tapped = [one.id for one in definition.questions if one.kind in TAPPED]
            return uow.questionnaires.counts(questionnaire_id, tapped)

    def published_options(self, questionnaire_id: int) -> frozenset[str]:
        """Ids of all options that ever were in a version: answers may have been given to them."""
        return frozenset(
            option.id
            for version in self.versions(questionnaire_id)
            for question in load_questionnaire(version.definition).questions
            for option in question.options
        )

    def live(self, kind: Kind) -> LiveQuestionnaire | None:
        """The questionnaire of this kind that is asked now, if any."""
        with self._uow() as uow:
            row = uow.questionnaires.live(kind)
            version = None if row is None else uow.questionnaires.latest(row.id)
        if row is None or version is None:
            return None
        definition = load_questionnaire(version.definition)
        return LiveQuestionnaire(row=row, version=version, definition=definition)

    def new_id(self) -> str:
        """An id for a new question or option."""
        return self._ids.uuid()

    # --- writing -----------------------------------------------------------------------------

    def create(
        self, session: Session, name: str, kind: Kind, definition: Questionnaire | None = None
    ) -> int:
        """A new questionnaire, empty or with this definition, as a draft; its id.

        Raises ``PosError``: ``not_allowed``, ``questionnaire_unnamed``, or of ``clean_text``.
        """
        ensure_may(session, Action.PROGRAMME)
        now = self._clock.now()
        row = QuestionnaireRow(
            uuid=self._ids.uuid(),
            name=_name(name),
            kind=kind,
            definition=dump_questionnaire(cleaned(definition or Questionnaire())),
            created_at=now,
            changed_at=now,
        )
        with self._uow() as uow:
            made = uow.questionnaires.put(row)
            uow.record(told(session, "questionnaire.created", row, asks=kind))
            uow.commit()
        self._sink.changed("questionnaire", str(made))
        return made

    def save(
        self, session: Session, questionnaire_id: int, definition: Questionnaire, name: str
    ) -> None:
        """Keep the working draft as it is; what is being asked stays as published.

        A draft may have gaps: it is judged when it is published. Raises ``PosError``:
        ``not_allowed``, ``questionnaire_unknown``, ``questionnaire_archived``,
        ``questionnaire_unnamed``, or of ``clean_text``.
        """
        ensure_may(session, Action.PROGRAMME)
        text = dump_questionnaire(cleaned(definition))
        with self._uow() as uow:
            row = _open(uow, questionnaire_id)
            kept = replace(row, name=_name(name), definition=text, changed_at=self._clock.now())
            uow.questionnaires.put(kept)
            uow.commit()
        self._sink.changed("questionnaire", str(questionnaire_id))

    def publish(self, session: Session, questionnaire_id: int) -> VersionRow:
        """Make the draft the next version and ask it from now on; answers so far stay with theirs.

        One questionnaire per kind is asked: another one that was live goes on pause. Raises
        ``PosError``: ``not_allowed``, ``questionnaire_unknown``, ``questionnaire_archived``,
        ``questionnaire_invalid`` (``count`` of problems), ``questionnaire_unchanged``.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            row = _open(uow, questionnaire_id)
            view = _view(uow, row)
            found = problems(view.definition)
            if found:
                raise PosError("questionnaire_invalid", count=len(found))
            if not view.changed:
                raise PosError("questionnaire_unchanged")
            version = VersionRow(
                uuid=self._ids.uuid(),
                questionnaire_id=row.id,
                number=view.next_number,
                definition=row.definition,
                at=self._clock.now(),
                person_id=session.person_id,
            )
            version = replace(version, id=uow.questionnaires.add_version(version))
            uow.record(
                told(session, "questionnaire.published", row, version=version.number)
            )  # fmt: skip
            if row.state != "live":
                _go_live(uow, session, row)
            uow.commit()
        self._sink.changed("questionnaire", str(questionnaire_id))
        return version

    def move(self, session: Session, questionnaire_id: int, state: QuestionnaireState) -> None:
        """Pause, ask again, archive, or take out of the archive (on pause, or as the draft it was).

        Raises ``PosError`` ``not_allowed``, ``questionnaire_unknown`` or ``questionnaire_state``.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            row = known_questionnaire(uow, questionnaire_id)
            if state not in _MOVES[row.state]:
                raise PosError("questionnaire_state", state=row.state, wanted=state)
            if state == "live":
                _go_live(uow, session, row)
            else:
                published = uow.questionnaires.latest(row.id) is not None
                _put_state(uow, session, row, state if published or state != "paused" else "draft")
            uow.commit()
        self._sink.changed("questionnaire", str(questionnaire_id))

    def restore(self, session: Session, questionnaire_id: int, version_id: int) -> None:
        """Make an old version the working draft again; it is asked once it is published.

        Raises ``PosError`` as :meth:`save`.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            row = _open(uow, questionnaire_id)
            version = known_version(uow, version_id)
            if version.questionnaire_id != row.id:
                raise PosError("questionnaire_unknown")
            uow.questionnaires.put(
                replace(row, definition=version.definition, changed_at=self._clock.now())
            )
            uow.record(told(session, "questionnaire.restored", row, version=version.number))
            uow.commit()
        self._sink.changed("questionnaire", str(questionnaire_id))

    def duplicate(self, session: Session, questionnaire_id: int, name: str) -> int:
        """A new draft with the same questions; its id."""
        original = self.read(questionnaire_id)
        return self.create(session, name, original.row.kind, original.definition)


def _view(uow: UnitOfWork, row: QuestionnaireRow) -> QuestionnaireView:
    version = uow.questionnaires.latest(row.id)
    return QuestionnaireView(
        row=row,
        definition=load_questionnaire(row.definition),
        version=version,
        changed=version is None or version.definition != row.definition,
        figures=uow.questionnaires.figures(row.id),
    )


def _open(uow: UnitOfWork, questionnaire_id: int) -> QuestionnaireRow:
    row = known_questionnaire(uow, questionnaire_id)
    if row.state == "archived":
        raise PosError("questionnaire_archived")
    return row


def _go_live(uow: UnitOfWork, session: Session, row: QuestionnaireRow) -> None:
    before = uow.questionnaires.live(row.kind)
    if before is not None:
        _put_state(uow, session, before, "paused")
    _put_state(uow, session, row, "live")


def _put_state(
    uow: UnitOfWork, session: Session, row: QuestionnaireRow, state: QuestionnaireState
) -> None:
    uow.questionnaires.put(replace(row, state=state))
    uow.record(told(session, "questionnaire.moved", row, state=state))


def _name(text: str) -> str:
    name = clean_text(text, LONGEST_NAME, field="name")
    if not name:
        raise PosError("questionnaire_unnamed")
    return name


def told(session: Session, kind: str, row: QuestionnaireRow, **more: object) -> Event:
    content = {"questionnaire": row.uuid, "name": row.name, **more}
    return Event(type=kind, content=content, person=session.person_uuid)
