"""Whatever the services around the sale refuse is said in words, in every language."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from pos_app.domain.errors import PosError
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.messages import SENTENCES, say

SERVICES = (
    "settings", "settings_service", "station", "checks", "text", "currencies", "codec",
    "programme_store", "session", "pin_guard", "staff", "approvals", "till", "catalogue",
    "product_form", "customers", "cards", "receipts", "clock_guard", "setup",
    "grants", "points_desk", "points_statement", "tier_desk", "receipt_claims",
)  # fmt: skip

PARAMS: dict[str, object] = {
    "n": 2,
    "length": 6,
    "digits": 6,
    "seconds": 30,
    "left": 3,
    "limit": 60,
    "low": 0,
    "high": 100,
    "name": "Soap",
    "person": "Anna",
    "barcode": "5901234123457",
    "sku": "S-1",
    "plu": "42",
    "group": "Care",
    "number": "0018",
}


def codes(root: Path) -> set[str]:
    found = set()
    for module in SERVICES:
        tree = ast.parse((root / "pos_app" / "services" / f"{module}.py").read_text("utf-8"))
        for node in ast.walk(tree):
            named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if named and node.func.id == "PosError":  # type: ignore[attr-defined]
                first = node.args[0]  # type: ignore[attr-defined]
                assert isinstance(first, ast.Constant), f"{module}: a code must stand in the source"
                found.add(str(first.value))
    return found


def test_every_code_has_its_sentence(project_root: Path) -> None:
    assert codes(project_root) - set(SENTENCES) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_is_whole(project_root: Path, language: str) -> None:
    t, formats = translator(language), Formats(language, "PLN")
    for code in sorted(codes(project_root)):
        sentence = say(PosError(code, **PARAMS), t, formats)
        assert sentence
        assert not set("{}") & set(sentence), sentence
        assert code not in sentence


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("setting_invalid", {"reason": "empty"}, "This must not stay empty."),
        ("setting_invalid", {"reason": "repeat"}, "The same is entered twice."),
        ("setting_invalid", {"reason": "format"}, "This is not possible here."),
        (
            "setting_invalid",
            {"reason": "range", "field": "shop.return_days", "low": 0, "high": 365},
            "Enter a value from 0 to 365.",
        ),
        (
            "setting_invalid",
            {"reason": "range", "field": "counted", "low": 0, "high": 100_000},
            "Enter a sum from €0.00 to €1,000.00.",
        ),
        (
            "programme_invalid",
            {"field": "tier_name"},
            "Every tier needs a name and a threshold of its own.",
        ),
        ("programme_invalid", {"field": "discount"}, "A share is between 0 and 100%."),
        (
            "programme_invalid",
            {"field": "points_step"},
            "A figure of the programme is not possible. Look at the red field.",
        ),
        (
            "card_number",
            {"reason": "check_digit"},
            "The number of the card is not right. Scan it again.",
        ),
        ("card_number", {"reason": "length"}, "A card number has 4 to 32 letters and digits."),
        ("picture_refused", {"reason": "size"}, "This picture is too large."),
        ("picture_refused", {"reason": "kind"}, "Only PNG and JPEG pictures can be taken."),
        ("picture_refused", {"reason": "damaged"}, "This picture is damaged."),
        ("pin_rule", {"length": 4}, "The PIN has 4 digits."),
        ("barcode_taken", {"barcode": "42", "name": "Soap"}, "42 already belongs to: Soap."),
        ("person_inactive", {"person": "Anna"}, "Anna no longer works here."),
    ],
)
def test_what_is_said(code: str, params: dict[str, object], words: str) -> None:
    assert say(PosError(code, **params), translator("en"), Formats("en", "EUR")) == words
