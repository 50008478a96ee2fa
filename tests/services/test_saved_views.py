"""Views of the list of people: kept under a name, by whom, and what the journal hears."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from typing import Any

import pytest

from pos_app.domain.errors import PosError
from pos_app.services.people_records import PeopleFilter
from pos_app.services.saved_views import MOST_VIEWS, SavedViews, view_from_json, view_to_json
from tests.builders import Shop

GOLD = PeopleFilter(tiers=("gold", ""), has_phone=False, visited_to=date(2026, 9, 1))
WHOLE = PeopleFilter(
    text="Łoś", tiers=("", "gold"), groups=("VIP",), tags=("regular",), has_phone=True,
    has_email=False, has_card=True, consent="sms", do_not_call=False, born_month=11,
    visited_from=date(2026, 1, 1), visited_to=date(2026, 2, 1), never_bought=False,
    created_from=date(2025, 1, 1), created_to=date(2025, 12, 31), turnover_min=0, turnover_max=5,
    balance_min=-1, language="pl", need="baby", household_id=3,
)  # fmt: skip


@pytest.fixture
def views(shop: Shop) -> SavedViews:
    return SavedViews(shop.store.uow, shop.clock, shop.ids, shop.sink)


def refused(work: Any, *args: Any) -> str:
    with pytest.raises(PosError) as raised:
        work(*args)
    return raised.value.code


def test_a_view_is_kept_and_found_by_name(shop: Shop, views: SavedViews) -> None:
    shop.sink.heard.clear()
    gold = views.save(shop.senior, "  without a phone ", GOLD, "turnover")
    newest = views.save(shop.owner, "Newest", PeopleFilter(), "newest")
    assert [view.name for view in views.all()] == ["Newest", "without a phone"]
    assert views.all() == [newest, gold]
    assert (gold.wanted, gold.order, gold.person_id) == (GOLD, "turnover", shop.senior.person_id)
    assert shop.sink.heard == [("view", str(gold.id)), ("view", str(newest.id))]
    first, _second = shop.events("view.saved")
    assert first[1] == {"view": gold.uuid}
    assert first[2] == shop.senior.person_uuid


def test_a_view_is_renamed_changed_and_dropped(shop: Shop, views: SavedViews) -> None:
    gold = views.save(shop.senior, "Gold", GOLD, "name")
    views.save(shop.senior, "Other", GOLD, "name")
    assert views.rename(shop.senior, gold.id, "GOLD").name == "GOLD"
    assert refused(views.rename, shop.senior, gold.id, "other") == "view_name_taken"
    changed = views.change(shop.senior, gold.id, replace(GOLD, born_month=3), "visit")
    assert views.all()[0] == changed
    assert (changed.name, changed.wanted.born_month, changed.order) == ("GOLD", 3, "visit")
    assert views.drop(shop.owner, gold.id) == changed
    assert [view.name for view in views.all()] == ["Other"]
    assert refused(views.drop, shop.owner, gold.id) == "view_unknown"
    assert refused(views.rename, shop.owner, gold.id, "x") == "view_unknown"
    for kind in ("view.renamed", "view.changed", "view.dropped"):
        assert [event[1] for event in shop.events(kind)] == [{"view": gold.uuid}]


def test_what_is_no_view(shop: Shop, views: SavedViews) -> None:
    assert refused(views.save, shop.senior, "All", PeopleFilter(), "name") == "view_empty"
    assert refused(views.save, shop.senior, "  ", GOLD, "name") == "setting_invalid"
    assert refused(views.save, shop.senior, "x" * 61, GOLD, "name") == "text_too_long"
    for number in range(MOST_VIEWS):
        views.save(shop.senior, f"View {number}", GOLD, "name")
    assert refused(views.save, shop.senior, "One more", GOLD, "name") == "views_full"


def test_a_cashier_uses_views_and_keeps_none(shop: Shop, views: SavedViews) -> None:
    gold = views.save(shop.senior, "Gold", GOLD, "name")
    for work, args in (
        (views.save, ("x", GOLD, "name")), (views.rename, (gold.id, "x")),
        (views.change, (gold.id, GOLD, "name")), (views.drop, (gold.id,)),
    ):  # fmt: skip
        assert refused(work, shop.cashier, *args) == "not_allowed"
    assert views.all() == [gold]


def test_a_filter_comes_back_as_it_was_kept() -> None:
    assert all(
        getattr(WHOLE, field.name) != getattr(PeopleFilter(), field.name)
        for field in fields(PeopleFilter)
    )
    assert view_from_json(view_to_json(WHOLE, "visit")) == (WHOLE, "visit")
    assert view_to_json(PeopleFilter(), "name") == '{"order": "name"}'


def test_what_a_later_version_added_is_left_out() -> None:
    kept = '{"order": "by_moon", "sign": ["aries"], "groups": ["VIP"]}'
    assert view_from_json(kept) == (PeopleFilter(groups=("VIP",)), "name")
    assert view_from_json("{}") == (PeopleFilter(), "name")
