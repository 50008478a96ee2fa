"""The sale in words: what the desk worked out, turned into the texts of the sale screen."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from pos_app.domain.pricing import PricedLine, Reason, Step
from pos_app.domain.sale import Draft, DraftLine
from pos_app.i18n import Formats, Translator
from pos_app.presenters import certificate_words
from pos_app.presenters.exchange_words import exchange_rows
from pos_app.presenters.messages import refusal
from pos_app.presenters.need_words import need_words
from pos_app.presenters.price_words import NBSP, counted, step_words
from pos_app.presenters.sale_customer_words import DOT as DOT
from pos_app.presenters.sale_customer_words import MASK as MASK
from pos_app.presenters.sale_customer_words import CustomerWords
from pos_app.presenters.sale_customer_words import person_initials as person_initials
from pos_app.presenters.sale_state import (
    BadgeView,
    LineView,
    OfferMode,
    OfferView,
    SlabView,
)
from pos_app.services.desk_view import (
    Blocked,
    DeskLine,
    DeskView,
    Offer,
    OfferState,
)
from pos_app.services.held_certificates import HeldCertificate
from pos_app.services.payment import still_due

TIMES: Final = "\N{MULTIPLICATION SIGN}"

_OFFER_MODES: Final[dict[OfferState, OfferMode]] = {
    OfferState.AVAILABLE: "can_apply",
    OfferState.APPLIED: "applied",
    OfferState.NEARLY: "nearly",
    OfferState.REFUSED: "refused",
}
_OFFER_ICONS: Final = {
    "amount": "ticket-percent",
    "percent": "ticket-percent",
    "points_multiplier": "sparkles",
    "gift": "gift",
}


def spaced_code(code: str) -> str:
    """A long number in groups of four, so that it can be compared by eye."""
    if not code.isdigit() or len(code) < 8:
        return code
    return NBSP.join(code[at : at + 4] for at in range(0, len(code), 4))


class SaleWords(CustomerWords):
    """Makes the parts of a :class:`SaleState` from a :class:`DeskView` in one language."""

    def __init__(self, t: Translator, formats: Formats) -> None:
        super().__init__(t, formats)
        self._known: dict[str, tuple[DeskLine, LineView]] = {}
        self._names: Mapping[str, str] = {}

    # -- head and lines -----------------------------------------------------------------------

    def title(self, view: DeskView) -> str:
        """``Receipt 1087``: the number this sale is going to have."""
        return self.t._("Receipt {number}", number=str(view.next_number))

    def subtitle(self, draft: Draft) -> str:
        """How much lies on the counter: lines and items, and lines nobody knows."""
        lines = self.t.ngettext("{n} line", "{n} lines", len(draft.lines))
        unknown = sum(1 for line in draft.lines if line.unknown_code is not None)
        if unknown:
            more = self.t.ngettext("{n} not recognised", "{n} not recognised", unknown)
            return f"{lines} {DOT} {more}"
        return f"{lines} {DOT} {self.items(draft)}"

    def items(self, draft: Draft) -> str:
        """``11 items``: pieces counted, a weighed line is one item."""
        return self.t.ngettext("{n} item", "{n} items", count_items(draft.lines))

    def lines(self, view: DeskView) -> tuple[LineView, ...]:
        """The rows of the cart; a line that did not change keeps its row."""
        if view.names != self._names:
            self._known, self._names = {}, view.names
        known, self._known = self._known, {}
        for each in view.lines:
            line_id = each.line.line_id
            before = known.get(line_id)
            if before is None or before[0] != each:
                before = (each, self.line(each, view.names))
            self._known[line_id] = before
        return tuple(row for _, row in self._known.values())

    def line(self, each: DeskLine, names: Mapping[str, str]) -> LineView:
        """One row: red for an unknown code, else with its price and why it is lower."""
        if each.line.unknown_code is not None or each.priced is None:
            return self._unknown(each.line)
        line, priced = each.line, each.priced
        quantity = self.f.quantity(line.quantity)
        after = priced.gross - line_discount(priced)
        override = line.price_override is not None
        badges = self._badges(priced, names, override=override, unit=line.unit)
        reasons = ", ".join(badge.text for badge in badges)
        amount = self.f.money(after)
        spoken = self.t._(
            "{name}, quantity {quantity}, {amount}",
            name=line.name,
            quantity=quantity,
            amount=amount,
        )
        return LineView(
            line_id=line.line_id,
            quantity=quantity,
            name=line.name,
            detail=self._detail(line, priced),
            amount=amount,
            before=self.f.amount(priced.gross) if after != priced.gross else "",
            badges=badges,
            many=line.quantity != 1000,
            accessible=f"{spoken}, {reasons}" if reasons else spoken,
        )

    def _detail(self, line: DraftLine, priced: PricedLine) -> str:
        price = self.f.amount(priced.unit_price)
        quantity = self.f.quantity(line.quantity)
        if line.unit == "pcs":
            return f"{price} {TIMES} {quantity}"
        return f"{price} {TIMES} {counted(self.t, self.f, line.quantity, line.unit)}"

    def _unknown(self, line: DraftLine) -> LineView:
        code = spaced_code(line.unknown_code or line.barcode)
        name = self.t._("No such barcode: {code}", code=code)
        hint = self.t._("Put the item aside. The line stays until you solve it.")
        return LineView(
            line_id=line.line_id,
            quantity="",
            name=name,
            detail=hint,
            amount="—",
            unknown=True,
            accessible=f"{name}. {hint}",
        )

    def _badges(
        self, priced: PricedLine, names: Mapping[str, str], *, override: bool, unit: str
    ) -> tuple[BadgeView, ...]:
        found: list[BadgeView] = []
        if override:
            found.append(BadgeView(text=self.t._("Own price"), kind="neutral"))
        for step in priced.steps:
            if step.kind == "price":
                found.append(BadgeView(text=step_words(self.t, self.f, step, names, unit)))
            text = self._step(step, priced, names)
            if text and all(badge.text != text for badge in found):
                found.append(BadgeView(text=text))
        return tuple(found)

    def _step(self, step: Step, priced: PricedLine, names: Mapping[str, str]) -> str:
        if step.amount <= 0 or step.kind not in ("promotion", "card", "manual"):
            return ""
        rate = self._rate(step, priced.gross)
        if step.kind == "card":
            return self.t._("Card {rate}", rate=rate)
        if step.kind == "manual":
            return self.t._("Discount {rate}", rate=rate)
        return names.get(step.rule) or self.t._("Promo {rate}", rate=rate)

    def _rate(self, step: Step, gross: int) -> str:
        """The rate as it was given; where it was a sum, the sum."""
        params = dict(step.reason.params)
        for name in ("rate", "percent"):
            rate = params.get(name)
            if isinstance(rate, int) and rate > 0:
                return self.f.percent(-rate)
        return self.f.amount(-step.amount)

    def changed(self, line: DraftLine) -> str:
        """``Paper towels, 4 rolls``: what an undo bar calls a line."""
        return line.name or self.t._("No such barcode: {code}", code=line.unknown_code or "")

    # -- offers -------------------------------------------------------------------------------

    def offers(self, offers: Sequence[Offer]) -> tuple[OfferView, ...]:
        """The rows of the offers card."""
        return tuple(self.offer(offer) for offer in offers)

    def certificates(self, held: Sequence[HeldCertificate]) -> tuple[OfferView, ...]:
        """The certificates that are going to pay, below the offers."""
        return tuple(certificate_words.offer(self.t, self.f, one) for one in held)

    def offer(self, offer: Offer) -> OfferView:
        """One offer: what it is, where it stands, what it gives."""
        mode = _OFFER_MODES[offer.state]
        if mode == "refused" and offer.kind == "promotion":
            mode = "nearly"  # nobody asked for it, so nothing is refused
        return OfferView(
            key=offer.code,
            icon="cake" if offer.birthday else _OFFER_ICONS.get(offer.benefit, "tag"),
            title=self._offer_title(offer),
            detail=self._offer_detail(offer, mode),
            mode=mode,
            gain=self._offer_gain(offer) if mode == "applied" else "",
            removable=mode == "applied" and offer.kind == "coupon",
        )

    def _offer_gain(self, offer: Offer) -> str:
        if offer.gain:
            return self.f.money(-offer.gain)
        return self.f.points(offer.points, sign=True) if offer.points else ""

    def _offer_title(self, offer: Offer) -> str:
        value = self.benefit(offer.benefit, offer.value)
        if offer.kind == "coupon" and value:
            return self.t._("Coupon {value}", value=value)
        return offer.name or self.t._("Coupon")

    def benefit(self, kind: str, value: int) -> str:
        """``−150 ₽``, ``−10 %`` or ``×2``; "" for what has no figure."""
        if kind == "amount":
            return self.f.money(-value, trim=True)
        if kind == "percent":
            return self.f.percent(-value)
        if kind == "points_multiplier":
            return f"{TIMES}{self.f.points(value // 100)}"
        return ""

    def _offer_detail(self, offer: Offer, mode: OfferMode) -> str:
        if mode == "applied":
            if offer.kind == "coupon":
                return self.t._("applied {mark} {code}", mark=DOT, code=offer.code)
            return self.t._("applied automatically")
        if offer.need is not None and mode in ("nearly", "refused"):
            return self._need(offer, offer.need)
        if mode == "nearly" and offer.missing is not None:
            return self._missing(offer)
        if mode == "refused":
            return self.why_not(offer.reason)
        return self.conditions(offer)

    def _need(self, offer: Offer, need: Reason) -> str:
        """What is missing; a promotion, whose title is its name, says first what it gives."""
        coupon = offer.kind == "coupon"
        said = need_words(self.t, self.f, need, coupon=coupon)
        value = "" if coupon else self.benefit(offer.benefit, offer.value)
        return f"{value} {DOT} {said}" if value else said

    def _missing(self, offer: Offer) -> str:
        if offer.missing_kind == "quantity":
            return self.t._("{quantity} more needed", quantity=self.f.quantity(offer.missing or 0))
        missing = self.f.money(offer.missing or 0)
        if offer.minimum:
            return self.t._(
                "{amount} more to reach {minimum}",
                amount=missing,
                minimum=self.f.money(offer.minimum, trim=True),
            )
        return self.t._("{amount} more needed", amount=missing)

    def conditions(self, offer: Offer) -> str:
        """``from 2 000 ₽, until 30 Nov``: when a coupon may be used."""
        parts: list[str] = []
        if offer.minimum:
            parts.append(self.t._("from {amount}", amount=self.f.money(offer.minimum, trim=True)))
        if offer.valid_to is not None:
            parts.append(self.t._("until {day}", day=self.f.short_day(offer.valid_to)))
        return ", ".join(parts) or self.t._("can be used now")

    def why_not(self, reason: Reason | None) -> str:
        """Why an offer gives nothing."""
        if reason is None:
            return self.t._("does not apply")
        params = dict(reason.params)
        if reason.code == "excluded" and "limit" in params:
            return refusal("coupon_limit", self.t, self.f, most=params["limit"])
        return refusal(reason.code, self.t, self.f, **params)

    # -- total --------------------------------------------------------------------------------

    def slab(self, view: DeskView) -> SlabView:
        """The dark total: before discounts, discounts, to pay, and why payment is off."""
        priced = view.priced
        rows: list[tuple[str, str]] = []
        if priced.discount_total:
            rows.append((self.t._("Before discounts"), self.f.amount(priced.gross)))
            rows.append((self.t._("Discounts"), self.f.amount(-priced.discount_total)))
        if priced.points.spent_money:
            rows.append((self.t._("Points"), self.f.amount(-priced.points.spent_money)))
        rows += exchange_rows(view, self.t, self.f)
        if not view.draft.lines:
            return SlabView(mode="idle", rows=tuple(rows), total=self.f.money(0))
        blocked = view.blocked
        return SlabView(
            mode="blocked" if blocked is not None else "ready",
            rows=tuple(rows),
            total=self.f.money(still_due(priced.to_pay, view.draft)),
            reason=self.blocked(blocked, view.draft) if blocked is not None else "",
        )

    def blocked(self, why: Blocked, draft: Draft) -> str:
        """The sentence above the switched-off tenders."""
        if why.code == "unknown_line":
            codes = [line.unknown_code for line in draft.lines if line.unknown_code is not None]
            if codes:
                return self.t._("First solve the line {code}", code=spaced_code(codes[0] or ""))
            return self.t._("Solve the unknown barcode first.")
        return refusal(why.code, self.t, self.f, **dict(why.params))


def line_discount(priced: PricedLine) -> int:
    """What the line itself was lowered by, before coupon, order discount and points."""
    return priced.promotion_discount + priced.card_discount + priced.manual_discount


def count_items(lines: Iterable[DraftLine]) -> int:
    """Pieces in whole, measured goods and part pieces as one each."""
    return sum(
        line.quantity // 1000 if line.unit == "pcs" and line.quantity % 1000 == 0 else 1
        for line in lines
    )
