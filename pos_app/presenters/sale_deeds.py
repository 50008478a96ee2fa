"""Deeds of the sale screen beyond its lines: panels, offers, parking, undo, the way to payment."""

from __future__ import annotations

from typing import Final

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.sale import DraftLine
from pos_app.presenters.messages import refusal
from pos_app.presenters.sale_core import SaleCore
from pos_app.presenters.sale_lists import OffersControl, ParkedControl, QuickControl
from pos_app.presenters.sale_panels import (
    DiscountControl,
    EntryControl,
)
from pos_app.presenters.sale_ports import PaymentStart
from pos_app.presenters.sale_why import WhyControl
from pos_app.presenters.sale_words import SaleWords
from pos_app.services.desk_view import OfferState
from pos_app.services.held_certificates import HeldCertificate

QUICK_COLUMNS: Final = 3


class SaleDeeds(SaleCore):
    """What the function keys do, except for finding and choosing lines."""

    # -- panels -------------------------------------------------------------------------------

    def _chosen_line(self) -> str:
        """The chosen line, if it is one whose price and quantity are known."""
        return "" if self._is_red(self._selected) else self._selected

    def _open_quantity(self) -> None:
        line = self._draft_line(self._chosen_line())
        if line is not None:
            self._search.clear()
            self._panel = EntryControl(self._voice, self._desk, line)

    def _first_button(self) -> None:
        """Ctrl 1: no discount in the discount panel, else the price of a red line."""
        if isinstance(self._panel, DiscountControl):
            self.remove_discount()
        else:
            self._type_price()

    def _type_price(self) -> None:
        line = self._draft_line(self._selected)
        if line is not None and line.unknown_code is not None:
            self._search.clear()
            self._panel = EntryControl(self._voice, self._desk, line)

    def _open_discount(self) -> None:
        if self._desk.draft.lines:
            self._search.clear()
            line = self._draft_line(self._chosen_line())
            self._panel = DiscountControl(self._voice, self._desk, line)

    def explain(self) -> None:
        """Why the chosen line costs what it costs; once more, and the cart is back."""
        if isinstance(self._panel, WhyControl):
            self._panel = None
        elif self._desk.draft.lines:
            self._search.clear()
            self._clear_notice()
            self._panel = WhyControl(self._voice, self._desk, lambda: self._selected)
        self.show()

    def _open_quick(self) -> None:
        if self._wide:
            return
        toggled = isinstance(self._panel, QuickControl)
        self._panel = (
            None if toggled else QuickControl(self._voice, self._quick_items(), QUICK_COLUMNS)
        )

    def _draft_line(self, line_id: str) -> DraftLine | None:
        return next((one for one in self._desk.draft.lines if one.line_id == line_id), None)

    def close_panel(self) -> None:
        """The panel's own way out."""
        self._panel = None
        self._approval.cancel()
        self.show()

    def choose(self, key: str) -> None:
        """A chip of the discount panel."""
        if isinstance(self._panel, DiscountControl):
            self._panel.choose(key)
            self.show()

    def remove_discount(self) -> None:
        """Take the discount given by hand away."""
        panel = self._panel
        if isinstance(panel, DiscountControl):
            self._panel = None
            self._guard(lambda: panel.remove()(None))
            self._offer_undo(self._voice.t._("Discount removed"), "percent")
            self.show()

    def confirm_panel(self) -> None:
        """The panel's main button."""
        self._confirm_panel()
        self.show()

    def _confirm_panel(self) -> None:
        panel = self._panel
        if isinstance(panel, EntryControl):
            self._confirm_entry(panel)
        elif isinstance(panel, DiscountControl):
            self._confirm_discount(panel)
        elif isinstance(panel, OffersControl) and panel.text:
            self._apply(panel.text)
        elif isinstance(panel, OffersControl) and panel.chosen:
            self.offer(panel.chosen)
        elif isinstance(panel, ParkedControl):
            self.resume(panel.uuid())
        elif isinstance(panel, QuickControl):
            product = panel.product()
            if product is not None:
                self.quick(str(product))

    def quick(self, key: str) -> None:
        """A quick item was tapped."""
        raise NotImplementedError

    def _confirm_entry(self, panel: EntryControl) -> None:
        command = panel.command()
        if command is None:
            self._view.alert()
            return
        words = panel.line.name or (panel.line.unknown_code or "")
        if self._attempt(command, "price"):
            self._panel = None
            self._select_last_if_gone()
            self._offer_undo(self._voice.t._("Changed: {name}", name=words), "hash")

    def _confirm_discount(self, panel: DiscountControl) -> None:
        command = panel.command()
        if command is None:
            self._view.alert()
            return
        if self._attempt(command, panel.reason):
            self._panel = None
            self._offer_undo(self._voice.t._("Discount given"), "percent")

    # -- approval -----------------------------------------------------------------------------

    def approve(self, person: str, secret: str) -> None:
        """A second person typed a PIN."""
        try:
            if self._approval.confirm(person, secret):
                self._panel = self._undo = None
                self._say(self._voice.t._("Approved"), "accent")
                self._select_last_if_gone()
            else:
                self._view.alert()
        except CodedError as error:
            self._refuse(error)
        self.show()

    # -- offers -------------------------------------------------------------------------------

    def _offer(self) -> None:
        """F7: the first offer that fits is applied; without one, all of them are shown."""
        fitting = [
            offer
            for offer in self._desk.view().offers
            if offer.kind == "coupon" and offer.state is OfferState.AVAILABLE
        ]
        if isinstance(self._panel, OffersControl):
            self._panel = None
        elif len(fitting) == 1 and not self._search.text:
            self._apply(fitting[0].code)
        else:
            self._search.clear()
            self._clear_notice()
            self._panel = OffersControl(self._voice, self._desk)

    def offer(self, key: str) -> None:
        """An offer's button: applied ones are taken back, others applied."""
        applied = key in self._desk.draft.coupon_codes
        if applied and self._guard(lambda: self._desk.remove_coupon(key)):
            self._offer_undo(self._voice.t._("Coupon taken back"), "ticket-percent")
        elif not applied:
            self._apply(key)
        self.show()

    def open_offers(self) -> None:
        """All offers, and the place to type a code."""
        self._panel = OffersControl(self._voice, self._desk)
        self.show()

    def _apply(self, code: str) -> None:
        self._clear_notice()
        if self._paid_with(code) or not self._guard(lambda: self._desk.apply_coupon(code)):
            return
        refused = next(
            (
                one
                for one in self._desk.priced.not_applied
                if one.code in self._desk.draft.coupon_codes
            ),
            None,
        )
        if refused is not None:
            self._desk.undo()
            params = {**dict(refused.reason.params), "missing": refused.missing}
            self._refuse(PosError(refused.reason.code, **params))
            return
        self._panel = None
        self._say(self._voice.t._("Coupon applied"), "accent")
        self._offer_undo(self._voice.t._("Coupon applied"), "ticket-percent")

    def _paid_with(self, code: str) -> bool:
        """Whether the code typed is a certificate's, which then pays or says why not."""
        try:
            known = self._desk.look_up_certificate(code)
        except CodedError:
            return False
        taken = bool(self._desk.draft.lines)
        if not taken or self._guard(lambda: self._desk.present_certificate(code)):
            self._panel = None
            held = self._desk.certificates[-1] if taken else known
            self._certificate(held, taken=taken)
        return True

    def _certificate(self, held: HeldCertificate, *, taken: bool) -> None:
        raise NotImplementedError

    # -- parking and undo ---------------------------------------------------------------------

    def _park_or_list(self) -> None:
        if isinstance(self._panel, ParkedControl):
            self._panel = None
        elif self._desk.draft.is_empty:
            self._search.clear()
            parked = self._desk.parked()
            if parked:
                self._panel = ParkedControl(self._voice, parked, self._local)
            else:
                self._say(self._voice.t._("No sale is parked."), "accent")
        else:
            self._park()

    def _park(self) -> None:
        uuid = self._desk.draft.uuid
        words = SaleWords(self._voice.t, self._voice.f).items(self._desk.draft)
        if self._guard(self._desk.park):
            self._clear_passing()
            self._selected, self._parked_uuid = "", uuid
            self._offer_undo(self._voice.t._("Parked: {items}", items=words), "pause")

    def resume(self, uuid: str) -> None:
        """Go on with a parked sale; the one on the screen is parked in its place."""
        if uuid and self._guard(lambda: self._desk.resume(uuid)):
            self._clear_passing()
            self._parked_uuid, self._undo = "", None
            self._selected = ""
            self._select_last_if_gone()
        self.show()

    def undo(self) -> None:
        """The undo bar's button."""
        self._take_back()
        self.show()

    def _take_back(self) -> None:
        self._panel, self._undo = None, None
        self._clear_notice()
        if self._parked_uuid and self._desk.draft.is_empty:
            uuid, self._parked_uuid = self._parked_uuid, ""
            self._guard(lambda: self._desk.resume(uuid))
        else:
            self._guard(self._desk.undo)
        self._select_last_if_gone()

    # -- customer -----------------------------------------------------------------------------

    def attach(self, customer_id: int, card_number: str = "") -> None:
        """Put a person found by hand on the receipt."""
        self._clear_notice()
        if self._guard(lambda: self._desk.attach_customer(customer_id, card_number or None)):
            self._offer_undo(self._voice.t._("Customer on the receipt"), "user-round")
        self.show()

    def detach(self) -> None:
        """Take the person off the receipt."""
        if self._desk.draft.customer_id is not None and self._guard(self._desk.detach_customer):
            self._offer_undo(self._voice.t._("Customer taken off the receipt"), "user-round")
        self.show()

    def cancel_sale(self) -> None:
        """Drop the whole sale; undo brings it back."""
        if self._guard(self._desk.cancel):
            self._clear_passing()
            self._selected = ""
            self._offer_undo(self._voice.t._("Sale dropped"), "trash-2")
        self.show()

    # -- payment ------------------------------------------------------------------------------

    def pay(self, start: PaymentStart) -> None:
        """A tender's button."""
        self._pay(start)
        self.show()

    def _pay(self, start: PaymentStart) -> None:
        view = self._desk.view()
        if start == "points" and view.customer is None:
            self._say(refusal("no_customer", self._voice.t, self._voice.f), "warn")
            return
        if view.blocked is not None:
            self._say(
                SaleWords(self._voice.t, self._voice.f).blocked(view.blocked, view.draft), "danger"
            )
            self._view.alert()
            return
        self._search.clear()
        self._panel = None
        self._clear_notice()
        self._nav.open_payment(start)
