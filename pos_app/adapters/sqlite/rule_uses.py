"""How often promotions were used and what they gave: a ledger, for limits and budgets (R2)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Final

from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.session import Session, reference, utc_text
from pos_app.services.programme_records import RuleFigures, RuleUse

_ALL: Final = "SELECT rule_id, sum(uses), sum(amount) FROM promotion_use GROUP BY rule_id"
_SOME: Final = (
    "SELECT rule_id, sum(uses), sum(amount) FROM promotion_use "
    "WHERE rule_id IN (SELECT value FROM json_each(?)) GROUP BY rule_id"
)
_OF_CUSTOMER: Final = (
    "SELECT rule_id, sum(uses) FROM promotion_use "
    f"WHERE rule_id IN (SELECT value FROM json_each(?)) AND customer_id IN {kin_of('?')} "
    "GROUP BY rule_id"
)


class SqliteRuleUses:
    """See :class:`pos_app.services.programme_ports.RuleUseRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def add(self, use: RuleUse) -> None:
        """Append one use, or its undoing."""
        self._db.append(
            "promotion_use",
            (
                use.uuid,
                self._db.till,
                use.rule_id,
                use.sale_id,
                reference(use.return_id),
                reference(use.customer_id),
                use.uses,
                use.amount,
                utc_text(use.at),
                use.local_day.isoformat(),
            ),
        )

    def figures(self) -> Mapping[str, RuleFigures]:
        """Uses and money by rule, net of returns."""
        return {row[0]: RuleFigures(uses=row[1], amount=row[2]) for row in self._db.all(_ALL)}

    def figures_of(self, rule_ids: Collection[str]) -> Mapping[str, RuleFigures]:
        """The same of some rules, found by the index."""
        rows = self._db.all(_SOME, (json.dumps(sorted(rule_ids)),))
        return {row[0]: RuleFigures(uses=row[1], amount=row[2]) for row in rows}

    def by_customer(self, customer_id: int, rule_ids: Collection[str]) -> Mapping[str, int]:
        """How often one person used each of these rules, found by the index."""
        rows = self._db.all(_OF_CUSTOMER, (json.dumps(sorted(rule_ids)), customer_id))
        return {row[0]: row[1] for row in rows}

    def of_sale(self, sale_id: int) -> Mapping[str, int]:
        """What each rule gave on a sale and has not been undone, by rule (minor units)."""
        rows = self._db.all(
            "SELECT rule_id, sum(amount) FROM promotion_use WHERE sale_id = ? GROUP BY rule_id",
            (sale_id,),
        )
        return {row[0]: row[1] for row in rows}
