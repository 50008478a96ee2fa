"""Network printers: raw bytes to a TCP port, 9100 by custom."""

from __future__ import annotations

import errno
import socket
import time
from collections.abc import Callable

from pos_app.adapters.printing.link import CONNECT_TIMEOUT, SLICE, Channel, ready
from pos_app.domain.errors import EnvironmentProblem


class TcpChannel:
    """A connected socket."""

    two_way = True

    def __init__(self, connected: socket.socket) -> None:
        self._socket = connected

    def fileno(self) -> int:
        """The socket's descriptor."""
        return self._socket.fileno()

    def write_some(self, data: memoryview) -> int:
        """Send what fits into the socket's buffer."""
        return self._socket.send(data)

    def read_some(self) -> bytes:
        """What has come in."""
        return self._socket.recv(256)

    def drained(self) -> bool:
        """The stack takes care of the rest; the printer's answer is what counts."""
        return True

    def close(self) -> None:
        """Say goodbye in order, so that the last bytes are still delivered."""
        try:
            self._socket.shutdown(socket.SHUT_WR)
        finally:
            self._socket.close()


def tcp_opener(
    host: str, port: int, *, connect_timeout: float = CONNECT_TIMEOUT
) -> Callable[[Callable[[], bool]], Channel]:
    """Opens a connection to ``host`` (a name or an address)."""

    def opened(stopped: Callable[[], bool]) -> Channel:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise EnvironmentProblem("printer_missing", place=f"{host}:{port}") from error
        family, kind, protocol, _, address = found[0]
        connection = socket.socket(family, kind, protocol)
        try:
            connection.setblocking(False)
            _connect(connection, address, connect_timeout, stopped)
        except BaseException:
            connection.close()
            raise
        return TcpChannel(connection)

    return opened


def _connect(
    connection: socket.socket, address: object, timeout: float, stopped: Callable[[], bool]
) -> None:
    code = connection.connect_ex(address)  # type: ignore[arg-type]
    pending = (errno.EINPROGRESS, errno.EWOULDBLOCK, errno.EAGAIN)
    until = time.monotonic() + timeout
    while code in pending:
        if stopped():
            raise EnvironmentProblem("print_aborted")
        if time.monotonic() >= until:
            raise EnvironmentProblem("printer_timeout")
        if ready(connection.fileno(), SLICE, for_writing=True):
            code = connection.getsockopt(socket.SOL_SOCKET, socket.SO_ERROR)
            break
    if code != 0:
        raise EnvironmentProblem("printer_offline", reason=errno.errorcode.get(code, str(code)))
