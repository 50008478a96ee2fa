"""The programme's page: the form makes rules the till can price by, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.grants import Grant, HolidayGrant
from pos_app.domain.pricing import EarnRule, Programme, earn_percent
from pos_app.domain.promotion import Scope
from pos_app.domain.staff import Role
from pos_app.domain.tier import Tier, TierReview
from pos_app.i18n import Formats, translator
from pos_app.presenters.day_text import day_text, parse_day
from pos_app.presenters.programme import ProgrammeParts, ProgrammePresenter
from pos_app.presenters.programme_draft import TierText, draft_of
from pos_app.presenters.programme_read import read_programme
from pos_app.presenters.programme_state import ProgrammeState, TierView
from pos_app.presenters.programme_versions import VersionWords
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import FieldView
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.programme_example import rate_of
from pos_app.services.programme_replay import ReplayResult, TierCost
from tests.builders import Shop
from tests.services.test_programme_example import POINTS

F = Formats("en", "AZN")


class Page:
    """Keeps the last state and how often it beeped."""

    state: ProgrammeState

    def __init__(self) -> None:
        self.beeps = 0

    def render(self, state: ProgrammeState) -> None:
        self.state = state

    def alert(self) -> None:
        self.beeps += 1


class Figures:
    """The shop of the drawn screen."""

    def people(self) -> Mapping[str, int]:
        return {"start": 2_900, "": 40, "silver": 1_080, "gold": 292}

    def turnovers(self, since: date | None) -> Sequence[int]:
        assert since in (date(2025, 11, 23), date(2026, 1, 1), None)
        return [0, 100, 40_000, 50_000, 60_000, 150_000]


PAID = {"start": 26_450_000, "silver": 29_100_000, "gold": 16_450_000}


class Replays:
    """A year in which every tier paid a sum, and every point is spent."""

    def __init__(self) -> None:
        self.asked: list[Programme] = []
        self.forgotten = 0
        self.receipts = 900
        self.fault: Exception | None = None
        self.stops = False

    def forget(self) -> None:
        self.forgotten += 1

    def run(self, programme: Programme, today: date, going: Any) -> ReplayResult | None:
        assert today == date(2026, 11, 22)
        if self.fault is not None:
            raise self.fault
        if self.stops or not going(0, 10):
            return None
        going(5, 10)
        self.asked.append(programme)
        tiers = {
            tier.tier_id: TierCost(receipts=1, points=PAID.get(tier.tier_id, 0) * rate // 10_000)
            for tier in programme.tiers
            for rate in (rate_of(programme, tier) + tier.discount,)
        }
        return ReplayResult(
            receipts=1_000,
            with_customer=self.receipts,
            customers=50,
            used=self.receipts,
            every=1,
            taken=sum(PAID.values()),
            granted=1,
            by_tier=tiers if self.receipts else {},
            plain_cost=2_700_000,
        )


class Stage:
    """The page on a real shop with the drawn programme."""

    def __init__(self, shop: Shop, role: Role = Role.OWNER) -> None:
        self.shop, self.page, self.replays = shop, Page(), Replays()
        self.waiting: list[Callable[[], None]] = []
        self.hurry = True
        shop.programme.change(shop.owner, POINTS)
        session = shop.as_role(role)
        self.presenter = ProgrammePresenter(
            ProgrammeParts(
                service=shop.programme,
                settings=shop.settings,
                figures=Figures(),
                replays=self.replays,
                groups=lambda: {"care": "Care", "food": "Food"},
                tasks=ImmediateRunner(),
                later=self.later,
                voice=Voice(translator("en"), F),
                session=lambda: session,
                is_owner=lambda: session.role is Role.OWNER,
                today=lambda: date(2026, 11, 22),
            ),
            self.page,
        )
        self.presenter.open()

    def later(self, deed: Callable[[], None]) -> None:
        """At once, or when the test says so."""
        if self.hurry:
            deed()
        else:
            self.waiting = [deed]

    def field(self, key: str) -> FieldView:
        """A field of the section in front."""
        state = self.page.state
        fields = [field for card in state.cards for field in card.fields]
        fields += [
            field
            for card in state.cards
            if card.growing is not None
            for row in card.growing.rows
            for field in row.fields
        ]
        fields += state.tiers.fields if state.tiers is not None else ()
        return next(field for field in fields if field.key == key)

    def rows(self) -> tuple[TierView, ...]:
        """The table of tiers."""
        assert self.page.state.tiers is not None
        return self.page.state.tiers.rows

    @property
    def state(self) -> ProgrammeState:
        return self.page.state

    @property
    def stored(self) -> Programme:
        return self.shop.programme.current()[1]


@pytest.fixture
def stage(shop: Shop) -> Stage:
    return Stage(shop)


def test_the_page_says_what_the_drawn_one_says(stage: Stage) -> None:
    rows = stage.rows()
    assert [row.customers for row in rows] == ["2,940", "1,080", "292"]
    assert [row.cost for row in rows] == ["₼5,290", "₼11,640", "₼9,870"]
    steps = stage.state.example.steps
    assert [step.figure for step in steps] == [
        "₼1,000.00",
        "+4,000",
        "−₼30.00",
        "1,280",
        "₼430.00",
    ]
    assert steps[1].note == "4,000 points = ₼40.00, usable until 21 May 2027"
    assert steps[2].note == "pays ₼70.00 and 3,000 points (30% limit)"
    assert steps[3].note == "1,000 left and 280 earned on the ₼70 paid in money"
    costs = stage.state.example.costs
    assert [(cost.figure, cost.note) for cost in costs] == [
        ("₼30.00", "2.8% of ₼1,070 taken"),
        ("₼44.00", "and no reason to return"),
    ]
    assert not stage.state.unsaved


def test_every_key_changes_example_and_cost_before_anything_is_saved(stage: Stage) -> None:
    stage.presenter.edit("earns:silver", "5")
    assert stage.state.example.steps[1].figure == "+5,000"
    assert stage.rows()[1].cost == "₼14,550"
    assert stage.state.unsaved == "1 unsaved change"
    assert stage.stored == POINTS


def test_save_puts_a_new_version_in_force(stage: Stage) -> None:
    before = stage.shop.programme.current()[0]
    stage.presenter.edit("earns:silver", "5")
    stage.presenter.edit("warn", "14")
    stage.presenter.save()
    version, stored = stage.shop.programme.current()
    assert version == before + 1
    assert [rate_of(stored, tier) for tier in stored.tiers] == [200, 500, 600]
    assert stage.shop.settings.current.loyalty.warn_days == 14
    assert (stage.state.unsaved, stage.state.notice_tone) == ("", "accent")


def test_mistakes_stand_in_their_fields_and_nothing_is_saved(stage: Stage) -> None:
    before = stage.shop.programme.current()
    stage.presenter.edit("share", "130")
    stage.presenter.edit("start:gold", "500")
    stage.presenter.save()
    assert stage.shop.programme.current() == before
    assert stage.field("share").error
    assert stage.rows()[2].start.error == "Another tier begins here."
    assert stage.page.beeps == 1
    assert stage.state.example.problem
    assert not stage.state.example.steps


def test_undo_all_brings_back_what_is_in_force(stage: Stage) -> None:
    stage.presenter.edit("name:gold", "Platinum")
    stage.presenter.choose_mode("both")
    stage.presenter.undo_all()
    assert stage.state.unsaved == ""
    assert stage.rows()[2].name.text == "Gold"


def test_what_was_typed_outlives_leaving_the_page(stage: Stage) -> None:
    stage.presenter.edit("share", "40")
    stage.presenter.open()
    assert stage.state.cards[0].fields[1].text == "40"
    assert "kept" in stage.state.notice


def test_fields_that_do_not_apply_to_a_mode_are_not_there(stage: Stage) -> None:
    stage.presenter.choose_section("earning")
    stage.presenter.choose_mode("discount")
    assert (stage.state.section, stage.state.cards) == ("basics", ())
    assert [key for key, _words in stage.state.sections] == ["basics", "stacking", "versions"]
    assert all(row.earns is None and row.off is not None for row in stage.rows())
    assert [row.off.text for row in stage.rows() if row.off] == ["2", "4", "6"]
    stage.presenter.save()
    stored = stage.stored
    assert stored.earn_rules == ()
    assert [tier.discount for tier in stored.tiers] == [200, 400, 600]
    assert [tier.multiplier for tier in stored.tiers] == [10_000] * 3


def test_tiers_come_and_go(stage: Stage) -> None:
    stage.presenter.add_tier()
    assert stage.rows()[3].start.text == "3,000"
    stage.presenter.remove_tier("silver")
    assert [row.key for row in stage.rows()] == ["start", "gold", "tier-2"]
    assert stage.state.unsaved == "2 unsaved changes"
    stage.presenter.save()
    assert [tier.threshold for tier in stage.stored.tiers] == [0, 150_000, 300_000]


def test_only_the_owner_changes_it(shop: Shop) -> None:
    stage = Stage(shop, Role.SENIOR)
    assert stage.state.lock
    stage.presenter.edit("share", "40")
    stage.presenter.choose_mode("discount")
    assert stage.presenter.unsaved == 0
    assert stage.page.beeps == 2
    assert all(field.locked for card in stage.state.cards for field in card.fields)


def test_special_rules_made_elsewhere_are_kept() -> None:
    special = EarnRule(points=1000, mode="per_unit", scope=Scope(skus=frozenset({"x"})))
    base = replace(POINTS, earn_rules=(special, earn_percent(200, point_value=1)))
    draft = draft_of(base, 30, F, "Start")
    draft = replace(draft, tiers=(replace(draft.tiers[0], earns="3"), *draft.tiers[1:]))
    made, _warn, errors = read_programme(draft, base, F)
    assert errors == {}
    assert made.earn_rules[0] == special
    assert len(made.earn_rules) == 2


def test_a_form_that_was_not_touched_says_the_same_rules() -> None:
    for base in (
        POINTS,
        Programme(tiers=(Tier(tier_id="s", name="S", discount=500),)),
        replace(POINTS, tiers=(Tier(tier_id="s", name="S", discount=250, multiplier=15_000),)),
    ):
        made, _warn, errors = read_programme(draft_of(base, 30, F, "Start"), base, F)
        assert errors == {}
        assert [rate_of(made, t) for t in made.tiers] == [rate_of(base, t) for t in base.tiers]
        assert [t.discount for t in made.tiers] == [t.discount for t in base.tiers]
        assert made.points_expiry_days == base.points_expiry_days


@given(rates=st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_every_rate_typed_is_the_rate_given(rates: list[int]) -> None:
    texts = tuple(
        TierText(tier_id=f"t{n}", name=f"T{n}", start=str(n * 100), earns=F.points(rate), off="0")
        for n, rate in enumerate(rates)
    )
    draft = replace(draft_of(POINTS, 30, F, "Start"), tiers=texts)
    made, _warn, errors = read_programme(draft, POINTS, F)
    assert errors == {}
    assert [rate_of(made, tier) for tier in made.tiers] == rates


# --- sections ---------------------------------------------------------------------------------


def test_points_may_end_with_the_month_or_the_year(stage: Stage) -> None:
    stage.presenter.edit("expires_by", "month_end")
    stage.presenter.edit("periods", "2")
    stage.presenter.save()
    rules = stage.stored
    assert (rules.points_expiry_by, rules.points_expiry_periods) == ("month_end", 2)
    assert "usable until 31 Jan 2027" in stage.state.example.steps[1].note
    stage.presenter.edit("expires_by", "year_end")
    stage.presenter.edit("periods", "0")
    assert "usable until 31 Dec 2026" in stage.state.example.steps[1].note
    stage.presenter.edit("expires_by", "never")
    assert [field.key for field in stage.state.cards[1].fields] == ["expires_by"]
    stage.presenter.save()
    assert (stage.stored.points_expiry_by, stage.stored.points_expiry_days) == ("days", None)


def test_groups_have_rates_of_their_own(stage: Stage) -> None:
    stage.presenter.choose_section("earning")
    stage.presenter.add_row("groups")
    stage.presenter.edit("rate:0", "3.5")
    stage.presenter.add_row("groups")
    assert stage.field("group:1").text == "food"
    growing = stage.state.cards[1].growing
    assert growing is not None
    assert not growing.can_add
    stage.presenter.save()
    special, general = stage.stored.earn_rules
    assert special.scope == Scope(groups=frozenset({"care"}))
    # 3.5 % of 100.00 in points of 0.01: 350 points, for the lowest tier
    assert 10_000 * special.points // special.per == 350 * 100
    assert (general.scope, stage.stored.earning_excluded) == (
        Scope(),
        Scope(groups=frozenset({"food"})),
    )
    assert stage.field("rate:0").text == "3.5"
    stage.presenter.remove_row("groups:0")
    stage.presenter.remove_row("groups:0")
    stage.presenter.save()
    assert (len(stage.stored.earn_rules), stage.stored.earning_excluded) == (1, None)


def test_a_group_stands_once(stage: Stage) -> None:
    stage.presenter.choose_section("earning")
    stage.presenter.add_row("groups")
    stage.presenter.add_row("groups")
    stage.presenter.edit("group:1", "care")
    stage.presenter.save()
    assert stage.field("group:1").error == "This group stands here twice."
    assert stage.state.section == "earning"


def test_limits_of_earning_and_spending(stage: Stage) -> None:
    for key, text in {
        "delay": "14", "step": "0.5", "rounding": "half_up", "most_receipt": "1000",
        "most_day": "2000", "earn_promotions": "1", "earn_redeeming": "1", "min_money": "5",
        "min_points": "100", "multiple": "10", "most_spent": "5000", "on_promotions": "1",
        "window": "calendar_year", "same_receipt": "1", "review": "12",
    }.items():  # fmt: skip
        stage.presenter.edit(key, text)
    stage.presenter.choose_section("spending")
    stage.presenter.add_row("not_spent")
    stage.presenter.save()
    rules = stage.stored
    assert (rules.activation_delay_days, rules.points_step, rules.points_rounding) == (
        14, 50, "half_up",
    )  # fmt: skip
    assert (rules.max_points_per_receipt, rules.max_points_per_day) == (100_000, 200_000)
    assert (rules.earn_on_promotion_lines, rules.earn_while_redeeming) == (False, False)
    assert (rules.min_money_part, rules.min_points_redeemed) == (500, 10_000)
    assert (rules.points_multiple_of, rules.max_points_redeemed_per_day) == (1_000, 500_000)
    assert rules.points_on_promotion_lines is False
    assert rules.points_excluded == Scope(groups=frozenset({"care"}))
    assert (rules.turnover_window, rules.upgrade_on_same_receipt) == ("calendar_year", True)
    assert rules.tier_review == TierReview(months=12)
    assert stage.state.unsaved == ""
    for key in ("most_receipt", "most_day", "min_money", "min_points", "multiple", "most_spent"):
        stage.presenter.edit(key, "")
    stage.presenter.edit("review", "yearly")
    stage.presenter.save()
    rules = stage.stored
    assert (rules.max_points_per_receipt, rules.min_money_part, rules.points_multiple_of) == (
        None, 0, 1,
    )  # fmt: skip
    assert rules.tier_review == TierReview()


def test_a_mistake_brings_its_section_to_the_front(stage: Stage) -> None:
    stage.presenter.edit("most_day", "many")
    assert stage.state.section == "basics"
    stage.presenter.save()
    assert stage.state.section == "earning"
    assert stage.field("most_day").error == "Enter a number of points."
    assert (stage.state.fault, stage.page.beeps) == ("most_day", 1)


def test_promotions_and_cards_go_together_as_the_till_does_it(stage: Stage) -> None:
    stage.presenter.choose_mode("both")
    stage.presenter.choose_section("stacking")

    def figures() -> list[str]:
        return [figure for _words, figure in stage.state.cards[1].example]

    # Silver: 2 % off and 2 % back; 20 % promotion; a coupon of 10.00
    assert figures() == ["₼100.00", "₼80.00", "₼98.00", "₼80.00", "₼70.00"]
    stage.presenter.edit("stacking", "add")
    assert figures() == ["₼100.00", "₼80.00", "₼98.00", "₼78.40", "₼68.40"]
    stage.presenter.edit("coupons", "0")
    assert figures()[-1] == "₼78.40"
    stage.presenter.edit("floor", "20")  # the cost of 70.00 leaves 87.50 at least
    assert figures()[1] == "₼87.50"
    stage.presenter.save()
    rules = stage.stored
    assert (rules.stacking, rules.coupons_per_receipt, rules.margin_floor) == ("add", 0, 2_000)
    stage.presenter.edit("coupons", "")
    stage.presenter.edit("floor", "")
    stage.presenter.save()
    assert (stage.stored.coupons_per_receipt, stage.stored.margin_floor) == (None, None)


def test_gifts_of_points(stage: Stage) -> None:
    stage.presenter.choose_section("gifts")
    stage.presenter.edit("on:birthday", "1")
    stage.presenter.edit("points:birthday", "500")
    stage.presenter.edit("days:birthday", "")
    stage.presenter.edit("birthday_before", "3")
    stage.presenter.edit("on:referral", "1")
    stage.presenter.edit("points:referral", "200")
    stage.presenter.edit("referrals", "5")
    stage.presenter.add_row("holidays")
    for key, text in {"hday:0": "31.12.2026", "hname:0": "New Year", "hpoints:0": "50"}.items():
        stage.presenter.edit(key, text)
    stage.presenter.edit("hyearly:0", "")
    stage.presenter.save()
    grants = stage.stored.grants
    assert grants.birthday == Grant(on=True, points=50_000, expiry_days=None)
    assert grants.birthday_before == 3
    assert grants.referral.points == 20_000
    assert stage.stored.referrals_per_month == 5
    assert grants.holidays == (
        HolidayGrant(
            day=date(2026, 12, 31),
            name="New Year",
            yearly=False,
            grant=Grant(on=True, points=5_000, expiry_days=30),
        ),
    )
    assert not grants.welcome.on
    stage.presenter.edit("hday:0", "soon")
    stage.presenter.edit("hname:0", "")
    stage.presenter.save()
    assert stage.field("hday:0").error == "A day looks like 24.12.2026."
    assert stage.field("hname:0").error
    assert stage.state.section == "gifts"


# --- days and versions ------------------------------------------------------------------------


def test_a_change_waits_for_its_day(stage: Stage) -> None:
    assert stage.state.when is None
    stage.presenter.edit("share", "45")
    assert stage.state.when is not None
    assert stage.state.when.day is None
    stage.presenter.edit("when.choice", "day")
    stage.presenter.save()
    assert stage.state.when.day is not None
    assert stage.state.when.day.error
    stage.presenter.edit("when.day", "1.12.2026")
    stage.presenter.save()
    assert stage.stored == POINTS
    assert stage.state.notice == "Saved. It applies from 1 Dec 2026."
    stage.presenter.open()
    assert stage.state.notice.startswith("Planned: Version 3, from 1 Dec 2026.")
    stage.presenter.choose_section("versions")
    plan, force, first = stage.state.versions
    assert (plan.state, force.state, first.state) == ("planned", "Live", "")
    assert plan.words == ("Pay with points up to: 30 % of receipt → 45 % of receipt",)
    assert plan.note == "Leyla · 22 Nov 2026, 09:00"
    stage.presenter.withdraw("3")
    assert stage.state.versions[0].state == "taken back"
    assert stage.state.notice.startswith("Taken back.")
    stage.presenter.withdraw("3")
    assert stage.state.notice_tone == "danger"


def test_a_day_that_is_over_is_refused(stage: Stage) -> None:
    stage.presenter.edit("share", "45")
    stage.presenter.edit("when.choice", "day")
    stage.presenter.edit("when.day", "2026-11-21")
    stage.presenter.save()
    assert stage.state.notice == "This day is over. Choose today or a later day."
    assert stage.state.unsaved


def test_an_older_version_is_looked_at_and_taken(stage: Stage) -> None:
    stage.presenter.edit("share", "45")
    stage.presenter.save()
    stage.presenter.edit("earns:gold", "9")
    stage.presenter.look_at("2")
    assert stage.state.looking == "Version 2, from 22 Nov 2026"
    assert stage.field("share").text == "30"
    assert stage.field("share").locked
    stage.presenter.edit("share", "50")
    stage.presenter.save()
    assert stage.page.beeps == 2
    assert not stage.presenter.leave_asked()
    assert stage.state.looking == ""
    assert stage.state.section == "versions"
    stage.presenter.choose_section("basics")
    assert stage.rows()[2].earns is not None
    assert stage.rows()[2].earns.text == "9"
    stage.presenter.look_at("2")
    stage.presenter.take_looked_at()
    assert (stage.state.looking, stage.field("share").text) == ("", "30")
    assert stage.state.unsaved == "1 unsaved change"
    stage.presenter.save()
    assert stage.stored == POINTS
    assert stage.presenter.leave_asked()


def test_a_tier_made_anew_under_its_name_is_told_as_the_same(stage: Stage) -> None:
    silver = next(tier for tier in stage.stored.tiers if tier.tier_id == "silver")
    others = tuple(tier for tier in stage.stored.tiers if tier.tier_id != "silver")
    again = replace(silver, tier_id="anew", threshold=silver.threshold * 2)
    before = replace(stage.stored, earn_rules=())
    after = replace(before, tiers=(*others, again))
    words = VersionWords(Voice(translator("en"), F), {}, UTC, 30).changes(before, after)
    assert words == ("Silver: From: 500 ₼ → 1,000 ₼",)


def test_every_kind_of_change_is_told(stage: Stage) -> None:
    stage.presenter.choose_mode("both")
    stage.presenter.remove_tier("silver")
    stage.presenter.add_tier()
    stage.presenter.edit("expires_by", "never")
    stage.presenter.choose_section("earning")
    stage.presenter.add_row("groups")
    stage.presenter.choose_section("spending")
    stage.presenter.add_row("not_spent")
    stage.presenter.choose_section("gifts")
    stage.presenter.add_row("holidays")
    for key, text in {"hday:0": "31.12.2026", "hname:0": "New Year", "hpoints:0": "50"}.items():
        stage.presenter.edit(key, text)
    stage.presenter.save()
    stage.presenter.choose_section("versions")
    words = stage.state.versions[0].words
    assert "How customers benefit: Bonus points → Both" in words
    assert "Tier Silver: ₼500, 4% → —" not in words
    assert "Tier Silver: 500 ₼, 4% → —" in words
    assert "Tier Tier 3: — → 3,000 ₼, 4%, 7%" in words
    assert "Points live: a number of days → for ever" in words
    assert "Care: — → 0%" in words
    assert "Not to be paid with points: — → Care" in words
    assert "New Year 2026-12-31: — → 50 points" in words
    assert stage.state.versions[-1].words == ("The first programme of the shop.",)


def test_a_version_that_changed_nothing_seen_says_so(stage: Stage) -> None:
    stage.shop.programme.change(stage.shop.owner, replace(POINTS, restored_points_days=20))
    stage.presenter.open()
    stage.presenter.choose_section("versions")
    assert stage.state.versions[0].words == ("Nothing that is seen here.",)


def test_others_look_at_versions_too(shop: Shop) -> None:
    stage = Stage(shop, Role.SENIOR)
    stage.presenter.choose_section("versions")
    stage.presenter.look_at("1")
    assert (stage.state.take, bool(stage.state.looking)) == ("", True)
    stage.presenter.take_looked_at()
    assert stage.presenter.unsaved == 0


# --- the year and the people ------------------------------------------------------------------


def test_the_year_is_compared_with_a_plain_card_or_with_what_is_in_force(stage: Stage) -> None:
    year = stage.state.year
    assert [(cost.title, cost.figure) for cost in year.costs] == [
        ("This programme", "₼26,800"),
        ("A plain discount card", "₼27,000"),
    ]
    assert year.costs[0].note == "3.7% of ₼720,000 taken"
    assert year.note.startswith("Counted on all 900 receipts with a customer. 100% of the points")
    stage.presenter.edit("earns:silver", "5")
    assert [(cost.title, cost.figure) for cost in stage.state.year.costs] == [
        ("This programme", "₼29,710"),
        ("The one in force", "₼26,800"),
    ]
    stage.presenter.choose_mode("discount")
    stage.presenter.save()
    assert [cost.title for cost in stage.state.year.costs] == ["This programme"]


def test_the_year_is_counted_with_the_taxes_of_the_shop(stage: Stage) -> None:
    stage.shop.settings.change(stage.shop.owner, "money.prices_include_tax", False)
    stage.presenter.open()
    assert not stage.replays.asked[-1].prices_include_tax


def test_only_a_rest_starts_the_count_and_only_the_last_text_counts(stage: Stage) -> None:
    stage.hurry = False
    before = len(stage.replays.asked)
    for text in ("5", "6", "7"):
        stage.presenter.edit("earns:silver", text)
    assert len(stage.replays.asked) == before
    assert stage.state.year.busy == 0
    assert stage.state.year.stop == "Stop"
    assert stage.rows()[1].cost == "₼11,640"  # still the last count
    (deed,) = stage.waiting
    deed()
    assert len(stage.replays.asked) == before + 1
    assert stage.rows()[1].cost == "₼20,370"
    assert stage.state.year.busy is None


def test_the_count_can_be_stopped_and_begun_again(stage: Stage) -> None:
    stage.hurry = False
    stage.presenter.edit("earns:silver", "5")
    stage.presenter.stop_count()
    assert stage.state.year.note == "The count was stopped."
    for deed in stage.waiting:
        deed()
    assert stage.state.year.again == "Count again"
    stage.hurry = True
    stage.presenter.count_again()
    assert stage.rows()[1].cost == "₼14,550"


def test_a_shop_without_receipts_hears_it_in_words(shop: Shop) -> None:
    stage = Stage(shop)
    stage.replays.receipts = 0
    stage.presenter.open()
    assert stage.state.year.note.startswith("No receipts with a customer")
    assert [row.cost for row in stage.rows()] == ["—"] * 3


def test_a_fault_of_the_store_is_said(stage: Stage) -> None:
    stage.replays.fault = EnvironmentProblem("database_missing", path="x")
    stage.presenter.edit("earns:silver", "5")
    assert stage.state.year.again == "Count again"
    assert stage.state.year.note
    stage.replays.fault = None
    stage.presenter.count_again()
    assert stage.state.year.costs


def test_a_part_of_the_customers_is_said_so(stage: Stage) -> None:
    run = stage.replays.run

    def part(*given: Any) -> Any:
        found = run(*given)
        assert found is not None
        return replace(found, used=3_000, with_customer=9_000, every=3, granted=0)

    stage.replays.run = part  # type: ignore[method-assign]
    stage.presenter.edit("earns:silver", "5")
    assert stage.state.year.note == (
        "Counted on 3,000 of 9,000 receipts with a customer: one customer of 3."
    )


def test_a_form_that_cannot_be_read_is_not_counted(stage: Stage) -> None:
    before = len(stage.replays.asked)
    stage.presenter.edit("share", "")
    assert stage.state.year.note == "Complete the form to see the year."
    assert len(stage.replays.asked) == before


def test_other_thresholds_say_who_would_stand_where(stage: Stage) -> None:
    assert stage.state.tiers is not None
    assert stage.state.tiers.captions[-2] == "Customers now"
    stage.presenter.edit("start:silver", "400")
    assert stage.state.tiers.captions[-2] == "Customers then"
    # 0, 1.00 | 400.00, 500.00, 600.00 | 1,500.00
    assert [row.customers for row in stage.rows()] == ["2", "3", "1"]


def test_what_is_typed_outlives_another_language(stage: Stage) -> None:
    stage.presenter.choose_section("spending")
    stage.presenter.edit("min_money", "5")
    other = Stage(stage.shop)
    other.presenter.take_over(stage.presenter)
    other.presenter.show()
    assert other.state.section == "spending"
    assert other.field("min_money").text == "5"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.12.2026", date(2026, 12, 24)),
        ("24/12/26", date(2026, 12, 24)),
        (" 2026-12-24 ", date(2026, 12, 24)),
        ("1.2.2027", date(2027, 2, 1)),
    ],
)
def test_days_are_read_as_people_type_them(text: str, day: date) -> None:
    assert parse_day(text) == day


@pytest.mark.parametrize("text", ["", "tomorrow", "31.2.2026", "24.12"])
def test_what_is_no_day(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|isoformat"):
        parse_day(text)


def test_days_stand_as_the_language_writes_them() -> None:
    assert day_text(date(2026, 12, 4), F) == "2026-12-04"
    assert day_text(date(2026, 12, 4), Formats("pl", "PLN")) == "04.12.2026"
