"""The import of goods on a real shop: read, mapped, looked at, taken whole or not at all."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter

from pos_app.adapters.files.exports import RejectsFile
from pos_app.adapters.files.tables import FileTables
from pos_app.i18n import Formats, translator
from pos_app.presenters.product_import import ProductImportParts, ProductImportPresenter
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.import_columns import ColumnMap
from pos_app.services.importing import ProductImport
from tests.builders import Shop, ean13
from tests.presenters.product_stage import View, Ways

SOAP = ean13("590000000001")


class Memory:
    """The columns of last time."""

    def __init__(self, kept: ColumnMap | None = None) -> None:
        self.kept = kept

    def load(self) -> ColumnMap | None:
        return self.kept

    def save(self, mapping: ColumnMap) -> None:
        self.kept = mapping


class Waiting:
    """A runner that keeps its jobs until the test lets them go; cancelled ones are told so."""

    class Task:
        def __init__(self) -> None:
            self.stopped = False

        def cancel(self) -> None:
            self.stopped = True

        def is_running(self) -> bool:
            return True

        def progress(self, done: int, total: int) -> None:
            self.told(done, total)

        def cancelled(self) -> bool:
            return self.stopped

        told: Callable[[int, int], None]

    def __init__(self) -> None:
        self.waiting: list[tuple[Callable[..., object], Callable[..., None], object, object]] = []

    def run(self, job, on_done, on_error=None, progress=None, *, on_cancelled=None):  # type: ignore[no-untyped-def]
        task = Waiting.Task()
        task.told = progress
        self.waiting.append((job, on_done, on_error, task))
        return task

    def finish(self) -> None:
        """Do what waits first."""
        job, on_done, on_error, task = self.waiting.pop(0)
        try:
            result = job(task)
        except Exception as error:  # noqa: BLE001 - as the real runner
            on_error(error)  # type: ignore[operator]
        else:
            on_done(result)


class Stage:
    """The import page of the owner."""

    def __init__(self, shop: Shop, tasks: object = None, memory: Memory | None = None) -> None:
        self.shop, self.view, self.ways = shop, View(), Ways()
        self.memory = memory or Memory()
        self.session = shop.owner
        self.told = 0
        self.page = ProductImportPresenter(
            ProductImportParts(
                importer=ProductImport(shop.store.uow, FileTables(), shop.clock, shop.ids),
                tables=FileTables(),
                rejects=RejectsFile("Row", "Reason"),
                memory=self.memory,
                tasks=tasks or ImmediateRunner(),  # type: ignore[arg-type]
                session=lambda: self.session,
                voice=Voice(translator("en"), Formats("en", "PLN")),
                ways=self.ways,
                changed=self._changed,
            ),
            self.view,
        )

    @property
    def verdicts(self) -> list[tuple[str, str, str]]:
        """Row, verdict and note of the rows shown."""
        return [(one.number, one.verdict, one.note) for one in self.page.lines(0, 60)]

    def chosen(self) -> dict[str, str]:
        """The columns chosen for fields."""
        return {one.field: one.chosen for one in self.view.state.fields if one.chosen}

    def _changed(self) -> None:
        self.told += 1


@pytest.fixture
def stage(shop: Shop) -> Stage:
    return Stage(shop)


def write(path: Path, *rows: str, encoding: str = "utf-8") -> str:
    path.write_bytes("\n".join(rows).encode(encoding))
    return str(path)


def goods_file(folder: Path) -> str:
    return write(
        folder / "goods.csv",
        "SKU;Name;Price;Barcode",
        f"S1;Soap;2.50;{SOAP}",
        "S2;=1+1;abc;",
        "S3;Tea;3.00;",
        "S4;Old;1.00;",
        ";;9;",
    )


def test_every_row_is_judged_before_anything_is_stored(stage: Stage, tmp_path: Path) -> None:
    stage.shop.product("Tea", 250, sku="S3")
    stage.shop.product("Old", 100, sku="S4")
    stage.page.take(goods_file(tmp_path))
    state = stage.view.state
    assert state.step == "preview"
    assert [words for _key, words in state.filters] == [
        "All 5", "New 1", "Changed 1", "Same 1", "Rejected 2",
    ]  # fmt: skip
    assert stage.verdicts == [
        ("2", "New", ""),
        ("3", "Rejected", "“abc” is not a number"),
        ("4", "Changed", "Price"),
        ("5", "Same", ""),
        ("6", "Rejected", "neither article number nor bar code is given"),
    ]
    assert state.primary == "Import 2 products"
    assert state.can_import
    assert state.heading_note == "Row 1 names the columns and is not imported."
    assert stage.shop.catalogue.by_code(SOAP) is None


def test_guesses_are_shown_and_can_be_overruled(stage: Stage, tmp_path: Path) -> None:
    path = write(tmp_path / "g.csv", "Артикул;Наименование;Цена", "1;Мыло;2,50", encoding="cp1251")
    stage.page.take(path)
    state = stage.view.state
    assert dict(state.encodings)[""] == "Found: Windows-1251"
    assert dict(state.delimiters)[""] == "Found: semicolon ;"
    assert [one.name for one in stage.page.lines(0, 9)] == ["Мыло"]
    stage.page.choose_encoding("cp866")
    assert stage.view.state.encoding == "cp866"
    assert stage.view.state.notice == (
        "No row names the columns. Choose below which column is what."
    )
    stage.page.choose_encoding("")
    assert stage.view.state.notice == ""
    assert [one.name for one in stage.page.lines(0, 9)] == ["Мыло"]


def test_columns_nobody_knows_are_mapped_by_hand_and_remembered(
    stage: Stage, tmp_path: Path
) -> None:
    path = write(tmp_path / "g.csv", "alpha;beta;gamma", "X1;Soap;2.50")
    stage.page.take(path)
    assert [key for key, _words in stage.view.state.headers] == ["", "alpha", "beta", "gamma"]
    assert not stage.view.state.can_import
    for field, header in (("sku", "alpha"), ("name", "beta"), ("price", "gamma")):
        stage.page.map(field, header)
    assert stage.verdicts == [("2", "New", "")]
    stage.page.apply()
    assert stage.memory.kept is not None
    stage.page.take(write(tmp_path / "h.csv", "alpha;beta;gamma", "X2;Tea;3"))
    assert stage.chosen() == {"sku": "alpha", "name": "beta", "price": "gamma"}
    assert stage.verdicts == [("2", "New", "")]


def test_a_remembered_mapping_of_another_file_gives_way_to_the_guess(
    shop: Shop, tmp_path: Path
) -> None:
    stage = Stage(shop, memory=Memory(ColumnMap(columns={"sku": "alpha", "name": "beta"})))
    stage.page.take(goods_file(tmp_path))
    assert stage.chosen()["sku"] == "SKU"
    assert stage.view.state.notice == ""


def test_a_column_can_be_left_out(stage: Stage, tmp_path: Path) -> None:
    stage.shop.product("Tea", 250, sku="S3")
    stage.page.take(write(tmp_path / "g.csv", "SKU;Name;Price", "S3;Green tea;9.99"))
    stage.page.map("price", "")
    assert stage.verdicts == [("2", "Changed", "Name")]
    stage.page.apply()
    tea = stage.shop.catalogue.by_code("S3")
    assert tea is not None
    assert (tea.name, tea.price) == ("Green tea", 250)


def test_the_import_is_taken_and_told(stage: Stage, tmp_path: Path) -> None:
    stage.page.take(goods_file(tmp_path))
    stage.page.apply()
    soap = stage.shop.catalogue.by_code(SOAP)
    assert soap is not None
    assert soap.price == 250
    state = stage.view.state
    assert state.step == "done"
    assert state.notice == (
        "Imported: 3 new products, 0 changed, 0 new prices, 0 unchanged, 2 rows rejected."
    )
    assert stage.told == 1
    assert [number for number, *_ in stage.verdicts] == ["3", "6"]
    stage.page.apply()
    assert stage.told == 1


def test_rejected_rows_go_into_a_file_with_their_reasons(stage: Stage, tmp_path: Path) -> None:
    stage.page.take(goods_file(tmp_path))
    assert stage.view.state.rejects_word == "Save 2 rejected rows"
    stage.ways.path = str(tmp_path / "left")
    stage.page.save_rejects()
    assert stage.ways.asked == ["goods-rejected.csv"]
    assert stage.ways.said == [("2 rows are written to left.csv.", "accent")]
    with (tmp_path / "left.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file, delimiter=";"))
    assert rows[0] == ["Row", "Reason", "SKU", "Name", "Price", "Barcode"]
    assert rows[1] == ["3", "“abc” is not a number", "S2", "'=1+1", "abc", ""]


def test_a_workbook_is_read_like_a_text(stage: Stage, tmp_path: Path) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "g.xlsx")) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate((("SKU", "Name", "Price"), ("S1", "<b>Soap</b>", 2.5))):
            sheet.write_row(number, 0, row)
    stage.page.take(str(tmp_path / "g.xlsx"))
    assert not stage.view.state.is_text
    (line,) = stage.page.lines(0, 9)
    assert (line.name, line.price) == ("<b>Soap</b>", "zł\u00a02.50")


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"%PDF-1.4", "this is no table that can be read: CSV, XLSX, XLS, ODS"),
        (b"", "this is no table that can be read: CSV, XLSX, XLS, ODS"),
        (b"PK\x03\x04broken", "is damaged and cannot be read"),
    ],
)
def test_a_file_that_is_no_table_is_refused_in_words(
    stage: Stage, tmp_path: Path, content: bytes, words: str
) -> None:
    path = tmp_path / "g.csv"
    path.write_bytes(content)
    stage.page.take(str(path))
    assert stage.view.state.step == "choose"
    assert words in stage.view.state.notice
    assert stage.view.alarms == 1


def test_stopping_changes_nothing(shop: Shop, tmp_path: Path) -> None:
    tasks = Waiting()
    stage = Stage(shop, tasks)
    stage.page.take(goods_file(tmp_path))
    assert stage.view.state.step == "busy"
    tasks.finish()
    stage.page.apply()
    stage.page.back()
    tasks.finish()
    assert stage.view.state.step == "preview"
    assert stage.view.state.notice == "Stopped. Nothing was changed."
    assert shop.catalogue.by_code(SOAP) is None
    assert stage.ways.gone == []
    stage.page.apply()
    tasks.finish()
    assert stage.view.state.step == "done"


def test_an_older_answer_does_not_overwrite_a_newer_question(shop: Shop, tmp_path: Path) -> None:
    tasks = Waiting()
    stage = Stage(shop, tasks)
    stage.page.take(goods_file(tmp_path))
    stage.page.take(write(tmp_path / "b.csv", "SKU;Name;Price", "B1;Bread;1.00"))
    tasks.finish()
    assert stage.view.state.step == "busy"
    tasks.finish()
    assert [one.name for one in stage.page.lines(0, 9)] == ["Bread"]


def test_progress_is_shown_while_rows_are_judged(shop: Shop, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    stage = Stage(shop)
    render = stage.view.render

    def watch(state: object) -> None:
        render(state)
        seen.append((state.done, state.todo))  # type: ignore[attr-defined]

    stage.view.render = watch  # type: ignore[method-assign]
    stage.page.take(goods_file(tmp_path))
    assert (5, 5) in seen


def test_only_the_owner_imports(stage: Stage, tmp_path: Path) -> None:
    stage.session = stage.shop.senior
    stage.page.take(goods_file(tmp_path))
    assert stage.ways.said == [("Your role may not do this.", "danger")]
    assert stage.view.state is None


def test_a_page_given_up_hears_no_answer(shop: Shop, tmp_path: Path) -> None:
    tasks = Waiting()
    stage = Stage(shop, tasks)
    stage.page.take(goods_file(tmp_path))
    stage.page.close()
    before = stage.view.state
    tasks.finish()
    assert stage.view.state is before


def test_after_the_import_leaving_begins_anew(stage: Stage, tmp_path: Path) -> None:
    stage.page.take(goods_file(tmp_path))
    stage.page.apply()
    stage.page.back()
    assert stage.ways.gone == [("leave",)]
    assert stage.view.state.step == "choose"
    assert stage.page.lines(0, 9) == []
