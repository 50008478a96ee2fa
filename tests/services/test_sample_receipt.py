"""The receipt a shop sees of itself in the settings: its own goods, its own tax."""

from __future__ import annotations

from pos_app.services.records import ProductHit
from pos_app.services.sample_receipt import sample_receipt
from tests.builders import Shop


def hit(name: str, price: int) -> ProductHit:
    """A product as a list has it."""
    return ProductHit(
        id=1, sku=name, name=name, price=price, unit="pcs", group_name="", barcode="",
        tax_rate=2300, active=True,
    )  # fmt: skip


def test_up_to_three_of_the_shops_own_goods(shop: Shop) -> None:
    goods = [hit(name, price) for name, price in (("A", 100), ("B", 200), ("C", 930), ("D", 1))]
    settings = shop.settings.reload()
    slip = sample_receipt(settings, goods, "VAT 23%", 2300, shop.clock.now(), "Leyla", "Goods")
    assert [line.name for line in slip.lines] == ["A", "B", "C"]
    # 12.30 × 23 / 123 = 2.30
    assert (slip.total, slip.taxes[0].tax) == (1230, 230)


def test_an_empty_shop_shows_one_made_up_line(shop: Shop) -> None:
    settings = shop.settings.reload()
    slip = sample_receipt(settings, (), "VAT 23%", 2300, shop.clock.now(), "Leyla", "Goods")
    assert [(line.name, line.gross) for line in slip.lines] == [("Goods", 1000)]
