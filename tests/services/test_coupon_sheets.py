"""Codes on paper and in a table (R21)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.receipt import CouponSlip
from pos_app.services.coupon_sheets import TABLE, CouponSheets, SheetHead, SheetLayout
from pos_app.services.documents import Paper
from pos_app.services.exports import Column, Row
from pos_app.services.tabular import Progress
from tests.builders import Shop
from tests.services.campaign_stage import CampaignStage, make_campaigns


class Artist:
    """Remembers what it was to draw."""

    def __init__(self) -> None:
        self.asked: list[tuple[Sequence[CouponSlip], SheetHead, SheetLayout]] = []

    def coupons(
        self,
        slips: Sequence[CouponSlip],
        head: SheetHead,
        layout: SheetLayout,
        progress: Progress,
    ) -> bytes:
        """A short file."""
        self.asked.append((slips, head, layout))
        progress(len(slips), len(slips))
        return b"%PDF"


class Writer:
    """Keeps the table."""

    def __init__(self) -> None:
        self.rows: list[Row] = []

    def write(self, path: str, columns: Sequence[Column], rows: Iterable[Row]) -> int:
        """Count them."""
        assert columns == TABLE
        assert path == "codes.csv"
        self.rows = list(rows)
        return len(self.rows)


@pytest.fixture
def stage(shop: Shop) -> CampaignStage:
    """Campaigns and a counter."""
    return make_campaigns(shop)


def sheets_of(stage: CampaignStage, artist: Artist) -> CouponSheets:
    return CouponSheets(stage.shop.store.uow, stage.codes, stage.counter.book, artist)


def test_a_sheet_speaks_for_the_shop(stage: CampaignStage) -> None:
    campaign_id = stage.start()
    stage.codes.make(stage.shop.owner, campaign_id, 2)
    stage.codes.make(stage.shop.owner, campaign_id, 1)
    artist, told = Artist(), list[tuple[int, int]]()
    sheets = sheets_of(stage, artist)
    roll = SheetLayout(paper=Paper.ROLL_80)
    assert sheets.pdf(campaign_id, "1", roll, language="az") == b"%PDF"
    sheets.pdf(campaign_id, "", SheetLayout(), progress=lambda *both: told.append(both))
    (some, head, layout), (every, shops, _) = artist.asked
    settings = stage.counter.book.current.settings
    assert (len(some), head.language, layout.paper) == (2, "az", Paper.ROLL_80)
    assert (len(every), shops.language, shops.currency) == (
        3,
        settings.locale.language,
        settings.money.currency,
    )
    assert shops.shop.name == settings.shop.name
    assert told == [(3, 3)]


def test_nothing_to_print_is_said(stage: CampaignStage) -> None:
    with pytest.raises(PosError, match="coupons_none"):
        sheets_of(stage, Artist()).pdf(stage.start(), "", SheetLayout())


def test_the_table_has_every_code_and_is_journaled(stage: CampaignStage) -> None:
    campaign_id = stage.start()
    stage.codes.make(stage.shop.owner, campaign_id, 501)
    stage.codes.make(stage.shop.owner, campaign_id, 1)
    first = stage.usable(campaign_id)[0]
    stage.codes.void(stage.shop.owner, first, "torn")
    writer, told = Writer(), list[tuple[int, int]]()
    sheets = sheets_of(stage, Artist())
    count = sheets.table(
        stage.shop.cashier,
        campaign_id,
        "",
        "codes.csv",
        writer,
        lambda *both: told.append(both),
    )
    assert count == 502
    code, state, batch, valid_from, valid_to, uses = writer.rows[0]
    assert (code, state, batch, uses) == (first, "void", "1", 0)
    assert (str(valid_from), str(valid_to)) == ("2026-11-23", "2026-12-22")
    assert told == [(0, 502), (500, 502)]
    sheets.table(stage.shop.cashier, campaign_id, "2", "codes.csv", writer)
    assert len(writer.rows) == 1
    told_journal = [content for _, content, *_ in stage.shop.events("export.written")]
    assert told_journal == [
        {"what": "coupons", "rows": 502},
        {"what": "coupons", "rows": 1},
    ]
