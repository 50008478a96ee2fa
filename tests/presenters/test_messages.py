"""Every refusal the counter can meet has a sentence of its own, in every language."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest

from pos_app.domain.coupon import Refusal
from pos_app.domain.errors import CodedError, EnvironmentProblem, PosError
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.messages import SENTENCES, refusal, say

_RAISED = re.compile(r'(?:PosError|EnvironmentProblem|Blocked)\(\s*(?:code=)?"([a-z_]+)"')
_COUNTER = (
    "services/desk*.py", "services/sale_desk.py", "services/checkout.py",
    "services/completion.py", "services/payment.py", "services/loyalty.py",
    "services/approvals.py", "services/pin_guard.py", "services/cards.py",
    "services/customers.py", "services/receipts.py", "services/coupons.py", "services/text.py",
    "services/campaign*.py", "services/questionnaire*.py", "services/response*.py",
    "domain/questionnaire*.py",
    "adapters/sqlite/faults.py",
)  # fmt: skip


def raised(project_root: Path) -> set[str]:
    """The codes in the source of everything behind the counter."""
    files = [path for mask in _COUNTER for path in (project_root / "pos_app").glob(mask)]
    assert len(files) > 15
    return {code for path in files for code in _RAISED.findall(path.read_text(encoding="utf-8"))}


def test_every_code_behind_the_counter_has_words(project_root: Path) -> None:
    assert raised(project_root) - set(SENTENCES) == set()


def test_every_refusal_of_a_coupon_and_every_miss_has_words(project_root: Path) -> None:
    source = project_root / "pos_app" / "domain" / "pricing" / "conditions.py"
    misses = set(re.findall(r'(?:Miss\(|return )"([a-z_]+)"', source.read_text(encoding="utf-8")))
    assert {"min_amount", "birthday", "budget"} <= misses
    assert (set(get_args(Refusal)) | misses) - set(SENTENCES) == set()


def test_every_refused_scan_has_words(project_root: Path) -> None:
    folder = project_root / "pos_app" / "domain"
    source = (folder / "scan.py").read_text(encoding="utf-8")
    reasons = set(re.findall(r'RefusedScan\(reason="([a-z_]+)"', source))
    gs1 = (folder / "gs1.py").read_text(encoding="utf-8")
    reasons |= set(re.findall(r'Gs1Error\("([a-z_]+)"', gs1))
    weighed = (folder / "weighed.py").read_text(encoding="utf-8")
    inside = set(re.findall(r'PosError\("([a-z_]+)"\)', weighed))
    assert {f"scan_{reason}" for reason in reasons | inside} - set(SENTENCES) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_sentences_can_be_said(language: str) -> None:
    t, f = translator(language), Formats(language, "PLN")
    for code in SENTENCES:
        words = say(CodedError(code), t, f)
        assert len(words) > 5, code
        assert "{" not in words, (code, words)


def test_figures_are_formatted() -> None:
    t, f = translator("en"), Formats("en", "PLN")
    assert say(PosError("not_paid", missing=1250), t, f) == "zł\u00a012.50 is still missing."
    assert refusal("min_amount", t, f, missing=500) == "zł\u00a05.00 more and this applies."
    assert say(PosError("locked_out", seconds=1), t, f) == "Too many wrong tries. Wait 1 second."
    assert say(PosError("wrong_pin", left=2), t, f) == "Wrong PIN. 2 tries left."


def test_a_code_without_words_is_named() -> None:
    t, f = translator("en"), Formats("en", "PLN")
    assert "strange_thing" in say(PosError("strange_thing"), t, f)
    assert "odd_disk" in say(EnvironmentProblem("odd_disk"), t, f)


@pytest.mark.parametrize(
    ("code", "params", "words"),
    [
        ("expired", {"valid_to": "2026-11-22"}, "This was valid until 22 Nov 2026."),
        ("expired", {}, "This has expired."),
        ("not_started", {"valid_from": "2026-12-01"}, "This is valid from 1 Dec 2026 on."),
        ("not_started", {}, "This is not valid yet."),
        ("wrong_time", {"weekdays": "12357"}, "This is valid only: Mon–Wed, Fri, Sun."),
        (
            "wrong_time",
            {"weekdays": "67", "hours": "22:00-02:00,08:00-10:00"},
            "This is valid only: Sat, Sun, 22:00–02:00, 08:00–10:00.",
        ),
        ("conditions", {"hours": "10:00-14:00"}, "This is valid only: 10:00–14:00."),
        ("conditions", {"condition": "birthday"}, "Only around the birthday."),
        (
            "conditions",
            {"condition": "min_amount", "missing": 500},
            "zł\u00a05.00 more and this applies.",
        ),
        ("conditions", {}, "This does not apply at this hour."),
        ("no_effect", {"goods": "Tea, Pen"}, "Only for: Tea, Pen."),
        ("campaign_used_up", {"left": 0}, "The campaign is used up: nothing more is handed over."),
        ("campaign_used_up", {"left": 2}, "The campaign has room for 2 coupons."),
    ],
)
def test_a_refused_coupon_says_what_is_missing(
    code: str, params: dict[str, object], words: str
) -> None:
    t, f = translator("en"), Formats("en", "PLN")
    assert refusal(code, t, f, **params) == words
