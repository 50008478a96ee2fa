"""Taking an import of people back: those it made are blanked, what it changed is put back.

A person who bought, spent or was changed since stays as they are, and is reported. Ledgers are
never edited: points and turnover go back by opposite entries (R34).
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pos_app.domain.card import CardStatus
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.people_import_ports import PeopleImportRecord, PeopleImportRow
from pos_app.services.people_import_write import SOURCE, told
from pos_app.services.people_records import PersonDetail
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import LotRow, PointsEntry, TurnoverEntry
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import Cancelled, Progress

STEP = 500
UNDONE = "import undone"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPerson:
    """Somebody the undo leaves as they are; ``why``: bought, spent, changed, merged."""

    customer_id: int
    rows: tuple[int, ...]
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UndoResult:
    """What undoing did."""

    removed: int
    restored: int
    kept: tuple[KeptPerson, ...]


class PeopleImportUndo:
    """The imports carried out, and taking them back."""

    def __init__(
        self, uow: UnitOfWorkFactory, book: ShopBook, clock: Clock, ids: IdSource, sink: EventSink
    ) -> None:
        self._uow = uow
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink

    def history(self) -> Sequence[PeopleImportRecord]:
        """All imports, newest first."""
        with self._uow() as uow:
            return uow.people_imports.all()

    def undo(
        self, import_id: int, *, session: Session | None = None,
        progress: Progress = lambda done, total: None, cancelled: Cancelled = lambda: False,
    ) -> UndoResult:  # fmt: skip
        """Take an import back, in one transaction.

        Raises ``PosError``: ``not_allowed`` for anyone but the owner (R33),
        ``people_import_unknown``, ``people_import_undone`` (it was taken back already),
        ``import_cancelled``.
        """
        if session is not None:
            ensure_may(session, Action.PEOPLE_IMPORT)
        now, today = self._clock.now(), self._book.today()
        with self._uow() as uow:
            record = uow.people_imports.get(import_id)
            if record is None:
                raise PosError("people_import_unknown", number=import_id)
            if record.state == "undone":
                raise PosError("people_import_undone", number=import_id)
            rows = uow.people_imports.rows(import_id)
            work = _Undoing(uow, self._ids, now, today, session.person_id if session else None)
            for done, row in enumerate(reversed(rows)):
                if done % STEP == 0:
                    if cancelled():
                        raise PosError("import_cancelled")
                    progress(done, len(rows))
                work.undo(row)
            uow.people_imports.close(import_id, now)
            uow.record(Event(
                type="import.customers_undone", person=session.person_uuid if session else None,
                content={"import": record.uuid, "file": record.file, "removed": work.removed,
                         "restored": work.restored, "kept": len(work.kept)},
            ))  # fmt: skip
            uow.commit()
        progress(len(rows), len(rows))
        self._sink.changed("customer", "")
        return UndoResult(removed=work.removed, restored=work.restored, kept=tuple(work.kept))


class _Undoing:
    """One undo inside its transaction."""

    def __init__(
        self, uow: UnitOfWork, ids: IdSource, at: datetime, today: date, person_id: int | None
    ) -> None:
        self._uow = uow
        self._ids = ids
        self._at = at
        self._today = today
        self._person_id = person_id
        self.removed = self.restored = 0
        self.kept: list[KeptPerson] = []

    def undo(self, row: PeopleImportRow) -> None:
        """Put one person back, or keep them and say why."""
        done: dict[str, Any] = json.loads(row.before)
        person = self._uow.customers.get(row.customer_id)
        why = self._obstacle(row, done, person)
        if person is None or why:
            self.kept.append(KeptPerson(
                customer_id=row.customer_id, rows=tuple(done.get("rows", ())), why=why or "merged",
            ))  # fmt: skip
            return
        self._take_back(row.customer_id, done)
        if row.action == "new":
            self._blank(person)
            self.removed += 1
        else:
            self._restore(person, done)
            self.restored += 1

    def _obstacle(self, row: PeopleImportRow, done: dict[str, Any], person: Customer | None) -> str:
        detail = self._uow.people.detail(row.customer_id)
        gone = person is None or not person.active or detail.erased_at is not None
        if person is None or gone or self._uow.people.merged_from(row.customer_id):
            return "merged"
        if row.action == "new" and self._uow.customers.account(row.customer_id).visits:
            return "bought"
        if any(lot.left != lot.granted for lot in self._lots(row.customer_id, done)):
            return "spent"
        if told(person) != done["after"] or (row.action == "new" and self._has_more(row, done)):
            return "changed"
        return ""

    def _has_more(self, row: PeopleImportRow, done: dict[str, Any]) -> bool:
        """Whether a person the import made has since been given what blanking would lose."""
        people, customer_id = self._uow.people, row.customer_id
        have = {
            "contacts": {each.id for each in people.contacts(customer_id)},
            "notes": {each.id for each in people.notes(customer_id)},
            "cards": {each.id for each in self._uow.cards.of_customer(customer_id)},
            "lots": {each.id for each in self._uow.points.lots(customer_id)},
        }
        return any(ids - set(done.get(name, ())) for name, ids in have.items())

    def _lots(self, customer_id: int, done: dict[str, Any]) -> list[LotRow]:
        """The points the import gave, spent or not."""
        given = set(done.get("lots", ()))
        lots = self._uow.points.lots_of_kind(customer_id, "opening") if given else ()
        return [lot for lot in lots if lot.id in given]

    def _take_back(self, customer_id: int, done: dict[str, Any]) -> None:
        for contact_id in done.get("contacts", ()):
            self._uow.people.remove_contact(contact_id)
        for note_id in done.get("notes", ()):
            self._uow.people.remove_note(note_id)
        for card_id in done.get("cards", ()):
            self._free_card(customer_id, card_id)
        for lot in self._lots(customer_id, done):
            self._take_points(customer_id, lot)
        for amount, day in done.get("turnover", ()):
            self._uow.customers.add_turnover(TurnoverEntry(
                uuid=self._ids.uuid(), customer_id=customer_id, amount=-amount,
                local_day=date.fromisoformat(day), at=self._at, reason=UNDONE,
            ))  # fmt: skip
        if "tier" in done:
            was, became = done["tier"]
            if self._uow.customers.account(customer_id).tier_id == became:
                self._uow.customers.set_tier(customer_id, was, self._today)
        for purpose, channel, given in done.get("consents", ()):
            self._uow.customers.add_consent(Consent(
                customer_id=customer_id, purpose=Purpose(purpose),
                channel=Channel(channel) if channel else None, given=not given, at=self._at,
                wording=UNDONE, source=SOURCE, person_id=self._person_id,
            ))  # fmt: skip

    def _free_card(self, customer_id: int, card_id: int) -> None:
        """The number is nobody's again, so that the mended file can name it."""
        for card in self._uow.cards.of_customer(customer_id):
            if card.id == card_id and card.status is CardStatus.ACTIVE:
                self._uow.cards.set_status(
                    card_id, CardStatus.STOCK, customer_id=None, at=self._at, reason=UNDONE
                )

    def _take_points(self, customer_id: int, lot: LotRow) -> None:
        self._uow.points.add_entry(PointsEntry(
            uuid=self._ids.uuid(), customer_id=customer_id, lot_id=lot.id, kind="adjust",
            amount=-lot.granted, at=self._at, local_day=self._today, person_id=self._person_id,
            reason=UNDONE,
        ))  # fmt: skip

    def _blank(self, person: Customer) -> None:
        self._uow.customers.update(Customer(
            id=person.id, uuid=person.uuid, created_at=person.created_at, active=False
        ))  # fmt: skip
        self._uow.people.put_detail(PersonDetail(customer_id=person.id, source=SOURCE))

    def _restore(self, person: Customer, done: dict[str, Any]) -> None:
        before = done["before"]
        birthday = before["birthday"]
        self._uow.customers.update(replace(
            person, name=before["name"], phone=before["phone"], email=before["email"],
            birthday=date.fromisoformat(birthday) if birthday else None,
            language=before["language"], groups=tuple(before["groups"]),
            referrer_id=before["referrer"],
        ))  # fmt: skip
        detail = self._uow.people.detail(person.id)
        self._uow.people.put_detail(
            replace(detail, tags=tuple(done["tags"]), do_not_call=done["do_not_call"])
        )
