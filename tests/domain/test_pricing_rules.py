"""Who gets what, in which order, and why not: conditions, stacking, coupons (R1, R2)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest

from pos_app.domain.pricing import ManualDiscount, PresentedCoupon, PricedBasket
from pos_app.domain.promotion import (
    AmountOff,
    AnyOf,
    BirthdayWindow,
    Condition,
    Contains,
    DistinctSkus,
    FreeUnits,
    Gift,
    Hours,
    InGroup,
    InTier,
    IsCustomer,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NoneOf,
    NthOrder,
    PercentOff,
    PointsMultiplier,
    Scope,
)
from pos_app.domain.tier import Tier
from tests.domain.pricing_kit import (
    NOON,
    discounts,
    line,
    only,
    person,
    promo,
    reasons,
    till,
    vat,
)

TEN = PercentOff(rate=1_000)
A, B = line("A", 400, 2), line("B", 600, 2)
ANNA = {"customer": person(groups=frozenset({"vip"}), orders=2, birthday=date(1990, 3, 12))}


@pytest.mark.parametrize(
    ("condition", "holds", "missing"),
    [
        (MinAmount(amount=2_000), True, None),  # 8.00 + 12.00
        (MinAmount(amount=2_000, strict=True), False, 1),
        (MinAmount(amount=2_500), False, 500),
        (MinAmount(amount=1_200, scope=only("B")), True, None),
        (MinAmount(amount=1_201, basis="list", scope=only("B")), False, 1),
        (MinQuantity(quantity=4_000), True, None),
        (MinQuantity(quantity=5_000), False, 1_000),
        (MaxQuantity(quantity=4_000), True, None),
        (MaxQuantity(quantity=3_000), False, None),
        (DistinctSkus(count=2), True, None),
        (DistinctSkus(count=3), False, 1_000),
        (Contains(skus=("A", "B")), True, None),
        (Contains(skus=("A", "C", "D")), False, 2_000),
        (Contains(skus=("A", "B"), quantity=4_000), True, None),
        (Contains(skus=("A", "C"), quantity=3_000), False, 1_000),
        (InGroup(groups=frozenset({"vip"})), True, None),
        (InGroup(groups=frozenset({"staff"})), False, None),
        (IsCustomer(), True, None),
        (IsCustomer(ids=frozenset({"anna"})), True, None),
        (IsCustomer(ids=frozenset({"boris"})), False, None),
        (InTier(tiers=frozenset({"gold"})), False, None),
        (NthOrder(n=3), True, None),
        (NthOrder(n=2), False, None),
        (NthOrder(n=3, every=True), True, None),
        (NthOrder(n=2, every=True), False, None),
        (BirthdayWindow(), True, None),
        (BirthdayWindow(before=1), False, None),
        (AnyOf(conditions=(NthOrder(n=9), MinQuantity(quantity=1_000))), True, None),
        (AnyOf(conditions=(NthOrder(n=9), MinQuantity(quantity=9_000))), False, None),
        (NoneOf(conditions=(NthOrder(n=9), MinQuantity(quantity=9_000))), True, None),
        (NoneOf(conditions=(NthOrder(n=9), MinQuantity(quantity=1_000))), False, None),
    ],
)
def test_conditions(condition: Condition, holds: bool, missing: int | None) -> None:
    priced = till(A, B, promotions=[promo("P", TEN, when=[condition])], basket=ANNA)
    if holds:
        assert [rule.rule_id for rule in priced.applied] == ["P"]
        assert priced.not_applied == ()
    else:
        assert priced.applied == ()
        refusal = priced.not_applied[0]
        assert (refusal.reason.code, refusal.missing) == ("conditions", missing)
        assert bool(priced.offers) is (missing is not None)


@pytest.mark.parametrize(
    "condition",
    [InGroup(groups=frozenset({"vip"})), IsCustomer(), NthOrder(n=1), BirthdayWindow()],
)
def test_conditions_about_a_person_need_one(condition: Condition) -> None:
    priced = till(A, promotions=[promo("P", TEN, when=[condition])])
    assert reasons(priced) == {"P": "conditions"}


def test_a_birthday_must_be_known() -> None:
    rule = promo("P", TEN, when=[BirthdayWindow()])
    assert reasons(till(A, promotions=[rule], basket={"customer": person()})) == {"P": "conditions"}


@pytest.mark.parametrize(
    ("basis", "amount", "holds"),
    [("net", 1_000, True), ("net", 1_001, False), ("gross", 1_200, True), ("gross", 1_201, False)],
)
@pytest.mark.parametrize("inclusive", [True, False])
def test_thresholds_without_and_with_tax(
    basis: Any, amount: int, holds: bool, inclusive: bool
) -> None:
    goods = line("A", 1_200 if inclusive else 1_000, taxes=vat(20))
    rule = promo("P", TEN, when=[MinAmount(amount=amount, basis=basis)])
    priced = till(goods, promotions=[rule], prices_include_tax=inclusive)
    assert bool(priced.applied) is holds


def test_gift_certificates_do_not_count_towards_a_minimum() -> None:
    rule = promo("P", TEN, when=[MinAmount(amount=1_000)])
    assert till(A, line("G", 900, is_certificate=True), promotions=[rule]).applied == ()


@pytest.mark.parametrize(
    ("facts", "customer", "reason"),
    [
        ({"enabled": False}, None, "disabled"),
        ({"valid_from": date(2026, 3, 11)}, None, "not_started"),
        ({"valid_to": date(2026, 3, 9)}, None, "expired"),
        ({"weekdays": frozenset({1})}, None, "conditions"),
        ({"hours": (Hours(start=time(13), end=time(14)),)}, None, "conditions"),
        ({"usage_limit": 3, "used": 3}, None, "usage_limit"),
        ({"budget": 100, "budget_used": 100}, None, "budget"),
        ({"bound_customer": "anna"}, None, "customer_required"),
        ({"bound_customer": "boris"}, person(), "other_customer"),
        ({"usage_limit_per_customer": 1}, None, "customer_required"),
        ({"usage_limit_per_customer": 1, "used_by_customer": 1}, person(), "customer_usage_limit"),
        ({"usage_limit_per_customer": 1}, person(used={"P": 1}), "customer_usage_limit"),
    ],
)
def test_rights(facts: dict[str, Any], customer: Any, reason: str) -> None:
    priced = till(A, promotions=[promo("P", TEN, **facts)], basket={"customer": customer})
    assert reasons(priced) == {"P": reason}
    shown = till(A, coupons=[promo("P", TEN, **facts)], basket={"customer": customer})
    assert reasons(shown) == {"P": reason}
    assert shown.not_applied[0].code == "P"


def test_rights_that_hold() -> None:
    rule = promo(
        "P",
        TEN,
        valid_from=date(2026, 3, 10),
        valid_to=date(2026, 3, 10),
        weekdays=frozenset({2}),
        hours=(Hours(start=time(12), end=time(13)),),
        usage_limit=3,
        used=2,
        usage_limit_per_customer=1,
        bound_customer="anna",
    )
    assert till(A, promotions=[rule], basket={"customer": person()}).promotion_discount == 80
    named = promo("P", TEN, bound_customer="anna")
    assert till(A, promotions=[named], basket={"customer": person()}).promotion_discount == 80


def test_a_budget_cuts_the_last_use() -> None:
    # 10 % of 8.00 and 12.00 would be 2.00; 1.00 is left of the budget: 0.40 and 0.60
    rule = promo("P", TEN, budget=1_000, budget_used=900)
    priced = till(A, B, promotions=[rule])
    assert discounts(priced) == [40, 60]
    wide = promo("P", TEN, budget=1_000, budget_used=500)
    assert discounts(till(A, B, promotions=[wide])) == [80, 120]


# -- order and company ---------------------------------------------------------------------------


def test_the_better_promotion_takes_the_line() -> None:
    rules = [promo("five", PercentOff(rate=500)), promo("ten", TEN)]
    priced = till(A, promotions=rules)
    assert [rule.rule_id for rule in priced.applied] == ["ten"]
    assert reasons(priced) == {"five": "excluded"}


def test_priority_goes_before_benefit() -> None:
    rules = [promo("ten", TEN), promo("five", PercentOff(rate=500), priority=1)]
    assert [rule.rule_id for rule in till(A, promotions=rules).applied] == ["five"]


def test_promotions_share_a_line_only_when_both_may() -> None:
    rules = [
        promo("ten", TEN, combinable=True),
        promo("five", PercentOff(rate=500), combinable=True),
        promo("two", PercentOff(rate=200)),
    ]
    # 10 % of 8.00 = 0.80, 5 % of 7.20 = 0.36
    priced = till(A, promotions=rules)
    assert discounts(priced) == [116]
    assert reasons(priced) == {"two": "excluded"}


@pytest.mark.parametrize("exclusive", ["ten", "five"])
def test_an_exclusive_promotion_takes_its_lines(exclusive: str) -> None:
    rules = [
        promo("ten", TEN, combinable=True, exclusive=exclusive == "ten"),
        promo("five", PercentOff(rate=500), combinable=True, exclusive=exclusive == "five"),
        promo("b", TEN, PercentOff(rate=500, scope=only("B"))),
    ]
    priced = till(A, promotions=rules)
    assert [rule.rule_id for rule in priced.applied] == ["ten"]


def test_as_written_each_takes_what_the_last_one_left() -> None:
    rules = [
        promo("ten", TEN, combinable=True, order=0),
        promo("first", AmountOff(amount=200), combinable=True, order=1, priority=5),
    ]
    # 2.00 first, then 10 % of 6.00
    priced = till(A, promotions=rules, promotion_order="written")
    assert [rule.rule_id for rule in priced.applied] == ["first", "ten"]
    assert discounts(priced) == [260]


def test_without_lines_to_itself_an_exclusive_promotion_shares() -> None:
    rules = [
        promo("ten", TEN, combinable=True, order=0),
        promo("five", PercentOff(rate=500), combinable=True, order=1),
    ]
    settings: dict[str, Any] = {"promotion_order": "written", "exclusive_takes": "basket"}
    assert discounts(till(A, promotions=rules, **settings)) == [80 + 36]


def test_a_rule_that_gives_on_one_line_only_leaves_the_other_untouched() -> None:
    # the bound of 0.50 is one half unit each: 25 and 25; a line of 0.00 has nothing to give
    rule = promo("P", PercentOff(rate=1_000, target="order", max_amount=50))
    priced = till(line("Z", 0), A, promotions=[rule])
    assert discounts(priced) == [0, 50]
    assert priced.lines[0].steps == ()


def test_a_card_that_wins_on_one_line_keeps_promotions_on_the_other() -> None:
    rules = [promo("P", AmountOff(amount=300), combinable=True)]
    # 3.00 by 8 : 12 are 1.20 and 1.80; the card gives 25 % = 2.00 and 3.00: both lines to it;
    # with 15 % it gives 1.20 (a tie, the promotion stays) and 1.80
    for discount, off, applied in ((2_500, [200, 300], []), (1_500, [120, 180], ["P"])):
        tier = Tier(tier_id="t", discount=discount)
        priced = till(A, B, promotions=rules, tiers=(tier,), basket={"customer": person()})
        assert discounts(priced) == off
        assert [rule.rule_id for rule in priced.applied] == applied


def test_alone_in_the_basket() -> None:
    rules = [
        promo("ten", TEN, combinable=True),
        promo("nothing", TEN, exclusive=True, combinable=True, when=[MinQuantity(quantity=9_000)]),
        promo("alone", PercentOff(rate=500, scope=only("B")), exclusive=True, combinable=True),
    ]
    code = promo("K", AmountOff(amount=100))
    written: dict[str, Any] = {"promotion_order": "written", "exclusive_takes": "basket"}
    priced = till(A, B, promotions=rules, coupons=[code], **written)
    assert [rule.rule_id for rule in priced.applied] == ["alone"]
    assert reasons(priced) == {"ten": "excluded", "nothing": "excluded", "K": "excluded"}
    sole = promo("K", AmountOff(amount=100), exclusive=True)
    by_code = till(A, B, promotions=rules[:1], coupons=[sole], **written)
    assert [rule.rule_id for rule in by_code.applied] == ["K"]
    joined = till(A, promotions=[*rules[:1], rules[2]], **written)
    assert [rule.rule_id for rule in joined.applied] == ["ten"]


def test_of_a_group_only_the_best_applies() -> None:
    rules = [
        promo("five", PercentOff(rate=500), exclusion_group="g", combinable=True, order=0),
        promo("ten", TEN, exclusion_group="g", combinable=True, order=1),
        promo("never", TEN, exclusion_group="g", when=[MinQuantity(quantity=9_000)], order=2),
        promo("ended", TEN, exclusion_group="g", valid_to=date(2026, 1, 1), order=3),
    ]
    code = promo("K", AmountOff(amount=100), exclusion_group="g", combinable=True)
    for how in ("written", "benefit"):
        priced = till(A, B, promotions=rules, coupons=[code], promotion_order=how)
        assert [rule.rule_id for rule in priced.applied] == ["ten"]
        assert reasons(priced) == {
            "five": "excluded",
            "never": "conditions",
            "ended": "expired",
            "K": "excluded",
        }


def test_a_group_that_gives_nothing_has_no_winner() -> None:
    rules = [promo("P", PercentOff(rate=1_000, scope=only("Z")), exclusion_group="g")]
    assert reasons(till(A, promotions=rules)) == {"P": "no_effect"}


# -- card and manual discounts -------------------------------------------------------------------

GOLD = Tier(tier_id="gold", threshold=0, discount=1_000)


def _card(stacking: str, rate: int, **settings: Any) -> PricedBasket:
    rules = [promo("P", PercentOff(rate=rate, scope=only("A")), combinable=True)]
    return till(
        A, B, promotions=rules, tiers=(GOLD,), basket={"customer": person()},
        stacking=stacking, **settings,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("stacking", "rate", "off"),
    [
        ("best", 2_000, [160, 120]),  # 20 % beats 10 % on A
        ("best", 1_000, [80, 120]),  # a tie goes to the promotion
        ("best", 500, [80, 120]),  # the card wins on A
        ("add", 2_000, [224, 120]),  # 1.60, then 10 % of 6.40
        ("promotion_only", 500, [40, 120]),
    ],
)
def test_stacking_of_promotion_and_card(stacking: str, rate: int, off: list[int]) -> None:
    priced = _card(stacking, rate)
    assert discounts(priced) == off
    assert priced.tier_id == "gold"
    won_by_card = stacking == "best" and rate == 500
    assert [rule.rule_id for rule in priced.applied] == ([] if won_by_card else ["P"])
    if won_by_card:
        assert reasons(priced) == {"P": "excluded"}
        assert [step.kind for step in priced.lines[0].steps] == ["card"]
        assert (priced.promotion_discount, priced.card_discount) == (0, 200)


def test_free_units_are_undone_when_the_card_wins() -> None:
    half = Tier(tier_id="half", discount=6_000)
    priced = till(
        A,
        promotions=[promo("P", FreeUnits(buy=1))],
        tiers=(half,),
        basket={"customer": person(tier_id="half")},
    )
    assert discounts(priced) == [480]
    assert priced.lines[0].free_units == 0


def test_a_tier_nobody_knows_gives_nothing() -> None:
    priced = till(A, tiers=(GOLD,), basket={"customer": person(tier_id="platinum")})
    assert (priced.tier_id, priced.discount_total) == (None, 0)
    assert till(A, tiers=(GOLD,)).tier_id is None


def test_a_card_of_nothing_leaves_no_step() -> None:
    free = line("A", 0)
    assert till(free, tiers=(GOLD,), basket={"customer": person()}).lines[0].steps == ()


def test_the_tier_reached_on_this_receipt() -> None:
    silver = Tier(tier_id="silver", threshold=2_000, discount=1_000)
    who = {"customer": person(turnover=500)}
    later = till(A, B, tiers=(silver,), basket=who)
    assert (later.tier_id, later.to_pay) == (None, 2_000)
    now = till(A, B, tiers=(silver,), basket=who, upgrade_on_same_receipt=True)
    assert (now.tier_id, now.to_pay) == ("silver", 1_800)
    gift = line("G", 1_200, is_certificate=True)
    bought = till(A, gift, tiers=(silver,), basket=who, upgrade_on_same_receipt=True)
    assert bought.tier_id is None  # 5.00 + 8.00; the certificate does not count
    small = till(A, tiers=(silver,), basket=who, upgrade_on_same_receipt=True)
    assert small.tier_id is None


def test_a_persons_discount_replaces_promotion_and_card() -> None:
    given = line("A", 400, 2, discount=ManualDiscount(percent=500, reason="damaged"))
    rules = [promo("P", PercentOff(rate=2_000), combinable=True)]
    settings: dict[str, Any] = {"tiers": (GOLD,), "basket": {"customer": person()}}
    priced = till(given, B, promotions=rules, **settings)
    assert discounts(priced) == [40, 240]
    assert priced.manual_discount == 40
    assert priced.lines[0].steps[0].reason.param("reason") == "damaged"
    first = till(given, B, promotions=rules, manual_line_discount="first", **settings)
    assert discounts(first) == [40 + 152, 240]


def test_a_persons_discount_stays_within_the_line() -> None:
    whole = line("A", 400, discount=ManualDiscount(amount=900))
    assert discounts(till(whole)) == [400]
    fixed = line("A", 400, fixed_price=True, discount=ManualDiscount(amount=100))
    assert discounts(till(fixed)) == [0]
    for facts in ({}, {"percent": 100, "amount": 100}):
        with pytest.raises(ValueError, match="one of the two"):
            ManualDiscount(**facts)


def test_a_discount_on_the_receipt_is_split() -> None:
    # 10 % of 20.00 = 2.00 by 8 : 12; the fixed price stays out
    smoke = line("T", 500, fixed_price=True)
    given = {"order_discount": ManualDiscount(percent=1_000, reason="regular")}
    priced = till(A, smoke, B, basket=given)
    assert discounts(priced) == [80, 0, 120]
    assert priced.order_discount == 200
    assert [line.order_share for line in priced.lines] == [80, 0, 120]
    none = till(smoke, basket={"order_discount": ManualDiscount(amount=100)})
    assert none.order_discount == 0


# -- coupons -------------------------------------------------------------------------------------


def test_a_coupon_works_on_what_promotion_and_card_left() -> None:
    rules = [promo("P", PercentOff(rate=5_000, scope=only("A")))]
    code = promo("K", PercentOff(rate=1_000, target="order"), when=[MinAmount(amount=1_600)])
    priced = till(A, B, promotions=rules, coupons=[code])
    assert priced.coupon_discount == 160  # 10 % of 4.00 + 12.00
    assert [rule.code for rule in priced.applied] == [None, "K"]
    missing = promo("K", TEN, when=[MinAmount(amount=1_601)])
    refused = till(A, B, promotions=rules, coupons=[missing]).not_applied[0]
    assert (refused.code, refused.missing, refused.missing_kind) == ("K", 1, "money")


def test_one_coupon_a_receipt() -> None:
    one, two = promo("K1", AmountOff(amount=100)), promo("K2", AmountOff(amount=200))
    priced = till(A, coupons=[one, two])
    assert [rule.rule_id for rule in priced.applied] == ["K1"]
    assert reasons(priced) == {"K2": "excluded"}
    both = till(A, coupons=[one, two], coupons_per_receipt=None)
    assert both.coupon_discount == 300
    # a coupon that gives nothing leaves the place to the next
    useless = promo("K0", AmountOff(amount=100), when=[MinQuantity(quantity=9_000)])
    assert [rule.rule_id for rule in till(A, coupons=[useless, two]).applied] == ["K2"]


def test_without_a_limit_coupons_come_by_priority() -> None:
    ten = promo("K1", PercentOff(rate=1_000, target="order"), order=0)
    two = promo("K2", AmountOff(amount=200), order=1, priority=1)
    unknown = PresentedCoupon(code="?")
    priced = till(A, coupons=[ten, two, ten], coupons_per_receipt=None)
    assert [rule.rule_id for rule in priced.applied] == ["K2", "K1"]
    assert priced.coupon_discount == 200 + 60
    from pos_app.domain.pricing import Basket, Programme, price

    basket = Basket(lines=(A,), coupons=(unknown, PresentedCoupon(code="X", refusal="void")))
    for limit in (None, 1):
        lost = price(basket, Programme(coupons_per_receipt=limit), NOON)
        assert reasons(lost) == {"?": "unknown_code", "X": "void"}


def test_more_than_the_basket_is_lost_and_said_so() -> None:
    priced = till(A, coupons=[promo("K", AmountOff(amount=1_000))])
    assert priced.to_pay == 0
    assert (priced.applied[0].discount, priced.applied[0].lost) == (800, 200)


def test_not_with_promotion_lines() -> None:
    rules = [promo("P", TEN, PercentOff(rate=100, scope=only("A")), combinable=True)]
    rules = [promo("P", PercentOff(rate=1_000, scope=only("A")))]
    code = promo("K", PercentOff(rate=1_000), not_with_promotions=True)
    assert discounts(till(A, B, promotions=rules, coupons=[code])) == [80, 120]
    only_a = promo("K", PercentOff(rate=1_000, scope=only("A")), not_with_promotions=True)
    assert reasons(till(A, B, promotions=rules, coupons=[only_a])) == {"K": "excluded"}


# -- what comes beside money ---------------------------------------------------------------------


def test_gifts_come_on_top() -> None:
    rules = [
        promo("G", Gift(sku="mug"), combinable=True),
        promo("Q", Gift(sku="pen", quantity=2_000, per_units=3), combinable=True),
        promo("N", Gift(sku="cup", scope=only("Z")), combinable=True),
        promo("F", Gift(sku="hat", per_units=9), combinable=True),
    ]
    priced = till(A, B, promotions=rules)
    assert [(gift.sku, gift.quantity) for gift in priced.gifts] == [("mug", 1_000), ("pen", 2_000)]
    assert priced.discount_total == 0
    assert [rule.rule_id for rule in priced.applied] == ["G", "Q"]
    assert reasons(priced) == {"N": "no_effect", "F": "no_effect"}


def test_a_coupon_for_the_next_purchase_is_announced() -> None:
    rule = promo("next", IssueCoupon(campaign="spring"), when=[MinAmount(amount=2_000)])
    assert till(A, B, promotions=[rule]).coupons_to_issue == ("spring",)
    assert till(A, promotions=[rule]).coupons_to_issue == ()


def test_a_multiplier_counts_as_applied_also_beside_a_taken_line() -> None:
    rules = [promo("P", TEN), promo("double", PointsMultiplier(factor=20_000))]
    assert {rule.rule_id for rule in till(A, promotions=rules).applied} == {"P", "double"}


@pytest.mark.parametrize(
    ("scope", "off"),
    [
        (Scope(exclude_skus=frozenset({"A"})), [0, 60, 60, 60]),
        (Scope(groups=frozenset({"x"})), [40, 60, 0, 0]),
        (Scope(skus=frozenset({"A", "C"}), groups=frozenset({"x"})), [40, 0, 0, 0]),
        (Scope(exclude_groups=frozenset({"x"})), [0, 0, 60, 60]),
        (Scope(brands=frozenset({"b"})), [0, 60, 0, 0]),
        (Scope(tags=frozenset({"t"})), [0, 0, 60, 0]),
        (Scope(exclude_brands=frozenset({"b"})), [40, 0, 60, 60]),
        (Scope(exclude_tags=frozenset({"t"})), [40, 60, 0, 60]),
        (Scope(price_min=500), [0, 60, 60, 60]),
        (Scope(price_max=500), [40, 0, 0, 0]),
        (Scope(only_new=True), [0, 0, 60, 0]),
        (Scope(expires_within=3), [40, 0, 0, 0]),
    ],
)
def test_scopes(scope: Scope, off: list[int]) -> None:
    x = frozenset({"x"})
    lines = (
        line("A", 400, groups=x, expires=date(2026, 3, 13)),
        line("B", 600, groups=x, brand="b", expires=date(2026, 3, 14)),
        line("C", 600, tags=frozenset({"t"}), is_new=True),
        line("D", 600),
    )
    rule = promo("P", PercentOff(rate=1_000, scope=scope))
    assert discounts(till(*lines, promotions=[rule])) == off


def test_a_scope_asked_twice_is_found_once() -> None:
    scope = only("A")
    rule = promo(
        "P", PercentOff(rate=1_000, scope=scope), when=[MinQuantity(quantity=1, scope=scope)]
    )
    assert discounts(till(A, B, promotions=[rule], now=datetime(2026, 1, 1))) == [80, 0]
