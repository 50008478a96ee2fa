"""Checking a person's secret, and making guesses slow (R33).

Five wrong tries in a row close the door for 30 seconds, each further one for 1, 5 and then 15
minutes. The wait runs by running time, so that a moved clock does not shorten it; the store keeps
it, so that a restart does not lift it.
"""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import timedelta
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Person
from pos_app.services.ports import Clock, PinHasher, UnitOfWorkFactory

FREE_TRIES: Final = 5
"""Wrong tries in a row that still cost nothing but the fifth its first wait."""

WAITS: Final = (30, 60, 300, 900)
"""Seconds to wait after the fifth, sixth, seventh, and every later wrong try."""


class PinGuard:
    """The one door every PIN and password goes through: sign-in, unlocking, approvals."""

    def __init__(self, uow: UnitOfWorkFactory, hasher: PinHasher, clock: Clock) -> None:
        self._uow = uow
        self._hasher = hasher
        self._clock = clock
        self._deadlines: dict[int, float] = {}

    def wait_for(self, person: Person) -> int:
        """Whole seconds until ``person`` may try again; 0 when at once."""
        deadline = self._deadlines.get(person.id)
        if deadline is None:
            deadline = self._clock.monotonic() + self._stored_wait(person)
            self._deadlines[person.id] = deadline
        return max(0, math.ceil(deadline - self._clock.monotonic()))

    def check(self, person_id: int, secret: str) -> Person:
        """The person whose secret this is; a success clears the count of wrong tries.

        Raises ``PosError``: ``person_unknown``, ``person_inactive``, ``locked_out`` (``seconds``;
        the secret is not even looked at), or ``wrong_pin`` (``left`` tries before a wait,
        ``seconds`` of the wait that begins now, 0 for none). The door hears of each in the journal.
        """
        person = self.working(person_id)
        seconds = self.wait_for(person)
        if seconds:
            raise PosError("locked_out", seconds=seconds, person=person.name)
        if not self._hasher.verify(person.pin_hash, secret):
            raise self._count(person_id)
        if person.failed:
            self._clear(person_id)
        return person

    def working(self, person_id: int) -> Person:
        """The person, when they exist and still work here; raises as :meth:`check`."""
        with self._uow() as uow:
            person = uow.staff.get(person_id)
        if person is None:
            raise PosError("person_unknown")
        if not person.active:
            raise PosError("person_inactive", person=person.name)
        return person

    def _stored_wait(self, person: Person) -> float:
        """What the store says is left, never more than one wait however the clock was moved."""
        if person.locked_until is None:
            return 0.0
        left = (person.locked_until - self._clock.now()).total_seconds()
        return min(max(left, 0.0), float(_wait_after(person.failed)))

    def _count(self, person_id: int) -> PosError:
        with self._uow() as uow:
            person = uow.staff.get(person_id)
            assert person is not None
            failed = person.failed + 1
            wait = _wait_after(failed)
            until = self._clock.now() + timedelta(seconds=wait) if wait else None
            uow.staff.set_tries(person_id, failed, until)
            uow.record(_event("staff.sign_in_failed", person, failed=failed))
            if wait:
                uow.record(_event("staff.locked_out", person, seconds=wait))
            uow.commit()
        self._deadlines[person_id] = self._clock.monotonic() + wait
        return PosError(
            "wrong_pin", left=max(0, FREE_TRIES - failed), seconds=wait, person=person.name
        )

    def _clear(self, person_id: int) -> None:
        with self._uow() as uow:
            uow.staff.set_tries(person_id, 0, None)
            uow.commit()

    def forget(self, person_id: int) -> None:
        """Drop the wait of a person who was given a new secret."""
        self._deadlines.pop(person_id, None)


def staff_card(code: str) -> str:
    """The code of a staff card as kept and compared: capitals, no blanks."""
    return "".join(code.split()).upper()


def without_secret(person: Person) -> Person:
    """``person`` as it may travel through the program: without the hash."""
    return replace(person, pin_hash="")


def _wait_after(failed: int) -> int:
    if failed < FREE_TRIES:
        return 0
    return WAITS[min(failed - FREE_TRIES, len(WAITS) - 1)]


def _event(kind: str, person: Person, **content: object) -> Event:
    return Event(type=kind, content={"who": person.uuid, **content})
