"""A person's data for the person: as a file machines read, and as a document to read (R24).

Both hold everything that is kept. Only the owner makes them, with the secret typed again, and the
journal says who did, when and about whom.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.consent_texts import wording_of
from pos_app.services.people import known_customer
from pos_app.services.pin_guard import PinGuard
from pos_app.services.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.settings import load_settings
from pos_app.services.slips import local_iso

FORMAT: Final = 1
CONFIRMED_SECONDS: Final = 300
"""How long a confirmation waits to be used, by running time."""

Plain = dict[str, Any]


class PersonReads(Protocol):
    """Where everything about a person is read."""

    def read(self, customer_id: int, language: str) -> Plain | None:
        """All of it, answers' words in ``language``; None for nobody."""


class DataArtist(Protocol):
    """Draws the document to read."""

    def person_data(self, data: Mapping[str, Any], language: str) -> bytes:
        """An A4 PDF."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFile:
    """A file ready to be written: its suggested name, which names nobody, and its content."""

    name: str
    content: bytes


class PersonDataService:
    """Makes the files."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        reads: PersonReads,
        artist: DataArtist,
        guard: PinGuard,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._uow = uow
        self._reads = reads
        self._artist = artist
        self._guard = guard
        self._clock = clock
        self._ids = ids
        self._confirmed: dict[str, tuple[int, float]] = {}

    def confirm(self, session: Session, secret: str) -> str:
        """The owner's secret, checked: a token good for one :meth:`make`.

        Raises ``PosError("not_allowed")`` and what :meth:`PinGuard.check` raises.
        """
        ensure_may(session, Action.EXPORT_PEOPLE)
        self._guard.check(session.person_id, secret)
        token = self._ids.uuid()
        self._confirmed[token] = (
            session.person_id, self._clock.monotonic() + CONFIRMED_SECONDS,
        )  # fmt: skip
        return token

    def make(
        self, session: Session, customer_id: int, *, token: str, readable: bool = False
    ) -> PersonFile:
        """All of a person's data, as JSON or (``readable``) as a PDF in their language.

        Raises ``PosError`` ``not_allowed``, ``export_unconfirmed``, ``customer_unknown``.
        """
        ensure_may(session, Action.EXPORT_PEOPLE)
        person, until = self._confirmed.pop(token, (None, 0.0))
        if person != session.person_id or self._clock.monotonic() >= until:
            raise PosError("export_unconfirmed")
        now = self._clock.now()
        with self._uow() as uow:
            customer, settings = known_customer(uow, customer_id), load_settings(uow)
            language = customer.language or settings.locale.language
        found = self._reads.read(customer_id, language)
        if found is None:
            raise PosError("customer_unknown")
        data: Plain = {
            "format": FORMAT,
            "made_at": local_iso(now, settings),
            "shop": settings.shop.name,
            "language": language,
            "currency": settings.money.currency,
            "time_zone": settings.locale.time_zone,
            "minor_digits": settings.money.kind.minor_digits,
            **found,
        }
        with self._uow() as uow:
            data["consents"] = [_worded(uow, each, language) for each in data["consents"]]
            kind = "pdf" if readable else "json"
            content = {"customer": customer.uuid, "format": kind}
            uow.record(
                Event(type="customer.data_given", content=content, person=session.person_uuid)
            )
            uow.commit()
        made = self._artist.person_data(data, language) if readable else _json(data)
        return PersonFile(name=f"person-{customer_id}-{now:%Y%m%d}.{kind}", content=made)


def _worded(uow: UnitOfWork, statement: Plain, language: str) -> Plain:
    """A statement with the words it was made under; "" where nobody wrote them down."""
    wording = wording_of(uow, statement["wording"])
    text = ""
    if wording is not None:
        for (purpose, channel), spoken in wording.texts:
            told = (purpose.value, channel.value if channel else "", spoken)
            if told == (statement["purpose"], statement["channel"], language):
                text = wording.texts[((purpose, channel), spoken)]
    return {**statement, "text": text}


def _json(data: Plain) -> bytes:
    return json.dumps(data, ensure_ascii=False, indent=2).encode()
