"""Coupon campaigns: their terms, their state, and how they go (R21)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Literal

from pos_app.domain.campaign import Campaign, HandedOver, Moment, limits_refusal, receipt_refusal
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.promotion import Gift, Promotion
from pos_app.domain.staff import Action
from pos_app.services.campaign_store import (
    NAME,
    checked_campaign,
    checked_days,
    dump_campaign,
    load_campaign,
)
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.programme_records import CampaignFigures, CampaignRecord
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.text import clean_text

Standing = Literal["draft", "planned", "running", "used_up", "paused", "over", "ended"]
"""A campaign as people see it: ``planned`` and ``over`` are running ones before and after their
days, ``used_up`` one whose number of coupons or budget is reached."""

_MOVES: Final = {
    "draft": ("running", "ended"),
    "running": ("paused", "ended"),
    "paused": ("running", "ended"),
    "ended": (),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignView:
    """A campaign with its terms, how it stands today and how it goes."""

    record: CampaignRecord
    campaign: Campaign
    standing: Standing
    figures: CampaignFigures


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignDraft:
    """What the editor saves. ``valid_from`` and ``valid_to`` are the days of handing over."""

    name: str
    campaign: Campaign
    valid_from: date | None = None
    valid_to: date | None = None


class CampaignService:
    """Changing is for whoever may change the programme; everybody may look."""

    def __init__(
        self, uow: UnitOfWorkFactory, book: ShopBook, clock: Clock, ids: IdSource, sink: EventSink
    ) -> None:
        self._uow = uow
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink

    # --- looking -----------------------------------------------------------------------------

    def all(self) -> Sequence[CampaignView]:
        """All campaigns, newest first."""
        today = self._book.today()
        with self._uow() as uow:
            return [_view(uow, record, today) for record in uow.campaigns.all()]

    def read(self, campaign_id: int) -> CampaignView:
        """One campaign; raises ``PosError("campaign_unknown")``."""
        today = self._book.today()
        with self._uow() as uow:
            return _view(uow, known_campaign(uow, campaign_id), today)

    # --- terms and state ---------------------------------------------------------------------

    def save(self, session: Session, draft: CampaignDraft, campaign_id: int = 0) -> int:
        """Keep a new campaign (as a draft) or other terms for one; its id.

        Coupons made before keep the terms they were made with. Raises ``PosError``:
        ``not_allowed``, ``campaign_unknown``, ``campaign_ended``, ``campaign_invalid`` (``field``).
        """
        ensure_may(session, Action.PROGRAMME)
        name = clean_text(draft.name, NAME, field="name")
        if not name:
            raise PosError("campaign_invalid", field="name")
        campaign = checked_campaign(draft.campaign)
        checked_days(draft.valid_from, draft.valid_to)
        with self._uow() as uow:
            before = _open(uow, campaign_id) if campaign_id else self._fresh()
            _check_gift(uow, campaign.benefit)
            record = replace(
                before,
                name=name,
                definition=dump_campaign(campaign),
                valid_from=draft.valid_from,
                valid_to=draft.valid_to,
            )
            saved = uow.campaigns.put(record)
            if campaign_id:
                uow.record(told(session, "coupon.campaign_changed", record))
            else:
                uow.record(told(session, "coupon.campaign_created", record))
            uow.commit()
        self._sink.changed("campaign", str(saved))
        return saved

    def move(self, session: Session, campaign_id: int, state: str) -> None:
        """Start, pause, go on or end. Coupons handed over stay good; an end is for ever.

        Raises ``PosError`` ``not_allowed``, ``campaign_unknown`` or ``campaign_state``.
        """
        ensure_may(session, Action.PROGRAMME)
        with self._uow() as uow:
            record = known_campaign(uow, campaign_id)
            if state not in _MOVES[record.state]:
                raise PosError("campaign_state", state=record.state, wanted=state)
            moved = replace(record, state=state)
            uow.campaigns.put(moved)
            uow.record(told(session, "coupon.campaign_moved", moved, state=state))
            uow.commit()
        self._sink.changed("campaign", str(campaign_id))

    def copy(self, session: Session, campaign_id: int, name: str) -> int:
        """A new draft with the same terms; its id."""
        original = self.read(campaign_id)
        record = original.record
        return self.save(
            session,
            CampaignDraft(
                name=name,
                campaign=original.campaign,
                valid_from=record.valid_from,
                valid_to=record.valid_to,
            ),
        )

    def _fresh(self) -> CampaignRecord:
        now = self._clock.now()
        return CampaignRecord(uuid=self._ids.uuid(), name="", definition="{}", created_at=now)


def _view(uow: UnitOfWork, record: CampaignRecord, today: date) -> CampaignView:
    campaign = load_campaign(record.definition)
    figures = uow.campaigns.figures(record.id)
    return CampaignView(
        record=record,
        campaign=campaign,
        standing=standing_of(record, campaign, figures, today),
        figures=figures,
    )


def standing_of(
    record: CampaignRecord, campaign: Campaign, figures: CampaignFigures, today: date
) -> Standing:
    """How a campaign stands on a day, in the words people use."""
    if record.state == "draft":
        return "draft"
    if record.state == "ended":
        return "ended"
    moment = Moment(today=today, total=campaign.threshold, known=True)
    refusal = receipt_refusal(campaign, record.valid_from, record.valid_to, moment)
    if refusal in ("too_late", "coupon_over"):
        return "over"
    if record.state == "paused":
        return "paused"
    if refusal == "too_early":
        return "planned"
    so_far = HandedOver(coupons=figures.issued, given=figures.given)
    return "used_up" if limits_refusal(campaign, so_far) is not None else "running"


def known_campaign(uow: UnitOfWork, campaign_id: int) -> CampaignRecord:
    """A campaign by id; raises ``PosError("campaign_unknown")``."""
    record = uow.campaigns.get(campaign_id)
    if record is None:
        raise PosError("campaign_unknown")
    return record


def _open(uow: UnitOfWork, campaign_id: int) -> CampaignRecord:
    record = known_campaign(uow, campaign_id)
    if record.state == "ended":
        raise PosError("campaign_ended")
    return record


def _check_gift(uow: UnitOfWork, benefit: Promotion) -> None:
    (effect,) = benefit.effects
    if isinstance(effect, Gift):
        product = uow.products.by_sku(effect.sku)
        if product is None or not product.active:
            raise PosError("campaign_invalid", field="sku")


def told(session: Session, kind: str, record: CampaignRecord, **more: object) -> Event:
    """What the journal says of a campaign, with further figures."""
    content = {"campaign": record.uuid, "name": record.name, **more}
    return Event(type=kind, content=content, person=session.person_uuid)
