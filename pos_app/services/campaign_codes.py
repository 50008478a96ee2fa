"""Codes of a campaign: made in bulk, given to a person, looked up, voided (R21)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from pos_app.domain.campaign import Campaign
from pos_app.domain.coupon import Refusal, coupon_refusal
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.promotion import Promotion
from pos_app.domain.receipt import CouponSlip
from pos_app.domain.staff import Action
from pos_app.services.campaign_store import load_campaign
from pos_app.services.campaigns import known_campaign, standing_of, told
from pos_app.services.coupon_issue import ONE_BY_ONE, coupon_of, within_limits
from pos_app.services.coupons import (
    domain_coupon,
    find,
    fresh_code,
    goods_of,
    rule_of,
    slip_of,
)
from pos_app.services.people import known_customer
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_records import CampaignFigures, CampaignRecord, CouponTrail
from pos_app.services.records import CouponRecord
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import Progress
from pos_app.services.text import clean_text

MOST_CODES: Final = 10_000
"""Codes made at a time."""

PART: Final = 200
"""Codes made or voided in one transaction: so many that a sale never waits long for the store."""

REASON: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Codes made together; ``number`` is "0" for those handed over one at a time."""

    number: str
    coupons: int
    made_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponReport:
    """What is known of one coupon. ``refusal`` is why it could not be used now by its person."""

    record: CouponRecord
    rule: Promotion
    campaign: CampaignRecord | None
    batch: str
    trail: CouponTrail
    refusal: Refusal | None


class CouponCodes:
    """Making is for whoever may change the programme; everybody may look a code up.

    ``pause`` waits a moment between two parts of long work, for a sale that wants the store.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
        pause: Callable[[], None],
    ) -> None:
        self._uow = uow
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink
        self._pause = pause

    # --- looking -----------------------------------------------------------------------------

    def batches(self, campaign_id: int) -> Sequence[Batch]:
        """What was made so far, oldest first."""
        with self._uow() as uow:
            return [
                Batch(number=number, coupons=count, made_at=at)
                for number, count, at in uow.campaigns.batches(campaign_id)
            ]

    def slips(self, campaign_id: int, batch: str = "") -> Sequence[CouponSlip]:
        """The papers of the coupons that can still be used, of one batch if given."""
        prefix = self._book.current.settings.scanner.coupon_prefix
        with self._uow() as uow:
            found: list[CouponSlip] = []
            goods: tuple[str, ...] | None = None
            for code, state, _batch in uow.campaigns.codes(campaign_id, batch):
                record = uow.coupons.by_code(code) if state in ("issued", "restored") else None
                if record is None:
                    continue
                if goods is None:
                    goods = goods_of(uow, rule_of(record))
                person = (
                    uow.customers.get(record.customer_id)
                    if record.customer_id is not None
                    else None
                )
                name = person.name if person is not None else ""
                found.append(slip_of(record, prefix, person, "", name, goods=goods))
            return found

    def look_up(self, code: str) -> CouponReport:
        """All about a code as typed or scanned; raises ``PosError("coupon_unknown")``."""
        now = self._book.local_now()
        with self._uow() as uow:
            record = _found(uow, code)
            holder = record.customer_id
            uses = uow.coupons.uses_by(record.id, holder) if holder is not None else 0
            return CouponReport(
                record=record,
                rule=rule_of(record),
                campaign=uow.campaigns.campaign_of(record.id),
                batch=uow.campaigns.batch_of(record.id),
                trail=uow.coupons.trail(record.id),
                refusal=coupon_refusal(
                    domain_coupon(record, uses), str(holder) if holder is not None else None, now
                ),
            )

    # --- making -------------------------------------------------------------------------------

    def make(
        self,
        session: Session,
        campaign_id: int,
        count: int,
        progress: Progress = lambda done, total: None,
    ) -> str:
        """Make ``count`` codes for anybody; the number of their batch.

        They are stored in parts of :data:`PART`, so that the counter goes on selling. What
        ``progress`` raises stops it between two of them, and so does a mistake: the codes made so
        far are a batch like any other, which can be used or voided. Raises ``PosError``:
        ``not_allowed``, ``campaign_count``, ``campaign_not_running``, ``campaign_named`` (its
        coupons are given to persons), ``campaign_used_up`` (``left``), ``campaign_over``.
        """
        ensure_may(session, Action.PROGRAMME)
        if not 1 <= count <= MOST_CODES:
            raise PosError("campaign_count", most=MOST_CODES)
        batch = ""
        try:
            for done in range(0, count, PART):
                if done:
                    self._pause()
                progress(done, count)
                batch = self._make_part(session, campaign_id, batch, count - done)
        finally:
            self._sink.changed("campaign", str(campaign_id))
        progress(count, count)
        return batch

    def _make_part(self, session: Session, campaign_id: int, batch: str, left: int) -> str:
        """Store the next codes of a batch ("": a new one) of which ``left`` are to be made."""
        prefix = self._book.current.settings.scanner.coupon_prefix
        now, today, count = self._clock.now(), self._book.today(), min(left, PART)
        with self._uow() as uow:
            record, campaign = _running(uow, campaign_id)
            if campaign.named:
                raise PosError("campaign_named")
            _check_room(uow, record, campaign, left, today)
            number = batch or str(_last_batch(uow, campaign_id) + 1)
            first = coupon_of(
                uow, self._ids, campaign, prefix=prefix, customer=None, today=today, at=now
            )
            for _ in range(count):
                code = fresh_code(uow, self._ids, prefix)
                coupon = replace(first, uuid=self._ids.uuid(), code=code)
                uow.campaigns.link(campaign_id, uow.coupons.add(coupon), number, now)
            uow.record(told(session, "coupon.codes_made", record, batch=number, coupons=count))
            uow.commit()
        return number

    def give(self, session: Session, campaign_id: int, customer_id: int) -> CouponRecord:
        """Make one coupon for a person. Raises as :meth:`make`, and ``customer_unknown``."""
        ensure_may(session, Action.PROGRAMME)
        prefix = self._book.current.settings.scanner.coupon_prefix
        now, today = self._clock.now(), self._book.today()
        with self._uow() as uow:
            record, campaign = _running(uow, campaign_id)
            customer = known_customer(uow, customer_id)
            _check_room(uow, record, campaign, 1, today)
            if not within_limits(uow, record, campaign, customer):
                raise PosError("campaign_customer_limit", name=customer.name)
            coupon = coupon_of(
                uow,
                self._ids,
                replace(campaign, named=True),
                prefix=prefix,
                customer=customer,
                today=today,
                at=now,
            )
            uow.campaigns.link(campaign_id, uow.coupons.add(coupon), ONE_BY_ONE, now)
            entry = told(
                session,
                "coupon.given",
                record,
                coupon=coupon.uuid,
                customer=customer.uuid,
            )
            uow.record(entry)
            uow.commit()
        self._sink.changed("campaign", str(campaign_id))
        self._sink.changed("customer", str(customer_id))
        return coupon

    def void(self, session: Session, code: str, reason: str) -> None:
        """Make one coupon worthless.

        Raises ``PosError``: ``not_allowed``, ``coupon_unknown``, ``reason_missing``,
        ``coupon_used`` or ``coupon_void`` when there is nothing left to void.
        """
        why = _reason(session, reason)
        with self._uow() as uow:
            record = _found(uow, code)
            if record.state not in ("issued", "restored", "expired"):
                raise PosError("coupon_void" if record.state == "void" else "coupon_used")
            uow.coupons.set_state(record.id, "void", self._clock.now())
            content = {"coupon": record.uuid, "reason": why}
            uow.record(Event(type="coupon.voided", content=content, person=session.person_uuid))
            uow.commit()
        self._sink.changed("campaign")

    def void_batch(self, session: Session, campaign_id: int, batch: str, reason: str) -> int:
        """Make the unused coupons of a batch worthless (a sheet was lost); how many there were.

        In parts, as they are made.
        """
        why = _reason(session, reason)
        with self._uow() as uow:
            record = known_campaign(uow, campaign_id)
            codes = [
                code
                for code, state, _batch in uow.campaigns.codes(campaign_id, batch)
                if state in ("issued", "restored")
            ]
        count = 0
        for start in range(0, len(codes), PART):
            if start:
                self._pause()
            count += self._void_part(session, record, batch, codes[start : start + PART], why)
        self._sink.changed("campaign", str(campaign_id))
        return count

    def _void_part(
        self, session: Session, record: CampaignRecord, batch: str, codes: Sequence[str], why: str
    ) -> int:
        now, count = self._clock.now(), 0
        with self._uow() as uow:
            for code in codes:
                coupon = uow.coupons.by_code(code)
                if coupon is not None and _unused(coupon):
                    uow.coupons.set_state(coupon.id, "void", now)
                    count += 1
            if count:
                content = {"batch": batch, "coupons": count, "reason": why}
                uow.record(told(session, "coupon.batch_voided", record, **content))
                uow.commit()
        return count


def _unused(coupon: CouponRecord) -> bool:
    return coupon.state in ("issued", "restored") and not coupon.uses


def _running(uow: UnitOfWork, campaign_id: int) -> tuple[CampaignRecord, Campaign]:
    record = known_campaign(uow, campaign_id)
    if record.state != "running":
        raise PosError("campaign_not_running")
    return record, load_campaign(record.definition)


def _check_room(
    uow: UnitOfWork, record: CampaignRecord, campaign: Campaign, count: int, today: date
) -> None:
    """Refuse coupons that would be over when they are made, or more than the campaign has."""
    standing = standing_of(record, campaign, CampaignFigures(), today)
    if standing == "over":
        raise PosError("campaign_over")
    left = count if campaign.most is None else campaign.most - uow.campaigns.count(record.id)
    spent = campaign.budget is not None and uow.campaigns.given(record.id) >= campaign.budget
    if spent or left < count:
        raise PosError("campaign_used_up", left=0 if spent else max(0, left))


def _last_batch(uow: UnitOfWork, campaign_id: int) -> int:
    return max((int(number) for number, *_ in uow.campaigns.batches(campaign_id)), default=0)


def _found(uow: UnitOfWork, code: str) -> CouponRecord:
    record = find(uow, code)
    if record is None:
        raise PosError("coupon_unknown", coupon=code)
    return record


def _reason(session: Session, reason: str) -> str:
    ensure_may(session, Action.COUPON_VOID)
    why = clean_text(reason, REASON, field="reason")
    if not why:
        raise PosError("reason_missing")
    return why
