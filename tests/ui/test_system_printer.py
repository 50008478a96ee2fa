"""The system's printer, printing into a file: the same slip, with its code, on the right paper."""

from __future__ import annotations

import threading
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from pos_app.adapters.documents import render_receipt
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import Paper, Slip
from pos_app.ui.system_printer import SystemPrinter, system_printers
from tests.adapters.documents.slips import RECEIPT

pytestmark = pytest.mark.usefixtures("qapp")


def slip(paper: Paper) -> Slip:
    return Slip(name="slip", pdf=render_receipt(RECEIPT, paper), paper=paper)


def printed(path: Path) -> tuple[tuple[float, float], Image.Image]:
    document = pypdfium2.PdfDocument(path)
    page = document[0]
    try:
        return page.get_size(), page.render(scale=400 / 72).to_pil().convert("L")
    finally:
        page.close()
        document.close()


@pytest.mark.parametrize(
    ("paper", "width"), [(Paper.ROLL_80, 204), (Paper.ROLL_58, 136), (Paper.A4, 595)]
)
def test_a_slip_comes_out_whole_from_a_worker_thread(
    paper: Paper, width: float, tmp_path: Path
) -> None:
    target = tmp_path / "out.pdf"
    worker = threading.Thread(target=SystemPrinter(output=target).send, args=(slip(paper),))
    worker.start()
    worker.join()
    size, picture = printed(target)
    assert size[0] == pytest.approx(width, abs=1)
    assert [found.text for found in zxingcpp.read_barcodes(picture)] == ["R1-001087-2211"]


def test_a_printer_that_is_not_there_says_so() -> None:
    printer = SystemPrinter("no such printer")
    assert not printer.status().online
    with pytest.raises(EnvironmentProblem, match="printer_missing"):
        printer.send(slip(Paper.ROLL_80))
    assert "no such printer" not in system_printers()


def test_no_drawer_and_nothing_to_abort(tmp_path: Path) -> None:
    printer = SystemPrinter(output=tmp_path / "x.pdf")
    assert printer.status().online
    printer.open_drawer()
    printer.abort()
    assert not (tmp_path / "x.pdf").exists()


def test_what_is_no_pdf_is_refused(tmp_path: Path) -> None:
    bad = Slip(name="x", pdf=b"not a pdf", paper=Paper.ROLL_80)
    with pytest.raises(EnvironmentProblem, match="slip_unreadable"):
        SystemPrinter(output=tmp_path / "x.pdf").send(bad)
