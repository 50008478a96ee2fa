"""The first section of the programme's form in words: ways to thank, tiers with what they cost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.presenters.programme_draft import WINDOWS, ProgrammeDraft, TierText
from pos_app.presenters.programme_fields import Fields
from pos_app.presenters.programme_state import ModeView, TiersView, TierView
from pos_app.presenters.settings_state import FieldView
from pos_app.presenters.whole_money import whole_money
from pos_app.services.programme_store import MAX_TIERS, MODES, Mode

_ICONS: Final = ("leaf", "medal", "crown", "star", "heart")
_MODE_ICONS: Final = {"discount": "percent", "points": "sparkles", "both": "layers"}


@dataclass(frozen=True, slots=True, kw_only=True)
class TierNumbers:
    """What the table says of each tier by id; None while it is being counted.

    ``people`` stand in the tier; ``planned`` when they would stand there under what is typed, not
    as things are. ``costs`` are minor units of twelve months, empty where there are no receipts.
    """

    people: Mapping[str, int] | None = None
    planned: bool = False
    costs: Mapping[str, int] | None = None


class ProgrammeForm:
    """Turns a draft into modes and tiers to show."""

    def __init__(self, fields: Fields) -> None:
        self._fields = fields
        self._voice = fields.voice

    def mode_words(self, mode: Mode) -> tuple[str, str]:
        """Title and text of a way to thank."""
        t = self._voice.t
        return {
            "discount": (
                t._("Discount card"),
                t._("Cheaper today. The discount is gone from your till at once."),
            ),
            "points": (
                t._("Bonus points"),
                t._("Reward for the next visit. Costs you only when they return."),
            ),
            "both": (
                t.pgettext("loyalty", "Both"),
                t._("Small discount, plus points on what is left to pay."),
            ),
        }[mode]

    def modes(self, draft: ProgrammeDraft) -> tuple[ModeView, ...]:
        """The ways to thank."""
        return tuple(
            ModeView(
                key=mode,
                icon=_MODE_ICONS[mode],
                title=self.mode_words(mode)[0],
                text=self.mode_words(mode)[1],
                chosen=draft.mode == mode,
            )
            for mode in MODES
        )

    def tiers(
        self, draft: ProgrammeDraft, numbers: TierNumbers, more: Sequence[FieldView]
    ) -> TiersView:
        """The table with its own fields, and ``more`` under it."""
        t = self._voice.t
        words = {
            "rolling_12_months": t._("by spend in the last 12 months"),
            "calendar_year": t._("by spend in the calendar year"),
            "all_time": t._("by spend since the first visit"),
        }
        captions = [t._("Tier"), t.pgettext("tier", "From")]
        if draft.mode != "points":
            captions.append(t.pgettext("tier", "Discount"))
        if draft.mode != "discount":
            captions.append(t.pgettext("tier", "Earns"))
        captions.append(t._("Customers then") if numbers.planned else t._("Customers now"))
        captions.append(t._("Cost, 12 months"))
        choices = tuple((key, words[key]) for key in WINDOWS)
        make = self._fields
        same = t._("A tier reached holds for the same receipt")
        return TiersView(
            title=t._("Tiers"),
            note=self._fields.select(
                "window", t._("What counts for a tier"), draft.window, choices
            ),
            captions=tuple(captions),
            rows=self._rows(draft, numbers),
            add=t._("Add tier"),
            can_add=len(draft.tiers) < MAX_TIERS and not make.locked,
            fields=(
                *more,
                make.toggle("same_receipt", same, on=draft.same_receipt),
            ),
        )

    def _rows(self, draft: ProgrammeDraft, numbers: TierNumbers) -> tuple[TierView, ...]:
        total = sum(numbers.people.values()) if numbers.people else 0
        return tuple(
            self._row(place, text, numbers, total, draft.mode)
            for place, text in enumerate(draft.tiers)
        )

    def _row(
        self, place: int, text: TierText, numbers: TierNumbers, total: int, mode: Mode
    ) -> TierView:
        t, f, make = self._voice.t, self._voice.f, self._fields
        tier_id = text.tier_id

        def field(key: str, label: str, value: str, suffix: str) -> FieldView:
            name = f"{text.name}: {label}"
            return make.text(f"{key}:{tier_id}", name, value, suffix, right=key != "name")

        people = None if numbers.people is None else numbers.people.get(tier_id, 0)
        cost = "…"
        if numbers.costs is not None:
            cost = whole_money(numbers.costs.get(tier_id, 0), f) if numbers.costs else "—"
        removable = place > 0 and not make.locked
        return TierView(
            key=tier_id,
            icon=_ICONS[min(place, len(_ICONS) - 1)],
            name=field("name", t._("Name"), text.name, ""),
            start=field("start", t.pgettext("tier", "From"), text.start, f.currency_symbol),
            earns=field("earns", t.pgettext("tier", "Earns"), text.earns, "%")
            if mode != "discount"
            else None,
            off=field("off", t.pgettext("tier", "Discount"), text.off, "%")
            if mode != "points"
            else None,
            customers=f.number(people) if people is not None else "…",
            share=people / total if people and total else 0.0,
            cost=cost,
            remove=t._("Remove the tier {name}", name=text.name) if removable else "",
        )
