"""Gift certificates on the sale and payment screens: what is said, what is paid, by keys."""

from __future__ import annotations

import pytest

from pos_app.services.certificates import Moment, issue_gift
from tests.builders import Shop, ean13
from tests.presenters.counter_stage import Stage, completed, make_stage

SOAP = ean13("590000000001")
CODE = "G0000000000"
OTHER = "G1111111118"


@pytest.fixture
def stage(shop: Shop) -> Stage:
    """A counter with a soap of 100.00 and a certificate of 45.40."""
    made = make_stage(shop)
    shop.product("Soap", 10_000, barcodes=(SOAP,))
    gift(made, 4_540)
    return made


def gift(stage: Stage, amount: int, code: str = CODE) -> None:
    shop, book = stage.shop, stage.counter.book
    moment = Moment(at=shop.clock.now(), today=book.today(), session=shop.cashier)
    settings = book.current.settings
    with shop.store.uow() as uow:
        issue_gift(uow, shop.ids, settings, code=code, amount=amount, moment=moment)
        uow.commit()


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")


def block(stage: Stage) -> None:
    with stage.shop.store.uow() as uow:
        found = uow.certificates.by_code(CODE)
        assert found is not None
        uow.certificates.set_state(found.id, "blocked", stage.shop.clock.now(), "lost")
        uow.commit()


class TestSale:
    def test_an_idle_till_says_the_balance(self, stage: Stage) -> None:
        stage.sale.scan("G-0000000000")
        assert stage.state.notice is not None
        assert stage.state.notice.kind == "accent"
        words = plain(stage.state.notice.text)
        assert words == "Gift certificate •••• 0000: zł 45.40 on it, good until 22 Nov 2027"

    def test_why_it_pays_nothing(self, stage: Stage) -> None:
        block(stage)
        stage.sale.scan(CODE)
        assert stage.state.notice is not None
        assert stage.state.notice.kind == "warn"
        assert plain(stage.state.notice.text) == (
            "Gift certificate •••• 0000. This certificate is blocked."
        )

    def test_without_an_end_no_day_is_said(self, stage: Stage) -> None:
        stage.shop.settings.change_many(stage.shop.owner, {"certificates.months": 0})
        stage.counter.book.refresh()
        gift(stage, 1_000, OTHER)
        stage.sale.scan(OTHER)
        assert stage.state.notice is not None
        assert plain(stage.state.notice.text) == "Gift certificate •••• 1118: zł 10.00 on it"

    def test_with_goods_it_is_going_to_pay(self, stage: Stage) -> None:
        stage.sale.scan(SOAP)
        stage.sale.scan(CODE)
        assert stage.state.notice is not None
        assert plain(stage.state.notice.text) == (
            "Gift certificate •••• 0000: pays zł 45.40, zł 0.00 stays on it"
        )
        offer = stage.state.offers[-1]
        assert (offer.mode, plain(offer.gain)) == ("applied", "−zł 45.40")
        stage.sale.undo()
        assert stage.counter.desk.draft.certificates == ()

    def test_an_unknown_one_is_said(self, stage: Stage) -> None:
        stage.sale.scan("G-12345")
        assert stage.state.notice is not None
        assert stage.state.notice.text == "There is no such gift certificate."
        assert stage.view.tones == 1

    def test_typed_among_the_offers(self, stage: Stage) -> None:
        stage.sale.scan(SOAP)
        stage.keys("F7")
        stage.type("g-0000000000")
        stage.keys("Enter")
        assert stage.counter.desk.draft.certificates == (CODE,)
        assert stage.state.panel is None
        stage.keys("F7")
        stage.type(CODE)
        stage.keys("Enter")
        assert stage.state.panel is not None
        assert "already" in getattr(stage.state.panel, "error", "")

    def test_typed_on_an_idle_till_it_says_the_balance(self, stage: Stage) -> None:
        stage.keys("F7")
        stage.type(CODE)
        stage.keys("Enter")
        assert stage.state.notice is not None
        assert "zł 45.40" in plain(stage.state.notice.text)


class TestPayment:
    @pytest.fixture(autouse=True)
    def _at_payment(self, stage: Stage) -> None:
        stage.sale.scan(SOAP)
        stage.payment.open("cash")

    def card(self, stage: Stage):
        (found,) = (one for one in stage.pay.tenders if one.key == "certificate")
        return found

    def test_the_code_is_typed_and_the_rest_is_left_to_cash(self, stage: Stage) -> None:
        stage.payment.key("Ctrl 3")
        assert stage.pay.code is not None
        for sign in "g-00000000000":
            stage.payment.typed(sign)
        stage.payment.key("Backspace")
        stage.payment.key("Enter")
        assert stage.pay.code is None
        card = self.card(stage)
        assert (card.mode, card.amount, card.cap) == ("accepted", "45.40", "Del")
        assert plain(card.detail) == "zł 0.00 stays on it · •••• 0000"
        assert plain(stage.pay.total) == "zł 0.00"
        cash = next(one for one in stage.pay.tenders if one.key == "cash")
        assert cash.amount == "54.60"
        stage.payment.key("Enter")
        done = completed(stage)
        assert [(t.kind, t.amount, t.left) for t in done.receipt.tenders] == [
            ("certificate", 4_540, 0),
            ("cash", 5_460, None),
        ]

    def test_a_wrong_code_is_said_in_its_place_and_esc_leaves_it(self, stage: Stage) -> None:
        stage.payment.ask_code()
        stage.payment.enter_code()
        assert stage.pay.code is not None
        for sign in "G-X":
            stage.payment.typed(sign)
        stage.payment.enter_code()
        assert stage.pay.code is not None
        assert stage.pay.code.error == "There is no such gift certificate."
        assert stage.payment.key("F11") is False
        stage.payment.key("Esc")
        assert stage.pay.code is None
        assert stage.ways.last != ("show_sale",)

    def test_scanned_it_takes_over_what_the_card_was_to_pay(self, stage: Stage) -> None:
        stage.payment.key("F11")
        gift(stage, 20_000, OTHER)
        stage.payment.scan(OTHER)
        assert stage.pay.can_complete
        assert stage.pay.notice is not None
        assert "zł 100.00" in plain(stage.pay.notice.text)
        stage.payment.key("Enter")
        done = completed(stage)
        assert [t.kind for t in done.receipt.tenders] == ["certificate"]
        assert done.change == 0

    def test_del_takes_the_last_one_back(self, stage: Stage) -> None:
        gift(stage, 2_000, OTHER)
        stage.payment.scan(CODE)
        stage.payment.scan(OTHER)
        assert (self.card(stage).title, self.card(stage).amount) == ("2 certificates", "65.40")
        stage.payment.key("Del")
        assert self.card(stage).amount == "45.40"
        stage.payment.take_back("certificate")
        assert all(one.key != "certificate" for one in stage.pay.tenders)
        assert next(o for o in stage.pay.tenders if o.key == "cash").amount == "100.00"
        stage.payment.key("Del")

    def test_tapping_its_card_gives_it_no_keys(self, stage: Stage) -> None:
        stage.payment.scan(CODE)
        stage.payment.activate("certificate")
        assert next(o for o in stage.pay.tenders if o.key == "cash").mode == "active"

    def test_back_to_the_sale_keeps_it(self, stage: Stage) -> None:
        stage.payment.scan(CODE)
        stage.payment.key("Esc")
        assert stage.counter.desk.draft.certificates == (CODE,)
        stage.payment.open("card")
        assert self.card(stage).amount == "45.40"
        assert next(o for o in stage.pay.tenders if o.key == "card").amount == "54.60"

    def test_used_meanwhile_nothing_is_booked_and_the_rest_is_asked_for(self, stage: Stage) -> None:
        from pos_app.services.certificates import redeem

        stage.payment.scan(CODE)
        shop, book = stage.shop, stage.counter.book
        with shop.store.uow() as uow:
            moment = Moment(at=shop.clock.now(), today=book.today())
            redeem(uow, shop.ids, code=CODE, amount=4_000, moment=moment)
            uow.commit()
        stage.payment.key("Enter")
        assert stage.pay.notice is not None
        assert "zł 5.40" in plain(stage.pay.notice.text)
        assert self.card(stage).amount == "5.40"
        assert next(o for o in stage.pay.tenders if o.key == "cash").amount == "94.60"
        stage.payment.key("Enter")
        assert completed(stage).total == 10_000
