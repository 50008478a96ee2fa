"""What becomes of each row of a table of people, judged against the shop as it is (R23, R24)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Final, Literal

from pos_app.services.import_values import UnreadableError
from pos_app.services.people_import_match import Fold, Found, PeopleIndex
from pos_app.services.people_import_merge import (
    Dossier,
    kept_withdrawals,
    load_dossier,
    merge,
    new_dossier,
)
from pos_app.services.people_import_rows import PersonRow
from pos_app.services.ports import UnitOfWork
from pos_app.services.tabular import Reason, Rejected

Duplicates = Literal["skip", "update", "review"]
DUPLICATES: Final[tuple[Duplicates, ...]] = ("skip", "update", "review")
NEW_PERSON: Final = 0
Decisions = Mapping[int, int]
"""By row number whom a person decided it is about; :data:`NEW_PERSON` for a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportRules:
    """What is done with what is known already.

    ``overwrite``: an update replaces what is stored, not only fills what is empty. ``amounts``:
    points and turnover are given to known people too, not only to new ones; ``again``: even though
    the same file was imported before.
    """

    duplicates: Duplicates = "update"
    overwrite: bool = False
    amounts: bool = False
    again: bool = False
    decisions: Decisions = field(default_factory=dict)


class Fate(Enum):
    """What becomes of a row. ``SAME`` is a known person with nothing to change."""

    NEW = "new"
    UPDATED = "updated"
    SAME = "same"
    SKIPPED = "skipped"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A row with its fate. ``person`` below zero is one of this file's own new people.

    ``by`` says what the person was recognised by, ``changes`` which fields would change, ``others``
    who else it might be; ``left_out`` what of a taken row is not taken.
    """

    row: PersonRow
    fate: Fate
    person: int = 0
    by: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()
    reason: Reason | None = None
    others: tuple[int, ...] = ()
    left_out: tuple[Reason, ...] = ()
    gives: bool = False


@dataclass(slots=True, kw_only=True)
class Judgement:
    """All rows judged, the people they make or change, and who is referred to by whom."""

    rows: list[Judged] = field(default_factory=list)
    rejected: list[Rejected] = field(default_factory=list)
    people: dict[int, Dossier] = field(default_factory=dict)
    referrers: dict[int, int] = field(default_factory=dict)

    def count(self, fate: Fate) -> int:
        """How many rows met this fate."""
        return sum(judged.fate is fate for judged in self.rows)


class Judge:
    """Judges the rows of one file, in their order."""

    def __init__(
        self, uow: UnitOfWork, fold: Fold, new_uuid: Callable[[], str], rules: ImportRules,
        *, amounts: bool,
    ) -> None:  # fmt: skip
        self._uow = uow
        self._rules = rules
        self._amounts = amounts
        self._new_uuid = new_uuid
        self._index = PeopleIndex(uow.people_imports.known(), uow.people_imports.cards(), fold)
        self._made = 0
        self._done = Judgement()

    def judge(self, rows: Iterable[PersonRow], step: Callable[[int], None]) -> Judgement:
        """The fates of all ``rows``; ``step`` hears how many are done, and may raise to stop."""
        for place, row in enumerate(rows):
            step(place)
            try:
                self._done.rows.append(self._judged(row))
            except UnreadableError as refused:
                self._done.rejected.append(row.rejected(refused.reason))
        self._refer()
        return self._done

    def _judged(self, row: PersonRow) -> Judged:
        found = self._index.find(row)
        decided = self._rules.decisions.get(row.number)
        if decided is not None:
            return self._decided(row, found, decided)
        if found.person is None and not found.doubt:
            return self._new(row)
        if self._rules.duplicates == "skip":
            return Judged(row=row, fate=Fate.SKIPPED, person=found.person or 0, by=found.by)
        if found.person is None or found.doubt:
            return self._review(row, found, found.doubt)
        if self._rules.duplicates == "review" and not self._is_same(row, found.person):
            return self._review(row, found, "known_person")
        return self._merged(row, found)

    def _decided(self, row: PersonRow, found: Found, decided: int) -> Judged:
        owner = self._index.owner(row.card) if row.card else None
        if owner is not None and owner != decided:
            return self._review(row, found, "card_of_another")
        if decided == NEW_PERSON:
            return self._new(row)
        return self._merged(row, Found(person=decided, by=found.by))

    def _review(self, row: PersonRow, found: Found, why: str) -> Judged:
        reason = Reason(code=why, params={"by": list(found.by)})
        return Judged(row=row, fate=Fate.REVIEW, person=found.person or 0, by=found.by,
                      reason=reason, others=found.others)  # fmt: skip

    def _new(self, row: PersonRow) -> Judged:
        self._made -= 1
        dossier = self._done.people[self._made] = new_dossier(self._new_uuid())
        changes = merge(dossier, row, overwrite=False, known_external=False)
        dossier.rows.append(row.number)
        self._index.add(self._made, row)
        return Judged(row=row, fate=Fate.NEW, person=self._made, changes=tuple(changes),
                      left_out=row.left_out, gives=bool(row.points or row.turnover))  # fmt: skip

    def _merged(self, row: PersonRow, found: Found) -> Judged:
        person = found.person or 0
        dossier = self._dossier(person)
        left_out = list(row.left_out)
        if kept_withdrawals(dossier, row):
            left_out.append(Reason(code="consent_taken_back"))
        changes = self._merge(dossier, row, person)
        gives = bool(row.points or row.turnover) and self._amounts
        if gives:
            changes.append("amounts")
        elif row.points or row.turnover:
            left_out.append(Reason(code="amounts_of_known"))
        self._index.add(person, row)
        if changes:
            dossier.rows.append(row.number)
        fate = Fate.UPDATED if changes else Fate.SAME
        return Judged(row=row, fate=fate, person=person, by=found.by, changes=tuple(changes),
                      left_out=tuple(left_out), gives=gives)  # fmt: skip

    def _merge(self, dossier: Dossier, row: PersonRow, person: int) -> list[str]:
        known = bool(row.external) and person in self._index.called(row.external)
        return merge(dossier, row, overwrite=self._rules.overwrite, known_external=known)

    def _is_same(self, row: PersonRow, person: int) -> bool:
        """Whether ``row`` would change nothing, tried on a copy."""
        dossier = self._dossier(person).copied()
        return not self._merge(dossier, row, person) and not (row.points or row.turnover)

    def _dossier(self, person: int) -> Dossier:
        if person not in self._done.people:
            self._done.people[person] = load_dossier(self._uow, person)
        return self._done.people[person]

    def _refer(self) -> None:
        """Find the referrers, now that everybody of the file is known (R13)."""
        for place, judged in enumerate(self._done.rows):
            dossier = self._done.people.get(judged.person)
            if dossier is None or not judged.row.referrer or "referrer" not in judged.changes:
                continue
            why = self._referred(judged.person, dossier)
            if why:
                self._done.rows[place] = _without_referrer(judged, why)

    def _referred(self, person: int, dossier: Dossier) -> str:
        referrer = self._index.named(dossier.referrer)
        if referrer is None:
            return "unknown_referrer"
        if dossier.visits:
            return "referrer_late"
        above: int | None = referrer
        while above is not None:
            if above == person:
                return "referrer_self" if referrer == person else "referrer_circular"
            above = self._done.referrers.get(above) or self._above(above)
        self._done.referrers[person] = referrer
        return ""

    def _above(self, person: int) -> int | None:
        known = self._uow.customers.get(person) if person > 0 else None
        return known.referrer_id if known is not None else None


def _without_referrer(judged: Judged, why: str) -> Judged:
    """The same row, its referrer left out and said so."""
    changes = tuple(name for name in judged.changes if name != "referrer")
    fate = judged.fate if changes or judged.fate is Fate.NEW else Fate.SAME
    return Judged(
        row=judged.row, fate=fate, person=judged.person, by=judged.by, changes=changes,
        left_out=(*judged.left_out, Reason(code=why)), gives=judged.gives,
    )  # fmt: skip


def reasons_counted(reasons: Sequence[Reason]) -> dict[str, int]:
    """How often each reason occurred, most frequent first."""
    counts: dict[str, int] = {}
    for reason in reasons:
        counts[reason.code] = counts.get(reason.code, 0) + 1
    return dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
