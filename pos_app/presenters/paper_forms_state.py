"""What the page of questionnaires on paper shows; ready texts and flags."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pos_app.services.paper_forms import FoundForm

Choice = tuple[str, str]
"""A key and its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormsState:
    """Keying in at the left, printing at the right.

    ``error`` stands at the code, ``count_error`` at the number of forms. ``person`` is whose name
    goes on the paper; then, and without the right to print many, ``count_note`` says why it is one.
    ``empty`` stands in the place of everything when nothing was ever published. ``opened`` counts
    visits: the field of the code begins anew with each.
    """

    code: str = ""
    error: str = ""
    person: str = ""
    choices: tuple[Choice, ...] = ()
    chosen: str = ""
    languages: tuple[Choice, ...] = ()
    language: str = ""
    count: str = "1"
    count_error: str = ""
    count_note: str = ""
    one_only: bool = False
    empty: str = ""
    can_print: bool = False
    busy: bool = False
    notice: str = ""
    notice_tone: str = "accent"
    opened: int = 0


class PaperFormsViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: PaperFormsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class PaperFormsWays(Protocol):
    """Ways out of the page."""

    def fill(self, found: FoundForm) -> None:
        """To the questions of a form; raises what beginning raises."""

    def save_file(self, suggested: str, write: Callable[[str], None]) -> None:
        """Ask where the PDF goes."""

    def keep(self, path: str, pdf: bytes) -> None:
        """Write it there."""

    def back(self) -> None:
        """To the page one came from."""
