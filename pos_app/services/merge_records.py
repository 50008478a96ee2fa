"""Rows about one person on file twice: merges, and pairs that are not (R23)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PutAside:
    """Two people who look like one and are not; ``first_id`` is the smaller id."""

    uuid: str
    first_id: int
    second_id: int
    person_id: int | None
    at: datetime
