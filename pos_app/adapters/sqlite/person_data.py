"""All that a shop keeps of one person, as plain lists and texts (R24); see docs/person-data.md."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.driver import Connection
from pos_app.adapters.sqlite.erasures import GROUP
from pos_app.adapters.sqlite.faults import translated

Plain = dict[str, Any]

_PERSON: Final = """SELECT c.uuid, c.name, c.phone, c.email, c.birthday, c.language, c.note,
    c.groups, c.created_at, c.active, d.tags, d.preferred, d.do_not_call, d.source,
    h.name AS household, r.uuid AS referrer
    FROM customer c LEFT JOIN customer_detail d ON d.customer_id = c.id
    LEFT JOIN household h ON h.id = d.household_id LEFT JOIN customer r ON r.id = c.referrer_id
    WHERE c.id = ?"""

_LISTS: Final[dict[str, str]] = {
    "contacts": """SELECT kind, value, label, preferred, state, at FROM contact
        WHERE customer_id IN ({0}) ORDER BY id""",
    "notes": """SELECT text, at_till, at FROM customer_note
        WHERE customer_id IN ({0}) ORDER BY id""",
    "consents": """SELECT purpose, coalesce(channel, '') AS channel, given, at, wording, source
        FROM consent WHERE customer_id IN ({0}) ORDER BY id""",
    "cards": """SELECT number, status, issued_at, reason FROM card
        WHERE customer_id IN ({0}) ORDER BY id""",
    "points": """SELECT e.at, e.kind, e.amount, e.reason, coalesce(l.kind, '') AS granted_for,
        l.expires_on, s.till, s.number AS receipt FROM points_entry e
        LEFT JOIN points_lot l ON l.id = e.lot_id LEFT JOIN sale s ON s.id = e.sale_id
        WHERE e.customer_id IN ({0}) ORDER BY e.id""",
    "turnover": """SELECT local_day AS day, amount, visit, reason FROM turnover_entry
        WHERE customer_id IN ({0}) ORDER BY id""",
    "tiers": """SELECT tier_id AS tier, since, manual_until, at FROM tier_entry
        WHERE customer_id IN ({0}) ORDER BY id""",
    "coupons": """SELECT code, state, valid_from, valid_to, uses, issued_at FROM coupon
        WHERE customer_id IN ({0}) ORDER BY id""",
    "certificates": """SELECT code, kind, state, amount, balance, valid_to, issued_at
        FROM certificate WHERE customer_id IN ({0}) ORDER BY id""",
    "needs": """SELECT key, text, kind, evidence, confidence, noticed_on, review_on, state
        FROM need WHERE customer_id IN ({0}) ORDER BY id""",
    "brought": "SELECT uuid AS person, created_at FROM customer WHERE referrer_id IN ({0})",
    "merges": """SELECT m.at, a.uuid AS kept, b.uuid AS merged, m.undone_at FROM customer_merge m
        JOIN customer a ON a.id = m.survivor_id JOIN customer b ON b.id = m.merged_id
        WHERE m.survivor_id IN ({0}) OR m.merged_id IN ({0}) ORDER BY m.id""",
    "imports": """SELECT i.file, i.at, r.action FROM people_import_row r
        JOIN people_import i ON i.id = r.import_id WHERE r.customer_id IN ({0}) ORDER BY r.id""",
}
_SALES: Final = """SELECT id, till, number, at, gross, discount, points_money, points_spent,
    points_earned, total, tax, rounding, coalesce(card_number, '') AS card, source FROM sale
    WHERE customer_id IN ({0}) OR id IN (SELECT sale_id FROM receipt_claim
    WHERE customer_id IN ({0})) ORDER BY id"""
_SALE_LINES: Final = """SELECT name, sku, unit, quantity, unit_price, gross, promotion, card,
    manual, coupon, order_discount, points, net, tax FROM sale_line WHERE sale_id = ?
    ORDER BY position"""
_TENDERS: Final = "SELECT kind, amount FROM tender WHERE sale_id = ? ORDER BY position"
_RETURNS: Final = """SELECT id, till, number, at, money, points_back, points_taken, note
    FROM goods_return WHERE customer_id IN ({0}) ORDER BY id"""
_RETURN_LINES: Final = """SELECT name, sku, unit, quantity, net, reason FROM return_line
    WHERE return_id = ? ORDER BY position"""
_RESPONSES: Final = """SELECT r.id, r.completed_at AS at, r.state, r.channel, q.name AS
    questionnaire, v.number AS version, v.definition FROM response r
    JOIN questionnaire_version v ON v.id = r.version_id
    JOIN questionnaire q ON q.id = v.questionnaire_id
    WHERE r.customer_id IN ({0})
    OR r.sale_id IN (SELECT id FROM sale WHERE customer_id IN ({0})) ORDER BY r.id"""
_ANSWERS: Final = """SELECT question, value FROM answer WHERE response_id = ?
    ORDER BY question, position"""
_EVENTS: Final = """SELECT j.at, j.type, coalesce(p.name, '') AS by FROM journal j
    LEFT JOIN person p ON p.uuid = j.person
    WHERE j.content ->> '$.customer' IN ({0}) ORDER BY j.seq"""

_FLAGS: Final = frozenset({"active", "do_not_call", "given", "at_till"})
_JSON: Final = frozenset({"groups", "tags"})


class PersonDataReads:
    """See :class:`pos_app.services.person_data.PersonReads`."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self, customer_id: int, language: str) -> Plain | None:
        """Everything, with those merged into the person; None for nobody."""
        with translated(), closing(connect_read_only(self._path)) as connection:
            connection.execute("BEGIN")
            ids = [row[0] for row in connection.execute(GROUP, (customer_id,))]
            people = [one for each in ids for one in _rows(connection, _PERSON, each)]
            if not people:
                return None
            me = people[ids.index(customer_id)]
            listed = ", ".join(map(str, ids))
            found = {
                "person": me,
                "merged_into_this": [each for each in people if each is not me],
                "account": (_rows(connection, _ACCOUNT, customer_id) or [{}])[0],
            }
            for key, sql in _LISTS.items():
                found[key] = _rows(connection, sql.format(listed))
            found["receipts"] = _documents(
                connection, _SALES.format(listed), lines=_SALE_LINES, tenders=_TENDERS
            )
            found["returns"] = _documents(connection, _RETURNS.format(listed), lines=_RETURN_LINES)
            found["answers"] = _answers(connection, listed, language)
            uuids = ", ".join(f"'{each['uuid']}'" for each in people)
            found["journal"] = _rows(connection, _EVENTS.format(uuids))
        return found


_ACCOUNT: Final = """SELECT balance, turnover, visits, tier_id AS tier, last_visit FROM account
    WHERE customer_id = ?"""


def _rows(connection: Connection, sql: str, *params: object) -> list[Plain]:
    cursor = connection.execute(sql, params)
    names = [column[0] for column in cursor.description]
    return [
        {name: _value(name, value) for name, value in zip(names, row, strict=True)}
        for row in cursor
    ]


def _value(name: str, value: Any) -> Any:
    if name in _JSON:
        return json.loads(value) if value else []
    return bool(value) if name in _FLAGS else value


def _documents(connection: Connection, sql: str, **parts: str) -> list[Plain]:
    found = _rows(connection, sql)
    for document in found:
        own = document.pop("id")
        document.update({key: _rows(connection, part, own) for key, part in parts.items()})
    return found


def _answers(connection: Connection, listed: str, language: str) -> list[Plain]:
    """Questionnaires with the questions as they were asked; codes where there are no words."""
    found = _rows(connection, _RESPONSES.format(listed))
    for response in found:
        words = _words(response.pop("definition"), language)
        rows = _rows(connection, _ANSWERS, response.pop("id"))
        response["answers"] = [
            {
                "question": words.get(row["question"], row["question"]),
                "answer": words.get(f"{row['question']}:{row['value']}", row["value"]),
            }
            for row in rows
        ]
    return found


def _words(definition: str, language: str) -> dict[str, str]:
    """Texts of questions by id, and of their options by ``question:option``."""
    told: Any = json.loads(definition)
    words: dict[str, str] = {}
    for question in told.get("questions", ()) if isinstance(told, dict) else ():
        key = str(question.get("id", ""))
        words[key] = _said(question.get("wording"), language) or key
        for option in question.get("options", ()):
            name = str(option.get("id", ""))
            words[f"{key}:{name}"] = _said(option.get("wording"), language) or name
    return words


def _said(wording: Any, language: str) -> str:
    if not isinstance(wording, dict):
        return ""
    texts = (wording.get(language), wording.get("en"), *wording.values())
    return next((str(text) for text in texts if text and isinstance(text, str)), "")
