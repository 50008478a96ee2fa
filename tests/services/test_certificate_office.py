"""Looking after certificates: finding, blocking with approval, paper, what is owed (R22)."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.staff import Action
from pos_app.services.certificate_office import CertificateService, OwedRow
from pos_app.services.certificates import Moment, issue_credit, issue_gift, redeem
from pos_app.services.programme_records import CertificateRecord
from pos_app.services.session import Session
from tests.builders import SENIOR_PIN, Shop

TODAY = date(2026, 11, 22)
CODE = "G0000000000"


@pytest.fixture
def office(shop: Shop) -> CertificateService:
    """The service of the tests' shop."""
    return CertificateService(
        shop.store.uow, shop.permissions, shop.book, shop.clock, shop.ids, shop.sink
    )


def moment(shop: Shop) -> Moment:
    return Moment(at=shop.clock.now(), today=TODAY, session=shop.cashier)


def gift(shop: Shop, amount: int = 10_000, code: str = CODE) -> CertificateRecord:
    settings = shop.settings.current
    with shop.store.uow() as uow:
        made = issue_gift(uow, shop.ids, settings, code=code, amount=amount, moment=moment(shop))
        uow.commit()
    return made


def consent(shop: Shop, session: Session, needed: NeedsApproval, action: Action):
    return shop.permissions.approve(
        action,
        session=session,
        event_ref=str(needed.params["event_ref"]),
        reason="lost",
        secret=SENIOR_PIN,
        approver_id=shop.senior.person_id,
    )


class TestFinding:
    def test_a_sheet_tells_every_movement_with_the_balance_after_it(
        self, shop: Shop, office: CertificateService
    ) -> None:
        made = gift(shop)
        with shop.store.uow() as uow:
            redeem(uow, shop.ids, code=CODE, amount=3_333, moment=moment(shop))
            uow.commit()
        sheet = office.look_up("g-0000000000")
        assert sheet.record.balance == 6_667
        assert [(one.kind, one.amount, left) for one, left in sheet.entries] == [
            ("issue", 10_000, 10_000),
            ("redeem", -3_333, 6_667),
        ]
        assert office.sheet(made.id) == sheet

    def test_nobody_knows_it(self, office: CertificateService) -> None:
        with pytest.raises(PosError, match="certificate_unknown"):
            office.look_up("G-NOBODY")
        with pytest.raises(PosError, match="certificate_unknown"):
            office.sheet(99)

    def test_a_senior_searches_by_part_of_a_code(
        self, shop: Shop, office: CertificateService
    ) -> None:
        gift(shop)
        gift(shop, code="GIFT-0001")
        senior = shop.senior
        assert office.may_list(senior)
        assert [one.code for one in office.search(senior, "", 10)] == ["GIFT-0001", CODE]
        assert [one.code for one in office.search(senior, "", 1, 1)] == [CODE]
        assert [one.code for one in office.search(senior, "ift-0", 10)] == ["GIFT-0001"]
        assert [one.code for one in office.search(senior, "0000-0000", 10)] == [CODE]
        assert list(office.search(senior, "ZZZ", 10)) == []

    def test_a_cashier_needs_the_whole_code(self, shop: Shop, office: CertificateService) -> None:
        gift(shop)
        cashier = shop.cashier
        assert not office.may_list(cashier)
        assert list(office.search(cashier, "", 10)) == []
        assert list(office.search(cashier, "0000", 10)) == []
        assert [one.code for one in office.search(cashier, "G-0000000000", 10)] == [CODE]


class TestBlocking:
    def test_a_cashier_asks_a_second_person(self, shop: Shop, office: CertificateService) -> None:
        made, cashier = gift(shop), shop.cashier
        with pytest.raises(NeedsApproval) as needed:
            office.block(cashier, made.id, "lost")
        given = consent(shop, cashier, needed.value, Action.CERTIFICATE_BLOCK)
        blocked = office.block(cashier, made.id, "lost", given)
        assert (blocked.state, blocked.reason, blocked.balance) == ("blocked", "lost", 10_000)
        ((_, content, person, approver),) = shop.events("certificate.blocked")
        assert content["reason"] == "lost"
        assert (person, approver) == (cashier.person_uuid, shop.senior.person_uuid)
        assert "certificate" in shop.sink.topics
        # the consent was for blocking, not for the way back
        with pytest.raises(NeedsApproval):
            office.unblock(cashier, made.id)

    def test_a_senior_blocks_and_unblocks_alone(
        self, shop: Shop, office: CertificateService
    ) -> None:
        made, senior = gift(shop), shop.senior
        office.block(senior, made.id, "stolen")
        with pytest.raises(PosError, match="certificate_state"):
            office.block(senior, made.id, "stolen")
        free = office.unblock(senior, made.id)
        assert (free.state, free.reason) == ("active", "")
        with pytest.raises(PosError, match="certificate_state"):
            office.unblock(senior, made.id)
        assert [kind for kind, *_ in shop.events("certificate.un")] == ["certificate.unblocked"]

    def test_a_reason_of_the_list_is_wanted(self, shop: Shop, office: CertificateService) -> None:
        made = gift(shop)
        with pytest.raises(PosError, match="setting_invalid"):
            office.block(shop.senior, made.id, "because")


class TestPaper:
    def test_anybody_prints_the_balance(self, shop: Shop, office: CertificateService) -> None:
        made = gift(shop)
        office.print_balance(shop.cashier, made.id)
        with shop.store.uow() as uow:
            (job,) = uow.print_jobs.of_document("certificate_balance", made.uuid)
        assert not job.copy
        assert "print" in shop.sink.topics
        assert shop.events("certificate.printed") == []

    def test_the_certificate_again_is_a_copy_with_consent(
        self, shop: Shop, office: CertificateService
    ) -> None:
        made, cashier = gift(shop), shop.cashier
        with pytest.raises(NeedsApproval) as needed:
            office.print_again(cashier, made.id)
        given = consent(shop, cashier, needed.value, Action.REPRINT_AGAIN)
        office.print_again(cashier, made.id, given)
        with shop.store.uow() as uow:
            (job,) = uow.print_jobs.of_document("certificate", made.uuid)
        assert job.copy
        ((_, _content, _, approver),) = shop.events("certificate.printed")
        assert approver == shop.senior.person_uuid


def test_what_is_owed_by_kind_and_month(shop: Shop, office: CertificateService) -> None:
    gift(shop)
    gift(shop, 2_500, "GIFT-0001")
    settings = shop.settings.change_many(shop.owner, {"certificates.credit_months": 0})
    with shop.store.uow() as uow:
        issue_credit(uow, shop.ids, settings, amount=4_000, moment=moment(shop))
        redeem(uow, shop.ids, code="GIFT-0001", amount=500, moment=moment(shop))
        uow.commit()
    assert office.owed(shop.senior) == [
        OwedRow(kind="credit", month="", count=1, money=4_000),
        OwedRow(kind="gift", month="2027-11", count=2, money=12_000),
    ]
    with pytest.raises(NeedsApproval):
        office.owed(shop.cashier)
