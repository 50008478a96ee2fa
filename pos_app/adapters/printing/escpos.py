"""Receipt printers that speak ESC/POS, over a network, a serial line or a device file."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Final

from pos_app.adapters.printing import commands
from pos_app.adapters.printing.link import Aborted, Broken, Line, Link
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import Bitmap, DeliveryUnknown, Paper, PrinterStatus, Slip

Rasterise = Callable[[bytes, Paper], Sequence[Bitmap]]

ANSWER_WAIT: Final = 0.5
"""Seconds a printer gets to say how it is; real ones answer within milliseconds."""


class EscPosPrinter:
    """:class:`~pos_app.services.documents.PrinterPort` for thermal printers.

    Before a slip the printer is asked how it is; after it, an in-order acknowledgement proves that
    the paper is out. A printer that used to answer and is silent now hangs, and gets nothing. One
    that never spoke gets the slip: on a ``speaks`` line (a network) that leaves the slip unknown,
    on others (a cable that may have no way back) it counts as printed. ``bytes_per_second`` (None:
    fast) makes slow lines wait longer.
    """

    def __init__(
        self,
        name: str,
        line: Line,
        rasterise: Rasterise,
        *,
        cutter: bool = True,
        drawer: bool = True,
        speaks: bool = False,
        bytes_per_second: int | None = None,
        answer_wait: float = ANSWER_WAIT,
    ) -> None:
        self.name = name
        self._line = line
        self._rasterise = rasterise
        self._cutter = cutter
        self._drawer = drawer
        self._speed = bytes_per_second
        self._answer_wait = answer_wait
        self._speaks = speaks
        self._has_spoken = False
        self._acknowledges = True

    def send(self, slip: Slip) -> None:
        """Print a slip whole; see :meth:`PrinterPort.send` for what is raised."""
        data = self._job(slip)
        kick = slip.open_drawer and self._drawer
        link = self._line.open(len(data) / self._speed if self._speed else 0.0)
        try:
            answers = self._ready(link, kick=kick)
            before = link.sent
            try:
                link.write((commands.DRAWER if kick else b"") + data)
                link.drain()
            except (Broken, Aborted) as error:
                raise _problem(error, begun=link.sent > before) from error
            if answers or self._speaks:
                self._confirm(link, answers=answers)
        finally:
            link.close()

    def open_drawer(self) -> None:
        """Kick the drawer, whatever the paper does."""
        if not self._drawer:
            return
        link = self._line.open()
        try:
            status = self._ask(link)
            now = status is not None and not status.ready
            link.write(commands.DRAWER_NOW if now else commands.DRAWER)
            link.drain()
        except (Broken, Aborted) as error:
            raise _problem(error, begun=False) from error
        finally:
            link.close()

    def status(self) -> PrinterStatus:
        """Ask the printer; never raises."""
        try:
            link = self._line.open()
        except EnvironmentProblem:
            return PrinterStatus(online=False, answered=False)
        try:
            return self._ask(link) or PrinterStatus(online=True, answered=False)
        except (Broken, Aborted):
            return PrinterStatus(online=False, answered=False)
        finally:
            link.close()

    def abort(self) -> None:
        """Break off what is going on."""
        self._line.abort()

    def _job(self, slip: Slip) -> bytes:
        parts = [commands.RESET]
        for bitmap in self._rasterise(slip.pdf, slip.paper):
            parts.extend(commands.raster(bitmap))
        if slip.cut and self._cutter:
            parts.append(commands.CUT)
        else:
            parts.append(commands.feed(6))
        return b"".join(parts)

    def _ready(self, link: Link, *, kick: bool) -> bool:
        """Whether the printer answers; raises when it says that nothing would come out."""
        try:
            status = self._ask(link)
            if status is None:
                if self._has_spoken:
                    raise EnvironmentProblem("printer_timeout")
                return False
            if status.ready:
                return True
            if kick:
                link.write(commands.DRAWER_NOW)
        except (Broken, Aborted) as error:
            raise _problem(error, begun=False) from error
        raise EnvironmentProblem(_trouble(status))

    def _ask(self, link: Link) -> PrinterStatus | None:
        if not link.two_way:
            return None
        printer = self._answer(link, commands.ASK_PRINTER)
        if printer is None:
            return None
        self._has_spoken = True
        return commands.read_status(
            printer,
            self._answer(link, commands.ASK_OFFLINE),
            self._answer(link, commands.ASK_PAPER),
        )

    def _answer(self, link: Link, question: bytes) -> int | None:
        link.write(question)
        until = time.monotonic() + self._answer_wait
        while (left := until - time.monotonic()) > 0:
            for byte in link.read(left):
                if commands.is_status(byte):
                    return byte
        return None

    def _confirm(self, link: Link, *, answers: bool) -> None:
        """Wait until the printer has got to the end of the slip."""
        try:
            if self._acknowledges and self._acknowledged(link, patient=answers):
                return
            status = self._ask(link)
        except (Broken, Aborted) as error:
            raise DeliveryUnknown("print_unconfirmed", reason=str(error)) from error
        if status is None:
            raise DeliveryUnknown("print_unconfirmed")
        if not status.ready:
            raise DeliveryUnknown(_trouble(status))
        self._acknowledges = False

    def _acknowledged(self, link: Link, *, patient: bool) -> bool:
        link.write(commands.ACKNOWLEDGE)
        until = link.deadline - self._answer_wait * 3  # time kept back to ask what is wrong
        if not patient:
            until = min(until, time.monotonic() + self._answer_wait)
        while (left := until - time.monotonic()) > 0:
            for byte in link.read(left):
                if not commands.is_status(byte):
                    if commands.paper_gone(byte):
                        raise DeliveryUnknown("printer_paper_out")
                    return True
        return False


def _trouble(status: PrinterStatus) -> str:
    if status.cover_open:
        return "printer_cover_open"
    return "printer_paper_out" if status.paper_out else "printer_offline"


def _problem(error: Broken | Aborted, *, begun: bool) -> EnvironmentProblem:
    if begun:
        return DeliveryUnknown("print_interrupted", reason=str(error))
    if isinstance(error, Aborted):
        return EnvironmentProblem("print_aborted")
    code = "printer_timeout" if error.late else "printer_offline"
    return EnvironmentProblem(code, reason=str(error))
