"""Device files, serial lines, the PDF folder, and the choice among them."""

from __future__ import annotations

import errno
import os
import pty
import threading
import time
import tty
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.documents import rasterise, render_coupon
from pos_app.adapters.printing import make_printer
from pos_app.adapters.printing.device import device_opener
from pos_app.adapters.printing.escpos import EscPosPrinter
from pos_app.adapters.printing.link import Line
from pos_app.adapters.printing.nothing import NoPrinter
from pos_app.adapters.printing.pdf_folder import PdfFolder, safe_name
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.services.documents import DeliveryUnknown, Paper, Slip
from pos_app.services.station import PrinterSettings
from tests.adapters.documents.slips import COUPON, RECEIPT, codes_in
from tests.adapters.printing.rig import Rig, wait_for
from tests.adapters.printing.virtual_printer import VirtualPrinter


def coupon() -> Slip:
    pdf = render_coupon(COUPON, RECEIPT, Paper.ROLL_58)
    return Slip(name="coupon", pdf=pdf, paper=Paper.ROLL_58)


def test_a_device_file_gets_the_whole_slip(tmp_path: Path) -> None:
    device = tmp_path / "lp0"
    device.touch()
    EscPosPrinter("lp", Line(device_opener(str(device))), rasterise).send(coupon())
    rebuilt = VirtualPrinter()
    rebuilt._server.close()
    rebuilt._obey(bytearray(device.read_bytes()))
    assert codes_in(rebuilt.paper.slips[0]) == [("C-150-7K3M9Q", "Code128")]
    assert rebuilt.paper.unknown == []


def test_a_serial_line_carries_the_slip_byte_for_byte_and_the_answers_back() -> None:
    far, near = pty.openpty()
    tty.setraw(near)
    device = VirtualPrinter()
    device._server.close()
    stop = threading.Event()

    def talk() -> None:
        pending = bytearray()
        while not stop.is_set():
            try:
                pending += os.read(far, 4096)
            except OSError:
                return
            if answer := device._obey(pending):
                os.write(far, answer)

    thread = threading.Thread(target=talk)
    thread.start()
    try:
        line = Line(device_opener(os.ttyname(near), baud=115200), job_timeout=10)
        printer = EscPosPrinter("tty", line, rasterise, bytes_per_second=11520)
        assert printer.status().ready
        printer.send(coupon())
        assert codes_in(device.paper.slips[0]) == [("C-150-7K3M9Q", "Code128")]
    finally:
        stop.set()
        os.write(near, b"\x1b@")  # wakes nobody but the reader
        os.close(near)
        thread.join(5)
        os.close(far)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (errno.ENOENT, "printer_missing"),
        (errno.EBUSY, "printer_busy"),
        (errno.EACCES, "printer_no_access"),
        (errno.EIO, "printer_offline"),
    ],
)
def test_devices_that_do_not_open_say_why(
    error: int, code: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str, flags: int) -> int:
        raise OSError(error, "no")

    monkeypatch.setattr("pos_app.adapters.printing.device.os.open", refuse)
    printer = EscPosPrinter("lp", Line(device_opener("/dev/usb/lp0")), rasterise)
    with pytest.raises(EnvironmentProblem) as caught:
        printer.send(coupon())
    assert caught.value.code == code
    assert not printer.status().online


@pytest.fixture
def clogged(tmp_path: Path) -> Iterator[str]:
    """A device that takes a little and then nothing for ever."""
    pipe = tmp_path / "clogged"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    yield str(pipe)
    os.close(reader)


def test_a_device_that_takes_no_more_ends_in_time(clogged: str) -> None:
    line = Line(device_opener(clogged), job_timeout=0.3)
    printer = EscPosPrinter("pipe", line, lambda pdf, paper: _long())
    with pytest.raises(DeliveryUnknown, match="print_interrupted"):
        printer.send(Slip(name="x", pdf=b"", paper=Paper.ROLL_80))


def test_abort_breaks_a_hanging_job_at_once(clogged: str) -> None:
    line = Line(device_opener(clogged), job_timeout=60)
    printer = EscPosPrinter("pipe", line, lambda pdf, paper: _long())
    timer = threading.Timer(0.2, printer.abort)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(DeliveryUnknown, match="print_interrupted"):
        printer.send(Slip(name="x", pdf=b"", paper=Paper.ROLL_80))
    assert time.monotonic() - begun < 3
    timer.join()


def test_stopping_the_spooler_while_the_device_hangs_takes_no_time(clogged: str) -> None:
    line = Line(device_opener(clogged), job_timeout=60)
    rig = Rig(EscPosPrinter("pipe", line, lambda pdf, paper: _long()))
    rig.spooler.start()
    number = rig.queue.add()
    wait_for(lambda: rig.queue.state(number) == "sent")
    time.sleep(0.1)  # so that the first dots have left
    begun = time.monotonic()
    assert rig.spooler.stop()
    assert time.monotonic() - begun < 2
    assert rig.queue.state(number) == "unknown"


def _long() -> list[object]:
    from pos_app.services.documents import Bitmap

    return [Bitmap(width=576, height=4000, rows=bytes(72 * 4000))]


# -- the PDF folder -------------------------------------------------------------------------------


def pdf_slip(name: str = "20261122-receipt") -> Slip:
    return Slip(name=name, pdf=b"%PDF-1.4 slip", paper=Paper.ROLL_80)


def test_slips_are_filed_whole_in_a_folder_made_when_needed(tmp_path: Path) -> None:
    folder = tmp_path / "new" / "slips"
    printer = PdfFolder(folder)
    assert printer.status().online
    printer.send(pdf_slip())
    printer.send(pdf_slip())
    assert [path.name for path in folder.iterdir()] == ["20261122-receipt.pdf"]
    assert (folder / "20261122-receipt.pdf").read_bytes() == b"%PDF-1.4 slip"


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "con:", "a/b\\c", ".hidden", "", "ёж", "x" * 500, "a\0b\n"]
)
def test_names_are_made_not_taken(name: str, tmp_path: Path) -> None:
    PdfFolder(tmp_path).send(pdf_slip(name))
    (made,) = list(tmp_path.iterdir())
    assert made.parent == tmp_path
    assert len(made.name) <= 124
    assert set(safe_name(name)) <= set(
        "abcdefghijklmnopqrstuvwxyz.-_ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"
    )


@pytest.mark.parametrize(
    ("error", "code"),
    [(errno.ENOSPC, "disk_full"), (errno.EROFS, "read_only"), (errno.EIO, "io_error")],
)
def test_a_disk_that_fails_leaves_no_half_file(
    error: int, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(error, "no")

    monkeypatch.setattr("pos_app.adapters.printing.pdf_folder.os.fsync", fail)
    with pytest.raises(EnvironmentProblem) as caught:
        PdfFolder(tmp_path).send(pdf_slip())
    assert caught.value.code == code
    assert list(tmp_path.iterdir()) == []


# -- the choice -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "made"),
    [
        (PrinterSettings(), NoPrinter),
        (PrinterSettings(kind="tcp", host="192.0.2.7"), EscPosPrinter),
        (PrinterSettings(kind="tcp"), NoPrinter),
        (PrinterSettings(kind="device", device="/dev/usb/lp0"), EscPosPrinter),
        (PrinterSettings(kind="serial", device="/dev/ttyS0"), EscPosPrinter),
        (PrinterSettings(kind="serial"), NoPrinter),
        (PrinterSettings(kind="folder", folder="/tmp/slips"), PdfFolder),
        (PrinterSettings(kind="folder"), NoPrinter),
    ],
)
def test_the_station_chooses_the_printer(settings: PrinterSettings, made: type) -> None:
    assert isinstance(make_printer(settings, rasterise), made)


def test_the_system_printer_is_made_elsewhere() -> None:
    with pytest.raises(PosError, match="printer_kind"):
        make_printer(PrinterSettings(kind="system"), rasterise)


def test_no_printer_says_so() -> None:
    printer = NoPrinter()
    with pytest.raises(EnvironmentProblem, match="printer_none"):
        printer.send(pdf_slip())
    assert not printer.status().online
    printer.open_drawer()
    printer.abort()
