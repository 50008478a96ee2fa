"""The "…" and cashier menus: words with icons and caps, chosen by tap, arrows or digits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from pos_app.ui import fonts, icons, theme


@dataclass(frozen=True, slots=True, kw_only=True)
class MenuEntry:
    """One entry: key, words, icon, and the key that does the same; ``divider`` a line above."""

    key: str
    text: str
    icon: str = ""
    cap: str = ""
    enabled: bool = True
    divider: bool = False


class PopupMenu(QMenu):
    """A menu over an anchor; ``chosen(str)`` carries the entry's key, nothing on Esc."""

    chosen = Signal(str)

    def __init__(self, entries: Sequence[MenuEntry], parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(fonts.role("body"))
        self.aboutToHide.connect(self.deleteLater)
        for entry in entries:
            if entry.divider:
                self.addSeparator()
            words = entry.text.replace("&", "&&")
            if entry.cap:
                words += f"\t{entry.cap}"
            action = self.addAction(words)
            if entry.icon:
                token = "text-2" if entry.enabled else "disabled"
                action.setIcon(icons.icon(entry.icon, theme.color(token)))
            action.setEnabled(entry.enabled)
            action.triggered.connect(lambda _=False, key=entry.key: self.chosen.emit(key))

    def open_under(self, anchor: QWidget) -> None:
        """Open below the anchor, its right edges together."""
        corner = anchor.mapToGlobal(
            QPoint(anchor.width() - self.sizeHint().width(), anchor.height())
        )
        self.popup(corner + QPoint(0, 4))
