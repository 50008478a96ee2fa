"""What belongs to one computer at the counter, not to the shop: devices, looks, places.

Declared like the shop's settings and kept in a TOML file of the user's configuration folder.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

from pos_app.domain.errors import PosError
from pos_app.services import checks
from pos_app.services.settings import LANGUAGES, SettingDef, build, declared, definitions


@dataclass(frozen=True, slots=True, kw_only=True)
class PrinterSettings:
    """Where slips go. ``kind``: none, system (by ``name``), tcp (``host``, ``port``), device
    (``device`` file), serial (``device``, ``baud``), folder (PDF files into ``folder``).
    """

    kind: str = declared(
        "none", checks.one_of(("none", "system", "tcp", "device", "serial", "folder"))
    )
    name: str = declared("", checks.text(200))
    host: str = declared("", checks.text(253))
    port: int = declared(9100, checks.whole(1, 65535))
    device: str = declared("", checks.text(260))
    baud: int = declared(19200, checks.whole(1200, 921600))
    folder: str = declared("", checks.text(1000))
    paper: str = declared("80", checks.one_of(("80", "58", "a4")))
    cutter: bool = declared(True, checks.flag)
    drawer: bool = declared(True, checks.flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class ScannerPortSettings:
    """A serial scanner at ``device`` ("" for keyboard scanners only)."""

    device: str = declared("", checks.text(260))
    baud: int = declared(9600, checks.whole(1200, 921600))


@dataclass(frozen=True, slots=True, kw_only=True)
class LookSettings:
    """``language`` "" follows the shop; ``scale`` (0 = by the screen) and ``text`` are per cent."""

    language: str = declared("", checks.one_of(("", *LANGUAGES)))
    theme: str = declared("light", checks.one_of(("light", "dark", "system")))
    scale: int = declared(0, checks.one_of((0, 100, 125, 150, 175, 200)))
    text: int = declared(100, checks.one_of((100, 110, 125, 150)))
    full_screen: bool = declared(True, checks.flag)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceSettings:
    """``data`` is the folder of the shop's data ("" = the usual one); ``second_backup`` a folder on
    another medium that gets each day's copy.
    """

    data: str = declared("", checks.text(1000))
    second_backup: str = declared("", checks.text(1000))


@dataclass(frozen=True, slots=True, kw_only=True)
class StationSettings:
    """All settings of this computer, as one value."""

    printer: PrinterSettings = field(default_factory=PrinterSettings)
    scanner: ScannerPortSettings = field(default_factory=ScannerPortSettings)
    look: LookSettings = field(default_factory=LookSettings)
    places: PlaceSettings = field(default_factory=PlaceSettings)

    def value(self, key: str) -> Any:
        """The value of ``key``; raises ``PosError("unknown_setting")``."""
        station_setting(key)
        section, _, name = key.partition(".")
        return getattr(getattr(self, section), name)


STATION_SETTINGS: Final[Mapping[str, SettingDef]] = definitions(StationSettings)


def station_setting(key: str) -> SettingDef:
    """The declaration of ``key``; raises ``PosError("unknown_setting")``."""
    try:
        return STATION_SETTINGS[key]
    except KeyError:
        raise PosError("unknown_setting", key=key) from None


class StationPort(Protocol):
    """Where a station keeps its settings."""

    def load(self) -> Mapping[str, object]:
        """Values by key; empty where nothing was kept. Raises ``EnvironmentProblem``."""

    def save(self, values: Mapping[str, object]) -> None:
        """Keep ``values`` in place of all before, whole or not at all."""


class StationService:
    """The station's settings: read at start, changed by whoever stands there.

    They decide nothing about money or rights, so they ask for no role and leave no journal entry.
    """

    def __init__(self, port: StationPort) -> None:
        self._port = port
        self._current = build(StationSettings, _sound(port.load()))

    @property
    def current(self) -> StationSettings:
        """The settings in force."""
        return self._current

    def change(self, key: str, value: object) -> StationSettings:
        """Set one value and keep it; raises ``unknown_setting`` or ``setting_invalid``."""
        clean = station_setting(key).check(key, value)
        values = {
            each: self._current.value(each)
            for each, definition in STATION_SETTINGS.items()
            if self._current.value(each) != definition.default
        }
        values[key] = clean
        self._port.save(values)
        self._current = build(StationSettings, values)
        return self._current


def _sound(values: Mapping[str, object]) -> Mapping[str, object]:
    """``values`` without those a hand or another version spoilt: a till must start anyway."""
    kept: dict[str, object] = {}
    for key, definition in STATION_SETTINGS.items():
        if key in values:
            try:
                kept[key] = definition.check(key, values[key])
            except PosError:
                continue
    return kept
