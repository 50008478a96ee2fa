"""Questionnaires, their versions, and what was answered to them."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Final

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    reference,
    utc_text,
    utc_text_or_none,
    utc_time,
    utc_time_or_none,
)
from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import Answer, Kind
from pos_app.services.questionnaire_records import (
    AnswerCounts,
    Figures,
    QuestionnaireRow,
    ResponseRow,
    VersionRow,
)

_VERSION: Final = (
    "SELECT id, uuid, questionnaire_id, number, definition, at, person_id"
    " FROM questionnaire_version"
)
_OF_VERSIONS: Final = (
    "response.version_id IN (SELECT id FROM questionnaire_version WHERE questionnaire_id = ?)"
)
_ANSWERED: Final = f"""SELECT answer.question, count(*) FROM response
    JOIN answer ON answer.response_id = response.id AND answer.position = 0
    WHERE {_OF_VERSIONS} AND response.state = 'complete' GROUP BY answer.question"""
_CHOSEN: Final = f"""SELECT answer.question,
    substr(answer.value, 1, instr(answer.value || ':', ':') - 1) AS chosen, count(*)
    FROM response JOIN answer ON answer.response_id = response.id
    WHERE {_OF_VERSIONS} AND response.state = 'complete'
    AND answer.question IN (SELECT value FROM json_each(?)) GROUP BY answer.question, chosen"""
_FIGURES: Final = f"""SELECT count(*), count(*) FILTER (WHERE state = 'complete') FROM response
    WHERE {_OF_VERSIONS}"""
_SECONDS: Final = f"""SELECT seconds FROM response
    WHERE {_OF_VERSIONS} AND state = 'complete' AND seconds IS NOT NULL ORDER BY seconds"""


class SqliteQuestionnaires:
    """See :class:`pos_app.services.questionnaire_ports.QuestionnaireRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session
        self._rows = SealedRows(session, "questionnaire")
        self._responses = SealedRows(session, "response")

    # -- questionnaires and versions ----------------------------------------------------------

    def all(self) -> Sequence[QuestionnaireRow]:
        """All questionnaires, newest first."""
        return [_questionnaire(row) for row in self._rows.find("1 ORDER BY id DESC")]

    def get(self, questionnaire_id: int) -> QuestionnaireRow | None:
        """One by id."""
        rows = self._rows.find("id = ?", questionnaire_id)
        return _questionnaire(rows[0]) if rows else None

    def put(self, row: QuestionnaireRow) -> int:
        """Store a new one (id 0) or all fields of a known one; its id."""
        values: dict[str, Any] = {
            "id": row.id,
            "uuid": row.uuid,
            "name": row.name,
            "kind": row.kind,
            "state": row.state,
            "definition": row.definition,
            "created_at": utc_text(row.created_at),
            "changed_at": utc_text(row.changed_at),
        }
        if not row.id:
            return self._rows.add(values)
        self._rows.put(values)
        return row.id

    def live(self, kind: Kind) -> QuestionnaireRow | None:
        """The one of this kind that is asked now."""
        rows = self._rows.find("kind = ? AND state = 'live' ORDER BY id DESC LIMIT 1", kind)
        return _questionnaire(rows[0]) if rows else None

    def versions(self, questionnaire_id: int) -> Sequence[VersionRow]:
        """All versions, newest first."""
        where = f"{_VERSION} WHERE questionnaire_id = ? ORDER BY number DESC"
        return [_version(row) for row in self._db.all(where, (questionnaire_id,))]

    def latest(self, questionnaire_id: int) -> VersionRow | None:
        """The newest version; None before the first publishing."""
        where = f"{_VERSION} WHERE questionnaire_id = ? ORDER BY number DESC LIMIT 1"
        row = self._db.one(where, (questionnaire_id,))
        return None if row is None else _version(row)

    def version(self, version_id: int) -> VersionRow | None:
        """One by id."""
        row = self._db.one(f"{_VERSION} WHERE id = ?", (version_id,))
        return None if row is None else _version(row)

    def add_version(self, version: VersionRow) -> int:
        """Store a new version; its id."""
        return self._db.append(
            "questionnaire_version",
            (
                version.uuid,
                self._db.till,
                version.questionnaire_id,
                version.number,
                version.definition,
                utc_text(version.at),
                reference(version.person_id),
            ),
        )

    def figures(self, questionnaire_id: int) -> Figures:
        """How many were begun and completed, over all versions."""
        row = self._db.one(_FIGURES, (questionnaire_id,)) or (0, 0)
        times = [row[0] for row in self._db.all(_SECONDS, (questionnaire_id,))]
        median = times[(len(times) - 1) // 2] if times else None
        return Figures(begun=row[0], complete=row[1], median_seconds=median)

    def counts(self, questionnaire_id: int, tapped: Collection[str]) -> Mapping[str, AnswerCounts]:
        """What was answered, by the id of the question, over all versions."""
        values: dict[str, dict[str, int]] = {}
        asked = json.dumps(sorted(tapped))
        for question, option, count in self._db.all(_CHOSEN, (questionnaire_id, asked)):
            values.setdefault(question, {})[option] = count
        return {
            question: AnswerCounts(people=people, values=values.get(question, {}))
            for question, people in self._db.all(_ANSWERED, (questionnaire_id,))
        }

    # -- responses ----------------------------------------------------------------------------

    def add_response(self, response: ResponseRow) -> int:
        """Store a new response without answers; its id."""
        return self._responses.add(
            {"id": response.id, "till": self._db.till, **_response_values(response)}
        )

    def put_response(self, response: ResponseRow) -> None:
        """Store all fields; raises ``PosError("response_unknown")``."""
        if not self._responses.change(response.id, **_response_values(response)):
            raise PosError("response_unknown")

    def response(self, response_id: int) -> ResponseRow | None:
        """One by id."""
        return self._first("id = ?", response_id)

    def responses_of(self, customer_id: int) -> Sequence[ResponseRow]:
        """All responses of a person, newest first."""
        rows = self._responses.find("customer_id = ? ORDER BY id DESC", customer_id)
        return [_response(row) for row in rows]

    def draft_of(self, version_id: int, customer_id: int) -> ResponseRow | None:
        """The newest unfinished response of a person to a version."""
        where = "customer_id = ? AND version_id = ? AND state = 'draft' ORDER BY id DESC LIMIT 1"
        return self._first(where, customer_id, version_id)

    def about_sale(self, sale_id: int) -> Sequence[ResponseRow]:
        """The responses tied to a receipt, newest first."""
        return [
            _response(row)
            for row in self._responses.find(
                "sale_id IS NOT NULL AND sale_id = ? ORDER BY id DESC", sale_id
            )
        ]

    def answers(self, response_id: int) -> dict[str, Answer]:
        """What was answered, by the id of the question."""
        rows = self._db.all(
            "SELECT question, value FROM answer WHERE response_id = ? ORDER BY question, position",
            (response_id,),
        )
        found: dict[str, Answer] = {}
        for question, value in rows:
            found[question] = (*found.get(question, ()), value)
        return found

    def put_answer(self, response_id: int, question: str, answer: Answer) -> None:
        """Put an answer in the place of the one before; the empty one takes it away."""
        self._db.run(
            "DELETE FROM answer WHERE response_id = ? AND question = ?", (response_id, question)
        )
        self._db.many(
            "INSERT INTO answer (response_id, question, position, value) VALUES (?, ?, ?, ?)",
            [(response_id, question, place, value) for place, value in enumerate(answer)],
        )
        self._responses.reseal(response_id)

    def _first(self, where: str, *params: object) -> ResponseRow | None:
        rows = self._responses.find(where, *params)
        return _response(rows[0]) if rows else None


def _questionnaire(row: Row) -> QuestionnaireRow:
    return QuestionnaireRow(
        id=row[0],
        uuid=row[1],
        name=row[2],
        kind=row[3],
        state=row[4],
        definition=row[5],
        created_at=utc_time(row[6]),
        changed_at=utc_time(row[7]),
    )


def _version(row: Row) -> VersionRow:
    return VersionRow(
        id=row[0],
        uuid=row[1],
        questionnaire_id=row[2],
        number=row[3],
        definition=row[4],
        at=utc_time(row[5]),
        person_id=row[6],
    )


def _response_values(response: ResponseRow) -> dict[str, object]:
    return {
        "uuid": response.uuid,
        "version_id": response.version_id,
        "customer_id": reference(response.customer_id),
        "sale_id": reference(response.sale_id),
        "state": response.state,
        "channel": response.channel,
        "language": response.language,
        "started_at": utc_text(response.started_at),
        "completed_at": utc_text_or_none(response.completed_at),
        "seconds": response.seconds,
        "person_id": reference(response.person_id),
    }


def _response(row: Row) -> ResponseRow:
    return ResponseRow(
        id=row[0],
        uuid=row[1],
        version_id=row[3],
        customer_id=row[4],
        sale_id=row[5],
        state=row[6],
        channel=row[7],
        language=row[8],
        started_at=utc_time(row[9]),
        completed_at=utc_time_or_none(row[10]),
        seconds=row[11],
        person_id=row[12],
    )
