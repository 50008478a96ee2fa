"""A new customer: fields, one-tap questions, consents never ticked beforehand, one button."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.new_customer_state import NewCustomerState
from pos_app.ui import fonts
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.new_customer_sides import (
    CardBanner,
    GainsCard,
    PadCard,
    hint_card,
    known_card,
    words_of,
)
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, TotalSlab
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.label import Badge, Divider, ElidedLabel, IconLabel, Label
from pos_app.ui.widgets.layout import RING, bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner
from pos_app.ui.widgets.tap_question import ConsentBox, TapQuestion

MAIN_FIELDS = ("phone", "name", "birthday")
MORE_FIELDS = ("card", "email")
MOST_QUESTIONS = 3
PAUSE_MS = 350
"""A rest in typing after which the shop's people are looked through."""

_PAD_SIGNS = {"phone": "+", "birthday": ".", "card": ""}


class NewCustomerView(Page):
    """Draws a :class:`NewCustomerState`; Enter goes from field to field and saves from the last."""

    page_name = "new_customer"

    edited = Signal(str, str)
    paused = Signal()
    box_ticked = Signal(str, bool)
    answered = Signal(str, tuple)
    language_chosen = Signal(str)
    print_toggled = Signal()
    saved = Signal()
    other_wanted = Signal()
    known_used = Signal()
    back_wanted = Signal()
    scanned = Signal(str)
    alerted = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._more_open = False
        self._pad_for = ""
        self._state = NewCustomerState()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(PAUSE_MS)
        self._rest.timeout.connect(self.paused)
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addWidget(self._left(), 1)
        self.side = QWidget()
        self.side.setLayout(self._right())
        across.addWidget(self.side)
        self._connect()
        self.retranslate(t)
        self._open_more(opened=False)

    # -- building -----------------------------------------------------------------------------

    def _left(self) -> QWidget:
        card = Card()
        around = card.body(gap=10)
        around.setContentsMargins(0, 8, 0, 14)
        column = bare_column(10)
        column.setContentsMargins(16, 0, 16, 0)
        column.addLayout(self._head())
        self.notice = Banner("", "danger")
        self.notice.hide()
        column.addWidget(self.notice)
        middle = bare_row(0)
        middle.setContentsMargins(16 - RING, 0, 16 - RING, 0)
        middle.addWidget(scrolling(self._middle()))
        box = Card(tone="sunken", level=0)
        self.consents = ConsentBox()
        box.body(padding=10).addWidget(self.consents)
        below = bare_row(0)
        below.setContentsMargins(16, 0, 16, 0)
        below.addWidget(box)
        around.addLayout(column)
        around.addLayout(middle, 1)
        around.addLayout(below)
        return card

    def _middle(self) -> QWidget:
        inside = QWidget()
        inside.setProperty("plain", True)
        column = QVBoxLayout(inside)
        column.setContentsMargins(RING, 2, RING, RING)
        column.setSpacing(10)
        self.card_banner = CardBanner()
        column.addWidget(self.card_banner)
        self._known_words = Label("", "bodyStrong", "warn-text", wrap=True)
        self._known_more = Label("", "label", "warn-text", wrap=True)
        self.use = Button("", v="secondary", cap="Ctrl 1")
        self.other = Button("", v="secondary", cap="Ctrl 2")
        self.known = known_card(self._known_words, self._known_more, self.use, self.other)
        column.addWidget(self.known)
        self.fields: dict[str, TextField] = {}
        column.addWidget(self._more_row())
        column.addLayout(self._main_row())
        self._phone_note = QWidget()
        row = QHBoxLayout(self._phone_note)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(IconLabel("circle-check", 16, "accent-text"))
        self._phone_words = ElidedLabel("", "label", "accent-text")
        row.addWidget(self._phone_words, 1)
        column.addWidget(self._phone_note)
        self._line = Divider()
        column.addWidget(self._line)
        self.questions = [TapQuestion() for _ in range(MOST_QUESTIONS)]
        for question in self.questions:
            column.addWidget(question)
        column.addStretch(1)
        return inside

    def _more_row(self) -> QWidget:
        self.more_fields = QWidget()
        row = QHBoxLayout(self.more_fields)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for name in MORE_FIELDS:
            self.fields[name] = TextField(size="pos")
            row.addWidget(self.fields[name], 1, Qt.AlignmentFlag.AlignTop)
        self.language = Select(size="control")
        self.language.setMinimumHeight(56)
        self._language_box = Labelled("", self.language)
        row.addWidget(self._language_box, 0, Qt.AlignmentFlag.AlignTop)
        return self.more_fields

    def _main_row(self) -> QHBoxLayout:
        row = bare_row(12)
        for name, share in zip(MAIN_FIELDS, (5, 4, 3), strict=True):
            optional = " " if name == "birthday" else ""
            self.fields[name] = TextField(optional=optional, size="pos")
            row.addWidget(self.fields[name], share, Qt.AlignmentFlag.AlignTop)
        return row

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

    def _right(self) -> QVBoxLayout:
        column = bare_column(8)
        self.gains = GainsCard()
        self._hint = Label("", "label", "text-2", wrap=True)
        self._hint_card = hint_card(self._hint)
        self.pad = PadCard()
        self.slab = TotalSlab()
        self.save = Button("", v="slab-primary", icon="check", cap="Enter", size="primary")
        self.print = Button("", v="slab", icon="printer", cap="Ctrl P")
        buttons = bare_column(8)
        buttons.addWidget(self.save)
        buttons.addWidget(self.print)
        self.slab.buttons.addLayout(buttons)
        for part in (self.gains, self._hint_card, self.pad):
            column.addWidget(part)
        column.addStretch(1)
        column.addWidget(self.slab)
        return column

    def _connect(self) -> None:
        for name, field in self.fields.items():
            field.changed.connect(lambda text, it=name: self._edited(it, text))
            field.edit.installEventFilter(self)
        for number, question in enumerate(self.questions):
            question.changed.connect(lambda chosen, it=number: self._tapped(it, chosen))
            question.answered.connect(self._next_field)
        self.consents.toggled.connect(self.box_ticked)
        self.language.chosen.connect(self.language_chosen)
        self.pad.pressed.connect(self._pad_pressed)
        self.card_banner.more.clicked.connect(self.toggle_more)
        self.save.clicked.connect(self.saved)
        self.print.clicked.connect(self.print_toggled)
        self.use.clicked.connect(self.known_used)
        self.other.clicked.connect(self.other_wanted)
        self.back.clicked.connect(self.back_wanted)
        for button in (self.back, self.save, self.print, self.use, self.other):
            self.bind_button(button)
        self.bind("F2", self.toggle_more)
        self.bind("Ctrl S", self.saved.emit)
        edits = [self.fields[name].edit for name in (*MORE_FIELDS, *MAIN_FIELDS)]
        self.set_form([*edits, *self.questions, self.consents])

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.back.set_label(t._("Back to sale"))
        self.fields["phone"].set_label(t._("Mobile phone"))
        self.fields["name"].set_label(t.pgettext("person", "Name"))
        self.fields["birthday"].set_label(t._("Birthday"))
        self.fields["birthday"].set_optional("" if self._compact else t._("optional"))
        self.fields["card"].set_label(t._("Card number"))
        self.fields["email"].set_label(t._("E-mail"))
        self._language_box.label.setText(t._("Language"))
        self.language.setAccessibleName(t._("Language"))
        self.consents.set_words(*words_of(t))
        self.use.set_label(t._("Take this one"))
        self.other.set_label(t.pgettext("customer", "Another person"))
        self.save.set_label(t._("Save, back to sale"))
        self._hint.setText(
            t._(
                "Enter goes to the next field, digits choose answers. A scan on this page is read "
                "as the card number and never typed into a field."
            )
        )
        self._label_more()

    def _label_more(self) -> None:
        t = self._t
        self.card_banner.more.set_label(t._("Fewer details") if self._more_open else t._("More"))
        names = t._("Card number by hand, e-mail, language")
        self.card_banner.more.setAccessibleName(names)

    # -- further fields and the keypad --------------------------------------------------------

    def toggle_more(self) -> None:
        """Show or hide the fields few people need."""
        self._open_more(opened=not self._more_open)
        self.focus("card" if self._more_open else "phone")

    def _open_more(self, *, opened: bool) -> None:
        self._more_open = opened
        self.more_fields.setVisible(opened)
        self._label_more()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A tap into a field for a number brings the keypad, a typed key takes it away."""
        kind = event.type()
        if kind == QEvent.Type.MouseButtonPress:
            name = next((key for key, it in self.fields.items() if it.edit is watched), "")
            self._serve(name if name in _PAD_SIGNS else "")
        elif kind == QEvent.Type.KeyPress and self._pad_for:
            self._serve("")
        elif kind == QEvent.Type.FocusIn and isinstance(watched, QWidget):
            self._reveal(watched)
        return False

    def _serve(self, name: str) -> None:
        self._pad_for = name
        if name:
            label = self.fields[name].edit.accessibleName()
            self.pad.open_for(label, _PAD_SIGNS[name])
        self._show_sides()

    def _pad_pressed(self, key: str) -> None:
        edit = self.fields[self._pad_for].edit if self._pad_for else None
        if edit is None:
            return
        if key == "back":
            edit.backspace()
        else:
            edit.insert(key)
        edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self._edited(self._pad_for, edit.text())

    def _reveal(self, widget: QWidget) -> None:
        parent = widget.parentWidget()
        while parent is not None and parent is not self:
            if hasattr(parent, "ensureWidgetVisible"):
                parent.ensureWidgetVisible(widget, 0, 24)
            parent = parent.parentWidget()

    def _edited(self, name: str, text: str) -> None:
        self._rest.start()
        self.edited.emit(name, text)

    def _tapped(self, number: int, chosen: tuple[str, ...]) -> None:
        if number < len(self._state.questions):
            self.answered.emit(self._state.questions[number].key, chosen)

    # -- page hooks ---------------------------------------------------------------------------

    def _next_field(self) -> bool:
        moved = super()._next_field()
        focus = self.focusWidget()
        if moved and focus is not None:
            self._reveal(focus)
        return moved

    def on_shown(self) -> None:
        """Begin with the few fields and without the keypad."""
        self._open_more(opened=False)
        self._serve("")

    def on_hidden(self) -> None:
        """Nothing more is looked up."""
        self._rest.stop()

    def on_scan(self, text: str, source: str) -> bool:
        """The card's number."""
        self.scanned.emit(text)
        return True

    def set_layout_class(self, layout: LayoutClass) -> None:
        """Measure for compact, regular or wide."""
        self.side.setFixedWidth(layout.right)
        self._compact = layout.compact or fonts.text_scale() > 100
        self._show_sides()
        t = self._t
        self.fields["birthday"].set_optional("" if self._compact else t._("optional"))
        notes = ("", "") if self._compact else (t._("required for details"), "")
        self.consents.set_notes(*notes)
        self.consents.set_narrow(narrow=self._compact)

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: NewCustomerState) -> None:  # type: ignore[override]
        """Show a state."""
        self._state = state
        self._title.setText(state.title)
        self._waits.setVisible(bool(state.waits) and not self._compact)
        self._waits.set_badge(state.waits or " ")
        self._timer.setText(state.timer)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "danger")
        self.card_banner.show_card(state.card_title, state.card_detail, good=state.card_good)
        for name, field in self.fields.items():
            view = getattr(state, name)
            field.set_text(view.text)
            field.set_error(view.error)
        if state.card.error or state.email.error:
            self._open_more(opened=True)
        self.language.set_choices(state.languages, state.language)
        self._phone_note.setVisible(bool(state.phone_note))
        self._phone_words.setText(state.phone_note)
        self.known.setVisible(bool(state.known))
        self.card_banner.setVisible(not state.known)
        self._known_words.setText(state.known)
        self._known_more.setText(state.known_more)
        self._known_more.setVisible(bool(state.known_more))
        self._render_questions(state)
        self.consents.show_consents(state.keep, state.keep_error, state.channels, state.channels_on)
        self._render_right(state)

    def _render_questions(self, state: NewCustomerState) -> None:
        self._line.setVisible(bool(state.questions))
        for number, widget in enumerate(self.questions):
            shown = number < len(state.questions)
            widget.setVisible(shown)
            if shown:
                one = state.questions[number]
                widget.show_question(
                    one.number, one.text, one.note, one.choices, one.chosen, several=one.several
                )

    def _render_right(self, state: NewCustomerState) -> None:
        t = self._t
        self.gains.show_gains(state.gains_title, state.gains)
        self._show_sides()
        self.slab.set_rows(state.rows)
        self.slab.set_total(state.total_label, state.total)
        self.save.set_busy(state.busy)
        printing = state.printing
        self.print.setVisible(state.can_print)
        self.print.set_label(
            t._("Agreement prints on saving") if printing else t._("Print card agreement")
        )
        self.print.set_icon("check" if printing else "printer")

    def _show_sides(self) -> None:
        pad = bool(self._pad_for)
        self.pad.setVisible(pad)
        self.gains.setVisible(bool(self._state.gains) and not pad)
        self._hint_card.setVisible(fonts.text_scale() == 100 and not pad)

    def focus(self, field: str) -> None:
        """Put the cursor into a field."""
        self.fields[field].edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def alert(self) -> None:
        """One error tone."""
        self.alerted.emit()
