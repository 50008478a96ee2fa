"""Parts of the sale screen that are only there: heads, bars, the empty cart, the tenders."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import N_, Translator
from pos_app.presenters.sale_state import HitView, SlabView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, TotalSlab
from pos_app.ui.widgets.label import Divider, ElidedLabel, IconLabel, KeyCap, Label
from pos_app.ui.widgets.layout import bare_row
from pos_app.ui.widgets.message import EmptyState
from pos_app.ui.widgets.quick_tiles import QuickTiles

_NO_TILES = N_("None yet. The owner chooses quick items among the products.")
_TENDER_ICONS = {"cash": "banknote", "card": "credit-card", "split": ""}


class CartHead(QWidget):
    """Receipt number, how much lies on the counter, and the menu of seldom things."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(21, 0, 8, 0)
        row.setSpacing(12)
        self._title = Label("", "heading")
        self._subtitle = ElidedLabel("", "label", "text-2")
        self.more = Button("", v="ghost", icon="ellipsis", name=t._("More"))
        row.addWidget(self._title)
        row.addWidget(self._subtitle, 1)
        row.addWidget(self.more)
        column.addLayout(row)
        column.addWidget(Divider())

    def set_texts(self, title: str, subtitle: str) -> None:
        """Show number and count."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.more.setAccessibleName(t._("More"))


class KeyBar(QWidget):
    """Buttons that say a key."""

    key_pressed = Signal(str)

    def button(self, text: str, icon: str, cap: str, *, v: str = "secondary") -> Button:
        """A button for a key."""
        made = Button(text, v=v, icon=icon, cap=cap, size="pos")
        made.clicked.connect(lambda: self.key_pressed.emit(cap))
        return made


class BottomBar(KeyBar):
    """Quick items, park, undo, keys."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.quick = self.button(t._("Quick items"), "layout-grid", "F4")
        self.park = self.button(t._("Park"), "pause", "F9")
        self.back = self.button(t._("Undo"), "undo", "Ctrl Z")
        self.keys = self.button(t._("Keys"), "", "F1", v="ghost")
        for button in (self.quick, self.park, self.back):
            self._row.addWidget(button)
        self._row.addStretch(1)
        self._row.addWidget(self.keys)
        self._icons = {self.quick: "layout-grid", self.park: "pause", self.back: "undo"}

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.quick.set_label(t._("Quick items"))
        self.back.set_label(t._("Undo"))
        self.keys.set_label(t._("Keys"))

    def set_compact(self, *, compact: bool, quick: bool) -> None:
        """The narrow layout sets the cap under the word; ``quick`` shows the tiles' button."""
        self.quick.setVisible(quick)
        for button, icon in self._icons.items():
            button.set_stacked(compact)
            button.set_icon("" if compact else icon)
            self._row.setStretchFactor(button, 1 if compact else 0)
        self._row.setStretch(len(self._icons), 0 if compact else 1)
        self.keys.set_stacked(compact)

    def show_state(self, t: Translator, *, parked: int, can_undo: bool, empty: bool) -> None:
        """Park what is here, or list what waits."""
        words = t._("Park")
        if empty:
            words = t.ngettext("Parked: {n}", "Parked: {n}", parked) if parked else t._("Parked")
        self.park.set_label(words)
        self.park.setEnabled(not empty or parked > 0)
        self.back.setEnabled(can_undo)


class EmptyCart(KeyBar):
    """Nothing scanned yet: what to do, three ways on, and the last receipt."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.quick = self.button(t._("Quick items"), "layout-grid", "F4")
        self.parked = self.button(t._("Parked sales"), "pause", "F9")
        self.returns = self.button(t._("Return"), "undo-2", "Ctrl R")
        self.words = EmptyState("scan-barcode", "", actions=(self.quick, self.parked, self.returns))
        column.addWidget(self.words, 1)
        self._foot = QWidget()
        foot = QVBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        foot.setSpacing(0)
        foot.addWidget(Divider())
        row = bare_row(8)
        row.setContentsMargins(21, 4, 12, 0)
        row.addWidget(IconLabel("receipt-text", 20, "text-2"))
        self._label = Label("", "label", "text-2")
        self._last = ElidedLabel("", "bodyStrong")
        self.again = self.button(t._("Print again"), "printer", "Ctrl P", v="ghost")
        row.addWidget(self._label)
        row.addWidget(self._last, 1)
        row.addWidget(self.again)
        foot.addLayout(row)
        column.addWidget(self._foot)
        self.retranslate(t)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.words.set_texts(
            t._("Scan goods or a card"), t._("In any order. The scanner works on every screen.")
        )
        self.quick.set_label(t._("Quick items"))
        self.returns.set_label(t._("Return"))
        self.again.set_label(t._("Print again"))

    def set_compact(self, *, compact: bool) -> None:
        """The narrow layout sets the caps under the words."""
        icons = ("layout-grid", "pause", "undo-2")
        for button, icon in zip((self.quick, self.parked, self.returns), icons, strict=True):
            button.set_stacked(compact)
            button.set_icon("" if compact else icon)
        # a hidden page would otherwise keep asking for the room of the other layout
        inner = self.words.layout()
        if inner is not None:
            inner.activate()

    def show_state(self, t: Translator, last: tuple[str, str] | None, parked: int) -> None:
        """Show the last receipt and how many sales wait."""
        words = t.ngettext("{n} parked", "{n} parked", parked) if parked else t._("Parked sales")
        self.parked.set_label(words)
        self.parked.setEnabled(parked > 0)
        self._foot.setVisible(last is not None)
        if last is not None:
            self._label.setText(last[0])
            self._last.setText(last[1])


class QuickColumn(Card):
    """Quick items with their head: a column of its own, or a panel that closes."""

    closed = Signal()

    def __init__(
        self,
        t: Translator,
        *,
        columns: int = 2,
        closable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent=parent)
        column = self.body(gap=8)
        head = bare_row(8)
        self._title = Label(t._("Quick items"), "heading")
        head.addWidget(self._title, 1)
        self._closable = closable
        self.close_button = Button(t._("Close"), v="ghost", cap="Esc")
        self.close_button.clicked.connect(self.closed)
        if not closable:
            self.close_button.hide()
        head.addWidget(self.close_button)
        if not closable:
            head.addWidget(KeyCap("F4"))
        column.addLayout(head)
        self._hint = Label(t._(_NO_TILES), "label", "text-2", wrap=True)
        column.addWidget(self._hint)
        self.tiles = QuickTiles(columns)
        column.addWidget(self.tiles, 1)

    def show_items(self, items: tuple[HitView, ...], chosen: int = -1) -> None:
        """Show the tiles, or where they come from while there are none."""
        self._hint.setVisible(not items)
        self.tiles.show_items(items, chosen)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._title.setText(t._("Quick items"))
        self._hint.setText(t._(_NO_TILES))
        self.close_button.set_label(t._("Close"))


class TenderSlab(TotalSlab):
    """The total with the three ways to payment."""

    pressed = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.tenders: dict[str, Button] = {}
        for key, cap in (("cash", "F10"), ("card", "F11"), ("split", "F12")):
            button = Button("", v="slab", cap=cap, size="primary", stacked=True)
            button.clicked.connect(lambda _=False, it=key: self.pressed.emit(it))
            self.tenders[key] = button
            self.buttons.addWidget(button, 1)
        self.set_compact(compact=False)
        self.retranslate(t)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.tenders["cash"].set_label(t._("Cash"))
        self.tenders["card"].set_label(t.pgettext("payment", "Card"))
        self.tenders["split"].set_label(t._("Split"))

    def set_compact(self, *, compact: bool) -> None:
        """Tenders lose their pictures in the narrow layout."""
        for key, button in self.tenders.items():
            button.set_icon("" if compact else _TENDER_ICONS[key])

    def show_state(self, t: Translator, slab: SlabView) -> None:
        """Show the total of this moment."""
        self.set_rows(slab.rows)
        self.set_total(t._("To pay"), slab.total, muted=slab.mode == "idle")
        self.set_reason(slab.reason)
        for key, button in self.tenders.items():
            button.set_variant("slab-primary" if key == slab.main else "slab")
            button.setEnabled(slab.mode == "ready")
