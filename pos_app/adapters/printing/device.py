"""Printers behind a device file: USB line printers, serial lines, shared ports.

On Windows, ``COM3`` and ``LPT1`` are opened as files with the speed set in the system's own device
settings, and a write blocks as long as the driver does.
"""

from __future__ import annotations

import errno
import os
import sys
from collections.abc import Callable
from typing import Any

from pos_app.adapters.printing.link import Channel
from pos_app.domain.errors import EnvironmentProblem

_CODES = {
    errno.ENOENT: "printer_missing",
    errno.ENODEV: "printer_missing",
    errno.ENXIO: "printer_offline",
    errno.EACCES: "printer_no_access",
    errno.EPERM: "printer_no_access",
    errno.EBUSY: "printer_busy",
}


class DeviceChannel:
    """An open device file; ``two_way`` when it could be opened for reading too."""

    def __init__(self, handle: int, *, two_way: bool, waits: bool) -> None:
        self._handle = handle
        self._waits = waits
        self.two_way = two_way

    def fileno(self) -> int:
        """The descriptor to wait on; −1 where the system can only block."""
        return self._handle if self._waits else -1

    def write_some(self, data: memoryview) -> int:
        """Hand a piece to the driver; small ones, so that an abort is noticed between two."""
        return os.write(self._handle, data[:4096])

    def read_some(self) -> bytes:
        """What the device said."""
        return os.read(self._handle, 256)

    def drained(self) -> bool:
        """Whether the driver's buffer is empty (terminals only; others count as empty)."""
        return _waiting(self._handle) == 0

    def close(self) -> None:
        """Close the file."""
        os.close(self._handle)


def device_opener(path: str, *, baud: int | None = None) -> Callable[[Callable[[], bool]], Channel]:
    """Opens the device at ``path``; with ``baud`` it is a serial line (8 N 1, RTS/CTS)."""

    def opened(stopped: Callable[[], bool]) -> Channel:
        try:
            return _open(path, baud)
        except OSError as error:
            code = _CODES.get(error.errno or 0, "printer_offline")
            raise EnvironmentProblem(code, place=path) from error

    return opened


def _open(path: str, baud: int | None) -> Channel:
    if sys.platform == "win32":
        name = path if path.startswith("\\\\") else f"\\\\.\\{path}"
        handle = os.open(name, os.O_WRONLY | os.O_BINARY)
        return DeviceChannel(handle, two_way=False, waits=False)
    extra = os.O_NONBLOCK | os.O_NOCTTY
    try:
        handle, two_way = os.open(path, os.O_RDWR | extra), True
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EPERM):
            raise
        handle, two_way = os.open(path, os.O_WRONLY | extra), False
    try:
        two_way = two_way and _can_answer(handle)
        if baud is not None and os.isatty(handle):
            _set_line(handle, baud)
    except BaseException:
        os.close(handle)
        raise
    return DeviceChannel(handle, two_way=two_way, waits=True)


def _can_answer(handle: int) -> bool:
    """A plain file would answer with its own content; only devices and sockets can speak."""
    import stat

    return stat.S_ISCHR(os.fstat(handle).st_mode)


def _set_line(handle: int, baud: int) -> None:
    import termios
    import tty

    tty.setraw(handle, termios.TCSANOW)
    settings: list[Any] = termios.tcgetattr(handle)
    speed = getattr(termios, f"B{baud}", None)
    if speed is None:
        raise OSError(errno.EINVAL, f"the line cannot run at {baud} baud")
    settings[2] |= termios.CREAD | termios.CLOCAL | getattr(termios, "CRTSCTS", 0)
    settings[4] = settings[5] = speed
    termios.tcsetattr(handle, termios.TCSANOW, settings)


def _waiting(handle: int) -> int:
    if sys.platform == "win32" or not os.isatty(handle):
        return 0
    import fcntl
    import struct
    import termios

    try:
        answer = fcntl.ioctl(handle, termios.TIOCOUTQ, b"\0\0\0\0")
    except OSError:
        return 0
    return int(struct.unpack("i", answer)[0])
