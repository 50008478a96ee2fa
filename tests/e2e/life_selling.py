"""The selling half of a shop's books: what a basket costs, how it is paid, what it gives.

Imports nothing of the program. Baskets are worked out by the independent model of the domain
tests; lots, tiers, tenders and rights are kept here from the rules alone.
"""

from __future__ import annotations

from collections import Counter as Tally
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.domain.rational_basket import rounded, work_out
from tests.e2e.life_books import (
    Certificate,
    Coupon,
    Due,
    Json,
    Lot,
    Person,
    Policy,
    Rows,
    Sale,
    Wish,
    coins,
    months_on,
)

ORDER = ("certificate", "store_credit", "card", "transfer", "cash")
TILL: Json = {
    "promotion_order": "benefit",
    "exclusive_takes": "lines",
    "manual_line_discount": "replaces",
    "coupons_per_receipt": 1,
}


class SellingBooks:
    """The books of one shop, as far as selling goes."""

    def __init__(
        self, catalogue: Json, rules: list[Json], policies: list[Policy], today: date, drawer: int
    ) -> None:
        self.catalogue = catalogue
        self.promotions = rules
        self.policies = policies
        self.versions: list[tuple[int, date, bool]] = []
        self.today = today
        self.drawer = drawer
        self.step = 0
        self.people: dict[int, Person] = {}
        self.coupons: list[Coupon] = []
        self.certificates: list[Certificate] = []
        self.sales: list[Sale] = []
        self.uses: Tally[str] = Tally()
        self.given: Tally[str] = Tally()
        self.uses_by: Tally[tuple[str, int]] = Tally()
        self.lots = 0
        self.returns = 0
        self.reviewed: date | None = None
        self.next_coupon: Json | None = None
        self.moment = 0
        self._known: tuple[object, Any] = None, None

    @property
    def policy(self) -> Policy:
        """What is in force today: the latest day that has come, then the newest version."""
        come = [
            (starts, number, policy)
            for number, (policy, starts, planned) in enumerate(self.versions)
            if not planned or starts <= self.today
        ]
        return self.policies[max(come)[2]]

    # -- selling -----------------------------------------------------------------------------

    def price(self, wish: Wish) -> Due:
        """What a basket costs now; worked out once a step, as nothing else changes within one."""
        key = self.moment, id(wish), wish.points
        if self._known[0] != key:
            self._known = key, self._price(wish)
        return self._known[1]

    def _price(self, wish: Wish) -> Due:
        policy, person = self.policy, wish.person
        coupon = wish.coupon
        if coupon is not None and not self.coupons[coupon].good(person, self.today):
            coupon = None
        sold = [
            {"sku": f"cert {n}", "price": m, "certificate": True} for n, m in enumerate(wish.sold)
        ]
        document: Json = {
            "catalogue": [*self.catalogue.values(), *sold],
            "cart": [
                *({"sku": sku, "qty": f"{q // 1000}.{q % 1000:03}"} for sku, q in wish.goods),
                *({"sku": one["sku"]} for one in sold),
            ],
            "rules": [self._used(rule, person) for rule in self.promotions],
            "programme": {**TILL, **policy.settings},
        }
        if coupon is not None:
            document["rules"].append({"id": "coupon", "code": "K", **self.coupons[coupon].rule})
            document["codes"] = ["K"]
        if person is not None:
            books = self.people[person]
            active = books.active(self.today)
            document["customer"] = {"id": person, "points": f"{active // 100}.{active % 100:02}"}
            tier = books.now(policy, self.today)
            if tier is not None:
                document["customer"]["tier"] = tier
            document["redeem_points"] = f"{wish.points // 100}.{wish.points % 100:02}"
        worked = work_out(document)
        answer = worked.answer
        rules = dict(answer["rule_discount"])
        return Due(
            worked=worked,
            total=answer["payable"],
            spent=round(Fraction(str(answer["points"]["spent"])) * 100),
            earned=int(worked.earned * 100),
            limit=round(Fraction(str(answer["points"]["limit"])) * 100),
            rules=rules,
            coupon=coupon if "coupon" in rules else None,
            goods=sum(worked.money[: len(wish.goods)]),
        )

    def _used(self, rule: Json, person: int | None) -> Json:
        name = rule["id"]
        mine = self.uses_by[name, person] if person is not None else 0
        return {
            **rule,
            "used": max(0, self.uses[name]),
            "budget_used": max(0, self.given[name]),
            "used_by_customer": mine,
        }

    def pays(self, wish: Wish, due: Due, credit: int = 0) -> tuple[Rows, int, int]:
        """How a basket is paid: rows of money, the cash rounding, and the change."""
        goods = max(0, due.goods - min(due.goods, credit))
        rows: Rows = []
        for number in wish.certificates:
            one = self.certificates[number]
            part = min(one.balance, goods) if one.good(self.today) else 0
            if part:
                goods -= part
                kind = "certificate" if one.kind == "gift" else "store_credit"
                rows.append((kind, str(number), part))
        rest = due.total - min(due.total, credit) - sum(row[2] for row in rows)
        charged = rest * wish.card // 100
        if charged:
            rows.append(("card", "", charged))
        rest -= charged
        if rest:
            rows.append(("cash", "", rest))
        return rows, coins(rest, self.step) - rest, wish.over if rest else 0

    def sell(self, wish: Wish, moved: Rows | None = None) -> Sale:
        """Complete a sale; ``moved`` is money of goods brought back that pays for it."""
        due = self.price(wish)
        credit = sum(row[2] for row in moved or [])
        rows, rounding, _ = self.pays(wish, due, credit)
        number = len(self.sales)
        sale = Sale(
            wish=wish,
            worked=due.worked,
            lines=[
                (int(good.quantity * 1000), money, points)
                for good, money, points in zip(
                    due.worked.goods, due.worked.money, due.worked.points, strict=True
                )
            ],
            day=self.today,
            person=wish.person,
            rows=_sorted([*(moved or []), *rows]),
            rounding=rounding,
            total=due.total,
            earned=due.earned,
            rules=due.rules,
            coupon=due.coupon,
            policy=self.policy,
        )
        self.sales.append(sale)
        self._pay(rows, rounding)
        self._loyalty(sale, due.spent, number)
        if due.coupon is not None:
            used = self.coupons[due.coupon]
            used.uses += 1
            if used.most and used.uses >= used.most:
                used.state = "redeemed"
            if wish.person is not None:
                used.by[wish.person] += 1
        self._rules(sale, 1)
        for money in wish.sold:
            self.certificates.append(
                Certificate(
                    kind="gift", amount=money, balance=money, last=months_on(self.today, 12),
                    sale=number,
                )
            )  # fmt: skip
        self._hand_over(due, number)
        return sale

    def _pay(self, rows: Rows, rounding: int) -> None:
        for kind, ref, amount in rows:
            if ref:
                self.certificates[int(ref)].balance -= amount
            elif kind == "cash":
                self.drawer += amount
        self.drawer += rounding

    def _loyalty(self, sale: Sale, spent: int, number: int) -> None:
        if sale.person is None:
            return
        person, policy = self.people[sale.person], self.policy
        before = person.now(policy, self.today)
        sale.draws = person.spend(spent, self.today)
        sale.undrawn = [amount for _, amount in sale.draws]
        if sale.earned:
            first, last = policy.dates(self.today)
            person.fill(self.lot(person, "sale", sale.earned, first, last, number), sale.earned)
        turned = person.in_window(policy, self.today) + sale.counting
        person.turns.append((self.today, sale.counting))
        person.visits += 1
        after = policy.higher(before, policy.reached(turned))
        if after is not None and after != person.tier:
            person.set_tier(after, self.today)
        sale.tiers = before, after

    def claimable(self) -> list[int]:
        """Receipts of nobody that may still be given to somebody today (R9)."""
        return [
            number
            for number, sale in enumerate(self.sales)
            if sale.person is None and sale.day == self.today and not sale.back
            and sale.policy is self.policy
        ]  # fmt: skip

    def claim(self, number: int, who: int) -> int:
        """Give a receipt to a person afterwards; the points it brings them."""
        sale, policy = self.sales[number], self.policy
        tier = self.people[who].now(policy, self.today)
        told = {one["name"]: one["multiplier"] for one in policy.settings["tiers"]}
        times = Fraction(told.get(tier, "1"))
        worked = sale.worked
        worked.exact, worked.times = [part * times for part in worked.exact], times
        worked.earned = rounded(sum(worked.exact, Fraction(0)), worked.settings)
        sale.earned, sale.person = int(worked.earned * 100), who
        self._loyalty(sale, 0, number)
        return sale.earned

    def _rules(self, sale: Sale, sign: int) -> None:
        for name, money in sale.rules.items():
            key = f"coupon {sale.coupon}" if name == "coupon" else name
            self.uses[key] += sign
            self.given[key] += sign * money
            if sale.wish.person is not None:
                self.uses_by[key, sale.wish.person] += sign

    def _hand_over(self, due: Due, number: int) -> None:
        """The coupon for the next purchase."""
        terms = self.next_coupon
        goods = due.goods
        if terms is None or goods < terms["threshold"]:
            return
        self.coupons.append(
            Coupon(
                rule=terms["rule"], first=self.today, source=number,
                last=self.today + timedelta(days=terms["days"] - 1),
            )
        )  # fmt: skip

    def lot(
        self, person: Person, kind: str, granted: int, first: date, last: date | None,
        sale: int | None = None,
    ) -> Lot:  # fmt: skip
        """A new, empty lot."""
        self.lots += 1
        made = Lot(
            number=self.lots, kind=kind, granted=granted, left=0, earned=self.today, first=first,
            last=last, sale=sale, own=kind == "sale",
        )  # fmt: skip
        person.lots.append(made)
        return made

    def extend(self, person: Person, lot: Lot, until: date | None) -> None:
        """A longer life for the rest of a lot: a new one, as old as the first."""
        rest, lot.left = lot.left, 0
        longer = self.lot(person, "extended", rest, lot.first, until, lot.sale)
        longer.earned, longer.left = lot.earned, rest
        longer.own = lot.own


def _sorted(rows: Rows) -> Rows:
    """In the order money goes back; all cash is one sum."""
    cash = sum(row[2] for row in rows if row[0] == "cash")
    others = sorted((row for row in rows if row[0] != "cash"), key=lambda r: ORDER.index(r[0]))
    return [*others, ("cash", "", cash)] if cash else others
