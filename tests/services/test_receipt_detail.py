"""Everything behind a receipt: why, its points, what came back; and the explanation on paper."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.adapters.sqlite.store import Store
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.receipt import ExplainedPart, ExplainedRow
from pos_app.domain.staff import Action
from pos_app.services.completion import Completed
from pos_app.services.explanation_slip import explanation, slip_language
from pos_app.services.receipt_detail import ReceiptDetail, read_detail
from pos_app.services.snapshots import dump, load_explanation
from tests.builders import Shop
from tests.services.desk import Counter
from tests.services.golden import golden_counter, scan_golden
from tests.services.test_returns import Back

PARTS = (
    ExplainedPart(
        title="A",
        rows=(ExplainedRow(title="Price", left="1.00"), ExplainedRow(title="To pay", strong=True)),
    ),
)


@pytest.fixture
def counter(shop: Shop) -> Counter:
    made = golden_counter(shop)
    scan_golden(made)
    return made


@pytest.fixture
def done(counter: Counter) -> Completed:
    return counter.pay_cash()


def detail(counter: Counter, done: Completed) -> ReceiptDetail:
    return counter.shop.receipts.detail(done.sale_uuid)


def test_a_receipt_explains_itself(counter: Counter, done: Completed) -> None:
    found = detail(counter, done)
    assert [line.money for line in found.why.lines] == [20_573, 25_281, 6_176]
    points = found.why.points
    assert (points.known, points.spent, points.earned, points.limited_by) == (
        True, 15_000, 2_600, "balance",
    )  # fmt: skip
    assert [step.code for step in points.steps] == ["earning_base", "per_amount", "rounded"]
    assert found.gaps == ()


def test_its_points_and_what_is_left_of_them(counter: Counter, done: Completed) -> None:
    found = detail(counter, done)
    assert [(lot.granted, lot.left) for lot in found.lots] == [(2_600, 2_600)]
    assert [(entry.kind, entry.amount) for entry in found.movements] == [
        ("redeem", -15_000), ("earn", 2_600),
    ]  # fmt: skip
    assert found.returns == ()


def test_returns_so_far(counter: Counter, done: Completed) -> None:
    Back(counter).give(done, (1, 1))
    found = detail(counter, done)
    (back,) = found.returns
    # DOMAIN.md: one A back is 102.87, 29.66 points back, 6 taken
    assert (back.money, back.points_back, back.points_taken) == (10_287, 2_966, 600)
    assert [lot.left for lot in found.lots if lot.kind == "sale"] == [2_000]
    kinds = {entry.kind for entry in found.movements}
    assert {"redeem", "earn", "reverse", "restore"} <= kinds


def test_a_receipt_without_a_customer_moved_no_points(shop: Shop) -> None:
    made = golden_counter(shop)
    made.desk.scan("A")
    found = detail(made, made.pay_cash())
    assert (found.lots, found.movements, found.why.points.known) == ((), (), False)


def test_no_such_receipt(counter: Counter) -> None:
    with pytest.raises(PosError, match="receipt_unknown"):
        counter.shop.receipts.detail("nothing")
    with pytest.raises(PosError, match="receipt_unknown"):
        counter.shop.receipts.explain(counter.shop.cashier, "nothing", PARTS)


def test_steps_nobody_can_read_are_a_gap_and_not_a_crash(
    counter: Counter, done: Completed, store: Store
) -> None:
    with store.uow() as uow:
        sale = uow.sales.by_uuid(done.sale_uuid)
        assert sale is not None
        broken = replace(sale, lines=(replace(sale.lines[0], steps="[1]"), *sale.lines[1:]))
        uow.sales.by_uuid = lambda _uuid: broken  # type: ignore[method-assign]
        found = read_detail(uow, done.sale_uuid)
    assert [gap.figure for gap in found.gaps] == ["steps"]
    assert found.why.lines[0].steps == ()


def test_the_explanation_is_queued_and_journaled(counter: Counter, done: Completed) -> None:
    shop = counter.shop
    slip = shop.receipts.explain(shop.cashier, done.sale_uuid, PARTS)
    assert (slip.number, slip.language, slip.currency, slip.cashier) == (1, "pl", "PLN", "Anna")
    with shop.store.uow() as uow:
        (job,) = uow.print_jobs.of_document("explanation", done.sale_uuid)
    assert load_explanation(job.payload) == slip
    assert slip.parts == PARTS
    ((_, content, _, _),) = shop.events("receipt.explained")
    assert content == {"sale": done.sale_uuid, "number": 1}
    # it is no copy: the free one is still there
    shop.receipts.reprint(shop.cashier, done.sale_uuid)


def test_who_may_not_print_asks(
    counter: Counter, done: Completed, monkeypatch: pytest.MonkeyPatch
) -> None:
    shop = counter.shop

    def refuse(*_args: object, **_more: object) -> None:
        raise NeedsApproval("reprint", event_ref=done.sale_uuid)

    monkeypatch.setattr(shop.receipts._permissions, "require", refuse)
    with pytest.raises(NeedsApproval):
        shop.receipts.explain(shop.cashier, done.sale_uuid, PARTS)
    with shop.store.uow() as uow:
        assert not uow.print_jobs.of_document("explanation", done.sale_uuid)
    assert Action.REPRINT.value == "reprint"


def test_the_language_is_that_of_the_receipt(counter: Counter, done: Completed) -> None:
    settings = counter.book.current.settings
    with counter.shop.store.uow() as uow:
        sale = uow.sales.by_uuid(done.sale_uuid)
    assert sale is not None
    spoken = sale.receipt.replace('"language":"pl"', '"language":"az"', 1)
    assert slip_language(replace(sale, receipt=spoken), settings) == "az"
    assert slip_language(replace(sale, receipt=""), settings) == settings.locale.language
    slip = explanation(settings, sale, PARTS, counter.shop.clock.now(), "Anna")
    assert load_explanation(dump(slip)) == slip
    assert slip.sold_at.endswith("+01:00")
