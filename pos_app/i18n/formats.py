"""Figures and dates as people of each language write them (DESIGN §8), and reading them back.

All arithmetic is on integers: money in minor units, points in hundredths, quantities in
thousandths, rates in basis points. A float raises ``TypeError``. Number symbols, currency and
percent patterns and month names come from Babel's locale data, which is loaded when the first
figure of a language is shown; shops' habits that the data lacks are the small tables below.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from pos_app.i18n.parsing import parse_scaled

MINUS: Final = "\N{MINUS SIGN}"
NBSP: Final = "\N{NO-BREAK SPACE}"

_SYMBOLS: Final = {
    "AZN": "₼", "BYN": "Br", "CZK": "Kč", "EUR": "€", "GBP": "£", "GEL": "₾", "KZT": "₸",
    "PLN": "zł", "RUB": "₽", "TRY": "₺", "UAH": "₴", "USD": "$",
}  # fmt: skip
_DATE_ORDER: Final = {"ru": "{d:02}.{m:02}.{y:04}", "pl": "{d:02}.{m:02}.{y:04}",
                      "az": "{d:02}.{m:02}.{yy:02}"}  # fmt: skip
# Polish writes four digits without a gap (CLDR minimumGroupingDigits, which Babel leaves out).
_WEEKDAYS: Final = {
    "ru": ("Пн", "Вт", "Ср", "Чт", "Пт", "Сб", "Вс"),
    "pl": ("pn.", "wt.", "śr.", "czw.", "pt.", "sob.", "nd."),
}
"""Shorter than Babel's, as calendars on the wall have them."""
_UNGROUPED_DIGITS: Final = {"pl": 4}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Symbols:
    """What one language does to a number."""

    decimal: str
    group: str
    ungrouped_digits: int
    money_pattern: str
    percent_pattern: str
    months: tuple[str, ...]
    months_short: tuple[str, ...]
    months_alone: tuple[str, ...]
    weekdays: tuple[str, ...]
    weekdays_short: tuple[str, ...]


@lru_cache(maxsize=8)
def _symbols(language: str) -> _Symbols:
    from babel.core import Locale

    locale = Locale.parse(language)
    numbers = locale.number_symbols["latn"]
    return _Symbols(
        decimal=numbers["decimal"],
        group=numbers["group"].replace("\N{NARROW NO-BREAK SPACE}", NBSP),
        ungrouped_digits=_UNGROUPED_DIGITS.get(language, 3),
        money_pattern=_pattern(locale.currency_formats["standard"].pattern),
        percent_pattern=_pattern(locale.percent_formats[None].pattern),
        months=_names(locale.months["format"]["wide"], range(1, 13)),
        months_short=_names(locale.months["format"]["abbreviated"], range(1, 13)),
        months_alone=_names(locale.months["stand-alone"]["wide"], range(1, 13)),
        weekdays=_names(locale.days["format"]["wide"], range(7)),
        weekdays_short=_WEEKDAYS.get(language)
        or _names(locale.days["stand-alone"]["abbreviated"], range(7)),
    )


def _pattern(cldr: str) -> str:
    """``"¤#,##0.00"`` as ``"¤{}"``: where the figure stands, the rest as it is."""
    figure = [place for place, sign in enumerate(cldr) if sign in "#0,."]
    return cldr[: figure[0]] + "{}" + cldr[figure[-1] + 1 :]


def _names(table: object, places: range) -> tuple[str, ...]:
    return tuple(str(table[place]) for place in places)  # type: ignore[index]


def _checked(value: int) -> int:
    if type(value) is not int:
        raise TypeError(f"an integer in the smallest unit is expected, not {value!r}")
    return value


def group_digits(value: int, language: str) -> str:
    """A whole number with the language's separators: ``12 345``, ``−3``."""
    symbols = _symbols(language)
    return _signed(_checked(value), _grouped(str(abs(value)), symbols), sign=False)


def _grouped(digits: str, symbols: _Symbols) -> str:
    if len(digits) <= symbols.ungrouped_digits:
        return digits
    return f"{int(digits):,}".replace(",", symbols.group)


def _signed(value: int, figure: str, *, sign: bool) -> str:
    if value < 0:
        return MINUS + figure
    return f"+{figure}" if sign and value > 0 else figure


class Formats:
    """Figures of one language and one currency.

    ``language`` decides separators, order and dates; ``currency`` (ISO 4217, of the shop) decides
    the symbol and the number of minor digits. Spaces inside figures are no-break, the minus is
    U+2212. ``sign=True`` writes a plus before positive figures; zero never has a sign.
    """

    __slots__ = ("_symbols", "currency", "currency_symbol", "language", "minor_digits")

    def __init__(self, language: str, currency: str) -> None:
        self.language = language
        self.currency = currency.upper()
        self._symbols = _symbols(language)
        self.currency_symbol = _currency_symbol(self.currency, language)
        self.minor_digits = _currency_digits(self.currency)

    def __repr__(self) -> str:
        return f"Formats({self.language!r}, {self.currency!r})"

    # -- figures ------------------------------------------------------------------------------

    def money(self, minor: int, *, sign: bool = False, trim: bool = False) -> str:
        """``1 234,50 ₽``. With ``trim`` a round sum drops its zero cents: ``150 ₽``."""
        figure = self._scaled(minor, self.minor_digits, trim_zero=trim)
        text = _with_symbol(self._symbols.money_pattern, figure, self.currency_symbol)
        return _signed(minor, text, sign=sign)

    def amount(self, minor: int, *, sign: bool = False, trim: bool = False) -> str:
        """Money without its symbol, for columns: ``1 234,50``."""
        figure = self._scaled(minor, self.minor_digits, trim_zero=trim)
        return _signed(minor, figure, sign=sign)

    def points(self, hundredths: int, *, sign: bool = False) -> str:
        """``1 240`` or ``12,5``; closing zeros are dropped."""
        return _signed(hundredths, self._scaled(hundredths, 2, trim=True), sign=sign)

    def quantity(self, thousandths: int) -> str:
        """``3`` or ``0,412``; closing zeros are dropped.

        Never grouped: the same text stands in input fields, where ``1.234`` typed on a number pad
        is one kilogram and a bit, whatever the language.
        """
        figure = self._scaled(thousandths, 3, trim=True, group=False)
        return _signed(thousandths, figure, sign=False)

    def percent(self, basis_points: int, *, sign: bool = False) -> str:
        """``5 %`` in Russian, ``5%`` elsewhere; ``12,5 %``."""
        figure = self._scaled(basis_points, 2, trim=True)
        return _signed(basis_points, self._symbols.percent_pattern.format(figure), sign=sign)

    def number(self, value: int) -> str:
        """A plain whole number: ``12 345``."""
        return group_digits(value, self.language)

    def _scaled(
        self,
        value: int,
        digits: int,
        *,
        trim: bool = False,
        trim_zero: bool = False,
        group: bool = True,
    ) -> str:
        whole, rest = divmod(abs(_checked(value)), 10**digits)
        text = _grouped(str(whole), self._symbols) if group else str(whole)
        fraction = f"{rest:0{digits}}" if digits else ""
        if trim or (trim_zero and rest == 0):
            fraction = fraction.rstrip("0")
        return f"{text}{self._symbols.decimal}{fraction}" if fraction else text

    # -- dates and times of the shop's clock --------------------------------------------------

    def date(self, day: dt.date) -> str:
        """``22 Nov 2026``, ``22.11.2026``, in Azerbaijani ``22.11.26``."""
        order = _DATE_ORDER.get(self.language)
        if order is None:
            return f"{day.day} {self._symbols.months_short[day.month - 1]} {day.year}"
        return order.format(d=day.day, m=day.month, y=day.year, yy=day.year % 100)

    def day_month(self, day: dt.date) -> str:
        """``22 November``, ``22 ноября``; the two never part at a line's end."""
        return f"{day.day}{NBSP}{self._symbols.months[day.month - 1]}"

    def long_date(self, day: dt.date) -> str:
        """``22 November 2026``, ``22 ноября 2026 г.``"""
        year = f"{day.year}{NBSP}г." if self.language == "ru" else str(day.year)
        return f"{self.day_month(day)} {year}"

    def time(self, moment: dt.datetime | dt.time) -> str:
        """``17:46``, on the 24-hour clock in every language."""
        return f"{moment.hour:02}:{moment.minute:02}"

    def date_time(self, moment: dt.datetime) -> str:
        """The date and the time: ``22.11.2026 17:46``."""
        comma = "," if self.language not in _DATE_ORDER else ""
        return f"{self.date(moment)}{comma} {self.time(moment)}"

    def weekday_time(self, moment: dt.datetime) -> str:
        """What the clock in the top strip shows: ``Вс 22 ноя, 17:46``, ``B., 22 noy, 17:46``."""
        name = self._symbols.weekdays_short[moment.weekday()]
        comma = "," if self.language == "az" else ""
        return f"{name}{comma} {self.short_day(moment)}, {self.time(moment)}"

    def weekday_names(self) -> tuple[str, ...]:
        """The days of the week, short, from Monday on: ``Mo``, ``Пн``."""
        return self._symbols.weekdays_short

    def month_names(self) -> tuple[str, ...]:
        """The months by themselves, from January on: ``November``, ``Ноябрь``."""
        return tuple(f"{name[:1].upper()}{name[1:]}" for name in self._symbols.months_alone)

    def month(self, day: dt.date) -> str:
        """The month of a day and its year, short: ``Nov 2026``."""
        return f"{self._symbols.months_short[day.month - 1]}{NBSP}{day.year}"

    def short_day(self, day: dt.date) -> str:
        """The day where room is short: ``30 ноя``, ``30 Nov``."""
        return f"{day.day}{NBSP}{self._symbols.months_short[day.month - 1][:3]}"

    def weekdays(self, days: Iterable[int]) -> str:
        """Days of the week (Monday = 1), neighbours joined: ``Mon–Fri, Sun``."""
        names, runs = self._symbols.weekdays_short, list[list[int]]()
        for day in sorted(set(days)):
            if runs and runs[-1][-1] == day - 1:
                runs[-1].append(day)
            else:
                runs.append([day])
        parts = []
        for run in runs:
            first, last = names[run[0] - 1], names[run[-1] - 1]
            joint = "–" if len(run) > 2 else ", "
            parts.append(first if len(run) == 1 else f"{first}{joint}{last}")
        return ", ".join(parts)

    def weekday_date(self, day: dt.date) -> str:
        """The day in full words, without its year: ``Воскресенье, 22 ноября``."""
        name = self._symbols.weekdays[day.weekday()]
        return f"{name[:1].upper()}{name[1:]}, {self.day_month(day)}"

    # -- what people type ---------------------------------------------------------------------

    def parse_money(self, text: str) -> int:
        """Minor units of a typed sum; both ``,`` and ``.`` are understood.

        The symbol or code of the currency may stand on either side. ``ValueError`` on anything
        else, also on more decimals than the currency has.
        """
        units = (self.currency_symbol, self.currency)
        return parse_scaled(text, digits=self.minor_digits, group=self._symbols.group, units=units)

    def parse_quantity(self, text: str) -> int:
        """Thousandths of a typed quantity; ``ValueError`` on garbage or a fourth decimal."""
        return parse_scaled(text, digits=3, group=self._symbols.group)

    def parse_percent(self, text: str) -> int:
        """Basis points of a typed percentage; ``ValueError`` on garbage or a third decimal."""
        return parse_scaled(text, digits=2, group=self._symbols.group, units=("%",))

    def parse_points(self, text: str) -> int:
        """Hundredths of typed points; ``ValueError`` on garbage or a third decimal."""
        return parse_scaled(text, digits=2, group=self._symbols.group)


def _with_symbol(pattern: str, figure: str, symbol: str) -> str:
    """The pattern filled in; a symbol of letters keeps a gap from digits (CLDR's spacing rule)."""
    before = pattern.startswith("¤")
    gap = NBSP if before and symbol[-1:].isalpha() else ""
    return pattern.format(figure).replace("¤", symbol + gap)


def _currency_symbol(currency: str, language: str) -> str:
    if currency in _SYMBOLS:
        return _SYMBOLS[currency]
    from babel.core import Locale

    return str(Locale.parse(language).currency_symbols.get(currency, currency))


def _currency_digits(currency: str) -> int:
    from babel.core import get_global

    fractions = get_global("currency_fractions")
    return int(fractions.get(currency, fractions["DEFAULT"])[0])
