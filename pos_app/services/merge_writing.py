"""Everything a merge changes, and everything its undoing changes back, in one transaction (R23)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from pos_app.domain.customer import Account, Channel, Consent, Purpose
from pos_app.domain.pricing import Programme
from pos_app.domain.tier import tier_after_sale, tier_by_id
from pos_app.services.loyalty import window_turnover
from pos_app.services.merge_image import Image, Tier
from pos_app.services.merge_plan import Plan
from pos_app.services.merge_points import (
    PointsMoved,
    Ways,
    move_points,
    move_turnover,
    return_points,
    return_turnover,
)
from pos_app.services.merge_records import OWNED, MergeRow, Owned
from pos_app.services.people_records import Contact, ContactKind, PersonNote

SOURCE: Final = "merge"
"""Where a consent stated by a merge comes from."""

_CUSTOMER: Final = (
    "name", "phone", "email", "birthday", "language", "note", "groups", "referrer_id",
)  # fmt: skip
_DETAIL: Final = (
    "phone_state", "email_state", "preferred", "do_not_call", "household_id", "tags",
)  # fmt: skip


class Joining:
    """Writes one merge; :meth:`write` gives what undoing it needs."""

    def __init__(self, ways: Ways, plan: Plan) -> None:
        self._ways = ways
        self._uow = ways.uow
        self._plan = plan
        self._today = ways.movement.local_day

    def write(self) -> Image:
        """Move everything over, and put the merged person out of use."""
        plan, uow, ways = self._plan, self._uow, self._ways
        marks = uow.merges.marks()
        contacts, added = self._contacts()
        owned = {table: list(uow.merges.owned(table, ways.merged)) for table in OWNED}
        coupons = uow.coupons.of_customer(ways.merged)
        certificates = uow.certificates.of_customer(ways.merged)
        for table, ids in owned.items():
            for each in ids:
                uow.merges.hand_over(table, each, ways.survivor)
        cards = self._cards()
        moved = move_points(ways)
        move_turnover(ways)
        tiers = self._tiers()
        consents = self._consents()
        self._people()
        return Image(
            fields=_changes(plan),
            contacts=contacts,
            added_contacts=added,
            added_notes=self._note(),
            owned=owned,
            uses={str(one.id): one.uses for one in coupons},
            balances={str(one.id): one.balance for one in certificates},
            cards=cards,
            referred=list(plan.referred),
            lots=moved.lots,
            owed=moved.owed,
            settled=moved.settled,
            tiers=tiers,
            turnover=plan.survivor.account.turnover,
            consents=consents,
            marks=list(marks),
        )

    def _contacts(self) -> tuple[list[list[int]], list[int]]:
        people, plan = self._uow.people, self._plan
        before = {one.id: one for one in (*plan.survivor.contacts, *plan.merged.contacts)}
        rows = []
        for after in plan.moved:
            old = before[after.id]
            people.update_contact(after)
            rows.append(
                [
                    after.id,
                    old.customer_id,
                    int(old.preferred),
                    after.customer_id,
                    int(after.preferred),
                ]
            )
        return rows, [self._further(kind, value) for kind, value in plan.added]

    def _further(self, kind: ContactKind, value: str) -> int:
        return self._uow.people.add_contact(
            Contact(
                uuid=self._ways.ids.uuid(),
                customer_id=self._ways.survivor,
                kind=kind,
                value=value,
                at=self._ways.movement.at,
            )
        )

    def _note(self) -> list[int]:
        if not self._plan.note:
            return []
        movement = self._ways.movement
        note = PersonNote(
            uuid=self._ways.ids.uuid(),
            customer_id=self._ways.survivor,
            text=self._plan.note,
            person_id=movement.person_id,
            at=movement.at,
        )
        return [self._uow.people.add_note(note)]

    def _cards(self) -> list[int]:
        cards = self._uow.cards.of_customer(self._ways.merged)
        for card in cards:
            self._uow.cards.set_status(
                card.id,
                card.status,
                customer_id=self._ways.survivor,
                at=self._ways.movement.at,
                reason=card.reason,
            )
        return [card.id for card in cards]

    def _tiers(self) -> list[list[str | None]]:
        plan, customers = self._plan, self._uow.customers
        if plan.tier is not None:
            customers.set_tier(
                self._ways.survivor, plan.tier.tier.tier_id, self._today, plan.tier.until
            )
        if plan.merged.account.tier_id is not None:
            customers.set_tier(self._ways.merged, None, self._today)
        after = customers.account(self._ways.survivor)
        accounts = (plan.survivor.account, plan.merged.account, after)
        return [list(stored_tier(each)) for each in accounts]

    def _consents(self) -> list[list[Any]]:
        plan, rows = self._plan, []
        for change in plan.consents:
            told_no = change.survivor is None and change.merged is False
            if change.after == (change.survivor is True) and not told_no:
                continue
            key = (change.purpose, change.channel)
            own = plan.survivor.consents.get(key)
            told = own if own is not None else plan.merged.consents[key]
            state_consent(
                self._ways,
                change.purpose,
                change.channel,
                given=change.after,
                wording=told.wording,
            )
            rows.append(
                [
                    change.purpose.value,
                    change.channel.value if change.channel else "",
                    change.survivor,
                    told.wording,
                ]
            )
        return rows

    def _people(self) -> None:
        uow, plan = self._uow, self._plan
        uow.people.put_detail(plan.detail)
        uow.customers.update(plan.customer)
        uow.people.put_detail(replace(plan.merged.detail, merged_into=self._ways.survivor))
        uow.customers.update(replace(plan.merged.customer, active=False))
        for each in plan.referred:
            refer(self._ways, each, self._ways.survivor)


def state_consent(
    ways: Ways, purpose: Purpose, channel: Channel | None, *, given: bool, wording: str
) -> None:
    """A statement of the survivor that follows from the merge."""
    ways.uow.customers.add_consent(
        Consent(
            customer_id=ways.survivor,
            purpose=purpose,
            channel=channel,
            given=given,
            at=ways.movement.at,
            wording=wording,
            source=SOURCE,
            person_id=ways.movement.person_id,
        )
    )


def refer(ways: Ways, customer_id: int, referrer: int) -> None:
    """Say who brought somebody."""
    person = ways.uow.customers.get(customer_id)
    assert person is not None
    ways.uow.customers.update(replace(person, referrer_id=referrer))


def stored_tier(account: Account) -> Tier:
    """A tier as the image keeps it."""
    since, until = account.tier_since, account.tier_manual_until
    return (
        account.tier_id,
        since.isoformat() if since is not None else None,
        until.isoformat() if until is not None else None,
    )


def _changes(plan: Plan) -> dict[str, list[Any]]:
    before, after = plan.survivor.customer, plan.customer
    found = {key: [_plain(getattr(before, key)), _plain(getattr(after, key))] for key in _CUSTOMER}
    was, now = plan.survivor.detail, plan.detail
    found |= {key: [_plain(getattr(was, key)), _plain(getattr(now, key))] for key in _DETAIL}
    return {key: pair for key, pair in found.items() if pair[0] != pair[1]}


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def _real(key: str, value: Any) -> Any:
    if key == "birthday" and value is not None:
        return date.fromisoformat(value)
    return tuple(value) if isinstance(value, list) else value


# --- back ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Parting:
    """Undoes one merge; whether it may be undone was asked before."""

    ways: Ways
    row: MergeRow
    image: Image
    programme: Programme

    def write(self) -> None:
        """Give everything back that went over and is there still."""
        image, uow, ways = self.image, self.ways.uow, self.ways
        self._contacts()
        for note in image.added_notes:
            uow.people.remove_note(note)
        for table, ids in image.owned.items():
            self._owned(table, ids)
        self._cards()
        return_points(
            ways, PointsMoved(lots=image.lots, owed=image.owed, settled=image.settled)
        )  # fmt: skip
        return_turnover(ways)
        self._tiers()
        self._consents()
        self._people()

    def _contacts(self) -> None:
        people = self.ways.uow.people
        both = (*people.contacts(self.ways.survivor), *people.contacts(self.ways.merged))
        now = {one.id: one for one in both}
        for contact_id, owner, preferred, owner_then, preferred_then in self.image.contacts:
            contact = now.get(contact_id)
            if contact is None or contact.customer_id != owner_then:
                continue
            first = contact.preferred
            if first == bool(preferred_then):
                first = bool(preferred)
            people.update_contact(replace(contact, customer_id=owner, preferred=first))
        for contact_id in self.image.added_contacts:
            people.remove_contact(contact_id)

    def _owned(self, table: Owned, ids: Sequence[int]) -> None:
        merges = self.ways.uow.merges
        for each in ids:
            if merges.owner(table, each) == self.ways.survivor:
                merges.hand_over(table, each, self.ways.merged)

    def _cards(self) -> None:
        cards = self.ways.uow.cards
        for card in cards.of_customer(self.ways.survivor):
            if card.id in self.image.cards:
                cards.set_status(
                    card.id,
                    card.status,
                    customer_id=self.ways.merged,
                    at=self.ways.movement.at,
                    reason=card.reason,
                )

    def _tiers(self) -> None:
        """The tiers that were; what the survivor bought since may raise theirs again."""
        before, merged, after = (tuple(each) for each in self.image.tiers)
        customers, ways = self.ways.uow.customers, self.ways
        if merged[0] is not None:
            self._set_tier(ways.merged, merged)
        now = customers.account(ways.survivor)
        if stored_tier(now) == after and before != after:
            self._set_tier(ways.survivor, before)
            self._raise_again()

    def _raise_again(self) -> None:
        customers, ways, tiers = self.ways.uow.customers, self.ways, self.programme.tiers
        now, today = customers.account(ways.survivor), ways.movement.local_day
        if now.turnover <= self.image.turnover or now.tier_manual_until is not None:
            return
        held = tier_by_id(now.tier_id, tiers)
        raised = tier_after_sale(
            held, window_turnover(ways.uow, now, self.programme, today), tiers
        )  # fmt: skip
        if raised is not None and raised != held:
            customers.set_tier(ways.survivor, raised.tier_id, today)

    def _set_tier(self, customer_id: int, tier: Sequence[str | None]) -> None:
        tier_id, since, until = tier
        self.ways.uow.customers.set_tier(
            customer_id,
            tier_id,
            date.fromisoformat(since) if since else self.ways.movement.local_day,
            date.fromisoformat(until) if until else None,
        )

    def _consents(self) -> None:
        """What was said before holds again, unless the person said something since."""
        last = {
            (one.purpose, one.channel): one
            for one in self.ways.uow.customers.consents(self.ways.survivor)
        }
        for purpose, channel, before, wording in self.image.consents:
            key = (Purpose(purpose), Channel(channel) if channel else None)
            stated = last[key]
            if stated.source == SOURCE and stated.given != (before is True):
                state_consent(self.ways, *key, given=before is True, wording=wording)

    def _people(self) -> None:
        uow, ways = self.ways.uow, self.ways
        survivor = uow.customers.get(ways.survivor)
        merged = uow.customers.get(ways.merged)
        assert survivor is not None
        assert merged is not None
        detail = uow.people.detail(ways.survivor)
        uow.people.put_detail(_restored(detail, _DETAIL, self.image))
        uow.customers.update(_restored(survivor, _CUSTOMER, self.image))
        uow.people.put_detail(replace(uow.people.detail(ways.merged), merged_into=None))
        uow.customers.update(replace(merged, active=True))
        for each in self.image.referred:
            person = uow.customers.get(each)
            if person is not None and person.referrer_id == ways.survivor:
                refer(ways, each, ways.merged)


def _restored(record: Any, keys: Sequence[str], image: Image) -> Any:
    """The record with its fields as they were, but for those changed by hand since."""
    back = {
        key: _real(key, pair[0])
        for key, pair in image.fields.items()
        if key in keys and _plain(getattr(record, key)) == pair[1]
    }
    return replace(record, **back)
