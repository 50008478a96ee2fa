"""Unfinished sales, saved at every change so that a power cut loses nothing."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.session import Row, Session, utc_text, utc_text_or_none, utc_time
from pos_app.domain.errors import PosError
from pos_app.domain.sale import Draft, DraftLine, Exchange, ManualDiscount, Tender, TenderKind

_UPSERT: Final = """INSERT INTO draft (uuid, till, parked_at, seq, content, saved_at)
    VALUES (?,?,?,?,?,?) ON CONFLICT (uuid) DO UPDATE SET till = excluded.till,
    parked_at = excluded.parked_at, seq = excluded.seq, content = excluded.content,
    saved_at = excluded.saved_at"""


class SqliteDrafts:
    """See :class:`pos_app.services.ports.DraftRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def save(self, draft: Draft) -> None:
        """Insert or replace; raises ``PosError("draft_open")`` when another one is open here."""
        try:
            self._db.run(
                _UPSERT,
                (
                    draft.uuid,
                    draft.till,
                    utc_text_or_none(draft.parked_at),
                    draft.seq,
                    dump_draft(draft),
                    utc_text(self._db.clock.now()),
                ),
            )
        except sqlite3.IntegrityError as error:
            if "draft.till" in str(error):
                raise PosError("draft_open", till=draft.till) from error
            raise

    def delete(self, uuid: str) -> None:
        """Forget a draft; harmless when it is gone."""
        self._db.run("DELETE FROM draft WHERE uuid = ?", (uuid,))

    def get(self, uuid: str) -> Draft | None:
        """By identity."""
        return self._find("WHERE uuid = ?", uuid)

    def open_draft(self, till: str) -> Draft | None:
        """The one that is not parked, if any."""
        return self._find("WHERE till = ? AND parked_at IS NULL", till)

    def parked(self, till: str) -> Sequence[Draft]:
        """All parked ones, the longest waiting first."""
        rows = self._db.all(
            "SELECT content FROM draft WHERE till = ? AND parked_at IS NOT NULL "
            "ORDER BY parked_at, uuid",
            (till,),
        )
        return [load_draft(row[0]) for row in rows]

    def _find(self, where: str, key: str) -> Draft | None:
        row: Row | None = self._db.one("SELECT content FROM draft " + where, (key,))
        return None if row is None else load_draft(row[0])


def dump_draft(draft: Draft) -> str:
    """JSON of a draft."""
    return json.dumps(_fields(draft), ensure_ascii=False, separators=(",", ":"), default=_plain)


def load_draft(text: str) -> Draft:
    """The draft saved by :func:`dump_draft`."""
    data: dict[str, Any] = json.loads(text)
    parked = data["parked_at"]
    return Draft(
        **{
            **data,
            "started_at": utc_time(data["started_at"]),
            "parked_at": utc_time(parked) if parked else None,
            "lines": tuple(_line(line) for line in data["lines"]),
            "coupon_codes": tuple(data["coupon_codes"]),
            "certificates": tuple(data.get("certificates", ())),
            "order_discount": _discount(data["order_discount"]),
            "tenders": tuple(_tender(tender) for tender in data["tenders"]),
            "exchange": _exchange(data.get("exchange")),
        }
    )


def _fields(value: Draft | DraftLine | Exchange | ManualDiscount | Tender) -> dict[str, Any]:
    """The fields as they are: a draft is written after every gesture, a deep copy is dear."""
    return {name: getattr(value, name) for name in value.__slots__}


def _plain(value: object) -> object:
    if isinstance(value, DraftLine | Exchange | ManualDiscount | Tender):
        return _fields(value)
    if isinstance(value, datetime):
        return utc_text(value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, TenderKind):
        return value.value
    raise TypeError(f"{type(value).__name__} in a draft")


def _line(data: dict[str, Any]) -> DraftLine:
    expires = data.get("expires")
    known = {
        **data,
        "discount": _discount(data["discount"]),
        "expires": date.fromisoformat(expires) if expires else None,
    }
    return DraftLine(**known)


def _discount(data: dict[str, Any] | None) -> ManualDiscount | None:
    return None if data is None else ManualDiscount(**data)


def _tender(data: dict[str, Any]) -> Tender:
    return Tender(**{**data, "kind": TenderKind(data["kind"])})


def _exchange(data: dict[str, Any] | None) -> Exchange | None:
    if data is None:
        return None
    items = tuple((position, quantity) for position, quantity in data["items"])
    return Exchange(**{**data, "items": items})
