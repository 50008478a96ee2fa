"""The profile of a person on a page of its own."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from pos_app.i18n import Translator
from pos_app.ui.page import Page
from pos_app.ui.screens.profile_view import ProfileView
from pos_app.ui.widgets.button import Button
from pos_app.ui.widgets.layout import bare_column, bare_row


class ProfilePage(Page):
    """Holds a :class:`ProfileView`; Esc goes back to where it came from."""

    page_name = "profile"

    left = Signal()
    shown = Signal()
    hidden = Signal()
    unused = Signal(str)

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        column = bare_column(8)
        column.setContentsMargins(*self.margins())
        row = bare_row(0)
        self._back = Button(t._("Back"), v="ghost", icon="arrow-left", cap="Esc")
        row.addWidget(self._back)
        row.addStretch(1)
        self.profile = ProfileView(t)
        column.addLayout(row)
        column.addWidget(self.profile, 1)
        self.setLayout(column)
        self._back.clicked.connect(self.left)
        self.bind("Esc", self.left.emit)
        self.bind_button(self.profile.head.put)

    def keys(self) -> tuple[str, ...]:
        """Also those of the profile."""
        return (*super().keys(), *self.profile.keys())

    def on_key(self, key: str) -> bool:
        """The profile first."""
        return self.profile.on_key(key) or super().on_key(key)

    def on_scan(self, text: str, source: str) -> bool:
        """A code for the form that is open; others belong to the sale."""
        if not self.profile.on_scan(text):
            self.unused.emit(text)
        return True

    def on_shown(self) -> None:
        """Read again."""
        self.shown.emit()

    def on_hidden(self) -> None:
        """Contacts are covered again."""
        self.hidden.emit()
