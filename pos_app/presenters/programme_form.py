"""The form of the programme in words: ways to thank, tiers with what they cost, cards below."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.domain.pricing import Programme
from pos_app.presenters.programme_draft import WINDOWS, Errors, ProgrammeDraft, TierText
from pos_app.presenters.programme_state import CardView, ModeView, TiersView, TierView
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import FieldView
from pos_app.services.programme_example import rate_of
from pos_app.services.programme_figures import TierFigures, by_known_tier
from pos_app.services.programme_store import MAX_TIERS, MODES, Mode

_ICONS: Final = ("leaf", "medal", "crown", "star", "heart")
_MODE_ICONS: Final = {"discount": "percent", "points": "sparkles", "both": "layers"}


class ProgrammeForm:
    """Turns a draft into what is shown; ``errors`` are codes by field."""

    def __init__(self, voice: Voice, errors: Errors, *, locked: bool) -> None:
        self._voice, self._errors, self._locked = voice, errors, locked

    def modes(self, draft: ProgrammeDraft) -> tuple[ModeView, ...]:
        """The ways to thank."""
        t = self._voice.t
        words = {
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
        }
        return tuple(
            ModeView(
                key=mode,
                icon=_MODE_ICONS[mode],
                title=words[mode][0],
                text=words[mode][1],
                chosen=draft.mode == mode,
            )
            for mode in MODES
        )

    def tiers(
        self,
        draft: ProgrammeDraft,
        programme: Programme,
        figures: Mapping[str, TierFigures] | None,
    ) -> TiersView:
        """The table; ``figures`` None while they are being read."""
        t, locked = self._voice.t, self._locked
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
        captions += [t._("Customers now"), t._("Cost, 12 months")]
        return TiersView(
            title=t._("Tiers"),
            note=FieldView(
                key="window",
                label=t._("What counts for a tier"),
                kind="select",
                text=draft.window,
                choices=tuple((key, words[key]) for key in WINDOWS),
                locked=locked,
            ),
            captions=tuple(captions),
            rows=self._rows(draft, programme, figures),
            add=t._("Add tier"),
            can_add=len(draft.tiers) < MAX_TIERS and not locked,
            keep=t._("A tier goes down one step at a review, never in between."),
        )

    def _rows(
        self,
        draft: ProgrammeDraft,
        programme: Programme,
        figures: Mapping[str, TierFigures] | None,
    ) -> tuple[TierView, ...]:
        known = [tier.tier_id for tier in draft.tiers]
        found = None
        if figures is not None:
            found = by_known_tier(figures, known, known[0])
        total = sum(each.customers for each in found.values()) if found else 0
        made = {tier.tier_id: tier for tier in programme.tiers}
        rows = []
        for place, text in enumerate(draft.tiers):
            own = found[text.tier_id] if found is not None else None
            tier = made.get(text.tier_id)
            off = tier.discount if tier is not None else 0
            back = rate_of(programme, tier) if draft.mode != "discount" else 0
            rows.append(self._row(place, text, own, total, off + back, draft.mode))
        return tuple(rows)

    def _row(
        self,
        place: int,
        text: TierText,
        own: TierFigures | None,
        total: int,
        rate: int,
        mode: Mode,
    ) -> TierView:
        t, f = self._voice.t, self._voice.f
        tier_id = text.tier_id

        def field(key: str, label: str, value: str, suffix: str) -> FieldView:
            name = f"{key}:{tier_id}"
            return FieldView(
                key=name,
                label=f"{text.name}: {label}",
                text=value,
                suffix=suffix,
                error=self._words(self._errors.get(name, "")),
                right=key != "name",
                locked=self._locked,
            )

        cost = f.money(max(0, own.paid) * rate // 10_000, trim=True) if own is not None else "…"
        removable = place > 0 and not self._locked
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
            customers=f.number(own.customers) if own is not None else "…",
            share=own.customers / total if own is not None and total else 0.0,
            cost=cost,
            remove=t._("Remove the tier {name}", name=text.name) if removable else "",
        )

    def cards(self, draft: ProgrammeDraft, base: Programme) -> tuple[CardView, ...]:
        """Spending and expiry; none where there are no points."""
        if draft.mode == "discount":
            return ()
        t, f = self._voice.t, self._voice.f
        per = base.point_value_per
        worth = t._("1 point is worth")
        if per != 1:
            worth = t.ngettext("{n} point is worth", "{n} points are worth", per)
        return (
            CardView(
                title=t._("Spending points"),
                fields=(
                    self._field("value", worth, draft.value, f.currency_symbol),
                    self._field("share", t._("Pay with points up to"), draft.share,
                                t._("% of receipt")),
                    FieldView(
                        key="on_promotions",
                        label=t._("Not on promotion goods"),
                        kind="toggle",
                        text="" if draft.on_promotions else "1",
                        locked=self._locked,
                    ),
                ),
            ),
            CardView(
                title=t.pgettext("points", "Expiry"),
                fields=(
                    self._field("expires", t._("Points live"), draft.expires, t._("days"),
                                placeholder=t._("for ever")),
                    self._field("delay", t._("Can be spent after"), draft.delay, t._("days")),
                    self._field("warn", t._("Warn on the receipt"), draft.warn,
                                t._("days before")),
                ),
                note=t._("Oldest points are spent first."),
            ),
        )  # fmt: skip

    def _field(
        self, key: str, label: str, text: str, suffix: str, *, placeholder: str = ""
    ) -> FieldView:
        return FieldView(
            key=key,
            label=label,
            text=text,
            suffix=suffix,
            placeholder=placeholder,
            error=self._words(self._errors.get(key, "")),
            right=True,
            locked=self._locked,
        )

    def _words(self, code: str) -> str:
        t, f = self._voice.t, self._voice.f
        return {
            "": "",
            "money": t._("A sum looks like {example}.", example=f.amount(123450)),
            "percent": t._("From 0 to 100."),
            "days": t._("Enter a number of days."),
            "name": t._("Enter a name."),
            "twice": t._("Another tier begins here."),
            "lowest": t._("The first tier begins at 0."),
        }[code]
