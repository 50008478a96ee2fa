"""A station without a printer."""

from __future__ import annotations

from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import NO_PRINTER, PrinterStatus, Slip


class NoPrinter:
    """:class:`~pos_app.services.documents.PrinterPort` that says there is none.

    A slip sent here stays *failed*, so that nobody believes it was printed; it can be queued again
    when a printer has been set up.
    """

    name = "none"

    def send(self, slip: Slip) -> None:
        """Raises ``printer_none``."""
        raise EnvironmentProblem(NO_PRINTER)

    def open_drawer(self) -> None:
        """There is no drawer either; the cashier has the key."""

    def status(self) -> PrinterStatus:
        """Never online."""
        return PrinterStatus(online=False, answered=False)

    def abort(self) -> None:
        """Nothing to break off."""
