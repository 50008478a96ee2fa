"""Reading tables from other systems: what is guessed, what is refused, what is never lost."""

from __future__ import annotations

import csv
import io
import struct
import zipfile
from pathlib import Path
from random import Random

import pytest
import xlsxwriter
from hypothesis import given
from hypothesis import strategies as st

from pos_app.adapters.files.encodings import guess_delimiter, guess_encoding
from pos_app.adapters.files.tables import FileTables
from pos_app.domain.errors import PosError
from pos_app.services.tabular import TableLimits, TableRow

RUSSIAN = "Артикул;Наименование;Цена\n0012;Мыло хозяйственное «Лимон»;45,90\n"
POLISH = "Indeks;Nazwa;Cena\n0012;Płyn do naczyń żółty, świeżość źródła;12,99\n"
TURKISH = "Kod;Ad;Qiymet\n0012;Yumşaq dağ çiçəyi".replace("ə", "e") + " şampunu ılıq;3,40\n"


def write(folder: Path, data: bytes, name: str = "goods.csv") -> str:
    path = folder / name
    path.write_bytes(data)
    return str(path)


def cells(path: str, **options: str) -> list[tuple[str, ...]]:
    return [row.cells for row in FileTables().open(path, **options).rows()]


@pytest.mark.parametrize(
    ("text", "encoding", "named"),
    [
        (RUSSIAN, "utf-8", "utf-8"),
        (RUSSIAN, "utf-8-sig", "utf-8-sig"),
        (RUSSIAN, "utf-16", "utf-16"),
        (POLISH, "utf-16-le", "utf-16-le"),
        (POLISH, "utf-16-be", "utf-16-be"),
        (RUSSIAN, "cp1251", "cp1251"),
        (RUSSIAN, "cp866", "cp866"),
        (POLISH, "cp1250", "cp1250"),
        (TURKISH, "cp1254", "cp1254"),
    ],
)
def test_the_alphabet_is_guessed_and_reported(
    tmp_path: Path, text: str, encoding: str, named: str
) -> None:
    path = write(tmp_path, text.encode(encoding, errors="replace"))
    table = FileTables().open(path)
    assert (table.format.kind, table.format.encoding, table.format.delimiter) == ("csv", named, ";")
    assert [row.cells for row in table.rows()][1][1] == text.split("\n")[1].split(";")[1].replace(
        "«", "?" if encoding == "cp866" else "«"
    ).replace("»", "?" if encoding == "cp866" else "»")


def test_the_alphabet_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, RUSSIAN.encode("cp1251"))
    assert cells(path, encoding="cp1251", delimiter=";")[1][0] == "0012"
    assert guess_encoding(Path(path)) == "cp1251"


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
def test_the_delimiter_is_guessed(mark: str) -> None:
    rows = [f"{n}{mark}name, of {n}{mark}1" if mark != "," else f'{n},"a;b",1' for n in range(9)]
    assert guess_delimiter("\n".join(rows)) == mark


def test_a_sep_line_decides_and_is_no_row(tmp_path: Path) -> None:
    assert cells(write(tmp_path, b"sep=|\nsku|name\n1|a;b;c\n")) == [
        ("sku", "name"),
        ("1", "a;b;c"),
    ]


def test_one_column_is_a_table_too(tmp_path: Path) -> None:
    assert cells(write(tmp_path, b"sku\n0012\n")) == [("sku",), ("0012",)]


def test_quoted_line_breaks_stay_in_their_cell_and_rows_know_their_line(tmp_path: Path) -> None:
    path = write(tmp_path, b'sku,name\r\n1,"two\r\nlines"\r\n\r\n2,"say ""hi"""\r\n')
    rows = list(FileTables().open(path).rows())
    assert [(row.number, row.cells) for row in rows] == [
        (1, ("sku", "name")), (2, ("1", "two\r\nlines")), (5, ("2", 'say "hi"')),
    ]  # fmt: skip


def test_a_nul_is_nobodys_letter(tmp_path: Path) -> None:
    assert cells(write(tmp_path, b"sku,name\n1,so\x00ap\n")) == [("sku", "name"), ("1", "soap")]


def test_a_short_row_has_empty_cells() -> None:
    assert TableRow(number=1, cells=("a",)).cell(5) == ""


def refused(path: str, limits: TableLimits | None = None) -> str:
    with pytest.raises(PosError) as caught:
        list(FileTables(limits).open(path).rows())
    return caught.value.code


def test_limits_are_kept(tmp_path: Path) -> None:
    small = TableLimits(file_bytes=1000, rows=3, columns=4, cell_chars=50)
    assert refused(write(tmp_path, b"a,b\n" * 400), small) == "import_too_large"
    assert refused(write(tmp_path, b"a,b\n" * 4), small) == "import_too_many_rows"
    assert refused(write(tmp_path, b"a,b,c,d,e\n"), small) == "import_too_many_columns"
    assert refused(write(tmp_path, b"a," + b"x" * 51), small) == "import_cell_too_long"
    assert refused(write(tmp_path, (",".join("abcdefghij") * 100).encode())) == (
        "import_too_many_columns"
    )


def test_ten_megabytes_in_one_cell_are_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, b'sku,name\n1,"' + b"x" * 10_000_000 + b'"\n')) == (
        "import_cell_too_long"
    )
    spread = b'sku,name\n1,"' + (b"x" * 2000 + b"\n") * 100 + b'"\n'
    assert refused(write(tmp_path, spread)) == "import_cell_too_long"


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    assert refused(write(tmp_path, b"")) == "import_format"
    assert refused(write(tmp_path, b"\x89PNG\r\n\x1a\n" + b"\0" * 50)) == "import_format"
    assert refused(write(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")) == "import_damaged"
    assert refused(write(tmp_path, bytes(range(4)) * 40 + b"\0\0\0\0" * 90)) == "import_format"
    assert refused(str(tmp_path / "nowhere.csv")) == "import_not_found"
    assert refused(str(tmp_path)) == "import_not_found"


# -- workbooks ------------------------------------------------------------------------------------


def workbook(folder: Path, rows: list[list[object]], *, merge: bool = False) -> str:
    path = folder / "goods.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Прайс")
        first = 0
        if merge:
            sheet.merge_range(0, 0, 0, 3, "Price list of the old shop")
            first = 2
        for number, row in enumerate(rows, start=first):
            for place, value in enumerate(row):
                sheet.write(number, place, value)
    return str(path)


def test_a_workbook_reads_as_text_and_says_which_cells_were_numbers(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["sku", "name", "price"], ["0012", "Soap", 12.5], [7, "Tea", 3]])
    table = FileTables().open(path)
    assert (table.format.kind, table.format.sheet) == ("xlsx", "Прайс")
    rows = list(table.rows())
    assert [row.cells for row in rows] == [
        ("sku", "name", "price"), ("0012", "Soap", "12.5"), ("7", "Tea", "3"),
    ]  # fmt: skip
    assert rows[1].numeric == {2}
    assert rows[2].numeric == {0, 2}


def test_thirteen_digits_typed_as_a_number_keep_them_all(tmp_path: Path) -> None:
    path = workbook(tmp_path, [["ean", "x"], [4600123456782, 0.1 + 0.2], [True, "y"]])
    assert [row.cells for row in FileTables().open(path).rows()][1:] == [
        ("4600123456782", "0.3"), ("1", "y"),
    ]  # fmt: skip


def test_merged_titles_above_keep_their_row_numbers(tmp_path: Path) -> None:
    rows = list(
        FileTables().open(workbook(tmp_path, [["sku", "name"], ["1", "a"]], merge=True)).rows()
    )
    assert [row.number for row in rows] == [1, 3, 4]


def archive(folder: Path, sheet: bytes, *, extra: int = 0, workbook_xml: bool = True) -> str:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        if workbook_xml:
            out.writestr("xl/workbook.xml", "<workbook/>")
        out.writestr("xl/worksheets/sheet1.xml", sheet)
        for number in range(extra):
            out.writestr(f"junk/{number}", "")
    return write(folder, buffer.getvalue(), "bomb.xlsx")


def test_bombs_are_found_before_parsing(tmp_path: Path) -> None:
    assert refused(archive(tmp_path, b"<a>" * 20_000_000)) == "import_zip_bomb"
    assert refused(archive(tmp_path, b"", extra=2_001)) == "import_zip_bomb"
    far = b'<sheetData><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    assert refused(archive(tmp_path, far)) == "import_too_many_columns"
    deep = b'<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'
    assert refused(archive(tmp_path, deep)) == "import_too_many_rows"


def test_damaged_and_foreign_archives_are_refused(tmp_path: Path) -> None:
    assert refused(archive(tmp_path, b"", workbook_xml=False)) == "import_format"
    assert refused(write(tmp_path, b"PK\x03\x04broken", "x.xlsx")) == "import_damaged"
    assert refused(archive(tmp_path, b"<worksheet>")) == "import_damaged"


def test_a_thousand_columns_are_refused_in_a_workbook_too(tmp_path: Path) -> None:
    assert refused(workbook(tmp_path, [[str(n) for n in range(1000)]])) == "import_too_many_columns"


def test_the_digest_is_the_files(tmp_path: Path) -> None:
    import hashlib

    path = write(tmp_path, b"a,b\n")
    table = FileTables().open(path)
    assert table.sha256 == hashlib.sha256(b"a,b\n").hexdigest() == table.sha256
    assert table.name == "goods.csv"


@given(st.binary(max_size=3000))
def test_whatever_the_bytes_there_are_rows_or_a_reason(
    tmp_path_factory: pytest.TempPathFactory, data: bytes
) -> None:
    path = write(tmp_path_factory.getbasetemp(), data, "noise.csv")
    assert read_or_reason(path)


def read_or_reason(path: str) -> bool:
    """Whether the file gives rows or is refused for a reason of imports; all else comes through."""
    try:
        return all(row.cells for row in FileTables().open(path).rows())
    except PosError as problem:
        return problem.code.startswith("import_")


def test_a_damaged_workbook_is_refused_or_read(tmp_path: Path) -> None:
    rows: list[list[object]] = [["sku", "name", "price"], *([n, "Soap", n / 4] for n in range(40))]
    whole = Path(workbook(tmp_path, rows)).read_bytes()
    dice = Random(7)
    for _ in range(300):
        data = bytearray(whole)
        for _ in range(dice.randrange(1, 6)):
            data[dice.randrange(len(data))] = dice.randrange(256)
        cut = dice.randrange(len(data)) if dice.random() < 0.2 else len(data)
        assert read_or_reason(write(tmp_path, bytes(data[:cut]), "damaged.xlsx"))


CELLS = st.text(
    st.characters(exclude_categories=("Cs",), exclude_characters="\x00\r\n"), max_size=20
)


@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_a_written_table_reads_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, rows: list[list[str]]
) -> None:
    path = tmp_path_factory.getbasetemp() / "round.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        out = csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL)
        out.writerows([["head", "head", "head"], *rows])
    read = [list(row.cells) for row in FileTables().open(str(path), delimiter=";").rows()]
    assert read[1:] == [row for row in rows if any(cell.strip() for cell in row)]


def test_a_bomb_that_lies_about_its_size_is_found(tmp_path: Path) -> None:
    size = 30_000_007
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as out:
        out.writestr("xl/workbook.xml", "<workbook/>")
        out.writestr("xl/sharedStrings.xml", b"a" * size)
        out.writestr("xl/worksheets/sheet1.xml", b"<worksheet/>")
    honest = buffer.getvalue()
    lying = honest.replace(struct.pack("<I", size), struct.pack("<I", 100))
    assert lying != honest
    assert refused(write(tmp_path, lying, "lie.xlsx")) == "import_damaged"
    assert refused(write(tmp_path, honest, "honest.xlsx")) == "import_zip_bomb"
