"""The shop's own receipts as they are replayed: goods and prices stay, the programme is another.

What promotions, coupons and people took off is kept as it was: it belongs to the day, not to the
programme. What came back is left out. Only receipts of known customers are needed one by one: a
programme gives nothing to nobody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import groupby
from typing import Protocol

from pos_app.domain.pricing import BasketLine, Item, ManualDiscount, PresentedCoupon
from pos_app.domain.promotion import AmountOff, Promotion, Scope
from pos_app.domain.tax import TaxRate

Going = Callable[[int, int], bool]
"""Told how far the work is (done, of how many); False asks it to stop."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldLine:
    """A line as the store tells it, less what came back (money in minor units).

    ``moment`` is the shop's wall clock. ``off`` is False for goods that take no discount.
    """

    sale_id: int
    customer_id: int
    moment: datetime
    position: int
    sku: str
    group: str
    brand: str
    tags: tuple[str, ...]
    quantity: int
    unit_price: int
    gross: int
    promotion: int
    manual: int
    coupon: int
    order: int
    rates: tuple[int, ...]
    cost: int | None
    off: bool
    fixed_price: bool
    certificate: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopYear:
    """All receipts of the period: how many, of whom, and the gross money of those with a customer.

    Gross is before any discount, so that it does not depend on the programme.
    """

    receipts: int
    with_customer: int
    customers: int
    gross: int


class ReplaySource(Protocol):
    """Where receipts are read; it takes long in a large shop. Raises ``EnvironmentProblem``."""

    def year(self, since: date, until: date) -> ShopYear:
        """The sums of the period, both days included."""

    def lines(self, since: date, until: date, every: int) -> Iterable[SoldLine]:
        """Lines of every ``every``-th customer, by receipt, oldest first."""

    def turnover_before(self, day: date, every: int) -> Mapping[int, Sequence[tuple[date, int]]]:
        """What counted as turnover before a day, by customer; older than a year in one sum."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplaySale:
    """A receipt made ready for pricing. ``gross`` is before any discount."""

    customer_id: int
    moment: datetime
    gross: int
    lines: tuple[BasketLine, ...]
    promotions: tuple[Promotion, ...] = ()
    coupons: tuple[PresentedCoupon, ...] = ()
    order_discount: ManualDiscount | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayBook:
    """What a replay works on; ``every`` is 1 when all customers are in it."""

    since: date
    until: date
    year: ShopYear
    every: int
    sales: tuple[ReplaySale, ...] = ()
    before: Mapping[int, Sequence[tuple[date, int]]] = field(default_factory=dict)

    @property
    def gross(self) -> int:
        """Gross money of the receipts in the book."""
        return sum(sale.gross for sale in self.sales)

    def scaled(self, amount: int) -> int:
        """A figure of the book for the whole shop: by the part of the money it holds, half up."""
        held = self.gross
        if self.every == 1 or not held:
            return amount
        return (2 * amount * self.year.gross + held) // (2 * held)


def read_book(
    source: ReplaySource, since: date, until: date, most: int, going: Going
) -> ReplayBook | None:
    """The receipts from ``since`` to ``until``: of so many customers that about ``most`` are read.

    None when it was asked to stop.
    """
    if not going(0, 0):
        return None
    year = source.year(since, until)
    every = max(1, -(-year.with_customer // most))
    empty = ReplayBook(since=since, until=until, year=year, every=every)
    if not year.with_customer:
        return empty
    sales = []
    by_sale = groupby(source.lines(since, until, every), key=lambda line: line.sale_id)
    for _sale_id, lines in by_sale:
        if not going(0, 0):
            return None
        sales.append(ready(list(lines)))
    return ReplayBook(
        since=since,
        until=until,
        year=year,
        every=every,
        sales=tuple(sales),
        before=source.turnover_before(since, every),
    )


def ready(lines: Sequence[SoldLine]) -> ReplaySale:
    """A receipt for pricing: what was taken off that day becomes rules that take it off again."""
    order = sum(line.order for line in lines)
    coupon = tuple(
        AmountOff(amount=line.coupon, target="line", scope=_only(line))
        for line in lines
        if line.coupon
    )
    coupons: tuple[PresentedCoupon, ...] = ()
    if coupon:
        rule = Promotion(rule_id="coupon", effects=coupon)
        coupons = (PresentedCoupon(code="coupon", rule=rule),)
    return ReplaySale(
        customer_id=lines[0].customer_id,
        moment=lines[0].moment,
        gross=sum(line.gross for line in lines),
        lines=tuple(_basket_line(line) for line in lines),
        promotions=tuple(
            Promotion(
                rule_id=_mark(line),
                effects=(AmountOff(amount=line.promotion, target="line", scope=_only(line)),),
            )
            for line in lines
            if line.promotion
        ),
        coupons=coupons,
        order_discount=ManualDiscount(amount=order) if order else None,
    )


def _mark(line: SoldLine) -> str:
    """A tag no goods have: it makes a rule meet this line alone."""
    return f"\x00line {line.position}"


def _only(line: SoldLine) -> Scope:
    return Scope(tags=frozenset((_mark(line),)))


def _basket_line(line: SoldLine) -> BasketLine:
    return BasketLine(
        line_id=str(line.position),
        item=Item(
            sku=line.sku,
            price=line.unit_price,
            taxes=tuple(TaxRate(rate=rate) for rate in line.rates),
            groups=frozenset((line.group,)) if line.group else frozenset(),
            brand=line.brand or None,
            tags=frozenset((*line.tags, _mark(line))),
            discountable=line.off,
            fixed_price=line.fixed_price,
            is_certificate=line.certificate,
            cost=line.cost,
        ),
        quantity=line.quantity,
        total=line.gross,
        discount=ManualDiscount(amount=line.manual) if line.manual else None,
    )
