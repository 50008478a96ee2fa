"""The done screen: change as large as it goes, gains, and the slip as it is printed."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.payment_state import CashPiece, DoneState, GainView
from pos_app.ui import fonts, theme, tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.answer_pad import AnswerPad
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Slab
from pos_app.ui.widgets.label import Badge, ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.slip import SlipPreview

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
LOW_WINDOW = 800
"""Windows lower than this, in pixels, have no room for the hint beside a question."""

_KEYS = ("Enter", "Esc", "Ctrl P")
MOST_PIECES = 5


class Amount(QWidget):
    """The change: 112 px, smaller only where the window leaves no room for it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_amount(self, text: str) -> None:
        """Show a sum."""
        self._text = text
        self.setAccessibleName(text)
        self.update()

    def text(self) -> str:
        """The sum shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """Room for the usual sum."""
        return QSize(360, 128)

    def minimumSizeHint(self) -> QSize:
        """Half of it, with smaller digits."""
        return QSize(240, 128)

    def px(self) -> int:
        """The size of the digits that fit."""
        size = tokens.type_role("change").px
        while size > 56 and fonts.text_width(self._font(size), self._text) > self.width():
            size -= 8
        return size

    def _font(self, px: int) -> QFont:
        return fonts.sized(px, 600, display=True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sum."""
        painter = paint.start(self)
        painter.setFont(self._font(self.px()))
        painter.setPen(theme.color("on-slab"))
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(self.rect()), left, self._text)
        painter.end()


class Piece(QWidget):
    """Notes or coins of one kind: how many, and which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._piece = CashPiece(count="", value="")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_piece(self, piece: CashPiece) -> None:
        """Show a kind."""
        self._piece = piece
        self.setAccessibleName(f"{piece.count} {piece.value}")
        self.update()

    def sizeHint(self) -> QSize:
        """A note's picture."""
        return QSize(168, 48)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw count and note."""
        painter = paint.start(self)
        rect = QRectF(self.rect())
        count = QRectF(0, 0, 44, rect.height())
        paint.text(
            painter, count, self._piece.count, "amount", theme.color("on-slab-muted"), _RIGHT
        )
        note = QRectF(56, 0, 112, rect.height())
        fill, line = theme.color("on-slab", 0.10), theme.color("on-slab", 0.18)
        paint.box(painter, note, tokens.radius("md"), fill, line)
        middle = Qt.AlignmentFlag.AlignCenter
        paint.text(painter, note, self._piece.value, "amount", theme.color("on-slab"), middle)
        painter.end()


class ChangeSlab(Slab):
    """What goes back to the customer, and in which notes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        head = bare_row(12)
        self._title = Label("", "amount", "on-slab")
        self._receipt = Label("", "label", "on-slab-muted", align=_RIGHT)
        head.addWidget(IconLabel("circle-check", 24, "slab-accent"))
        head.addWidget(self._title)
        head.addWidget(self._receipt, 1)
        column.addLayout(head)
        column.addStretch(1)
        row = bare_row(16)
        words = bare_column(4)
        self._label = Label("", "title", "on-slab-muted")
        self.amount = Amount()
        self._detail = Label("", "amount", "on-slab-muted", wrap=True)
        for part in (self._label, self.amount, self._detail):
            words.addWidget(part)
        row.addLayout(words, 1)
        row.addLayout(self._notes())
        column.addLayout(row)
        column.addStretch(2)

    def _notes(self) -> QVBoxLayout:
        column = bare_column(8)
        self._pieces_title = Label("", "label", "on-slab-muted", align=_RIGHT)
        column.addWidget(self._pieces_title)
        self._pieces = [Piece() for _ in range(MOST_PIECES)]
        for piece in self._pieces:
            column.addWidget(piece)
        column.addStretch(1)
        return column

    def show_change(self, state: DoneState) -> None:
        """Show the end of a sale."""
        self._title.setText(state.title)
        self._receipt.setText(state.receipt)
        self._label.setText(state.label)
        self.amount.set_amount(state.change)
        self._detail.setText(state.detail)
        self._pieces_title.setText(state.pieces_title)
        self._pieces_title.setVisible(bool(state.pieces))
        for number, piece in enumerate(self._pieces):
            piece.setVisible(number < len(state.pieces))
            if number < len(state.pieces):
                piece.set_piece(state.pieces[number])
        self.setAccessibleName(f"{state.label} {state.change}")


class GainCard(Card):
    """One thing the customer got."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        row = bare_row(12)
        self._tile = IconTile("sparkles", "accent", 48)
        words = bare_column(0)
        self._label = ElidedLabel("", "label", "text-2")
        self._value = ElidedLabel("", "number")
        self._detail = ElidedLabel("", "caption", "text-2")
        for part in (self._label, self._value, self._detail):
            words.addWidget(part)
        row.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        self.body(padding=16).addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_gain(self, gain: GainView, *, roomy: bool) -> None:
        """Show it; without room the picture goes."""
        self._tile.set_look(gain.icon, "accent")
        self._tile.setVisible(roomy)
        self._label.setText(gain.label)
        self._value.setText(gain.value)
        self._value.set_color("accent-text" if gain.gain else "text")
        self._detail.setText(gain.detail)


class DoneView(Page):
    """Draws a :class:`DoneState`; the next scan leaves as a signal like any key."""

    page_name = "done"

    key_pressed = Signal(str)
    scanned = Signal(str)
    approved = Signal(str, str)
    answered = Signal(str)
    alerted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._short = False
        self._state = DoneState()
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        self.middle = TightStack()
        self.middle.addWidget(self._left())
        self.pin = PinPlace()
        self.middle.addWidget(self.pin)
        across.addWidget(self.middle, 1)
        self.paper = self._right()
        across.addWidget(self.paper)
        self._connect()
        self.offer_returns(offered=False)

    def _left(self) -> QWidget:
        t = self._t
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.slab = ChangeSlab()
        column.addWidget(self.slab, 1)
        self.notice = Banner("")
        self.notice.hide()
        column.addWidget(self.notice)
        gains = bare_row(12)
        self.gains = [GainCard() for _ in range(3)]
        for card in self.gains:
            gains.addWidget(card, 1)
        column.addLayout(gains)
        self.coupon = self._coupon()
        column.addWidget(self.coupon)
        column.addWidget(self._question())
        self._next_hint = QWidget()
        hint = bare_row(10)
        self._hint = ElidedLabel("", "body", "text-2")
        hint.addWidget(IconLabel("scan-barcode", 20, "text-2"))
        hint.addWidget(self._hint, 1)
        self._next_hint.setLayout(hint)
        column.addWidget(self._next_hint)
        buttons = bare_row(12)
        self.again = Button(t._("Print copy"), icon="printer", cap="Ctrl P", size="primary")
        self.returns = Button(t._("Return"), icon="undo-2", cap="Ctrl R", size="primary")
        self.next = Button(t._("New sale"), v="primary", icon="plus", cap="Enter", size="primary")
        buttons.addWidget(self.again)
        buttons.addWidget(self.returns)
        buttons.addWidget(self.next, 1)
        column.addLayout(buttons)
        return left

    def _coupon(self) -> Card:
        card = Card()
        row = bare_row(16)
        words = bare_column(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._coupon_title = ElidedLabel("", "heading")
        self._coupon_detail = ElidedLabel("", "label", "text-2")
        words.addWidget(self._coupon_title)
        words.addWidget(self._coupon_detail)
        row.addWidget(IconTile("ticket-percent", "solid", 56), 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(words, 1)
        card.body(padding=16).addLayout(row)
        card.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        return card

    def _question(self) -> Card:
        """The question after a sale: one row, in the place of nothing else."""
        self.ask = Card()
        column = self.ask.body(padding=10, gap=4)
        self._ask_text = ElidedLabel("", "bodyStrong")
        self.answers = AnswerPad(low=48)
        self.answers.chosen.connect(self.answered)
        column.addWidget(self._ask_text)
        column.addWidget(self.answers)
        self.ask.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.ask.hide()
        return self.ask

    def _right(self) -> Card:
        card = Card()
        column = card.body(padding=2, gap=4)
        head = bare_row(8)
        head.setContentsMargins(15, 8, 12, 4)
        self._paper_title = Label(self._t._("Receipt"), "heading")
        self._paper = Badge("", "neutral")
        head.addWidget(self._paper_title, 1)
        head.addWidget(self._paper)
        column.addLayout(head)
        self.slip = SlipPreview(self._t._("Receipt"))
        column.addWidget(self.slip, 1)
        return card

    def _connect(self) -> None:
        for name in (*_KEYS, *"0123456789"):
            self.bind(name, partial(self.key_pressed.emit, name))
        self.again.clicked.connect(lambda: self.key_pressed.emit("Ctrl P"))
        self.returns.clicked.connect(lambda: self.key_pressed.emit("Ctrl R"))
        self.next.clicked.connect(lambda: self.key_pressed.emit("Enter"))
        self.pin.submitted.connect(self.approved)
        self.pin.cancelled.connect(lambda: self.key_pressed.emit("Esc"))

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.again.set_label(t._("Print copy"))
        self.returns.set_label(t._("Return"))
        self.next.set_label(t._("New sale"))
        self._paper_title.setText(t._("Receipt"))

    # -- page hooks ---------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Enter goes on."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)

    def on_scan(self, text: str, source: str) -> bool:
        """The next sale begins."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """The PIN first, while it is asked for."""
        if self.pin.isVisible() and self.pin.on_key(key):
            return True
        return super().on_key(key)

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self._compact = layout.compact or fonts.text_scale() > 100
        self._short = layout.height < LOW_WINDOW
        self.paper.setFixedWidth(layout.right)
        for button, icon in ((self.again, "printer"), (self.returns, "undo-2")):
            button.set_stacked(self._compact)
            button.set_icon("" if self._compact else icon)
        self.render(self._state)

    def offer_returns(self, *, offered: bool) -> None:
        """Show the way to returns, or not, with its key."""
        self.returns.setVisible(offered)
        if offered:
            self.bind("Ctrl R", partial(self.key_pressed.emit, "Ctrl R"))
        else:
            self.unbind("Ctrl R")

    def message_host(self) -> QWidget:
        """Words lie over the left part."""
        return self.middle

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: DoneState) -> None:  # type: ignore[override]
        """Show a state."""
        self._state = state
        self.slab.show_change(state)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "accent")
        for number, card in enumerate(self.gains):
            card.setVisible(number < len(state.gains))
            if number < len(state.gains):
                card.show_gain(state.gains[number], roomy=not self._compact)
        self.coupon.setVisible(bool(state.coupon_title))
        self._coupon_title.setText(state.coupon_title)
        self._coupon_detail.setText(state.coupon_detail)
        self._hint.setText(state.hint)
        asks = state.ask
        asking = asks is not None or bool(state.thanks)
        self.ask.setVisible(asking)
        self._next_hint.setVisible(not (asking and self._short))
        self.answers.setVisible(asks is not None)
        self._ask_text.setText(asks.text if asks is not None else state.thanks)
        if asks is not None:
            self.answers.show_ask(asks)
        self._paper.setVisible(bool(state.paper))
        self._paper.set_badge(state.paper or " ")
        if state.approval is not None:
            self.middle.setCurrentWidget(self.pin)
            self.pin.show_question(self._t, state.approval)
        else:
            self.middle.setCurrentIndex(0)

    def show_slip(self, picture: bytes) -> None:
        """The slip, drawn in the background; nothing yet for b""."""
        if picture:
            self.slip.set_png(picture)
        else:
            self.slip.set_image(None)

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()
