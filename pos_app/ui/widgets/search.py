"""The search field of the counter: ready for a scan, typed into at will, results below it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.ui import fonts, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.field import LineEdit
from pos_app.ui.widgets.label import IconLabel, KeyCap
from pos_app.ui.widgets.rows import Row, RowList


class SearchField(QFrame):
    """Icon, text, key cap; ``state`` idle (grey border), ready (green), alarm (red).

    Signals: ``edited(str)`` while a person types, ``submitted(str)`` on Enter without a result
    under the cursor, ``picked(str)`` the key of a chosen result, ``left()`` when the field is
    done and the page takes the focus back (Esc, pick, submit).
    """

    edited = Signal(str)
    submitted = Signal(str)
    picked = Signal(str)
    left = Signal()

    def __init__(
        self,
        placeholder: str = "",
        *,
        icon: str = "scan-barcode",
        cap: str = "F2",
        big: bool = True,
        state: str = "idle",
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._state, self._big = state, big
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 0, 16 if big else 12, 0)
        row.setSpacing(16 if big else 12)
        self._icon = IconLabel(icon, 24 if big else 20)
        self.edit = LineEdit(placeholder=placeholder, name=name or placeholder)
        self.edit.setProperty("bare", True)
        self.edit.setFrame(False)
        self.edit.set_font_role("amount" if big else "body")
        if big:
            self.refresh_fonts()
        self._cap = KeyCap(cap)
        if not cap:
            self._cap.hide()
        row.addWidget(self._icon)
        row.addWidget(self.edit, 1)
        row.addWidget(self._cap)
        self.setFixedHeight(56 if big else 48)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusProxy(self.edit)
        self._results: Results | None = None
        self.edit.installEventFilter(self)
        self.edit.textEdited.connect(self.edited)
        self.set_state(state)

    def refresh_fonts(self) -> None:
        """The big field is set a little lighter than amounts."""
        if self._big:
            self.edit.setFont(fonts.sized(18, 500))

    def set_state(self, state: str) -> None:
        """idle, ready or alarm (no scanner, unknown code)."""
        self._state = state
        inks = {"idle": "text-2", "ready": "accent-text", "alarm": "danger-text"}
        self._icon.set_icon(self._icon_name(), inks[state])
        self.update()

    def state(self) -> str:
        """The state shown."""
        return self._state

    def set_placeholder(self, text: str) -> None:
        """Change the words in the empty field."""
        self.edit.setPlaceholderText(text)
        self.edit.setAccessibleName(text)

    def text(self) -> str:
        """What is typed."""
        return self.edit.text()

    def set_text(self, text: str) -> None:
        """Set the text without a signal."""
        if self.edit.text() != text:
            self.edit.setText(text)

    def begin(self, text: str = "") -> None:
        """Take the focus and go on typing after ``text`` (a letter typed on the page)."""
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if text:
            self.edit.setText(self.edit.text() + text)
            self.edited.emit(self.edit.text())
        else:
            self.edit.selectAll()

    def clear(self) -> None:
        """Empty the field and fold the results."""
        self.edit.clear()
        self.hide_results()

    def set_results(self, rows: Sequence[Row]) -> None:
        """Show results under the field; none folds the list."""
        if not rows:
            self.hide_results()
            return
        if self._results is None:
            self._results = Results(self)
            self._results.list.picked.connect(self._pick)
        self._results.show_rows(rows)

    def hide_results(self) -> None:
        """Fold the list."""
        if self._results is not None:
            self._results.hide()

    def results_open(self) -> bool:
        """Whether results are shown."""
        return self._results is not None and self._results.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter work in the results, Esc clears and leaves."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if event.type() in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            self.update()
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """The list goes with the field."""
        self.hide_results()

    def _key(self, event: QKeyEvent) -> bool:
        key = event.key()
        if key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and self._results is not None:
            if self.results_open():
                self._results.list.step(1 if key == Qt.Key.Key_Down else -1)
                return True
        elif key == Qt.Key.Key_Escape and (self.edit.text() or self.results_open()):
            self.clear()
            self.edited.emit("")
            self.left.emit()
            return True
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return self._enter()
        return False

    def _enter(self) -> bool:
        if self._results is not None and self.results_open() and self._results.list.key():
            self._pick(self._results.list.key())
            return True
        if self.edit.text().strip():
            text = self.edit.text().strip()
            self.hide_results()
            self.submitted.emit(text)
            self.left.emit()
            return True
        return False

    def _pick(self, key: str) -> None:
        self.clear()
        self.picked.emit(key)
        self.left.emit()

    def _icon_name(self) -> str:
        return self._icon.icon()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw ground and border."""
        painter = paint.start(self)
        focused = self.edit.hasFocus()
        tokens_by_state = {"idle": "line-strong", "ready": "accent", "alarm": "danger"}
        line = tokens_by_state[self._state]
        if focused and self._state == "idle":
            line = "accent"
        width = 1 if line == "line-strong" else 2
        corner = tokens.radius("lg" if self._big else "md")
        fill = theme.color("surface" if self.isEnabled() else "sunken")
        paint.box(painter, QRectF(self.rect()), corner, fill, theme.color(line), width)
        painter.end()


class Results(QFrame):
    """The list under a search field, floating over the page; it never takes the focus."""

    def __init__(self, field: SearchField) -> None:
        super().__init__(field.window())
        self._field = field
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 8, 2, 8)
        self.list = RowList(height=56, middle=True)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.list)
        field.destroyed.connect(self.deleteLater)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show up to seven rows at once, the rest by scrolling; the first is chosen."""
        if self.parentWidget() is not self._field.window():
            self.setParent(self._field.window())
        self.list.set_rows(rows, rows[0].key)
        field = self._field
        place = field.mapTo(field.window(), field.rect().bottomLeft())
        row_height = self.list.sizeHintForRow(0)
        height = min(7, len(rows)) * row_height + 16
        self.setGeometry(place.x(), place.y() + 6, field.width(), height)
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a raised box."""
        painter = paint.start(self)
        fill, line = theme.color("surface"), theme.color("line-strong")
        paint.box(painter, QRectF(self.rect()), tokens.radius("md"), fill, line)
        painter.end()
