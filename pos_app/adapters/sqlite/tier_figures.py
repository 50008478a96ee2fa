"""How many people stand in each tier, and what each of them paid: sums by plain SQL."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.faults import translated

_PEOPLE: Final = """SELECT coalesce(a.tier_id, ''), count(*) FROM account a
    JOIN customer c ON c.id = a.customer_id WHERE c.active = 1 GROUP BY 1"""
_MONEY: Final = """SELECT coalesce(sum(t.amount), 0) FROM customer c
    LEFT JOIN turnover_entry t ON t.customer_id = c.id AND t.local_day >= ?
    WHERE c.active = 1 GROUP BY c.id ORDER BY 1"""


class SqliteTierFigures:
    """See :class:`pos_app.services.programme_figures.TierFiguresPort`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def people(self) -> Mapping[str, int]:
        """Active people by tier id; ``""`` are those without a tier yet."""
        with translated(), closing(connect_read_only(self._path)) as connection:
            return dict(connection.execute(_PEOPLE).fetchall())

    def turnovers(self, since: date | None) -> Sequence[int]:
        """What each active person paid from a day on, rising."""
        day = "" if since is None else since.isoformat()
        with translated(), closing(connect_read_only(self._path)) as connection:
            return [amount for (amount,) in connection.execute(_MONEY, (day,))]
