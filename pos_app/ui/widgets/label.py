"""Labels: always plain text, sized by role, coloured by token."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from pos_app.ui import fonts, icons, theme
from pos_app.ui.plain_tip import plain_tip
from pos_app.ui.widgets import paint


class Label(QLabel):
    """Plain text in a type role and a text colour token; wraps when asked."""

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text",
        *,
        wrap: bool = False,
        align: Qt.AlignmentFlag | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._role = role
        self.setProperty("c", color)
        self.setWordWrap(wrap)
        if align is not None:
            self.setAlignment(align)
        self.setFont(fonts.role(role))
        self.setText(text)

    def set_role(self, role: str) -> None:
        """Change the type role."""
        self._role = role
        self.refresh_fonts()

    def set_color(self, color: str) -> None:
        """Change the text colour token."""
        if self.property("c") != color:
            font = self.font()  # polishing anew brings back the font of the first time
            self.setProperty("c", color)
            theme.repolish(self)
            self.setFont(font)

    def refresh_fonts(self) -> None:
        """Take the role's font again after the text size changed."""
        self.setFont(fonts.role(self._role))
        self.updateGeometry()

    def set_struck(self, struck: bool) -> None:
        """Draw the text struck through (old prices)."""
        font = fonts.role(self._role)
        font.setStrikeOut(struck)
        self.setFont(font)

    def sizeHint(self) -> QSize:
        """At least the role's line height."""
        hint = super().sizeHint()
        if self.text():
            hint.setHeight(max(hint.height(), self._line()))
        return hint

    def minimumSizeHint(self) -> QSize:
        """At least the role's line height, so that rows keep their rhythm."""
        hint = super().minimumSizeHint()
        if self.text() and not self.wordWrap():
            hint.setHeight(max(hint.height(), self._line()))
        return hint

    def _line(self) -> int:
        # display sizes are set tighter than their line in the drawings
        if self._role in ("total", "change", "number", "title"):
            return QFontMetrics(self.font()).height()
        return fonts.line_height(self._role)


class ElidedLabel(Label):
    """One line that shortens itself: in the middle for goods, at the end for people.

    The full text is in the tooltip while shortened, and always in the accessible name.
    """

    def __init__(
        self,
        text: str = "",
        role: str = "body",
        color: str = "text",
        *,
        middle: bool = False,
        align: Qt.AlignmentFlag | None = None,
        parent: QWidget | None = None,
    ) -> None:
        self._full = ""
        mode = Qt.TextElideMode
        self._mode = mode.ElideMiddle if middle else mode.ElideRight
        super().__init__("", role, color, align=align, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setText(text)

    def setText(self, text: str) -> None:
        """Set the full text."""
        self._full = text
        self.setAccessibleName(text)
        self._fit()
        self.updateGeometry()

    def full_text(self) -> str:
        """The text before shortening."""
        return self._full

    def sizeHint(self) -> QSize:
        """Room for the full text."""
        width = fonts.text_width(self.font(), self._full) + 2
        return QSize(width, max(self._line(), QFontMetrics(self.font()).height()))

    def minimumSizeHint(self) -> QSize:
        """May shrink to a few letters."""
        return QSize(min(self.sizeHint().width(), 40), self.sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten for the new width."""
        super().resizeEvent(event)
        self._fit()

    def refresh_fonts(self) -> None:
        """Take the role's font again and shorten anew."""
        super().refresh_fonts()
        self._fit()

    def _fit(self) -> None:
        metrics = QFontMetrics(self.font())
        shown = metrics.elidedText(self._full, self._mode, max(0, self.width()))
        if shown != self.text():
            QLabel.setText(self, shown)
        self.setToolTip(plain_tip(self._full) if shown != self._full else "")


class IconLabel(QWidget):
    """An icon drawn in a token colour; decorative unless it gets an accessible name."""

    def __init__(
        self, icon: str, px: int = 20, color: str = "text-2", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._px, self._color = icon, px, color
        self.setFixedSize(px, px)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def icon(self) -> str:
        """The picture's name."""
        return self._icon

    def set_icon(self, icon: str, color: str | None = None) -> None:
        """Change the picture and, when given, its colour token."""
        self._icon = icon
        self._color = color or self._color
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the icon."""
        painter = paint.start(self)
        token = self._color if self.isEnabled() else "disabled"
        icons.paint(painter, self._icon, QRectF(self.rect()), theme.color(token))
        painter.end()


class IconTile(QWidget):
    """A rounded tile with an icon, 40 or 48 px; tone accent, solid, neutral, warn or danger."""

    def __init__(
        self, icon: str, tone: str = "accent", px: int = 48, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._icon, self._tone = icon, tone
        self.setFixedSize(px, px)

    def set_look(self, icon: str, tone: str) -> None:
        """Change picture and tone."""
        self._icon, self._tone = icon, tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the tile."""
        painter = paint.start(self)
        px = 44 if self.width() > 64 else 24 if self.width() >= 48 else 20
        paint.tile(painter, QRectF(self.rect()), self._icon, self._tone, px)
        painter.end()


class Avatar(QWidget):
    """A person's initials in a circle."""

    def __init__(
        self, name: str = "", px: int = 48, tone: str = "accent", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._name, self._tone = name, tone
        self.setFixedSize(px, px)

    def set_person(self, name: str, tone: str | None = None) -> None:
        """Change the person and, when given, the tone."""
        self._name = name
        self._tone = tone or self._tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw circle and initials."""
        painter = paint.start(self)
        fill, _, ink = paint.badge_look(self._tone)
        rect = QRectF(self.rect())
        paint.box(painter, rect, rect.width() / 2, fill)
        painter.setFont(fonts.sized(max(13, round(self.width() * 0.375)), 600))
        painter.setPen(ink)
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, initials(self._name))
        painter.end()


def initials(name: str) -> str:
    """The first letters of the first two words, in capitals."""
    words = [word for word in name.replace(".", " ").split() if word[:1].isalnum()]
    return "".join(word[0] for word in words[:2]).upper()


class Divider(QWidget):
    """A one-pixel line."""

    def __init__(self, *, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        if vertical:
            self.setFixedWidth(1)
        else:
            self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Fill with the line colour."""
        painter = paint.start(self)
        painter.fillRect(self.rect(), theme.color("line"))
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint on a theme switch."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()


class KeyCap(QWidget):
    """A key's name in a cap; ``on`` is the ground it lies on (see ``paint.cap_look``)."""

    def __init__(self, key: str, on: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key, self._on = key, on
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def key(self) -> str:
        """The text on the cap."""
        return self._key

    def refresh_fonts(self) -> None:
        """Measure again after the text size changed."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The cap's size."""
        return paint.cap_size(self._key)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cap."""
        painter = paint.start(self)
        look = paint.cap_look(self._on, enabled=self.isEnabled())
        paint.cap(painter, QRectF(self.rect()), self._key, look)
        painter.end()


class Badge(QWidget):
    """A short word in a tone: accent, solid, neutral, warn, danger, outline."""

    def __init__(self, text: str = "", tone: str = "accent", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._tone = text, tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def text(self) -> str:
        """The word shown."""
        return self._text

    def set_badge(self, text: str, tone: str | None = None) -> None:
        """Change word and tone."""
        self._text, self._tone = text, tone or self._tone
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def refresh_fonts(self) -> None:
        """Measure again after the text size changed."""
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """The badge's size."""
        return paint.badge_size(self._text)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the badge."""
        painter = paint.start(self)
        paint.badge(painter, QRectF(self.rect()), self._text, self._tone)
        painter.end()
