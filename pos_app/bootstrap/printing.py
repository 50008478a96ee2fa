"""The printer of this station, the worker that feeds it, and pictures of slips for the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal

from pos_app.adapters.printing.factory import make_printer
from pos_app.adapters.printing.spooler import Spooler
from pos_app.bootstrap.shop import Shop
from pos_app.domain.errors import CodedError
from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services import snapshots
from pos_app.services.documents import (
    Paper,
    PrinterPort,
    PrintEvent,
    PrintEventKind,
    StoredPrintQueue,
)
from pos_app.services.records import PrintJobRow


class PrintNews(QObject):
    """Carries the spooler's news to the window's thread."""

    told = Signal(object)


class Printing:
    """Queue, worker, printer. ``on_state(problem_code, exists)`` comes on the window's thread."""

    def __init__(self, shop: Shop, on_state: Callable[[str, bool], None]) -> None:
        self._shop = shop
        self._on_state = on_state
        self._news = PrintNews()
        self._news.told.connect(self._told, Qt.ConnectionType.QueuedConnection)
        self.queue = StoredPrintQueue(shop.store.uow)
        self._exists = True
        self._stopped = False
        self._spooler = Spooler(
            self.queue,
            shop.drawer,
            self._printer(),
            self.paper,
            shop.world.clock,
            self._news.told.emit,
            on_exit=shop.store.release_thread,
        )
        self._unlisten = shop.hub.listen(self._heard)

    @property
    def paper(self) -> Paper:
        """The paper set for this station."""
        return Paper(self._shop.station.current.printer.paper)

    @property
    def exists(self) -> bool:
        """Whether a printer is set up at all."""
        return self._exists

    def start(self) -> None:
        """Begin to print what is queued."""
        self._spooler.start()
        self._on_state("", self._exists)

    def stop(self) -> None:
        """Break off; what was not begun stays queued."""
        self._unlisten()
        self._stopped = True
        self._spooler.stop()

    def wake(self) -> None:
        """Something was queued."""
        self._spooler.wake()

    def again(self) -> None:
        """Queue what surely was not printed once more, and begin."""
        with self._shop.store.uow() as uow:
            failed = tuple(uow.print_jobs.in_state("failed"))
        for job in failed:
            self.queue.again(job.kind, job.ref, self._shop.world.clock.now())
        self.wake()

    def use_settings(self) -> None:
        """The station's printer was changed."""
        self._spooler.use(self._printer(), self.paper)
        self._on_state("", self._exists)

    def _printer(self) -> PrinterPort:
        settings = self._shop.station.current.printer
        self._exists = settings.kind != "none"
        if settings.kind == "system":
            from pos_app.ui.system_printer import SystemPrinter

            return SystemPrinter(settings.name)
        return make_printer(settings, self._shop.drawer.bitmaps)

    def _heard(self, topic: str, ref: str) -> None:
        if topic == "print":
            self.wake()

    def _told(self, news: PrintEvent) -> None:
        if self._stopped:
            return  # queued before the end; the window it was meant for is gone
        if news.kind in (PrintEventKind.TROUBLE, PrintEventKind.UNSURE):
            self._on_state(news.error or "printer_offline", self._exists)
        else:
            self._on_state("", self._exists)
        self._shop.hub.changed("printed", news.job.ref)


class Pictures:
    """Slips as PNG, drawn behind the screen from what was saved."""

    def __init__(self, shop: Shop, tasks: TaskPort) -> None:
        self._shop = shop
        self._tasks = tasks

    def draw(self, receipt: ReceiptSnapshot, done: Callable[[bytes], None]) -> None:
        """The slip of a receipt at hand; b"" when it cannot be drawn."""
        self._run(lambda: receipt, done)

    def receipt(self, uuid: str, on_png: Callable[[bytes], None]) -> None:
        """The slip of a saved receipt."""
        self._run(lambda: self._shop.receipts.read(uuid), on_png)

    def _run(self, read: Callable[[], ReceiptSnapshot], done: Callable[[bytes], None]) -> None:
        paper = Paper(self._shop.station.current.printer.paper)

        def job(_control: TaskControl) -> bytes:
            receipt = read()
            row = PrintJobRow(
                uuid="",
                kind="receipt",
                ref="",
                payload=snapshots.dump(receipt),
                created_at=self._shop.world.clock.now(),
            )
            pages = self._shop.drawer.preview(row, Paper.ROLL_80 if not paper.is_roll else paper)
            return pages[0] if pages else b""

        def failed(error: Exception) -> None:
            if not isinstance(error, CodedError):
                raise error
            done(b"")

        self._tasks.run(job, done, failed)
