"""What version 2 adds: returns, certificates, coupon campaigns, uses of promotions, price levels.

The conventions are those of :mod:`pos_app.adapters.sqlite.schema`.
"""

from __future__ import annotations

from typing import Final

from pos_app.adapters.sqlite.schema import (
    _ID,
    _POSITIVE_SUM,
    _PRICE,
    _TILL,
    _UUID,
    _day,
    _flag,
    _sum,
    _time,
)

_TENDER_KINDS: Final = "'cash', 'card', 'transfer', 'points', 'certificate', 'store_credit'"

_RETURNS: Final = (
    f"""CREATE TABLE sale_terms ({_ID}, sale_id INTEGER NOT NULL UNIQUE REFERENCES sale(id),
        content TEXT NOT NULL CHECK (json_valid(content))) STRICT""",
    f"""CREATE TABLE receipt_claim ({_ID}, {_UUID}, {_TILL},
        sale_id INTEGER NOT NULL UNIQUE REFERENCES sale(id),
        customer_id INTEGER NOT NULL REFERENCES customer(id), customer_uuid TEXT NOT NULL,
        person_id INTEGER NOT NULL REFERENCES person(id),
        approver_id INTEGER REFERENCES person(id), {_time("at")}, reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX receipt_claim_of ON receipt_claim(customer_id)",
    f"""CREATE TABLE goods_return ({_ID}, {_UUID}, {_TILL},
        number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 1000000000),
        shift_id INTEGER NOT NULL REFERENCES shift(id),
        person_id INTEGER NOT NULL REFERENCES person(id),
        approver_id INTEGER REFERENCES person(id), {_time("at")}, {_day("local_date")},
        sale_id INTEGER REFERENCES sale(id), exchange_uuid TEXT,
        customer_id INTEGER REFERENCES customer(id), customer_uuid TEXT,
        money INTEGER NOT NULL CHECK (money {_POSITIVE_SUM}),
        points_money INTEGER NOT NULL CHECK (points_money {_POSITIVE_SUM}),
        points_back INTEGER NOT NULL CHECK (points_back {_POSITIVE_SUM}),
        points_taken INTEGER NOT NULL CHECK (points_taken {_POSITIVE_SUM}),
        {_sum("tax")}, {_flag("tax_included")}, {_sum("rounding")}, note TEXT NOT NULL,
        UNIQUE (till, number), CHECK ((customer_id IS NULL) = (customer_uuid IS NULL))) STRICT""",
    "CREATE INDEX goods_return_of ON goods_return(sale_id) WHERE sale_id IS NOT NULL",
    "CREATE INDEX goods_return_by_shift ON goods_return(shift_id)",
    "CREATE INDEX goods_return_by_day ON goods_return(local_date, id)",
    """CREATE INDEX goods_return_by_customer ON goods_return(customer_id, id)
        WHERE customer_id IS NOT NULL""",
    """CREATE INDEX goods_return_by_exchange ON goods_return(exchange_uuid)
        WHERE exchange_uuid IS NOT NULL""",
    f"""CREATE TABLE return_line (return_id INTEGER NOT NULL REFERENCES goods_return(id),
        position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 100000),
        sale_id INTEGER REFERENCES sale(id), sale_position INTEGER, line_id TEXT NOT NULL,
        product_id INTEGER REFERENCES product(id), sku TEXT NOT NULL,
        name TEXT NOT NULL CHECK (length(name) <= 300), unit TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity BETWEEN 1 AND 1000000000),
        unit_price INTEGER NOT NULL CHECK (unit_price {_PRICE}), {_sum("gross")},
        {_sum("promotion")}, {_sum("card")}, {_sum("manual")}, {_sum("coupon")},
        {_sum("order_discount")}, {_sum("points")}, {_sum("net")}, {_sum("tax")},
        taxes TEXT NOT NULL CHECK (json_valid(taxes)), reason TEXT NOT NULL,
        condition TEXT NOT NULL, {_flag("to_stock")}, group_code TEXT NOT NULL,
        PRIMARY KEY (return_id, position),
        FOREIGN KEY (sale_id, sale_position) REFERENCES sale_line(sale_id, position))
        STRICT, WITHOUT ROWID""",
    """CREATE INDEX return_line_of_sale ON return_line(sale_id, sale_position)
        WHERE sale_id IS NOT NULL""",
    f"""CREATE TABLE refund (return_id INTEGER NOT NULL REFERENCES goods_return(id),
        position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 1000),
        kind TEXT NOT NULL CHECK (kind IN ({_TENDER_KINDS})),
        amount INTEGER NOT NULL CHECK (amount {_POSITIVE_SUM}), label TEXT NOT NULL,
        reference TEXT NOT NULL, PRIMARY KEY (return_id, position)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE return_slip (return_id INTEGER PRIMARY KEY REFERENCES goods_return(id),
        content TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        erased INTEGER NOT NULL CHECK (erased IN (0, 1))) STRICT""",
)

_CERTIFICATES: Final = (
    f"""CREATE TABLE certificate ({_ID}, {_UUID}, {_TILL},
        code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 60),
        kind TEXT NOT NULL CHECK (kind IN ('gift', 'credit')),
        state TEXT NOT NULL CHECK (state IN ('active', 'blocked', 'expired')),
        amount INTEGER NOT NULL CHECK (amount {_POSITIVE_SUM}),
        balance INTEGER NOT NULL CHECK (balance {_POSITIVE_SUM}),
        {_day("valid_to", null=True)}, customer_id INTEGER REFERENCES customer(id),
        sale_id INTEGER REFERENCES sale(id), return_id INTEGER REFERENCES goods_return(id),
        {_time("issued_at")}, {_time("state_at")}, reason TEXT NOT NULL,
        seal TEXT NOT NULL) STRICT""",
    "CREATE INDEX certificate_of ON certificate(customer_id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX certificate_sold ON certificate(sale_id) WHERE sale_id IS NOT NULL",
    """CREATE INDEX certificate_expiring ON certificate(valid_to)
        WHERE balance > 0 AND valid_to IS NOT NULL""",
    f"""CREATE TABLE certificate_entry ({_ID}, {_UUID}, {_TILL},
        certificate_id INTEGER NOT NULL REFERENCES certificate(id),
        kind TEXT NOT NULL CHECK (kind IN ('issue', 'redeem', 'refund', 'expire', 'adjust')),
        {_sum("amount")}, {_time("at")}, {_day("local_day")},
        sale_id INTEGER REFERENCES sale(id), return_id INTEGER REFERENCES goods_return(id),
        person_id INTEGER REFERENCES person(id), reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX certificate_entry_of ON certificate_entry(certificate_id, id)",
)

_RULES: Final = (
    f"""CREATE TABLE campaign ({_ID}, {_UUID}, name TEXT NOT NULL CHECK (length(name) <= 300),
        definition TEXT NOT NULL CHECK (json_valid(definition)),
        state TEXT NOT NULL CHECK (state IN ('draft', 'running', 'paused', 'ended')),
        {_day("valid_from", null=True)}, {_day("valid_to", null=True)}, {_time("created_at")},
        seal TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE campaign_coupon ({_ID}, {_UUID}, {_TILL},
        campaign_id INTEGER NOT NULL REFERENCES campaign(id),
        coupon_id INTEGER NOT NULL UNIQUE REFERENCES coupon(id), batch TEXT NOT NULL,
        {_time("at")}) STRICT""",
    "CREATE INDEX campaign_coupon_of ON campaign_coupon(campaign_id, id)",
    f"""CREATE TABLE promotion_use ({_ID}, {_UUID}, {_TILL}, rule_id TEXT NOT NULL
        CHECK (length(rule_id) BETWEEN 1 AND 60), sale_id INTEGER NOT NULL REFERENCES sale(id),
        return_id INTEGER REFERENCES goods_return(id),
        customer_id INTEGER REFERENCES customer(id),
        uses INTEGER NOT NULL CHECK (uses BETWEEN -1 AND 1), {_sum("amount")}, {_time("at")},
        {_day("local_day")}) STRICT""",
    "CREATE INDEX promotion_use_by_sale ON promotion_use(sale_id)",
    "CREATE INDEX promotion_use_of ON promotion_use(rule_id, customer_id, uses, amount)",
    f"""CREATE TABLE price_rule ({_ID}, {_UUID},
        product_id INTEGER NOT NULL REFERENCES product(id),
        customer_group TEXT NOT NULL CHECK (length(customer_group) <= 60),
        min_quantity INTEGER NOT NULL CHECK (min_quantity BETWEEN 0 AND 1000000000),
        price INTEGER NOT NULL CHECK (price {_PRICE}), {_day("valid_from", null=True)},
        {_day("valid_to", null=True)}, {_flag("active")}, {_time("created_at")},
        seal TEXT NOT NULL) STRICT""",
    "CREATE INDEX price_rule_of ON price_rule(product_id) WHERE active = 1",
)

VERSION_2: Final[tuple[str, ...]] = (*_RETURNS, *_CERTIFICATES, *_RULES)
