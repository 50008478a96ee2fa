"""More of what a second person allowed: the screen asks again, by stepper and by keypad."""

from __future__ import annotations

import pytest

from pos_app.domain.pricing import Programme
from pos_app.presenters.sale_state import ApprovalView
from tests.builders import OWNER_SECRET, SENIOR_PIN
from tests.presenters.counter_stage import Stage
from tests.presenters.test_sale import TEA, goods

__all__ = ["goods"]


@pytest.fixture
def cheap(stage: Stage, goods: dict[str, int]) -> str:
    """A line of tea less ten per cent by leave of Marta; her key in the panel."""
    stage.sale.scan(TEA)
    stage.keys("F6")
    stage.sale.choose("rate:1000")
    stage.sale.choose("regular")
    stage.sale.confirm_panel()
    panel = stage.state.panel
    assert isinstance(panel, ApprovalView)
    marta = next(person.key for person in panel.people if person.text == "Marta")
    stage.sale.approve(marta, SENIOR_PIN)
    assert stage.state.slab.total == "zł\u00a09.00"
    return marta


def test_one_more_by_the_plus_key_asks_again(stage: Stage, cheap: str) -> None:
    stage.sale.step(1)
    assert isinstance(stage.state.panel, ApprovalView)
    assert stage.state.slab.total == "zł\u00a09.00"
    stage.keys("Esc")
    assert stage.state.panel is None
    assert stage.state.slab.total == "zł\u00a09.00"
    stage.sale.step(1)
    stage.sale.approve(cheap, SENIOR_PIN)
    assert stage.state.slab.total == "zł\u00a018.00"
    stage.sale.step(-1)
    assert stage.state.slab.total == "zł\u00a09.00"


def test_and_by_the_keypad(stage: Stage, cheap: str) -> None:
    stage.keys("F5")
    stage.type("5")
    stage.keys("Enter")
    assert isinstance(stage.state.panel, ApprovalView)
    stage.sale.approve(cheap, SENIOR_PIN)
    assert stage.state.slab.total == "zł\u00a045.00"


def test_a_scan_while_the_pin_is_awaited_is_not_in_the_consent(stage: Stage, cheap: str) -> None:
    stage.keys("F6", "F6")
    stage.sale.choose("rate:1000")
    stage.sale.choose("apology")
    stage.sale.confirm_panel()
    assert isinstance(stage.state.panel, ApprovalView)
    stage.sale.scan(TEA)
    stage.sale.approve(cheap, SENIOR_PIN)
    assert stage.counter.desk.draft.order_discount is None
    assert stage.state.slab.total == "zł\u00a019.00"
    assert "approval no longer holds" in str(stage.state)


def test_below_the_least_price_the_owner_sees_the_figures(stage: Stage) -> None:
    """Cream at 10.00 cost 8.00; at least a tenth of the price makes 8.89 the least."""
    cream = stage.shop.product("Cream", 1000, cost=800)
    stage.counter.use(Programme(margin_floor=1000))
    stage.counter.desk.add_product(cream.id)
    stage.sale.start()
    stage.keys("F6")
    stage.sale.choose("rate:2000")
    stage.sale.choose("regular")
    stage.sale.confirm_panel()
    panel = stage.state.panel
    assert isinstance(panel, ApprovalView)
    assert panel.detail == "Cream would bring zł\u00a08.00; the least is zł\u00a08.89"
    assert [person.text for person in panel.people] == ["Leyla"]
    stage.sale.approve(panel.people[0].key, OWNER_SECRET)
    assert stage.state.slab.total == "zł\u00a08.00"
