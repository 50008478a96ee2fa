"""Writing what an import judged: people with their contacts, cards, consents, points, turnover.

What is done to each person is kept beside them, so that it can be undone.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.customer import Consent, Customer
from pos_app.services.grants import give
from pos_app.services.loyalty import Movement
from pos_app.services.people_import_judge import Judgement
from pos_app.services.people_import_merge import Dossier
from pos_app.services.people_import_ports import PeopleImportRow
from pos_app.services.people_import_rows import PersonRow
from pos_app.services.people_records import Contact, PersonNote
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.records import LotRow, TurnoverEntry

SOURCE: Final = "import"
KEPT_FIELDS: Final = ("name", "phone", "email", "birthday", "language", "groups")


@dataclass(frozen=True, slots=True, kw_only=True)
class Writing:
    """When, by whom and out of which file an import is written."""

    import_id: int
    file: str
    sha256: str
    at: datetime
    today: date
    person_id: int | None


class PeopleWriter:
    """Writes the people of one import inside its transaction."""

    def __init__(self, uow: UnitOfWork, ids: IdSource, writing: Writing) -> None:
        self._uow = uow
        self._ids = ids
        self._how = writing
        self._ids_of: dict[int, int] = {}
        self._stored: dict[int, Customer] = {}
        self._done: dict[int, dict[str, Any]] = {}
        self._movement = Movement(
            at=writing.at, local_day=writing.today, person_id=writing.person_id
        )

    def write(self, judgement: Judgement, step: Callable[[int], None]) -> None:
        """Write everything; ``step`` hears how many people are done, and may raise to stop."""
        amounts: dict[int, list[PersonRow]] = {}
        for judged in judgement.rows:
            if judged.gives:
                amounts.setdefault(judged.person, []).append(judged.row)
        touched = [
            (person, dossier) for person, dossier in judgement.people.items() if dossier.rows
        ]
        for place, (person, dossier) in enumerate(touched):
            step(place)
            customer_id = self._person(person, dossier)
            done = self._done[person] = self._beside(customer_id, dossier)
            done["lots"], done["turnover"] = self._amounts(
                customer_id, amounts.get(person, ()), owing=dossier.before is not None
            )
        self._refer(judgement)
        for person, dossier in touched:
            self._keep(person, dossier)

    def _person(self, person: int, dossier: Dossier) -> int:
        if dossier.before is None:
            customer = replace(dossier.person, created_at=self._how.at)
            customer_id = self._uow.customers.add(customer)
            self._stored[person] = replace(customer, id=customer_id)
        else:
            customer_id, self._stored[person] = person, dossier.person
            if dossier.person != dossier.before:
                self._uow.customers.update(dossier.person)
        self._ids_of[person] = customer_id
        return customer_id

    def _beside(self, customer_id: int, dossier: Dossier) -> dict[str, Any]:
        """Write what stands in tables of its own; what undoes it."""
        how, done = self._how, dict[str, Any]()
        if dossier.detail != dossier.detail_before:
            self._uow.people.put_detail(replace(dossier.detail, customer_id=customer_id))
        done["contacts"] = [
            self._uow.people.add_contact(Contact(
                uuid=self._ids.uuid(), customer_id=customer_id, kind=kind, value=value,
                label=label, at=how.at,
            ))
            for kind, value, label in dossier.contacts
        ]  # fmt: skip
        done["notes"] = [
            self._uow.people.add_note(PersonNote(
                uuid=self._ids.uuid(), customer_id=customer_id, text=text,
                person_id=how.person_id, at=how.at,
            ))
            for text in dossier.notes
        ]  # fmt: skip
        done["cards"] = [self._card(customer_id, number) for number in dossier.cards]
        self._consents(customer_id, dossier)
        if dossier.tier_id != dossier.tier_before:
            self._uow.customers.set_tier(customer_id, dossier.tier_id, how.today)
        return done

    def _card(self, customer_id: int, number: str) -> int:
        card, at = self._uow.cards.by_number(number), self._how.at
        if card is None:
            return self._uow.cards.add(Card(
                id=0, uuid=self._ids.uuid(), number=number, status=CardStatus.ACTIVE,
                customer_id=customer_id, issued_at=at, reason=SOURCE,
            ))  # fmt: skip
        self._uow.cards.set_status(
            card.id, CardStatus.ACTIVE, customer_id=customer_id, at=at, reason=SOURCE
        )
        return card.id

    def _consents(self, customer_id: int, dossier: Dossier) -> None:
        how = self._how
        for (purpose, channel), given in dossier.consents.items():
            self._uow.customers.add_consent(Consent(
                customer_id=customer_id, purpose=purpose, channel=channel, given=given, at=how.at,
                wording=dossier.wording or f"{SOURCE} {how.file}"[:60], source=SOURCE,
                person_id=how.person_id,
            ))  # fmt: skip

    def _amounts(
        self, customer_id: int, rows: Sequence[PersonRow], *, owing: bool
    ) -> tuple[list[int], list[list[object]]]:
        """Opening points as lots of their own, turnover as entries (R13, R19)."""
        how = self._how
        lots, turnover = list[int](), list[list[object]]()
        for row in rows:
            if row.points:
                lots.append(self._give(self._lot(customer_id, row), owing=owing))
            if row.turnover:
                day = row.turnover_day or how.today
                self._uow.customers.add_turnover(TurnoverEntry(
                    uuid=self._ids.uuid(), customer_id=customer_id, amount=row.turnover,
                    local_day=day, at=how.at, reason=SOURCE,
                ))  # fmt: skip
                turnover.append([row.turnover, day.isoformat()])
        return lots, turnover

    def _give(self, lot: LotRow, *, owing: bool) -> int:
        """A new person owes nothing that the points could fill (R12)."""
        if owing:
            return give(self._uow, self._ids, lot, self._movement)
        return self._uow.points.add_lot(lot)

    def _lot(self, customer_id: int, row: PersonRow) -> LotRow:
        how = self._how
        return LotRow(
            uuid=self._ids.uuid(), customer_id=customer_id, kind="opening", granted=row.points,
            left=row.points, earned_at=how.at, active_from=how.today,
            expires_on=row.points_expire, reason=f"{how.sha256[:16]} {row.number}",
            local_day=how.today,
        )  # fmt: skip

    def _refer(self, judgement: Judgement) -> None:
        for person, referrer in judgement.referrers.items():
            referrer_id = self._ids_of.get(referrer, referrer)
            stored = self._stored[person] = replace(self._stored[person], referrer_id=referrer_id)
            self._uow.customers.update(stored)

    def _keep(self, person: int, dossier: Dossier) -> None:
        """Keep what undoes the import of one person."""
        done = {name: value for name, value in self._done[person].items() if value}
        done["rows"] = dossier.rows
        if dossier.externals:
            done["external"] = dossier.externals
        done["after"] = told(self._stored[person])
        if dossier.before is not None and dossier.detail_before is not None:
            done["before"] = told(dossier.before)
            done["tags"] = list(dossier.detail_before.tags)
            done["do_not_call"] = dossier.detail_before.do_not_call
        if dossier.tier_id != dossier.tier_before:
            done["tier"] = [dossier.tier_before, dossier.tier_id]
        if dossier.consents:
            done["consents"] = [
                [purpose.value, channel.value if channel else None, given]
                for (purpose, channel), given in dossier.consents.items()
            ]
        self._uow.people_imports.add_row(PeopleImportRow(
            import_id=self._how.import_id, customer_id=self._ids_of[person],
            action="new" if dossier.before is None else "updated",
            before=json.dumps(done, ensure_ascii=False),
        ))  # fmt: skip


def told(person: Customer) -> dict[str, object]:
    """A person's fields as they are kept for undoing."""
    return {
        "name": person.name, "phone": person.phone, "email": person.email,
        "birthday": person.birthday.isoformat() if person.birthday else None,
        "language": person.language, "groups": list(person.groups),
        "referrer": person.referrer_id,
    }  # fmt: skip
