"""What the handbooks print bold stands on the screen in that language; links lead somewhere."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
HANDBOOKS = {"en": "handbook.md", **{one: f"handbook.{one}.md" for one in ("ru", "pl", "az")}}
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.glob("*.md")])
MOST_BYTES = 150_000


def words_on_screen(language: str) -> set[str]:
    path = ROOT / "resources" / "locale" / language / "LC_MESSAGES" / "pos_app.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    found = set()
    for message in catalogue:
        texts = message.string if isinstance(message.string, (list, tuple)) else [message.string]
        found.update(text.rstrip(".…") for text in texts if text)
    return found


@pytest.mark.parametrize("language", HANDBOOKS)
def test_bold_words_stand_on_the_screen(language: str) -> None:
    text = (DOCS / HANDBOOKS[language]).read_text(encoding="utf-8")
    bold = {" ".join(found.split()) for found in re.findall(r"\*\*(.+?)\*\*", text, re.DOTALL)}
    introduced = {" ".join(text.split("**")[1].split())}
    assert len(bold) > 25
    assert bold - introduced - words_on_screen(language) == set()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", text):
        if not target.startswith(("http://", "https://")):
            assert (page.parent / target).exists(), target


def test_pictures_are_small_and_used() -> None:
    text = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    for picture in (DOCS / "pictures").glob("*.png"):
        assert picture.stat().st_size <= MOST_BYTES, picture.name
        assert picture.name in text


def test_the_handbooks_have_the_same_parts() -> None:
    parts = {
        language: [
            len(re.findall(pattern, (DOCS / name).read_text(encoding="utf-8"), re.MULTILINE))
            for pattern in (r"^## ", r"^\| ")
        ]
        for language, name in HANDBOOKS.items()
    }
    assert len({tuple(counts) for counts in parts.values()}) == 1, parts
