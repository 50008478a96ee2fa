"""The files of a former system: the mapping is checked, the rows come as a stream."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.files.history_import import CsvHistory, load_mapping
from pos_app.domain.errors import PosError
from pos_app.domain.sale import TenderKind
from pos_app.services.history_model import CUSTOMER_FIELDS

MAPPING = """format = 1
name = "old-till"
till = "H1"
timezone = "Europe/Warsaw"
date_order = "dmy"
decimal = ","
tender = "card"
[tenders]
"Gotówka" = "cash"
[customers]
file = "people.csv"
[customers.columns]
id = "Nr"
name = "Imię"
[receipts]
file = "paragony.csv"
[receipts.columns]
id = "Paragon"
at = "Kiedy"
[lines]
file = "pozycje.csv"
ordered = false
[lines.columns]
receipt = "Paragon"
net = "Wartość"
sku = "Kod"
"""
PEOPLE = "Nr;Imię\n7;Łucja\n8\n"
RECEIPTS = "Paragon;Kiedy\nA;1.2.2026\nB;2.2.2026\nC;3.2.2026\n"
LINES = "Kod;Paragon;Wartość\nx;B;1,00\ny;A;2,00\nz;B;3,00\nw;Z;9,00\n"


def folder(tmp_path: Path, mapping: str = MAPPING, lines: str = LINES) -> Path:
    (tmp_path / "mapping.toml").write_text(mapping, encoding="utf-8")
    (tmp_path / "people.csv").write_bytes(PEOPLE.encode("cp1250"))
    (tmp_path / "paragony.csv").write_bytes(RECEIPTS.encode())
    (tmp_path / "pozycje.csv").write_bytes(lines.encode("utf-8-sig"))
    return tmp_path


def opened(place: Path) -> CsvHistory:
    return CsvHistory(place, load_mapping(place / "mapping.toml"))


def test_a_mapping_is_read(tmp_path: Path) -> None:
    mapping = load_mapping(folder(tmp_path) / "mapping.toml")
    assert (mapping.name, mapping.till, mapping.decimal, mapping.date_order) == (
        "old-till", "H1", ",", "dmy",
    )  # fmt: skip
    assert str(mapping.zone) == "Europe/Warsaw"
    assert mapping.tenders == {"gotówka": TenderKind.CASH}
    assert mapping.tender is TenderKind.CARD
    assert mapping.customers is not None
    bare = MAPPING.replace('timezone = "Europe/Warsaw"\n', "")
    (tmp_path / "m.toml").write_text(bare, encoding="utf-8")
    assert str(load_mapping(tmp_path / "m.toml", zone="Asia/Baku").zone) == "Asia/Baku"


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        ("format = 1", "format = 2", "format"),
        ("format = 1", "format = ", "toml"),
        ('decimal = ","', 'decimal = ";"', "choice"),
        ('decimal = ","', "digits = 9", "type"),
        ('decimal = ","', "colour = 1", "unknown"),
        ('name = "old-till"', 'name = ""', "type"),
        ('name = "old-till"', "name = 3", "type"),
        ("Europe/Warsaw", "Europe/Nowhere", "timezone"),
        ('tender = "card"', 'tender = "barter"', "tender"),
        ('net = "Wartość"', 'worth = "Wartość"', "unknown"),
        ('net = "Wartość"', "net = 4", "type"),
        ('receipt = "Paragon"', 'name = "Paragon"', "missing"),
        ("[lines]", "[rows]", "unknown"),
        ("ordered = false", "sorted = false", "unknown"),
    ],
)
def test_a_wrong_mapping_says_where(tmp_path: Path, before: str, after: str, reason: str) -> None:
    assert before in MAPPING
    place = folder(tmp_path, MAPPING.replace(before, after))
    with pytest.raises(PosError) as caught:
        load_mapping(place / "mapping.toml")
    assert (caught.value.code, caught.value.params["reason"]) == ("history_map", reason)


def test_a_mapping_needs_its_parts_and_its_file(tmp_path: Path) -> None:
    with pytest.raises(PosError, match="import_not_found"):
        load_mapping(tmp_path / "mapping.toml")
    (tmp_path / "m.toml").write_text('format = 1\nname = "x"\n', encoding="utf-8")
    with pytest.raises(PosError, match="missing"):
        load_mapping(tmp_path / "m.toml")
    (tmp_path / "m.toml").write_text('format = 1\nname = "x"\nlines = 3\n', encoding="utf-8")
    with pytest.raises(PosError, match="type"):
        load_mapping(tmp_path / "m.toml")


def test_rows_come_in_the_order_of_the_fields_with_their_line(tmp_path: Path) -> None:
    rows = list(opened(folder(tmp_path)).read("customers"))
    blank = len(CUSTOMER_FIELDS) - 2
    assert rows == [(2, ("7", "Łucja", *[""] * blank)), (3, ("8", "", *[""] * blank))]


def together(place: Path) -> dict[str, list[str]]:
    files = opened(place)
    return {
        row[0]: [line[1] for _, line in lines]
        for _, row, lines in files.lines_of(files.read("receipts"))
    }


def test_lines_find_their_receipt_in_any_order(tmp_path: Path) -> None:
    place = folder(tmp_path)
    assert together(place) == {"A": ["y"], "B": ["x", "z"], "C": []}
    files = opened(place)
    list(files.lines_of(files.read("receipts")))
    assert files.orphans() == 1


def test_lines_in_order_are_read_beside_the_receipts(tmp_path: Path) -> None:
    ordered = MAPPING.replace("ordered = false", "ordered = true")
    lines = "Kod;Paragon;Wartość\ny;A;2,00\nx;B;1,00\nz;B;3,00\n"
    assert together(folder(tmp_path, ordered, lines)) == {"A": ["y"], "B": ["x", "z"], "C": []}
    with pytest.raises(PosError, match="history_order"):
        together(folder(tmp_path, ordered))


def test_missing_columns_and_files_are_named(tmp_path: Path) -> None:
    place = folder(tmp_path, MAPPING.replace('sku = "Kod"', 'sku = "Symbol"'))
    with pytest.raises(PosError) as caught:
        list(opened(place).read("lines"))
    assert caught.value.params == {"column": "Symbol", "file": "pozycje.csv"}
    (place / "paragony.csv").unlink()
    with pytest.raises(PosError, match="import_not_found"):
        opened(place).fingerprint()


def test_a_mapping_points_at_nothing_outside_its_folder(tmp_path: Path) -> None:
    inner = tmp_path / "inner"
    inner.mkdir()
    (tmp_path / "secret.csv").write_text("Nr;Imię\n1;x\n", encoding="utf-8")
    place = folder(inner, MAPPING.replace("people.csv", "../secret.csv"))
    with pytest.raises(PosError, match="import_not_found"):
        list(opened(place).read("customers"))


def test_other_files_have_another_fingerprint(tmp_path: Path) -> None:
    place = folder(tmp_path)
    first = opened(place).fingerprint()
    assert opened(place).fingerprint() == first
    (place / "people.csv").write_bytes(b"Nr;Imi\n")
    assert opened(place).fingerprint() != first


def test_a_huge_cell_is_refused(tmp_path: Path) -> None:
    place = folder(tmp_path, lines='Kod;Paragon;Wartość\n"' + "x" * 200_000 + '";A;1\n')
    with pytest.raises(PosError, match="import_cell_too_long"):
        list(opened(place).read("lines"))
