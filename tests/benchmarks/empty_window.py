"""The least a window can be: what starting the program is measured against, as it is and frozen."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from PySide6.QtCore import QTimer
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget


class Empty(QWidget):
    """Notes the moment of its first paint and ends the application."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Nothing is drawn."""
        super().paintEvent(event)
        QTimer.singleShot(0, painted)


def painted() -> None:
    """Nanoseconds of the monotonic clock into the file the measurement named."""
    note = os.environ.get("POS_APP_FIRST_PAINT", "")
    if note:
        Path(note).write_text(str(time.monotonic_ns()), encoding="ascii")
        QApplication.quit()


def main() -> int:
    """Show it."""
    app = QApplication([sys.argv[0]])
    window = Empty()
    window.resize(1366, 768)
    window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
