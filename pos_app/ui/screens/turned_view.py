"""A questionnaire on a screen turned to the customer: nothing else to see, no way out by keys."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from pos_app.i18n import Translator
from pos_app.presenters.fill_state import FillState
from pos_app.ui.page import LayoutClass
from pos_app.ui.screens.fill_view import FillView

IDLE_MS = 60_000
"""Nobody answered for so long: back to the beginning for whoever comes next."""

_MEANT = (*"0123456789", "Enter", "Backspace")


class TurnedView(FillView):
    """The same questions, larger, over the whole window; ``staff_wanted()`` leads out by a PIN."""

    page_name = "questionnaire_turned"
    big = True

    staff_wanted = Signal()
    idle = Signal()

    def __init__(self, t: Translator, parent: QWidget | None = None) -> None:
        super().__init__(t, parent)
        self._quiet = QTimer(self)
        self._quiet.setSingleShot(True)
        self._quiet.setInterval(IDLE_MS)
        self._quiet.timeout.connect(self.idle)
        self.side.hide()
        self.leave.set_cap("")
        self.leave.set_icon("lock")
        self.leave.set_label(t._("Staff"))
        self.left.connect(self.staff_wanted)

    def on_shown(self) -> None:
        """Begin to wait."""
        self._quiet.start()

    def on_hidden(self) -> None:
        """Nobody is waited for any more."""
        self._quiet.stop()
        super().on_hidden()

    def on_scan(self, text: str, source: str) -> bool:
        """Scans are kept away: the sale is not the customer's to change."""
        return True

    def on_key(self, key: str) -> bool:
        """Answers only; every other key ends here."""
        if key in _MEANT:
            super().on_key(key)
        return True

    def set_layout_class(self, layout: LayoutClass) -> None:
        """The window is all for the question."""

    def render(self, state: FillState) -> None:  # type: ignore[override]
        """Show a state; every gesture is a sign of life."""
        super().render(state)
        self.next.setVisible(not state.thanks)
        self.leave.set_label(self._t._("Staff"))
        if self.isVisible():
            self._quiet.start()
