"""check, backup, restore and migrate as a person calls them: answers, exit codes, and no Qt."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pos_app.adapters.files.paths import places
from pos_app.adapters.sqlite.connection import connect
from pos_app.bootstrap.program import DesktopProgram
from pos_app.bootstrap.shop import Shop, World, create_shop
from pos_app.cli.main import COMMANDS, root
from pos_app.domain.sale import TenderKind
from pos_app.services.product_form import ProductForm
from pos_app.services.session import Session
from pos_app.services.setup import PersonAnswer, ShopAnswers
from tests.fakes import FakeClock, FastHasher, SequentialIds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A shop with one sale in it."""
    data = tmp_path / "shop"
    world = World(clock=FakeClock(), ids=SequentialIds(), hasher=FastHasher())
    shop = create_shop(places(data), world)
    owner = shop.setup.create(
        ShopAnswers(shop_name="Corner", owner=PersonAnswer(name="Leyla", secret="123456"))
    )
    session = Session(person=owner, signed_in_at=world.clock.now())
    shop.catalogue.create(session, ProductForm(name="Soap", price=250, sku="SOAP"))
    shop.till.open(session, 0)
    sell(shop, session)
    shop.close()
    return data


def sell(shop: Shop, session: Session) -> None:
    """One soap for cash."""
    desk = shop.desk(session)
    desk.scan("SOAP")
    desk.set_tender(TenderKind.CASH, 250)
    shop.checkout.complete(session, desk.draft, 250)


def call(folder: Path, *words: str) -> Result:
    """The command line on a shop."""
    program = DesktopProgram(places(folder))
    return CliRunner().invoke(root, ["--data", str(folder), *words], obj=program)


def test_a_sound_shop_checks_out(folder: Path) -> None:
    done = call(folder, "check", "--json")
    assert done.exit_code == 0
    assert json.loads(done.stdout) == {"ok": True, "findings": []}
    assert "in order" in call(folder, "check").stdout


def test_a_changed_sum_is_named_and_the_exit_code_says_so(folder: Path) -> None:
    connection = connect(folder / "shop.db")
    guards = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'sale'"
    ).fetchall()
    for name, _ in guards:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute("UPDATE sale SET total = 1")
    for _, sql in guards:
        connection.execute(sql)
    connection.close()
    done = call(folder, "check", "--json")
    assert done.exit_code == 1, done.stderr
    assert isinstance(done.exception, SystemExit), done.exception
    answer = json.loads(done.stdout)
    assert not answer["ok"]
    assert any("sale" in finding["where"] for finding in answer["findings"])
    assert "sale" in call(folder, "check").stdout


def test_a_backup_is_made_shown_and_restored(folder: Path) -> None:
    made = json.loads(call(folder, "backup", "--json").stdout)["backup"]
    assert Path(made).is_file()
    shown = json.loads(call(folder, "restore", made, "--dry-run", "--json").stdout)
    assert (shown["receipts"], shown["last_receipt"]) == (1, "1:1")
    assert (shown["lost"], shown["gained"]) == (0, 0)
    done = call(folder, "restore", made, "--yes")
    assert done.exit_code == 0
    assert call(folder, "check").exit_code == 0


def test_restoring_asks_first(folder: Path) -> None:
    made = json.loads(call(folder, "backup", "--json").stdout)["backup"]
    program = DesktopProgram(places(folder))
    words = ["--data", str(folder), "restore", made]
    assert CliRunner().invoke(root, words, obj=program, input="n\n").exit_code == 1


def test_a_stranger_is_no_backup(folder: Path, tmp_path: Path) -> None:
    stranger = tmp_path / "stranger.db"
    stranger.write_bytes(b"no database at all" * 100)
    done = call(folder, "restore", str(stranger), "--yes")
    assert done.exit_code == 2
    assert done.stderr.startswith("pos-app: ")
    assert len(done.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda data: b"no database" * 500, "is not a shop's database"),
        (lambda data: data[:9000], "the backup is damaged; take another one"),
    ],
)
def test_a_spoilt_copy_is_said_to_be_the_copy(
    folder: Path, tmp_path: Path, spoil: Callable[[bytes], bytes], said: str
) -> None:
    """Not the shop's own data, which would be restored from just such a copy."""
    made = json.loads(call(folder, "backup", "--json").stdout)["backup"]
    copy = tmp_path / "copy.db"
    copy.write_bytes(spoil(Path(made).read_bytes()))
    done = call(folder, "restore", str(copy), "--yes")
    assert done.exit_code == 2
    assert done.stderr.endswith(f"{said}\n")
    assert str(copy) in done.stderr or "backup" in said


def test_restore_with_json_asks_nothing(folder: Path) -> None:
    """A question in the middle of an answer for a program would spoil it."""
    made = json.loads(call(folder, "backup", "--json").stdout)["backup"]
    done = call(folder, "restore", made, "--json")
    assert done.exit_code == 2
    assert json.loads(done.stdout)["error"] == "usage"
    assert "--yes" in done.stderr


def test_migrate_says_the_version(folder: Path) -> None:
    answer = json.loads(call(folder, "migrate", "--json").stdout)
    assert answer["before"] == answer["after"] > 0
    assert str(answer["after"]) in call(folder, "migrate").stdout


def test_no_shop_is_said_in_one_line(tmp_path: Path) -> None:
    for words in (["check"], ["backup"], ["migrate"]):
        done = call(tmp_path / "nothing", *words)
        assert done.exit_code == 2
        assert done.stderr.strip().startswith("pos-app: there is no shop in ")
    assert not (tmp_path / "nothing" / "shop.db").exists()


def test_an_empty_file_in_the_shops_place_is_named(folder: Path) -> None:
    (folder / "shop.db").write_bytes(b"")
    for words in (["check"], ["backup"]):
        done = call(folder, *words)
        assert done.exit_code == 2
        assert done.stderr.startswith(f"pos-app: {folder}")
        assert done.stderr.endswith(" is not a shop's database\n")


@pytest.mark.parametrize(
    "words",
    [
        ["--size", "wide"],
        ["--language", "de", "check"],
        ["nothing"],
        ["check", "--nothing"],
        ["restore"],
        ["restore", "/nowhere/copy.db"],
        ["import", "products"],
        ["import", "nothing"],
        ["export", "coins", "x.csv"],
        ["export", "receipts", "x.csv", "--from", "yesterday"],
        ["export", "products", "x.csv", "--from", "2026-01-01"],
        ["scan", "--template", "21", "1"],
        ["demo", "--seed", "x", "folder"],
    ],
)
def test_a_wrong_word_is_one_line_and_code_2(folder: Path, words: list[str]) -> None:
    done = call(folder, *words)
    assert done.exit_code == 2
    assert done.stderr.startswith("pos-app: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


@pytest.mark.parametrize("words", [["check"], ["export", "products", "x.pdf"], ["backup", "--no"]])
def test_a_fault_is_json_where_json_was_asked_for(
    folder: Path, tmp_path: Path, words: list[str]
) -> None:
    done = call(tmp_path / "nothing" if words == ["check"] else folder, *words, "--json")
    assert done.exit_code == 2
    told = json.loads(done.stdout)
    assert told["error"] in ("database_missing", "export_format", "usage")
    assert done.stderr == f"pos-app: {told['message']}\n"


def test_a_folder_that_cannot_be_made_is_one_line(folder: Path, tmp_path: Path) -> None:
    """Not the traceback of the operating system's refusal."""
    (tmp_path / "file").write_text("x")
    for words in (["demo", str(tmp_path / "file" / "shop")], ["demo", "/proc/none"]):
        done = call(folder, *words)
        assert done.exit_code == 2, done.exception
        assert done.stderr.count("\n") == 1
        assert words[-1].rpartition("/")[2] in done.stderr


def test_a_running_window_keeps_writers_out(folder: Path) -> None:
    from pos_app.adapters.files.instance_lock import InstanceLock

    with InstanceLock(folder / "shop.db"):
        done = call(folder, "migrate")
    assert done.exit_code == 2
    assert "close it first" in done.stderr


def test_a_size_is_two_numbers(folder: Path) -> None:
    assert call(folder, "--size", "wide").exit_code == 2


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_explains_itself(folder: Path, command: str) -> None:
    done = call(folder, command, "--help")
    assert done.exit_code == 0
    assert "Usage: " in done.stdout


def test_no_command_loads_qt(folder: Path) -> None:
    """A server without a screen, or without Qt, can check, back up, import and price."""
    script = f"""
import sys
from pos_app.__main__ import main
for words in (["check"], ["backup"], ["migrate"], ["scan", "4601234567893"],
              ["import", "--help"], ["export", "--help"], ["demo", "--help"], ["quote", "--help"]):
    sys.argv = ["pos-app", "--data", {str(folder)!r}, *words]
    try:
        main()
    except SystemExit as end:
        assert end.code in (0, None), (words, end.code)
loaded = sorted(name for name in sys.modules if name.split(".")[0] in ("PySide6", "shiboken6"))
assert not loaded, loaded
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
