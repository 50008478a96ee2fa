"""People with and without consents and contacts, and the service that lists them."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from pos_app.adapters.sqlite.people_export_rows import SqlitePeopleRows
from pos_app.bootstrap.people_files import PeopleFileWriter
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.i18n import Formats, translator
from pos_app.services.people_export import PeopleExport
from pos_app.services.people_records import Contact, ContactKind, ContactState, PersonDetail
from tests.builders import Shop

SERIAL = {"next": 100}


def exporter(shop: Shop, language: str = "en") -> PeopleExport:
    """Lists of people of a shop, in ``language``."""
    zone = shop.book.current.settings.locale.zone
    files = PeopleFileWriter(translator(language), Formats(language, "PLN"), 2)
    return PeopleExport(
        shop.store.uow, SqlitePeopleRows(shop.store, zone), files, shop.guard, shop.book,
        shop.clock, shop.ids,
    )  # fmt: skip


def person(
    shop: Shop, name: str, *said: tuple[str, bool], phone: str = "", email: str = "",
    state: ContactState = "unknown", do_not_call: bool = False,
) -> Customer:  # fmt: skip
    """Somebody with statements about marketing by a channel, in their order."""
    SERIAL["next"] += 1
    made = shop.customer(name, SERIAL["next"])
    with shop.store.uow() as uow:
        uow.customers.update(replace(made, phone=phone, email=email))
        for channel, given in said:
            uow.customers.add_consent(
                Consent(
                    customer_id=made.id, purpose=Purpose.MARKETING, channel=Channel(channel),
                    given=given, at=shop.clock.now(), wording="1", source="counter",
                )
            )  # fmt: skip
            shop.clock.advance(seconds=1)
        uow.people.put_detail(
            PersonDetail(
                customer_id=made.id, phone_state=state, email_state=state, do_not_call=do_not_call
            )
        )
        uow.commit()
    return replace(made, phone=phone, email=email)


def contact(
    shop: Shop, of: Customer, kind: ContactKind, value: str,
    state: Literal["unknown", "valid", "bounced"] = "unknown", *, preferred: bool = False,
    label: str = "",
) -> None:  # fmt: skip
    """One more way to reach somebody."""
    with shop.store.uow() as uow:
        uow.people.add_contact(
            Contact(
                uuid=shop.ids.uuid(), customer_id=of.id, kind=kind, value=value, state=state,
                at=shop.clock.now(), preferred=preferred, label=label,
            )
        )  # fmt: skip
        uow.commit()
