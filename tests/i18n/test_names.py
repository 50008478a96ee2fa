"""Moneys, countries and time zones by their names."""

from __future__ import annotations

from zoneinfo import available_timezones

import pytest

from pos_app.i18n import LANGUAGES
from pos_app.i18n.names import countries, country_of, currency_name, time_zones, zones_of


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "Polish Zloty"), ("ru", "польский злотый"), ("pl", "złoty polski"),
     ("az", "Polşa Zlotısı")],
)  # fmt: skip
def test_a_money_is_named_in_the_readers_language(language: str, name: str) -> None:
    assert currency_name("PLN", language) == name


def test_a_money_nobody_knows_keeps_its_code() -> None:
    assert currency_name("XQQ", "en") == "XQQ"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_country_stands_once_by_its_name(language: str) -> None:
    codes = [code for code, _ in countries(language)]
    assert len(codes) == len(set(codes))
    assert {"AZ", "PL", "RU", "DE"} <= set(codes)
    assert not {"EU", "UN", "ZZ"} & set(codes)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_zone_offered_exists(language: str) -> None:
    zones = dict(time_zones(language))
    assert set(zones) <= available_timezones()
    assert "UTC" in zones
    assert "Europe/Warsaw" in zones


def test_a_zone_is_named_by_city_and_country() -> None:
    assert dict(time_zones("pl"))["Asia/Baku"] == "Baku, Azerbejdżan"


def test_the_usual_zone_of_a_country_stands_first() -> None:
    assert zones_of("RU")[0] == "Europe/Moscow"
    assert zones_of("AZ") == ("Asia/Baku",)
    assert zones_of("") == ()


def test_the_country_of_a_zone() -> None:
    assert country_of("Asia/Baku") == "AZ"
    assert country_of("UTC") == ""
