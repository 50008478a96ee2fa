"""Pictures of the real screens for README.md and the handbook: ``python -m tests.shots_for_docs``.

The program runs off screen on a demo shop of each language, worked by keys and scans; what its
window shows is kept in docs/pictures, with as many colours as the eye needs and no more bytes than
the pages should carry.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from PIL import Image

from pos_app.adapters.files.demo_data import load
from pos_app.adapters.files.paths import places
from pos_app.adapters.files.station_file import StationFile
from pos_app.bootstrap.data_tools import make_demo
from pos_app.bootstrap.rehearsal import Rehearsal, off_screen, rehearse
from pos_app.resource_paths import resource
from pos_app.services.demo_model import DemoReport
from pos_app.services.station import StationService
from pos_app.ui.screens.questionnaires_view import QuestionnairesView
from pos_app.ui.screens.returns_view import ReturnsView

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
MOST_BYTES = 150_000
COLOURS = (256, 128, 64)
LINES, EVERY = 6, 43
"""How many lines a sale gets, taken so far apart in the catalogue that they differ."""

Scene = Callable[[Rehearsal, DemoReport, Path], None]


def english(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """Sign-in, a sale with a customer, payment, the sale done."""
    day.shot(out / "sign-in.png")
    _sign_in(day, report, "cashier")
    _fill(day, report)
    day.shot(out / "sale.png")
    day.robot.key("F10")
    day.reach("payment")
    day.robot.type("100")
    day.shot(out / "payment.png")
    day.robot.key("Enter")
    day.reach("done")
    day.settle_prints()
    day.shot(out / "done.png")


def russian(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """A sale, and the receipts."""
    _sign_in(day, report, "cashier")
    _fill(day, report)
    day.shot(out / "sale-ru.png")
    day.robot.key("F10")
    day.reach("payment")
    day.robot.key("Enter")
    day.reach("done")
    day.settle_prints()
    day.robot.key("Enter")
    day.reach("sale")
    _page(day, "receipts", out / "receipts-ru.png")


def polish(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """A sale, the shift, the products."""
    _sign_in(day, report, "owner")
    _fill(day, report)
    day.shot(out / "sale-pl.png")
    _page(day, "shift", out / "shift-pl.png")
    _page(day, "products", out / "products-pl.png")


def azerbaijani(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """A sale in the dark."""
    _sign_in(day, report, "owner")
    _fill(day, report)
    day.shot(out / "sale-az.png")


def owner(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """A return, the promotions, the programme and the settings."""
    _sign_in(day, report, "owner")
    _return(day, report, out / "returns.png")
    _page(day, "promotions", out / "promotions.png")
    _page(day, "programme", out / "programme.png")
    _page(day, "settings", out / "settings.png")


def people(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """A customer with everything known, in Russian."""
    _sign_in(day, report, "owner")
    day.robot.key("F3")
    day.reach("customer_find")
    day.robot.scan(report.card)
    day.robot.wait(1500)
    day.shot(out / "customer-ru.png")


def asking(day: Rehearsal, report: DemoReport, out: Path) -> None:
    """A newcomer, a questionnaire being written, what was answered."""
    _sign_in(day, report, "owner")
    _fill(day, report)
    day.robot.key("Ins")
    day.reach("new_customer")
    day.robot.wait(600)
    day.shot(out / "new-customer.png")
    day.robot.key("Esc")
    day.reach("sale")
    card, satisfaction = sorted(day.shop.questionnaires.all(), key=lambda one: one.row.kind)
    day.window.show_page("questionnaires")
    page = day.window.current_page()
    assert isinstance(page, QuestionnairesView)
    page.picked.emit(str(card.row.id))
    day.reach("questionnaire_edit")
    day.robot.key("Down")
    day.robot.wait(800)
    day.shot(out / "questionnaire.png")
    day.frame.office.survey.open(satisfaction.row.id)
    day.reach("survey")
    day.robot.wait(1200)
    day.shot(out / "answers.png")


SCENES: dict[str, tuple[str, str, Scene]] = {
    "en": ("en", "light", english),
    "ru": ("ru", "light", russian),
    "pl": ("pl", "light", polish),
    "az": ("az", "dark", azerbaijani),
    "owner": ("en", "light", owner),
    "people": ("ru", "light", people),
    "asking": ("en", "light", asking),
}


def _sign_in(day: Rehearsal, report: DemoReport, role: str) -> None:
    person = next(one for one in report.people if one.role == role)
    known = next(one for one in day.shop.staff.people() if one.name == person.name)
    day.frame.sign_in.choose(str(known.id))
    day.robot.type(person.pin)
    if role == "owner":
        day.robot.key("Enter")
    day.robot.until(lambda: day.page in ("sale", "shift"), "the PIN to be checked")
    if day.page == "shift":
        day.robot.type("100")
        day.robot.key("Enter")
        day.reach("sale")


def _fill(day: Rehearsal, report: DemoReport) -> None:
    """The customer with points and a coupon, and some goods."""
    day.robot.scan(report.card)
    known = load(resource("demo"), day.frame.voice.t.language).products
    goods = [one.barcode for one in known if one.barcode][: EVERY * LINES : EVERY]
    for barcode in goods:
        day.robot.scan(barcode)
    day.robot.type("2*")
    day.robot.scan(goods[0])
    day.robot.type("5*")
    day.robot.scan(goods[4])
    day.robot.wait(300)


def _return(day: Rehearsal, report: DemoReport, picture: Path) -> None:
    """Goods of a receipt just made, chosen to come back; nothing is booked."""
    _fill(day, report)
    day.robot.key("F10")
    day.reach("payment")
    day.robot.key("Enter")
    day.reach("done")
    day.settle_prints()
    day.robot.key("Enter")
    day.reach("sale")
    with day.shop.store.uow() as uow:
        till = day.shop.book.current.settings.till.id
        sale = uow.sales.by_number(till, uow.sales.next_number(till) - 1)
    assert sale is not None
    day.robot.scan(day.shop.receipts.read(sale.uuid).code)
    day.reach("returns")
    day.robot.key("Space")
    page = day.window.current_page()
    assert isinstance(page, ReturnsView)
    page.reason_chosen.emit("not_fit")
    day.shot(picture)
    day.robot.key("Esc")
    day.reach("sale")


def _page(day: Rehearsal, name: str, picture: Path) -> None:
    if not day.window.has_page(name):
        print(f"there is no page {name}", file=sys.stderr)
        return
    day.window.show_page(name)
    day.robot.wait(600)
    day.robot.until(lambda: not day.tasks.is_busy(), "the figures to be counted")
    day.shot(picture)


def shoot(language: str, look: str, scene: Scene, out: Path) -> None:
    """Every picture of one scene."""
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "shop"
        report = make_demo(data, language=language)
        station = StationService(StationFile(places(data).station_file))
        station.change("look.language", language)
        station.change("look.theme", look)
        station.change("printer.kind", "folder")
        station.change("printer.folder", str(Path(name) / "slips"))
        with rehearse(data, (1366, 768)) as day:
            day.shop.backup.make("request")
            day.frame.shell.refresh()
            day.frame.sign_in.open()
            scene(day, report, out)


def slim(picture: Path) -> int:
    """Fewer colours until the file is small enough; its size."""
    with Image.open(picture) as opened:
        whole = opened.convert("RGB")
    for colours in COLOURS:
        whole.quantize(colours, dither=Image.Dither.NONE).save(picture, optimize=True)
        if picture.stat().st_size <= MOST_BYTES:
            break
    return picture.stat().st_size


def main(wanted: list[str]) -> int:
    """The pictures of the scenes named, or of all."""
    off_screen()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name in wanted or list(SCENES):
        shoot(*SCENES[name], FOLDER)
    for picture in sorted(FOLDER.glob("*.png")):
        print(f"{picture.name}: {slim(picture) // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
