"""What the set-up pages show, ready to draw, and what the page tells of a scan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

StepKey = Literal["language", "shop", "loyalty", "devices", "people", "backup"]
Tone = Literal["ok", "warn", "waiting"]
FieldKind = Literal["text", "secret", "select", "toggle", "lines"]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepMark:
    """A step at the left: ``done`` has a tick, ``current`` stands out, ``ahead`` is quiet.

    ``reachable`` steps can be gone to.
    """

    key: StepKey
    title: str
    note: str
    state: Literal["done", "current", "ahead"]
    reachable: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldState:
    """One question. ``wide`` takes the whole row; ``text`` is the key for a selection.

    A toggle's ``text`` is "1" or "".
    """

    key: str
    label: str
    text: str = ""
    kind: FieldKind = "text"
    choices: tuple[tuple[str, str], ...] = ()
    hint: str = ""
    error: str = ""
    placeholder: str = ""
    optional: str = ""
    wide: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class RowState:
    """A line of fields that belong together (a tax, a person); ``remove`` names its button."""

    key: str
    fields: tuple[FieldState, ...]
    remove: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionState:
    """A card of questions, rows below them, and the words of the button that adds a row."""

    key: str
    title: str
    note: str = ""
    icon: str = ""
    fields: tuple[FieldState, ...] = ()
    rows: tuple[RowState, ...] = ()
    add: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureState:
    """The logo: the picture, what to press, what is wrong with it."""

    label: str
    hint: str
    choose: str
    remove: str
    image: bytes = b""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FolderState:
    """A folder that can be chosen, shown in full."""

    key: str
    label: str
    path: str
    hint: str
    choose: str = ""
    remove: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FormPage:
    """A step made of questions. ``facts`` are (icon, sentence) lines at its foot."""

    sections: tuple[SectionState, ...] = ()
    languages: tuple[tuple[str, str], ...] = ()
    language: str = ""
    language_label: str = ""
    picture: PictureState | None = None
    folders: tuple[FolderState, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveBar:
    """What is given away at one time: ``share`` of the largest in hundredths, the sum in words."""

    word: str
    share: int
    amount: str
    tone: Literal["warn", "accent"]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyCard:
    """One way to thank a customer. ``points`` are (in favour, sentence)."""

    key: str
    icon: str
    title: str
    points: tuple[tuple[bool, str], ...]
    give: str
    bars: tuple[GiveBar, ...]
    buys: str
    pays: str
    gets: str
    badge: str = ""
    chosen: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LoyaltyPage:
    """The three ways."""

    cards: tuple[LoyaltyCard, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckLine:
    """Something found out about a device, good or not, with a quiet word at the right."""

    text: str
    note: str = ""
    tone: Tone = "ok"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeardCode:
    """A code scanned a moment ago and what it looks like."""

    icon: str
    code: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerCard:
    """The scanner tried live. ``code`` "" while nothing has been scanned."""

    title: str
    hint: str
    status: str
    tone: Tone
    code: str
    kind: str
    time: str
    checks: tuple[CheckLine, ...]
    heard_title: str
    heard: tuple[HeardCode, ...]
    invitation: str
    port: FieldState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterCard:
    """The printer tried live. ``asks_cut`` shows the two answers."""

    title: str
    hint: str
    status: str
    tone: Tone
    fields: tuple[FieldState, ...]
    folder: FolderState | None
    checks: tuple[CheckLine, ...]
    test: str
    can_test: bool
    busy: bool
    asks_cut: bool
    cut_yes: str
    cut_no: str
    drawer: str
    can_kick: bool
    to_pdf: str
    slip: bytes
    slip_words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DevicesPage:
    """Scanner and printer."""

    scanner: ScannerCard
    printer: PrinterCard


StepPage = FormPage | LoyaltyPage | DevicesPage


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupState:
    """The whole wizard. ``problem`` is a failure in words over the buttons; ``busy`` while the
    shop is made.
    """

    heading: str
    duration: str
    promise: str
    steps: tuple[StepMark, ...]
    step: StepKey
    number: str
    title: str
    text: str
    back: str
    go_on: str
    hint: str
    page: StepPage
    problem: str = ""
    busy: bool = False
    fault: str = ""
    """Key of the first field with an error; the page goes there once per ``attempt``."""
    attempt: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanReading:
    """A scan with how it came: ``keys`` signs in ``milliseconds``; ``end`` is the key after it.

    ``typed`` is what the keyboard's layout made of the same keys, "" for a serial scanner.
    """

    text: str
    source: str = "keyboard"
    typed: str = ""
    keys: int = 0
    milliseconds: int = 0
    end: Literal["enter", "tab", ""] = ""
