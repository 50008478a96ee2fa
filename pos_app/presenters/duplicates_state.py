"""What the page of people on file twice shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass

from pos_app.presenters.sale_state import ApprovalView


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateColumn:
    """A column of the list: caption, width (0: what is left), left out when narrow."""

    title: str
    width: int = 0
    spare: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateRow:
    """A pair, a field of two people, or a merge; ``taken`` is the cell that is kept (−1: none)."""

    key: str
    cells: tuple[str, ...]
    taken: int = -1
    quiet: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicateAction:
    """A button at the right; the first one is the main one."""

    key: str
    text: str
    icon: str
    cap: str
    enabled: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesState:
    """The whole page: pairs or merges with ``tabs``, or two people beside each other without.

    ``facts`` are (words, value) about what is chosen, or of the survivor after the merge;
    ``side`` of ``sides`` is whose value of the chosen field is kept ("" where there is no choice).
    ``busy`` says how far the search is; it can be stopped.
    """

    title: str = ""
    detail: str = ""
    tabs: tuple[tuple[str, str], ...] = ()
    tab: str = "pairs"
    columns: tuple[DuplicateColumn, ...] = ()
    rows: tuple[DuplicateRow, ...] = ()
    chosen: str = ""
    empty_title: str = ""
    empty_hint: str = ""
    busy: str = ""
    side_title: str = ""
    sides: tuple[tuple[str, str], ...] = ()
    side: str = ""
    facts: tuple[tuple[str, str], ...] = ()
    actions: tuple[DuplicateAction, ...] = ()
    notice: str = ""
    notice_tone: str = "danger"
    approval: ApprovalView | None = None
