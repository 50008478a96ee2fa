"""The page of the loyalty programme: every key re-computes one example and what a year costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, tzinfo
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.pricing import Programme
from pos_app.presenters.day_text import parse_day
from pos_app.presenters.messages import say
from pos_app.presenters.programme_draft import (
    ProgrammeDraft,
    changes,
    draft_of,
    edited,
    with_mode,
    with_row,
    with_tier,
    without_row,
)
from pos_app.presenters.programme_example import ExamplePanel
from pos_app.presenters.programme_fields import Fields
from pos_app.presenters.programme_page import PageWords, Shown
from pos_app.presenters.programme_people import PeopleCount
from pos_app.presenters.programme_read import Errors, read_programme
from pos_app.presenters.programme_sections import Sections
from pos_app.presenters.programme_state import ProgrammeState
from pos_app.presenters.programme_versions import VersionWords
from pos_app.presenters.programme_year import Later, Replays, YearPanel
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import Tone
from pos_app.presenters.tasks import TaskPort
from pos_app.services.programme_figures import TierFiguresPort
from pos_app.services.programme_service import ProgrammeHistory, ProgrammeService
from pos_app.services.programme_store import MODES
from pos_app.services.programme_versions import ProgrammeVersion
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
    """What the presenter is joined from.

    ``is_owner`` is whether the person may change it; ``groups`` are the groups of goods by code;
    ``later`` does something in a moment, once.
    """

    service: ProgrammeService
    settings: SettingsService
    figures: TierFiguresPort
    replays: Replays
    groups: Callable[[], dict[str, str]]
    tasks: TaskPort
    later: Later
    voice: Voice
    session: Callable[[], Session]
    is_owner: Callable[[], bool]
    today: Callable[[], date]


class ProgrammePresenter:
    """The form, its unsaved changes, the example and the year beside it, the versions."""

    def __init__(self, parts: ProgrammeParts, view: ProgrammeViewPort) -> None:
        self._p = parts
        self._view = view
        self._base = Programme()
        self._saved: ProgrammeDraft | None = None
        self._draft: ProgrammeDraft | None = None
        self._history: ProgrammeHistory | None = None
        self._groups: dict[str, str] = {}
        self._looking: ProgrammeVersion | None = None
        self._section = "basics"
        self._starts = ""
        self._dated = False
        self._people = PeopleCount(parts.figures, parts.tasks, self.show)
        self._panel = ExamplePanel(parts.voice)
        self._year = YearPanel(parts.voice, parts.replays, parts.tasks, parts.later, self.show)
        self._shown: Errors = {}
        self._notice: tuple[str, Tone] = ("", "neutral")
        self._attempt = 0

    # --- coming and going --------------------------------------------------------------------

    def open(self) -> None:
        """Come to the page; what was typed and not saved is still there."""
        self._groups = self._p.groups()
        self._year.open()
        self._people.forget()
        if self._draft is None or not self.unsaved:
            self._load()
        else:
            self._history = self._p.service.history()
            self._say(self._p.voice.t._("What you changed is kept here until you save it."), "warn")
        self.show()

    @property
    def unsaved(self) -> int:
        """How many fields were changed and not saved."""
        if self._saved is None or self._draft is None:
            return 0
        return changes(self._saved, self._draft)

    def _load(self) -> None:
        _version, self._base = self._p.service.current()
        self._history = self._p.service.history()
        self._saved = self._draft = self._draft_of(self._base)
        self._looking = None
        self._starts, self._dated = "", False
        self._shown = {}
        self._notice = ("", "neutral")

    def _draft_of(self, programme: Programme) -> ProgrammeDraft:
        warn = self._p.settings.current.loyalty.warn_days
        t, f = self._p.voice.t, self._p.voice.f
        return draft_of(programme, warn, f, t.pgettext("tier", "Start"))

    def take_over(self, before: ProgrammePresenter) -> None:
        """The page was made anew (another language): what was typed goes on being there."""
        self._section = before._section
        if before.unsaved:
            self._base, self._saved, self._draft = before._base, before._saved, before._draft
            self._starts, self._dated = before._starts, before._dated

    # --- gestures on the form ----------------------------------------------------------------

    def choose_section(self, key: str) -> None:
        """Another part of the form."""
        self._section = key
        self.show()

    def edit(self, key: str, text: str) -> None:
        """A field was typed in; ``example.…`` are the example's own, ``when.…`` the day's."""
        if key.startswith("example."):
            self._panel.edit(key, text)
            self.show()
            return
        draft = self._may()
        if draft is None:
            return
        if key == "when.choice":
            self._dated = text == "day"
        elif key == "when.day":
            self._starts = text
        else:
            self._draft = edited(draft, key, text)
        self._shown.pop(key, None)
        self._notice = ("", "neutral")
        self.show()

    def choose_mode(self, mode: str) -> None:
        """Another way to thank."""
        draft = self._may()
        if draft is not None and mode in MODES:
            self._change(with_mode(draft, mode, self._p.voice.f))

    def add_tier(self) -> None:
        """One more tier."""
        draft = self._may()
        if draft is not None:
            number = self._p.voice.f.number(len(draft.tiers) + 1)
            name = self._p.voice.t._("Tier {number}", number=number)
            self._change(with_tier(draft, name, self._p.voice.f))

    def remove_tier(self, tier_id: str) -> None:
        """Take a tier away; its people stand in the next lower one from then on."""
        draft = self._may()
        if draft is not None and len(draft.tiers) > 1:
            tiers = tuple(tier for tier in draft.tiers if tier.tier_id != tier_id)
            self._change(replace(draft, tiers=tiers))

    def add_row(self, listed: str) -> None:
        """One more row of a list of the form."""
        draft = self._may()
        if draft is not None:
            self._change(with_row(draft, listed, tuple(self._groups), self._p.voice.f))

    def remove_row(self, key: str) -> None:
        """Take a row away; ``key`` is ``list:place``."""
        draft = self._may()
        if draft is not None:
            listed, _, place = key.partition(":")
            self._change(without_row(draft, listed, int(place)))

    def _change(self, draft: ProgrammeDraft) -> None:
        self._draft = draft
        self._shown = {}
        self.show()

    def undo_all(self) -> None:
        """Back to what is in force."""
        if self.unsaved:
            self._load()
            self.show()

    def save(self) -> None:
        """Put the programme in force, from the next receipt or from the chosen day on."""
        draft = self._may()
        if draft is None or not self.unsaved:
            return
        programme, warn, errors = read_programme(draft, self._base, self._p.voice.f)
        starts = self._first_day(errors)
        if errors:
            self._refuse_fields(errors)
            return
        try:
            session = self._p.session()
            self._p.service.change(session, programme, starts)
            if warn != self._p.settings.current.loyalty.warn_days and draft.mode != "discount":
                self._p.settings.change(session, "loyalty.warn_days", warn)
        except CodedError as error:
            self._refuse(error)
            return
        self._load()
        t, f = self._p.voice.t, self._p.voice.f
        words = t._("Saved. It applies from the next receipt.")
        if starts is not None and starts > self._p.today():
            words = t._("Saved. It applies from {date}.", date=f.date(starts))
        self._say(words, "accent")
        self.show()

    def _first_day(self, errors: Errors) -> date | None:
        if not self._dated:
            return None
        try:
            return parse_day(self._starts)
        except ValueError:
            errors["when.day"] = "day"
            return None

    def _refuse_fields(self, errors: Errors) -> None:
        sections = Sections(Fields(self._p.voice, {}, locked=False), self._groups)
        first = next(iter(errors))
        if self._draft is not None:
            self._section = sections.of_field(first, self._draft, self._base) or self._section
        self._shown = errors
        self._attempt += 1
        self._view.alert()
        self.show()

    def leave_asked(self) -> bool:
        """Esc: a version looked at is put away first, nothing typed is thrown away."""
        if self._looking is not None:
            self.look_back()
            return False
        if self.unsaved:
            self._say(self._p.voice.t._("What you changed is kept here until you save it."), "warn")
        return True

    # --- versions ----------------------------------------------------------------------------

    def look_at(self, key: str) -> None:
        """Show an older or a planned version, to read only."""
        for version in self._history.versions if self._history is not None else ():
            if str(version.version) == key:
                self._looking = version
                self._section = "basics"
                self._shown = {}
        self.show()

    def look_back(self) -> None:
        """Back to what is being typed."""
        self._looking = None
        self._section = "versions"
        self.show()

    def take_looked_at(self) -> None:
        """Put the settings of the version looked at into the form, to be saved."""
        version, draft = self._looking, self._may(looking=True)
        if version is None or draft is None:
            return
        taken = self._draft_of(version.programme)
        self._draft = replace(taken, warn=draft.warn)
        self._base = version.programme
        self._looking = None
        self.show()

    def withdraw(self, key: str) -> None:
        """Take a plan back."""
        if self._may() is None:
            return
        try:
            self._p.service.withdraw(self._p.session(), int(key))
        except CodedError as error:
            self._refuse(error)
            return
        self._history = self._p.service.history()
        self._say(self._p.voice.t._("Taken back. What is in force stays in force."), "accent")
        self.show()

    # --- the year ----------------------------------------------------------------------------

    def stop_count(self) -> None:
        """No more counting."""
        self._year.stop()

    def count_again(self) -> None:
        """Count the year once more."""
        self._year.again()

    def _may(self, *, looking: bool = False) -> ProgrammeDraft | None:
        if self._draft is None:
            return None
        if self._p.is_owner() and (looking or self._looking is None):
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

    def _of_shop(self, programme: Programme) -> Programme:
        money = self._p.settings.current.money
        return replace(
            programme, prices_include_tax=money.prices_include_tax, tax_round=money.tax_round
        )

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        typed, saved = self._draft, self._saved
        if typed is None or saved is None:
            return
        looking = self._looking
        draft = typed if looking is None else self._draft_of(looking.programme)
        base = self._base if looking is None else looking.programme
        programme, _warn, errors = read_programme(draft, base, self._p.voice.f)
        self._people.ask(draft.window, self._p.today())
        if not errors:
            now = self._history.now if self._history is not None else None
            force = now.programme if now is not None else self._base
            same = looking is None and typed == saved
            what = force if same else programme
            self._year.ask(self._of_shop(force), self._of_shop(what), self._p.today())
        self._view.render(self._state(draft, base, programme, errors))

    def _state(
        self, draft: ProgrammeDraft, base: Programme, programme: Programme, errors: Errors
    ) -> ProgrammeState:
        settings = self._p.settings.current
        zone: tzinfo = settings.locale.zone
        page = PageWords(
            self._p.voice,
            self._groups,
            VersionWords(self._p.voice, self._groups, zone, settings.loyalty.warn_days),
        )
        broken = bool(errors)
        return page.state(
            Shown(
                draft=draft,
                base=base,
                programme=programme,
                broken=broken,
                faults=self._shown,
                unsaved=self.unsaved,
                owner=self._p.is_owner(),
                section=self._section,
                history=self._history,
                looking=self._looking,
                starts=self._starts if self._dated else None,
                today=self._p.today(),
                notice=self._notice,
                attempt=self._attempt,
                numbers=self._people.numbers(draft, programme, self._base, self._year.result),
                tier_id=self._panel.tier_of(programme),
                example=self._panel.view(programme, self._p.today(), has_errors=broken),
                year=self._year.view(has_errors=broken),
            )
        )
