"""The cart: rows drawn by a delegate, and real buttons lying on the chosen row."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractAnimation,
    QEasingCurve,
    QModelIndex,
    Qt,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QScroller,
    QWidget,
)

from pos_app.i18n import Translator
from pos_app.presenters.sale_state import LineView
from pos_app.ui import fonts, tokens
from pos_app.ui.models.sale_lines import SaleLinesModel
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.number import Stepper
from pos_app.ui.widgets.sale_row import PLAIN, SaleRowDelegate, text_left


class RowActions(QWidget):
    """Quantity, discount, removal and explanation of the chosen line."""

    stepped = Signal(int)
    why = Signal()
    quantity = Signal()
    discount = Signal()
    removed = Signal()

    def __init__(self, t: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        self.stepper = Stepper("1", height=44, names=(t._("One less"), t._("One more")))
        self.stepper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.entry = Button(t._("Quantity"), v="ghost", cap="F5")
        self.discounts = Button(t._("Discount"), v="ghost", icon="percent", cap="F6")
        self.remove = Button(t._("Remove"), v="ghost", icon="trash-2", cap="Del")
        self.explain = Button(t._("Why"), v="ghost", cap="?")
        for widget in self._widgets():
            row.addWidget(widget)
        row.addStretch(1)
        self.explain.clicked.connect(self.why)
        self.stepper.stepped.connect(self.stepped)
        self.stepper.opened.connect(self.quantity)
        self.entry.clicked.connect(self.quantity)
        self.discounts.clicked.connect(self.discount)
        self.remove.clicked.connect(self.removed)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.entry.set_label(t._("Quantity"))
        self.discounts.set_label(t._("Discount"))
        self.remove.set_label(t._("Remove"))
        self.explain.set_label(t._("Why"))

    def _widgets(self) -> tuple[QWidget, ...]:
        return self.stepper, self.entry, self.discounts, self.remove, self.explain

    def fit(self, width: int) -> None:
        """Leave out the quantity button where there is no room: the number itself opens it.

        Where it is narrower still the pictures go, and at last the word of the explanation: its
        key stays.
        """
        self.discounts.set_icon("percent")
        self.remove.set_icon("trash-2")
        self.explain.setText(self.explain.accessibleName())
        self.entry.setVisible(self._needed(self._widgets()) <= width)
        rest = tuple(widget for widget in self._widgets() if widget is not self.entry)
        if self._needed(rest) <= width:
            return
        self.discounts.set_icon("")
        self.remove.set_icon("")
        if self._needed(rest) > width:
            self.explain.setText("")

    @staticmethod
    def _needed(widgets: tuple[QWidget, ...]) -> int:
        return sum(widget.sizeHint().width() + 6 for widget in widgets)


class UnknownActions(QWidget):
    """The ways out of a code nobody knows."""

    find_wanted = Signal()
    price = Signal()
    removed = Signal()

    def __init__(self, t: Translator, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        self.found = Button(t._("Find item"), icon="search", cap="F2")
        self.priced = Button(t._("Type price"), icon="pencil", cap="Ctrl 1")
        self.remove = Button(t._("Remove"), v="ghost", icon="trash-2", cap="Del")
        for widget in (self.found, self.priced, self.remove):
            row.addWidget(widget)
        row.addStretch(1)
        self.found.clicked.connect(self.find_wanted)
        self.priced.clicked.connect(self.price)
        self.remove.clicked.connect(self.removed)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.found.set_label(t._("Find item"))
        self.priced.set_label(t._("Type price"))
        self.remove.set_label(t._("Remove"))

    def fit(self, width: int) -> None:
        """Without room the pictures go first, the words stay."""
        roomy = sum(w.sizeHint().width() + 8 for w in (self.found, self.priced, self.remove))
        if roomy > width:
            for button in (self.found, self.priced, self.remove):
                button.set_icon("")


class Cart(QListView):
    """The lines of the sale; keys belong to the page, taps choose a line."""

    chosen = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = SaleLinesModel(self)
        self._delegate = SaleRowDelegate()
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(t._("Lines of the sale"))
        self.setMinimumHeight(PLAIN * 2)
        self.setAutoScroll(False)
        self.verticalScrollBar().setSingleStep(PLAIN // 2)
        QScroller.grabGesture(self.viewport(), QScroller.ScrollerGestureType.TouchGesture)
        self.row_actions = RowActions(t, self.viewport())
        self.unknown = UnknownActions(t, self.viewport())
        self.row_actions.hide()
        self.unknown.hide()
        self._flash = QVariantAnimation(self)
        self._flash.setStartValue(1.0)
        self._flash.setEndValue(0.0)
        self._flash.setDuration(tokens.motion("base"))
        self._flash.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._flash.valueChanged.connect(self._flashing)

    def retranslate(self, t: Translator) -> None:
        """Speak another language."""
        self.setAccessibleName(t._("Lines of the sale"))
        self.row_actions.retranslate(t)
        self.unknown.retranslate(t)

    def set_compact(self, *, compact: bool) -> None:
        """The narrow layout keeps texts a little further left."""
        self._delegate.compact = compact
        self.viewport().update()
        self._place_actions()

    def show_lines(self, lines: Sequence[LineView], selected: str, flash: str = "") -> None:
        """Show the lines with one of them chosen; ``flash`` lights up what has just come in."""
        before = self._delegate.chosen
        self.lines.set_lines(lines)
        self._delegate.chosen = selected
        row = self.lines.row_of(selected)
        self.setCurrentIndex(self.lines.index(row) if row >= 0 else QModelIndex())
        self.doItemsLayout()
        if row >= 0 and (before != selected or flash):
            self.scrollTo(self.lines.index(row))
        self._place_actions()
        self.viewport().update()
        if flash:
            self._start_flash(flash)

    def set_room_below(self, height: int) -> None:
        """Leave ``height`` px free below, where a bar lies; the chosen line stays in sight."""
        if height == self.viewportMargins().bottom():
            return
        self.setViewportMargins(0, 0, 0, height)
        if self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
        self._place_actions()

    def chosen_line(self) -> LineView | None:
        """The chosen line, if there is one."""
        return self.lines.line_at(self.lines.row_of(self._delegate.chosen))

    # -- flash of a new line ------------------------------------------------------------------

    def _start_flash(self, line_id: str) -> None:
        self._delegate.flash_line = line_id
        self._flash.stop()
        self._flash.start()

    def _flashing(self, value: object) -> None:
        done = self._flash.state() is not QAbstractAnimation.State.Running
        self._delegate.flash = 0.0 if done or not isinstance(value, float) else value
        row = self.lines.row_of(self._delegate.flash_line)
        if row >= 0:
            self.viewport().update(self.visualRect(self.lines.index(row)))

    # -- buttons on the chosen row ------------------------------------------------------------

    def _place_actions(self) -> None:
        line = self.chosen_line()
        self.row_actions.setVisible(line is not None and not line.unknown)
        self.unknown.setVisible(line is not None and line.unknown)
        if line is None:
            return
        rect = self.visualRect(self.lines.index(self.lines.row_of(line.line_id)))
        left = text_left(compact=self._delegate.compact)
        room = rect.width() - left - 8
        panel = self.unknown if line.unknown else self.row_actions
        panel.fit(room)
        if not line.unknown:
            self.row_actions.stepper.set_value(line.quantity)
        top = rect.y() + fonts.scaled(PLAIN) + (5 if line.unknown else 1)
        panel.setGeometry(rect.x() + left, top, room, max(48, panel.sizeHint().height()))

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """The buttons go with their row."""
        super().scrollContentsBy(dx, dy)
        self._place_actions()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons where the row is now."""
        super().resizeEvent(event)
        self._place_actions()

    def refresh_fonts(self) -> None:
        """Rows grow with the text."""
        self.doItemsLayout()
        self._place_actions()

    # -- input --------------------------------------------------------------------------------

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A tap chooses the line."""
        super().mouseReleaseEvent(event)
        line = self.lines.line_at(self.indexAt(event.position().toPoint()).row())
        if line is not None:
            self.chosen.emit(line.line_id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """All keys belong to the page."""
        event.ignore()
