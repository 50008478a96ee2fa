"""A price explained in words: every code the engine can tell has them, in four languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

import pos_app
from pos_app.domain.coupon import Refusal
from pos_app.domain.points import LimitedBy
from pos_app.domain.pricing import Programme, Reason
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.messages import SENTENCES
from pos_app.presenters.need_words import NEEDS, limit_words, need_words
from pos_app.presenters.why_state import WhySection
from pos_app.presenters.why_words import POINTS, STEPS, WhyWords
from pos_app.services.why import EARNED, WhyLine, WhyNot, WhyPoints, WhyStep
from tests.builders import Shop
from tests.services.golden import COUPON, golden_counter, scan_golden

SOURCE = Path(pos_app.__file__).parent
CODE = re.compile(r"[a-z]+(_[a-z]+)*")


def told(section: WhySection) -> list[str]:
    """The rows as they are read out."""
    return [row.spoken.replace("\N{NO-BREAK SPACE}", " ") for row in section.rows]


def words(language: str = "en") -> WhyWords:
    return WhyWords(translator(language), Formats(language, "PLN"))


def text_of(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from (*text_of(node.body), *text_of(node.orelse))


def called_with(name: str) -> set[str]:
    """The first text of every call of ``name`` in the engine and in the services.

    The import of people tells its own reasons, in words of its own.
    """
    found: set[str] = set()
    for folder in ("domain", "services"):
        for file in (SOURCE / folder).rglob("*.py"):
            if file.name.startswith("people_import"):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and getattr(node.func, "id", "") == name:
                    given = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
                    found |= {text for one in given for text in text_of(one)}
    return found


def returned(path: str, *functions: str) -> set[str]:
    """Texts returned by functions of a module."""
    tree = ast.parse((SOURCE / path).read_text(encoding="utf-8"))
    return {
        text
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef) and node.name in functions
        for each in ast.walk(node)
        if isinstance(each, ast.Return) and each.value is not None
        for part in ([each.value] if not isinstance(each.value, ast.Tuple) else each.value.elts)
        for text in text_of(part)
    }


def test_every_reason_of_the_engine_has_words() -> None:
    reasons = called_with("Reason")
    assert {"tier_discount", "free_units", "rounded", "gift", "points"} <= reasons
    misses = called_with("Miss")
    assert {"min_amount", "birthday"} <= misses
    refusals = (
        returned("domain/pricing/conditions.py", "right_refusal", "_person_refusal")
        | returned("domain/promotion.py", "dates_refusal")
        | set(get_args(Refusal))
    )
    assert {"budget", "expired", "void"} <= refusals
    known = set(STEPS) | set(POINTS) | set(NEEDS) | set(SENTENCES) | {EARNED}
    assert (reasons | misses | refusals) - known == set()
    # the modes of earning are reasons too, but for the one that stands in ``per_order``
    assert {"per_amount", "per_unit"} <= set(POINTS)


def test_every_limit_of_the_points_has_words() -> None:
    limits = returned("domain/pricing/spending.py", "_limit") | set(get_args(LimitedBy))
    limits |= {"no_customer", "daily_limit"}
    assert {"negative_balance", "no_value", "share", "below_minimum"} <= limits
    programme = Programme(max_points_share=3_000, min_money_part=500, min_points_redeemed=1_000,
                          max_points_redeemed_per_day=20_000)  # fmt: skip
    for language in LANGUAGES:
        t, f = translator(language), Formats(language, "PLN")
        for laid_over in (programme, None):
            said = {limit: limit_words(t, f, limit, laid_over) for limit in limits}
            assert all(said.values()), (language, said)
            assert not [one for one in said.values() if "{" in one or CODE.fullmatch(one)]
    assert limit_words(t, f, "something_new") == ""


def test_limits_tell_their_figure() -> None:
    t, f = translator("en"), Formats("en", "PLN")
    programme = Programme(max_points_share=3_000, min_money_part=500, min_points_redeemed=1_000,
                          max_points_redeemed_per_day=20_000)  # fmt: skip
    said = [
        limit_words(t, f, limit, programme).replace("\N{NO-BREAK SPACE}", " ")
        for limit in ("share", "min_money", "below_minimum", "daily_limit")
    ]
    assert said == [
        "at most 30% of a receipt", "at least zł 5.00 in money", "only from 10 on",
        "at most 200 a day",
    ]  # fmt: skip
    assert limit_words(t, f, "daily_limit", Programme()) == "the limit of the day"


def test_the_golden_line(shop: Shop) -> None:
    counter = golden_counter(shop)
    scan_golden(counter)
    why = counter.desk.why()
    assert told(words().line(why.lines[0])) == [
        "Price, 149.90 × 2, = 299.80",
        "Card: Card, 5% of 299.80, −14.99, = 284.81",
        f"Coupon: 50 off, 50.00 off · the part of this line · {COUPON}, −19.77, = 265.04",
        "Points, 150 points pay 150.00 of the receipt · the part of this line, −59.31, = 205.73",
        "To pay, earns 10.28 points, = zł 205.73",
    ]  # fmt: skip
    assert told(words().points(why.points, why.programme)) == [
        "Money that earns points, = zł 520.30",
        "Points for the money, zł 520.30, = 26.01",
        "Rounded, in steps of 1, = 26",
        "This receipt earns, = +26",
        "The most that points may pay, all that is on the card, = 150",
        "Points spent, = zł 150.00, = −150",
    ]


def step(code: str, amount: int = 100, kind: str = "promotion", **params: object) -> WhyStep:
    return WhyStep(
        kind=kind, rule="r", name="", amount=amount, before=1_000, left=1_000 - amount,
        reason=Reason(code, tuple(params.items())),
    )  # fmt: skip


LEVEL = WhyStep(
    kind="price", rule="price", name="Gold", amount=0, before=1_000, left=1_000,
    reason=Reason("price_level", (("list", 1_200), ("min_quantity", 10_000), ("tier", "gold"))),
)  # fmt: skip
OFF_RECEIPT = WhyStep(
    kind="coupon", rule="r", name="", amount=100, before=1_000, left=900,
    reason=Reason("amount", (("amount", 500),)),
)  # fmt: skip


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (step("percent", rate=1_500, base=10_000), "15% off"),
        (step("percent", rate=15, base=100), "15% off"),
        (step("percent"), ""),
        (OFF_RECEIPT, "5.00 off · the part of this line"),
        (step("fixed_price", price=900), "each for 9.00"),
        (step("tiered", by="quantity", measure=5_000, value=1), "the step for 5 pieces"),
        (step("tiered", by="amount", measure=5_000, value=1), "the step for 50.00"),
        (step("bundle_price", units=3, price=1_000), "3 pieces for 10.00"),
        (step("free_units", buy=2, get=1), "buy 2, get 1 free"),
        (step("first_plus_additional", first=300, additional=100),
         "3.00 off the first, 1.00 off each further one"),
        (step("budget", left=40), "the last of this offer: 0.40"),
        (step("gift"), "on top, free"),
        (step("points_multiplier", factor=20_000), "points ×2"),
        (step("issue_coupon", campaign="x"), "a coupon comes with the receipt"),
        (step("manual", kind="manual", percent=1_000, reason="damaged"), "10% of 10.00 · Damaged"),
        (step("manual", kind="manual", percent=None, reason="my own word"), "my own word"),
        (step("manual", kind="order_discount", percent=1_000, reason="staff"), "10% · Staff"),
        (step("manual", kind="manual", percent=1_000, reason="staff", cut=40),
         "10% of 10.00 · Staff · 0.40 less: the lowest price"),
        (LEVEL, "Gold · from 10 · instead of 12.00"),
        (step("price_level", kind="price", list=1_200, group="staff"), "staff · instead of 12.00"),
        (step("points", kind="points", spent=150, money=150),
         "1.5 points pay 1.50 of the receipt · the part of this line"),
        (step("points", kind="points", spent=100, money=100), "1 point pays 1.00 of the receipt"),
        (step("a_new_code", kind="a_new_kind", odd=[1]), ""),
        (step("percent", rate="much"), ""),
    ],
)  # fmt: skip
def test_reasons_in_words(one: WhyStep, said: str) -> None:
    assert words().reason(one) == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_codes_can_be_said_with_and_without_figures(language: str) -> None:
    made = words(language)
    for code in (*STEPS, "a_new_code"):
        row = made.line(
            WhyLine(line_id="1", name="X", unit="kg", quantity=350, unit_price=4_000, gross=1_400,
                    steps=(step(code),), money=1_300, on_top=13, given=True)
        ).rows[1]  # fmt: skip
        assert row.title
        assert "{" not in row.spoken
    points = WhyPoints(known=False, spent=100, spent_money=100, earned=0, per_order=(500, 1),
                       steps=tuple(Reason(code) for code in (*POINTS, "a_new_code")))  # fmt: skip
    assert not [one for one in told(made.points(points)) if "{" in one]


@pytest.mark.parametrize(
    ("kind", "name", "title"),
    [
        ("price", "Gold", "Special price"),
        ("promotion", "", "Promotion"), ("promotion", "Tea day", "Tea day"),
        ("card", "", "Card discount"), ("card", "Silver", "Card: Silver"),
        ("coupon", "", "Coupon"), ("manual", "", "Discount by hand"),
        ("order_discount", "", "Discount on the receipt"), ("points", "", "Points"),
        ("new", "", "Discount"), ("new", "Named", "Named"),
    ],
)  # fmt: skip
def test_who_took_the_money(kind: str, name: str, title: str) -> None:
    one = WhyStep(kind=kind, rule="r", name=name, amount=1, before=2, left=1, reason=Reason("x"))
    assert words().rule(one) == title


def test_a_weighed_line_an_own_price_and_tax_on_top() -> None:
    line = WhyLine(line_id="1", name="Cheese", unit="kg", quantity=350, unit_price=4_000,
                   gross=1_400, steps=(), money=1_400, on_top=322, own_price=True)  # fmt: skip
    assert told(words().line(line)) == [
        "Price set by hand, 40.00 × 0.35 kg, = 14.00",
        "Tax on top, +3.22, = 17.22",
        "To pay, = zł 17.22",
    ]


def test_points_once_for_a_receipt_stand_before_the_rounding() -> None:
    points = WhyPoints(
        known=True, spent=0, spent_money=0, earned=1_500, per_order=(1_000, 1),
        steps=(Reason("per_unit", (("points", 550),)),
               Reason("tier_multiplier", (("factor", 15_000),)),
               Reason("rounded", (("points", 1_500), ("step", 100)))),
    )  # fmt: skip
    assert told(words().points(points)) == [
        "Points for the pieces, = 5.5", "Tier multiplies the points, = ×1.5",
        "Once for the receipt, = 10", "Rounded, in steps of 1, = 15", "This receipt earns, = +15",
    ]  # fmt: skip
    alone = WhyPoints(known=True, spent=0, spent_money=0, earned=1_000, per_order=(1_000, 1))
    assert told(words().points(alone))[0] == "Once for the receipt, = 10"


NEEDED = [
    (Reason("min_amount", (("missing", 1_240),)), "Add zł 12.40 more."),
    (Reason("min_amount", (("minimum", 5_000), ("missing", 1_240))),
     "Add zł 12.40 more to reach zł 50."),
    (Reason("min_amount", (("goods", ("Tea", "Oil")), ("missing", 1_240))),
     "Add zł 12.40 more of: Tea, Oil."),
    (Reason("min_amount"), "The receipt is too small for this."),
    (Reason("min_qty", (("missing", 1_000),)), "Add 1 more."),
    (Reason("contains", (("goods", ("Tea",)), ("missing", 2_000))), "Add 2 more of: Tea."),
    (Reason("min_qty"), "Not enough of the goods it is for."),
    (Reason("distinct_skus", (("missing", 2_000),)), "Add 2 other items."),
    (Reason("distinct_skus", (("goods", ("Oils",)), ("missing", 1_000))),
     "Add 1 other item of: Oils."),
    (Reason("distinct_skus"), "Not enough of the goods it is for."),
    (Reason("max_qty", (("most", 5_000),)), "At most 5 of the goods it is for."),
    (Reason("max_qty"), "Too many of the goods it is for."),
    (Reason("tier", (("tiers", ("Gold", "Silver")),)), "Only for: Gold, Silver."),
    (Reason("tier"), "Not for this customer."),
    (Reason("customer_group", (("groups", ("staff",)),)), "Only for: staff."),
    (Reason("no_effect", (("goods", "Tea"),)), "Only for: Tea."),
    (Reason("no_effect"), "Nothing on the receipt fits this."),
    (Reason("nth_order", (("n", 5), ("every", True))), "Only with every 5 purchases."),
    (Reason("nth_order", (("n", 1), ("every", False))), "Only with the first purchase."),
    (Reason("nth_order", (("n", 3),)), "Only with purchase no. 3."),
    (Reason("nth_order"), "Not for this customer."),
    (Reason("wrong_time", (("hours", "17:00-19:00"), ("weekdays", "56"))),
     "This is valid only: Fri, Sat, 17:00–19:00."),
    (Reason("not_started", (("valid_from", "2026-12-01"),)), "This is valid from 1 Dec 2026 on."),
    (Reason("excluded", (("name", "3 for 2"),)), "3 for 2 applies instead."),
    (Reason("excluded"), "Another offer gives more."),
    (Reason("card_better"), "The card discount gives more."),
    (Reason("coupon_limit", (("most", 1),)), "Only 1 coupon fits on a receipt."),
    (Reason("usage_limit"), "This coupon has been used."),
    (Reason("a_new_code"), "This is not possible (a_new_code)."),
]  # fmt: skip


@pytest.mark.parametrize(("need", "said"), NEEDED)
def test_needs_in_words(need: Reason, said: str) -> None:
    t, f = translator("en"), Formats("en", "PLN")
    assert need_words(t, f, need).replace("\N{NO-BREAK SPACE}", " ") == said


@pytest.mark.parametrize("language", LANGUAGES)
def test_needs_in_four_languages(language: str) -> None:
    t, f = translator(language), Formats(language, "PLN")
    said = {need_words(t, f, need) for need, _ in NEEDED}
    assert not [one for one in said if "{" in one or not one.endswith((".", ").", "!"))]


def test_a_used_up_promotion_is_no_used_coupon() -> None:
    t, f = translator("en"), Formats("en", "PLN")
    assert need_words(t, f, Reason("usage_limit"), coupon=False) == "This offer is used up."


def test_what_does_not_apply_is_named() -> None:
    section = words().missing(
        (
            WhyNot(name="50 off", need=Reason("void"), code="K1"),
            WhyNot(name="", need=Reason("void"), code="K2"),
            WhyNot(name="Tea day", need=Reason("usage_limit")),
            WhyNot(name="", need=Reason("budget")),
        )
    )
    assert told(section) == [
        "50 off · K1, This coupon is no longer valid.",
        "Coupon · K2, This coupon is no longer valid.",
        "Tea day, This offer is used up.", "Promotion, This offer is used up.",
    ]  # fmt: skip
    assert [row.tone for row in section.rows] == ["warn", "warn", "plain", "plain"]
