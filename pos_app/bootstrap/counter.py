"""The counter's pages for the person signed in, joined with their presenters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from pos_app.domain.staff import Approval
from pos_app.presenters.done import DoneParts, DonePresenter
from pos_app.presenters.payment import PaymentParts, PaymentPresenter
from pos_app.presenters.payment_words import ShopFacts
from pos_app.presenters.sale import SalePresenter
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import PaymentStart, SaleReads, ShiftFacts
from pos_app.services.completion import Completed
from pos_app.services.records import LastReceipt, ProductHit, ProductQuery
from pos_app.services.sale_desk import SaleDesk
from pos_app.services.session import Session
from pos_app.ui.screens.done_view import DoneView
from pos_app.ui.screens.payment_view import PaymentView
from pos_app.ui.screens.sale_view import SaleView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame

QUICK_ITEMS = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterPages:
    """The views of one session."""

    sale: SaleView
    payment: PaymentView
    done: DoneView


class Counter:
    """One session's open sale, on three pages."""

    def __init__(self, frame: Frame, session: Session) -> None:
        self._frame = frame
        self.session = session
        shop, t = frame.shop, frame.voice.t
        self.desk: SaleDesk = shop.desk(session)
        self.pages = CounterPages(sale=SaleView(t), payment=PaymentView(t), done=DoneView(t))
        self.sale = SalePresenter(
            desk=self.desk,
            view=self.pages.sale,
            approval=self.approval(),
            reads=self._reads(),
            navigator=self,
            voice=frame.voice,
            local=frame.local,
        )
        self.payment = PaymentPresenter(
            PaymentParts(
                desk=self.desk,
                checkout=shop.checkout,
                approval=self.approval(),
                navigator=self,
                voice=frame.voice,
                shop=ShopFacts(
                    settings=lambda: shop.book.current.settings,
                    programme=lambda: shop.book.current.programme,
                ),
                now=shop.book.local_now,
            ),
            self.pages.payment,
        )
        self.done = DonePresenter(
            DoneParts(
                navigator=self,
                pictures=frame.pictures,
                reprint=self._reprint,
                approval=self.approval(),
                voice=frame.voice,
                settings=lambda: shop.book.current.settings,
                paper=frame.paper_words,
            ),
            self.pages.done,
        )
        self._connect_sale()
        self._connect_payment()
        self._connect_done()

    def approval(self) -> ApprovalFlow:
        """A question for a second person's PIN, for one page."""
        shop = self._frame.shop
        return ApprovalFlow(
            shop.permissions,
            lambda: self.session,
            lambda: shop.book.current.settings.security.pin_length,
        )

    def _reads(self) -> SaleReads:
        shop = self._frame.shop
        queries = shop.store.queries

        def find(text: str, limit: int) -> Sequence[ProductHit]:
            return queries.search_products(ProductQuery(text=text, limit=limit))

        def last() -> LastReceipt | None:
            return queries.last_receipt(shop.book.current.settings.till.id)

        return SaleReads(
            find_products=find,
            quick_items=lambda: queries.quick_items(QUICK_ITEMS),
            last_receipt=last,
            shift=self._shift_facts,
        )

    def _shift_facts(self) -> ShiftFacts | None:
        shop, f = self._frame.shop, self._frame.voice.f
        shift = shop.till.current()
        if shift is None:
            return None
        people = shop.store.queries.shift_people(shift.id)
        return ShiftFacts(
            number=shift.number,
            since=f.time(self._frame.local(shift.opened_at)),
            receipts=people.receipts,
            with_card=people.with_card,
            new_cards=people.new_cards,
        )

    # --- joining -----------------------------------------------------------------------------

    def _connect_sale(self) -> None:
        view, sale = self.pages.sale, self.sale
        view.key_pressed.connect(sale.key)
        view.text_typed.connect(sale.typed)
        view.scanned.connect(sale.scan)
        view.line_chosen.connect(sale.select)
        view.stepped.connect(sale.step)
        view.hit_picked.connect(sale.pick)
        view.quick_picked.connect(sale.quick)
        view.search_edited.connect(sale.search_text)
        view.panel_confirmed.connect(sale.confirm_panel)
        view.panel_closed.connect(sale.close_panel)
        view.choice_made.connect(sale.choose)
        view.discount_removed.connect(sale.remove_discount)
        view.offer_pressed.connect(sale.offer)
        view.offers_opened.connect(sale.open_offers)
        view.parked_picked.connect(sale.resume)
        view.approved.connect(sale.approve)
        view.tender_pressed.connect(sale.pay)
        view.sale_cancelled.connect(sale.cancel_sale)
        view.customer_removed.connect(sale.detach)
        view.layout_changed.connect(lambda wide: sale.set_wide(wide=wide))
        view.shown.connect(sale.start)
        view.undo_offered.connect(self._offer_undo)
        view.undo_gone.connect(self._frame.window.hide_message)
        view.alerted.connect(self._frame.alert)

    def _connect_payment(self) -> None:
        view, pay = self.pages.payment, self.payment
        view.key_pressed.connect(pay.key)
        view.text_typed.connect(pay.typed)
        view.scanned.connect(pay.scan)
        view.tender_chosen.connect(pay.activate)
        view.points_moved.connect(pay.set_points)
        view.cash_picked.connect(pay.quick)
        view.tender_accepted.connect(pay.accept)
        view.tender_undone.connect(pay.take_back)
        view.transfer_wanted.connect(pay.add_transfer)
        view.approved.connect(pay.approve)
        view.alerted.connect(self._frame.alert)

    def _connect_done(self) -> None:
        view, done = self.pages.done, self.done
        view.key_pressed.connect(done.key)
        view.scanned.connect(done.scan)
        view.approved.connect(done.approve)
        view.alerted.connect(self._frame.alert)

    def _offer_undo(self, text: str, icon: str) -> None:
        action = self._frame.voice.t._("Undo")
        self._frame.window.show_undo(text, action, self.sale.undo, icon=icon)

    def _reprint(self, uuid: str, approval: Approval | None) -> object:
        return self._frame.shop.receipts.reprint(self.session, uuid, approval=approval)

    # --- navigation (CounterNavigator, PaymentNavigator, DoneNavigator) ----------------------

    def show_sale(self) -> None:
        """Back to the sale, as it was left."""
        self._frame.window.show_page("sale")

    def open_payment(self, start: PaymentStart) -> None:
        """To payment, unless the disk has no room for another sale."""
        if self._frame.guarded(self._frame.shop.checkout.check_room):
            self._frame.window.show_page("payment")
            self.payment.open(start)

    def sale_completed(self, done: Completed, held: tuple[str, ...]) -> None:
        """To the done page."""
        self.desk.begin_next()
        self._frame.window.show_page("done")
        self.done.open(done, held)

    def next_sale(self, scans: tuple[str, ...]) -> None:
        """An empty sale, with what was scanned for it."""
        self.sale.begin_next()
        self.show_sale()
        for scan in scans:
            self.sale.scan(scan)

    def open_customer_search(self, text: str = "") -> None:
        """To the list of people."""
        self._frame.open_customers(text)

    def open_new_customer(self, card_number: str = "") -> None:
        """To the form for a new person."""
        self._frame.open_new_customer(card_number)

    def open_receipt(self, code: str) -> None:
        """To a receipt by its bar code, or to the list."""
        self._frame.open_receipts(code)

    def open_returns(self) -> None:
        """To the receipts, where a return begins."""
        self._frame.open_receipts("")

    def print_last(self) -> None:
        """Print the last receipt again."""
        self._frame.print_last()

    def staff_card(self, code: str) -> None:
        """Somebody of the staff showed a card: switch the cashier."""
        self._frame.switch_by_card(code)

    def lock(self) -> None:
        """Lock the screen; the sale stays."""
        self._frame.lock(idle=False)

    def show_keys(self) -> None:
        """The key overview."""
        self._frame.show_keys()
