"""Days nobody planned: any goods, discounts, points and tenders, against plain sums.

The model below knows nothing of the program's pricing. It adds up what was said on each receipt
and holds the shop's books against it, and each receipt against itself.
"""

from __future__ import annotations

import contextlib
import tempfile
from collections import Counter as Tally
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.store import create_store
from pos_app.domain.catalogue import Product, UnitKind
from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.promotion import PercentOff, Promotion, Scope
from pos_app.domain.sale import Sale, TenderKind
from pos_app.domain.shift import CashMoveKind
from pos_app.services.checkout import Completed
from tests.builders import Shop, build_shop, card_number
from tests.fakes import FakeClock, FastHasher, RecordingSink, SequentialIds
from tests.services.desk import GOLDEN, Counter, coupon_code, golden_coupon, make_counter
from tests.services.test_sale_desk import grant

PRICES = (0, 1, 99, 1999, 14_990, 50_000, 1_000_000)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What one customer and one cashier do."""

    goods: tuple[tuple[int, int], ...]
    person: int | None
    line_discount: tuple[int, int] | None
    order_discount: tuple[int, int] | None
    override: int | None
    points: int
    shares: tuple[int, int]
    over: int
    undo: bool


@dataclass(kw_only=True)
class Model:
    """Sums kept by hand."""

    points: Tally[int] = field(default_factory=Tally)
    turnover: Tally[int] = field(default_factory=Tally)
    tenders: Tally[str] = field(default_factory=Tally)
    cash: int = 0
    receipts: int = 0


_given = st.one_of(
    st.none(),
    st.tuples(st.sampled_from((0, 1, 500, 3333, 10_000)), st.just(0)),
    st.tuples(st.just(0), st.sampled_from((1, 99, 5000))),
)
wishes = st.builds(
    Wish,
    goods=st.lists(
        st.tuples(st.integers(0, len(PRICES)), st.integers(1, 4)), min_size=1, max_size=5
    ).map(tuple),
    person=st.one_of(st.none(), st.integers(0, 1)),
    line_discount=_given,
    order_discount=_given,
    override=st.one_of(st.none(), st.sampled_from((0, 1, 777))),
    points=st.sampled_from((0, 0, 100, 2550, 10**9)),
    shares=st.tuples(st.sampled_from((0, 0, 1, 50, 100)), st.sampled_from((0, 0, 33, 100))),
    over=st.sampled_from((0, 0, 1, 5000)),
    undo=st.booleans(),
)
programmes = st.builds(
    replace,
    st.just(GOLDEN),
    cash_rounding=st.sampled_from((0, 5, 10)),
    points_as=st.sampled_from(("discount", "tender")),
    min_money_part=st.sampled_from((0, 1, 1000)),
    max_points_share=st.sampled_from((3000, 10_000)),
    stacking=st.sampled_from(("best", "add")),
    points_step=st.sampled_from((1, 100)),
    prices_include_tax=st.booleans(),
)


@settings(
    max_examples=24,
    deadline=None,
    derandomize=True,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=list(HealthCheck),
)
@given(programme=programmes, day=st.lists(wishes, min_size=2, max_size=6), promoted=st.booleans())
def test_every_receipt_and_the_books_add_up(
    programme: Programme, day: list[Wish], promoted: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        clock, ids = FakeClock(), SequentialIds()
        store = create_store(Path(folder) / "shop.db", clock=clock, ids=ids, key=b"k" * 32)
        try:
            shop = build_shop(store, clock, ids, FastHasher(), RecordingSink())
            counter = make_counter(shop, shop.owner)
            _prepare(counter, programme, promoted=promoted)
            goods, people = _goods(shop), _people(shop)
            model = Model()
            for wish in day:
                done = _serve(counter, wish, goods, people)
                _one_receipt(shop, done, programme)
                _remember(model, shop, done, people)
                _books(shop, model, people)
                clock.advance(hours=1)
                counter.desk.refresh()
            report = check_file(store.path, store.sealer)
            assert report.is_clean, report.findings
            _the_drawer(shop, model)
        finally:
            store.close()


def _prepare(counter: Counter, programme: Programme, *, promoted: bool) -> None:
    counter.use(programme)
    _set_money(counter, programme)
    if promoted:
        scope = Scope(skus=frozenset({"S3"}))
        effects = (PercentOff(rate=3000, scope=scope),)
        counter.promote(Promotion(rule_id="p", name="P", effects=effects))


def _set_money(counter: Counter, programme: Programme) -> None:
    """Coins and taxes are the shop's, not the programme's."""
    counter.set(
        money__cash_rounding=programme.cash_rounding,
        money__prices_include_tax=programme.prices_include_tax,
    )


def _goods(shop: Shop) -> list[Product]:
    made = [
        shop.product(
            f"Goods {number}",
            price,
            sku=f"S{number}",
            unit=UnitKind.KILOGRAM if number % 3 == 2 else UnitKind.PIECE,
            fixed_price=number == 4,
        )
        for number, price in enumerate(PRICES)
    ]
    return [*made, shop.product("No discount", 2345, discountable=False)]


def _people(shop: Shop) -> list[Customer]:
    return [shop.customer("Maria", 1), shop.customer("Olga", 2)]


def _serve(counter: Counter, wish: Wish, goods: list[Product], people: list[Customer]) -> Completed:
    desk = counter.desk
    for place, pieces in wish.goods:
        product = goods[place]
        weighed = product.unit is UnitKind.KILOGRAM
        desk.add_product(product.id, pieces * (337 if weighed else 1000))
    if wish.person is not None:
        desk.attach_customer(people[wish.person].id, card_number(wish.person + 1))
    first = desk.draft.lines[0].line_id
    if wish.override is not None:
        _try(lambda: desk.override_price(first, wish.override or 0, "label"))
    if wish.line_discount is not None:
        rate, amount = wish.line_discount
        _try(lambda: desk.discount_line(first, rate=rate, amount=amount, reason="x"))
    if wish.order_discount is not None:
        rate, amount = wish.order_discount
        _try(lambda: desk.discount_order(rate=rate, amount=amount, reason="x"))
    if wish.undo:
        desk.undo()
        if not desk.draft.lines:
            desk.add_product(goods[1].id)
    if wish.points and desk.draft.customer_id is not None:
        spent = desk.set_points(wish.points)
        assert 0 <= spent <= desk.priced.points.limit
    return _pay(counter, wish)


def _try(gesture: Callable[[], object]) -> None:
    """What the desk refuses leaves the sale as it was."""
    with contextlib.suppress(PosError):
        gesture()


def _pay(counter: Counter, wish: Wish) -> Completed:
    """So many hundredths by transfer, so many of the rest by card, what is left in cash."""
    desk = counter.desk
    due = desk.priced.to_pay
    transfer = due * wish.shares[0] // 100
    card = (due - transfer) * wish.shares[1] // 100
    desk.set_tender(TenderKind.TRANSFER, transfer)
    desk.set_tender(TenderKind.CARD, card)
    desk.set_tender(TenderKind.CASH, desk.view().settlement.cash_due + wish.over)
    settlement = desk.view().settlement
    assert settlement.complete
    done = counter.complete()
    assert done.total == due
    assert done.change == (wish.over if settlement.cash_given else 0)
    return done


def _sale(shop: Shop, done: Completed) -> Sale:
    with shop.store.uow() as uow:
        sale = uow.sales.by_uuid(done.sale_uuid)
    assert sale is not None
    return sale


def _one_receipt(shop: Shop, done: Completed, programme: Programme) -> None:
    """The stored sale against itself and against the slip in the customer's hand."""
    sale, slip = _sale(shop, done), done.receipt
    assert sum(t.amount for t in sale.tenders) - sale.change == sale.total + sale.rounding
    step = programme.cash_rounding
    assert 2 * abs(sale.rounding) <= step
    cash = sum(t.amount for t in sale.tenders if t.kind is TenderKind.CASH) - sale.change
    assert not step or cash % step == 0
    for line in sale.lines:
        taken = line.promotion, line.card, line.manual, line.coupon, line.order, line.points
        assert min(taken) >= 0
        assert line.net == line.gross - sum(taken) >= 0
    on_top = 0 if slip.prices_include_tax else sale.tax
    assert sum(line.net for line in sale.lines) + on_top == sale.total
    assert sum(line.gross for line in sale.lines) == sale.gross
    assert sum(line.tax for line in sale.lines) == sale.tax
    assert (slip.total, slip.gross, slip.rounding, slip.change) == (
        sale.total,
        sale.gross,
        sale.rounding,
        sale.change,
    )
    assert (slip.discount, slip.points_money) == (sale.discount, sale.points_money)
    assert slip.gross - slip.discount - slip.points_money + on_top == slip.total
    paid = [(t.kind.value, t.amount) for t in sale.tenders]
    assert sorted((t.kind, t.amount) for t in slip.tenders) == sorted(paid)
    assert all(amount > 0 for _, amount in paid)
    assert sum(tax.tax for tax in slip.taxes) == sale.tax


def _remember(model: Model, shop: Shop, done: Completed, people: list[Customer]) -> None:
    sale = _sale(shop, done)
    model.receipts += 1
    assert sale.number == model.receipts
    for tender in sale.tenders:
        model.tenders[tender.kind.value] += tender.amount
    model.tenders["cash"] -= sale.change
    if sale.customer_id is None:
        assert (sale.points_spent, sale.points_earned) == (0, 0)
        return
    assert sale.customer_id in {person.id for person in people}
    model.points[sale.customer_id] += sale.points_earned - sale.points_spent
    assert model.points[sale.customer_id] >= 0
    model.turnover[sale.customer_id] += sale.total


def _books(shop: Shop, model: Model, people: list[Customer]) -> None:
    with shop.store.uow() as uow:
        accounts = [uow.customers.account(person.id) for person in people]
    for account in accounts:
        assert account.balance == model.points[account.customer_id]
        assert account.turnover == model.turnover[account.customer_id]


def _the_drawer(shop: Shop, model: Model) -> None:
    """The blind count finds what the receipts say: 100.00 at first, 5.00 put in, 3.00 taken."""
    shop.till.cash_move(shop.owner, CashMoveKind.IN, 500, "coins")
    shop.till.cash_move(shop.owner, CashMoveKind.OUT, 300, "bread")
    counted = 10_200 + model.tenders["cash"]
    closed = shop.till.close(shop.owner, counted)
    assert closed.difference == 0
    by_tender = {tender.kind: tender.amount for tender in closed.slip.by_tender}
    for kind, amount in model.tenders.items():
        assert by_tender.get(kind, 0) == amount
    assert closed.slip.sales_count == model.receipts


def test_a_coupon_and_points_that_leave_only_the_smallest_money(tmp_path: Path) -> None:
    """100.00 less a coupon of 50.00 needs 700.00; of 800.00 less 50.00, points may take all but
    10.00; in cash with coins of 0.05."""
    clock, ids = FakeClock(), SequentialIds()
    store = create_store(tmp_path / "shop.db", clock=clock, ids=ids, key=b"k" * 32)
    try:
        shop = build_shop(store, clock, ids, FastHasher(), RecordingSink())
        counter = make_counter(shop, shop.owner)
        programme = replace(
            GOLDEN, tiers=(), max_points_share=10_000, min_money_part=1003, cash_rounding=5
        )
        counter.use(programme)
        _set_money(counter, programme)
        maria = shop.customer("Maria", 1)
        code = coupon_code("000000050")
        counter.coupon(code, golden_coupon())
        grant(counter, maria.id, 10**7)
        counter.desk.add_product(shop.product("Lamp", 80_000).id)
        counter.desk.attach_customer(maria.id, card_number(1))
        counter.desk.apply_coupon(code)
        assert counter.desk.set_points(10**9) == 73_997  # 750.00 − 10.03, at 1.00 a point
        done = counter.pay_cash(2000)
        sale = _sale(shop, done)
        assert (sale.total, sale.rounding, sale.change) == (1003, 2, 995)
        _one_receipt(shop, done, programme)
        assert check_file(store.path, store.sealer).is_clean
    finally:
        store.close()
