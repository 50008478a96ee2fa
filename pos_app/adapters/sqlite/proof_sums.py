"""Proof of the figures: each rule is a query whose rows are the differences.

Every query gives (where, found, expected). Caches are held against their ledgers, sales against
their lines and tenders, numbers against one another.
"""

# ruff: noqa: S608 - constant text only; no value from outside comes near

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.findings import Finding

PER_RULE: Final = 20
"""Differences reported per rule; more of the same help nobody."""

_SALE: Final = "s.till || ':' || s.number"


def _taken(steps: str) -> str:
    """What the steps of a line took, by kind, as one text: ``0 1499 0 1977 0 5931``."""
    kinds = ("promotion", "card", "manual", "coupon", "order_discount", "points")
    sums = " || ' ' || ".join(
        f"coalesce(sum(value ->> 'amount') FILTER (WHERE value ->> 'kind' = '{kind}'), 0)"
        for kind in kinds
    )
    return f"(SELECT {sums} FROM json_each({steps}) WHERE type = 'object')"


RULES: Final[dict[str, str]] = {
    "sale_total": f"""
        SELECT 'sale ' || {_SALE}, s.total,
            coalesce((SELECT sum(net) FROM sale_line WHERE sale_id = s.id), 0)
            + CASE WHEN s.tax_included THEN 0 ELSE s.tax END AS due
        FROM sale s WHERE s.total <> due""",
    "sale_without_lines": f"""
        SELECT 'sale ' || {_SALE}, 0, 1 FROM sale s WHERE s.source = 'till'
        AND NOT EXISTS (SELECT 1 FROM sale_line WHERE sale_id = s.id)""",
    "sale_gross": f"""
        SELECT 'sale ' || {_SALE}, s.gross, l.gross FROM sale s JOIN (
            SELECT sale_id, sum(gross) AS gross FROM sale_line GROUP BY sale_id) l
        ON l.sale_id = s.id WHERE s.gross <> l.gross""",
    "sale_discount": f"""
        SELECT 'sale ' || {_SALE}, s.discount, l.given FROM sale s JOIN (
            SELECT sale_id, sum(promotion + card + manual + coupon + order_discount) AS given
            FROM sale_line GROUP BY sale_id) l ON l.sale_id = s.id WHERE s.discount <> l.given""",
    "sale_tax": f"""
        SELECT 'sale ' || {_SALE}, s.tax, l.tax FROM sale s JOIN (
            SELECT sale_id, sum(tax) AS tax FROM sale_line GROUP BY sale_id) l
        ON l.sale_id = s.id WHERE s.tax <> l.tax""",
    "line_tax": f"""
        SELECT 'sale ' || {_SALE} || ' line ' || l.position, l.tax,
            (SELECT coalesce(sum(value ->> 1), 0) FROM json_each(l.taxes)) AS parts
        FROM sale_line l JOIN sale s ON s.id = l.sale_id WHERE l.tax <> parts""",
    "line_net": f"""
        SELECT 'sale ' || {_SALE} || ' line ' || l.position, l.net,
            l.gross - l.promotion - l.card - l.manual - l.coupon - l.order_discount - l.points
        FROM sale_line l JOIN sale s ON s.id = l.sale_id
        WHERE l.net <> l.gross - l.promotion - l.card - l.manual - l.coupon - l.order_discount
            - l.points OR (s.source = 'till' AND l.net < 0)""",
    "line_steps": f"""
        SELECT 'sale ' || {_SALE} || ' line ' || l.position, {_taken("l.steps")} AS explained,
            l.promotion || ' ' || l.card || ' ' || l.manual || ' ' || l.coupon || ' '
            || l.order_discount || ' ' || l.points AS shares
        FROM sale_line l JOIN sale s ON s.id = l.sale_id
        WHERE s.source = 'till' AND explained <> shares
            AND NOT EXISTS (SELECT 1 FROM json_each(l.steps) WHERE type <> 'object')""",
    "sale_paid": f"""
        SELECT 'sale ' || {_SALE}, t.paid - s.change, s.total + s.rounding FROM sale s JOIN (
            SELECT sale_id, sum(amount) AS paid FROM tender GROUP BY sale_id) t ON t.sale_id = s.id
        WHERE t.paid - s.change <> s.total + s.rounding""",
    "sale_unpaid": f"""
        SELECT 'sale ' || {_SALE}, 0, s.total + s.rounding FROM sale s
        WHERE s.source = 'till' AND s.total + s.rounding <> 0
        AND NOT EXISTS (SELECT 1 FROM tender WHERE sale_id = s.id)""",
    "receipt_missing": f"""
        SELECT 'sale ' || {_SALE}, 0, 1 FROM sale s
        WHERE NOT EXISTS (SELECT 1 FROM receipt WHERE sale_id = s.id)""",
    "receipt_number_gap": """
        SELECT 'till ' || till || ' number ' || number, number, before + 1 FROM (
            SELECT till, number, source,
                lag(number, 1, 0) OVER (PARTITION BY till ORDER BY number) AS before FROM sale)
        WHERE source = 'till' AND number <> before + 1""",
    "shift_number_gap": """
        SELECT 'till ' || till || ' shift ' || number, number, before + 1 FROM (
            SELECT till, number,
                lag(number, 1, 0) OVER (PARTITION BY till ORDER BY number) AS before FROM shift)
        WHERE number <> before + 1""",
    "shift_expected": """
        SELECT 'shift ' || s.till || ':' || s.number, c.expected, s.opening_float
            + coalesce((SELECT sum(t.amount) FROM tender t JOIN sale x ON x.id = t.sale_id
                        WHERE x.shift_id = s.id AND t.kind = 'cash'), 0)
            - coalesce((SELECT sum(x.change) FROM sale x WHERE x.shift_id = s.id), 0)
            - coalesce((SELECT sum(f.amount) FROM refund f JOIN goods_return g
                        ON g.id = f.return_id WHERE g.shift_id = s.id AND f.kind = 'cash'), 0)
            + coalesce((SELECT sum(CASE kind WHEN 'in' THEN amount ELSE -amount END)
                        FROM cash_move m WHERE m.shift_id = s.id), 0) AS due
        FROM shift s JOIN shift_close c ON c.shift_id = s.id
        WHERE c.expected IS NOT NULL AND c.expected <> due""",
    "sale_person": f"""
        SELECT 'sale ' || {_SALE}, s.customer_uuid, c.uuid FROM sale s
        JOIN customer c ON c.id = s.customer_id WHERE s.customer_uuid IS NOT c.uuid""",
    "points_spent": f"""
        SELECT 'sale ' || {_SALE}, s.points_spent, coalesce(e.spent, 0) FROM sale s LEFT JOIN (
            SELECT sale_id, -sum(amount) AS spent FROM points_entry WHERE kind = 'redeem'
            GROUP BY sale_id) e ON e.sale_id = s.id
        WHERE s.source = 'till' AND s.points_spent <> coalesce(e.spent, 0)""",
    "points_earned": f"""
        SELECT 'sale ' || {_SALE}, s.points_earned, coalesce((SELECT sum(granted)
            FROM points_lot l WHERE l.sale_id = s.id AND l.kind = 'sale'), 0) AS earned
        FROM sale s WHERE s.source = 'till' AND s.customer_id IS NOT NULL
            AND s.points_earned <> earned""",
    "lot_left": """
        SELECT 'lot ' || l.id, l."left", coalesce((SELECT sum(amount) FROM points_entry e
            WHERE e.lot_id = l.id), 0) AS rest FROM points_lot l WHERE l."left" <> rest""",
    "lot_person": """
        SELECT 'points entry ' || e.id, e.customer_id, l.customer_id FROM points_entry e
        JOIN points_lot l ON l.id = e.lot_id WHERE e.customer_id <> l.customer_id""",
    "account_balance": """
        SELECT 'customer ' || a.customer_id, a.balance, coalesce((SELECT sum(amount)
            FROM points_entry e WHERE e.customer_id = a.customer_id), 0) AS due
        FROM account a WHERE a.balance <> due""",
    "account_turnover": """
        SELECT 'customer ' || a.customer_id, a.turnover, coalesce((SELECT sum(amount)
            FROM turnover_entry e WHERE e.customer_id = a.customer_id), 0) AS due
        FROM account a WHERE a.turnover <> due""",
    "account_visits": """
        SELECT 'customer ' || a.customer_id, a.visits, coalesce((SELECT sum(visit)
            FROM turnover_entry e WHERE e.customer_id = a.customer_id), 0) AS due
        FROM account a WHERE a.visits <> due""",
    "account_last_visit": """
        SELECT 'customer ' || a.customer_id, a.last_visit, (SELECT max(local_day) FROM (
            SELECT local_day FROM turnover_entry e WHERE e.customer_id = a.customer_id
                AND visit <> 0 GROUP BY local_day HAVING sum(visit) > 0)) AS due
        FROM account a WHERE a.last_visit IS NOT due""",
    "account_tier": """
        SELECT 'customer ' || a.customer_id, a.tier_id, t.tier_id FROM account a
        LEFT JOIN tier_entry t ON t.id = (SELECT max(id) FROM tier_entry x
                                          WHERE x.customer_id = a.customer_id)
        WHERE a.tier_id IS NOT t.tier_id OR a.tier_since IS NOT t.since
            OR a.tier_manual_until IS NOT t.manual_until""",
    "account_missing": """
        SELECT 'customer ' || c.id, 0, 1 FROM customer c
        WHERE NOT EXISTS (SELECT 1 FROM account WHERE customer_id = c.id)""",
    "coupon_uses": """
        SELECT 'coupon ' || c.id, c.uses, coalesce((SELECT sum(uses) FROM coupon_use u
            WHERE u.coupon_id = c.id), 0) AS counted FROM coupon c WHERE c.uses <> counted""",
    "coupon_state": """
        SELECT 'coupon ' || c.id, c.state, 'redeemed' FROM coupon c
        WHERE c.state IN ('issued', 'restored') AND c.max_uses > 0 AND c.uses >= c.max_uses""",
    "return_money": """
        SELECT 'return ' || g.till || ':' || g.number, g.money,
            coalesce((SELECT sum(net) FROM return_line WHERE return_id = g.id), 0)
            + CASE WHEN g.tax_included THEN 0 ELSE g.tax END AS due
        FROM goods_return g WHERE g.money <> due""",
    "return_refunded": """
        SELECT 'return ' || g.till || ':' || g.number, g.money + g.rounding,
            coalesce((SELECT sum(amount) FROM refund WHERE return_id = g.id), 0) AS paid
        FROM goods_return g WHERE g.money + g.rounding <> paid""",
    "exchange_moved": """
        SELECT 'exchange ' || g.exchange_uuid, coalesce(sum(f.amount), 0), coalesce((
            SELECT sum(t.amount) FROM tender t JOIN sale s ON s.id = t.sale_id
            WHERE s.uuid = g.exchange_uuid AND t.reference LIKE 'exchange:%'), 0) AS taken
        FROM goods_return g LEFT JOIN refund f
            ON f.return_id = g.id AND f.reference LIKE 'exchange:%'
        WHERE g.exchange_uuid IS NOT NULL GROUP BY g.id
        HAVING coalesce(sum(f.amount), 0) <> taken""",
    "return_number_gap": """
        SELECT 'till ' || till || ' return ' || number, number, before + 1 FROM (
            SELECT till, number,
                lag(number, 1, 0) OVER (PARTITION BY till ORDER BY number) AS before
            FROM goods_return)
        WHERE number <> before + 1""",
    "return_slip_missing": """
        SELECT 'return ' || g.till || ':' || g.number, 0, 1 FROM goods_return g
        WHERE NOT EXISTS (SELECT 1 FROM return_slip WHERE return_id = g.id)""",
    "returned_too_much": f"""
        SELECT 'sale ' || {_SALE} || ' line ' || l.position, r.back, l.quantity
        FROM sale_line l JOIN sale s ON s.id = l.sale_id JOIN (
            SELECT sale_id, sale_position, sum(quantity) AS back, sum(net) AS net
            FROM return_line WHERE sale_id IS NOT NULL GROUP BY 1, 2) r
        ON r.sale_id = l.sale_id AND r.sale_position = l.position
        WHERE r.back > l.quantity OR r.net > l.net
            OR (r.back = l.quantity AND r.net <> l.net)""",
    "certificate_balance": """
        SELECT 'certificate ' || c.id, c.balance, coalesce((SELECT sum(amount)
            FROM certificate_entry e WHERE e.certificate_id = c.id), 0) AS due
        FROM certificate c WHERE c.balance <> due""",
    "certificate_issued": """
        SELECT 'certificate ' || c.id, c.amount, coalesce((SELECT sum(amount)
            FROM certificate_entry e WHERE e.certificate_id = c.id AND kind = 'issue'), 0) AS due
        FROM certificate c WHERE c.amount <> due""",
    "certificate_paid": f"""
        SELECT 'sale ' || {_SALE}, coalesce(e.taken, 0), coalesce(t.paid, 0) FROM sale s
        LEFT JOIN (SELECT sale_id, -sum(amount) AS taken FROM certificate_entry
            WHERE kind = 'redeem' GROUP BY sale_id) e ON e.sale_id = s.id
        LEFT JOIN (SELECT sale_id, sum(amount) AS paid FROM tender
            WHERE kind IN ('certificate', 'store_credit') AND reference NOT LIKE 'exchange:%'
            GROUP BY sale_id) t ON t.sale_id = s.id
        WHERE s.source = 'till' AND coalesce(e.taken, 0) <> coalesce(t.paid, 0)""",
    "certificate_refunded": """
        SELECT 'return ' || g.till || ':' || g.number, coalesce(e.moved, 0), coalesce(f.given, 0)
        FROM goods_return g
        LEFT JOIN (SELECT return_id, sum(amount) AS moved FROM certificate_entry
            WHERE kind IN ('refund', 'issue') GROUP BY return_id) e ON e.return_id = g.id
        LEFT JOIN (SELECT return_id, sum(amount) AS given FROM refund
            WHERE kind IN ('certificate', 'store_credit') AND reference NOT LIKE 'exchange:%'
            GROUP BY return_id) f
        ON f.return_id = g.id WHERE coalesce(e.moved, 0) <> coalesce(f.given, 0)""",
    "certificate_sold": """
        SELECT 'certificate ' || c.id, c.amount, coalesce((SELECT sum(net) FROM sale_line l
            WHERE l.sale_id = c.sale_id AND l.barcode = c.code), 0) AS paid
        FROM certificate c WHERE c.kind = 'gift' AND c.sale_id IS NOT NULL
            AND c.amount <> paid""",
    "certificate_expired": """
        SELECT 'certificate ' || c.id, c.balance, 0 FROM certificate c
        WHERE c.state = 'expired' AND c.balance <> 0""",
    "product_price": """
        SELECT 'product ' || p.id, p.price, h.price FROM product p
        LEFT JOIN price_history h ON h.id = (SELECT max(id) FROM price_history x
                                             WHERE x.product_id = p.id)
        WHERE p.price IS NOT h.price""",
    "card_state": """
        SELECT 'card ' || c.id, c.status, e.status FROM card c
        LEFT JOIN card_entry e ON e.id = (SELECT max(id) FROM card_entry x WHERE x.card_id = c.id)
        WHERE c.status IS NOT e.status OR c.customer_id IS NOT e.customer_id""",
}


def prove_sums(connection: Connection) -> Iterator[Finding]:
    """Differences by all :data:`RULES`, at most :data:`PER_RULE` for each."""
    for code, sql in RULES.items():
        for where, found, expected in connection.execute(sql).fetchmany(PER_RULE):
            yield Finding(code=code, where=where, found=str(found), expected=str(expected))
