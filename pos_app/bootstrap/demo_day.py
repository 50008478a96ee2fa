"""A day at the counter in the real window off screen: pictures, a receipt and a coupon remain."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pos_app.adapters.documents.raster import rasterise, to_png
from pos_app.adapters.files.paths import places
from pos_app.adapters.files.station_file import StationFile
from pos_app.bootstrap.data_tools import make_demo
from pos_app.bootstrap.rehearsal import Rehearsal, off_screen, rehearse
from pos_app.services.demo_model import DemoReport
from pos_app.services.documents import Paper
from pos_app.services.station import StationService


def play(out: Path, language: str = "en") -> dict[str, Any]:
    """Make a demo shop, sell with a card in the real window, and look around.

    Leaves pictures of the pages, the receipt and the coupon for the next purchase (PDF and PNG)
    in ``out``; says what was sold.
    """
    off_screen()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        report = make_demo(data, language=language)
        station = StationService(StationFile(places(data).station_file))
        station.change("printer.kind", "folder")
        station.change("printer.folder", str(out.absolute()))
        station.change("look.language", language)
        with rehearse(data) as day:
            sold = _sell(day, report, out)
            _look_around(day, out)
    files = sorted(str(path) for path in (*_pictures(out), *out.glob("*.pdf")))
    return {"shop": report.shop, "files": files, **sold}


def _sell(day: Rehearsal, report: DemoReport, out: Path) -> dict[str, Any]:
    robot = day.robot
    day.shot(out / "01-sign-in.png")
    cashier = next(person for person in report.people if person.role == "senior")
    day.sign_in(cashier.name, cashier.pin)
    if day.page == "shift":
        robot.type("100")
        robot.key("Enter")
        day.reach("sale")
    day.shot(out / "02-empty-sale.png")
    robot.scan(report.card)
    for barcode in report.barcodes[:6]:
        robot.scan(barcode)
    robot.type("2*")
    robot.scan(report.barcodes[0])
    for barcode in report.barcodes[1:] * 3:
        if _earns_a_coupon(day):
            break
        robot.scan(barcode)
    robot.key("F7")
    day.shot(out / "03-sale.png")
    robot.key("Esc")
    robot.key("F10")
    day.reach("payment")
    day.shot(out / "04-payment.png")
    robot.key("Enter")
    day.reach("done")
    last = day.shop.receipts.last(day.shop.book.current.settings.till.id)
    assert last is not None
    day.settle_prints()
    day.shot(out / "05-done.png")
    robot.key("Enter")
    day.reach("sale")
    return {"number": last.number, "total": last.total}


def _earns_a_coupon(day: Rehearsal) -> bool:
    """Whether the receipt is surely large enough for the next purchase's coupon."""
    settings = day.shop.book.current.settings
    with day.shop.store.uow() as uow:
        draft = uow.drafts.open_draft(settings.till.id)
    listed = sum(line.unit_price * line.quantity for line in draft.lines) // 1000 if draft else 0
    return listed * 2 >= settings.next_coupon.threshold * 3  # a third may go in discounts


def _look_around(day: Rehearsal, out: Path) -> None:
    for number, name in enumerate(("receipts", "shift", "products", "settings"), start=6):
        if day.window.has_page(name):
            day.window.show_page(name)
            day.shot(out / f"{number:02d}-{name}.png")
    day.window.show_page("sale")


def _pictures(out: Path) -> list[Path]:
    """Every slip as a picture beside its PDF, and the screenshots."""
    for pdf in out.glob("*.pdf"):
        for number, page in enumerate(rasterise(pdf.read_bytes(), Paper.ROLL_80)):
            suffix = f"-{number + 1}" if number else ""
            pdf.with_name(f"{pdf.stem}{suffix}.png").write_bytes(to_png(page))
    return list(out.glob("*.png"))
