"""The programme and its promotions survive being written down, exactly."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.domain.grants import Grant, Grants, HolidayGrant
from pos_app.domain.pricing import EarnRule, Programme
from pos_app.domain.promotion import AnyOf, MinAmount, PercentOff, Promotion, Scope
from pos_app.domain.tier import Tier, TierReview
from pos_app.services import codec
from pos_app.services.programme_store import (
    MODES,
    checked_programme,
    default_programme,
    dump_programme,
    dump_promotion,
    load_programme,
    load_promotion,
    mode_of,
    programme_in_force,
    promotion_of,
    read_programme,
    record_of,
)
from tests.builders import Shop

DECIDED_BY_THE_SHOP = (
    "promotions",
    "prices_include_tax",
    "tax_round",
    "cash_rounding",
    "return_days",
)

programmes = st.from_type(Programme).map(
    lambda made: replace(made, **{name: getattr(Programme(), name) for name in DECIDED_BY_THE_SHOP})
)


@given(programmes)
def test_a_programme_comes_back_as_it_was(programme: Programme) -> None:
    text = dump_programme(programme)
    assert read_programme(text) == programme
    assert dump_programme(read_programme(text)) == text


@given(st.from_type(Promotion))
def test_a_promotion_comes_back_as_it_was(promotion: Promotion) -> None:
    text = dump_promotion(promotion)
    assert load_promotion(text) == promotion
    record = record_of(promotion, uuid="u", record_id=7)
    assert promotion_of(record) == promotion
    assert (record.id, record.uuid, record.priority) == (7, "u", promotion.priority)


def test_the_record_of_a_promotion_overrules_its_text() -> None:
    promotion = Promotion(rule_id="spring", name="Spring", effects=(PercentOff(rate=1000),))
    record = replace(
        record_of(promotion, uuid="u"), enabled=False, valid_to=date(2026, 3, 31), name="Весна"
    )
    changed = promotion_of(record)
    assert (changed.enabled, changed.valid_to, changed.name) == (False, date(2026, 3, 31), "Весна")
    assert changed.effects == promotion.effects


def test_every_field_is_written_so_that_a_later_default_changes_nothing() -> None:
    plain = codec.to_plain(Programme())
    assert set(plain) == {"type"} | {one.name for one in fields(Programme)}


def test_what_the_shop_decides_is_not_kept_with_the_programme() -> None:
    ours = replace(default_programme("both"), cash_rounding=5, return_days=99, tax_round="line")
    assert read_programme(dump_programme(ours)) == default_programme("both")


def good_promotion() -> dict[str, Any]:
    promotion = Promotion(
        rule_id="r",
        effects=(PercentOff(rate=1000, scope=Scope(skus=frozenset({"A", "B"}))),),
        conditions=(AnyOf(conditions=(MinAmount(amount=1000),)),),
        valid_from=date(2026, 11, 1),
    )
    plain: dict[str, Any] = codec.to_plain(promotion)
    return plain


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"colour": "red"}, "colour"),
        ({"rule_id": None}, "rule_id"),
        ({"priority": "1"}, "priority"),
        ({"priority": True}, "priority"),
        ({"enabled": 1}, "enabled"),
        ({"valid_from": "2026-13-01"}, "valid_from"),
        ({"valid_from": 20261101}, "valid_from"),
        ({"weekdays": 1}, "weekdays"),
        ({"weekdays": ["x"]}, "weekdays[]"),
        ({"effects": {}}, "effects"),
        ({"effects": [{"type": "Magic"}]}, "effects[0].type"),
        ({"effects": [1]}, "effects[0].type"),
        ({"effects": [{"type": "PercentOff"}]}, "effects[0].rate"),
        ({"effects": [{"type": "PercentOff", "rate": 1, "target": "all"}]}, "effects[0].target"),
        ({"effects": [{"type": "PercentOff", "rate": 1, "scope": []}]}, "effects[0].scope"),
        (
            {"effects": [{"type": "Tiered", "kind": "percent", "tiers": [[1]]}]},
            "effects[0].tiers[0]",
        ),
        ({"type": "Programme"}, ""),
    ],
)
def test_a_spoilt_text_is_refused_with_its_place(change: dict[str, Any], path: str) -> None:
    import json

    with pytest.raises(PosError) as refusal:
        load_promotion(json.dumps({**good_promotion(), **change}))
    assert (refusal.value.code, refusal.value.params) == ("definition_unreadable", {"path": path})


@pytest.mark.parametrize(
    "text", ["", "{", "[]", "1", '{"rule_id":"r","effects":[],"priority":1.5}']
)
def test_text_that_is_no_rule_at_all(text: str) -> None:
    with pytest.raises(PosError) as refusal:
        load_promotion(text)
    assert refusal.value.code == "definition_unreadable"


def test_a_missing_field_takes_the_default_a_missing_duty_does_not() -> None:
    assert load_promotion('{"rule_id":"r","effects":[]}') == Promotion(rule_id="r", effects=())
    with pytest.raises(PosError):
        load_promotion('{"effects":[]}')


def test_a_float_has_no_place_in_a_rule() -> None:
    with pytest.raises(TypeError):
        codec.to_plain(0.5)
    with pytest.raises(TypeError):
        codec.to_plain(Promotion)


@dataclass(frozen=True)
class Span:
    """A pair of moments, to see the other kinds the codec knows."""

    start: time
    pair: tuple[int, str]


def test_times_and_pairs() -> None:
    span = Span(start=time(22, 30), pair=(1, "a"))
    assert codec.loads(Span, codec.dumps(span)) == span
    for spoilt in ('{"start":"22:30:00","pair":[1]}', '{"start":"25:00","pair":[1,"a"]}'):
        with pytest.raises(PosError):
            codec.loads(Span, spoilt)


@pytest.mark.parametrize("mode", MODES)
def test_a_new_shop_may_begin_with_each_mode(mode: Any) -> None:
    programme = default_programme(mode, "Старт")
    assert mode_of(programme) == mode
    assert checked_programme(programme) == programme
    assert read_programme(dump_programme(programme)) == programme


def test_the_default_modes_are_those_of_the_wizard() -> None:
    """1,000.00: discount pays 950; points get 5,000; both pays 970 and gets 2,910."""
    discount, points, both = (default_programme(mode) for mode in MODES)
    assert 100_000 - 100_000 * discount.tiers[0].discount // 10_000 == 95_000
    assert discount.earn_rules == ()
    (rule,) = points.earn_rules
    assert 100_000 * rule.points // rule.per == 5_000 * 100
    assert points.tiers == ()
    (rule,) = both.earn_rules
    pays = 100_000 - 100_000 * both.tiers[0].discount // 10_000
    assert pays == 97_000
    assert pays * rule.points // rule.per == 2_910 * 100
    assert points.point_value == 1
    assert points.max_points_share == 3000


def tier(threshold: int, **more: Any) -> Tier:
    return Tier(tier_id=f"t{threshold}", name=f"T{threshold}", threshold=threshold, **more)


def test_tiers_are_put_in_order_and_named_cleanly() -> None:
    programme = Programme(tiers=(tier(500), replace(tier(0), name="  Start ")))
    assert [each.name for each in checked_programme(programme).tiers] == ["Start", "T500"]


DAY = date(2026, 12, 31)


def holiday(name: str, day: date = DAY, **more: Any) -> HolidayGrant:
    return HolidayGrant(day=day, name=name, **more)


def test_holidays_stand_in_the_order_of_the_year() -> None:
    programme = Programme(
        grants=Grants(holidays=(holiday("Eve "), holiday("Spring", day=date(2027, 3, 8)))),
        tier_review=TierReview(months=12),
        referrals_per_month=3,
    )
    checked = checked_programme(programme)
    assert [each.name for each in checked.grants.holidays] == ["Spring", "Eve"]
    assert read_programme(dump_programme(checked)) == checked


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"tiers": tuple(tier(n) for n in range(13))}, "tiers"),
        ({"tiers": (tier(0), replace(tier(5), tier_id="t0"))}, "tier_id"),
        ({"tiers": (replace(tier(0), tier_id=""),)}, "tier_id"),
        ({"tiers": (replace(tier(0), name=" "),)}, "tier_name"),
        ({"tiers": (tier(5), replace(tier(5), tier_id="x"))}, "threshold"),
        ({"tiers": (tier(-1),)}, "threshold"),
        ({"tiers": (tier(0, discount=10_001),)}, "discount"),
        ({"tiers": (tier(0, multiplier=-1),)}, "multiplier"),
        ({"earn_rules": (EarnRule(points=-1),)}, "earn_points"),
        ({"earn_rules": (EarnRule(points=1, per=0),)}, "earn_per"),
        ({"earn_rules": (EarnRule(points=1, min_amount=-1),)}, "earn_min_amount"),
        ({"points_step": 0}, "points_step"),
        ({"point_value": 0}, "point_value"),
        ({"point_value_per": 0}, "point_value_per"),
        ({"max_points_share": 10_001}, "max_points_share"),
        ({"min_money_part": -1}, "min_money_part"),
        ({"min_points_redeemed": -1}, "min_points_redeemed"),
        ({"points_multiple_of": 0}, "points_multiple_of"),
        ({"activation_delay_days": 91}, "activation_delay_days"),
        ({"points_expiry_days": 0}, "points_expiry_days"),
        ({"points_expiry_periods": -1}, "points_expiry_periods"),
        ({"restored_points_days": -1}, "restored_points_days"),
        ({"referrals_per_month": -1}, "referrals_per_month"),
        ({"tier_review": TierReview(months=0)}, "tier_review_months"),
        ({"tier_review": TierReview(month=13)}, "tier_review_month"),
        ({"tier_review": TierReview(day=0)}, "tier_review_day"),
        ({"grants": Grants(welcome=Grant(points=-1))}, "welcome_points"),
        ({"grants": Grants(birthday=Grant(on=True))}, "birthday_points"),
        ({"grants": Grants(referral=Grant(expiry_days=0))}, "referral_expiry_days"),
        ({"grants": Grants(questionnaire=Grant(points=10**9 + 1))}, "questionnaire_points"),
        ({"grants": Grants(birthday_before=61)}, "birthday_before"),
        ({"grants": Grants(birthday_after=-1)}, "birthday_after"),
        ({"grants": Grants(birthday_known_days=366)}, "birthday_known_days"),
        ({"grants": Grants(adjust_ceiling=-1)}, "adjust_ceiling"),
        ({"grants": Grants(holidays=(HolidayGrant(day=DAY),))}, "holiday_name"),
        (
            {"grants": Grants(holidays=(holiday("A", grant=Grant(on=True)),))},
            "holiday_points",
        ),
        ({"grants": Grants(holidays=(holiday("A"), holiday(" A")))}, "holidays"),
        ({"grants": Grants(holidays=tuple(holiday(f"{n}") for n in range(25)))}, "holidays"),
        ({"max_points_per_receipt": 0}, "max_points_per_receipt"),
        ({"max_points_per_day": 0}, "max_points_per_day"),
        ({"max_points_redeemed_per_day": 0}, "max_points_redeemed_per_day"),
        ({"coupons_per_receipt": -1}, "coupons_per_receipt"),
        ({"margin_floor": 10_000}, "margin_floor"),
    ],
)
def test_a_senseless_programme_is_refused_by_field(
    shop: Shop, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(PosError) as refusal:
        shop.programme.change(shop.owner, replace(Programme(), **change))
    assert (refusal.value.code, refusal.value.params) == ("programme_invalid", {"field": field})
    assert shop.programme.current()[0] == 1


def test_a_change_is_a_new_version_in_the_journal(shop: Shop) -> None:
    assert shop.programme.current() == (1, default_programme("points"))
    wanted = replace(default_programme("both"), points_expiry_days=None)
    assert shop.programme.change(shop.owner, wanted) == 2
    assert shop.programme.current() == (2, wanted)
    ((_, content, person, _),) = shop.events("programme.")
    assert content["version"] == 2
    assert content["rules"] == codec.to_plain(wanted)
    assert person == shop.people["Leyla"].uuid
    assert shop.sink.heard == [("settings", "programme")]


@pytest.mark.parametrize("name", ["Anna", "Marta"])
def test_only_the_owner_changes_the_programme(shop: Shop, name: str) -> None:
    with pytest.raises(PosError) as refusal:
        shop.programme.change(shop.session(name), Programme())
    assert refusal.value.code == "not_allowed"


def test_in_force_are_the_version_the_shop_and_the_promotions(shop: Shop) -> None:
    promotion = Promotion(rule_id="spring", name="Spring", effects=(PercentOff(rate=1000),))
    with shop.store.uow() as uow:
        uow.promotions.put(record_of(promotion, uuid=shop.ids.uuid()))
        uow.promotions.put(
            record_of(replace(promotion, rule_id="off", enabled=False), uuid=shop.ids.uuid())
        )
        uow.commit()
    settings = shop.settings.change_many(
        shop.owner,
        {"money.cash_rounding": 5, "money.tax_round": "line", "shop.return_days": 30},
    )
    with shop.store.uow() as uow:
        force = programme_in_force(uow, settings, date(2026, 11, 22))
    assert force.version == 1
    assert force.programme == replace(
        default_programme("points"),
        promotions=(promotion,),
        cash_rounding=5,
        tax_round="line",
        return_days=30,
    )


def test_before_the_first_version_the_bare_defaults_hold(store: Any) -> None:
    with store.uow() as uow:
        assert load_programme(uow, date(2026, 11, 22)) == (0, Programme())
