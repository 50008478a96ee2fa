"""Rules by which needs are guessed, and needs as they are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol

from pos_app.domain.need import NeedRule
from pos_app.domain.questionnaire import Wording


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRuleRow:
    """A stored rule; ``definition`` is a :class:`~pos_app.domain.need.NeedRule` as JSON."""

    id: int = 0
    uuid: str
    name: str
    definition: str
    enabled: bool = True
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredRule:
    """A rule with its switch; ``people`` is how many have an open or confirmed need by it."""

    id: int
    uuid: str
    rule: NeedRule
    enabled: bool
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownNeed:
    """One need of a person. ``guess``: nobody said it; ``stale``: the day to look at it again has
    come. ``wording`` is that of its rule, for readers of every language; ``text`` as it was said.
    """

    id: int
    key: str
    text: str
    guess: bool
    evidence: Literal["answer", "receipt", "note"]
    evidence_ref: str
    confidence: int
    noticed_on: date
    review_on: date | None
    confirmed: bool
    stale: bool
    wording: Wording | None = None

    def shown(self, language: str) -> str:
        """What to show a reader of ``language``."""
        return self.text if self.wording is None else self.wording.shown(language, language)


@dataclass(frozen=True, slots=True, kw_only=True)
class BoughtLine:
    """Goods a person bought and did not bring back; ``name`` as on the receipt."""

    receipt: str
    day: date
    name: str
    group_code: str
    tags: tuple[str, ...]


class NeedRuleRepo(Protocol):
    """The rules of the shop."""

    def all(self) -> Sequence[NeedRuleRow]:
        """All rules, in the order in which they were made."""

    def put(self, row: NeedRuleRow) -> int:
        """Store a new one (id 0) or all fields of a known one; its id.

        Raises ``PosError("need_rule_unknown")``.
        """

    def people(self) -> dict[int, int]:
        """How many people have a need by each rule that was not dismissed."""

    def bought(self, customer_ids: Sequence[int], since: date) -> Sequence[BoughtLine]:
        """What these people bought from the local day ``since`` on and kept at least in part."""

    def buyers(self, since: date, after: int, limit: int) -> Sequence[int]:
        """Ids above ``after``, in order, of people who bought from ``since`` on."""
