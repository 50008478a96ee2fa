"""Is this program whole? It starts, sells, leaves a receipt on paper and quits."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from pos_app.adapters.files.paths import places
from pos_app.adapters.files.station_file import StationFile
from pos_app.adapters.sqlite.driver import VERSION
from pos_app.bootstrap.rehearsal import off_screen, rehearse
from pos_app.bootstrap.shop import create_shop
from pos_app.services.product_form import ProductForm
from pos_app.services.session import Session
from pos_app.services.setup import PersonAnswer, ShopAnswers, TaxAnswer
from pos_app.services.station import StationService

PIN = "246810"
BARCODE = "5900000000015"
PRICE = 499


def run_smoke(out: Path) -> dict[str, Any]:
    """Make a shop of one product, sell it by key and scan, print into ``out``."""
    off_screen()
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        make_shop(data)
        station = StationService(StationFile(places(data).station_file))
        station.change("printer.kind", "folder")
        station.change("printer.folder", str(out.absolute()))
        with rehearse(data, (1024, 768)) as day:
            day.sign_in("Owner", PIN)
            day.reach("shift")
            day.robot.type("100")
            day.robot.key("Enter")
            day.reach("sale")
            day.robot.scan(BARCODE)
            day.robot.key("F10")
            day.reach("payment")
            day.robot.key("Enter")
            day.reach("done")
            last = day.shop.receipts.last("1")
            assert last is not None
            day.settle_prints()
    papers = sorted(path.name for path in out.glob("*.pdf"))
    return {
        "sqlite": ".".join(str(part) for part in VERSION),
        "number": last.number,
        "total": last.total,
        "receipts": papers,
    }


def make_shop(data: Path) -> None:
    """A shop of one owner and one product in ``data``."""
    shop = create_shop(places(data))
    try:
        owner = shop.setup.create(
            ShopAnswers(
                shop_name="Smoke test",
                owner=PersonAnswer(name="Owner", secret=PIN),
                taxes=(TaxAnswer(name="VAT 20%", rate=2000),),
            )
        )
        session = Session(person=owner, signed_in_at=shop.world.clock.now())
        shop.catalogue.create(session, ProductForm(name="Soap", price=PRICE, barcodes=(BARCODE,)))
    finally:
        shop.close()
