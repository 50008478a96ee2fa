"""Where the texts of consents are kept, as a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.customer import Channel, Purpose


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRow:
    """One stored text."""

    version: str
    purpose: Purpose
    channel: Channel | None
    language: str
    text: str
    at: datetime
    person_id: int | None = None


class WordingRepo(Protocol):
    """The texts, which only grow."""

    def versions(self) -> Sequence[str]:
        """Those stored, oldest first."""

    def of(self, version: str) -> Sequence[WordingRow]: ...
    def add(self, uuid: str, row: WordingRow) -> None: ...
