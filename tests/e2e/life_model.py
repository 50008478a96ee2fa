"""A shop's books kept by hand: what people, coupons, certificates and the drawer must come to.

Imports nothing of the program; what comes back and what the days do is kept from the rules alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from tests.domain.rational_goods import nearest
from tests.domain.rational_returns import kept
from tests.e2e.life_books import Certificate, Person, Policy, Rows, Sale, Wish, coins, months_on
from tests.e2e.life_selling import SellingBooks

CERTIFICATE_BACK = COUPON_BACK = 14


class LifeModel(SellingBooks):
    """The books of one shop."""

    # -- bringing back -----------------------------------------------------------------------

    def returnable(self, sale: Sale) -> list[int]:
        """Places of the lines something is left of."""
        return [place for place in range(len(sale.lines)) if sale.left(place)]

    def spoiled(self, number: int, items: Mapping[int, int]) -> bool:
        """Whether a certificate that was used is among what comes back (R22)."""
        found = [self.certificates[each] for each in self.sold_on(number, items)]
        return any(one.balance != one.amount for one in found)

    def sold_on(self, number: int, items: Mapping[int, int]) -> list[int]:
        """The certificates sold on lines that come back, by their numbers."""
        sold = [n for n, one in enumerate(self.certificates) if one.sale == number]
        return [
            one for place, one in enumerate(sold, start=self.sales[number].goods) if place in items
        ]

    def worth(self, sale: Sale, items: Mapping[int, int], column: int = 1) -> int:
        """Money (or points, column 2) that comes back for more pieces of a receipt (R14)."""
        total = 0
        for place, more in items.items():
            quantity, figure = sale.lines[place][0], sale.lines[place][column]
            before = sale.back.get(place, 0)
            total += nearest(Fraction(figure * (before + more), quantity))
            total -= nearest(Fraction(figure * before, quantity))
        return total

    def refund(self, sale: Sale, money: int) -> dict[int, int]:
        """How much goes back by each row of what was paid; nothing is changed yet."""
        found = {}
        for place, (_, _, amount) in enumerate(sale.rows):
            part = min(money, amount - sale.gone.get(place, 0))
            money -= part
            if part:
                found[place] = part
        assert not money
        return found

    def cash_due(self, sale: Sale, parts: Mapping[int, int]) -> int:
        """The coins handed out for the cash of a refund (R7)."""
        for place, part in parts.items():
            kind, _, whole = sale.rows[place]
            if kind == "cash":
                back = sale.gone.get(place, 0) + part
                due = whole + sale.rounding if back == whole else coins(back, self.step)
                return max(0, coins(due - sale.cash_back, self.step))
        return 0

    def give_back(self, number: int, items: Mapping[int, int]) -> int:
        """Book a return for money; what was handed out in all."""
        sale = self.sales[number]
        parts = self.refund(sale, self.worth(sale, items))
        cash = self.cash_due(sale, parts)
        others = [(*sale.rows[p][:2], part) for p, part in parts.items() if sale.rows[p][1]]
        handed = sum(part for p, part in parts.items() if sale.rows[p][0] != "cash")
        self._mark(sale, parts, cash)
        self.drawer -= cash
        self._book(number, items, others)
        return cash + handed

    def exchange(self, number: int, items: Mapping[int, int], wish: Wish) -> tuple[Sale, int]:
        """Goods for other goods: the new sale, and the cash handed out."""
        sale = self.sales[number]
        parts = self.refund(sale, self.worth(sale, items))
        left = self.price(wish).total
        moved: Rows = []
        handed: Rows = []
        for place in reversed(parts):
            kind, ref, _ = sale.rows[place]
            inside = min(left, parts[place])
            left -= inside
            if inside:
                moved.insert(0, (kind, ref, inside))
            if parts[place] > inside:
                handed.insert(0, (kind, ref, parts[place] - inside))
        cash = sum(coins(row[2], self.step) for row in handed if row[0] == "cash")
        kept_in = sum(row[2] for row in moved if row[0] == "cash")
        new = self.sell(wish, moved)
        self._mark(sale, parts, cash + kept_in)
        self.drawer -= cash
        self._book(number, items, [row for row in handed if row[1]])
        return new, cash

    def _mark(self, sale: Sale, parts: Mapping[int, int], cash: int) -> None:
        for place, part in parts.items():
            sale.gone[place] = sale.gone.get(place, 0) + part
        sale.cash_back += cash

    def _book(self, number: int, items: Mapping[int, int], others: Rows) -> None:
        """Everything of a return but its cash (R14–R19, R22)."""
        sale = self.sales[number]
        self.returns += 1
        sale.money_back += self.worth(sale, items)
        turned = self.worth(sale, {p: q for p, q in items.items() if p < sale.goods})
        points = self.worth(sale, items, 2)
        for place, more in items.items():
            sale.back[place] = sale.back.get(place, 0) + more
        keep = int(kept(sale.worked, sale.parts()) * 100)
        claw = max(0, sale.earned - keep - sale.clawed)
        if sale.person is not None:
            person = self.people[sale.person]
            self._restore(sale, person, points, number)
            self._claw(sale, person, claw, number)
            self._turn_back(sale, person, turned)
        sale.clawed += claw
        for one in self.sold_on(number, items):
            self.certificates[one].balance, self.certificates[one].state = 0, "blocked"
        if all(sale.left(place) == 0 for place in range(len(sale.lines))):
            self._undo_rights(sale, number)
        for _, ref, amount in others:
            if ref:
                self._put_back(self.certificates[int(ref)], amount)

    def _restore(self, sale: Sale, person: Person, amount: int, number: int) -> None:
        """Spent points go back where they came from, the last first (R16)."""
        soonest = self.today + timedelta(days=self.policy.restored_days)
        for place in reversed(range(len(sale.draws))):
            lot = sale.draws[place][0]
            part = min(sale.undrawn[place], amount)
            if not part:
                continue
            sale.undrawn[place] -= part
            amount -= part
            if lot.last is not None and lot.last < soonest:
                first = min(lot.first, self.today)
                lot = self.lot(person, "restored", part, first, soonest, number)
            person.fill(lot, part)
        assert not amount

    def _claw(self, sale: Sale, person: Person, amount: int, number: int) -> None:
        """Earned points are taken: the receipt's own lot first; run out counts once (R15)."""
        own = person.queue([lot for lot in person.lots if lot.own and lot.sale == number])
        before = sale.clawed - sale.taken
        alive = [lot for lot in own if not lot.over(self.today)]
        _, missing = person.take(alive, amount)
        gone = sum(lot.expired for lot in own) + sum(
            lot.left for lot in own if lot.over(self.today)
        )
        run_out = min(missing, max(0, gone - before))
        person.lose(missing - run_out, self.today, own)
        sale.taken += amount - run_out

    def _turn_back(self, sale: Sale, person: Person, money: int) -> None:
        policy = self.policy
        now = person.in_window(policy, self.today)
        held = person.now(policy, self.today)
        low, high = (policy.known(tier) for tier in sale.tiers)
        carried = policy.higher(low, policy.reached(now - money))
        by_hand = person.manual_until is not None and self.today <= person.manual_until
        undone = low != high and held == high and not by_hand
        if undone and policy.higher(held, carried) != carried:
            person.set_tier(carried, self.today)
        if money:
            person.turns.append((sale.day, -money))

    def _undo_rights(self, sale: Sale, number: int) -> None:
        self._rules(sale, -1)
        if sale.coupon is not None:
            used = self.coupons[sale.coupon]
            used.uses -= 1
            if sale.wish.person is not None:
                used.by[sale.wish.person] -= 1
            if used.state != "void":
                used.state = "restored"
                if used.last is not None and used.last < self.today:
                    used.last = self.today + timedelta(days=COUPON_BACK)
        for one in self.coupons:
            if one.source == number and not one.uses:
                one.state = "void"

    def _put_back(self, one: Certificate, amount: int) -> None:
        if one.last < self.today and one.balance:
            one.balance, one.state = 0, "expired" if one.state == "active" else one.state
        one.last = max(one.last, self.today + timedelta(days=CERTIFICATE_BACK))
        one.balance += amount
        if one.state == "expired":
            one.state = "active"

    def credit(self, money: int) -> None:
        """Store credit for goods without a receipt."""
        self.returns += 1
        self.certificates.append(
            Certificate(kind="credit", amount=money, balance=money, last=months_on(self.today, 12))
        )

    # -- days --------------------------------------------------------------------------------

    def open_day(self) -> None:
        """What runs out, and tiers looked at again."""
        for person in self.people.values():
            for lot in person.lots:
                if lot.over(self.today):
                    lot.expired += lot.left
                    lot.left = 0
            self._review(person)
        for one in self.certificates:
            if one.last < self.today and one.balance:
                one.balance = 0
                if one.state == "active":
                    one.state = "expired"
        self.reviewed = max(self.reviewed or self.today, self.today)

    def _review(self, person: Person) -> None:
        policy, since = self.policy, person.since
        if person.tier is None or since is None:
            return
        if person.manual_until is not None:
            if self.today > person.manual_until:
                reached = policy.reached(person.in_window(policy, self.today))
                person.set_tier(reached, person.manual_until + timedelta(days=1))
            return
        if policy.review_months is None or policy.known(person.tier) is None:
            return
        done = self.reviewed or self.today - timedelta(days=1)
        day = months_on(since, policy.review_months)
        tier: str | None = person.tier
        seen = False
        while day <= self.today:
            if day > done:
                seen = True
                tier = self._reviewed(person, policy, tier, day)
            day = months_on(day, policy.review_months)
        if seen:
            raised = policy.higher(tier, policy.reached(person.in_window(policy, self.today)))
            if raised != tier:
                person.set_tier(raised, self.today)

    def _reviewed(self, person: Person, policy: Policy, tier: str | None, day: date) -> str | None:
        """Down one step at most, by the turnover of that day."""
        reached = policy.reached(person.in_window(policy, day, day))
        after = reached
        if tier is not None and policy.height(reached) < policy.height(tier):
            below = [name for name, least in policy.tiers if least < policy.height(tier)]
            after = below[-1] if below else None
        if after != tier:
            person.set_tier(after, day)
        return after
