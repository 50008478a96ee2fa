"""The page of gift certificates: who sees what, selling, looking up, blocking (R22)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

import pytest

from pos_app.domain.errors import PosError
from pos_app.i18n import Formats, translator
from pos_app.presenters.certificates import CertificatesParts, CertificatesPresenter
from pos_app.presenters.certificates_state import CertificatesState
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.certificate_office import CertificateService
from pos_app.services.certificates import Moment, issue_credit, issue_gift, redeem
from tests.builders import SENIOR_PIN, Shop
from tests.presenters.counter_stage import View

CODE = "G0000000000"


@dataclass(kw_only=True)
class Page:
    """The presenter on a real shop."""

    shop: Shop
    who: str
    view: View = field(default_factory=View)
    sold: list[tuple[int, str, str]] = field(default_factory=list)
    left: int = 0
    refuse: bool = False

    def __post_init__(self) -> None:
        shop, book = self.shop, self.shop.book

        def leave() -> None:
            self.left += 1

        def sell(amount: int, name: str, number: str) -> None:
            if self.refuse:
                raise PosError("certificate_code_taken")
            self.sold.append((amount, name, number))

        self.presenter = CertificatesPresenter(
            CertificatesParts(
                service=CertificateService(
                    shop.store.uow, shop.permissions, book, shop.clock, shop.ids, shop.sink
                ),
                session=lambda: shop.session(self.who),
                approval=ApprovalFlow(shop.permissions, lambda: shop.session(self.who), lambda: 6),
                voice=Voice(translator("en"), Formats("en", "PLN")),
                settings=lambda: shop.settings.current,
                today=book.today,
                local=lambda at: book.current.local(at),
                sell=sell,
                slip_name=lambda: "Gift certificate",
                to_sale=leave,
            ),
            self.view,
        )
        self.presenter.begin_sale()

    @property
    def state(self) -> CertificatesState:
        state: CertificatesState = self.view.state
        return state


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def moment(shop: Shop) -> Moment:
    return Moment(at=shop.clock.now(), today=date(2026, 11, 22), session=shop.cashier)


def fill(shop: Shop) -> None:
    """A gift of 100.00 with 66.67 left, and store credit of 40.00 without an end."""
    settings = shop.settings.change_many(shop.owner, {"certificates.credit_months": 0})
    with shop.store.uow() as uow:
        issue_gift(uow, shop.ids, settings, code=CODE, amount=10_000, moment=moment(shop))
        redeem(uow, shop.ids, code=CODE, amount=3_333, moment=moment(shop))
        issue_credit(uow, shop.ids, settings, amount=4_000, moment=moment(shop))
        uow.commit()


@pytest.fixture
def senior(shop: Shop) -> Page:
    """Marta's page."""
    fill(shop)
    return Page(shop=shop, who="Marta")


@pytest.fixture
def cashier(shop: Shop) -> Page:
    """Anna's page."""
    fill(shop)
    return Page(shop=shop, who="Anna")


class TestList:
    def test_a_senior_sees_all_and_what_is_owed(self, senior: Page) -> None:
        rows = [(row.kind, plain(row.balance), row.until, row.state) for row in senior.state.rows]
        assert rows == [
            ("Store credit", "zł 40.00", "no end date", "good"),
            ("Gift certificate", "zł 66.67", "22 Nov 2027", "good"),
        ]
        assert plain(senior.state.owed_total) == "zł 106.67"
        assert [(month, count) for month, count, _ in senior.state.owed] == [
            ("until 11.2027", "1"),
            ("no end date", "1"),
        ]
        assert CODE not in str(senior.state.rows)

    def test_a_cashier_sees_only_what_is_in_hand(self, cashier: Page) -> None:
        assert (cashier.state.rows, cashier.state.owed_total) == ((), "")
        assert cashier.state.empty_title == "Scan a certificate"
        cashier.presenter.search("0000")
        assert cashier.state.empty_title == "No certificate like that"
        cashier.presenter.search("g-0000000000")
        assert len(cashier.state.rows) == 1

    def test_further_ones_are_listed(self, senior: Page) -> None:
        settings, shop = senior.shop.settings.current, senior.shop
        with shop.store.uow() as uow:
            for number in range(60):
                issue_gift(
                    uow, shop.ids, settings, code=f"N{number}", amount=1, moment=moment(shop)
                )
            uow.commit()
        senior.presenter.refresh()
        assert (len(senior.state.rows), senior.state.more) == (60, True)
        senior.presenter.more()
        assert (len(senior.state.rows), senior.state.more) == (62, False)

    def test_esc_goes_one_step_back_each_time(self, senior: Page) -> None:
        senior.presenter.search("0000")
        senior.presenter.scan(CODE)
        senior.presenter.back()
        assert (senior.state.text, senior.state.side) == ("", "sheet")
        senior.presenter.back()
        assert (senior.state.side, senior.left) == ("sell", 0)
        senior.presenter.back()
        assert senior.left == 1


class TestSelling:
    def test_a_chip_or_an_own_amount(self, cashier: Page) -> None:
        cashier.presenter.choose_amount("5000")
        assert [chip.key for chip in cashier.state.sell.amounts if chip.on] == ["5000"]
        cashier.presenter.type_amount("12,5x")
        assert cashier.state.sell.error == "Enter a sum."
        cashier.presenter.sell()
        assert cashier.sold == []
        cashier.presenter.type_amount("12.50")
        assert cashier.state.sell.can_sell
        cashier.presenter.sell()
        assert cashier.sold == [(1_250, "Gift certificate", "")]
        assert cashier.left == 1
        assert cashier.state.sell.amount == ""

    def test_an_unknown_number_scanned_is_the_one_being_sold(self, cashier: Page) -> None:
        cashier.presenter.choose_amount("10000")
        cashier.presenter.scan("GIFT-77")
        assert cashier.state.sell.number == "GIFT-77"
        cashier.refuse = True
        cashier.presenter.sell()
        assert cashier.left == 0
        assert cashier.state.notice == "This number is already in use. Take another one."
        cashier.refuse = False
        cashier.presenter.type_number("GIFT-78")
        cashier.presenter.sell()
        assert cashier.sold == [(10_000, "Gift certificate", "GIFT-78")]

    def test_without_an_amount_an_unknown_number_is_said(self, cashier: Page) -> None:
        cashier.presenter.scan("GIFT-77")
        assert cashier.state.notice == "There is no such gift certificate."
        assert cashier.view.tones == 1


class TestOne:
    def test_its_facts_and_movements(self, senior: Page) -> None:
        senior.presenter.choose(senior.state.rows[1].key)
        sheet = senior.state.sheet
        assert plain(sheet.balance) == "zł 66.67"
        assert [(what, plain(amount), left) for _, what, amount, left in sheet.moves] == [
            ("Payment", "−33.33", "66.67"),
            ("Issued", "+100.00", "100.00"),
        ]
        assert dict(sheet.facts)["Valid until"] == "22 Nov 2027"

    def test_a_cashier_blocks_with_a_second_person(self, cashier: Page) -> None:
        cashier.presenter.scan(CODE)
        cashier.presenter.toggle()
        assert cashier.state.notice == "Choose a reason first."
        cashier.presenter.choose_reason("lost")
        cashier.presenter.toggle()
        assert cashier.state.approval is not None
        cashier.presenter.back()
        assert cashier.state.approval is None
        cashier.presenter.toggle()
        cashier.presenter.approve(str(cashier.shop.senior.person_id), "000000")
        assert cashier.state.approval is not None
        assert cashier.state.approval.error
        cashier.presenter.approve(str(cashier.shop.senior.person_id), SENIOR_PIN)
        assert cashier.state.approval is None
        assert cashier.state.sheet.state == "blocked · lost"
        assert cashier.state.sheet.toggle == "Unblock"
        assert cashier.state.notice == "Blocked"

    def test_a_senior_unblocks_alone(self, senior: Page) -> None:
        senior.presenter.scan(CODE)
        senior.presenter.choose_reason("stolen")
        senior.presenter.toggle()
        senior.presenter.toggle()
        assert senior.state.sheet.state == "good"
        assert senior.state.notice == "Unblocked"

    def test_paper(self, senior: Page) -> None:
        senior.presenter.print_balance()
        senior.presenter.print_again()
        senior.presenter.toggle()
        assert senior.state.notice != "Blocked"
        senior.presenter.scan(CODE)
        senior.presenter.print_balance()
        assert senior.state.notice == "The balance is on its way to the printer."
        senior.presenter.print_again()
        assert senior.state.notice == "A copy is on its way to the printer."
        with senior.shop.store.uow() as uow:
            record = uow.certificates.by_code(CODE)
            assert record is not None
            assert len(uow.print_jobs.of_document("certificate_balance", record.uuid)) == 1
            assert len(uow.print_jobs.of_document("certificate", record.uuid)) == 1

    def test_used_elsewhere_it_is_read_again(self, senior: Page) -> None:
        senior.presenter.scan(CODE)
        shop = senior.shop
        with shop.store.uow() as uow:
            redeem(uow, shop.ids, code=CODE, amount=6_667, moment=moment(shop))
            uow.commit()
        senior.presenter.refresh()
        assert plain(senior.state.sheet.balance) == "zł 0.00"
        assert senior.state.sheet.state == "used up"
        shop.clock.advance(days=400)
        senior.presenter.refresh()
        assert senior.state.sheet.state == "expired"
