"""The page of the loyalty programme: every key re-computes one example and what the tiers cost."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.pricing import Programme
from pos_app.presenters.messages import say
from pos_app.presenters.programme_draft import (
    Errors,
    ProgrammeDraft,
    changes,
    draft_of,
    read_programme,
    with_mode,
    with_tier,
)
from pos_app.presenters.programme_example import ExamplePanel
from pos_app.presenters.programme_form import ProgrammeForm
from pos_app.presenters.programme_state import ProgrammeState
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import Tone
from pos_app.presenters.tasks import TaskControl, TaskPort
from pos_app.services.programme_figures import TierFigures, TierFiguresPort
from pos_app.services.programme_service import ProgrammeService
from pos_app.services.programme_store import MODES
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService


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
            self._draft = with_mode(draft, mode, self._p.voice.f)
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
        form = ProgrammeForm(self._p.voice, self._shown, locked=not owner)
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
                modes=form.modes(draft),
                tiers=form.tiers(draft, programme, self._figures),
                cards=form.cards(draft, self._base),
                example=example,
                tabs=(("form", t._("Programme")), ("example", t._("Live example"))),
                fault=next(iter(self._shown), ""),
                attempt=self._attempt,
            )
        )
