"""Who stands in which tier: counted behind the screen, and anew for other thresholds."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from pos_app.domain.errors import CodedError
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import window_start
from pos_app.presenters.programme_draft import ProgrammeDraft, Window
from pos_app.presenters.programme_form import TierNumbers
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.programme_figures import TierFiguresPort, by_known_tier, by_turnover
from pos_app.services.programme_replay import ReplayResult


@dataclass(frozen=True, slots=True)
class _People:
    """Who stands where now, and what each person paid in the window, rising."""

    now: Mapping[str, int]
    turnovers: Sequence[int]


class PeopleCount:
    """Counts once for each window of turnover."""

    def __init__(self, figures: TierFiguresPort, tasks: TaskPort, show: Callable[[], None]) -> None:
        self._figures, self._tasks, self._show = figures, tasks, show
        self._people: _People | None = None
        self._asked: tuple[Window, date] | None = None

    def forget(self) -> None:
        """Count anew next time."""
        self._people, self._asked = None, None

    def ask(self, window: Window, today: date) -> None:
        """Count, unless that is known or under way."""
        asked = (window, today)
        if asked == self._asked:
            return
        self._asked = asked
        since = window_start(window, today)

        def job(_control: TaskControl) -> _People:
            return _People(self._figures.people(), self._figures.turnovers(since))

        def done(found: _People) -> None:
            if self._asked == asked:
                self._people = found
                self._show()

        def failed(error: Exception) -> None:
            if not isinstance(error, CodedError):
                raise error

        self._tasks.run(job, done, failed)

    def numbers(
        self,
        draft: ProgrammeDraft,
        programme: Programme,
        force: Programme,
        year: ReplayResult | None,
    ) -> TierNumbers:
        """What the table says: as things are, or as they would be with other thresholds."""
        known = [tier.tier_id for tier in draft.tiers]
        steps = [(tier.tier_id, tier.threshold) for tier in programme.tiers]
        held = [(tier.tier_id, tier.threshold) for tier in force.tiers] or steps
        planned = steps != held or programme.turnover_window != force.turnover_window
        people = None
        if self._people is not None and planned:
            people = by_turnover(self._people.turnovers, programme.tiers)
        elif self._people is not None:
            people = by_known_tier(self._people.now, known, known[0])
        costs: dict[str, int] | None = None
        if year is not None:
            given = {tier_id: each.cost for tier_id, each in year.by_tier.items()}
            costs = by_known_tier(given, known, known[0]) if year.with_customer else {}
        return TierNumbers(people=people, planned=planned, costs=costs)
