"""The shift page: float, cash moves, the blind count, and what is said when it is closed."""

from __future__ import annotations

import pytest

from pos_app.i18n import Formats, translator
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.shift import ShiftParts, ShiftPresenter
from pos_app.presenters.shift_state import ShiftState
from pos_app.services.session import Session
from tests.builders import SENIOR_PIN, Shop
from tests.services.desk import make_counter


class Page:
    """Keeps the last state it was shown, and how often it beeped."""

    def __init__(self) -> None:
        self.state = ShiftState()
        self.beeps = 0

    def render(self, state: ShiftState) -> None:
        self.state = state

    def alert(self) -> None:
        self.beeps += 1


class Stage:
    """A shift page for one person."""

    def __init__(self, shop: Shop, session: Session) -> None:
        self.shop = shop
        self.page = Page()
        self.went_to_sale = 0
        names = {person.id: person.name for person in shop.people.values()}
        self.presenter = ShiftPresenter(
            ShiftParts(
                till=shop.till,
                session=lambda: session,
                approval=ApprovalFlow(shop.permissions, lambda: session, lambda: 6),
                voice=Voice(translator("en"), Formats("en", "PLN")),
                local=lambda instant: instant,
                denominations=lambda: (20_000, 10_000, 500, 100),
                name_of=lambda person: names[person],
                to_sale=self._to_sale,
                new_ref=shop.ids.uuid,
            ),
            self.page,
        )
        self.presenter.open_page()

    def _to_sale(self) -> None:
        self.went_to_sale += 1


@pytest.fixture
def stage(shop: Shop) -> Stage:
    """Anna, a cashier, before the shift."""
    return Stage(shop, shop.cashier)


def open_shift(stage: Stage, amount: int = 10_000) -> None:
    stage.presenter.type_amount(amount)
    stage.presenter.confirm()


def test_the_float_is_counted_by_pieces_and_opens_the_shift(stage: Stage) -> None:
    assert stage.page.state.mode == "closed"
    stage.presenter.count_piece(10_000, 2)
    stage.presenter.count_piece(500, 3)
    # 2 × 100.00 + 3 × 5.00
    assert stage.page.state.amount == "215.00"
    stage.presenter.confirm()
    shift = stage.shop.till.current()
    assert shift is not None
    assert shift.opening_float == 21_500
    assert stage.went_to_sale == 1


def test_the_last_count_is_proposed_as_the_float(stage: Stage) -> None:
    open_shift(stage)
    stage.shop.till.close(stage.shop.owner, 12_345)
    fresh = Stage(stage.shop, stage.shop.cashier)
    assert fresh.page.state.amount == "123.45"


def test_cash_moves_need_a_sum_and_a_reason(stage: Stage) -> None:
    open_shift(stage)
    stage.presenter.begin("cash_out")
    assert not stage.page.state.can_primary
    stage.presenter.type_amount(3_000)
    assert not stage.page.state.can_primary
    stage.presenter.choose_reason("To the bank")
    assert stage.page.state.can_primary
    stage.presenter.confirm()
    (move,) = stage.page.state.moves
    assert (move.reason, move.who, move.amount) == ("To the bank", "Anna", "−PLN 30.00") or (
        move.amount.startswith("−")
    )
    stage.presenter.begin("cash_in")
    stage.presenter.type_amount(0)
    stage.presenter.choose_reason("Correction")
    stage.presenter.confirm()
    assert stage.page.state.error
    assert stage.page.beeps == 1
    stage.presenter.back()
    assert stage.page.state.mode == "open"


def test_the_count_is_blind_and_the_difference_comes_after(stage: Stage) -> None:
    open_shift(stage)
    counter = make_counter(stage.shop, shift=False)
    stage.shop.product("Soap", 2_500, sku="SOAP")
    counter.desk.scan("SOAP")
    counter.pay_cash()
    stage.presenter.refresh()
    assert stage.page.state.figures
    stage.presenter.begin("counting")
    assert stage.page.state.figures == ()
    assert stage.page.state.tenders == ()
    # float 100.00 + 25.00 taken; 120.00 counted
    stage.presenter.type_amount(12_000)
    stage.presenter.confirm()
    state = stage.page.state
    assert state.mode == "done"
    words = {row.word: row.amount for row in state.result}
    f = Formats("en", "PLN")
    assert words["Counted"] == f.money(12_000)
    assert words["Expected"] == f.money(12_500)
    assert state.result_tone == "danger"
    assert f.money(500) in state.result_word
    stage.presenter.confirm()
    assert stage.page.state.mode == "closed"


@pytest.mark.parametrize(("counted", "tone"), [(10_000, "accent"), (10_001, "warn")])
def test_what_is_said_of_a_count(stage: Stage, counted: int, tone: str) -> None:
    open_shift(stage)
    stage.presenter.begin("counting")
    stage.presenter.type_amount(counted)
    stage.presenter.confirm()
    assert stage.page.state.result_tone == tone


def test_the_shift_stays_open_while_goods_lie_on_the_screen(stage: Stage) -> None:
    open_shift(stage)
    counter = make_counter(stage.shop, shift=False)
    stage.shop.product("Soap", 2_500, sku="SOAP")
    counter.desk.scan("SOAP")
    stage.presenter.begin("counting")
    stage.presenter.type_amount(10_000)
    stage.presenter.confirm()
    assert stage.page.state.mode == "counting"
    assert stage.page.state.error
    assert stage.shop.till.current() is not None


def test_a_cashier_opens_the_drawer_with_a_second_person(stage: Stage) -> None:
    open_shift(stage)
    stage.presenter.begin("drawer")
    stage.presenter.choose_reason("Changing money")
    stage.presenter.confirm()
    assert stage.page.state.approval is not None
    stage.presenter.approve(str(stage.shop.people["Marta"].id), "000000")
    assert stage.page.state.approval is not None
    assert stage.page.state.approval.error
    stage.presenter.approve(str(stage.shop.people["Marta"].id), SENIOR_PIN)
    assert stage.page.state.approval is None
    assert stage.page.state.mode == "open"
    assert [kind for kind, *_ in stage.shop.events("drawer.")] == ["drawer.opened"]


def test_nobody_approves_and_the_drawer_stays_shut(stage: Stage) -> None:
    open_shift(stage)
    stage.presenter.begin("drawer")
    stage.presenter.choose_reason("Changing money")
    stage.presenter.confirm()
    stage.presenter.back()
    assert stage.page.state.approval is None
    assert stage.shop.events("drawer.") == []


def test_a_report_is_printed_and_says_no_expected_cash(stage: Stage) -> None:
    open_shift(stage)
    stage.presenter.report()
    assert stage.page.state.panel_hint
    with stage.shop.store.uow() as uow:
        (job,) = uow.print_jobs.in_state("queued")
    assert job.kind == "x_report"
    assert '"expected":null' in job.payload


def test_esc_goes_back_to_the_sale(stage: Stage) -> None:
    open_shift(stage)
    stage.presenter.back()
    assert stage.went_to_sale == 2
