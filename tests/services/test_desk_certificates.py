"""Certificates at the till (R22): sold as a line, paid with, taken when the sale is completed."""

from __future__ import annotations

import multiprocessing
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import MinAmount, PercentOff, Promotion
from pos_app.domain.sale import Sale, TenderKind
from pos_app.services import snapshots
from pos_app.services.certificates import Moment, issue_credit, issue_gift
from pos_app.services.desk_view import ScanResult
from pos_app.services.programme_records import CertificateRecord
from tests.builders import Shop, card_number, ean13
from tests.services.desk import GOLDEN, Counter, make_counter

SOAP = ean13("590000000001")
CODE = "G0000000000"
OTHER = "G1111111118"


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """A counter with an open shift, a soap of 100.00 and Maria's card."""
    made = make_counter(shop)
    shop.product("Soap", 10_000, barcodes=(SOAP,))
    shop.customer("Maria Nowak", 7)
    return made


def moment(counter: Counter) -> Moment:
    shop = counter.shop
    return Moment(at=shop.clock.now(), today=counter.book.today(), session=shop.cashier)


def gift(counter: Counter, amount: int, code: str = CODE) -> CertificateRecord:
    settings = counter.book.current.settings
    with counter.shop.store.uow() as uow:
        made = issue_gift(
            uow, counter.shop.ids, settings, code=code, amount=amount, moment=moment(counter)
        )
        uow.commit()
    return made


def balance(counter: Counter, code: str = CODE) -> int:
    with counter.shop.store.uow() as uow:
        found = uow.certificates.by_code(code)
    assert found is not None
    return found.balance


def stored(counter: Counter, uuid: str) -> Sale:
    with counter.shop.store.uow() as uow:
        sale = uow.sales.by_uuid(uuid)
    assert sale is not None
    return sale


def sound(counter: Counter) -> None:
    """Everything the checker proves still holds."""
    store = counter.shop.store
    assert check_file(store.path, store.sealer).findings == ()


class TestSelling:
    def test_it_exists_once_the_sale_is_completed(self, counter: Counter) -> None:
        desk = counter.desk
        line_id = desk.sell_certificate(5_000, "Gift certificate")
        code = desk.draft.lines[0].certificate
        assert (desk.draft.lines[0].line_id, code[:1], len(code)) == (line_id, "G", 11)
        with counter.shop.store.uow() as uow:
            assert uow.certificates.by_code(code) is None
        done = counter.pay_cash(6_000)
        assert (done.total, done.change) == (5_000, 1_000)
        with counter.shop.store.uow() as uow:
            made = uow.certificates.by_code(code)
            assert made is not None
            (entry,) = uow.certificates.entries(made.id)
            (job,) = uow.print_jobs.of_document("certificate", made.uuid)
        sale = stored(counter, done.sale_uuid)
        assert (made.kind, made.balance, made.sale_id) == ("gift", 5_000, sale.id)
        assert made.valid_to == date(2027, 11, 22)
        assert (entry.kind, entry.amount, entry.sale_id) == ("issue", 5_000, sale.id)
        assert (sale.lines[0].barcode, sale.lines[0].net, sale.tax) == (code, 5_000, 0)
        assert snapshots.load_certificate(job.payload).code == f"G-{code[1:]}"
        (slip,) = done.receipt.lines
        assert (slip.name, slip.net) == ("Gift certificate", 5_000)
        assert slip.certificate.endswith(code[-4:])
        assert code not in slip.certificate
        assert "certificate" in counter.shop.sink.topics
        sound(counter)

    def test_no_discount_no_points_no_turnover(self, counter: Counter) -> None:
        counter.use(replace(GOLDEN, earn_rules=(earn_percent(500),)))
        counter.desk.scan(card_number(7))
        counter.desk.sell_certificate(10_000, "Gift certificate")
        done = counter.pay_cash()
        sale = stored(counter, done.sale_uuid)
        assert (done.total, sale.discount, sale.points_earned) == (10_000, 0, 0)
        assert sale.customer_id is not None
        with counter.shop.store.uow() as uow:
            assert uow.customers.account(sale.customer_id).turnover == 0

    def test_it_helps_no_minimum_basket(self, counter: Counter) -> None:
        counter.promote(
            Promotion(
                rule_id="big",
                name="Big",
                effects=(PercentOff(rate=1000),),
                conditions=(MinAmount(amount=15_000),),
            )
        )
        counter.desk.scan(SOAP)
        counter.desk.sell_certificate(10_000, "Gift certificate")
        assert counter.desk.priced.to_pay == 20_000
        counter.desk.scan(SOAP)
        # 2 × 100.00 less 10 %, and the certificate whole
        assert counter.desk.priced.to_pay == 28_000

    def test_it_brings_no_coupon_for_the_next_purchase(self, counter: Counter) -> None:
        counter.set(next_coupon__enabled=True, next_coupon__threshold=10_001)
        counter.desk.scan(SOAP)
        counter.desk.sell_certificate(10_000, "Gift certificate")
        assert counter.desk.view().sold_certificates == 10_000
        assert counter.pay_cash().receipt.coupons == ()
        counter.set(next_coupon__threshold=10_000)
        counter.desk.scan(SOAP)
        counter.desk.sell_certificate(10_000, "Gift certificate")
        assert len(counter.pay_cash().receipt.coupons) == 1

    def test_a_preprinted_number_is_kept_as_it_is(self, counter: Counter) -> None:
        counter.desk.sell_certificate(5_000, "Gift certificate", " gift 0001 ")
        assert counter.desk.draft.lines[0].certificate == "GIFT0001"
        counter.pay_cash()
        assert balance(counter, "GIFT0001") == 5_000
        assert counter.desk.scan("gift0001").result is ScanResult.BALANCE

    @pytest.mark.parametrize(
        "code",
        [SOAP, card_number(7), card_number(8), "K-ABC", "R1-000001-2211", "S-1", "3*", "abc"],
    )
    def test_a_number_that_means_something_else_is_refused(
        self, counter: Counter, code: str
    ) -> None:
        with pytest.raises(PosError, match="certificate_code_invalid"):
            counter.desk.sell_certificate(5_000, "Gift certificate", code)

    def test_numbers_of_goods_in_any_spelling_are_refused(self, counter: Counter) -> None:
        counter.shop.product("Tea", 100, sku="TEA-1", barcodes=("BOX-77",))
        with counter.shop.store.uow() as uow:
            product = uow.products.by_sku("TEA-1")
        assert product is not None
        for code in ("TEA-1", "BOX-77", f"0{SOAP}"):
            with pytest.raises(PosError, match="certificate_code_invalid"):
                counter.desk.sell_certificate(5_000, "Gift certificate", code)

    def test_a_taken_number_is_refused_at_once(self, counter: Counter) -> None:
        gift(counter, 100, "GIFT0001")
        for code in ("GIFT0001", "GIFT0002"):
            if code == "GIFT0002":
                counter.desk.sell_certificate(5_000, "Gift certificate", code)
            with pytest.raises(PosError, match="certificate_code_taken"):
                counter.desk.sell_certificate(5_000, "Gift certificate", code)

    def test_a_number_taken_meanwhile_undoes_the_whole_sale(self, counter: Counter) -> None:
        counter.desk.sell_certificate(5_000, "Gift certificate", "GIFT0001")
        gift(counter, 100, "GIFT0001")
        with pytest.raises(PosError, match="certificate_code_taken"):
            counter.pay_cash()
        assert counter.shop.events("sale.completed") == []
        assert balance(counter, "GIFT0001") == 100

    @pytest.mark.parametrize("amount", [0, -1, 10**12])
    def test_an_impossible_amount(self, counter: Counter, amount: int) -> None:
        with pytest.raises(PosError, match="amount_invalid"):
            counter.desk.sell_certificate(amount, "Gift certificate")

    def test_one_piece_at_its_own_value(self, counter: Counter) -> None:
        desk = counter.desk
        line = desk.sell_certificate(5_000, "Gift certificate")
        with pytest.raises(PosError, match="certificate_line"):
            desk.set_quantity(line, 2_000)
        with pytest.raises(PosError, match="certificate_line"):
            desk.override_price(line, 4_000, "cheap")
        with pytest.raises(PosError, match="certificate_line"):
            desk.discount_line(line, rate=100, reason="regular")
        desk.change_quantity(line, -1)
        assert desk.draft.lines == ()

    def test_two_are_two_lines(self, counter: Counter) -> None:
        counter.desk.sell_certificate(5_000, "Gift certificate")
        counter.desk.sell_certificate(5_000, "Gift certificate")
        one, two = (line.certificate for line in counter.desk.draft.lines)
        assert one != two
        counter.pay_cash()
        assert balance(counter, one) == balance(counter, two) == 5_000


class TestPaying:
    def test_part_by_certificate_the_rest_in_cash(self, counter: Counter) -> None:
        gift(counter, 4_000)
        counter.desk.scan(SOAP)
        outcome = counter.desk.scan("G-0000000000")
        assert outcome.result is ScanResult.CERTIFICATE
        assert outcome.certificate is not None
        assert (outcome.certificate.balance, outcome.certificate.pays) == (4_000, 4_000)
        assert outcome.certificate.left == 0
        assert counter.desk.view().settlement.missing == 6_000
        assert balance(counter) == 4_000
        done = counter.pay_cash(7_000)
        assert done.change == 1_000
        sale = stored(counter, done.sale_uuid)
        assert [(t.kind, t.amount, t.reference) for t in sale.tenders] == [
            (TenderKind.CERTIFICATE, 4_000, CODE),
            (TenderKind.CASH, 7_000, ""),
        ]
        assert balance(counter) == 0
        sound(counter)

    def test_never_change_from_a_certificate(self, counter: Counter) -> None:
        gift(counter, 15_000)
        counter.desk.scan(SOAP)
        counter.desk.scan(CODE)
        assert counter.desk.view().settlement.complete
        done = counter.complete()
        assert done.change == 0
        assert balance(counter) == 5_000
        (tender,) = done.receipt.tenders
        assert (tender.kind, tender.amount, tender.left) == ("certificate", 10_000, 5_000)
        assert tender.label.endswith("0000")
        assert len(tender.label) < len(CODE)
        # cash has left no trace: the drawer stays shut
        with counter.shop.store.uow() as uow:
            (job,) = uow.print_jobs.of_document("receipt", done.sale_uuid)
        assert not job.open_drawer

    def test_several_in_the_order_shown(self, counter: Counter) -> None:
        gift(counter, 3_000)
        gift(counter, 20_000, OTHER)
        counter.desk.scan(SOAP)
        counter.desk.scan(CODE)
        counter.desk.scan(OTHER)
        assert [(one.code, one.pays, one.left) for one in counter.desk.certificates] == [
            (CODE, 3_000, 0),
            (OTHER, 7_000, 13_000),
        ]
        counter.complete()
        assert (balance(counter), balance(counter, OTHER)) == (0, 13_000)

    def test_store_credit_is_a_tender_of_its_own(self, counter: Counter) -> None:
        settings = counter.book.current.settings
        with counter.shop.store.uow() as uow:
            credit = issue_credit(
                uow, counter.shop.ids, settings, amount=12_000, moment=moment(counter)
            )
            uow.commit()
        counter.desk.scan(SOAP)
        counter.desk.scan(credit.code)
        assert counter.desk.draft.tenders[0].kind is TenderKind.STORE_CREDIT
        counter.complete()
        assert balance(counter, credit.code) == 2_000
        sound(counter)

    def test_it_follows_the_total(self, counter: Counter) -> None:
        gift(counter, 15_000)
        desk = counter.desk
        desk.scan(SOAP)
        desk.scan(CODE)
        desk.scan(SOAP)
        assert [t.amount for t in desk.draft.tenders] == [15_000]
        line = desk.draft.lines[0].line_id
        desk.change_quantity(line, -1)
        assert [t.amount for t in desk.draft.tenders] == [10_000]
        desk.undo()
        assert [t.amount for t in desk.draft.tenders] == [15_000]
        desk.clear_tenders()
        assert [t.amount for t in desk.draft.tenders] == [15_000]
        desk.remove_certificate(CODE)
        assert (desk.draft.tenders, desk.draft.certificates) == ((), ())

    def test_it_stays_through_parking_and_a_power_cut(self, counter: Counter) -> None:
        gift(counter, 4_000)
        desk = counter.desk
        desk.scan(SOAP)
        desk.scan(CODE)
        uuid = desk.draft.uuid
        desk.park()
        desk.resume(uuid)
        assert [t.amount for t in desk.draft.tenders] == [4_000]
        again = counter.shop.desk()
        assert again.draft.certificates == (CODE,)
        assert [t.amount for t in again.draft.tenders] == [4_000]
        again.cancel()
        assert again.draft.is_empty

    def test_what_a_card_was_to_pay_gives_way_what_it_has_paid_stays(
        self, counter: Counter
    ) -> None:
        gift(counter, 8_000)
        desk = counter.desk
        desk.scan(SOAP)
        desk.set_tender(TenderKind.CARD, 5_000)
        desk.scan(CODE)
        assert [(t.kind, t.amount) for t in desk.draft.tenders] == [(TenderKind.CERTIFICATE, 8_000)]
        with pytest.raises(PosError, match="tender_over"):
            desk.set_tender(TenderKind.CARD, 2_001)
        desk.remove_certificate(CODE)
        desk.set_tender(TenderKind.CARD, 5_000)
        desk.lock_tender(TenderKind.CARD)
        desk.scan(CODE)
        assert [(t.kind, t.amount) for t in desk.draft.tenders] == [
            (TenderKind.CERTIFICATE, 5_000),
            (TenderKind.CARD, 5_000),
        ]

    def test_no_sum_is_typed_for_it(self, counter: Counter) -> None:
        counter.desk.scan(SOAP)
        for kind in (TenderKind.CERTIFICATE, TenderKind.STORE_CREDIT):
            with pytest.raises(PosError, match="amount_invalid"):
                counter.desk.set_tender(kind, 100)

    def test_paying_with_it_earns(self, counter: Counter) -> None:
        counter.use(Programme(earn_rules=(earn_percent(500),), points_step=100))
        gift(counter, 20_000)
        counter.desk.scan(card_number(7))
        counter.desk.scan(SOAP)
        counter.desk.scan(CODE)
        done = counter.complete()
        # 5 % of 100.00
        assert stored(counter, done.sale_uuid).points_earned == 500

    def test_one_does_not_buy_another(self, counter: Counter) -> None:
        gift(counter, 20_000)
        desk = counter.desk
        desk.sell_certificate(5_000, "Gift certificate")
        assert desk.scan(CODE).reason is not None
        assert desk.draft.certificates == ()
        desk.scan(SOAP)
        desk.scan(CODE)
        assert desk.view().settlement.missing == 5_000
        counter.pay_cash()
        assert balance(counter) == 10_000

    def test_refusals_have_their_reasons(self, counter: Counter) -> None:
        made = gift(counter, 4_000)
        desk = counter.desk
        desk.scan(SOAP)
        desk.scan(CODE)

        def why(code: str) -> str:
            outcome = desk.scan(code)
            assert outcome.result is ScanResult.REFUSED
            assert outcome.reason is not None
            return outcome.reason.code

        assert why(CODE) == "certificate_present"
        assert why("G-NOBODY") == "certificate_unknown"
        desk.remove_certificate(CODE)
        with counter.shop.store.uow() as uow:
            uow.certificates.set_state(made.id, "blocked", counter.shop.clock.now(), "lost")
            uow.commit()
        assert why(CODE) == "certificate_blocked"
        for number in range(10):
            gift(counter, 100, f"GIFT{number:04d}")
            desk.scan(f"GIFT{number:04d}")
        gift(counter, 100, OTHER)
        assert why(OTHER) == "certificate_limit"

    def test_an_idle_till_shows_the_balance(self, counter: Counter) -> None:
        gift(counter, 4_000)
        outcome = counter.desk.scan(CODE)
        assert outcome.result is ScanResult.BALANCE
        assert outcome.certificate is not None
        assert (outcome.certificate.balance, outcome.certificate.pays) == (4_000, 0)
        assert outcome.certificate.valid_to == date(2027, 11, 22)
        assert counter.desk.draft.is_empty

    def test_blocked_while_it_lies_there_it_pays_no_more(self, counter: Counter) -> None:
        made = gift(counter, 20_000)
        counter.desk.scan(SOAP)
        counter.desk.scan(CODE)
        with counter.shop.store.uow() as uow:
            uow.certificates.set_state(made.id, "blocked", counter.shop.clock.now(), "lost")
            uow.commit()
        with pytest.raises(PosError, match="certificate_blocked"):
            counter.complete()
        counter.desk.refresh()
        (held,) = counter.desk.certificates
        assert (held.refusal, held.pays) == ("certificate_blocked", 0)
        assert counter.desk.view().settlement.missing == 10_000
        assert balance(counter) == 20_000

    def test_used_at_the_other_till_meanwhile(self, counter: Counter) -> None:
        made = gift(counter, 8_000)
        counter.desk.scan(SOAP)
        counter.desk.scan(CODE)
        counter.desk.set_tender(TenderKind.CASH, 2_000)
        from pos_app.services.certificates import redeem

        with counter.shop.store.uow() as uow:
            redeem(uow, counter.shop.ids, code=made.code, amount=3_000, moment=moment(counter))
            uow.commit()
        with pytest.raises(PosError, match="certificate_short"):
            counter.complete()
        assert counter.shop.events("sale.completed") == []
        counter.desk.refresh()
        assert counter.desk.view().settlement.missing == 3_000
        counter.pay_cash()
        assert balance(counter) == 0

    def test_a_code_nobody_knows_any_more_pays_nothing(self, counter: Counter) -> None:
        """A draft brought over from another shop's file."""
        counter.desk.scan(SOAP)
        stray = replace(counter.desk.draft, certificates=("GONE",))
        with counter.shop.store.uow() as uow:
            uow.drafts.save(stray)
            uow.commit()
        again = counter.shop.desk()
        assert again.certificates == ()
        assert again.view().settlement.missing == 10_000

    def test_expired_over_night(self, counter: Counter) -> None:
        gift(counter, 20_000)
        counter.desk.scan(SOAP)
        counter.desk.scan(CODE)
        counter.shop.clock.advance(days=366)
        counter.book.refresh()
        with pytest.raises(PosError, match="certificate_expired"):
            counter.complete()


def test_a_shift_tells_what_was_sold_and_used(counter: Counter) -> None:
    gift(counter, 4_000)
    counter.desk.sell_certificate(5_000, "Gift certificate")
    counter.pay_cash()
    counter.desk.scan(SOAP)
    counter.desk.scan(CODE)
    counter.pay_cash()
    slip = counter.shop.till.x_report(counter.shop.cashier)
    # 50.00 owed for the certificate sold, 100.00 earned with the soap
    assert (slip.sales_total, slip.certificates_count, slip.certificates_sold) == (15_000, 1, 5_000)
    assert slip.revenue == 10_000
    assert [(t.kind, t.amount) for t in slip.by_tender] == [
        ("cash", 11_000),
        ("certificate", 4_000),
    ]


def _grab(path: str, key: bytes, till: int, start: object, results: object) -> None:
    """Another till: complete a sale paid with the one certificate when the flag goes up."""
    from pos_app.adapters.sqlite.store import open_store
    from pos_app.adapters.system import SystemIds
    from pos_app.services.certificates import Moment, redeem
    from tests.fakes import FakeClock

    store = open_store(Path(path), clock=FakeClock(), ids=SystemIds(), key=key)
    start.wait(30)  # type: ignore[attr-defined]
    try:
        with store.uow() as uow:
            now = FakeClock().now()
            when = Moment(at=now, today=now.date())
            redeem(uow, SystemIds(), code=CODE, amount=4_000, moment=when)
            uow.commit()
        results.put((till, "took"))  # type: ignore[attr-defined]
    except PosError as refused:
        results.put((till, refused.code))  # type: ignore[attr-defined]
    finally:
        store.close()


def test_two_processes_race_for_one_certificate_and_one_wins(counter: Counter) -> None:
    gift(counter, 4_000)
    context = multiprocessing.get_context("spawn")
    start, results = context.Event(), context.SimpleQueue()
    path = str(counter.shop.store.path)
    tills = [
        context.Process(target=_grab, args=(path, b"k" * 32, till, start, results))
        for till in (1, 2)
    ]
    for till in tills:
        till.start()
    start.set()
    said = sorted(results.get()[1] for _ in tills)
    for till in tills:
        till.join(30)
    assert said == ["certificate_empty", "took"]
    assert balance(counter) == 0
