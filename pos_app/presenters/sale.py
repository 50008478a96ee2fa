"""The sale screen's presenter: gestures in, one state out; no rule of the trade lives here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Final

from pos_app.domain.sale import Exchange
from pos_app.presenters import certificate_words
from pos_app.presenters.messages import refusal
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_deeds import SaleDeeds
from pos_app.presenters.sale_lists import QuickControl
from pos_app.presenters.sale_ports import (
    CounterNavigator,
    PaymentStart,
    SaleReads,
    SaleViewPort,
    Voice,
)
from pos_app.presenters.sale_state import NoticeKind
from pos_app.presenters.sale_why import WhyControl
from pos_app.services.desk_view import ScanOutcome, ScanResult
from pos_app.services.held_certificates import HeldCertificate
from pos_app.services.records import ProductHit
from pos_app.services.sale_desk import SaleDesk

_PAYMENTS: Final[dict[str, PaymentStart]] = {
    "F8": "points",
    "F10": "cash",
    "F11": "card",
    "F12": "split",
}


class SalePresenter(SaleDeeds):
    """One open sale on the screen. ``local`` turns a UTC instant into the shop's time."""

    def __init__(
        self,
        *,
        desk: SaleDesk,
        view: SaleViewPort,
        approval: ApprovalFlow,
        reads: SaleReads,
        navigator: CounterNavigator,
        voice: Voice,
        local: Callable[[datetime], datetime],
    ) -> None:
        super().__init__(
            desk=desk,
            view=view,
            approval=approval,
            reads=reads,
            navigator=navigator,
            voice=voice,
            local=local,
        )
        self._deeds: dict[str, Callable[[], None]] = {
            "F1": navigator.show_keys,
            "F2": self._find_item,
            "F3": navigator.open_customer_search,
            "F4": self._open_quick,
            "F5": self._open_quantity,
            "F6": self._open_discount,
            "F7": self._offer,
            "F9": self._park_or_list,
            "Ins": navigator.open_new_customer,
            "Del": self._remove,
            "Ctrl Z": self._take_back,
            "Ctrl P": navigator.print_last,
            "Ctrl R": navigator.open_returns,
            "Ctrl L": navigator.lock,
            "Ctrl 1": self._first_button,
            "Ctrl 2": self._ask,
            "Ctrl G": self.sell_certificate,
        }

    # -- life ---------------------------------------------------------------------------------

    def start(self) -> None:
        """The screen is shown: everything is read again."""
        self._quick = None
        self._due = (0, None)
        self._desk.refresh()
        self._select_last_if_gone()
        self.show()

    def _ask(self) -> None:
        """To the questionnaire the customer has not answered."""
        customer, due = self._due
        if due is not None:
            self._nav.open_questionnaire(customer)

    def begin_next(self) -> None:
        """A sale was completed: an empty one."""
        self._desk.begin_next()
        self._clear_passing()
        self._selected = self._parked_uuid = ""
        self._undo = None
        self.show()

    def begin_exchange(
        self, exchange: Exchange, customer_id: int | None, card_number: str | None
    ) -> None:
        """Goods brought back pay for the sale that begins now; what stood there is parked."""
        self._clear_passing()
        self._guard(lambda: self._desk.begin_exchange(exchange, customer_id, card_number))
        self.show()

    def set_wide(self, *, wide: bool) -> None:
        """Whether quick items have a column of their own."""
        if wide != self._wide:
            self._wide = wide
            if wide and isinstance(self._panel, QuickControl):
                self._panel = None
            self.show()

    def set_scanner(self, *, ready: bool) -> None:
        """Whether a scan can be read at all."""
        self._scanner_ready = ready
        self.show()

    def changed(self, topic: str) -> None:
        """Something was written elsewhere; prices, people and settings are read again."""
        if topic in (
            "product",
            "customer",
            "card",
            "settings",
            "programme",
            "promotion",
            "certificate",
        ):
            self._quick = None
            self._guard(self._desk.refresh)
            self.show()

    # -- scanner ------------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """A code from the scanner; a half-typed figure or search is dropped (odoo#75710)."""
        quantity = self._search.take_quantity()
        self._search.clear()
        if not self._approval.is_open:
            self._panel = None
        self._code(text, quantity)

    def _code(self, text: str, quantity: int) -> None:
        def deed() -> None:
            self._answer(self._desk.scan(text, quantity))

        self._clear_notice()
        self._guard(deed)
        self.show()

    def _answer(self, outcome: ScanOutcome) -> None:
        t = self._voice.t
        if outcome.line_id is not None:
            self._selected = self._flash = outcome.line_id
        if outcome.result is ScanResult.UNKNOWN:
            self._view.alert()
        elif outcome.result is ScanResult.QUANTITY and outcome.value.isdigit():
            self._search.quantity = int(outcome.value)
        elif outcome.result is ScanResult.RECEIPT:
            self._nav.open_receipt(outcome.value)
        elif outcome.result is ScanResult.STAFF:
            self._staff(outcome.value)
        elif outcome.result is ScanResult.COUPON:
            self._say(t._("Coupon applied"), "accent")
        elif outcome.certificate is not None:
            self._certificate(outcome.certificate, taken=outcome.result is ScanResult.CERTIFICATE)
        elif outcome.reason is not None:
            self._refused(outcome)

    def _certificate(self, held: HeldCertificate, *, taken: bool) -> None:
        """With goods on the counter it is going to pay; else only its balance is said."""
        t, f = self._voice.t, self._voice.f
        if taken:
            self._say(certificate_words.taken(t, f, held), "accent")
            self._offer_undo(certificate_words.named(t, held), "gift")
        else:
            kind: NoticeKind = "warn" if held.refusal else "accent"
            self._say(certificate_words.balance(t, f, held), kind)

    def sell_certificate(self) -> None:
        """To the page that sells one; the line stands here when it comes back."""
        self._panel = None
        self._search.clear()
        self._nav.sell_certificate()

    def _refused(self, outcome: ScanOutcome) -> None:
        """Why a scan gave nothing; a card nobody owns yet may go to a new customer."""
        reason = outcome.reason
        if reason is None:
            return
        if reason.code == "card_not_issued" and outcome.value:
            self._nav.open_new_customer(outcome.value)
            return
        words = refusal(reason.code, self._voice.t, self._voice.f, **dict(reason.params))
        self._say(words, "warn" if outcome.result is ScanResult.CUSTOMER else "danger")
        self._view.alert()

    def _staff(self, code: str) -> None:
        if self._approval.is_open:
            self._approval.card(code)
        else:
            self._nav.staff_card(code)

    # -- keys ---------------------------------------------------------------------------------

    def key(self, name: str) -> bool:
        """A key by name (``F5``, ``Enter``, ``Ctrl Z`` …); False when it means nothing here."""
        if name == "Esc":
            self._escape()
        elif name == "Enter":
            self._enter()
        elif self._approval.is_open:
            return False
        elif self._panel is not None and self._panel.key(name):
            pass
        elif self._search.is_active and name in ("Backspace", "Up", "Down"):
            self._search_key(name)
        elif name in ("Up", "Down"):
            self._move(-1 if name == "Up" else 1)
        elif name in _PAYMENTS:
            self._pay(_PAYMENTS[name])
        elif name in self._deeds:
            self._deeds[name]()
        else:
            return name == "Backspace" and self._search_key(name)
        self.show()
        return True

    def typed(self, text: str) -> None:
        """Characters from the keyboard or a pad on the screen."""
        if self._approval.is_open or not text.isprintable():
            return
        if text == "?" and self._explains():
            self.explain()
            return
        if self._panel is not None:
            self._panel.typed(text)
        elif text in ("+", "-", "−") and not self._search.text:
            self.step(1 if text == "+" else -1)
            return
        elif text.strip() or self._search.text:
            self._clear_notice()
            self._search.type(text)
        self.show()

    def _explains(self) -> bool:
        """Whether ? asks for an explanation, and is no sign being typed somewhere."""
        return isinstance(self._panel, WhyControl) or (
            self._panel is None and not self._search.text
        )

    def search_text(self, text: str) -> None:
        """The whole text of the field, typed by touch."""
        self._search.text = ""
        if text:
            self._search.type(text)
        else:
            self._search.clear()
        self.show()

    def _search_key(self, name: str) -> bool:
        if name == "Backspace":
            self._search.backspace()
        else:
            self._search.move(-1 if name == "Up" else 1)
        return True

    def _escape(self) -> None:
        if self._approval.is_open:
            self._approval.cancel()
        elif self._panel is not None:
            self._panel = None
        elif self._search.is_active or self._search.quantity is not None:
            self._search.clear()
        else:
            self._clear_notice()

    def _enter(self) -> None:
        if self._approval.is_open:
            return
        if self._panel is not None:
            self._confirm_panel()
            return
        chosen = self._search.chosen()
        if chosen is not None:
            self._take(chosen)
        elif self._search.is_code:
            text, quantity = self._search.text, self._search.take_quantity()
            self._search.clear()
            self._code(text, quantity)

    # -- found goods and quick items ----------------------------------------------------------

    def pick(self, key: str) -> None:
        """A row of the search was tapped."""
        hit = self._search.hit(key)
        if hit is not None:
            self._take(hit)
            self.show()

    def quick(self, key: str) -> None:
        """A quick item was tapped; its panel stays open for the next one."""
        if key.isdigit():
            self._add(int(key))
            self.show()

    def _take(self, hit: ProductHit) -> None:
        red = self._search.resolving
        if red:
            self._search.clear()
            self._clear_notice()
            self._guard(lambda: self._desk.resolve_unknown(red, hit.id))
            self._selected = red
            return
        self._add(hit.id)

    def _add(self, product_id: int) -> None:
        quantity = self._search.take_quantity()
        self._search.clear()
        self._clear_notice()

        def deed() -> None:
            self._selected = self._flash = self._desk.add_product(product_id, quantity)

        self._guard(deed)

    def _find_item(self) -> None:
        red = self._selected if self._is_red(self._selected) else ""
        self._search.clear()
        self._search.open(resolving=red)

    # -- the chosen line ----------------------------------------------------------------------

    def select(self, line_id: str) -> None:
        """A line was tapped."""
        self._selected = line_id
        self.show()

    def step(self, pieces: int) -> None:
        """One more or one less of the chosen line; below one it goes."""
        line_id = self._selected
        if not line_id or self._is_red(line_id):
            return
        gone = self._line_words(line_id)
        if self._attempt(
            lambda approval: self._desk.change_quantity(line_id, pieces, approval), "quantity"
        ):
            self._done_to_line(line_id, gone)
        self.show()

    def _done_to_line(self, line_id: str, words: str) -> None:
        if any(line.line_id == line_id for line in self._desk.draft.lines):
            self._offer_undo(self._voice.t._("Quantity: {name}", name=words), "hash")
        else:
            self._select_last_if_gone()
            self._offer_undo(self._voice.t._("Removed: {name}", name=words), "trash-2")

    def _move(self, step: int) -> None:
        ids = [line.line_id for line in self._desk.draft.lines]
        if ids:
            at = ids.index(self._selected) if self._selected in ids else -step
            self._selected = ids[max(0, min(len(ids) - 1, at + step))]

    def _remove(self) -> None:
        line_id = self._selected
        if not line_id:
            return
        ids = [line.line_id for line in self._desk.draft.lines]
        words, place = self._line_words(line_id), ids.index(line_id) if line_id in ids else 0
        if self._guard(lambda: self._desk.remove(line_id)):
            left = [line.line_id for line in self._desk.draft.lines]
            self._selected = left[min(place, len(left) - 1)] if left else ""
            self._offer_undo(self._voice.t._("Removed: {name}", name=words), "trash-2")
