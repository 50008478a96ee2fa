"""Parts of the payment screen: points, tender cards with their keypads, the ledger."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.payment_state import LedgerView, PointsCard, TenderView
from pos_app.presenters.sale_state import OfferView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, TenderCard
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.label import Avatar, Divider, ElidedLabel, IconTile, KeyCap, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, tab_order
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.number import Keypad, PointsSlider, QuickCash
from pos_app.ui.widgets.sale_entry import AmountBox

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class PointsPanel(TenderCard):
    """Points as a slider with the money beside it."""

    moved = Signal(int)
    pressed = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__("sparkles", "", parent)
        self.equals = Label("", "label", "text-2")
        self.money = Label("", "title", "accent-text")
        for part in (self.equals, self.money, KeyCap("F8")):
            self.right.addWidget(part)
        row = QHBoxLayout(self.content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.slider = PointsSlider(names=(t._("Points"), t._("Fewer points"), t._("More points")))
        self.chips = ChipGroup(optional=False)
        self.chips.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        row.addWidget(self.slider, 1)
        row.addWidget(self.chips, 0)
        self.slider.changed.connect(self.moved)
        self.chips.changed.connect(self._chip)
        self._compact = False

    def _chip(self, keys: tuple[str, ...]) -> None:
        if keys:
            self.moved.emit(int(keys[-1]))

    def set_compact(self, *, compact: bool) -> None:
        """The narrow layout keeps one figure under the title."""
        self._compact = compact

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap gives the keys to the points."""
        super().mouseReleaseEvent(event)
        self.pressed.emit()

    def show_points(self, points: PointsCard, *, tight: bool) -> None:
        """Show the points of this moment."""
        self.set_title(points.title)
        hint = points.limit
        if points.why:
            hint = points.why if self._compact else f"{points.limit} \N{MIDDLE DOT} {points.why}"
        self.set_hint(hint)
        self.equals.setText(points.equals)
        self.equals.setVisible(points.value > 0)
        self.money.setText(points.money)
        self.slider.set_range(points.maximum, points.step)
        self.slider.set_value(points.value)
        self.slider.setEnabled(points.enabled)
        chips = [(chip.key, chip.text) for chip in points.quick]
        self.chips.set_choices(chips, [chip.key for chip in points.quick if chip.on])
        tab_order((self.slider.more, *(self.chips.chip(key) for key, _ in chips)))
        self.chips.setEnabled(points.enabled)
        self.set_state("active" if points.active else "waiting")
        self.content.setVisible(not tight or points.active)


class TenderPanel(TenderCard):
    """One way of paying: its sum, and while it has the keys, a keypad and quick sums."""

    pressed = Signal(str)
    typed = Signal(str)
    quick = Signal(int)
    accepted = Signal()
    undone = Signal(str)

    def __init__(self, t: Translator, key: str, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(icon, "", parent)
        self._key = key
        self.key_cap = KeyCap({"cash": "F10", "card": "F11"}.get(key, "Ctrl 2"))
        undo_cap = "Del" if key == "certificate" else "Ctrl 1"
        self.received = Label(t._("Received"), "label", "text-2")
        self.undo = Button("", v="ghost", icon="undo-2", cap=undo_cap)
        self.undo.clicked.connect(lambda: self.undone.emit(key))
        self.box = AmountBox(width=176)
        for part in (self.undo, self.received, self.key_cap, self.box):
            self.right.addWidget(part)
        row = QHBoxLayout(self.content)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        self.notes = QuickCash()
        self.notes.chosen.connect(self.quick)
        self.accept = Button("", v="secondary", icon="check", cap="Enter", size="pos")
        self.accept.clicked.connect(self.accepted)
        side = bare_column(12)
        self.error = Label("", "label", "danger-text", wrap=True)
        side.addWidget(self.notes, 1)
        side.addWidget(self.error)
        side.addStretch(0)
        side.addWidget(self.accept)
        self.pad = Keypad(separator=",", back_name=t._("Backspace"))
        self.pad.pressed.connect(self.typed)
        row.addLayout(side, 1)
        row.addWidget(self.pad, 1)
        self._compact = False

    def set_compact(self, *, compact: bool) -> None:
        """Optional words go in the narrow layout."""
        self._compact = compact

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.received.setText(t._("Received"))
        self.pad.keys["back"].setAccessibleName(t._("Backspace"))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap gives the keys to this tender."""
        super().mouseReleaseEvent(event)
        self.pressed.emit(self._key)

    def show_tender(self, tender: TenderView, unit: str, *, tight: bool) -> None:
        """Show the tender of this moment."""
        active, accepted = tender.mode == "active", tender.mode == "accepted"
        self.set_title(tender.title)
        self.set_hint(tender.detail)
        self.set_state(tender.mode)
        self.key_cap.setVisible(tender.mode == "waiting")
        self.received.setVisible(active and tender.key == "cash" and not self._compact)
        self.undo.setVisible(accepted)
        self.undo.set_label("" if self._compact else tender.undo)
        self.undo.setAccessibleName(tender.undo)
        self.box.show_amount(
            tender.amount,
            unit,
            active=active,
            fresh=tender.fresh,
            error=bool(tender.error),
            icon="circle-check" if accepted else "",
            name=tender.title,
        )
        self.box.setVisible(tender.mode != "waiting" or bool(tender.amount))
        self.content.setVisible(active)
        self.notes.setVisible(bool(tender.exact))
        if tender.exact is not None:
            self.notes.set_amounts(tender.exact, tender.notes, cap="F10")
            self.notes.set_chosen(tender.given)
        self.accept.setVisible(bool(tender.accept))
        self.accept.set_label(tender.accept)
        self.error.setText(tender.error)
        self.error.setVisible(bool(tender.error))
        edge = 8 if tight else 16
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(16, edge, 16, edge)


class LedgerCard(Card):
    """Whose points, and the same four figures as on the receipt."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=4)
        head = bare_row(12)
        self._avatar = Avatar(px=40)
        words = bare_column(0)
        self._title = ElidedLabel("", "item")
        self._subtitle = ElidedLabel("", "label", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        head.addWidget(self._avatar)
        head.addLayout(words, 1)
        column.addLayout(head)
        column.addSpacing(2)
        column.addWidget(Divider())
        self._rows: list[tuple[Label, Label]] = []
        for number in range(4):
            pair = (
                Label("", "body", "text-2"),
                Label("", "amount" if number == 3 else "bodyStrong", align=_RIGHT),
            )
            row = bare_row(8)
            row.addWidget(pair[0])
            row.addWidget(pair[1], 1)
            column.addLayout(row)
            self._rows.append(pair)
        self.notice = Banner("", "warn", icon="clock-alert")
        column.addWidget(self.notice)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_ledger(self, ledger: LedgerView) -> None:
        """Show the figures."""
        self._avatar.set_person(ledger.title)
        self._title.setText(ledger.title)
        self._subtitle.setText(ledger.subtitle)
        for (words, figure), (word, value, tone) in zip(self._rows, ledger.rows, strict=False):
            words.setText(word)
            figure.setText(value)
            figure.set_color(tone)
        self.notice.set_message(ledger.notice, "warn", icon="clock-alert")


class CouponCard(Card):
    """What this receipt is going to bring for the next one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        row = bare_row(12)
        self._tile = IconTile("ticket-percent", "accent", 40)
        words = bare_column(0)
        self._title = ElidedLabel("", "bodyStrong")
        self._detail = ElidedLabel("", "caption", "text-2")
        words.addWidget(self._title)
        words.addWidget(self._detail)
        row.addWidget(self._tile, 0, _MIDDLE)
        row.addLayout(words, 1)
        self.body(padding=12).addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_coupon(self, coupon: OfferView) -> None:
        """Show the coupon to come."""
        self._title.setText(coupon.title)
        self._detail.setText(coupon.detail)
