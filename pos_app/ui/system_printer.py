"""Any printer the operating system knows, through Qt: the PDF drawn page by page at its resolution.

Used from the spooler's thread; nothing here touches a widget.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QRect, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import DeliveryUnknown, Paper, PrinterStatus, Slip

_POINTS_PER_INCH = 72
_COARSE = 300
"""Dots per inch up to which soft edges would be dithered by the driver: made black or white here.
"""
_FINEST = 600
"""Dots per inch beyond which a receipt gains nothing but memory."""


def system_printers() -> list[str]:
    """Names of the printers the system offers, its own choice first."""
    names = list(QPrinterInfo.availablePrinterNames())
    own = QPrinterInfo.defaultPrinterName()
    return sorted(names, key=lambda name: (name != own, name.casefold()))


class SystemPrinter:
    """:class:`~pos_app.services.documents.PrinterPort` over QtPdf and QPrinter.

    ``name`` "" takes the system's default printer; ``output`` prints into a PDF file instead. The
    system tells nothing about paper, so a slip handed to it counts as printed.
    """

    def __init__(self, name: str = "", *, output: Path | None = None) -> None:
        self.name = name
        self._output = output

    def send(self, slip: Slip) -> None:
        """Hand the slip to the system; raises ``printer_missing`` or ``printer_offline``."""
        content = QByteArray(slip.pdf)
        buffer = QBuffer(content)
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        document = QPdfDocument()
        try:
            document.load(buffer)
            if document.status() != QPdfDocument.Status.Ready or document.pageCount() < 1:
                raise EnvironmentProblem("slip_unreadable")
            self._print(document, slip)
        finally:
            document.close()
            buffer.close()

    def open_drawer(self) -> None:
        """The system's printer drivers know no drawer."""

    def status(self) -> PrinterStatus:
        """Whether the system still has the printer."""
        return PrinterStatus(online=self._exists(), answered=False)

    def abort(self) -> None:
        """The system's queue takes a slip at once; there is nothing to break off."""

    def _exists(self) -> bool:
        if self._output is not None:
            return True
        if not self.name:
            return bool(QPrinterInfo.defaultPrinterName())
        return not QPrinterInfo.printerInfo(self.name).isNull()

    def _print(self, document: QPdfDocument, slip: Slip) -> None:
        if not self._exists():
            raise EnvironmentProblem("printer_missing", place=self.name)
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        if self._output is not None:
            printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
            printer.setOutputFileName(str(self._output))
        elif self.name:
            printer.setPrinterName(self.name)
        printer.setDocName(slip.name)
        printer.setFullPage(True)
        _set_page(printer, slip.paper, document.pagePointSize(0))
        painter = QPainter()
        if not painter.begin(printer):
            raise EnvironmentProblem("printer_offline", place=self.name)
        try:
            _paint_all(painter, printer, document, slip.paper)
        finally:
            painter.end()


def _set_page(printer: QPrinter, paper: Paper, size: QSizeF) -> None:
    if paper.is_roll:
        page = QPageSize(size, QPageSize.Unit.Point, "slip", QPageSize.SizeMatchPolicy.ExactMatch)
    else:
        page = QPageSize(QPageSize.PageSizeId.A4)
    printer.setPageSize(page)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def _paint_all(painter: QPainter, printer: QPrinter, document: QPdfDocument, paper: Paper) -> None:
    for number in range(document.pageCount()):
        size = document.pagePointSize(number)
        if number:
            if paper.is_roll:
                _set_page(printer, paper, size)
            if not printer.newPage():
                raise DeliveryUnknown("print_interrupted")
        _paint(painter, printer.resolution(), document, number, size)


def _paint(
    painter: QPainter, resolution: int, document: QPdfDocument, number: int, size: QSizeF
) -> None:
    """One page as a picture, at the printer's resolution where that is reasonable."""
    dpi = min(resolution, _FINEST)
    wanted = (size * (dpi / _POINTS_PER_INCH)).toSize()
    picture = document.render(number, wanted)
    if picture.isNull():
        raise EnvironmentProblem("slip_unreadable")
    opaque = QImage(picture.size(), QImage.Format.Format_RGB32)
    opaque.fill(Qt.GlobalColor.white)
    layer = QPainter(opaque)
    layer.drawImage(0, 0, picture)
    layer.end()
    if dpi <= _COARSE:
        opaque = opaque.convertToFormat(
            QImage.Format.Format_Mono, Qt.ImageConversionFlag.ThresholdDither
        )
    target = QRect(QPoint(0, 0), (size * (resolution / _POINTS_PER_INCH)).toSize())
    painter.drawImage(target, opaque)
