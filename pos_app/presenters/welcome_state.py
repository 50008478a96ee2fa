"""What the welcome page shows where there is no shop yet, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class WayCard:
    """One way to begin; ``key`` is setup, demo or restore, ``cap`` the key that takes it."""

    key: str
    icon: str
    title: str
    text: str
    action: str
    cap: str
    main: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkCard:
    """Something that takes a while: what, how far (hundredths, -1 when not known), the way out."""

    title: str
    text: str
    done: int
    words: str
    cancel: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RestoreCard:
    """What a backup holds: (word, figure) lines, a warning, and the two answers."""

    title: str
    place: str
    facts: tuple[tuple[str, str], ...]
    warning: str
    yes: str
    no: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WelcomeState:
    """The page; ``work`` or ``restore`` take the place of the ways while they are set."""

    mode: Literal["ways", "work", "restore"]
    program: str
    title: str
    text: str
    promise: str
    languages: tuple[tuple[str, str], ...]
    language: str
    ways: tuple[WayCard, ...] = ()
    work: WorkCard | None = None
    restore: RestoreCard | None = None
    problem: str = ""
