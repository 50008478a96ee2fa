"""The hands in a shop's life: each step is drawn from a number and done to the shop and its books.

Every gesture goes through the services a window would use; what the model expects of it is held
against what the shop says before and after.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.sale import TenderKind
from pos_app.services.checkout import Completed
from pos_app.services.return_model import BlindItem, BlindOrder, ReturnItem, ReturnOrder
from tests.builders import card_number
from tests.e2e.life_books import Sale, Wish
from tests.e2e.life_checks import SUMS
from tests.e2e.life_shop import Cut, LifeShop, PowerCut
from tests.e2e.life_terms import COUPONS, GOODS, PEOPLE, POLICIES


class Life(LifeShop):
    """One shop under way, and its books."""

    def do(self, name: str, seed: int) -> None:
        """One step of a life; ``seed`` decides everything about it."""
        self.clock.advance(seconds=90)
        self.model.moment += 1
        getattr(self, f"_{name}")(random.Random(seed))
        self.desk.refresh()

    def _wish(self, chance: random.Random, person: int | None) -> Wish:
        skus = chance.sample(sorted(GOODS), chance.randint(1, 4))
        wish = Wish(
            goods=[(sku, chance.randint(1, 3) * (345 if sku == "K" else 1000)) for sku in skus],
            person=person,
            card=chance.choice((0, 0, 0, 33, 100)),
            over=chance.choice((0, 0, 5_000)),
        )
        if chance.random() < 0.4:
            wish.coupon = chance.choice(
                [chance.randrange(len(self.model.coupons)), len(self.model.coupons) - 1]
            )
        good = [n for n, one in enumerate(self.model.certificates) if one.good(self.model.today)]
        if good and chance.random() < 0.4:
            wish.certificates = chance.sample(good, min(len(good), chance.randint(1, 2)))
        return wish

    def _person(self, chance: random.Random) -> int | None:
        return chance.choice((None, 1, 1, 2, 2, 3))

    def _fill(self, wish: Wish, *, fresh: bool = True) -> None:
        """Ring a wish up; ``fresh`` off: the person is on the draft already."""
        ids = dict(self.reader.execute("SELECT sku, id FROM product"))
        for sku, quantity in wish.goods:
            self.desk.add_product(ids[sku], quantity)
        for money in wish.sold:
            self.desk.sell_certificate(money, "Gift certificate")
        if fresh and wish.person is not None:
            self.desk.attach_customer(wish.person, card_number(wish.person))
        if wish.coupon is not None:
            self.desk.apply_coupon(self._text("coupon", wish.coupon))
        for number in wish.certificates:
            self.desk.present_certificate(self._text("certificate", number))

    def _text(self, table: str, number: int) -> str:
        sql = f"SELECT code FROM {table} ORDER BY id LIMIT 1 OFFSET ?"
        return str(self.reader.execute(sql, (number,)).fetchone()[0])

    def _spend(self, wish: Wish, points: int) -> None:
        """Pay with points as far as rules and the clock allow."""
        if wish.person is None or not points:
            return
        if not self.trusted:
            _refused("clock_untrusted", lambda: self.desk.set_points(points))
            return
        wish.points = min(points, self.model.price(wish).limit)
        taken = self.desk.set_points(points)
        assert taken == self.model.price(wish).spent, "points taken"

    def _pay(self, wish: Wish, credit: int = 0) -> int:
        """Lay the money on the table; the change expected."""
        due = self.model.price(wish)
        assert self.desk.priced.to_pay == due.total, "total"
        assert self.desk.priced.points.earned == due.earned, "points earned"
        rows, rounding, change = self.model.pays(wish, due, credit)
        charged = sum(row[2] for row in rows if row[0] == "card")
        if charged:
            self.desk.set_tender(TenderKind.CARD, charged)
        cash = sum(row[2] for row in rows if row[0] == "cash")
        if cash and cash + rounding + change:
            self.desk.set_tender(TenderKind.CASH, cash + rounding + change)
        return change

    def _complete(self, change: int) -> Completed:
        done = self.checkout.complete(self.desk.session, self.desk.draft, self.desk.priced.to_pay)
        assert done.change == change, "change"
        self._sold(done)
        return done

    def _sold(self, done: Completed) -> None:
        self.uuids.append(done.sale_uuid)
        self.sold_at = self.clock.now()
        assert done.number == len(self.uuids)
        self.desk.begin_next()

    def _sell(self, chance: random.Random) -> None:
        wish = self._wish(chance, self._person(chance))
        if chance.random() < 0.15:
            wish.sold = [chance.choice((500, 2_500)) for _ in range(chance.randint(1, 2))]
        self._fill(wish)
        self._spend(wish, chance.choice((0, 0, 250, 10**6)))
        self._serve(wish)

    def _serve(self, wish: Wish) -> Sale:
        change = self._pay(wish)
        sale = self.model.sell(wish)
        self._complete(change)
        return sale

    def _park(self, chance: random.Random) -> None:
        """A sale put aside; another one may be taken up."""
        wish = self._wish(chance, self._person(chance))
        self._fill(wish)
        self.parked.append((self.desk.draft.uuid, wish))
        self.desk.park()
        self._resume(chance)

    def _resume(self, chance: random.Random) -> None:
        if not self.parked or chance.random() < 0.4:
            return
        uuid, wish = self.parked.pop(chance.randrange(len(self.parked)))
        self.desk.resume(uuid)
        self._spend(wish, chance.choice((0, 300, 10**6)))
        self._serve(wish)

    def _items(self, chance: random.Random, sale: Sale) -> dict[int, int]:
        """Part of what is left of a receipt; sometimes all of it."""
        left = self.model.returnable(sale)
        if chance.random() < 0.3:
            return {place: sale.left(place) for place in left}
        items = {}
        for place in chance.sample(left, chance.randint(1, len(left))):
            unit = 1 if sale.lines[place][0] % 1000 else 1000
            items[place] = chance.randint(1, sale.left(place) // unit) * unit
        return items

    def _some_sale(self, chance: random.Random) -> int | None:
        open_ = [n for n, sale in enumerate(self.model.sales) if self.model.returnable(sale)]
        return chance.choice([*open_, *open_[-3:]]) if open_ else None

    def _order(self, number: int, items: dict[int, int]) -> ReturnOrder:
        return ReturnOrder(
            uuid=self.returns.new_uuid(),
            sale_uuid=self.uuids[number],
            items=tuple(ReturnItem(position=p + 1, quantity=q) for p, q in items.items()),
            reason="changed_mind",
        )

    def _bring_back(self, chance: random.Random) -> None:
        number = self._some_sale(chance)
        if number is None:
            self._sell(chance)
            return
        self._return(number, self._items(chance, self.model.sales[number]))

    def _return(self, number: int, items: dict[int, int]) -> None:
        order = self._order(number, items)
        if self.model.spoiled(number, items):
            _refused("certificate_used", lambda: self.returns.preview(order))
            return
        shown = self.returns.preview(order)
        out = self.model.give_back(number, items)
        assert shown.paid_out == out, "money back"
        assert sum(row.amount for row in shown.refunds) == out, "money by tender"
        done = self.returns.confirm(self.owner, order, out)
        assert not done.repeated
        assert self.returns.confirm(self.owner, order, out).repeated
        person = self.model.sales[number].person
        if person is not None:
            books = self.model.people[person]
            over = sum(lot.left for lot in books.lots if lot.over(self.model.today))
            assert shown.balance_after == books.balance - over, "balance shown"

    def _exchange(self, chance: random.Random) -> None:
        number = self._some_sale(chance)
        if number is None:
            self._sell(chance)
            return
        sale = self.model.sales[number]
        items = self._items(chance, sale)
        credit = self.model.worth(sale, items)
        if not credit or self.model.spoiled(number, items):
            self._return(number, items)
            return
        wish = self._wish(chance, sale.person)
        brought = self.model.sold_on(number, items)
        wish.certificates = [one for one in wish.certificates if one not in brought]
        swap = self.returns.exchange(self.owner, self._order(number, items))
        assert swap.credit == credit, "worth of the goods"
        card = card_number(sale.person) if sale.person is not None else None
        self.desk.begin_exchange(swap, sale.person, card)
        self._fill(wish, fresh=False)
        self._spend(wish, chance.choice((0, 0, 400)))
        change = self._pay(wish, credit)
        _, cash = self.model.exchange(number, items, wish)
        self._complete(change + cash)

    def _whole(self, chance: random.Random) -> None:
        """Bought and brought back whole, in parts: everything is as it was."""
        wish = self._wish(chance, self._person(chance))
        self._fill(wish)
        self._spend(wish, chance.choice((0, 500, 10**6)))
        before = self._rights()
        sale = self._serve(wish)
        number = len(self.model.sales) - 1
        while self.model.returnable(sale):
            self._return(number, self._items(chance, sale))
        assert self._rights() == before, "bought and brought back"

    def _rights(self) -> dict[str, Any]:
        """What must be the same before and after: read from the shop, not from the model."""
        rows = self.reader.execute
        return {
            "accounts": rows("SELECT customer_id, balance, turnover FROM account").fetchall(),
            "coupons": rows(f"SELECT id, uses FROM coupon WHERE id <= {len(COUPONS)}").fetchall(),
            "rules": rows(
                "SELECT rule_id, customer_id, sum(uses), sum(amount) FROM promotion_use "
                "GROUP BY 1, 2 HAVING sum(uses) <> 0 OR sum(amount) <> 0 ORDER BY 1, 2"
            ).fetchall(),
            "certificates": rows("SELECT id, balance FROM certificate").fetchall(),
            "drawer": rows(SUMS["drawer"]).fetchone()[0],
        }

    def _bring_without_receipt(self, chance: random.Random) -> None:
        ids = dict(self.reader.execute("SELECT sku, id FROM product"))
        skus = chance.sample(sorted(GOODS), chance.randint(1, 2))
        items = [(sku, 345 if sku == "K" else 1000) for sku in skus]
        order = BlindOrder(
            uuid=self.returns.new_uuid(),
            items=tuple(BlindItem(product_id=ids[sku], quantity=q) for sku, q in items),
            reason="other",
        )
        money = sum((GOODS[sku]["price"] * q + 500) // 1000 for sku, q in items)
        assert self.blind.preview(order).money == money
        self.model.credit(money)
        self.blind.confirm(self.owner, order, money)

    def _adjust(self, chance: random.Random) -> None:
        person = chance.randint(1, PEOPLE)
        books, today = self.model.people[person], self.model.today
        amount = chance.choice((500, 2_000, -300, -2_500))
        last = chance.choice((None, today, today + timedelta(days=10)))
        if amount > 0:
            books.fill(self.model.lot(books, "adjust", amount, today, last), amount)
        else:
            books.lose(-amount, today)
        self.points.adjust(
            self.owner, person, amount, "by hand", expires_on=last if amount > 0 else None
        )

    def _extend(self, chance: random.Random) -> None:
        """The rest of a lot lives longer: a lot of its own."""
        today = self.model.today
        found = [
            (person, lot)
            for person, books in self.model.people.items()
            for lot in books.lots
            if lot.left and lot.last is not None and not lot.over(today)
        ]
        if not found:
            self._adjust(chance)
            return
        person, lot = chance.choice(found)
        until = chance.choice((None, (lot.last or today) + timedelta(days=15)))
        self.model.extend(self.model.people[person], lot, until)
        self.points.extend(self.owner, lot.number, until)

    def _set_tier(self, chance: random.Random) -> None:
        person, today = chance.randint(1, PEOPLE), self.model.today
        books, policy = self.model.people[person], self.model.policy
        tier = chance.choice(["", *(name for name, _ in policy.tiers)])
        until = today + timedelta(days=chance.choice((0, 10, 60)))
        if tier:
            books.set_tier(tier, today, until)
        else:
            books.set_tier(policy.reached(books.in_window(policy, today)), today)
        self.tiers.set_tier(self.owner, person, tier, until if tier else None, "asked")

    def _claim(self, chance: random.Random) -> None:
        """Somebody shows a card after all."""
        found = self.model.claimable()
        if not found:
            self._sell(chance)
            return
        number, person = chance.choice(found), chance.randint(1, PEOPLE)
        expected = self.model.claim(number, person)
        done = self.claims.attach(self.owner, person, number + 1, "forgot the card")
        assert done.points == expected, "points of a receipt given later"

    def _forward(self, chance: random.Random) -> None:
        self.clock.advance(days=chance.choice((1, 1, 3, 6, 15, 40)))
        self._new_day(confirm=chance.random() < 0.7)

    def _turn_back(self, chance: random.Random) -> None:
        """Somebody turns the clock back: points stay where they are."""
        self.clock.set(self.clock.now() - timedelta(days=chance.choice((1, 4, 30))))
        self._new_day(confirm=chance.random() < 0.2)

    def _change_policy(self, chance: random.Random) -> None:
        number, today = chance.randrange(len(POLICIES)), self.model.today
        starts = chance.choice((None, None, today + timedelta(days=chance.choice((2, 9)))))
        self.model.versions.append((number, starts or today, starts is not None))
        self.programme.change(self.owner, POLICIES[number][0], starts)
        self.model.step = chance.choice((0, 5, 10))
        self.settings.change_many(self.owner, {"money.cash_rounding": self.model.step})
        self.book.refresh()

    def _next_shift(self, chance: random.Random) -> None:
        """Counted, closed and opened again: the count finds what the books say."""
        closed = self.till.close(self.owner, max(0, self.model.drawer))
        assert closed.difference == 0, "drawer"
        self.till.open(self.owner, max(0, self.model.drawer))
        self.opened_at = self.clock.now()

    # -- ends --------------------------------------------------------------------------------

    def _reopen(self, chance: random.Random) -> None:
        self.close()
        self._open()

    def _crash(self, chance: random.Random) -> None:
        """Power is cut with goods on the counter, as a sale is written, or just after."""
        wish = self._wish(chance, self._person(chance))
        self._fill(wish)
        self._spend(wish, chance.choice((0, 500)))
        change = self._pay(wish)
        draft, total = self.desk.draft, self.desk.priced.to_pay
        when = chance.choice(("idle", "writing", "after"))
        if when == "idle":
            self._keep()
        elif when == "writing":
            torn = self._checkout(lambda: Cut(self.store.uow(), self._keep))
            _cut(lambda: torn.complete(self.owner, draft, total))
        else:
            self.checkout.complete(self.owner, draft, total)
            self._keep()
        self._power_back()
        self.model.sell(wish)
        if when != "after":
            assert self.desk.draft.lines == draft.lines, "the open sale"
            assert self.desk.draft.tenders == draft.tenders, "the money on the table"
            self._complete(change)
            return
        again = self.checkout.complete(self.owner, draft, total)
        assert again.repeated
        assert again.change == change
        self._sold(again)


def _refused(code: str, gesture: Callable[[], object]) -> None:
    with pytest.raises(PosError) as refusal:
        gesture()
    assert refusal.value.code == code


def _cut(gesture: Callable[[], object]) -> None:
    with pytest.raises(PowerCut):
        gesture()
