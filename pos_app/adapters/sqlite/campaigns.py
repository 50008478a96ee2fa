"""Coupon campaigns and which coupons they made (R21)."""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from pos_app.adapters.sqlite.kin import kin_of
from pos_app.adapters.sqlite.session import (
    Row,
    Session,
    day_or_none,
    day_text_or_none,
    utc_text,
    utc_time,
)
from pos_app.domain.errors import PosError
from pos_app.services.programme_records import CampaignFigures, CampaignRecord

_SELECT: Final = (
    "SELECT id, uuid, name, definition, state, valid_from, valid_to, created_at FROM campaign "
)


class SqliteCampaigns:
    """See :class:`pos_app.services.programme_ports.CampaignRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def all(self) -> Sequence[CampaignRecord]:
        """All campaigns, newest first."""
        return [_record(row) for row in self._db.all(_SELECT + "ORDER BY id DESC")]

    def get(self, campaign_id: int) -> CampaignRecord | None:
        """By id."""
        row = self._db.one(_SELECT + "WHERE id = ?", (campaign_id,))
        return None if row is None else _record(row)

    def by_uuid(self, uuid: str) -> CampaignRecord | None:
        """By its identity."""
        row = self._db.one(_SELECT + "WHERE uuid = ?", (uuid,))
        return None if row is None else _record(row)

    def put(self, record: CampaignRecord) -> int:
        """Insert (id 0) or replace; the id. Raises ``PosError("campaign_unknown")``."""
        campaign_id = record.id or self._db.next_id("campaign")
        values = (
            campaign_id,
            record.uuid,
            record.name,
            record.definition,
            record.state,
            day_text_or_none(record.valid_from),
            day_text_or_none(record.valid_to),
            utc_text(record.created_at),
        )
        seal = self._db.sealer.seal("campaign", values)
        if not record.id:
            self._db.run(
                "INSERT INTO campaign (id, uuid, name, definition, state, valid_from, valid_to, "
                "created_at, seal) VALUES (?,?,?,?,?,?,?,?,?)",
                (*values, seal),
            )
        elif not self._db.run(
            "UPDATE campaign SET uuid = ?, name = ?, definition = ?, state = ?, valid_from = ?, "
            "valid_to = ?, created_at = ?, seal = ? WHERE id = ?",
            (*values[1:], seal, campaign_id),
        ):
            raise PosError("campaign_unknown")
        return campaign_id

    def link(self, campaign_id: int, coupon_id: int, batch: str, at: datetime) -> None:
        """Remember that a coupon is the campaign's, made in ``batch``."""
        self._db.append(
            "campaign_coupon",
            (self._db.ids.uuid(), self._db.till, campaign_id, coupon_id, batch, utc_text(at)),
        )

    def campaign_of(self, coupon_id: int) -> CampaignRecord | None:
        """The campaign a coupon belongs to."""
        row = self._db.one(
            _SELECT + "WHERE id = (SELECT campaign_id FROM campaign_coupon WHERE coupon_id = ?)",
            (coupon_id,),
        )
        return None if row is None else _record(row)

    def codes(self, campaign_id: int, batch: str = "") -> Sequence[tuple[str, str, str]]:
        """(code, state, batch) of a campaign's coupons, oldest first; of one batch if given."""
        rows = self._db.all(
            "SELECT c.code, c.state, k.batch FROM campaign_coupon k "
            "JOIN coupon c ON c.id = k.coupon_id WHERE k.campaign_id = ? "
            "AND (? = '' OR k.batch = ?) ORDER BY k.id",
            (campaign_id, batch, batch),
        )
        return [(row[0], row[1], row[2]) for row in rows]

    def figures(self, campaign_id: int) -> CampaignFigures:
        """How many were made, used and voided, and what those used gave (uses given back: not)."""
        row = self._db.one(
            "SELECT count(*), coalesce(sum(c.uses > 0), 0), coalesce(sum(c.state = 'void'), 0) "
            "FROM campaign_coupon k JOIN coupon c ON c.id = k.coupon_id WHERE k.campaign_id = ?",
            (campaign_id,),
        )
        issued, redeemed, void = row or (0, 0, 0)
        return CampaignFigures(issued, redeemed, void, self.given(campaign_id))

    def count(self, campaign_id: int) -> int:
        """Coupons made so far."""
        row = self._db.one(
            "SELECT count(*) FROM campaign_coupon WHERE campaign_id = ?", (campaign_id,)
        )
        return int(row[0]) if row else 0

    def given(self, campaign_id: int) -> int:
        """Money its used coupons took off receipts, less what returns undid."""
        row = self._db.one(
            "SELECT coalesce(sum(u.amount), 0) FROM campaign_coupon k "
            "JOIN coupon c ON c.id = k.coupon_id AND c.uses > 0 "
            "JOIN promotion_use u ON u.rule_id = 'coupon:' || c.code WHERE k.campaign_id = ?",
            (campaign_id,),
        )
        return int(row[0]) if row else 0

    def handed_to(self, campaign_id: int, customer_id: int) -> int:
        """Coupons of the campaign a person was given, in their name or with a receipt of theirs."""
        row = self._db.one(
            "SELECT count(*) FROM (SELECT id FROM coupon "
            f"WHERE customer_id IN {kin_of('?')} UNION "
            "SELECT c.id FROM sale s JOIN coupon c ON c.source_sale_id = s.id "
            f"WHERE s.customer_id IN {kin_of('?')}) held "
            "JOIN campaign_coupon k ON k.coupon_id = held.id "
            "WHERE k.campaign_id = ?",
            (customer_id, customer_id, campaign_id),
        )
        return int(row[0]) if row else 0

    def batches(self, campaign_id: int) -> Sequence[tuple[str, int, datetime]]:
        """(batch, coupons in it, when made), oldest first."""
        rows = self._db.all(
            "SELECT batch, count(*), min(at) FROM campaign_coupon WHERE campaign_id = ? "
            "GROUP BY batch ORDER BY min(id)",
            (campaign_id,),
        )
        return [(row[0], row[1], utc_time(row[2])) for row in rows]

    def batch_of(self, coupon_id: int) -> str:
        """The batch a coupon was made in, "" when it belongs to no campaign."""
        row = self._db.one("SELECT batch FROM campaign_coupon WHERE coupon_id = ?", (coupon_id,))
        return str(row[0]) if row else ""


def _record(row: Row) -> CampaignRecord:
    return CampaignRecord(
        id=row[0],
        uuid=row[1],
        name=row[2],
        definition=row[3],
        state=row[4],
        valid_from=day_or_none(row[5]),
        valid_to=day_or_none(row[6]),
        created_at=utc_time(row[7]),
    )
