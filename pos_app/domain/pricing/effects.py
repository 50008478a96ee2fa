"""What each kind of benefit gives on the lines it may touch (R3, R5, R21)."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pos_app.domain.money import allocate, half_up, rate_of
from pos_app.domain.pricing.gain import Gain, Pick, bound, first_units, pool, unit_parts
from pos_app.domain.pricing.result import GiftLine, Reason
from pos_app.domain.pricing.work import Run, Work
from pos_app.domain.promotion import (
    AmountOff,
    BundlePrice,
    Effect,
    FirstPlusAdditional,
    FixedPrice,
    FreeUnits,
    Gift,
    IssueCoupon,
    PercentOff,
    PointsMultiplier,
    Tiered,
)
from pos_app.domain.quantity import ONE, extend

Part = tuple[Work, int, list[Run] | None]


def evaluate(effect: Effect, lines: list[Work], rule_id: str) -> Gain:
    """Return what the effect would give on ``lines``, which are in its scope and free to take."""
    if isinstance(effect, PercentOff):
        return _percent(effect, lines)
    if isinstance(effect, AmountOff):
        return _amount(effect, lines)
    if isinstance(effect, FixedPrice):
        return _fixed_price(effect, lines)
    if isinstance(effect, Tiered):
        return _tiered(effect, lines)
    if isinstance(effect, BundlePrice):
        return _bundle(effect, lines)
    if isinstance(effect, FreeUnits):
        return _free_units(effect, lines)
    if isinstance(effect, FirstPlusAdditional):
        return _first_plus_additional(effect, lines)
    return _beside_money(effect, lines, rule_id)


def _percent(effect: PercentOff, lines: list[Work]) -> Gain:
    gain = Gain(Reason("percent", (("rate", effect.rate), ("base", effect.base))))
    rate, base = effect.rate, effect.base
    if effect.target == "order":
        total = rate_of(sum(work.left for work in lines), rate, base)
        gain.parts = _share_out(_least(total, effect.max_amount), lines)
    elif effect.target == "line" and effect.max_units is None and effect.max_units_per_line is None:
        offs = [min(rate_of(work.left, rate, base), work.room) for work in lines]
        gain.parts = _whole_lines(lines, offs, effect.max_amount)
    else:
        gain.parts = _per_unit(
            effect, lines, lambda price: rate_of(price, rate, base), lambda work: (rate, base)
        )
    return gain


def _amount(effect: AmountOff, lines: list[Work]) -> Gain:
    gain = Gain(Reason("amount", (("amount", effect.amount),)))
    amount = effect.amount
    if effect.target == "order":
        amount = _least(amount, effect.max_amount)
        gain.parts = _share_out(amount, lines)
        gain.lost = amount - gain.money
    elif effect.target == "line":
        offs = [min(amount, work.room) for work in lines]
        gain.parts = _whole_lines(lines, offs, effect.max_amount)
    elif effect.target == "cheapest_units_total":
        picks = first_units(pool(lines), effect.max_units, effect.max_units_per_line)
        amount = _least(amount, effect.max_amount)
        weights = [pick.units * pick.price for pick in picks]
        shares = allocate(amount, weights, [pick.room for pick in picks])
        for pick, share in zip(picks, shares, strict=True):
            pick.off = share
        gain.parts = unit_parts(picks)
    else:
        gain.parts = _per_unit(
            effect, lines, lambda price: amount, lambda work: (work.line.quantity * amount, 0)
        )
    return gain


def _least(amount: int, bound_by: int | None) -> int:
    return amount if bound_by is None else min(amount, bound_by)


def _share_out(amount: int, lines: list[Work]) -> list[Part]:
    """Split an amount over lines by what is left on them, within their room (R5)."""
    shares = allocate(amount, [work.left for work in lines], [work.room for work in lines])
    return [(work, share, None) for work, share in zip(lines, shares, strict=True)]


def _whole_lines(lines: list[Work], offs: list[int], max_amount: int | None) -> list[Part]:
    if max_amount is not None and sum(offs) > max_amount:
        offs = allocate(max_amount, offs, offs)
    return [(work, off, None) for work, off in zip(lines, offs, strict=True)]


def _per_unit(
    effect: PercentOff | AmountOff,
    lines: list[Work],
    off_unit: Callable[[int], int],
    weighed: Callable[[Work], tuple[int, int]],
) -> list[Part]:
    """Take ``off_unit(price)`` off each unit the target means.

    A weighed line has no units: with the target *unit* it gives its percentage (rate, base) or its
    amount per whole unit (thousandths of minor units, 0) as a whole, and is no *cheapest* unit.
    """
    limit = effect.max_units
    if effect.target == "cheapest_unit":
        limit = 1
    picks = first_units(pool(lines), limit, effect.max_units_per_line)
    for pick in picks:
        pick.off = off_unit(pick.price) * pick.units
    cut: list[Part] = []
    if effect.target in ("unit", "line"):
        for work in lines:
            if not work.units:
                share, base = weighed(work)
                off = rate_of(work.left, share, base) if base else half_up(share, ONE)
                cut.append((work, min(off, work.room), None))
    return _bounded(picks, cut, effect.max_amount)


def _bounded(picks: list[Pick], cut: list[Part], max_amount: int | None) -> list[Part]:
    """Join units and weighed lines, all together within ``max_amount``."""
    if max_amount is not None and cut:
        for pick in picks:
            pick.off = min(pick.off, pick.room)
        offs = [*(pick.off for pick in picks), *(part[1] for part in cut)]
        if sum(offs) > max_amount:
            offs = allocate(max_amount, offs, offs)
        for pick, off in zip(picks, offs, strict=False):
            pick.off = off
        cut = [(part[0], off, None) for part, off in zip(cut, offs[len(picks) :], strict=True)]
        max_amount = None
    bound(picks, max_amount)
    return [*unit_parts(picks), *cut]


def _fixed_price(effect: FixedPrice, lines: list[Work]) -> Gain:
    gain = Gain(Reason("fixed_price", (("price", effect.price),)))
    if effect.target == "order":
        total = sum(work.left for work in lines)
        gain.parts = _share_out(max(0, total - effect.price), lines)
        return gain
    if effect.target == "line":
        offs = [max(0, min(work.left - effect.price, work.room)) for work in lines]
        gain.parts = _whole_lines(lines, offs, None)
        return gain
    limit = 1 if effect.target == "cheapest_unit" else effect.max_units
    picks = first_units(pool(lines), limit, effect.max_units_per_line)
    for pick in picks:
        pick.off = max(0, pick.price - effect.price) * pick.units
    bound(picks, None)
    gain.parts = unit_parts(picks)
    for work in lines if effect.target == "unit" else ():
        if not work.units:
            off = work.left - extend(effect.price, work.line.quantity)
            gain.parts.append((work, max(0, min(off, work.room)), None))
    return gain


def _tiered(effect: Tiered, lines: list[Work]) -> Gain:
    if effect.by == "quantity":
        measure = sum(work.line.quantity for work in lines)
    else:
        measure = sum(work.left for work in lines)
    reached = [value for start, value in effect.tiers if measure >= start]
    value = reached[-1] if lines and reached else 0
    if effect.kind == "percent":
        gain = _percent(
            PercentOff(
                rate=value, target=effect.target, max_amount=effect.max_amount, base=effect.base
            ),
            lines,
        )
    else:
        gain = _amount(
            AmountOff(amount=value, target=effect.target, max_amount=effect.max_amount), lines
        )
    gain.reason = Reason("tiered", (("by", effect.by), ("measure", measure), ("value", value)))
    return gain


def _bundle(effect: BundlePrice, lines: list[Work]) -> Gain:
    gain = Gain(
        Reason("bundle_price", (("units", effect.units), ("price", effect.price))),
    )
    picks = pool(lines, fresh_only=True)
    bundles = sum(pick.units for pick in picks) // effect.units
    bundles = _least(bundles, effect.max_bundles)
    chosen: list[Pick] = []
    while bundles and picks:
        taken = first_units(picks, effect.units)
        repeat = 1 if len(taken) > 1 else min(bundles, picks[0].units // effect.units)
        taken = first_units(picks, effect.units * repeat)
        price = sum(pick.units * pick.price for pick in taken)
        off = max(0, price - effect.price * repeat)
        if off:
            weights = [pick.units * pick.price for pick in taken]
            for pick, share in zip(taken, allocate(off, weights), strict=True):
                pick.off = min(share, pick.room)
            chosen.extend(taken)
        _drop(picks, effect.units * repeat)
        bundles -= repeat
    gain.parts = unit_parts(chosen, consume=True)
    return gain


def _drop(picks: list[Pick], units: int) -> None:
    """Remove the first ``units`` units of a pool."""
    while units:
        first = picks[0]
        gone = min(units, first.units)
        first.units -= gone
        units -= gone
        if not first.units:
            picks.pop(0)


def _free_units(effect: FreeUnits, lines: list[Work]) -> Gain:
    gain = Gain(Reason("free_units", (("buy", effect.buy), ("get", effect.get))))
    picks = pool(lines, fresh_only=True)
    group = effect.buy + effect.get
    whole, rest = divmod(sum(pick.units for pick in picks), group)
    free = _least(whole * effect.get + max(0, rest - effect.buy), effect.max_free)
    if not free:
        return gain
    chosen = first_units(picks, free)
    for pick in chosen:
        pick.off = pick.units * pick.price
    bound(chosen, None)
    gain.free = [(pick.work, pick.units) for pick in chosen]
    _drop(picks, free)
    bought = -(-free // effect.get) * effect.buy
    gain.parts = unit_parts([*chosen, *first_units(picks, bought)], consume=True)
    return gain


def _first_plus_additional(effect: FirstPlusAdditional, lines: list[Work]) -> Gain:
    gain = Gain(
        Reason(
            "first_plus_additional",
            (("first", effect.first), ("additional", effect.additional)),
        )
    )
    picks: list[Pick] = []
    for counted in [[work] for work in lines] if effect.per_line else [lines]:
        seen = 0
        for pick in sorted(pool(counted), key=lambda pick: -pick.price):
            if effect.max_units is not None:
                pick.units = min(pick.units, effect.max_units - seen)
            units = pick.units
            picks.extend(_first_and_rest(pick, seen, effect))
            seen += units
    picks = [pick for pick in picks if pick.units > 0]
    bound(picks, None)
    gain.parts = unit_parts(picks)
    return gain


def _first_and_rest(pick: Pick, seen: int, effect: FirstPlusAdditional) -> Sequence[Pick]:
    if seen:
        pick.off = effect.additional * pick.units
        return [pick]
    rest = Pick(pick.work, pick.run, pick.units - 1, pick.price)
    rest.off = effect.additional * rest.units
    pick.units = min(1, pick.units)
    pick.off = min(effect.first, pick.price) * pick.units
    return [pick, rest]


def _beside_money(
    effect: Gift | PointsMultiplier | IssueCoupon, lines: list[Work], rule_id: str
) -> Gain:
    if isinstance(effect, IssueCoupon):
        gain = Gain(Reason("issue_coupon", (("campaign", effect.campaign),)))
        gain.issues = [effect.campaign]
        return gain
    if isinstance(effect, PointsMultiplier):
        gain = Gain(Reason("points_multiplier", (("factor", effect.factor),)))
        gain.multipliers = [(work, effect.factor) for work in lines]
        return gain
    gain = Gain(Reason("gift", (("sku", effect.sku),)))
    times = 1 if lines else 0
    if effect.per_units is not None:
        times = sum(work.line.quantity for work in lines) // (effect.per_units * ONE)
    if times:
        gift = GiftLine(sku=effect.sku, quantity=effect.quantity * times, rule_id=rule_id)
        gain.gifts = [gift]
    return gain
