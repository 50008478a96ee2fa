"""Step 4, left: every scan says what it is, how it came, and that it was told from typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pos_app.domain.scan import (
    ProductScan,
    RefusedScan,
    Scan,
    ScanKind,
    ScanSettings,
    UnknownScan,
    classify,
)
from pos_app.i18n import Translator
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft
from pos_app.presenters.setup_state import (
    CheckLine,
    FieldState,
    HeardCode,
    ScannerCard,
    ScanReading,
)
from pos_app.services.settings import ScannerSettings

KEPT: Final = 4
_ICONS: Final = {
    ScanKind.PRODUCT: "package",
    ScanKind.WEIGHED: "scale",
    ScanKind.CARD: "id-card",
    ScanKind.COUPON: "ticket-percent",
    ScanKind.CERTIFICATE: "gift",
    ScanKind.RECEIPT: "receipt-text",
    ScanKind.STAFF: "key-round",
    ScanKind.QUANTITY: "hash",
    ScanKind.UNKNOWN: "barcode",
    ScanKind.REFUSED: "ban",
}
_SYMBOLOGIES: Final = {8: "EAN-8", 12: "UPC-A", 13: "EAN-13", 14: "ITF-14"}
_HIDDEN: Final = "••••"


def shop_scan_settings() -> ScanSettings:
    """How codes of a new shop look: the usual settings."""
    usual = ScannerSettings()
    return ScanSettings(
        weighed_templates=usual.weighed_templates,
        card_prefix=usual.card_prefix,
        card_formats=usual.card_formats,
    )


def spaced(code: str) -> str:
    """A long number in groups, as it stands under the bars; other codes as they are."""
    if not code.isdigit():
        return code
    if len(code) == 13:
        return f"{code[:7]} {code[7:]}"
    if len(code) in (8, 12, 16):
        return " ".join(code[at : at + 4] for at in range(0, len(code), 4))
    return code


class ScannerTrial:
    """The scans of this set-up, the newest first. ``ports`` are serial scanners' names."""

    def __init__(
        self,
        draft: SetupDraft,
        voice: Voice,
        show: Callable[[], None],
        ports: Callable[[], Sequence[str]],
        listen: Callable[[str], None],
    ) -> None:
        self._draft = draft
        self._voice = voice
        self._show = show
        self._ports = ports
        self._listen = listen
        self._settings = shop_scan_settings()
        self._heard: list[tuple[ScanReading, Scan]] = []

    def scan(self, reading: ScanReading) -> None:
        """A code was scanned."""
        self._heard.insert(0, (reading, classify(reading.text, self._settings)))
        del self._heard[KEPT:]
        self._show()

    def choose_port(self, port: str) -> None:
        """The scanner sits on a serial port ("" for one that types)."""
        self._draft.scanner_port = port
        self._listen(port)

    def card(self) -> ScannerCard:
        """What the left card shows."""
        t = self._voice.t
        first = self._heard[0] if self._heard else None
        return ScannerCard(
            title=t._("Scanner"),
            hint=t._("Scan a product, a card, anything"),
            status=t._("Working") if first else t._("Waiting"),
            tone="ok" if first else "waiting",
            code=_shown(first[1]) if first else "",
            kind=self._symbology(first[1]) if first else "",
            time=self._time(first[0]) if first else "",
            checks=self._checks(first[0]) if first else (),
            heard_title=t._("You scanned") if self._heard else "",
            heard=tuple(self._line(scan) for _, scan in self._heard),
            invitation=t._("Hold a bar code under the scanner. You need not click anywhere."),
            port=self._port_field(),
        )

    def _port_field(self) -> FieldState | None:
        ports = tuple(self._ports())
        if not ports and not self._draft.scanner_port:
            return None
        t = self._voice.t
        usual = ("", t._("like a keyboard (USB)"))
        return FieldState(
            key="scanner_port",
            kind="select",
            label=t._("The scanner is connected"),
            text=self._draft.scanner_port,
            choices=(usual, *((port, port) for port in ports)),
        )

    def _time(self, reading: ScanReading) -> str:
        if reading.source != "keyboard" or not reading.keys:
            return ""
        return self._voice.t._("{n} ms", n=self._voice.f.number(reading.milliseconds))

    def _checks(self, reading: ScanReading) -> tuple[CheckLine, ...]:
        t, f = self._voice.t, self._voice.f
        if reading.source != "keyboard":
            return (CheckLine(text=t._("Comes by its own cable, apart from the keyboard")),)
        pace = ""
        if reading.keys > 1:
            # a quantity is thousandths, which is what a mean of milliseconds wants
            mean = reading.milliseconds * 10 // (reading.keys - 1) * 100
            pace = t._("{time} ms per key", time=f.quantity(mean))
        lines = [CheckLine(text=t._("Told apart from typing"), note=pace)]
        lines.append(self._end(reading))
        if reading.typed and reading.typed.casefold() != reading.text.casefold():
            lines.append(
                CheckLine(
                    text=t._("Another layout was on, code still right"), note=t._("layout ignored")
                )
            )
        else:
            lines.append(
                CheckLine(text=t._("Keyboard layout does not matter"), note=t._("layout ignored"))
            )
        return tuple(lines)

    def _end(self, reading: ScanReading) -> CheckLine:
        t = self._voice.t
        if reading.end == "enter":
            return CheckLine(text=t._("Ends with Enter"), note=t._("good"))
        if reading.end == "tab":
            return CheckLine(text=t._("Ends with Tab"), note=t._("good"))
        return CheckLine(
            text=t._("Sends no Enter at the end"), note=t._("works, a little slower"), tone="warn"
        )

    def _symbology(self, scan: Scan) -> str:
        t = self._voice.t
        if isinstance(scan, RefusedScan):
            return ""
        if isinstance(scan, ProductScan) and not scan.code.isdigit():
            return "GS1"
        if scan.code.isdigit():
            return _SYMBOLOGIES.get(len(scan.code), t._("number"))
        return t._("letters and digits")

    def _line(self, scan: Scan) -> HeardCode:
        return HeardCode(
            icon=_ICONS[scan.kind], code=_shown(scan), words=kind_words(scan, self._voice.t)
        )


def _shown(scan: Scan) -> str:
    return _HIDDEN if isinstance(scan, RefusedScan) else spaced(scan.code)


def kind_words(scan: Scan, t: Translator) -> str:
    """What a code looks like, before anything is in the shop."""
    if isinstance(scan, RefusedScan):
        if scan.reason == "bank_card":
            return t._("looks like a bank card: never kept")
        return t._("damaged, scan it again")
    if isinstance(scan, UnknownScan):
        if scan.reason == "check_digit":
            return t._("check digit is wrong: misread?")
        return t._("a code of your own")
    return {
        ScanKind.PRODUCT: t._("product, not in the list yet"),
        ScanKind.WEIGHED: t._("goods from the scale"),
        ScanKind.CARD: t._("looks like a loyalty card"),
        ScanKind.COUPON: t._("looks like a coupon"),
        ScanKind.CERTIFICATE: t._("looks like a gift certificate"),
        ScanKind.RECEIPT: t._("the code of a receipt"),
        ScanKind.STAFF: t._("looks like a staff card"),
        ScanKind.QUANTITY: t._("a quantity"),
    }[scan.kind]
