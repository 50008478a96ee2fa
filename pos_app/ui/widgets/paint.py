"""Small drawing helpers shared by the widgets that paint themselves."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPaintDevice, QPainter, QPen, QPixmap

from pos_app.ui import fonts, icons, theme, tokens

CAP_HEIGHT = 22
CAP_PADDING = 7
_CENTER = Qt.AlignmentFlag.AlignCenter


def start(device: QPaintDevice) -> QPainter:
    """A painter with smooth edges."""
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    return painter


def box(
    painter: QPainter,
    rect: QRectF,
    radius: float,
    fill: QColor | None = None,
    border: QColor | None = None,
    width: float = 1.0,
) -> None:
    """A rounded box whose border lies inside ``rect``."""
    painter.setBrush(fill if fill is not None else Qt.BrushStyle.NoBrush)
    if border is None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, radius, radius)
        return
    painter.setPen(QPen(border, width))
    half = width / 2
    inner = rect.adjusted(half, half, -half, -half)
    painter.drawRoundedRect(inner, max(0.0, radius - half), max(0.0, radius - half))


def cap_size(text: str) -> QSize:
    """Size of a key cap with this text."""
    height = fonts.scaled(CAP_HEIGHT)
    width = fonts.text_width(cap_font(), text) + 2 * CAP_PADDING
    return QSize(max(height, width), height)


def cap_font() -> QFont:
    """The font of key caps."""
    return fonts.sized(12, 600)


def cap(painter: QPainter, rect: QRectF, text: str, look: tuple[QColor, QColor, QColor]) -> None:
    """A key cap; ``look`` is fill, border and text colour."""
    fill, border, ink = look
    box(painter, rect, tokens.radius("xs"), fill, border)
    painter.setFont(cap_font())
    painter.setPen(ink)
    painter.drawText(rect, _CENTER, text)


def cap_look(on: str, *, enabled: bool = True) -> tuple[QColor, QColor, QColor]:
    """Cap colours on a ground: ``plain``, ``accent``, ``danger``, ``slab`` or ``slab-accent``."""
    if on in ("accent", "danger", "slab-accent") and enabled:
        ink = theme.color(f"on-{on}")
        return theme.color(f"on-{on}", 0.14), theme.color(f"on-{on}", 0.26), ink
    if on in ("slab", "slab-accent"):
        ink = theme.color("on-slab-muted")
        return theme.color("on-slab", 0.10), theme.color("on-slab", 0.20), ink
    ink = theme.color("text-2" if enabled else "disabled")
    return theme.color("sunken"), theme.color("line"), ink


def text(
    painter: QPainter,
    rect: QRectF,
    value: str,
    role: str,
    color: QColor,
    align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    elide: Qt.TextElideMode | None = Qt.TextElideMode.ElideRight,
) -> None:
    """One line of plain text in a role, elided when it does not fit."""
    font = fonts.role(role)
    painter.setFont(font)
    painter.setPen(color)
    if elide is not None:
        value = painter.fontMetrics().elidedText(value, elide, int(rect.width()) + 1)
    painter.drawText(rect, int(align) | int(Qt.TextFlag.TextSingleLine), value)


def badge_size(value: str) -> QSize:
    """Size of a badge with this text."""
    font = badge_font()
    return QSize(fonts.text_width(font, value) + 16, fonts.scaled(24))


def badge_font() -> QFont:
    """The font of badges."""
    return fonts.sized(13, 600)


def badge(painter: QPainter, rect: QRectF, value: str, tone: str) -> None:
    """A badge in a tone: accent, solid, neutral, warn, danger or outline."""
    fill, border, ink = badge_look(tone)
    box(painter, rect, tokens.radius("sm"), fill, border)
    painter.setFont(badge_font())
    painter.setPen(ink)
    painter.drawText(rect, _CENTER, value)


def badge_look(tone: str) -> tuple[QColor, QColor | None, QColor]:
    """Fill, border and text colour of a badge tone."""
    table = {
        "accent": ("accent-soft", None, "accent-text"),
        "solid": ("accent", None, "on-accent"),
        "neutral": ("sunken", None, "text-2"),
        "warn": ("warn-soft", None, "warn-text"),
        "danger": ("danger-soft", None, "danger-text"),
        "outline": ("surface", "line", "text-2"),
    }
    fill, border, ink = table[tone]
    return theme.color(fill), theme.color(border) if border else None, theme.color(ink)


def tile(painter: QPainter, rect: QRectF, icon: str, tone: str, icon_px: int = 24) -> None:
    """A rounded tile with an icon: tone accent, solid, neutral or warn."""
    fill, _, ink = badge_look(tone)
    box(painter, rect, tokens.radius("md"), fill)
    inset = (rect.width() - icon_px) / 2
    icons.paint(painter, icon, rect.adjusted(inset, inset, -inset, -inset), ink)


@lru_cache(maxsize=16)
def _shadow_tile(level: int, radius: int, ratio: float, theme_name: str) -> tuple[QPixmap, int]:
    values = tokens.elevation(level)
    spread = values.blur
    side = 2 * (spread + radius) + 2
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    strength = values.alpha * (0.25 if theme_name == "dark" else 1.0)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setPen(Qt.PenStyle.NoPen)
    base = QRectF(spread, spread, side - 2 * spread, side - 2 * spread)
    for step in range(spread + 1):
        share = step / spread
        painter.setBrush(theme.color("shadow", strength * share * share * 0.999))
        grow = spread - step
        rect = base.adjusted(-grow, -grow, grow, grow)
        painter.drawRoundedRect(rect, radius + grow, radius + grow)
    painter.end()
    return pixmap, spread


def shadow(painter: QPainter, rect: QRectF, radius: int, level: int) -> None:
    """The soft shadow under ``rect``, stretched from a cached tile of nine parts."""
    ratio = painter.device().devicePixelRatioF()
    pixmap, spread = _shadow_tile(level, radius, ratio, theme.current())
    corner = spread + radius
    drop = tokens.elevation(level).y
    outer = rect.adjusted(-spread, -spread + drop, spread, spread + drop)
    side = pixmap.width() / ratio
    middle = side - 2 * corner
    wide, tall = outer.width() - 2 * corner, outer.height() - 2 * corner
    xs = (
        (outer.left(), corner),
        (outer.left() + corner, wide),
        (outer.left() + corner + wide, corner),
    )
    ys = (
        (outer.top(), corner),
        (outer.top() + corner, tall),
        (outer.top() + corner + tall, corner),
    )
    sources = ((0.0, corner), (float(corner), middle), (side - corner, corner))
    for row, (top, height) in enumerate(ys):
        for column, (left, width) in enumerate(xs):
            (source_x, source_w), (source_y, source_h) = sources[column], sources[row]
            source = QRectF(source_x * ratio, source_y * ratio, source_w * ratio, source_h * ratio)
            painter.drawPixmap(QRectF(left, top, width, height), pixmap, source)


def point(x: float, y: float) -> QPointF:
    """A point; saves an import where only one is needed."""
    return QPointF(x, y)
