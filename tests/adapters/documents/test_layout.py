"""Where the marks stand: nothing leaves the paper, codes are read, nothing important parts."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pos_app.adapters.documents import pdf as pdf_module
from pos_app.adapters.documents import rasterise, receipt, render_coupon, render_receipt
from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import MISSING, Weight, face
from pos_app.adapters.documents.ink import Bars, Block, Box, Text
from pos_app.adapters.documents.parts import new_column
from pos_app.adapters.documents.receipt import reason, unit_text
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.voice import voice
from pos_app.domain.receipt import (
    CouponSlip,
    ReceiptSnapshot,
    SlipDiscount,
    SlipLoyalty,
    SlipPrice,
    SlipTax,
    SlipTender,
)
from pos_app.services.documents import Paper
from tests.adapters.documents.slips import COUPON, NASTY, RECEIPT, SHOP, codes_in, line, text_of


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> list[Block]:
    """What the next receipt is made of."""
    seen: list[Block] = []

    def draw(given: list[Block], paper: Paper, title: str) -> bytes:
        seen[:] = given
        return pdf_module.draw(given, paper, title)

    monkeypatch.setattr(receipt, "draw", draw)
    return seen


def texts(blocks: list[Block]) -> Iterator[Text]:
    return (mark for block in blocks for mark in block.marks if isinstance(mark, Text))


@pytest.mark.parametrize("paper", Paper)
def test_sizes_and_weights_are_those_of_the_design(
    paper: Paper, blocks: list[Block], project_root: Path
) -> None:
    tokens = json.loads((project_root / "resources/tokens.json").read_text("utf-8"))["receipt"]
    render_receipt(RECEIPT, paper)
    found = {mark.text: mark for mark in texts(blocks)}
    assert min(mark.size for mark in texts(blocks)) == tokens["text"]["small"] == 22
    assert {mark.weight for mark in texts(blocks)} == {Weight.SEMI, Weight.BOLD}
    item = found["Пакет-майка"]
    assert (item.size, item.weight) == (tokens["text"]["item"], Weight.BOLD) == (26, Weight.BOLD)
    total = found["2\u00a0589,40\u00a0₽"]
    assert (total.size, total.weight) == (60, Weight.BOLD)
    assert found["410,60\u00a0₽"].size == tokens["text"]["change"] == 32


@pytest.mark.parametrize("paper", [Paper.ROLL_80, Paper.ROLL_58])
@pytest.mark.parametrize("text", NASTY)
def test_hostile_text_in_every_field_stays_on_the_paper(
    text: str, paper: Paper, blocks: list[Block]
) -> None:
    nasty = poisoned(text)
    pdf = render_receipt(nasty, paper)
    page = rasterise(pdf, paper)[0]
    where = geometry(paper)
    for mark in texts(blocks):
        right = mark.x + face(mark.weight).width(mark.text, mark.size)
        assert mark.x >= where.left - 1
        assert right <= where.left + where.width + 1
        assert all(face(mark.weight).has(char) for char in mark.text)
    assert codes_in(page) == [("R1-001087-2211", "Code128")]
    said = text_of(pdf)
    assert "2 589,40 ₽" in said
    assert not any(sign in said for sign in ("\u202e", "\u200b", "\x1b", "\x00"))
    coupon = render_coupon(nasty.coupons[0], nasty, paper)
    assert codes_in(rasterise(coupon, paper)[0]) == [("C-150-7K3M9Q", "Code128")]


def poisoned(text: str) -> ReceiptSnapshot:
    """The receipt with ``text`` wherever people may have typed something."""
    shop = replace(
        SHOP, name=text, subtitle=text, address=text, phone=text, tax_number=text, header=text,
        footer=text, thanks=text, return_terms=text,
    )  # fmt: skip
    lines = tuple(
        replace(each, name=text, unit=text, discounts=tuple(
            replace(discount, label=text) for discount in each.discounts))
        for each in RECEIPT.lines[:2]
    )  # fmt: skip
    assert RECEIPT.loyalty is not None
    loyalty = replace(RECEIPT.loyalty, customer_name=text, tier_name=text, next_tier=text)
    return replace(
        RECEIPT, shop=shop, lines=lines, cashier=text, till=text, at=text, loyalty=loyalty,
        tenders=(SlipTender(kind="card", amount=258940, label=text),),
        taxes=(SlipTax(name=text, rate=2000, base=1, tax=1),), journal_head=text,
        fiscal_number=text, coupons=(replace(COUPON, title=text, customer_name=text),),
    )  # fmt: skip


def test_markup_is_printed_not_obeyed_and_missing_letters_are_seen() -> None:
    lines = (line("<b>Сыр</b> & <img src=x> 日本", 1, 100),)
    said = text_of(render_receipt(replace(RECEIPT, lines=lines), Paper.ROLL_80))
    assert f"<b>Сыр</b> & <img src=x> {MISSING}{MISSING}" in said


@settings(max_examples=25)
@given(
    st.integers(0, 10**12),
    st.sampled_from(["RUB", "EUR", "AZN", "PLN", "JPY", "KWD"]),
    st.sampled_from(["en", "ru", "pl", "az"]),
    st.sampled_from([Paper.ROLL_80, Paper.ROLL_58]),
)
def test_any_sum_stays_whole_and_on_the_paper(
    total: int, currency: str, language: str, paper: Paper
) -> None:
    column = new_column(paper)
    speaking = voice(language, currency, SHOP)
    figure = speaking.f.money(total)
    column.pair("ИТОГО", figure, 44, Weight.BOLD, figure_size=60)
    (mark,) = [mark for mark in texts(column.blocks) if mark.text == figure]
    assert mark.size >= 22
    assert mark.x >= column.left - 1
    right = mark.x + face(Weight.BOLD).width(figure, mark.size)
    assert right == pytest.approx(column.left + column.width, abs=1)


@pytest.mark.parametrize(
    ("price", "words"),
    [
        (SlipPrice(listed=1_000), "Special price, list price 10.00"),
        (SlipPrice(listed=1_000, name="VIP"), "VIP price, list price 10.00"),
        (SlipPrice(listed=1_000, min_quantity=3_000), "From 3\u00a0pcs, list price 10.00"),
        (
            SlipPrice(listed=1_000, name="VIP", min_quantity=3_000),
            "VIP, from 3\u00a0pcs, list price 10.00",
        ),
    ],
)
def test_the_price_taken_is_explained_under_the_item(
    price: SlipPrice, words: str, blocks: list[Block]
) -> None:
    sold = replace(line("Soap", 3, 900), price=price)
    render_receipt(replace(RECEIPT, lines=(sold,)), Paper.ROLL_80, language="en")
    assert words in [mark.text for mark in texts(blocks)]


# -- codes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("code", ["R1-000001-0101", "R99-123456-3112", "RKASSA2-001087-2211"])
def test_receipt_codes_are_read_from_every_paper(code: str, paper: Paper) -> None:
    page = rasterise(render_receipt(replace(RECEIPT, code=code), paper), paper)[0]
    assert codes_in(page) == [(code, "Code128")]


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("code", ["C-150-7K3M9Q", "C1-ABCDEFGH-JKLM", "29123456"])
def test_coupon_codes_are_read_from_every_paper(code: str, paper: Paper) -> None:
    page = rasterise(render_coupon(replace(COUPON, code=code), RECEIPT, paper), paper)[0]
    assert codes_in(page) == [(code, "Code128")]


def bars_of(column: Column) -> Bars:
    (bars,) = [mark for block in column.blocks for mark in block.marks if isinstance(mark, Bars)]
    return bars


def test_modules_are_two_dots_on_receipts_and_three_on_coupons() -> None:
    column = new_column(Paper.ROLL_80)
    column.code("R1-001087-2211", sizes().module, sizes().code_height)
    assert (bars_of(column).module, bars_of(column).height) == (2, 72)
    column = new_column(Paper.ROLL_80)
    column.code("C-150-7K3M9Q", sizes().coupon_module, sizes().coupon_code_height)
    bars = bars_of(column)
    assert (bars.module, bars.height) == (3, 104)
    assert bars.x >= 30
    assert bars.x + 3 * sum(bars.modules) + 30 <= 576


def test_a_code_too_long_for_the_roll_gets_narrower_then_runs_down_the_paper() -> None:
    column = new_column(Paper.ROLL_58)
    column.code("C-150-7K3M9Q", 3, 104)
    assert (bars_of(column).module, bars_of(column).ladder) == (2, False)
    column = new_column(Paper.ROLL_58)
    column.code("R99-ABCDEFGHIJ-123456", 2, 72)
    assert bars_of(column).ladder
    assert all(isinstance(mark.x, int) for mark in [bars_of(column)])


def test_a_code_that_has_no_bars_is_printed_as_text() -> None:
    receipt = replace(RECEIPT, code="RКасса-001087-2211")
    pdf = render_receipt(receipt, Paper.ROLL_80)
    assert "RКасса-001087-2211" in text_of(pdf)
    assert codes_in(rasterise(pdf, Paper.ROLL_80)[0]) == []


# -- pages ----------------------------------------------------------------------------------------


def many(count: int) -> ReceiptSnapshot:
    lines = tuple(line(f"Товар номер {number}", 1, 100) for number in range(count))
    return replace(RECEIPT, lines=lines)


def test_a_very_long_receipt_goes_on_over_several_pages_and_loses_nothing() -> None:
    pdf = render_receipt(many(700), Paper.ROLL_80)
    document = pypdfium2.PdfDocument(pdf)
    heights = [document[index].get_height() for index in range(len(document))]
    document.close()
    assert len(heights) == 2
    assert max(heights) <= 14_400
    said = text_of(pdf)
    assert all(f"Товар номер {number} 1 ×" in said for number in range(700))


def test_sheets_are_numbered_and_no_item_is_torn() -> None:
    pdf = render_receipt(many(60), Paper.A4)
    document = pypdfium2.PdfDocument(pdf)
    count = len(document)
    size = document[0].get_size()
    document.close()
    said = text_of(pdf)
    assert count >= 3
    assert size == pytest.approx((595.3, 842.0), abs=0.3)
    assert all(f"{number} / {count}" in said for number in range(1, count + 1))
    assert all(f"Товар номер {number} 1 × 1,00 1,00" in said for number in range(60))


def test_one_sheet_has_no_number() -> None:
    assert "1 / 1" not in text_of(render_receipt(RECEIPT, Paper.A4))


# -- what is said when -----------------------------------------------------------------------------


def said(**fields: object) -> str:
    english = replace(RECEIPT, language="en", currency="EUR")
    return text_of(render_receipt(replace(english, **fields), Paper.ROLL_80))  # type: ignore[arg-type]


def test_without_customer_discount_tax_or_change_the_slip_is_short() -> None:
    text = said(loyalty=None, discount=0, taxes=(), change=0, journal_head="", coupons=())
    for words in ("Before discount", "Your discount", "Change", "incl.", "Points", "Journal"):
        assert words not in text
    assert "Thank you for your purchase!" in text


def test_points_and_rounding_and_a_coupons_rest_have_rows_of_their_own() -> None:
    text = said(points_money=15000, rounding=-3, coupon_lost=1200, total=243940)
    assert "Before discount 2,982.00 Your discount −392.60 Paid with points −150.00" in text
    assert "Unused rest of the coupon 12.00 TOTAL €2,439.40 Cash rounding −0.03" in text


def test_points_that_are_a_tender_are_not_subtracted_twice() -> None:
    tenders = (SlipTender(kind="points", amount=15000), SlipTender(kind="card", amount=243940))
    text = said(points_money=15000, tenders=tenders)
    assert "Paid with points" not in text
    assert "Points 150.00 Bank card 2,439.40" in text


def test_every_rate_of_tax_has_its_row() -> None:
    taxes = (
        SlipTax(name="VAT", rate=2000, base=1000, tax=200),
        SlipTax(name="VAT 7%", rate=700, base=1000, tax=70),
        SlipTax(name="", rate=0, base=1000, tax=0),
    )
    text = said(taxes=taxes)
    assert "incl. VAT 20% 2.00 incl. VAT 7% 0.70 incl. Tax 0% 0.00" in text
    assert "incl." not in said(taxes=taxes, prices_include_tax=False)


def test_fiscal_number_and_return_are_named() -> None:
    text = said(kind="return", fiscal_number="FN-77")
    assert "Return 1087" in text
    assert "REFUND €2,589.40" in text
    assert "TOTAL" not in text
    assert "Fiscal receipt number FN-77" in text
    assert "Returned" in said(lines=(replace(RECEIPT.lines[0], returned=True),))


def test_points_box_shows_spent_and_pending_and_fractions() -> None:
    loyalty = SlipLoyalty(
        customer_name="Aysel M.", card_last4="", points_before=12550, points_spent=5000,
        points_after=7550, points_pending=4600, expiring_points=1250, expiring_on="2026-11-30",
    )  # fmt: skip
    text = said(loyalty=loyalty)
    assert "Aysel M. Points before 125.5 Points spent −50 Points on the card 75.5" in text
    assert "Points pending 46 12.5 points expire on 30 Nov 2026 Thank you, Aysel!" in text
    bare = said(loyalty=SlipLoyalty(customer_name="Aysel M.", card_last4="3075"))
    assert "Aysel M. · card •••• 3075 Thank you" in bare
    one = said(loyalty=replace(loyalty, expiring_points=100))
    assert "1 point expires on 30 Nov 2026" in one


@pytest.mark.parametrize(
    ("discount", "words"),
    [
        (SlipDiscount(kind="promotion", amount=1, rate=1500), "Promotion −15%"),
        (SlipDiscount(kind="promotion", amount=1, label="3 for 2"), "3 for 2"),
        (SlipDiscount(kind="promotion", amount=1, label="−15% today", rate=1500), "−15% today"),
        (SlipDiscount(kind="manual", amount=1, label="dented", rate=1000), "Discount: dented −10%"),
        (SlipDiscount(kind="coupon", amount=1), "Coupon"),
        (SlipDiscount(kind="order", amount=1, label="friend"), "Order discount: friend"),
        (SlipDiscount(kind="new", amount=1), "Discount"),
    ],
)
def test_each_discount_tells_its_reason(discount: SlipDiscount, words: str) -> None:
    assert reason(discount, voice("en", "EUR", SHOP)) == words


def test_weighed_goods_show_their_unit() -> None:
    speaking = voice("en", "EUR", SHOP)
    assert unit_text("pcs", speaking) == ""
    assert unit_text("kg", speaking) == "\u00a0kg"
    assert unit_text("box", speaking) == "\u00a0box"
    lines = (replace(line("Cheese", 1, 1290), quantity=412, unit="kg", gross=531),)
    assert "Cheese 0.412 kg × 12.90 5.31" in said(lines=lines)


@pytest.mark.parametrize(
    ("coupon", "words"),
    [
        (CouponSlip(code="A1", benefit="percent", value=1250), "−12.5%"),
        (CouponSlip(code="A1", benefit="points_multiplier", value=200), "Points ×2"),
        (CouponSlip(code="A1", benefit="free_item", value=0, item_name="Soap"), "A gift Soap"),
        (CouponSlip(code="A1", benefit="amount", value=350, valid_to="2026-12-20"),
         "−€3.50 Valid until 20 Dec 2026"),
        (CouponSlip(code="A1", benefit="amount", value=300, valid_from="2026-12-20"),
         "−€3 Valid from 20 Dec 2026"),
    ],
)  # fmt: skip
def test_each_kind_of_coupon_tells_its_worth(coupon: CouponSlip, words: str) -> None:
    english = replace(RECEIPT, language="en", currency="EUR")
    assert words in text_of(render_coupon(coupon, english, Paper.ROLL_80))


def test_progress_is_drawn_between_nothing_and_all() -> None:
    def widths(per_mille: int) -> list[int]:
        column = Column(16, 500, 576)
        column.progress(per_mille)
        return [mark.width for mark in column.blocks[0].marks if isinstance(mark, Box)]

    assert widths(0) == [500]
    assert widths(-5) == [500]
    assert widths(500)[:2] == [500, 250]
    assert widths(2000)[:2] == [500, 500]
