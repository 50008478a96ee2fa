"""Prices for customer groups and from a quantity on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    utc_text,
    utc_time,
)
from pos_app.domain.errors import PosError
from pos_app.services.programme_records import PriceRule

_SELECT: Final = """SELECT id, uuid, product_id, customer_group, min_quantity, price, valid_from,
    valid_to, active, created_at FROM price_rule """


class SqlitePriceRules:
    """See :class:`pos_app.services.programme_ports.PriceRuleRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def of_product(self, product_id: int) -> Sequence[PriceRule]:
        """The prices in use for a product, by group and quantity; dates are the engine's."""
        rows = self._db.all(
            _SELECT + "WHERE product_id = ? AND active = 1 "
            "ORDER BY customer_group, min_quantity, id",
            (product_id,),
        )
        return [_record(row) for row in rows]

    def groups(self) -> Sequence[str]:
        """Groups of customers that people or prices in use name, by name; no tiers."""
        rows = self._db.all(
            "SELECT each.value FROM customer, json_each(customer.groups) AS each "
            "WHERE customer.groups <> '[]' UNION SELECT customer_group FROM price_rule "
            "WHERE active = 1 AND customer_group <> '' AND customer_group NOT LIKE 'tier:%'",
            (),
        )
        return sorted((row[0] for row in rows), key=str.casefold)

    def put(self, rule: PriceRule) -> int:
        """Insert (id 0) or replace; the id. Raises ``PosError("price_rule_unknown")``."""
        rule_id = rule.id or self._db.next_id("price_rule")
        values = (
            rule_id,
            rule.uuid,
            rule.product_id,
            rule.customer_group,
            rule.min_quantity,
            rule.price,
            day_text_or_none(rule.valid_from),
            day_text_or_none(rule.valid_to),
            int(rule.active),
            utc_text(rule.created_at),
        )
        seal = self._db.sealer.seal("price_rule", values)
        if not rule.id:
            self._db.run(
                "INSERT INTO price_rule (id, uuid, product_id, customer_group, min_quantity, "
                "price, valid_from, valid_to, active, created_at, seal) "
                "VALUES (?,?,?,?,?,?,?,?,?,?,?)",
                (*values, seal),
            )
        elif not self._db.run(
            "UPDATE price_rule SET uuid = ?, product_id = ?, customer_group = ?, "
            "min_quantity = ?, price = ?, valid_from = ?, valid_to = ?, active = ?, "
            "created_at = ?, seal = ? WHERE id = ?",
            (*values[1:], seal, rule_id),
        ):
            raise PosError("price_rule_unknown")
        return rule_id


def _record(row: Row) -> PriceRule:
    return PriceRule(
        id=row[0],
        uuid=row[1],
        product_id=row[2],
        customer_group=row[3],
        min_quantity=row[4],
        price=row[5],
        valid_from=day_or_none(row[6]),
        valid_to=day_or_none(row[7]),
        active=bool(row[8]),
        created_at=utc_time(row[9]),
    )
