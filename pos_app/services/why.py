"""Why a price is what it is: the steps of every line and of the points, in figures (R1).

The same records come from the open sale and from a stored one, so that screen, paper and a look
back say the same. Words are made where they are shown.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pos_app.domain.pricing import PricedBasket, PricedLine, Programme, Reason, Step
from pos_app.domain.quantity import extend
from pos_app.domain.sale import Draft, DraftLine, Sale, SaleLine

EARNED = "earned"
"""The reason code under which a stored line keeps its exact points."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What people call promotions and coupons by rule id, and tiers by tier id."""

    rules: Mapping[str, str]
    tiers: Mapping[str, str]

    def of(self, step: Step) -> str:
        """The name of what stands behind a step, "" when it has none."""
        if step.kind == "price":
            return self.tiers.get(str(dict(step.reason.params).get("tier", "")), "")
        return (self.tiers if step.kind == "card" else self.rules).get(step.rule, "")


NAMELESS = Names(rules={}, tiers={})


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyStep:
    """One step of a line: ``before`` − ``amount`` = ``left``, in minor units.

    ``kind`` is that of :class:`~pos_app.domain.pricing.Step`; ``name`` is what people call the
    rule, "" where it has no name or where the step was stored before names were.
    """

    kind: str
    rule: str
    name: str
    amount: int
    before: int
    left: int
    reason: Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyLine:
    """A line from its price to what is paid for it.

    ``given`` tells that the sum came from outside (a label of a pair of scales), ``own_price`` that
    a person set the price. ``money`` is what the last step left, ``on_top`` the tax that comes on
    top of it; ``earned`` the exact points as a fraction of hundredths.
    """

    line_id: str
    name: str
    unit: str
    quantity: int
    unit_price: int
    gross: int
    steps: tuple[WhyStep, ...]
    money: int
    on_top: int = 0
    earned: tuple[int, int] = (0, 1)
    given: bool = False
    own_price: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPoints:
    """How the points of a receipt came about (R8–R10); points in hundredths.

    ``known`` is off while nobody is identified: ``earned`` is then what somebody would get.
    ``most`` and ``limited_by`` are None and "" where they were not kept. ``per_order`` is the exact
    part that belongs to no line.
    """

    known: bool
    spent: int
    spent_money: int
    earned: int
    most: int | None = None
    most_money: int = 0
    limited_by: str = ""
    per_order: tuple[int, int] = (0, 1)
    steps: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyNot:
    """A promotion or a coupon (``code``) that gave nothing, and what is missing."""

    name: str
    need: Reason
    code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Why:
    """The whole receipt explained; ``programme`` is the one in force, None where it is past."""

    lines: tuple[WhyLine, ...]
    points: WhyPoints
    missing: tuple[WhyNot, ...] = ()
    programme: Programme | None = None

    def line(self, line_id: str) -> WhyLine | None:
        """One line, None when it is not there or has no price yet."""
        return next((line for line in self.lines if line.line_id == line_id), None)


def walk(gross: int, steps: Iterable[tuple[Step, str]]) -> tuple[WhyStep, ...]:
    """The steps and their names with what stood before and what is left after each."""
    left, done = gross, []
    for step, name in steps:
        done.append(
            WhyStep(
                kind=step.kind,
                rule=step.rule,
                name=name,
                amount=step.amount,
                before=left,
                left=left - step.amount,
                reason=step.reason,
            )
        )
        left -= step.amount
    return tuple(done)


def open_lines(draft: Draft, priced: PricedBasket, names: Names) -> tuple[WhyLine, ...]:
    """The lines of the open sale that have a price."""
    scanned = {line.line_id: line for line in draft.lines}
    return tuple(_open_line(scanned[line.line_id], line, names) for line in priced.lines)


def _open_line(line: DraftLine, priced: PricedLine, names: Names) -> WhyLine:
    return WhyLine(
        line_id=line.line_id,
        name=line.name,
        unit=line.unit,
        quantity=priced.quantity,
        unit_price=priced.unit_price,
        gross=priced.gross,
        steps=walk(priced.gross, [(step, names.of(step)) for step in priced.steps]),
        money=priced.money,
        on_top=priced.tax_on_top,
        earned=priced.earned,
        given=line.fixed_gross is not None and line.price_override is None,
        own_price=line.price_override is not None,
    )


def open_points(priced: PricedBasket, *, known: bool) -> WhyPoints:
    """The points of the open sale."""
    points = priced.points
    return WhyPoints(
        known=known,
        spent=points.spent,
        spent_money=points.spent_money,
        earned=points.earned if known else points.would_earn,
        most=points.limit,
        most_money=points.limit_money,
        limited_by=points.limited_by,
        per_order=points.per_order,
        steps=points.steps,
    )


# -- stored -----------------------------------------------------------------------------------


def stored_lines(sale: Sale) -> tuple[WhyLine, ...]:
    """The lines of a completed sale, from what was stored with them."""
    on_top = sum(line.net for line in sale.lines) != sale.total
    return tuple(_stored_line(line, tax_on_top=on_top) for line in sale.lines)


def _stored_line(line: SaleLine, *, tax_on_top: bool) -> WhyLine:
    named = load_steps(line.steps)
    taking = [(step, name) for step, name in named if step.reason.code != EARNED]
    return WhyLine(
        line_id=line.line_id,
        name=line.name,
        unit=line.unit,
        quantity=line.quantity,
        unit_price=line.unit_price,
        gross=line.gross,
        steps=walk(line.gross, taking),
        money=line.net,
        on_top=line.tax if tax_on_top else 0,
        earned=earned_of(step for step, _ in named),
        given=line.gross != extend(line.unit_price, line.quantity),
    )


def earned_of(steps: Iterable[Step]) -> tuple[int, int]:
    """The exact points a stored line keeps, as a fraction of hundredths."""
    for step in steps:
        if step.reason.code == EARNED:
            params = dict(step.reason.params)
            return _whole(params.get("numerator")), max(1, _whole(params.get("denominator")))
    return 0, 1


def _whole(value: object) -> int:
    return value if isinstance(value, int) else 0


def dump_steps(steps: Sequence[Step], names: Names = NAMELESS) -> str:
    """The steps of a line as canonical JSON: rule, kind, amount, reason code and figures.

    The ``name`` of a rule is kept with it: rules are renamed and go, a receipt stays.
    """
    rows = [_row(step, names.of(step)) for step in steps]
    return json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _row(step: Step, name: str) -> dict[str, object]:
    row: dict[str, object] = {
        "rule": step.rule,
        "kind": step.kind,
        "amount": step.amount,
        "reason": step.reason.code,
        "params": dict(step.reason.params),
    }
    return {**row, "name": name} if name else row


def load_steps(text: str) -> tuple[tuple[Step, str], ...]:
    """The steps written by :func:`dump_steps`, each with the name kept with it.

    Raises ``ValueError`` for anything else.
    """
    try:
        return tuple(_read(row) for row in json.loads(text))
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError("these are no steps of a line") from error


def _read(row: Mapping[str, object]) -> tuple[Step, str]:
    params = row["params"]
    amount = row["amount"]
    if not isinstance(params, dict) or not isinstance(amount, int):
        raise TypeError(type(amount).__name__)
    reason = Reason(str(row["reason"]), tuple(sorted(params.items())))
    step = Step(
        rule=str(row["rule"]),
        kind=str(row["kind"]),  # type: ignore[arg-type] # shown as it is, whatever it says
        amount=amount,
        reason=reason,
    )
    return step, str(row.get("name", ""))
