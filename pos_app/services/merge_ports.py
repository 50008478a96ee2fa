"""What merging people needs from the store, as a protocol."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from pos_app.services.merge_records import MergeRow, Owned, PutAside
from pos_app.services.records import TurnoverEntry


class MergeRepo(Protocol):
    """Merges, what goes over with them, and pairs put aside."""

    def put_aside(self, pair: PutAside) -> bool:
        """Remember a pair; False when it was known already."""

    def take_back(self, first_id: int, second_id: int) -> bool:
        """Forget that a pair was put aside; False when it was not."""

    def add(self, row: MergeRow) -> int: ...
    def by_uuid(self, uuid: str) -> MergeRow | None: ...
    def recent(self, limit: int) -> Sequence[MergeRow]:
        """The last merges, newest first, undone ones too."""

    def last_into(self, survivor_id: int) -> MergeRow | None:
        """The last merge into a person that was not undone."""

    def undone(self, customer_id: int) -> Sequence[str]:
        """Identities of the undone merges a person had part in."""

    def set_undone(self, merge_id: int, at: datetime, person_id: int) -> None: ...
    def turnover(self, customer_id: int) -> Sequence[TurnoverEntry]:
        """All turnover of a person, oldest first."""

    def marks(self) -> tuple[int, int]:
        """The last points entry and the last return so far."""

    def spent_since(self, customer_id: int, entry_id: int) -> bool:
        """Whether a person paid with points after that entry."""

    def returned_since(self, customer_id: int, return_id: int) -> bool:
        """Whether goods came back after that return that somebody merged into them had bought."""

    def owned(self, table: Owned, customer_id: int) -> Sequence[int]:
        """Ids of what a person has of this kind, oldest first."""

    def hand_over(self, table: Owned, row_id: int, customer_id: int) -> None:
        """Make it somebody else's; nothing happens when it is gone."""

    def owner(self, table: Owned, row_id: int) -> int | None:
        """Whose it is; None when it is gone."""

    def referred(self, customer_id: int) -> Sequence[int]:
        """Ids of the people somebody brought."""
