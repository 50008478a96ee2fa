"""The payment screen's presenter: points, tenders in any order, change live, completed once."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.domain.sale import TenderKind
from pos_app.presenters.messages import refusal
from pos_app.presenters.payment_cards import TenderMemory
from pos_app.presenters.payment_state import CodeView, PaymentState
from pos_app.presenters.payment_tenders import (
    PaymentNavigator,
    PaymentParts,
    PaymentTenders,
    PaymentViewPort,
)
from pos_app.presenters.payment_words import tender_word
from pos_app.presenters.sale_panels import decimal_mark
from pos_app.presenters.sale_ports import PaymentStart
from pos_app.services.desk_view import DeskView, ScanOutcome, ScanResult

__all__ = ["PaymentNavigator", "PaymentParts", "PaymentPresenter", "PaymentViewPort"]


class PaymentPresenter(PaymentTenders):
    """One payment, from the first tender to the completed sale."""

    # -- life ---------------------------------------------------------------------------------

    def open(self, start: PaymentStart) -> None:
        """Begin payment with a tender at hand."""
        self._busy = False
        self._open = True
        self._notice = self._code = None
        self._memory.transfer = any(
            tender.kind is TenderKind.TRANSFER for tender in self._desk.draft.tenders
        )
        self._guard(self._desk.clear_tenders)
        self._start(start)
        self.show()

    def _start(self, start: PaymentStart) -> None:
        if start in ("card", "split") and self._locked(TenderKind.CARD):
            start = "cash"
        if start == "points":
            self._memory.before = "cash"
            self._activate("cash")
            self._activate("points")
        elif start == "split":
            self._activate("card", propose=False)
        else:
            self._activate(start)

    def back(self) -> None:
        """Esc: to the sale, nothing lost; what a terminal charged stays."""
        if self._approval.is_open:
            self._approval.cancel()
            self.show()
            return
        if self._code is not None:
            self.close_code()
            return
        if not self._busy:
            self._leave()

    def _leave(self) -> None:
        self._open = False
        self._guard(self._desk.clear_tenders)
        self._p.navigator.show_sale()

    # -- scanner ------------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A code while paying: it joins this receipt until a terminal has charged."""
        t = self._p.voice.t
        if self._busy:
            self._held.append(text)
            return
        self._notice = self._code = None
        if any(tender.locked for tender in self._desk.draft.tenders):
            self._held.append(text)
            self._say(t._("Kept for the next receipt: the card is already charged."), "warn")
            self._view.alert()
        else:
            self._guard(lambda: self._answer(self._desk.scan(text)))
        if self._open:
            self.show()

    def _answer(self, outcome: ScanOutcome) -> None:
        t, f = self._p.voice.t, self._p.voice.f
        if outcome.result is ScanResult.UNKNOWN:
            self._view.alert()
            self._leave()
            return
        if outcome.result is ScanResult.RECEIPT:
            self._say(t._("Finish this sale first, then scan the receipt again."), "danger")
            self._view.alert()
        elif outcome.result is ScanResult.STAFF:
            self._staff(outcome.value)
        elif outcome.result is ScanResult.LINE:
            self._say(t._("Added: {name}", name=self._line_name(outcome.line_id)), "accent")
        elif outcome.result is ScanResult.COUPON:
            self._say(t._("Coupon applied"), "accent")
        elif outcome.certificate is not None:
            self._took(outcome.certificate)
        elif outcome.reason is not None:
            self._say(refusal(outcome.reason.code, t, f, **dict(outcome.reason.params)), "danger")
            self._view.alert()
        self._p.changed()
        self._repropose()

    def _line_name(self, line_id: str | None) -> str:
        return next((line.name for line in self._desk.draft.lines if line.line_id == line_id), "")

    def _staff(self, code: str) -> None:
        if self._approval.is_open:
            self._approval.card(code)
        else:
            self._p.navigator.staff_card(code)

    # -- keys ---------------------------------------------------------------------------------

    def key(self, name: str) -> bool:
        """A key by name; False when it means nothing here."""
        if name == "Esc":
            self.back()
            return True
        if self._approval.is_open or self._busy:
            return False
        if self._code is not None:
            return self._code_key(name)
        deeds: dict[str, Callable[[], object]] = {
            "Enter": self._enter,
            "F8": lambda: self._activate("points"),
            "F10": lambda: self._activate("cash"),
            "F11": lambda: self._activate("card"),
            "F12": lambda: self._activate("card", propose=False),
            "Ctrl 1": self._take_back,
            "Ctrl 2": self.add_transfer,
            "Ctrl 3": self.ask_code,
            "Del": self._drop_certificate,
            "Backspace": lambda: self._type("back"),
        }
        arrows = {"Left": -1, "Right": 1, "+": 1, "-": -1}
        if name in arrows and self._memory.active == "points":
            self._nudge(arrows[name])
        elif name in deeds:
            deeds[name]()
        else:
            return False
        if self._open:
            self.show()
        return True

    def _code_key(self, name: str) -> bool:
        """Keys while a certificate's code is typed."""
        if name == "Enter":
            self.enter_code()
        elif name == "Backspace":
            self._type_code("back")
            self.show()
        else:
            return False
        return True

    def typed(self, text: str) -> None:
        """A digit or separator, from keys or the pad; signs of a code while one is typed."""
        if self._approval.is_open or self._busy:
            return
        if self._code is not None:
            self._type_code(text)
            self.show()
            return
        if text == "back" or text.isdigit() or text in (",", "."):
            self._type(text)
            self.show()
        elif text in ("+", "-", "−"):
            self.key("+" if text == "+" else "-")

    # -- the end ------------------------------------------------------------------------------

    def enter(self) -> None:
        """The main button."""
        self.key("Enter")

    def _enter(self) -> None:
        if self._memory.active == "points":
            self._leave_points()
            return
        view = self._desk.view()
        if view.blocked is None and view.settlement.complete and not self._error:
            self._complete(view)
        elif not self._accept():
            self._view.alert()

    def _complete(self, view: DeskView) -> None:
        """Complete once: while it runs and after it succeeded, Enter means nothing here."""
        self._busy = True
        self.show()
        try:
            done = self._p.checkout.complete(
                self._desk.session, self._desk.draft, view.priced.to_pay
            )
        except CodedError as error:
            self._busy = False
            self._failed(error)
            return
        self._open = False
        held, self._held = tuple(self._held), []
        self._memory = TenderMemory()
        self._p.navigator.sale_completed(done, held)

    def _failed(self, error: CodedError) -> None:
        """Nothing was booked; the sale stands as it was."""
        self._refuse(error)
        if not isinstance(error, EnvironmentProblem):
            self._guard(self._desk.refresh)
            self._repropose()

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        view = self._desk.view()
        t, f = self._p.voice.t, self._p.voice.f
        settlement = view.settlement
        complete = settlement.complete and view.blocked is None and not self._error
        self._view.render(
            PaymentState(
                title=t._("Payment"),
                subtitle=self._cards.subtitle(view),
                hint=t._("In any order. Change works itself out."),
                unit=f.currency_symbol,
                decimal=decimal_mark(self._p.voice),
                points=self._cards.points(view, self._memory, changeable=self._points_free()),
                tenders=self._cards.tenders(view, self._memory, self._figure, self._error),
                transfer="" if self._memory.transfer else t._("Transfer"),
                certificate=tender_word(self._p.voice, TenderKind.CERTIFICATE),
                code=self._code_view(),
                ledger=self._words.ledger(view),
                coupon=self._words.coupon(view),
                rows=self._words.rows(view),
                total_label=t._("Change") if complete else t._("To pay"),
                total=f.money(settlement.change if complete else settlement.missing),
                is_change=complete,
                reason=self._error or self._cards.blocked(view),
                can_complete=complete and not self._busy,
                busy=self._busy,
                notice=self._notice,
                approval=self._approval.state(t, f) if self._approval.is_open else None,
            )
        )

    def _code_view(self) -> CodeView | None:
        if self._code is None:
            return None
        t = self._p.voice.t
        return CodeView(
            title=t._("Gift certificate"),
            text=self._code,
            hint=t._("Scan the certificate, or type its code and press Enter."),
            action=t._("Apply"),
            error=self._code_error,
        )
