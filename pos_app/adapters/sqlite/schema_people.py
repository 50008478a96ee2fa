"""What version 3 adds: what is known of people and said by them, their cards' batches and imports.

The conventions are those of :mod:`pos_app.adapters.sqlite.schema`. What is known of a person beside
the ``customer`` row stands in tables of their own, so that old rows keep their seals.
"""

from __future__ import annotations

import json
from typing import Any, Final

from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.schema import _ID, _SUM, _TILL, _UUID, _day, _flag, _time
from pos_app.i18n.fold import order_bytes

_CUSTOMER: Final = "customer_id INTEGER NOT NULL REFERENCES customer(id)"
_PERSON: Final = "person_id INTEGER REFERENCES person(id)"
_SEAL: Final = "seal TEXT NOT NULL"

_TURNOVER: Final = (
    f"""CREATE TABLE turnover_kept ({_ID}, {_UUID}, {_TILL}, {_CUSTOMER},
        amount INTEGER NOT NULL CHECK (amount {_SUM}), {_day("local_day")}, {_time("at")},
        sale_id INTEGER REFERENCES sale(id),
        visit INTEGER NOT NULL CHECK (visit BETWEEN -1 AND 1), reason TEXT NOT NULL) STRICT""",
    """INSERT INTO turnover_kept (id, uuid, till, customer_id, amount, local_day, at, sale_id,
        visit, reason) SELECT id, uuid, till, customer_id, amount, local_day, at, sale_id, visit,
        reason FROM turnover_entry ORDER BY id""",
    "DROP TABLE turnover_entry",
    "ALTER TABLE turnover_kept RENAME TO turnover_entry",
    "CREATE INDEX turnover_entry_of ON turnover_entry(customer_id, local_day, amount)",
)
"""A merge of two people moves visits from one to the other, and its undoing back (R23)."""

_PEOPLE: Final = (
    "ALTER TABLE customer ADD COLUMN name_order BLOB NOT NULL DEFAULT x''",
    "CREATE INDEX customer_in_order ON customer(active, name_order, id)",
    f"""CREATE TABLE household ({_ID}, {_UUID}, name TEXT NOT NULL CHECK (length(name) <= 300),
        {_time("created_at")}, {_SEAL}) STRICT""",
    f"""CREATE TABLE customer_detail (customer_id INTEGER PRIMARY KEY REFERENCES customer(id),
        phone_state TEXT NOT NULL CHECK (phone_state IN ('unknown', 'valid', 'bounced')),
        email_state TEXT NOT NULL CHECK (email_state IN ('unknown', 'valid', 'bounced')),
        preferred TEXT NOT NULL CHECK (length(preferred) <= 20), {_flag("do_not_call")},
        household_id INTEGER REFERENCES household(id),
        tags TEXT NOT NULL CHECK (json_valid(tags)),
        merged_into INTEGER REFERENCES customer(id), {_time("erased_at", null=True)},
        source TEXT NOT NULL CHECK (length(source) <= 60), {_SEAL}) STRICT""",
    """CREATE INDEX customer_detail_household ON customer_detail(household_id)
        WHERE household_id IS NOT NULL""",
    """CREATE INDEX customer_detail_merged ON customer_detail(merged_into)
        WHERE merged_into IS NOT NULL""",
    f"""CREATE TABLE contact ({_ID}, {_UUID}, {_CUSTOMER},
        kind TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'messenger', 'address')),
        value TEXT NOT NULL CHECK (length(value) BETWEEN 1 AND 500),
        label TEXT NOT NULL CHECK (length(label) <= 60), {_flag("preferred")},
        state TEXT NOT NULL CHECK (state IN ('unknown', 'valid', 'bounced')),
        {_time("at")}, {_SEAL}) STRICT""",
    "CREATE INDEX contact_of ON contact(customer_id, id)",
    "CREATE INDEX contact_by_value ON contact(kind, value)",
    f"""CREATE TABLE customer_note ({_ID}, {_UUID}, {_CUSTOMER},
        text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 10000), {_flag("at_till")},
        {_PERSON}, {_time("at")}, {_SEAL}) STRICT""",
    "CREATE INDEX customer_note_of ON customer_note(customer_id, id)",
    f"""CREATE TABLE customer_merge ({_ID}, {_UUID}, {_TILL},
        survivor_id INTEGER NOT NULL REFERENCES customer(id),
        merged_id INTEGER NOT NULL REFERENCES customer(id), {_PERSON},
        approver_id INTEGER REFERENCES person(id), {_time("at")},
        image TEXT NOT NULL CHECK (json_valid(image)), {_time("undone_at", null=True)},
        undone_by INTEGER REFERENCES person(id), {_SEAL}) STRICT""",
    "CREATE INDEX customer_merge_of ON customer_merge(survivor_id)",
    "CREATE INDEX customer_merge_from ON customer_merge(merged_id)",
    f"""CREATE TABLE not_duplicate ({_ID}, {_UUID}, first_id INTEGER NOT NULL
        REFERENCES customer(id), second_id INTEGER NOT NULL REFERENCES customer(id), {_PERSON},
        {_time("at")}, {_SEAL}, UNIQUE (first_id, second_id), CHECK (first_id < second_id))
        STRICT""",
    f"""CREATE TABLE erasure ({_ID}, {_UUID}, {_TILL},
        customer_uuid TEXT NOT NULL UNIQUE CHECK (length(customer_uuid) BETWEEN 1 AND 36),
        {_time("at")}, {_PERSON}, approver_id INTEGER REFERENCES person(id),
        reason TEXT NOT NULL) STRICT""",
    f"""CREATE TABLE consent_wording ({_ID}, {_UUID}, {_TILL},
        version TEXT NOT NULL CHECK (length(version) BETWEEN 1 AND 60), purpose TEXT NOT NULL,
        channel TEXT NOT NULL, language TEXT NOT NULL,
        text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 4000), {_time("at")}, {_PERSON},
        UNIQUE (version, purpose, channel, language)) STRICT""",
    f"""CREATE TABLE card_batch ({_ID}, {_UUID}, {_TILL},
        first TEXT NOT NULL CHECK (length(first) BETWEEN 1 AND 60),
        last TEXT NOT NULL CHECK (length(last) BETWEEN 1 AND 60),
        count INTEGER NOT NULL CHECK (count BETWEEN 1 AND 1000000),
        symbology TEXT NOT NULL CHECK (symbology IN ('ean13', 'code128')), {_time("at")},
        {_PERSON}, note TEXT NOT NULL CHECK (length(note) <= 300)) STRICT""",
    f"""CREATE TABLE saved_view ({_ID}, {_UUID},
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
        definition TEXT NOT NULL CHECK (json_valid(definition)), {_time("created_at")}, {_PERSON},
        {_SEAL}) STRICT""",
)

_IMPORTS: Final = (
    f"""CREATE TABLE people_import ({_ID}, {_UUID}, {_TILL},
        file TEXT NOT NULL CHECK (length(file) <= 300), sha256 TEXT NOT NULL, {_time("at")},
        {_PERSON}, counts TEXT NOT NULL CHECK (json_valid(counts)),
        state TEXT NOT NULL CHECK (state IN ('applied', 'undone')),
        {_time("undone_at", null=True)}, {_SEAL}) STRICT""",
    f"""CREATE TABLE people_import_row ({_ID}, import_id INTEGER NOT NULL
        REFERENCES people_import(id), {_CUSTOMER},
        action TEXT NOT NULL CHECK (action IN ('new', 'updated')),
        before TEXT NOT NULL CHECK (json_valid(before)), {_SEAL}) STRICT""",
    "CREATE INDEX people_import_row_of ON people_import_row(import_id, id)",
    "CREATE INDEX people_import_row_about ON people_import_row(customer_id)",
    f"""CREATE TABLE import_mapping (key TEXT NOT NULL PRIMARY KEY
        CHECK (length(key) BETWEEN 1 AND 100), definition TEXT NOT NULL
        CHECK (json_valid(definition)), {_time("at")}, {_SEAL}) STRICT, WITHOUT ROWID""",
)

_ASKED: Final = (
    f"""CREATE TABLE questionnaire ({_ID}, {_UUID},
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        kind TEXT NOT NULL CHECK (kind IN ('card', 'needs', 'satisfaction', 'loyalty', 'exit')),
        state TEXT NOT NULL CHECK (state IN ('draft', 'live', 'paused', 'archived')),
        definition TEXT NOT NULL CHECK (json_valid(definition)), {_time("created_at")},
        {_time("changed_at")}, {_SEAL}) STRICT""",
    f"""CREATE TABLE questionnaire_version ({_ID}, {_UUID}, {_TILL},
        questionnaire_id INTEGER NOT NULL REFERENCES questionnaire(id),
        number INTEGER NOT NULL CHECK (number BETWEEN 1 AND 100000),
        definition TEXT NOT NULL CHECK (json_valid(definition)), {_time("at")}, {_PERSON},
        UNIQUE (questionnaire_id, number)) STRICT""",
    f"""CREATE TABLE response ({_ID}, {_UUID}, {_TILL},
        version_id INTEGER NOT NULL REFERENCES questionnaire_version(id),
        customer_id INTEGER REFERENCES customer(id), sale_id INTEGER REFERENCES sale(id),
        state TEXT NOT NULL CHECK (state IN ('draft', 'complete', 'abandoned')),
        channel TEXT NOT NULL CHECK (channel IN ('counter', 'paper', 'screen', 'till', 'import')),
        language TEXT NOT NULL, {_time("started_at")}, {_time("completed_at", null=True)},
        seconds INTEGER CHECK (seconds BETWEEN 0 AND 1000000), {_PERSON}, {_SEAL}) STRICT""",
    "CREATE INDEX response_of_version ON response(version_id, state, completed_at)",
    "CREATE INDEX response_of ON response(customer_id, id) WHERE customer_id IS NOT NULL",
    "CREATE INDEX response_about ON response(sale_id) WHERE sale_id IS NOT NULL",
    """CREATE TABLE answer (response_id INTEGER NOT NULL REFERENCES response(id),
        question TEXT NOT NULL CHECK (length(question) BETWEEN 1 AND 60),
        position INTEGER NOT NULL CHECK (position BETWEEN 0 AND 1000),
        value TEXT NOT NULL CHECK (length(value) <= 4000),
        PRIMARY KEY (response_id, question, position)) STRICT, WITHOUT ROWID""",
    "CREATE INDEX answer_by_value ON answer(question, value)",
    f"""CREATE TABLE paper_form ({_ID}, {_UUID}, code TEXT NOT NULL UNIQUE
        CHECK (length(code) BETWEEN 1 AND 40),
        version_id INTEGER NOT NULL REFERENCES questionnaire_version(id),
        customer_id INTEGER REFERENCES customer(id), language TEXT NOT NULL,
        {_time("printed_at")}, {_PERSON}, response_id INTEGER REFERENCES response(id),
        {_SEAL}) STRICT""",
    f"""CREATE TABLE need_rule ({_ID}, {_UUID},
        name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
        definition TEXT NOT NULL CHECK (json_valid(definition)), {_flag("enabled")},
        {_time("created_at")}, {_SEAL}) STRICT""",
    f"""CREATE TABLE need ({_ID}, {_UUID}, {_CUSTOMER},
        key TEXT NOT NULL CHECK (length(key) <= 60),
        text TEXT NOT NULL CHECK (length(text) <= 300),
        kind TEXT NOT NULL CHECK (kind IN ('explicit', 'implicit')),
        evidence TEXT NOT NULL CHECK (evidence IN ('answer', 'receipt', 'note')),
        evidence_ref TEXT NOT NULL CHECK (length(evidence_ref) <= 200),
        confidence INTEGER NOT NULL CHECK (confidence BETWEEN 0 AND 10000),
        {_day("noticed_on")}, {_day("review_on", null=True)},
        state TEXT NOT NULL CHECK (state IN ('open', 'confirmed', 'dismissed')),
        rule_id INTEGER REFERENCES need_rule(id), {_SEAL}) STRICT""",
    "CREATE INDEX need_of ON need(customer_id, id)",
    "CREATE INDEX need_by_key ON need(key, state)",
)

VERSION_3: Final[tuple[str, ...]] = (*_TURNOVER, *_PEOPLE, *_IMPORTS, *_ASKED)


def put_in_order(connection: Connection) -> None:
    """Give every person the place of their name in the order of the shop's language."""
    row = connection.execute("SELECT value FROM setting WHERE key = 'locale.language'").fetchone()
    language: Any = json.loads(row[0])["v"] if row is not None else "en"
    connection.create_function("order_of_name", 1, lambda name: order_bytes(name, str(language)))
    connection.execute("UPDATE customer SET name_order = order_of_name(name)")
