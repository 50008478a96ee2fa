"""One row of a table of people as typed values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.tier import Tier
from pos_app.services import people_import_values as values
from pos_app.services.customers import PhonePort
from pos_app.services.import_values import UnreadableError, figure
from pos_app.services.people_import_columns import Places
from pos_app.services.people_import_dates import DateOrder, read_day
from pos_app.services.people_import_values import Phone
from pos_app.services.people_import_words import CONSENTS
from pos_app.services.tabular import Reason, Rejected, TableRow
from pos_app.services.text import holds_bank_card, tidy_text

LONGEST_CELL: Final = 10_000
LONGEST_NAME: Final = 100
LONGEST_LABEL: Final = 40
MOST_LABELS: Final = 20
COVERED: Final = "\N{BULLET}" * 4
"""Stands where a bank card's number stood: none is shown or written anywhere."""
MOST_AMOUNT: Final = 10**11

UNSAID: Final = frozenset(("n/a", "na", "null", "nan", "?", "—", "unknown", "неизвестно"))
"""In a column of yes and no: nothing was said."""

_SHOWN: Final = {
    "consent_programme": (Purpose.PROGRAMME, None),
    "consent_sms": (Purpose.MARKETING, Channel.SMS),
    "consent_email": (Purpose.MARKETING, Channel.EMAIL),
    "consent_call": (Purpose.MARKETING, Channel.CALL),
    "consent_messenger": (Purpose.MARKETING, Channel.MESSENGER),
    "consent_post": (Purpose.MARKETING, Channel.POST),
}  # fmt: skip

Statement = tuple[Purpose, Channel | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """What a row says of a person; empty where its column is missing or its cell is.

    ``points`` in hundredths, ``turnover`` in minor units; ``referrer`` is a card, phone or number
    of the one who brought them; ``left_out`` what the row says and is not taken.
    """

    number: int
    cells: tuple[str, ...] = field(repr=False)
    external: str = ""
    name: str = ""
    phones: tuple[Phone, ...] = ()
    emails: tuple[str, ...] = ()
    messengers: tuple[tuple[str, str], ...] = ()
    addresses: tuple[str, ...] = ()
    birthday: date | None = None
    language: str = ""
    tags: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    card: str = ""
    tier: str = ""
    referrer: str = ""
    points: int = 0
    points_expire: date | None = None
    turnover: int = 0
    turnover_day: date | None = None
    consents: tuple[tuple[Statement, bool], ...] = ()
    wording: str = ""
    do_not_call: bool | None = None
    left_out: tuple[Reason, ...] = ()

    @property
    def phone(self) -> str:
        """The main number."""
        return self.phones[0].number if self.phones else ""

    @property
    def email(self) -> str:
        """The main address."""
        return self.emails[0] if self.emails else ""

    def rejected(self, reason: Reason) -> Rejected:
        """This row, refused."""
        return refused(self.number, reason, self.cells)


def refused(number: int, reason: Reason, cells: Sequence[str]) -> Rejected:
    """A row refused, with all it held but numbers of bank cards (R34)."""
    return Rejected(number=number, reason=reason, cells=tuple(_without_bank_card(c) for c in cells))


def _without_bank_card(cell: str) -> str:
    return COVERED if holds_bank_card(cell) else cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How the columns of a file are read: by whose tables, in which order dates are.

    ``decimals`` is the decimal sign of each column of figures, ``digits`` the currency's;
    ``prefix`` starts the shop's cards; ``today`` is the shop's day.
    """

    places: Places
    phones: PhonePort
    region: str
    prefix: str
    digits: int
    today: date
    tiers: Sequence[Tier] = ()
    orders: dict[str, DateOrder] = field(default_factory=dict)
    decimals: dict[str, str] = field(default_factory=dict)


class PersonReader:
    """Turns rows into :class:`PersonRow`."""

    def __init__(self, reading: Reading) -> None:
        self._how = reading
        self._header = tuple(name.casefold() for name in reading.places.names)
        self._tiers = {
            key.casefold(): tier.tier_id
            for tier in reversed(reading.tiers) for key in (tier.tier_id, tier.name)
        }  # fmt: skip

    def read(self, row: TableRow) -> PersonRow:
        """The values of ``row``; raises :class:`UnreadableError` for the first unfit one."""
        self._check_form(row)
        consents, left_out = self._consents(row), list[Reason]()
        language = self._words(row, "language", 40)
        if language and not values.language(language):
            left_out.append(Reason(code="language", params={"text": language}))
        person = PersonRow(
            number=row.number, cells=row.cells, external=self._external(row), name=self._name(row),
            phones=self._phones(row),
            emails=tuple(dict.fromkeys(
                each for text in self._texts(row, "email") for each in values.emails(text)
            )),
            messengers=self._messengers(row), addresses=self._addresses(row),
            birthday=self._day(row, "birthday"), language=values.language(language),
            tags=self._labels(row, "tags"), groups=self._labels(row, "groups"),
            notes=self._notes(row), card=self._card(row), tier=self._tier(row),
            referrer=self._referrer(row), points=self._amount(row, "points", 2),
            points_expire=self._expiry(row),
            turnover=self._amount(row, "turnover", self._how.digits),
            turnover_day=self._turnover_day(row), consents=consents,
            wording=self._words(row, "wording", 60), do_not_call=self._flag(row, "do_not_call"),
            left_out=tuple(left_out),
        )  # fmt: skip
        if not (person.phones or person.emails or person.card or person.external):
            raise UnreadableError("contact_missing")
        return person

    def _check_form(self, row: TableRow) -> None:
        width = len(self._how.places.names)
        if any(cell.strip() for cell in row.cells[width:]):
            raise UnreadableError("row_too_long", cells=len(row.cells), columns=width)
        if any(len(cell) > LONGEST_CELL for cell in row.cells):
            raise UnreadableError("cell_too_long", longest=LONGEST_CELL)
        if len(row.cells) > 1 and tuple(
            " ".join(cell.split()).casefold() for cell in row.cells
        ) == self._header[: len(row.cells)]:  # fmt: skip
            raise UnreadableError("header_again")

    def _texts(self, row: TableRow, name: str) -> list[str]:
        """The cells of a field that say something."""
        if name not in self._how.places.fields:
            return []
        cells = (values.plain_cell(row.cell(at)) for at in self._how.places.fields[name])
        return [cell for cell in cells if cell.strip() and not values.is_nothing(cell)]

    def _words(self, row: TableRow, name: str, longest: int, *, multiline: bool = False) -> str:
        """Words for people to read, in which no bank card's number may hide (R34)."""
        if name not in self._how.places.fields:
            return ""
        texts = (tidy_text(text, multiline=multiline) for text in self._texts(row, name))
        return self._checked(" ".join(text for text in texts if text), name, longest)

    @staticmethod
    def _checked(text: str, name: str, longest: int) -> str:
        if len(text) > longest:
            raise UnreadableError("text_too_long", field=name, longest=longest)
        if holds_bank_card(text):
            raise UnreadableError("bank_card_number")
        return text

    def _external(self, row: TableRow) -> str:
        return values.whole_number(self._words(row, "external", 100))

    def _card(self, row: TableRow) -> str:
        text = "".join(self._texts(row, "card")).strip()
        return values.card(text, self._how.prefix) if text else ""

    def _name(self, row: TableRow) -> str:
        surname, first, second = (
            self._words(row, name, LONGEST_NAME) for name in ("surname", "first_name", "patronymic")
        )
        cyrillic = any("Ѐ" <= sign <= "ӿ" for sign in surname + first + second)
        parts = (surname, first, second) if cyrillic else (first, second, surname)
        joined = " ".join(part for part in parts if part)
        whole = self._words(row, "name", LONGEST_NAME)
        return self._checked(joined or whole, "name", LONGEST_NAME)

    def _phones(self, row: TableRow) -> tuple[Phone, ...]:
        how = self._how
        found: dict[str, Phone] = {}
        for text in self._texts(row, "phone"):
            for phone in values.phones(text, how.phones, how.region):
                found.setdefault(phone.number, phone)
        # A number with an extension reaches a switchboard first: any other comes before it.
        return tuple(sorted(found.values(), key=lambda each: each.label.startswith("ext.")))

    def _messengers(self, row: TableRow) -> tuple[tuple[str, str], ...]:
        found = []
        for place in self._how.places.fields.get("messenger", ()):
            text = tidy_text(values.plain_cell(row.cell(place)))
            if text and not values.is_nothing(text):
                label = self._how.places.names[place][:60]
                found.append((self._checked(text, "messenger", 200), label))
        return tuple(found)

    def _addresses(self, row: TableRow) -> tuple[str, ...]:
        whole = ""
        for cell in self._texts(row, "address"):
            text = ", ".join(line for line in tidy_text(cell, multiline=True).split("\n") if line)
            if text.casefold() not in whole.casefold():
                whole = f"{whole}, {text}" if whole else text
        return (self._checked(whole, "address", 500),) if whole else ()

    def _notes(self, row: TableRow) -> tuple[str, ...]:
        texts = [tidy_text(text, multiline=True) for text in self._texts(row, "note")]
        return tuple(
            dict.fromkeys(self._checked(each, "note", LONGEST_CELL) for each in texts if each)
        )

    def _labels(self, row: TableRow, name: str) -> tuple[str, ...]:
        found: dict[str, str] = {}
        for text in self._texts(row, name):
            for part in text.replace(":::", ";").replace("|", ";").replace(",", ";").split(";"):
                label = self._checked(tidy_text(part).strip("* "), name, LONGEST_LABEL)
                if label and label.casefold() not in ("mycontacts", "my contacts"):
                    found.setdefault(label.casefold(), label)
        if len(found) > MOST_LABELS or any(key.startswith("tier:") for key in found):
            raise UnreadableError("labels", field=name, most=MOST_LABELS)
        return tuple(found.values())

    def _day(self, row: TableRow, name: str) -> date | None:
        text = self._words(row, name, 60)
        if not text:
            return None
        place = self._how.places.fields[name][0]
        order = self._how.orders.get(name, DateOrder())
        day = read_day(values.figures(text), order, self._how.today, numeric=place in row.numeric)
        if name == "birthday" and day is not None and day > self._how.today:
            raise UnreadableError("birthday_ahead", text=text[:40])
        return day

    def _expiry(self, row: TableRow) -> date | None:
        day = self._day(row, "points_expire")
        if day is not None and day < self._how.today:
            raise UnreadableError("day_over", text=day.isoformat())
        return day

    def _turnover_day(self, row: TableRow) -> date | None:
        day = self._day(row, "turnover_day")
        if day is not None and day > self._how.today:
            raise UnreadableError("day_ahead", text=day.isoformat())
        return day

    def _amount(self, row: TableRow, name: str, digits: int) -> int:
        text = values.figures(self._words(row, name, 60))
        if not text:
            return 0
        numeric = self._how.places.fields[name][0] in row.numeric
        value = figure(
            text, digits=digits, sign="." if numeric else self._how.decimals.get(name, "")
        )
        if not 0 <= value <= MOST_AMOUNT:
            raise UnreadableError("amount_out_of_range", field=name, text=text[:40])
        return value

    def _tier(self, row: TableRow) -> str:
        text = self._words(row, "tier", 100)
        if text and text.casefold() not in self._tiers:
            raise UnreadableError("unknown_tier", tier=text[:40])
        return self._tiers.get(text.casefold(), "")

    def _referrer(self, row: TableRow) -> str:
        """Whoever it names, in the form they are found by."""
        text = self._words(row, "referrer", 100)
        if not text:
            return ""
        whole = values.whole_number(values.figures(text))
        return self._how.phones.e164(whole, self._how.region) or "".join(whole.split()).upper()

    def _flag(self, row: TableRow, name: str) -> bool | None:
        places = self._how.places.fields.get(name, ())
        text = values.plain_cell(row.cell(places[0])).strip() if places else ""
        return values.consent(text) if text and text.casefold() not in UNSAID else None

    def _consents(self, row: TableRow) -> tuple[tuple[Statement, bool], ...]:
        """What the person said, per purpose and channel; a column of its own goes before "all"."""
        said: dict[Statement, bool] = {}
        for name in CONSENTS:
            given = self._flag(row, name)
            if given is None:
                continue
            if name == "consent_all":
                said |= {(Purpose.MARKETING, channel): given for channel in Channel}
            else:
                said[_SHOWN[name]] = given
        return tuple(said.items())
