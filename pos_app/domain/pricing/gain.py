"""What one effect would give, worked out without touching the lines yet."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from pos_app.domain.money import allocate
from pos_app.domain.pricing.result import GiftLine, Reason
from pos_app.domain.pricing.work import Run, Work, even_runs


@dataclass(slots=True)
class Gain:
    """The gain of an effect: money off lines, free units, gifts, multipliers, coupons to issue.

    ``lost`` is money an amount was worth beyond what there was room for (R21).
    """

    reason: Reason
    parts: list[tuple[Work, int, list[Run] | None]] = field(default_factory=list)
    free: list[tuple[Work, int]] = field(default_factory=list)
    gifts: list[GiftLine] = field(default_factory=list)
    multipliers: list[tuple[Work, int]] = field(default_factory=list)
    issues: list[str] = field(default_factory=list)
    lost: int = 0

    @property
    def money(self) -> int:
        """Return the money it takes off."""
        return sum(part[1] for part in self.parts)

    @property
    def gives(self) -> bool:
        """Tell whether it gives anything at all."""
        if self.gifts or self.multipliers or self.issues:
            return True
        return any(part[1] for part in self.parts)


@dataclass(slots=True)
class Pick:
    """Units of one run of a line chosen for an effect, and what comes off them in all."""

    work: Work
    run: int
    units: int
    price: int
    off: int = 0

    @property
    def room(self) -> int:
        """What may come off these units."""
        return max(0, self.price - self.work.unit_floor) * self.units


def pool(lines: Iterable[Work], *, fresh_only: bool = False) -> list[Pick]:
    """Return all units of the lines, the cheapest first.

    Ties go to the units that may go lower, then by article and by the quantity of the line: the
    order of scanning decides only between lines that are alike in all of these, so that it never
    changes what a basket costs. ``fresh_only`` leaves out units another multi-buy consumed (R2).
    """
    picks = [
        Pick(work, place, units, price)
        for work in lines
        for place, (units, price, consumed) in enumerate(work.unit_runs())
        if not (fresh_only and consumed)
    ]
    picks.sort(key=_cheapest)
    return picks


def _cheapest(pick: Pick) -> tuple[int, int, str, int]:
    work = pick.work
    return pick.price, work.unit_floor, work.item.sku, work.line.quantity


def first_units(
    picks: Iterable[Pick], limit: int | None, per_line: int | None = None
) -> list[Pick]:
    """Return the first ``limit`` units of a pool, at most ``per_line`` of a line."""
    chosen: list[Pick] = []
    of_line: dict[int, int] = {}
    for pick in picks:
        units = pick.units if limit is None else min(pick.units, limit)
        if per_line is not None:
            units = min(units, per_line - of_line.get(pick.work.place, 0))
        if units <= 0:
            continue
        chosen.append(Pick(pick.work, pick.run, units, pick.price))
        of_line[pick.work.place] = of_line.get(pick.work.place, 0) + units
        if limit is not None:
            limit -= units
    return chosen


def bound(picks: Sequence[Pick], max_amount: int | None) -> None:
    """Keep what comes off within the room of the units and, in all, within ``max_amount``."""
    for pick in picks:
        pick.off = min(pick.off, pick.room)
    total = sum(pick.off for pick in picks)
    if max_amount is not None and total > max_amount:
        offs = [pick.off for pick in picks]
        for pick, share in zip(picks, allocate(max_amount, offs, offs), strict=True):
            pick.off = share


def unit_parts(
    picks: Iterable[Pick], *, consume: bool = False
) -> list[tuple[Work, int, list[Run] | None]]:
    """Turn picks into what each line loses and the units it has then."""
    by_line: dict[int, list[Pick]] = {}
    for pick in picks:
        by_line.setdefault(pick.work.place, []).append(pick)
    parts: list[tuple[Work, int, list[Run] | None]] = []
    for chosen in by_line.values():
        work = chosen[0].work
        runs: list[Run] = []
        for place, (units, price, consumed) in enumerate(work.unit_runs()):
            for pick in chosen:
                if pick.run == place:
                    units -= pick.units
                    left = pick.units * price - pick.off
                    runs.extend(even_runs(pick.units, left, consumed=consumed or consume))
            if units:
                runs.append((units, price, consumed))
        parts.append((work, sum(pick.off for pick in chosen), runs))
    return parts
