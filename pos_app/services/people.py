"""Finding a person whom a use case is about, and what the cashier should know of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.sale import Draft
from pos_app.services.ports import UnitOfWork

MOST_AT_TILL: Final = 3
"""Notes said at the till at a time."""


def known_customer(uow: UnitOfWork, customer_id: int) -> Customer:
    """The person of that id.

    Raises ``PosError`` ``customer_unknown``, ``customer_merged`` (``customer``: who holds the
    account now).
    """
    customer = uow.customers.get(customer_id)
    if customer is None:
        raise PosError("customer_unknown")
    if not customer.active:
        holder = account_holder(uow, customer_id)
        if holder != customer_id:
            raise PosError("customer_merged", customer=holder)
    return customer


def account_holder(uow: UnitOfWork, customer_id: int) -> int:
    """Who answers for a person's account: themselves, or whom they were merged into (R23)."""
    return accounts_of(uow, customer_id)[-1]


def accounts_of(uow: UnitOfWork, customer_id: int) -> tuple[int, ...]:
    """A person and, one after another, those whom their account was merged into; the last holds it.

    Old receipts stay with whom they were made; what happens to them now happens to the holder.
    """
    chain = [customer_id]
    while (further := uow.people.detail(chain[-1]).merged_into) is not None:
        if further in chain:
            break
        chain.append(further)
    return tuple(chain)


def draft_of_holder(uow: UnitOfWork, draft: Draft) -> Draft:
    """An unfinished sale with the person who holds the account of the one it was begun for."""
    if draft.customer_id is None:
        return draft
    return replace(draft, customer_id=account_holder(uow, draft.customer_id))


def notes_at_till(uow: UnitOfWork, customer: Customer) -> tuple[str, ...]:
    """What the cashier should read when the card is scanned, newest first, each on one line."""
    notes = [note.text for note in uow.people.notes(customer.id) if note.at_till]
    if customer.note:
        notes.append(customer.note)
    return tuple(" ".join(note.split()) for note in notes[:MOST_AT_TILL])
