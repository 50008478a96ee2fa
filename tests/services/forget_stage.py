"""A person of whom the shop knows everything it can know, each fact with a mark of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pos_app.adapters.files.tombstones import TombstoneFile
from pos_app.adapters.sqlite.sealed_rows import SealedRows
from pos_app.adapters.sqlite.session import Session as Rows
from pos_app.adapters.sqlite.session import utc_text
from pos_app.adapters.sqlite.shred import FileShredder
from pos_app.domain.customer import Customer, Purpose
from pos_app.i18n.fold import fold, order_bytes
from pos_app.services.customers import ConsentChoice, CustomerChanges, CustomerForm
from pos_app.services.erasure import ErasureService
from pos_app.services.people_records import Contact, Household, PersonDetail, PersonNote
from pos_app.services.returns import ReturnParts, ReturnService
from tests.builders import Shop, card_number
from tests.services.desk import GOLDEN, Counter, make_counter


def forgetting(shop: Shop) -> ErasureService:
    """The service over the shop's own file."""
    path = shop.store.path
    return ErasureService(
        shop.store.uow,
        shop.permissions,
        TombstoneFile(path.parent),
        FileShredder(path),
        shop.clock,
        shop.ids,
        shop.sink,
    )


def traces(path: Path, marks: dict[str, str]) -> list[str]:
    """Which marks are found in the bytes of a shop's files, in any shape; the keys."""
    content = b"".join(
        file.read_bytes()
        for suffix in ("", "-wal", "-shm")
        if (file := path.with_name(path.name + suffix)).exists()
    )
    return [where for where, mark in marks.items() if any(s in content for s in _shapes(mark))]


def _shapes(mark: str) -> set[bytes]:
    digits = "".join(char for char in mark if char.isdigit())
    words = {mark, mark.casefold(), mark.upper(), fold(mark)}
    if len(digits) >= 9:
        words.add(digits)
    shapes = {word.encode() for word in words}
    shapes |= {json.dumps(mark)[1:-1].encode(), mark.encode("utf-16-le")}
    return shapes | {order_bytes(mark, language) for language in ("en", "pl", "ru", "az")}


@dataclass
class Known:
    """Somebody with a mark in every place; :attr:`marks` by place."""

    shop: Shop
    counter: Counter
    person: Customer
    sale: str = ""
    back: str = ""
    other: Customer | None = None
    marks: dict[str, str] = field(default_factory=dict)


def known_person(shop: Shop) -> Known:
    """Enter, change, buy, return, park, ask, import and merge, as the till and the office do."""
    counter = make_counter(shop)
    counter.use(GOLDEN)
    counter.set(next_coupon__enabled=True, next_coupon__threshold=0, next_coupon__named=True)
    shop.product("Soap", 10_000, sku="SOAP")
    marks = {
        "old name": "Staronazwa", "name": "Wielkaćma", "first": "Ögetürkən", "phone": "601987651",
        "old phone": "602456789", "email": "zażółć.qq7@example.pl", "note": "Nachbarin-Žlutá",
    }  # fmt: skip
    person = shop.customers.create(
        shop.cashier,
        CustomerForm(
            name=f"Ögetürkən {marks['old name']}",
            phone=marks["old phone"],
            email="qq8marks@example.pl",
            note="Sąsiadka-0",
            card_number=card_number(5),
            consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
            wording="1",
        ),
    )
    marks |= {"old email": "qq8marks@example.pl", "old note": "Sąsiadka-0"}
    known = Known(shop=shop, counter=counter, person=person, marks=marks)
    _sell(known)
    shop.customers.edit(
        shop.owner,
        person.id,
        CustomerChanges(
            name=f"Ögetürkən {marks['name']}",
            phone=marks["phone"],
            email=marks["email"],
            note=marks["note"],
        ),
    )
    _sell(known)
    _bring_back(known)
    _park(known)
    _know_more(known)
    return known


def _sell(known: Known) -> None:
    known.counter.desk.scan("SOAP")
    known.counter.desk.attach_customer(known.person.id)
    known.sale = known.counter.pay_cash().sale_uuid


def _bring_back(known: Known) -> None:
    from pos_app.services.return_model import ReturnItem, ReturnOrder

    shop, counter = known.shop, known.counter
    returns = ReturnService(
        ReturnParts(
            uow=shop.store.uow,
            book=counter.book,
            permissions=shop.permissions,
            clock=shop.clock,
            ids=shop.ids,
            sink=shop.sink,
        )
    )
    position = returns.sheet(known.sale).lines[0].position
    known.back = shop.ids.uuid()
    order = ReturnOrder(
        uuid=known.back,
        sale_uuid=known.sale,
        items=(ReturnItem(position=position, quantity=1000),),
        reason="changed_mind",
        condition="unopened",
    )
    returns.confirm(shop.owner, order, returns.preview(order).paid_out)


def _park(known: Known) -> None:
    desk = known.counter.desk
    desk.scan("SOAP")
    desk.attach_customer(known.person.id)
    known.marks["label"] = "Parkschild-Ögü"
    desk.park(known.marks["label"])


def _know_more(known: Known) -> None:
    shop, marks, at = known.shop, known.marks, known.shop.clock.now()
    marks |= {
        "contact": "+48603222111", "messenger": "@żabka_nr_9", "address": "ul. Źródlana 7/3",
        "dropped contact": "dropped-qq@example.pl", "till note": "Спрашивает-Жанну",
        "tag": "Etykieta-šš", "home": "Dom-Ögetürkən", "answer": "Ответ-Щука",
        "paper": "Папир-9", "need": "Potrzeba-Ęą", "merge": "Bild-Straßenmusik",
        "import": "Import-Łódkarz", "merged": "Zweite-Ümlaut", "merged phone": "604111222",
        "view": "Ansicht-Ńańa", "shape": "Gəlirçiçək",
    }  # fmt: skip
    ids, me = shop.ids, known.person.id
    with shop.store.uow() as uow:
        known.other = Customer(
            id=0, uuid=ids.uuid(), name=f"Ögetürkən {marks['merged']}", active=False,
            phone=f"+48{marks['merged phone']}", note=marks["shape"],
        )  # fmt: skip
        other = uow.customers.add(known.other)
        home = uow.people.add_household(
            Household(uuid=ids.uuid(), name=marks["home"], created_at=at)
        )
        for kind, value in (
            ("phone", marks["contact"]), ("messenger", marks["messenger"]),
            ("address", marks["address"]), ("email", marks["dropped contact"]),
        ):  # fmt: skip
            uow.people.add_contact(
                Contact(uuid=ids.uuid(), customer_id=me, kind=kind, value=value, at=at)  # type: ignore[arg-type]
            )
        uow.people.put_detail(
            PersonDetail(customer_id=me, household_id=home, tags=(marks["tag"],), source="counter")
        )
        uow.people.put_detail(PersonDetail(customer_id=other, merged_into=me))
        for text in (marks["till note"], marks["till note"] * 300):
            uow.people.add_note(
                PersonNote(uuid=ids.uuid(), customer_id=me, text=text[:9000], at_till=True, at=at)
            )
        _asked(uow._db, known, me, other, utc_text(at))  # type: ignore[attr-defined]
        uow.commit()
    with shop.store.uow() as uow:
        dropped = next(c for c in uow.people.contacts(me) if c.value == marks["dropped contact"])
        uow.people.remove_contact(dropped.id)
        uow.commit()


def _asked(db: Rows, known: Known, me: int, other: int, at: str) -> None:
    marks, ids = known.marks, known.shop.ids

    def add(table: str, **values: Any) -> int:
        names = SealedRows(db, table).names
        whole = dict.fromkeys(names) | {"uuid": ids.uuid(), "till": "1"} | values
        return SealedRows(db, table).add({name: whole[name] for name in names})

    add("customer_merge", survivor_id=me, merged_id=other, at=at,
        image=json.dumps({"name": marks["merge"]}, ensure_ascii=False))  # fmt: skip
    add("not_duplicate", first_id=min(me, other), second_id=max(me, other), at=at)
    add("saved_view", name="Mine", created_at=at,
        definition=json.dumps({"text": marks["name"], "view": 1}, ensure_ascii=False))  # fmt: skip
    marks.pop("view")
    done = add("people_import", file="a.csv", sha256="0", at=at, counts="{}", state="applied")
    add("people_import_row", import_id=done, customer_id=me, action="updated",
        before=json.dumps({"name": marks["import"]}, ensure_ascii=False))  # fmt: skip
    asked = add("questionnaire", name="Needs", kind="needs", state="live", definition="{}",
                created_at=at, changed_at=at)  # fmt: skip
    version = db.append("questionnaire_version", (ids.uuid(), "1", asked, 1, "{}", at, None))
    sale = db.one("SELECT id FROM sale WHERE uuid = ?", (known.sale,))
    said = [
        add("response", version_id=version, state="complete", channel="counter", language="ru",
            started_at=at, completed_at=at, seconds=9, **who)
        for who in ({"customer_id": me}, {"sale_id": sale[0] if sale else None})
    ]  # fmt: skip
    for response, text in zip(said, (marks["answer"], marks["paper"]), strict=True):
        db.run("INSERT INTO answer VALUES (?, 'q1', 0, ?)", (response, text))
        SealedRows(db, "response").reseal(response)
    for number, response in enumerate((*said, None)):
        add("paper_form", code=f"F{number}", version_id=version, customer_id=me, language="ru",
            printed_at=at, response_id=response)  # fmt: skip
    add("need", customer_id=me, key="", text=marks["need"], kind="explicit", evidence="answer",
        evidence_ref=marks["need"], confidence=9000, noticed_on=at[:10], state="open")  # fmt: skip
