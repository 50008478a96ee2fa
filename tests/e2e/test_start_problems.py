"""Starting on a shop that cannot be opened: a sentence and a way out, never a traceback."""

from __future__ import annotations

import errno
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlcipher3.dbapi2
from PySide6.QtCore import QProcess, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.program import DesktopProgram
from pos_app.bootstrap.rehearsal import rehearse
from pos_app.bootstrap.window import run_window
from pos_app.ui.dialog_service import QtFileDialogs
from pos_app.ui.main_window import MainWindow
from pos_app.ui.problem_window import ProblemWindow
from tests.e2e import stage
from tests.ui.shots import cut, nameless, text_tree

pytestmark = pytest.mark.allow_log("the shop cannot be opened")
LOOK_MS = 30


def front(kind: type[QWidget]) -> QWidget | None:
    """The visible window of that kind."""
    tops = QApplication.topLevelWidgets()
    return next((one for one in tops if isinstance(one, kind) and one.isVisible()), None)


class Person:
    """Waits for windows while the program runs, reads them and does the next thing."""

    def __init__(self, *steps: Callable[[], bool]) -> None:
        self._steps = list(steps)
        self.heard: list[str] = []
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(LOOK_MS)

    def _look(self) -> None:
        if self._steps and self._steps[0]():
            self._steps.pop(0)
        if not self._steps:
            self._timer.stop()

    def reads(self, kind: type[QWidget], then: Callable[[QWidget], object]) -> None:
        """Add a step: once such a window is there, note its words and act."""

        def step() -> bool:
            window = front(kind)
            if window is None:
                return False
            self.heard.append(text_tree(window))
            then(window)
            return True

        self._steps.append(step)


def start(folder: Path) -> int:
    """The program on this folder, until its last window is closed."""
    return run_window(DesktopProgram(places(folder)), {"size": (1024, 768)})


def damage(database: Path) -> None:
    data = bytearray(database.read_bytes())
    data[100:8000] = b"\xff" * 7900
    database.write_bytes(bytes(data))


def make_newer(database: Path) -> None:
    connection = sqlcipher3.dbapi2.connect(str(database))
    connection.execute("PRAGMA user_version = 9999")
    connection.close()


def put_something_else(database: Path) -> None:
    database.unlink()
    connection = sqlcipher3.dbapi2.connect(str(database))
    connection.execute("CREATE TABLE recipe (name TEXT)")
    connection.close()


FAULTS: dict[str, tuple[Callable[[Path], object], str, bool]] = {
    "damaged": (damage, "is damaged", True),
    "newer": (make_newer, "newer version of this program", False),
    "foreign": (put_something_else, "something else", True),
    "text": (lambda file: file.write_text("shopping list " * 500), "is damaged", True),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_opened_is_said(folder: Path, fault: str) -> None:
    break_it, words, can_restore = FAULTS[fault]
    break_it(places(folder).database)
    kept = places(folder).database.read_bytes()
    person = Person()

    def close(window: QWidget) -> None:
        assert isinstance(window, ProblemWindow)
        assert window.restore.isVisible() == can_restore
        assert cut(window) == []
        assert nameless(window) == []
        window.close()

    person.reads(ProblemWindow, close)
    assert start(folder) == 2
    (told,) = person.heard
    assert words in told
    assert "Traceback" not in told
    if fault != "foreign":  # whose header opening a file in WAL mode marks
        assert places(folder).database.read_bytes() == kept


def test_a_folder_one_may_not_write_to_is_said(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = Path.open

    def refused(self: Path, mode: str = "r", *rest: object, **more: object) -> object:
        if self.name.endswith(".lock") and mode != "rb":
            raise OSError(errno.EROFS, "Read-only file system")
        return usual(self, mode, *rest, **more)  # type: ignore[call-overload]

    monkeypatch.setattr(Path, "open", refused)
    person = Person()
    person.reads(ProblemWindow, lambda window: window.close())
    assert start(folder) == 2
    assert "cannot be written to" in person.heard[0]
    assert str(folder) in person.heard[0]


def test_trying_again_opens_the_shop_once_the_fault_is_gone(folder: Path) -> None:
    database = places(folder).database
    whole = database.read_bytes()
    damage(database)
    person = Person()

    def mend(window: QWidget) -> None:
        assert isinstance(window, ProblemWindow)
        database.write_bytes(whole)
        window.again.click()

    person.reads(ProblemWindow, mend)
    person.reads(MainWindow, lambda window: window.close())
    assert start(folder) == 0
    assert "Who is working?" in person.heard[1]


def test_a_damaged_shop_is_restored_from_its_backup(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with rehearse(folder, world=stage.world(), step_ms=stage.STEP_MS) as day:
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        day.robot.scan(stage.SOAP)
        assert stage.pay_cash(day) == 1
        backup = day.shop.backups.path_of(day.shop.backup.make("request"))
    damage(places(folder).database)
    monkeypatch.setattr(
        QtFileDialogs, "open_file", lambda _self, _title, _pattern, on_path: on_path(str(backup))
    )
    person = Person()

    def press(window: QWidget) -> None:
        assert isinstance(window, ProblemWindow)
        window.restore.click()

    person.reads(ProblemWindow, press)
    person._steps.append(lambda: "Take this backup?" in text_tree(front(ProblemWindow)))  # type: ignore[arg-type]
    person.reads(ProblemWindow, press)
    person.reads(MainWindow, lambda window: window.close())
    assert start(folder) == 0
    assert "The backup holds 1 receipt." in person.heard[1]
    assert "Last receipt 1:" in person.heard[2]
    assert stage.pos_app(folder, "check").exit_code == 0


def test_a_second_start_raises_the_first_window_and_ends(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[bool] = []
    monkeypatch.setattr(MainWindow, "raise_", lambda _self: raised.append(True))
    second = QProcess()
    codes: list[int] = []

    def begin(_window: QWidget) -> None:
        second.start(sys.executable, ["-m", "pos_app", "--data", str(folder)])

    def ended(code: int, _status: object) -> None:
        codes.append(code)
        window = front(MainWindow)
        assert window is not None
        window.close()

    second.finished.connect(ended)
    person = Person()
    person.reads(MainWindow, begin)
    assert start(folder) == 0
    assert codes == [0], second.readAllStandardError().toStdString()
    assert raised == [True]


def test_a_shop_another_program_holds_is_said(folder: Path) -> None:
    """Somebody has the lock, and no window answers: an import is running, for instance."""
    from pos_app.adapters.files.instance_lock import InstanceLock

    lock = InstanceLock(places(folder).database)
    lock.acquire()
    person = Person()
    person.reads(ProblemWindow, lambda window: window.close())
    assert start(folder) == 2
    lock.release()
    assert "open in another window" in person.heard[0]
