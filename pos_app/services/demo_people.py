"""The demo shop's customers: who they are, how often they come, what they agreed to."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.customer import Channel, Consent, Customer, Purpose
from pos_app.services.demo_model import DemoData, Dice, Shopper
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.records import LotRow

# kind, how many, days between visits, share of the year after which they stay away (per mille)
_KINDS: Final = (
    ("regular", 80, (11, 28), 1000), ("irregular", 150, (35, 105), 1000),
    ("one_off", 90, (99, 100), 0), ("lapsed", 50, (14, 42), 550), ("new", 29, (8, 21), 1000),
)  # fmt: skip
CUSTOMERS: Final = 1 + sum(count for _, count, _, _ in _KINDS)
VIP_CARD_END: Final = "4821"
WELCOME_POINTS: Final = 5000
_CHANNELS: Final = (Channel.SMS, Channel.EMAIL, Channel.CALL, Channel.MESSENGER)


def invent(data: DemoData, dice: Dice, first: date, days: int) -> list[Shopper]:
    """The year's customers; the first is the one the sale screen is shown with."""
    taken = {data.text["vip"]}
    start = first.toordinal()
    people = [Shopper(
        name=data.text["vip"], female=True, kind="vip", joins=start, next_visit=start + 2, gap=14,
        until=start + days, favourites=("dishes", "laundry", "hair", "oral"),
    )]  # fmt: skip
    for kind, count, (least, most), share in _KINDS:
        for _ in range(count):
            female = dice.random() < 0.74
            name = _free_name(data.women if female else data.men, taken, dice)
            latest = days - 30 if kind != "new" else days - 5
            earliest = max(0, days - 75) if kind == "new" else 0
            joins = start + earliest + dice.randrange(max(1, latest - earliest))
            joins = start + dice.randrange(40) if kind in ("regular", "lapsed") else joins
            # Somebody whose first day falls on a holiday comes the day after.
            stays = days if share == 1000 else share * days // 1000 + dice.randrange(90) - 45
            people.append(Shopper(
                name=name, female=female, kind=kind, joins=joins, next_visit=joins,
                gap=least + dice.randrange(most - least + 1),
                until=joins + 2 if kind == "one_off" else max(joins + 2, start + stays),
                favourites=_favourites(data, dice),
            ))  # fmt: skip
    return people


def _free_name(names: tuple[str, ...], taken: set[str], dice: Dice) -> str:
    while True:
        name = names[dice.randrange(len(names))]
        if name not in taken:
            taken.add(name)
            return name


def _favourites(data: DemoData, dice: Dice) -> tuple[str, ...]:
    # In the order of the dice: a set of words comes out in another order in every process.
    return tuple(dict.fromkeys(code for code, _ in dice.choices(data.groups, k=4)))


class Enrolment:
    """Takes people into the programme on the day they first come."""

    def __init__(self, data: DemoData, ids: IdSource, dice: Dice, today: date) -> None:
        self._data = data
        self._ids = ids
        self._dice = dice
        self._today = today
        self._serial = 40_000

    def enrol(
        self, uow: UnitOfWork, shopper: Shopper, at: datetime, day: date, person_id: int
    ) -> None:
        """Store the person with card, consents and welcome points."""
        vip = shopper.kind == "vip"
        person = Customer(
            id=0, uuid=self._ids.uuid(), name=shopper.name, phone=self._phone(shopper),
            email=self._email(), birthday=self._birthday(vip=vip), created_at=at,
            language=self._data.language if self._dice.random() < 0.3 else None,
        )  # fmt: skip
        shopper.customer_id = uow.customers.add(person)
        if vip or self._dice.random() < 0.93:
            shopper.card = self._card_number(vip=vip)
            uow.cards.add(Card(
                id=0, uuid=self._ids.uuid(), number=shopper.card, status=CardStatus.ACTIVE,
                customer_id=shopper.customer_id, issued_at=at,
            ))  # fmt: skip
        self._consents(uow, shopper, at, person_id)
        uow.points.add_lot(LotRow(
            uuid=self._ids.uuid(), customer_id=shopper.customer_id, kind="welcome",
            granted=WELCOME_POINTS, left=WELCOME_POINTS, earned_at=at, active_from=day,
            expires_on=day + timedelta(days=90),
        ))  # fmt: skip

    def _consents(self, uow: UnitOfWork, shopper: Shopper, at: datetime, person_id: int) -> None:
        text, agrees = self._data.text, self._dice.random() < 0.64
        statements: list[tuple[Purpose, Channel | None, bool, str]] = [
            (Purpose.PROGRAMME, None, True, text["consent_programme"])
        ]
        for channel in _CHANNELS:
            given = agrees and self._dice.random() < 0.6
            statements.append((Purpose.MARKETING, channel, given, text["consent_marketing"]))
        for purpose, way, given, wording in statements:
            uow.customers.add_consent(Consent(
                customer_id=shopper.customer_id, purpose=purpose, channel=way, given=given,
                at=at, wording=wording, source="till", person_id=person_id,
            ))  # fmt: skip

    def _phone(self, shopper: Shopper) -> str:
        """E.164 of the country's mobile numbers; a few people leave none."""
        if shopper.kind != "vip" and self._dice.random() < 0.06:
            return ""
        head = self._data.text["mobile"]
        digits = {"+3": 12, "+7": 11, "+4": 11, "+9": 12}[head[:2]] - (len(head) - 1)
        return head + "".join(str(self._dice.randrange(10)) for _ in range(digits))

    def _email(self) -> str:
        if self._dice.random() < 0.55:
            return ""
        self._serial += 1
        return f"customer{self._serial}@example.org"

    def _birthday(self, *, vip: bool) -> date | None:
        if vip:
            near = self._today + timedelta(days=2)
            return date(1984, near.month, min(near.day, 28))
        if self._dice.random() < 0.18:
            return None
        return date(1948, 1, 1) + timedelta(days=self._dice.randrange(21_000))

    def _card_number(self, *, vip: bool) -> str:
        """An EAN-13 of the in-store range 29; the first customer's ends as on the pictures."""
        if vip:
            serials = range(290_000_000_482, 290_001_000_482, 1_000)
            return next(code for code in map(_ean, serials) if code.endswith(VIP_CARD_END))
        self._serial += 1 + self._dice.randrange(7)
        return _ean(290_000_000_000 + self._serial * 10 + self._dice.randrange(10))


def _ean(body: int) -> str:
    text = str(body)
    total = sum(int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(text)))
    return text + str(-total % 10)
