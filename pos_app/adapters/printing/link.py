"""The wire to a printer: non-blocking, with deadlines, and breakable from another thread.

Every wait is cut into slices, so that :meth:`Link.abort` and a deadline are noticed at once.
"""

from __future__ import annotations

import selectors
import threading
import time
from collections.abc import Callable
from typing import Final, Protocol

from pos_app.domain.errors import EnvironmentProblem

SLICE: Final = 0.05
"""Seconds between two looks at the abort flag."""

CONNECT_TIMEOUT: Final = 3.0
JOB_TIMEOUT: Final = 10.0


_Selector: Final = getattr(selectors, "PollSelector", selectors.SelectSelector)
"""poll() takes plain files and high descriptors, which select() and epoll() don't."""


def ready(handle: int, seconds: float, *, for_writing: bool) -> bool:
    """Whether ``handle`` can be written to (read from) within ``seconds``."""
    with _Selector() as selector:
        selector.register(handle, selectors.EVENT_WRITE if for_writing else selectors.EVENT_READ)
        return bool(selector.select(seconds))


class Aborted(Exception):
    """The call was broken off by :meth:`Link.abort`."""


class Broken(Exception):
    """The other end is gone, or took too long (``late``)."""

    def __init__(self, reason: str, *, late: bool = False) -> None:
        super().__init__(reason)
        self.late = late


class Channel(Protocol):
    """An open device: a file descriptor with its own way to write, read and close."""

    two_way: bool

    def fileno(self) -> int: ...
    def write_some(self, data: memoryview) -> int: ...
    def read_some(self) -> bytes: ...
    def drained(self) -> bool:
        """Whether all that was written has left for the device, as far as can be known."""

    def close(self) -> None: ...


class Opener(Protocol):
    """Opens a channel; raises :class:`EnvironmentProblem` where that fails."""

    def __call__(self, stopped: Callable[[], bool], /) -> Channel: ...


class Link:
    """One conversation with a device.

    ``sent`` counts the bytes that left; ``deadline`` is a reading of the running clock.
    """

    def __init__(self, stopped: threading.Event, channel: Channel, deadline: float) -> None:
        self._stopped = stopped
        self._channel = channel
        self.deadline = deadline
        self.sent = 0

    @property
    def two_way(self) -> bool:
        """Whether the device can answer at all."""
        return self._channel.two_way

    def write(self, data: bytes) -> None:
        """Send everything; raises :class:`Broken` or :class:`Aborted`."""
        view = memoryview(data)
        while view:
            self._wait(for_writing=True, until=self.deadline)
            try:
                count = self._channel.write_some(view)
            except BlockingIOError:
                continue
            except OSError as error:
                raise Broken(str(error)) from error
            self.sent += count
            view = view[count:]

    def read(self, seconds: float) -> bytes:
        """The next bytes from the device; empty when none came within ``seconds``."""
        until = min(self.deadline, time.monotonic() + seconds)
        try:
            self._wait(for_writing=False, until=until)
            data = self._channel.read_some()
        except Broken as error:
            if error.late:
                return b""
            raise
        except BlockingIOError:
            return b""
        except OSError as error:
            raise Broken(str(error)) from error
        if not data:
            raise Broken("closed by the other end")
        return data

    def drain(self) -> None:
        """Wait until the driver has passed everything on."""
        while not self._channel.drained():
            self._pause()

    def close(self) -> None:
        """Let go of the device; errors no longer matter."""
        try:
            self._channel.close()
        except OSError:
            pass

    def _pause(self) -> None:
        if self._stopped.wait(SLICE):
            raise Aborted
        if time.monotonic() > self.deadline:
            raise Broken("timeout", late=True)

    def _wait(self, *, for_writing: bool, until: float) -> None:
        handle = self._channel.fileno()
        if handle < 0:  # no descriptor to wait on: the call itself blocks
            return
        while True:
            if self._stopped.is_set():
                raise Aborted
            left = until - time.monotonic()
            if left <= 0:
                raise Broken("timeout", late=True)
            if ready(handle, min(SLICE, left), for_writing=for_writing):
                return


class Line:
    """Opens links to one device, one at a time, and can break the one in use."""

    def __init__(self, opener: Opener, *, job_timeout: float = JOB_TIMEOUT) -> None:
        self._opener = opener
        self._job_timeout = job_timeout
        self._lock = threading.Lock()
        self._current: threading.Event | None = None

    def open(self, extra: float = 0.0) -> Link:
        """A new link with the job's time-out, ``extra`` seconds longer on slow wires.

        Raises :class:`EnvironmentProblem`: ``printer_missing``, ``printer_offline``,
        ``printer_timeout``, ``printer_busy`` or ``print_aborted``.
        """
        stopped = threading.Event()
        with self._lock:
            self._current = stopped
        channel = self._opener(stopped.is_set)
        if stopped.is_set():
            channel.close()
            raise EnvironmentProblem("print_aborted")
        return Link(stopped, channel, time.monotonic() + self._job_timeout + extra)

    def abort(self) -> None:
        """Break the link in use, if any."""
        with self._lock:
            if self._current is not None:
                self._current.set()
