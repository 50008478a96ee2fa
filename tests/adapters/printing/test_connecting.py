"""A network printer that does not even answer the call."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator

import pytest

from pos_app.adapters.documents import rasterise
from pos_app.adapters.printing.escpos import EscPosPrinter
from pos_app.adapters.printing.link import Line
from pos_app.adapters.printing.tcp import tcp_opener
from pos_app.domain.errors import EnvironmentProblem


@pytest.fixture
def unanswered() -> Iterator[int]:
    """A port whose queue of callers is full: the system lets further calls ring."""
    server = socket.socket()
    server.bind(("127.0.0.1", 0))
    server.listen(0)
    port = server.getsockname()[1]
    callers = [socket.socket() for _ in range(3)]
    for caller in callers:
        caller.setblocking(False)
        caller.connect_ex(("127.0.0.1", port))
    yield port
    for each in (*callers, server):
        each.close()


def test_a_call_that_is_not_answered_ends_in_time(unanswered: int) -> None:
    line = Line(tcp_opener("127.0.0.1", unanswered, connect_timeout=0.3))
    begun = time.monotonic()
    with pytest.raises(EnvironmentProblem, match="printer_timeout"):
        EscPosPrinter("x", line, rasterise).open_drawer()
    assert 0.3 <= time.monotonic() - begun < 2


def test_a_call_can_be_broken_off(unanswered: int) -> None:
    line = Line(tcp_opener("127.0.0.1", unanswered, connect_timeout=30))
    timer = threading.Timer(0.2, line.abort)
    timer.start()
    begun = time.monotonic()
    with pytest.raises(EnvironmentProblem, match="print_aborted"):
        EscPosPrinter("x", line, rasterise).open_drawer()
    assert time.monotonic() - begun < 3
    timer.join()


def test_a_printer_that_cannot_be_reached_is_not_online(unanswered: int) -> None:
    line = Line(tcp_opener("127.0.0.1", unanswered, connect_timeout=0.2))
    status = EscPosPrinter("x", line, rasterise).status()
    assert (status.online, status.answered) == (False, False)
