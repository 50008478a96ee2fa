"""Own receipts read for a replay: under the programme in force it says what the till did."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from pos_app.adapters.sqlite.replay_source import SqliteReplaySource
from pos_app.domain.goods_return import GoodsReturn, ReturnLine
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.sale import Tender, TenderKind
from pos_app.domain.tier import Tier
from pos_app.services.programme_replay import ProgrammeReplay, ReplayResult
from pos_app.services.replay_book import ShopYear
from tests.builders import Shop
from tests.services.conftest import clock, hasher, ids, shop, sink, store

__all__ = ["clock", "hasher", "ids", "shop", "sink", "store"]

WARSAW = ZoneInfo("Europe/Warsaw")

BOTH = Programme(
    tiers=(
        Tier(tier_id="start", name="Start", discount=200),
        Tier(tier_id="gold", name="Gold", threshold=100_000, discount=500, multiplier=20_000),
    ),
    earn_rules=(earn_percent(300, point_value=1),),
    point_value=1,
    max_points_share=3_000,
    turnover_window="rolling_12_months",
)


def source(shop: Shop) -> SqliteReplaySource:
    return SqliteReplaySource(shop.store.path, lambda: WARSAW)


def replayed(shop: Shop, programme: Programme = BOTH) -> ReplayResult:
    today = shop.clock.now().astimezone(WARSAW).date()
    result = ProgrammeReplay(source(shop)).run(programme, today, lambda _done, _of: True)
    assert result is not None
    return result


@pytest.fixture
def trading(shop: Shop) -> Shop:
    """A shop with the programme in force and a shift open."""
    shop.programme.change(shop.owner, BOTH)
    shop.till.open(shop.cashier, 0)
    return shop


def buy(shop: Shop, *products: object, customer: object = None) -> None:
    """Sell, paying with all the points that may pay."""
    desk = shop.desk(shop.senior)
    for product in products:
        desk.add_product(product.id)  # type: ignore[attr-defined]
    if customer is not None:
        desk.attach_customer(customer.id)  # type: ignore[attr-defined]
        desk.set_points(desk.priced.points.limit)
    total = desk.priced.to_pay
    desk.set_tender(TenderKind.CASH, total)
    shop.checkout().complete(desk.session, desk.draft, total)


def ledger(shop: Shop, sql: str) -> int:
    import contextlib

    from pos_app.adapters.sqlite.connection import connect_read_only

    with contextlib.closing(connect_read_only(shop.store.path)) as connection:
        return int(connection.execute(sql).fetchone()[0] or 0)


def test_under_the_programme_in_force_it_says_what_the_till_did(trading: Shop) -> None:
    shop = trading
    soap, bath = shop.product("Soap", 1_999, sku="a"), shop.product("Bath", 45_990, sku="b")
    ann, eve = shop.customer("Ann", 1), shop.customer("Eve", 2)
    for number in range(12):
        buy(shop, soap, customer=ann)
        buy(shop, bath, soap, customer=(eve, ann, None)[number % 3])
        shop.clock.advance(days=9, hours=5)
    result = replayed(shop)
    assert result.receipts == 24
    assert result.with_customer == result.used == 20
    assert result.customers == 2
    assert result.discount == ledger(shop, "SELECT sum(card) FROM sale_line")
    # a point is 0.01: hundredths of points are hundredths of minor units
    assert result.granted == ledger(shop, "SELECT sum(granted) FROM points_lot") // 100
    assert result.redeemed == ledger(shop, "SELECT sum(points_spent) FROM sale") // 100
    assert result.redeemed > 0
    assert set(result.by_tier) == {"start", "gold"}
    known = "SELECT sum(total) FROM sale WHERE customer_id IS NOT NULL"
    assert result.taken == ledger(shop, known)


def test_lines_carry_what_rules_ask_for(trading: Shop) -> None:
    shop = trading
    care = shop.catalogue.add_group(shop.owner, "Care", code="care")
    soap = shop.product("Soap", 1_999, sku="a", group_id=care.id, brand="Olio", tags=("bio",))
    shop.clock.set(datetime(2026, 11, 22, 23, 30, tzinfo=UTC))  # 00:30 of the 23rd in Warsaw
    ann = shop.customer("Ann", 1)
    buy(shop, soap, customer=ann)
    buy(shop, soap)
    day = date(2026, 11, 23)
    (line,) = source(shop).lines(day, day, 1)
    assert (line.sku, line.group, line.brand, line.tags) == ("a", "care", "Olio", ("bio",))
    assert (line.gross, line.quantity, line.unit_price) == (1_999, 1_000, 1_999)
    assert line.rates == (0,)
    assert line.moment.replace(tzinfo=None) == datetime(2026, 11, 23, 0, 30)
    assert (line.off, line.fixed_price, line.certificate) == (True, False, False)
    assert line.customer_id == ann.id
    assert source(shop).year(day, day) == ShopYear(
        receipts=2, with_customer=1, customers=1, gross=1_999
    )
    before = day - timedelta(days=1)
    assert source(shop).year(before, before).receipts == 0
    assert list(source(shop).lines(before, before, 1)) == []


def test_goods_that_take_no_discount_say_so(trading: Shop) -> None:
    shop = trading
    book = shop.product("Book", 5_000, sku="b", fixed_price=True)
    bag = shop.product("Bag", 5_000, sku="c", discountable=False)
    buy(shop, book, bag, customer=shop.customer("Ann", 1))
    day = date(2026, 11, 22)
    found = {line.sku: (line.off, line.fixed_price) for line in source(shop).lines(day, day, 1)}
    assert found == {"b": (True, True), "c": (False, False)}
    assert replayed(shop).discount == 0


def test_what_came_back_is_left_out(trading: Shop) -> None:
    shop = trading
    soap, bath = shop.product("Soap", 10_000, sku="a"), shop.product("Bath", 20_000, sku="b")
    buy(shop, soap, soap, bath, customer=shop.customer("Ann", 1))
    assert replayed(shop).discount == 800
    with shop.store.uow() as uow:
        sale = uow.sales.by_number("1", 1)
        assert sale is not None
        uow.returns.add(_back(shop, sale))
        uow.commit()
    day = date(2026, 11, 22)
    kept = [(line.sku, line.quantity, line.gross) for line in source(shop).lines(day, day, 1)]
    assert kept == [("a", 1_000, 10_000)]
    assert replayed(shop).discount == 200


def _back(shop: Shop, sale: object) -> GoodsReturn:
    """One soap of two, and the bath."""
    lines = tuple(
        ReturnLine(
            position=place,
            sale_id=sale.id,  # type: ignore[attr-defined]
            sale_position=sold.position,
            line_id=sold.line_id,
            product_id=sold.product_id,
            sku=sold.sku,
            name=sold.name,
            unit=sold.unit,
            quantity=1_000,
            unit_price=sold.unit_price,
            gross=sold.unit_price,
            card=sold.unit_price // 50,
            net=sold.unit_price - sold.unit_price // 50,
        )
        for place, sold in enumerate(sale.lines)  # type: ignore[attr-defined]
    )
    money = sum(line.net for line in lines)
    return GoodsReturn(
        id=0,
        uuid=shop.ids.uuid(),
        till="1",
        number=1,
        shift_id=sale.shift_id,  # type: ignore[attr-defined]
        person_id=shop.cashier.person_id,
        at=shop.clock.now(),
        local_date="2026-11-22",
        sale_id=sale.id,  # type: ignore[attr-defined]
        customer_id=sale.customer_id,  # type: ignore[attr-defined]
        customer_uuid=sale.customer_uuid,  # type: ignore[attr-defined]
        lines=lines,
        approver_id=None,
        exchange_uuid=None,
        points_money=0,
        points_back=0,
        points_taken=0,
        tax=0,
        tax_included=True,
        rounding=0,
        note="",
        refunds=(Tender(kind=TenderKind.CASH, amount=money),),
        money=money,
        slip=json.dumps({}),
    )


def test_turnover_from_before_is_known_by_day(trading: Shop) -> None:
    shop = trading
    soap, ann = shop.product("Soap", 10_000, sku="a"), shop.customer("Ann", 1)
    for days in (0, 1, 400):
        shop.clock.advance(days=days)
        buy(shop, soap, customer=ann)
    today = shop.clock.now().astimezone(WARSAW).date()
    before = source(shop).turnover_before(today, 1)
    # 367 days before today is the earliest day told apart
    assert [day for day, _amount in before[ann.id]] == [today - timedelta(days=367)]
    recent = source(shop).turnover_before(date(2026, 11, 24), 1)
    assert [day for day, _amount in recent[ann.id]] == [date(2026, 11, 22), date(2026, 11, 23)]


def test_a_part_of_the_customers_is_always_the_same_part(trading: Shop) -> None:
    shop = trading
    soap = shop.product("Soap", 10_000, sku="a")
    people = [shop.customer(f"P{n}", n) for n in range(1, 13)]
    for each in people:
        buy(shop, soap, customer=each)
        buy(shop, soap, customer=each)
    day = date(2026, 11, 22)
    part = [line.customer_id for line in source(shop).lines(day, day, 3)]
    assert len(part) == 2 * len(set(part))
    assert 0 < len(set(part)) < 12
    assert set(source(shop).turnover_before(day + timedelta(days=1), 3)) == set(part)
    everybody = [line.customer_id for line in source(shop).lines(day, day, 1)]
    assert set(everybody) == {each.id for each in people}


def test_nothing_is_given_away_by_a_programme_that_gives_nothing(trading: Shop) -> None:
    shop = trading
    buy(shop, shop.product("Soap", 10_000, sku="a"), customer=shop.customer("Ann", 1))
    nothing = replayed(shop, replace(BOTH, tiers=(), earn_rules=()))
    assert (nothing.cost, nothing.taken) == (0, 10_000)


def test_a_certificate_sold_is_none_of_the_goods(trading: Shop) -> None:
    shop = trading
    desk = shop.desk(shop.senior)
    desk.add_product(shop.product("Soap", 10_000, sku="a").id)
    desk.sell_certificate(5_000, "Gift certificate")
    desk.attach_customer(shop.customer("Ann", 1).id)
    total = desk.priced.to_pay
    assert total == 9_800 + 5_000
    desk.set_tender(TenderKind.CASH, total)
    shop.checkout().complete(desk.session, desk.draft, total)
    day = date(2026, 11, 22)
    found = [line.certificate for line in source(shop).lines(day, day, 1)]
    assert found == [False, True]
    result = replayed(shop)
    # 2 % of 100.00 off; 3 % of 98.00 back; nothing for the certificate
    assert (result.discount, result.granted) == (200, 294)
