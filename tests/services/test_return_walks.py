"""Sales, exchanges and returns in any order: the drawer, the certificate and the checker agree."""

from __future__ import annotations

import random

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.sale import TenderKind
from pos_app.services.completion import Completed
from tests.builders import Shop
from tests.services.desk import Counter, make_counter
from tests.services.test_return_chains import bring
from tests.services.test_returns import Back, faults

CERTIFICATE = "GIFT001"


class Walk:
    """Some steps at one till; ``drawer`` is the cash that went in, less what went out."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.dice = random.Random(seed)
        self.counter = make_counter(shop, shop.owner)
        self.step = self.dice.choice([0, 5, 10])
        taxed = self.dice.random() < 0.5
        self.counter.set(money__prices_include_tax=taxed, money__cash_rounding=self.step)
        taxes = shop.catalogue.taxes()
        for n in range(4):
            tax = self.dice.choice(taxes).id
            shop.product(f"P{n}", self.dice.randint(1, 20_000), sku=f"P{n}", tax_rate_id=tax)
        self.back = Back(self.counter)
        self.done: list[Completed] = []
        self.drawer = 0

    def some(self, done: Completed, chance: float) -> tuple[tuple[int, int], ...]:
        lines = self.back.service.sheet(done.sale_uuid).lines
        return tuple(
            (line.position, self.dice.randint(1, line.left // 1_000))
            for line in lines
            if line.left and self.dice.random() < chance
        )

    def handed_out(self, cash: int) -> None:
        assert not self.step or cash % self.step == 0
        self.drawer -= cash

    def sell(self) -> None:
        """A sale, often paid by goods of an earlier one, the certificate and a card."""
        desk = self.counter.desk
        if self.done and self.dice.random() < 0.8:
            source = self.dice.choice(self.done)
            if items := self.some(source, 0.8):
                bring(self.back, source, *items)
        for n in range(4):
            if n == 0 or self.dice.random() < 0.6:
                desk.scan(f"P{n}", self.dice.randint(1, 3) * 1_000)
        if desk.look_up_certificate(CERTIFICATE).balance and self.dice.random() < 0.5:
            desk.present_certificate(CERTIFICATE)
        due = desk.view().settlement.cash_due
        if due > 300 and self.dice.random() < 0.4:
            desk.set_tender(TenderKind.CARD, due // 3)
        due = desk.view().settlement.cash_due
        desk.set_tender(TenderKind.CASH, due)
        self.done.append(self.counter.complete())
        self.drawer += due
        self.handed_out(self.done[-1].change)

    def give_back(self, done: Completed, *items: tuple[int, int]) -> None:
        refunds = self.back.give(done, *items).refunds
        self.handed_out(sum(one.amount for one in refunds if one.kind is TenderKind.CASH))


def sold_certificate(counter: Counter) -> int:
    counter.desk.sell_certificate(15_000, "Gift", CERTIFICATE)
    return counter.pay_cash().total


@pytest.mark.parametrize("seed", range(12))
def test_all_that_was_paid_comes_back(shop: Shop, seed: int) -> None:
    walk = Walk(shop, seed)
    walk.drawer = sold_certificate(walk.counter)
    for _ in range(5):
        walk.sell()
        source = walk.dice.choice(walk.done)
        if walk.dice.random() < 0.4 and (items := walk.some(source, 0.7)):
            walk.give_back(source, *items)
    for done in walk.done:
        left = walk.back.order(done).items
        if any(item.quantity for item in left):
            walk.give_back(done)
        with pytest.raises(PosError, match="return_empty"):
            walk.back.look(done)
    assert walk.counter.desk.look_up_certificate(CERTIFICATE).balance == 15_000
    # Every document may round its cash part by half a coin.
    assert abs(walk.drawer - 15_000) <= 20 * walk.step
    assert shop.till.close(shop.owner, 10_000 + walk.drawer).difference == 0
    assert faults(walk.counter) == []
