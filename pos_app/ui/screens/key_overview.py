"""The key overview on F1: every key with its word, over the page it belongs to."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from pos_app.presenters.key_overview import KeyEntry, KeyOverviewState
from pos_app.ui import fonts, theme, tokens
from pos_app.ui.dialog_service import DialogCard
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.label import Divider, KeyCap, Label


class _Key(QWidget):
    """A big cap with its word and hint on a quiet tile."""

    def __init__(self, entry: KeyEntry) -> None:
        super().__init__()
        self._entry = entry
        self.setAccessibleName(f"{entry.key}: {entry.title}, {entry.note}")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        words = max(
            fonts.text_width(fonts.role("bodyStrong"), self._entry.title),
            fonts.text_width(fonts.role("label"), self._entry.note),
        )
        return QSize(72 + words + 12, 76)

    def minimumSizeHint(self) -> QSize:
        return QSize(170, 76)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = paint.start(self)
        rect = QRectF(self.rect())
        active = self._entry.active
        paint.box(painter, rect, tokens.radius("md"), theme.color("sunken"))
        cap = QRectF(12, round(rect.center().y() - 20), 48, 40)
        edge = theme.color("line-strong" if active else "line")
        paint.box(painter, cap, 8, edge)
        face = cap.adjusted(1, 1, -1, -3)
        paint.box(painter, face, 7, theme.color("raised"))
        painter.setFont(fonts.role("bodyStrong"))
        painter.setPen(theme.color("text" if active else "disabled"))
        painter.drawText(face, Qt.AlignmentFlag.AlignCenter, self._entry.key)
        width = rect.width() - 72 - 8
        caption = fonts.role("caption")
        rows = 2 if fonts.text_width(caption, self._entry.note) > width else 1
        top = rect.center().y() - (20 if rows == 1 else 28)
        ink = theme.color("text" if active else "disabled")
        title = QRectF(72, top, width, 22)
        paint.text(painter, title, self._entry.title, "bodyStrong", ink)
        painter.setFont(caption)
        painter.setPen(theme.color("text-2" if active else "disabled"))
        note = QRectF(72, top + 22, width, 17 * rows)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(note, int(left) | int(Qt.TextFlag.TextWordWrap), self._entry.note)
        painter.end()


class KeyOverview(DialogCard):
    """The sheet; F1 and Esc close it."""

    def __init__(self, state: KeyOverviewState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("key_overview", True)
        column = QVBoxLayout(self)
        column.setContentsMargins(25, 24, 25, 24)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.addWidget(Label(state.title, "title"))
        head.addStretch(1)
        self._close = Button(state.close, v="ghost", cap="Esc", size="compact")
        self._close.clicked.connect(self.closed)
        head.addWidget(self._close)
        column.addLayout(head)
        column.addSpacing(16)
        column.addLayout(self._big(state))
        column.addSpacing(16)
        column.addWidget(Divider())
        column.addSpacing(14)
        column.addLayout(self._small(state))
        self.setMaximumWidth(1080)

    def _big(self, state: KeyOverviewState) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(8)
        for number, entry in enumerate(state.functions):
            grid.addWidget(_Key(entry), number // 4, number % 4)
            grid.setColumnStretch(number % 4, 1)
        return grid

    def _small(self, state: KeyOverviewState) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(8)
        for number, entry in enumerate(state.others):
            cell = QHBoxLayout()
            cell.setSpacing(8)
            cell.addWidget(KeyCap(entry.key))
            cell.addWidget(Label(entry.title, "label", "text-2", wrap=True), 1)
            grid.addLayout(cell, number // 4, number % 4)
            grid.setColumnStretch(number % 4, 1)
        return grid

    def sizeHint(self) -> QSize:
        """As wide as the drawing, less on narrow windows."""
        hint = super().sizeHint()
        return QSize(max(1080, hint.width()), hint.height())
