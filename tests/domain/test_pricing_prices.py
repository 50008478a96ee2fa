"""Which price holds, by group, tier, quantity and day; how far a person may go below (R1, R2)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from pos_app.domain.money import MAX_PRICE
from pos_app.domain.pricing import BasketLine, ManualDiscount, PricedBasket, PriceLevel
from pos_app.domain.promotion import PercentOff
from pos_app.domain.tier import Tier
from tests.domain.pricing_kit import discounts, line, person, promo, till

VIP = PriceLevel(price=8_000, groups=frozenset({"vip", "staff"}))
TEN_UP = PriceLevel(price=7_000, min_quantity=10_000)
GOLD = PriceLevel(price=9_000, tiers=frozenset({"gold"}))


def goods(pieces: int, *levels: PriceLevel, **facts: Any) -> BasketLine:
    """Pieces at 100.00 with levels."""
    return line("A", 10_000, pieces, prices=levels, **facts)


def who(*groups: str, **facts: Any) -> dict[str, Any]:
    """A basket's customer."""
    return {"customer": person(groups=frozenset(groups), **facts)}


def prices(priced: PricedBasket) -> list[int]:
    """The price of a unit of each line."""
    return [one.unit_price for one in priced.lines]


def test_a_level_is_for_its_group_only() -> None:
    assert prices(till(goods(1, VIP))) == [10_000]
    assert prices(till(goods(1, VIP), basket=who("other"))) == [10_000]
    priced = till(goods(2, VIP), basket=who("staff", "vip"))
    # 2 × 80.00; the price is no discount
    assert (priced.gross, priced.discount_total, priced.to_pay) == (16_000, 0, 16_000)
    (step,) = priced.lines[0].steps
    assert (step.kind, step.rule, step.amount) == ("price", "price", 0)
    assert step.reason.code == "price_level"
    assert dict(step.reason.params) == {
        "list": 10_000, "price": 8_000, "group": "staff", "tier": "", "min_quantity": 0,
    }  # fmt: skip


def test_a_level_may_be_of_a_tier() -> None:
    tiers = (Tier(tier_id="base", name="", threshold=0), Tier(tier_id="gold", name="", threshold=1))
    assert prices(till(goods(1, GOLD), tiers=tiers, basket=who())) == [10_000]
    priced = till(goods(1, GOLD), tiers=tiers, basket=who(tier_id="gold"))
    assert prices(priced) == [9_000]
    assert priced.lines[0].steps[0].reason.param("tier") == "gold"
    either = PriceLevel(price=9_500, tiers=frozenset({"gold"}), groups=frozenset({"vip"}))
    assert prices(till(goods(1, either), tiers=tiers, basket=who("vip"))) == [9_500]


def test_a_receipt_that_reaches_a_tier_is_sold_at_its_price() -> None:
    tiers = (
        Tier(tier_id="base", name="", threshold=0),
        Tier(tier_id="gold", name="", threshold=20_000),
    )
    lines = goods(2, GOLD)
    assert till(lines, tiers=tiers, basket=who()).to_pay == 20_000
    assert till(lines, tiers=tiers, basket=who(), upgrade_on_same_receipt=True).to_pay == 18_000


def test_a_quantity_break_counts_all_lines_of_the_article() -> None:
    assert prices(till(goods(9, TEN_UP))) == [10_000]
    assert prices(till(goods(10, TEN_UP))) == [7_000]
    own = goods(4, TEN_UP, line_id="own", unit_price=9_900)
    label = goods(1, TEN_UP, line_id="label", total=9_000)
    # 5 + 4 + 1: the price typed by hand and the label keep theirs
    priced = till(goods(5, TEN_UP), own, label, line("B", 100, 9))
    assert prices(priced)[:2] == [7_000, 9_900]
    assert [one.gross for one in priced.lines] == [35_000, 39_600, 9_000, 900]
    assert [len(one.steps) for one in priced.lines] == [1, 0, 0, 0]


def test_a_weighed_article_has_breaks_too() -> None:
    two_kilos = PriceLevel(price=8_000, min_quantity=2_000)
    lines = [
        line("A", 10_000, line_id=name, quantity=amount, prices=(two_kilos,))
        for name, amount in (("L1", 1_250), ("L2", 750))
    ]
    # 1.250 × 80.00 and 0.750 × 80.00
    assert [one.gross for one in till(*lines).lines] == [10_000, 6_000]


@pytest.mark.parametrize(
    ("first", "last", "price"),
    [
        (None, None, 8_000),
        (date(2026, 3, 10), date(2026, 3, 10), 8_000),
        (date(2026, 3, 11), None, 10_000),
        (None, date(2026, 3, 9), 10_000),
    ],
)
def test_a_level_holds_on_its_days_both_inclusive(
    first: date | None, last: date | None, price: int
) -> None:
    level = PriceLevel(price=8_000, valid_from=first, valid_to=last)
    assert prices(till(goods(1, level))) == [price]


def test_the_lowest_price_that_holds_is_taken() -> None:
    dear = PriceLevel(price=12_000)
    all_of_them = goods(10, dear, VIP, TEN_UP)
    assert prices(till(all_of_them, basket=who("vip"))) == [7_000]
    assert prices(till(goods(1, dear, VIP, TEN_UP), basket=who("vip"))) == [8_000]
    # nothing that holds is below the list price
    priced = till(goods(1, dear, PriceLevel(price=10_000)))
    assert (prices(priced), priced.lines[0].steps) == ([10_000], ())


def test_of_two_equal_prices_the_first_is_named() -> None:
    second = PriceLevel(price=8_000, min_quantity=1_000)
    priced = till(goods(1, VIP, second), basket=who("vip"))
    assert priced.lines[0].steps[0].reason.param("group") == "vip"


def test_fixed_price_goods_follow_levels_and_certificates_do_not() -> None:
    assert prices(till(goods(1, VIP, fixed_price=True), basket=who("vip"))) == [8_000]
    assert prices(till(goods(1, VIP, is_certificate=True), basket=who("vip"))) == [10_000]


def test_promotions_and_hands_work_on_the_price_taken() -> None:
    tenth = promo("P", PercentOff(rate=1_000))
    # 10 % of 80.00
    assert discounts(till(goods(1, VIP), promotions=[tenth], basket=who("vip"))) == [800]
    given = goods(1, VIP, discount=ManualDiscount(percent=2_500))
    priced = till(given, promotions=[tenth], basket=who("vip"))
    assert discounts(priced) == [2_000]
    assert [step.kind for step in priced.lines[0].steps] == ["price", "manual"]


def test_a_card_that_beats_a_promotion_keeps_the_price_taken() -> None:
    tiers = (Tier(tier_id="gold", name="", threshold=0, discount=2_000),)
    tenth = promo("P", PercentOff(rate=1_000))
    priced = till(goods(1, VIP), promotions=[tenth], tiers=tiers, basket=who("vip"))
    assert discounts(priced) == [1_600]
    assert [step.kind for step in priced.lines[0].steps] == ["price", "card"]


def test_a_level_is_within_the_bounds_of_prices() -> None:
    with pytest.raises(ValueError, match="price level"):
        till(goods(1, PriceLevel(price=MAX_PRICE + 1)))


# --- the floor (R2): cost 60.00 and a quarter of the price, so not below 80.00 ----------------


def thin(discount: ManualDiscount | None = None, **facts: Any) -> BasketLine:
    """One piece at 100.00 that cost 60.00."""
    return line("A", 10_000, cost=6_000, discount=discount, **facts)


def test_a_hand_is_cut_at_the_floor_unless_somebody_agreed() -> None:
    half = ManualDiscount(percent=5_000, reason="old")
    priced = till(thin(half), margin_floor=2_500)
    assert discounts(priced) == [2_000]
    assert priced.lines[0].steps[0].reason.param("cut") == 3_000
    agreed = ManualDiscount(percent=5_000, reason="old", below_floor=True)
    priced = till(thin(agreed), margin_floor=2_500)
    assert discounts(priced) == [5_000]
    assert "cut" not in dict(priced.lines[0].steps[0].reason.params)
    assert discounts(till(thin(half))) == [5_000]


def test_a_discount_on_the_receipt_is_cut_where_there_is_no_room() -> None:
    rich = line("B", 10_000)
    given = {"order_discount": ManualDiscount(amount=6_000)}
    # 30.00 each, but A has room for 20.00 only, and B gives no more for it
    priced = till(thin(), rich, margin_floor=2_500, basket=given)
    assert (discounts(priced), priced.order_discount) == ([2_000, 3_000], 5_000)
    assert [one.steps[0].reason.param("cut") for one in priced.lines] == [1_000, 1_000]
    agreed = {"order_discount": ManualDiscount(amount=6_000, below_floor=True)}
    assert discounts(till(thin(), rich, margin_floor=2_500, basket=agreed)) == [3_000, 3_000]


def test_a_discount_with_no_room_at_all_says_so() -> None:
    given = {"order_discount": ManualDiscount(amount=6_000)}
    priced = till(thin(unit_price=8_000), margin_floor=2_500, basket=given)
    assert priced.order_discount == 0
    assert [(step.amount, step.reason.param("cut")) for step in priced.lines[0].steps] == [
        (0, 6_000)
    ]


def test_an_amount_is_no_larger_a_share_than_it_was() -> None:
    given = ManualDiscount(amount=3_000, most_rate=1_000)
    # a tenth of 80.00 at the price of the group, a tenth of 100.00 without it
    priced = till(goods(1, VIP, discount=given), basket=who("vip"))
    assert discounts(priced) == [800]
    assert discounts(till(goods(1, VIP, discount=given))) == [1_000]
