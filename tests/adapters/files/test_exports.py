"""Files for spreadsheets: no formula runs, no code turns into a number, nothing is half written."""

from __future__ import annotations

import csv
import errno
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from pos_app.adapters.files.cells import scaled
from pos_app.adapters.files.exports import (
    RejectsFile,
    SpreadsheetWriter,
    defused,
)
from pos_app.domain.errors import EnvironmentProblem, PosError
from pos_app.i18n import Formats, translator
from pos_app.services.exports import Column, ColumnKind, Row
from pos_app.services.tabular import Reason, Rejected

COLUMNS = (
    Column(key="phone"),
    Column(key="price", kind=ColumnKind.MONEY),
    Column(key="quantity", kind=ColumnKind.QUANTITY),
    Column(key="points", kind=ColumnKind.POINTS),
    Column(key="tax", kind=ColumnKind.PERCENT),
    Column(key="count", kind=ColumnKind.NUMBER),
    Column(key="day", kind=ColumnKind.DATE),
    Column(key="at", kind=ColumnKind.TIME),
    Column(key="active", kind=ColumnKind.YES_NO),
)
ROW: Row = (
    "+48600100200", -1205, 1500, 150, 2300, 7, date(2026, 11, 22),
    datetime(2026, 11, 22, 9, 5, tzinfo=UTC), True,
)  # fmt: skip
EMPTY: Row = ("0012",) + (None,) * 8


def writer(language: str = "pl") -> SpreadsheetWriter:
    return SpreadsheetWriter(str.upper, translator("en"), Formats(language, "PLN"))


def read_csv(path: Path, delimiter: str) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file, delimiter=delimiter))


def test_a_csv_is_what_a_spreadsheet_of_the_country_reads(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    assert writer().write(str(path), COLUMNS, [ROW, EMPTY]) == 2
    assert read_csv(path, ";") == [
        [column.key.upper() for column in COLUMNS],
        ["+48600100200", "-12,05", "1,500", "1,50", "23,00", "7", "2026-11-22",
         "2026-11-22 09:05", "yes"],
        ["0012", *[""] * 8],
    ]  # fmt: skip
    writer("en").write(str(path), COLUMNS, [ROW])
    assert read_csv(path, ",")[1][1] == "-12.05"


def test_a_workbook_keeps_phones_and_leading_zeros_as_text(tmp_path: Path) -> None:
    path = tmp_path / "x.xlsx"
    hostile: Row = ('=HYPERLINK("http://x")', *ROW[1:])
    assert writer().write(str(path), COLUMNS, [ROW, EMPTY, hostile]) == 3
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    assert rows[1][0] == "+48600100200"
    assert rows[2][0] == "0012"
    assert rows[3][0] == '=HYPERLINK("http://x")'
    assert rows[1][1:6] == [-12.05, 1.5, 1.5, 23.0, 7.0]
    assert rows[1][6:] == [
        datetime(2026, 11, 22, 0, 0).date(), datetime(2026, 11, 22, 9, 5), "yes",
    ]  # fmt: skip
    import zipfile

    sheet = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in sheet


@pytest.mark.parametrize(
    "text", ["=1+1", "+1+cmd|' /C calc'!A0", "-1+1", "@SUM(A1)", "\t=1", " =1", "\r=1", "|x", "%0A"]
)
def test_formulas_are_defused(text: str) -> None:
    assert defused(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["+48 600 100 200", "-12.50", "0012", "", "a=1", "+7(903)123-45-67"]
)
def test_phones_and_plain_texts_stay(text: str) -> None:
    assert defused(text) == text


@given(st.text())
def test_nothing_that_starts_like_a_formula_gets_out(text: str) -> None:
    shown = defused(text)
    bare = shown.lstrip(" \u00a0\u3000")
    if bare.startswith(("=", "@", "\t", "\r")):
        pytest.fail(shown)


def test_a_failed_export_leaves_what_was_there(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("kept")

    def broken() -> Iterator[Row]:
        yield ROW
        raise OSError(errno.ENOSPC, "full")

    for name in ("x.csv", "x.xlsx"):
        with pytest.raises(EnvironmentProblem, match="disk_full"):
            writer().write(str(tmp_path / name), COLUMNS, broken())
    assert path.read_text() == "kept"
    assert [each.name for each in tmp_path.iterdir()] == ["x.csv"]


def test_the_worlds_faults_have_names(tmp_path: Path) -> None:
    def broken(code: int) -> Iterator[Row]:
        yield ROW
        raise OSError(code, "")

    for code, name in ((errno.EROFS, "read_only"), (errno.EIO, "io_error")):
        with pytest.raises(EnvironmentProblem, match=name) as caught:
            writer().write(str(tmp_path / "x.csv"), COLUMNS, broken(code))
        assert caught.value.params["path"] == str(tmp_path)
    with pytest.raises(EnvironmentProblem, match="folder_missing") as caught:
        writer().write(str(tmp_path / "no" / "x.csv"), COLUMNS, [])
    assert caught.value.params["path"] == str(tmp_path / "no")
    with pytest.raises(PosError, match="export_format"):
        writer().write(str(tmp_path / "x.pdf"), COLUMNS, [])


def test_money_without_minor_digits_and_floats(tmp_path: Path) -> None:
    assert scaled(5, 0, ".") == "5"
    assert scaled(-5, 2, ",") == "-0,05"
    with pytest.raises(TypeError):
        writer().write(str(tmp_path / "x.csv"), COLUMNS, [("x", 1.5, *ROW[2:])])  # type: ignore[list-item]


def test_refused_rows_can_be_mended(tmp_path: Path) -> None:
    rows = [Rejected(number=7, reason=Reason(code="x"), cells=("=1", "Tea"))]
    path = tmp_path / "r.csv"
    RejectsFile("Row", "Reason").write(str(path), ("sku", "name"), rows, lambda r: f"why {r.code}")
    assert read_csv(path, ";") == [
        ["Row", "Reason", "sku", "name"], ["7", "why x", "'=1", "Tea"],
    ]  # fmt: skip
