"""The programme's page: the form makes rules the till can price by, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.pricing import EarnRule, Programme, earn_percent
from pos_app.domain.promotion import Scope
from pos_app.domain.staff import Role
from pos_app.domain.tier import Tier
from pos_app.i18n import Formats, translator
from pos_app.presenters.programme import ProgrammeParts, ProgrammePresenter
from pos_app.presenters.programme_draft import TierText, draft_of, read_programme
from pos_app.presenters.programme_state import ProgrammeState
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.programme_example import rate_of
from pos_app.services.programme_figures import TierFigures
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

    def since(self, day: date) -> Mapping[str, TierFigures]:
        assert day == date(2025, 11, 22)
        return {
            "start": TierFigures(customers=2_900, paid=26_450_000),
            "": TierFigures(customers=40, paid=0),
            "silver": TierFigures(customers=1_080, paid=29_100_000),
            "gold": TierFigures(customers=292, paid=16_450_000),
        }


class Stage:
    """The page on a real shop with the drawn programme."""

    def __init__(self, shop: Shop, role: Role = Role.OWNER) -> None:
        self.shop, self.page = shop, Page()
        shop.programme.change(shop.owner, POINTS)
        session = shop.as_role(role)
        self.presenter = ProgrammePresenter(
            ProgrammeParts(
                service=shop.programme,
                settings=shop.settings,
                figures=Figures(),
                tasks=ImmediateRunner(),
                voice=Voice(translator("en"), F),
                session=lambda: session,
                is_owner=lambda: session.role is Role.OWNER,
                today=lambda: date(2026, 11, 22),
            ),
            self.page,
        )
        self.presenter.open()

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
    rows = stage.state.tiers.rows
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
    assert stage.state.tiers.rows[1].cost == "₼14,550"
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
    card = {field.key: field for field in stage.state.cards[0].fields}
    assert card["share"].error
    assert stage.state.tiers.rows[2].start.error == "Another tier begins here."
    assert stage.page.beeps == 1
    assert stage.state.example.problem
    assert not stage.state.example.steps


def test_undo_all_brings_back_what_is_in_force(stage: Stage) -> None:
    stage.presenter.edit("name:gold", "Platinum")
    stage.presenter.choose_mode("both")
    stage.presenter.undo_all()
    assert stage.state.unsaved == ""
    assert stage.state.tiers.rows[2].name.text == "Gold"


def test_what_was_typed_outlives_leaving_the_page(stage: Stage) -> None:
    stage.presenter.edit("share", "40")
    stage.presenter.open()
    assert stage.state.cards[0].fields[1].text == "40"
    assert "kept" in stage.state.notice


def test_fields_that_do_not_apply_to_a_mode_are_not_there(stage: Stage) -> None:
    stage.presenter.choose_mode("discount")
    assert stage.state.cards == ()
    assert all(row.earns is None and row.off is not None for row in stage.state.tiers.rows)
    assert [row.off.text for row in stage.state.tiers.rows if row.off] == ["2", "4", "6"]
    stage.presenter.save()
    stored = stage.stored
    assert stored.earn_rules == ()
    assert [tier.discount for tier in stored.tiers] == [200, 400, 600]
    assert [tier.multiplier for tier in stored.tiers] == [10_000] * 3


def test_tiers_come_and_go(stage: Stage) -> None:
    stage.presenter.add_tier()
    assert stage.state.tiers.rows[3].start.text == "3,000"
    stage.presenter.remove_tier("silver")
    assert [row.key for row in stage.state.tiers.rows] == ["start", "gold", "tier-2"]
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
