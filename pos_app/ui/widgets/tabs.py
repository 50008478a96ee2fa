"""Tabs: words in a row with a line under the one in front; they wrap where room is short."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QWidget

from pos_app.ui import fonts, theme
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.choice import Choice
from pos_app.ui.widgets.flow import FlowLayout

HEIGHT = 40
LINE = 3


class Tab(Choice):
    """One word of the row."""

    def label_font(self) -> QFont:
        """As a label, half-bold."""
        return fonts.role("label")

    def sizeHint(self) -> QSize:
        """The word with a little air."""
        return QSize(fonts.text_width(self.label_font(), self.text()) + 16, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the word and, in front, the line below it."""
        painter = paint.start(self)
        rect, front = QRectF(self.rect()), self.isChecked()
        if self.underMouse() and not front:
            paint.box(painter, rect.adjusted(0, 4, 0, -6), 8, theme.color("sunken"))
        ink = theme.color(self.ink("accent-text" if front else "text-2"))
        paint.text(painter, rect, self.text(), "label", ink, Qt.AlignmentFlag.AlignCenter)
        if front:
            line = QRectF(rect.x() + 4, rect.bottom() - LINE, rect.width() - 8, LINE)
            paint.box(painter, line, LINE / 2, theme.color("accent"))
        painter.end()


class TabBar(QWidget):
    """The row of tabs; ``changed`` carries the key."""

    changed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tabs: dict[str, Tab] = {}
        self._group = QButtonGroup(self)
        self._flow = FlowLayout(self, gap=4)

    def set_tabs(self, tabs: Sequence[tuple[str, str]], front: str) -> None:
        """Show the tabs as (key, words); they are kept while their keys stay the same."""
        if tuple(self._tabs) != tuple(key for key, _ in tabs):
            self._rebuild(tabs)
        for key, text in tabs:
            tab = self._tabs[key]
            if tab.text() != text:
                tab.setText(text)
                tab.setAccessibleName(text)
                tab.updateGeometry()
        if front in self._tabs:
            self._tabs[front].setChecked(True)

    def front(self) -> str:
        """The key of the tab in front."""
        return next((key for key, tab in self._tabs.items() if tab.isChecked()), "")

    def _rebuild(self, tabs: Sequence[tuple[str, str]]) -> None:
        for tab in self._tabs.values():
            self._group.removeButton(tab)
            self._flow.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._tabs = {}
        for key, text in tabs:
            tab = Tab(text, parent=self)
            tab.clicked.connect(lambda _=False, key=key: self.changed.emit(key))
            self._group.addButton(tab)
            self._flow.addWidget(tab)
            tab.show()
            self._tabs[key] = tab
