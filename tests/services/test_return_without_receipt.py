"""Without a receipt: a supervisor, a reason, the lowest price of 90 days, store credit (R18)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.catalogue import Product
from pos_app.domain.errors import EnvironmentProblem, NeedsApproval, PosError
from pos_app.domain.sale import TenderKind
from pos_app.domain.staff import Action
from pos_app.services.return_model import BlindItem, BlindOrder
from pos_app.services.return_without_receipt import BlindReturns
from pos_app.services.returns import ReturnParts
from pos_app.services.snapshots import load_receipt
from tests.builders import OWNER_SECRET, Shop, ean13
from tests.services.desk import Counter, make_counter

SOAP = ean13("590000000001")


@pytest.fixture
def counter(shop: Shop) -> Counter:
    return make_counter(shop)


@pytest.fixture
def soap(counter: Counter) -> Product:
    return counter.shop.product("Soap", 1_000, sku="S", barcodes=(SOAP,))


@pytest.fixture
def blind(counter: Counter) -> BlindReturns:
    return BlindReturns(parts(counter))


def parts(counter: Counter) -> ReturnParts:
    shop = counter.shop
    return ReturnParts(
        uow=shop.store.uow,
        book=counter.book,
        permissions=shop.permissions,
        clock=shop.clock,
        ids=shop.ids,
        sink=shop.sink,
    )


def order(product: Product, pieces: int = 1, **more: object) -> BlindOrder:
    values: dict[str, object] = {
        "uuid": "b-1",
        "items": (BlindItem(product_id=product.id, quantity=pieces * 1000),),
        "reason": "changed_mind",
        **more,
    }
    return BlindOrder(**values)  # type: ignore[arg-type]


def reprice(counter: Counter, product: Product, price: int) -> None:
    counter.shop.catalogue.set_price(counter.shop.owner, product.id, price)


def faults(counter: Counter) -> list[str]:
    store = counter.shop.store
    return [f"{one.code} {one.where}" for one in check_file(store.path, store.sealer).findings]


def test_the_lowest_price_of_ninety_days_counts(
    counter: Counter, blind: BlindReturns, soap: Product
) -> None:
    """10.00, then 7.00, then 12.00: 7.00 while that is 90 days back; then only 12.00."""
    assert blind.preview(order(soap, 2)).money == 2_000
    counter.shop.clock.advance(days=10)
    reprice(counter, soap, 700)
    assert blind.preview(order(soap, 2)).money == 1_400
    counter.shop.clock.advance(days=10)
    reprice(counter, soap, 1_200)
    assert blind.preview(order(soap)).money == 700
    counter.shop.clock.advance(days=89)
    assert blind.preview(order(soap)).money == 700
    counter.shop.clock.advance(days=2)
    assert blind.preview(order(soap)).money == 1_200


def test_it_becomes_store_credit(counter: Counter, blind: BlindReturns, soap: Product) -> None:
    maria = counter.shop.customer("Maria Nowak", 7)
    done = blind.confirm(counter.shop.owner, order(soap, 3, customer_id=maria.id), 3_000)
    (tender,) = done.refunds
    assert (tender.kind, tender.amount) == (TenderKind.STORE_CREDIT, 3_000)
    with counter.shop.store.uow() as uow:
        credit = uow.certificates.by_code(tender.reference)
        back = uow.returns.by_uuid("b-1")
        jobs = [job.kind for job in uow.print_jobs.in_state("queued")]
    assert credit is not None
    assert back is not None
    assert (credit.kind, credit.balance, credit.customer_id) == ("credit", 3_000, maria.id)
    assert (back.number, back.sale_id, back.customer_uuid) == (1, None, maria.uuid)
    assert sorted(jobs) == ["certificate", "receipt"]
    slip = load_receipt(back.slip)
    assert (slip.kind, slip.code, slip.total) == ("return", "", 3_000)
    assert [line.returned for line in slip.lines] == [True]
    assert faults(counter) == []
    assert [kind for kind, *_ in counter.shop.events("return.")] == ["return.without_receipt"]


def test_tax_is_in_it_or_on_top(counter: Counter, blind: BlindReturns) -> None:
    """10.00 with 23 % on top is 12.30 of store credit."""
    tax = next(one for one in counter.shop.catalogue.taxes() if one.rate == 2300)
    tea = counter.shop.product("Tea", 1_000, sku="T", tax_rate_id=tax.id)
    counter.set(money__prices_include_tax=False)
    assert blind.preview(order(tea)).money == 1_230
    blind.confirm(counter.shop.owner, order(tea), 1_230)
    assert faults(counter) == []


def test_who_may(counter: Counter, blind: BlindReturns, soap: Product) -> None:
    """A cashier may not; a senior asks; the owner may. The consent is for this return only."""
    shop = counter.shop
    with pytest.raises(PosError, match="not_allowed"):
        blind.confirm(shop.cashier, order(soap), 1_000)
    with pytest.raises(NeedsApproval):
        blind.confirm(shop.senior, order(soap), 1_000)
    approval = shop.permissions.approve(
        Action.RETURN_WITHOUT_RECEIPT,
        session=shop.senior,
        event_ref="b-1",
        reason="known customer",
        secret=OWNER_SECRET,
        approver_id=shop.owner.person_id,
    )
    blind.confirm(shop.senior, order(soap), 1_000, approval)
    ((_, content, person, approver),) = shop.events("return.without_receipt")
    assert (content["money"], person, approver) == (
        1_000,
        shop.senior.person_uuid,
        shop.owner.person_uuid,
    )


def test_what_is_refused(counter: Counter, blind: BlindReturns, soap: Product) -> None:
    owner = counter.shop.owner
    with pytest.raises(PosError, match="return_empty"):
        blind.preview(order(soap, items=()))
    with pytest.raises(PosError, match="product_unknown"):
        blind.preview(order(replace(soap, id=999)))
    with pytest.raises(PosError, match="reason_missing"):
        blind.confirm(owner, order(soap, reason="?"), 1_000)
    with pytest.raises(PosError, match="condition_missing"):
        blind.confirm(owner, order(soap, condition="?"), 1_000)
    with pytest.raises(PosError, match="total_changed"):
        blind.confirm(owner, order(soap), 999)
    counter.shop.till.close(owner, 10_000)
    with pytest.raises(PosError, match="no_shift"):
        blind.confirm(owner, order(soap), 1_000)


def test_a_repeat_is_the_first_one(counter: Counter, blind: BlindReturns, soap: Product) -> None:
    owner = counter.shop.owner
    first = blind.confirm(owner, order(soap), 1_000)
    again = blind.confirm(owner, order(soap), 1_000)
    assert (first.repeated, again.repeated, again.refunds) == (False, True, first.refunds)
    assert counter.shop.sink.topics.count("return") == 1


def test_what_is_worth_nothing_brings_no_credit(counter: Counter, blind: BlindReturns) -> None:
    gift = counter.shop.product("Gift", 0, sku="G")
    assert blind.confirm(counter.shop.owner, order(gift), 0).refunds == ()
    assert faults(counter) == []


@pytest.mark.parametrize("when", ["after", "before", "dead"])
def test_an_error_at_the_commit_is_looked_up(counter: Counter, soap: Product, when: str) -> None:
    real, state = counter.shop.store.uow, {"dead": False}

    class Broken:
        def __init__(self) -> None:
            if state["dead"]:
                raise EnvironmentProblem("io_error")
            self._unit = real()

        def __enter__(self):
            self._inside = self._unit.__enter__()
            return self

        def __exit__(self, *args):
            return self._unit.__exit__(*args)

        def __getattr__(self, name):
            return getattr(self._inside, name)

        def commit(self) -> None:
            if when != "before":
                self._inside.commit()
            state["dead"] = when == "dead"
            raise EnvironmentProblem("io_error")

    broken = BlindReturns(replace(parts(counter), uow=Broken))
    owner = counter.shop.owner
    if when == "after":
        assert broken.confirm(owner, order(soap), 1_000).repeated
    else:
        with pytest.raises(EnvironmentProblem):
            broken.confirm(owner, order(soap), 1_000)
    with counter.shop.store.uow() as uow:
        assert (uow.returns.by_uuid("b-1") is None) == (when == "before")
