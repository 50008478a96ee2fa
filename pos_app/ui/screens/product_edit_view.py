"""The form of one product: what it is and costs at the left, its codes and picture at the right."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.product_edit_state import ProductEditState
from pos_app.ui import tokens
from pos_app.ui.page import LayoutClass, Page
from pos_app.ui.screens.product_edit_parts import (
    CodesCard,
    PhotoCard,
    is_narrow,
    large_text,
)
from pos_app.ui.screens.product_edit_prices import PricesPane
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Surface
from pos_app.ui.widgets.choice import CheckRow, Segmented
from pos_app.ui.widgets.field import Labelled, Select, TextField
from pos_app.ui.widgets.label import Badge, ElidedLabel, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import Banner

_TOP = Qt.AlignmentFlag.AlignTop
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SIDE_FIELDS = ("barcodes", "photo", "quick", "active")
TEXTS = ("name", "sku", "brand", "tags", "price", "reason", "cost", "plu", "new_group")


class ProductEditView(Page):
    """Shows a :class:`ProductEditState`; every gesture is a signal."""

    page_name = "product_edit"

    typed = Signal(str, str)
    switched = Signal(str, bool)
    group_chosen = Signal(str)
    code_added = Signal()
    code_removed = Signal(str)
    photo_wanted = Signal()
    photo_removed = Signal()
    level_put = Signal()
    level_ended = Signal()
    level_dropped = Signal()
    level_picked = Signal(str)
    saved = Signal()
    discarded = Signal()
    left = Signal()
    scanned = Signal(str)
    shown = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._compact = False
        self._optional = "" if large_text() else t._("optional")
        self._focus_serial = -1
        self.fields: dict[str, TextField] = {}
        self.boxes: dict[str, CheckRow] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(*self.margins())
        column.setSpacing(12)
        column.addLayout(self._head())
        self._notice = Banner("", "danger")
        self._notice.hide()
        column.addWidget(self._notice)
        self._wide_tabs = [("main", t._("Product and price")), ("prices", t._("Other prices"))]
        self._narrow_tabs = [*self._wide_tabs, ("side", t._("Codes and photo"))]
        self._tabs = Segmented(self._narrow_tabs)
        self._tabs.changed.connect(self._turn)
        column.addWidget(self._tabs)
        across = QHBoxLayout()
        across.setSpacing(tokens.layout("columnGap"))
        self._left = self._left_side()
        self.pane = PricesPane(t, self._optional)
        self._middle = self._scrolled(self.pane)
        self._right = self._right_side()
        across.addWidget(self._left, 1)
        across.addWidget(self._middle, 1)
        across.addWidget(self._right)
        column.addLayout(across, 1)
        self._connect()

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        t = self._t
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = Button(t._("Products"), v="ghost", icon="arrow-left", cap="Esc")
        self._title = ElidedLabel("", "title", middle=True)
        self._badge = Badge("", "warn")
        self._discard = Button(t._("Discard changes"), v="ghost", icon="undo", cap="Ctrl Z")
        self.save = Button(t._("Save"), v="primary", icon="check", cap="Ctrl S")
        row.addWidget(self._back)
        row.addWidget(self._title, 1)
        row.addWidget(self._badge)
        row.addWidget(self._discard)
        row.addWidget(self.save)
        return row

    def _left_side(self) -> QScrollArea:
        ground = Surface()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 2)
        column.setSpacing(12)
        column.addWidget(self._product_card())
        column.addWidget(self._price_card())
        column.addStretch(1)
        return scrolling(ground)

    @staticmethod
    def _scrolled(card: Card) -> QScrollArea:
        ground = Surface()
        column = QVBoxLayout(ground)
        column.setContentsMargins(0, 0, 0, 2)
        column.addWidget(card)
        return scrolling(ground)

    def _product_card(self) -> Card:
        t = self._t
        card = Card(level=0)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._text("name", t._("Name"))
        self._text("sku", t._("SKU"))
        self._text("brand", t._("Brand"), self._optional)
        self._text("tags", t._("Tags"), self._optional)
        self._text("new_group", t._("Name of the new group"))
        self._group = Select(name=t._("Group"))
        self._tax = Select(name=t._("Tax"))
        self._unit = Segmented()
        self._unit_box = Labelled(t._("Unit"), self._unit)
        self._text("plu", t._("PLU for scales"), self._optional)
        grid.addWidget(self.fields["name"], 0, 0, 1, 4, _TOP)
        grid.addWidget(self.fields["brand"], 0, 4, 1, 2, _TOP)
        grid.addWidget(self.fields["sku"], 1, 0, 1, 2, _TOP)
        grid.addWidget(Labelled(t._("Group"), self._group), 1, 2, 1, 2, _TOP)
        grid.addWidget(self.fields["new_group"], 1, 4, 1, 2, _TOP)
        grid.addWidget(self._unit_box, 2, 0, 1, 2, _TOP)
        grid.addWidget(self.fields["plu"], 2, 2, 1, 2, _TOP)
        grid.addWidget(self.fields["tags"], 2, 4, 1, 2, _TOP)
        for place in range(6):
            grid.setColumnStretch(place, 1)
        card.body().addLayout(grid)
        return card

    def _price_card(self) -> Card:
        t = self._t
        card = Card(level=0)
        column = card.body(gap=8)
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(8)
        self._text("price", t._("Price"))
        self._text("cost", t._("Cost"), self._optional)
        self._text("reason", t._("Why the new price"), self._optional)
        for name in ("price", "cost"):
            self.fields[name].edit.setAlignment(_RIGHT)
        grid.addWidget(self.fields["price"], 0, 0, _TOP)
        grid.addWidget(Labelled(t._("Tax"), self._tax), 0, 1, _TOP)
        grid.addWidget(self.fields["cost"], 0, 2, _TOP)
        grid.addWidget(self.fields["reason"], 0, 3, _TOP)
        for place, share in enumerate((3, 3, 3, 4)):
            grid.setColumnStretch(place, share)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.setSpacing(24)
        self._box("fixed_price", t._("Fixed price, never a discount"))
        self._box("discountable", t._("Offers and cards apply"))
        row.addWidget(self.boxes["fixed_price"])
        row.addWidget(self.boxes["discountable"])
        row.addStretch(1)
        column.addLayout(row)
        margin = QHBoxLayout()
        margin.setSpacing(8)
        self._margin_word = Label(t._("Margin"), "label", "text-2")
        self._margin = Label("", "bodyStrong", wrap=True)
        margin.addWidget(self._margin_word)
        margin.addWidget(self._margin, 1)
        column.addLayout(margin)
        return card

    def _right_side(self) -> QWidget:
        t = self._t
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(tokens.layout("cardGap"))
        self.codes = CodesCard(t)
        self.photo = PhotoCard(t)
        marks = Card()
        inside = marks.body(padding=12, gap=0)
        self._box("quick", t._("On the quick items"))
        self._box("active", t._("Sold; off means withdrawn"))
        self._quick_error = Label("", "caption", "danger-text", wrap=True)
        inside.addWidget(self.boxes["quick"])
        inside.addWidget(self._quick_error)
        inside.addWidget(self.boxes["active"])
        column.addWidget(self.codes, 1)
        column.addWidget(self.photo)
        column.addWidget(marks)
        return side

    def _text(self, name: str, label: str, optional: str = "") -> None:
        field = TextField(label, optional=optional)
        field.changed.connect(lambda text, it=name: self.typed.emit(it, text))
        self.fields[name] = field

    def _box(self, name: str, text: str) -> None:
        box = CheckRow(text)
        box.clicked.connect(lambda on, it=name: self.switched.emit(it, bool(on)))
        self.boxes[name] = box

    def _connect(self) -> None:
        self._back.clicked.connect(self.left)
        self._discard.clicked.connect(self.discarded)
        self.save.clicked.connect(self.saved)
        self._group.chosen.connect(self.group_chosen)
        self._tax.chosen.connect(lambda key: self.typed.emit("tax", key))
        self._unit.changed.connect(lambda key: self.typed.emit("unit", key))
        self.codes.typed.connect(lambda text: self.typed.emit("code", text))
        self.codes.added.connect(self.code_added)
        self.codes.removed.connect(self.code_removed)
        self.photo.choose_wanted.connect(self.photo_wanted)
        self.photo.remove_wanted.connect(self.photo_removed)
        self.pane.typed.connect(self.typed)
        self.pane.put.connect(self.level_put)
        self.pane.ended.connect(self.level_ended)
        self.pane.dropped.connect(self.level_dropped)
        self.pane.picked.connect(self.level_picked)
        for button in (self._back, self._discard, self.save, self.photo.choose):
            self.bind_button(button)
        order = ("name", "brand", "sku", "new_group", "plu", "tags", "price", "cost", "reason")
        self.set_form([self.fields[name].edit for name in order])

    # --- page --------------------------------------------------------------------------------

    def set_layout_class(self, layout: LayoutClass) -> None:
        """On narrow screens the right column becomes a tab too."""
        self._compact = is_narrow(layout)
        if self._compact:
            self._right.setMinimumWidth(0)
            self._right.setMaximumWidth(16777215)
        else:
            self._right.setFixedWidth(layout.right)
        chosen = self._tabs.chosen()
        self._tabs.set_choices(self._narrow_tabs if self._compact else self._wide_tabs, chosen)
        self._turn(self._tabs.chosen() or "main")

    def on_shown(self) -> None:
        """Groups and prices may have changed."""
        self.shown.emit()

    def on_scan(self, text: str, source: str) -> bool:
        """A scan adds a bar code."""
        self.scanned.emit(text)
        return True

    def on_key(self, key: str) -> bool:
        """Enter in the code field adds it, in the last field saves."""
        if key == "Enter" and self.codes.field.edit.hasFocus() and self.codes.add.isEnabled():
            self.code_added.emit()
            return True
        if key == "Enter" and self.pane.has_cursor() and self.pane.put_button.isEnabled():
            self.level_put.emit()
            return True
        if super().on_key(key):
            return True
        if key == "Enter":
            self.save.click()
            return True
        return False

    def _turn(self, tab: str) -> None:
        self._tabs.set_chosen(tab)
        self._left.setVisible(tab == "main" or (tab == "side" and not self._compact))
        self._middle.setVisible(tab == "prices")
        self._right.setVisible(not self._compact or tab == "side")

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ProductEditState) -> None:  # type: ignore[override]
        """Show the state."""
        self._title.setText(state.title)
        self._badge.set_badge(state.badge or " ", "warn")
        self._badge.setVisible(bool(state.badge))
        self._discard.setVisible(state.changed)
        self.save.set_locked(state.locked)
        notice = state.notice or state.locked_hint
        self._notice.set_message(notice, state.notice_tone if state.notice else "neutral")
        self._render_fields(state)
        self._render_choices(state)
        self._render_side(state)
        self.pane.show_prices(state)
        self._margin.setText(state.levels.margin)
        self._margin.set_color("danger-text" if state.levels.margin_low else "text")
        self._margin_word.setVisible(bool(state.levels.margin))
        self._margin.setVisible(bool(state.levels.margin))
        if state.focus and state.focus_serial != self._focus_serial:
            self._focus_serial = state.focus_serial
            self.go_to(state.focus)

    def _render_fields(self, state: ProductEditState) -> None:
        values = state.values
        for name in TEXTS:
            self.fields[name].set_text(getattr(values, name))
            self.fields[name].edit.setReadOnly(state.locked)
            self.fields[name].set_error(state.errors.get(name, ""))
        if state.new_group_open:
            self.fields["new_group"].set_error(state.errors.get("group", ""))
        self.fields["sku"].set_hint(state.sku_hint)
        self.fields["price"].set_suffix(state.price_suffix)
        self.fields["cost"].set_suffix(state.price_suffix)
        self.fields["reason"].setVisible(state.reason_wanted)
        self.fields["new_group"].setVisible(state.new_group_open)

    def _render_choices(self, state: ProductEditState) -> None:
        values, live = state.values, not state.locked
        self._group.set_choices(state.groups, "+" if state.new_group_open else values.group)
        self._tax.set_choices(state.taxes, values.tax)
        if not self._unit.chosen():
            self._unit.set_choices(state.units)
        self._unit.set_chosen(values.unit)
        for control in (self._group, self._tax, self._unit, *self.boxes.values()):
            control.setEnabled(live)
        for name, box in self.boxes.items():
            box.setChecked(bool(getattr(values, name)))
        self.boxes["discountable"].setEnabled(live and not values.fixed_price)
        self.boxes["quick"].setEnabled(live and values.active)

    def _render_side(self, state: ProductEditState) -> None:
        errors = state.errors
        self.codes.show_codes(
            state.codes, state.pending_code, errors.get("barcodes", ""), locked=state.locked
        )
        self.photo.show_photo(
            state.photo, state.photo_words, errors.get("photo", ""), locked=state.locked
        )
        self._quick_error.setText(errors.get("quick", ""))
        self._quick_error.setVisible("quick" in errors)

    def go_to(self, name: str) -> None:
        """Put the cursor into a field, on whichever tab it is."""
        if name in self.pane.targets():
            self._turn("prices")
        elif self._compact and name in _SIDE_FIELDS:
            self._turn("side")
        elif name not in _SIDE_FIELDS:
            self._turn("main")
        targets: dict[str, QWidget] = {name: field.edit for name, field in self.fields.items()}
        targets |= {"barcodes": self.codes.field.edit, "photo": self.photo.choose}
        targets |= self.pane.targets()
        targets |= {"group": self._group, "tax": self._tax, "quick": self.boxes["quick"]}
        target = targets.get(name)
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)
            if name in ("price", "cost"):
                self.fields[name].edit.selectAll()
            area = self._middle if name in self.pane.targets() else self._left
            area.ensureWidgetVisible(target)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()
