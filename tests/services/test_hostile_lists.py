"""Nasty names, addresses and notes through every kind of list of people."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from pos_app.services.people_export_model import FileKind, ListPurpose, PeopleAsk
from tests.adapters.documents.slips import text_of
from tests.adapters.files.vcard_reader import read_vcards
from tests.builders import Shop
from tests.hostile import KEPT
from tests.services.people_listed import contact, exporter, person

NAMES = [nasty.kept or "" for nasty in KEPT]
ASK = PeopleAsk(columns=("name", "phone", "address", "groups", "note"))


@pytest.fixture
def crowd(shop: Shop) -> Shop:
    """Everybody's name, note and street mean to be more than text."""
    for number, name in enumerate(NAMES):
        made = person(shop, "X", ("post", True), phone=f"+4860010{number:04d}")
        with shop.store.uow() as uow:
            stored = uow.customers.get(made.id)
            assert stored is not None
            uow.customers.update(replace(stored, name=name, note=f"{name}\nEND:VCARD", groups=()))
            uow.commit()
        contact(shop, made, "address", f"{name}\n{name}")
    return shop


def written(shop: Shop, kind: FileKind, path: Path, ask: PeopleAsk = ASK) -> Path:
    assert exporter(shop).export(ask, kind, str(path)).rows == len(NAMES)
    return path


@pytest.mark.parametrize("kind", [FileKind.CSV, FileKind.CSV_PLAIN])
def test_a_csv_comes_back_and_runs_nothing(crowd: Shop, tmp_path: Path, kind: FileKind) -> None:
    path = written(crowd, kind, tmp_path / "x.csv")
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))[1:]
    for row in rows:
        for cell in (row[0], *row[2:]):
            assert not cell.startswith(("=", "+", "-", "@", "\t", "\r", "|", "%"))
    assert sorted(row[0].removeprefix("'") for row in rows) == sorted(
        name.removeprefix("'") for name in NAMES
    )
    phones = {row[1] for row in rows}
    assert ("(+48) 600100000" if kind is FileKind.CSV else "+48600100000") in phones


def test_a_workbook_holds_texts_alone(crowd: Shop, tmp_path: Path) -> None:
    path = written(crowd, FileKind.XLSX, tmp_path / "x.xlsx")
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()[1:]
    assert sorted(str(row[0]) for row in rows) == sorted(NAMES)
    assert "+48600100000" in {row[1] for row in rows}
    with zipfile.ZipFile(path) as book:
        names = book.namelist()
        text = "".join(book.read(name).decode() for name in names if name.endswith(".xml"))
    assert "<f>" not in text
    assert "<hyperlink" not in text
    assert not [name for name in names if "drawing" in name or "external" in name]


@pytest.mark.parametrize("kind", [FileKind.VCARD_3, FileKind.VCARD_4])
def test_a_vcard_says_what_was_typed(crowd: Shop, tmp_path: Path, kind: FileKind) -> None:
    path = written(crowd, kind, tmp_path / "x.vcf")
    cards = read_vcards(path.read_bytes())
    squeezed = sorted(" ".join(name.split()) for name in NAMES)
    assert sorted(card["FN"][0] for card in cards) == squeezed
    for card in cards:
        assert card["NOTE"][0].endswith("\nEND:VCARD")
        assert len(card["TEL"]) == len(card["ADR"]) == 1


def test_paper_shows_it_as_text(crowd: Shop, tmp_path: Path) -> None:
    text = text_of(written(crowd, FileKind.PDF, tmp_path / "x.pdf").read_bytes())
    ask = PeopleAsk(purpose=ListPurpose.POST)
    labels = written(crowd, FileKind.LABELS_24, tmp_path / "l.pdf", ask).read_bytes()
    for action in (b"/JavaScript", b"/Launch", b"/URI", b"/OpenAction", b"/EmbeddedFile"):
        assert action not in (tmp_path / "x.pdf").read_bytes() + labels
    for words in ("<b>bold</b>", "&amp;", "{0} {name}", "DROP TABLE"):
        assert words in text
        assert words in text_of(labels)
    assert "root:" not in text
