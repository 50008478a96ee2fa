"""What merging people needs from the store, as a protocol."""

from __future__ import annotations

from typing import Protocol

from pos_app.services.merge_records import PutAside


class MergeRepo(Protocol):
    """Pairs put aside."""

    def put_aside(self, pair: PutAside) -> bool:
        """Remember a pair; False when it was known already."""

    def take_back(self, first_id: int, second_id: int) -> bool:
        """Forget that a pair was put aside; False when it was not."""
