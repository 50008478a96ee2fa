"""The settings page: sections at the left, one of them open, nothing typed is lost silently."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pos_app.presenters.settings_form import Common, Section
from pos_app.presenters.settings_state import SectionRef, SettingsState, Tone


class SettingsViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: SettingsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class SettingsPresenter:
    """Hands every gesture to the section that is open and shows what came of it."""

    def __init__(self, common: Common, sections: Sequence[Section], view: SettingsViewPort) -> None:
        self._c = common
        self._sections = {section.key: section for section in sections}
        self._view = view
        self._attempt = 0
        self._note: tuple[str, Tone] = ("", "neutral")
        if common.memory.current not in self._sections:
            common.memory.current = next(iter(self._sections))

    @property
    def section(self) -> Section:
        """The open section."""
        return self._sections[self._c.memory.current]

    @property
    def unsaved(self) -> int:
        """Changes not saved, of all sections."""
        return sum(section.unsaved() for section in self._sections.values())

    def open(self) -> None:
        """Come to the page, where it was left."""
        self.section.says = ""
        self.section.opened()
        self._note = ("", "neutral")
        if self.unsaved:
            self._note = (self._kept(), "warn")
        self.show()

    def choose_section(self, key: str) -> None:
        """Another section; what was typed in this one stays typed."""
        if key not in self._sections or key == self.section.key:
            return
        kept = self.section.unsaved()
        self._c.memory.current = key
        self.section.says = ""
        self.section.opened()
        self._note = (self._kept(), "warn") if kept else ("", "neutral")
        self.show()

    def choose_number(self, number: int) -> None:
        """The section at that place, counted from one."""
        keys = list(self._sections)
        if 1 <= number <= len(keys):
            self.choose_section(keys[number - 1])

    def step(self, by: int) -> None:
        """The section above or below."""
        keys = list(self._sections)
        place = keys.index(self.section.key) + by
        self.choose_section(keys[max(0, min(len(keys) - 1, place))])

    def edit(self, key: str, text: str) -> None:
        """A field was typed in."""
        self._note = ("", "neutral")
        self.section.edit(key, text)
        self.show()

    def press(self, action: str, ref: str = "") -> None:
        """A button of the form."""
        self._note = ("", "neutral")
        self.section.press(action, ref)
        self.show()

    def choose(self, block: str, key: str) -> None:
        """A row of a list."""
        self.section.choose(block, key)
        self.show()

    def save(self) -> None:
        """Keep what was typed in the open section."""
        if self.section.locked():
            self._view.alert()
        elif not self.section.save():
            self._attempt += 1
        self.show()

    def undo(self) -> None:
        """Forget what was typed in the open section."""
        self.section.undo()
        self.show()

    def scan(self, text: str) -> bool:
        """A scan; whether the section wanted it."""
        return self.section.heard(text)

    def refresh(self) -> None:
        """Something was changed elsewhere."""
        self.show()

    def leave_words(self) -> str:
        """What to say on leaving: that unsaved changes are kept, or nothing."""
        return self._kept() if self.unsaved else ""

    def _kept(self) -> str:
        return self._c.voice.t._("What you changed is kept here until you save it.")

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, section = self._c.voice.t, self.section
        count, locked = section.unsaved(), section.locked()
        says, tone = (section.says, section.tone) if section.says else self._note
        self._view.render(
            SettingsState(
                sections=tuple(self._ref(each) for each in self._sections.values()),
                current=section.key,
                title=section.title(),
                hint=section.hint(),
                blocks=tuple(section.blocks()),
                side=section.side(),
                unsaved=t.ngettext("{n} unsaved change", "{n} unsaved changes", count)
                if count
                else "",
                notice=says,
                notice_tone=tone,
                lock=t._("Only the owner changes this. The owner has to sign in.")
                if locked
                else "",
                saves=section.saves,
                can_save=bool(count) and not locked,
                fault=self._fault(section),
                attempt=self._attempt,
            )
        )

    def _ref(self, section: Section) -> SectionRef:
        t = self._c.voice.t
        count = section.unsaved()
        mark = t.ngettext("{n} unsaved change", "{n} unsaved changes", count) if count else ""
        return SectionRef(key=section.key, icon=section.icon, title=section.short(), mark=mark)

    @staticmethod
    def _fault(section: Section) -> str:
        first = next(iter(section.errors), "")
        return f"person.{first}" if section.key == "people" and first else first
