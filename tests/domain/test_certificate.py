"""The rules of gift certificates and store credit (R22), worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_app.domain.certificate import (
    Certificate,
    is_own_code,
    make_code,
    masked,
    payable,
    printed_code,
    refunded_until,
    refusal,
    stored_code,
    valid_until,
)

TODAY = date(2026, 11, 22)
CARD = Certificate(
    code="G0000000000", kind="gift", amount=10_000, balance=6_000, valid_to=date(2026, 11, 22)
)


@pytest.mark.parametrize(
    ("issued", "months", "last"),
    [
        (date(2026, 11, 22), 12, date(2027, 11, 22)),
        (date(2026, 12, 5), 1, date(2027, 1, 5)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 8, 31), 18, date(2028, 2, 29)),
        (date(2026, 11, 22), 0, None),
    ],
)
def test_the_last_day_is_the_same_day_some_months_on(
    issued: date, months: int, last: date | None
) -> None:
    assert valid_until(issued, months) == last


def test_a_refund_leaves_at_least_fourteen_days() -> None:
    assert refunded_until(date(2026, 11, 1), TODAY) == date(2026, 12, 6)
    assert refunded_until(date(2026, 12, 5), TODAY) == date(2026, 12, 6)
    assert refunded_until(date(2026, 12, 6), TODAY) == date(2026, 12, 6)
    assert refunded_until(date(2027, 1, 1), TODAY) == date(2027, 1, 1)
    assert refunded_until(None, TODAY) is None


def test_it_pays_what_is_due_or_what_is_on_it() -> None:
    assert payable(CARD, 5_999, TODAY) == 5_999
    assert payable(CARD, 6_001, TODAY) == 6_000
    assert payable(CARD, -1, TODAY) == 0


def test_why_it_pays_nothing() -> None:
    assert refusal(CARD, TODAY) is None
    assert refusal(CARD, date(2026, 11, 23)) == "certificate_expired"
    assert refusal(replace(CARD, state="expired", valid_to=None), TODAY) == "certificate_expired"
    assert refusal(replace(CARD, state="blocked"), TODAY) == "certificate_blocked"
    assert refusal(replace(CARD, balance=0), TODAY) == "certificate_empty"
    assert payable(replace(CARD, state="blocked"), 100, TODAY) == 0


def test_own_codes_tell_a_slip_of_the_pen() -> None:
    code = make_code(bytes(range(24)), "g")
    assert code[:10] == "G012345678"
    assert is_own_code(f"g-{code[1:5]}-{code[5:]}", "G")
    wrong = "9" if code[-1] != "9" else "8"
    assert not is_own_code(code[:-1] + wrong, "G")
    assert not is_own_code(code, "")
    assert not is_own_code(code, "X")


def test_a_prefix_of_ambiguous_letters_reads_as_its_codes_do() -> None:
    code = make_code(bytes(24), "BON")
    assert code.startswith("80N0")
    assert is_own_code(f"BON-{code[3:]}", "BON")
    assert printed_code(code, "BON") == f"BON-{code[3:]}"


def test_codes_as_stored_and_as_printed() -> None:
    assert stored_code("g-ooo0-0000-00", "G") == "G0000000000"
    assert stored_code(" gift 12\n", "G") == "GIFT12"
    assert printed_code("G0000000000", "G") == "G-0000000000"
    assert printed_code("GIFT12", "G") == "GIFT12"
    assert masked("G000000AB12") == "\u2022\u2022\u2022\u2022\u00a0AB12"
