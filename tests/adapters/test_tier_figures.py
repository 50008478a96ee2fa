"""What the tiers hold: people and money by plain SQL, on a shop with real sales."""

from __future__ import annotations

from datetime import date

from pos_app.adapters.sqlite.tier_figures import SqliteTierFigures
from pos_app.services.programme_figures import by_known_tier, by_turnover
from tests.builders import Shop
from tests.services.conftest import clock, hasher, ids, shop, sink, store
from tests.services.test_programme_example import POINTS

__all__ = ["clock", "hasher", "ids", "shop", "sink", "store"]


def test_people_are_counted_by_tier_and_their_money_one_by_one(shop: Shop) -> None:
    shop.programme.change(shop.owner, POINTS)
    shop.till.open(shop.cashier, 0)
    soap, bath = shop.product("Soap", 10_000, sku="a"), shop.product("Bath", 60_000, sku="b")
    first, second = shop.customer("Ann", 1), shop.customer("Eve", 2)
    shop.customer("Zoe", 3)
    shop.sell(soap, customer=first)
    shop.sell(bath, customer=second)
    figures = SqliteTierFigures(shop.store.path)
    found = by_known_tier(figures.people(), ["start", "silver", "gold"], "start")
    assert found == {"start": 2, "silver": 1, "gold": 0}
    assert figures.turnovers(None) == [0, 10_000, 60_000]
    assert figures.turnovers(date(2026, 11, 22)) == [0, 10_000, 60_000]
    assert figures.turnovers(date(2026, 11, 23)) == [0, 0, 0]
    assert by_turnover(figures.turnovers(None), POINTS.tiers) == {
        "start": 2, "silver": 1, "gold": 0,
    }  # fmt: skip


def test_thresholds_are_inclusive_and_need_no_order() -> None:
    tiers = tuple(reversed(POINTS.tiers))
    assert by_turnover([0, 49_999, 50_000, 149_999, 150_000], tiers) == {
        "start": 2, "silver": 2, "gold": 1,
    }  # fmt: skip
    assert by_turnover([5], ()) == {}
