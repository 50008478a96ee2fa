"""Promotions as typed: nothing is lost on the way through the form, and words say what is meant."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, time

import pytest

from pos_app.domain.promotion import (
    AmountOff,
    AnyOf,
    BirthdayWindow,
    BundlePrice,
    Condition,
    Contains,
    DistinctSkus,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    Gift,
    Hours,
    InGroup,
    InTier,
    IsCustomer,
    IssueCoupon,
    MaxQuantity,
    MinAmount,
    MinQuantity,
    NoneOf,
    NthOrder,
    PercentOff,
    PointsMultiplier,
    Promotion,
    Scope,
    Tiered,
)
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.promotion_calendar import calendar_of, month_after
from pos_app.presenters.promotion_read import parse_day, parse_hours, parse_steps, read_text
from pos_app.presenters.promotion_show import text_of
from pos_app.presenters.promotion_text import (
    BENEFITS,
    CONDITIONS,
    PromotionText,
    added,
    part_of,
    removed,
    with_entry,
    with_part,
    without_entry,
)
from pos_app.presenters.promotion_words import Names, Teller
from pos_app.presenters.promotions import PromotionsParts, PromotionsPresenter
from pos_app.presenters.promotions_state import PromotionsState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.promotions import PromotionService, StoredPromotion
from tests.builders import Shop

NAMES = Names(item=str.title, group=str.upper, tier=str.upper, campaign=str.upper)
SOME = Scope(
    skus=frozenset({"a", "b"}), groups=frozenset({"g"}), brands=frozenset({"Br"}),
    tags=frozenset({"t"}), exclude_skus=frozenset({"c"}), exclude_groups=frozenset({"h"}),
    exclude_brands=frozenset({"No"}), exclude_tags=frozenset({"u"}), price_min=100,
    price_max=5_050, expires_within=3, only_new=True,
)  # fmt: skip

CONDITIONS_MADE: list[Condition] = [
    MinAmount(amount=5_000, scope=SOME),
    MinQuantity(quantity=1_500),
    MaxQuantity(quantity=2_000, scope=SOME),
    DistinctSkus(count=3),
    Contains(skus=("a", "b")),
    Contains(skus=("a",), quantity=2_000),
    IsCustomer(),
    InGroup(groups=frozenset({"vip", "staff"})),
    InTier(tiers=frozenset({"gold"})),
    NthOrder(n=1),
    NthOrder(n=5, every=True),
    BirthdayWindow(before=3, after=0),
    # the form has no fields for these, and keeps them
    MinAmount(amount=5_000, basis="list"),
    IsCustomer(ids=frozenset({"anna"})),
    AnyOf(conditions=(IsCustomer(), NthOrder(n=2))),
]
EFFECTS_MADE: list[Effect] = [
    PercentOff(rate=1_250, target="cheapest_units", max_units=2, max_amount=900, scope=SOME),
    PercentOff(rate=1, base=3),
    AmountOff(amount=350, target="unit", max_units_per_line=1),
    FixedPrice(price=0, target="order", max_units=3),
    Tiered(kind="percent", tiers=((2_000, 500), (5_000, 1_000)), target="line", max_amount=99),
    Tiered(kind="amount", tiers=((10_000, 500),), by="amount"),
    Tiered(kind="percent", tiers=((1, 1),), base=7),
    FreeUnits(buy=2, get=1, max_free=4),
    BundlePrice(units=3, price=1_000, max_bundles=2),
    Gift(sku="a", quantity=2_000, per_units=3),
    FirstPlusAdditional(first=100, additional=50, per_line=True, max_units=4),
    PointsMultiplier(factor=25_000),
    IssueCoupon(campaign="c"),
]


def formats(language: str = "en") -> Formats:
    return Formats(language, "PLN")


def teller(language: str = "en") -> Teller:
    return Teller(translator(language), formats(language), NAMES)


# --- through the form ------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_loses_nothing(language: str) -> None:
    f = formats(language)
    whole = Promotion(
        rule_id="r", name="All of it", effects=tuple(EFFECTS_MADE),
        conditions=(*CONDITIONS_MADE, NoneOf(conditions=(InTier(tiers=frozenset({"x"})),))),
        priority=-4, exclusive=True, combinable=True, exclusion_group="week",
        valid_from=date(2026, 12, 1), valid_to=date(2026, 12, 24), weekdays=frozenset({1, 6}),
        hours=(Hours(start=time(9), end=time(12, 30)), Hours(start=time(22), end=time(0))),
        usage_limit=100, usage_limit_per_customer=2, budget=123_450, enabled=False,
    )  # fmt: skip
    shown = text_of(whole, f, "uuid")
    read, errors = read_text(shown, f)
    assert errors == {}
    assert read == whole
    assert text_of(read, f, "uuid") == shown


def test_every_kind_can_be_added_and_says_what_is_missing() -> None:
    draft = PromotionText()
    for kind in CONDITIONS:
        draft = added(draft, "when", kind)
    for kind in BENEFITS:
        draft = added(draft, "then", kind)
    _, errors = read_text(draft, formats())
    missing = {(part_of(draft, key.split(".")[0]) or draft.then[0]).kind for key in errors}
    assert errors["name"] == "name"
    # a card shown, a first or fifth purchase, a birthday, pieces: they need nothing more
    assert {"known", "first", "nth", "birthday", "min_quantity", "free"}.isdisjoint(missing)
    assert {"min_amount", "contains", "tier", "group", "amount", "gift", "coupon"} <= missing


def test_a_promotion_needs_a_benefit() -> None:
    assert read_text(PromotionText(name="x"), formats())[1] == {"add.then": "empty"}


@pytest.mark.parametrize(
    ("facts", "field", "code"),
    [
        ({"valid_from": "30.02.2026"}, "valid_from", "day"),
        ({"valid_from": "02.01.2026", "valid_to": "1.1.26"}, "valid_to", "order"),
        ({"hours": "9 to 5"}, "hours", "hours"),
        ({"hours": "09:00-09:00"}, "hours", "hours"),
        ({"usage_limit": "0"}, "usage_limit", "number"),
        ({"budget": "much"}, "budget", "money"),
        ({"priority": "1001"}, "priority", "number"),
    ],
)
def test_mistakes_name_their_field(facts: dict[str, str], field: str, code: str) -> None:
    base = added(PromotionText(name="x"), "then", "points")
    _, errors = read_text(replace(base, **facts), formats())  # type: ignore[arg-type]
    assert errors == {field: code}


def test_goods_are_entered_one_by_one_and_dropped() -> None:
    draft = added(PromotionText(), "then", "percent")
    (part,) = draft.then
    part = replace(part, scope=replace(part.scope, open=True, what="tag", sign="not"))
    part = with_entry(with_entry(with_entry(part, " sale "), "old"), "sale")
    assert part.scope.entries == (("not", "tag", "old"), ("not", "tag", "sale"))
    assert with_entry(part, "  ").scope.entries == part.scope.entries
    assert without_entry(part, 0).scope.entries == (("not", "tag", "sale"),)
    draft = with_part(draft, part.with_value("rate", "10"))
    read, _ = read_text(draft, formats())
    tags = frozenset({"old", "sale"})
    assert read.effects == (PercentOff(rate=1_000, scope=Scope(exclude_tags=tags)),)
    assert removed(draft, part.key).then == ()


def test_days_hours_and_steps_as_people_write_them() -> None:
    assert parse_day("24.12.26") == parse_day("2026-12-24") == date(2026, 12, 24)
    assert parse_hours("9-12, 14.30–24") == (
        Hours(start=time(9), end=time(12)),
        Hours(start=time(14, 30), end=time(0)),
    )
    f = formats()
    steps = parse_steps("10 = 8; 3=5", f.parse_quantity, f.parse_percent)
    assert steps == ((3_000, 500), (10_000, 800))
    for text in ("3", "0 = 5", "3 = 5; 3 = 6", ""):
        with pytest.raises(ValueError, match=r".*"):
            parse_steps(text, f.parse_quantity, f.parse_percent)


# --- in words --------------------------------------------------------------------------------


def test_one_sentence_says_it_all() -> None:
    rule = Promotion(
        rule_id="r", effects=(PercentOff(rate=1_000, target="unit", max_units=2),),
        conditions=(
            MinAmount(amount=5_000, scope=Scope(groups=frozenset({"tea"}))),
            BirthdayWindow(),
            NoneOf(conditions=(InTier(tiers=frozenset({"gold"})), NthOrder(n=1))),
        ),
        valid_to=date(2026, 12, 24), usage_limit_per_customer=1,
    )  # fmt: skip
    words = teller().sentence(rule).replace("\N{NO-BREAK SPACE}", " ")
    assert words == (
        "When goods for at least zł 50 (TEA) are on the receipt and the birthday is at most 7 days "
        "ahead or 7 days past: 10% off each piece, at most 2 pieces; unless the customer is on the "
        "tier GOLD or it is the first purchase of the customer. "
        "Until 24 Dec 2026, 1 time a customer."
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_part_has_words_in_every_language(language: str) -> None:
    said = teller(language)
    conditions = [said.condition(one) for one in CONDITIONS_MADE]
    benefits = [said.benefit(one) for one in EFFECTS_MADE]
    assert all(conditions)
    assert all(benefits)
    assert len(set(benefits)) == len(benefits)
    if language != "en":
        english = teller()
        assert not set(conditions) & {english.condition(one) for one in CONDITIONS_MADE}
        assert not set(benefits) & {english.benefit(one) for one in EFFECTS_MADE}


def test_goods_in_words() -> None:
    words = teller().goods(SOME).replace("\N{NO-BREAK SPACE}", " ")
    assert words == (
        " (G, A, B, Br, …, all but H, C, No, u, from zł 1, up to zł 50.50, "
        "batches with 3 days left at most, new goods)"
    )
    assert teller().goods(Scope()) == ""


# --- the calendar ----------------------------------------------------------------------------


def test_bars_lie_where_their_days_are() -> None:
    today = date(2026, 11, 22)

    def stored(**days: date) -> StoredPromotion:
        rule = Promotion(rule_id="r", name="P", effects=(PercentOff(rate=1),), **days)  # type: ignore[arg-type]
        return StoredPromotion(uuid="u", promotion=rule)

    shown = calendar_of(
        [
            (stored(valid_from=date(2026, 10, 1), valid_to=date(2026, 10, 31)), "october"),
            (stored(), "always"),
            (stored(valid_to=date(2026, 9, 30)), "gone"),
            (stored(valid_from=date(2027, 4, 1)), "far"),
        ],
        date(2026, 10, 1), today, formats(),
    )  # fmt: skip
    # October to March are 31 + 30 + 31 + 31 + 28 + 31 = 182 days
    first, always = shown.bars
    assert (first.start, first.end) == (0.0, 31 / 182)
    assert (first.open_start, first.open_end, first.tone) == (False, False, "neutral")
    assert (always.start, always.end, always.open_start, always.open_end) == (0.0, 1.0, True, True)
    assert shown.today == 52 / 182
    assert len(shown.months) == 6
    assert month_after(date(2026, 11, 30), 2) == date(2027, 1, 1)
    assert calendar_of([], date(2027, 1, 1), today, formats()).today == -1.0


# --- the list --------------------------------------------------------------------------------


@dataclass
class Page:
    """What the list showed, and where it led."""

    state: PromotionsState = field(default_factory=PromotionsState)
    tones: int = 0
    gone: list[tuple[str, ...]] = field(default_factory=list)
    undo: list[Callable[[], object]] = field(default_factory=list)
    kept: str | None = None

    def render(self, state: PromotionsState) -> None:
        self.state = state

    def alert(self) -> None:
        self.tones += 1

    def edit(self, uuid: str) -> None:
        self.gone.append(("edit", uuid))

    def create(self) -> None:
        self.gone.append(("create",))

    def copy(self, uuid: str) -> None:
        self.gone.append(("copy", uuid))

    def resume_form(self) -> None:
        self.gone.append(("resume",))

    def unsaved_name(self) -> str | None:
        return self.kept

    def back(self) -> None:
        self.gone.append(("back",))

    def say(self, text: str, tone: str = "") -> None:
        self.gone.append(("say", text, tone))

    def offer_undo(self, text: str, deed: Callable[[], object]) -> None:
        self.gone.append(("undo", text))
        self.undo.append(deed)


@pytest.fixture
def page() -> Page:
    return Page()


@pytest.fixture
def listed(shop: Shop, page: Page) -> PromotionsPresenter:
    return presenter(shop, page, owner=True)


def presenter(shop: Shop, page: Page, *, owner: bool) -> PromotionsPresenter:
    return PromotionsPresenter(
        PromotionsParts(
            service=PromotionService(shop.store.uow, shop.ids, shop.sink),
            session=lambda: shop.owner if owner else shop.cashier,
            is_owner=lambda: owner,
            voice=Voice(translator("en"), formats()),
            ways=page,
            names=lambda: NAMES,
            today=lambda: date(2026, 11, 22),
        ),
        page,
    )


def fill(shop: Shop) -> dict[str, str]:
    service = PromotionService(shop.store.uow, shop.ids, shop.sink)
    ten = Promotion(rule_id="x", name="Ten", effects=(PercentOff(rate=1_000),))
    made = {
        "Ten": ten,
        "Gift": replace(ten, name="Gift", effects=(Gift(sku="comb"),), enabled=False),
        "Soon": replace(ten, name="Soon", valid_from=date(2026, 12, 1), budget=10_000),
        "Gone": replace(ten, name="Gone", valid_to=date(2026, 11, 21), usage_limit=5),
    }
    return {name: service.put(shop.owner, one) for name, one in made.items()}


def names(page: Page) -> list[str]:
    return [line.name for line in page.state.lines]


def test_an_empty_list_says_what_to_do(listed: PromotionsPresenter, page: Page) -> None:
    listed.open()
    assert page.state.empty_title == "No promotions yet"
    assert (page.state.chosen, page.state.can_pause) == ("", False)
    listed.toggle()
    listed.copy()
    listed.edit("")
    assert page.gone == []


def test_states_filters_and_search(shop: Shop, listed: PromotionsPresenter, page: Page) -> None:
    fill(shop)
    listed.open()
    assert [(line.name, line.state, line.tone) for line in page.state.lines] == [
        ("Ten", "Running", "accent"),
        ("Gift", "Paused", "warn"),
        ("Soon", "Planned", "outline"),
        ("Gone", "Ended", "neutral"),
    ]
    lines = {line.name: line for line in page.state.lines}
    assert lines["Soon"].given.replace("\N{NO-BREAK SPACE}", " ") == "0 of zł 100"
    assert lines["Soon"].days == "from 1 Dec 2026 on"
    assert (lines["Gone"].used, lines["Gone"].days) == ("0 of 5", "until 21 Nov 2026")
    assert [text for _, text in page.state.filters] == [
        "All · 4", "Running · 1", "Planned · 1", "Paused · 1", "Over · 1",
    ]  # fmt: skip
    listed.choose_filter("over")
    assert names(page) == ["Gone"]
    assert not page.state.can_pause
    listed.choose_filter("nonsense")
    listed.search("comb")
    assert names(page) == ["Gift"]
    listed.search("no such")
    assert (names(page), page.state.empty_title) == ([], "No promotion like that")
    listed.back()
    assert len(names(page)) == 4
    listed.back()
    assert page.gone == [("back",)]


def test_pausing_can_be_taken_back(shop: Shop, listed: PromotionsPresenter, page: Page) -> None:
    uuids = fill(shop)
    listed.open()
    listed.choose(uuids["Ten"])
    listed.toggle()
    assert page.gone == [("undo", "Paused: Ten")]
    assert (page.state.lines[0].state, page.state.pause_word) == ("Paused", "Let it go on")
    page.undo.pop()()
    assert page.state.lines[0].state == "Running"
    listed.choose(uuids["Gift"])
    listed.toggle()
    assert page.gone[-1] == ("undo", "Goes on: Gift")


def test_a_change_can_be_taken_back(shop: Shop, listed: PromotionsPresenter, page: Page) -> None:
    uuid = fill(shop)["Ten"]
    service = PromotionService(shop.store.uow, shop.ids, shop.sink)
    before = service.get(uuid).promotion
    service.put(shop.owner, replace(before, name="Eleven"), uuid)
    listed.saved(uuid, before)
    assert page.gone == [("undo", "Saved: Eleven")]
    page.undo.pop()()
    assert names(page)[0] == "Ten"
    listed.saved(uuid, None)
    assert page.gone[-1] == ("say", "Saved: Ten", "accent")


def test_a_cashier_only_looks(shop: Shop, page: Page) -> None:
    fill(shop)
    cashier = presenter(shop, page, owner=False)
    cashier.open()
    for deed in (cashier.create, cashier.copy, cashier.toggle):
        deed()
    assert page.tones == 3
    assert {entry[0] for entry in page.gone} == {"say"}
    assert page.state.locked
    cashier.edit(page.state.lines[0].key)
    assert page.gone[-1][0] == "edit"


def test_unsaved_changes_are_named(listed: PromotionsPresenter, page: Page) -> None:
    page.kept = "Spring"
    listed.open()
    assert page.state.notice == "Unsaved changes are kept: Spring"
    listed.notice_action()
    assert page.gone == [("resume",)]
