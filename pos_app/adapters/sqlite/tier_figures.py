"""How many people stand in each tier, and what they paid since a day: two sums by plain SQL."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.faults import translated
from pos_app.services.programme_figures import TierFigures

_PEOPLE: Final = """SELECT coalesce(a.tier_id, ''), count(*) FROM account a
    JOIN customer c ON c.id = a.customer_id WHERE c.active = 1 GROUP BY 1"""
_MONEY: Final = """SELECT coalesce(a.tier_id, ''), sum(t.amount) FROM turnover_entry t
    JOIN account a ON a.customer_id = t.customer_id
    JOIN customer c ON c.id = a.customer_id
    WHERE c.active = 1 AND t.local_day >= ? GROUP BY 1"""


class SqliteTierFigures:
    """See :class:`pos_app.services.programme_figures.TierFiguresPort`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def since(self, day: date) -> Mapping[str, TierFigures]:
        """Figures by tier id; ``""`` are people without a tier yet."""
        with translated(), closing(connect_read_only(self._path)) as connection:
            people = dict(connection.execute(_PEOPLE).fetchall())
            money = dict(connection.execute(_MONEY, (day.isoformat(),)).fetchall())
        return {
            tier: TierFigures(customers=people.get(tier, 0), paid=money.get(tier, 0))
            for tier in {*people, *money}
        }
