"""Names of moneys, countries and time zones, in the reader's language, from Babel's locale data."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

_EVERYWHERE: Final = "UTC"
_NOT_A_COUNTRY: Final = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})


def currency_name(code: str, language: str) -> str:
    """``AZN`` as ``Azerbaijani Manat``; the code itself where the data has no name."""
    from babel.core import Locale

    return str(Locale.parse(language).currencies.get(code, code))


@lru_cache(maxsize=8)
def countries(language: str) -> tuple[tuple[str, str], ...]:
    """All countries as (ISO code, name), by name."""
    from babel.core import Locale

    names = Locale.parse(language).territories.items()
    found = [
        (str(code), str(name))
        for code, name in names
        if len(code) == 2 and code.isalpha() and code not in _NOT_A_COUNTRY
    ]
    return tuple(sorted(found, key=lambda pair: pair[1].casefold()))


@lru_cache(maxsize=1)
def _zones() -> dict[str, str]:
    """The country of each time zone that has one."""
    from babel.core import get_global

    return {
        str(zone): str(country)
        for zone, country in get_global("zone_territories").items()
        if "/" in zone and not zone.startswith("Etc/") and country not in _NOT_A_COUNTRY
    }


def zones_of(country: str) -> tuple[str, ...]:
    """The time zones of a country (ISO code), the usual one first where it has several."""
    usual = _CAPITAL_ZONES.get(country, "")
    found = sorted(zone for zone, where in _zones().items() if where == country)
    return tuple(sorted(found, key=lambda zone: zone != usual))


@lru_cache(maxsize=8)
def time_zones(language: str) -> tuple[tuple[str, str], ...]:
    """All time zones as (IANA name, ``City, country``), by city; UTC stands last."""
    from babel.core import Locale

    names = Locale.parse(language).territories
    found = [
        (zone, f"{_city(zone, language)}, {names.get(country, country)}")
        for zone, country in _zones().items()
    ]
    found.sort(key=lambda pair: pair[1].casefold())
    return (*found, (_EVERYWHERE, _EVERYWHERE))


def _city(zone: str, language: str) -> str:
    from babel.core import Locale

    named = Locale.parse(language).time_zones.get(zone, {}).get("city")
    return str(named) if named else zone.rsplit("/", 1)[-1].replace("_", " ")


_CAPITAL_ZONES: Final = {
    "RU": "Europe/Moscow", "US": "America/New_York", "UA": "Europe/Kyiv", "KZ": "Asia/Almaty",
    "DE": "Europe/Berlin", "ES": "Europe/Madrid", "PT": "Europe/Lisbon",
}  # fmt: skip


def country_of(zone: str) -> str:
    """The country (ISO code) a time zone lies in, "" where none is known."""
    return _zones().get(zone, "")
