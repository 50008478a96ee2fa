"""The modal sheet that exports people: purpose and columns at the left, the file at the right."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from pos_app.i18n import Translator
from pos_app.presenters.people_export_state import ExportRow, PeopleExportState
from pos_app.ui import fonts
from pos_app.ui.dialog_service import DialogCard
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.card import Card
from pos_app.ui.widgets.choice import CheckRow, ChoiceChip
from pos_app.ui.widgets.field import Labelled, LineEdit, Select
from pos_app.ui.widgets.label import Badge, IconLabel, Label
from pos_app.ui.widgets.layout import scrolling
from pos_app.ui.widgets.message import EmptyState
from pos_app.ui.widgets.number import Progress
from pos_app.ui.widgets.table import CAPTION_ROOM, Cell, Column, Table, TableRow

_LEFT, _WIDE, _HIGH = 392, 1064, 688
_COLUMN_ROOM = 376
_CELL_ROOM, _MOST = 20, 220


class PeopleExportSheet(DialogCard):
    """Draws a :class:`PeopleExportState`; forwards gestures."""

    purpose_chosen = Signal(str)
    column_ticked = Signal(str, bool)
    kind_chosen = Signal(str)
    saved = Signal(str)
    left = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._t = t
        self._state: PeopleExportState | None = None
        self._purposes: dict[str, ChoiceChip] = {}
        self._ticks: dict[str, CheckRow] = {}
        self._group = QButtonGroup(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(0)
        column.addLayout(self._head())
        column.addSpacing(10)
        column.addLayout(self._numbers())
        self._reasons = Label("", "caption", "text-2", wrap=True)
        self._reasons.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self._reasons)
        column.addSpacing(14)
        middle = QHBoxLayout()
        middle.setSpacing(20)
        middle.addWidget(self._choices())
        middle.addWidget(self._preview(), 1)
        column.addLayout(middle, 1)
        column.addSpacing(16)
        column.addLayout(self._foot())

    # --- building ----------------------------------------------------------------------------

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        self._title = Label("", "title", wrap=True)
        close = Button("", v="ghost", icon="x", size="compact", name=self._t._("Close"))
        close.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        close.clicked.connect(self.left)
        row.addWidget(self._title, 1)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        return row

    def _numbers(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        self._matched, self._left_out = Badge("", "neutral"), Badge("", "danger")
        self._in_file = Badge("", "solid")
        self._arrows = (IconLabel("arrow-right", 16), IconLabel("arrow-right", 16))
        for widget in (
            self._matched, self._arrows[0], self._left_out, self._arrows[1], self._in_file,
        ):  # fmt: skip
            row.addWidget(widget)
        row.addStretch(1)
        return row

    def _choices(self) -> QWidget:
        t, side = self._t, QWidget()
        side.setFixedWidth(_LEFT)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(Label(t._("What is the list for?"), "label", "text-2"))
        column.addSpacing(4)
        self._purpose_grid = QGridLayout()
        self._purpose_grid.setSpacing(8)
        column.addLayout(self._purpose_grid)
        column.addSpacing(4)
        self._hint = Label("", "caption", "text-2", wrap=True)
        column.addWidget(self._hint)
        column.addSpacing(10)
        column.addWidget(Label(t._("Columns"), "label", "text-2"))
        inside = QWidget()
        inside.setProperty("plain", True)
        self._tick_grid = QGridLayout(inside)
        self._tick_grid.setContentsMargins(2, 2, 2, 2)
        self._tick_grid.setHorizontalSpacing(12)
        self._tick_grid.setVerticalSpacing(0)
        self._area = scrolling(inside)
        column.addWidget(self._area, 1)
        column.addSpacing(10)
        self._kind = Select(name=t._("Format"))
        self._kind.setSizeAdjustPolicy(
            Select.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self._kind.chosen.connect(self.kind_chosen)
        column.addWidget(Labelled(t._("Format"), self._kind))
        return side

    def _preview(self) -> Card:
        card = Card(tone="plain")
        column = card.body(padding=16, gap=4)
        head = QHBoxLayout()
        head.addWidget(Label(self._t._("What will be in the file"), "bodyStrong"))
        head.addStretch(1)
        self._first = Label("", "caption", "text-2")
        head.addWidget(self._first)
        column.addLayout(head)
        self._table = Table(row_height=41, name=self._t._("What will be in the file"))
        self._table.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._table.setSelectionMode(Table.SelectionMode.NoSelection)
        column.addWidget(self._table, 1)
        self._empty = EmptyState("users", "", "")
        column.addWidget(self._empty, 1)
        return card

    def _foot(self) -> QHBoxLayout:
        t, row = self._t, QHBoxLayout()
        row.setSpacing(10)
        self._shield = IconLabel("shield-check", 20)
        self._note = Label("", "label", "text-2", wrap=True)
        self._bar = Progress()
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addStretch(1)
        words.addWidget(self._note)
        words.addWidget(self._bar)
        words.addStretch(1)
        self._secret = LineEdit(placeholder=t._("PIN or password"), name=t._("PIN or password"))
        self._secret.setEchoMode(LineEdit.EchoMode.Password)
        self._secret.setFixedWidth(200)
        self._cancel = Button(t._("Cancel"), v="ghost", cap="Esc", size="pos")
        self._save = Button("", v="primary", icon="download", cap="Enter", size="pos")
        self._cancel.clicked.connect(self.left)
        self._save.clicked.connect(self._submit)
        row.addWidget(self._shield)
        row.addLayout(words, 1)
        row.addWidget(self._secret)
        row.addWidget(self._cancel)
        row.addWidget(self._save)
        return row

    # --- keys and room -----------------------------------------------------------------------

    def on_key(self, key: str) -> bool:
        """Enter saves, Esc stops or leaves."""
        if key == "Esc":
            self.left.emit()
        elif key == "Enter":
            self._submit()
        else:
            return False
        return True

    def first_focus(self) -> QWidget | None:
        """The purpose."""
        return next((chip for chip in self._purposes.values() if chip.isChecked()), None)

    def sizeHint(self) -> QSize:
        """As the drawing."""
        return QSize(_WIDE, _HIGH)

    def heightForWidth(self, width: int) -> int:
        """As the drawing, whatever the width."""
        return _HIGH

    def minimumSizeHint(self) -> QSize:
        """Whatever the window has."""
        return QSize(640, 480)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Widths of the preview follow."""
        super().resizeEvent(event)
        if self._state is not None:
            self.layout().activate()
            self._render_table(self._state)

    def _submit(self) -> None:
        self.saved.emit(self._secret.text())

    # --- showing -----------------------------------------------------------------------------

    def forget_secret(self) -> None:
        """Wipe what was typed and put the cursor there."""
        self._secret.clear()
        if self._secret.isVisible():
            self._secret.setFocus()

    def close_sheet(self) -> None:
        """Go away."""
        self.closed.emit()

    def render(self, state: PeopleExportState) -> None:  # type: ignore[override]
        """Show this state."""
        self._state = state
        busy = state.share is not None or bool(state.told)
        self._title.setText(state.title)
        self._render_numbers(state)
        self._render_purposes(state, enabled=not busy)
        self._hint.setText(state.hint)
        self._render_ticks(state, enabled=not busy)
        self._kind.set_choices(state.kinds, state.kind)
        self._kind.setEnabled(not busy)
        self._render_table(state)
        self._render_foot(state)

    def _render_numbers(self, state: PeopleExportState) -> None:
        self._matched.set_badge(state.matched)
        self._left_out.set_badge(state.left_out)
        self._left_out.setVisible(bool(state.left_out))
        self._arrows[0].setVisible(bool(state.left_out))
        self._in_file.set_badge(state.in_file)
        self._in_file.setVisible(bool(state.in_file))
        self._arrows[1].setVisible(bool(state.in_file))
        self._reasons.setText(state.reasons)
        self._reasons.setVisible(bool(state.reasons))

    def _render_purposes(self, state: PeopleExportState, *, enabled: bool) -> None:
        for number, (key, text) in enumerate(state.purposes):
            if key not in self._purposes:
                chip = ChoiceChip(text, compact=True)
                chip.clicked.connect(lambda _=False, key=key: self.purpose_chosen.emit(key))
                self._group.addButton(chip)
                self._purpose_grid.addWidget(chip, number // 2, number % 2)
                self._purposes[key] = chip
            self._purposes[key].setChecked(key == state.purpose)
            self._purposes[key].setEnabled(enabled)

    def _render_ticks(self, state: PeopleExportState, *, enabled: bool) -> None:
        if list(self._ticks) != [column.key for column in state.columns]:
            self._new_ticks(state)
        for column in state.columns:
            self._ticks[column.key].setChecked(column.chosen)
            self._ticks[column.key].setEnabled(enabled and not state.kind.startswith("labels"))

    def _new_ticks(self, state: PeopleExportState) -> None:
        for row in self._ticks.values():
            self._tick_grid.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._ticks = {}
        for column in state.columns:
            row = CheckRow(column.text, height=40)
            row.clicked.connect(
                lambda on=False, key=column.key: self.column_ticked.emit(key, bool(on))
            )
            self._ticks[column.key] = row
        widest = max((row.sizeHint().width() for row in self._ticks.values()), default=0)
        across = 2 if 2 * widest + 12 <= _COLUMN_ROOM else 1
        down = -(-len(self._ticks) // across)
        for number, row in enumerate(self._ticks.values()):
            self._tick_grid.addWidget(row, number % down, number // down)
        self._tick_grid.setRowStretch(down, 1)
        self._area.verticalScrollBar().setValue(0)

    def _render_table(self, state: PeopleExportState) -> None:
        self._table.setVisible(bool(state.rows))
        self._empty.setVisible(not state.rows)
        self._empty.set_texts(state.empty)
        if not state.rows:
            self._first.setText("")
            return
        widths = _fitting(_widths(state), self._table.viewport().width())
        last = len(widths) - 1
        self._first.setText(state.first[last])
        self._table.set_columns(
            [
                Column(title=heading, strong=not number, width=0 if number == last else width)
                for number, (heading, width) in enumerate(zip(state.headings, widths, strict=False))
            ]
        )
        self._table.clearSpans()
        self._table.set_rows([_row(n, row, last + 1) for n, row in enumerate(state.rows)])
        for number, row in enumerate(state.rows):
            if row.reason and last > 1:
                self._table.setSpan(number, 1, 1, last)

    def _render_foot(self, state: PeopleExportState) -> None:
        writing = state.share is not None
        self._note.setText(state.told or state.problem or state.note)
        self._note.set_color("danger-text" if state.problem and not state.told else "text-2")
        self._shield.set_icon(*(("circle-alert", "danger-text") if state.problem else
                                ("shield-check", "text-2")))  # fmt: skip
        self._bar.setVisible(writing)
        self._bar.set_value(state.share or 0.0, words=state.told)
        self._secret.setVisible(state.asks_secret and not writing)
        self._secret.set_error(state.secret_wrong)
        self._cancel.set_label(self._t._("Stop") if writing else self._t._("Cancel"))
        self._save.set_label(state.save)
        self._save.setEnabled(state.can_save)
        self._save.set_busy(bool(state.told))


def _fitting(wanted: list[int], room: int) -> list[int]:
    """The first columns that fit, two at least; the last takes what is left."""
    count = len(wanted)
    while count > 2 and sum(wanted[:count]) > room:
        count -= 1
    return wanted[:count]


def _widths(state: PeopleExportState) -> list[int]:
    """What each column needs, within reason."""
    caption, strong, plain = fonts.role("caption"), fonts.role("bodyStrong"), fonts.sized(14, 500)
    widths = []
    for number, heading in enumerate(state.headings):
        texts = [row.cells[number] for row in state.rows if row.cells]
        if not number:
            texts += [row.name for row in state.rows if row.reason]
        used = plain if number else strong
        widest = max((fonts.text_width(used, text) for text in texts), default=0) + _CELL_ROOM
        least = fonts.text_width(caption, heading) + CAPTION_ROOM
        widths.append(round(max(least, min(widest, _MOST))))
    return widths


def _row(number: int, row: ExportRow, columns: int) -> TableRow:
    if not row.reason:
        return TableRow(key=str(number), cells=row.cells[:columns])
    name = Cell(text=row.name, struck=True)
    why = Cell(text=row.reason, tone="danger-text", icon="ban")
    if columns == 1:
        return TableRow(key=str(number), cells=(Cell(text=f"{row.name} · {row.reason}"),))
    return TableRow(key=str(number), cells=(name, why, *[""] * (columns - 2)))
