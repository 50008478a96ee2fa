"""Opening balances of points from a former system's table: preview, then one transaction (R13).

A row names a person by card or phone. What cannot be taken is refused with a reason; a file taken
before is recognised by its content, so that nothing is given twice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.customers import PhonePort
from pos_app.services.grants import give
from pos_app.services.import_columns import HEADER_SEARCH_ROWS, plain
from pos_app.services.import_values import UnreadableError, decimal_sign, figure
from pos_app.services.loyalty import Movement
from pos_app.services.ports import Clock, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.records import LotRow
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import Rejected, TableFormat, TableRow, TableSource

MAX_POINTS: Final = 10**9
_DATE: Final = re.compile(r"(\d{1,4})[./-](\d{1,2})[./-](\d{1,4})")

# Header words in English, Russian, Polish and Azerbaijani, as exports of other systems write them.
_WORDS: Final[Mapping[str, tuple[str, ...]]] = {
    "card": (
        "card", "card number", "card no", "loyalty card", "карта", "номер карты", "№ карты",
        "karta", "numer karty", "nr karty", "kart", "kart nömrəsi", "kartın nömrəsi",
    ),
    "phone": (
        "phone", "mobile", "phone number", "telephone", "телефон", "мобильный", "номер телефона",
        "telefon", "numer telefonu", "telefon nömrəsi", "mobil",
    ),
    "points": (
        "points", "balance", "points balance", "bonus", "bonuses", "баллы", "бонусы", "баланс",
        "остаток", "punkty", "saldo", "saldo punktów", "xal", "xallar", "bonuslar", "qalıq",
    ),
    "expires": (
        "expires", "expires on", "expiry", "valid to", "valid until", "expiry date", "сгорают",
        "срок", "действует до", "годны до", "ważne do", "wygasają", "data ważności", "bitir",
        "bitmə tarixi", "etibarlıdır", "son tarix",
    ),
}  # fmt: skip
_FIELD_OF: Final = {plain(word): name for name, words in _WORDS.items() for word in words}


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningRow:
    """One readable row: whose points, how many (hundredths), to which last day."""

    number: int
    cells: tuple[str, ...]
    customer_id: int
    points: int
    expires_on: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningPlan:
    """Everything a person should see before saying yes."""

    file: str
    sha256: str
    format: TableFormat
    header: tuple[str, ...]
    columns: Mapping[str, str]
    rows: tuple[OpeningRow, ...]
    rejected: tuple[Rejected, ...]

    @property
    def points(self) -> int:
        """What would be given in all."""
        return sum(row.points for row in self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class OpeningResult:
    """What one import did."""

    people: int
    points: int
    rejected: tuple[Rejected, ...]


class PointsImport:
    """Reads, plans and carries out imports of opening balances; nothing is stored by a plan."""

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        tables: TableSource,
        phones: PhonePort,
        book: ShopBook,
        clock: Clock,
        ids: IdSource,
    ) -> None:
        self._uow = uow
        self._tables = tables
        self._phones = phones
        self._book = book
        self._clock = clock
        self._ids = ids

    def plan(self, path: str, *, encoding: str = "", delimiter: str = "") -> OpeningPlan:
        """Read ``path`` and say what each row would give.

        Raises ``PosError``: what :class:`TableSource` raises, ``import_no_header``,
        ``import_column_missing`` (points, or both card and phone).
        """
        table = self._tables.open(path, encoding=encoding, delimiter=delimiter)
        rows = list(table.rows())
        header, places = _header(rows)
        body = [row for row in rows if row.number > header.number]
        today = self._book.today()
        region = self._book.current.settings.locale.region
        sign = decimal_sign(row.cell(places["points"]) for row in body)
        readable: list[OpeningRow] = []
        rejected: list[Rejected] = []
        with self._uow() as uow:
            for row in body:
                try:
                    person = self._person(uow, row, places, region)
                    _ensure_new(uow, person, table.sha256, row.number)
                    readable.append(
                        OpeningRow(
                            number=row.number,
                            cells=row.cells,
                            customer_id=person,
                            points=_points(row, places, sign),
                            expires_on=_expires(row, places, today),
                        )
                    )
                except UnreadableError as refused:
                    rejected.append(
                        Rejected(number=row.number, reason=refused.reason, cells=row.cells)
                    )
        return OpeningPlan(
            file=table.name,
            sha256=table.sha256,
            format=table.format,
            header=header.cells,
            columns={name: header.cell(place) for name, place in places.items()},
            rows=tuple(readable),
            rejected=tuple(rejected),
        )

    def apply(self, plan: OpeningPlan, *, session: Session | None = None) -> OpeningResult:
        """Give what was planned, in one transaction; each row a lot of its own.

        Without a ``session`` it is the computer's own administrator at the command line. Raises
        ``PosError("not_allowed")`` for anyone but the owner.
        """
        if session is not None:
            ensure_may(session, Action.PROGRAMME)
        movement = Movement(
            at=self._clock.now(),
            local_day=self._book.today(),
            person_id=session.person_id if session is not None else None,
        )
        rejected: list[Rejected] = []
        given: list[OpeningRow] = []
        with self._uow() as uow:
            for row in plan.rows:
                try:
                    _ensure_new(uow, row.customer_id, plan.sha256, row.number)
                except UnreadableError as refused:
                    rejected.append(
                        Rejected(number=row.number, reason=refused.reason, cells=row.cells)
                    )
                else:
                    give(uow, self._ids, self._lot(row, plan.sha256, movement), movement)
                    given.append(row)
            refused_rows = sorted((*plan.rejected, *rejected), key=lambda each: each.number)
            result = OpeningResult(
                people=len({row.customer_id for row in given}),
                points=sum(row.points for row in given),
                rejected=tuple(refused_rows),
            )
            content = {
                "file": plan.file,
                "sha256": plan.sha256,
                "people": result.people,
                "points": result.points,
                "rejected": len(refused_rows),
            }
            uow.record(
                Event(
                    type="points.imported",
                    content=content,
                    person=session.person_uuid if session is not None else None,
                )
            )
            uow.commit()
        return result

    def _lot(self, row: OpeningRow, digest: str, movement: Movement) -> LotRow:
        return LotRow(
            uuid=self._ids.uuid(),
            customer_id=row.customer_id,
            kind="opening",
            granted=row.points,
            left=row.points,
            earned_at=movement.at,
            active_from=movement.local_day,
            expires_on=row.expires_on,
            reason=_mark(digest, row.number),
            local_day=movement.local_day,
        )

    def _person(
        self, uow: UnitOfWork, row: TableRow, places: Mapping[str, int], region: str
    ) -> int:
        card = "".join(_cell(row, places, "card").split()).upper()
        if card:
            found = uow.cards.by_number(card)
            if found is None or found.customer_id is None:
                raise UnreadableError("unknown_card", card=f"•••• {card[-4:]}")
            return found.customer_id
        text = _cell(row, places, "phone")
        if not text:
            raise UnreadableError("person_missing")
        phone = self._phones.e164(text, region)
        people = [each for each in uow.customers.by_phone(phone or "") if each.active]
        if not people:
            raise UnreadableError("unknown_phone")
        if len(people) > 1:
            raise UnreadableError("shared_phone", people=len(people))
        return people[0].id


def _header(rows: Sequence[TableRow]) -> tuple[TableRow, dict[str, int]]:
    best: tuple[TableRow | None, dict[str, int]] = (None, {})
    for row in rows[:HEADER_SEARCH_ROWS]:
        places: dict[str, int] = {}
        for place, cell in enumerate(row.cells):
            name = _FIELD_OF.get(plain(cell))
            if name is not None and name not in places:
                places[name] = place
        if len(places) > max(1, len(best[1])):
            best = (row, places)
    header, places = best
    if header is None:
        raise PosError("import_no_header")
    if "points" not in places:
        raise PosError("import_column_missing", column="points")
    return header, places


def _cell(row: TableRow, places: Mapping[str, int], name: str) -> str:
    return row.cell(places[name]).strip() if name in places else ""


def _points(row: TableRow, places: Mapping[str, int], sign: str) -> int:
    text = _cell(row, places, "points")
    numeric = places["points"] in row.numeric
    value = figure(text, digits=2, sign="." if numeric else sign)
    if not 0 < value <= MAX_POINTS:
        raise UnreadableError("points_out_of_range", text=text[:40])
    return value


def _expires(row: TableRow, places: Mapping[str, int], today: date) -> date | None:
    text = _cell(row, places, "expires")
    if not text:
        return None
    day = _day(text)
    if day < today:
        raise UnreadableError("day_over", text=text[:40])
    return day


def _day(text: str) -> date:
    """A day with the year in front, or the day in front."""
    found = _DATE.match(text)
    try:
        if found is None:
            raise ValueError(text)
        first, month, last = (int(part) for part in found.groups())
        return date(first, month, last) if len(found[1]) == 4 else date(last, month, first)
    except ValueError:
        raise UnreadableError("date", text=text[:40]) from None


def _mark(digest: str, number: int) -> str:
    return f"{digest[:16]} {number}"


def _ensure_new(uow: UnitOfWork, customer_id: int, digest: str, number: int) -> None:
    mark = _mark(digest, number)
    if any(lot.reason == mark for lot in uow.points.lots_of_kind(customer_id, "opening")):
        raise UnreadableError("taken_before")
