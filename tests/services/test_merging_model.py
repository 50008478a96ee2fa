"""Merges and their undoing at random moments of lives: not a point, not a cent is lost (R23)."""

from __future__ import annotations

import random

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.tier import Tier
from pos_app.services.loyalty import expire_due
from pos_app.services.merge_records import MergeRow
from tests.builders import Shop
from tests.services.merge_stage import Stage
from tests.services.test_returns import Back, faults

TIERS = (
    Tier(tier_id="bronze", name="Bronze", threshold=0, discount=0),
    Tier(tier_id="silver", name="Silver", threshold=30_000, discount=300),
    Tier(tier_id="gold", name="Gold", threshold=60_000, discount=500, multiplier=20_000),
)
RULES = Programme(
    tiers=TIERS,
    earn_rules=(earn_percent(1000),),
    point_value=100,
    max_points_share=5000,
    points_step=1,
    activation_delay_days=1,
    points_expiry_days=40,
    return_days=60,
    restored_points_days=14,
)


class Lives:
    """Three people, days that pass, and the same gestures with or without a merge."""

    def __init__(self, shop: Shop, seed: int) -> None:
        self.dice = random.Random(seed)
        self.stage = Stage(shop)
        self.counter = self.stage.counter
        self.counter.use(RULES)
        for number, price in enumerate((990, 4_550, 12_300)):
            shop.product(f"P{number}", price, sku=f"P{number}")
        self.people = [shop.customer(f"Person {n}", card=n + 1) for n in range(3)]
        self.back = Back(self.counter)
        self.sold: list[str] = []

    def buy(self, customer: Customer) -> None:
        desk = self.counter.desk
        for number in range(3):
            if not number or self.dice.random() < 0.5:
                desk.scan(f"P{number}", self.dice.randint(1, 3) * 1000)
        desk.attach_customer(customer.id)
        most = desk.priced.points.limit if self.dice.random() < 0.4 else 0
        if most:
            desk.set_points(self.dice.randint(1, most))
        self.sold.append(self.counter.pay_cash().sale_uuid)

    def bring_back(self, uuid: str) -> None:
        lines = self.back.service.sheet(uuid).lines
        items = tuple(
            (line.position, self.dice.randint(1, line.left // 1000)) for line in lines if line.left
        )
        if items:
            self.back.give(uuid, *items[: self.dice.randint(1, len(items))])

    def pass_days(self) -> None:
        shop = self.stage.shop
        shop.clock.advance(days=self.dice.choice([1, 3, 20]))
        with shop.store.uow() as uow:
            expire_due(uow, shop.ids, self.counter.book.today(), shop.clock.now())
            uow.commit()
        self.counter.desk.refresh()

    def live(self, steps: int, people: list[Customer]) -> None:
        for _ in range(steps):
            what = self.dice.random()
            if what < 0.5:
                self.buy(self.dice.choice(people))
            elif what < 0.75 and self.sold:
                self.bring_back(self.dice.choice(self.sold))
            else:
                self.pass_days()

    def sums(self) -> tuple[int, int, int]:
        states = [self.stage.state(person) for person in self.people]
        return tuple(sum(s[key] for s in states) for key in ("balance", "turnover", "visits"))  # type: ignore[return-value]


def rank(tier_id: str | None) -> int:
    return [None, "bronze", "silver", "gold"].index(tier_id)


@pytest.mark.parametrize("seed", range(25))
def test_a_merge_moves_everything_and_its_undoing_brings_it_back(shop: Shop, seed: int) -> None:
    lives = Lives(shop, seed)
    survivor, merged, other = lives.people
    lives.live(14, lives.people)
    before = {person.id: lives.stage.state(person) for person in lives.people}
    sums = lives.sums()
    row = lives.stage.merge(survivor, merged)
    after, gone = lives.stage.state(survivor), lives.stage.state(merged)
    assert lives.sums() == sums
    assert (gone["balance"], gone["turnover"], gone["visits"]) == (0, 0, 0)
    assert (gone["lots"], gone["days"], gone["last_visit"]) == ([], {}, None)
    highest = max(rank(before[p.id]["tier"][0]) for p in (survivor, merged))
    assert rank(after["tier"][0]) >= highest
    assert lives.stage.state(other) == before[other.id]
    assert faults(lives.counter) == []
    lives.stage.undo(row)
    assert {p.id: lives.stage.state(p) for p in lives.people} == before
    assert lives.sums() == sums
    lives.live(6, lives.people)
    assert faults(lives.counter) == []


@pytest.mark.parametrize("seed", range(25))
def test_a_return_after_the_merge_gives_what_it_gives_without(shop: Shop, seed: int) -> None:
    lives = Lives(shop, 1000 + seed)
    survivor, merged, _ = lives.people
    lives.live(10, [merged])
    own = list(lives.sold)
    lives.buy(merged)
    own.append(lives.sold[-1])
    order = lives.back.order(own[-1])
    expected = lives.back.service.preview(order)
    balance = lives.stage.state(merged)["balance"]
    lives.stage.merge(survivor, merged)
    got = lives.back.service.preview(order)
    assert (got.money, got.points_back, got.points_taken) == (
        expected.money, expected.points_back, expected.points_taken,
    )  # fmt: skip
    turnover = lives.stage.state(survivor)["turnover"]
    lives.back.give(own[-1])
    after = lives.stage.state(survivor)
    assert after["balance"] == balance + expected.points_back - expected.points_taken
    assert after["turnover"] < turnover
    assert lives.stage.state(merged)["balance"] == 0
    for uuid in own:
        if any(line.left for line in lives.back.service.sheet(uuid).lines):
            lives.back.give(uuid)
    done = lives.stage.state(survivor)
    assert (done["turnover"], done["days"]) == (0, done["days"])
    assert faults(lives.counter) == []


@pytest.mark.parametrize("seed", range(25))
def test_lives_go_on_over_merges_chains_and_undoings(shop: Shop, seed: int) -> None:
    lives = Lives(shop, 2000 + seed)
    standing: list[MergeRow] = []
    people = list(lives.people)
    for _ in range(5):
        lives.live(5, people)
        sums = lives.sums()
        if len(people) > 1 and lives.dice.random() < 0.7:
            survivor, merged = lives.dice.sample(people, 2)
            standing.append(lives.stage.merge(survivor, merged))
            people.remove(merged)
        elif standing:
            row = standing[-1]
            (entry,) = [one for one in lives.stage.listed() if one.uuid == row.uuid]
            if entry.refusal:
                assert entry.refusal == "merge_spent"
            else:
                lives.stage.undo(row)
                standing.pop()
                people.append(next(p for p in lives.people if p.id == row.merged_id))
        assert lives.sums() == sums
        assert faults(lives.counter) == []
    for uuid in lives.sold:
        if any(line.left for line in lives.back.service.sheet(uuid).lines):
            lives.back.give(uuid)
    assert lives.sums()[1] == 0
    assert faults(lives.counter) == []
