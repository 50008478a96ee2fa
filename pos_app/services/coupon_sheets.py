"""Codes of a campaign on paper and in a table: sheets to cut, a roll, a file (R21)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.receipt import CouponSlip, SlipShop
from pos_app.services.campaign_codes import CouponCodes
from pos_app.services.coupons import printed_code
from pos_app.services.documents import Paper
from pos_app.services.exports import Column, ColumnKind, Row, TableWriter
from pos_app.services.ports import UnitOfWorkFactory
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook
from pos_app.services.slips import slip_shop
from pos_app.services.tabular import Progress

COLUMNS: Final = (2, 3, 4)
"""How many coupons may stand side by side on a sheet."""

TABLE: Final = (
    Column(key="coupon"),
    Column(key="coupon_state"),
    Column(key="batch"),
    Column(key="valid_from", kind=ColumnKind.DATE),
    Column(key="valid_to", kind=ColumnKind.DATE),
    Column(key="uses", kind=ColumnKind.NUMBER),
)
PROGRESS_STEP: Final = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLayout:
    """A4 sheets with ``columns`` coupons side by side, or a roll with one after the other."""

    paper: Paper = Paper.A4
    columns: int = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetHead:
    """Whose coupons they are, in which language and money they speak."""

    shop: SlipShop
    language: str
    currency: str


class SheetArtist(Protocol):
    """Draws coupons for cutting."""

    def coupons(
        self,
        slips: Sequence[CouponSlip],
        head: SheetHead,
        layout: SheetLayout,
        progress: Progress,
    ) -> bytes:
        """The PDF of all of them; what ``progress`` raises ends the work."""


class CouponSheets:
    """Everybody at the shop may print and export codes that were made."""

    def __init__(
        self, uow: UnitOfWorkFactory, codes: CouponCodes, book: ShopBook, artist: SheetArtist
    ) -> None:
        self._uow = uow
        self._codes = codes
        self._book = book
        self._artist = artist

    def pdf(
        self,
        campaign_id: int,
        batch: str,
        layout: SheetLayout,
        *,
        language: str = "",
        progress: Progress = lambda done, total: None,
    ) -> bytes:
        """Coupons of a batch ("": all) that can still be used; ``language`` "" is the shop's.

        Raises ``PosError("coupons_none")`` when there are none.
        """
        slips = self._codes.slips(campaign_id, batch)
        if not slips:
            raise PosError("coupons_none")
        settings = self._book.current.settings
        head = SheetHead(
            shop=slip_shop(settings),
            language=language or settings.locale.language,
            currency=settings.money.currency,
        )
        return self._artist.coupons(slips, head, layout, progress)

    def table(
        self,
        session: Session,
        campaign_id: int,
        batch: str,
        path: str,
        writer: TableWriter,
        progress: Progress = lambda done, total: None,
    ) -> int:
        """All codes of a batch ("": all) into a .csv or .xlsx; how many. It is journaled."""
        count = writer.write(path, TABLE, self._rows(campaign_id, batch, progress))
        content = {"what": "coupons", "rows": count}
        with self._uow() as uow:
            uow.record(Event(type="export.written", content=content, person=session.person_uuid))
            uow.commit()
        return count

    def _rows(self, campaign_id: int, batch: str, progress: Progress) -> Iterator[Row]:
        prefix = self._book.current.settings.scanner.coupon_prefix
        with self._uow() as uow:
            codes = uow.campaigns.codes(campaign_id, batch)
            records = {code: uow.coupons.by_code(code) for code, *_ in codes}
        for done, (code, state, number) in enumerate(codes):
            if done % PROGRESS_STEP == 0:
                progress(done, len(codes))
            record = records[code]
            assert record is not None  # a link to it was read in the same transaction
            first, last = record.valid_from, record.valid_to
            yield printed_code(code, prefix), state, number, first, last, record.uses
