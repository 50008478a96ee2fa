"""What the frame around every page shows, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class RailEntry:
    """One way in the rail: page name, icon, word; ``bottom`` sets it at the lower end."""

    page: str
    icon: str
    text: str
    bottom: bool = False
    locked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class StatusState:
    """One device or fact in the top strip; ``tone`` is ok, warn or danger.

    An ``optional`` one gives way on narrow screens while it is ok.
    """

    key: str
    icon: str
    text: str
    tone: str = "ok"
    optional: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ShellState:
    """The whole frame: where we are, who works, what the devices say.

    ``current`` is the rail entry to mark (a page may belong to another's entry); ``user_hint``
    names the cashier's button for readers.
    """

    place: str = ""
    shift: str = ""
    clock: str = ""
    user: str = ""
    user_hint: str = ""
    statuses: tuple[StatusState, ...] = ()
    rail: tuple[RailEntry, ...] = ()
    current: str = ""
