"""A new customer: four fields, three consents that are never ticked beforehand, one button."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.customer_find_state import NewCustomerState
from pos_app.ui import fonts
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, TotalSlab
from pos_app.ui.widgets.choice import CheckRow
from pos_app.ui.widgets.field import TextField
from pos_app.ui.widgets.label import Badge, ElidedLabel, IconLabel, IconTile, Label
from pos_app.ui.widgets.layout import bare_column, bare_row
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.sale_side import OfferRow

FIELDS = ("phone", "name", "birthday", "card")
MOST_GAINS = 3


class CardBanner(Card):
    """The card that has been scanned, or the wish for one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(tone="accent", level=0, parent=parent)
        row = bare_row(16)
        self._tile = IconTile("id-card", "solid", 48)
        words = bare_column(0)
        words.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self._title = Label("", "heading")
        self._detail = Label("", "label", "text-2", wrap=True)
        words.addWidget(self._title)
        words.addWidget(self._detail)
        self._mark = IconLabel("circle-check", 24, "accent-text")
        row.addWidget(self._tile)
        row.addLayout(words, 1)
        row.addWidget(self._mark)
        self.body(padding=16).addLayout(row)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_card(self, title: str, detail: str, *, good: bool) -> None:
        """Show the card's number, or ask for a scan."""
        self.set_tone("accent" if good else "sunken")
        self._tile.set_look("id-card", "solid" if good else "accent")
        self._title.setText(title)
        self._detail.setText(detail)
        self._mark.setVisible(good)


class NewCustomerView(Page):
    """Draws a :class:`NewCustomerState`; Enter goes from field to field and saves from the last."""

    page_name = "new_customer"

    edited = Signal(str, str)
    box_ticked = Signal(str, bool)
    saved = Signal()
    family_saved = Signal()
    known_used = Signal()
    back_wanted = Signal()
    scanned = Signal(str)
    alerted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addWidget(self._left(), 1)
        self.side = QWidget()
        self.side.setLayout(self._right())
        across.addWidget(self.side)
        self._connect()
        self.retranslate(t)

    def _left(self) -> QWidget:
        card = Card()
        column = card.body(gap=14)
        column.setContentsMargins(16, 8, 16, 16)
        column.addLayout(self._head())
        self.notice = Banner("", "danger")
        self.notice.hide()
        column.addWidget(self.notice)
        self.card_banner = CardBanner()
        column.addWidget(self.card_banner)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        self.fields: dict[str, TextField] = {}
        for number, name in enumerate(FIELDS):
            field = TextField(optional=" " if name == "birthday" else "", size="pos")
            self.fields[name] = field
            grid.addWidget(field, number // 2, number % 2, Qt.AlignmentFlag.AlignTop)
        column.addLayout(grid)
        column.addWidget(self._known_part())
        column.addSpacing(6)
        column.addWidget(self._consents())
        column.addStretch(1)
        return card

    def _head(self) -> QHBoxLayout:
        head = bare_row(12)
        self.back = Button("", v="ghost", icon="arrow-left", cap="Esc")
        self._title = ElidedLabel("", "title")
        self._waits = Badge("", "neutral")
        self._timer = Label("", "heading", "text-2")
        head.addWidget(self.back)
        head.addWidget(self._title, 1)
        head.addWidget(self._waits)
        head.addWidget(IconLabel("timer", 20, "text-2"))
        head.addWidget(self._timer)
        return head

    def _known_part(self) -> QWidget:
        self.known = Card(tone="warn", level=0)
        column = self.known.body(padding=12)
        self._known_words = Label("", "label", "warn-text", wrap=True)
        column.addWidget(self._known_words)
        row = bare_row(8)
        self.use = Button("", v="secondary", cap="Ctrl 1")
        self.family = Button("", v="secondary", cap="Ctrl 2")
        row.addWidget(self.use)
        row.addWidget(self.family)
        row.addStretch(1)
        column.addLayout(row)
        self.known.hide()
        return self.known

    def _consents(self) -> QWidget:
        box = Card(tone="sunken", level=0)
        column = box.body(padding=12, gap=0)
        self.boxes = {name: CheckRow() for name in ("keep", "sms", "call")}
        for check in self.boxes.values():
            column.addWidget(check)
        self._keep_error = Label("", "label", "danger-text", wrap=True)
        column.addWidget(self._keep_error)
        return box

    def _right(self) -> QVBoxLayout:
        column = bare_column(8)
        self.gains_card = Card()
        inside = self.gains_card.body(gap=0)
        self._gains_title = Label("", "heading")
        inside.addWidget(self._gains_title)
        self.gains = [OfferRow() for _ in range(MOST_GAINS)]
        for gain in self.gains:
            inside.addWidget(gain)
        self._hint_card = Card()
        row = bare_row(12)
        self._hint = Label("", "label", "text-2", wrap=True)
        row.addWidget(IconLabel("keyboard", 20, "text-2"))
        row.addWidget(self._hint, 1)
        self._hint_card.body().addLayout(row)
        self.slab = TotalSlab()
        self.save = Button("", v="slab-primary", icon="check", cap="Enter", size="primary")
        self.slab.buttons.addWidget(self.save, 1)
        column.addWidget(self.gains_card)
        column.addWidget(self._hint_card)
        column.addStretch(1)
        column.addWidget(self.slab)
        return column

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.changed.connect(lambda text, it=name: self.edited.emit(it, text))
        for name, check in self.boxes.items():
            check.clicked.connect(lambda on, it=name: self.box_ticked.emit(it, bool(on)))
        self.save.clicked.connect(self.saved)
        self.use.clicked.connect(self.known_used)
        self.family.clicked.connect(self.family_saved)
        self.back.clicked.connect(self.back_wanted)
        for button in (self.back, self.save, self.use, self.family):
            self.bind_button(button)
        self.bind("Ctrl S", self.saved.emit)
        self.set_form([self.fields[name].edit for name in FIELDS])

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.back.set_label(t._("Back to sale"))
        self.fields["phone"].set_label(t._("Mobile phone"))
        self.fields["name"].set_label(t.pgettext("person", "Name"))
        self.fields["birthday"].set_label(t._("Birthday"))
        self.fields["birthday"].set_optional(t._("optional"))
        self.fields["card"].set_label(t._("Card number"))
        self.boxes["keep"].setText(t._("Keep my details for the loyalty card"))
        self.boxes["sms"].setText(t._("Tell me about offers by SMS"))
        self.boxes["call"].setText(t._("Tell me about offers by phone"))
        for check in self.boxes.values():
            check.setAccessibleName(check.text())
        self.use.set_label(t._("Take this one"))
        self.family.set_label(t._("Same phone"))
        self.save.set_label(t._("Save, back to sale"))
        self._hint.setText(
            t._(
                "Enter goes to the next field. A scan on this page is read as the card number and "
                "never typed into a field."
            )
        )

    # -- page hooks ---------------------------------------------------------------------------

    def on_scan(self, text: str, source: str) -> bool:
        """The card's number."""
        self.scanned.emit(text)
        return True

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self.side.setFixedWidth(layout.right)
        self._compact = layout.compact or fonts.text_scale() > 100
        self._hint_card.setVisible(fonts.text_scale() == 100)
        self.card_banner.setVisible(fonts.text_scale() == 100)
        notes = (
            ("", "")
            if self._compact
            else (self._t._("required for details"), self._t._("customer decides"))
        )
        self.boxes["keep"].set_note(notes[0])
        for name in ("sms", "call"):
            self.boxes[name].set_note(notes[1])

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: NewCustomerState) -> None:  # type: ignore[override]
        """Show a state."""
        self._title.setText(state.title)
        self._waits.setVisible(bool(state.waits) and not self._compact)
        self._waits.set_badge(state.waits or " ")
        self._timer.setText(state.timer)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "danger")
        self.card_banner.show_card(state.card_title, state.card_detail, good=state.card_good)
        for name, view in zip(
            FIELDS, (state.phone, state.name, state.birthday, state.card), strict=True
        ):
            self.fields[name].set_text(view.text)
            self.fields[name].set_error(view.error)
        for name, on in (("keep", state.keep), ("sms", state.sms), ("call", state.call)):
            self.boxes[name].setChecked(on)
        self._keep_error.setText(state.keep_error)
        self._keep_error.setVisible(bool(state.keep_error))
        self.known.setVisible(bool(state.known))
        self._known_words.setText(state.known)
        self._render_right(state)

    def _render_right(self, state: NewCustomerState) -> None:
        self.gains_card.setVisible(bool(state.gains))
        self._gains_title.setText(state.gains_title)
        for number, row in enumerate(self.gains):
            row.setVisible(number < len(state.gains))
            if number < len(state.gains):
                row.show_offer(self._t, state.gains[number], cap="")
        self.slab.set_rows(state.rows)
        self.slab.set_total(state.total_label, state.total)
        self.save.set_busy(state.busy)

    def focus(self, field: str) -> None:
        """Put the cursor into a field."""
        self.fields[field].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()
