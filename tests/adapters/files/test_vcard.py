"""vCards: what a phone reads is what was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.files.readable import Readable
from pos_app.adapters.files.vcard import VCardWriter, escaped, folded
from pos_app.i18n import Formats, translator
from pos_app.services.exports import Row
from pos_app.services.people_export_model import COLUMNS
from tests.adapters.files.vcard_reader import read_vcards, unescaped

KEYS = (
    "name", "phone", "phones", "email", "birthday", "address", "groups", "tags", "turnover",
    "balance", "visits", "last_visit", "consent_sms", "note",
)  # fmt: skip
FULL: Row = (
    "Łucja Ćwik", "+48600100200", "+48600100200, +48600100201", "l@dom.pl", "1990-02-03",
    "ul. Długa 1\n00-950 Warszawa", "a, b", "c", 12_345, 150, 3, "2026-11-22", 1, "likes; soap",
)  # fmt: skip
NOTE = (
    "NOTE:turnover: zł\xa0123.45\\nbalance: 1.5\\nvisits: 3\\nlast_visit: 22 Nov 2026"
    "\\nconsent_sms: yes\\nlikes\\; soap"
)


def cards(path: Path, version: int, *rows: Row, keys: tuple[str, ...] = KEYS) -> str:
    t = translator("en")
    writer = VCardWriter(str, Readable(t, Formats("en", "PLN")), "Customer", version=version)
    assert writer.put(path, [COLUMNS[key] for key in keys], rows) == len(rows)
    return path.read_bytes().decode()


def test_version_three(tmp_path: Path) -> None:
    text = cards(tmp_path / "x.vcf", 3, FULL)
    assert text.replace("\r\n ", "").split("\r\n") == [
        "BEGIN:VCARD", "VERSION:3.0", "FN:Łucja Ćwik", "N:;Łucja Ćwik;;;",
        "TEL;TYPE=CELL:+48600100200", "TEL;TYPE=CELL:+48600100201",
        "EMAIL;TYPE=INTERNET:l@dom.pl", "BDAY:1990-02-03",
        r"ADR;TYPE=HOME:;;ul. Długa 1\n00-950 Warszawa;;;;", "CATEGORIES:a,b,c",
        NOTE,
        "END:VCARD", "",
    ]  # fmt: skip


def test_version_four(tmp_path: Path) -> None:
    lines = cards(tmp_path / "x.vcf", 4, FULL).split("\r\n")
    assert lines[1] == "VERSION:4.0"
    assert {"TEL;TYPE=cell:+48600100200", "EMAIL:l@dom.pl", "BDAY:19900203"} <= set(lines)


@pytest.mark.parametrize(("version", "shown"), [(3, "--02-29"), (4, "--0229")])
def test_a_birthday_without_a_year(tmp_path: Path, version: int, shown: str) -> None:
    text = cards(tmp_path / "x.vcf", version, ("A", "1904-02-29"), keys=("name", "birthday"))
    assert f"BDAY:{shown}\r\n" in text


@pytest.mark.parametrize(
    ("row", "called"),
    [
        (("", "Ada", "", ""), "Ada"), (("", "", "+48600100200", ""), "+48600100200"),
        (("", "", "", "a@b.pl"), "a@b.pl"), (("", "", "", ""), "Customer"),
        (("two\nlines", "", "", ""), "two lines"),
    ],
)  # fmt: skip
def test_everybody_is_called_something(tmp_path: Path, row: Row, called: str) -> None:
    text = cards(tmp_path / "x.vcf", 4, row, keys=("name", "first_name", "phone", "email"))
    assert f"FN:{called}\r\nN:;{called};;;\r\n" in text


@given(st.text())
def test_no_text_ends_a_line_or_adds_a_property(text: str) -> None:
    line = folded(f"NOTE:{escaped(text)}")
    found = read_vcards(b"BEGIN:VCARD\r\n" + line + b"END:VCARD\r\n")
    assert len(found) == 1
    assert list(found[0]) == ["NOTE"]
    assert "\\" not in text or unescaped(escaped("\\")) == "\\"
