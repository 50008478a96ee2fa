"""The counter's pages joined with their presenters: sale, payment, done, find and new customer.

The window shows the pages; whatever lies outside the counter is asked for through
:class:`CounterOutside`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from pos_app.domain.sale import Exchange
from pos_app.domain.staff import Approval
from pos_app.i18n import Formats, Translator
from pos_app.presenters.customer_find import CustomerFindParts, CustomerFindPresenter
from pos_app.presenters.customer_groups import Grouping
from pos_app.presenters.done import DoneParts, DonePresenter, SlipPictures
from pos_app.presenters.done_ask import AskingAfter, NobodyAsks
from pos_app.presenters.new_customer import NewCustomerPresenter
from pos_app.presenters.new_customer_parts import (
    CardQuestions,
    EnteringPeople,
    LooksUp,
    NewCustomerParts,
)
from pos_app.presenters.payment import PaymentParts, PaymentPresenter
from pos_app.presenters.payment_tenders import Completing
from pos_app.presenters.payment_words import ShopFacts
from pos_app.presenters.people_filter import FilterChoices
from pos_app.presenters.people_listing import PeopleReads
from pos_app.presenters.people_panel import ViewKeeping
from pos_app.presenters.sale import SalePresenter
from pos_app.presenters.sale_approval import ApprovalFlow, Approving
from pos_app.presenters.sale_ports import PaymentStart, SaleReads, Voice
from pos_app.presenters.tasks import TaskPort
from pos_app.services.completion import Completed
from pos_app.services.sale_desk import SaleDesk
from pos_app.ui.page import Page
from pos_app.ui.screens.customer_find_view import CustomerFindView
from pos_app.ui.screens.done_view import DoneView
from pos_app.ui.screens.new_customer_view import NewCustomerView
from pos_app.ui.screens.payment_view import PaymentView
from pos_app.ui.screens.sale_view import SaleView

_STARTS: dict[str, PaymentStart] = {
    "cash": "cash",
    "card": "card",
    "split": "split",
    "points": "points",
}

PEOPLE_NEWS = {"customer", "sale", "return", "settings"}
"""What may change a row of the list of people."""


class CounterOutside(Protocol):
    """What the counter asks of the window and of the pages that are not its own."""

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""

    def show_undo(
        self, text: str, action: str, on_undo: Callable[[], object], *, icon: str = "undo-2"
    ) -> None:
        """Say what was done and offer the way back."""

    def hide_message(self) -> None:
        """Take the bar away."""

    def error_tone(self) -> None:
        """One error tone."""

    def open_receipt(self, code: str) -> None:
        """To a receipt by its bar code."""

    def open_points(self, customer_id: int) -> None:
        """To the points and the tier of one person."""

    def open_questionnaire(self, customer_id: int) -> None:
        """To the questionnaire a person has not answered yet."""

    def open_duplicates(self) -> None:
        """To who may be on file twice."""

    def open_returns(self) -> None:
        """To returns."""

    def sell_certificate(self) -> None:
        """To the page that sells a gift certificate."""

    def print_last(self) -> None:
        """Print the last receipt again."""

    def staff_card(self, code: str) -> None:
        """Somebody of the staff showed a card: switch the cashier."""

    def lock(self) -> None:
        """Lock the screen; the sale stays."""

    def show_keys(self) -> None:
        """The key overview."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CounterParts:
    """What the counter is joined from.

    ``local`` turns a UTC instant into the shop's time, ``now`` is the shop's time, ``seconds`` the
    running time; ``tier_name`` knows a tier by its id, ``looks_like_card`` a customer card by its
    form; ``paper`` says what slips come out on; ``reprint`` queues a copy of a receipt by uuid.
    """

    desk: SaleDesk
    checkout: Completing
    permissions: Approving
    people: EnteringPeople
    hints: LooksUp
    whole_phone: Callable[[str], bool]
    asking: CardQuestions
    wording: Callable[[], str]
    list_people: PeopleReads
    people_choices: Callable[[], FilterChoices]
    saved_views: ViewKeeping
    tasks: TaskPort
    groups: Grouping
    reads: SaleReads
    shop: ShopFacts
    pictures: SlipPictures
    reprint: Callable[[str, Approval | None], object]
    paper: Callable[[], str]
    local: Callable[[datetime], datetime]
    now: Callable[[], datetime]
    seconds: Callable[[], float]
    tier_name: Callable[[str], str]
    looks_like_card: Callable[[str], bool]
    print_agreement: Callable[[int, str], object] | None = None
    asking_after: AskingAfter = field(default_factory=NobodyAsks)


class Counter:
    """All pages of the counter; add ``pages`` to the window, then show ``sale``."""

    def __init__(
        self, parts: CounterParts, outside: CounterOutside, t: Translator, formats: Formats
    ) -> None:
        self._parts = parts
        self._outside = outside
        self._voice = Voice(t, formats)
        self.sale_view = SaleView(t)
        self.payment_view = PaymentView(t)
        self.done_view = DoneView(t)
        self.find_view = CustomerFindView(t)
        self.new_view = NewCustomerView(t)
        self._views = (
            self.sale_view,
            self.payment_view,
            self.done_view,
            self.find_view,
            self.new_view,
        )
        self._make_presenters()
        self._connect_sale()
        self._connect_payment()
        self._connect_people()
        for view in (self.sale_view, self.payment_view, self.done_view, self.new_view):
            view.alerted.connect(outside.error_tone)

    @property
    def desk(self) -> SaleDesk:
        """The open sale."""
        return self._parts.desk

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages, to be added to the window."""
        return self._views

    def offer_returns(self, *, offered: bool) -> None:
        """Whether there is a page for returns to go to."""
        self.sale_view.offer_returns(offered=offered)
        self.done_view.offer_returns(offered=offered)

    def speak(self, t: Translator, formats: Formats) -> None:
        """Change the language of all pages; what is shown is rendered again when shown."""
        self._voice.change(t, formats)
        for view in self._views:
            view.retranslate(t)
        self.sale.show()

    # -- joining ------------------------------------------------------------------------------

    def _approval(self) -> ApprovalFlow:
        return ApprovalFlow(
            self._parts.permissions,
            lambda: self._parts.desk.session,
            lambda: self._parts.shop.settings().security.pin_length,
        )

    def _make_presenters(self) -> None:
        p = self._parts
        self.sale = SalePresenter(
            desk=p.desk,
            view=self.sale_view,
            approval=self._approval(),
            reads=p.reads,
            navigator=self,
            voice=self._voice,
            local=p.local,
        )
        self.payment = PaymentPresenter(
            PaymentParts(
                desk=p.desk,
                checkout=p.checkout,
                approval=self._approval(),
                navigator=self,
                voice=self._voice,
                shop=p.shop,
                now=p.now,
            ),
            self.payment_view,
        )
        self.done = DonePresenter(
            DoneParts(
                navigator=self,
                pictures=p.pictures,
                reprint=p.reprint,
                approval=self._approval(),
                voice=self._voice,
                settings=p.shop.settings,
                paper=p.paper,
                asking=p.asking_after,
            ),
            self.done_view,
        )
        self.find = CustomerFindPresenter(
            CustomerFindParts(
                reads=p.list_people,
                choices=p.people_choices,
                views=p.saved_views,
                show_undo=self._outside.show_undo,
                tasks=p.tasks,
                groups=p.groups,
                navigator=self,
                voice=self._voice,
                session=lambda: p.desk.session,
                tier_name=p.tier_name,
                today=self._today,
                seconds=p.seconds,
            ),
            self.find_view,
        )
        self.new = NewCustomerPresenter(
            NewCustomerParts(
                people=p.people,
                hints=p.hints,
                whole_phone=p.whole_phone,
                asking=p.asking,
                programme=p.shop.programme,
                print_agreement=p.print_agreement,
                wording=p.wording,
                session=lambda: p.desk.session,
                sale=p.desk.view,
                looks_like_card=p.looks_like_card,
                navigator=self,
                voice=self._voice,
                seconds=p.seconds,
                today=self._today,
            ),
            self.new_view,
        )

    def _today(self) -> date:
        return self._parts.now().date()

    def _connect_sale(self) -> None:
        view, sale = self.sale_view, self.sale
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
        view.certificate_wanted.connect(sale.sell_certificate)
        view.parked_picked.connect(sale.resume)
        view.approved.connect(sale.approve)
        view.tender_pressed.connect(lambda key: sale.pay(_STARTS[key]))
        view.sale_cancelled.connect(sale.cancel_sale)
        view.customer_removed.connect(sale.detach)
        view.layout_changed.connect(lambda wide: sale.set_wide(wide=wide))
        view.shown.connect(sale.start)
        view.undo_offered.connect(self._offer_undo)
        view.undo_gone.connect(self._outside.hide_message)

    def _offer_undo(self, text: str, icon: str) -> None:
        self._outside.show_undo(text, self._voice.t._("Undo"), self.sale.undo, icon=icon)

    def _connect_payment(self) -> None:
        view, payment = self.payment_view, self.payment
        view.key_pressed.connect(payment.key)
        view.text_typed.connect(payment.typed)
        view.scanned.connect(payment.scan)
        view.tender_chosen.connect(payment.activate)
        view.points_moved.connect(payment.set_points)
        view.cash_picked.connect(payment.quick)
        view.tender_accepted.connect(payment.accept)
        view.tender_undone.connect(payment.take_back)
        view.transfer_wanted.connect(payment.add_transfer)
        view.certificate_wanted.connect(payment.ask_code)
        view.code_entered.connect(payment.enter_code)
        view.code_closed.connect(payment.close_code)
        view.approved.connect(payment.approve)
        self.done_view.key_pressed.connect(self.done.key)
        self.done_view.scanned.connect(self.done.scan)
        self.done_view.approved.connect(self.done.approve)
        self.done_view.answered.connect(self.done.answer)

    def _connect_people(self) -> None:
        find, new = self.find_view, self.new_view
        find.read_from(self.find.rows)
        find.searched.connect(self.find.search)
        find.settled.connect(self.find.settle)
        find.rested.connect(self.find.rest)
        find.sorted.connect(self.find.panel.sort)
        find.export_wanted.connect(self.find.export)
        self._connect_filters()
        find.moved.connect(self.find.move)
        find.chosen.connect(self.find.choose)
        find.attached.connect(self.find.attach)
        find.create_wanted.connect(self.find.create)
        find.import_wanted.connect(self.find.bring)
        find.points_wanted.connect(self.find.points)
        find.duplicates_wanted.connect(self.find.duplicates)
        find.back_wanted.connect(self.find.back)
        find.scanned.connect(self.find.scan)
        find.groups_wanted.connect(self.find.open_groups)
        find.groups_typed.connect(self.find.type_groups)
        find.groups_put.connect(self.find.put_groups)
        new.edited.connect(self.new.typed)
        new.box_ticked.connect(lambda box, on: self.new.ticked(box, on=on))
        new.saved.connect(self.new.save)
        new.paused.connect(self.new.paused)
        new.answered.connect(self.new.answered)
        new.language_chosen.connect(self.new.speak)
        new.print_toggled.connect(self.new.toggle_print)
        new.other_wanted.connect(self.new.other_person)
        new.known_used.connect(self.new.use_known)
        new.back_wanted.connect(self.new.back)
        new.scanned.connect(self.new.scan)

    def _connect_filters(self) -> None:
        view, panel = self.find_view, self.find.panel
        view.filters_wanted.connect(panel.toggle)
        view.chip_removed.connect(panel.take_away)
        filters = view.filters
        filters.put.connect(panel.put)
        filters.cleared.connect(panel.clear)
        filters.view_chosen.connect(panel.choose_view)
        filters.naming.connect(panel.name_view)
        filters.name_typed.connect(panel.type_name)
        filters.name_put.connect(panel.put_name)
        filters.view_changed.connect(panel.change_view)
        filters.view_dropped.connect(panel.drop_view)

    def tick(self) -> None:
        """A second went by: the form for new customers shows how long it takes."""
        if self.new_view.isVisible():
            self.new.tick()

    # -- ways between the pages ---------------------------------------------------------------

    def show_sale(self) -> None:
        """Back to the sale, as it was left."""
        self._outside.show_page("sale")

    def open_payment(self, start: PaymentStart) -> None:
        """To the payment page with a tender at hand."""
        self._outside.show_page("payment")
        self.payment.open(start)

    def open_customer_search(self, text: str = "") -> None:
        """To the list of people."""
        self._outside.show_page("customer_find")
        self.find.open(text)

    def open_new_customer(self, card_number: str = "") -> None:
        """To the form for a new person."""
        self._outside.show_page("new_customer")
        self.new.open(card_number)

    def open_questionnaire(self, customer_id: int) -> None:
        """To the questionnaire the customer has not answered yet; the sale waits."""
        self._outside.open_questionnaire(customer_id)

    def attach_customer(self, customer_id: int, card_number: str = "") -> None:
        """Put a person on the receipt and go back to the sale."""
        self._outside.show_page("sale")
        self.sale.attach(customer_id, card_number)

    def scan_in_sale(self, text: str) -> None:
        """A scan made elsewhere that belongs to the sale."""
        self._outside.show_page("sale")
        self.sale.scan(text)

    def sale_completed(self, done: Completed, held: tuple[str, ...]) -> None:
        """The record is written: the next sale is empty, the done page is shown."""
        self.sale.begin_next()
        self._outside.show_page("done")
        self.done.open(done, held)

    def begin_exchange(
        self, exchange: Exchange, customer_id: int | None, card_number: str | None
    ) -> None:
        """Goods brought back pay for the sale that begins now."""
        self._outside.show_page("sale")
        self.sale.begin_exchange(exchange, customer_id, card_number)

    def next_sale(self, scans: tuple[str, ...]) -> None:
        """To the empty sale, with what was scanned for it."""
        self._outside.show_page("sale")
        for text in scans:
            self.sale.scan(text)

    def open_points(self, customer_id: int) -> None:
        """To the points and the tier of one person."""
        self._outside.open_points(customer_id)

    def open_duplicates(self) -> None:
        """To who may be on file twice."""
        self._outside.open_duplicates()

    def open_receipt(self, code: str) -> None:
        """A receipt was scanned: a sale begun is parked, the receipt opens."""
        if not self._parts.desk.draft.is_empty:
            self.sale.key("F9")
        self._outside.open_receipt(code)

    def open_returns(self) -> None:
        """To returns."""
        self._outside.open_returns()

    def sell_certificate(self) -> None:
        """To the page that sells a gift certificate; it comes back with a line."""
        self._outside.sell_certificate()

    def print_last(self) -> None:
        """Print the last receipt again."""
        self._outside.print_last()

    def staff_card(self, code: str) -> None:
        """A staff card switches the cashier."""
        self._outside.staff_card(code)

    def lock(self) -> None:
        """Lock the screen."""
        self._outside.lock()

    def show_keys(self) -> None:
        """The key overview."""
        self._outside.show_keys()
