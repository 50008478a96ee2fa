"""Step 4, right: which printer, a test slip, the cut, the drawer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, Protocol

from pos_app.domain.errors import CodedError, PosError
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft
from pos_app.presenters.setup_printer_fields import PrinterAnswers, printer_fields
from pos_app.presenters.setup_state import CheckLine, FolderState, PrinterCard, Tone
from pos_app.presenters.setup_steps import Errors, FilePort
from pos_app.presenters.setup_words import tell
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.documents import Paper
from pos_app.services.station import PrinterSettings, station_setting

_ESCPOS: Final = ("tcp", "device", "serial")
_NUMBERS: Final = ("printer.port", "printer.baud")


class PrinterPortal(Protocol):
    """The printers of this computer, and trying one; every call but the lists may take seconds."""

    def system_printers(self) -> Sequence[str]:
        """Names the system knows."""

    def serial_ports(self) -> Sequence[str]:
        """Ports this computer has."""

    def print_test(self, printer: PrinterSettings, language: str) -> None:
        """Print the test slip; raises ``EnvironmentProblem``."""

    def kick(self, printer: PrinterSettings) -> None:
        """Open the drawer; raises ``EnvironmentProblem``."""

    def picture(self, paper: Paper, language: str) -> bytes:
        """The test slip as PNG."""


class PrinterTrial:
    """Choosing a printer and trying it; work runs behind the screen."""

    def __init__(
        self,
        draft: SetupDraft,
        voice: Voice,
        show: Callable[[], None],
        files: FilePort,
        tasks: TaskPort,
        portal: PrinterPortal,
    ) -> None:
        self._draft = draft
        self._voice = voice
        self._show = show
        self._files = files
        self._tasks = tasks
        self._portal = portal
        self._port_text = "9100"
        self._busy = False
        self._outcome = ""
        self._problem = ""
        self._cut: bool | None = None
        self._drawer = ""
        self._slip: tuple[tuple[str, str], bytes] = (("", ""), b"")

    # --- answers -----------------------------------------------------------------------------

    @property
    def _kind(self) -> str:
        return str(self._draft.printer.get("printer.kind", "none"))

    def edit(self, key: str, value: str) -> bool:
        """Take an answer; whether the card changes by it."""
        if key == "printer.port":
            self._port_text = value
        clean: object = int(value) if key in _NUMBERS and value.isdigit() else value
        try:
            self._draft.printer[key] = station_setting(key).check(key, clean)
        except PosError:
            self._draft.printer.pop(key, None)
        self._forget()
        if key == "printer.kind":
            self._usual()
        return key in ("printer.kind", "printer.paper", "printer.name")

    def _usual(self) -> None:
        """The first printer or port there is stands for the choice until another is made."""
        draft = self._draft.printer
        names = list(self._portal.system_printers()) if self._kind == "system" else []
        if names and not draft.get("printer.name"):
            draft["printer.name"] = names[0]
        ports = list(self._portal.serial_ports()) if self._kind == "serial" else []
        if self._kind == "serial":
            draft["printer.device"] = ports[0] if ports else ""
        elif self._kind == "device":
            draft["printer.device"] = "/dev/usb/lp0"

    def _forget(self) -> None:
        """Another printer: what was found out holds no longer."""
        self._outcome = self._problem = self._drawer = ""
        self._cut = None

    def errors(self) -> Errors:
        """An address that was begun must be whole."""
        t = self._voice.t
        printer = self._draft.printer_settings()
        port_ok = self._port_text.isdigit() and 1 <= int(self._port_text) <= 65535
        if self._kind == "tcp" and printer.host and not port_ok:
            return {"printer.port": t._("Enter a number from 1 to 65535.")}
        return {}

    def press(self, action: str) -> None:
        """Print, kick, answer, choose the folder."""
        if action == "print_test":
            self._test()
        elif action == "kick":
            self._kick()
        elif action in ("cut_yes", "cut_no"):
            self._cut = action == "cut_yes"
            self._draft.printer["printer.cutter"] = self._cut
            self._show()
        elif action == "folder":
            t = self._voice.t
            self._files.open_folder(t._("Folder for PDF files"), "", self._take_folder)
        elif action == "to_pdf":
            self._forget()
            self._draft.printer["printer.kind"] = "folder"
            self._show()
            if not self._draft.printer_settings().folder:
                self.press("folder")

    def _take_folder(self, path: str) -> None:
        self._forget()
        self._draft.printer["printer.folder"] = path
        self._show()

    # --- trying ------------------------------------------------------------------------------

    def _test(self) -> None:
        if self._busy or not self._whole():
            return
        printer, language = self._draft.printer_settings(), self._draft.language
        words = self._voice.t._("The test slip was printed")
        if printer.kind == "folder":
            words = self._voice.t._("The test slip lies in the folder")

        def job(_control: TaskControl) -> str:
            self._portal.print_test(printer, language)
            return words

        self._forget()
        self._work(job, self._printed)

    def _printed(self, words: str) -> None:
        self._busy, self._outcome = False, words
        self._show()

    def _kick(self) -> None:
        if self._busy or not self._can_kick():
            return
        printer, words = self._draft.printer_settings(), self._voice.t._("The drawer was opened")

        def job(_control: TaskControl) -> str:
            self._portal.kick(printer)
            return words

        self._work(job, self._kicked)

    def _kicked(self, words: str) -> None:
        self._busy, self._drawer = False, words
        self._show()

    def _work(self, job: Callable[[TaskControl], str], done: Callable[[str], None]) -> None:
        self._busy, self._problem = True, ""
        self._show()
        self._tasks.run(job, done, self._failed)

    def _failed(self, error: Exception) -> None:
        self._busy = False
        if not isinstance(error, CodedError):
            self._show()
            raise error
        self._problem = tell(self._voice, error)
        self._show()

    def refresh_slip(self) -> None:
        """Have the slip drawn in the language and width of the moment."""
        paper = Paper(self._draft.printer_settings().paper)
        wanted = (paper.value, self._draft.language)
        if self._slip[0] == wanted:
            return
        self._slip = (wanted, b"")

        def drawn(png: bytes) -> None:
            if self._slip[0] == wanted:
                self._slip = (wanted, png)
                self._show()

        self._tasks.run(lambda _control: self._portal.picture(paper, wanted[1]), drawn)

    # --- the card ----------------------------------------------------------------------------

    def _whole(self) -> bool:
        """Whether the choice names a printer."""
        printer = self._draft.printer_settings()
        return {
            "none": False,
            "system": bool(printer.name),
            "tcp": bool(printer.host) and not self.errors(),
            "device": bool(printer.device),
            "serial": bool(printer.device),
            "folder": bool(printer.folder),
        }[printer.kind]

    def _can_kick(self) -> bool:
        return self._kind in _ESCPOS and self._whole()

    def _asks_cut(self) -> bool:
        return bool(self._outcome) and self._kind in _ESCPOS and self._cut is None

    def card(self, errors: Errors) -> PrinterCard:
        """What the right card shows."""
        t = self._voice.t
        status, tone = self._status()
        return PrinterCard(
            title=t._("Receipt printer"),
            hint=self._place(),
            status=status,
            tone=tone,
            fields=printer_fields(t, self._questions(errors)),
            folder=self._folder(),
            checks=self._checks(),
            test=t._("Print again") if self._outcome else t._("Print a test"),
            can_test=self._whole() and not self._busy,
            busy=self._busy,
            asks_cut=self._asks_cut(),
            cut_yes=t._("It cut"),
            cut_no=t._("No"),
            drawer=t._("Open drawer"),
            can_kick=self._can_kick() and not self._busy,
            to_pdf="" if self._kind == "folder" else t._("No printer, save as PDF"),
            slip=self._slip[1],
            slip_words=t._("The test slip"),
        )

    def _status(self) -> tuple[str, Tone]:
        t = self._voice.t
        if self._problem:
            return t._("No answer"), "warn"
        if self._busy:
            return t._("Trying…"), "waiting"
        if self._asks_cut():
            return t._("Check the cut"), "warn"
        if self._outcome:
            return t._("Working"), "ok"
        return t._("Not tried yet"), "waiting"

    def _place(self) -> str:
        t, printer = self._voice.t, self._draft.printer_settings()
        paper = {"80": t._("80 mm"), "58": t._("58 mm"), "a4": t._("A4")}[printer.paper]
        where = {
            "system": printer.name,
            "tcp": printer.host,
            "device": printer.device,
            "serial": printer.device,
            "folder": t._("PDF files"),
        }.get(printer.kind, "")
        if not where:
            return t._("Choose how it is connected")
        return f"{where}, {paper}"

    def _checks(self) -> tuple[CheckLine, ...]:
        t, f = self._voice.t, self._voice.f
        if self._problem:
            return (CheckLine(text=self._problem, tone="warn"),)
        lines = []
        if self._outcome and not self._asks_cut():
            lines.append(CheckLine(text=self._outcome))
        letters = t._("Every letter prints, sent as a picture")
        lines.append(CheckLine(text=letters, note=t._("any printer")))
        paper = Paper(self._draft.printer_settings().paper)
        dots = t._("{n} dots", n=f.number(paper.dots))
        lines.append(CheckLine(text=t._("Paper width"), note=dots))
        if self._asks_cut():
            lines.append(CheckLine(text=t._("Did the paper cut after the test?"), tone="warn"))
        elif self._cut is not None:
            words = t._("Cuts the paper") if self._cut else t._("Tear the paper off by hand")
            lines.append(CheckLine(text=words))
        if self._drawer:
            lines.append(CheckLine(text=self._drawer))
        return tuple(lines[-4:])

    def _questions(self, errors: Errors) -> PrinterAnswers:
        return PrinterAnswers(
            printer=self._draft.printer_settings(),
            port=self._port_text,
            names=tuple(self._portal.system_printers()) if self._kind == "system" else (),
            ports=tuple(self._portal.serial_ports()) if self._kind == "serial" else (),
            errors=errors,
        )

    def _folder(self) -> FolderState | None:
        if self._kind != "folder":
            return None
        t, path = self._voice.t, self._draft.printer_settings().folder
        return FolderState(
            key="printer.folder",
            label=t._("Folder for PDF files"),
            path=path or t._("not chosen"),
            hint="",
            choose=t._("Choose a folder"),
        )
