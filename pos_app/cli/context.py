"""What the commands are handed: the program without a screen, as a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

from pos_app.i18n import Translator


class Finding(Protocol):
    """One difference the check found: the rule broken, the place, and the two figures if any."""

    @property
    def code(self) -> str: ...
    @property
    def where(self) -> str: ...
    @property
    def found(self) -> str: ...
    @property
    def expected(self) -> str: ...


class Program(Protocol):
    """Built by bootstrap; every method opens what it needs and closes it again.

    All may raise ``EnvironmentProblem`` (no shop there, damaged, newer, disk full …) and
    ``PosError``; :func:`pos_app.cli.main.main` turns them into one line and an exit code.
    """

    translator: Translator
    data: Path

    def open_window(self, options: dict[str, Any]) -> int:
        """Open the window; the process's exit code."""

    def check(self) -> Sequence[Finding]:
        """Prove chain, balances, totals, tenders; the differences found."""

    def backup(self) -> str:
        """Make and prove a copy; its path."""

    def restore(self, source: Path, *, dry_run: bool) -> dict[str, Any]:
        """Put a proved copy in the place of the shop's data; what is lost and gained."""

    def migrate(self) -> dict[str, Any]:
        """Bring the data to this program's schema; versions before and after."""

    def demo_day(self, out: Path) -> dict[str, Any]:
        """Play a day in the real window off screen; the files left in ``out``."""

    def smoke(self, out: Path) -> dict[str, Any]:
        """Start, sell, write the receipt, quit; what was found."""
