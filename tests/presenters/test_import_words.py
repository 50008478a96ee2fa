"""Every reason an import of people gives has words in every language."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app import services
from pos_app.i18n import LANGUAGES, translator
from pos_app.presenters.import_words import REASONS

SERVICES = Path(services.__file__).parent


def given() -> Iterator[str]:
    """The codes written in the modules of the import, first or as ``code``."""
    for file in sorted(SERVICES.glob("people_import*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in ("UnreadableError", "Reason"):
                continue
            texts = [*node.args[:1], *(k.value for k in node.keywords if k.arg == "code")]
            for text in texts:
                if isinstance(text, ast.Constant):
                    yield str(text.value)


def test_every_reason_is_known() -> None:
    codes = set(given())
    assert len(codes) > 15
    assert codes <= set(REASONS)


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "en"])
def test_every_reason_is_translated(language: str) -> None:
    t = translator(language)
    assert [code for code in set(given()) if t._(REASONS[code]) == REASONS[code]] == []
