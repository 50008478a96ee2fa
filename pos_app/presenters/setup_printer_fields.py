"""The questions about a printer: how it is connected, its paper, and where it is."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from pos_app.i18n import Translator
from pos_app.presenters.setup_state import FieldState
from pos_app.presenters.setup_steps import Errors
from pos_app.services.station import PrinterSettings

_SPEEDS: Final = ("9600", "19200", "38400", "57600", "115200")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterAnswers:
    """The printer as answered; ``port`` is the network port as typed.

    ``names`` are the system's printers, ``ports`` the serial ones; each only where it is asked.
    """

    printer: PrinterSettings
    port: str
    names: tuple[str, ...]
    ports: tuple[str, ...]
    errors: Errors


def printer_fields(t: Translator, given: PrinterAnswers) -> tuple[FieldState, ...]:
    """All questions for the kind chosen."""
    own = {"system": _system, "tcp": _tcp, "device": _device, "serial": _serial}
    kind = given.printer.kind
    more = own[kind](t, given) if kind in own else ()
    return (_kind(t, kind), _paper(t, given), *more)


def _kind(t: Translator, kind: str) -> FieldState:
    return FieldState(
        key="printer.kind",
        kind="select",
        label=t._("Connected"),
        text=kind,
        choices=(
            ("none", t._("no printer")),
            ("system", t._("printer of this computer")),
            ("tcp", t._("network")),
            ("device", t._("USB device file")),
            ("serial", t._("serial port")),
            ("folder", t._("PDF files")),
        ),
    )


def _paper(t: Translator, given: PrinterAnswers) -> FieldState:
    return FieldState(
        key="printer.paper",
        kind="select",
        label=t._("Paper"),
        text=given.printer.paper,
        choices=(("80", t._("80 mm")), ("58", t._("58 mm")), ("a4", t._("A4"))),
    )


def _system(t: Translator, given: PrinterAnswers) -> tuple[FieldState, ...]:
    names = tuple((name, name) for name in given.names)
    return (
        FieldState(
            key="printer.name",
            kind="select",
            label=t._("Printer"),
            text=given.printer.name,
            choices=names or (("", t._("none found")),),
            wide=True,
        ),
    )


def _tcp(t: Translator, given: PrinterAnswers) -> tuple[FieldState, ...]:
    return (
        FieldState(
            key="printer.host",
            label=t._("Address"),
            text=given.printer.host,
            placeholder="192.168.1.50",
        ),
        FieldState(
            key="printer.port",
            label=t.pgettext("network", "Port"),
            text=given.port,
            error=given.errors.get("printer.port", ""),
        ),
    )


def _device(t: Translator, given: PrinterAnswers) -> tuple[FieldState, ...]:
    return (
        FieldState(
            key="printer.device",
            label=t._("Device file"),
            text=given.printer.device,
            placeholder="/dev/usb/lp0",
            wide=True,
        ),
    )


def _serial(t: Translator, given: PrinterAnswers) -> tuple[FieldState, ...]:
    ports = tuple((port, port) for port in given.ports)
    return (
        FieldState(
            key="printer.device",
            kind="select",
            label=t._("Serial port"),
            text=given.printer.device,
            choices=ports or (("", t._("none found")),),
        ),
        FieldState(
            key="printer.baud",
            kind="select",
            label=t._("Speed"),
            text=str(given.printer.baud),
            choices=tuple((speed, speed) for speed in _SPEEDS),
        ),
    )
