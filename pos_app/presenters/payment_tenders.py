"""The tenders of a payment: which one takes the keys, what it proposes, what is accepted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.sale import Draft, TenderKind
from pos_app.domain.staff import Approval
from pos_app.presenters import certificate_words
from pos_app.presenters.messages import say
from pos_app.presenters.payment_cards import PaymentCards, TenderMemory
from pos_app.presenters.payment_state import PaymentState
from pos_app.presenters.payment_words import PaymentWords, ShopFacts, points_step
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_panels import Figure, decimal_mark
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import NoticeKind, NoticeView
from pos_app.services.completion import Completed
from pos_app.services.held_certificates import HeldCertificate
from pos_app.services.payment import still_due
from pos_app.services.sale_desk import SaleDesk
from pos_app.services.session import Session

_BY_KEY: Final = {
    "cash": TenderKind.CASH,
    "card": TenderKind.CARD,
    "transfer": TenderKind.TRANSFER,
}


_OTHERS: Final = (TenderKind.CARD, TenderKind.TRANSFER)
"""Typed sums that nothing can be given back from."""

MOST_CODE: Final = 40


class PaymentViewPort(Protocol):
    """The payment screen as its presenter sees it."""

    def render(self, state: PaymentState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class Completing(Protocol):
    """The one door through which a sale becomes a record; see ``services.checkout``."""

    def complete(self, session: Session, draft: Draft, expected_total: int) -> Completed:
        """Complete the draft with its tenders."""


class PaymentNavigator(Protocol):
    """Ways out of payment."""

    def show_sale(self) -> None:
        """Back to the sale."""

    def sale_completed(self, done: Completed, held: tuple[str, ...]) -> None:
        """To the done page; ``held`` are scans that wait for the next receipt."""

    def staff_card(self, code: str) -> None:
        """Somebody of the staff showed a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentParts:
    """What the presenter is joined from. ``now`` gives the shop's local time."""

    desk: SaleDesk
    checkout: Completing
    approval: ApprovalFlow
    navigator: PaymentNavigator
    voice: Voice
    shop: ShopFacts
    now: Callable[[], datetime]
    changed: Callable[[], None] = lambda: None


class PaymentTenders:
    """The figure of the active tender is typed here; the desk keeps the tenders themselves."""

    def __init__(self, parts: PaymentParts, view: PaymentViewPort) -> None:
        self._p = parts
        self._desk = parts.desk
        self._view = view
        self._approval = parts.approval
        self._words = PaymentWords(parts.voice, parts.shop)
        self._cards = PaymentCards(parts.voice, parts.shop)
        self._memory = TenderMemory()
        self._figure = Figure(text="")
        self._proposed = False
        self._error = ""
        self._notice: NoticeView | None = None
        self._held: list[str] = []
        self._code: str | None = None
        self._code_error = ""
        self._busy = False
        self._open = False

    def show(self) -> None:
        """Render what is."""
        raise NotImplementedError

    # -- tenders ------------------------------------------------------------------------------

    def activate(self, key: str) -> None:
        """A tender card was tapped."""
        if not self._busy and key != self._memory.active and key != "certificate":
            self._activate(key)
            self.show()

    def add_transfer(self) -> None:
        """Bring the bank transfer in."""
        self._memory.transfer = True
        self._activate("transfer")
        if self._open:
            self.show()

    def _activate(self, key: str, *, propose: bool = True) -> None:
        """Give a tender the keys; it proposes what is left, the others keep what was typed."""
        if self._busy:
            return
        self._error = ""
        if key == "points":
            if self._words.points(self._desk.view(), changeable=self._points_free()) is not None:
                self._memory.before = self._memory.active
                self._memory.active = "points"
                self._figure.put(self._p.voice.f.points(self._desk.priced.points.spent))
            return
        if self._locked(_BY_KEY[key]):
            return
        left = self._memory.active
        if left in _BY_KEY and left != key and self._proposed:
            self._guard(lambda: self._desk.set_tender(_BY_KEY[left], 0))
        self._memory.active = key
        self._guard(lambda: self._desk.set_tender(_BY_KEY[key], 0))
        self._proposed = False
        if propose:
            self._propose()
        else:
            self._figure.put("")

    def _propose(self) -> None:
        """The exact rest, replaced by the first digit."""
        missing = self._desk.view().settlement.missing
        kind = _BY_KEY[self._memory.active]
        if kind is not TenderKind.CASH:
            missing = self._rest_without_rounding()
        self._figure.put(self._p.voice.f.amount(missing) if missing else "")
        self._proposed = True
        self._guard(lambda: self._desk.set_tender(kind, missing))

    def _rest_without_rounding(self) -> int:
        """What a card may take: the due sum less all other tenders (cash rounding is cash's)."""
        kind = _BY_KEY[self._memory.active]
        others = sum(t.amount for t in self._desk.draft.tenders if t.kind is not kind)
        return max(0, self._due() - others)

    def _due(self) -> int:
        """The total less what goods brought back in exchange pay for (R18)."""
        return still_due(self._desk.priced.to_pay, self._desk.draft)

    def _repropose(self) -> None:
        """The total moved: a proposed sum follows it, a typed one stays."""
        if not self._open:
            return
        held = sum(one.pays for one in self._desk.certificates)
        due = self._due() - held
        for tender in self._desk.draft.tenders:
            if tender.kind in _OTHERS and tender.amount > due and not tender.locked:
                self._put(tender.kind, due)
        active = self._memory.active
        if active in _BY_KEY and self._proposed and not self._locked(_BY_KEY[active]):
            self._guard(lambda: self._desk.set_tender(_BY_KEY[active], 0))
            self._propose()

    def _type(self, key: str) -> None:
        self._notice = None
        self._figure.type(key, decimal_mark(self._p.voice))
        if self._memory.active == "points":
            self._typed_points()
            return
        self._proposed = False
        kind = _BY_KEY[self._memory.active]
        try:
            amount = self._p.voice.f.parse_money(self._figure.text) if self._figure.text else 0
        except ValueError:
            self._error = self._p.voice.t._("Enter a sum.")
            return
        self._put(kind, amount)

    def _put(self, kind: TenderKind, amount: int) -> None:
        self._error = ""
        try:
            self._desk.set_tender(kind, amount)
        except CodedError as error:
            self._error = say(error, self._p.voice.t, self._p.voice.f)
            self._guard(lambda: self._desk.set_tender(kind, 0))

    def quick(self, amount: int) -> None:
        """A note or the exact sum was tapped."""
        if self._memory.active == "cash" and not self._busy:
            self._figure.put(self._p.voice.f.amount(amount))
            self._proposed = False
            self._put(TenderKind.CASH, amount)
            self.show()

    def accept(self) -> None:
        """The terminal has charged what stands in the active card."""
        self._accept()
        self.show()

    def _accept(self) -> bool:
        active = self._memory.active
        if active not in ("card", "transfer") or self._error:
            return False
        kind = _BY_KEY[active]
        if not any(t.kind is kind and t.amount for t in self._desk.draft.tenders):
            return False
        if not self._guard(lambda: self._desk.lock_tender(kind)):
            return False
        self._memory.accepted[kind] = self._p.voice.f.time(self._p.now())
        self._activate("cash")
        return True

    def _take_back(self) -> None:
        """The terminal gave the money back: the sum may be changed again."""
        for tender in reversed(self._desk.draft.tenders):
            if tender.locked:
                self.take_back(_key_of(tender.kind))
                return

    def take_back(self, key: str) -> None:
        """The button on an accepted tender."""
        if key == "certificate":
            self._drop_certificate()
            self.show()
            return
        kind = _BY_KEY[key]
        if self._guard(lambda: self._desk.unlock_tender(kind)):
            self._memory.accepted.pop(kind, None)
            self._activate(key)
        self.show()

    def _locked(self, kind: TenderKind) -> bool:
        return any(tender.kind is kind and tender.locked for tender in self._desk.draft.tenders)

    # -- certificates -------------------------------------------------------------------------

    def ask_code(self) -> None:
        """A certificate's code is going to be typed."""
        if not self._busy and not self._approval.is_open:
            self._code, self._code_error = "", ""
            self.show()

    def enter_code(self) -> None:
        """The code is typed: the certificate pays what it can."""
        text = self._code
        if not text:
            return
        try:
            held = self._desk.present_certificate(text)
        except CodedError as error:
            self._code_error = say(error, self._p.voice.t, self._p.voice.f)
            self._view.alert()
        else:
            self._code = None
            self._took(held)
        self.show()

    def close_code(self) -> None:
        """No certificate after all."""
        self._code, self._code_error = None, ""
        self.show()

    def _type_code(self, text: str) -> None:
        self._code_error = ""
        typed = self._code or ""
        self._code = typed[:-1] if text == "back" else (typed + text.upper())[:MOST_CODE]

    def _took(self, held: HeldCertificate) -> None:
        """What is left to pay goes to the tender that has the keys, anew."""
        t, f = self._p.voice.t, self._p.voice.f
        self._say(certificate_words.taken(t, f, held), "accent")
        self._settle_again()

    def _drop_certificate(self) -> None:
        held = self._desk.certificates
        if held and self._guard(lambda: self._desk.remove_certificate(held[-1].code)):
            self._notice = None
            self._settle_again()

    def _settle_again(self) -> None:
        active = self._memory.active
        if active in _BY_KEY and not self._locked(_BY_KEY[active]):
            self._activate(active)

    # -- points -------------------------------------------------------------------------------

    def _points_free(self) -> bool:
        """Points cannot move once a terminal has charged: the total would move under it."""
        return not any(tender.locked for tender in self._desk.draft.tenders)

    def _leave_points(self) -> None:
        """The keys go back to the tender that had them."""
        active = self._memory.active = self._memory.before or "cash"
        if self._proposed:
            self._repropose()
            return
        amount = sum(t.amount for t in self._desk.draft.tenders if t.kind is _BY_KEY[active])
        self._figure.put(self._p.voice.f.amount(amount) if amount else "")

    def set_points(self, points: int) -> None:
        """The slider or a chip; hundredths of points."""
        if self._busy or not self._points_free():
            return
        self._set_points(points)
        self.show()

    def _set_points(self, points: int) -> None:
        def command(approval: Approval | None) -> None:
            self._desk.set_points(points, approval)
            self._repropose()
            if self._memory.active == "points":
                spent = self._desk.priced.points.spent
                self._figure.text = self._p.voice.f.points(spent)

        try:
            command(None)
        except NeedsApproval as needed:
            self._approval.ask(needed, command, "points_without_card")
        except CodedError as error:
            self._refuse(error)

    def _nudge(self, step: int) -> None:
        outcome = self._desk.priced.points
        width = points_step(outcome.limit)
        self._set_points(max(0, min(outcome.limit, outcome.spent + step * width)))

    def _typed_points(self) -> None:
        try:
            points = self._p.voice.f.parse_points(self._figure.text) if self._figure.text else 0
        except ValueError:
            return
        if self._points_free():
            self._set_points(points)

    def approve(self, person: str, secret: str) -> None:
        """A second person typed a PIN."""
        try:
            if not self._approval.confirm(person, secret):
                self._view.alert()
        except CodedError as error:
            self._refuse(error)
        self.show()

    # -- refusals ----------------------------------------------------------------------------

    def _guard(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except CodedError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: CodedError) -> None:
        self._say(say(error, self._p.voice.t, self._p.voice.f), "danger")
        self._view.alert()

    def _say(self, text: str, kind: NoticeKind) -> None:
        self._notice = NoticeView(text=text, kind=kind)


def _key_of(kind: TenderKind) -> str:
    return next(key for key, known in _BY_KEY.items() if known is kind)
