"""The filter of the list of people as it is chosen and typed, field by field."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from pos_app.domain.customer import Channel
from pos_app.i18n import Formats
from pos_app.presenters.people_filter_state import FieldKind, FilterChip, FilterField
from pos_app.presenters.profile_words import channel_word
from pos_app.presenters.promotion_read import parse_day
from pos_app.presenters.sale_ports import Voice
from pos_app.services.people_records import PeopleFilter

MOST_SHOWN: Final = 25
"""Signs a chip has room for; the name of the filter is cut first, its value last."""

LANGUAGES: Final = (("en", "English"), ("ru", "Русский"), ("pl", "Polski"), ("az", "Azərbaycan"))

_MANY: Final = ("tiers", "groups", "tags")
_DAYS: Final = ("visited_from", "visited_to", "created_from", "created_to")
_MONEY: Final = ("turnover_min", "turnover_max")
_TYPED: Final = (*_DAYS, *_MONEY, "balance_min")
_ASKED: Final = ("has_phone", "has_email", "has_card", "do_not_call", "never_bought")
_SPANS: Final = {
    "visited_to": "visited_from", "created_to": "created_from", "turnover_max": "turnover_min",
}  # fmt: skip
_NO_TIER: Final = "none"
"""Stands for people without a tier, whose id is empty, among keys of choices."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilterChoices:
    """What there is to choose from. ``tiers`` by id with their names."""

    tiers: Sequence[tuple[str, str]] = ()
    groups: Sequence[str] = ()
    tags: Sequence[str] = ()
    needs: Sequence[str] = ()


class FilterForm:
    """``wanted`` is the filter as far as it can be read; ``errors`` by the key of the field;
    ``choices`` what there is to choose from."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice
        self.choices = FilterChoices()
        self.wanted = PeopleFilter()
        self.errors: dict[str, str] = {}
        self._typed: dict[str, str] = {}

    def set(self, wanted: PeopleFilter) -> None:
        """Begin with a whole filter: a kept view, or nothing asked for."""
        self.wanted, self.errors = wanted, {}
        self._typed = {
            key: _shown(key, getattr(wanted, key), self._voice.f)
            for key in _TYPED
            if getattr(wanted, key) is not None
        }

    def put(self, key: str, value: str) -> None:
        """Something was chosen or typed in a field."""
        if key in _MANY:
            self._toggle(key, "" if value == _NO_TIER else value, empty=not value)
        elif key in _ASKED:
            self._write(key, {"yes": True, "no": False}.get(value))
        elif key in _TYPED:
            self._type(key, value)
        elif key == "born_month":
            self._write(key, int(value) if value else None)
        elif key == "consent":
            self._write(key, value or None)
        else:
            self._write(key, value)

    def take_away(self, chip: str) -> None:
        """A chip's cross was pressed."""
        key, _, value = chip.partition(":")
        if key in _MANY:
            self._toggle(key, value, empty=False)
            return
        self._typed.pop(key, None)
        self.errors.pop(key, None)
        self._write(key, getattr(PeopleFilter(), key))

    def _write(self, key: str, value: Any) -> None:
        self.wanted = replace(self.wanted, **{key: value})

    def _toggle(self, key: str, value: str, *, empty: bool) -> None:
        has: tuple[str, ...] = getattr(self.wanted, key)
        if empty:
            made: tuple[str, ...] = ()
        elif value in has:
            made = tuple(one for one in has if one != value)
        else:
            made = (*has, value)
        self._write(key, made)

    def _type(self, key: str, text: str) -> None:
        self._typed[key] = text
        self.errors.pop(key, None)
        value: date | int | None = None
        if text.strip():
            try:
                value = _read(key, text, self._voice.f)
            except ValueError:
                self.errors[key] = "day" if key in _DAYS else "number"
        self._write(key, value)
        for last, first in _SPANS.items():
            begin, end = getattr(self.wanted, first), getattr(self.wanted, last)
            if self.errors.get(last) == "order":
                del self.errors[last]
            if begin is not None and end is not None and end < begin:
                self.errors[last] = "order"

    # --- in words ----------------------------------------------------------------------------

    def fields(self) -> tuple[FilterField, ...]:
        """All fields, as they stand in the panel."""
        t, choices = self._voice.t, self.choices
        tiers = (*((key, name) for key, name in choices.tiers), (_NO_TIER, t._("No tier")))
        months = enumerate(self._voice.f.month_names(), start=1)
        channels = [(one.value, channel_word(t, one)) for one in Channel]
        return (
            self._many("tiers", t._("Tier"), tiers, section=t._("Who")),
            self._many("groups", t._("Groups"), _same(choices.groups)),
            self._many("tags", t._("Tags"), _same(choices.tags)),
            self._pick("born_month", t._("Birthday in"), [(str(n), name) for n, name in months]),
            self._pick("language", t._("Language"), LANGUAGES),
            self._pick("need", t._("Need"), _same(choices.needs)),
            self._ask("has_phone", t._("Phone"), section=t._("How to reach them")),
            self._ask("has_email", t._("E-mail")),
            self._ask("has_card", t._("Card")),
            self._pick("consent", t._("Agreed to offers by"), channels),
            self._ask("do_not_call", t._("Asked not to be called")),
            self._ask("never_bought", t._("Never bought"), section=t._("Visits and purchases")),
            self._text("visited_from", t._("Last visit from")),
            self._text("visited_to", t._("Last visit to")),
            self._text("turnover_min", t._("Bought in all from")),
            self._text("turnover_max", t._("Bought in all to")),
            self._text("balance_min", t._("Points from")),
            self._text("created_from", t._("With us from")),
            self._text("created_to", t._("With us to")),
        )

    def chips(self) -> tuple[FilterChip, ...]:
        """Every filter in force."""
        found: list[FilterChip] = []
        for field in self.fields():
            value = getattr(self.wanted, field.key)
            if field.kind == "many":
                words = dict(field.choices)
                found += [
                    _chip(f"{field.key}:{one}", words.get(one or _NO_TIER, one).removeprefix("✓ "))
                    for one in value
                ]
            elif value not in (None, ""):
                found.append(_chip(field.key, self._said(field)))
        if self.wanted.household_id is not None:
            found.append(FilterChip(key="household_id", text=self._voice.t._("One household")))
        return tuple(found)

    def _said(self, field: FilterField) -> str:
        t = self._voice.t
        if field.kind == "text":
            value = field.text.strip()
            return f"{_cut(field.label, MOST_SHOWN - len(value) - 1)} {value}"
        value = dict(field.choices).get(field.chosen, "")
        # L10N: a filter in force: its name and its value
        return t._(
            "{what}: {value}", what=_cut(field.label, MOST_SHOWN - len(value) - 2), value=value
        )

    def _many(
        self, key: str, label: str, choices: Sequence[tuple[str, str]], section: str = ""
    ) -> FilterField:
        has = [one or _NO_TIER for one in getattr(self.wanted, key)]
        words = dict(choices)
        known = [*choices, *((one, one) for one in has if one not in words)]
        shown = ", ".join(words.get(one, one) for one in has) or self._any()
        marked = [(one, f"✓ {text}" if one in has else text) for one, text in known]
        return _field(key, label, "many", section, (("", shown), *marked), "")

    def _pick(self, key: str, label: str, choices: Sequence[tuple[str, str]]) -> FilterField:
        chosen = getattr(self.wanted, key)
        chosen = "" if chosen is None else str(chosen)
        known = list(choices)
        if chosen and chosen not in dict(known):
            known.append((chosen, chosen))
        return _field(key, label, "pick", "", (("", self._any()), *known), chosen)

    def _ask(self, key: str, label: str, section: str = "") -> FilterField:
        t = self._voice.t
        chosen = {True: "yes", False: "no", None: ""}[getattr(self.wanted, key)]
        choices = (("", self._any()), ("yes", t._("yes")), ("no", t._("no")))
        return _field(key, label, "ask", section, choices, chosen)

    def _text(self, key: str, label: str) -> FilterField:
        t = self._voice.t
        errors: Mapping[str, str] = {
            "day": t._("A day looks like {example}.", example="24.12.2026"),
            "number": t._("A number is needed here."),
            "order": t._("This ends before it begins."),
        }
        return FilterField(
            key=key,
            label=label,
            kind="text",
            text=self._typed.get(key, ""),
            hint="24.12.2026" if key in _DAYS else "",
            error=errors.get(self.errors.get(key, ""), ""),
        )

    def _any(self) -> str:
        # L10N: a filter that asks for nothing
        return self._voice.t.pgettext("filter", "Any")


def _field(
    key: str, label: str, kind: FieldKind, section: str, choices: tuple[tuple[str, str], ...],
    chosen: str,
) -> FilterField:  # fmt: skip
    return FilterField(
        key=key, label=label, kind=kind, section=section, choices=choices, chosen=chosen
    )


def _same(words: Sequence[str]) -> list[tuple[str, str]]:
    return [(word, word) for word in words]


def _chip(key: str, text: str) -> FilterChip:
    return FilterChip(key=key, text=_cut(text, MOST_SHOWN))


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: max(3, most - 1)]}…"


def _read(key: str, text: str, f: Formats) -> date | int:
    if key in _DAYS:
        return parse_day(text)
    return f.parse_money(text) if key in _MONEY else f.parse_points(text)


def _shown(key: str, value: Any, f: Formats) -> str:
    if key in _DAYS:
        return str(value.strftime("%d.%m.%Y"))
    return f.amount(value, trim=True) if key in _MONEY else f.points(value)
