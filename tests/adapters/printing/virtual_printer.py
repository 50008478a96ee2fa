"""A receipt printer made of software: it listens on TCP and rebuilds the paper dot by dot.

It can misbehave the way real ones do: hang without reading, drop the line in the middle of a slip,
run out of paper, stand open, or never say a word.
"""

from __future__ import annotations

import socket
import struct
import threading
from dataclasses import dataclass, field

from pos_app.services.documents import Bitmap


@dataclass
class Behaviour:
    """What the printer does wrong; row counts are of paper, byte counts of the stream."""

    silent: bool = False
    deaf: bool = False
    drop_after: int | None = None
    paper_rows: int | None = None
    cover_open: bool = False
    acknowledges: bool = True


@dataclass
class Paper:
    """What came out: finished slips, and the one still in the printer."""

    slips: list[Bitmap] = field(default_factory=list)
    rows: bytearray = field(default_factory=bytearray)
    stride: int = 0
    kicks: int = 0
    fed: int = 0
    unknown: list[bytes] = field(default_factory=list)


class VirtualPrinter:
    """Use as a context manager; ``port`` is where it listens on 127.0.0.1."""

    def __init__(self, behaviour: Behaviour | None = None) -> None:
        self.behaviour = behaviour or Behaviour()
        self.paper = Paper()
        self.jobs = 0
        self._stop = threading.Event()
        self._server = socket.create_server(("127.0.0.1", 0))
        self._server.settimeout(0.02)
        self.port = self._server.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, name="virtual printer")

    def __enter__(self) -> VirtualPrinter:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._stop.set()
        self._thread.join(5)
        self._server.close()

    def _serve(self) -> None:
        while not self._stop.is_set():
            try:
                connection, _ = self._server.accept()
            except TimeoutError:
                continue
            with connection:
                connection.settimeout(0.02)
                self._talk(connection)
            self.jobs += 1

    def _talk(self, connection: socket.socket) -> None:
        pending = bytearray()
        received = 0
        while not self._stop.is_set():
            if self.behaviour.deaf:
                self._stop.wait(0.02)
                continue
            try:
                data = connection.recv(4096)
            except TimeoutError:
                continue
            except OSError:
                return
            if not data:
                return
            received += len(data)
            limit = self.behaviour.drop_after
            if limit is not None and received > limit:
                reset = struct.pack("ii", 1, 0)
                connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, reset)
                return
            pending += data
            answer = self._obey(pending)
            if answer and not self.behaviour.silent:
                connection.sendall(answer)

    def _obey(self, pending: bytearray) -> bytes:
        """Carry out every whole command at the front; what it makes the printer say."""
        said = b""
        while pending:
            if self._starved and bytes(pending[:1]) != b"\x10":
                # Stopped for paper: only real-time commands are heard, the rest waits.
                place = pending.find(b"\x10\x04")
                if place < 0 or len(pending) < place + 3:
                    return said
                said += self._status(pending[place + 2])
                del pending[place : place + 3]
                continue
            used, words = self._command(bytes(pending))
            if used == 0:
                return said
            said += words
            del pending[:used]
        return said

    @property
    def _starved(self) -> bool:
        limit = self.behaviour.paper_rows
        stride = self.paper.stride or 72
        return limit is not None and len(self.paper.rows) >= limit * stride

    def _command(self, data: bytes) -> tuple[int, bytes]:
        paper = self.paper
        if data.startswith(b"\x1b@"):
            return 2, b""
        if data.startswith(b"\x10\x04"):
            return (3, self._status(data[2])) if len(data) > 2 else (0, b"")
        if data.startswith(b"\x10\x14\x01"):
            paper.kicks += len(data) >= 5
            return (5, b"") if len(data) >= 5 else (0, b"")
        if data.startswith(b"\x1bp"):
            paper.kicks += len(data) >= 5
            return (5, b"") if len(data) >= 5 else (0, b"")
        if data.startswith(b"\x1bd"):
            paper.fed += data[2] if len(data) > 2 else 0
            return (3, b"") if len(data) > 2 else (0, b"")
        if data.startswith(b"\x1dVB"):
            return self._cut() if len(data) > 3 else (0, b"")
        if data.startswith(b"\x1dr\x01"):
            return 3, b"\x00" if self.behaviour.acknowledges else b""
        if data.startswith(b"\x1dv0"):
            return self._raster(data)
        if len(data) < 3:
            return 0, b""
        paper.unknown.append(data[:8])
        return 1, b""

    def _raster(self, data: bytes) -> tuple[int, bytes]:
        if len(data) < 8:
            return 0, b""
        stride, rows = struct.unpack_from("<HH", data, 4)
        used = 8 + stride * rows
        if len(data) < used:
            return 0, b""
        self.paper.stride = stride
        self.paper.rows += data[8:used]
        return used, b""

    def _cut(self) -> tuple[int, bytes]:
        paper = self.paper
        if paper.stride:
            height = len(paper.rows) // paper.stride
            slip = Bitmap(width=paper.stride * 8, height=height, rows=bytes(paper.rows))
            paper.slips.append(slip)
        paper.rows = bytearray()
        return 4, b""

    def _status(self, question: int) -> bytes:
        open_, empty = self.behaviour.cover_open, self._starved
        if question == 1:
            return bytes((0x12 | (0x08 if open_ or empty else 0),))
        if question == 2:
            return bytes((0x12 | (0x04 if open_ else 0) | (0x20 if empty else 0),))
        return bytes((0x12 | (0x60 if empty else 0),))
