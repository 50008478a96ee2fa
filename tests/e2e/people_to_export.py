"""People with and without consents on the stage's shop, for the sheet that exports them."""

from __future__ import annotations

from datetime import date

from pos_app.bootstrap.shop import Shop
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.services.people_records import Contact, PersonDetail

PEOPLE = (
    ("Hannah Peters", "+447700900214", True), ("Oliver Brown", "+447700900380", True),
    ("Lydia Stone", "+447700900111", None), ("Roman Keller", "+447700900027", True),
    ("Sofia Marsh", "+447700900633", False), ("Peter Young", "+447700900611", True),
    ("Nina Black", "+447700900905", True), ("Zoe White", "", True),
)  # fmt: skip


def invite(shop: Shop) -> None:
    """Eight people: five may be called, one withdrew, one never said, one has no phone."""
    now, ids = shop.world.clock.now(), shop.world.ids
    with shop.store.uow() as uow:
        for name, phone, agreed in PEOPLE:
            person = uow.customers.add(
                Customer(
                    id=0, uuid=ids.uuid(), name=name, phone=phone, created_at=now,
                    email=f"{name.split()[0].lower()}@example.org", birthday=date(1980, 5, 17),
                )
            )  # fmt: skip
            uow.people.put_detail(PersonDetail(customer_id=person))
            for given in () if agreed is None else (True,) if agreed else (True, False):
                for channel in (Channel.CALL, Channel.POST):
                    uow.customers.add_consent(
                        Consent(
                            customer_id=person, purpose=Purpose.MARKETING, channel=channel,
                            given=given, at=now, wording="1", source="counter",
                        )
                    )  # fmt: skip
            uow.people.add_contact(
                Contact(
                    uuid=ids.uuid(), customer_id=person, kind="address",
                    value="12 High Street\nLeeds LS1 4AP", at=now,
                )
            )  # fmt: skip
        uow.commit()
