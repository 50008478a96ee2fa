"""A promotion as it is being typed: its parts with the texts of their fields.

What the form has no fields for is kept as it is (``raw``), so that nothing is lost by opening it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

from pos_app.domain.promotion import Condition, Effect

Group = Literal["when", "then", "unless"]
Sign = Literal["only", "not"]
What = Literal["item", "group", "brand", "tag"]

CONDITIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "min_amount": ("amount",),
    "min_quantity": ("quantity",),
    "max_quantity": ("quantity",),
    "distinct": ("count",),
    "contains": ("quantity",),
    "known": (),
    "first": (),
    "nth": ("count", "every"),
    "birthday": ("before", "after"),
    "tier": ("tiers",),
    "group": ("groups",),
}
"""Kinds of conditions and their own fields."""

BENEFITS: Final[Mapping[str, tuple[str, ...]]] = {
    "percent": ("rate", "target", "max_units", "per_line", "max_amount"),
    "amount": ("amount", "target", "max_units", "per_line", "max_amount"),
    "price": ("price", "price_target", "max_units", "per_line"),
    "free": ("buy", "get", "max_free"),
    "gift": ("find", "quantity", "per_units"),
    "bundle": ("units", "price", "max_bundles"),
    "steps": ("by", "gives", "steps", "target", "max_amount"),
    "first_more": ("first", "more", "max_units", "each_line"),
    "points": ("factor",),
    "coupon": ("campaign",),
}
"""Kinds of benefits and their own fields."""

SCOPED: Final = frozenset(
    {
        "min_amount", "min_quantity", "max_quantity", "distinct", "contains",
        "percent", "amount", "price", "free", "gift", "bundle", "steps", "first_more", "points",
    }
)  # fmt: skip
"""Kinds that may be for some goods only."""

DEFAULTS: Final[Mapping[str, str]] = {
    "quantity": "1",
    "count": "2",
    "before": "7",
    "after": "7",
    "target": "line",
    "price_target": "unit",
    "buy": "2",
    "get": "1",
    "units": "3",
    "by": "quantity",
    "gives": "percent",
    "factor": "2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScopeText:
    """Which goods: ``entries`` are (only or not, what, key); ``open`` shows the fields at all.

    ``sign``, ``what`` and ``find`` are the row in which one more entry is being made.
    """

    open: bool = False
    entries: tuple[tuple[Sign, What, str], ...] = ()
    price_from: str = ""
    price_to: str = ""
    expires: str = ""
    new: bool = False
    sign: Sign = "only"
    what: What = "group"
    find: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PartText:
    """One condition or benefit. ``raw`` is one the form has no fields for."""

    key: str
    kind: str
    values: Mapping[str, str] = field(default_factory=dict)
    scope: ScopeText = field(default_factory=ScopeText)
    raw: Condition | Effect | None = None

    def text(self, name: str) -> str:
        """What stands in a field."""
        return self.values.get(name, "")

    def with_value(self, name: str, text: str) -> PartText:
        """The same with another text in a field."""
        return replace(self, values={**self.values, name: text})


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionText:
    """The whole form. ``uuid`` is "" while it was never kept; days and hours as typed."""

    uuid: str = ""
    rule_id: str = "unsaved"
    name: str = ""
    enabled: bool = True
    when: tuple[PartText, ...] = ()
    then: tuple[PartText, ...] = ()
    unless: tuple[PartText, ...] = ()
    valid_from: str = ""
    valid_to: str = ""
    weekdays: frozenset[int] = frozenset()
    hours: str = ""
    usage_limit: str = ""
    per_customer: str = ""
    budget: str = ""
    priority: str = "0"
    exclusive: bool = False
    combinable: bool = False
    exclusion_group: str = ""
    serial: int = 0

    def parts(self, group: Group) -> tuple[PartText, ...]:
        """The parts under one heading."""
        return {"when": self.when, "then": self.then, "unless": self.unless}[group]

    def every(self) -> Iterable[PartText]:
        """All parts."""
        return (*self.when, *self.then, *self.unless)

    def with_parts(self, group: Group, parts: tuple[PartText, ...]) -> PromotionText:
        """The same with other parts under one heading."""
        if group == "when":
            return replace(self, when=parts)
        return replace(self, then=parts) if group == "then" else replace(self, unless=parts)


def group_of(draft: PromotionText, key: str) -> Group:
    """Under which heading a part stands."""
    if any(part.key == key for part in draft.when):
        return "when"
    return "then" if any(part.key == key for part in draft.then) else "unless"


def part_of(draft: PromotionText, key: str) -> PartText | None:
    """A part by its key."""
    return next((part for part in draft.every() if part.key == key), None)


def with_part(draft: PromotionText, part: PartText) -> PromotionText:
    """The draft with a part in the place of the one with its key."""
    group = group_of(draft, part.key)
    parts = tuple(part if one.key == part.key else one for one in draft.parts(group))
    return draft.with_parts(group, parts)


def added(draft: PromotionText, group: Group, kind: str) -> PromotionText:
    """One more part with what a shop would mean by it."""
    serial = draft.serial + 1
    names = BENEFITS[kind] if group == "then" else CONDITIONS[kind]
    part = PartText(
        key=f"p{serial}",
        kind=kind,
        values={name: DEFAULTS.get(name, "") for name in names},
        scope=ScopeText(open=kind == "contains", what="item" if kind == "contains" else "group"),
    )
    if kind == "contains":
        part = part.with_value("quantity", "")
    return replace(draft, serial=serial).with_parts(group, (*draft.parts(group), part))


def removed(draft: PromotionText, key: str) -> PromotionText:
    """The draft without a part."""
    group = group_of(draft, key)
    return draft.with_parts(group, tuple(one for one in draft.parts(group) if one.key != key))


def with_entry(part: PartText, value: str) -> PartText:
    """The part's goods with one more entry, made in the row under them; twice is once."""
    scope = part.scope
    entry = (scope.sign, scope.what, value.strip())
    kept = tuple(one for one in scope.entries if one != entry)
    entries = (*kept, entry) if entry[2] else kept
    return replace(part, scope=replace(scope, entries=entries, find=""))


def without_entry(part: PartText, place: int) -> PartText:
    """The part's goods without one entry."""
    entries = part.scope.entries
    return replace(
        part, scope=replace(part.scope, entries=(*entries[:place], *entries[place + 1 :]))
    )
