"""What forgetting a person needs from the outside world, as protocols."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from pos_app.services.erasure_records import ErasureCounts, ErasureRow, Forgettable


class ErasureRepo(Protocol):
    """Everything of a person that stands beside the tables of the other repositories."""

    def group(self, customer_id: int) -> Sequence[int]:
        """The person, whom they were merged into, and everybody merged into those (R23)."""

    def counts(self, ids: Sequence[int]) -> ErasureCounts: ...
    def certificates(self, ids: Sequence[int]) -> int:
        """Certificates in their name with money left."""

    def texts(self, ids: Sequence[int]) -> Sequence[str]:
        """Names, phones, e-mails, contacts, notes and answers: what must not be found again."""

    def on_open_sale(self, ids: Sequence[int]) -> bool:
        """Whether one of them is on a sale that is being rung up now."""

    def wipe(self, ids: Sequence[int]) -> None:
        """Take away all that is theirs but the customer record, cards, points and coupons.

        Saved slips keep their figures and lose the name.
        """

    def add(self, row: ErasureRow) -> None:
        """Append to the ledger of erasures."""

    def erased(self) -> Sequence[str]:
        """The uuids of everybody forgotten, oldest first."""

    def unused(self, before: date, limit: int) -> Sequence[Forgettable]:
        """People in use who neither came nor were entered since ``before``, longest ago first."""

    def count_unused(self, before: date) -> int: ...
    def count_old_answers(self, before: date) -> int:
        """Questionnaires filled in before that day."""

    def drop_old_answers(self, before: date) -> int:
        """Delete them; how many."""


class Tombstones(Protocol):
    """A list beside the shop's data that a restore does not touch."""

    def add(self, uuids: Sequence[str]) -> None:
        """Append those that are not in it; durable. Raises ``EnvironmentProblem``."""

    def all(self) -> Sequence[str]: ...


class Shredder(Protocol):
    """The shop's file on the disk."""

    def clear(self, texts: Sequence[str]) -> int:
        """Merge the log, overwrite what is free, and look for ``texts`` in all bytes.

        How many of them are still there. Raises ``EnvironmentProblem``.
        """
