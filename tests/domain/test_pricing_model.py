"""The engine against the independent model, over baskets and programmes of every kind (R1–R10)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from pos_app.services.quote import quote
from tests.domain.rational_basket import TILL, work_out
from tests.domain.rational_goods import Unmodelled
from tests.domain.rational_returns import give_back

NOW = datetime(2026, 3, 10, 12)
Json = dict[str, Any]

SCOPES = st.sampled_from(
    [
        {},
        {},
        {},
        {"categories": ["food"]},
        {"exclude_categories": ["food"]},
        {"brands": ["tide"]},
        {"tags": ["spring"]},
        {"skus": ["s0", "s2"]},
        {"exclude_skus": ["s1"]},
        {"price_min": 500},
        {"price_max": 500},
    ]
)
LIMITS = {
    "max_amount": st.sampled_from([0, 333, 1_000]),
    "max_units": st.integers(1, 4),
    "max_units_per_line": st.integers(1, 2),
}


def _kind(name: str, **fields: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    return st.fixed_dictionaries({"type": st.just(name), "scope": SCOPES, **fields})


def _limited(name: str, targets: list[str], value: st.SearchStrategy[Any]) -> Any:
    return st.fixed_dictionaries(
        {
            "type": st.just(name),
            "scope": SCOPES,
            "target": st.sampled_from(targets),
            "value": value,
        },
        optional=LIMITS,
    )


PERCENTS = st.sampled_from(["5", "12.5", "33.33", "50", "100", "0.125"])
TARGETS = ["order", "line", "unit", "cheapest_unit", "cheapest_units"]
UNIT_EFFECTS: list[st.SearchStrategy[Json]] = [
    _limited("percent", TARGETS[2:], PERCENTS),
    _limited("amount", [*TARGETS[2:], "cheapest_units_total"], st.integers(0, 1_500)),
    _kind("fixed_price", value=st.integers(0, 1_500)),
    _kind("bundle_price", qty=st.integers(1, 4), value=st.integers(0, 3_000)),
    _kind("free_units", buy=st.integers(1, 3), get=st.integers(1, 2)),
    _kind(
        "first_plus_additional",
        first=st.integers(0, 900),
        additional=st.integers(0, 900),
        target=st.sampled_from(["order", "line"]),
    ),
]
LINE_EFFECTS: list[st.SearchStrategy[Json]] = [
    _limited("percent", TARGETS[:2], PERCENTS),
    _limited("amount", TARGETS[:2], st.integers(0, 3_000)),
    _kind(
        "tiered_percent",
        tier_by=st.sampled_from(["qty", "amount"]),
        tiers=st.just([[1, "1"], [3, "7.5"], [1_500, "20"]]),
        target=st.sampled_from(TARGETS[:2]),
    ),
    _kind("tiered_amount", tiers=st.just([[2, 100], [4, 555]])),
    _kind("gift", sku=st.just("cup"), qty=st.integers(1, 2)),
    _kind("gift_per_qty", sku=st.just("cup"), per_qty=st.integers(1, 3), get_qty=st.just(1)),
    _kind("points_multiplier", value=st.sampled_from(["1", "1.5", "2"])),
]
CONDITIONS = st.one_of(
    st.fixed_dictionaries(
        {
            "type": st.just("min_amount"),
            "amount": st.sampled_from([0, 1_000, 3_000]),
            "scope": SCOPES,
        },
        optional={
            "basis": st.sampled_from(["list", "net", "gross"]),
            "strict": st.booleans(),
        },
    ),
    _kind("min_qty", qty=st.integers(0, 5)),
    _kind("max_qty", qty=st.integers(0, 9)),
    _kind("distinct_skus", n=st.integers(1, 3)),
    st.fixed_dictionaries(
        {"type": st.just("contains"), "skus": st.sampled_from([["s0"], ["s0", "s1"], ["zz"]])},
        optional={"qty": st.integers(1, 3)},
    ),
    st.just({"type": "customer_group", "groups": ["vip"]}),
    st.just({"type": "nth_order", "n": 3}),
)


@st.composite
def rules(draw: st.DrawFn, effects: list[st.SearchStrategy[Json]], codes: bool) -> list[Json]:
    """A few rules, the last of them perhaps by code."""
    found: list[Json] = []
    for place in range(draw(st.integers(0, 4))):
        rule: Json = {
            "id": f"r{place}",
            "conditions": draw(st.lists(CONDITIONS, max_size=1)),
            "effects": draw(st.lists(st.one_of(*effects), min_size=1, max_size=2)),
            "priority": draw(st.integers(0, 1)),
            "combinable": draw(st.sampled_from([True, True, False])),
            "exclusive": draw(st.sampled_from([False, False, False, True])),
        }
        if draw(st.booleans()) and codes:
            rule |= {"trigger": "code", "code": rule["id"]}
            rule["not_with_promotions"] = draw(st.booleans())
        extra = draw(st.sampled_from([{}, {}, {"exclusion_group": "g"}, {"budget": 444}]))
        extra |= draw(st.sampled_from([{}, {}, {"usage_limit": 1, "used": 1}]))
        found.append(rule | extra)
    return found


@st.composite
def baskets(draw: st.DrawFn, effects: list[st.SearchStrategy[Json]], codes: bool = True) -> Json:
    """A whole document of the format."""
    catalogue, cart = [], []
    for place in range(draw(st.integers(1, 4))):
        item: Json = {
            "sku": f"s{place}",
            "price": draw(st.sampled_from([0, 333, 500, 500, 999, 1_250])),
            "taxes": draw(
                st.sampled_from([[], ["20"], ["20"], ["10"], ["5", "9.975"],
                                 [{"rate": "10", "included": False}]])
            ),
            "categories": draw(st.sampled_from([[], ["food"]])),
            "brand": draw(st.sampled_from(["tide", "sun"])),
            "tags": draw(st.sampled_from([[], ["spring"]])),
            "cost": draw(st.sampled_from([100, 300])),
        }  # fmt: skip
        item |= draw(
            st.sampled_from(
                [{}, {}, {}, {"min_price": 250}, {"discountable": False}, {"certificate": True}]
            )
        )
        line: Json = {"line": f"l{place}", "sku": item["sku"]}
        line["qty"] = draw(st.sampled_from([1, 2, 3, 5, "0.345", "1.5"]))
        line |= draw(st.sampled_from([{}, {}, {}, {"line_discount_percent": "10"}, {"price": 777}]))
        catalogue.append(item)
        cart.append(line)
    document: Json = {
        "kind": "basket",
        "now": "2026-03-10",
        "catalogue": catalogue,
        "cart": cart,
        "rules": draw(rules(effects, codes)),
        "prices_include_tax": draw(st.booleans()),
        "settings": draw(_settings()),
        "programme": draw(_programme()),
    }
    document["codes"] = [rule["id"] for rule in document["rules"] if "code" in rule]
    customer = {"id": "ada", "groups": ["vip"], "orders": draw(st.integers(0, 3))}
    customer |= {"points": draw(st.sampled_from([0, 7, "55.55"])), "spent_total": 500}
    if draw(st.sampled_from([True, True, True, False])):
        document["customer"] = customer
        document["redeem_points"] = draw(st.sampled_from([0, "max", 5, "12.34"]))
    return document


@st.composite
def _settings(draw: st.DrawFn) -> Json:
    found: Json = dict(draw(st.sampled_from([{}, TILL, TILL])))
    choices: Json = {
        "stacking": ["best", "add", "promotion_only"],
        "tax_round": ["per_rate", "line"],
        "points_as": ["discount", "tender"],
        "cash_rounding": [0, 5, 10],
        "points_on_promotion_lines": [True, False],
        "earn_while_redeeming": [True, True, False],
        "min_money_part": [0, 200],
        "margin_floor": [None, "20"],
        "max_points_per_receipt": [None, 3],
    }
    return found | {key: draw(st.sampled_from(values)) for key, values in choices.items()}


@st.composite
def _programme(draw: st.DrawFn) -> Json:
    earn: list[Json] = [
        {"points": 3, "per": 100, "scope": {"categories": ["food"]}},
        {"mode": "per_unit", "points": "0.5", "scope": {"brands": ["sun"]}},
        {"points": 5, "per": 1_000, "min_amount": draw(st.sampled_from([0, 2_000]))},
        {"mode": "per_order", "points": 1, "min_amount": draw(st.sampled_from([0, 2_000]))},
    ]
    return {
        "earn": draw(st.lists(st.sampled_from(earn), unique_by=id, max_size=4)),
        "redeem": {
            "minor_per_point": draw(st.sampled_from([100, 1, "0.5", 3])),
            "max_percent": draw(st.sampled_from([100, 30, "12.5"])),
            "multiple_of": draw(st.sampled_from([1, 5])),
            "min_points": draw(st.sampled_from([0, 6])),
        },
        "tiers": [
            {"name": "one", "min_spent": 0, "percent": draw(st.sampled_from([0, 5, "12.5"]))},
            {"name": "two", "min_spent": 400, "percent": 10, "multiplier": "1.25"},
        ][: draw(st.integers(0, 2))],
    }


def differences(wanted: Any, found: Any, path: str = "") -> list[str]:
    """Where an answer differs from the model's; what the model doesn't say is free."""
    if isinstance(wanted, dict):
        if path.endswith((".free", ".rule_discount")) and set(wanted) != set(found):
            return [f"{path}: {found} instead of {wanted}"]
        return [d for key in wanted for d in differences(wanted[key], found[key], f"{path}.{key}")]
    if isinstance(wanted, list) and len(wanted) == len(found):
        pairs = enumerate(zip(wanted, found, strict=True))
        return [d for n, (one, other) in pairs for d in differences(one, other, f"{path}[{n}]")]
    return [] if wanted == found else [f"{path}: {found!r} instead of {wanted!r}"]


def _agree(document: Json) -> None:
    try:
        model = work_out(document).answer
    except Unmodelled:
        assume(False)
    assert differences(model, quote(document, NOW)) == []


@given(baskets([*LINE_EFFECTS]))
def test_sums_and_lines(document: Json) -> None:
    _agree(document)


@given(baskets([*UNIT_EFFECTS]))
def test_units(document: Json) -> None:
    _agree(document)


@given(baskets([*LINE_EFFECTS, *UNIT_EFFECTS], codes=False))
def test_everything_automatic(document: Json) -> None:
    _agree(document)


@given(baskets([*LINE_EFFECTS, *UNIT_EFFECTS]), st.data())
def test_returns(document: Json, data: st.DataObject) -> None:
    """Sold, then given back in parts: money, points taken and given back, each time."""
    document["customer"] = {"id": "ada", "points": "55.55", "spent_total": 500}
    returns = data.draw(_returns(document["cart"]))
    try:
        sold = work_out(document)
    except Unmodelled:
        assume(False)
    wanted = give_back(sold, returns)
    rows = tell(document, returns)
    assume(not rows[0]["refused"])
    found = [{name: row[name] for name in ("refund", "earned", "spent")} for row in rows[1:]]
    assert found == wanted


@st.composite
def _returns(draw: st.DrawFn, cart: list[Json]) -> list[Json]:
    """Some units of some lines, then the rest."""
    left = {line["line"]: line["qty"] for line in cart}
    found: list[Json] = []
    for _ in range(draw(st.integers(0, 3))):
        one: Json = {}
        for name, pieces in left.items():
            some = draw(st.integers(0, pieces)) if isinstance(pieces, int) else 0
            if some:
                one[name] = some
                left[name] = pieces - some
        if one:
            found.append(one)
    if any(isinstance(pieces, str) or pieces for pieces in left.values()):
        found.append({})
    return found


def tell(document: Json, returns: list[Json]) -> list[Json]:
    """The same basket as a story of the format: the sale, then the returns."""
    sale = {name: document[name] for name in ("cart", "redeem_points", "codes") if name in document}
    dropped = {*sale, "kind", "now"}
    story = {name: value for name, value in document.items() if name not in dropped}
    events: list[Json] = [{"id": "sale", "op": "sale", "date": "2026-03-10", **sale}]
    for number, wanted in enumerate(returns):
        event: Json = {"id": f"back {number}", "op": "return", "of": "sale"}
        if wanted:
            event["lines"] = [{"line": name, "qty": qty} for name, qty in wanted.items()]
        events.append(event)
    rows: list[Json] = quote({"kind": "story", **story, "events": events}, NOW)["after"]
    return rows
