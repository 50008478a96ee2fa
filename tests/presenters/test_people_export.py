"""The sheet that exports people, on a real shop: what it counts, shows, refuses and writes."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from pos_app.domain.errors import PosError
from pos_app.i18n import Formats, translator
from pos_app.presenters.people_export import (
    Chosen,
    PeopleExportParts,
    PeopleExportPresenter,
    may_export,
    refusal,
)
from pos_app.presenters.people_export_state import PeopleExportState
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import ImmediateRunner, Task, TaskPort
from pos_app.services import people_export
from pos_app.services.people_export_model import MOST, FileKind
from pos_app.services.people_records import PeopleFilter
from tests.builders import OWNER_SECRET, Shop
from tests.services.people_listed import contact, exporter, person


@dataclass
class Sheet:
    """The view and the ways, remembered."""

    folder: Path
    name: str = "list"
    states: list[PeopleExportState] = field(default_factory=list)
    asked: list[tuple[str, FileKind]] = field(default_factory=list)
    said: list[tuple[str, str]] = field(default_factory=list)
    alerts: int = 0
    forgotten: int = 0
    is_open: bool = True
    on_closed: Callable[[], None] = lambda: None
    answers: bool = True

    @property
    def state(self) -> PeopleExportState:
        return self.states[-1]

    def render(self, state: PeopleExportState) -> None:
        assert self.is_open
        self.states.append(state)

    def forget_secret(self) -> None:
        self.forgotten += 1

    def close_sheet(self) -> None:
        self.is_open = False
        self.on_closed()

    def ask_where(self, suggested: str, kind: FileKind, on_path: Callable[[str], None]) -> None:
        self.asked.append((suggested, kind))
        if self.answers:
            on_path(str(self.folder / self.name))

    def say(self, text: str, tone: str) -> None:
        self.said.append((text, tone))

    def alert(self) -> None:
        self.alerts += 1


@dataclass
class Stage:
    shop: Shop
    sheet: Sheet
    chosen: Chosen

    def open(
        self, people: PeopleFilter | None = None, name: str = "", tasks: TaskPort | None = None
    ) -> PeopleExportPresenter:
        parts = PeopleExportParts(
            service=lambda: exporter(self.shop),
            session=lambda: self.shop.owner,
            tasks=tasks or ImmediateRunner(),
            voice=Voice(translator("en"), Formats("en", "PLN")),
            ways=self.sheet,
        )
        self.sheet.is_open = True
        presenter = PeopleExportPresenter(
            parts, self.sheet, self.chosen, people or PeopleFilter(), name
        )
        self.sheet.on_closed = presenter.closed
        presenter.start()
        return presenter

    @property
    def state(self) -> PeopleExportState:
        return self.sheet.state


@pytest.fixture
def stage(shop: Shop, tmp_path: Path) -> Stage:
    ada = person(shop, "Ada Ames", ("call", True), ("post", True), phone="+48600100201")
    contact(shop, ada, "address", "Street 12\nTown 345")
    person(shop, "Bob Beck", phone="+48600100202", email="bob@dom.pl")
    person(shop, "Cyd Cole", ("call", True), phone="+48600100203", do_not_call=True)
    return Stage(shop, Sheet(tmp_path), Chosen(columns={}))


def test_own_use_begins_with_everybody(stage: Stage) -> None:
    stage.open()
    state = stage.state
    assert (state.title, state.purpose, state.kind) == ("Export customers", "internal", "xlsx")
    assert (state.matched, state.left_out, state.in_file) == ("3 match", "", "3 in the file")
    assert state.save == "Save file with 3 customers"
    assert state.can_save
    assert state.first[-1] == "first 3 of 3 · 6 more columns"
    assert state.first[0] == "first 3 of 3 · 10 more columns"
    assert state.headings == ("Name", "Phone", "E-mail", "Card", "Birthday")
    assert [row.name for row in state.rows] == ["Ada", "Bob", "Cyd"]
    ada, bob, _ = state.rows
    assert ada.cells[:3] == ("Ada Ames", "+48600 •••201", "")
    assert bob.cells[2] == "b•••@dom.pl"
    assert bob.cells[3].startswith("•••• ")
    assert [key for key, _ in state.purposes] == [
        "calls", "sms", "email", "messenger", "post", "internal",
    ]  # fmt: skip
    assert [column.key for column in state.columns if column.chosen][:2] == ["name", "phone"]
    assert "consents" in [column.key for column in state.columns]


def test_a_purpose_leaves_out_and_says_why(stage: Stage) -> None:
    presenter = stage.open(name="Worth winning back")
    presenter.choose_purpose("calls")
    state = stage.state
    assert state.title == "Export “Worth winning back”"
    assert (state.left_out, state.reasons) == ("2 left out", "no consent 1, do not call 1")
    assert state.in_file == "1 in the file"
    assert state.save == "Save file with 1 customer"
    assert [(row.name, row.reason) for row in state.rows] == [
        ("Ada", ""), ("Bob", "no consent"), ("Cyd", "do not call"),
    ]  # fmt: skip
    keys = [column.key for column in state.columns]
    assert "email" not in keys
    assert "consents" not in keys
    presenter.choose_purpose("post")
    assert stage.state.left_out == "2 left out: no consent for letters"
    assert stage.state.rows[0].cells == ("Ada Ames", "Street ••, Town •••")
    assert [row.name for row in stage.state.rows] == ["Ada", "Bob Beck", "Cyd Cole"]
    presenter.choose_purpose("sms")
    assert not stage.state.can_save
    presenter.save("x")
    assert stage.sheet.asked == []


def test_a_filter_by_consent_opens_its_purpose(stage: Stage) -> None:
    stage.open(PeopleFilter(consent="call"))
    assert stage.state.purpose == "calls"
    assert (stage.state.matched, stage.state.in_file) == ("2 match", "1 in the file")
    assert stage.state.left_out == "1 left out: do not call"


def test_columns_are_kept_and_one_stays(stage: Stage) -> None:
    presenter = stage.open()
    presenter.choose_purpose("calls")
    for key in ("first_name", "phone", "last_visit", "card_last4"):
        presenter.tick(key, False)
    assert stage.state.headings == ("Favourite category",)
    presenter.tick("favourite", False)
    assert stage.state.headings == ("Favourite category",)
    presenter.tick("phone", True)
    assert stage.state.headings == ("Phone", "Favourite category")
    presenter.leave()
    again = stage.open()
    again.choose_purpose("calls")
    assert stage.state.headings == ("Phone", "Favourite category")
    again.choose_purpose("internal")
    again.tick("consents", True)
    assert stage.state.first[-1].endswith("11 more columns")
    again.tick("consents", False)
    assert stage.state.first[-1].endswith("6 more columns")


def test_labels_are_for_letters_and_fix_their_columns(stage: Stage) -> None:
    presenter = stage.open()
    assert "labels-24" not in [key for key, _ in stage.state.kinds]
    presenter.choose_purpose("post")
    presenter.choose_kind("labels-24")
    assert stage.state.headings == ("Name", "Address")
    presenter.choose_purpose("calls")
    assert stage.state.kind == "xlsx"


def test_the_secret_then_the_place_then_the_file(stage: Stage) -> None:
    presenter = stage.open()
    presenter.choose_purpose("calls")
    presenter.choose_kind("csv")
    presenter.save("")
    assert stage.state.problem == "Enter your PIN or password to save."
    presenter.save("wrong")
    assert stage.state.problem == "Wrong PIN. 4 tries left."
    assert stage.state.secret_wrong
    assert (stage.sheet.alerts, stage.sheet.asked) == (2, [])
    presenter.save(OWNER_SECRET)
    assert stage.sheet.asked == [("customers-phone-calls.csv", FileKind.CSV)]
    assert stage.sheet.forgotten == 2
    assert not stage.sheet.is_open
    assert stage.sheet.said == [("1 customer is written to list.csv.", "accent")]
    with (stage.sheet.folder / "list.csv").open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file))[1][:2] == ["Ada", "(+48) 600100201"]
    ((kind, content, who, _),) = stage.shop.events("export.people")
    assert (kind, who) == ("export.people", stage.shop.owner.person_uuid)
    assert content["purpose"] == "calls"


def test_a_place_not_given_keeps_the_secret_for_the_next_try(stage: Stage) -> None:
    stage.sheet.answers = False
    presenter = stage.open()
    presenter.save(OWNER_SECRET)
    assert stage.sheet.is_open
    assert not stage.state.asks_secret
    stage.sheet.answers = True
    stage.shop.clock.advance(seconds=people_export.CONFIRMED_SECONDS)
    presenter.save("")
    assert stage.state.problem == "Enter your PIN or password again."
    assert stage.state.asks_secret
    presenter.save(OWNER_SECRET)
    assert not stage.sheet.is_open


def test_a_folder_that_is_not_there_is_said(stage: Stage) -> None:
    stage.sheet.name = "no/list.xlsx"
    presenter = stage.open()
    presenter.save(OWNER_SECRET)
    assert stage.sheet.is_open
    assert stage.state.problem
    assert not stage.state.secret_wrong
    assert stage.shop.events("export.people") == []


def test_a_kind_too_small_for_so_many_says_so(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(MOST, FileKind.PDF, 2)  # type: ignore[arg-type]
    presenter = stage.open()
    presenter.choose_kind("pdf")
    assert stage.state.problem == "At most 2 customers fit into this kind of file."
    assert not stage.state.can_save
    presenter.choose_kind("csv")
    assert stage.state.problem == ""


class Later(ImmediateRunner):
    """Keeps jobs until they are let go."""

    def __init__(self) -> None:
        self.kept: list[Callable[[], Task]] = []
        self.cancelled: set[int] = set()

    def run(self, job, on_done, on_error=None, progress=None, *, on_cancelled=None):  # type: ignore[no-untyped-def]
        number = len(self.kept)
        self.kept.append(
            lambda: ImmediateRunner.run(
                self,
                lambda control: self._begun(number, job, control),
                on_done, on_error, progress, on_cancelled=on_cancelled,
            )
        )  # fmt: skip
        return _Kept(self, number)

    def _begun(self, number, job, control):  # type: ignore[no-untyped-def]
        if number in self.cancelled:
            control.cancel()
        return job(control)


@dataclass
class _Kept:
    runner: Later
    number: int

    def cancel(self) -> None:
        self.runner.cancelled.add(self.number)

    def is_running(self) -> bool:
        return True


def test_while_it_is_counted_and_written_nothing_else_goes(stage: Stage) -> None:
    tasks = Later()
    presenter = stage.open(tasks=tasks)
    assert (stage.state.matched, stage.state.empty) == ("…", "Counting…")
    assert not stage.state.can_save
    tasks.kept[0]()
    assert stage.state.can_save
    presenter.save(OWNER_SECRET)
    assert stage.state.told == "The secret is being checked…"
    presenter.choose_purpose("calls")
    presenter.choose_kind("csv")
    presenter.tick("name", False)
    presenter.save(OWNER_SECRET)
    assert (stage.state.purpose, stage.state.kind, len(tasks.kept)) == ("internal", "xlsx", 2)
    assert stage.state.headings[0] == "Name"
    tasks.kept[1]()
    assert (stage.state.share, stage.state.told) == (0.0, "0 of 0 written")
    presenter.leave()
    assert stage.sheet.is_open
    tasks.kept[2]()
    assert stage.state.problem == "The export was stopped. Nothing was written."
    assert stage.state.share is None
    assert list(stage.sheet.folder.glob("list*")) == []
    presenter.leave()
    assert not stage.sheet.is_open


def test_a_locked_screen_ends_it(stage: Stage) -> None:
    tasks = Later()
    presenter = stage.open(tasks=tasks)
    tasks.kept[0]()
    presenter.save(OWNER_SECRET)
    tasks.kept[1]()
    presenter.closed()
    stage.sheet.is_open = False
    tasks.kept[2]()
    assert tasks.cancelled == {2}
    assert stage.shop.events("export.people") == []
    presenter.show()


def test_a_bug_is_no_sentence(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    presenter = stage.open()

    def broken(*_: object, **__: object) -> None:
        raise ValueError("bug")

    monkeypatch.setattr(people_export.PeopleExport, "confirm", broken)
    with pytest.raises(ValueError, match="bug"):
        presenter.save("x")
    monkeypatch.setattr(people_export.PeopleExport, "preview", broken)
    with pytest.raises(ValueError, match="bug"):
        presenter.choose_purpose("calls")


def test_the_owner_alone(shop: Shop) -> None:
    assert may_export(shop.owner)
    assert not may_export(shop.senior)
    assert isinstance(refusal(), PosError)


def test_nobody_in_the_list(shop: Shop, tmp_path: Path) -> None:
    empty = Stage(shop, Sheet(tmp_path), Chosen(columns={}))
    empty.open(PeopleFilter(text="nobody"))
    assert (empty.state.rows, empty.state.empty) == ((), "Nobody is in this list.")
    assert not empty.state.can_save
