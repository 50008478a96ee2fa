"""Step 4: scanner and printer, tried live side by side."""

from __future__ import annotations

from collections.abc import Callable

from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft
from pos_app.presenters.setup_printer import PrinterTrial
from pos_app.presenters.setup_scanner import ScannerTrial
from pos_app.presenters.setup_state import DevicesPage
from pos_app.presenters.setup_steps import Errors, Shown


class DevicesStep(Shown):
    """See :class:`pos_app.presenters.setup_steps.Step`."""

    def __init__(
        self,
        draft: SetupDraft,
        voice: Voice,
        show: Callable[[], None],
        scanner: ScannerTrial,
        printer: PrinterTrial,
    ) -> None:
        super().__init__(draft, voice, show)
        self.scanner = scanner
        self.printer = printer

    def titles(self) -> tuple[str, str, str]:
        """See Step."""
        t = self.voice.t
        return (
            t._("Check the scanner and the printer"),
            t._("Plug them in and try. No drivers, no settings to learn."),
            t._("You can skip this and come back."),
        )

    def shown(self) -> None:
        """See Step."""
        self.printer.refresh_slip()

    def note(self) -> str:
        """See Step."""
        return self.voice.t._("Test them now")

    def edit(self, key: str, value: str) -> bool:
        """See Step."""
        if key == "scanner_port":
            self.scanner.choose_port(value)
            return False
        changed = self.printer.edit(key, value)
        self.printer.refresh_slip()
        return changed or key.startswith("printer.")

    def press(self, action: str, ref: str) -> None:
        """See Step."""
        self.printer.press(action)

    def errors(self) -> Errors:
        """See Step."""
        return self.printer.errors()

    def page(self, errors: Errors) -> DevicesPage:
        """See Step."""
        return DevicesPage(scanner=self.scanner.card(), printer=self.printer.card(errors))
