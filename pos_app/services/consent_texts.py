"""What exactly people consent to: versions of the texts, per purpose, channel and language (R24).

A version is a whole set. A statement keeps the version it was made under, and that version's words
are kept for good. The texts of version 1 come with the program and are written down when somebody
first consents under them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services import checks
from pos_app.services.consent_defaults import DEFAULT_VERSION, SUBJECTS, Subject, default_text
from pos_app.services.consent_ports import WordingRow
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import LANGUAGES

LONGEST: Final = 1000
"""Signs of one text: more nobody reads at a counter."""

_TEXT = checks.text(LONGEST, multiline=True, required=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """One version with all its texts; ``since`` None for the program's own, not yet used."""

    version: str
    texts: Mapping[tuple[Subject, str], str]
    since: datetime | None = None
    person_id: int | None = None

    def text(self, purpose: Purpose, channel: Channel | None, language: str) -> str:
        """What is said about it; in English where that language has none, "" where nobody knows."""
        subject = (purpose, channel)
        return self.texts.get((subject, language)) or self.texts.get((subject, "en"), "")


def default_wording() -> Wording:
    """Version 1, as it comes with the program."""
    texts = {
        (subject, language): default_text(subject, language)
        for subject in SUBJECTS
        for language in LANGUAGES
    }
    return Wording(version=DEFAULT_VERSION, texts=texts)


def wording_in_force(uow: UnitOfWork) -> Wording:
    """The newest version."""
    versions = uow.wordings.versions()
    found = wording_of(uow, versions[-1]) if versions else None
    return found or default_wording()


def wording_of(uow: UnitOfWork, version: str) -> Wording | None:
    """The texts of a version; None for one nobody wrote down."""
    rows = uow.wordings.of(version)
    if not rows:
        return default_wording() if version == DEFAULT_VERSION else None
    texts = {((row.purpose, row.channel), row.language): row.text for row in rows}
    return Wording(version=version, texts=texts, since=rows[0].at, person_id=rows[0].person_id)


def keep_wording(uow: UnitOfWork, ids: IdSource, version: str, at: datetime) -> None:
    """Before a statement is made under it: write version 1 down, once."""
    if version == DEFAULT_VERSION and not uow.wordings.of(version):
        _store(uow, ids, default_wording(), at, None)


class ConsentTexts:
    """The texts in force, older ones, and the owner's own words."""

    def __init__(
        self, uow: UnitOfWorkFactory, clock: Clock, ids: IdSource, sink: EventSink
    ) -> None:
        self._uow = uow
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def version(self) -> str:
        """The version in force: what a statement made now is kept with."""
        return self.in_force().version

    def in_force(self) -> Wording:
        """The version in force with its texts."""
        with self._uow() as uow:
            return wording_in_force(uow)

    def of(self, version: str) -> Wording | None:
        """An older version; None for one nobody wrote down."""
        with self._uow() as uow:
            return wording_of(uow, version)

    def history(self) -> Sequence[Wording]:
        """All versions, newest first."""
        with self._uow() as uow:
            known = [wording_of(uow, version) for version in uow.wordings.versions()]
        found = [wording for wording in known if wording is not None]
        return [*reversed(found)] or [default_wording()]

    def change(self, session: Session, texts: Mapping[tuple[Subject, str], str]) -> Wording:
        """Put new words for some texts; the rest stays as it is. The version in force afterwards.

        The same words again make no new version. Raises ``PosError`` ``not_allowed``,
        ``setting_invalid`` (an empty text) or ``text_too_long``.
        """
        ensure_may(session, Action.SETTINGS)
        now = self._clock.now()
        with self._uow() as uow:
            before = wording_in_force(uow)
            clean = {key: str(_TEXT("text", text)) for key, text in texts.items()}
            after = {**before.texts, **clean}
            if after == before.texts:
                return before
            keep_wording(uow, self._ids, before.version, now)
            known = (int(each) for each in uow.wordings.versions() if each.isdecimal())
            number = max(known, default=int(DEFAULT_VERSION))
            made = Wording(
                version=str(number + 1), texts=after, since=now, person_id=session.person_id
            )
            _store(uow, self._ids, made, now, session.person_id)
            uow.record(
                Event(
                    type="consent.wording_changed",
                    content={"version": made.version, "texts": len(clean)},
                    person=session.person_uuid,
                )
            )
            uow.commit()
        self._sink.changed("settings", "consent.wording")
        return made


def _store(
    uow: UnitOfWork, ids: IdSource, wording: Wording, at: datetime, person_id: int | None
) -> None:
    for ((purpose, channel), language), text in wording.texts.items():
        row = WordingRow(
            version=wording.version,
            purpose=purpose,
            channel=channel,
            language=language,
            text=text,
            at=at,
            person_id=person_id,
        )
        uow.wordings.add(ids.uuid(), row)
