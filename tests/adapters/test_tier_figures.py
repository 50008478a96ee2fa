"""What the tiers hold: people and money by plain SQL, on a shop with real sales."""

from __future__ import annotations

from datetime import date

from pos_app.adapters.sqlite.tier_figures import SqliteTierFigures
from pos_app.services.programme_figures import TierFigures, by_known_tier
from tests.builders import Shop
from tests.services.conftest import clock, hasher, ids, shop, sink, store
from tests.services.test_programme_example import POINTS

__all__ = ["clock", "hasher", "ids", "shop", "sink", "store"]


def test_people_and_money_are_counted_by_tier(shop: Shop) -> None:
    shop.programme.change(shop.owner, POINTS)
    shop.till.open(shop.cashier, 0)
    soap, bath = shop.product("Soap", 10_000, sku="a"), shop.product("Bath", 60_000, sku="b")
    first, second = shop.customer("Ann", 1), shop.customer("Eve", 2)
    shop.customer("Zoe", 3)
    shop.sell(soap, customer=first)
    shop.sell(bath, customer=second)
    figures = SqliteTierFigures(shop.store.path)
    found = by_known_tier(figures.since(date(2025, 11, 22)), ["start", "silver", "gold"], "start")
    assert found["start"] == TierFigures(customers=2, paid=10_000)
    assert found["silver"] == TierFigures(customers=1, paid=60_000)
    assert found["gold"] == TierFigures()


def test_older_money_does_not_count(shop: Shop) -> None:
    shop.programme.change(shop.owner, POINTS)
    shop.till.open(shop.cashier, 0)
    shop.sell(shop.product("Soap", 10_000), customer=shop.customer("Ann", 1))
    later = SqliteTierFigures(shop.store.path).since(date(2026, 11, 23))
    assert sum(each.paid for each in later.values()) == 0
    assert sum(each.customers for each in later.values()) == 1
