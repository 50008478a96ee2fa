"""The import of customers on a real shop: read, mapped, decided, taken whole, taken back."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from pos_app.adapters.files.exports import RejectsFile
from pos_app.adapters.files.tables import FileTables
from pos_app.domain.errors import EnvironmentProblem
from pos_app.i18n import Formats, translator
from pos_app.presenters.people_import import PeopleImportPresenter
from pos_app.presenters.people_import_core import PeopleImportParts
from pos_app.presenters.people_import_state import PeopleImportState
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner
from tests.builders import Shop
from tests.presenters.product_stage import View, Ways
from tests.presenters.test_product_import import Waiting
from tests.services.people_import_stage import Stage, make_stage

GOOD = "Name;Phone;Birthday;Points\nAnna;600700800;24.11.1990;5\nJan;600700801;;\nBad;12;;\n"


class Page:
    """The presenter with a view that remembers."""

    def __init__(self, shop: Shop, folder: Path, **changes: Any) -> None:
        self.stage: Stage = make_stage(shop, folder)
        self.view, self.ways = View(), Ways()
        given: dict[str, Any] = {
            "imports": self.stage.imports, "undoing": self.stage.undoing, "tables": FileTables(),
            "rejects": RejectsFile("Row", "Reason"), "tasks": ImmediateRunner(),
            "session": lambda: shop.owner, "voice": Voice(translator("en"), Formats("en", "PLN")),
            "ways": self.ways, "local": lambda at: at,
        }  # fmt: skip
        self.presenter = PeopleImportPresenter(PeopleImportParts(**(given | changes)), self.view)
        self.presenter.open()

    @property
    def state(self) -> PeopleImportState:
        """What is shown."""
        shown: PeopleImportState = self.view.state
        return shown

    def take(self, text: str | bytes) -> None:
        """Choose a file that says this."""
        self.ways.path = self.stage.file(text)
        self.presenter.choose_file()

    def column(self, name: str) -> str:
        """The field a column holds."""
        return next(each.chosen for each in self.state.columns if each.name == name)


@pytest.fixture
def page(shop: Shop, tmp_path: Path) -> Page:
    """The page as the owner opens it."""
    return Page(shop, tmp_path)


def test_a_file_is_read_and_its_rows_shown(page: Page) -> None:
    assert (page.state.step, page.state.past) == ("choose", ())
    page.take(GOOD)
    state = page.state
    assert (state.step, state.total, state.is_text, state.can_import) == ("preview", 3, True, True)
    assert state.primary == "Import 2 customers"
    assert state.filters == (("all", "All 3"), ("new", "New 2"), ("rejected", "Rejected 1"))
    assert state.orders[0] == ("", "Found: 31.12.1990")
    assert state.heading_note == "Row 1 names the columns and is not imported."
    lines = page.presenter.lines(0, 9)
    assert [(each.number, each.fate, each.name, each.contact) for each in lines] == [
        ("2", "New", "Anna", "+48600700800"), ("3", "New", "Jan", "+48600700801"),
        ("4", "Rejected", "Bad · 12", ""),
    ]  # fmt: skip
    page.presenter.filter("rejected")
    assert [each.note for each in page.presenter.lines(0, 9)] == ["“12” is not a phone number"]
    page.presenter.choose_row(0)
    assert page.state.review is not None
    assert (page.state.review.why, page.state.review.choices) == ("“12” is not a phone number", ())
    page.presenter.choose_row(7)
    assert page.state.review is None


def test_columns_letters_and_signs_are_chosen_by_hand(page: Page) -> None:
    page.take("Имя;Карта;Звонить;Прочее\nАнна;;600700800;600700801\n".encode("cp1251"))
    assert (page.state.blocked, page.state.can_import) == (
        "No row would add or change anyone.", False,
    )  # fmt: skip
    page.presenter.map("Звонить", "phone")
    page.presenter.map("Прочее", "phone")
    assert (page.column("Звонить"), page.column("Прочее"), page.state.can_import) == (
        "phone", "phone", True,
    )  # fmt: skip
    page.presenter.map("Прочее", "name")
    assert page.column("Имя") == "first_name"
    page.presenter.map("Имя", "name")
    assert page.column("Прочее") == ""
    page.presenter.choose_decimal(",")
    page.presenter.choose_order("mdy")
    assert (page.state.decimal, page.state.order) == (",", "mdy")
    page.presenter.map("Имя", "")
    assert page.column("Имя") == ""
    page.presenter.choose_encoding("cp1251")
    page.presenter.choose_delimiter(";")
    assert page.column("Имя") == "first_name"
    assert (page.state.encoding, page.state.delimiter) == ("cp1251", ";")


def test_a_file_without_header_shows_its_columns(page: Page) -> None:
    page.take("x;y\nAnna;600700800\n")
    assert page.view.alarms == 1
    assert page.state.notice == "No row names the columns. Choose below which column is what."
    assert [each.name for each in page.state.columns] == ["x", "y"]
    page.presenter.choose_rule("skip")
    page.presenter.map("y", "phone")
    assert (page.state.can_import, page.state.rule) == (True, "skip")


def test_known_people_go_by_the_rule(page: Page) -> None:
    page.stage.take("Name;Phone;Email\nAnna Nowak;600700800;a@b.pl\n")
    page.take("Name;Phone;Email;Points\nAnna Nowak;600700800;x@b.pl;5\n")
    assert page.presenter.lines(0, 1)[0].note == (
        "E-mail; points and turnover are for new people only"
    )
    page.presenter.choose_amounts(on=True)
    assert page.presenter.lines(0, 1)[0].note == "E-mail, Points and turnover"
    for rule, fate in (("skip", "Left"), ("review", "To review"), ("overwrite", "Known")):
        page.presenter.choose_rule(rule)
        assert (page.presenter.lines(0, 1)[0].fate, page.state.rule) == (fate, rule)
    page.presenter.apply()
    assert page.stage.people()["Anna Nowak"].email == "x@b.pl"


def test_doubtful_rows_are_decided_one_by_one(page: Page) -> None:
    page.stage.take("Name;Phone\nAnna Nowak;600700800\n")
    anna = page.stage.people()["Anna Nowak"]
    page.take("Name;Phone;Email\nJan Lis;600700800;j@b.pl\nEwa Lis;600700800;e@b.pl\nX;1;\n")
    page.presenter.decide("0")
    page.presenter.filter("review")
    page.presenter.choose_row(0)
    review = page.state.review
    assert review is not None
    assert (review.title, review.why) == ("Jan Lis", "a known person with another name")
    assert review.choices == (
        (str(anna.id), "It is Anna Nowak"), ("0", "A new customer"), ("out", "Leave out"),
    )  # fmt: skip
    page.presenter.decide("out")
    assert page.state.review is None
    page.presenter.choose_row(0)
    page.presenter.decide(str(anna.id))
    assert page.state.filters[1] == ("updated", "Known 1")
    page.presenter.filter("review")
    page.presenter.choose_row(0)
    page.presenter.decide("0")
    assert ("new", "New 1") in page.state.filters
    page.presenter.filter("new")
    page.presenter.choose_row(0)
    page.presenter.decide("0")
    assert page.state.review is None
    page.presenter.apply()
    assert sorted(page.stage.people()) == ["Anna Nowak", "Ewa Lis"]
    page.presenter.decide("0")


def test_an_import_is_stored_and_taken_back(page: Page) -> None:
    page.presenter.apply()
    page.presenter.ask_undo()
    page.presenter.undo()
    page.take(GOOD)
    page.presenter.apply()
    assert page.state.notice == (
        "Imported: 2 new customers, 0 changed, 0 unchanged, 1 row rejected."
    )
    assert (page.state.step, page.state.total, page.state.undo) == (
        "done", 1, "Take the import back",
    )  # fmt: skip
    page.presenter.ask_undo()
    assert page.state.question.startswith("Take import 1 back?")
    page.presenter.back()
    assert page.state.question == ""
    page.presenter.ask_undo()
    page.presenter.undo()
    assert page.state.notice == "Taken back: 2 removed, 0 put back."
    assert (page.state.step, page.stage.people()) == ("choose", {})
    past = page.state.past[0]
    assert (past.title, past.undo) == ("people.csv", "")
    assert past.note.endswith("new: 2 · known: 0 · taken back")


def test_a_past_import_is_taken_back_as_far_as_it_can_be(page: Page) -> None:
    page.stage.take("Name;Phone;Points\nAnna;600700800;5\n")
    page.stage.shop.till.open(page.stage.shop.cashier, 0)
    page.stage.shop.sell(page.stage.shop.product(), customer=page.stage.people()["Anna"])
    page.presenter.open()
    assert page.state.past[0].undo == "Take the import back"
    page.presenter.ask_undo("1")
    page.presenter.undo()
    assert page.state.notice == (
        "Taken back: 0 removed, 0 put back. Left as they are: has bought (1)."
    )
    page.presenter.ask_undo("9")
    page.presenter.undo()
    assert (page.state.notice_tone, page.state.notice) == (
        "danger", "The file cannot be taken: there is no import 9.",
    )  # fmt: skip


def test_what_was_left_out_is_told(page: Page) -> None:
    page.take("Name;Phone;Language\nAnna;600700800;deutsch\nAnna;600700800;\nJan;600700800;\n")
    page.presenter.choose_rule("skip")
    page.presenter.apply()
    assert page.state.notice == (
        "Imported: 1 new customer, 0 changed, 0 unchanged, 2 left, 0 rows rejected. "
        "Left out of rows that were taken: “…” is not one of the program's languages (1)."
    )
    page.take("Name;Phone\nPiotr;600700800\n")
    page.presenter.apply()
    assert (page.state.step, page.state.can_import) == ("preview", False)
    assert page.state.blocked == "No row would add or change anyone."


def test_the_same_file_and_a_long_wait_are_told_before(page: Page) -> None:
    page.take(GOOD)
    page.presenter.apply()
    page.presenter.back()
    assert page.ways.gone == [("leave",)]
    page.take(GOOD)
    assert page.state.blocked == (
        "This very file was imported on 22 Nov 2026. No row would add or change anyone."
    )
    many = "".join(f"A;6{n:08d}\n" for n in range(2_001))
    page.take("Name;Phone\n" + many)
    assert page.state.wait == "While it is stored the till waits about 2 seconds."


def test_refused_rows_are_saved(page: Page, tmp_path: Path) -> None:
    page.presenter.save_rejects()
    page.take(GOOD)
    assert (page.state.can_save_rejects, page.state.rejects_word) == (True, "Save 1 rejected row")
    page.ways.path = str(tmp_path / "bad")
    page.presenter.save_rejects()
    assert page.ways.said[-1] == ("1 row is written to bad.csv.", "accent")
    with (tmp_path / "bad.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file, delimiter=";"))[1][:2] == ["4", "“12” is not a phone number"]


def test_a_folder_that_refuses_is_told(shop: Shop, tmp_path: Path) -> None:
    class Refusing:
        def write(self, *given: object) -> None:
            raise EnvironmentProblem("disk_full")

    page = Page(shop, tmp_path, rejects=Refusing())
    page.take(GOOD)
    page.ways.path = str(tmp_path / "bad.csv")
    page.presenter.save_rejects()
    assert page.ways.said[-1][1] == "danger"


def test_what_is_no_table_is_refused_in_words(page: Page) -> None:
    page.take(b"%PDF-1.4")
    assert (page.state.step, page.state.notice) == (
        "choose",
        "The file cannot be taken: this is no table that can be read: CSV, XLSX, XLS, ODS.",
    )


def test_only_the_owner_imports(shop: Shop, tmp_path: Path) -> None:
    page = Page(shop, tmp_path, session=lambda: shop.senior)
    page.take(GOOD)
    page.presenter.ask_undo("1")
    assert page.state.step == "choose"
    assert [tone for _, tone in page.ways.said] == ["danger", "danger"]


def test_work_can_be_stopped(shop: Shop, tmp_path: Path) -> None:
    waiting = Waiting()
    page = Page(shop, tmp_path, tasks=waiting)
    page.take(GOOD)
    assert (page.state.step, page.presenter.is_working) == ("busy", True)
    page.take(GOOD)
    page.presenter.ask_undo("1")
    page.presenter.back()
    waiting.finish()
    assert (page.state.step, page.state.notice) == ("choose", "Stopped. Nothing was changed.")
    page.take(GOOD)
    page.presenter.close()
    waiting.finish()
    assert page.state.step == "busy"


def test_a_bug_is_not_hidden(shop: Shop, tmp_path: Path) -> None:
    class Broken:
        def plan(self, *given: object, **more: object) -> None:
            raise ZeroDivisionError

    page = Page(shop, tmp_path, imports=Broken())
    with pytest.raises(ZeroDivisionError):
        page.take(GOOD)
    assert page.state.notice == "Stopped. Nothing was changed."


def test_dates_of_both_orders_are_told(page: Page) -> None:
    page.take("Name;Phone;DOB\nA;600700800;11/24/1990\nB;600700801;24/11/1990\n")
    assert page.state.orders[0] == ("", "Found: both orders")
    page.take("BEGIN:VCARD\nFN:Anna\nTEL:600700800\nEND:VCARD\n")
    assert (page.state.is_text, page.state.heading_note) == (False, "")
