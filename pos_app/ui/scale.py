"""How large a logical pixel is: 48 of them are at least nine millimetres."""

from __future__ import annotations

import os
from collections.abc import MutableMapping

STEPS = (100, 125, 150, 175, 200)
_TARGET_MM = 9.0
_TARGET_PX = 48
# Screens that report nonsense (virtual ones, some televisions) lie outside these densities.
_LEAST_PX_PER_MM = 2.0
_MOST_PX_PER_MM = 20.0


def scale_percent(width_px: int, width_mm: float, *, height_px: int = 0) -> int:
    """UI scale in percent for a screen: ``max(1, 9 mm ÷ physical size of 48 px)``, rounded up.

    ``width_px`` are device pixels, ``width_mm`` the reported width; a size that cannot be true
    gives 100. With ``height_px`` the scale never makes the screen lower than 700 logical px.
    """
    if width_px <= 0 or width_mm <= 0:
        return STEPS[0]
    density = width_px / width_mm
    if not _LEAST_PX_PER_MM <= density <= _MOST_PX_PER_MM:
        return STEPS[0]
    wanted = 100 * _TARGET_MM / (_TARGET_PX / density)
    # half a percent is within what screens report wrongly
    fitting = next((step for step in STEPS if step + 0.5 >= wanted), STEPS[-1])
    while fitting > STEPS[0] and height_px and height_px * 100 / fitting < 700:
        fitting = STEPS[STEPS.index(fitting) - 1]
    return fitting


def apply_scale(percent: int, environ: MutableMapping[str, str] | None = None) -> None:
    """Ask Qt for this scale; only before ``QApplication`` exists.

    A factor the person set outside is left alone.
    """
    target = os.environ if environ is None else environ
    if percent != STEPS[0] and "QT_SCALE_FACTOR" not in target:
        target["QT_SCALE_FACTOR"] = f"{percent / 100:g}"


def measure_screen() -> tuple[int, float, int]:
    """Device pixels, millimetres and pixel height of the main screen; needs ``QGuiApplication``.

    The scale belongs to a program not yet started: measure now, keep it in the station's
    settings, apply it at the next start.
    """
    from PySide6.QtGui import QGuiApplication

    screens = QGuiApplication.screens()
    if not screens:
        return (0, 0.0, 0)
    screen = QGuiApplication.primaryScreen()
    ratio = screen.devicePixelRatio()
    size = screen.size()
    return (
        round(size.width() * ratio),
        screen.physicalSize().width(),
        round(size.height() * ratio),
    )
