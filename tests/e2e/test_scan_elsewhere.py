"""A scan away from the counter opens what it names; a code nobody knows offers a way on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.bootstrap.shop import create_shop
from pos_app.services.product_form import ProductForm
from pos_app.services.session import Session
from pos_app.services.setup import PersonAnswer, ShopAnswers
from tests.builders import ean13

PIN = "246810"
SOAP = ean13("590000000001")


@pytest.fixture
def day(tmp_path: Path) -> Iterator[Rehearsal]:
    """The owner on the shift page, with a soap in the list."""
    shop = create_shop(places(tmp_path))
    owner = shop.setup.create(
        ShopAnswers(shop_name="Corner", owner=PersonAnswer(name="Leyla", secret=PIN))
    )
    session = Session(person=owner, signed_in_at=shop.world.clock.now())
    shop.catalogue.create(session, ProductForm(name="Soap", price=250, barcodes=(SOAP,)))
    shop.till.open(session, 0)
    shop.close()
    with rehearse(tmp_path) as made:
        made.sign_in("Leyla", PIN)
        made.window.show_page("shift")
        yield made


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_goods_open_their_product(day: Rehearsal) -> None:
    day.robot.scan(SOAP)
    day.reach("product_edit")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_slip_opens_its_return(day: Rehearsal) -> None:
    day.robot.scan("R1-000001-2211")
    day.reach("returns")


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_a_code_nobody_knows_may_become_a_product(day: Rehearsal) -> None:
    day.robot.scan(ean13("590000000009"))
    assert day.page == "shift"
    assert ean13("590000000009") in day.window.message()
    day.robot.key("Ctrl z")
    day.reach("product_edit")
