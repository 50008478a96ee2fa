"""Sums by plain SQL, written apart from the program's own checker: rows are the differences."""

from __future__ import annotations

from typing import Final

SUMS: Final[dict[str, str]] = {
    "balance": """SELECT a.customer_id, a.balance, sum(e.amount) FROM account a
        LEFT JOIN points_entry e USING (customer_id) GROUP BY 1
        HAVING a.balance <> coalesce(sum(e.amount), 0)""",
    "lot": """SELECT l.id, l."left", sum(e.amount) FROM points_lot l
        LEFT JOIN points_entry e ON e.lot_id = l.id GROUP BY 1
        HAVING l."left" <> coalesce(sum(e.amount), 0)
            OR l."left" NOT BETWEEN 0 AND l.granted""",
    "below zero": """SELECT a.customer_id FROM account a WHERE a.balance < 0 AND NOT EXISTS (
        SELECT 1 FROM points_entry e WHERE e.customer_id = a.customer_id AND e.lot_id IS NULL
        AND e.kind IN ('reverse', 'adjust') AND e.amount < 0)""",
    "turnover": """SELECT a.customer_id, a.turnover, sum(e.amount) FROM account a
        LEFT JOIN turnover_entry e USING (customer_id) GROUP BY 1
        HAVING a.turnover <> coalesce(sum(e.amount), 0) OR a.turnover < 0
            OR a.visits <> coalesce(sum(e.visit), 0)""",
    "coupon": """SELECT c.id, c.uses, sum(u.uses) FROM coupon c
        LEFT JOIN coupon_use u ON u.coupon_id = c.id GROUP BY 1
        HAVING c.uses <> coalesce(sum(u.uses), 0)
            OR (c.max_uses > 0 AND c.uses NOT BETWEEN 0 AND c.max_uses)""",
    "certificate": """SELECT c.id, c.balance, sum(e.amount) FROM certificate c
        LEFT JOIN certificate_entry e ON e.certificate_id = c.id GROUP BY 1
        HAVING c.balance <> coalesce(sum(e.amount), 0) OR c.balance NOT BETWEEN 0 AND c.amount""",
    "promotion used too often": """SELECT rule_id, sum(uses) FROM promotion_use
        WHERE rule_id = 'last' GROUP BY 1 HAVING sum(uses) NOT BETWEEN 0 AND 4""",
    "promotion gave too much": """SELECT rule_id, sum(amount) FROM promotion_use
        WHERE rule_id = 'purse' GROUP BY 1 HAVING sum(amount) NOT BETWEEN 0 AND 5000""",
    "promotion used too often by one": """SELECT customer_id, sum(uses) FROM promotion_use
        WHERE rule_id = 'twice' GROUP BY 1 HAVING sum(uses) NOT BETWEEN 0 AND 2""",
    "brought back more than bought": """SELECT r.sale_id, r.sale_position FROM return_line r
        JOIN sale_line l ON l.sale_id = r.sale_id AND l.position = r.sale_position
        GROUP BY 1, 2 HAVING sum(r.quantity) > l.quantity OR sum(r.net) > l.net
            OR sum(r.points) > l.points OR (sum(r.quantity) = l.quantity AND sum(r.net) <> l.net)
        """,
    "money back": """SELECT s.id FROM sale s JOIN goods_return g ON g.sale_id = s.id
        GROUP BY 1 HAVING sum(g.money) > s.total""",
    "money by tender": """SELECT g.id, g.money + g.rounding, sum(f.amount) FROM goods_return g
        LEFT JOIN refund f ON f.return_id = g.id GROUP BY 1
        HAVING g.money + g.rounding <> coalesce(sum(f.amount), 0) OR abs(g.rounding) > 20""",
    "drawer": """SELECT 10000
        + (SELECT coalesce(sum(amount), 0) FROM tender WHERE kind = 'cash')
        - (SELECT coalesce(sum(change), 0) FROM sale)
        - (SELECT coalesce(sum(amount), 0) FROM refund WHERE kind = 'cash')""",
}
"""``drawer`` is the cash there should be, from the first float of 100.00 on."""
