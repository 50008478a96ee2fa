"""People who work here, with their PIN hashes and wrong tries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.session import Row, Session, utc_text_or_none, utc_time_or_none
from pos_app.domain.errors import PosError
from pos_app.domain.staff import Person, Role

_SELECT: Final = """SELECT id, uuid, name, role, pin_hash, card_code, language, active, failed,
    locked_until FROM person """


class SqliteStaff:
    """See :class:`pos_app.services.ports.StaffRepo`."""

    def __init__(self, session: Session) -> None:
        self._db = session

    def all(self) -> Sequence[Person]:
        """Everybody, in the order in which they were added."""
        return [_person(row) for row in self._db.all(_SELECT + "ORDER BY id")]

    def get(self, person_id: int) -> Person | None:
        """By id."""
        row = self._db.one(_SELECT + "WHERE id = ?", (person_id,))
        return None if row is None else _person(row)

    def by_card(self, code: str) -> Person | None:
        """By the code of a staff card."""
        row = self._db.one(_SELECT + "WHERE card_code = ?", (code,))
        return None if row is None else _person(row)

    def add(self, person: Person) -> int:
        """Store a new person; the id. Raises ``PosError("staff_card_taken")``."""
        values = _values(replace(person, id=self._db.next_id("person")))
        self._write(
            "INSERT INTO person (id, uuid, name, role, pin_hash, card_code, language, active, "
            "failed, locked_until, seal) VALUES (?,?,?,?,?,?,?,?,?,?,?)",
            (*values, self._db.sealer.seal("person", values)),
        )
        return int(str(values[0]))

    def update(self, person: Person) -> None:
        """Store all fields. Raises ``PosError("person_unknown")`` or ``staff_card_taken``."""
        values = _values(person)
        touched = self._write(
            "UPDATE person SET uuid=?, name=?, role=?, pin_hash=?, card_code=?, language=?, "
            "active=?, failed=?, locked_until=?, seal=? WHERE id=?",
            (*values[1:], self._db.sealer.seal("person", values), person.id),
        )
        if not touched:
            raise PosError("person_unknown", person_id=person.id)

    def set_tries(self, person_id: int, failed: int, locked_until: datetime | None) -> None:
        """Remember wrong tries in a row and until when the next one must wait."""
        person = self.get(person_id)
        if person is None:
            raise PosError("person_unknown", person_id=person_id)
        self.update(replace(person, failed=failed, locked_until=locked_until))

    def _write(self, sql: str, params: tuple[object, ...]) -> int:
        try:
            return self._db.run(sql, params)
        except sqlite3.IntegrityError as error:
            if "person.card_code" in str(error):
                raise PosError("staff_card_taken") from error
            raise


def _values(person: Person) -> tuple[object, ...]:
    return (
        person.id,
        person.uuid,
        person.name,
        person.role.value,
        person.pin_hash,
        person.card_code or None,
        person.language,
        int(person.active),
        person.failed,
        utc_text_or_none(person.locked_until),
    )


def _person(row: Row) -> Person:
    return Person(
        id=row[0],
        uuid=row[1],
        name=row[2],
        role=Role(row[3]),
        pin_hash=row[4],
        card_code=row[5],
        language=row[6],
        active=bool(row[7]),
        failed=row[8],
        locked_until=utc_time_or_none(row[9]),
    )
