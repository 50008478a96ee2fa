"""The sale screen: search and cart at the left, customer, offers and the total at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.sale_state import (
    ApprovalView,
    DiscountPanel,
    EntryPanel,
    OffersPanel,
    Panel,
    ParkedPanel,
    QuickPanel,
    SaleState,
    SearchView,
)
from pos_app.presenters.why_state import WhyPanel
from pos_app.ui import fonts
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.sale_parts import (
    BottomBar,
    CartHead,
    EmptyCart,
    QuickColumn,
    TenderSlab,
)
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.layout import TightStack, bare_column
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.rows import Row
from pos_app.ui.widgets.sale_cart import Cart
from pos_app.ui.widgets.sale_panels import (
    DiscountView,
    EntryView,
    OffersView,
    PanelBase,
    ParkedView,
)
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.sale_side import CustomerCard, OffersCard, ShiftCard
from pos_app.ui.widgets.search import Results, SearchField
from pos_app.ui.widgets.why import WhyView

_KEYS = (
    *(f"F{number}" for number in range(2, 13)),
    "Enter", "Esc", "Del", "Ins", "Up", "Down", "Left", "Right", "Backspace",
    "Ctrl Z", "Ctrl P", "Ctrl 1", "Ctrl 2", "Ctrl G",
)  # fmt: skip


class SaleView(Page):
    """Draws a :class:`SaleState`; gestures leave as signals, keys by name.

    ``undo_offered(text, icon)`` asks the window for its undo bar, ``undo_gone()`` takes it away.
    """

    page_name = "sale"

    key_pressed = Signal(str)
    text_typed = Signal(str)
    scanned = Signal(str)
    line_chosen = Signal(str)
    stepped = Signal(int)
    hit_picked = Signal(str)
    quick_picked = Signal(str)
    search_edited = Signal(str)
    panel_confirmed = Signal()
    panel_closed = Signal()
    choice_made = Signal(str)
    discount_removed = Signal()
    offer_pressed = Signal(str)
    offers_opened = Signal()
    certificate_wanted = Signal()
    parked_picked = Signal(str)
    approved = Signal(str, str)
    tender_pressed = Signal(str)
    sale_cancelled = Signal()
    customer_removed = Signal()
    layout_changed = Signal(bool)
    shown = Signal()
    undo_offered = Signal(str, str)
    undo_gone = Signal()
    alerted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._serial = 0
        self._most_offers = 3
        self._short = self._tight = False
        self._state = SaleState()
        self._build()
        self._connect()
        self.offer_returns(offered=False)

    # -- building -----------------------------------------------------------------------------

    def _build(self) -> None:
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addLayout(self._left(), 1)
        self.quick_column = QuickColumn(self._t)
        self.quick_column.hide()
        across.addWidget(self.quick_column)
        self.side = QWidget()
        self.side.setLayout(self._right())
        across.addWidget(self.side)

    def _left(self) -> QVBoxLayout:
        t = self._t
        column = bare_column(12)
        self.search = SearchField(t._("Scan, or type a barcode, code or name"), state="ready")
        self.search.edit.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._drop: Results | None = None
        column.addWidget(self.search)
        self.cart_card = Card()
        inside = self.cart_card.body(padding=1, gap=0)
        self.head = CartHead(t)
        self.notice = Banner("")
        self.notice.hide()
        self.cart = Cart(t)
        self.empty = EmptyCart(t)
        self.entry = EntryView(t)
        self.discount = DiscountView(t)
        self.offers_panel = OffersView(t)
        self.parked = ParkedView(t)
        self.why = WhyView(t)
        self.pin = PinPlace()
        self.middle = TightStack()
        for page in (
            self.cart,
            self.empty,
            self.entry,
            self.discount,
            self.offers_panel,
            self.parked,
            self.why,
            self.pin,
        ):
            self.middle.addWidget(page)
        inside.addWidget(self.head)
        self._notice_place = QWidget()
        notice = QVBoxLayout(self._notice_place)
        notice.setContentsMargins(12, 8, 12, 8)
        notice.addWidget(self.notice)
        inside.addWidget(self._notice_place)
        inside.addWidget(self.middle, 1)
        inside.addSpacing(8)
        column.addWidget(self.cart_card, 1)
        self.bottom = BottomBar(t)
        column.addWidget(self.bottom)
        return column

    def _right(self) -> QVBoxLayout:
        column = bare_column(8)
        self.customer = CustomerCard(self._t)
        self.shift = ShiftCard()
        self.offers = OffersCard(self._t)
        self.quick_panel = QuickColumn(self._t, columns=3, closable=True)
        self.slab = TenderSlab(self._t)
        for card in (self.customer, self.offers, self.shift):
            column.addWidget(card)
        column.addWidget(self.quick_panel, 100)
        column.addStretch(1)
        column.addWidget(self.slab)
        return column

    def _connect(self) -> None:
        for name in _KEYS:
            self.bind(name, partial(self.key_pressed.emit, name))
        self._connect_cart()
        self._connect_side()
        for panel in (self.entry, self.discount, self.offers_panel, self.parked, self.why):
            self._connect_panel(panel)
        self.discount.chosen.connect(self.choice_made)
        self.discount.removed.connect(self.discount_removed)
        self.offers_panel.chosen.connect(self.offer_pressed)
        self.offers_panel.certificate_wanted.connect(self.certificate_wanted)
        self.parked.chosen.connect(self.parked_picked)
        self.pin.submitted.connect(self.approved)
        self.pin.cancelled.connect(self.panel_closed)

    def _connect_panel(self, panel: PanelBase) -> None:
        panel.closed.connect(self.panel_closed)
        panel.confirmed.connect(self.panel_confirmed)
        panel.typed.connect(self.text_typed)

    def _connect_cart(self) -> None:
        self.search.edited.connect(self.search_edited)
        self.search.submitted.connect(lambda _text: self.key_pressed.emit("Enter"))
        self.search.left.connect(self._focus_cart)
        self.cart.chosen.connect(self.line_chosen)
        self.cart.row_actions.stepped.connect(self.stepped)
        self.cart.row_actions.quantity.connect(partial(self.key_pressed.emit, "F5"))
        self.cart.row_actions.discount.connect(partial(self.key_pressed.emit, "F6"))
        self.cart.row_actions.removed.connect(partial(self.key_pressed.emit, "Del"))
        self.cart.row_actions.why.connect(partial(self.text_typed.emit, "?"))
        self.cart.unknown.find_wanted.connect(partial(self.key_pressed.emit, "F2"))
        self.cart.unknown.price.connect(partial(self.key_pressed.emit, "Ctrl 1"))
        self.cart.unknown.removed.connect(partial(self.key_pressed.emit, "Del"))
        self.head.more.clicked.connect(self.open_menu)
        for bar in (self.empty, self.bottom):
            bar.key_pressed.connect(self.key_pressed)
        self.bind("Menu", self.open_menu)
        self.bind("PageDown", partial(self._turn, 1))
        self.bind("PageUp", partial(self._turn, -1))

    def _connect_side(self) -> None:
        self.customer.find_wanted.connect(partial(self.key_pressed.emit, "F3"))
        self.customer.create_wanted.connect(partial(self.key_pressed.emit, "Ins"))
        self.customer.points_wanted.connect(partial(self.key_pressed.emit, "F8"))
        self.customer.ask_wanted.connect(partial(self.key_pressed.emit, "Ctrl 2"))
        self.offers.pressed.connect(self.offer_pressed)
        self.offers.more.connect(self.offers_opened)
        for quick in (self.quick_column, self.quick_panel):
            quick.tiles.chosen.connect(self.quick_picked)
        self.quick_panel.closed.connect(self.panel_closed)
        self.slab.pressed.connect(self.tender_pressed)

    def retranslate(self, t: Translator) -> None:
        """Speak another language; the state's own texts come with the next render."""
        self._t = t
        self.search.set_placeholder(t._("Scan, or type a barcode, code or name"))
        for part in (
            self.head,
            self.cart,
            self.empty,
            self.bottom,
            self.customer,
            self.offers,
            self.quick_column,
            self.quick_panel,
            self.slab,
        ):
            part.retranslate(t)

    # -- page hooks ---------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Ready for a scan."""
        self._focus_cart()
        self.shown.emit()

    def on_hidden(self) -> None:
        """The list of the search goes with the page."""
        if self._drop is not None:
            self._drop.hide()

    def on_scan(self, text: str, source: str) -> bool:
        """Every scan is the sale's."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """Bound keys by name; signs are typed text."""
        if self.pin.isVisible() and self.pin.on_key(key):
            return True
        if super().on_key(key):
            return True
        if key == "Space":
            key = " "
        if len(key) == 1 and key.isprintable():
            self.text_typed.emit(key)
            return True
        return False

    def message_host(self) -> QWidget:
        """The undo bar lies over the cart."""
        return self.cart_card

    def on_message(self, height: int) -> None:
        """The chosen line and its buttons stay in sight above the bar."""
        self.cart.set_room_below(height)

    def offer_returns(self, *, offered: bool) -> None:
        """Show the way to returns, or not, with its key."""
        self.empty.returns.setVisible(offered)
        if offered:
            self.bind("Ctrl R", partial(self.key_pressed.emit, "Ctrl R"))
        else:
            self.unbind("Ctrl R")

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self.side.setFixedWidth(layout.right)
        self.quick_column.setVisible(layout.wide)
        if layout.quick:
            self.quick_column.setFixedWidth(layout.quick)
        self.cart.set_compact(compact=layout.compact)
        self.customer.set_compact(compact=layout.compact)
        self.bottom.set_compact(compact=layout.compact, quick=not layout.wide)
        self.empty.set_compact(compact=layout.compact)
        # larger texts leave the room of a smaller window
        room = layout.height * 100 // fonts.text_scale()
        self.slab.set_compact(compact=layout.compact or room < layout.height)
        self._short, self._tight = room < 700, room < 900
        self._most_offers = max(3, (room - 684) // 56) if room >= 760 else 2 if room >= 640 else 1
        self.customer.set_joined(joined=self._short, tight=self._tight)
        self.layout_changed.emit(layout.wide)

    def _turn(self, pages: int) -> None:
        """A page further in a panel that is longer than its place."""
        for panel in (self.why, self.offers_panel):
            if self.middle.currentWidget() is panel:
                panel.turn(pages)

    def _focus_cart(self) -> None:
        target = self.cart if self.cart.isVisible() else self
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_menu(self) -> None:
        """What is needed seldom."""
        t = self._t
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        drop = menu.addAction(t._("Drop the sale"))
        drop.setEnabled(bool(self._state.lines))
        drop.triggered.connect(self.sale_cancelled)
        off = menu.addAction(t._("Take the customer off"))
        off.setEnabled(self._state.customer.mode == "attached")
        off.triggered.connect(self.customer_removed)
        offers = menu.addAction(t._("Offers and coupons"))
        offers.triggered.connect(self.offers_opened)
        corner = self.head.more.mapToGlobal(QPoint(0, self.head.more.height()))
        menu.popup(corner)

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: SaleState) -> None:  # type: ignore[override]
        """Show a state."""
        self._state = state
        self._render_left(state)
        self._render_right(state)
        self._render_undo(state)

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()

    def _render_left(self, state: SaleState) -> None:
        self._render_search(state.search)
        own_head = state.panel is not None and not isinstance(state.panel, QuickPanel)
        self.head.setVisible(not state.is_empty and not own_head)
        self.head.set_texts(state.title, state.subtitle)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "accent")
        self._notice_place.setVisible(notice is not None)
        self.cart.show_lines(state.lines, state.selected, state.flash)
        self.empty.show_state(self._t, state.last_receipt, state.parked)
        self.bottom.show_state(
            self._t, parked=state.parked, can_undo=state.can_undo, empty=state.is_empty
        )
        self.bottom.setVisible(not state.is_empty or state.can_undo)
        self._render_panel(state.panel, empty=state.is_empty)

    def _render_panel(self, panel: Panel, *, empty: bool) -> None:
        page: QWidget = self.empty if empty else self.cart
        if isinstance(panel, EntryPanel):
            self.entry.show_panel(self._t, panel)
            page = self.entry
        elif isinstance(panel, DiscountPanel):
            self.discount.show_panel(self._t, panel)
            page = self.discount
        elif isinstance(panel, OffersPanel):
            self.offers_panel.show_panel(self._t, panel)
            page = self.offers_panel
        elif isinstance(panel, ParkedPanel):
            self.parked.show_panel(self._t, panel)
            page = self.parked
        elif isinstance(panel, WhyPanel):
            self.why.show_panel(self._t, panel)
            page = self.why
        elif isinstance(panel, ApprovalView):
            page = self.pin
        changed = self.middle.currentWidget() is not page
        self.middle.setCurrentWidget(page)
        if changed and page not in (self.cart, self.empty):
            self.undo_gone.emit()  # a panel reaches down to where the bar lies; Ctrl Z still works
        if isinstance(panel, ApprovalView):
            self.pin.show_question(self._t, panel)
        elif changed and self.isVisible():
            self._focus_cart()

    def _render_search(self, search: SearchView) -> None:
        self.search.set_state("ready" if search.ready else "alarm")
        prefix = f"{search.prefix} " if search.prefix else ""
        if not self.search.edit.hasFocus():
            self.search.set_text(prefix + search.text)
        if not search.open:
            if self._drop is not None:
                self._drop.hide()
            return
        if self._drop is None:
            self._drop = Results(self.search)
            self._drop.list.picked.connect(self.hit_picked)
        rows = [
            Row(key=hit.key, title=hit.title, note=hit.detail, right=hit.amount)
            for hit in search.hits
        ] or [Row(key="", title=search.empty, enabled=False)]
        self._drop.show_rows(rows)
        place = self._drop.list.rows.index(search.chosen) if search.chosen >= 0 else None
        if place is None:
            self._drop.list.clearSelection()
        else:
            self._drop.list.setCurrentIndex(place)

    def _render_right(self, state: SaleState) -> None:
        t = self._t
        quick = isinstance(state.panel, QuickPanel)
        self.customer.show_customer(t, state.customer)
        self.customer.setVisible(not quick)
        self.offers.show_offers(t, state.offers, self._most_offers)
        self.offers.setVisible(bool(state.offers) and not quick)
        # Who is at the counter comes before how the shift goes, where both find no room.
        gives_way = self._tight and state.customer.mode == "attached"
        self.shift.setVisible(state.shift is not None and not quick and not gives_way)
        if state.shift is not None:
            self.shift.show_shift(state.shift)
        self.quick_panel.setVisible(quick)
        if isinstance(state.panel, QuickPanel):
            self.quick_panel.show_items(state.panel.items, state.panel.chosen)
        self.quick_column.show_items(state.quick)
        self.slab.show_state(t, state.slab)

    def _render_undo(self, state: SaleState) -> None:
        if state.undo is None:
            if self._serial:
                self._serial = 0
                self.undo_gone.emit()
        elif state.undo.serial != self._serial:
            self._serial = state.undo.serial
            self.undo_offered.emit(state.undo.text, state.undo.icon)
