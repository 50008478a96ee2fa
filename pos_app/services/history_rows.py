"""Rows of a former system turned into the shop's own records. No float is made anywhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Final

from pos_app.domain.customer import Customer
from pos_app.domain.sale import Sale, SaleLine, Tender, TenderKind
from pos_app.services.history_model import (
    HistoryCustomer,
    HistoryMap,
    HistoryProduct,
    HistoryReceipt,
)
from pos_app.services.import_values import UnreadableError, figure, looks_like_bank_card
from pos_app.services.tabular import clean_text
from pos_app.services.text import holds_bank_card

MAX_SUM: Final = 10**12
MAX_QUANTITY: Final = 10**9
_DATE: Final = re.compile(r"([0-9]{1,4})[-./]([0-9]{1,2})[-./]([0-9]{1,4})")
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?")
_PLACES: Final = {"ymd": (0, 1, 2), "dmy": (2, 1, 0), "mdy": (2, 0, 1)}

Line = tuple[int, tuple[str, ...]]


class HistoryReader:
    """Reads values by one mapping."""

    def __init__(self, mapping: HistoryMap) -> None:
        self._map = mapping
        self._scale = 10**mapping.digits

    # -- values -------------------------------------------------------------------------------

    def money(self, text: str) -> int:
        """Minor units; "" is 0. Raises :class:`UnreadableError`."""
        value = self._scaled(text, self._map.digits)
        if not -MAX_SUM <= value <= MAX_SUM:
            raise UnreadableError("sum_out_of_range", text=text[:40])
        return value

    def _scaled(self, text: str, digits: int) -> int:
        if not text:
            return 0
        whole, _, fraction = text.partition(self._map.decimal)
        plain = (whole.removeprefix("-") + fraction).isdigit() and text.isascii()
        if plain and whole and len(fraction) <= digits:
            return int(whole + fraction.ljust(digits, "0"))
        return figure(text, digits=digits, sign=self._map.decimal)

    def quantity(self, text: str) -> int:
        """Thousandths; "" is one piece, 0 and fractions are legal."""
        value = self._scaled(text, 3) if text else 1000
        if not -MAX_QUANTITY <= value <= MAX_QUANTITY:
            raise UnreadableError("quantity_out_of_range", text=text[:40])
        return value

    def instant(self, at: str, day: str, time: str) -> datetime:
        """An aware UTC instant from ``at``, or from a day and a time, in the files' zone."""
        text = at or f"{day} {time}".strip()
        try:
            moment = datetime.fromisoformat(text)
        except ValueError:
            moment = self._spelled(text)
        if moment.tzinfo is None:
            moment = moment.replace(tzinfo=self._map.zone)
        if not 1970 <= moment.year <= 2200:
            raise UnreadableError("time", text=text[:40])
        return moment.astimezone(UTC)

    def _spelled(self, text: str) -> datetime:
        day = self.day(text)
        found = _TIME.search(text)
        hour, minute, second = (int(part or 0) for part in found.groups()) if found else (12, 0, 0)
        try:
            return datetime(  # noqa: DTZ001 - the zone of the files is put on by the caller
                day.year, day.month, day.day, hour, minute, second
            )
        except ValueError as error:
            raise UnreadableError("time", text=text[:40]) from error

    def day(self, text: str) -> date:
        """A day as the mapping's ``date_order`` says; a four-digit year in front goes first."""
        found = _DATE.search(text)
        if found is None:
            raise UnreadableError("date", text=text[:40])
        parts = found.groups()
        year, month, number = _PLACES["ymd" if len(parts[0]) == 4 else self._map.date_order]
        try:
            return date(int(parts[year]), int(parts[month]), int(parts[number]))
        except ValueError as error:
            raise UnreadableError("date", text=text[:40]) from error

    # -- people -------------------------------------------------------------------------------

    def customer(self, number: int, row: tuple[str, ...], now: datetime) -> HistoryCustomer:
        """A person; the former number is their identity."""
        key, name, phone, email, birthday, card, points, expire, created, language, note = row
        if not key.strip():
            raise UnreadableError("key_missing")
        balance = self._points(points)
        person = Customer(
            id=0, uuid=self._map.identity("customer", key.strip()), name=words(name, 200),
            phone=clean_text(phone, 40), email=clean_text(email, 254),
            birthday=self.day(birthday) if birthday.strip() else None,
            language=language.strip()[:5] or None, note=words(note, 2000),
            created_at=self.instant(created, "", "") if created.strip() else now,
        )  # fmt: skip
        return HistoryCustomer(
            number=number, customer=person, card=card_number(card), points=balance,
            points_expire=self.day(expire).isoformat() if expire.strip() else "",
        )  # fmt: skip

    def _points(self, text: str) -> int:
        value = self._scaled(text.strip(), 2)
        if not 0 <= value <= MAX_SUM:
            raise UnreadableError("points_out_of_range", text=text[:40])
        return value

    # -- receipts -----------------------------------------------------------------------------

    def receipt(
        self, number: int, row: tuple[str, ...], lines: Sequence[Line],
        products: Mapping[str, HistoryProduct], people: Mapping[str, tuple[int, str]],
    ) -> HistoryReceipt:  # fmt: skip
        """A receipt with its lines; its number in the till is given when it is stored.

        Raises :class:`UnreadableError`: ``no_lines``, ``line_sum`` (a line's parts do not give its
        net), ``receipt_sum`` (the lines do not give the receipt's total), ``negative_total``,
        ``tender_sum``, ``unknown_customer``, and what the values raise.
        """
        key, at, day, time, customer, card, total, tender, *paid, coupons = row
        if not lines:
            raise UnreadableError("no_lines")
        moment = self.instant(at, day, time)
        made = tuple(self._line(place, values, products) for place, (_, values) in enumerate(lines))
        due = sum(line.net for line in made)
        if total and self.money(total) != due:
            raise UnreadableError("receipt_sum", total=total[:20], lines=due)
        if due < 0:
            raise UnreadableError("negative_total", total=due)
        person = self._person(customer.strip(), people)
        sale = Sale(
            id=0, uuid=self._map.identity("receipt", key.strip()), till=self._map.till, number=0,
            shift_id=0, person_id=0, at=moment,
            local_date=moment.astimezone(self._map.zone).date().isoformat(),
            customer_id=person[0], customer_uuid=person[1], card_number=card_number(card) or None,
            lines=made, tenders=self._tenders(due, tender, paid),
            gross=sum(line.gross for line in made),
            discount=sum(line.gross - line.net - line.points for line in made),
            points_money=sum(line.points for line in made), points_spent=0, points_earned=0,
            total=due, tax=sum(line.tax for line in made), rounding=0, change=0,
            programme_version=0, receipt="", source="import",
        )  # fmt: skip
        return HistoryReceipt(number=number, sale=sale, coupons=tuple(coupons.split()))

    def _person(
        self, key: str, people: Mapping[str, tuple[int, str]]
    ) -> tuple[int, str] | tuple[None, None]:
        if not key:
            return None, None
        found = people.get(self._map.identity("customer", key))
        if found is None:
            raise UnreadableError("unknown_customer", customer=key[:40])
        return found

    def _line(
        self, place: int, row: tuple[str, ...], products: Mapping[str, HistoryProduct]
    ) -> SaleLine:
        (_, sku, name, quantity, unit, unit_price, gross, promotion, card, manual, coupon, points,
         net, tax_rate) = row  # fmt: skip
        amount = self.quantity(quantity)
        parts = [self.money(part) for part in (promotion, card, manual, coupon, points)]
        full, due = self._sums(gross, net, unit_price, amount, sum(parts))
        known = products.get(sku)
        rate = self._scaled(tax_rate, 2) if tax_rate else 0
        tax = inner_tax(due, rate) if self._map.tax_included else 0
        return SaleLine(
            position=place, line_id=str(place + 1), product_id=known.id if known else None,
            sku=sku[:60], name=words(name, 200) if name else known.name if known else sku[:60],
            unit=unit or (known.unit if known else "pcs"), quantity=amount,
            unit_price=self._unit_price(unit_price, full, amount), gross=full, promotion=parts[0],
            card=parts[1], manual=parts[2], coupon=parts[3], points=parts[4], net=due, tax=tax,
            taxes=((rate, tax),) if tax_rate else (),
            group_code=known.group_code if known else "",
        )  # fmt: skip

    def _sums(
        self, gross: str, net: str, unit_price: str, quantity: int, parts: int
    ) -> tuple[int, int]:
        """(gross, net): either from the other, both checked against the discounts."""
        if gross:
            full = self.money(gross)
        elif net:
            full = self.money(net) + parts
        elif unit_price:
            full = half_up(self.money(unit_price) * quantity, 1000)
        else:
            raise UnreadableError("line_sum_missing")
        due = full - parts
        if net and self.money(net) != due:
            raise UnreadableError("line_sum", net=net[:20], parts=due)
        return full, due

    def _unit_price(self, text: str, gross: int, quantity: int) -> int:
        """The given price, else the rounded share; 0 where a line has no quantity."""
        if text:
            return self.money(text)
        return min(half_up(abs(gross) * 1000, abs(quantity)), 10**9) if quantity else 0

    def _tenders(self, due: int, word: str, paid: Sequence[str]) -> tuple[Tender, ...]:
        kinds = (TenderKind.CASH, TenderKind.CARD, TenderKind.TRANSFER)
        given = tuple(
            Tender(kind=kind, amount=self.money(text))
            for kind, text in zip(kinds, paid, strict=True) if text and self.money(text)
        )  # fmt: skip
        if given:
            if sum(tender.amount for tender in given) != due:
                raise UnreadableError("tender_sum", total=due)
            return given
        kind = self._map.tender
        if word:
            found = self._map.tenders.get(word.casefold().strip())
            if found is None:
                raise UnreadableError("unknown_tender", tender=word[:40])
            kind = found
        return (Tender(kind=kind, amount=due),) if due else ()


def words(text: str, longest: int) -> str:
    """Words for people to read; those with a bank card's number in them are refused (R34)."""
    clean = clean_text(text, longest)
    if holds_bank_card(clean):
        raise UnreadableError("bank_card_number")
    return clean


def card_number(text: str) -> str:
    """A loyalty card's number as printed; a bank card's is refused (R34)."""
    number = "".join(text.split())
    if len(number) > 48:
        raise UnreadableError("key_too_long", field="card", longest=48)
    if looks_like_bank_card(number):
        raise UnreadableError("bank_card_number")
    return number


def inner_tax(amount: int, rate: int) -> int:
    """The tax inside ``amount`` at ``rate`` basis points, half up away from zero (R6)."""
    return half_up(amount * rate, 10_000 + rate)


def half_up(number: int, over: int) -> int:
    """``number / over`` to the nearest integer, ties away from zero."""
    whole = (2 * abs(number) + over) // (2 * over)
    return -whole if number < 0 else whole
