"""The list of people as somebody at the counter may see it: searched, filtered, read by pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_app.domain.staff import Action
from pos_app.services.customers import as_seen
from pos_app.services.people_records import PeopleFilter, PeopleOrder
from pos_app.services.ports import Queries
from pos_app.services.records import CustomerHit, CustomerQuery
from pos_app.services.session import Session, ensure_may


class PeopleList:
    """Reads only; safe from any thread."""

    def __init__(self, queries: Queries) -> None:
        self._queries = queries

    def find(self, session: Session, text: str, limit: int) -> Sequence[CustomerHit]:
        """The first people found by what was typed, the surest first."""
        ensure_may(session, Action.CONTACT_MASKED)
        query = CustomerQuery(text=text, limit=limit)
        return as_seen(session, self._queries.search_customers(query))

    def ids(
        self,
        session: Session,
        wanted: PeopleFilter,
        order: PeopleOrder,
        stop: Callable[[], bool] | None = None,
    ) -> Sequence[int]:
        """All people a filter is about, in order; empty once ``stop`` said so."""
        ensure_may(session, Action.CONTACT_MASKED)
        return self._queries.people_ids(wanted, order, stop=stop)

    def rows(self, session: Session, ids: Sequence[int]) -> Sequence[CustomerHit]:
        """What is shown of these people; who is gone meanwhile is left out."""
        ensure_may(session, Action.CONTACT_MASKED)
        return as_seen(session, self._queries.people_hits(ids))

    def count(self, session: Session, wanted: PeopleFilter) -> int:
        """How many people a filter is about."""
        ensure_may(session, Action.CONTACT_MASKED)
        return self._queries.count_people(wanted)

    def tags(self) -> Sequence[str]:
        """Every tag in use, for a filter to choose from."""
        return self._queries.people_tags()

    def needs(self) -> Sequence[str]:
        """The keys of needs somebody has."""
        return self._queries.people_needs()
