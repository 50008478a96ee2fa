"""``pos-app import``, ``export`` and ``demo`` on a real shop, without a window."""

from __future__ import annotations

import csv
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from pos_app.bootstrap.data_tools import make_demo
from pos_app.bootstrap.program import DesktopProgram
from pos_app.cli.demo import demo_command
from pos_app.cli.main import root
from pos_app.i18n import translator
from pos_app.presenters.export_words import column_title
from pos_app.presenters.import_words import FILE_PROBLEMS, REASONS, heading, reason_text
from pos_app.services import people_export_model
from pos_app.services.demo_model import DemoPerson, DemoReport
from pos_app.services.exports import COLUMNS
from pos_app.services.records import CustomerQuery
from pos_app.services.tabular import Reason
from tests.e2e.test_history import small

GOODS = """Артикул;Наименование;Цена;Штрихкод
NEW-1;Тряпка;12,50;4600000000015
1001;;99,00;
NEW-2;Без цены;;
"""


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop with a few days behind it."""
    folder = tmp_path_factory.mktemp("home")
    make_demo(folder, language="en", now=datetime(2026, 11, 22, 15, 0, tzinfo=UTC), days=9)
    return folder


def run(home: Path, *arguments: str) -> Result:
    """Call the program's own command line."""
    result = CliRunner().invoke(
        root, ["--data", str(home), *arguments], obj=DesktopProgram.at_home()
    )
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


def test_products_are_planned_imported_and_refused_rows_kept(home: Path, tmp_path: Path) -> None:
    goods, kept, bad = tmp_path / "g.csv", tmp_path / "map.json", tmp_path / "bad.csv"
    goods.write_bytes(GOODS.encode("cp1251"))
    arguments = ("import", "products", str(goods), "--map", str(kept), "--rejects", str(bad))
    dry = run(home, *arguments, "--dry-run", "--json")
    answer = json.loads(dry.stdout)
    assert dry.exit_code == 1
    assert (answer["encoding"], answer["delimiter"], answer["dry_run"]) == ("cp1251", ";", True)
    assert (answer["new"], answer["changed"], answer["rejected"]) == (1, 1, 1)
    assert json.loads(kept.read_text(encoding="utf-8"))["columns"]["price"] == "Цена"
    done = run(home, *arguments)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "1 new, 1 changed, 0 the same, 1 refused",
        "Row 4: a new article needs a price",
    ]
    with bad.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1] == [
            "4", "a new article needs a price", "NEW-2", "Без цены", "", "",
        ]  # fmt: skip
    again = json.loads(run(home, *arguments, "--json").stdout)
    assert (again["new"], again["changed"], again["same"]) == (0, 0, 2)


def test_points_are_planned_given_and_not_given_twice(home: Path, tmp_path: Path) -> None:
    with DesktopProgram.at_home().with_place(home, "en").shop() as shop:
        hit = shop.store.queries.search_customers(CustomerQuery(limit=1))[0]
    file, bad = tmp_path / "points.csv", tmp_path / "bad.csv"
    file.write_text(f"card;points\n{hit.card_number};12.5\n9999;3\n", encoding="utf-8")
    arguments = ("import", "points", str(file), "--rejects", str(bad))
    dry = json.loads(run(home, *arguments, "--dry-run", "--json").stdout)
    assert (dry["customers"], dry["points"], dry["rejected"], dry["dry_run"]) == (1, 1250, 1, True)
    assert dry["columns"] == {"card": "card", "points": "points"}
    dry_lines = run(home, *arguments, "--dry-run").stdout.splitlines()
    assert dry_lines[1] == "Nothing was stored (dry run)."
    done = run(home, *arguments)
    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "customers: 1, points: 12.5, refused: 1",
        "Row 3: nobody has the card •••• 9999",
    ]
    assert "9999" in bad.read_text(encoding="utf-8-sig")
    again = run(home, *arguments)
    assert "Row 2: this row of this file was taken before" in again.stdout
    with DesktopProgram.at_home().with_place(home, "en").shop() as shop:
        after = shop.store.queries.search_customers(CustomerQuery(text=hit.card_number))[0]
    assert after.balance == hit.balance + 1250


def test_what_is_wrong_with_a_file_is_one_line(home: Path, tmp_path: Path) -> None:
    bad = tmp_path / "x.csv"
    bad.write_text("1;2\n", encoding="utf-8")
    result = run(home, "import", "products", str(bad))
    assert result.exit_code == 2
    assert result.stderr == "pos-app: no row names the columns; give a column mapping\n"
    missing = run(home, "import", "products", str(tmp_path / "no.csv"))
    assert missing.stderr == "pos-app: no.csv is not there\n"
    other = run(home, "export", "products", str(tmp_path / "x.pdf"))
    assert (other.exit_code, other.stderr) == (2, "pos-app: an export is a .csv or an .xlsx file\n")


def test_a_folder_without_a_shop_is_said(tmp_path: Path) -> None:
    result = run(tmp_path / "empty", "export", "products", str(tmp_path / "x.csv"))
    assert result.exit_code == 2
    assert "there is no shop in" in result.stderr
    assert not (tmp_path / "x.csv").exists()


def test_history_is_imported_and_told(home: Path, tmp_path: Path) -> None:
    folder = small(tmp_path)
    bad = tmp_path / "bad.csv"
    result = run(home, "import", "history", str(folder), "--rejects", str(bad))
    assert result.exit_code == 1
    lines = result.stdout.splitlines()
    assert lines[0] == "2026-02: 1 receipts, €25.00 in the files; 1 stored, €25.00"
    assert "lines do not come to the receipt's total 7,77" in lines[2]
    assert lines[-1] == "Every month agrees with the files."
    assert "receipt_sum" not in bad.read_text(encoding="utf-8")
    again = json.loads(run(home, "import", "history", str(folder), "--json").stdout)
    assert (again["resumed"], again["reconciles"], again["receipts"]) == (True, True, 2)
    assert run(home, "check").exit_code == 0


@pytest.mark.parametrize("what", ["products", "customers", "receipts"])
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_everything_can_be_exported(home: Path, tmp_path: Path, what: str, ending: str) -> None:
    path = tmp_path / f"out.{ending}"
    answer = json.loads(run(home, "export", what, str(path), "--json").stdout)
    assert answer["rows"] > 10
    assert path.stat().st_size > 500
    if ending == "csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            assert len(list(csv.reader(file))) == answer["rows"] + 1


def test_people_are_listed_for_a_purpose(home: Path, tmp_path: Path) -> None:
    def answer(*more: str) -> dict[str, Any]:
        done: dict[str, Any] = json.loads(run(home, "export", "customers", *more, "--json").stdout)
        return done

    everybody = answer(str(tmp_path / "a.xlsx"))
    assert everybody["left_out"] == {}
    assert (everybody["purpose"], everybody["format"]) == ("internal", "xlsx")
    assert everybody["rows"] == everybody["matched"]
    assert everybody["columns"] == [
        "name", "phone", "email", "card", "birthday", "tier", "balance", "turnover", "visits",
        "last_visit", "created",
    ]  # fmt: skip
    path = tmp_path / "calls.csv"
    calls = answer(str(path), "--purpose", "calls", "--columns", "name, phone")
    assert calls["matched"] == everybody["rows"] == calls["rows"] + sum(calls["left_out"].values())
    assert 0 < calls["rows"] < everybody["rows"]
    assert set(calls["left_out"]) <= {"no_consent", "no_phone"}
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["Name", "Phone"]
    assert len(rows) == calls["rows"] + 1
    some = answer(str(tmp_path / "s.vcf"), "--filter", '{"has_phone": true, "has_email": false}')
    assert 0 < some["rows"] < everybody["rows"]
    assert answer(str(tmp_path / "s.pdf"), "--columns", "name")["format"] == "pdf"
    assert answer(str(tmp_path / "p.csv"), "--format", "csv-plain")["format"] == "csv-plain"
    told = run(home, "export", "customers", str(path), "--purpose", "sms").stdout.splitlines()
    assert told[0].endswith(f"rows written to {path}")
    assert "left out: no consent" in told[1]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("x.csv", "--purpose", "sms", "--columns", "email"), "“email” is not for this purpose"),
        (("x.csv", "--filter", "{"), "the filter cannot be read"),
        (("x.csv", "--filter", '{"tags": 1}'), "the filter cannot be read (tags)"),
        (("x.pdf", "--format", "labels-24"), "labels are for letters only"),
        (("x.csv", "--format", "xlsx"), "the file has to end in .xlsx"),
        (("x.csv", "--view", "Gold"), "there is no saved view “Gold”"),
        (("x.csv", "--view", "Gold", "--filter", "{}"), "--view or --filter, not both"),
        (("x.doc",), "people go into a .xlsx, .csv, .vcf or .pdf file"),
        (("x.csv", "--purpose", "post"), "nobody is left for this list"),
    ],
)
def test_what_cannot_be_listed_is_said(
    home: Path, tmp_path: Path, arguments: tuple[str, ...], said: str
) -> None:
    name, *more = arguments
    result = run(home, "export", "customers", str(tmp_path / name), *more)
    assert result.exit_code == 2
    assert said in result.stderr
    assert not (tmp_path / name).exists()


def test_what_is_for_people_is_not_for_goods(home: Path, tmp_path: Path) -> None:
    result = run(home, "export", "products", str(tmp_path / "x.csv"), "--purpose", "sms")
    assert result.exit_code == 2
    assert "are for customers" in result.stderr


def test_a_period_limits_receipts(home: Path, tmp_path: Path) -> None:
    path = str(tmp_path / "r.csv")
    period = ("--from", "2026-11-20", "--to", "2026-11-21")
    some = json.loads(run(home, "export", "receipts", path, *period, "--json").stdout)["rows"]
    every = json.loads(run(home, "export", "receipts", path, "--json").stdout)["rows"]
    assert 0 < some < every
    wrong = run(home, "export", "receipts", path, "--from", "2026-11-21", "--to", "2026-11-20")
    assert wrong.stderr == "pos-app: the period ends before it begins\n"


def test_an_exported_price_list_imports_without_a_change(home: Path, tmp_path: Path) -> None:
    for ending in ("csv", "xlsx"):
        path = tmp_path / f"p.{ending}"
        run(home, "export", "products", str(path))
        result = run(home, "import", "products", str(path), "--dry-run", "--json")
        answer = json.loads(result.stdout)
        assert (answer["new"], answer["changed"], answer["rejected"]) == (0, 0, 0), answer


class FakeProgram:
    """Makes no shop, but says it did."""

    translator = translator("en")
    asked: dict[str, Any]

    def make_demo(self, folder: Path, *, language: str, seed: int) -> DemoReport:
        self.asked = {"folder": folder, "language": language, "seed": seed}
        return DemoReport(
            shop="Demo", products=300, customers=400, sales=3000, shifts=364, card="29",
            barcodes=("1",), people=(DemoPerson(name="Ann", role="owner", pin="111111"),),
        )  # fmt: skip


def test_the_demo_command_tells_how_to_begin(tmp_path: Path) -> None:
    program = FakeProgram()
    result = CliRunner().invoke(demo_command, [str(tmp_path), "--language", "az"], obj=program)
    assert program.asked == {"folder": tmp_path, "language": "az", "seed": 1}
    assert result.stdout.splitlines() == [
        "Demo: 300 products, 400 customers, 3000 sales in 364 shifts",
        "Sign in as Ann with PIN 111111",
        "Customer card to scan: 29",
    ]
    answer = CliRunner().invoke(demo_command, [str(tmp_path), "--json"], obj=program)
    assert json.loads(answer.stdout)["people"] == [
        {"name": "Ann", "role": "owner", "pin": "111111"}
    ]


def test_a_second_demo_in_the_same_folder_is_refused(home: Path) -> None:
    assert "already" in run(home, "demo", str(home)).stderr


def test_every_column_has_a_heading_and_every_reason_words() -> None:
    t = translator("en")
    for key in people_export_model.COLUMNS:
        assert column_title(key, t)
    for columns in COLUMNS.values():
        assert all(heading(column.key, t) for column in columns)
    assert reason_text(Reason(code="row_of_nobody"), t) == "row_of_nobody"
    assert reason_text(Reason(code="tax_rate"), t) == "tax_rate"
    assert reason_text(Reason(code="tax_rate", params={"text": "x"}), t) == "“x” is not a tax rate"
    assert all(
        text[0].islower() or text[0] in "“{"
        for text in (*REASONS.values(), *FILE_PROBLEMS.values())
    )


def test_customers_are_planned_imported_and_taken_back(home: Path, tmp_path: Path) -> None:
    file, kept, bad = tmp_path / "p.csv", tmp_path / "map.json", tmp_path / "bad.csv"
    text = "Имя;Телефон;Цвет\nАнна;+48600700811;red\nПлохой;12;\nЯн;+48600700811;\n"
    file.write_bytes(text.encode("cp1251"))
    arguments = ("import", "customers", str(file), "--map", str(kept), "--rejects", str(bad))
    dry = run(home, *arguments, "--dry-run", "--json")
    answer = json.loads(dry.stdout)
    assert dry.exit_code == 1
    assert (answer["encoding"], answer["delimiter"], answer["header_row"]) == ("cp1251", ";", 1)
    assert answer["columns"] == {"Имя": "first_name", "Телефон": "phone"}
    assert answer["unmapped"] == ["Цвет"]
    figures = ("rows_read", "accepted", "merged", "skipped", "to_review", "rejected")
    assert [answer[name] for name in figures] == [3, 1, 0, 0, 1, 1]
    assert answer["reasons"] == {"phone": 1}
    assert answer["review_rows"] == [
        {"row": 4, "reason": "other_name", "text": "a known person with another name"}
    ]
    assert json.loads(kept.read_text(encoding="utf-8"))["columns"] == answer["columns"]
    with bad.open(encoding="utf-8-sig", newline="") as refused:
        assert [row[:3] for row in csv.reader(refused, delimiter=";")] == [
            ["Row", "Reason", "Имя"],
            ["3", "“12” is not a phone number", "Плохой"],
            ["4", "a known person with another name", "Ян"],
        ]
    lines = run(home, *arguments, "--dry-run").stdout.splitlines()
    assert lines[1] == "Nothing was stored (dry run)."
    done = run(home, *arguments)
    number = json.loads(run(home, *arguments, "--json").stdout)["import_id"] - 1
    assert done.stdout.splitlines()[:2] == [
        "3 rows: 1 new, 0 known, 0 skipped, 1 to review, 1 refused",
        f"To take it back: --undo {number}",
    ]
    again = run(home, *arguments).stdout.splitlines()
    assert again[1] == "This very file was imported before."
    undone = run(home, "import", "customers", "--undo", str(number))
    assert undone.stdout == "1 removed, 0 put back, 0 left as they are\n"
    twice = run(home, "import", "customers", "--undo", str(number), "--json")
    assert twice.exit_code == 2
    last = run(home, "import", "customers", "--undo", str(number + 1), "--json")
    assert json.loads(last.stdout) == {
        "undone": number + 1, "removed": 0, "restored": 0, "kept": [],
    }  # fmt: skip
    assert run(home, "import", "customers").exit_code == 2
