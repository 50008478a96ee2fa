"""The people of the shop: the list answers while typing, all about the person chosen beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QStackedWidget, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.presenters.sale_state import HitView
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.customer_side import CustomerSide
from pos_app.ui.screens.people_filter_view import PeopleFilterView
from pos_app.ui.screens.profile_view import ProfileView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.chips import ChipRow
from pos_app.ui.widgets.field import Select
from pos_app.ui.widgets.label import ElidedLabel, Label
from pos_app.ui.widgets.layout import TightStack, bare_row
from pos_app.ui.widgets.long_list import LongRowList
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.rows import Row
from pos_app.ui.widgets.search import SearchField

LIST_WIDTH: Final = 288
SETTLE_MS: Final = 180
"""A pause in typing after which all who fit are found and counted."""
REST_MS: Final = 90
"""A pause on a row after which all about the person is read."""

LineReader = Callable[[int, int], Sequence[HitView]]


class CustomerFindView(Page):
    """Draws a :class:`CustomerFindState`. The field has the focus: here typing is the point."""

    page_name = "customer_find"

    searched = Signal(str)
    settled = Signal()
    rested = Signal()
    sorted = Signal(str)
    filters_wanted = Signal()
    chip_removed = Signal(str)
    export_wanted = Signal()
    import_wanted = Signal()
    moved = Signal(int)
    chosen = Signal(int)
    attached = Signal()
    create_wanted = Signal()
    duplicates_wanted = Signal()
    points_wanted = Signal()
    back_wanted = Signal()
    scanned = Signal(str)
    groups_wanted = Signal()
    groups_typed = Signal(str)
    groups_put = Signal()
    shown = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._serial = -1
        self._lines: LineReader = lambda _offset, _limit: ()
        self._pause = self._timer(SETTLE_MS, self.settled)
        self._rest = self._timer(REST_MS, self.rested)
        across = QHBoxLayout(self)
        across.setContentsMargins(*self.margins())
        across.setSpacing(12)
        across.addWidget(self._left())
        self.side = CustomerSide(t)
        self.right = QStackedWidget()
        self.filters = PeopleFilterView(t)
        self.right.addWidget(self.side)
        self.right.addWidget(self.filters)
        self._profile: ProfileView | None = None
        across.addWidget(self.right, 1)
        self._connect()

    def read_from(self, lines: LineReader) -> None:
        """Where rows come from: called with offset and limit."""
        self._lines = lines

    def set_profile(self, widget: ProfileView) -> None:
        """Show all about the person chosen in this widget, from now on."""
        if self._profile is not None:
            self.right.removeWidget(self._profile)
        self._profile = widget
        self.right.addWidget(widget)

    def profile(self) -> ProfileView | None:
        """What shows all about the person chosen, once it is there."""
        return self._profile

    # -- building -----------------------------------------------------------------------------

    def _timer(self, pause: int, signal: Signal) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(pause)
        timer.timeout.connect(signal)
        return timer

    def _left(self) -> QWidget:
        t = self._t
        card = Card()
        card.setFixedWidth(LIST_WIDTH)
        column = card.body(gap=8)
        column.setContentsMargins(1, 14, 1, 14)
        self.field = SearchField("", icon="search", cap="F3", big=False)
        self.order = Select(name=t._("Sort order"), size="compact")
        self.order.setSizeAdjustPolicy(
            Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.filter = Button(
            "", v="secondary", icon="list-filter", cap="F7", size="compact", name=t._("Filters")
        )
        self.chips = ChipRow()
        self.count = Label("", "caption", "text-2")
        self.took = ElidedLabel("", "caption", "text-2", align=Qt.AlignmentFlag.AlignRight)
        self.notice = Banner("")
        self.notice.hide()
        self.list = LongRowList(self._read, name=t._("Customers"))
        self.empty = EmptyState("user-round-search", "")
        self.middle = TightStack()
        self.middle.addWidget(self.list)
        self.middle.addWidget(self.empty)
        self.new = Button(t._("New customer"), v="soft", icon="user-plus", cap="Ins")
        self.twice = Button(t._("Duplicates"), v="ghost", icon="users", cap="F8", size="compact")
        figures = bare_row(8)
        figures.addWidget(self.count)
        figures.addWidget(self.took, 1)
        sorting = bare_row(8)
        sorting.addWidget(self.order, 1)
        sorting.addWidget(self.filter)
        self.bring = Button(t._("Import"), v="ghost", icon="upload", cap="Ctrl I", size="compact")
        self.export = Button(
            t._("Export"), v="ghost", icon="download", cap="Ctrl E", size="compact"
        )
        for part in (self.field, sorting, self.chips, figures):
            column.addLayout(_inset(part))
        column.addLayout(_inset(self.notice))
        column.addWidget(self.middle, 1)
        column.addLayout(_inset(self.export))
        column.addLayout(_inset(self.twice))
        column.addLayout(_inset(self.bring))
        column.addLayout(_inset(self.new))
        return card

    def _connect(self) -> None:
        side = self.side
        self.field.edited.connect(self.searched)
        self.field.submitted.connect(lambda _text: self.attached.emit())
        self.order.chosen.connect(self.sorted)
        self.list.picked.connect(lambda _place: self.attached.emit())
        self.list.selected.connect(self.chosen)
        self.new.clicked.connect(self.create_wanted)
        self.filter.clicked.connect(self.filters_wanted)
        self.filters.closed.connect(self.filters_wanted)
        self.chips.removed.connect(self.chip_removed)
        self.export.clicked.connect(self.export_wanted)
        self.twice.clicked.connect(self.duplicates_wanted)
        self.bring.clicked.connect(self.import_wanted)
        side.put.clicked.connect(self.attached)
        side.points.clicked.connect(self.points_wanted)
        side.groups.clicked.connect(self.groups_wanted)
        side.names.changed.connect(self.groups_typed)
        side.keep.clicked.connect(self.groups_put)
        for button in (self.new, self.twice, self.filter, self.export, self.bring, side.points):
            self.bind_button(button)
        self.bind("Enter", self.attached.emit)
        self.bind("Esc", self.back_wanted.emit)
        self.bind("F6", side.press_groups)
        self.bind("F3", self._focus_field)
        for key, way in (("Up", -1), ("Down", 1)):
            self.bind(key, partial(self.moved.emit, way))
        for key, way in (("PageUp", -1), ("PageDown", 1)):
            self.bind(key, partial(self._turn_page, way))

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self._t = t
        self.new.set_label(t._("New customer"))
        self.twice.set_label(t._("Duplicates"))
        self.list.setAccessibleName(t._("Customers"))
        self.order.setAccessibleName(t._("Sort order"))
        self.filter.setAccessibleName(t._("Filters"))
        self.export.set_label(t._("Export"))
        self.bring.set_label(t._("Import"))
        self.side.retranslate(t)

    def _turn_page(self, way: int) -> None:
        self.moved.emit(way * self.list.page_rows())

    def _focus_field(self) -> None:
        self.field.begin()

    # -- page hooks ---------------------------------------------------------------------------

    def on_shown(self) -> None:
        """Type at once."""
        self.shown.emit()
        self._focus_field()

    def on_hidden(self) -> None:
        """Nobody waits for a count any more."""
        self._pause.stop()
        self._rest.stop()

    def on_scan(self, text: str, source: str) -> bool:
        """A form of the profile first; a card puts its owner on the receipt, goods join it."""
        if self._profile is None or not self._profile.on_scan(text):
            self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """The profile first; signs typed anywhere go to the field, Enter in the groups saves."""
        inside = self.filters.isVisible() and self.filters.isAncestorOf(self.focusWidget() or self)
        if key == "Enter" and inside:
            return self.filters.on_enter()
        profile = self._profile
        if profile is not None and profile.isVisible() and profile.on_key(key):
            if not profile.holds_cursor():
                self._focus_field()
            return True
        if key == "Enter" and self.side.names.edit.hasFocus():
            self.groups_put.emit()
            return True
        if super().on_key(key):
            return True
        typing = isinstance(self.focusWidget(), QLineEdit)
        if len(key) == 1 and key.isprintable() and not typing:
            self.field.begin(key)
            return True
        return False

    def keys(self) -> tuple[str, ...]:
        """Also those of the profile."""
        profile = self._profile
        return (*super().keys(), *(profile.keys() if profile is not None else ()))

    def set_layout_class(self, layout: LayoutClass) -> None:
        """The list keeps its width; what stands beside it takes the rest."""

    # -- rendering ----------------------------------------------------------------------------

    def render(self, state: CustomerFindState) -> None:  # type: ignore[override]
        """Show a state."""
        self.field.set_placeholder(state.hint)
        self.field.set_text(state.text)
        self.order.set_choices(state.orders, state.order)
        self.count.setText(state.count)
        self.took.setText(state.took)
        notice = state.notice
        self.notice.set_message(notice.text if notice else "", notice.kind if notice else "accent")
        self.empty.set_texts(state.empty)
        self.middle.setCurrentWidget(self.empty if state.empty else self.list)
        self.export.setVisible(state.can_export)
        self.bring.setVisible(state.can_import)
        self.chips.show_chips([(chip.key, chip.text) for chip in state.panel.chips])
        self._render_right(state)
        if not state.settled:
            self._pause.start()
        self._rest.start()
        self._render_rows(state)

    def _render_right(self, state: CustomerFindState) -> None:
        was_open = self.right.currentWidget() is self.filters
        if state.panel.open:
            self.filters.show_panel(state.panel)
            self.right.setCurrentWidget(self.filters)
            if not was_open:
                self.filters.begin()
            return
        if self._profile is not None:
            self.right.setCurrentWidget(self._profile)
        else:
            self.right.setCurrentWidget(self.side)
            if self.side.render(state):
                was_open = True
        if was_open and self.isVisible():
            self._focus_field()

    def _render_rows(self, state: CustomerFindState) -> None:
        if state.serial != self._serial:
            self._serial = state.serial
            self.list.show_rows(state.total, state.place, keep=state.keep)
        else:
            self.list.rows.grow(state.total)
            self.list.set_place(state.place)

    def _read(self, offset: int, limit: int) -> Sequence[Row]:
        return [
            Row(
                key=line.key, title=line.title, note=line.detail, right=line.amount,
                right_quiet=True, person=line.title, tone="neutral",
            )
            for line in self._lines(offset, limit)
        ]  # fmt: skip


def _inset(inside: QWidget | QHBoxLayout) -> QHBoxLayout:
    """What stands away from the card's edge, while the rows reach it."""
    row = bare_row(0)
    row.setContentsMargins(13, 0, 13, 0)
    if isinstance(inside, QWidget):
        row.addWidget(inside)
    else:
        row.addLayout(inside)
    return row
