"""Who may give in the independent model: conditions, order, groups, what stands alone (R2, R4)."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from tests.domain.rational_effects import EFFECTS
from tests.domain.rational_goods import Good, Json, in_scope, nearest, split, split_within

Settings = dict[str, Any]


def taxes_of(
    goods: list[Good], money: list[int], settings: Settings
) -> list[dict[tuple[Fraction, bool], int]]:
    """The tax of each line by (rate, inside the price), rounded once a rate or on each line."""
    exact: dict[tuple[Fraction, bool], dict[int, Fraction]] = {}
    for place, good in enumerate(goods):
        rates = []
        for tax in good.facts.get("taxes", ()):
            given = tax if isinstance(tax, dict) else {"rate": tax}
            inside = given.get("included", settings["prices_include_tax"])
            rates.append((Fraction(str(given["rate"])), inside))
        full = 100 + sum((rate for rate, inside in rates if inside), Fraction(0))
        for key in rates:
            of_rate = exact.setdefault(key, {})
            of_rate[place] = of_rate.get(place, Fraction(0)) + money[place] * key[0] / full
    answer: list[dict[tuple[Fraction, bool], int]] = [{} for _ in goods]
    for key, parts in exact.items():
        shares = [nearest(part) for part in parts.values()]
        if settings["tax_round"] == "per_rate":
            shares = split(nearest(sum(parts.values(), Fraction(0))), list(parts.values()))
        for place, share in zip(parts, shares, strict=True):
            answer[place][key] = share
    return answer


@dataclass
class Attempt:
    """The goods after a rule, the money it took, the gifts, whether it multiplies points."""

    goods: list[Good]
    money: int
    gifts: list[tuple[str, Fraction]]
    boosts: bool

    @property
    def gives(self) -> bool:
        """Whether that is anything."""
        return bool(self.money or self.gifts or self.boosts)


@dataclass
class Counter:
    """Everything rules look at and change."""

    goods: list[Good]
    rules: list[Json]
    codes: list[str]
    customer: Json | None
    settings: Settings
    given: list[str] = field(default_factory=list)
    extras: set[str] = field(default_factory=set)
    gifts: dict[str, Fraction] = field(default_factory=dict)
    refused: dict[str, str] = field(default_factory=dict)
    winners: dict[str, str | None] = field(default_factory=dict)
    alone: str | None = None

    # -- whether -----------------------------------------------------------------------------

    def right(self, rule: Json) -> str | None:
        """Why a rule may not be used at all."""
        if not rule.get("enabled", True):
            return "disabled"
        if rule.get("usage_limit") is not None and rule.get("used", 0) >= rule["usage_limit"]:
            return "usage_limit"
        if rule.get("budget") is not None and rule.get("budget_used", 0) >= rule["budget"]:
            return "budget"
        personal = rule.get("bound_customer"), rule.get("usage_limit_per_customer")
        if personal == (None, None):
            return None
        if self.customer is None:
            return "customer_required"
        if personal[0] not in (None, self.customer["id"]):
            return "other_customer"
        used = rule.get("used_by_customer", 0)
        return "customer_usage_limit" if personal[1] is not None and used >= personal[1] else None

    def holds(self, rule: Json) -> bool:
        """Whether all conditions hold now."""
        return all(self.condition(one) for one in rule.get("conditions", ()))

    def condition(self, one: Json) -> bool:
        """Whether one condition holds now."""
        goods = [good for good in self.goods if in_scope(good, one.get("scope", {}))]
        pieces = sum((good.quantity for good in goods), Fraction(0))
        person: Json = self.customer or {}
        tests: dict[str, Callable[[], bool]] = {
            "min_amount": lambda: self.amount(goods, one),
            "min_qty": lambda: pieces >= Fraction(str(one["qty"])),
            "max_qty": lambda: pieces <= Fraction(str(one["qty"])),
            "distinct_skus": lambda: len({good.sku for good in goods}) >= one["n"],
            "contains": lambda: self.contains(one),
            "customer_group": lambda: bool(set(one["groups"]) & set(person.get("groups", ()))),
            "nth_order": lambda: bool(person) and person.get("orders", 0) + 1 == one["n"],
            "any_of": lambda: any(self.condition(other) for other in one["conditions"]),
        }
        return tests[one["type"]]()

    def amount(self, goods: list[Good], one: Json) -> bool:
        """Whether goods come to a sum: listed, as they are now, without or with tax."""
        goods = [good for good in goods if not good.facts.get("certificate")]
        money = sum(good.left for good in goods)
        basis = one.get("basis", "current")
        if basis == "list":
            money = sum(good.gross for good in goods)
        elif basis in ("net", "gross"):
            taxes = taxes_of(goods, [good.left for good in goods], self.settings)
            inside = basis == "net"
            part = sum(tax for line in taxes for key, tax in line.items() if key[1] == inside)
            money += -part if inside else part
        return money > one["amount"] if one.get("strict") else money >= one["amount"]

    def contains(self, one: Json) -> bool:
        """Whether articles are there: each of them, or so many of them together."""
        if one.get("qty") is None:
            return set(one["skus"]) <= {good.sku for good in self.goods}
        there = sum((g.quantity for g in self.goods if g.sku in one["skus"]), Fraction(0))
        return there >= Fraction(str(one["qty"]))

    # -- what --------------------------------------------------------------------------------

    def usable(self, rule: Json, good: Good) -> bool:
        """Whether a rule may take money off a line."""
        if rule["kind"] == "coupon":
            spoiled = rule.get("not_with_promotions") and good.by_kind.get("promotion")
            return good.open and not spoiled
        manual = good.facts["manual"].get("line_discount_percent") is not None
        if not good.open or (manual and self.settings["manual_line_discount"] == "replaces"):
            return False
        others = [one for one in self.rules if one["id"] in good.takers]
        if any(not one.get("combinable", True) for one in [*others, rule] if others):
            return False
        if self.settings["exclusive_takes"] == "basket":
            return True
        return not any(one.get("exclusive") for one in [*others, rule] if others)

    def attempt(self, rule: Json) -> Attempt:
        """What a rule would give now; the goods themselves stay as they are."""
        goods = deepcopy(self.goods)
        usable = {good.place for good in self.goods if self.usable(rule, good)}
        gifts: list[tuple[str, Fraction]] = []
        boosts = False
        for effect in rule.get("effects", ()):
            scoped = [good for good in goods if in_scope(good, effect.get("scope", {}))]
            if effect["type"] in EFFECTS:
                EFFECTS[effect["type"]]([g for g in scoped if g.place in usable], effect)
            elif effect["type"] == "points_multiplier":
                for good in scoped:
                    good.factor *= Fraction(str(effect["value"]))
                boosts = boosts or bool(scoped)
            elif self.gift(effect, scoped):
                gifts.append((effect["sku"], self.gift(effect, scoped)))
        off = [old.left - new.left for old, new in zip(self.goods, goods, strict=True)]
        most = None if rule.get("budget") is None else rule["budget"] - rule.get("budget_used", 0)
        if most is not None and sum(off) > most:
            goods = deepcopy(self.goods)
            off = split_within(most, off, off)
            for good, share in zip(goods, off, strict=True):
                good.take(share)
            return Attempt(goods, sum(off), [], boosts=False)
        return Attempt(goods, sum(off), gifts, boosts=boosts)

    def gift(self, effect: Json, scoped: list[Good]) -> Fraction:
        """How much of a gift comes on top."""
        if effect["type"] == "gift":
            return Fraction(str(effect.get("qty", 1))) if scoped else Fraction(0)
        pieces = sum((good.quantity for good in scoped), Fraction(0))
        return pieces // effect["per_qty"] * Fraction(str(effect.get("get_qty", 1)))

    # -- who ---------------------------------------------------------------------------------

    def autos(self) -> list[Json]:
        """Automatic rules as they come by priority and writing."""
        return sorted((r for r in self.rules if r["kind"] == "promotion"), key=_place)

    def coupons(self) -> list[Json]:
        """Rules of the codes shown, by priority and writing."""
        shown = [r for r in self.rules if r["kind"] == "coupon" and r["code"] in self.codes]
        return sorted(shown, key=_place)

    def could(self) -> list[Json]:
        """Rules that may be used at all, automatic ones first."""
        return [r for r in (*self.autos(), *self.coupons()) if self.right(r) is None]

    def find_alone(self) -> None:
        """The first exclusive rule that would give something has the basket for itself."""
        if self.settings["exclusive_takes"] == "basket":
            for rule in self.could():
                if rule.get("exclusive") and self.holds(rule) and self.attempt(rule).gives:
                    self.alone = rule["id"]
                    return

    def best_of(self, group: str) -> str | None:
        """Of an exclusion group the rule that takes most, the first of equals."""
        if group not in self.winners:
            found: list[tuple[int, str]] = []
            for rule in self.could():
                if rule.get("exclusion_group") == group and self.holds(rule):
                    attempt = self.attempt(rule)
                    if attempt.gives:
                        found.append((attempt.money, rule["id"]))
            best = max(found, key=lambda entry: entry[0], default=None)
            self.winners[group] = None if best is None else best[1]
        return self.winners[group]

    def turn(self, rule: Json) -> bool:
        """Let a rule give what it can now."""
        name = rule["id"]
        group = rule.get("exclusion_group")
        if self.alone not in (None, name):
            self.refused[name] = "excluded"
        elif not self.holds(rule):
            self.refused[name] = "conditions"
        elif group is not None and self.best_of(group) not in (None, name):
            self.refused[name] = "excluded"
        else:
            attempt = self.attempt(rule)
            if attempt.gives:
                self.keep(rule, attempt)
                return True
            self.refused[name] = "nothing"
        return False

    def keep(self, rule: Json, attempt: Attempt) -> None:
        """Take over what a rule gave."""
        name, kind = rule["id"], rule["kind"]
        self.given.append(name)
        for old, new in zip(self.goods, attempt.goods, strict=True):
            off = old.left - new.left
            touched = off or new.touches > old.touches
            if kind == "promotion" and touched:
                new.takers.append(name)
            if off:
                new.by_kind[kind] = new.by_kind.get(kind, 0) + off
                new.by_rule[name] = new.by_rule.get(name, 0) + off
        self.goods = attempt.goods
        if attempt.gifts or attempt.boosts:
            self.extras.add(name)
        for sku, amount in attempt.gifts:
            self.gifts[sku] = self.gifts.get(sku, Fraction(0)) + amount


def _place(rule: Json) -> tuple[int, int]:
    return -rule.get("priority", 0), rule["place"]
