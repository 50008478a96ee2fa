"""What the panel of filters shows, ready-made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

FieldKind = Literal["pick", "ask", "many", "text"]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterField:
    """One thing to filter by. ``pick`` one of ``choices``; ``ask`` any, yes or no; ``many`` adds
    and takes away; ``text`` is typed. ``section`` begins a new group of fields."""

    key: str
    label: str
    kind: FieldKind
    section: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
    text: str = ""
    hint: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChip:
    """A filter in force, to be taken away by a tap."""

    key: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterPanelState:
    """The panel. ``views`` are kept ones by id, the first choice is none of them.

    ``naming`` is what is being named: "new", "rename" or nothing; ``can_keep`` says whether whoever
    is signed in keeps views, ``can_change`` whether a view is chosen and what it asks for differs.
    """

    open: bool = False
    count: str = ""
    fields: tuple[FilterField, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    views: tuple[tuple[str, str], ...] = ()
    view: str = ""
    can_keep: bool = False
    can_change: bool = False
    naming: str = ""
    name: str = ""
    error: str = ""
