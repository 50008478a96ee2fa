"""Benefits in the independent model: each changes the goods it is given, unit by unit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from fractions import Fraction

from tests.domain.rational_goods import Good, Json, Unit, even, nearest, split, split_within

Chosen = list[tuple[Good, Unit]]


def percent(value: object) -> Fraction:
    """A percentage as a fraction."""
    return Fraction(str(value)) / 100


def queue(goods: Iterable[Good], *, fresh: bool = False) -> Chosen:
    """All units, the cheapest first; then by what they are; then as scanned."""
    units = [(good, unit) for good in goods for unit in good.each() if not (fresh and unit.used)]
    return sorted(
        units,
        key=lambda pair: (
            pair[1].price,
            pair[0].unit_floor,
            pair[0].sku,
            pair[0].quantity,
            pair[0].place,
        ),
    )


def pick(units: Chosen, most: int | None, per_line: int | None) -> Chosen:
    """The first units of a queue, within a limit in all and on a line."""
    found: Chosen = []
    of_line: dict[int, int] = {}
    for good, unit in units:
        here = of_line.get(good.place, 0)
        if (most is not None and len(found) >= most) or (per_line is not None and here >= per_line):
            continue
        of_line[good.place] = here + 1
        found.append((good, unit))
    return found


def _lots(chosen: Chosen) -> list[tuple[Good, list[Unit]]]:
    """Equal units of a line stand together: a sum is shared over them, not over each."""
    lots: dict[tuple[int, int], tuple[Good, list[Unit]]] = {}
    for good, unit in chosen:
        lots.setdefault((good.place, unit.price), (good, []))[1].append(unit)
    return list(lots.values())


def cut(
    chosen: Chosen, off: Callable[[int], int], max_amount: int | None, cuts: dict[int, int]
) -> None:
    """Take ``off(price)`` from each unit, within its room and all together within a maximum.

    ``cuts`` are sums off weighed lines (by place) that share the maximum.
    """
    lots = _lots(chosen)
    offs = [
        len(units) * min(off(units[0].price), max(0, units[0].price - good.unit_floor))
        for good, units in lots
    ]
    together = [*offs, *cuts.values()]
    if max_amount is not None and sum(together) > max_amount:
        together = split_within(max_amount, together, together)
    give(lots, together[: len(lots)])
    for place, share in zip(list(cuts), together[len(lots) :], strict=True):
        cuts[place] = share


def give(lots: list[tuple[Good, list[Unit]]], offs: list[int]) -> None:
    """Take a sum from each lot of equal units."""
    for (good, units), share in zip(lots, offs, strict=True):
        left = len(units) * units[0].price - share
        good.shaped = True
        good.touches += 1
        for unit, new in zip(units, even(len(units), left, used=False), strict=True):
            unit.price = new.price
        good.left -= share


def spread(goods: list[Good], amount: int) -> None:
    """A sum over lines by what is left on them."""
    shares = split_within(amount, [good.left for good in goods], [good.room for good in goods])
    for good, share in zip(goods, shares, strict=True):
        good.take(share)


def whole_lines(goods: list[Good], offs: list[int], max_amount: int | None) -> None:
    """A sum off each line, all together within a maximum."""
    if max_amount is not None and sum(offs) > max_amount:
        offs = split_within(max_amount, offs, offs)
    for good, share in zip(goods, offs, strict=True):
        good.take(share)


def _least(amount: int, most: int | None) -> int:
    return amount if most is None else min(amount, most)


def reduce(
    goods: list[Good],
    effect: Json,
    *,
    of_sum: Callable[[int], int],
    weighed: Callable[[Good], int],
) -> None:
    """Percentages and amounts: the same targets, only the figure differs."""
    target, most = effect.get("target", "order"), effect.get("max_amount")
    limit, per_line = effect.get("max_units"), effect.get("max_units_per_line")
    if target == "order":
        spread(goods, _least(of_sum(sum(good.left for good in goods)), most))
        return
    plain = limit is None and per_line is None
    if target == "line" and (plain or effect["type"].endswith("amount")):
        whole_lines(goods, [min(of_sum(good.left), good.room) for good in goods], most)
        return
    if target == "cheapest_units_total":
        lots = _lots(pick(queue(goods), limit, per_line))
        worth = [len(units) * units[0].price for _, units in lots]
        room = [len(units) * max(0, units[0].price - good.unit_floor) for good, units in lots]
        give(lots, split_within(_least(of_sum(0), most), worth, room))
        return
    chosen = pick(queue(goods), 1 if target == "cheapest_unit" else limit, per_line)
    cuts: dict[int, int] = {}
    if target in ("unit", "line"):
        cuts = {good.place: min(weighed(good), good.room) for good in goods if not good.pieces}
    cut(chosen, of_sum, most, cuts)
    for good in goods:
        good.take(cuts.get(good.place, 0))


def _percent(goods: list[Good], effect: Json) -> None:
    rate = percent(effect["value"])

    def part(money: int) -> int:
        return nearest(money * rate)

    reduce(goods, effect, of_sum=part, weighed=lambda good: part(good.left))


def _amount(goods: list[Good], effect: Json) -> None:
    value = effect["value"]
    reduce(
        goods,
        effect,
        of_sum=lambda money: value,
        weighed=lambda good: nearest(good.quantity * value),
    )


def _fixed_price(goods: list[Good], effect: Json) -> None:
    value = effect["value"]
    chosen = pick(queue(goods), effect.get("max_units"), effect.get("max_units_per_line"))
    cut(chosen, lambda price: max(0, price - value), None, {})
    for good in goods:
        if not good.pieces:
            over = good.left - nearest(value * good.quantity)
            good.take(max(0, min(over, good.room)))


def _tiered(goods: list[Good], effect: Json) -> None:
    measure = (
        sum((good.quantity for good in goods), Fraction(0))
        if effect.get("tier_by", "qty") == "qty"
        else Fraction(sum(good.left for good in goods))
    )
    reached = [value for start, value in effect["tiers"] if measure >= Fraction(str(start))]
    if goods and reached:
        kind = effect["type"].removeprefix("tiered_")
        plain = {"type": kind, "value": reached[-1]}
        plain |= {key: effect[key] for key in ("target", "max_amount") if key in effect}
        (_percent if kind == "percent" else _amount)(goods, plain)


def _bundle(goods: list[Good], effect: Json) -> None:
    units, size = queue(goods, fresh=True), effect["qty"]
    bundles = _least(len(units) // size, effect.get("max_bundles"))
    for number in range(bundles):
        bundle = units[number * size : (number + 1) * size]
        over = sum(unit.price for _, unit in bundle) - effect["value"]
        if over <= 0:
            continue
        lots = _lots(bundle)
        worth = [len(same) * same[0].price for _, same in lots]
        room = [len(same) * max(0, same[0].price - good.unit_floor) for good, same in lots]
        shares = [min(share, most) for share, most in zip(split(over, worth), room, strict=True)]
        for good, unit in bundle:
            unit.used = good.shaped = True
        give(lots, shares)


def _free_units(goods: list[Good], effect: Json) -> None:
    units = queue(goods, fresh=True)
    buy, get = effect["buy"], effect.get("get", 1)
    whole, rest = divmod(len(units), buy + get)
    free = _least(whole * get + max(0, rest - buy), effect.get("max_free"))
    bought = -(-free // get) * buy
    for good, unit in units[: free + bought] if free else ():
        unit.used = good.shaped = True
        good.touches += 1
    for good, _ in units[:free]:
        good.free += 1
    cut(units[:free], lambda price: price, None, {})


def _first_plus_additional(goods: list[Good], effect: Json) -> None:
    per_line = effect.get("target") == "line"
    for counted in [[good] for good in goods] if per_line else [goods]:
        units = sorted(queue(counted), key=lambda pair: -pair[1].price)
        for number, pair in enumerate(units[: effect.get("max_units", len(units))]):
            off = effect["additional"] if number else effect["first"]
            cut([pair], lambda price, off=off: off, None, {})


EFFECTS: dict[str, Callable[[list[Good], Json], None]] = {
    "percent": _percent,
    "amount": _amount,
    "fixed_price": _fixed_price,
    "tiered_percent": _tiered,
    "tiered_amount": _tiered,
    "bundle_price": _bundle,
    "free_units": _free_units,
    "first_plus_additional": _first_plus_additional,
}
