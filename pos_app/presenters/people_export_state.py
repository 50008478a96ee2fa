"""What the sheet that exports people shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportColumn:
    """A column to tick."""

    key: str
    text: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRow:
    """One of the first people: their cells, or their name struck through and why."""

    name: str
    cells: tuple[str, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleExportState:
    """Ready texts. ``left_out`` is short, ``reasons`` each reason where there are several.

    ``first`` says how many people the preview shows and how many columns it does not: one sentence
    for one column shown, one for two, and so on.

    ``problem`` takes the place of ``note``. ``share`` (0-1) is how far the writing is, None when
    nothing is written; ``stoppable`` then offers to stop it.
    """

    title: str
    matched: str = ""
    left_out: str = ""
    reasons: str = ""
    in_file: str = ""
    purposes: tuple[tuple[str, str], ...] = ()
    purpose: str = ""
    hint: str = ""
    columns: tuple[ExportColumn, ...] = ()
    kinds: tuple[tuple[str, str], ...] = ()
    kind: str = ""
    headings: tuple[str, ...] = ()
    rows: tuple[ExportRow, ...] = ()
    first: tuple[str, ...] = ()
    empty: str = ""
    note: str = ""
    problem: str = ""
    asks_secret: bool = True
    secret_wrong: bool = False
    save: str = ""
    can_save: bool = False
    share: float | None = None
    told: str = ""


class PeopleExportView(Protocol):
    """The sheet as its presenter sees it."""

    def render(self, state: PeopleExportState) -> None:
        """Show this state."""

    def forget_secret(self) -> None:
        """Wipe what was typed and put the cursor there."""

    def close_sheet(self) -> None:
        """Go away."""
