"""Scanners on a serial port (COM, USB-CDC): bytes in, codes to the same router."""

from __future__ import annotations

from PySide6.QtCore import QIODeviceBase, QObject, QTimer, Signal
from PySide6.QtSerialPort import QSerialPort, QSerialPortInfo

from pos_app.ui import tokens
from pos_app.ui.scan_router import MAX_SCAN, ScanRouter

RETRY_MS = 2000
_ENDS = b"\r\n\t"


def port_names() -> tuple[str, ...]:
    """The serial ports this computer has now."""
    return tuple(info.portName() for info in QSerialPortInfo.availablePorts())


class SerialScanner(QObject):
    """Reads one port; a code ends with CR, LF, Tab or 60 ms of silence.

    ``state_changed(bool)`` says whether the scanner is there; a lost one is looked for every
    two seconds until ``stop``.
    """

    state_changed = Signal(bool)

    def __init__(
        self,
        router: ScanRouter,
        port: str,
        *,
        baud: int = 9600,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._router = router
        self._buffer = bytearray()
        self._flooded = self._ready = self._wanted = False
        self._port = QSerialPort(self)
        self._port.setPortName(port)
        self._port.setBaudRate(baud)
        self._port.readyRead.connect(self._read)
        self._port.errorOccurred.connect(self._failed)
        self._silence = QTimer(self)
        self._silence.setSingleShot(True)
        self._silence.setInterval(tokens.behaviour("scanIdleEndMs"))
        self._silence.timeout.connect(self._flush)
        self._retry = QTimer(self)
        self._retry.setInterval(RETRY_MS)
        self._retry.timeout.connect(self._open)

    def start(self) -> bool:
        """Open the port; False when it is not there yet (it will be tried again)."""
        self._wanted = True
        return self._open()

    def stop(self) -> None:
        """Close the port and stop looking for it."""
        self._wanted = False
        self._retry.stop()
        self._silence.stop()
        self._buffer.clear()
        self._port.close()
        self._tell(ready=False)

    def is_ready(self) -> bool:
        """Whether the port is open."""
        return self._ready

    def _open(self) -> bool:
        if self._port.isOpen():
            return True
        if not self._port.open(QIODeviceBase.OpenModeFlag.ReadOnly):
            self._retry.start()
            self._tell(ready=False)
            return False
        self._retry.stop()
        self._port.clear()
        self._tell(ready=True)
        return True

    def _failed(self, error: QSerialPort.SerialPortError) -> None:
        fatal = (
            QSerialPort.SerialPortError.ResourceError,
            QSerialPort.SerialPortError.ReadError,
            QSerialPort.SerialPortError.DeviceNotFoundError,
            QSerialPort.SerialPortError.PermissionError,
        )
        if error in fatal and self._wanted:
            self._retry.start()
            QTimer.singleShot(0, self, self._lose)

    def _lose(self) -> None:
        if self._port.isOpen():
            self._port.close()
        self._buffer.clear()
        self._tell(ready=False)

    def _tell(self, *, ready: bool) -> None:
        if ready != self._ready:
            self._ready = ready
            self.state_changed.emit(ready)

    def _read(self) -> None:
        for byte in self._port.readAll().data():
            if byte in _ENDS:
                self._flush()
            elif self._flooded:
                continue
            elif len(self._buffer) >= MAX_SCAN:
                self._flooded = True
                self._buffer.clear()
            else:
                self._buffer.append(byte)
        if self._buffer or self._flooded:
            self._silence.start()

    def _flush(self) -> None:
        self._silence.stop()
        flooded, self._flooded = self._flooded, False
        raw = bytes(self._buffer)
        self._buffer.clear()
        if flooded:
            self._router.garbage.emit()
            return
        text = raw.decode("utf-8", "replace").replace("\ufffd", "")
        if text.strip():
            self._router.accept(text, "serial")
