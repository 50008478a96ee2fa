"""Gift certificates and store credit in the ledger (R22): issue, pay, refund, expire."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.domain.errors import PosError
from pos_app.services import snapshots
from pos_app.services.certificates import (
    Moment,
    expire_due,
    find,
    fresh_code,
    issue_credit,
    issue_gift,
    redeem,
    refund_to,
)
from pos_app.services.day_work import DayDone
from pos_app.services.programme_records import CertificateRecord
from tests.builders import Shop
from tests.services.points_desk import make_points

TODAY = date(2026, 11, 22)


def moment(shop: Shop, today: date = TODAY) -> Moment:
    return Moment(at=shop.clock.now(), today=today, session=shop.cashier)


def gift(shop: Shop, amount: int = 10_000, code: str = "A-100") -> CertificateRecord:
    settings = shop.settings.current
    with shop.store.uow() as uow:
        made = issue_gift(
            uow,
            shop.ids,
            settings,
            code=code,
            amount=amount,
            moment=moment(shop),
        )
        uow.commit()
    return made


def stored(shop: Shop, record: CertificateRecord) -> CertificateRecord:
    with shop.store.uow() as uow:
        found = uow.certificates.get(record.id)
    assert found is not None
    return found


def entries(shop: Shop, record: CertificateRecord) -> list[tuple[str, int]]:
    with shop.store.uow() as uow:
        return [(one.kind, one.amount) for one in uow.certificates.entries(record.id)]


def pay(shop: Shop, record: CertificateRecord, amount: int, today: date = TODAY) -> None:
    with shop.store.uow() as uow:
        redeem(uow, shop.ids, code=record.code, amount=amount, moment=moment(shop, today))
        uow.commit()


def refund(shop: Shop, record: CertificateRecord, amount: int, today: date) -> CertificateRecord:
    with shop.store.uow() as uow:
        back = refund_to(uow, shop.ids, code=record.code, amount=amount, moment=moment(shop, today))
        uow.commit()
    return back


def expire(shop: Shop, today: date, limit: int = 500) -> int:
    with shop.store.uow() as uow:
        closed = expire_due(uow, shop.ids, today, shop.clock.now(), limit)
        uow.commit()
    return closed


class TestIssue:
    def test_a_gift_has_its_money_and_a_year(self, shop: Shop) -> None:
        made = gift(shop)
        assert (made.kind, made.amount, made.balance) == ("gift", 10_000, 10_000)
        assert made.valid_to == date(2027, 11, 22)
        assert entries(shop, made) == [("issue", 10_000)]
        ((_, content, person, _),) = shop.events("certificate.")
        assert content == {
            "certificate": made.uuid,
            "code": "\u2022\u2022\u2022\u2022\u00a0-100",
            "kind": "gift",
            "amount": 10_000,
        }
        assert person == shop.cashier.person_uuid

    def test_a_code_is_taken_once(self, shop: Shop) -> None:
        gift(shop)
        with pytest.raises(PosError, match="certificate_code_taken"):
            gift(shop)

    def test_nothing_is_not_issued(self, shop: Shop) -> None:
        with pytest.raises(PosError, match="amount_invalid"):
            gift(shop, 0)

    def test_without_an_end_where_the_shop_sets_none(self, shop: Shop) -> None:
        shop.settings.change_many(shop.owner, {"certificates.months": 0})
        assert gift(shop).valid_to is None

    def test_codes_are_made_until_one_is_free(self, shop: Shop) -> None:
        class Ids:
            """Too few signs, then twice the same, then another."""

            def __init__(self) -> None:
                self.given = [bytes([255]) * 24, bytes(24), bytes(24), bytes([1]) * 24]

            def random_bytes(self, _count: int) -> bytes:
                return self.given.pop(0)

        ids = Ids()
        with shop.store.uow() as uow:
            first = fresh_code(uow, ids, "G")  # type: ignore[arg-type]
        assert first == "G0000000000"
        gift(shop, code=first)
        with shop.store.uow() as uow:
            assert fresh_code(uow, ids, "G").startswith("G111111111")  # type: ignore[arg-type]

    def test_found_however_it_is_written(self, shop: Shop) -> None:
        made = gift(shop, code="G0000000000")
        for text in ("G-0000-0000-00", "g0000000000", " G-OOOOOOOOOO "):
            with shop.store.uow() as uow:
                found = find(uow, text, "G")
            assert found is not None
            assert found.id == made.id


class TestCredit:
    def test_credit_has_a_code_a_slip_and_an_owner(self, shop: Shop) -> None:
        shop.settings.change_many(
            shop.owner, {"certificates.credit_months": 6, "certificates.terms": "Only here."}
        )
        owner, settings = shop.customer(), shop.settings.current
        with shop.store.uow() as uow:
            made = issue_credit(
                uow,
                shop.ids,
                settings,
                amount=4_590,
                moment=moment(shop),
                customer_id=owner.id,
            )
            uow.commit()
        assert (made.kind, made.balance, made.customer_id) == ("credit", 4_590, owner.id)
        assert made.valid_to == date(2027, 5, 22)
        assert made.code.startswith("G")
        with shop.store.uow() as uow:
            (job,) = uow.print_jobs.of_document("certificate", made.uuid)
        slip = snapshots.load_certificate(job.payload)
        assert (slip.kind, slip.amount, slip.balance) == ("credit", 4_590, 4_590)
        assert slip.code == f"G-{made.code[1:]}"
        assert (slip.valid_to, slip.terms, slip.cashier) == ("2027-05-22", "Only here.", "Anna")

    def test_nothing_gives_no_credit(self, shop: Shop) -> None:
        settings = shop.settings.current
        with shop.store.uow() as uow, pytest.raises(PosError, match="amount_invalid"):
            issue_credit(uow, shop.ids, settings, amount=0, moment=moment(shop))


class TestPaying:
    def test_in_parts_to_the_last_cent(self, shop: Shop) -> None:
        made = gift(shop)
        pay(shop, made, 3_333)
        assert stored(shop, made).balance == 6_667
        pay(shop, made, 6_667)
        assert stored(shop, made).balance == 0
        assert entries(shop, made)[1:] == [("redeem", -3_333), ("redeem", -6_667)]
        with pytest.raises(PosError, match="certificate_empty"):
            pay(shop, made, 1)

    def test_never_more_than_is_on_it(self, shop: Shop) -> None:
        made = gift(shop)
        with pytest.raises(PosError, match="certificate_short") as refused:
            pay(shop, made, 10_001)
        assert refused.value.params["balance"] == 10_000

    def test_on_its_last_day_and_not_after(self, shop: Shop) -> None:
        made = gift(shop)
        pay(shop, made, 1, date(2027, 11, 22))
        with pytest.raises(PosError, match="certificate_expired"):
            pay(shop, made, 1, date(2027, 11, 23))

    def test_blocked_pays_nothing(self, shop: Shop) -> None:
        made = gift(shop)
        with shop.store.uow() as uow:
            uow.certificates.set_state(made.id, "blocked", shop.clock.now(), "lost")
            uow.commit()
        with pytest.raises(PosError, match="certificate_blocked"):
            pay(shop, made, 1)

    def test_unknown(self, shop: Shop) -> None:
        made = replace(gift(shop), code="NOBODY")
        with pytest.raises(PosError, match="certificate_unknown"):
            pay(shop, made, 1)


class TestRefund:
    def test_money_comes_back_and_the_date_stands(self, shop: Shop) -> None:
        made = gift(shop)
        pay(shop, made, 4_000)
        back = refund(shop, made, 1_500, TODAY)
        assert (back.balance, back.valid_to, back.state) == (7_500, made.valid_to, "active")
        assert entries(shop, made)[-1] == ("refund", 1_500)

    def test_expired_is_good_for_fourteen_days_again(self, shop: Shop) -> None:
        made = gift(shop)
        pay(shop, made, 4_000)
        late = date(2027, 12, 1)
        assert expire(shop, late) == 1
        back = refund(shop, made, 4_000, late)
        # What expired stays expired: only the refund can be spent.
        assert (back.balance, back.state) == (4_000, "active")
        assert back.valid_to == date(2027, 12, 15)
        pay(shop, made, 4_000, date(2027, 12, 15))

    def test_near_its_end_is_moved_to_fourteen_days(self, shop: Shop) -> None:
        made = gift(shop)
        pay(shop, made, 4_000)
        assert refund(shop, made, 100, date(2027, 11, 20)).valid_to == date(2027, 12, 4)

    def test_without_an_end_keeps_none(self, shop: Shop) -> None:
        shop.settings.change_many(shop.owner, {"certificates.months": 0})
        made = gift(shop)
        pay(shop, made, 4_000)
        assert refund(shop, made, 100, TODAY).valid_to is None

    def test_blocked_stays_blocked(self, shop: Shop) -> None:
        made = gift(shop)
        pay(shop, made, 4_000)
        with shop.store.uow() as uow:
            uow.certificates.set_state(made.id, "blocked", shop.clock.now(), "lost")
            uow.commit()
        back = refund(shop, made, 4_000, TODAY)
        assert (back.state, back.balance) == ("blocked", 10_000)

    @pytest.mark.parametrize("amount", [0, -1])
    def test_nothing_is_no_refund(self, shop: Shop, amount: int) -> None:
        made = gift(shop)
        with pytest.raises(PosError, match="amount_invalid"):
            refund(shop, made, amount, TODAY)


class TestExpiry:
    def test_once_and_only_after_the_last_day(self, shop: Shop) -> None:
        made, other = gift(shop), gift(shop, 500, "A-101")
        assert made.valid_to is not None
        assert expire(shop, made.valid_to) == 0
        after = made.valid_to + timedelta(days=1)
        assert expire(shop, after, limit=1) == 2
        assert expire(shop, after) == 0
        now = stored(shop, made)
        assert (now.state, now.balance) == ("expired", 0)
        assert entries(shop, other) == [("issue", 500), ("expire", -500)]
        told = [content["amount"] for kind, content, *_ in shop.events("certificate.expired")]
        assert told == [10_000, 500]

    def test_a_blocked_one_loses_its_money_and_stays_blocked(self, shop: Shop) -> None:
        made = gift(shop)
        with shop.store.uow() as uow:
            uow.certificates.set_state(made.id, "blocked", shop.clock.now(), "stolen")
            uow.commit()
        assert expire(shop, date(2028, 1, 1)) == 1
        now = stored(shop, made)
        assert (now.state, now.balance, now.reason) == ("blocked", 0, "stolen")


def test_expiry_is_part_of_opening_the_day(shop: Shop) -> None:
    made = gift(shop)
    points = make_points(shop)
    assert points.day.run() == DayDone()
    shop.clock.advance(days=366)
    done = points.day.run()
    assert (done, done.anything) == (DayDone(certificates=1), True)
    assert stored(shop, made).state == "expired"
    assert points.day.run() == DayDone()
