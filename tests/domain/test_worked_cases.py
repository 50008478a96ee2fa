"""Worked cases: what each basket costs, says the model, and says the engine (R1–R18).

``worked_cases.jsonl`` holds one case a line: what it is about, the basket in the format of
``pos-app quote``, the figures, and for some the returns with what each gives back. The figures were
worked out by the independent model; the golden vector and the small ones are by hand.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from pos_app.services.quote import quote
from tests.domain.rational_basket import work_out
from tests.domain.rational_returns import give_back
from tests.domain.test_pricing_model import differences, tell

NOW = datetime(2026, 3, 10, 12)
FILE = Path(__file__).parent / "worked_cases.jsonl"
CASES: list[dict[str, Any]] = [
    json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()
]
RETURNED = [case for case in CASES if "returns" in case]


def _name(case: dict[str, Any]) -> str:
    """A name of letters and digits, so that a test can be asked for by it."""
    return "-".join(re.findall("[a-z0-9]+", case["about"].lower()))


GOLDEN = next(case for case in CASES if case["about"].startswith("the golden vector"))


def test_there_are_enough_of_them() -> None:
    assert len({case["about"] for case in CASES}) == len(CASES) >= 180


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_engine(case: dict[str, Any]) -> None:
    assert differences(case["out"], quote({"kind": "basket", **case["in"]}, NOW)) == []


@pytest.mark.parametrize("case", CASES, ids=_name)
def test_the_model(case: dict[str, Any]) -> None:
    assert differences(case["out"], work_out(case["in"]).answer) == []


@pytest.mark.parametrize("case", RETURNED, ids=_name)
def test_what_comes_back(case: dict[str, Any]) -> None:
    rows = tell(case["in"], case["returns"])
    found = [{name: row[name] for name in ("refund", "spent", "earned")} for row in rows[1:]]
    assert found == case["back"]
    assert give_back(work_out(case["in"]), case["returns"]) == case["back"]


@pytest.mark.parametrize("case", RETURNED, ids=_name)
def test_all_that_came_back_is_all_that_was_paid(case: dict[str, Any]) -> None:
    rows = tell(case["in"], [*case["returns"], {}])
    back = [row for row in rows[1:] if not row["refused"]]
    points = rows[0]["spent"], rows[0]["earned"]
    assert sum(row["refund"] for row in back) == case["out"]["payable"]
    assert (
        -sum(round(row["spent"] * 100) for row in back),
        -sum(round(row["earned"] * 100) for row in back),
    ) == tuple(round(amount * 100) for amount in points)


def test_the_golden_vector_is_the_one_of_the_rules() -> None:
    """The figures as DOMAIN.md prints them, so that no tool may write them anew."""
    assert GOLDEN["out"]["lines"] == [
        {"line": "A", "discount": 1_499 + 1_977, "points": 5_931, "total": 26_504},
        {"line": "B", "discount": 15_000 + 2_430, "points": 7_289, "total": 32_570},
        {"line": "C", "discount": 450 + 593, "points": 1_780, "total": 7_956},
    ]
    assert (GOLDEN["out"]["total"], GOLDEN["out"]["payable"]) == (67_030, 52_030)
    assert GOLDEN["out"]["points"] == {"limit": 201.09, "spent": 150, "earned": 26}
    assert GOLDEN["back"] == [
        {"refund": 10_287, "spent": -29.66, "earned": -6},
        {"refund": 10_286, "spent": -29.65, "earned": -5},
    ]
