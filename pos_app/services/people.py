"""Finding a person whom a use case is about."""

from __future__ import annotations

from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.services.ports import UnitOfWork


def known_customer(uow: UnitOfWork, customer_id: int) -> Customer:
    """The person of that id; raises ``PosError("customer_unknown")``."""
    customer = uow.customers.get(customer_id)
    if customer is None:
        raise PosError("customer_unknown")
    return customer
