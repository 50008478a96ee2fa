"""Prices beside the list price: entering them, and selling at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from pos_app.domain.catalogue import Product, UnitKind
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import PriceLevel, Programme
from pos_app.domain.receipt import SlipPrice
from pos_app.domain.tier import Tier
from pos_app.services import snapshots
from pos_app.services.price_levels import (
    MOST_LEVELS,
    TIER,
    LevelForm,
    PriceLevels,
    level_of,
    levels_of,
)
from pos_app.services.programme_records import PriceRule
from tests.builders import Shop, ean13
from tests.services.desk import Counter, make_counter

CODE = ean13("590000000001")
TODAY = date(2026, 11, 22)


@pytest.fixture
def levels(shop: Shop) -> PriceLevels:
    """The service."""
    return PriceLevels(shop.store.uow, shop.clock, shop.ids, shop.sink)


@pytest.fixture
def soap(shop: Shop) -> Product:
    """Soap at 10.00."""
    return shop.product("Soap", 1_000, barcodes=(CODE,))


def refused(code: str, deed: Any, *args: Any, **named: Any) -> PosError:
    """The refusal of a deed."""
    with pytest.raises(PosError) as raised:
        deed(*args, **named)
    assert raised.value.code == code
    return raised.value


def join(shop: Shop, customer_id: int, *groups: str) -> None:
    """Put a person into groups."""
    with shop.store.uow() as uow:
        person = uow.customers.get(customer_id)
        assert person is not None
        uow.customers.update(replace(person, groups=groups))
        uow.commit()


class TestEntering:
    def test_a_price_is_kept_and_told(self, shop: Shop, levels: PriceLevels, soap: Product) -> None:
        shop.sink.heard.clear()
        form = LevelForm(
            price=800, group="VIP", min_quantity=3_000, valid_from=TODAY, valid_to=TODAY
        )
        kept = levels.put(shop.owner, soap.id, form)
        assert levels.of_product(soap.id) == [kept]
        assert kept == PriceRule(
            id=kept.id, uuid=kept.uuid, product_id=soap.id, customer_group="VIP",
            min_quantity=3_000, price=800, valid_from=TODAY, valid_to=TODAY,
            created_at=shop.clock.now(),
        )  # fmt: skip
        assert shop.sink.heard == [("product", soap.uuid)]
        (event,) = shop.events("price_level")
        assert event[:2] == (
            "price_level.added",
            {
                "product": soap.uuid, "sku": soap.sku, "group": "VIP", "from_quantity": 3_000,
                "price": 800, "first": "2026-11-22", "last": "2026-11-22",
            },
        )  # fmt: skip
        assert event[2] == shop.owner.person_uuid

    def test_a_price_is_changed_and_ended(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        first = levels.put(shop.owner, soap.id, LevelForm(price=800))
        shop.clock.advance(minutes=1)
        then = levels.put(shop.owner, soap.id, LevelForm(price=700), rule_id=first.id)
        assert then == replace(first, price=700)
        assert levels.of_product(soap.id) == [then]
        shop.sink.heard.clear()
        levels.end(shop.owner, soap.id, first.id)
        assert levels.of_product(soap.id) == []
        assert shop.sink.heard == [("product", soap.uuid)]
        kinds = [(kind, content["price"], content.get("was"), content["first"])
                 for kind, content, _, _ in shop.events("price_level")]  # fmt: skip
        assert kinds == [
            ("price_level.added", 800, None, ""),
            ("price_level.changed", 700, 800, ""),
            ("price_level.ended", 700, None, ""),
        ]
        refused("price_rule_unknown", levels.end, shop.owner, soap.id, first.id)
        refused("price_rule_unknown", levels.put, shop.owner, soap.id, LevelForm(price=1),
                rule_id=first.id)  # fmt: skip

    def test_only_the_owner_does_it(self, shop: Shop, levels: PriceLevels, soap: Product) -> None:
        form = LevelForm(price=800)
        refused("not_allowed", levels.put, shop.senior, soap.id, form)
        kept = levels.put(shop.owner, soap.id, form)
        refused("not_allowed", levels.end, shop.senior, soap.id, kept.id)
        refused("product_unknown", levels.put, shop.owner, 999, form)

    def test_a_level_is_below_the_list_price(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        found = refused("price_level_high", levels.put, shop.owner, soap.id, LevelForm(price=1_000))
        assert found.params == {"price": 1_000}
        assert levels.put(shop.owner, soap.id, LevelForm(price=999)).price == 999
        negative = refused("setting_invalid", levels.put, shop.owner, soap.id, LevelForm(price=-1))
        assert negative.params["field"] == "level_price"

    def test_days_are_in_order(self, shop: Shop, levels: PriceLevels, soap: Product) -> None:
        form = LevelForm(price=800, valid_from=TODAY, valid_to=TODAY - timedelta(days=1))
        found = refused("price_level_dates", levels.put, shop.owner, soap.id, form)
        assert found.params == {"field": "level_to"}

    def test_pieces_are_whole_and_one_piece_is_no_break(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        half = LevelForm(price=800, min_quantity=1_500)
        refused("quantity_whole", levels.put, shop.owner, soap.id, half)
        one = levels.put(shop.owner, soap.id, LevelForm(price=800, min_quantity=1_000))
        assert one.min_quantity == 0
        cheese = shop.product("Cheese", 2_000, unit=UnitKind.KILOGRAM)
        assert levels.put(shop.owner, cheese.id, half).min_quantity == 1_500
        assert (
            levels.put(shop.owner, cheese.id, LevelForm(price=8, min_quantity=800)).min_quantity
            == 800
        )

    def test_one_price_for_the_same_people_and_quantity_at_a_time(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        def days(first: int | None, last: int | None, **more: Any) -> LevelForm:
            return LevelForm(
                price=800,
                valid_from=None if first is None else date(2026, 12, first),
                valid_to=None if last is None else date(2026, 12, last),
                **more,
            )

        kept = levels.put(shop.owner, soap.id, days(5, 10))
        for form in (days(10, None), days(None, 5), days(None, None), days(6, 7)):
            found = refused("price_level_twice", levels.put, shop.owner, soap.id, form)
            assert found.params == {"price": 800}
        levels.put(shop.owner, soap.id, days(11, None))
        levels.put(shop.owner, soap.id, days(None, 4))
        levels.put(shop.owner, soap.id, days(5, 10, min_quantity=2_000))
        levels.put(shop.owner, soap.id, days(5, 10, group="VIP"))
        assert levels.put(shop.owner, soap.id, days(6, 9), rule_id=kept.id).id == kept.id

    def test_a_product_has_so_many_prices(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        for number in range(MOST_LEVELS):
            form = LevelForm(price=800, min_quantity=(number + 2) * 1_000)
            kept = levels.put(shop.owner, soap.id, form)
        refused("too_many_price_levels", levels.put, shop.owner, soap.id, LevelForm(price=1))
        levels.put(shop.owner, soap.id, LevelForm(price=700, min_quantity=2_000_000),
                   rule_id=kept.id)  # fmt: skip


class TestGroups:
    def test_groups_of_people_and_of_prices_are_offered(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        assert levels.groups() == []
        join(shop, shop.customer().id, "staff", "Wholesale")
        kept = levels.put(shop.owner, soap.id, LevelForm(price=800, group="neighbours"))
        assert levels.groups() == ["neighbours", "staff", "Wholesale"]
        levels.end(shop.owner, soap.id, kept.id)
        assert levels.groups() == ["staff", "Wholesale"]

    def test_a_group_keeps_the_letters_it_has(
        self, shop: Shop, levels: PriceLevels, soap: Product
    ) -> None:
        join(shop, shop.customer().id, "Wholesale")
        form = LevelForm(price=800, group="  wholeSALE ")
        assert levels.put(shop.owner, soap.id, form).customer_group == "Wholesale"
        other = LevelForm(price=800, group="retail")
        assert levels.put(shop.owner, soap.id, other).customer_group == "retail"

    def test_a_tier_has_to_exist(self, shop: Shop, levels: PriceLevels, soap: Product) -> None:
        shop.programme.change(
            shop.owner, Programme(tiers=(Tier(tier_id="gold", name="Gold", threshold=0),))
        )
        kept = levels.put(shop.owner, soap.id, LevelForm(price=800, group=TIER + "gold"))
        assert kept.customer_group == "tier:gold"
        assert levels.groups() == []
        found = refused(
            "setting_invalid", levels.put, shop.owner, soap.id, LevelForm(price=8, group="tier:x")
        )
        assert (found.params["field"], found.params["choices"]) == ("level_group", "gold")

    def test_what_pricing_is_told(self, shop: Shop, levels: PriceLevels, soap: Product) -> None:
        rule = levels.put(shop.owner, soap.id, LevelForm(price=800, group="VIP"))
        with shop.store.uow() as uow:
            assert levels_of(uow, soap.id) == (PriceLevel(price=800, groups=frozenset({"VIP"})),)
        tier = replace(rule, customer_group="tier:gold", min_quantity=2_000, valid_to=TODAY)
        assert level_of(tier) == PriceLevel(
            price=800, tiers=frozenset({"gold"}), min_quantity=2_000, valid_to=TODAY
        )
        assert level_of(replace(rule, customer_group="")) == PriceLevel(price=800)


class TestSelling:
    @pytest.fixture
    def counter(self, shop: Shop, soap: Product) -> Counter:
        """Anna the cashier."""
        assert soap.price == 1_000
        return make_counter(shop)

    def test_from_three_pieces_on(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        levels.put(counter.shop.owner, soap.id, LevelForm(price=900, min_quantity=3_000))
        counter.desk.scan(CODE, quantity=2_000)
        assert counter.desk.priced.to_pay == 2_000
        counter.desk.scan(CODE)
        assert counter.desk.priced.to_pay == 2_700
        assert counter.desk.priced.discount_total == 0
        done = counter.pay_cash()
        (line,) = done.receipt.lines
        assert (line.unit_price, line.gross, line.net) == (900, 2_700, 2_700)
        assert line.price == SlipPrice(listed=1_000, min_quantity=3_000)
        assert snapshots.load_receipt(snapshots.dump(done.receipt)) == done.receipt
        with counter.shop.store.uow() as uow:
            sale = uow.sales.by_uuid(done.sale_uuid)
            assert sale is not None
            assert sale.lines[0].unit_price == 900
            assert '"kind":"price"' in sale.lines[0].steps

    def test_the_price_of_a_group_and_of_a_tier(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        shop = counter.shop
        counter.use(Programme(tiers=(Tier(tier_id="gold", name="Gold", threshold=0),)))
        levels.put(shop.owner, soap.id, LevelForm(price=950, group="tier:gold"))
        levels.put(shop.owner, soap.id, LevelForm(price=900, group="VIP"))
        customer = shop.customer()
        counter.desk.refresh()
        counter.desk.scan(CODE)
        assert counter.desk.priced.to_pay == 1_000
        counter.desk.attach_customer(customer.id)
        assert counter.desk.priced.to_pay == 950
        join(shop, customer.id, "VIP")
        counter.desk.refresh()
        assert counter.desk.priced.to_pay == 900
        assert counter.desk.view().names["tier:gold"] == "Gold"
        done = counter.pay_cash()
        assert done.receipt.lines[0].price == SlipPrice(listed=1_000, name="VIP")

    def test_the_tier_is_named_on_the_slip(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        shop = counter.shop
        counter.use(Programme(tiers=(Tier(tier_id="gold", name="Gold", threshold=0),)))
        levels.put(shop.owner, soap.id, LevelForm(price=950, group="tier:gold"))
        counter.desk.scan(CODE)
        counter.desk.attach_customer(shop.customer().id)
        slip = counter.pay_cash().receipt.lines[0].price
        assert slip == SlipPrice(listed=1_000, name="Gold")

    def test_a_price_by_hand_and_a_label_keep_theirs(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        levels.put(counter.shop.owner, soap.id, LevelForm(price=500))
        desk = make_counter(counter.shop, counter.shop.senior, shift=False).desk
        line_id = desk.add_product(soap.id)
        assert desk.priced.to_pay == 500
        desk.override_price(line_id, 990, "broken box")
        desk.add_product(soap.id, fixed_gross=777)
        assert [line.gross for line in desk.priced.lines] == [990, 777]
        assert all(not line.steps for line in desk.priced.lines)

    def test_the_list_price_is_that_of_the_scan(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        shop = counter.shop
        levels.put(shop.owner, soap.id, LevelForm(price=900, min_quantity=2_000))
        counter.desk.scan(CODE)
        shop.catalogue.set_price(shop.owner, soap.id, 850)
        counter.desk.refresh()
        assert counter.desk.priced.to_pay == 1_000
        counter.desk.scan(CODE)
        assert counter.desk.priced.to_pay == 1_800

    def test_an_ended_price_is_asked_about_at_completion(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        kept = levels.put(counter.shop.owner, soap.id, LevelForm(price=900))
        counter.desk.scan(CODE)
        draft = counter.desk.draft
        levels.end(counter.shop.owner, soap.id, kept.id)
        found = refused(
            "total_changed", counter.checkout.complete, counter.desk.session, draft, 900
        )
        assert found.params == {"was": 900, "now": 1_000}

    def test_an_amount_shrinks_with_the_price_it_was_given_on(
        self, counter: Counter, levels: PriceLevels, soap: Product
    ) -> None:
        """2.00 off 4 × 8.00 is 6.25 %; of 2 × 10.00 that is 1.25."""
        levels.put(counter.shop.owner, soap.id, LevelForm(price=800, min_quantity=4_000))
        counter.desk.scan(CODE, quantity=4_000)
        (line,) = counter.desk.draft.lines
        desk = make_counter(counter.shop, counter.shop.senior, shift=False).desk
        desk.discount_line(line.line_id, amount=200, reason="x")
        assert desk.priced.to_pay == 3_000
        desk.set_quantity(line.line_id, 2_000)
        assert desk.priced.to_pay == 1_875
