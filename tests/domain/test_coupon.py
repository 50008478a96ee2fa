"""Coupons: codes, validity, persons, uses, what a return does (R17, R21)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.coupon import (
    ALPHABET,
    BODY,
    PREFIX,
    Coupon,
    Refusal,
    check_character,
    coupon_refusal,
    display_code,
    is_code,
    make_code,
    normalise_code,
    restored_until,
    state_after_use,
)
from pos_app.domain.promotion import Hours

NOW = datetime(2026, 3, 10, 12, 0)
PLAIN = Coupon(code="K1")


@pytest.mark.parametrize(
    ("change", "customer", "expected"),
    [
        ({}, None, None),
        ({"state": "void"}, None, "void"),
        ({"state": "expired"}, None, "expired"),
        ({"state": "restored"}, None, None),
        ({"uses": 1}, None, "usage_limit"),
        ({"uses": 1, "max_uses": None}, None, None),
        ({"valid_from": date(2026, 3, 11)}, None, "not_started"),
        ({"valid_from": date(2026, 3, 10), "valid_to": date(2026, 3, 10)}, None, None),
        ({"valid_to": date(2026, 3, 9)}, None, "expired"),
        ({"weekdays": frozenset({1})}, None, "wrong_time"),
        ({"weekdays": frozenset({2})}, None, None),
        ({"hours": (Hours(start=time(12), end=time(14)),)}, None, None),
        ({"hours": (Hours(start=time(8), end=time(12)),)}, None, "wrong_time"),
        ({"hours": (Hours(start=time(22), end=time(13)),)}, None, None),
        ({"customer_id": "anna"}, None, "customer_required"),
        ({"customer_id": "anna"}, "boris", "other_customer"),
        ({"customer_id": "anna"}, "anna", None),
        ({"per_customer": 1}, None, "customer_required"),
        ({"per_customer": 1, "customer_uses": 1}, "anna", "customer_usage_limit"),
        ({"per_customer": 2, "customer_uses": 1}, "anna", None),
    ],
)
def test_who_may_use_it_and_when(
    change: dict[str, object], customer: str | None, expected: Refusal | None
) -> None:
    assert coupon_refusal(replace(PLAIN, **change), customer, NOW) == expected  # type: ignore[arg-type]


def test_hours_over_midnight() -> None:
    night = Hours(start=time(22), end=time(6))
    assert [night.holds(time(hour)) for hour in (21, 22, 5, 6)] == [False, True, True, False]


def test_the_last_use_redeems() -> None:
    assert state_after_use(PLAIN) == "redeemed"
    assert state_after_use(replace(PLAIN, max_uses=3, uses=1)) == "issued"
    assert state_after_use(replace(PLAIN, max_uses=None)) == "issued"


def test_a_restored_coupon_has_its_old_end_or_two_weeks() -> None:
    today = date(2026, 3, 10)
    assert restored_until(None, today) is None
    assert restored_until(date(2026, 3, 10), today) == date(2026, 3, 10)
    assert restored_until(date(2026, 3, 9), today) == date(2026, 3, 24)


def test_codes_are_made_from_the_bytes_given() -> None:
    code = make_code(bytes(range(BODY)))
    assert code.startswith(PREFIX + ALPHABET[:BODY])
    assert len(code) == len(PREFIX) + BODY + 1
    assert is_code(code)
    assert is_code(display_code(code).lower())
    # 248 = 8 × 31: bytes from there on would make the first signs likelier, and are passed over
    assert make_code(bytes([255, 248, *range(BODY)])) == code
    with pytest.raises(ValueError, match="too few"):
        make_code(bytes([255] * 40))


def test_look_alikes_are_read_as_meant() -> None:
    assert normalise_code(" k1-oi bs\u00a0z") == "K10185" + "2"


@given(st.binary(min_size=40, max_size=40), st.data())
def test_every_single_slip_and_swap_is_found(random_bytes: bytes, data: st.DataObject) -> None:
    code = make_code(random_bytes)
    place = data.draw(st.integers(len(PREFIX), len(code) - 2))
    other = data.draw(st.sampled_from([sign for sign in ALPHABET if sign != code[place]]))
    assert not is_code(code[:place] + other + code[place + 1 :])
    if code[place] != code[place + 1]:
        swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
        assert not is_code(swapped)


def test_what_is_no_code() -> None:
    code = make_code(bytes(range(BODY)))
    for text in ("", "4600000000001", code[1:], code + "0", PREFIX + "?" * (BODY + 1)):
        assert not is_code(text)
    with pytest.raises(ValueError, match="substring"):
        check_character("?")
