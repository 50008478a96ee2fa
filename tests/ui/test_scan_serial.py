"""A scanner on a serial port, played by a pty pair."""

from __future__ import annotations

import os
import pty
import sys
import tty
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from pos_app.ui.scan_router import MAX_SCAN, ScannerSettings, ScanRouter
from pos_app.ui.scan_serial import SerialScanner, port_names

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="pty is a Unix thing")


class Wire:
    def __init__(self, settings: ScannerSettings | None = None) -> None:
        self.master, self.slave = pty.openpty()
        tty.setraw(self.master)
        tty.setraw(self.slave)
        self.router = ScanRouter(settings)
        self.codes: list[tuple[str, str]] = []
        self.garbage = 0
        self.states: list[bool] = []
        self.router.scanned.connect(lambda text, source: self.codes.append((text, source)))
        self.router.garbage.connect(self._count)
        self.scanner = SerialScanner(self.router, os.ttyname(self.slave))
        self.scanner.state_changed.connect(self.states.append)

    def _count(self) -> None:
        self.garbage += 1

    def write(self, data: bytes) -> None:
        os.write(self.master, data)

    def close(self) -> None:
        self.scanner.stop()
        for end in (self.master, self.slave):
            try:
                os.close(end)
            except OSError:
                pass


@pytest.fixture
def wire(qapp: object) -> Iterator[Wire]:
    made = Wire()
    assert made.scanner.start()
    yield made
    made.close()


def test_codes_end_with_cr_lf_or_tab(wire: Wire, qtbot: QtBot) -> None:
    wire.write(b"4600702084122\r\n22004821\tC-150-7K3M9Q\r")
    qtbot.waitUntil(lambda: len(wire.codes) == 3, timeout=2000)
    assert wire.codes == [
        ("4600702084122", "serial"),
        ("22004821", "serial"),
        ("C-150-7K3M9Q", "serial"),
    ]


def test_a_code_in_pieces_is_one_code(wire: Wire, qtbot: QtBot) -> None:
    wire.write(b"460070")
    qtbot.wait(20)
    wire.write(b"2084122\r")
    qtbot.waitUntil(lambda: bool(wire.codes), timeout=2000)
    assert wire.codes == [("4600702084122", "serial")]


def test_silence_ends_a_code_without_an_end_sign(wire: Wire, qtbot: QtBot) -> None:
    wire.write(b"46007020")
    qtbot.waitUntil(lambda: wire.codes == [("46007020", "serial")], timeout=2000)


def test_garbage_is_bounded_and_told_once(wire: Wire, qtbot: QtBot) -> None:
    for _ in range(8):
        wire.write(b"\xff\x00" * (MAX_SCAN // 2))
        qtbot.wait(5)
    wire.write(b"\r")
    qtbot.waitUntil(lambda: wire.garbage == 1, timeout=2000)
    assert wire.codes == []
    wire.write(b"46007020\r")
    qtbot.waitUntil(lambda: wire.codes == [("46007020", "serial")], timeout=2000)


def test_broken_bytes_leave_the_readable_signs(wire: Wire, qtbot: QtBot) -> None:
    wire.write(b"\xff4600\x027020\xfe\r")
    qtbot.waitUntil(lambda: bool(wire.codes), timeout=2000)
    assert wire.codes == [("46007020", "serial")]


def test_the_shops_prefix_counts_here_too(qtbot: QtBot) -> None:
    wire = Wire(ScannerSettings(prefix="]E0"))
    assert wire.scanner.start()
    wire.write(b"]E04600702084122\r")
    qtbot.waitUntil(lambda: bool(wire.codes), timeout=2000)
    wire.close()
    assert wire.codes == [("4600702084122", "serial")]


def test_a_missing_scanner_is_told_and_looked_for(qapp: object) -> None:
    scanner = SerialScanner(ScanRouter(), "/dev/pts/does-not-exist")
    assert not scanner.start()
    assert not scanner.is_ready()
    scanner.stop()


def test_a_pulled_plug_is_noticed(wire: Wire, qtbot: QtBot) -> None:
    assert wire.scanner.is_ready()
    os.close(wire.slave)
    os.close(wire.master)
    qtbot.waitUntil(lambda: not wire.scanner.is_ready(), timeout=4000)
    assert wire.states == [True, False]


def test_ports_are_listed_without_opening_any(qapp: object) -> None:
    assert all(isinstance(name, str) for name in port_names())
