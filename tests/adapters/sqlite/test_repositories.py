"""What goes in comes out, and refusals have their codes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import PriceChange, Product, TaxRate, UnitKind
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.sale import Draft, DraftLine, ManualDiscount, Tender, TenderKind
from pos_app.domain.shift import CashMove, CashMoveKind
from pos_app.domain.staff import Person, Role
from pos_app.services.records import (
    CouponRecord,
    LotRow,
    PointsEntry,
    PrintJobRow,
    PromotionRecord,
    TurnoverEntry,
)
from tests.adapters.sqlite.shop import START, TODAY, Shop, sale_of, sell


def refused(code: str, action: object, *args: object, **kwargs: object) -> None:
    with pytest.raises(PosError) as caught:
        action(*args, **kwargs)  # type: ignore[operator]
    assert caught.value.code == code


FULL_PRODUCT = Product(
    id=0, uuid="p-9", sku="B-2", name="Сыр «Łowicki»", price=1_000_000_000,
    unit=UnitKind.KILOGRAM, group_id=1, group_code="home", brand="Łow", tags=("a", "б"),
    tax_rate_id=1, tax_rate=2000, barcodes=("2100001", "5901234123457"), plu="00777",
    cost=1, fixed_price=True, discountable=False, quick_position=3, photo="p.png", active=False,
    added_on=date(2026, 1, 31),
)  # fmt: skip


def test_a_product_comes_back_whole(shop: Shop) -> None:
    with shop.store.uow() as uow:
        product_id = uow.products.add(FULL_PRODUCT)
        expected = replace(FULL_PRODUCT, id=product_id)
        assert uow.products.get(product_id) == expected
        assert uow.products.by_sku("B-2") == expected
        assert uow.products.by_plu("00777") == expected
        assert uow.products.by_barcode("5901234123457") == expected
        assert uow.products.by_barcode("05901234123457") == expected
        assert uow.products.by_barcode("2100001") == expected
        assert uow.products.by_barcode("none") is None
        changed = replace(expected, name="Сыр", barcodes=("5901234123457",), price=5)
        uow.products.update(changed)
        assert uow.products.get(product_id) == replace(changed, price=1_000_000_000)
        assert uow.products.by_barcode("2100001") is None
        uow.commit()


def test_prices_keep_their_history(shop: Shop) -> None:
    with shop.store.uow() as uow:
        uow.products.set_price(
            PriceChange(
                product_id=1, price=450_00, old=999, at=START, person_id=shop.person, reason="sale"
            )
        )
        history = uow.products.price_history(1)
        assert [(c.price, c.old, c.reason) for c in history] == [
            (500_00, None, ""), (450_00, 500_00, "sale"),
        ]  # fmt: skip
        product = uow.products.get(1)
        assert product is not None
        assert product.price == 450_00
        refused(
            "product_unknown", uow.products.set_price, replace(history[1], product_id=99)
        )  # fmt: skip


def test_taken_codes_are_refused_by_name(shop: Shop) -> None:
    with shop.store.uow() as uow:
        for code, product in (
            ("sku_taken", replace(FULL_PRODUCT, sku="A-1")),
            ("plu_taken", replace(FULL_PRODUCT, plu="00123")),
            ("barcode_taken", replace(FULL_PRODUCT, sku="C", plu=None, barcodes=("96385074",))),
            (
                "barcode_taken",
                replace(FULL_PRODUCT, uuid="q", sku="D", plu=None, barcodes=("00000096385074",)),
            ),
        ):
            refused(code, uow.products.add, product)
        refused("group_taken", uow.products.add_group, "home", "again")
        refused("product_unknown", uow.products.update, replace(FULL_PRODUCT, id=77))


def test_groups_and_taxes(shop: Shop) -> None:
    with shop.store.uow() as uow:
        child = uow.products.add_group("home/soap", "Мыло", parent_id=1)
        assert [(g.code, g.parent_id) for g in uow.products.groups()] == [
            ("home", None), ("home/soap", 1),
        ]  # fmt: skip
        assert child == 2
        uow.products.update_tax(TaxRate(id=1, name="VAT", rate=500, active=False))
        assert uow.products.add_tax("0 %", 0) == 2
        assert [(t.rate, t.active) for t in uow.products.taxes()] == [(500, False), (0, True)]


def test_a_person_comes_back_whole(shop: Shop) -> None:
    whole = Customer(
        id=0, uuid="c-9", name="Rəşad", phone="+994501", email="r@x.az",
        birthday=date(1904, 2, 29), language="az", note="строка\nещё", groups=("vip", "staff"),
        referrer_id=1, created_at=START, active=False,
    )  # fmt: skip
    with shop.store.uow() as uow:
        who = uow.customers.add(whole)
        assert uow.customers.get(who) == replace(whole, id=who)
        assert uow.customers.by_uuid("c-9") == replace(whole, id=who)
        assert [c.id for c in uow.customers.by_phone("+994501")] == [who]
        assert uow.customers.by_phone("") == []
        uow.customers.update(replace(whole, id=who, name="R", created_at=None))
        assert uow.customers.get(who) == replace(whole, id=who, name="R")
        assert uow.customers.get(999) is None
        refused("customer_unknown", uow.customers.update, replace(whole, id=999))
        assert uow.customers.account(999).balance == 0


def test_consents_are_statements_in_order(shop: Shop) -> None:
    given = Consent(
        customer_id=1, purpose=Purpose.PROGRAMME, channel=None, given=True, at=START,
        wording="v2", source="form", person_id=1,
    )  # fmt: skip
    with shop.store.uow() as uow:
        uow.customers.add_consent(given)
        uow.customers.add_consent(replace(given, given=False, channel=Channel.CALL, person_id=None))
        stored = uow.customers.consents(1)
    assert stored[1:] == [given, replace(given, given=False, channel=Channel.CALL, person_id=None)]


def test_turnover_by_day_and_account(shop: Shop) -> None:
    with shop.store.uow() as uow:
        for days, amount, visit in ((0, 100, 1), (1, 50, 1), (2, -30, 0)):
            uow.customers.add_turnover(
                TurnoverEntry(
                    uuid=f"t{days}",
                    customer_id=1,
                    amount=amount,
                    visit=visit,
                    at=START,
                    local_day=TODAY + timedelta(days=days),
                )
            )
        assert uow.customers.turnover_since(1, TODAY) == 120
        assert uow.customers.turnover_since(1, TODAY + timedelta(days=1)) == 20
        assert uow.customers.turnover_since(1, TODAY + timedelta(days=3)) == 0
        account = uow.customers.account(1)
        assert (account.turnover, account.visits) == (120, 2)
        assert account.last_visit == TODAY + timedelta(days=1)
        uow.customers.set_tier(1, None, TODAY, TODAY)
        account = uow.customers.account(1)
        assert (account.tier_id, account.tier_since, account.tier_manual_until) == (
            None, TODAY, TODAY,
        )  # fmt: skip


def test_a_card_lives_its_life(shop: Shop) -> None:
    stock = Card(id=0, uuid="k", number="0029", status=CardStatus.STOCK)
    with shop.store.uow() as uow:
        card_id = uow.cards.add(stock)
        assert uow.cards.by_number("0029") == replace(stock, id=card_id)
        assert uow.cards.by_number("29") is None
        refused("card_taken", uow.cards.add, replace(stock, uuid="k2"))
        uow.cards.set_status(card_id, CardStatus.ACTIVE, customer_id=1, at=START, reason="")
        card = uow.cards.by_number("0029")
        assert card is not None
        assert (card.status, card.customer_id, card.issued_at) == (CardStatus.ACTIVE, 1, START)
        assert [c.number for c in uow.cards.of_customer(1)] == ["0029", "2900000000017"]
        refused(
            "card_unknown", uow.cards.set_status, 99, CardStatus.CLOSED, customer_id=None,
            at=START, reason="",
        )  # fmt: skip


def test_points_by_day_and_lot(shop: Shop) -> None:
    with shop.store.uow() as uow:
        customer = uow.customers.get(1)
        assert customer is not None
        sale_id = uow.sales.add(sale_of(shop, "s", 1, customer.uuid))
        lot = LotRow(
            uuid="l", customer_id=1, kind="sale", granted=500, left=500, earned_at=START,
            active_from=TODAY, expires_on=TODAY, sale_id=sale_id, reason="",
        )  # fmt: skip
        lot_id = uow.points.add_lot(lot)
        assert uow.points.lots_of_sale(sale_id) == [replace(lot, id=lot_id)]
        uow.points.add_entry(
            PointsEntry(
                uuid="e",
                customer_id=1,
                lot_id=lot_id,
                kind="redeem",
                amount=-200,
                at=START,
                local_day=TODAY,
            )
        )
        assert uow.points.spent_today(1, TODAY) == 200
        assert uow.points.spent_today(1, TODAY + timedelta(days=1)) == 0
        assert uow.points.earned_today(1, TODAY) == 500
        assert [(e.kind, e.amount) for e in uow.points.entries(1)][1:] == [
            ("earn", 500), ("redeem", -200),
        ]  # fmt: skip
        assert uow.points.expired_lots(TODAY, 10) == []
        assert [x.left for x in uow.points.expired_lots(TODAY + timedelta(days=1), 10)] == [300]


def test_coupon_limits(shop: Shop) -> None:
    with shop.store.uow() as uow:
        customer = uow.customers.get(1)
        assert customer is not None
        sale_id = uow.sales.add(sale_of(shop, "s", 1, customer.uuid))
        limited = CouponRecord(
            uuid="c", code="K1", definition="{}", valid_from=TODAY, valid_to=TODAY,
            max_uses=3, max_uses_per_customer=1,
        )  # fmt: skip
        coupon_id = uow.coupons.add(limited)
        refused("coupon_code_taken", uow.coupons.add, replace(limited, uuid="c2"))
        uow.coupons.redeem(coupon_id, sale_id, 1, START)
        refused("coupon_used", uow.coupons.redeem, coupon_id, sale_id, 1, START)
        uow.coupons.redeem(coupon_id, sale_id, None, START)
        assert uow.coupons.uses_by(coupon_id, 1) == 1
        coupon = uow.coupons.by_code("K1")
        assert coupon is not None
        assert (coupon.state, coupon.uses) == ("issued", 2)
        uow.coupons.redeem(coupon_id, sale_id, None, START)
        refused("coupon_used", uow.coupons.redeem, coupon_id, sale_id, None, START)
        for state in ("void", "expired"):
            uow.coupons.set_state(coupon_id, state, START)
            refused(f"coupon_{state}", uow.coupons.redeem, coupon_id, sale_id, None, START)
        refused("coupon_unknown", uow.coupons.redeem, 999, sale_id, None, START)
        assert [c.code for c in uow.coupons.of_customer(1)] == []


def test_promotions(shop: Shop) -> None:
    record = PromotionRecord(
        uuid="x", name="n", definition='{"a":1}', enabled=False, valid_from=TODAY,
        valid_to=TODAY, priority=9,
    )  # fmt: skip
    with shop.store.uow() as uow:
        new = uow.promotions.put(record)
        assert uow.promotions.all()[1] == replace(record, id=new)
        assert [p.id for p in uow.promotions.active()] == [1]
        uow.promotions.put(replace(record, id=new, enabled=True))
        assert [p.id for p in uow.promotions.active()] == [new, 1]
        refused("promotion_unknown", uow.promotions.put, replace(record, id=99))


def test_a_sale_comes_back_whole(shop: Shop) -> None:
    number = sell(shop, "s-1")
    with shop.store.uow() as uow:
        customer = uow.customers.get(1)
        assert customer is not None
        expected = sale_of(shop, "s-1", number, customer.uuid)
        assert uow.sales.by_uuid("s-1") == replace(expected, id=1)
        assert uow.sales.by_number("1", number) == replace(expected, id=1)
        assert uow.sales.by_number("2", number) is None
        assert uow.sales.receipt("s-1") == expected.receipt
        assert uow.sales.receipt("none") is None
        assert [uow.sales.count_copy(1, 1, START) for _ in range(3)] == [0, 1, 2]
        assert uow.sales.last_instant() == START
        assert uow.sales.next_number("1") == number + 1
        assert uow.sales.next_number("2") == 1


def test_a_draft_comes_back_whole(shop: Shop) -> None:
    discount = ManualDiscount(reason="царапина", person_id=1, rate=500, approver_id=2)
    draft = Draft(
        uuid="d", till="1", person_id=1, started_at=START,
        lines=(
            DraftLine(
                line_id="a", product_id=1, quantity=500, price_override=5, override_reason="x",
                fixed_gross=7, discount=discount,
            ),
            DraftLine(line_id="b", unknown_code="4600"),
        ),
        customer_id=1, card_number="0029", coupon_codes=("K1",), order_discount=discount,
        redeem_points=100,
        tenders=(Tender(kind=TenderKind.CARD, amount=5, reference="r", locked=True),), seq=4,
    )  # fmt: skip
    parked = replace(draft, uuid="p", parked_at=START, parked_label="дама с собакой")
    with shop.store.uow() as uow:
        uow.drafts.save(draft)
        uow.drafts.save(parked)
        uow.drafts.save(replace(draft, seq=5))
        uow.commit()
    shop.reopen()
    with shop.store.uow() as uow:
        assert uow.drafts.open_draft("1") == replace(draft, seq=5)
        assert uow.drafts.parked("1") == [parked]
        assert uow.drafts.get("p") == parked
        assert uow.drafts.open_draft("2") is None
        uow.drafts.delete("p")
        assert uow.drafts.get("p") is None


def test_a_shift_from_float_to_count(shop: Shop) -> None:
    """Float 100.00 + 50.00 in + 450.00 cash (500.00 less 50.00 change) a sale − 20.00 out.

    Each sale's second line (99.99, 16.66 of tax) comes back for 100.00 in cash, 0.01 rounded.
    """
    sell(shop, "s-1")
    sell(shop, "s-2")
    with shop.store.uow() as uow:
        uow.shifts.add_move(
            CashMove(
                id=0,
                uuid="m",
                shift_id=1,
                kind=CashMoveKind.OUT,
                amount=20_00,
                reason="bank",
                person_id=1,
                at=START,
            )
        )
        figures = uow.shifts.figures(1)
        assert (figures.sales_count, figures.sales_total) == (2, 2 * 949_99)
        assert figures.by_tender == (("card", 1000_00), ("cash", 700_00))
        assert (figures.returns_count, figures.returns_total) == (2, 2 * 99_99)
        assert (figures.discount_total, figures.rounding_total) == (200_00, 0)
        assert (figures.points_spent, figures.points_money) == (100_00, 100_00)
        assert figures.taxes == ((2000, 2 * (850_00 - 141_67), 2 * 141_67),)
        assert (figures.first_number, figures.last_number) == (1, 2)
        assert figures.expected_cash(100_00) == 830_00
        shift = uow.shifts.current("1")
        assert shift is not None
        refused("shift_open", uow.shifts.open, shift)
        closed = replace(
            shift, closed_by=1, closed_at=START, counted=1, expected=830_00, note="мало"
        )
        uow.shifts.close(closed)
        assert uow.shifts.current("1") is None
        assert uow.shifts.last("1") == closed == uow.shifts.get(1)
        refused("shift_closed", uow.shifts.close, closed)
        refused("shift_closed", uow.shifts.add_move, uow.shifts.moves(1)[0])
        assert [m.amount for m in uow.shifts.moves(1)] == [50_00, 20_00]
        uow.shifts.save_slip(1, "{1}")
        uow.shifts.save_slip(1, "{2}")
        assert uow.shifts.slip(1) == "{1}"
        assert uow.shifts.slip(9) is None
        assert uow.shifts.open(replace(shift, uuid="s2")).number == 2
        with pytest.raises(ValueError, match="close"):
            uow.shifts.close(replace(shift, id=2))


def test_staff(shop: Shop) -> None:
    person = Person(
        id=0, uuid="s-9", name="Анна", role=Role.CASHIER, pin_hash="h", card_code="77",
        language="ru",
    )  # fmt: skip
    with shop.store.uow() as uow:
        who = uow.staff.add(person)
        assert uow.staff.get(who) == replace(person, id=who) == uow.staff.by_card("77")
        uow.staff.set_tries(who, 3, START)
        stored = uow.staff.get(who)
        assert stored is not None
        assert (stored.failed, stored.locked_until) == (3, START)
        refused("staff_card_taken", uow.staff.add, replace(person, uuid="s-10"))
        refused("person_unknown", uow.staff.update, replace(person, id=99))
        refused("person_unknown", uow.staff.set_tries, 99, 1, None)
        assert [p.name for p in uow.staff.all()] == ["Ольга", "Анна"]
        assert uow.staff.by_card("none") is None


def test_settings_and_programme(shop: Shop) -> None:
    with shop.store.uow() as uow:
        uow.settings.put("a", {"x": [1, "ё", None, True]})
        uow.settings.put("a", [1])
        assert uow.settings.all() == {"a": [1], "shop.name": "Дом и Быт"}
        with pytest.raises(TypeError):
            uow.settings.put("a", 1.5)
        assert uow.settings.add_programme("{}", START, 0) == 2
        assert [
            (row.version, row.content, row.at, row.person_id) for row in uow.settings.programmes()
        ] == [(1, '{"mode":"points"}', START, shop.person), (2, "{}", START, 0)]


def test_print_jobs_move_on(shop: Shop) -> None:
    job = PrintJobRow(
        uuid="j", kind="receipt", ref="s", payload="{}", copy=True, open_drawer=True,
        created_at=START, language="az",
    )  # fmt: skip
    with shop.store.uow() as uow:
        first = uow.print_jobs.add(job)
        second = uow.print_jobs.add(replace(job, uuid="j2", kind="coupon"))
        assert uow.print_jobs.next_queued() == replace(job, id=first)
        uow.print_jobs.set_state(first, "confirmed", tries=1, error="", at=START)
        uow.print_jobs.set_state(second, "unknown", tries=2, error="io", at=START)
        assert uow.print_jobs.next_queued() is None
        (done,) = uow.print_jobs.of_document("receipt", "s")
        assert (done.state, done.tries, done.payload) == ("confirmed", 1, "")
        (lost,) = uow.print_jobs.in_state("unknown")
        assert (lost.payload, lost.error) == ("{}", "io")
        refused(
            "print_job_unknown", uow.print_jobs.set_state, 99, "sent", tries=1, error="", at=START
        )
