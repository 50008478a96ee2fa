"""Secrets are hashed slowly, phones are read as the world writes them."""

from __future__ import annotations

import pytest

from pos_app.adapters.files.phones import Phones
from pos_app.adapters.files.pin_hasher import Argon2PinHasher


def test_a_secret_fits_its_own_hash_only() -> None:
    hasher = Argon2PinHasher(light=True)
    hashed = hasher.hash("123456")
    assert "123456" not in hashed
    assert hashed != hasher.hash("123456")
    assert hasher.verify(hashed, "123456")
    assert not hasher.verify(hashed, "123457")
    assert not hasher.verify(hashed, "")


def test_the_usual_hash_costs_64_mib_and_three_passes() -> None:
    usual, light = Argon2PinHasher(), Argon2PinHasher(light=True)
    hashed = usual.hash("пароль-ə")
    assert hashed.startswith("$argon2id$v=19$m=65536,t=3,p=1$")
    assert light.hash("x").startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert light.verify(hashed, "пароль-ə")


@pytest.mark.parametrize("spoilt", ["", "plain", "$argon2id$v=19$m=65536,t=3,p=1$x$y"])
def test_a_spoilt_hash_fits_nothing(spoilt: str) -> None:
    assert not Argon2PinHasher(light=True).verify(spoilt, "123456")


@pytest.mark.parametrize(
    ("typed", "region", "kept"),
    [
        ("600 100 200", "PL", "+48600100200"),
        ("+48 600-100-200", "", "+48600100200"),
        ("0048600100200", "PL", "+48600100200"),
        ("8 (916) 123-45-67", "RU", "+79161234567"),
        ("050 212 34 56", "AZ", "+994502123456"),
        ("+994 50 212 34 56", "PL", "+994502123456"),
    ],
)
def test_phones_become_one_form(typed: str, region: str, kept: str) -> None:
    assert Phones().e164(typed, region) == kept


@pytest.mark.parametrize(
    ("typed", "region"),
    [
        ("600 100 200", ""),
        ("12", "PL"),
        ("call me", "PL"),
        ("", "PL"),
        ("600100200x12", "PL"),
        ("+999 123", ""),
        ("600 100 200", "ZZ"),
    ],
)
def test_what_is_no_phone(typed: str, region: str) -> None:
    assert Phones().e164(typed, region) is None
