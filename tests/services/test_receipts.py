"""Receipts are found, looked at and copied; none is ever changed (R34)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.sale import TenderKind
from pos_app.domain.staff import Action
from pos_app.services import snapshots
from pos_app.services.checkout import Completed
from pos_app.services.receipts import ReceiptService
from pos_app.services.records import ReceiptQuery
from tests.builders import SENIOR_PIN, Shop, card_number


def code_of(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(PosError) as refusal:
        call(*args, **more)
    return refusal.value.code


@pytest.fixture
def sold(shop: Shop) -> Completed:
    """One soap for 2.50 to a person with a card."""
    shop.till.open(shop.cashier, 0)
    desk = shop.desk()
    desk.add_product(shop.product().id)
    desk.attach_customer(shop.customer(card=1).id, card_number(1))

    desk.set_tender(TenderKind.CASH, 250)
    return shop.checkout().complete(desk.session, desk.draft, 250)


def copies(shop: Shop, uuid: str) -> list[tuple[bool, str]]:
    with shop.store.uow() as uow:
        return [(job.copy, job.language) for job in uow.print_jobs.of_document("receipt", uuid)]


def test_receipts_are_found_by_number_sum_and_card(shop: Shop, sold: Completed) -> None:
    (row,) = shop.receipts.search(shop.senior, ReceiptQuery(number=1))
    assert (row.uuid, row.total, row.lines, row.cashier) == (sold.sale_uuid, 250, 1, "Anna")
    assert row.card_number == card_number(1)
    assert shop.receipts.search(shop.senior, ReceiptQuery(card_number=card_number(1))) == [row]
    assert shop.receipts.search(shop.senior, ReceiptQuery(total_min=251)) == []
    assert shop.receipts.count(ReceiptQuery(total_max=250)) == 1
    (covered,) = shop.receipts.search(shop.cashier, ReceiptQuery())
    assert covered.card_number == "•••• " + card_number(1)[-4:]


def test_a_receipt_is_read_as_it_was_printed(shop: Shop, sold: Completed) -> None:
    shop.settings.change(shop.owner, "shop.name", "Another name")
    assert shop.receipts.read(sold.sale_uuid) == sold.receipt
    assert shop.receipts.read(sold.sale_uuid).shop.name == "Dom i Uroda"
    assert shop.receipts.find("1", 1) == sold.sale_uuid
    last = shop.receipts.last("1")
    assert last is not None
    assert (last.uuid, last.total, last.printed) == (sold.sale_uuid, 250, "no")
    assert shop.receipts.last("2") is None


def test_what_was_never_printed(shop: Shop) -> None:
    assert code_of(shop.receipts.read, "nothing") == "receipt_unknown"
    assert code_of(shop.receipts.find, "1", 1) == "receipt_unknown"
    assert code_of(shop.receipts.reprint, shop.owner, "nothing") == "receipt_unknown"


def test_the_first_copy_is_free_the_second_asks(shop: Shop, sold: Completed) -> None:
    uuid = sold.sale_uuid
    assert shop.receipts.reprint(shop.cashier, uuid, language="az") == sold.receipt
    with pytest.raises(NeedsApproval) as asked:
        shop.receipts.reprint(shop.cashier, uuid)
    assert asked.value.params == {"action": "reprint_again", "event_ref": uuid}
    assert copies(shop, uuid) == [(False, ""), (True, "az")]
    approval = shop.permissions.approve(
        Action.REPRINT_AGAIN,
        session=shop.cashier,
        event_ref=uuid,
        reason="paper jam",
        secret=SENIOR_PIN,
        approver_id=shop.people["Marta"].id,
    )
    shop.receipts.reprint(shop.cashier, uuid, approval=approval)
    shop.receipts.reprint(shop.senior, uuid)
    assert copies(shop, uuid) == [(False, ""), (True, "az"), (True, ""), (True, "")]
    told = [(content["copy"], approver) for _, content, _, approver in shop.events("receipt.")]
    assert told == [(1, None), (2, shop.people["Marta"].uuid), (3, None)]
    assert shop.sink.heard[-1] == ("print", uuid)


def test_the_copy_carries_the_very_receipt(shop: Shop, sold: Completed) -> None:
    shop.receipts.reprint(shop.cashier, sold.sale_uuid)
    with shop.store.uow() as uow:
        job = uow.print_jobs.of_document("receipt", sold.sale_uuid)[-1]
    assert job.copy
    assert not job.open_drawer
    assert snapshots.load_receipt(job.payload) == sold.receipt


def test_how_many_copies_are_free_is_a_setting(shop: Shop, sold: Completed) -> None:
    shop.settings.change(shop.owner, "security.free_copies", 0)
    with pytest.raises(NeedsApproval):
        shop.receipts.reprint(shop.cashier, sold.sale_uuid)
    assert copies(shop, sold.sale_uuid) == [(False, "")]
    shop.settings.change(shop.owner, "security.free_copies", 2)
    shop.receipts.reprint(shop.cashier, sold.sale_uuid)
    shop.receipts.reprint(shop.cashier, sold.sale_uuid)


def test_a_receipt_of_a_former_system_has_no_slip(shop: Shop, sold: Completed) -> None:
    """Only its figures were taken over: there is nothing to look at and nothing to copy."""
    real = shop.store.uow

    class Former:
        """The store, with the slip of every sale left behind."""

        def __init__(self) -> None:
            self._unit = real()

        def __enter__(self):
            self._inside = self._unit.__enter__()
            return self

        def __exit__(self, *args):
            return self._unit.__exit__(*args)

        @property
        def sales(self):
            return self

        def receipt(self, uuid: str) -> str:
            return ""

        def by_uuid(self, uuid: str):
            return replace(self._inside.sales.by_uuid(uuid), receipt="")

    service = ReceiptService(
        Former, shop.store.queries, shop.permissions, shop.clock, shop.ids, shop.sink
    )
    for deed in (
        lambda: service.read(sold.sale_uuid),
        lambda: service.reprint(shop.cashier, sold.sale_uuid),
    ):
        with pytest.raises(PosError, match="receipt_without_slip"):
            deed()
