"""How long people and their answers are kept, and who is due to be forgotten (R24).

Nothing goes by itself: the shop sets how long, the program shows who is due, the owner decides.
"""

from __future__ import annotations

import calendar
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.erasure_records import Forgettable
from pos_app.services.ports import Clock, EventSink, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import Settings, load_settings
from pos_app.services.slips import local_day

SHOWN: Final = 50
MOST: Final = 100_000
"""People forgotten in one go."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Due:
    """Who and what is due: ``before`` is the first day that still counts, None where it is never.

    ``people`` are the first of ``count``; ``answers`` is how many questionnaires filled in are
    older than ``answers_before``.
    """

    before: date | None
    people: Sequence[Forgettable]
    count: int
    answers_before: date | None
    answers: int


class RetentionService:
    """The owner's list of what may go."""

    def __init__(self, uow: UnitOfWorkFactory, clock: Clock, sink: EventSink) -> None:
        self._uow = uow
        self._clock = clock
        self._sink = sink

    def due(self, session: Session, limit: int = SHOWN) -> Due:
        """Who is due today; raises ``PosError("not_allowed")``."""
        ensure_may(session, Action.SETTINGS)
        with self._uow() as uow:
            settings = load_settings(uow)
            before, answers_before = self._days(settings)
            erasures = uow.erasures
            return Due(
                before=before,
                people=erasures.unused(before, limit) if before else (),
                count=erasures.count_unused(before) if before else 0,
                answers_before=answers_before,
                answers=erasures.count_old_answers(answers_before) if answers_before else 0,
            )

    def everybody(self, session: Session) -> Sequence[int]:
        """Ids of all who are due."""
        return [each.customer_id for each in self.due(session, MOST).people]

    def drop_answers(self, session: Session) -> int:
        """Delete the answers that are due; how many questionnaires.

        Raises ``PosError`` ``not_allowed``, ``answers_kept`` where answers are kept for ever.
        """
        ensure_may(session, Action.SETTINGS)
        with self._uow() as uow:
            _, before = self._days(load_settings(uow))
            if before is None:
                raise PosError("answers_kept")
            count = uow.erasures.drop_old_answers(before)
            content = {"rows": count, "before": before.isoformat()}
            uow.record(
                Event(type="customer.answers_dropped", content=content, person=session.person_uuid)
            )
            uow.commit()
        self._sink.changed("customer", "")
        return count

    def _days(self, settings: Settings) -> tuple[date | None, date | None]:
        today, privacy = local_day(self._clock.now(), settings), settings.privacy
        return (
            months_before(today, privacy.forget_months),
            months_before(today, privacy.answers_months),
        )


def months_before(day: date, months: int) -> date | None:
    """The same day ``months`` ago, or that month's last; None for 0, which is never."""
    if months == 0:
        return None
    year, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))
