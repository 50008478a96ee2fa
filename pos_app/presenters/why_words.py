"""Why a price is what it is, in words: each step with its rule, its reason and its figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from pos_app.domain.pricing import Programme, Reason
from pos_app.i18n import Formats, Translator
from pos_app.presenters.need_words import limit_words, need_words
from pos_app.presenters.price_words import counted
from pos_app.presenters.sale_panels import REASONS
from pos_app.presenters.sale_words import DOT, TIMES
from pos_app.presenters.why_state import WhyRow, WhySection
from pos_app.services.why import WhyLine, WhyNot, WhyPoints, WhyStep

_MANUAL: Final = dict(REASONS)


class _Speaker:
    """A language and the figures of one reason."""

    __slots__ = ("_params", "f", "step", "t")

    def __init__(
        self, t: Translator, f: Formats, params: Mapping[str, object], step: WhyStep | None = None
    ) -> None:
        self.t = t
        self.f = f
        self.step = step
        self._params = params

    def count(self, name: str) -> int:
        value = self._params.get(name)
        return value if isinstance(value, int) else 0

    def text(self, name: str) -> str:
        value = self._params.get(name)
        return value if isinstance(value, str) else ""

    def rate(self, name: str) -> str:
        """A rate of ``base``, "" when there was none."""
        rate, base = self.count(name), self.count("base") or 10_000
        return self.f.percent(rate * 10_000 // base) if rate else ""


Say = Callable[[_Speaker], str]


def _of_before(s: _Speaker, rate: str) -> str:
    if not rate or s.step is None:
        return rate
    return s.t._("{rate} of {amount}", rate=rate, amount=s.f.amount(s.step.before))


def _manual(s: _Speaker) -> str:
    code = s.text("reason")
    word = s.t._(_MANUAL[code]) if code in _MANUAL else code
    rate = _of_before(s, s.rate("percent")) if s.step and s.step.kind == "manual" else ""
    rate = rate or s.rate("percent")
    cut = s.count("cut")
    floor = s.t._("{amount} less: the lowest price", amount=s.f.amount(cut)) if cut else ""
    return f" {DOT} ".join(part for part in (rate, word, floor) if part)


def _level(s: _Speaker) -> str:
    who = s.step.name if s.step is not None and s.step.name else s.text("group")
    quantity = s.count("min_quantity")
    many = s.t._("from {quantity}", quantity=s.f.quantity(quantity)) if quantity else ""
    before = s.t._("instead of {price}", price=s.f.amount(s.count("list")))
    return f" {DOT} ".join(part for part in (who, many, before) if part)


def _amount(s: _Speaker) -> str:
    amount = s.count("amount")
    said = s.t._("{amount} off", amount=s.f.amount(amount))
    return _share(s, said) if s.step is not None and s.step.amount < amount else said


def _share(s: _Speaker, said: str) -> str:
    part = s.t._("the part of this line")
    return f"{said} {DOT} {part}"


def _tiered(s: _Speaker) -> str:
    if s.text("by") == "quantity":
        return s.t._("the step for {quantity} pieces", quantity=s.f.quantity(s.count("measure")))
    return s.t._("the step for {amount}", amount=s.f.amount(s.count("measure")))


def _points(s: _Speaker) -> str:
    spent, money = s.count("spent"), s.count("money")
    said = s.t.ngettext(
        "{n} point pays {money} of the receipt",
        "{n} points pay {money} of the receipt",
        spent // 100 if spent % 100 == 0 else 2,
        n=s.f.points(spent),
        money=s.f.amount(money),
    )
    return _share(s, said) if s.step is not None and s.step.amount < money else said


STEPS: Final[Mapping[str, Say]] = {
    "manual": _manual,
    "price_level": _level,
    "tier_discount": lambda s: _of_before(s, s.rate("rate")),
    "percent": lambda s: s.t._("{rate} off", rate=s.rate("rate")) if s.rate("rate") else "",
    "amount": _amount,
    "fixed_price": lambda s: s.t._("each for {price}", price=s.f.amount(s.count("price"))),
    "tiered": _tiered,
    "bundle_price": lambda s: s.t.ngettext(
        "{n} piece for {price}",
        "{n} pieces for {price}",
        s.count("units"),
        price=s.f.amount(s.count("price")),
    ),
    "free_units": lambda s: s.t._(
        "buy {buy}, get {get} free", buy=s.f.number(s.count("buy")), get=s.f.number(s.count("get"))
    ),
    "first_plus_additional": lambda s: s.t._(
        "{first} off the first, {more} off each further one",
        first=s.f.amount(s.count("first")),
        more=s.f.amount(s.count("additional")),
    ),
    "budget": lambda s: s.t._(
        "the last of this offer: {amount}", amount=s.f.amount(s.count("left"))
    ),
    "points": _points,
    "gift": lambda s: s.t._("on top, free"),
    "points_multiplier": lambda s: s.t._(
        "points {factor}", factor=f"{TIMES}{s.f.points(s.count('factor') // 100)}"
    ),
    "issue_coupon": lambda s: s.t._("a coupon comes with the receipt"),
}
"""The reasons of steps on a line; a code nobody foresaw has no words but keeps its figures."""

_PointsSay = Callable[[_Speaker], tuple[str, str, str]]


def _rate_row(title: str, s: _Speaker) -> tuple[str, str, str]:
    return title, s.f.money(s.count("money")), s.f.points(s.count("points"))


POINTS: Final[Mapping[str, _PointsSay]] = {
    "earning_base": lambda s: (
        s.t._("Money that earns points"), "", s.f.money(s.count("money"))
    ),
    "per_amount": lambda s: _rate_row(s.t._("Points for the money"), s),
    "per_unit": lambda s: (
        s.t._("Points for the pieces"), "", s.f.points(s.count("points"))
    ),
    "tier_multiplier": lambda s: (
        s.t._("Tier multiplies the points"), "", f"{TIMES}{s.f.points(s.count('factor') // 100)}"
    ),
    "rounded": lambda s: (
        s.t._("Rounded"),
        s.t._("in steps of {points}", points=s.f.points(s.count("step"))),
        s.f.points(s.count("points")),
    ),
    "receipt_cap": lambda s: (
        s.t._("The most for one receipt"), "", s.f.points(s.count("points"))
    ),
    "day_cap": lambda s: (
        s.t._("What is left of the day’s most"), "", s.f.points(s.count("points"))
    ),
    "not_while_redeeming": lambda s: (
        s.t._("A receipt paid with points earns none"), "", s.f.points(0)
    ),
}  # fmt: skip
"""The reasons of earned points: what it is, of what, and the figure."""


class WhyWords:
    """Makes sections of an explanation in one language."""

    def __init__(self, t: Translator, f: Formats) -> None:
        self.t = t
        self.f = f

    # -- a line -------------------------------------------------------------------------------

    def line(self, line: WhyLine) -> WhySection:
        """From the price to what is paid, one row a step."""
        t, f = self.t, self.f
        rows = [self._price(line), *(self._step(step) for step in line.steps)]
        if line.on_top:
            rows.append(
                WhyRow(
                    title=t._("Tax on top"),
                    change=f.amount(line.on_top, sign=True),
                    left=f.amount(line.money + line.on_top),
                )
            )
        rows.append(self._pay(line))
        return WhySection(title=line.name, rows=tuple(self._spoken(row) for row in rows))

    def _price(self, line: WhyLine) -> WhyRow:
        t, f = self.t, self.f
        quantity = f.quantity(line.quantity)
        if line.unit != "pcs":
            quantity = counted(t, f, line.quantity, line.unit)
        title = t._("Price set by hand") if line.own_price else t._("Price")
        detail = f"{f.amount(line.unit_price)} {TIMES} {quantity}"
        if line.given:
            title, detail = t._("Price on the label"), quantity
        return WhyRow(title=title, detail=detail, left=f.amount(line.gross))

    def _step(self, step: WhyStep) -> WhyRow:
        return WhyRow(
            title=self.rule(step),
            detail=self.reason(step),
            change=self.f.amount(-step.amount) if step.amount else "",
            left=self.f.amount(step.left),
        )

    def rule(self, step: WhyStep) -> str:
        """What took the money: the promotion's own name, the card, a coupon, a person, points."""
        t, name = self.t, step.name
        words = {
            "price": t._("Special price"),
            "promotion": name or t._("Promotion"),
            "card": t._("Card: {tier}", tier=name) if name else t._("Card discount"),
            "coupon": t._("Coupon: {name}", name=name) if name else t._("Coupon"),
            "manual": t._("Discount by hand"),
            "order_discount": t._("Discount on the receipt"),
            "points": t._("Points"),
        }
        return words.get(step.kind) or name or t._("Discount")

    def reason(self, step: WhyStep) -> str:
        """Why it took that much; "" for a code nobody foresaw."""
        words = STEPS.get(step.reason.code)
        if words is None:
            return ""
        said = words(_Speaker(self.t, self.f, dict(step.reason.params), step))
        if step.kind == "coupon" and step.rule.startswith("coupon:"):
            said = f" {DOT} ".join(part for part in (said, step.rule[len("coupon:") :]) if part)
        return said

    def _pay(self, line: WhyLine) -> WhyRow:
        t, f = self.t, self.f
        numerator, denominator = line.earned
        earns = ""
        if numerator > 0:
            points = numerator // denominator
            earns = t._("earns {points} points", points=f.points(points))
        return WhyRow(
            title=t._("To pay"),
            detail=earns,
            left=f.money(line.money + line.on_top),
            tone="result",
        )

    # -- points -------------------------------------------------------------------------------

    def points(self, why: WhyPoints, programme: Programme | None = None) -> WhySection:
        """What the receipt earns and spends, and what limits both."""
        t, f = self.t, self.f
        rows = [row for step in why.steps if (row := self._points_row(step)) is not None]
        numerator, denominator = why.per_order
        if numerator > 0:
            once = WhyRow(
                title=t._("Once for the receipt"), left=f.points(numerator // denominator)
            )
            place = next((n for n, step in enumerate(why.steps) if step.code == "rounded"), None)
            rows.insert(len(rows) if place is None else place, once)
        rows.append(self._earned(why))
        if why.most is not None or why.spent:
            rows.extend(self._spending(why, programme))
        return WhySection(
            title=t._("Points of this receipt"), rows=tuple(self._spoken(row) for row in rows)
        )

    def _points_row(self, reason: Reason) -> WhyRow | None:
        words = POINTS.get(reason.code)
        if words is None:
            return None
        title, detail, figure = words(_Speaker(self.t, self.f, dict(reason.params)))
        return WhyRow(title=title, detail=detail, left=figure)

    def _earned(self, why: WhyPoints) -> WhyRow:
        t = self.t
        title = t._("This receipt earns") if why.known else t._("With a card it would earn")
        return WhyRow(title=title, left=self.f.points(why.earned, sign=True), tone="gain")

    def _spending(self, why: WhyPoints, programme: Programme | None) -> Sequence[WhyRow]:
        t, f = self.t, self.f
        rows = []
        if why.most is not None:
            rows.append(
                WhyRow(
                    title=t._("The most that points may pay"),
                    detail=limit_words(t, f, why.limited_by, programme),
                    left=f.points(why.most),
                )
            )
        if why.spent:
            rows.append(
                WhyRow(
                    title=t._("Points spent"),
                    detail=f"= {f.money(why.spent_money)}",
                    left=f.points(-why.spent),
                )
            )
        return rows

    # -- what does not apply ------------------------------------------------------------------

    def missing(self, entries: Sequence[WhyNot]) -> WhySection:
        """Promotions and coupons that give nothing here, each with what is missing."""
        t = self.t
        rows = [
            WhyRow(
                title=self._name(entry),
                detail=need_words(t, self.f, entry.need, coupon=bool(entry.code)),
                tone="warn" if entry.code else "plain",
            )
            for entry in entries
        ]
        return WhySection(title=t._("Not applied"), rows=tuple(self._spoken(row) for row in rows))

    def _name(self, entry: WhyNot) -> str:
        if not entry.code:
            return entry.name or self.t._("Promotion")
        name = entry.name or self.t._("Coupon")
        return f"{name} {DOT} {entry.code}"

    @staticmethod
    def _spoken(row: WhyRow) -> WhyRow:
        parts = (row.title, row.detail, row.change, f"= {row.left}" if row.left else "")
        said = ", ".join(part for part in parts if part)
        return WhyRow(
            title=row.title,
            detail=row.detail,
            change=row.change,
            left=row.left,
            tone=row.tone,
            spoken=said,
        )
