"""Payment in words: points, tenders, what is left and what goes back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.domain.pricing import Programme
from pos_app.domain.sale import TenderKind
from pos_app.presenters.exchange_words import exchange_rows
from pos_app.presenters.need_words import limit_words
from pos_app.presenters.payment_state import LedgerView, PointsCard
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import ChoiceView, OfferView
from pos_app.presenters.sale_words import SaleWords, person_initials
from pos_app.services.desk_view import CustomerPanel, DeskView
from pos_app.services.settings import Settings

POINT: Final = 100
"""One point in hundredths."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShopFacts:
    """What payment needs of the shop: its settings and its programme in force."""

    settings: Callable[[], Settings]
    programme: Callable[[], Programme]


def tender_word(voice: Voice, kind: TenderKind) -> str:
    """The short name of a way of paying."""
    t = voice.t
    words = {
        TenderKind.CASH: t._("Cash"),
        TenderKind.CARD: t.pgettext("payment", "Card"),
        TenderKind.TRANSFER: t._("Transfer"),
        TenderKind.POINTS: t._("Points"),
        TenderKind.CERTIFICATE: t._("Gift card"),
        TenderKind.STORE_CREDIT: t._("Store credit"),
    }
    return words[kind]


def points_step(maximum: int) -> int:
    """How far − and + move the slider: about forty steps from end to end, in whole points."""
    for step in (1, 5, 10, 50, 100, 500, 1000):
        if maximum <= step * 40 * POINT:
            return step * POINT
    return 5000 * POINT


class PaymentWords:
    """The texts of the payment screen for one state of the desk."""

    def __init__(self, voice: Voice, shop: ShopFacts) -> None:
        self._voice = voice
        self._shop = shop

    # -- points -------------------------------------------------------------------------------

    def points(self, view: DeskView, *, changeable: bool) -> PointsCard | None:
        """The points card; None where nobody or nothing could pay with points."""
        who = view.customer
        if who is None or (who.points_active <= 0 and not who.points_owed):
            return None
        t, f = self._voice.t, self._voice.f
        outcome = view.priced.points
        most = t._("up to {points} on this receipt", points=f.points(outcome.limit))
        return PointsCard(
            title=t._("Points"),
            limit=most,
            why=self._why(view),
            equals=t.ngettext(
                "{n} point =", "{n} points =", outcome.spent // POINT, n=f.points(outcome.spent)
            ),
            money=f.money(-outcome.spent_money),
            value=outcome.spent,
            maximum=outcome.limit,
            step=points_step(outcome.limit),
            quick=self._quick_points(who, outcome.limit, outcome.spent),
            enabled=changeable and outcome.limit > 0,
        )

    def _why(self, view: DeskView) -> str:
        """The rule that sets the limit (R8)."""
        limited_by = view.priced.points.limited_by
        return limit_words(self._voice.t, self._voice.f, limited_by, self._shop.programme())

    def _quick_points(self, who: CustomerPanel, limit: int, spent: int) -> tuple[ChoiceView, ...]:
        t, f = self._voice.t, self._voice.f
        half = limit // 2 // POINT * POINT
        middle = who.expiring if 0 < who.expiring < limit else half
        chips = [ChoiceView(key="0", text=t._("None"), on=spent == 0)]
        if 0 < middle < limit:
            chips.append(ChoiceView(key=str(middle), text=f.points(middle), on=spent == middle))
        most = t._("Max {points}", points=f.points(limit))
        chips.append(ChoiceView(key=str(limit), text=most, on=spent == limit and limit > 0))
        return tuple(chips)

    # -- right column -------------------------------------------------------------------------

    def ledger(self, view: DeskView) -> LedgerView | None:
        """The four figures of the points, the same as on the receipt."""
        who = view.customer
        if who is None:
            return None
        t, f = self._voice.t, self._voice.f
        spent = view.priced.points.spent
        rows = (
            (t._("Points now"), f.points(who.points_active), "text"),
            (t._("Used"), f.points(-spent), "text"),
            (t._("This receipt"), f.points(who.earned, sign=True), "accent-text"),
            (t._("After purchase"), f.points(who.after), "text"),
        )
        words = SaleWords(t, f)
        return LedgerView(
            initials=person_initials(who.name),
            title=who.name or t._("Customer without a name"),
            subtitle=words.card_text(who.card_number),
            rows=rows,
            notice=self._expiring(who, spent),
        )

    def _expiring(self, who: CustomerPanel, spent: int) -> str:
        if not who.expiring or who.expiring_on is None:
            return ""
        t, f = self._voice.t, self._voice.f
        if not spent:
            return SaleWords(t, f).expiring(who)
        return t._(
            "Uses {used} of the {points} points expiring on {day}",
            used=f.points(min(spent, who.expiring)),
            points=f.points(who.expiring),
            day=f.day_month(who.expiring_on),
        )

    def coupon(self, view: DeskView) -> OfferView | None:
        """The coupon this receipt is going to bring, if the shop's rule says so."""
        rule = self._shop.settings().next_coupon
        nobody = view.customer is None
        counting = view.priced.to_pay - view.sold_certificates
        if not rule.enabled or counting < rule.threshold or (rule.named and nobody):
            return None
        t, f = self._voice.t, self._voice.f
        value = SaleWords(t, f).benefit(rule.benefit, rule.value)
        detail = t._("for the next purchase")
        if rule.minimum:
            detail = t._(
                "for the next purchase from {amount}", amount=f.money(rule.minimum, trim=True)
            )
        return OfferView(
            key="next",
            icon="ticket-percent",
            title=t._("After the sale: coupon {value}", value=value),
            detail=detail,
            mode="applied",
        )

    def rows(self, view: DeskView) -> tuple[tuple[str, str], ...]:
        """What has been put against the total so far."""
        t, f = self._voice.t, self._voice.f
        priced = view.priced
        rows = [(t._("Total"), f.money(priced.receipt_total))]
        if priced.points.spent_money:
            rows.append((t._("Points"), f.amount(-priced.points.spent_money)))
        rows += exchange_rows(view, t, f)
        for kind, amount in tender_sums(view):
            rows.append((tender_word(self._voice, kind), f.amount(-amount)))
        if view.settlement.rounding and view.settlement.cash_given:
            rows.append((t._("Rounding"), f.amount(view.settlement.rounding, sign=True)))
        return tuple(rows)


def tender_sums(view: DeskView) -> Sequence[tuple[TenderKind, int]]:
    """Sums by kind, cash last, as the tender cards stand."""
    sums: dict[TenderKind, int] = {}
    for tender in view.draft.tenders:
        sums[tender.kind] = sums.get(tender.kind, 0) + tender.amount
    return sorted(sums.items(), key=lambda pair: pair[0] is TenderKind.CASH)
