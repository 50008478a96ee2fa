"""The programme's page put together from its parts, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from pos_app.domain.pricing import Programme
from pos_app.presenters.day_text import day_text
from pos_app.presenters.programme_draft import ProgrammeDraft
from pos_app.presenters.programme_fields import Fields
from pos_app.presenters.programme_form import ProgrammeForm, TierNumbers
from pos_app.presenters.programme_sections import Sections
from pos_app.presenters.programme_state import (
    CardView,
    ExampleView,
    ProgrammeState,
    VersionView,
    WhenView,
    YearView,
)
from pos_app.presenters.programme_versions import VersionWords
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import Tone
from pos_app.services.programme_example import stacked_prices
from pos_app.services.programme_service import ProgrammeHistory
from pos_app.services.programme_versions import ProgrammeVersion


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the page is at one moment.

    ``broken`` forms make no ``programme`` worth showing; ``faults`` are the codes of the fields
    marked red. ``starts`` is the typed first day, None for the next receipt.
    """

    draft: ProgrammeDraft
    base: Programme
    programme: Programme
    broken: bool
    faults: dict[str, str]
    unsaved: int
    owner: bool
    section: str
    history: ProgrammeHistory | None
    looking: ProgrammeVersion | None
    starts: str | None
    today: date
    notice: tuple[str, Tone]
    attempt: int
    numbers: TierNumbers
    tier_id: str
    example: ExampleView
    year: YearView


class PageWords:
    """Makes states; ``groups`` are the shop's groups of goods by code."""

    def __init__(self, voice: Voice, groups: Mapping[str, str], versions: VersionWords) -> None:
        self._voice, self._groups, self._versions = voice, groups, versions

    def state(self, shown: Shown) -> ProgrammeState:
        """The page."""
        looking, count, t = shown.looking, shown.unsaved, self._voice.t
        make = Fields(self._voice, shown.faults, locked=not shown.owner or looking is not None)
        form, sections = ProgrammeForm(make), Sections(make, self._groups)
        titles = sections.titles(shown.draft.mode)
        section = shown.section if shown.section in dict(titles) else "basics"
        basics = section == "basics"
        more = (sections.review(shown.draft),)
        plain = ProgrammeState(
            title=t._("Loyalty programme"),
            hint=t._(
                "Changes apply from the next receipt or a day you choose. "
                "Points already earned keep their old expiry date."
            ),
            live=t.pgettext("programme", "Live"),
            unsaved=t.ngettext("{n} unsaved change", "{n} unsaved changes", count) if count else "",
            undo=t._("Undo all"),
            save=t._("Save"),
            can_save=bool(count) and looking is None,
            lock="" if shown.owner else t._("Only the owner changes this. "
                                            "The owner has to sign in."),
            notice=shown.notice[0] or self._plan_notice(shown.history),
            notice_tone=shown.notice[1],
            sections=titles,
            section=section,
            modes_title=t._("How customers benefit"),
            modes=form.modes(shown.draft) if basics else (),
            tiers=form.tiers(shown.draft, shown.numbers, more) if basics else None,
            cards=self._cards(sections, section, shown),
            versions=self._rows(shown) if section == "versions" else (),
            example=shown.example,
            year=shown.year,
            example_tab=t._("Live example"),
            fault=next(iter(shown.faults), ""),
            attempt=shown.attempt,
        )  # fmt: skip
        return self._with_versions(plain, shown, make)

    def _with_versions(self, state: ProgrammeState, shown: Shown, make: Fields) -> ProgrammeState:
        """The bar of a version looked at, or of the day a change is to begin."""
        t, looking = self._voice.t, shown.looking
        changing = shown.unsaved and shown.owner and looking is None
        return replace(
            state,
            when=self._when(make, shown) if changing else None,
            looking="" if looking is None else self._versions.title(looking),
            look=t._("Look at it"),
            take=t._("Use these settings") if shown.owner else "",
            back=t._("Back"),
        )

    @staticmethod
    def _cards(sections: Sections, section: str, shown: Shown) -> tuple[CardView, ...]:
        asked = section == "stacking" and not shown.broken
        stacked = stacked_prices(shown.programme, shown.tier_id) if asked else ()
        return sections.cards(section, shown.draft, shown.base, stacked)

    def _rows(self, shown: Shown) -> tuple[VersionView, ...]:
        if shown.history is None:
            return ()
        return self._versions.rows(shown.history, may_withdraw=shown.owner)

    def _plan_notice(self, history: ProgrammeHistory | None) -> str:
        """What is planned: an owner who changes today must know of it."""
        if history is None or not history.later:
            return ""
        return self._voice.t._(
            "Planned: {version}. What you change now holds until then.",
            version=self._versions.title(history.later[0]),
        )

    def _when(self, make: Fields, shown: Shown) -> WhenView:
        t = self._voice.t
        label = t._("In force")
        choices = (
            ("now", t._("from the next receipt")),
            ("day", t._("from a day")),
        )
        chosen = "now" if shown.starts is None else "day"
        choice = make.select("when.choice", label, chosen, choices)
        day = None
        if shown.starts is not None:
            example = day_text(shown.today, self._voice.f)
            day = make.text("when.day", t._("Day"), shown.starts, placeholder=example, right=False)
        return WhenView(label=label, choice=replace(choice, kind="segments"), day=day)
