"""Dots, PNG files, logos, and the renderer that finds the right slip for a job."""

from __future__ import annotations

import io
import threading
from datetime import UTC, datetime
from pathlib import Path

import pytest
import zxingcpp
from PIL import Image

from pos_app.adapters.documents import SlipDrawer, code128, rasterise, render_receipt, to_png
from pos_app.adapters.documents.logo import load_logo
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import Bitmap, Paper
from pos_app.services.records import PrintJobRow
from pos_app.services.snapshots import dump
from tests.adapters.documents.slips import (
    CERTIFICATE,
    RECEIPT,
    SHIFT,
    SHOP,
    codes_in,
    image_of,
    text_of,
)


@pytest.mark.parametrize(("paper", "dots"), [(Paper.ROLL_80, 576), (Paper.ROLL_58, 384)])
def test_a_roll_is_exactly_its_dots_wide(paper: Paper, dots: int) -> None:
    (page,) = rasterise(render_receipt(RECEIPT, paper), paper)
    assert page.width == dots == paper.dots
    assert len(page.rows) == page.stride * page.height == dots // 8 * page.height
    margins = image_of(page).crop((0, 0, 15, page.height))
    assert margins.getextrema() == (255, 255)


def test_bars_keep_their_width_to_the_dot() -> None:
    (page,) = rasterise(render_receipt(RECEIPT, Paper.ROLL_80), Paper.ROLL_80)
    picture = image_of(page).convert("L")
    (found,) = zxingcpp.read_barcodes(picture)
    middle = (found.position.top_left.y + found.position.bottom_left.y) // 2
    row = picture.crop((0, middle, 576, middle + 1)).tobytes()
    runs = [len(run) for run in row.replace(b"\xff", b" ").split(b" ") if run]
    assert len(runs) == len(code128.widths(RECEIPT.code)) // 2 + 1
    assert set(runs) <= {2, 4, 6, 8}


def test_png_shows_the_same_dots() -> None:
    (page,) = rasterise(render_receipt(RECEIPT, Paper.ROLL_58), Paper.ROLL_58)
    with Image.open(io.BytesIO(to_png(page))) as png:
        assert png.mode == "1"
        assert png.size == (page.width, page.height)
        assert png.tobytes() == image_of(page).tobytes()
        assert round(png.info["dpi"][0]) == 203


def test_odd_widths_pad_with_white() -> None:
    bitmap = Bitmap(width=10, height=2, rows=b"\xff\xc0\x80\x40")
    with Image.open(io.BytesIO(to_png(bitmap))) as png:
        assert [png.getpixel((x, 0)) for x in range(10)] == [0] * 10
        assert [x for x in range(10) if png.getpixel((x, 1)) == 0] == [0, 9]


def test_garbage_is_no_pdf() -> None:
    with pytest.raises(EnvironmentProblem, match="slip_unreadable"):
        rasterise(b"not a pdf", Paper.ROLL_80)


# -- logos ----------------------------------------------------------------------------------------


def logo_file(folder: Path, size: tuple[int, int] = (800, 200)) -> str:
    picture = Image.new("RGBA", size, (0, 0, 0, 0))
    picture.paste((20, 20, 20, 255), (0, 0, size[0] // 2, size[1]))
    picture.save(folder / "logo.png")
    return "logo.png"


def test_a_logo_is_black_and_white_and_small_enough(tmp_path: Path) -> None:
    logo = load_logo(tmp_path, logo_file(tmp_path))
    assert logo is not None
    assert (logo.width, logo.height) == (400, 100)
    assert logo.fitted(576) == (400, 100)
    assert logo.fitted(200) == (200, 50)
    (page,) = rasterise(render_receipt(RECEIPT, Paper.ROLL_80, logo=logo), Paper.ROLL_80)
    head = image_of(page).crop((0, 40, 576, 160))
    black = head.convert("L").tobytes().count(b"\x00")
    assert black == pytest.approx(200 * 100, rel=0.05)


@pytest.mark.parametrize("name", ["", "gone.png", "../logo.png", "sub/logo.png", "/etc/passwd"])
def test_no_logo_where_there_is_none_or_it_lies_elsewhere(name: str, tmp_path: Path) -> None:
    inner = tmp_path / "shop"
    inner.mkdir()
    logo_file(tmp_path)
    assert load_logo(inner, name) is None
    assert load_logo(None, "logo.png") is None


@pytest.mark.parametrize("content", [b"", b"not a picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 64])
def test_a_broken_logo_is_left_out(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(content)
    assert load_logo(tmp_path, "logo.png") is None


def test_a_giant_logo_is_left_out(tmp_path: Path) -> None:
    Image.new("1", (6000, 6000)).save(tmp_path / "logo.png")
    assert load_logo(tmp_path, "logo.png") is None


# -- the renderer ---------------------------------------------------------------------------------


def job(kind: str, payload: str = "", **fields: object) -> PrintJobRow:
    values = {"uuid": "u", "ref": "r", "created_at": datetime(2026, 11, 22, tzinfo=UTC), **fields}
    return PrintJobRow(kind=kind, payload=payload, **values)  # type: ignore[arg-type]


def test_each_kind_of_job_finds_its_slip() -> None:
    drawer = SlipDrawer()
    receipt, shift = dump(RECEIPT), dump(SHIFT)
    jobs = {
        "R1-001087-2211": job("receipt", receipt),
        "C-150-7K3M9Q": job("coupon", receipt, ref="C-150-7K3M9Q"),
        "1001–1087": job("shift_close", shift),
        "GIFT CERTIFICATE": job("certificate", dump(CERTIFICATE), language="en"),
        "Balance": job("certificate_balance", dump(CERTIFICATE), language="en"),
        "12 345,50": job("x_report", shift),
        "TEST-0123456789": job("test"),
    }
    for words, each in jobs.items():
        assert words in text_of(drawer.pdf(each, Paper.ROLL_80))


def test_language_and_copy_come_from_the_job() -> None:
    said = text_of(SlipDrawer().pdf(job("receipt", dump(RECEIPT), language="en", copy=True),
                                    Paper.ROLL_80))  # fmt: skip
    assert "COPY" in said
    assert "TOTAL" in said


@pytest.mark.parametrize(
    "bad",
    [
        job("receipt", ""),
        job("receipt", "{}"),
        job("receipt", "[1]"),
        job("receipt", dump(SHIFT)),
        job("coupon", dump(RECEIPT), ref="C-000"),
        job("shift_close", dump(RECEIPT)),
        job("drawer"),
        job("party"),
    ],
)
def test_an_unreadable_job_says_so(bad: PrintJobRow) -> None:
    with pytest.raises(EnvironmentProblem, match="slip_unreadable"):
        SlipDrawer().pdf(bad, Paper.ROLL_80)


def test_preview_is_what_the_printer_gets() -> None:
    drawer = SlipDrawer()
    each = job("receipt", dump(RECEIPT))
    (png,) = drawer.preview(each, Paper.ROLL_80)
    (page,) = drawer.bitmaps(drawer.pdf(each, Paper.ROLL_80), Paper.ROLL_80)
    with Image.open(io.BytesIO(png)) as picture:
        assert picture.tobytes() == image_of(page).tobytes()


def test_the_logo_of_the_shop_is_found(tmp_path: Path) -> None:
    from dataclasses import replace

    with_logo = replace(RECEIPT, shop=replace(SHOP, logo=logo_file(tmp_path)))
    each = job("receipt", dump(with_logo))
    assert len(SlipDrawer(tmp_path).pdf(each, Paper.ROLL_80)) != len(
        SlipDrawer(None).pdf(each, Paper.ROLL_80)
    )


@pytest.mark.parametrize("paper", Paper)
def test_the_trial_slip_has_a_code_that_is_read(paper: Paper) -> None:
    drawer = SlipDrawer()
    pages = drawer.bitmaps(drawer.pdf(job("test", language="pl"), paper), paper)
    assert codes_in(pages[0]) == [("TEST-0123456789", "Code128")]


def test_threads_that_draw_at_once_get_their_own_slips() -> None:
    expected = {paper: render_receipt(RECEIPT, paper) for paper in Paper}
    wrong: list[Paper] = []

    def work(paper: Paper) -> None:
        for _ in range(5):
            drawn = render_receipt(RECEIPT, paper)
            if drawn != expected[paper] or not rasterise(drawn, paper):
                wrong.append(paper)

    threads = [threading.Thread(target=work, args=(paper,)) for paper in Paper]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []
