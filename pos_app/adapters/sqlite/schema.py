"""The shop's tables, version 1.

STRICT everywhere; ranges are CHECKed (sums within 10¹², prices within 10⁹). Times are UTC texts of
32 characters, days are ISO dates, lists are JSON texts. Columns named ``seal`` carry an HMAC of the
row's content (see ``sealing``). Tables in ``ledgers.LEDGERS`` only grow.
"""

from __future__ import annotations

from typing import Final

_SUM = "BETWEEN -1000000000000 AND 1000000000000"
_POSITIVE_SUM = "BETWEEN 0 AND 1000000000000"
_PRICE = "BETWEEN 0 AND 1000000000"
_QUANTITY = "BETWEEN -1000000000 AND 1000000000"
_TIME = "CHECK (length({0}) = 32)"
_DAY = "CHECK (length({0}) = 10)"


def _time(name: str, *, null: bool = False) -> str:
    return f"{name} TEXT {'' if null else 'NOT NULL'} {_TIME.format(name)}"


def _day(name: str, *, null: bool = False) -> str:
    return f"{name} TEXT {'' if null else 'NOT NULL'} {_DAY.format(name)}"


def _flag(name: str) -> str:
    return f"{name} INTEGER NOT NULL CHECK ({name} IN (0, 1))"


def _sum(name: str) -> str:
    return f"{name} INTEGER NOT NULL CHECK ({name} {_SUM})"


_ID = "id INTEGER PRIMARY KEY"
_UUID = "uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) BETWEEN 1 AND 36)"
_TILL = "till TEXT NOT NULL CHECK (length(till) BETWEEN 1 AND 20)"

_STOCK: Final = (
    f"""CREATE TABLE tax_rate ({_ID}, name TEXT NOT NULL CHECK (length(name) <= 100),
        rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 10000), {_flag("active")},
        seal TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE product_group ({_ID}, code TEXT NOT NULL UNIQUE CHECK (length(code) <= 60),
        name TEXT NOT NULL CHECK (length(name) <= 200),
        parent_id INTEGER REFERENCES product_group(id), seal TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE product ({_ID}, {_UUID},
        sku TEXT NOT NULL UNIQUE CHECK (length(sku) BETWEEN 1 AND 60),
        name TEXT NOT NULL CHECK (length(name) <= 300),
        price INTEGER NOT NULL CHECK (price {_PRICE}),
        unit TEXT NOT NULL CHECK (unit IN ('pcs', 'kg', 'l', 'm')),
        group_id INTEGER REFERENCES product_group(id),
        brand TEXT NOT NULL CHECK (length(brand) <= 200),
        tags TEXT NOT NULL CHECK (json_valid(tags)),
        tax_rate_id INTEGER REFERENCES tax_rate(id),
        plu TEXT UNIQUE CHECK (length(plu) <= 20),
        cost INTEGER CHECK (cost {_PRICE}), {_flag("fixed_price")}, {_flag("discountable")},
        quick_position INTEGER CHECK (quick_position BETWEEN 0 AND 10000), photo TEXT,
        {_flag("active")}, {_day("added_on", null=True)},
        name_fold TEXT NOT NULL, search TEXT NOT NULL, seal TEXT NOT NULL) STRICT""",
    "CREATE INDEX product_by_name ON product(name_fold)",
    "CREATE INDEX product_by_group ON product(group_id)",
    """CREATE INDEX product_quick ON product(quick_position)
        WHERE quick_position IS NOT NULL""",
    """CREATE TABLE product_barcode (key TEXT NOT NULL PRIMARY KEY,
        code TEXT NOT NULL CHECK (length(code) BETWEEN 1 AND 60),
        product_id INTEGER NOT NULL REFERENCES product(id),
        position INTEGER NOT NULL) STRICT, WITHOUT ROWID""",
    "CREATE INDEX product_barcode_of ON product_barcode(product_id, position)",
    f"""CREATE TABLE price_history ({_ID}, {_UUID}, {_TILL},
        product_id INTEGER NOT NULL REFERENCES product(id),
        price INTEGER NOT NULL CHECK (price {_PRICE}), old INTEGER CHECK (old {_PRICE}),
        {_time("at")}, person_id INTEGER REFERENCES person(id), reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX price_history_of ON price_history(product_id, id)",
    """CREATE VIRTUAL TABLE product_search USING fts5(search, content='product',
        content_rowid='id', detail=none,
        tokenize="trigram case_sensitive 1")""",
)

_PEOPLE: Final = (
    f"""CREATE TABLE customer ({_ID}, {_UUID}, name TEXT NOT NULL CHECK (length(name) <= 300),
        phone TEXT NOT NULL CHECK (length(phone) <= 40),
        email TEXT NOT NULL CHECK (length(email) <= 254), {_day("birthday", null=True)},
        language TEXT, note TEXT NOT NULL CHECK (length(note) <= 10000),
        groups TEXT NOT NULL CHECK (json_valid(groups)),
        referrer_id INTEGER REFERENCES customer(id), {_time("created_at")}, {_flag("active")},
        name_fold TEXT NOT NULL, search TEXT NOT NULL, seal TEXT NOT NULL) STRICT""",
    "CREATE INDEX customer_by_phone ON customer(phone) WHERE phone <> ''",
    "CREATE INDEX customer_by_name ON customer(name_fold)",
    """CREATE VIRTUAL TABLE customer_search USING fts5(search, content='customer',
        content_rowid='id', detail=none,
        tokenize="trigram case_sensitive 1")""",
    f"""CREATE TABLE account (customer_id INTEGER PRIMARY KEY REFERENCES customer(id),
        {_sum("balance")}, {_sum("turnover")}, visits INTEGER NOT NULL, tier_id TEXT,
        {_day("tier_since", null=True)}, {_day("tier_manual_until", null=True)},
        {_day("last_visit", null=True)}) STRICT""",
    f"""CREATE TABLE consent ({_ID}, {_UUID}, {_TILL},
        customer_id INTEGER NOT NULL REFERENCES customer(id), purpose TEXT NOT NULL,
        channel TEXT, {_flag("given")}, {_time("at")}, wording TEXT NOT NULL,
        source TEXT NOT NULL, person_id INTEGER REFERENCES person(id)) STRICT""",
    "CREATE INDEX consent_of ON consent(customer_id, id)",
    f"""CREATE TABLE tier_entry ({_ID}, {_UUID}, {_TILL},
        customer_id INTEGER NOT NULL REFERENCES customer(id), tier_id TEXT, {_day("since")},
        {_day("manual_until", null=True)}, {_time("at")}) STRICT""",
    "CREATE INDEX tier_entry_of ON tier_entry(customer_id, id)",
    f"""CREATE TABLE card ({_ID}, {_UUID},
        number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 60),
        status TEXT NOT NULL CHECK (status IN ('stock', 'active', 'blocked', 'replaced', 'closed')),
        customer_id INTEGER REFERENCES customer(id), {_time("issued_at", null=True)},
        replaces_id INTEGER REFERENCES card(id), reason TEXT NOT NULL, seal TEXT NOT NULL,
        CHECK (status <> 'active' OR customer_id IS NOT NULL)) STRICT""",
    "CREATE INDEX card_of ON card(customer_id) WHERE customer_id IS NOT NULL",
    """CREATE VIRTUAL TABLE card_search USING fts5(number, content='card',
        content_rowid='id', detail=none,
        tokenize="trigram case_sensitive 1")""",
    f"""CREATE TABLE card_entry ({_ID}, {_UUID}, {_TILL},
        card_id INTEGER NOT NULL REFERENCES card(id), status TEXT NOT NULL,
        customer_id INTEGER REFERENCES customer(id), {_time("at")},
        reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX card_entry_of ON card_entry(card_id, id)",
    f"""CREATE TABLE person ({_ID}, {_UUID}, name TEXT NOT NULL CHECK (length(name) <= 200),
        role TEXT NOT NULL CHECK (role IN ('cashier', 'senior', 'owner')),
        pin_hash TEXT NOT NULL, card_code TEXT UNIQUE, language TEXT, {_flag("active")},
        failed INTEGER NOT NULL CHECK (failed >= 0), {_time("locked_until", null=True)},
        seal TEXT NOT NULL) STRICT""",
)

_SHIFTS: Final = (
    f"""CREATE TABLE shift ({_ID}, {_UUID}, {_TILL},
        number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 1000000000),
        opened_by INTEGER NOT NULL REFERENCES person(id), {_time("opened_at")},
        opening_float INTEGER NOT NULL CHECK (opening_float {_POSITIVE_SUM}),
        UNIQUE (till, number)) STRICT""",
    f"""CREATE TABLE shift_close ({_ID}, {_UUID}, {_TILL},
        shift_id INTEGER NOT NULL UNIQUE REFERENCES shift(id),
        closed_by INTEGER NOT NULL REFERENCES person(id), {_time("closed_at")},
        counted INTEGER CHECK (counted {_POSITIVE_SUM}),
        expected INTEGER CHECK (expected {_SUM}), note TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE shift_slip ({_ID}, shift_id INTEGER NOT NULL UNIQUE REFERENCES shift(id),
        content TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE cash_move ({_ID}, {_UUID}, {_TILL},
        shift_id INTEGER NOT NULL REFERENCES shift(id),
        kind TEXT NOT NULL CHECK (kind IN ('in', 'out')),
        amount INTEGER NOT NULL CHECK (amount BETWEEN 1 AND 1000000000000),
        reason TEXT NOT NULL, person_id INTEGER NOT NULL REFERENCES person(id),
        {_time("at")}) STRICT""",
    "CREATE INDEX cash_move_of ON cash_move(shift_id, id)",
)

_SALES: Final = (
    f"""CREATE TABLE sale ({_ID}, {_UUID}, {_TILL},
        number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 1000000000),
        shift_id INTEGER REFERENCES shift(id), person_id INTEGER REFERENCES person(id),
        {_time("at")}, {_day("local_date")}, customer_id INTEGER REFERENCES customer(id),
        customer_uuid TEXT, card_number TEXT, {_sum("gross")}, {_sum("discount")},
        {_sum("points_money")}, {_sum("points_spent")}, {_sum("points_earned")},
        {_sum("total")}, {_sum("tax")}, {_flag("tax_included")}, {_sum("rounding")},
        change INTEGER NOT NULL CHECK (change {_POSITIVE_SUM}),
        programme_version INTEGER NOT NULL, source TEXT NOT NULL, UNIQUE (till, number),
        CHECK ((customer_id IS NULL) = (customer_uuid IS NULL)),
        CHECK (source <> 'till' OR (shift_id IS NOT NULL AND person_id IS NOT NULL)),
        CHECK (source <> 'till' OR min(gross, discount, points_money, points_spent,
               points_earned, total, tax) >= 0)) STRICT""",
    "CREATE INDEX sale_by_day ON sale(local_date, id)",
    "CREATE INDEX sale_by_shift ON sale(shift_id) WHERE shift_id IS NOT NULL",
    "CREATE INDEX sale_by_customer ON sale(customer_id, id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX sale_by_card ON sale(card_number) WHERE card_number IS NOT NULL",
    "CREATE INDEX sale_by_total ON sale(total)",
    "CREATE INDEX sale_at_till ON sale(id) WHERE source = 'till'",
    f"""CREATE TABLE sale_line (sale_id INTEGER NOT NULL REFERENCES sale(id),
        position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 100000),
        line_id TEXT NOT NULL, product_id INTEGER REFERENCES product(id), sku TEXT NOT NULL,
        name TEXT NOT NULL CHECK (length(name) <= 300), unit TEXT NOT NULL,
        quantity INTEGER NOT NULL CHECK (quantity {_QUANTITY}),
        unit_price INTEGER NOT NULL CHECK (unit_price {_PRICE}), {_sum("gross")},
        {_sum("promotion")}, {_sum("card")}, {_sum("manual")}, {_sum("coupon")},
        {_sum("order_discount")}, {_sum("points")}, {_sum("net")}, {_sum("tax")},
        taxes TEXT NOT NULL CHECK (json_valid(taxes)),
        steps TEXT NOT NULL CHECK (json_valid(steps)), barcode TEXT NOT NULL,
        cost INTEGER CHECK (cost {_PRICE}), group_code TEXT NOT NULL,
        PRIMARY KEY (sale_id, position),
        CHECK (net = gross - promotion - card - manual - coupon - order_discount - points))
        STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE tender (sale_id INTEGER NOT NULL REFERENCES sale(id),
        position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 1000),
        kind TEXT NOT NULL CHECK (kind IN
            ('cash', 'card', 'transfer', 'points', 'certificate', 'store_credit')),
        {_sum("amount")}, label TEXT NOT NULL, reference TEXT NOT NULL, {_flag("locked")},
        PRIMARY KEY (sale_id, position)) STRICT, WITHOUT ROWID""",
    """CREATE TABLE receipt (sale_id INTEGER PRIMARY KEY REFERENCES sale(id),
        content TEXT NOT NULL, sha256 TEXT NOT NULL CHECK (length(sha256) = 64),
        erased INTEGER NOT NULL CHECK (erased IN (0, 1))) STRICT""",
    f"""CREATE TABLE receipt_copy ({_ID}, {_UUID}, {_TILL},
        sale_id INTEGER NOT NULL REFERENCES sale(id),
        person_id INTEGER NOT NULL REFERENCES person(id), {_time("at")}) STRICT""",
    "CREATE INDEX receipt_copy_of ON receipt_copy(sale_id)",
    f"""CREATE TABLE draft (uuid TEXT NOT NULL PRIMARY KEY, {_TILL},
        {_time("parked_at", null=True)}, seq INTEGER NOT NULL,
        content TEXT NOT NULL CHECK (json_valid(content)), {_time("saved_at")})
        STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX draft_open ON draft(till) WHERE parked_at IS NULL",
    f"""CREATE TABLE print_job ({_ID}, {_UUID}, {_TILL}, kind TEXT NOT NULL, ref TEXT NOT NULL,
        payload TEXT NOT NULL, {_flag("copy")}, {_flag("open_drawer")},
        state TEXT NOT NULL CHECK (state IN ('queued', 'sent', 'confirmed', 'failed', 'unknown')),
        tries INTEGER NOT NULL CHECK (tries >= 0), error TEXT NOT NULL, {_time("created_at")},
        {_time("changed_at")}, language TEXT NOT NULL) STRICT""",
    "CREATE INDEX print_job_of ON print_job(ref, kind)",
    "CREATE INDEX print_job_by_state ON print_job(state, id)",
)

_LOYALTY: Final = (
    f"""CREATE TABLE points_lot ({_ID}, {_UUID}, {_TILL},
        customer_id INTEGER NOT NULL REFERENCES customer(id), kind TEXT NOT NULL,
        granted INTEGER NOT NULL CHECK (granted BETWEEN 1 AND 1000000000000),
        "left" INTEGER NOT NULL CHECK ("left" BETWEEN 0 AND granted), {_time("earned_at")},
        {_day("active_from")}, {_day("expires_on", null=True)},
        sale_id INTEGER REFERENCES sale(id), reason TEXT NOT NULL) STRICT""",
    """CREATE INDEX points_lot_open ON points_lot(customer_id) WHERE "left" > 0""",
    """CREATE INDEX points_lot_expiring ON points_lot(expires_on)
        WHERE "left" > 0 AND expires_on IS NOT NULL""",
    "CREATE INDEX points_lot_of_sale ON points_lot(sale_id) WHERE sale_id IS NOT NULL",
    f"""CREATE TABLE points_entry ({_ID}, {_UUID}, {_TILL},
        customer_id INTEGER NOT NULL REFERENCES customer(id),
        lot_id INTEGER REFERENCES points_lot(id),
        kind TEXT NOT NULL CHECK (kind IN
            ('earn', 'redeem', 'expire', 'reverse', 'restore', 'adjust')),
        {_sum("amount")}, {_time("at")}, {_day("local_day")},
        sale_id INTEGER REFERENCES sale(id), person_id INTEGER REFERENCES person(id),
        reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX points_entry_of ON points_entry(customer_id, local_day, kind)",
    "CREATE INDEX points_entry_of_lot ON points_entry(lot_id) WHERE lot_id IS NOT NULL",
    f"""CREATE TABLE turnover_entry ({_ID}, {_UUID}, {_TILL},
        customer_id INTEGER NOT NULL REFERENCES customer(id), {_sum("amount")},
        {_day("local_day")}, {_time("at")}, sale_id INTEGER REFERENCES sale(id),
        visit INTEGER NOT NULL CHECK (visit IN (0, 1)), reason TEXT NOT NULL) STRICT""",
    "CREATE INDEX turnover_entry_of ON turnover_entry(customer_id, local_day, amount)",
    f"""CREATE TABLE promotion ({_ID}, {_UUID}, name TEXT NOT NULL CHECK (length(name) <= 300),
        definition TEXT NOT NULL CHECK (json_valid(definition)), {_flag("enabled")},
        {_day("valid_from", null=True)}, {_day("valid_to", null=True)},
        priority INTEGER NOT NULL, seal TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE coupon ({_ID}, {_UUID}, {_TILL},
        code TEXT NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 60),
        definition TEXT NOT NULL CHECK (json_valid(definition)),
        state TEXT NOT NULL CHECK (state IN ('issued', 'redeemed', 'void', 'expired', 'restored')),
        {_day("valid_from")}, {_day("valid_to", null=True)},
        customer_id INTEGER REFERENCES customer(id),
        max_uses INTEGER NOT NULL CHECK (max_uses >= 0),
        max_uses_per_customer INTEGER NOT NULL CHECK (max_uses_per_customer >= 0),
        uses INTEGER NOT NULL CHECK (uses >= 0 AND (max_uses = 0 OR uses <= max_uses)),
        source_sale_id INTEGER REFERENCES sale(id), {_time("issued_at")}, {_time("state_at")},
        seal TEXT NOT NULL) STRICT""",
    "CREATE INDEX coupon_of ON coupon(customer_id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX coupon_from_sale ON coupon(source_sale_id) WHERE source_sale_id IS NOT NULL",
    f"""CREATE TABLE coupon_use ({_ID}, {_UUID}, {_TILL},
        coupon_id INTEGER NOT NULL REFERENCES coupon(id),
        sale_id INTEGER REFERENCES sale(id), customer_id INTEGER REFERENCES customer(id),
        uses INTEGER NOT NULL CHECK (uses IN (-1, 1)), {_time("at")}) STRICT""",
    "CREATE INDEX coupon_use_of ON coupon_use(coupon_id, customer_id)",
    f"""CREATE TABLE programme_version ({_ID}, {_UUID}, content TEXT NOT NULL
        CHECK (json_valid(content)), {_time("at")}, person_id INTEGER REFERENCES person(id))
        STRICT""",
)

_OFFICE: Final = (
    """CREATE TABLE setting (key TEXT NOT NULL PRIMARY KEY CHECK (length(key) BETWEEN 1 AND 100),
        value TEXT NOT NULL CHECK (json_valid(value)), seal TEXT NOT NULL) STRICT, WITHOUT ROWID""",
    """CREATE TABLE meta (key TEXT NOT NULL PRIMARY KEY, value TEXT NOT NULL)
        STRICT, WITHOUT ROWID""",
    f"""CREATE TABLE journal (seq INTEGER PRIMARY KEY, {_TILL}, {_time("at")},
        type TEXT NOT NULL CHECK (length(type) BETWEEN 1 AND 60), person TEXT, approver TEXT,
        content TEXT NOT NULL, facts TEXT NOT NULL, key_id TEXT NOT NULL, prev TEXT NOT NULL,
        hash TEXT NOT NULL CHECK (length(hash) = 64)) STRICT""",
)

VERSION_1: Final[tuple[str, ...]] = (
    *_STOCK,
    *_PEOPLE,
    *_SHIFTS,
    *_SALES,
    *_LOYALTY,
    *_OFFICE,
)
SEARCH_TABLES: Final = ("product_search", "customer_search", "card_search")
