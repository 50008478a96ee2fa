"""The printer a station's settings ask for."""

from __future__ import annotations

from pathlib import Path

from pos_app.adapters.printing.device import device_opener
from pos_app.adapters.printing.escpos import EscPosPrinter, Rasterise
from pos_app.adapters.printing.link import Line
from pos_app.adapters.printing.nothing import NoPrinter
from pos_app.adapters.printing.pdf_folder import PdfFolder
from pos_app.adapters.printing.tcp import tcp_opener
from pos_app.domain.errors import PosError
from pos_app.services.documents import PrinterPort
from pos_app.services.station import PrinterSettings

_BITS_A_BYTE = 10


def make_printer(settings: PrinterSettings, rasterise: Rasterise) -> PrinterPort:
    """The printer of ``settings``; an unfinished choice (no host, no device) counts as none.

    The kind ``system`` needs Qt and is made by the caller: raises ``PosError("printer_kind")``.
    """
    kind = settings.kind
    if kind == "tcp" and settings.host:
        line = Line(tcp_opener(settings.host, settings.port))
        return _escpos(settings, f"{settings.host}:{settings.port}", line, rasterise, speaks=True)
    if kind == "device" and settings.device:
        line = Line(device_opener(settings.device))
        return _escpos(settings, settings.device, line, rasterise)
    if kind == "serial" and settings.device:
        line = Line(device_opener(settings.device, baud=settings.baud))
        speed = settings.baud // _BITS_A_BYTE
        return _escpos(settings, settings.device, line, rasterise, speed)
    if kind == "folder" and settings.folder:
        return PdfFolder(Path(settings.folder).expanduser())
    if kind == "system":
        raise PosError("printer_kind", kind=kind)
    return NoPrinter()


def _escpos(
    settings: PrinterSettings,
    name: str,
    line: Line,
    rasterise: Rasterise,
    speed: int | None = None,
    *,
    speaks: bool = False,
) -> EscPosPrinter:
    return EscPosPrinter(
        name,
        line,
        rasterise,
        cutter=settings.cutter,
        drawer=settings.drawer,
        speaks=speaks,
        bytes_per_second=speed,
    )
