"""A sum that takes smaller digits rather than lose one where a narrow window leaves no room."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QWidget

from pos_app.ui import fonts, tokens
from pos_app.ui.widgets.label import Label

SMALLEST = 28


class FitLabel(Label):
    """One line in a role's size, less where it does not fit, never below 28 px."""

    def __init__(
        self,
        text: str = "",
        role: str = "total",
        color: str = "text",
        *,
        align: Qt.AlignmentFlag | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, role, color, align=align, parent=parent)

    def setText(self, text: str) -> None:
        """Set the text and choose its size."""
        super().setText(text)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        """As narrow as the smallest digits."""
        font = fonts.sized(SMALLEST, 600, display=True)
        hint = super().minimumSizeHint()
        width = min(hint.width(), fonts.text_width(font, self.text()) + 4)
        return QSize(width, self._full_height())

    def sizeHint(self) -> QSize:
        """As high as the whole size, whatever is drawn: the page must not jump."""
        return QSize(super().sizeHint().width(), self._full_height())

    def _full_height(self) -> int:
        return QFontMetrics(fonts.role(self._role)).height()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose the size for the new width."""
        super().resizeEvent(event)
        self._fit()

    def refresh_fonts(self) -> None:
        """Choose again after the text size changed."""
        super().refresh_fonts()
        self._fit()

    def _fit(self) -> None:
        role = tokens.type_role(self._role)
        room = self.width() - self.contentsMargins().left() - self.contentsMargins().right()
        px = role.px
        font = fonts.role(self._role)
        while px > SMALLEST and fonts.text_width(font, self.text()) > room:
            px -= 2
            font = fonts.sized(px, role.weight, display=role.display)
        if font.pixelSize() != self.font().pixelSize():
            self.setFont(font)
