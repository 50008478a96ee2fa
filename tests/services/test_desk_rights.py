"""A cashier alone at the till who wants to give more away than one person may (R33)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.sale import ManualDiscount
from pos_app.domain.staff import Action, Approval
from pos_app.services.desk_rights import allowed_amount, share, share_given
from pos_app.services.desk_view import ScanResult
from pos_app.services.sale_desk import SaleDesk
from tests.builders import OWNER_SECRET, SENIOR_PIN, Shop, card_number, ean13
from tests.services.desk import GOLDEN, Counter, make_counter
from tests.services.test_sale_desk import grant

SOAP = ean13("590000000001")
TEA = ean13("590000000002")
BOOK = ean13("590000000003")
STRANGE = "4601234567893"

Deed = Callable[[Approval | None], object]


@pytest.fixture
def counter(shop: Shop) -> Counter:
    """Anna the cashier; soap at 100.00, tea at 1.00, a book of 1000.00 at a fixed price."""
    shop.product("Soap", 10_000, barcodes=(SOAP,))
    shop.product("Tea", 100, barcodes=(TEA,))
    shop.product("Book", 100_000, barcodes=(BOOK,), fixed_price=True)
    return make_counter(shop)


def asked_for(deed: Deed) -> tuple[Action, str]:
    """The right a gesture asks a second person for, and what the consent will be bound to."""
    with pytest.raises(NeedsApproval) as asked:
        deed(None)
    return Action(asked.value.action), str(asked.value.params["event_ref"])


def consent(counter: Counter, deed: Deed, who: str = "Leyla") -> Approval:
    """A second person's consent to exactly this gesture of Anna's."""
    action, ref = asked_for(deed)
    return counter.shop.permissions.approve(
        action,
        session=counter.desk.session,
        event_ref=ref,
        reason="agreed",
        secret={"Leyla": OWNER_SECRET, "Marta": SENIOR_PIN}[who],
        approver_id=counter.shop.people[who].id,
    )


def agreed(counter: Counter, deed: Deed, who: str = "Leyla") -> Approval:
    """The gesture, done with a second person."""
    approval = consent(counter, deed, who)
    deed(approval)
    return approval


def line_discount(desk: SaleDesk, line_id: str, **given: int) -> Deed:
    return lambda approval: desk.discount_line(line_id, reason="x", approval=approval, **given)


def order_discount(desk: SaleDesk, **given: int) -> Deed:
    return lambda approval: desk.discount_order(reason="x", approval=approval, **given)


def soap(counter: Counter, pieces: int = 1) -> str:
    """The line of so many pieces of soap."""
    return counter.desk.scan(SOAP, quantity=pieces * 1000).line_id or ""


class TestCeilingsAddUp:
    def test_five_on_the_line_and_five_on_the_receipt_are_ten(self, counter: Counter) -> None:
        line_id = soap(counter)
        line_discount(counter.desk, line_id, rate=500)(None)
        action, _ = asked_for(order_discount(counter.desk, rate=500))
        assert action is Action.DISCOUNT_MEDIUM
        action, _ = asked_for(order_discount(counter.desk, amount=1))
        assert action is Action.DISCOUNT_MEDIUM
        assert counter.desk.priced.to_pay == 9500

    def test_nor_the_other_way_round(self, counter: Counter) -> None:
        line_id = soap(counter)
        order_discount(counter.desk, rate=300)(None)
        line_discount(counter.desk, line_id, rate=200)(None)
        assert counter.desk.priced.to_pay == 9506  # 98.00 − 2.94
        action, _ = asked_for(line_discount(counter.desk, line_id, rate=201))
        assert action is Action.DISCOUNT_MEDIUM

    def test_a_consented_discount_is_no_ground_to_stand_on(self, counter: Counter) -> None:
        line_id = soap(counter)
        agreed(counter, line_discount(counter.desk, line_id, rate=2000), "Marta")
        action, _ = asked_for(order_discount(counter.desk, rate=100))
        assert action is Action.DISCOUNT_LARGE

    def test_given_twice_the_last_counts(self, counter: Counter) -> None:
        line_id = soap(counter)
        for _ in range(3):
            line_discount(counter.desk, line_id, rate=500)(None)
        assert counter.desk.priced.to_pay == 9500

    def test_a_price_and_a_discount_by_hand_are_thirty_together(self, shop: Shop) -> None:
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        senior = make_counter(shop, shop.senior)
        line_id = senior.desk.scan(SOAP).line_id or ""
        senior.desk.override_price(line_id, 8000, "label")
        line_discount(senior.desk, line_id, rate=1250)(None)  # 80.00 − 12.5 % = 70.00
        assert senior.desk.priced.to_pay == 7000
        action, _ = asked_for(line_discount(senior.desk, line_id, rate=1251))
        assert action is Action.PRICE_OVERRIDE_LARGE
        action, _ = asked_for(order_discount(senior.desk, rate=1))
        assert action is Action.PRICE_OVERRIDE_LARGE
        action, _ = asked_for(lambda a: senior.desk.override_price(line_id, 7999, "x", a))
        assert action is Action.PRICE_OVERRIDE_LARGE
        senior.desk.override_price(line_id, 9000, "label")
        assert senior.desk.priced.to_pay == 7875

    def test_an_amount_is_the_share_it_takes_to_the_last_unit(self, counter: Counter) -> None:
        line_id = counter.desk.scan(TEA, quantity=30_000).line_id or ""  # 30.00
        line_discount(counter.desk, line_id, amount=150)(None)
        action, _ = asked_for(line_discount(counter.desk, line_id, amount=151))
        assert action is Action.DISCOUNT_MEDIUM
        counter.desk.set_quantity(line_id, 300_000_000)
        # 300 000.00: one unit above 5 % is 5.00000…% and still above
        action, _ = asked_for(line_discount(counter.desk, line_id, amount=1_500_001))
        assert action is Action.DISCOUNT_MEDIUM


class TestAmountsShrink:
    def test_an_amount_for_ten_is_not_an_amount_for_one(self, counter: Counter) -> None:
        line_id = soap(counter, 10)
        line_discount(counter.desk, line_id, amount=5000)(None)
        assert counter.desk.priced.to_pay == 95_000
        counter.desk.set_quantity(line_id, 1000)
        assert counter.desk.priced.to_pay == 9500
        counter.desk.set_quantity(line_id, 10_000)
        assert counter.desk.priced.to_pay == 95_000
        done = counter.pay_cash()
        assert done.total == 95_000

    def test_an_amount_on_the_receipt_follows_what_is_left(self, counter: Counter) -> None:
        counter.desk.scan(BOOK)
        line_id = counter.desk.scan(TEA).line_id
        order_discount(counter.desk, amount=5000)(None)  # 4.996 % of 1001.00, taken as 5 %
        assert counter.desk.priced.order_discount == 100  # fixed prices take none of it
        counter.desk.remove(counter.desk.draft.lines[0].line_id)
        assert [one.line_id for one in counter.desk.draft.lines] == [line_id]
        assert counter.desk.priced.to_pay == 95
        assert counter.pay_cash().total == 95

    def test_goods_on_top_are_not_in_the_consent(self, counter: Counter) -> None:
        counter.desk.scan(TEA)
        agreed(counter, order_discount(counter.desk, rate=5000))
        assert counter.desk.priced.to_pay == 50
        soap(counter)
        assert counter.desk.priced.to_pay == 10_050
        assert counter.pay_cash().total == 10_050

    def test_what_one_may_give_alone_follows_the_goods(self, counter: Counter) -> None:
        counter.desk.scan(TEA)
        order_discount(counter.desk, rate=500)(None)
        soap(counter)
        assert counter.desk.priced.to_pay == 9595

    def test_a_sale_taken_over_keeps_what_the_other_gave_and_no_more(self, shop: Shop) -> None:
        shop.product("Tea", 100, barcodes=(TEA,))
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        owner = make_counter(shop, shop.owner)
        owner.desk.scan(TEA)
        order_discount(owner.desk, rate=5000)(None)
        owner.desk.scan(TEA)
        assert owner.desk.priced.to_pay == 100  # her own right follows her own goods
        anna = make_counter(shop, shop.cashier, shift=False)
        assert anna.desk.priced.to_pay == 100
        anna.desk.scan(SOAP)
        assert anna.desk.priced.to_pay == 10_100
        anna.desk.park()
        again = make_counter(shop, shop.owner, shift=False)
        again.desk.resume(anna.desk.parked()[0].uuid)
        assert again.desk.priced.to_pay == 10_100

    def test_a_senior_may_go_on_with_what_a_senior_may_give(self, shop: Shop) -> None:
        shop.product("Tea", 100, barcodes=(TEA,))
        owner = make_counter(shop, shop.owner)
        owner.desk.scan(TEA)
        order_discount(owner.desk, rate=2000)(None)
        senior = make_counter(shop, shop.senior, shift=False)
        senior.desk.scan(TEA)
        assert senior.desk.priced.to_pay == 160

    def test_a_parked_sale_taken_over_is_no_way_round(self, shop: Shop) -> None:
        shop.product("Tea", 100, barcodes=(TEA,))
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        owner = make_counter(shop, shop.owner)
        owner.desk.scan(TEA)
        order_discount(owner.desk, rate=5000)(None)
        owner.desk.park()
        anna = make_counter(shop, shop.cashier, shift=False)
        anna.desk.resume(anna.desk.parked()[0].uuid)
        anna.desk.scan(SOAP)
        assert anna.desk.priced.to_pay == 10_050


class TestMoreOfTheSame:
    def test_ten_instead_of_one_asks_again(self, counter: Counter) -> None:
        line_id = soap(counter)
        agreed(counter, line_discount(counter.desk, line_id, rate=5000))
        ten: Deed = lambda a: counter.desk.set_quantity(line_id, 10_000, a)  # noqa: E731
        action, _ = asked_for(ten)
        assert action is Action.DISCOUNT_LARGE
        assert counter.desk.priced.to_pay == 5000
        agreed(counter, ten)
        assert counter.desk.priced.to_pay == 50_000
        counter.desk.set_quantity(line_id, 2000)  # fewer ask nobody
        assert counter.desk.priced.to_pay == 10_000

    def test_so_does_a_price_by_hand(self, counter: Counter) -> None:
        line_id = soap(counter)
        agreed(counter, lambda a: counter.desk.override_price(line_id, 9000, "label", a), "Marta")
        action, _ = asked_for(lambda a: counter.desk.change_quantity(line_id, 1, a))
        assert action is Action.PRICE_OVERRIDE
        red = counter.desk.scan(STRANGE).line_id or ""
        agreed(counter, lambda a: counter.desk.price_by_hand(red, "Sponge", 199, a), "Marta")
        action, _ = asked_for(lambda a: counter.desk.change_quantity(red, 1, a))
        assert action is Action.PRICE_OVERRIDE

    def test_the_scanner_puts_more_on_a_line_of_its_own_at_the_list_price(
        self, counter: Counter
    ) -> None:
        line_id = soap(counter)
        agreed(counter, line_discount(counter.desk, line_id, rate=5000))
        assert soap(counter) != line_id
        assert counter.desk.priced.to_pay == 15_000

    def test_ones_own_small_discount_follows_the_quantity(self, counter: Counter) -> None:
        line_id = soap(counter)
        line_discount(counter.desk, line_id, rate=500)(None)
        counter.desk.change_quantity(line_id, 1)
        assert counter.desk.priced.to_pay == 19_000


class TestConsentIsForOneThing:
    def test_not_for_another_line(self, counter: Counter) -> None:
        tea = counter.desk.scan(TEA).line_id or ""
        line_id = soap(counter)
        approval = consent(counter, line_discount(counter.desk, tea, rate=2000), "Marta")
        with pytest.raises(PosError, match="approval_invalid"):
            line_discount(counter.desk, line_id, rate=2000)(approval)
        assert counter.desk.priced.to_pay == 10_100

    @pytest.mark.parametrize("other", [{"rate": 2000}, {"amount": 1500}, {"rate": 999}])
    def test_not_for_another_figure(self, counter: Counter, other: dict[str, int]) -> None:
        line_id = soap(counter)
        approval = consent(counter, line_discount(counter.desk, line_id, rate=1000), "Marta")
        with pytest.raises(PosError, match="approval_invalid"):
            line_discount(counter.desk, line_id, **other)(approval)

    def test_not_for_another_quantity_or_receipt(self, counter: Counter) -> None:
        line_id = soap(counter)
        on_line = consent(counter, line_discount(counter.desk, line_id, rate=1000), "Marta")
        whole = consent(counter, order_discount(counter.desk, rate=1000), "Marta")
        price = consent(
            counter, lambda a: counter.desk.override_price(line_id, 9000, "x", a), "Marta"
        )
        counter.desk.set_quantity(line_id, 50_000)
        for deed, approval in (
            (line_discount(counter.desk, line_id, rate=1000), on_line),
            (order_discount(counter.desk, rate=1000), whole),
            (lambda a: counter.desk.override_price(line_id, 9000, "x", a), price),
        ):
            with pytest.raises(PosError, match="approval_invalid"):
                deed(approval)
        assert counter.desk.priced.to_pay == 500_000

    def test_not_for_more_points_or_another_person(self, counter: Counter) -> None:
        counter.use(GOLDEN)
        soap(counter)
        people = [counter.shop.customer(name, card) for card, name in ((1, "Maria"), (2, "Olga"))]
        for person in people:
            grant(counter, person.id, 5000)
        counter.desk.attach_customer(people[0].id)
        approval = consent(counter, lambda a: counter.desk.set_points(100, a), "Marta")
        with pytest.raises(PosError, match="approval_invalid"):
            counter.desk.set_points(200, approval)
        approval = consent(counter, lambda a: counter.desk.set_points(100, a), "Marta")
        counter.desk.attach_customer(people[1].id)
        with pytest.raises(PosError, match="approval_invalid"):
            counter.desk.set_points(100, approval)
        agreed(counter, lambda a: counter.desk.set_points(100, a), "Marta")
        assert counter.desk.priced.points.spent == 100

    def test_the_journal_says_what_was_agreed_to(self, counter: Counter) -> None:
        line_id = soap(counter)
        agreed(counter, line_discount(counter.desk, line_id, rate=1000), "Marta")
        ((_, content, person, approver),) = counter.shop.events("approval.given")
        assert content["ref"] == f"{counter.desk.draft.uuid}/{line_id}/discount/10000/1000/0"
        people = counter.shop.people
        assert (person, approver) == (people["Anna"].uuid, people["Marta"].uuid)


class TestOtherWaysRound:
    def test_a_card_that_is_not_theirs_is_not_present(self, counter: Counter) -> None:
        maria = counter.shop.customer("Maria", 1)
        counter.shop.customer("Olga", 2)
        for number in (card_number(2), card_number(3), ""):
            with pytest.raises(PosError, match="card_unknown"):
                counter.desk.attach_customer(maria.id, number)
        assert counter.desk.draft.customer_id is None

    def test_a_line_with_a_price_is_no_unknown_code(self, counter: Counter) -> None:
        line_id = soap(counter)
        tea = counter.desk.scan(TEA)
        product = counter.desk.draft.lines[1].product_id or 0
        assert tea.result is ScanResult.LINE
        with pytest.raises(PosError, match="line_unknown"):
            counter.desk.price_by_hand(line_id, "Soap", 1)
        with pytest.raises(PosError, match="line_unknown"):
            counter.desk.resolve_unknown(line_id, product)
        red = counter.desk.scan(STRANGE).line_id or ""
        with pytest.raises(PosError, match="line_unknown"):
            counter.desk.override_price(red, 1, "x")
        assert counter.desk.priced.to_pay == 10_100

    def test_a_senior_prices_no_known_goods_as_unknown(self, shop: Shop) -> None:
        shop.product("Soap", 10_000, barcodes=(SOAP,))
        senior = make_counter(shop, shop.senior)
        line_id = senior.desk.scan(SOAP).line_id or ""
        with pytest.raises(PosError, match="line_unknown"):
            senior.desk.price_by_hand(line_id, "Soap", 1)

    def test_goods_taken_off_sale_do_not_come_back_through_a_red_line(
        self, counter: Counter
    ) -> None:
        product = counter.shop.product("Old", 100)
        counter.shop.catalogue.set_active(counter.shop.owner, product.id, active=False)
        red = counter.desk.scan(STRANGE).line_id or ""
        with pytest.raises(PosError, match="product_inactive"):
            counter.desk.resolve_unknown(red, product.id)

    def test_words_typed_at_the_till_are_cleaned(self, counter: Counter) -> None:
        line_id = soap(counter)
        with pytest.raises(PosError, match="bank_card"):
            counter.desk.discount_line(line_id, rate=100, reason="4111 1111 1111 1111")
        counter.desk.discount_line(line_id, rate=100, reason=" bro\u202eken\x00 ")
        given = counter.desk.draft.lines[0].discount
        assert given is not None
        assert given.reason == "broken"
        with pytest.raises(PosError, match="reason_missing"):
            counter.desk.discount_order(rate=100, reason="\u200e \x07")
        counter.desk.park("\u202eTable\n4" + "x" * 100)
        (parked,) = counter.desk.parked()
        assert parked.parked_label == ("Table 4" + "x" * 100)[:60]


def test_a_number_before_an_unknown_code_is_kept(counter: Counter) -> None:
    red = counter.desk.scan(f"3*{STRANGE}").line_id or ""
    product = counter.shop.product("Sponge", 50)
    counter.desk.resolve_unknown(red, product.id)
    assert counter.desk.priced.to_pay == 150
    counter.desk.scan(f"1.5*{STRANGE}")
    assert counter.desk.draft.lines[-1].quantity == 1000


def test_no_receipt_grows_beyond_what_the_books_hold(counter: Counter) -> None:
    gold = counter.shop.product("Gold", 10**9)
    first = counter.desk.add_product(gold.id, 999_000)
    assert counter.desk.priced.to_pay == 999 * 10**9
    counter.desk.change_quantity(first, 1)
    assert counter.desk.priced.to_pay == 10**12
    for gesture in (
        lambda: counter.desk.change_quantity(first, 1),
        lambda: counter.desk.add_product(gold.id),
        lambda: counter.desk.set_quantity(first, 10**9),
    ):
        with pytest.raises(PosError, match="quantity_invalid"):
            gesture()
    refused = counter.desk.scan(TEA)
    assert refused.reason is not None
    assert refused.reason.code == "quantity_invalid"
    assert counter.desk.undo() == "quantity"  # what was refused left nothing to take back
    assert counter.desk.priced.to_pay == 999 * 10**9
    assert counter.pay_cash(10**12).change == 10**9


def test_a_second_desk_cannot_go_on_with_a_sale_that_is_paid(counter: Counter, shop: Shop) -> None:
    soap(counter)
    other = make_counter(shop, shop.senior, shift=False)
    stale = other.desk.draft
    assert counter.pay_cash().number == 1
    with pytest.raises(PosError, match="draft_unknown"):
        other.desk.discount_order(rate=100, reason="x")
    counter.desk.scan(SOAP)
    assert counter.pay_cash().number == 2
    # whoever left such a draft behind all the same does not block the till
    with shop.store.uow() as uow:
        uow.drafts.save(stale)
        uow.commit()
    again = make_counter(shop, shift=False)
    again.desk.scan(SOAP)
    assert again.pay_cash().number == 3


def test_a_bank_card_within_an_unknown_code_is_not_kept(counter: Counter) -> None:
    outcome = counter.desk.scan("X 4111111111111111")
    assert outcome.reason is not None
    assert (outcome.reason.code, outcome.value) == ("scan_bank_card", "")
    assert counter.desk.draft.lines == ()
    with pytest.raises(PosError, match="quantity_invalid"):
        counter.desk.add_unknown("A", 0)


def test_shares_in_figures() -> None:
    assert [share(*each) for each in ((5, 100), (151, 3000), (1, 10**12), (0, 5), (3, 0))] == [
        500, 504, 1, 0, 0,
    ]  # fmt: skip
    given = ManualDiscount(reason="x", person_id=1, amount=500, most_rate=1000)
    assert (share_given(None), share_given(given), share_given(replace(given, rate=7))) == (
        0, 1000, 7,
    )  # fmt: skip
    # a draft saved by an earlier version knows no share: as if everything were given
    assert share_given(replace(given, most_rate=None)) == 10_000
    assert allowed_amount(replace(given, most_rate=None), 100) is None
    assert allowed_amount(given, 3999) == 399
    assert allowed_amount(replace(given, most_amount=200), 3999) == 200
