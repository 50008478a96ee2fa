"""The receipt printer and the drawer of this till: set up by the owner, tried by anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.presenters.settings_form import (
    FLAG,
    WHOLE,
    Common,
    FormSection,
    Spec,
    Values,
)
from pos_app.presenters.settings_state import ActionView, BlockView, Tone
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.documents import PrinterStatus
from pos_app.services.station import PrinterSettings, station_setting

SPEEDS: Final = ("9600", "19200", "38400", "57600", "115200")
"""Usual speeds of a serial port, in baud."""
_ESCPOS: Final = ("tcp", "device", "serial")
_OWN: Final = {
    "none": (),
    "system": ("name", "paper"),
    "tcp": ("host", "port", "paper", "cutter", "drawer"),
    "device": ("device", "paper", "cutter", "drawer"),
    "serial": ("device", "baud", "paper", "cutter", "drawer"),
    "folder": ("folder", "paper"),
}


class PrinterDesk(Protocol):
    """The printers of this computer, and trying one; all but the lists may take seconds."""

    def system_printers(self) -> Sequence[str]:
        """Names the system knows."""

    def serial_ports(self) -> Sequence[str]:
        """Ports this computer has."""

    def print_test(self, printer: PrinterSettings, language: str) -> None:
        """Print the test slip; raises ``CodedError``."""

    def kick(self, printer: PrinterSettings) -> None:
        """Open the drawer; raises ``CodedError``."""

    def status(self, printer: PrinterSettings) -> PrinterStatus:
        """How the printer is; never raises."""


class PrinterSection(FormSection):
    """Printer and drawer: everybody may try them, the owner sets them up."""

    key, icon = "printer", "printer"

    def __init__(
        self,
        common: Common,
        values: Values,
        *,
        desk: PrinterDesk,
        tasks: TaskPort,
        choose_folder: Callable[[str, str, Callable[[str], None]], None],
    ) -> None:
        super().__init__(common, values)
        self._desk, self._tasks, self._choose_folder = desk, tasks, choose_folder
        self._names: Sequence[str] = ()
        self._ports: Sequence[str] = ()
        self._busy = ""
        self._answer: tuple[str, Tone] = ("", "neutral")

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Printer and drawer")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Holds for this computer only. Slips are sent as pictures.")

    def opened(self) -> None:
        """Ask the computer what it has, once: the question may be slow."""
        self._names, self._ports = self._desk.system_printers(), self._desk.serial_ports()

    @property
    def _kind(self) -> str:
        return str(self.meant("printer.kind"))

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        none = (("", t._("none found")),)
        names = choices_of(self._names, self._stored("name")) or none
        return (
            Spec(key="printer.kind", label=t._("Connected"), kind="select", wide=True, choices=(
                ("none", t._("no printer")),
                ("system", t._("printer of this computer")),
                ("tcp", t._("network")),
                ("device", t._("USB device file")),
                ("serial", t._("serial port")),
                ("folder", t._("PDF files in a folder")),
            )),
            Spec(key="printer.name", label=t._("Printer"), kind="select", choices=names),
            Spec(key="printer.host", label=t._("Address"), placeholder="192.168.1.50"),
            Spec(key="printer.port", label=t.pgettext("network", "Port"), codec=WHOLE, right=True),
            self._device(),
            Spec(key="printer.baud", label=t._("Speed"), kind="select", codec=WHOLE,
                 choices=choices_of(SPEEDS, str(self._stored("baud")))),
            Spec(key="printer.folder", label=t._("Folder for PDF files"), wide=True),
            Spec(key="printer.paper", label=t._("Paper"), kind="segments", wide=True,
                 choices=(("80", t._("80 mm")), ("58", t._("58 mm")), ("a4", t._("A4")))),
            Spec(key="printer.cutter", label=t._("Cuts the paper"), kind="toggle", codec=FLAG),
            Spec(key="printer.drawer", label=t._("A cash drawer is connected"), kind="toggle",
                 codec=FLAG),
        )  # fmt: skip

    def _device(self) -> Spec:
        t = self.c.voice.t
        if self.draft.get("printer.kind", self._stored("kind")) == "serial":
            ports = choices_of(self._ports, self.draft.get("printer.device", ""))
            return Spec(
                key="printer.device",
                label=t._("Serial port"),
                kind="select",
                choices=ports or (("", t._("none found")),),
            )
        return Spec(key="printer.device", label=t._("Device file"), placeholder="/dev/usb/lp0")

    def _stored(self, name: str) -> Any:
        return self.values.value(f"printer.{name}")

    def blocks(self) -> Sequence[BlockView]:
        """See Section; only the fields of the chosen way."""
        t = self.c.voice.t
        names = ("kind", *_OWN[self._kind])
        card = self.card("printer", t._("Printer"), *(f"printer.{name}" for name in names))
        return (card, self._trial())

    def _trial(self) -> BlockView:
        t, exists, free = self.c.voice.t, self._kind != "none", not self._busy
        actions = [
            ActionView(key="test", text=t._("Print a test"), icon="printer", cap="Ctrl P",
                       enabled=exists and free, busy=self._busy == "test"),
            ActionView(key="status", text=t._("Ask how it is"), icon="info", v="ghost",
                       enabled=exists and free, busy=self._busy == "status"),
        ]  # fmt: skip
        if self._kind in _ESCPOS:
            actions.append(
                ActionView(key="kick", text=t._("Open drawer"), icon="banknote", v="ghost",
                           enabled=free and bool(self.meant("printer.drawer")),
                           busy=self._busy == "kick")
            )  # fmt: skip
        if self._kind == "folder":
            actions.append(
                ActionView(key="folder", text=t._("Choose a folder"), icon="folder-open",
                           enabled=not self.locked())
            )  # fmt: skip
        return BlockView(
            key="trial",
            title=t._("Try it"),
            note=t._("With the settings as they stand above, saved or not."),
            says=self._answer[0],
            tone=self._answer[1],
            actions=tuple(actions),
        )

    def edit(self, key: str, text: str) -> None:
        """See Section; a new way begins with the first printer there is."""
        super().edit(key, text)
        self._answer = ("", "neutral")
        if key == "printer.kind" and not self.locked():
            self._usual(text)

    def _usual(self, kind: str) -> None:
        if kind == "system" and not self.meant("printer.name"):
            if self._names:
                super().edit("printer.name", self._names[0])
        elif kind == "serial":
            if self._ports and self.meant("printer.device") not in self._ports:
                super().edit("printer.device", self._ports[0])
        elif kind == "device" and not self.meant("printer.device"):
            super().edit("printer.device", "/dev/usb/lp0")

    # --- trying ------------------------------------------------------------------------------

    def _meant_printer(self) -> PrinterSettings | None:
        """The printer as typed; None with the errors in place."""
        values: dict[str, Any] = {}
        self.errors = {}
        for name in PrinterSettings.__dataclass_fields__:
            key = f"printer.{name}"
            try:
                values[name] = station_setting(key).check(key, self.meant(key))
            except CodedError as error:
                self.errors[key] = self.c.words(error)
        return None if self.errors else PrinterSettings(**values)

    def press(self, action: str, ref: str) -> None:
        """Print, ask, kick, choose the folder."""
        t = self.c.voice.t
        if action == "folder" and not self.locked():
            start = str(self.meant("printer.folder"))
            self._choose_folder(t._("Folder for PDF files"), start, self._take_folder)
        elif action in ("test", "status", "kick") and not self._busy:
            self._try(action)

    def _take_folder(self, path: str) -> None:
        self.edit("printer.folder", path)
        self.c.show()

    def _try(self, action: str) -> None:
        printer = self._meant_printer()
        if printer is None:
            self.c.alert()
            return
        language = self.c.voice.t.language
        self._busy = action

        def job(_control: TaskControl) -> PrinterStatus | None:
            if action == "test":
                self._desk.print_test(printer, language)
            elif action == "kick":
                self._desk.kick(printer)
            else:
                return self._desk.status(printer)
            return None

        self._tasks.run(job, lambda status: self._tried(action, status), self._failed)

    def _tried(self, action: str, status: PrinterStatus | None) -> None:
        t = self.c.voice.t
        self._busy = ""
        if status is not None:
            self._answer = self._status_words(status)
        elif action == "kick":
            self._answer = (t._("The drawer was opened."), "accent")
        elif self._kind == "folder":
            self._answer = (t._("The test slip lies in the folder."), "accent")
        else:
            self._answer = (t._("The test slip was printed."), "accent")
        self.c.show()

    def _failed(self, error: Exception) -> None:
        self._busy = ""
        if not isinstance(error, CodedError):
            self.c.show()
            raise error
        self._answer = (self.c.words(error), "danger")
        self.c.alert()
        self.c.show()

    def _status_words(self, status: PrinterStatus) -> tuple[str, Tone]:
        t = self.c.voice.t
        if not status.online:
            return t._("The printer cannot be reached. Is it switched on?"), "danger"
        if status.paper_out:
            return t._("The paper is out."), "danger"
        if status.cover_open:
            return t._("The cover is open."), "danger"
        if status.paper_low:
            return t._("It is ready, but the paper is nearly out."), "warn"
        if not status.answered:
            return t._("It is there. This kind cannot say how it is: print a test."), "neutral"
        return t._("It is ready."), "accent"


def choices_of(names: Sequence[str], stored: Any) -> tuple[tuple[str, str], ...]:
    """Names to choose from; the stored one stays choosable when its device is away."""
    kept = [name for name in (str(stored),) if name and name not in names]
    return tuple((name, name) for name in (*names, *kept))
