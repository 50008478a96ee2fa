"""A person's profile: the head, tabs, and what the tab in front shows.

It lies on a page that owns the keys: the page asks :meth:`ProfileView.on_key` and
:meth:`ProfileView.on_scan` first.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.profile_state import LineView, ProfileState
from pos_app.ui.screens.points_parts import FormCard
from pos_app.ui.screens.profile_parts import ActionRow, HeadCard, Panel
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card, Surface
from pos_app.ui.widgets.choice import Segmented
from pos_app.ui.widgets.layout import TightStack, bare_column, bare_row, scrolling
from pos_app.ui.widgets.message import Banner, EmptyState
from pos_app.ui.widgets.rows import Row, RowList
from pos_app.ui.widgets.sale_pin import PinPlace
from pos_app.ui.widgets.tabs import TabBar

NARROW: Final = 760
"""Widths below this leave some cards of the overview out."""

PANELS: Final = 6
SMALL_HEIGHT: Final = 148


class ProfileView(QWidget):
    """Shows a :class:`ProfileState`; every gesture is a signal."""

    put_wanted = Signal()
    tab_chosen = Signal(str)
    part_chosen = Signal(str)
    chosen = Signal(str)
    picked = Signal(str)
    more_wanted = Signal()
    acted = Signal(str)
    edited = Signal(str, str)
    mode_chosen = Signal(str)
    confirmed = Signal()
    backed = Signal()
    approved = Signal(str, str)
    scanned = Signal(str)
    shown = Signal()
    hidden = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._state = ProfileState()
        self._parts_shown: tuple[tuple[str, str], ...] = ()
        column = bare_column(10)
        self.head = HeadCard()
        self._tabs = TabBar()
        self._notice = Banner("", "danger")
        column.addWidget(self.head)
        column.addWidget(self._tabs)
        column.addWidget(self._notice)
        self._stack = TightStack()
        self._overview = self._make_overview()
        self._list_card = self._make_list()
        self._form_place = self._make_form()
        self._pin = PinPlace()
        self._nobody = EmptyState("user-round-search", "")
        for widget in (
            self._overview, self._list_card, self._form_place, self._pin, self._nobody,
        ):  # fmt: skip
            self._stack.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.setLayout(column)
        self._connect()
        self.render(ProfileState())

    def _make_overview(self) -> QWidget:
        place = QWidget()
        grid = QGridLayout(place)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(12)
        self._panels = [Panel() for _ in range(PANELS)]
        for number, panel in enumerate(self._panels):
            panel.opened.connect(self.tab_chosen)
            if number < 2:
                grid.addWidget(panel, 0, number * 2, 1, 2)
            else:
                grid.addWidget(panel, 1, number - 2)
        for number in range(4):
            grid.setColumnStretch(number, 1)
        grid.setRowStretch(0, 1)
        grid.setRowMinimumHeight(1, SMALL_HEIGHT)
        self._grid = grid
        return place

    def _make_list(self) -> QWidget:
        card = Card()
        body = card.body(padding=8, gap=8)
        self._segments = Segmented()
        body.addWidget(self._segments)
        self._list = RowList(height=60, middle=False)
        self._empty = EmptyState("list", "")
        self._middle = TightStack()
        self._middle.addWidget(self._list)
        self._middle.addWidget(self._empty)
        body.addWidget(self._middle, 1)
        self._more = Button("", v="ghost", icon="chevron-down", size="compact")
        body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self._actions = ActionRow()
        body.addWidget(self._actions)
        return card

    def _make_form(self) -> QWidget:
        ground = Surface()
        column = bare_column(4)
        cancel = Button(self._t._("Cancel"), v="ghost", icon="arrow-left", cap="Esc")
        cancel.clicked.connect(self.backed)
        column.addWidget(cancel, 0, Qt.AlignmentFlag.AlignLeft)
        row = bare_row(0)
        self._form = FormCard()
        self._form.setMaximumWidth(640)
        row.addWidget(self._form, 1)
        row.addStretch(0)
        column.addLayout(row, 1)
        ground.setLayout(column)
        return scrolling(ground)

    def _connect(self) -> None:
        self.head.put.clicked.connect(self.put_wanted)
        self._tabs.changed.connect(self.tab_chosen)
        self._segments.changed.connect(self.part_chosen)
        self._list.selected.connect(self.chosen)
        self._list.picked.connect(self.picked)
        self._more.clicked.connect(self.more_wanted)
        self._actions.acted.connect(self.acted)
        self._form.edited.connect(self.edited)
        self._form.mode_chosen.connect(self.mode_chosen)
        self._form.confirm.clicked.connect(self.confirmed)
        self._pin.submitted.connect(self.approved)
        self._pin.cancelled.connect(self.backed)

    # --- for the page ------------------------------------------------------------------------

    def on_key(self, key: str) -> bool:
        """Keys that mean something here; the page's own come after."""
        state = self._state
        if state.approval is not None:
            return self._pin.on_key(key)
        if state.form is not None and key == "Enter" and self._form.isAncestorOf(
            self.focusWidget() or self
        ):  # fmt: skip
            self._next_field()
            return True
        if key == "Esc" and (state.form is not None or self._deep()):
            self.backed.emit()
            return True
        number = key.removeprefix("Ctrl ")
        if key.startswith("Ctrl ") and number.isdigit() and 0 < int(number) <= len(state.tabs):
            self.tab_chosen.emit(state.tabs[int(number) - 1][0])
            if self._list.isVisible():
                self._list.setFocus(Qt.FocusReason.ShortcutFocusReason)
            return True
        button = self._actions.buttons().get(key)
        if button is not None and button.isVisibleTo(self) and state.form is None:
            if button.isEnabled():
                button.click()
            return True
        return False

    def keys(self) -> tuple[str, ...]:
        """Keys that mean something now."""
        tabs = tuple(f"Ctrl {number + 1}" for number in range(len(self._state.tabs)))
        return (*tabs, *(key for key in self._actions.buttons() if key))

    def on_scan(self, text: str) -> bool:
        """A code while a PIN is awaited or a form is open."""
        if self._state.approval is None and self._state.form is None:
            return False
        self.scanned.emit(text)
        return True

    def holds_cursor(self) -> bool:
        """Whether the cursor is in the list of a tab, in a form or in a question for a PIN."""
        state, focus = self._state, self.focusWidget()
        busy = state.form is not None or state.approval is not None
        return busy or (focus is self._list and self._list.isVisible())

    def _deep(self) -> bool:
        return bool(self._state.name) and self._state.tab != "overview"

    def _next_field(self) -> None:
        controls = [one for one in self._form.controls() if one.isVisible()]
        focus = self.focusWidget()
        at = next((n for n, one in enumerate(controls) if one is focus), len(controls))
        if at + 1 < len(controls):
            controls[at + 1].setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.confirmed.emit()

    # --- state -------------------------------------------------------------------------------

    def render(self, state: ProfileState) -> None:  # type: ignore[override]
        """Show the state."""
        before, self._state = self._state, state
        known = bool(state.name)
        busy = state.form is not None or state.approval is not None
        self.head.setVisible(known)
        self._tabs.setVisible(known and not busy)
        self._notice.set_message(state.notice, state.notice_tone)
        self._show_head()
        self._tabs.set_tabs(state.tabs, state.tab)
        if not known:
            self._nobody.set_texts(state.empty_title, state.empty_hint)
            self._stack.setCurrentWidget(self._nobody)
        elif state.approval is not None:
            self._pin.show_question(self._t, state.approval)
            self._stack.setCurrentWidget(self._pin)
        elif state.form is not None:
            self._show_form(state)
        elif state.tab == "overview":
            self._show_panels()
            self._stack.setCurrentWidget(self._overview)
        else:
            self._show_list(state)
            self._stack.setCurrentWidget(self._list_card)
        if before.form is not None and state.form is None:
            self._form.forget()
            if self._list.isVisible():
                self._list.setFocus(Qt.FocusReason.OtherFocusReason)

    def alert(self) -> None:
        """One error tone, through the window."""
        feedback = getattr(self.window(), "feedback", None)
        if feedback is not None:
            feedback.error()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks: read again."""
        super().showEvent(event)
        self.shown.emit()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.hidden.emit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Narrow places leave cards out."""
        super().resizeEvent(event)
        self._show_head()
        if self._state.panels:
            self._show_panels()

    @property
    def _narrow(self) -> bool:
        return self.width() < NARROW

    def _show_head(self) -> None:
        state = self._state
        if state.name:
            short = state.form is not None or state.approval is not None
            self.head.show_person(state, narrow=self._narrow, short=short)

    def _show_panels(self) -> None:
        panels = self._state.panels
        small = list(range(2, len(panels)))
        if self._narrow:
            small = [number for number in small if panels[number].key in ("cards", "contacts")]
        for number, panel in enumerate(self._panels):
            shown = number < len(panels) and (number < 2 or number in small)
            panel.setVisible(shown)
            if shown:
                panel.show_panel(panels[number])
        for place, number in enumerate(small):
            wide = 2 if self._narrow else 1
            self._grid.addWidget(self._panels[number], 1, place * wide, 1, wide)

    def _show_list(self, state: ProfileState) -> None:
        body = state.body
        if body.parts != self._parts_shown:
            self._parts_shown = body.parts
            self._segments.set_choices(body.parts, body.part)
        self._segments.set_chosen(body.part)
        self._segments.setVisible(bool(body.parts))
        self._list.setAccessibleName(body.rows_name)
        self._list.set_rows([_row(line) for line in body.rows], body.chosen)
        self._empty.set_texts(body.empty_title, body.empty_hint)
        self._middle.setCurrentWidget(self._list if body.rows else self._empty)
        self._more.set_label(body.more)
        self._more.setVisible(bool(body.more))
        self._actions.show_actions(state)

    def _show_form(self, state: ProfileState) -> None:
        assert state.form is not None
        fresh = self._form.show_form(state.form)
        self._stack.setCurrentWidget(self._form_place)
        if fresh:
            self._form.begin()


def _row(line: LineView) -> Row:
    return Row(
        key=line.key,
        title=line.title,
        note=line.note,
        right=line.right,
        right_note=line.right_note,
        icon=line.icon,
        tone=line.icon_tone if line.icon else "accent",
        right_tone=line.tone,
    )
