"""What scales, printed labels and foreign marks put on the receipt (R3, R35)."""

from __future__ import annotations

import pytest

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import UnitKind
from pos_app.services.desk_view import ScanResult
from tests.builders import Shop, card_number, ean13
from tests.services.desk import Counter, make_counter

CHEESE = ean13("590000000007")
GTIN = f"(01)0{CHEESE}"


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter with cheese at 30.00 a kilogram."""
    made = make_counter(shop)
    shop.product("Cheese", 3000, unit=UnitKind.KILOGRAM, barcodes=(CHEESE,))
    return made


def sold(counter: Counter) -> list[tuple[int, int]]:
    """Quantity in thousandths and money of each line."""
    priced = {line.line_id: line.gross for line in counter.desk.priced.lines}
    return [(line.quantity, priced[line.line_id]) for line in counter.desk.draft.lines]


def test_a_printed_weight_is_sold_by_the_price_on_the_list(counter: Counter) -> None:
    assert counter.desk.scan(f"{GTIN}(3103)000750").result is ScanResult.LINE
    # 30.00 × 0.750 = 22.50
    assert sold(counter) == [(750, 2250)]


def test_a_printed_price_is_what_is_paid(counter: Counter) -> None:
    counter.desk.scan(f"{GTIN}(3922)1234")
    # 12.34 ÷ 30.00 = 0.4113 kg, for the eye only
    assert sold(counter) == [(411, 1234)]


def test_a_printed_weight_beside_the_price_is_believed(counter: Counter) -> None:
    counter.desk.scan(f"{GTIN}(3103)000400(3922)1234")
    assert sold(counter) == [(400, 1234)]


def test_a_case_counts_its_pieces(counter: Counter) -> None:
    soap = ean13("590000000001")
    counter.shop.product("Soap", 250, barcodes=(soap,))
    counter.desk.scan(f"(01)0{soap}(30)12", quantity=2000)
    assert sold(counter) == [(24_000, 6_000)]


def test_a_label_of_the_scale_nobody_knows_is_a_red_line(counter: Counter) -> None:
    outcome = counter.desk.scan(ean13("229999900750"))
    assert outcome.result is ScanResult.UNKNOWN
    (line,) = counter.desk.draft.lines
    assert line.unknown_code == ean13("229999900750")


def test_goods_without_a_price_may_carry_a_label_with_one(counter: Counter) -> None:
    counter.set(scanner__weighed_templates=["23PPPPPVVVVVC"])
    counter.shop.product("Olives", 0, unit=UnitKind.KILOGRAM, plu="00050")
    counter.desk.scan(ean13("230005000599"))
    assert sold(counter) == [(1000, 599)]


def test_a_card_from_the_drawer_belongs_to_nobody_yet(counter: Counter) -> None:
    with counter.shop.store.uow() as uow:
        uow.cards.add(
            Card(
                id=0,
                uuid=counter.shop.ids.uuid(),
                number=card_number(55),
                status=CardStatus.STOCK,
                customer_id=None,
            )
        )
        uow.commit()
    outcome = counter.desk.scan(card_number(55))
    assert outcome.result is ScanResult.REFUSED
    assert outcome.reason is not None
    assert outcome.reason.code == "card_not_issued"
    assert counter.desk.draft.customer_id is None
