"""Answers of ``pos-app quote`` worked out by hand, and the open examples where they lie at hand."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from pos_app.services.quote import quote

NOW = datetime(2026, 3, 10, 12, 0)
HERE = Path(__file__).parent
OPEN = HERE.parents[2] / "shared" / "quote" / "examples.json"


def differences(expected: Any, found: Any, path: str = "") -> list[str]:
    """Return where an answer differs from what must match; other keys are free."""
    if isinstance(expected, dict) and isinstance(found, dict):
        return [
            entry
            for key, value in expected.items()
            for entry in (
                differences(value, found[key], f"{path}.{key}")
                if key in found
                else [f"{path}.{key} is missing"]
            )
        ]
    if isinstance(expected, list) and isinstance(found, list) and len(expected) == len(found):
        return [
            entry
            for place, value in enumerate(expected)
            for entry in differences(value, found[place], f"{path}[{place}]")
        ]
    if isinstance(expected, Decimal):
        found = Decimal(str(found))
    return [] if expected == found else [f"{path}: {found!r} instead of {expected!r}"]


def _load(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    found: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"), parse_float=Decimal)[
        "examples"
    ]
    return found


OWN = _load(HERE / "quote_cases.json")


@pytest.mark.parametrize("case", OWN, ids=lambda case: case["about"])
def test_own_case(case: dict[str, Any]) -> None:
    assert differences(case["out"], quote(case["in"], NOW)) == []


def test_there_are_own_cases() -> None:
    assert len(OWN) >= 60


@pytest.mark.skipif(not OPEN.exists(), reason="the open examples are not on this machine")
def test_open_examples() -> None:
    wrong = {case["id"]: differences(case["out"], quote(case["in"], NOW)) for case in _load(OPEN)}
    assert {name: entries for name, entries in wrong.items() if entries} == {}
