"""What undoing a merge needs to know, as JSON in ``customer_merge.image`` (R23).

Keys that hold what is known of a person (names, contacts, notes) are ``fields``; when somebody is
forgotten (R24) that key is emptied, and the merge can no longer be undone. All others hold ids,
dates and sums.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from pos_app.services.merge_records import Owned

Tier = tuple[str | None, str | None, str | None]
"""A tier as stored: id, since, by hand until (ISO days)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Image:
    """The survivor before and after, and what went over.

    ``fields``: by name of the field [before, after], only those that changed; sets as lists, days
    in ISO. ``contacts``: [id, owner before, preferred before, owner after, preferred after];
    ``added_contacts`` and ``added_notes`` were made by the merge. ``owned``: ids by table;
    ``uses`` of those coupons and ``balances`` of those certificates then. ``cards`` and
    ``referred`` (people the merged one had brought) are ids. ``lots``: [lot it came from, lot it
    went to, left in that one then]; ``owed`` went over without a lot; ``settled``: [lot, taken
    from it to fill what was owed]. ``tiers``: survivor, merged, and the survivor's afterwards;
    ``turnover`` the survivor's before.
    ``consents``: [purpose, channel, given before, wording], as far as they changed; ``marks``:
    the last points entry and return then.
    """

    fields: Mapping[str, list[Any]] = field(default_factory=dict)
    contacts: list[list[int]] = field(default_factory=list)
    added_contacts: list[int] = field(default_factory=list)
    added_notes: list[int] = field(default_factory=list)
    owned: Mapping[Owned, list[int]] = field(default_factory=dict)
    uses: Mapping[str, int] = field(default_factory=dict)
    balances: Mapping[str, int] = field(default_factory=dict)
    cards: list[int] = field(default_factory=list)
    referred: list[int] = field(default_factory=list)
    lots: list[list[int]] = field(default_factory=list)
    owed: int = 0
    settled: list[list[int]] = field(default_factory=list)
    tiers: list[list[str | None]] = field(default_factory=list)
    turnover: int = 0
    consents: list[list[Any]] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)


def dump_image(image: Image) -> str:
    """JSON of an image."""
    return json.dumps(asdict(image), ensure_ascii=False, separators=(",", ":"))


def load_image(text: str) -> Image | None:
    """The image saved by :func:`dump_image`; None when it was blanked because of an erasure."""
    data = json.loads(text)
    return Image(**data) if data.get("marks") else None
