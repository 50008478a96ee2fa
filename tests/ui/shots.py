"""Pictures of widgets for eyes: ``grab(widget, path)`` after the layout has settled."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import theme

GALLERY = Path(__file__).resolve().parents[2] / "build" / "gallery"


def settle(widget: QWidget) -> None:
    """Let layouts, polish and deferred deletions happen."""
    widget.ensurePolished()
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        QApplication.processEvents()


def grab(
    widget: QWidget, path: str | Path, *, size: tuple[int, int] | None = None, name: str = ""
) -> QPixmap:
    """Save a PNG of the widget; a relative path goes to build/gallery. ``name`` sets the theme."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    if name in theme.NAMES:
        theme.apply(app, name)  # type: ignore[arg-type]
    if size is not None:
        widget.resize(QSize(*size))
    widget.show()
    settle(widget)
    picture = widget.grab()
    target = GALLERY / path
    target.parent.mkdir(parents=True, exist_ok=True)
    if not picture.save(str(target)):
        raise OSError(f"cannot write {target}")
    return picture
