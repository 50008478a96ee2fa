"""Every page of the real window: its words as kept, nothing cut, every control named.

The kept words lie in ``tests/data/snapshots``; ``POS_SNAPSHOTS=update`` writes them anew, and the
difference is read in the change like any other code.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pos_app.i18n import LANGUAGES
from tests.ui.snapshots.walk import PSEUDO, Seen, longer

KEPT = Path(__file__).parents[2] / "data" / "snapshots"
UPDATE = os.environ.get("POS_SNAPSHOTS") == "update"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_pages_say_what_they_said(walked: Seen, language: str) -> None:
    """Word for word, page for page; a page that came or went is told as well."""
    looks = walked(language).looks
    folder = KEPT / language
    if UPDATE:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.txt"):
            old.unlink()
        for name, look in looks.items():
            (folder / f"{name}.txt").write_text(look.text, encoding="utf-8")
    kept = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.txt")}
    assert sorted(kept) == sorted(looks)
    for name, look in looks.items():
        assert look.text == kept[name], f"{language}/{name}"


@pytest.mark.parametrize("language", [*LANGUAGES, PSEUDO])
def test_no_word_is_cut(walked: Seen, language: str) -> None:
    found = [
        f"{name} {size}: {words}"
        for name, look in walked(language).looks.items()
        for size, list_ in look.cut.items()
        for words in list_
    ]
    assert found == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_control_has_a_name(walked: Seen, language: str) -> None:
    looks = walked(language).looks
    assert {name: look.nameless for name, look in looks.items() if look.nameless} == {}


def test_the_pseudo_language_is_longer_and_keeps_its_fields() -> None:
    assert longer("Last receipt {number}: {total}") == "Laste receipteee {number}: {total}"
    assert longer("Remove") == "Removeee"
