"""The versions of the programme in words: from when, by whom, and what each of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, tzinfo
from typing import Final

from pos_app.domain.pricing import Programme
from pos_app.presenters.programme_draft import ProgrammeDraft, draft_of
from pos_app.presenters.programme_fields import Fields
from pos_app.presenters.programme_form import ProgrammeForm, TierNumbers
from pos_app.presenters.programme_sections import SECTIONS, Sections
from pos_app.presenters.programme_state import VersionView
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import FieldView
from pos_app.services.programme_service import ProgrammeHistory
from pos_app.services.programme_versions import ProgrammeVersion

_OF_TIER: Final = frozenset({"tier", "name", "start", "earns", "off"})
"""Facts of one tier: a tier that came or went is told as a whole, one that stayed by its parts."""


class VersionWords:
    """Tells versions; ``groups`` are the shop's groups of goods by code."""

    def __init__(self, voice: Voice, groups: dict[str, str], zone: tzinfo, warn: int) -> None:
        self._voice, self._groups, self._zone, self._warn = voice, groups, zone, warn

    def rows(self, history: ProgrammeHistory, *, may_withdraw: bool) -> tuple[VersionView, ...]:
        """The list, newest first."""
        return tuple(
            self._row(history, version, may_withdraw=may_withdraw)
            for version in reversed(history.versions)
        )

    def title(self, version: ProgrammeVersion) -> str:
        """Its number and its first day."""
        t, f = self._voice.t, self._voice.f
        return t._(
            "Version {n}, from {date}", n=f.number(version.version), date=f.date(version.starts)
        )

    def _row(
        self, history: ProgrammeHistory, version: ProgrammeVersion, *, may_withdraw: bool
    ) -> VersionView:
        t = self._voice.t
        state, tone = "", "neutral"
        planned = version in history.later
        if version == history.now:
            state, tone = t.pgettext("programme", "Live"), "accent"
        elif version.withdrawn:
            state = t._("taken back")
        elif planned:
            state, tone = t._("planned"), "warn"
        before = history.before(version)
        words: Sequence[str] = (t._("The first programme of the shop."),)
        if before is not None:
            words = self.changes(before.programme, version.programme)
        return VersionView(
            key=str(version.version),
            title=self.title(version),
            note=self._made(version.at, history.people.get(version.person_id, "")),
            words=tuple(words) or (t._("Nothing that is seen here."),),
            state=state,
            tone=tone,
            withdraw=t._("Take back") if planned and may_withdraw else "",
        )

    def _made(self, at: datetime, name: str) -> str:
        when = self._voice.f.date_time(at.astimezone(self._zone))
        return f"{name} · {when}" if name else when

    # --- what changed ------------------------------------------------------------------------

    def changes(self, before: Programme, after: Programme) -> tuple[str, ...]:
        """One sentence for each difference: ``Silver: Earns: 4% → 5%``."""
        known = _same_tiers(before, after)
        old = {_renamed(key, known): said for key, said in self._facts(before).items()}
        new = self._facts(after)
        t = self._voice.t
        words = []
        tiers = set(known.values())
        for key in dict.fromkeys((*old, *new)):
            kind, _, tier_id = key.partition(":")
            if kind in _OF_TIER and (tier_id in tiers) == (kind == "tier"):
                continue
            label = (new.get(key) or old[key])[0]
            was = old[key][1] if key in old else "—"
            now = new[key][1] if key in new else "—"
            if was != now:
                words.append(t._("{what}: {before} → {after}", what=label, before=was, after=now))
        return tuple(words)

    def _facts(self, programme: Programme) -> dict[str, tuple[str, str]]:
        """Every field of the form by its key: its words, and what stands in it."""
        t = self._voice.t
        draft = draft_of(programme, self._warn, self._voice.f, t.pgettext("tier", "Start"))
        make = Fields(self._voice, {}, locked=True)
        form, sections = ProgrammeForm(make), Sections(make, self._groups)
        modes = t._("How customers benefit")
        facts = {"mode": (modes, form.mode_words(draft.mode)[0])}
        tiers = form.tiers(draft, TierNumbers(), (sections.review(draft),))
        facts |= self._said([tiers.note])
        for row in tiers.rows:
            cells = [cell for cell in (row.start, row.off, row.earns) if cell is not None]
            facts |= self._said([row.name, *cells])
            whole = ", ".join(self._value(cell) for cell in cells)
            facts[f"tier:{row.key}"] = (t._("Tier {number}", number=row.name.text), whole)
        facts |= self._said(tiers.fields)
        for section in SECTIONS:
            for card in sections.cards(section, draft, programme):
                facts |= self._said(card.fields, prefix=self._prefix(section, card.title))
        facts.pop("warn", None)
        return facts | self._lists(draft)

    @staticmethod
    def _prefix(section: str, title: str) -> str:
        return f"{title}: " if section == "gifts" else ""

    def _lists(self, draft: ProgrammeDraft) -> dict[str, tuple[str, str]]:
        if draft.mode == "discount":
            return {}
        t = self._voice.t
        facts = {}
        for row in draft.groups:
            facts[f"group {row.group}"] = (
                self._groups.get(row.group, row.group),
                self._percent(row.rate),
            )
        for group in draft.not_spent:
            label = t._("Not to be paid with points")
            facts[f"not {group}"] = (label, self._groups.get(group, group))
        for day in draft.holidays:
            points = t.pgettext("figure", "{points} points", points=day.points)
            facts[f"holiday {day.name}"] = (f"{day.name} {day.day}", points)
        return facts

    def _said(self, fields: Iterable[FieldView], *, prefix: str = "") -> dict[str, tuple[str, str]]:
        return {each.key: (prefix + each.label, self._value(each)) for each in fields}

    def _percent(self, text: str) -> str:
        f = self._voice.f
        return f.percent(f.parse_percent(text))

    def _value(self, field: FieldView) -> str:
        t = self._voice.t
        if field.kind == "toggle":
            return t._("yes") if field.text else t._("no")
        if field.choices:
            return dict(field.choices).get(field.text, field.text)
        if not field.text:
            return field.placeholder or "—"
        if field.suffix == "%":
            return self._percent(field.text)
        return f"{field.text} {field.suffix}".strip()


def _same_tiers(before: Programme, after: Programme) -> dict[str, str]:
    """The keys of tiers that stayed, the old one to the new one: a tier made anew under its old
    name is told as the same."""
    now = {each.tier_id: each.name for each in after.tiers}
    was = {each.tier_id for each in before.tiers}
    made = {name: key for key, name in now.items() if key not in was}
    pairs = {
        each.tier_id: each.tier_id if each.tier_id in now else made.get(each.name, "")
        for each in before.tiers
    }
    return {old: new for old, new in pairs.items() if new}


def _renamed(key: str, known: dict[str, str]) -> str:
    kind, colon, tier_id = key.partition(":")
    return f"{kind}:{known.get(tier_id, tier_id)}" if colon and kind in _OF_TIER else key
