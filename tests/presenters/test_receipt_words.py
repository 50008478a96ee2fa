"""A stored receipt in words: its prices, its points, its returns."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.receipt_words import ReceiptWords
from pos_app.presenters.why_state import WhySection
from pos_app.services.receipt_detail import ReceiptDetail
from pos_app.services.recompute import Gap
from tests.builders import Shop
from tests.services.golden import COUPON, golden_counter, scan_golden
from tests.services.test_returns import Back


@pytest.fixture
def detail(shop: Shop) -> ReceiptDetail:
    """The golden vector, and one A brought back."""
    counter = golden_counter(shop)
    scan_golden(counter)
    done = counter.pay_cash()
    Back(counter).give(done, (1, 1))
    return shop.receipts.detail(done.sale_uuid)


def words(language: str = "en") -> ReceiptWords:
    return ReceiptWords(translator(language), Formats(language, "PLN"), lambda at: at)


def told(section: WhySection) -> list[str]:
    return [row.spoken.replace("\N{NO-BREAK SPACE}", " ") for row in section.rows]


def test_why_per_line_and_the_points(detail: ReceiptDetail) -> None:
    sections = words().why(detail)
    assert [section.title for section in sections] == ["A", "B", "C", "Points of this receipt"]
    assert told(sections[2]) == [
        "Price, 89.99 × 1, = 89.99",
        "Card: Card, 5% of 89.99, −4.50, = 85.49",
        f"Coupon: 50 off, 50.00 off · the part of this line · {COUPON}, −5.93, = 79.56",
        "Points, 150 points pay 150.00 of the receipt · the part of this line, −17.80, = 61.76",
        "To pay, earns 3.08 points, = zł 61.76",
    ]
    assert told(sections[3])[-2:] == [
        "The most that points may pay, all that is on the card, = 150",
        "Points spent, = zł 150.00, = −150",
    ]


def test_a_receipt_that_does_not_add_up_says_so_first(detail: ReceiptDetail) -> None:
    gap = Gap(figure="net", stored=1, worked_out=2, position=1)
    first = words().why(replace(detail, gaps=(gap,)))[0]
    assert first.rows[0].title == "This receipt does not add up"
    assert first.rows[0].tone == "warn"


def test_points_and_returns(detail: ReceiptDetail) -> None:
    points, back = words().points_and_returns(detail)
    assert told(points) == [
        "Points spent, −150",
        "Points earned, active from 22 Nov 2026, without an end, +26",
        "Left of them now, 20",
        "Taken back by returns, −6",
        "Given back by returns, +29.66",
    ]
    assert (back.title, back.note) == ("Return 1", "22 Nov 2026, 08:00")
    assert told(back) == [
        "A, × 1 pcs, 102.87", "Money back, zł 102.87", "Points back, +29.66", "Points taken, −6",
    ]  # fmt: skip


def test_nothing_to_tell_is_told(shop: Shop) -> None:
    counter = golden_counter(shop)
    counter.desk.scan("A")
    found = shop.receipts.detail(counter.pay_cash().sale_uuid)
    points, returns = words().points_and_returns(found)
    assert points.note == "No points were earned or spent."
    assert (returns.title, returns.note) == ("Returns", "Nothing has come back of this receipt.")
    assert [section.title for section in words().why(found)] == ["A"]


def test_points_that_end_say_when(detail: ReceiptDetail) -> None:
    lot = replace(detail.lots[0], expires_on=detail.lots[0].active_from)
    (points, _) = words().points_and_returns(replace(detail, lots=(lot,)))
    assert "active from 22 Nov 2026, until 22 Nov 2026" in told(points)[1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_on_paper_in_four_languages(detail: ReceiptDetail, language: str) -> None:
    said = words(language)
    parts = said.explained(detail)
    sections = said.why(detail)
    assert [part.title for part in parts] == [section.title for section in sections]
    rows = [row for part in parts for row in part.rows]
    assert [row.left for row in rows] == [row.left for one in sections for row in one.rows]
    assert [row.strong for row in parts[0].rows] == [False, False, False, False, True]
    assert not [row for row in rows if "{" in row.title + row.detail]
    if language != "en":
        english = [row.title for part in words().explained(detail) for row in part.rows]
        assert [row.title for row in rows] != english
