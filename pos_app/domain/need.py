"""Guessing what a person needs from what they buy (R26).

A guess is never sure: it carries how often it was seen, when last, and how far it may be trusted,
and it is looked at again after a while. What a person said counts more than any guess.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from pos_app.domain.questionnaire import Wording

AT_FIRST: Final = 5_000
"""Confidence (basis points) of a guess seen just often enough."""

STEP: Final = 1_000
"""What each further receipt adds."""

MOST: Final = 9_000
"""A guess is never surer than this."""

SHORT: Final = 3
"""Words up to this long are looked for whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRule:
    """Who buys these goods on ``receipts`` receipts within ``days`` days seems to have this need.

    Goods are meant by group (codes), by tag, or by a word in their name (folded: lower-case ASCII);
    one of the three is enough. Words of up to three letters must stand alone, longer ones may begin
    a word. ``key`` joins guesses with answers about the same need. A guess is
    looked at again ``review_days`` after it was last seen.
    """

    key: str
    wording: Wording
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    receipts: int = 2
    days: int = 180
    review_days: int = 180

    def means(self, goods: Goods) -> bool:
        """Whether the rule speaks of these goods."""
        return (
            goods.group_code in self.groups
            or not goods.tags.isdisjoint(self.tags)
            or any(_sought(word) in f" {goods.name} " for word in self.words)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """Goods somebody bought and kept. ``name`` is folded; ``receipt`` the sale's uuid."""

    receipt: str
    day: date
    name: str
    group_code: str = ""
    tags: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Guess:
    """What a rule found: on how many ``receipts``, the ``last`` of them and its day."""

    receipts: int
    last: str
    day: date
    confidence: int
    review_on: date


def _sought(word: str) -> str:
    return f" {word} " if len(word) <= SHORT else f" {word}"


def guess(rule: NeedRule, bought: Iterable[Goods], today: date) -> Guess | None:
    """What ``rule`` makes of the purchases; None when they are too few.

    Confidence is 50 % at the rule's own number of receipts, 10 % more with each further one, 90 %
    at most. Lines of one receipt count once.
    """
    since = today - timedelta(days=rule.days)
    seen = {
        goods.receipt: goods.day
        for goods in bought
        if since <= goods.day <= today and rule.means(goods)
    }
    if len(seen) < rule.receipts:
        return None
    last = max(seen, key=lambda receipt: (seen[receipt], receipt))
    return Guess(
        receipts=len(seen),
        last=last,
        day=seen[last],
        confidence=min(MOST, AT_FIRST + STEP * (len(seen) - rule.receipts)),
        review_on=seen[last] + timedelta(days=rule.review_days),
    )


def problems(rule: NeedRule) -> Sequence[str]:
    """What is wrong with a rule: ``wording``, ``goods`` (none named), ``receipts``, ``days``."""
    found = []
    if rule.wording.empty:
        found.append("wording")
    if not (rule.groups or rule.tags or rule.words):
        found.append("goods")
    if not 1 <= rule.receipts <= 50:
        found.append("receipts")
    if not 1 <= rule.days <= 1_100 or not 1 <= rule.review_days <= 1_100:
        found.append("days")
    return found
