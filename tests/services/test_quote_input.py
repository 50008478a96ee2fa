"""What a quote refuses to read, and how it says where (path and reason)."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from pos_app.services.quote import QuoteError, quote

NOW = datetime(2026, 3, 10, 12, 0)
ITEM = {"sku": "a", "price": 100}


def basket(**keys: Any) -> dict[str, Any]:
    """A basket of one article."""
    return {"kind": "basket", "catalogue": [ITEM], "cart": [{"sku": "a"}], **keys}


def rule(**keys: Any) -> dict[str, Any]:
    """A basket with one rule."""
    return basket(rules=[{"id": "r", **keys}])


def effect(**keys: Any) -> dict[str, Any]:
    """A basket with one effect."""
    return rule(effects=[keys])


def when(**keys: Any) -> dict[str, Any]:
    """A basket with one condition."""
    return rule(conditions=[keys])


def story(*events: dict[str, Any], **keys: Any) -> dict[str, Any]:
    """A story."""
    return {"kind": "story", "events": [{"id": "e", **event} for event in events], **keys}


BAD: list[tuple[Any, str]] = [
    ([], ""),
    ({"kind": "poem"}, "kind"),
    (basket(colour=1), "colour"),
    (basket(catalogue=[{**ITEM, "colour": 1}]), "catalogue[0].colour"),
    (basket(catalogue=[{"price": 1}]), "catalogue[0].sku"),
    (basket(catalogue=[ITEM, ITEM]), "catalogue[1].sku"),
    (basket(catalogue=[{"sku": "a", "price": "1.5"}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": 1.5}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": True}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": "many"}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": "NaN"}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": "1e40"}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": -1}]), "catalogue[0].price"),
    (basket(catalogue=[{"sku": "a", "price": 10**10}]), "cart"),
    (basket(catalogue=[{**ITEM, "prices": [{"min_qty": 2}]}]), "catalogue[0].prices[0].price"),
    (basket(catalogue=[{**ITEM, "prices": [{"price": 1, "x": 1}]}]), "catalogue[0].prices[0].x"),
    (
        basket(catalogue=[{**ITEM, "prices": [{"price": 1, "from": "soon"}]}]),
        "catalogue[0].prices[0].from",
    ),
    (basket(catalogue=[{**ITEM, "taxes": ["-1"]}]), "catalogue[0].taxes[0]"),
    (basket(catalogue=[{**ITEM, "taxes": [{"rate": "5", "x": 1}]}]), "catalogue[0].taxes[0].x"),
    (basket(catalogue=[{**ITEM, "taxes": "20"}]), "catalogue[0].taxes"),
    (basket(catalogue=[{**ITEM, "categories": [1.5]}]), "catalogue[0].categories[0]"),
    (basket(catalogue=[{**ITEM, "discountable": "no"}]), "catalogue[0].discountable"),
    (basket(catalogue=[{**ITEM, "name": ["x"]}]), "catalogue[0].name"),
    (basket(catalogue=[{**ITEM, "expires": "soon"}]), "catalogue[0].expires"),
    (basket(catalogue=[{**ITEM, "expires": 20260101}]), "catalogue[0].expires"),
    (basket(cart=[{"sku": "b"}]), "cart[0].sku"),
    (basket(cart=[{"sku": "a", "line": "x"}] * 2), "cart[1].line"),
    (basket(cart=[{"sku": "a", "qty": "-1"}]), "cart[0].qty"),
    (basket(cart=[{"sku": "a", "qty": "0.0001"}]), "cart[0].qty"),
    (basket(cart=["a"]), "cart[0]"),
    (basket(redeem_points=-1), "redeem_points"),
    (basket(customer={"id": "c", "age": 7}), "customer.age"),
    (basket(settings={"stacking": "worst"}), "settings.stacking"),
    (basket(settings={"colour": "red"}), "settings.colour"),
    (basket(settings={"points_step": None}), "settings.points_step"),
    (basket(settings={"points_step": -1}), "settings.points_step"),
    (basket(settings={"max_points_share": "0.001"}), "settings.max_points_share"),
    (basket(settings={"margin_floor": 100}), "settings.margin_floor"),
    (basket(settings={"point_value": 0}), "settings.point_value"),
    (basket(programme={"colour": 1}), "programme.colour"),
    (basket(programme={"earn": {"points": -1}}), "programme.earn.points"),
    (basket(programme={"earn": {"mode": "per_unit", "points": "0.001"}}), "programme.earn.points"),
    (basket(programme={"earn": {"rounding": {"decimals": 3}}}), "programme.earn.rounding.decimals"),
    (basket(programme={"redeem": {"scope": {}}}), "programme.redeem.scope"),
    (basket(programme={"tiers": [{"name": "x", "colour": 1}]}), "programme.tiers[0].colour"),
    (basket(rules=[{"id": "r"}, {"id": "r"}]), "rules[1].id"),
    (rule(colour=1), "rules[0].colour"),
    (rule(trigger="never"), "rules[0].trigger"),
    (rule(usage_limit=-1), "rules[0].usage_limit"),
    (rule(weekdays=["x"]), "rules[0].weekdays[0]"),
    (rule(weekdays=["someday"]), "rules[0].weekdays[0]"),
    (rule(weekdays=[8]), "rules[0].weekdays[0]"),
    (rule(hours=["08:00"]), "rules[0].hours"),
    (rule(hours=["08:00", "25:00"]), "rules[0].hours"),
    (rule(hours={"from": 8, "to": 9}), "rules[0].hours"),
    (rule(hours=[["08:00"]]), "rules[0].hours[0]"),
    (effect(type="magic"), "rules[0].effects[0].type"),
    (effect(type="percent", value="5", target="moon"), "rules[0].effects[0].target"),
    (effect(type="percent", value="5", colour=1), "rules[0].effects[0].colour"),
    (effect(type="percent", scope={"colour": "red"}), "rules[0].effects[0].scope.colour"),
    (effect(type="tiered_percent", tiers=[[1]]), "rules[0].effects[0].tiers[0]"),
    (effect(type="free_units", buy=1, get=0), "rules[0].effects[0].get"),
    (when(type="magic"), "rules[0].conditions[0].type"),
    (when(type="min_qty", colour=1), "rules[0].conditions[0].colour"),
    (story({"op": "dance"}), "events[0].op"),
    (story({"op": "sale", "colour": 1}), "events[0].colour"),
    (story({"op": "sale", "items_total": 10**13}), "events[0]"),
    (story({"op": "return", "of": "x", "lines": [{"qtty": 1}]}), "events[0].lines[0].qtty"),
    (story(coupons=[{"code": "K"}, {"code": "K"}]), "coupons[1].code"),
    (story(coupons=[{"code": "K", "reward": {"colour": 1}}]), "coupons[0].reward.colour"),
    (story(cards=[{"balance": 1}]), "cards[0].id"),
    (basket(settings={"expiry_days": 1_000_001}), "settings.expiry_days"),
    (basket(settings={"return_days": 10**9}), "settings.return_days"),
    (story(programme={"pending_days": 1_000_001}), "programme.pending_days"),
    (story({"op": "adjust", "points": 1, "expiry_days": 10**7}), "events[0].expiry_days"),
    (story(settings={"expiry_periods": 1_201}), "settings.expiry_periods"),
    (story({"op": "query", "date": "6000-01-01"}), "events[0].date"),
    (basket(now="0999-12-31"), "now"),
    ({"kind": "return", "sold": [{"line": "L"}, {"line": "L"}]}, "sold[1].line"),
    ({"kind": "return", "sold": [{"line": "L", "qty": 0}]}, "sold[0].qty"),
    (
        {"kind": "return", "sold": [], "returns": [{"lines": [{"line": "x"}]}]},
        "returns[0].lines[0].line",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("document", "path"), BAD, ids=[path or "-" for _, path in BAD])
def test_the_path_is_named(document: Any, path: str) -> None:
    with pytest.raises(QuoteError) as caught:
        quote(document, NOW)
    assert caught.value.path == path
    assert caught.value.reason
    assert str(caught.value).startswith(f"{path}: " if path else "must be an object")


def test_lines_of_a_return_must_have_been_sold() -> None:
    shop = {"catalogue": [ITEM]}
    sale = {"op": "sale", "cart": [{"sku": "a", "line": "L1"}, {"sku": "a", "line": "L2"}]}
    for back, path in (
        ({"lines": [{"line": "L9"}]}, "events[1].lines[0].line"),
        ({"units": 1}, "events[1].units"),
    ):
        with pytest.raises(QuoteError) as caught:
            quote(story(sale, {"op": "return", "of": "e", **back}, **shop), NOW)
        assert caught.value.path == path


@pytest.mark.parametrize(
    ("hours", "moment", "applied"),
    [
        (["22:00", "06:00"], "2026-03-10T23:00", True),
        (["22:00", "24:00"], "2026-03-10T23:59", True),
        ([["08:00", "10:00"], ["16:00", "18:00"]], "2026-03-10T17:00", True),
        ([["08:00", "10:00"], ["16:00", "18:00"]], "2026-03-10T12:00", False),
        ({"from": "08:00", "to": "10:00"}, "2026-03-10T09:00+02:00", True),
        ({"start": "08:00", "end": "10:00"}, "2026-03-10T10:00", False),
        ("08:00-10:00", "2026-03-10T10:00", False),
    ],
)
def test_ways_to_write_hours(hours: Any, moment: str, applied: bool) -> None:
    answer = quote(
        rule(hours=hours, effects=[{"type": "amount", "value": 10}]) | {"now": moment}, NOW
    )
    assert bool(answer["applied"]) is applied


@pytest.mark.parametrize("weekdays", [["tuesday"], ["Tue"], [2], ["2"], [0, 2]])
def test_ways_to_write_weekdays(weekdays: Any) -> None:
    answer = quote(rule(weekdays=weekdays, effects=[{"type": "amount", "value": 10}]), NOW)
    assert answer["applied"] == ["r"]


def test_sunday_is_seven_or_nought() -> None:
    sunday = {"now": "2026-03-08"}
    for day in (0, 7):
        answer = quote(rule(weekdays=[day], effects=[{"type": "amount", "value": 1}]) | sunday, NOW)
        assert answer["applied"] == ["r"]


SETTINGS: list[dict[str, Any]] = [
    {"coupons_per_receipt": None},
    {"margin_floor": None},
    {"margin_floor": "20"},
    {"turnover_window": "rolling 12 months"},
    {"point_value": "0.5"},
    {"points_rounding": "up", "points_step": "0.01"},
    {"max_points_per_day": 5, "max_points_per_receipt": None, "expiry_days": 30},
    {"max_points_redeemed_per_day": 1, "min_points_redeemed": 1},
    {"points_on_promotion_lines": False, "earn_while_redeeming": True},
    {"points_multiple_of": 0},
    {"expiry_by": "month_end", "expiry_periods": 0, "earn_on_promotion_lines": False},
]


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
def test_settings_are_known_by_their_names(settings: dict[str, Any]) -> None:
    assert quote(basket(settings=settings), NOW)["total"] == 100


def test_numbers_are_exact() -> None:
    for value in ("12.5", Decimal("12.5")):
        answer = quote(
            basket(
                catalogue=[{"sku": "a", "price": 1_000}],
                rules=[{"effects": [{"type": "percent", "value": value}]}],
            ),
            NOW,
        )
        assert answer["total"] == 875
        assert answer["applied"] == ["rule 1"]


def test_every_kind_is_known_without_being_named() -> None:
    assert "total" in quote({"catalogue": [ITEM], "cart": [{"sku": "a"}]}, NOW)
    assert quote({"events": []}, NOW) == {"after": []}
    assert quote({"sold": []}, NOW)["sum"] == 0


def test_a_line_of_nothing_is_no_line() -> None:
    assert quote(basket(cart=[{"sku": "a", "qty": 0}]), NOW)["lines"] == []


def test_fine_steps_of_a_tiered_percentage() -> None:
    tiers = [[2, "33.333"], [1, "10"]]
    goods = {"catalogue": [{"sku": "a", "price": 1_500}], "cart": [{"sku": "a", "qty": 2}]}
    answer = quote(
        {**goods, "rules": [{"id": "r", "effects": [{"type": "tiered_percent", "tiers": tiers}]}]},
        NOW,
    )
    assert answer["discount_total"] == 1_000  # 33.333 % of 30.00 = 9.9999


def test_rules_know_further_conditions_and_effects() -> None:
    answer = quote(
        {
            "catalogue": [{**ITEM, "new": True, "expires": "2026-03-11"}],
            "cart": [{"sku": "a"}],
            "customer": {"id": "c", "birthday": "1990-03-10", "tier": "T", "used": {"r": 1}},
            "programme": {
                "tiers": [{"name": "T"}],
                "earn": [{"mode": "per_order", "points": 3}, {"points": "0.015", "per": 1}],
            },
            "rules": [
                {
                    "id": "r",
                    "conditions": [{"type": "birthday"}, {"type": "tier", "tier": "T"}],
                    "effects": [
                        {
                            "type": "amount",
                            "value": 10,
                            "scope": {"new": True, "expires_within_days": 1},
                        },
                        {"type": "issue_coupon", "campaign": "spring"},
                    ],
                }
            ],
        },
        NOW,
    )
    assert answer["total"] == 90
    assert answer["coupons_to_issue"] == ["spring"]
    assert answer["points"]["earned"] == 4  # 3 + 0.9 × 1.5 = 4.35


def test_prices_for_all_together_exclusions_and_what_rules_out() -> None:
    goods = {
        "catalogue": [
            {"sku": "a", "price": 400, "brand": "x"},
            {"sku": "b", "price": 600, "tags": ["old"]},
            {"sku": "c", "price": 500},
        ],
        "cart": [{"sku": "a"}, {"sku": "b"}, {"sku": "c"}],
    }
    price = {"type": "fixed_price", "value": 700, "per": "order"}
    few = {"type": "none_of", "conditions": [{"type": "min_qty", "qty": 4}]}

    def total(effect: dict[str, Any], condition: dict[str, Any]) -> int:
        rules = [{"id": "r", "effects": [effect], "conditions": [condition]}]
        return int(quote({**goods, "rules": rules}, NOW)["total"])

    # 15.00 for 7.00; without brand x 4.00 + 7.00; without the tag 6.00 + 7.00
    assert total(price, few) == 700
    assert total({**price, "scope": {"exclude_brands": ["x"]}}, few) == 1_100
    assert total({**price, "scope": {"exclude_tags": ["old"]}}, few) == 1_300
    many = {"type": "none_of", "conditions": [{"type": "min_qty", "qty": 3}]}
    assert total(price, many) == 1_500


def test_people_with_lots_and_rules_with_uses_in_a_story() -> None:
    events = [
        {"op": "sale", "items_total": 1_000, "codes": ["A"], "customer": "b", "date": "2026-03-10"},
        {"op": "sale", "items_total": 1_000, "codes": ["A"], "customer": "b"},
        {"op": "return", "of": "e0"},
        {"op": "sale", "items_total": 1_000, "codes": ["A"], "customer": "b"},
        {"op": "query"},
        {"op": "sale", "items_total": 100, "pay_with_card": {"card": "G", "amount": 9}},
        {"op": "sale", "items_total": 100, "pay_with_card": {"id": "G", "amount": 5}},
        {"op": "return", "of": "e6", "amount": 0},
        {"op": "pay_card", "card": "X", "amount": 1},
        {"op": "refund_to_card", "card": "X", "amount": 1},
        {"op": "issue_card", "card": "G", "amount": 1},
        {"op": "issue_card", "amount": 1},
    ]
    rows = quote(
        {
            "kind": "story",
            "customer": {"id": "a", "tier": "T", "lots": [{"points": 5, "expires": "2026-03-10"}]},
            "customers": [{"id": "b", "points": -3}],
            "programme": {"tiers": [{"name": "T", "min_spent": 99_999}]},
            "rules": [
                {
                    "id": "r",
                    "code": "A",
                    "usage_limit": 1,
                    "effects": [{"type": "amount", "value": 1}],
                }
            ],
            "cards": [{"id": "G", "balance": 5}],
            "events": [{"id": f"e{place}", **event} for place, event in enumerate(events)],
        },
        NOW,
    )["after"]
    assert [row.get("reason") for row in rows] == [
        None,
        "usage_limit",
        None,
        None,
        None,
        "insufficient_balance",
        None,
        None,
        "unknown_card",
        "unknown_card",
        "card_exists",
        None,
    ]
    assert (rows[0]["balance"], rows[0]["tier"]) == (-3, None)
    assert (rows[4]["balance"], rows[4]["tier"]) == (5, "T")
    assert rows[6]["paid_by_card"] == 5
    assert rows[11]["balances"] == {"G": 0, "e11": 1}


def test_a_line_without_quantity_comes_back_with_all_that_is_left_of_it() -> None:
    """2 units for 10.01; 3.00 of it back, then the line: 7.01, although 1.4 units are no number."""
    answer = quote(
        {
            "kind": "return",
            "sold": [{"line": "L", "qty": 2, "paid": 1_001}],
            "returns": [{"amount": 300}, {"lines": [{"line": "L"}]}],
        },
        NOW,
    )
    assert [one["refund"] for one in answer["refunds"]] == [300, 701]
    assert answer["sum_equals_paid"]
