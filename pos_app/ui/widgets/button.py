"""The button of every screen: variants, key cap, icon, stacked form, busy and locked states."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from pos_app.ui import fonts, icons, theme, tokens
from pos_app.ui.widgets import paint
from pos_app.ui.widgets.plain import PlainButton

VARIANTS = (
    "primary",
    "secondary",
    "soft",
    "quiet",
    "key",
    "ghost",
    "danger",
    "slab",
    "slab-primary",
)
_HEIGHTS = {"compact": 40, "control": 48, "pos": 56, "primary": 72}
_PADDING = {"soft": 12, "quiet": 12, "ghost": 10, "key": 8}
_GAP = 9


class Look(NamedTuple):
    """What a state of a variant is drawn with."""

    fill: QColor | None
    border: QColor | None
    border_width: float
    ink: QColor


def look(variant: str, state: str) -> Look:
    """Colours of a variant in a state: default, hover, pressed, disabled."""
    c = theme.color
    if variant in ("slab", "slab-primary"):
        return _slab_look(variant, state)
    if state == "disabled":
        return _disabled_look(variant)
    step = {"default": 0, "hover": 1, "pressed": 2}[state]
    if variant in ("primary", "danger"):
        base = "accent" if variant == "primary" else "danger"
        fill = c((base, f"{base}-hover", f"{base}-press")[step])
        return Look(fill, None, 0, c(f"on-{base}"))
    if variant == "soft":
        fill = c(("accent-soft", "accent-soft-2", "accent-soft-2")[step])
        return Look(fill, c("accent") if step == 2 else None, 2, c("accent-text"))
    if variant == "quiet":
        return Look(c(("sunken", "line", "press")[step]), None, 0, c("text"))
    if variant == "ghost":
        fills = (None, c("sunken"), c("press"))
        return Look(fills[step], None, 0, c("text-2"))
    if variant == "key":
        return Look(c(("surface", "sunken", "press")[step]), c("line"), 1, c("text"))
    return Look(c(("raised", "sunken", "press")[step]), c("line-strong"), 1, c("text"))


def _disabled_look(variant: str) -> Look:
    c = theme.color
    if variant == "ghost":
        return Look(None, None, 0, c("disabled"))
    if variant == "secondary":
        return Look(None, c("line"), 1, c("disabled"))
    bordered = variant in ("primary", "danger", "key")
    return Look(c("sunken"), c("line") if bordered else None, 1, c("disabled"))


def _slab_look(variant: str, state: str) -> Look:
    c = theme.color
    if state == "disabled":
        return Look(c("on-slab", 0.08), c("on-slab", 0.16), 1, c("on-slab-muted", 0.72))
    if variant == "slab-primary":
        tail = {"default": "", "hover": "-hover", "pressed": "-press"}[state]
        return Look(c(f"slab-accent{tail}"), None, 0, c("on-slab-accent"))
    alpha = {"default": 0.08, "hover": 0.14, "pressed": 0.22}[state]
    return Look(c("on-slab", alpha), c("on-slab", 0.18), 1, c("on-slab"))


class Button(PlainButton):
    """A push button; ``v`` is the variant, ``cap`` the key shown on it, ``size`` its height.

    Sizes: compact 40 (back office), control 48, pos 56 (sale path), primary 72. A click never
    takes the keyboard focus away; Tab still reaches the button. ``clicked`` is not sent while
    busy. A locked button stays pressable and shows a lock: the action asks for approval.
    """

    locked_changed = Signal(bool)

    def __init__(
        self,
        text: str = "",
        *,
        v: str = "secondary",
        icon: str = "",
        cap: str = "",
        size: str = "control",
        stacked: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        if v not in VARIANTS:
            raise ValueError(f"no such button variant: {v}")
        self._icon, self._cap, self._size, self._stacked = icon, cap, size, stacked
        self._busy = self._locked = self._left = False
        self._preview = ""
        self.setProperty("v", v)
        self.setText(text)
        self.setAccessibleName(name or text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    # -- setters -------------------------------------------------------------------------
    def variant(self) -> str:
        """The variant in use."""
        return str(self.property("v"))

    def set_variant(self, v: str) -> None:
        """Change the variant."""
        self.setProperty("v", v)
        self._changed()

    def set_label(self, text: str) -> None:
        """Change the text and the accessible name with it."""
        self.setText(text)
        self.setAccessibleName(text)
        self._changed()

    def set_icon(self, icon: str) -> None:
        """Change or remove the icon."""
        self._icon = icon
        self._changed()

    def set_cap(self, cap: str) -> None:
        """Change or remove the key cap."""
        self._cap = cap
        self._changed()

    def cap(self) -> str:
        """The key shown."""
        return self._cap

    def set_stacked(self, stacked: bool) -> None:
        """Put the cap under the label (compact layouts, tenders)."""
        self._stacked = stacked
        self._changed()

    def set_left(self, left: bool) -> None:
        """Set the content to the left edge instead of the middle."""
        self._left = left
        self.update()

    def set_busy(self, busy: bool) -> None:
        """Stay pressed and deaf while the work it started runs."""
        self._busy = busy
        self.update()

    def is_busy(self) -> bool:
        """Whether work started by this button still runs."""
        return self._busy

    def set_locked(self, locked: bool) -> None:
        """Show a lock: pressing asks for somebody with the right."""
        if locked != self._locked:
            self._locked = locked
            self._changed()
            self.locked_changed.emit(locked)

    def is_locked(self) -> bool:
        """Whether the action needs approval."""
        return self._locked

    def preview(self, state: str) -> None:
        """Draw as hover, pressed or focus for a picture of all states."""
        self._preview = state
        self.update()

    def refresh_fonts(self) -> None:
        """Measure again after the text size changed."""
        self._changed()

    def focus_ring_radius(self) -> int:
        """Corner radius the focus ring follows."""
        return tokens.radius("md")

    def focus_ring_color(self) -> str:
        """Colour token of the focus ring."""
        return "slab-focus" if self.variant().startswith("slab") else "focus"

    # -- geometry ------------------------------------------------------------------------
    def label_font(self) -> QFont:
        """The font of the label for this size."""
        if self._size == "primary" and not self._stacked:
            return fonts.role("amount")
        if self.variant().startswith("slab") and self._size == "primary":
            return fonts.role("item")
        if self._cap and not self.variant().startswith("slab"):
            return fonts.sized(14, 500 if self.variant() == "ghost" else 600)
        return fonts.role("bodyStrong")

    def sizeHint(self) -> QSize:
        """Room for icon, label and cap; never less than a thumb needs."""
        height = max(_HEIGHTS[self._size], fonts.scaled(_HEIGHTS[self._size] - 16) + 16)
        width = self._content_width() + 2 * self._padding()
        return QSize(max(width, height if not self._compact_icon() else 40), height)

    def minimumSizeHint(self) -> QSize:
        """The label is never cut."""
        hint = self.sizeHint()
        return QSize(self._content_width() + 2 * min(8, self._padding()), hint.height())

    def _compact_icon(self) -> bool:
        return self._size == "compact"

    def _padding(self) -> int:
        return _PADDING.get(self.variant(), 12 if self._size == "compact" else 16)

    def _icon_px(self) -> int:
        return 24 if self._size == "primary" and not self._stacked and not self.text() else 20

    def _parts(self) -> list[tuple[str, int]]:
        """Kinds and widths of the first row's parts in drawing order."""
        parts: list[tuple[str, int]] = []
        if self._icon:
            parts.append(("icon", self._icon_px()))
        if self.text():
            widths = [fonts.text_width(self.label_font(), row) for row in self._rows()]
            parts.append(("text", max(widths)))
        if self._locked:
            parts.append(("lock", 16))
        if self._cap and not self._stacked:
            parts.append(("cap", paint.cap_size(self._cap).width()))
        return parts

    def _rows(self) -> list[str]:
        return self.text().split("\n")

    def _content_width(self) -> int:
        parts = self._parts()
        width = sum(part[1] for part in parts) + _GAP * max(0, len(parts) - 1)
        if self._stacked and self._cap:
            width = max(width, paint.cap_size(self._cap).width())
        return width

    def _changed(self) -> None:
        self.updateGeometry()
        self.update()

    # -- events --------------------------------------------------------------------------
    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Ignore presses while busy."""
        if self._busy:
            event.accept()
            return
        super().mousePressEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space presses; arrows and Enter go on to the page."""
        if event.key() == Qt.Key.Key_Space and not self._busy:
            super().keyPressEvent(event)
            return
        event.ignore()

    def state(self) -> str:
        """The state drawn now: default, hover, pressed, disabled."""
        if not self.isEnabled():
            return "disabled"
        if self.isDown() or self._busy or self._preview == "pressed":
            return "pressed"
        if self.underMouse() or self._preview == "hover":
            return "hover"
        return "default"

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button."""
        drawn = self._look()
        painter = paint.start(self)
        rect = QRectF(self.rect())
        if drawn.fill is not None or drawn.border is not None:
            width = drawn.border_width
            paint.box(painter, rect, tokens.radius("md"), drawn.fill, drawn.border, width or 1)
        row = rect
        if self._stacked and self._cap:
            row = self._draw_stack(painter, rect)
        self._draw_row(painter, row, drawn)
        painter.end()

    def _look(self) -> Look:
        return look(self.variant(), self.state())

    def _draw_stack(self, painter: QPainter, rect: QRectF) -> QRectF:
        """Draw the cap under the label; returns the place of the label row."""
        size = paint.cap_size(self._cap)
        line = QFontMetrics(self.label_font()).height()
        gap = 6 if rect.height() >= 64 else 2
        top = rect.center().y() - (line + gap + size.height()) / 2
        left = rect.center().x() - size.width() / 2
        place = QRectF(round(left), round(top + line + gap), size.width(), size.height())
        paint.cap(painter, place, self._cap, self._cap_look())
        return QRectF(rect.x(), top, rect.width(), line)

    def _draw_row(self, painter: QPainter, rect: QRectF, drawn: Look) -> None:
        parts = self._fitting(self._parts(), rect.width() - 8)
        width = sum(part[1] for part in parts) + _GAP * max(0, len(parts) - 1)
        x = rect.x() + (self._padding() if self._left else (rect.width() - width) / 2)
        for kind, part_width in parts:
            self._draw_part(painter, kind, QRectF(x, rect.y(), part_width, rect.height()), drawn)
            x += part_width + _GAP

    def _fitting(self, parts: list[tuple[str, int]], room: float) -> list[tuple[str, int]]:
        """With large texts in a narrow place the words stay: picture, then cap give way."""
        for kind in ("icon", "cap"):
            width = sum(part[1] for part in parts) + _GAP * max(0, len(parts) - 1)
            if width > room and self.text():
                parts = [part for part in parts if part[0] != kind]
        return [(kind, min(width, int(room)) if kind == "text" else width) for kind, width in parts]

    def _fitted_font(self, room: float) -> QFont:
        """The label's font, smaller by up to a quarter where the words are wider than ``room``."""
        font = self.label_font()
        widest = max(fonts.text_width(font, row) for row in self._rows())
        if widest > room + 2:
            font = QFont(font)
            least = font.pixelSize() * 3 // 4
            font.setPixelSize(max(least, int(font.pixelSize() * room / widest)))
        return font

    def _draw_part(self, painter: QPainter, kind: str, place: QRectF, drawn: Look) -> None:

        if kind == "icon":
            icons.paint(painter, self._icon, place, drawn.ink)
        elif kind == "lock":
            icons.paint(painter, "lock", place, drawn.ink)
        elif kind == "cap":
            height = paint.cap_size(self._cap).height()
            top = round(place.center().y() - height / 2)
            spot = QRectF(round(place.x()), top, place.width(), height)
            paint.cap(painter, spot, self._cap, self._cap_look())
        else:
            painter.setFont(self._fitted_font(place.width()))
            painter.setPen(drawn.ink)
            wide = place.adjusted(-1, 0, 1, 0)
            painter.drawText(wide, Qt.AlignmentFlag.AlignCenter, self.text())

    def _cap_look(self) -> tuple[QColor, QColor, QColor]:
        ground = {"primary": "accent", "danger": "danger"}.get(self.variant(), "plain")
        if self.variant().startswith("slab"):
            ground = "slab-accent" if self.variant() == "slab-primary" else "slab"
        return paint.cap_look(ground, enabled=self.isEnabled())
