"""Taking a person out of every table that may forget, and out of saved slips (R24).

Ledgers keep the uuid. Freed bytes are overwritten by the engine (``secure_delete``, the index's own
``secure-delete``); what the log still holds is :mod:`pos_app.adapters.sqlite.shred`'s work.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, Final

from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Row, Session, reference, utc_text
from pos_app.services.erasure_records import ErasureCounts, ErasureRow, Forgettable

NOTHING_KEPT: Final = "{}"
"""What stands for a copy kept for undoing once the person in it is forgotten."""

TELLING: Final = 5
"""Letters from which on a text in a label or a saved search may mean this person."""

_PERSONAL: Final = frozenset({"customer_name", "card_last4"})
"""Keys of a saved slip that name the person, wherever in it they stand."""

GROUP: Final = """WITH RECURSIVE pair(a, b) AS (
        SELECT customer_id, merged_into FROM customer_detail WHERE merged_into IS NOT NULL
        UNION SELECT merged_into, customer_id FROM customer_detail WHERE merged_into IS NOT NULL),
    one(id) AS (SELECT ? UNION SELECT b FROM pair JOIN one ON a = id)
    SELECT id FROM one ORDER BY id"""

_UNUSED: Final = """FROM customer c JOIN account a ON a.customer_id = c.id
    LEFT JOIN customer_detail d ON d.customer_id = c.id
    WHERE c.active = 1 AND d.merged_into IS NULL AND d.erased_at IS NULL
        AND coalesce(a.last_visit, substr(c.created_at, 1, 10)) < ?
        AND substr(c.created_at, 1, 10) < ?"""

_RESPONSES: Final = """SELECT id FROM response WHERE customer_id IN ({0}) OR sale_id IN
    (SELECT id FROM sale WHERE customer_id IN ({0}))"""

_COUNTS: Final = {
    "contacts": "SELECT count(*) FROM contact WHERE customer_id IN ({0})",
    "notes": """SELECT (SELECT count(*) FROM customer_note WHERE customer_id IN ({0}))
        + (SELECT count(*) FROM customer WHERE id IN ({0}) AND note <> '')""",
    "answers": f"SELECT count(*) FROM ({_RESPONSES})",
    "needs": "SELECT count(*) FROM need WHERE customer_id IN ({0})",
    "forms": "SELECT count(*) FROM paper_form WHERE customer_id IN ({0})",
    "merges": """SELECT count(*) FROM customer_merge
        WHERE survivor_id IN ({0}) OR merged_id IN ({0})""",
    "imports": "SELECT count(*) FROM people_import_row WHERE customer_id IN ({0})",
    "parked": "SELECT count(*) FROM draft WHERE content ->> '$.customer_id' IN ({0})",
    "coupons": """SELECT count(*) FROM coupon WHERE customer_id IN ({0})
        AND state IN ('issued', 'restored')""",
    "households": """SELECT count(*) FROM household h WHERE h.id IN (SELECT household_id
        FROM customer_detail WHERE customer_id IN ({0})) AND NOT EXISTS (SELECT 1
        FROM customer_detail d WHERE d.household_id = h.id AND d.customer_id NOT IN ({0}))""",
    "jobs": "SELECT count(*) FROM print_job WHERE payload <> '' AND ref IN ({1})",
    "receipts": """SELECT count(*) FROM receipt WHERE erased = 0 AND content <> '' AND sale_id IN
        (SELECT id FROM sale WHERE customer_id IN ({0}))""",
    "returns": """SELECT count(*) FROM return_slip WHERE erased = 0 AND return_id IN
        (SELECT id FROM goods_return WHERE customer_id IN ({0}))""",
    "cards": "SELECT count(*) FROM card WHERE customer_id IN ({0}) AND status <> 'closed'",
    "consents": "SELECT count(*) FROM consent WHERE customer_id IN ({0})",
}

_DOCUMENTS: Final = """SELECT uuid FROM sale WHERE customer_id IN ({0})
    UNION SELECT uuid FROM goods_return WHERE customer_id IN ({0})
    UNION SELECT uuid FROM customer WHERE id IN ({0})
    UNION SELECT uuid FROM certificate WHERE customer_id IN ({0})
    UNION SELECT uuid FROM coupon WHERE customer_id IN ({0})
    UNION SELECT each.value ->> '$.code' FROM receipt r,
        json_each(coalesce(nullif(r.content, ''), '{{}}'), '$.coupons') each
        WHERE r.sale_id IN (SELECT id FROM sale WHERE customer_id IN ({0}))
    UNION SELECT each.value ->> '$.code' FROM return_slip r,
        json_each(coalesce(nullif(r.content, ''), '{{}}'), '$.coupons') each
        WHERE r.return_id IN (SELECT id FROM goods_return WHERE customer_id IN ({0}))"""
"""What slips in the print queue refer to: documents by uuid, coupons by their code as printed."""

_TEXTS: Final = """SELECT name FROM customer WHERE id IN ({0})
    UNION SELECT phone FROM customer WHERE id IN ({0})
    UNION SELECT email FROM customer WHERE id IN ({0})
    UNION SELECT note FROM customer WHERE id IN ({0})
    UNION SELECT value FROM contact WHERE customer_id IN ({0})
    UNION SELECT text FROM customer_note WHERE customer_id IN ({0})
    UNION SELECT text FROM need WHERE customer_id IN ({0}) AND kind = 'explicit'"""


class SqliteErasures:
    """See :class:`pos_app.services.erasure_ports.ErasureRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def group(self, customer_id: int) -> Sequence[int]:
        """The person and everybody joined to them by merges, in either direction."""
        return [row[0] for row in self._db.all(GROUP, (customer_id,))]

    def counts(self, ids: Sequence[int]) -> ErasureCounts:
        """How much of each kind there is."""
        people = _listed(ids)
        documents = _DOCUMENTS.format(people)
        found = {name: self._number(sql.format(people, documents)) for name, sql in _COUNTS.items()}
        return ErasureCounts(**found)

    def certificates(self, ids: Sequence[int]) -> int:
        """Certificates in their name with money left."""
        people = _listed(ids)
        return self._number(
            f"SELECT count(*) FROM certificate WHERE balance > 0 AND customer_id IN ({people})"
        )

    def texts(self, ids: Sequence[int]) -> Sequence[str]:
        """What must not be found again, each once."""
        people = _listed(ids)
        rows = self._db.all(_TEXTS.format(people))
        rows += self._db.all(
            "SELECT DISTINCT value FROM answer WHERE length(value) > 20 AND response_id IN "
            f"({_RESPONSES.format(people)})"
        )
        return list(dict.fromkeys(row[0] for row in rows if row[0]))

    def on_open_sale(self, ids: Sequence[int]) -> bool:
        """Whether one of them is on a sale that is not parked."""
        return bool(
            self._number(
                "SELECT count(*) FROM draft WHERE parked_at IS NULL "
                f"AND content ->> '$.customer_id' IN ({_listed(ids)})"
            )
        )

    def wipe(self, ids: Sequence[int]) -> None:
        """See the port."""
        people = _listed(ids)
        texts = self.texts(ids)
        homes = self._db.all(
            "SELECT DISTINCT household_id FROM customer_detail WHERE household_id IS NOT NULL "
            f"AND customer_id IN ({people})"
        )
        self._slips(people)
        self._drafts(ids, texts)
        self._views(texts)
        self._answers(_RESPONSES.format(people))
        for table in ("paper_form", "contact", "customer_note", "need"):
            self._db.run(f"DELETE FROM {table} WHERE customer_id IN ({people})")
        self._db.run(
            f"DELETE FROM not_duplicate WHERE first_id IN ({people}) OR second_id IN ({people})"
        )
        self._blank(
            "customer_merge", "image", f"survivor_id IN ({people}) OR merged_id IN ({people})"
        )
        self._blank("people_import_row", "before", f"customer_id IN ({people})")
        self._db.run(f"DELETE FROM customer_detail WHERE customer_id IN ({people})")
        for (home,) in homes:
            if not self._number(
                "SELECT count(*) FROM customer_detail WHERE household_id = ?", home
            ):
                self._db.run("DELETE FROM household WHERE id = ?", (home,))

    def add(self, row: ErasureRow) -> None:
        """Append to the ledger."""
        self._db.append(
            "erasure",
            (
                row.uuid,
                self._db.till,
                row.customer_uuid,
                utc_text(row.at),
                reference(row.person_id),
                reference(row.approver_id),
                row.reason,
            ),
        )

    def erased(self) -> Sequence[str]:
        """The uuids of everybody forgotten, oldest first."""
        return [row[0] for row in self._db.all("SELECT customer_uuid FROM erasure ORDER BY id")]

    def unused(self, before: date, limit: int) -> Sequence[Forgettable]:
        """People in use who neither came nor were entered since ``before``."""
        day = before.isoformat()
        rows = self._db.all(
            "SELECT c.id, c.uuid, c.name, coalesce(a.last_visit, substr(c.created_at, 1, 10)) "
            f"AS day, a.balance {_UNUSED} ORDER BY day, c.id LIMIT ?",
            (day, day, limit),
        )
        return [
            Forgettable(
                customer_id=row[0],
                uuid=row[1],
                name=row[2],
                last_day=date.fromisoformat(row[3]),
                balance=row[4],
            )
            for row in rows
        ]

    def count_unused(self, before: date) -> int:
        """How many there are."""
        day = before.isoformat()
        return self._number(f"SELECT count(*) {_UNUSED}", day, day)

    def count_old_answers(self, before: date) -> int:
        """Questionnaires filled in before that day."""
        return self._number(_OLD.format("count(*)"), before.isoformat())

    def drop_old_answers(self, before: date) -> int:
        """Delete them; how many."""
        count = self.count_old_answers(before)
        self._answers(_OLD.format("id"), before.isoformat())
        return count

    # -- parts of a person ----------------------------------------------------------------------

    def _slips(self, people: str) -> None:
        self._rewrite("receipt", "sale_id", f"SELECT id FROM sale WHERE customer_id IN ({people})")
        self._rewrite(
            "return_slip",
            "return_id",
            f"SELECT id FROM goods_return WHERE customer_id IN ({people})",
        )
        rows = self._db.all(
            "SELECT id, payload FROM print_job WHERE payload <> '' "
            f"AND ref IN ({_DOCUMENTS.format(people)})"
        )
        for job, payload in rows:
            self._db.run(
                "UPDATE print_job SET payload = ? WHERE id = ?", (without_person(payload), job)
            )

    def _rewrite(self, table: str, key: str, owners: str) -> None:
        rows = self._db.all(
            f"SELECT {key}, content FROM {table} "
            f"WHERE erased = 0 AND content <> '' AND {key} IN ({owners})"
        )
        for owner, content in rows:
            self._db.run(
                f"UPDATE {table} SET content = ?, erased = 1 WHERE {key} = ?",
                (without_person(content), owner),
            )

    def _drafts(self, ids: Sequence[int], texts: Sequence[str]) -> None:
        """Parked sales go on without the person; a label that names them goes too."""
        fold = self._db.fold
        told = {fold(text) for text in texts if len(text) >= TELLING}
        for uuid, content in self._db.all("SELECT uuid, content FROM draft"):
            draft: dict[str, Any] = json.loads(content)
            theirs = draft["customer_id"] in ids
            label = fold(draft["parked_label"])
            if theirs or any(text in label for text in told):
                draft["parked_label"] = ""
            if theirs:
                draft |= {"customer_id": None, "card_number": None, "redeem_points": 0}
            self._db.run(
                "UPDATE draft SET content = ? WHERE uuid = ? AND content <> ?",
                (new := _dump(draft), uuid, new),
            )

    def _views(self, texts: Sequence[str]) -> None:
        """A saved view that searches for the person searches for nothing."""
        views = SealedRows(self._db, "saved_view")
        for row in views.find("1"):
            kept = dict(zip(views.names, row, strict=True))
            definition = json.loads(kept["definition"])
            text = definition.get("text") if isinstance(definition, dict) else None
            wanted = str(text or "").casefold()
            if len(wanted) >= TELLING and any(wanted in each.casefold() for each in texts):
                views.change(kept["id"], definition=_dump({**definition, "text": ""}))

    def _answers(self, responses: str, *params: object) -> None:
        """Delete what was answered, and the paper it was read from."""
        rows = [row[0] for row in self._db.all(responses, params)]
        for response in rows:
            self._db.run("DELETE FROM answer WHERE response_id = ?", (response,))
            self._db.run("DELETE FROM paper_form WHERE response_id = ?", (response,))
            self._db.run("DELETE FROM response WHERE id = ?", (response,))

    def _blank(self, table: str, column: str, where: str) -> None:
        rows = SealedRows(self._db, table)
        for row in rows.find(where):
            rows.change(row[0], **{column: NOTHING_KEPT})

    def _number(self, sql: str, *params: object) -> int:
        row: Row | None = self._db.one(sql, params)
        return int(row[0]) if row else 0


_OLD: Final = """SELECT {0} FROM response WHERE coalesce(completed_at, started_at) < ?"""


def without_person(payload: str) -> str:
    """A saved slip with its lines and sums, and nobody's name or card; "" for what is no slip."""
    try:
        told = json.loads(payload)
    except ValueError:
        return ""
    return _dump(_cleared(told))


def _cleared(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: "" if key in _PERSONAL else _cleared(inner) for key, inner in value.items()}
    return [_cleared(inner) for inner in value] if isinstance(value, list) else value


_dump: Final[Callable[[Any], str]] = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":")
).encode


def _listed(ids: Sequence[int]) -> str:
    """Ids as SQL: whole numbers of the store's own."""
    return ", ".join(str(int(each)) for each in ids)
