"""The answers of a set-up so far, as they were typed: nothing is lost by going back."""

from __future__ import annotations

from dataclasses import dataclass, field

from pos_app.services.setup import ShopAnswers
from pos_app.services.station import PrinterSettings


@dataclass(slots=True, kw_only=True)
class TaxRow:
    """A tax as typed."""

    key: str
    name: str = ""
    rate: str = ""


@dataclass(slots=True, kw_only=True)
class PersonRow:
    """A person as typed; ``role`` is cashier or senior."""

    key: str
    name: str = ""
    pin: str = ""
    role: str = "cashier"


@dataclass(slots=True, kw_only=True)
class SetupDraft:
    """Everything asked. ``rounding`` "" stands for the usual one of the currency."""

    language: str = "en"
    currency: str = "EUR"
    zone: str = "UTC"
    region: str = ""
    rounding: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    """Shop settings by key: ``shop.name`` …"""
    logo: str = ""
    """Path of the picture chosen, "" for none."""
    taxes: list[TaxRow] = field(default_factory=lambda: [TaxRow(key="tax1")])
    inclusive: bool = True
    mode: str = "points"
    printer: dict[str, object] = field(default_factory=dict)
    """Station settings that differ from the usual: ``printer.kind`` …"""
    scanner_port: str = ""
    owner: str = ""
    pin: str = ""
    again: str = ""
    people: list[PersonRow] = field(default_factory=lambda: [PersonRow(key="person1")])
    second_backup: str = ""
    rows_made: int = 1

    def next_key(self, word: str) -> str:
        """A key no row had before."""
        self.rows_made += 1
        return f"{word}{self.rows_made}"

    def printer_settings(self) -> PrinterSettings:
        """The printer as answered so far."""
        values = {key.partition(".")[2]: value for key, value in self.printer.items()}
        return PrinterSettings(**values)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True, kw_only=True)
class SetupResult:
    """What is made of the answers: the shop's, this computer's, and the logo's picture."""

    answers: ShopAnswers
    station: dict[str, object]
    logo: str = ""
