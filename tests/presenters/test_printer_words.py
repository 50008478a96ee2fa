"""Every fault a printer can report to the counter has a sentence in every language."""

from __future__ import annotations

import pytest

from pos_app.domain.errors import EnvironmentProblem
from pos_app.i18n import LANGUAGES, Formats, translator
from pos_app.presenters.messages import say

CODES = (
    "printer_missing", "printer_offline", "printer_timeout", "printer_no_access", "printer_busy",
    "printer_paper_out", "printer_cover_open", "print_interrupted", "print_unconfirmed",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_the_code_itself_is_never_shown(code: str, language: str) -> None:
    words = say(EnvironmentProblem(code), translator(language), Formats(language, "EUR"))
    assert code not in words
    english = say(EnvironmentProblem(code), translator("en"), Formats("en", "EUR"))
    assert (words == english) == (language == "en")
