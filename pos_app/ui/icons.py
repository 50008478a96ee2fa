"""Lucide outlines, tinted at paint time so that a theme switch needs no reloading."""

from __future__ import annotations

from functools import cache, lru_cache

from PySide6.QtCore import QByteArray, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from pos_app.resource_paths import resource


@cache
def _source(name: str) -> str:
    path = resource("icons", f"{name}.svg")
    return path.read_text(encoding="utf-8")


def names() -> tuple[str, ...]:
    """All bundled icon names."""
    return tuple(sorted(path.stem for path in resource("icons").glob("*.svg")))


@lru_cache(maxsize=512)
def _pixmap(name: str, px: int, rgba: str, ratio: float) -> QPixmap:
    opaque, alpha = QColor(rgba).name(), QColor(rgba).alphaF()
    renderer = QSvgRenderer(QByteArray(_source(name).replace("currentColor", opaque).encode()))
    device = max(1, round(px * ratio))
    pixmap = QPixmap(device, device)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setOpacity(alpha)
    renderer.render(painter, QRectF(0, 0, device, device))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


def pixmap(name: str, px: int, color: QColor, ratio: float | None = None) -> QPixmap:
    """The icon at ``px`` logical pixels in ``color``; ``OSError`` for an unknown name."""
    if ratio is None:
        screen = QGuiApplication.primaryScreen()
        ratio = screen.devicePixelRatio() if screen else 1.0
    return _pixmap(name, px, color.name(QColor.NameFormat.HexArgb), ratio)


def paint(painter: QPainter, name: str, rect: QRectF, color: QColor) -> None:
    """Draw the icon centred in ``rect``; its size is the smaller side of ``rect``."""
    px = int(min(rect.width(), rect.height()))
    ratio = painter.device().devicePixelRatioF()
    image = pixmap(name, px, color, ratio)
    left = round(rect.x() + (rect.width() - px) / 2)
    top = round(rect.y() + (rect.height() - px) / 2)
    painter.drawPixmap(QPointF(left, top), image)


def icon(name: str, color: QColor, px: int = 20) -> QIcon:
    """A ``QIcon`` for menus; tinted now, so ask again after a theme switch."""
    made = QIcon()
    for ratio in (1.0, 2.0):
        made.addPixmap(_pixmap(name, px, color.name(QColor.NameFormat.HexArgb), ratio))
    return made


def icon_size(px: int = 20) -> QSize:
    """A square icon size in logical px."""
    return QSize(px, px)
