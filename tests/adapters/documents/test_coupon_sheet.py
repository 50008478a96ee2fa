"""Coupons in bulk: every code can be read from the paper, in whatever grid and language."""

from __future__ import annotations

import pytest

from pos_app.adapters.documents import rasterise, render_coupon
from pos_app.adapters.documents.coupon_sheet import CouponArtist
from pos_app.domain.coupon import make_code
from pos_app.domain.receipt import CouponSlip
from pos_app.services.coupon_sheets import SheetHead, SheetLayout
from pos_app.services.coupons import printed_code
from pos_app.services.documents import Paper
from tests.adapters.documents.slips import COUPON, RECEIPT, SHOP, codes_in, text_of
from tests.fakes import SequentialIds


def slips(count: int, **more: object) -> list[CouponSlip]:
    ids = SequentialIds()
    terms = {
        "benefit": "percent", "value": 1_000, "title": "Осенние дни", "minimum": 200_000,
        "valid_from": "2026-11-23", "valid_to": "2026-12-22", "weekdays": "12345",
        "hours": "10:00-14:00", "not_with_promotions": True,
    } | more  # fmt: skip
    return [
        CouponSlip(code=printed_code(make_code(ids.random_bytes(40)), "K"), **terms)  # type: ignore[arg-type]
        for _ in range(count)
    ]


def sheet(
    made: list[CouponSlip], language: str = "ru", progress=lambda done, total: None, **how: object
) -> bytes:
    head = SheetHead(shop=SHOP, language=language, currency="RUB")
    return CouponArtist().coupons(made, head, SheetLayout(**how), progress)  # type: ignore[arg-type]


def read(pdf: bytes, paper: Paper = Paper.A4) -> list[set[str]]:
    """The bar codes of each page, as a reader finds them on what is printed."""
    return [{text for text, _ in codes_in(page)} for page in rasterise(pdf, paper)]


@pytest.mark.parametrize("columns", [2, 3, 4])
@pytest.mark.parametrize("language", ["en", "ru", "pl", "az"])
def test_every_code_of_a_grid_is_read(columns: int, language: str) -> None:
    made = slips(4 * columns + 1)
    pages = read(sheet(made, language, columns=columns))
    assert set().union(*pages) == {slip.code for slip in made}
    assert all(pages)


@pytest.mark.parametrize("paper", [Paper.ROLL_80, Paper.ROLL_58])
def test_a_roll_has_one_coupon_after_the_other(paper: Paper) -> None:
    made = slips(3)
    assert read(sheet(made, paper=paper), paper) == [{slip.code} for slip in made]


def test_columns_out_of_range_are_brought_within() -> None:
    made = slips(3)
    assert sheet(made, columns=1) == sheet(made, columns=2)
    assert sheet(made, columns=9) == sheet(made, columns=4)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", ["COUPON", "Only Mon–Fri, 10:00–14:00", "Not for goods on promotion."]),
        ("ru", ["КУПОН", "Только Пн–Пт, 10:00–14:00", "Не действует на товары по акции."]),
        ("pl", ["KUPON", "Tylko pn.–pt., 10:00–14:00", "Nie dotyczy towarów w promocji."]),
        ("az", ["KUPON", "Yalnız B.E.–C., 10:00–14:00"]),
    ],
)
def test_a_coupon_says_when_and_for_what_it_is_good(language: str, words: list[str]) -> None:
    text = " ".join(text_of(sheet(slips(1), language, columns=2)).split())
    for part in words:
        assert part in text, text


@pytest.mark.parametrize(
    ("terms", "words"),
    [
        ({"benefit": "free_item", "value": 1_000, "item_name": "Tea"}, "A gift Tea"),
        ({"item_name": "Tea, Pen"}, "Only for: Tea, Pen."),
        ({"max_uses": 3}, "Good for 3 uses."),
        ({"max_uses": 0}, "Can be used again and again."),
        ({"benefit": "points_multiplier", "value": 200}, "Points ×2"),
        ({"benefit": "amount", "value": 15_000}, "−₽150"),
        ({"customer_name": "Maria N.", "named": True}, "Maria N."),
    ],
)
def test_the_terms_stand_on_every_paper(terms: dict[str, object], words: str) -> None:
    for how in ({"columns": 2}, {"columns": 4}, {"paper": Paper.ROLL_80}):
        text = " ".join(text_of(sheet(slips(1, **terms), "en", **how)).split())
        assert words in text, text


def test_progress_is_told_to_the_end() -> None:
    heard: list[tuple[int, int]] = []
    sheet(slips(205), progress=lambda *both: heard.append(both), columns=4)
    assert heard[:3] == [(0, 410), (100, 410), (200, 410)]
    assert heard[-1] == (410, 410)
    assert [done for done, _ in heard] == sorted(done for done, _ in heard)


def test_a_slip_drawn_between_the_pages_is_no_different() -> None:
    """The till goes on printing while a long sheet is drawn."""
    alone = render_coupon(COUPON, RECEIPT, Paper.ROLL_80)
    whole = sheet(slips(30), columns=4)
    between: list[bytes] = []

    def sell(done: int, total: int) -> None:
        between.append(render_coupon(COUPON, RECEIPT, Paper.ROLL_80))

    assert sheet(slips(30), progress=sell, columns=4) == whole
    assert set(between) == {alone}
