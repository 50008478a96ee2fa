"""Words in four languages: fallbacks, plurals, contexts, and catalogues read either way."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from pos_app.i18n import LANGUAGES, N_, translator
from pos_app.i18n.catalogue import compile_catalogue, load, locale_dir
from pos_app.i18n.translator import Translator

RUSSIAN = r"""
msgid ""
msgstr ""
"Language: ru\n"
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
"(n%100<10 || n%100>=20) ? 1 : 2);\n"

msgid "Paid {amount}"
msgstr "Оплачено {amount}"

msgid "Broken {amount}"
msgstr "Сломано {summa}"

#, fuzzy
msgid "Guessed"
msgstr "Угадано"

msgctxt "bank"
msgid "Card"
msgstr "Карта"

msgid "{n} line"
msgid_plural "{n} lines"
msgstr[0] "{n} позиция"
msgstr[1] "{n} позиции"
msgstr[2] "{n} позиций"
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "ru" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    (folder / "pos_app.po").write_text(RUSSIAN, encoding="utf-8")
    return tmp_path


@pytest.fixture
def russian(root: Path) -> Translator:
    return Translator("ru", load("ru", root=root))


def test_fields_are_filled_after_translation(russian: Translator) -> None:
    assert russian._("Paid {amount}", amount="5 ₽") == "Оплачено 5 ₽"
    assert russian.pgettext("bank", "Card") == "Карта"
    assert russian.pgettext("customer", "Card") == "Card"
    assert russian._("Unknown words") == "Unknown words"
    assert russian._("") == ""


@pytest.mark.parametrize(
    ("n", "words"),
    [
        (1, "1 позиция"),
        (3, "3 позиции"),
        (5, "5 позиций"),
        (11, "11 позиций"),
        (21, "21 позиция"),
        (1234, "1\N{NO-BREAK SPACE}234 позиции"),
        (-2, "−2 позиции"),
    ],
)
def test_russian_plurals(russian: Translator, n: int, words: str) -> None:
    assert russian.ngettext("{n} line", "{n} lines", n) == words


def test_a_ready_made_number_wins(russian: Translator) -> None:
    assert russian.ngettext("{n} line", "{n} lines", 2, n="две") == "две позиции"


def test_a_broken_translation_falls_back_to_the_source(russian: Translator) -> None:
    assert russian._("Broken {amount}", amount="5") == "Broken 5"


def test_a_field_the_source_lacks_is_a_bug(russian: Translator) -> None:
    with pytest.raises(KeyError):
        russian._("Paid {amount}", sum="5")


def test_fuzzy_entries_are_not_shown(russian: Translator) -> None:
    assert russian._("Guessed") == "Guessed"


def test_english_needs_no_catalogue(tmp_path: Path) -> None:
    english = Translator("en", load("en", root=tmp_path))
    assert english._("Paid {amount}", amount="€5.00") == "Paid €5.00"
    assert english.ngettext("{n} line", "{n} lines", 1) == "1 line"
    assert english.ngettext("{n} line", "{n} lines", 0) == "0 lines"


def test_a_compiled_catalogue_is_read_unless_its_source_is_newer(root: Path) -> None:
    source = root / "ru" / "LC_MESSAGES" / "pos_app.po"
    compiled = source.with_suffix(".mo")
    compiled.write_bytes(compile_catalogue(source))
    source.write_text(RUSSIAN.replace("Оплачено", "Уплачено"), encoding="utf-8")

    os.utime(compiled, (2_000_000_000, 2_000_000_000))
    assert load("ru", root=root).gettext("Paid {amount}") == "Оплачено {amount}"
    os.utime(source, (2_000_000_001, 2_000_000_001))
    assert load("ru", root=root).gettext("Paid {amount}") == "Уплачено {amount}"

    source.unlink()
    assert load("ru", root=root).gettext("Paid {amount}") == "Оплачено {amount}"


@pytest.mark.parametrize(
    ("asked", "spoken"),
    [("ru", "ru"), ("az_AZ", "az"), ("pl-PL", "pl"), ("RU_ru", "ru"), ("de", "en"), ("", "en")],
)
def test_the_language_asked_for_or_english(asked: str, spoken: str) -> None:
    assert translator(asked).language == spoken


def test_translators_are_made_once() -> None:
    assert translator("ru") is translator("ru")
    assert repr(translator("ru")) == "Translator('ru')"
    assert N_("Marked") == "Marked"


def test_every_language_has_a_catalogue_in_the_tree() -> None:
    assert sorted(path.name for path in locale_dir().iterdir()) == sorted(LANGUAGES)
