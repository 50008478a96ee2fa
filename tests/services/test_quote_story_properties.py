"""What holds for every story: parts equal the whole, and buy-and-return restores everything."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from pos_app.services.quote import quote

NOW = datetime(2026, 3, 10)
PROGRAMME = {
    "earn": {"points": 5, "per": 10_000},
    "redeem": {"minor_per_point": 100, "max_percent": 40},
    "tiers": [
        {"name": "First", "min_spent": 0, "percent": 3},
        {"name": "Second", "min_spent": 30_000, "percent": 5, "multiplier": "1.5"},
    ],
}


@st.composite
def baskets(draw: st.DrawFn) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """A catalogue and a cart of one line for each article."""
    catalogue, cart = [], []
    for place in range(draw(st.integers(1, 4))):
        sku = f"s{place}"
        price = draw(st.integers(1, 20_000))
        catalogue.append({"sku": sku, "price": price, "taxes": ["20"]})
        cart.append({"line": sku, "sku": sku, "qty": draw(st.integers(1, 4))})
    return catalogue, cart


def _tell(
    basket: tuple[list[dict[str, Any]], list[dict[str, Any]]], returns: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    catalogue, cart = basket
    sale = {
        "op": "sale",
        "cart": cart,
        "codes": ["K"],
        "redeem_points": "max",
        "pay_with_card": "G",
    }
    events = [sale, *({"op": "return", "of": "0", **one} for one in returns)]
    answer = quote(
        {
            "programme": PROGRAMME,
            "catalogue": catalogue,
            "rules": [
                {"id": "r", "effects": [{"type": "percent", "value": "12.5", "target": "line"}]}
            ],
            "customer": {"id": "ada", "points": "123.45"},
            "coupons": [{"code": "K", "max_uses": 1, "reward": {"amount": 333}}],
            "cards": [{"id": "G", "balance": 5_000}],
            "events": [{"id": str(place), **event} for place, event in enumerate(events)],
        },
        NOW,
    )
    rows: list[dict[str, Any]] = answer["after"]
    return rows


@given(baskets(), st.data())
def test_any_split_of_a_return_restores_everything(
    basket: tuple[list[dict[str, Any]], list[dict[str, Any]]], data: st.DataObject
) -> None:
    units = [line["line"] for line in basket[1] for _ in range(line["qty"])]
    order = data.draw(st.permutations(units))
    returns = []
    while order:
        count = data.draw(st.integers(1, len(order)))
        returns.append({"lines": [{"line": line, "qty": 1} for line in order[:count]]})
        order = order[count:]
    rows = _tell(basket, returns)
    assert not any(row["refused"] for row in rows)
    sold, last = rows[0], rows[-1]
    backs = rows[1:]
    paid = sold["total"] - round(sold["spent"] * 100)
    assert sum(row["refund"] for row in backs) == paid
    assert sum(round(row["earned"] * 100) for row in rows) == 0
    assert sum(round(row["spent"] * 100) for row in rows) == 0
    assert last["balance"] == 123.45
    assert last["spent_total"] == 0
    assert last["tier"] == "First"
    assert last["uses"] == {"K": 0}
    assert last["balances"] == {"G": 5_000}


@given(baskets(), st.integers(0, 200_000))
def test_money_back_by_amount_and_then_the_rest(
    basket: tuple[list[dict[str, Any]], list[dict[str, Any]]], amount: int
) -> None:
    rows = _tell(basket, [{"amount": amount}, {}])
    paid = rows[0]["total"] - round(rows[0]["spent"] * 100)
    if amount > paid:
        assert rows[1]["refused"]
        assert rows[1]["balance"] == rows[0]["balance"]
    else:
        assert rows[1]["refund"] == amount
    assert sum(row.get("refund", 0) for row in rows) == paid
    assert rows[2]["balance"] == 123.45


def _amounts(row: dict[str, Any]) -> tuple[float, float, float]:
    return row["balance"], row["available"], row["pending"]


def _hundredths(points: float) -> int:
    """Points as the answer writes them, counted exactly."""
    return round(points * 100)


OPERATIONS = st.one_of(
    st.fixed_dictionaries(
        {"op": st.just("sale"), "items_total": st.integers(0, 50_000)},
        optional={
            "redeem_points": st.sampled_from([0, 1, 50, "max"]),
            "eligible_units": st.integers(0, 4),
            "no_earn": st.booleans(),
        },
    ),
    st.fixed_dictionaries(
        {"op": st.just("return"), "of": st.integers(0, 12).map(str)},
        optional={"amount": st.integers(0, 20_000), "units": st.integers(0, 4)},
    ),
    st.fixed_dictionaries({"op": st.just("adjust"), "points": st.integers(-300, 300)}),
    st.fixed_dictionaries({"op": st.sampled_from(["expire", "query"])}),
)


@given(st.lists(st.tuples(OPERATIONS, st.integers(0, 40)), max_size=12))
def test_no_history_loses_a_point(history: list[tuple[dict[str, Any], int]]) -> None:
    day = datetime(2026, 1, 1).toordinal()
    events = []
    for place, (event, later) in enumerate(history):
        day += later
        date = datetime.fromordinal(day).date().isoformat()
        events.append({"id": str(place), "date": date, **event})
    programme = {**PROGRAMME, "expiry_days": 60, "pending_days": 5}
    rows = quote({"programme": programme, "customer": {"points": 40}, "events": events}, NOW)[
        "after"
    ]
    before = {"balance": 40, "uses": {}, "balances": {}}
    for row, event in zip(rows, events, strict=True):
        balance, available, pending = map(_hundredths, _amounts(row))
        assert balance >= available + pending or balance < 0
        assert available >= 0
        assert sum(_hundredths(lot["points"]) for lot in row["lots"]) >= available
        if row["refused"] or event["op"] == "query":
            assert (row["earned"], row["spent"]) == (0, 0)
        if event["op"] == "sale" and row["refused"]:
            assert row["balance"] <= before["balance"]  # only time may take points
        before = row


@given(
    st.lists(
        st.tuples(st.integers(0, 40_000), st.sampled_from([0, 1, "12.34", "max"])), max_size=8
    ),
    st.integers(0, 500),
)
def test_spending_points_never_moves_a_tier(
    sales: list[tuple[int, int | str]], points: int
) -> None:
    """The tier follows the money paid (R19): no sale lowers it, and points don't count either way.

    The same money paid by somebody without a single point leads to the same tier, sale by sale.
    """
    tiers = [
        {"name": str(step), "min_spent": start}
        for step, start in enumerate((0, 10_000, 30_000, 70_000))
    ]

    def tell(events: list[dict[str, Any]], points: int) -> list[dict[str, Any]]:
        story = {
            "programme": {"redeem": {"minor_per_point": 100}, "tiers": tiers},
            "customer": {"id": "ada", "points": points},
            "events": [{"id": str(n), "op": "sale", **one} for n, one in enumerate(events)],
        }
        rows: list[dict[str, Any]] = quote(story, NOW)["after"]
        return rows

    spending = tell([{"items_total": t, "redeem_points": wish} for t, wish in sales], points)
    reached = ["0", *(row["tier"] for row in spending)]
    assert reached == sorted(reached)
    sold = [row for row in spending if not row["refused"]]
    paying = tell([{"items_total": row["payable"]} for row in sold], 0)
    assert [row["tier"] for row in paying] == [row["tier"] for row in sold]
    assert [row["spent_total"] for row in paying] == [row["spent_total"] for row in sold]


def test_points_by_hand_live_as_long_as_the_event_says() -> None:
    """10 points of 1 March for 20 days are there on the 21st and gone on the 22nd."""
    events = [
        {"op": "adjust", "points": 10, "expiry_days": 20, "date": "2026-03-01"},
        {"op": "query", "date": "2026-03-21"},
        {"op": "query", "date": "2026-03-22"},
    ]
    story = {
        "programme": PROGRAMME,
        "customer": {"id": "ada"},
        "events": [{"id": str(place), **event} for place, event in enumerate(events)],
    }
    rows = quote(story, NOW)["after"]
    assert [row["available"] for row in rows] == [10, 10, 0]
