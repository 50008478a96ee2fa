"""Two people on file twice, and everything that is compared before and after a merge."""

from __future__ import annotations

from typing import Any

from pos_app.domain.customer import Channel, Customer, Purpose
from pos_app.services.customers import ConsentChoice, present_consents
from pos_app.services.merge_records import MergeEntry, MergeField, MergeOrder, MergeRow, Side
from pos_app.services.merging import MergeService
from pos_app.services.people_records import Contact
from tests.builders import Shop
from tests.services.desk import Counter, make_counter

SMS = ConsentChoice(purpose=Purpose.MARKETING, channel=Channel.SMS)


class Stage:
    """A counter with the service that merges."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.counter: Counter = make_counter(shop, shop.owner)
        self.service = MergeService(
            shop.store.uow, self.counter.book, shop.permissions, shop.clock, shop.ids, shop.sink
        )

    def order(self, survivor: Customer, merged: Customer, **choices: Side) -> MergeOrder:
        """A merge with these fields chosen."""
        wanted: dict[MergeField, Side] = choices  # type: ignore[assignment]
        return MergeOrder(
            uuid=self.shop.ids.uuid(),
            survivor_id=survivor.id,
            merged_id=merged.id,
            choices=wanted,
        )

    def merge(self, survivor: Customer, merged: Customer, **choices: Side) -> MergeRow:
        """Merge at once, by the owner."""
        return self.service.merge(self.shop.owner, self.order(survivor, merged, **choices))

    def undo(self, row: MergeRow) -> None:
        """Part them again, by the owner."""
        self.service.undo(self.shop.owner, row.uuid)

    def listed(self) -> list[MergeEntry]:
        """The list of merges, as the owner sees it."""
        return list(self.service.entries(self.shop.owner))

    def sell(self, customer: Customer | None, code: str, pieces: int = 1, points: int = 0) -> str:
        """A sale paid in cash; the receipt's uuid."""
        desk = self.counter.desk
        desk.scan(code, pieces * 1000)
        if customer is not None:
            desk.attach_customer(customer.id)
        if points:
            desk.set_points(points)
        return self.counter.pay_cash().sale_uuid

    def contact(self, customer: Customer, kind: Any, value: str, **more: Any) -> int:
        """A further contact."""
        with self.shop.store.uow() as uow:
            made = uow.people.add_contact(
                Contact(
                    uuid=self.shop.ids.uuid(), customer_id=customer.id, kind=kind, value=value,
                    at=self.shop.clock.now(), **more,
                )
            )  # fmt: skip
            uow.commit()
        return made

    def change(self, customer: Customer, **fields: Any) -> Customer:
        """Change a record past the services."""
        from dataclasses import replace

        with self.shop.store.uow() as uow:
            made = uow.customers.get(customer.id)
            assert made is not None
            made = replace(made, **fields)
            uow.customers.update(made)
            uow.commit()
        return made

    def know(self, customer: Customer, **fields: Any) -> None:
        """Change a person's detail past the services."""
        from dataclasses import replace

        with self.shop.store.uow() as uow:
            detail = uow.people.detail(customer.id)
            uow.people.put_detail(replace(detail, **fields))
            uow.commit()

    def person(self, customer: Customer) -> Customer:
        """The record as it stands."""
        with self.shop.store.uow() as uow:
            found = uow.customers.get(customer.id)
        assert found is not None
        return found

    def state(self, customer: Customer) -> dict[str, Any]:
        """Everything a merge may move, so that two states can be compared."""
        with self.shop.store.uow() as uow:
            number = customer.id
            account = uow.customers.account(number)
            days: dict[str, list[int]] = {}
            for entry in uow.merges.turnover(number):
                day = days.setdefault(entry.local_day.isoformat(), [0, 0])
                day[0] += entry.amount
                day[1] += entry.visit
            return {
                "record": uow.customers.get(number),
                "detail": uow.people.detail(number),
                "contacts": list(uow.people.contacts(number)),
                "notes": list(uow.people.notes(number)),
                "balance": account.balance,
                "turnover": account.turnover,
                "visits": account.visits,
                "last_visit": account.last_visit,
                "tier": (account.tier_id, account.tier_manual_until),
                "since": account.tier_since if account.tier_id else None,
                "lots": [
                    (lot.id, lot.kind, lot.left, lot.active_from, lot.expires_on)
                    for lot in uow.points.lots(number)
                ],
                "days": {day: sums for day, sums in days.items() if any(sums)},
                "cards": [(card.number, card.status) for card in uow.cards.of_customer(number)],
                "coupons": [one.code for one in uow.coupons.of_customer(number)],
                "credit": [(c.code, c.balance) for c in uow.certificates.of_customer(number)],
                "consents": {
                    key: told.given
                    for key, told in present_consents(uow.customers.consents(number)).items()
                },
                "referred": list(uow.merges.referred(number)),
                "owned": [
                    list(uow.merges.owned(table, number))
                    for table in ("need", "response", "paper_form")
                ],
            }  # fmt: skip
