"""Complete responses of a questionnaire, streamed for its results."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.faults import translated
from pos_app.adapters.sqlite.session import utc_time
from pos_app.adapters.sqlite.store import Store
from pos_app.services.survey_records import SurveyAnswer, SurveyResponse

BATCH: Final = 1_000

_WANTED: Final = """FROM questionnaire_version v JOIN response r ON r.version_id = v.id
    WHERE v.questionnaire_id = ?1 AND (?2 IS NULL OR v.id = ?2) AND r.state = 'complete'
    AND (?3 = '' OR r.completed_at >= ?3) AND (?4 = '' OR r.completed_at < ?4)"""
_RESPONSES: Final = (
    "SELECT r.id, v.number, r.completed_at, r.channel, r.language, coalesce((SELECT a.tier_id "
    "FROM account a WHERE a.customer_id = r.customer_id), ''), coalesce((SELECT c.groups "
    f"FROM customer c WHERE c.id = r.customer_id), '[]') {_WANTED} ORDER BY r.id"
)
_ANSWERS: Final = (
    "SELECT a.response_id, a.question, a.value "
    + _WANTED.replace("WHERE", "JOIN answer a ON a.response_id = r.id WHERE", 1)
    + " ORDER BY a.response_id, a.question, a.position"
)


class SqliteSurveyReads:
    """See :class:`pos_app.services.survey_records.SurveyReads`."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def responses(
        self, questionnaire_id: int, version_id: int | None, since: str, before: str
    ) -> Iterator[SurveyResponse]:
        """Those completed in time, oldest first."""
        for row in self._rows(_RESPONSES, (questionnaire_id, version_id, since, before)):
            yield SurveyResponse(
                id=row[0],
                version=row[1],
                at=utc_time(row[2]),
                channel=row[3],
                language=row[4],
                tier_id=row[5],
                groups=tuple(json.loads(row[6])),
            )

    def answers(
        self, questionnaire_id: int, version_id: int | None, since: str, before: str
    ) -> Iterator[SurveyAnswer]:
        """Their answers, by response and question."""
        for row in self._rows(_ANSWERS, (questionnaire_id, version_id, since, before)):
            yield SurveyAnswer(response_id=row[0], question=row[1], value=row[2])

    def _rows(self, sql: str, params: tuple[object, ...]) -> Iterator[tuple[Any, ...]]:
        connection = connect_read_only(self._store.path)
        try:
            with translated():
                cursor = connection.execute(sql, params)
                while batch := cursor.fetchmany(BATCH):
                    yield from batch
        finally:
            connection.close()
