"""Printers and the serial scanner of this computer, as the settings page tries and uses them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from PySide6.QtCore import QObject

from pos_app.adapters.printing.factory import make_printer
from pos_app.bootstrap.shop import Shop
from pos_app.services.documents import JobKind, Paper, PrinterPort, PrinterStatus, Slip, to_show
from pos_app.services.station import PrinterSettings, ScannerPortSettings
from pos_app.ui.scan_router import ScanRouter
from pos_app.ui.scan_serial import SerialScanner, port_names


class StationPrinters:
    """See :class:`pos_app.presenters.settings_printer.PrinterDesk`."""

    def __init__(self, shop: Shop) -> None:
        self._shop = shop

    def system_printers(self) -> Sequence[str]:
        """Names the system knows."""
        from pos_app.ui.system_printer import system_printers

        return system_printers()

    def serial_ports(self) -> Sequence[str]:
        """Ports this computer has."""
        return port_names()

    def print_test(self, printer: PrinterSettings, language: str) -> None:
        """Print the test slip past the queue, which may be waiting for this very printer."""
        paper = Paper(printer.paper)
        job = to_show(JobKind.TEST, "", language=language)
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        pdf = self._shop.drawer.pdf(job, paper)
        self._port(printer).send(Slip(name=f"test-{stamp}", pdf=pdf, paper=paper))

    def send(self, printer: PrinterSettings, name: str, pdf: bytes, paper: Paper) -> None:
        """Print pages that are drawn already, past the queue."""
        self._port(printer).send(Slip(name=name, pdf=pdf, paper=paper))

    def kick(self, printer: PrinterSettings) -> None:
        """Open the drawer."""
        self._port(printer).open_drawer()

    def status(self, printer: PrinterSettings) -> PrinterStatus:
        """How the printer is."""
        return self._port(printer).status()

    def _port(self, printer: PrinterSettings) -> PrinterPort:
        if printer.kind == "system":
            from pos_app.ui.system_printer import SystemPrinter

            return SystemPrinter(printer.name)
        return make_printer(printer, self._shop.drawer.bitmaps)


class StationScanner:
    """The serial scanner the station names, if any; ``told`` hears whether it is there."""

    def __init__(
        self, router: ScanRouter, told: Callable[[bool], None], parent: QObject | None = None
    ) -> None:
        self._router, self._told, self._parent = router, told, parent
        self._scanner: SerialScanner | None = None
        self._uses = ("", 0)

    def use(self, settings: ScannerPortSettings) -> None:
        """Listen to this port from now on; the same one again changes nothing."""
        wanted = (settings.device, settings.baud)
        if wanted == self._uses:
            return
        self.stop()
        self._uses = wanted
        if settings.device:
            made = SerialScanner(
                self._router, settings.device, baud=settings.baud, parent=self._parent
            )
            made.state_changed.connect(lambda ready: self._told(bool(ready)))
            self._scanner = made
            self._told(made.start())
        else:
            self._told(True)

    def stop(self) -> None:
        """Close the port."""
        self._uses = ("", 0)
        if self._scanner is not None:
            scanner, self._scanner = self._scanner, None
            scanner.state_changed.disconnect()
            scanner.stop()
            scanner.deleteLater()
