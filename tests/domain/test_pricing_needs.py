"""Looking at what promotions need changes no answer: it only spares the trying (R2)."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.pricing import Basket, NotApplied, PricedBasket, Programme, Reason, needs, price
from pos_app.domain.promotion import (
    EVERYTHING,
    AmountOff,
    AnyOf,
    BirthdayWindow,
    Condition,
    Contains,
    DistinctSkus,
    Effect,
    FreeUnits,
    Gift,
    Hours,
    InGroup,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
)
from tests.domain.pricing_kit import NOON, coupon, group, line, only, person, promo

BRAND = Scope(brands=frozenset({"tide"}))
TAG = Scope(tags=frozenset({"spring"}))
SCOPES = st.sampled_from(
    [
        EVERYTHING,
        only("A"),
        only("Z"),
        only("A", "Z"),
        group("food"),
        group("void"),
        BRAND,
        TAG,
        Scope(skus=frozenset({"A"}), groups=frozenset({"void"})),
        Scope(exclude_skus=frozenset({"A"})),
        Scope(price_min=500),
        Scope(brands=frozenset({"none"}), tags=frozenset({"none"})),
    ]
)
CONDITIONS: st.SearchStrategy[Condition] = st.one_of(
    st.builds(MinAmount, amount=st.sampled_from([0, 900, 4_000]), scope=SCOPES),
    st.builds(MinQuantity, quantity=st.sampled_from([0, 1_000, 4_000]), scope=SCOPES),
    st.builds(MaxQuantity, quantity=st.sampled_from([0, 2_000]), scope=SCOPES),
    st.builds(DistinctSkus, count=st.integers(0, 3), scope=SCOPES),
    st.builds(
        Contains,
        skus=st.sampled_from([(), ("A",), ("Z",), ("A", "Z"), ("Y", "Z")]),
        quantity=st.sampled_from([None, 0, 2_000]),
    ),
    st.just(InGroup(groups=frozenset({"vip"}))),
    st.just(BirthdayWindow()),
    st.builds(
        AnyOf,
        conditions=st.just((MinQuantity(quantity=1_000, scope=only("Z")), MinAmount(amount=100))),
    ),
)
EFFECTS: st.SearchStrategy[Effect] = st.one_of(
    st.builds(PercentOff, rate=st.just(1_000), scope=SCOPES),
    st.builds(AmountOff, amount=st.just(70), scope=SCOPES),
    st.builds(FreeUnits, buy=st.just(1), scope=SCOPES),
    st.builds(Gift, sku=st.just("cup"), per_units=st.sampled_from([None, 1]), scope=SCOPES),
    st.builds(PointsMultiplier, factor=st.just(20_000), scope=SCOPES),
    st.builds(IssueCoupon, campaign=st.just("spring")),
)


@st.composite
def programmes(draw: st.DrawFn) -> tuple[Promotion, ...]:
    """Up to eight promotions of which most find nothing."""
    return tuple(
        promo(
            f"R{place}",
            *draw(st.lists(EFFECTS, max_size=2)),
            when=draw(st.lists(CONDITIONS, max_size=2)),
            order=place,
            priority=draw(st.integers(0, 1)),
            combinable=draw(st.booleans()),
            exclusive=draw(st.sampled_from([False, False, True])),
            exclusion_group=draw(st.sampled_from([None, None, "g", "h"])),
            enabled=draw(st.sampled_from([True, True, False])),
            usage_limit=draw(st.sampled_from([None, None, 0])),
        )
        for place in range(draw(st.integers(1, 8)))
    )


GOODS = (
    line("A", 400, 2, groups=frozenset({"food"})),
    line("B", 900, 1, brand="tide"),
    line("C", 150, 3, tags=frozenset({"spring"})),
    line("G", 500, is_certificate=True),
)


def _price(promotions: tuple[Promotion, ...], settings: dict[str, Any], worth: int) -> PricedBasket:
    basket = Basket(
        lines=settings["lines"],
        customer=person(),
        coupons=(coupon(promo("K", AmountOff(amount=100), exclusive=settings["alone"])),),
    )
    programme = Programme(
        promotions=tuple(promotions),
        promotion_order=settings["order"],
        exclusive_takes=settings["takes"],
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(needs, "WORTH", worth)
        patch.setattr(needs, "_books", {})
        return price(basket, programme, NOON)


@given(
    programmes(),
    st.fixed_dictionaries(
        {
            "lines": st.lists(st.sampled_from(GOODS), max_size=4, unique=True).map(tuple),
            "order": st.sampled_from(["benefit", "written"]),
            "takes": st.sampled_from(["lines", "basket"]),
            "alone": st.booleans(),
        }
    ),
)
def test_the_answer_is_the_same_with_and_without(
    promotions: tuple[Promotion, ...], settings: dict[str, Any]
) -> None:
    assert _price(promotions, settings, 0) == _price(promotions, settings, 1_000)


def _needs(*effects: Effect, when: tuple[Condition, ...] = (), **facts: Any) -> needs.Needs:
    return needs.needs_of(promo("R", *effects, when=when, **facts))


@pytest.mark.parametrize(
    ("effects", "when", "tokens", "reason"),
    [
        ((PercentOff(rate=1),), (), None, None),
        ((PercentOff(rate=1, scope=only("A")),), (), {("sku", "A")}, "no_effect"),
        ((PercentOff(rate=1, scope=group("g")),), (), {("group", "g")}, "no_effect"),
        ((PercentOff(rate=1, scope=BRAND),), (), {("brand", "tide")}, "no_effect"),
        ((PercentOff(rate=1, scope=TAG),), (), {("tag", "spring")}, "no_effect"),
        ((PercentOff(rate=1, scope=only("A")), AmountOff(amount=1)), (), None, None),
        ((IssueCoupon(campaign="x"),), (), None, None),
        ((), (), None, None),
        (
            (AmountOff(amount=1, scope=only("A")), Gift(sku="c", scope=group("g"))),
            (MaxQuantity(quantity=1, scope=BRAND),),
            {("sku", "A"), ("group", "g"), ("brand", "tide")},
            "no_effect",
        ),
        # a condition that needs goods decides alone, whatever the effect touches
        ((AmountOff(amount=1),), (Contains(skus=("A",)),), {("sku", "A")}, "conditions"),
        # the basket's sum and the person are looked at anew each time
        ((AmountOff(amount=1, scope=only("A")),), (MinAmount(amount=1),), {("sku", "A")}, None),
        ((AmountOff(amount=1),), (BirthdayWindow(),), None, None),
    ],
)
def test_what_a_promotion_needs(
    effects: tuple[Effect, ...],
    when: tuple[Condition, ...],
    tokens: set[tuple[str, str]] | None,
    reason: str | None,
) -> None:
    found = _needs(*effects, when=when)
    assert (found.rule.rule_id, found.bare) == ("R", True)
    assert found.tokens == tokens
    assert (None if found.answer is None else found.answer.reason.code) == reason


def test_the_answer_says_what_is_missing() -> None:
    found = _needs(
        AmountOff(amount=1),
        when=(
            MaxQuantity(quantity=1, scope=only("B")),
            MinQuantity(quantity=3_000, scope=only("A")),
        ),
    )
    assert found.tokens == {("sku", "A"), ("sku", "B")}
    assert found.answer == NotApplied(
        rule_id="R",
        reason=Reason("conditions", (("condition", "min_qty"),)),
        missing=3_000,
        missing_kind="quantity",
    )


@pytest.mark.parametrize(
    "limit",
    [
        {"enabled": False},
        {"valid_from": date(2026, 1, 1)},
        {"valid_to": date(2026, 1, 1)},
        {"weekdays": frozenset({1})},
        {"hours": (Hours(start=time(8), end=time(9)),)},
        {"usage_limit": 1},
        {"usage_limit_per_customer": 1},
        {"bound_customer": "anna"},
        {"budget": 100},
    ],
    ids=lambda limit: next(iter(limit)),
)
def test_limits_are_looked_at_each_time(limit: dict[str, Any]) -> None:
    assert not _needs(AmountOff(amount=1), **limit).bare


def test_without_limits_only_the_basket_decides() -> None:
    assert _needs(AmountOff(amount=1)).bare


def test_of_an_exclusion_group_the_winner_must_be_asked() -> None:
    assert _needs(PercentOff(rate=1, scope=only("A")), exclusion_group="g").answer is None


def test_the_last_programmes_are_remembered_and_no_more() -> None:
    kept = [(promo(f"R{number}", AmountOff(amount=1)),) for number in range(20)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(needs, "_books", {})
        first = needs.rule_book(kept[0])
        assert needs.rule_book(kept[0]) is first
        for promotions in kept:
            assert needs.rule_book(promotions).needs[0].rule is promotions[0]
            assert len(needs._books) <= needs._KEPT


def test_another_programme_in_the_same_place_is_not_taken_for_the_first() -> None:
    rules = (promo("R", AmountOff(amount=1)),)
    with pytest.MonkeyPatch.context() as patch:
        other = (promo("S", AmountOff(amount=1)),)
        patch.setattr(needs, "_books", {id(rules): (other, needs.rule_book(other))})
        assert needs.rule_book(rules).needs[0].rule.rule_id == "R"


def test_from_thirty_promotions_on_what_is_absent_is_not_tried() -> None:
    """Ended ones still say so; absent ones say what they lack; the one that fits gives."""
    absent = [
        promo(f"Z{number}", PercentOff(rate=500, scope=only(f"Z{number}"))) for number in range(28)
    ]
    ended = promo("old", PercentOff(rate=500, scope=only("A")), valid_to=date(2026, 3, 9))
    fits = promo("fits", PercentOff(rate=500, scope=only("A")))
    priced = price(
        Basket(lines=(line("A", 400),)),
        Programme(promotions=(*absent, ended, fits)),
        datetime(2026, 3, 10, 12),
    )
    assert [rule.rule_id for rule in priced.applied] == ["fits"]
    assert {entry.rule_id: entry.reason.code for entry in priced.not_applied} == {
        **{rule.rule_id: "no_effect" for rule in absent},
        "old": "expired",
    }
