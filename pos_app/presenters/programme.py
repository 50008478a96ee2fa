"""The page of the loyalty programme: every key re-computes one example and what the tiers cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final, Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.pricing import Programme
from pos_app.presenters.messages import say
from pos_app.presenters.programme_draft import (
    WINDOWS,
    Errors,
    ProgrammeDraft,
    TierText,
    changes,
    draft_of,
    read_programme,
    with_mode,
    with_tier,
)
from pos_app.presenters.programme_example import ExamplePanel
from pos_app.presenters.programme_state import (
    CardView,
    ModeView,
    ProgrammeState,
    TiersView,
    TierView,
)
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import FieldView, Tone
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.programme_example import rate_of
from pos_app.services.programme_figures import TierFigures, TierFiguresPort, by_known_tier
from pos_app.services.programme_store import MAX_TIERS, MODES, ProgrammeService
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService

_ICONS: Final = ("leaf", "medal", "crown", "star", "heart")
_MODE_ICONS: Final = {"discount": "percent", "points": "sparkles", "both": "layers"}


class ProgrammeViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: ProgrammeState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeParts:
    """What the presenter is joined from. ``is_owner`` is whether the person may change it."""

    service: ProgrammeService
    settings: SettingsService
    figures: TierFiguresPort
    tasks: TaskPort
    voice: Voice
    session: Callable[[], Session]
    is_owner: Callable[[], bool]
    today: Callable[[], date]


class ProgrammePresenter:
    """The form, its unsaved changes, the example beside it."""

    def __init__(self, parts: ProgrammeParts, view: ProgrammeViewPort) -> None:
        self._p = parts
        self._view = view
        self._base = Programme()
        self._saved: ProgrammeDraft | None = None
        self._draft: ProgrammeDraft | None = None
        self._figures: Mapping[str, TierFigures] | None = None
        self._panel = ExamplePanel(parts.voice)
        self._shown: Errors = {}
        self._notice: tuple[str, Tone] = ("", "neutral")
        self._attempt = 0

    # --- coming and going --------------------------------------------------------------------

    def open(self) -> None:
        """Come to the page; what was typed and not saved is still there."""
        if self._draft is None or not self.unsaved:
            self._load()
        elif self._saved is not None:
            self._say(self._p.voice.t._("What you changed is kept here until you save it."), "warn")
        self._count_people()
        self.show()

    @property
    def unsaved(self) -> int:
        """How many fields were changed and not saved."""
        if self._saved is None or self._draft is None:
            return 0
        return changes(self._saved, self._draft)

    def _load(self) -> None:
        _version, self._base = self._p.service.current()
        warn = self._p.settings.current.loyalty.warn_days
        t, f = self._p.voice.t, self._p.voice.f
        name = t.pgettext("tier", "Start")
        self._saved = self._draft = draft_of(self._base, warn, f, name)
        self._shown = {}
        self._notice = ("", "neutral")

    def _count_people(self) -> None:
        since = self._p.today() - timedelta(days=365)

        def job(_control: TaskControl) -> Mapping[str, TierFigures]:
            return self._p.figures.since(since)

        def done(found: Mapping[str, TierFigures]) -> None:
            self._figures = found
            self.show()

        def failed(error: Exception) -> None:
            if not isinstance(error, CodedError):
                raise error
            self._figures = None

        self._p.tasks.run(job, done, failed)

    def take_over(self, before: ProgrammePresenter) -> None:
        """The page was made anew (another language): what was typed goes on being there."""
        if before.unsaved:
            self._base, self._saved, self._draft = before._base, before._saved, before._draft

    # --- gestures ----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> None:
        """A field was typed in; ``example.…`` are the example's own."""
        if key.startswith("example."):
            self._panel.edit(key, text)
            self.show()
            return
        draft = self._may()
        if draft is None:
            return
        name, _, tier_id = key.partition(":")
        if tier_id:
            field = {"name": "name", "start": "start", "earns": "earns", "off": "off"}[name]
            tiers = tuple(
                replace(tier, **{field: text}) if tier.tier_id == tier_id else tier
                for tier in draft.tiers
            )
            draft = replace(draft, tiers=tiers)
        elif name == "on_promotions":
            draft = replace(draft, on_promotions=not text)
        else:
            draft = replace(draft, **{name: text})  # type: ignore[arg-type]
        self._draft = draft
        self._shown.pop(key, None)
        self._notice = ("", "neutral")
        self.show()

    def choose_mode(self, mode: str) -> None:
        """Another way to thank."""
        draft = self._may()
        if draft is not None and mode in MODES:
            self._draft = with_mode(draft, mode, self._p.voice.f)  # type: ignore[arg-type]
            self._shown = {}
            self.show()

    def add_tier(self) -> None:
        """One more tier."""
        draft = self._may()
        if draft is not None:
            number = self._p.voice.f.number(len(draft.tiers) + 1)
            name = self._p.voice.t._("Tier {number}", number=number)
            self._draft = with_tier(draft, name, self._p.voice.f)
            self.show()

    def remove_tier(self, tier_id: str) -> None:
        """Take a tier away; its people stand in the next lower one from then on."""
        draft = self._may()
        if draft is not None and len(draft.tiers) > 1:
            tiers = tuple(tier for tier in draft.tiers if tier.tier_id != tier_id)
            self._draft = replace(draft, tiers=tiers)
            self._shown = {}
            self.show()

    def undo_all(self) -> None:
        """Back to what is in force."""
        if self.unsaved:
            self._load()
            self.show()

    def save(self) -> None:
        """Put the programme in force from the next receipt on."""
        draft = self._may()
        if draft is None or not self.unsaved:
            return
        programme, warn, errors = read_programme(draft, self._base, self._p.voice.f)
        if errors:
            self._shown = errors
            self._attempt += 1
            self._view.alert()
            self.show()
            return
        try:
            session = self._p.session()
            self._p.service.change(session, programme)
            if warn != self._p.settings.current.loyalty.warn_days and draft.mode != "discount":
                self._p.settings.change(session, "loyalty.warn_days", warn)
        except CodedError as error:
            self._refuse(error)
            return
        self._load()
        self._say(self._p.voice.t._("Saved. It applies from the next receipt."), "accent")
        self.show()

    def leave_asked(self) -> None:
        """Esc: nothing is thrown away."""
        if self.unsaved:
            self._say(self._p.voice.t._("What you changed is kept here until you save it."), "warn")

    def _may(self) -> ProgrammeDraft | None:
        if self._draft is None or self._p.is_owner():
            return self._draft
        self._view.alert()
        self.show()
        return None

    def _refuse(self, error: CodedError) -> None:
        self._say(say(error, self._p.voice.t, self._p.voice.f), "danger")
        self._view.alert()
        self.show()

    def _say(self, text: str, tone: Tone) -> None:
        self._notice = (text, tone)

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        draft, saved = self._draft, self._saved
        if draft is None or saved is None:
            return
        t = self._p.voice.t
        programme, _warn, errors = read_programme(draft, self._base, self._p.voice.f)
        owner, count = self._p.is_owner(), self.unsaved
        example = self._panel.view(programme, self._p.today(), has_errors=bool(errors))
        self._view.render(
            ProgrammeState(
                title=t._("Loyalty programme"),
                hint=t._(
                    "Changes apply from the next receipt. "
                    "Points already earned keep their old expiry date."
                ),
                live=t.pgettext("programme", "Live"),
                unsaved=t.ngettext("{n} unsaved change", "{n} unsaved changes", count)
                if count
                else "",
                undo=t._("Undo all"),
                save=t._("Save"),
                can_save=bool(count),
                lock="" if owner else t._("Only the owner changes this. The owner has to sign in."),
                notice=self._notice[0],
                notice_tone=self._notice[1],
                modes_title=t._("How customers benefit"),
                modes=self._modes(draft),
                tiers=self._tiers(draft, programme),
                cards=self._cards(draft),
                example=example,
                tabs=(("form", t._("Programme")), ("example", t._("Live example"))),
                fault=next(iter(self._shown), ""),
                attempt=self._attempt,
            )
        )

    def _modes(self, draft: ProgrammeDraft) -> tuple[ModeView, ...]:
        t = self._p.voice.t
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

    def _tiers(self, draft: ProgrammeDraft, programme: Programme) -> TiersView:
        t, locked = self._p.voice.t, not self._p.is_owner()
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
            rows=self._rows(draft, programme),
            add=t._("Add tier"),
            can_add=len(draft.tiers) < MAX_TIERS and not locked,
            keep=t._("A tier goes down one step at a review, never in between."),
        )

    def _rows(self, draft: ProgrammeDraft, programme: Programme) -> tuple[TierView, ...]:
        known = [tier.tier_id for tier in draft.tiers]
        found = None
        if self._figures is not None:
            found = by_known_tier(self._figures, known, known[0])
        total = sum(each.customers for each in found.values()) if found else 0
        made = {tier.tier_id: tier for tier in programme.tiers}
        rows = []
        for place, text in enumerate(draft.tiers):
            own = found[text.tier_id] if found is not None else None
            tier = made.get(text.tier_id)
            off = tier.discount if tier is not None else 0
            back = rate_of(programme, tier) if draft.mode != "discount" else 0
            rows.append(self._row(place, text, own, total, off + back))
        return tuple(rows)

    def _row(
        self, place: int, text: TierText, own: TierFigures | None, total: int, rate: int
    ) -> TierView:
        t, f = self._p.voice.t, self._p.voice.f
        assert self._draft is not None
        mode, tier_id = self._draft.mode, text.tier_id

        def field(key: str, label: str, value: str, suffix: str) -> FieldView:
            name = f"{key}:{tier_id}"
            return FieldView(
                key=name,
                label=f"{text.name}: {label}",
                text=value,
                suffix=suffix,
                error=self._words(self._shown.get(name, "")),
                right=key != "name",
                locked=not self._p.is_owner(),
            )

        cost = f.money(max(0, own.paid) * rate // 10_000, trim=True) if own is not None else "…"
        removable = place > 0 and self._p.is_owner()
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

    def _cards(self, draft: ProgrammeDraft) -> tuple[CardView, ...]:
        if draft.mode == "discount":
            return ()
        t, f = self._p.voice.t, self._p.voice.f
        per = self._base.point_value_per
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
                        locked=not self._p.is_owner(),
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
            error=self._words(self._shown.get(key, "")),
            right=True,
            locked=not self._p.is_owner(),
        )

    def _words(self, code: str) -> str:
        t, f = self._p.voice.t, self._p.voice.f
        return {
            "": "",
            "money": t._("A sum looks like {example}.", example=f.amount(123450)),
            "percent": t._("From 0 to 100."),
            "days": t._("Enter a number of days."),
            "name": t._("Enter a name."),
            "twice": t._("Another tier begins here."),
            "lowest": t._("The first tier begins at 0."),
        }[code]
