"""The tender cards of the payment screen: which stand there, what is in them, which one is open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Final

from pos_app.domain.certificate import masked
from pos_app.domain.sale import TenderKind
from pos_app.presenters import certificate_words
from pos_app.presenters.payment_state import PointsCard, TenderKey, TenderMode, TenderView
from pos_app.presenters.payment_words import PaymentWords, ShopFacts, tender_word
from pos_app.presenters.sale_panels import Figure
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_words import DOT, SaleWords
from pos_app.services.desk_view import DeskView
from pos_app.services.held_certificates import TENDERS
from pos_app.services.payment import quick_cash

_KINDS: Final[dict[TenderKey, TenderKind]] = {
    "card": TenderKind.CARD,
    "transfer": TenderKind.TRANSFER,
    "cash": TenderKind.CASH,
}
_ICONS: Final = {"card": "credit-card", "transfer": "landmark", "cash": "banknote"}
_CAPS: Final = {"card": "F11", "transfer": "Ctrl 2", "cash": "F10"}


@dataclass(kw_only=True)
class TenderMemory:
    """Which tender has the keys, and what the cashier said about the others."""

    active: str = "cash"
    before: str = ""
    transfer: bool = False
    accepted: dict[TenderKind, str] = field(default_factory=dict)


class PaymentCards:
    """Makes the cards from the desk's view and the memory of this payment."""

    def __init__(self, voice: Voice, shop: ShopFacts) -> None:
        self._voice = voice
        self._shop = shop
        self._words = PaymentWords(voice, shop)

    def subtitle(self, view: DeskView) -> str:
        """``Receipt 1088 · 9 items``."""
        words = SaleWords(self._voice.t, self._voice.f)
        return f"{words.title(view)} {DOT} {words.items(view.draft)}"

    def blocked(self, view: DeskView) -> str:
        """Why the sale cannot be completed whatever is paid, "" when it can."""
        if view.blocked is None:
            return ""
        return SaleWords(self._voice.t, self._voice.f).blocked(view.blocked, view.draft)

    def points(
        self, view: DeskView, memory: TenderMemory, *, changeable: bool
    ) -> PointsCard | None:
        """The points card, lit while it has the keys."""
        card = self._words.points(view, changeable=changeable)
        return replace(card, active=memory.active == "points") if card is not None else None

    def tenders(
        self, view: DeskView, memory: TenderMemory, figure: Figure, error: str
    ) -> tuple[TenderView, ...]:
        """Certificates, card, transfer where it is used, and cash, in this order."""
        keys: list[TenderKey] = (
            ["card", "transfer", "cash"] if memory.transfer else ["card", "cash"]
        )
        own = tuple(self._tender(key, view, memory, figure, error) for key in keys)
        return (*self._certificates(view), *own)

    def _certificates(self, view: DeskView) -> tuple[TenderView, ...]:
        """One card for all certificates shown; they are taken off the last one first."""
        held, t, f = view.certificates, self._voice.t, self._voice.f
        if not held:
            return ()
        last = held[-1]
        several = t.ngettext("{n} certificate", "{n} certificates", len(held))
        words = certificate_words.detail(t, f, last)
        return (
            TenderView(
                key="certificate",
                icon="gift",
                title=several if len(held) > 1 else tender_word(self._voice, TENDERS[last.kind]),
                detail=f"{words} {DOT} {masked(last.code)}",
                amount=f.amount(sum(one.pays for one in held)),
                mode="accepted",
                cap="Del",
                undo=t._("Take it back"),
            ),
        )

    def _tender(
        self, key: TenderKey, view: DeskView, memory: TenderMemory, figure: Figure, error: str
    ) -> TenderView:
        f = self._voice.f
        kind = _KINDS[key]
        own = [tender for tender in view.draft.tenders if tender.kind is kind]
        amount = sum(tender.amount for tender in own)
        locked = any(tender.locked for tender in own)
        mode: TenderMode = "waiting"
        if locked:
            mode = "accepted"
        elif memory.active == key:
            mode = "active"
        active = mode == "active"
        made = TenderView(
            key=key,
            icon=_ICONS[key],
            title=tender_word(self._voice, kind),
            detail=self._detail(key, view, memory, amount, mode),
            amount=figure.text if active else f.amount(amount) if amount else "",
            mode=mode,
            cap=_CAPS[key],
            fresh=active and figure.fresh,
            error=error if active else "",
        )
        if locked:
            return replace(made, undo=self._voice.t._("Undo on terminal"))
        if key == "cash" and active:
            return self._with_notes(made, view, amount)
        if active and amount and not error:
            return replace(made, accept=self._voice.t._("Charged"))
        return made

    def _detail(
        self, key: TenderKey, view: DeskView, memory: TenderMemory, amount: int, mode: TenderMode
    ) -> str:
        t, f = self._voice.t, self._voice.f
        if mode == "accepted":
            when = memory.accepted.get(_KINDS[key], "")
            return t._("Accepted at {time}", time=when) if when else t._("Accepted")
        if key == "cash":
            rest = view.settlement.cash_due
            return t._("Left to pay {amount}", amount=f.money(rest))
        if mode == "active":
            if key == "card":
                return t._("Charge this on the terminal")
            return t._("Check that the money has come")
        return t._("Outside terminal") if key == "card" else t._("Bank transfer")

    def _with_notes(self, made: TenderView, view: DeskView, given: int) -> TenderView:
        t, f = self._voice.t, self._voice.f
        due = view.settlement.cash_due
        money = self._shop.settings().money.kind
        notes = quick_cash(due, money.denominations)
        return replace(
            made,
            exact=(due, t._("Exact {amount}", amount=f.amount(due))),
            notes=tuple((note, f.amount(note, trim=True)) for note in notes),
            given=given,
        )
