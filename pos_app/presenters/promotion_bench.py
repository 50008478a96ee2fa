"""The test bench beside the form: a trial basket, who buys and when, and what each rule gives."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from typing import Final

from pos_app.domain.catalogue import Product
from pos_app.domain.pricing import NotApplied, PricedLine
from pos_app.domain.promotion import Promotion
from pos_app.i18n import Formats
from pos_app.presenters.messages import refusal
from pos_app.presenters.promotion_form import Choices
from pos_app.presenters.promotion_read import parse_day
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, RowView
from pos_app.services.catalogue import CatalogueService
from pos_app.services.promotion_bench import PromotionBench, Trial, Tried
from pos_app.services.records import ProductQuery

MOST_HITS: Final = 5
MOST_LINES: Final = 50
UNKNOWN: Final = ""
NO_TIER: Final = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class BenchParts:
    """What the bench is joined from. ``tiers`` are (id, name)."""

    catalogue: CatalogueService
    bench: PromotionBench
    voice: Voice
    now: Callable[[], datetime]
    tiers: Callable[[], Choices]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrialText:
    """The bench as typed; ``lines`` are (product, thousandths), ``days`` last days by product."""

    lines: tuple[tuple[Product, int], ...] = ()
    days: dict[int, str] = field(default_factory=dict)
    who: str = UNKNOWN
    purchase: str = "2"
    groups: str = ""
    birthday: bool = False
    day: str = ""
    hour: str = ""
    find: str = ""
    chosen: str = ""


class BenchPanel:
    """Keeps the trial and shows what the engine says to it."""

    def __init__(self, parts: BenchParts) -> None:
        self._p = parts
        self._text = TrialText()
        self._hits: tuple[RowView, ...] = ()

    def moved(self, parts: BenchParts) -> BenchPanel:
        """The same trial in another language."""
        fresh = BenchPanel(parts)
        fresh._text = self._text
        return fresh

    # --- gestures ----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> None:
        """A field of the bench; ``key`` without its ``bench.``."""
        if key == "find":
            self._text = replace(self._text, find=text)
            self._hits = hits_of(self._p.catalogue, self._p.voice.f, text)
        elif key == "batch":
            if self._text.chosen:
                days = {**self._text.days, int(self._text.chosen): text}
                self._text = replace(self._text, days=days)
        elif key == "birthday":
            self._text = replace(self._text, birthday=bool(text))
        elif key == "quantity":
            self._set_quantity(text)
        else:
            self._text = replace(self._text, **{key: text})  # type: ignore[arg-type]

    def choose(self, block: str, key: str) -> None:
        """A row: a product found is put in, a line of the basket is chosen."""
        if block == "bench.lines":
            self._text = replace(self._text, chosen=key)
        elif block == "bench.find" and key:
            self.put(self._p.catalogue.get(int(key)))

    def put(self, product: Product) -> None:
        """One more of a product."""
        known = {one.id: quantity for one, quantity in self._text.lines}
        self._with_quantity(product, known.get(product.id, 0) + 1_000)
        self._text = replace(self._text, find="", chosen=str(product.id))
        self._hits = ()

    def press(self, action: str) -> None:
        """A button under the basket."""
        line = self._line()
        if line is None:
            return
        product, quantity = line
        if action == "more":
            self._with_quantity(product, quantity + 1_000)
        elif action == "less":
            self._with_quantity(product, quantity - 1_000)
        else:
            self._with_quantity(product, 0)

    def _line(self) -> tuple[Product, int] | None:
        return next(
            (line for line in self._text.lines if str(line[0].id) == self._text.chosen), None
        )

    def _set_quantity(self, text: str) -> None:
        line = self._line()
        try:
            quantity = self._p.voice.f.parse_quantity(text)
        except ValueError:
            return
        if line is not None and 0 < quantity <= 10**9:
            self._with_quantity(line[0], quantity)

    def _with_quantity(self, product: Product, quantity: int) -> None:
        lines = [(one, q) for one, q in self._text.lines if one.id != product.id]
        place = next(
            (n for n, (one, _) in enumerate(self._text.lines) if one.id == product.id), len(lines)
        )
        if quantity > 0 and len(lines) < MOST_LINES:
            lines.insert(place, (product, quantity))
        chosen = self._text.chosen
        if quantity <= 0:
            chosen = str(lines[min(place, len(lines) - 1)][0].id) if lines else ""
        self._text = replace(self._text, lines=tuple(lines), chosen=chosen)

    # --- trying ------------------------------------------------------------------------------

    def trial(self) -> Trial:
        """The trial as meant; what cannot be read stands for now."""
        text = self._text
        day, hour = self._moment()
        now = self._p.now()
        at = now.replace(
            year=day.year, month=day.month, day=day.day, hour=hour.hour, minute=hour.minute
        )
        known = text.who != UNKNOWN
        last = [
            (place, found)
            for place, (product, _) in enumerate(text.lines)
            if (found := _day(text.days.get(product.id, ""))) is not None
        ]
        groups = frozenset(clean for one in text.groups.split(",") if (clean := one.strip()))
        purchase = int(text.purchase) if text.purchase.strip().isdigit() else 1
        return Trial(
            lines=text.lines,
            at=at,
            known=known,
            tier_id=text.who if known and text.who != NO_TIER else None,
            groups=groups,
            orders=max(0, purchase - 1),
            birthday=day if text.birthday else None,
            last_days=tuple(last),
        )

    def _moment(self) -> tuple[date, time]:
        now = self._p.now()
        day = _day(self._text.day) or now.date()
        hours, _, minutes = self._text.hour.strip().partition(":")
        try:
            hour = time(int(hours), int(minutes or 0))
        except ValueError:
            hour = now.time()
        return day, hour

    # --- showing -----------------------------------------------------------------------------

    def blocks(self, promotion: Promotion | None) -> tuple[BlockView, ...]:
        """The cards of the bench; ``promotion`` is the edited one, None while it gives nothing."""
        tried = self._p.bench.price(self.trial(), promotion) if self._text.lines else None
        mine = promotion.rule_id if promotion is not None else ""
        return (self._finder(), self._basket(tried), self._result(tried, mine), self._who())

    def _finder(self) -> BlockView:
        t = self._p.voice.t
        find = FieldView(
            key="bench.find", label=t._("Put a product in"), text=self._text.find, wide=True
        )
        return BlockView(
            key="bench.find", title=t._("Try it"), fields=(find,), fields_first=True,
            rows=self._hits, rows_name=t._("Products found"),
            note=t._("Nothing here is sold or kept."),
        )  # fmt: skip

    def _basket(self, tried: Tried | None) -> BlockView:
        t, f, text = self._p.voice.t, self._p.voice.f, self._text
        line = self._line()
        if line is None:
            return BlockView(key="bench.lines", note=t._("The trial basket is empty."))
        priced = {one.line_id: one for one in tried.basket.lines} if tried is not None else {}
        rows = tuple(
            self._row(product, priced[str(place)], tried)
            for place, (product, _) in enumerate(text.lines)
            if tried is not None
        )
        fields = (
            FieldView(
                key="bench.quantity", label=t._("Quantity"), text=f.quantity(line[1]), right=True
            ),
            FieldView(
                key="bench.batch", label=t._("Last day of the batch"), optional=t._("if any"),
                text=text.days.get(line[0].id, ""),
            ),
        )  # fmt: skip
        actions = (
            ActionView(key="bench.less", text=t._("Less"), icon="minus"),
            ActionView(key="bench.more", text=t._("More"), icon="plus"),
            ActionView(key="bench.out", text=t._("Remove"), icon="trash-2", v="ghost"),
        )
        return BlockView(
            key="bench.lines", rows=rows, rows_name=t._("Trial basket"), chosen=text.chosen,
            fields=fields, actions=actions,
        )  # fmt: skip

    def _row(self, product: Product, priced: PricedLine, tried: Tried | None) -> RowView:
        t, f = self._p.voice.t, self._p.voice.f
        words = [f"{f.quantity(priced.quantity)} × {f.amount(priced.unit_price)}"]
        for step in priced.steps:
            name = tried.rules.get(step.rule, "") if tried is not None else ""
            name = name or (t._("card") if step.kind == "card" else t._("this promotion"))
            words.append(f"{name} {f.amount(-step.amount)}")
        before = f.amount(priced.gross) if priced.gross != priced.money else ""
        return RowView(
            key=str(product.id), title=product.name, note=" · ".join(words),
            right=f.amount(priced.money), right_note=before,
        )  # fmt: skip

    def _who(self) -> BlockView:
        t, text = self._p.voice.t, self._text
        tiers = self._p.tiers()
        who = ((UNKNOWN, t._("nobody known")), (NO_TIER, t._("with a card, no tier")), *tiers)
        fields = [
            FieldView(key="bench.who", label=t._("Customer"), kind="select", choices=who,
                      text=text.who),
            FieldView(key="bench.day", label=t._("Day"), text=text.day,
                      placeholder=f"{self._p.now():%d.%m.%Y}"),
            FieldView(key="bench.hour", label=t._("Time"), text=text.hour,
                      placeholder=f"{self._p.now():%H:%M}"),
        ]  # fmt: skip
        if text.who != UNKNOWN:
            fields += [
                FieldView(key="bench.purchase", label=t._("Number of the purchase"),
                          text=text.purchase, right=True),
                FieldView(key="bench.groups", label=t._("Groups of customers"), text=text.groups),
                FieldView(key="bench.birthday", label=t._("Birthday that day"), kind="toggle",
                          text="1" if text.birthday else ""),
            ]  # fmt: skip
        return BlockView(key="bench.who", title=t._("Who buys, and when"), fields=tuple(fields))

    def _result(self, tried: Tried | None, mine: str) -> BlockView:
        t, f = self._p.voice.t, self._p.voice.f
        if tried is None:
            return BlockView(
                key="bench.result", title=t._("What comes of it"),
                note=t._("Put products into the trial basket to see it."),
            )  # fmt: skip
        basket, rows = tried.basket, []
        for applied in basket.applied:
            name = tried.rules.get(applied.rule_id) or t._("this promotion")
            given = f.money(-applied.discount) if applied.discount else "✓"
            rows.append(
                RowView(key=applied.rule_id, title=name, note=t._("applies"), right=given,
                        icon="circle-check")
            )  # fmt: skip
        for gift in basket.gifts:
            name = tried.products.get(gift.sku, gift.sku)
            rows.append(
                RowView(key=f"gift.{gift.sku}", title=f"{f.quantity(gift.quantity)} × {name}",
                        note=t._("as a gift"), icon="gift")
            )  # fmt: skip
        missed = sorted(basket.not_applied, key=lambda one: one.rule_id != mine)
        rows += [self._missed(one, tried) for one in missed]
        points = basket.points.would_earn
        words = t._(
            "To pay {total}, {saved} less than listed.",
            total=f.money(basket.to_pay), saved=f.money(basket.gross - basket.to_pay),
        )  # fmt: skip
        if points:
            words += " " + t._("Points: {points}.", points=f.points(points, sign=True))
        return BlockView(
            key="bench.result", title=t._("What comes of it"), note=words, rows=tuple(rows),
            rows_name=t._("Promotions tried"),
        )  # fmt: skip

    def _missed(self, one: NotApplied, tried: Tried) -> RowView:
        t = self._p.voice.t
        return RowView(
            key=one.rule_id, title=tried.rules.get(one.rule_id) or t._("this promotion"),
            note=why_not(one, self._p.voice), icon="circle-x", tone="neutral",
        )  # fmt: skip


def why_not(one: NotApplied, voice: Voice) -> str:
    """Why a promotion gives nothing, and what is missing."""
    t, f = voice.t, voice.f
    params = dict(one.reason.params)
    code = str(params.get("condition") or one.reason.code)
    if code == "conditions":
        return t._("Not at this hour or day of the week.")
    if one.missing_kind == "quantity" and one.missing:
        return t._("{quantity} more needed", quantity=f.quantity(one.missing))
    return refusal(code, t, f, missing=one.missing or 0)


def hits_of(catalogue: CatalogueService, f: Formats, text: str) -> tuple[RowView, ...]:
    """Products a few letters or a code stand for."""
    if not text.strip():
        return ()
    hits = catalogue.search(ProductQuery(text=text, limit=MOST_HITS))
    return tuple(
        RowView(key=str(hit.id), title=hit.name, note=hit.sku, right=f.amount(hit.price))
        for hit in hits
    )


def _day(text: str) -> date | None:
    try:
        return parse_day(text) if text.strip() else None
    except ValueError:
        return None
