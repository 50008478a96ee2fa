"""The receipts page: what the filters find, what a look shows, and who may print a copy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from pos_app.i18n import Formats, translator
from pos_app.presenters.receipts import ReceiptsParts, ReceiptsPresenter
from pos_app.presenters.receipts_state import ReceiptsState
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.explanation_slip import slip_language
from tests.builders import SENIOR_PIN, Shop, card_number
from tests.services.desk import make_counter
from tests.services.test_returns import Back


class Page:
    """Keeps the last state it was shown, and how often it beeped."""

    def __init__(self) -> None:
        self.state = ReceiptsState()
        self.beeps = 0

    def render(self, state: ReceiptsState) -> None:
        self.state = state

    def alert(self) -> None:
        self.beeps += 1


class Camera:
    """Pictures that come at once, or when the test says."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[bytes], None]] = []

    def receipt(self, uuid: str, on_png: Callable[[bytes], None]) -> None:
        self.waiting.append(on_png)


class Stage:
    """Three receipts: Maria's of 25.00, one of 100.00, one of 5.00 a day later."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.page, self.camera = shop, Page(), Camera()
        self.counter = counter = make_counter(shop)
        shop.customer("Maria Nowak", 7)
        for name, price in (("A", 2_500), ("B", 10_000), ("C", 500)):
            shop.product(name, price, sku=name)
        counter.desk.scan(card_number(7))
        counter.desk.scan("A")
        counter.pay_cash()
        counter.desk.scan("B")
        counter.pay_cash()
        shop.clock.advance(days=1)
        counter.desk.scan("C")
        counter.pay_cash()
        session = shop.cashier
        self.presenter = ReceiptsPresenter(
            ReceiptsParts(
                service=shop.receipts,
                reprint_return=lambda uuid, given: Back(self.counter).service.reprint(
                    session, uuid, given
                ),
                session=lambda: session,
                approval=ApprovalFlow(shop.permissions, lambda: session, lambda: 6),
                pictures=self.camera,
                voice=Voice(translator("en"), Formats("en", "PLN")),
                local=lambda instant: instant,
                today=lambda: date(2026, 11, 23),
                language=lambda sale: slip_language(sale, counter.book.current.settings),
            ),
            self.page,
        )
        self.presenter.open()

    @property
    def numbers(self) -> list[str]:
        """Receipt numbers listed."""
        return [row.number for row in self.page.state.rows]


@pytest.fixture
def stage(shop: Shop) -> Stage:
    """The page with three receipts."""
    return Stage(shop)


def test_the_newest_comes_first_and_is_looked_at(stage: Stage) -> None:
    assert stage.numbers == ["3", "2", "1"]
    assert stage.page.state.count == "3 receipts"
    assert stage.page.state.title == "Receipt 3"
    stage.camera.waiting[-1](b"png")
    assert stage.page.state.slip == b"png"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2", ["2"]),
        ("R1-000001-2211", ["1"]),
        ("nowak", ["1"]),
        ("MARIA", ["1"]),
        (card_number(7), ["1"]),
        ("nobody", []),
    ],
)
def test_found_by_number_code_card_and_name(stage: Stage, text: str, found: list[str]) -> None:
    stage.presenter.search(text)
    assert stage.numbers == found


@pytest.mark.parametrize(
    ("period", "found"),
    [
        ("today", ["3"]),
        ("yesterday", ["2", "1"]),
        ("week", ["3", "2", "1"]),
        ("month", ["3", "2", "1"]),
        ("nonsense", ["3", "2", "1"]),
    ],
)
def test_found_by_day(stage: Stage, period: str, found: list[str]) -> None:
    stage.presenter.choose_period(period)
    assert stage.numbers == found


def test_found_by_sum(stage: Stage) -> None:
    stage.presenter.totals("5", "25,00")
    assert stage.numbers == ["3", "1"]
    stage.presenter.totals("", "24.99")
    assert stage.numbers == ["3"]
    stage.presenter.totals("abc", "")
    assert stage.numbers == []
    assert stage.page.state.error


def test_nothing_found_says_so_and_forgets_the_slip(stage: Stage) -> None:
    stage.presenter.search("nobody")
    assert stage.page.state.empty_title == "No receipt like that"
    assert (stage.page.state.chosen, stage.page.state.can_copy) == ("", False)


def test_a_late_picture_of_another_receipt_is_dropped(stage: Stage) -> None:
    slow = stage.camera.waiting[-1]
    stage.presenter.choose(stage.page.state.rows[1].key)
    slow(b"old")
    assert stage.page.state.slip == b""


def test_the_first_copy_is_free_the_second_takes_two(stage: Stage) -> None:
    stage.presenter.copy()
    assert stage.page.state.notice_tone == "accent"
    stage.presenter.copy()
    assert stage.page.state.approval is not None
    stage.presenter.approve(str(stage.shop.people["Marta"].id), SENIOR_PIN)
    assert stage.page.state.approval is None
    copies = stage.shop.events("receipt.copied")
    assert [(content["copy"], bool(approver)) for _, content, _, approver in copies] == [
        (1, False),
        (2, True),
    ]
    with stage.shop.store.uow() as uow:
        assert [job.copy for job in uow.print_jobs.in_state("queued")][-2:] == [True, True]


def test_nobody_approves_and_nothing_is_printed(stage: Stage) -> None:
    stage.presenter.copy()
    stage.presenter.copy()
    assert not stage.presenter.staff_card("S-1") or stage.page.state.approval is not None
    stage.presenter.cancel_approval()
    assert stage.page.state.approval is None
    assert len(stage.shop.events("receipt.copied")) == 1


def test_more_than_a_page(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos_app.presenters.receipts.PAGE", 2)
    stage.presenter.search("")
    assert (stage.numbers, stage.page.state.more) == (["3", "2"], True)
    stage.presenter.more()
    assert (stage.numbers, stage.page.state.more) == (["3", "2", "1"], False)


def test_the_switch_shows_why_and_points(stage: Stage) -> None:
    stage.presenter.choose(stage.page.state.rows[2].key)
    assert (stage.page.state.part, stage.page.state.sections) == ("slip", ())
    stage.presenter.look_at("why")
    assert stage.page.state.part == "why"
    assert [row.title for row in stage.page.state.sections[0].rows] == ["Price", "To pay"]
    stage.presenter.look_at("points")
    assert [section.title for section in stage.page.state.sections] == ["Points", "Returns"]
    stage.presenter.look_at("nonsense")
    assert stage.page.state.part == "points"
    stage.presenter.choose(stage.page.state.rows[1].key)
    assert stage.page.state.part == "points"
    stage.presenter.look_at("slip")
    assert stage.page.state.sections == ()


def test_a_return_made_meanwhile_is_told(stage: Stage) -> None:
    stage.presenter.choose(stage.page.state.rows[1].key)
    stage.presenter.look_at("points")
    Back(stage.counter).give(stage.page.state.chosen)
    stage.presenter.refresh()
    assert [section.title for section in stage.page.state.sections] == ["Points", "Return 1"]


def test_the_explanation_is_printed_in_the_language_of_the_receipt(stage: Stage) -> None:
    stage.presenter.look_at("why")
    stage.presenter.print_chosen()
    assert stage.page.state.notice == "The explanation is on its way to the printer."
    uuid = stage.page.state.chosen
    with stage.shop.store.uow() as uow:
        (job,) = uow.print_jobs.of_document("explanation", uuid)
    assert "Do zapłaty" in job.payload
    stage.presenter.look_at("slip")
    stage.presenter.print_chosen()
    assert len(stage.shop.events("receipt.copied")) == 1


def test_without_a_receipt_there_is_nothing_to_explain(stage: Stage) -> None:
    stage.presenter.search("nobody")
    stage.presenter.look_at("why")
    stage.presenter.print_chosen()
    assert stage.page.state.sections == ()
    assert stage.page.state.notice == ""
    assert not stage.shop.events("receipt.explained")


def test_what_came_back_is_marked_and_its_slip_printed_again(shop: Shop) -> None:
    """One of two As, then the other: in part, then whole; a second copy asks a second person."""
    stage = Stage(shop)
    stage.counter.desk.scan("2*A")
    done = stage.counter.pay_cash()
    first = Back(stage.counter).give(done, (1, 1))
    stage.presenter.open()
    assert stage.page.state.rows[0].returned == "partly returned"
    second = Back(stage.counter).give(done, (1, 1))
    stage.presenter.refresh()
    assert [row.returned for row in stage.page.state.rows][:2] == ["returned", ""]
    stage.presenter.choose(done.sale_uuid)
    stage.presenter.look_at("points")
    assert stage.page.state.slips == (
        (first.uuid, "Copy of return 1"),
        (second.uuid, "Copy of return 2"),
    )
    stage.presenter.copy_return("other")
    stage.presenter.copy_return(second.uuid)
    assert stage.page.state.notice == "A copy is on its way to the printer."
    with shop.store.uow() as uow:
        jobs = uow.print_jobs.of_document("receipt", second.uuid)
        assert uow.print_jobs.of_document("receipt", "other") == []
    assert [job.copy for job in jobs] == [False, True]
    stage.presenter.look_at("why")
    assert stage.page.state.slips == ()
