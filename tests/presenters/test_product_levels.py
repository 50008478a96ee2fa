"""The prices of a product beside its list price: typed, refused in words, kept, changed, ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pos_app.domain.pricing import Programme
from pos_app.domain.tier import Tier
from pos_app.presenters.product_edit_state import LevelRow, LevelsState
from pos_app.services.price_levels import LevelForm, PriceLevels
from tests.builders import Shop
from tests.presenters.product_stage import Goods

GOLD = Programme(tiers=(Tier(tier_id="gold", name="Gold", threshold=0),))


@pytest.fixture
def goods(shop: Shop, tmp_path: Path) -> Goods:
    """The form of soap at 10.00 that cost 6.00; the day is 22 November 2026."""
    made = Goods(shop, tmp_path / "pictures")
    shop.programme.change(shop.owner, GOLD)
    made.form.open(shop.product("Soap", 1000, cost=600).id)
    return made


def levels(goods: Goods) -> LevelsState:
    """What the part with the prices shows."""
    state: LevelsState = goods.form_view.state.levels
    return state


def service(goods: Goods) -> PriceLevels:
    """The service behind, for another hand."""
    shop = goods.shop
    return PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink)


def put(goods: Goods, **fields: str) -> None:
    """Type a price and store it."""
    goods.fill(**{f"level_{name}": text for name, text in fields.items()})
    goods.form.put_level()


def errors(goods: Goods) -> dict[str, str]:
    found: dict[str, str] = dict(goods.form_view.state.errors)
    return found


def test_a_price_from_three_pieces(goods: Goods) -> None:
    assert levels(goods).rows == ()
    assert levels(goods).empty.startswith("No other prices yet.")
    assert not levels(goods).changed
    goods.fill(level_quantity="3", level_price="9,50")
    assert (levels(goods).changed, goods.form_view.state.badge) == (True, "Unsaved changes")
    goods.form.put_level()
    (row,) = levels(goods).rows
    # 3.50 of 9.50 is 36.84 %
    assert row == LevelRow(
        key=row.key, who="Everybody", quantity="3\u00a0pcs", price="zł\u00a09.50",
        margin="36.8%", days="always",
    )  # fmt: skip
    assert not levels(goods).changed
    assert goods.form_view.state.badge == ""


def test_a_tier_a_known_group_and_a_new_one(goods: Goods) -> None:
    shop = goods.shop
    customer = shop.customer()
    with shop.store.uow() as uow:
        person = uow.customers.get(customer.id)
        assert person is not None
        uow.customers.update(replace(person, groups=("Staff",)))
        uow.commit()
    goods.form.refresh()
    assert levels(goods).groups == (
        ("", "Everybody"), ("tier:gold", "Tier Gold"), ("Staff", "Staff"), ("+", "New group…"),
    )  # fmt: skip
    put(goods, group="tier:gold", price="9")
    put(goods, group="Staff", price="8")
    goods.fill(level_group="+")
    assert levels(goods).new_group_open
    assert goods.form_view.state.focus == "level_new_group"
    goods.fill(level_price="7")
    goods.form.put_level()
    assert errors(goods) == {"level_new_group": "Enter the name."}
    put(goods, new_group="Wholesale")
    assert [row.who for row in levels(goods).rows] == ["Staff", "Wholesale", "Tier Gold"]
    assert ("Wholesale", "Wholesale") in levels(goods).groups


def test_days_are_typed_and_shown(goods: Goods) -> None:
    put(goods, price="9", **{"from": "1.12.2026", "to": "2026-12-24"})
    put(goods, price="8", **{"from": "25/12/26"})
    put(goods, price="7", to="23.11.2026", quantity="2")
    put(goods, price="6.50", to="21.11.2026")
    assert [(row.days, row.tone) for row in levels(goods).rows] == [
        ("1 Dec 2026 – 24 Dec 2026", "text"),
        ("from 25 Dec 2026", "text"),
        ("until 21 Nov 2026: over", "muted"),
        ("until 23 Nov 2026", "text"),
    ]


@pytest.mark.parametrize(
    ("typed", "field", "words"),
    [
        ({"quantity": "3"}, "level_price", "Enter the price."),
        ({"price": "x"}, "level_price", "A sum looks like 1,234.50."),
        ({"price": "9", "quantity": "many"}, "level_quantity", "This quantity is not possible."),
        ({"price": "9", "quantity": "1.5"}, "level_quantity",
         "This is sold by the piece: enter a whole number."),
        ({"price": "9", "from": "soon"}, "level_from", "A day looks like 24.12.2026."),
        ({"price": "9", "from": "2.12.26", "to": "1.12.26"}, "level_to",
         "The last day is before the first."),
        ({"price": "10"}, "level_price", "This is not below the list price (zł\u00a010.00)."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_under_its_field(
    goods: Goods, typed: dict[str, str], field: str, words: str
) -> None:
    put(goods, **typed)
    assert errors(goods) == {field: words}
    assert goods.form_view.state.focus == field
    assert goods.form_view.alarms == 1
    assert levels(goods).rows == ()
    assert levels(goods).changed
    goods.fill(**{field: "1"})
    assert errors(goods) == {}


def test_the_same_people_and_days_twice(goods: Goods) -> None:
    put(goods, price="9")
    put(goods, price="8")
    assert errors(goods) == {
        "level_price": "There is already a price for them on these days: zł\u00a09.00."
    }


def test_a_price_is_changed_and_ended(goods: Goods) -> None:
    put(goods, price="9", quantity="3", to="24.12.2026")
    (row,) = levels(goods).rows
    goods.form.choose_level(row.key)
    values = levels(goods).values
    assert (values.price, values.quantity, values.last) == ("9.00", "3", "2026-12-24")
    assert (levels(goods).editing, levels(goods).changed) == (True, False)
    assert levels(goods).put_words == "Save this price"
    assert goods.form_view.state.badge == ""
    put(goods, price="8")
    assert [one.price for one in levels(goods).rows] == ["zł\u00a08.00"]
    assert levels(goods).put_words == "Add this price"
    goods.form.end_level()  # nothing is chosen
    assert len(levels(goods).rows) == 1
    goods.form.choose_level(row.key)
    goods.form.end_level()
    assert levels(goods).rows == ()


def test_a_price_somebody_else_ended(goods: Goods) -> None:
    put(goods, price="9")
    key = levels(goods).rows[0].key
    goods.form.choose_level(key)
    service(goods).end(goods.shop.owner, goods.form.product_id or 0, int(key))
    goods.form.end_level()
    assert goods.form_view.state.notice == ""
    assert levels(goods).rows == ()


def test_a_half_typed_price_is_not_lost(goods: Goods) -> None:
    put(goods, price="9")
    key = levels(goods).rows[0].key
    goods.fill(level_price="8")
    goods.form.choose_level(key)
    assert goods.form_view.state.notice == "First save or drop the price being typed."
    assert levels(goods).values.price == "8"
    product_id = goods.form.product_id or 0
    goods.form.back()
    assert goods.ways.said == [("Unsaved changes are kept: Soap", "")]
    goods.form.open(product_id)
    assert levels(goods).values.price == "8"
    goods.form.drop_level()
    assert levels(goods).values.price == ""
    goods.form.choose_level(key)
    assert levels(goods).editing
    goods.form.discard()
    assert not levels(goods).editing


def test_saving_the_product_saves_the_price_typed(goods: Goods) -> None:
    product_id = goods.form.product_id or 0
    goods.fill(level_price="x")
    goods.form.save()
    assert goods.ways.gone == []
    goods.fill(level_price="9")
    goods.form.save()
    assert goods.ways.gone == [("saved", product_id)]
    assert [rule.price for rule in service(goods).of_product(product_id)] == [900]


def test_a_new_product_has_to_be_saved_first(goods: Goods) -> None:
    goods.form.open_new()
    assert not levels(goods).usable
    assert levels(goods).empty == "Save the product first; then it can have other prices."


def test_only_the_owner_changes_prices(goods: Goods, shop: Shop, tmp_path: Path) -> None:
    product_id = goods.form.product_id or 0
    kept = service(goods).put(shop.owner, product_id, LevelForm(price=900))
    other = Goods(shop, tmp_path / "other", shop.senior)
    other.form.open(product_id)
    other.form.choose_level(str(kept.id))
    assert not levels(other).editing
    other.fill(level_price="1")
    assert not other.form.put_level()
    assert other.ways.said == [("Your role may not do this.", "danger")]


class TestMargin:
    def test_what_is_left_of_the_price(self, goods: Goods) -> None:
        assert (levels(goods).margin, levels(goods).margin_low) == ("40% · zł\u00a04.00", False)
        goods.fill(price="8")
        assert levels(goods).margin == "25% · zł\u00a02.00"
        goods.fill(cost="")
        assert (levels(goods).margin, levels(goods).margin_low) == ("", False)

    def test_below_the_cost(self, goods: Goods) -> None:
        goods.fill(price="5")
        assert (levels(goods).margin, levels(goods).margin_low) == (
            "−20% · −zł\u00a01.00", True,
        )  # fmt: skip

    def test_below_the_least_of_the_shop(self, goods: Goods) -> None:
        """At least a quarter of the price: 6.00 ÷ 0.75 = 8.00."""
        put(goods, price="7.99", quantity="2")
        put(goods, price="8", quantity="3")
        goods.shop.programme.change(goods.shop.owner, replace(GOLD, margin_floor=2500))
        goods.form.refresh()
        assert [row.tone for row in levels(goods).rows] == ["danger", "text"]
        assert not levels(goods).margin_low
        goods.fill(price="7.99")
        assert levels(goods).margin == "24.9% · zł\u00a01.99, the least price is zł\u00a08.00"
        assert levels(goods).margin_low

    def test_a_price_that_is_no_longer_below_the_list(self, goods: Goods) -> None:
        put(goods, price="9")
        shop, product_id = goods.shop, goods.form.product_id or 0
        shop.catalogue.set_price(shop.owner, product_id, 850)
        goods.form.refresh()
        (row,) = levels(goods).rows
        assert (row.days, row.tone) == ("not below the list price", "muted")


def test_the_day_is_that_of_the_shop(goods: Goods) -> None:
    put(goods, price="9", to="22.11.2026")
    assert levels(goods).rows[0].days == "until 22 Nov 2026"
    assert service(goods).of_product(goods.form.product_id or 0)[0].valid_to == date(2026, 11, 22)
