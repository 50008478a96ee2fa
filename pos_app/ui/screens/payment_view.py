"""The payment screen: points and tenders at the left, whose points and the total at the right."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.payment_state import PaymentState, TenderView
from pos_app.ui import fonts
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.payment_parts import CouponCard, LedgerCard, PointsPanel, TenderPanel
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, TotalSlab
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.sale_code import CodePlace
from pos_app.ui.widgets.sale_pin import PinPlace

_KEYS = (
    "Enter", "Esc", "F8", "F10", "F11", "F12", "Left", "Right", "Backspace", "Ctrl 1", "Ctrl 2",
    "Ctrl 3", "Del",
)  # fmt: skip
_ICONS = {"certificate": "gift", "card": "credit-card", "transfer": "landmark", "cash": "banknote"}


class PaymentView(Page):
    """Draws a :class:`PaymentState`; keys leave by name, signs as typed text."""

    page_name = "payment"

    key_pressed = Signal(str)
    text_typed = Signal(str)
    scanned = Signal(str)
    tender_chosen = Signal(str)
    points_moved = Signal(int)
    cash_picked = Signal(int)
    tender_accepted = Signal()
    tender_undone = Signal(str)
    transfer_wanted = Signal()
    certificate_wanted = Signal()
    code_entered = Signal()
    code_closed = Signal()
    approved = Signal(str, str)
    alerted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = self._wide = False
        self._state = PaymentState()
        self.tenders: dict[str, TenderPanel] = {}
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addWidget(self._left(), 1)
        self.side = QWidget()
        self.side.setLayout(self._right())
        across.addWidget(self.side)
        self._connect()

    def _left(self) -> QWidget:
        t = self._t
        card = Card()
        column = card.body(gap=10)
        column.setContentsMargins(16, 8, 16, 16)
        column.addLayout(self._head())
        self.notice = Banner("")
        self.notice.hide()
        column.addWidget(self.notice)
        self.middle = TightStack()
        tenders = QWidget()
        inside = QVBoxLayout(tenders)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(10)
        self.points = PointsPanel(t)
        inside.addWidget(self.points)
        for key in ("certificate", "card", "transfer", "cash"):
            self.tenders[key] = TenderPanel(t, key, _ICONS[key])
            inside.addWidget(self.tenders[key])
        inside.addStretch(1)
        self.pin = PinPlace()
        self.middle.addWidget(tenders)
        self.middle.addWidget(self.pin)
        self.code = CodePlace(t)
        self.middle.addWidget(self.code)
        column.addWidget(self.middle, 1)
        return card

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = bare_row(12)
        self.back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc")
        self._title = Label("", "title")
        self._subtitle = ElidedLabel("", "label", "text-2")
        room = self._subtitle.sizePolicy()
        room.setRetainSizeWhenHidden(True)  # the buttons stay at the right
        self._subtitle.setSizePolicy(room)
        self._hint = Label("", "label", "text-2")
        self.transfer = Button("", v="ghost", icon="landmark", cap="Ctrl 2")
        row.addWidget(self.back)
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        self.certificate = Button("", v="ghost", icon="gift", cap="Ctrl 3")
        row.addWidget(self._hint)
        row.addWidget(self.certificate)
        row.addWidget(self.transfer)
        return row

    def _right(self) -> QVBoxLayout:
        column = bare_column(8)
        self.ledger = LedgerCard()
        self.coupon = CouponCard()
        self.slab = TotalSlab()
        self.done = Button("", v="slab-primary", icon="check", cap="Enter", size="primary")
        self.slab.buttons.addWidget(self.done, 1)
        column.addWidget(self.ledger)
        column.addWidget(self.coupon)
        column.addStretch(1)
        column.addWidget(self.slab)
        return column

    def _connect(self) -> None:
        for name in _KEYS:
            self.bind(name, partial(self.key_pressed.emit, name))
        self.back.clicked.connect(lambda: self.key_pressed.emit("Esc"))
        self.done.clicked.connect(lambda: self.key_pressed.emit("Enter"))
        self.transfer.clicked.connect(self.transfer_wanted)
        self.certificate.clicked.connect(self.certificate_wanted)
        self.code.confirmed.connect(self.code_entered)
        self.code.closed.connect(self.code_closed)
        self.points.moved.connect(self.points_moved)
        self.points.pressed.connect(lambda: self.tender_chosen.emit("points"))
        for panel in self.tenders.values():
            panel.pressed.connect(self.tender_chosen)
            panel.typed.connect(self.text_typed)
            panel.quick.connect(self.cash_picked)
            panel.accepted.connect(self.tender_accepted)
            panel.undone.connect(self.tender_undone)
        self.pin.submitted.connect(self.approved)
        self.pin.cancelled.connect(lambda: self.key_pressed.emit("Esc"))

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.back.set_label(t._("Back"))
        for panel in self.tenders.values():
            panel.retranslate(t)

    # -- page hooks ---------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Keys go to the active tender."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str, source: str) -> bool:
        """Scans join the receipt while nothing is charged."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """Bound keys by name; digits, separators and signs are typed."""
        if self.pin.isVisible() and self.pin.on_key(key):
            return True
        if super().on_key(key):
            return True
        in_code = self._state.code is not None and key.isprintable()
        if len(key) == 1 and (in_code or key.isdigit() or key in ",.+-−"):
            self.text_typed.emit(key)
            return True
        return False

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self._compact = layout.compact
        self.side.setFixedWidth(layout.right)
        self._subtitle.setVisible(not layout.compact)
        self.points.set_compact(compact=layout.compact)
        self._wide = layout.wide
        for panel in self.tenders.values():
            panel.set_compact(compact=layout.compact)
        self.render(self._state)

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: PaymentState) -> None:  # type: ignore[override]
        """Show a state."""
        self._state = state
        self._title.setText(state.title)
        self._subtitle.setText(state.subtitle)
        self._hint.setText(state.hint)
        self._hint.setVisible(self._wide and not state.transfer)
        for button, words in (
            (self.transfer, state.transfer),
            (self.certificate, state.certificate),
        ):
            button.setVisible(bool(words))
            button.set_label("" if self._compact else words)
            button.setAccessibleName(words)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "accent")
        self._render_tenders(state)
        self._render_right(state)
        if state.approval is not None:
            self.middle.setCurrentWidget(self.pin)
            self.pin.show_question(self._t, state.approval)
        elif state.code is not None:
            self.middle.setCurrentWidget(self.code)
            self.code.show_code(self._t, state.code)
        elif self.middle.currentWidget() is not self.middle.widget(0):
            self.middle.setCurrentIndex(0)
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()

    def _render_tenders(self, state: PaymentState) -> None:
        by_key: dict[str, TenderView] = {tender.key: tender for tender in state.tenders}
        tight = (
            fonts.text_scale() > 100
            or len(by_key) > 2
            or (state.notice is not None and state.points is not None)
        )
        self.points.setVisible(state.points is not None)
        if state.points is not None:
            self.points.show_points(state.points, tight=tight)
        for key, panel in self.tenders.items():
            panel.setVisible(key in by_key)
            if key in by_key:
                panel.show_tender(by_key[key], state.unit, tight=tight)

    def _render_right(self, state: PaymentState) -> None:
        self.ledger.setVisible(state.ledger is not None)
        if state.ledger is not None:
            self.ledger.show_ledger(state.ledger)
        self.coupon.setVisible(state.coupon is not None)
        if state.coupon is not None:
            self.coupon.show_coupon(state.coupon)
        self.slab.set_rows(state.rows)
        self.slab.set_total(state.total_label, state.total)
        self.slab.set_reason(state.reason)
        self.done.set_label(self._t._("Complete sale"))
        self.done.setEnabled(state.can_complete or state.busy)
        self.done.set_busy(state.busy)
