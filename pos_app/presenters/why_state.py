"""An explanation as it is shown: sections of rows, every text ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

WhyTone = Literal["plain", "result", "gain", "warn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyRow:
    """One step: what it is, why, what it took or gave, and what stands then.

    ``spoken`` is the whole step in one sentence for a screen reader.
    """

    title: str
    detail: str = ""
    change: str = ""
    left: str = ""
    tone: WhyTone = "plain"
    spoken: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WhySection:
    """Rows that belong together: a line, the points, what does not apply."""

    title: str
    note: str = ""
    rows: tuple[WhyRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WhyPanel:
    """ "Why this price" beside the open sale; ``subtitle`` names the chosen line."""

    title: str
    subtitle: str
    sections: tuple[WhySection, ...]
