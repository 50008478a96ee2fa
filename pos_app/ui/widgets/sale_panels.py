"""Panels that take the cart's place for a moment: figures, discounts, offers, parked sales."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.sale_state import (
    ChoiceView,
    DiscountPanel,
    EntryPanel,
    OffersPanel,
    ParkedPanel,
)
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.choice import ChipGroup
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import bare_column, bare_row, scrolling, tab_order
from pos_app.ui.widgets.number import Keypad
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.sale_entry import AmountBox
from pos_app.ui.widgets.sale_side import OfferRow


def choice_pairs(choices: tuple[ChoiceView, ...]) -> list[tuple[str, str]]:
    """Choices as (key, text)."""
    return [(choice.key, choice.text) for choice in choices]


def chosen_keys(choices: tuple[ChoiceView, ...]) -> list[str]:
    """Keys of the choices that are on."""
    return [choice.key for choice in choices if choice.on]


class PanelHead(QWidget):
    """Title, what it is about, and the way out."""

    closed = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        words = bare_column(0)
        self._title = Label("", "heading")
        self._subtitle = ElidedLabel("", "label", "text-2", middle=True)
        words.addWidget(self._title)
        words.addWidget(self._subtitle)
        self.close_button = Button(t._("Close"), v="ghost", cap="Esc")
        self.close_button.clicked.connect(self.closed)
        row.addLayout(words, 1)
        row.addWidget(self.close_button, 0, Qt.AlignmentFlag.AlignTop)

    def set_texts(self, t: Translator, title: str, subtitle: str) -> None:
        """Say what the panel is for."""
        self._title.setText(title)
        self._subtitle.setText(subtitle)
        self._subtitle.setVisible(bool(subtitle))
        self.close_button.set_label(t._("Close"))


class PanelBase(QWidget):
    """Common ground: head above, padding, everything kept to a comfortable width."""

    closed = Signal()
    confirmed = Signal()
    typed = Signal(str)
    chosen = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(20, 12, 16, 16)
        self.column.setSpacing(12)
        self.head = PanelHead(t)
        self.head.closed.connect(self.closed)
        self.column.addWidget(self.head)
        self.error = Label("", "label", "danger-text", wrap=True)

    def show_error(self, text: str) -> None:
        """Say what was refused."""
        self.error.setText(text)
        self.error.setVisible(bool(text))


class EntryView(PanelBase):
    """A keypad with one figure."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        row = bare_row(16)
        side = bare_column(12)
        self.box = AmountBox(width=220)
        self.ok = Button(t._("Set"), v="primary", icon="check", cap="Enter", size="primary")
        self.ok.clicked.connect(self.confirmed)
        side.addWidget(self.box)
        side.addWidget(self.error)
        side.addStretch(1)
        side.addWidget(self.ok)
        self.pad = Keypad(separator=",", back_name=t._("Backspace"))
        self.pad.pressed.connect(self.typed)
        row.addLayout(side, 1)
        row.addWidget(self.pad, 1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def show_panel(self, t: Translator, panel: EntryPanel) -> None:
        """Show the figure."""
        self.head.set_texts(t, panel.title, panel.subtitle)
        self.box.show_amount(
            panel.text,
            panel.unit,
            active=True,
            fresh=panel.fresh,
            error=bool(panel.error),
            name=panel.title,
        )
        self.ok.set_label(t._("Set"))
        self.show_error(panel.error)


class DiscountView(PanelBase):
    """A discount by hand: what, how much, why."""

    removed = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self._ordered: tuple[tuple[QWidget, ...], tuple[QWidget, ...]] = ((), ())
        row = bare_row(16)
        left = QWidget()
        left.setProperty("plain", True)
        side = QVBoxLayout(left)
        side.setContentsMargins(0, 0, 0, 0)
        side.setSpacing(10)
        self.scopes = ChipGroup(optional=False)
        self.modes = ChipGroup(optional=False)
        self.rates = ChipGroup()
        self.reasons = ChipGroup(optional=False)
        for group in (self.scopes, self.modes, self.rates, self.reasons):
            group.changed.connect(self._picked)
        self.box = AmountBox(width=160)
        self._why = Label(t._("Reason"), "label", "text-2")
        self._preview = Label("", "label", "text-2", wrap=True)
        side.addWidget(self.scopes)
        side.addWidget(self._why)
        side.addWidget(self.reasons)
        side.addWidget(self._preview)
        side.addWidget(self.error)
        side.addStretch(1)
        self.drop = Button(t._("No discount"), v="ghost", icon="trash-2", cap="Ctrl 1")
        self.drop.clicked.connect(self.removed)
        side.addWidget(self.drop)
        figures = bare_column(8)
        top = bare_row(8)
        top.addWidget(self.modes)
        top.addWidget(self.box, 1)
        figures.addLayout(top)
        figures.addWidget(self.rates)
        self.pad = Keypad(separator=",", key_height=56, back_name=t._("Backspace"))
        self.pad.pressed.connect(self.typed)
        figures.addWidget(self.pad, 1)
        self.ok = Button(t._("Give discount"), v="primary", icon="check", cap="Enter", size="pos")
        self.ok.clicked.connect(self.confirmed)
        figures.addWidget(self.ok)
        row.addWidget(scrolling(left), 1)
        row.addLayout(figures, 1)
        self.column.addLayout(row, 1)

    def _order(self, panel: DiscountPanel) -> None:
        """Chips are made when they are known; Tab must find them where they stand."""
        chips = tuple(
            group.chip(choice.key)
            for group, choices in ((self.scopes, panel.scopes), (self.reasons, panel.reasons))
            for choice in choices
        )
        figures = tuple(
            group.chip(choice.key)
            for group, choices in ((self.modes, panel.modes), (self.rates, panel.quick))
            for choice in choices
        )
        if (chips, figures) != self._ordered:
            self._ordered = (chips, figures)
            tab_order((self.head.close_button, *chips, self.drop, *figures, self.ok))

    def _picked(self, keys: tuple[str, ...]) -> None:
        if keys:
            self.chosen.emit(keys[-1])

    def show_panel(self, t: Translator, panel: DiscountPanel) -> None:
        """Show the discount being made."""
        self.head.set_texts(t, t._("Discount"), panel.subtitle)
        for group, choices in (
            (self.scopes, panel.scopes),
            (self.modes, panel.modes),
            (self.rates, panel.quick),
            (self.reasons, panel.reasons),
        ):
            group.set_choices(choice_pairs(choices), chosen_keys(choices))
        self._order(panel)
        self.box.show_amount(
            panel.text, panel.unit, active=True, error=bool(panel.error), name=t._("Discount")
        )
        self._why.setText(t._("Reason"))
        self._preview.setText(panel.preview)
        self._preview.setVisible(bool(panel.preview))
        self.drop.setVisible(panel.can_remove)
        self.drop.set_label(t._("No discount"))
        self.ok.set_label(t._("Give discount"))
        self.show_error(panel.error)


class OffersView(PanelBase):
    """All offers, a code typed by hand, and the way to selling a gift certificate."""

    certificate_wanted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        row = bare_row(8)
        self.box = AmountBox(width=260)
        self.ok = Button(t._("Apply"), v="primary", cap="Enter", size="pos")
        self.ok.clicked.connect(self.confirmed)
        row.addWidget(self.box, 1)
        row.addWidget(self.ok)
        self.column.addLayout(row)
        self.column.addWidget(self.error)
        self._hint = Label("", "label", "text-2", wrap=True)
        self.column.addWidget(self._hint)
        inside = QWidget()
        inside.setProperty("plain", True)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 8, 0)
        self._list.addStretch(1)
        self._area = scrolling(inside)
        self.column.addWidget(self._area, 1)
        self._rows: list[OfferRow] = []
        self.certificate = Button("", v="secondary", icon="gift", cap="Ctrl G", size="pos")
        self.certificate.clicked.connect(self.certificate_wanted)
        self.column.addWidget(self.certificate)

    def turn(self, pages: int) -> None:
        """Go on by pages, down or (negative) up."""
        bar = self._area.verticalScrollBar()
        bar.setValue(bar.value() + pages * bar.pageStep())

    def show_panel(self, t: Translator, panel: OffersPanel) -> None:
        """Show the offers and the code."""
        self.head.set_texts(t, t._("Offers and coupons"), "")
        self.box.show_amount(
            panel.text, "", active=True, error=bool(panel.error), name=t._("Coupon code")
        )
        self.ok.set_label(t._("Apply"))
        self.certificate.set_label(t._("Sell a gift certificate"))
        self._hint.setText(
            t._("Scan a coupon or a gift certificate, or type its code and press Enter.")
        )
        self.show_error(panel.error)
        while len(self._rows) < len(panel.offers):
            row = OfferRow()
            row.pressed.connect(self.chosen)
            self._list.insertWidget(len(self._rows), row)
            self._rows.append(row)
        for number, row in enumerate(self._rows):
            row.setVisible(number < len(panel.offers))
            if number < len(panel.offers):
                chosen = number == panel.chosen
                row.show_offer(t, panel.offers[number], cap="Enter" if chosen else "", undo=True)
                row.set_chosen(chosen)


class ParkedView(PanelBase):
    """Sales waiting to be taken up again."""

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self.list = RowList(middle=True, name=t._("Parked sales"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.picked.connect(self.chosen)
        self.column.addWidget(self.list, 1)

    def show_panel(self, t: Translator, panel: ParkedPanel) -> None:
        """Show the list."""
        self.head.set_texts(t, t._("Parked sales"), "")
        self.list.setAccessibleName(t._("Parked sales"))
        rows = [
            Row(key=hit.key, title=hit.title, note=hit.detail, icon=hit.icon) for hit in panel.rows
        ]
        chosen = panel.rows[panel.chosen].key if panel.rows else ""
        self.list.set_rows(rows, chosen)
