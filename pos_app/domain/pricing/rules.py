"""Promotions and coupons: who may join whom, in which order, and what they gave (R1, R2, R21)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from pos_app.domain.money import allocate
from pos_app.domain.pricing.basket import Basket, PresentedCoupon
from pos_app.domain.pricing.conditions import Facts, Miss, first_miss, right_refusal
from pos_app.domain.pricing.effects import evaluate
from pos_app.domain.pricing.gain import Gain
from pos_app.domain.pricing.needs import rule_book, tokens_of
from pos_app.domain.pricing.result import AppliedRule, GiftLine, NotApplied, Reason, Step, StepKind
from pos_app.domain.pricing.work import Run, Work
from pos_app.domain.promotion import (
    Gift,
    IssueCoupon,
    PointsMultiplier,
    Promotion,
)


@dataclass(slots=True)
class Trial:
    """What a rule would give on the lines as they are; nothing is taken yet.

    ``after`` says how many rules had given something before.
    """

    gains: list[Gain]
    touched: bool
    after: int = 0

    @property
    def money(self) -> int:
        """Return the money it would take off."""
        return sum(gain.money for gain in self.gains)

    @property
    def gives(self) -> bool:
        """Tell whether it gives anything."""
        return any(gain.gives for gain in self.gains)


@dataclass(slots=True)
class Given:
    """One rule's money off one line; ``live`` until the card wins over it there."""

    rule: Promotion
    work: Work
    amount: int
    live: bool = True


class Rules:
    """Runs promotions, later coupons, over the lines of one basket."""

    def __init__(self, facts: Facts, basket: Basket) -> None:
        self._facts = facts
        self._programme = facts.programme
        self._coupons = basket.coupons
        self._given: list[Given] = []
        self._won: list[Promotion] = []
        self._extras: set[str] = set()
        self._refused: dict[str, NotApplied] = {}
        self._code_of = {
            coupon.rule.rule_id: coupon.code for coupon in basket.coupons if coupon.rule
        }
        self._details = {
            coupon.rule.rule_id: coupon.details for coupon in basket.coupons if coupon.rule
        }
        self._lost: dict[str, int] = {}
        self._group_winner: dict[str, str | None] = {}
        self._alone: str | None = None
        self._book = rule_book(facts.programme.promotions)
        self._idle: set[int] = set()
        self.gifts: list[GiftLine] = []
        self.issues: list[str] = []

    # -- promotions -------------------------------------------------------------------------

    def run_promotions(self) -> None:
        """Apply the automatic rules: priority first, then benefit or order of writing (R2)."""
        ready = self._ready()
        if self._may_stand_alone():
            self._alone = self._find_alone(ready)
        for rule, trial in self._in_order(ready):
            self._turn(rule, trial)

    def _may_stand_alone(self) -> bool:
        """Tell whether one rule could take the whole basket for itself."""
        if self._programme.exclusive_takes == "lines":
            return False
        return self._book.exclusive or any(rule.exclusive for rule in self._coupon_rules())

    def _ready(self) -> list[Promotion]:
        """Return the rules that may be used and could find something in this basket."""
        ready = []
        customer, now = self._facts.customer, self._facts.now
        present = {token for work in self._facts.index.all for token in tokens_of(work.line)}
        answers = not self._may_stand_alone()
        for needs in self._book.needs:
            rule = needs.rule
            refusal = None if needs.bare else right_refusal(rule, customer, now)
            if refusal is not None:
                self._refuse(rule, Reason(refusal))
                continue
            if needs.tokens is not None and needs.tokens.isdisjoint(present):
                if answers and needs.answer is not None and rule.rule_id not in self._code_of:
                    self._refused[rule.rule_id] = needs.answer
                    continue
                self._idle.add(id(rule))
            ready.append(rule)
        return ready

    def _in_order(self, ready: list[Promotion]) -> Iterable[tuple[Promotion, Trial | None]]:
        if self._programme.promotion_order == "written":
            ready.sort(key=lambda rule: (-rule.priority, rule.order))
            return [(rule, None) for rule in ready]
        scored = []
        for rule in ready:
            miss = first_miss(rule, self._facts)
            if miss is None:
                scored.append((rule, self._try(rule)))
            else:
                self._refuse_miss(rule, miss)
        scored.sort(key=lambda pair: (-pair[0].priority, -pair[1].money, pair[0].order))
        return scored

    def _turn(self, rule: Promotion, trial: Trial | None) -> bool:
        """Give a rule its turn; tell whether it gave anything."""
        if self._alone is not None and self._alone != rule.rule_id:
            self._refuse(rule, Reason("excluded", (("by", self._alone),)))
            return False
        miss = first_miss(rule, self._facts)
        if miss is not None:
            self._refuse_miss(rule, miss)
            return False
        if rule.exclusion_group is not None:
            winner = self._best_of(rule.exclusion_group)
            if winner not in (None, rule.rule_id):
                self._refuse(rule, Reason("excluded", (("by", winner),)))
                return False
        if trial is None or self._is_stale(rule, trial):
            trial = self._try(rule)
        if not trial.gives:
            self._refuse(rule, Reason("no_effect" if trial.touched else "excluded"))
            return False
        self._commit(rule, trial)
        return True

    def _is_stale(self, rule: Promotion, trial: Trial) -> bool:
        """Tell whether a line the rule looks at was changed since it was tried."""
        match = self._facts.index.match
        return len(self._won) > trial.after and any(
            work.changed > trial.after
            for effect in rule.effects
            if not isinstance(effect, IssueCoupon)
            for work in match(effect.scope)
        )

    def _find_alone(self, ready: list[Promotion]) -> str | None:
        """Return the rule that stands alone: the first exclusive one that would give something."""
        exclusive = [rule for rule in ready if rule.exclusive]
        exclusive.sort(key=lambda rule: (-rule.priority, rule.order))
        codes = [rule for rule in self._coupon_rules() if rule.exclusive]
        for rule in (*exclusive, *codes):
            if first_miss(rule, self._facts) is None and self._try(rule).gives:
                return rule.rule_id
        return None

    def _coupon_rules(self) -> list[Promotion]:
        """Return rules of coupons that may be used at all, in the order they would apply."""
        facts = self._facts
        rules = [
            coupon.rule
            for coupon in self._coupons
            if coupon.rule is not None
            and coupon.refusal is None
            and right_refusal(coupon.rule, facts.customer, facts.now) is None
        ]
        return sorted(rules, key=lambda rule: (-rule.priority, rule.order))

    def _best_of(self, group: str) -> str | None:
        """Return the rule of an exclusion group that is best for the customer (first on a tie)."""
        if group in self._group_winner:
            return self._group_winner[group]
        facts = self._facts
        autos = [
            rule
            for rule in self._book.groups.get(group, ())
            if right_refusal(rule, facts.customer, facts.now) is None
        ]
        autos.sort(key=lambda rule: (-rule.priority, rule.order))
        codes = [rule for rule in self._coupon_rules() if rule.exclusion_group == group]
        best: tuple[int, str] | None = None
        for rule in (*autos, *codes):
            if first_miss(rule, facts) is None:
                trial = self._try(rule)
                if trial.gives and (best is None or trial.money > best[0]):
                    best = (trial.money, rule.rule_id)
        winner = None if best is None else best[1]
        self._group_winner[group] = winner
        return winner

    # -- coupons ----------------------------------------------------------------------------

    def run_coupons(self) -> None:
        """Apply the coupons shown, within ``coupons_per_receipt`` (R2)."""
        self._facts.index.sums.clear()
        limit = self._programme.coupons_per_receipt
        coupons = list({coupon.code: coupon for coupon in reversed(self._coupons)}.values())[::-1]
        if limit is None:
            coupons.sort(key=self._coupon_place)
        used = 0
        for coupon in coupons:
            if coupon.rule is None or coupon.refusal is not None:
                self._refuse_code(coupon, Reason(coupon.refusal or "unknown_code"))
                continue
            refusal = right_refusal(coupon.rule, self._facts.customer, self._facts.now)
            if refusal is not None:
                self._refuse_code(coupon, Reason(refusal))
            elif limit is not None and used >= limit:
                self._refuse_code(coupon, Reason("excluded", (("limit", limit),)))
            else:
                used += self._turn(coupon.rule, None)

    def _coupon_place(self, coupon: PresentedCoupon) -> tuple[int, int]:
        return (0, 0) if coupon.rule is None else (-coupon.rule.priority, coupon.rule.order)

    def _refuse_code(self, coupon: PresentedCoupon, reason: Reason) -> None:
        rule_id = coupon.rule.rule_id if coupon.rule is not None else ""
        self._refused[rule_id or f"code:{coupon.code}"] = NotApplied(
            rule_id=rule_id, code=coupon.code, reason=self._detailed(rule_id, reason)
        )

    def _detailed(self, rule_id: str, reason: Reason) -> Reason:
        """Add a coupon's own figures to why it gives nothing."""
        return Reason(reason.code, (*reason.params, *self._details.get(rule_id, ())))

    # -- trying and taking ------------------------------------------------------------------

    def _usable(self, rule: Promotion, work: Work) -> bool:
        """Tell whether a rule may take money off a line (R2)."""
        if rule.rule_id in self._code_of:
            return work.open and not (rule.not_with_promotions and work.promotion)
        if not work.open_to_promotions:
            return False
        if not work.taken_by:
            return True
        if not rule.combinable or not all(other.combinable for other in work.taken_by):
            return False
        if self._programme.exclusive_takes == "basket":
            return True
        return not rule.exclusive and not any(other.exclusive for other in work.taken_by)

    def _try(self, rule: Promotion) -> Trial:
        """Work out a rule on the lines as they are now, and leave them as they were."""
        if id(rule) in self._idle:
            return Trial([], True)
        trial = Trial([], False, len(self._won))
        saved: dict[int, tuple[Work, int, list[Run] | None]] = {}
        last = len(rule.effects) - 1
        for place, effect in enumerate(rule.effects):
            if isinstance(effect, IssueCoupon):
                lines = self._facts.index.all
                trial.touched = True
            else:
                lines = self._facts.index.match(effect.scope)
                if not isinstance(effect, Gift | PointsMultiplier):
                    in_scope = lines
                    lines = [work for work in lines if self._usable(rule, work)]
                    trial.touched = trial.touched or bool(lines) or not in_scope
                else:
                    trial.touched = True
            gain = evaluate(effect, lines, rule.rule_id)
            trial.gains.append(gain)
            if place < last:
                for work, amount, runs in gain.parts:
                    saved.setdefault(work.place, (work, work.left, work.runs))
                    work.take(amount, runs)
        for work, left, before in saved.values():
            work.left, work.runs = left, before
        return self._within_budget(rule, trial)

    def _within_budget(self, rule: Promotion, trial: Trial) -> Trial:
        """Cut a trial to what is left of the rule's budget."""
        if rule.budget is None or trial.money <= rule.budget - rule.budget_used:
            return trial
        sums: dict[int, tuple[Work, int]] = {}
        for gain in trial.gains:
            for work, amount, _ in gain.parts:
                sums[work.place] = (work, sums.get(work.place, (work, 0))[1] + amount)
        offs = [amount for _, amount in sums.values()]
        shares = allocate(rule.budget - rule.budget_used, offs, offs)
        cut = Gain(Reason("budget", (("left", rule.budget - rule.budget_used),)))
        cut.parts = [
            (work, share, None) for (work, _), share in zip(sums.values(), shares, strict=True)
        ]
        return Trial([cut], trial.touched, trial.after)

    def _commit(self, rule: Promotion, trial: Trial) -> None:
        coupon = rule.rule_id in self._code_of
        kind: StepKind = "coupon" if coupon else "promotion"
        self._won.append(rule)
        self._facts.index.sums.clear()
        self._refused.pop(rule.rule_id, None)
        for gain in trial.gains:
            for work, amount, runs in gain.parts:
                if not amount and runs is None:
                    continue
                work.take(amount, runs)
                work.changed = len(self._won)
                if coupon:
                    work.coupon += amount
                else:
                    work.promotion += amount
                    if not any(other is rule for other in work.taken_by):
                        work.taken_by.append(rule)
                if amount:
                    self._given.append(Given(rule, work, amount))
                    work.steps.append(
                        Step(rule=rule.rule_id, kind=kind, amount=amount, reason=gain.reason)
                    )
            self._keep_extras(rule, gain)

    def _keep_extras(self, rule: Promotion, gain: Gain) -> None:
        for work, units in gain.free:
            work.free_units += units
        for work, factor in gain.multipliers:
            numerator, denominator = work.multiplier
            work.multiplier = (numerator * factor, denominator * 10_000)
        self.gifts.extend(gain.gifts)
        self.issues.extend(gain.issues)
        if gain.lost:
            self._lost[rule.rule_id] = self._lost.get(rule.rule_id, 0) + gain.lost
        if gain.gifts or gain.multipliers or gain.issues:
            self._extras.add(rule.rule_id)

    # -- what came of it --------------------------------------------------------------------

    def card_won(self, work: Work) -> None:
        """Forget what promotions gave on a line the card discount won (R2)."""
        for given in self._given:
            if given.work is work:
                given.live = False
        work.forget_promotions()

    def _refuse(self, rule: Promotion, reason: Reason) -> None:
        self._refused[rule.rule_id] = NotApplied(
            rule_id=rule.rule_id,
            reason=self._detailed(rule.rule_id, reason),
            code=self._code_of.get(rule.rule_id),
        )

    def _refuse_miss(self, rule: Promotion, miss: Miss) -> None:
        self._refused[rule.rule_id] = NotApplied(
            rule_id=rule.rule_id,
            reason=self._detailed(
                rule.rule_id, Reason("conditions", (("condition", miss.condition),))
            ),
            code=self._code_of.get(rule.rule_id),
            missing=miss.missing,
            missing_kind=miss.kind,
        )

    def applied(self) -> tuple[AppliedRule, ...]:
        """Return the rules that gave something, in the order they did."""
        sums: dict[str, int] = {}
        for given in self._given:
            if given.live:
                sums[given.rule.rule_id] = sums.get(given.rule.rule_id, 0) + given.amount
        result = []
        for rule in self._won:
            if rule.rule_id in sums or rule.rule_id in self._extras:
                result.append(
                    AppliedRule(
                        rule_id=rule.rule_id,
                        discount=sums.get(rule.rule_id, 0),
                        code=self._code_of.get(rule.rule_id),
                        lost=self._lost.get(rule.rule_id, 0),
                    )
                )
            else:
                self._refuse(rule, Reason("excluded", (("by", "card"),)))
        return tuple(result)

    def not_applied(self) -> tuple[NotApplied, ...]:
        """Return the rest with their reasons: promotions as defined, then codes as shown."""
        rules = [rule.rule_id for rule in self._programme.promotions]
        codes = [
            coupon.rule.rule_id if coupon.rule is not None else f"code:{coupon.code}"
            for coupon in self._coupons
        ]
        keys = dict.fromkeys((*rules, *codes))
        return tuple(self._refused[key] for key in keys if key in self._refused)
