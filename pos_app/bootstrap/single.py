"""One window a shop: a second start raises the first one and ends."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtNetwork import QLocalServer, QLocalSocket

WAIT_MS = 1500


def _name(database: Path) -> str:
    return "pos-app-" + hashlib.sha256(str(database.absolute()).encode()).hexdigest()[:24]


def hand_over(database: Path) -> bool:
    """Ask the window that is open on this shop to come to the front; whether it answered.

    Needs the Qt application.
    """
    socket = QLocalSocket()
    socket.connectToServer(_name(database))
    try:
        # Being connected is the message: the window may have hung up before a word is written.
        return socket.waitForConnected(WAIT_MS)
    finally:
        socket.abort()


class Doorbell(QObject):
    """Listens for a second start; ``on_ring`` raises the window. Local to this computer."""

    def __init__(self, database: Path, on_ring: Callable[[], None]) -> None:
        super().__init__()
        self._on_ring = on_ring
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._rung)
        name = _name(database)
        QLocalServer.removeServer(name)
        self._server.listen(name)

    def close(self) -> None:
        """Stop listening."""
        self._server.close()

    def _rung(self) -> None:
        socket = self._server.nextPendingConnection()
        if socket is not None:
            socket.disconnected.connect(socket.deleteLater)
            socket.abort()
        self._on_ring()
