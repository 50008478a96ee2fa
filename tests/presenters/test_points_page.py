"""The page of one person's points: lists, forms, refusals at their fields, approval, undo."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.grants import Grants
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.tier import Tier, TierReview
from pos_app.i18n import Formats, translator
from pos_app.presenters.liability import LiabilityPresenter, LiabilityState
from pos_app.presenters.points_forms import Services
from pos_app.presenters.points_page import PointsParts, PointsPresenter
from pos_app.presenters.points_state import PointsState
from pos_app.presenters.points_words import lot_words, movement_words
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.liability import LiabilityService
from pos_app.services.session import Session
from tests.builders import OWNER_SECRET, Shop, card_number
from tests.services.points_desk import Points, make_points

PROGRAMME = Programme(
    tiers=(
        Tier(tier_id="start", name="Start", threshold=0),
        Tier(tier_id="gold", name="Gold", threshold=50_000),
    ),
    earn_rules=(earn_percent(1_000),),
    points_expiry_days=180,
    tier_review=TierReview(months=12),
)


@dataclass
class Page:
    """A view and the world around the page, remembering."""

    points: Points
    session: Session
    state: PointsState = field(default_factory=PointsState)
    alerts: int = 0
    told: list[str] = field(default_factory=list)
    undo: Callable[[], object] | None = None
    left: int = 0

    def render(self, state: PointsState) -> None:
        self.state = state

    def alert(self) -> None:
        self.alerts += 1

    def to_customers(self) -> None:
        self.left += 1

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        self.told.append(text)
        self.undo = on_undo

    def tell(self, text: str) -> None:
        self.told.append(text)

    def make(self) -> PointsPresenter:
        points = self.points
        return PointsPresenter(
            PointsParts(
                statements=points.statements,
                services=Services(
                    desk=points.desk,
                    tiers=points.tiers,
                    claims=points.claims,
                    grants=points.grants,
                    find=lambda text: points.customers.search(self.session, text, limit=2),
                ),
                session=lambda: self.session,
                approval=ApprovalFlow(points.shop.permissions, lambda: self.session, lambda: 6),
                voice=Voice(translator("en"), Formats("en", "PLN")),
                local=lambda moment: moment,
                outside=self,
            ),
            self,
        )

    def fields(self) -> dict[str, Any]:
        assert self.state.form is not None
        return {each.key: each for each in self.state.form.fields}


@pytest.fixture
def page(shop: Shop) -> Page:
    """The owner at the page."""
    points = make_points(shop)
    points.use(PROGRAMME)
    return Page(points=points, session=shop.owner)


@pytest.fixture
def maria(page: Page) -> Customer:
    """Somebody with a card."""
    return page.points.customer("Maria", 1, phone="+48600700800")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_nobody_is_chosen(page: Page) -> None:
    presenter = page.make()
    presenter.refresh()
    presenter.act("adjust")
    presenter.confirm()
    presenter.type("points", "5")
    presenter.choose_mode("take")
    assert (page.state.empty_title, page.state.figures) == ("No customer is chosen", ())
    presenter.open(99)
    assert "customer" in page.state.notice


def test_why_this_balance(page: Page, maria: Customer) -> None:
    points = page.points
    points.buy(maria)
    points.give(maria, 250, active_from=points.today + timedelta(days=3), kind="birthday")
    presenter = page.make()
    presenter.open(maria.id)
    state = page.state
    assert (state.title, state.tier) == ("Maria", "Start")
    assert state.detail == "••• 800 · tier looked at again 22 Nov 2027"
    values = [(each.caption, plain(each.value), plain(each.note)) for each in state.figures]
    assert values == [
        ("May be spent", "10", "worth zł 10.00"),
        ("Waiting", "2.5", "not active yet"),
        ("Turnover", "zł 100.00", "zł 400.00 to Gold"),
    ]
    assert [row.cells for row in state.rows] == [
        ("purchase · Receipt 1", "22 Nov 2026", "22 Nov 2026", "21 May 2027", "10"),
        ("birthday", "22 Nov 2026", "25 Nov 2026", "—", "2.5"),
    ]
    assert [row.tone for row in state.rows] == ["text", "warn-text"]
    presenter.choose(state.rows[1].key)
    assert page.state.chosen == state.rows[1].key
    presenter.choose_tab("movements")
    moves = [(row.cells[1], row.cells[2], plain(row.cells[3])) for row in page.state.rows]
    assert moves == [
        ("earned · birthday", "—", "+2.5"),
        ("earned · purchase · Receipt 1", "—", "+10"),
    ]
    assert [each.enabled for each in page.state.actions] == [True, True, True, False, False]


def test_a_debt_is_said_first(page: Page, maria: Customer) -> None:
    page.points.owe(maria, 500)
    page.make().open(maria.id)
    figure = page.state.figures[0]
    assert (figure.caption, figure.value, figure.tone) == ("Owed", "5", "danger-text")
    assert page.state.empty_title == "No points here"


def test_points_are_given_and_taken_back(page: Page, maria: Customer) -> None:
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("adjust")
    assert page.fields()["until"].text == "21.05.2027"
    presenter.type("points", "12,5")
    presenter.type("reason", "for the wait")
    presenter.confirm()
    assert page.state.form is None
    assert page.told == ["Given: 12.5 points"]
    assert page.state.rows[0].cells[0] == "by hand · for the wait"
    assert page.points.lots(maria)[0].expires_on == date(2027, 5, 21)
    assert page.undo is not None
    page.undo()
    assert page.points.account(maria).balance == 0
    page.undo()
    assert page.state.notice != ""


def test_points_are_taken_with_a_reason(page: Page, maria: Customer) -> None:
    page.points.give(maria, 1_000)
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("adjust")
    presenter.choose_mode("take")
    assert list(page.fields()) == ["points", "reason"]
    presenter.type("points", "3")
    presenter.type("reason", "entered twice")
    presenter.confirm()
    assert page.told == ["Taken: 3 points"]
    presenter.choose_tab("movements")
    assert page.state.rows[0].cells[1] == "by hand · entered twice"
    assert page.points.account(maria).balance == 700


def test_making_good(page: Page, maria: Customer) -> None:
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("adjust")
    presenter.choose_mode("compensation")
    presenter.type("points", "7")
    presenter.type("until", "")
    presenter.type("reason", "broken")
    presenter.confirm()
    (lot,) = page.points.lots(maria)
    assert (lot.kind, lot.expires_on) == ("compensation", None)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"points": "", "reason": "x"}, "points"),
        ({"points": "-5", "reason": "x"}, "points"),
        ({"points": "5", "reason": ""}, "reason"),
        ({"points": "5", "reason": "x", "until": "31.02.2027"}, "until"),
        ({"points": "5", "reason": "x", "until": "soon"}, "until"),
        ({"points": "5", "reason": "x", "until": "01.11.2026"}, "until"),
    ],
)
def test_a_refusal_stands_at_its_field(
    page: Page, maria: Customer, typed: dict[str, str], field: str
) -> None:
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("adjust")
    for key, text in typed.items():
        presenter.type(key, text)
    presenter.confirm()
    faults = [key for key, each in page.fields().items() if each.error]
    assert (faults, page.alerts) == ([field], 1)
    presenter.type(field, "1")
    assert not page.fields()[field].error


def test_a_second_person_approves_on_the_spot(page: Page, maria: Customer) -> None:
    page.points.use(replace(PROGRAMME, grants=Grants(adjust_ceiling=0)))
    page.session = page.points.shop.senior
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("adjust")
    presenter.type("points", "5")
    presenter.confirm()
    assert page.fields()["reason"].error
    presenter.type("reason", "gift")
    presenter.confirm()
    assert page.state.approval is not None
    presenter.back()
    assert page.state.approval is None
    presenter.confirm()
    leyla = str(page.points.shop.people["Leyla"].id)
    presenter.approve(leyla, "999999999")
    assert page.state.approval is not None
    assert page.state.approval.error
    presenter.scan("any staff card")
    presenter.back()
    presenter.confirm()
    presenter.approve(leyla, OWNER_SECRET)
    assert page.state.approval is None
    assert page.points.account(maria).balance == 500


def test_what_fails_after_the_consent_is_said(page: Page, maria: Customer) -> None:
    page.session = page.points.shop.senior
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("tier")
    presenter.type("tier", "gold")
    presenter.type("until", "22.11.2026")
    presenter.type("reason", "guest")
    presenter.confirm()
    page.points.use(replace(PROGRAMME, tiers=PROGRAMME.tiers[:1]))
    presenter.approve(str(page.points.shop.people["Leyla"].id), OWNER_SECRET)
    assert page.fields()["tier"].error == "The programme has no such tier."


def test_a_tier_by_hand_and_back(page: Page, maria: Customer) -> None:
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("tier")
    assert page.fields()["tier"].choices[-1] == ("", "by purchases")
    presenter.type("tier", "gold")
    presenter.type("until", "")
    presenter.type("reason", "guest")
    presenter.confirm()
    assert page.fields()["until"].error
    presenter.type("until", "31.12.2026")
    presenter.confirm()
    assert (page.state.tier, page.told) == ("Gold", ["The tier was set."])
    assert "tier by hand, to 31 Dec 2026" in page.state.detail
    assert page.undo is not None
    page.undo()
    assert page.state.tier == "Start"
    presenter.act("tier")
    presenter.type("tier", "")
    assert "until" not in page.fields()
    presenter.type("reason", "over")
    presenter.confirm()
    assert page.state.tier == "Start"


def test_a_receipt_of_today_is_added(page: Page, maria: Customer) -> None:
    number = page.points.buy().number
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("attach")
    presenter.type("receipt", "no number")
    presenter.type("reason", "forgot the card")
    presenter.confirm()
    assert page.fields()["receipt"].error == "There is no such receipt."
    presenter.type("receipt", str(number))
    presenter.confirm()
    assert page.told == [f"Receipt {number} was added: 10 points"]
    assert page.state.rows[0].cells[0] == f"purchase · Receipt {number}"


def test_the_last_day_is_put_off(page: Page, maria: Customer) -> None:
    page.points.give(maria, 500, expires_on=page.points.today)
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("extend")
    assert page.state.form is not None
    assert page.state.form.hint == "welcome: 5 points, to 22 Nov 2026"
    presenter.type("until", "21.11.2026")
    presenter.confirm()
    assert page.fields()["until"].error == "Points may live longer, never shorter."
    presenter.type("until", "")
    presenter.confirm()
    assert page.told == ["The points live longer."]
    assert page.state.rows[0].cells[3] == "—"
    presenter.act("extend")
    assert page.state.form.hint == "put off: 5 points, for ever"
    presenter.back()
    presenter.choose("")
    presenter.choose_tab("movements")
    presenter.act("extend")
    assert page.state.form is None


def test_a_senior_puts_it_off_with_the_owners_pin(page: Page, maria: Customer) -> None:
    page.points.give(maria, 500, expires_on=page.points.today)
    page.session = page.points.shop.senior
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("extend")
    presenter.type("until", "")
    presenter.confirm()
    assert page.state.approval is not None


def test_who_brought_a_newcomer(page: Page, maria: Customer) -> None:
    page.points.customer("Olga", 2)
    page.points.customer("Olga", 3)
    presenter = page.make()
    presenter.open(maria.id)
    presenter.scan(card_number(2))  # no form is open: nothing happens
    presenter.act("referrer")
    for text, words in (
        ("nobody at all", "customer"),
        ("Olga", "Several customers fit"),
        ("Maria", "Nobody brings themselves."),
    ):
        presenter.type("person", text)
        presenter.confirm()
        said = page.fields()["person"].error or page.state.notice
        assert words in said
    presenter.scan(card_number(2))
    assert page.fields()["person"].text == card_number(2)
    presenter.confirm()
    assert "brought by Olga" in page.state.detail
    presenter.act("referrer")
    presenter.confirm()
    assert "brought by" not in page.state.detail


def test_escape_closes_one_thing_at_a_time(page: Page, maria: Customer) -> None:
    presenter = page.make()
    presenter.open(maria.id)
    presenter.act("adjust")
    presenter.back()
    assert (page.state.form, page.left) == (None, 0)
    presenter.back()
    assert page.left == 1


def test_words_of_every_kind() -> None:
    for language in ("en", "ru", "pl", "az"):
        t = translator(language)
        kinds = ("sale", "welcome", "birthday", "questionnaire", "referral", "compensation",
                 "holiday", "adjust", "opening", "extended", "restored")  # fmt: skip
        assert len({lot_words(t, kind) for kind in kinds}) == len(kinds)
        moves = ("earn", "redeem", "expire", "reverse", "restore", "adjust")
        assert len({movement_words(t, kind) for kind in moves}) == len(moves)
    assert (lot_words(t, "later"), movement_words(t, "later")) == ("later", "later")


class Owed:
    """The liability page's view."""

    def __init__(self) -> None:
        self.state = LiabilityState()

    def render(self, state: LiabilityState) -> None:
        self.state = state


def test_what_the_shop_owes(page: Page, maria: Customer) -> None:
    points = page.points
    points.give(maria, 1_250, expires_on=date(2027, 1, 31))
    points.give(maria, 100, active_from=points.today + timedelta(days=1))
    view, waiting = Owed(), []
    presenter = LiabilityPresenter(
        LiabilityService(points.reads, points.book),
        lambda: page.session,
        lambda job, done, failed: waiting.append((job, done, failed)),
        Voice(translator("en"), Formats("en", "PLN")),
        view,
    )
    presenter.refresh()
    presenter.refresh()
    assert (len(waiting), view.state.busy) == (1, True)
    job, done, _ = waiting.pop()
    done(job())
    assert [tuple(map(plain, row)) for row in view.state.rows] == [
        ("01.2027", "12.5", "0", "zł 12.50"),
        ("for ever", "0", "1", "zł 1.00"),
    ]
    assert [plain(each.value) for each in view.state.figures] == ["zł 13.50", "12.5", "1", "0"]
    presenter.refresh()
    waiting.pop()[2](PosError("not_allowed"))
    assert view.state.notice
    presenter.refresh()
    with pytest.raises(RuntimeError):
        waiting.pop()[2](RuntimeError("a bug"))
