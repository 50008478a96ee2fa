"""Work off the screen's thread, changes told to screens, and the last net for errors."""

from __future__ import annotations

import logging
import sys
import threading
import time
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMessageLogContext, QtMsgType
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from pos_app.presenters.tasks import ImmediateRunner, TaskCancelled, TaskControl
from pos_app.ui.error_hook import MOST_WINDOWS, ErrorHook, ErrorWindow, ErrorWords
from pos_app.ui.event_bridge import EventBridge
from pos_app.ui.feedback import Feedback
from pos_app.ui.scale import apply_scale, measure_screen, scale_percent
from pos_app.ui.task_runner import TaskRunner


@pytest.fixture
def runner(qapp: QApplication) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.stop()


def test_the_answer_comes_on_the_screens_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    where: list[int] = []
    busy: list[bool] = []
    runner.busy_changed.connect(busy.append)

    def job(_control: TaskControl) -> int:
        where.append(threading.get_ident())
        return 42

    answers: list[int] = []

    def done(value: int) -> None:
        where.append(threading.get_ident())
        answers.append(value)

    task = runner.run(job, done)
    assert task.is_running()
    qtbot.waitUntil(lambda: answers == [42], timeout=2000)
    assert where[0] != where[1] == threading.get_ident()
    assert not task.is_running()
    assert busy == [True, False]


def test_jobs_run_one_after_another_in_order(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[str] = []

    def job(name: str) -> None:
        seen.append(f"{name} begins")
        time.sleep(0.01)
        seen.append(f"{name} ends")

    done: list[str] = []
    for name in "abc":
        runner.run(lambda _c, n=name: job(n), lambda _r, n=name: done.append(n))  # type: ignore[misc]
    qtbot.waitUntil(lambda: done == ["a", "b", "c"], timeout=2000)
    assert seen == [f"{n} {w}" for n in "abc" for w in ("begins", "ends")]


def test_progress_and_errors_arrive(runner: TaskRunner, qtbot: QtBot) -> None:
    steps: list[tuple[int, int]] = []
    errors: list[Exception] = []

    def job(control: TaskControl) -> None:
        control.progress(1, 2)
        control.progress(2, 2)
        raise ValueError("no paper")

    runner.run(job, lambda _: None, errors.append, lambda done, total: steps.append((done, total)))
    qtbot.waitUntil(lambda: len(errors) == 1, timeout=2000)
    assert steps == [(1, 2), (2, 2)]
    assert str(errors[0]) == "no paper"


def test_an_error_nobody_takes_goes_to_the_hook(
    runner: TaskRunner, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    caught: list[BaseException] = []
    monkeypatch.setattr(sys, "excepthook", lambda _k, error, _t: caught.append(error))
    runner.run(lambda _c: 1 // 0, lambda _: None)
    qtbot.waitUntil(lambda: len(caught) == 1, timeout=2000)
    assert isinstance(caught[0], ZeroDivisionError)


def test_a_cancelled_job_stops_and_says_so(runner: TaskRunner, qtbot: QtBot) -> None:
    begun = threading.Event()
    ends: list[str] = []

    def job(control: TaskControl) -> None:
        begun.set()
        while not control.cancelled():
            time.sleep(0.002)
        raise TaskCancelled

    task = runner.run(job, lambda _: ends.append("done"), on_cancelled=lambda: ends.append("off"))
    waiting = runner.run(
        lambda _c: ends.append("ran"), lambda _: None, on_cancelled=lambda: ends.append("never")
    )
    assert begun.wait(2)
    task.cancel()
    waiting.cancel()
    qtbot.waitUntil(lambda: ends == ["off", "never"], timeout=2000)
    assert not runner.is_busy()


def test_stopping_leaves_no_thread_and_no_answer(qapp: QApplication, qtbot: QtBot) -> None:
    runner = TaskRunner()
    answers: list[object] = []

    def job(control: TaskControl) -> None:
        while not control.cancelled():
            time.sleep(0.002)

    runner.run(job, answers.append)
    runner.stop()
    qtbot.wait(20)
    assert answers == []
    assert not [t for t in threading.enumerate() if t.name.startswith("pos-work")]
    runner.run(lambda _c: 7, answers.append)
    qtbot.waitUntil(lambda: answers == [7], timeout=2000)
    runner.stop()


def test_the_immediate_runner_keeps_the_same_bargain() -> None:
    runner = ImmediateRunner()
    seen: list[object] = []
    runner.run(lambda c: c.progress(1, 1) or 5, seen.append, progress=lambda d, t: seen.append(d))
    assert seen == [1, 5]

    def broken(_control: TaskControl) -> None:
        raise ValueError("x")

    errors: list[Exception] = []
    runner.run(broken, seen.append, errors.append)
    assert len(errors) == 1
    with pytest.raises(ValueError, match="x"):
        runner.run(broken, seen.append)

    def cancelled(_control: TaskControl) -> None:
        raise TaskCancelled

    off: list[str] = []
    task = runner.run(cancelled, seen.append, on_cancelled=lambda: off.append("off"))
    assert off == ["off"]
    assert not task.is_running()


# -- changes ------------------------------------------------------------------------------


def test_a_visible_screen_refreshes_once_for_many_changes(qtbot: QtBot) -> None:
    bridge, screen, seen = EventBridge(), QWidget(), []
    qtbot.addWidget(screen)
    screen.show()
    bridge.listen(screen, {"sale", "points"}, lambda: seen.append(1))
    for topic in ("sale.completed", "points", "sale", "product"):
        bridge.changed(topic, "x")
    qtbot.waitUntil(lambda: bool(seen), timeout=1000)
    qtbot.wait(10)
    assert seen == [1]
    bridge.changed("product")
    qtbot.wait(10)
    assert seen == [1]


def test_a_hidden_screen_catches_up_when_shown(qtbot: QtBot) -> None:
    bridge, screen, seen = EventBridge(), QWidget(), []
    qtbot.addWidget(screen)
    bridge.listen(screen, {"sale"}, lambda: seen.append(1))
    bridge.changed("sale")
    qtbot.wait(10)
    assert seen == []
    assert bridge.catch_up(screen)
    assert seen == [1]
    assert not bridge.catch_up(screen)


def test_changes_may_come_from_the_worker(qtbot: QtBot) -> None:
    bridge, screen, seen = EventBridge(), QWidget(), []
    qtbot.addWidget(screen)
    screen.show()
    bridge.listen(screen, {"sale"}, lambda: seen.append(threading.get_ident()))
    worker = threading.Thread(target=lambda: bridge.changed("sale", "1"))
    worker.start()
    worker.join()
    qtbot.waitUntil(lambda: seen == [threading.get_ident()], timeout=1000)


def test_a_closed_screen_is_forgotten(qtbot: QtBot) -> None:
    bridge, screen = EventBridge(), QWidget()
    bridge.listen(screen, {"sale"}, lambda: pytest.fail("a dead screen was refreshed"))
    screen.deleteLater()
    qtbot.wait(5)
    bridge.changed("sale")
    qtbot.wait(10)


# -- errors -------------------------------------------------------------------------------

WORDS = ErrorWords(title="Something went wrong", text="The sale is kept.", copy="Copy", close="OK")


class Net:
    def __init__(self) -> None:
        self.shown: list[str] = []
        self.kept = 0
        self.hook = ErrorHook(lambda: WORDS, show=self.shown.append, before_show=self._keep)

    def _keep(self) -> None:
        self.kept += 1


def _raise(text: str) -> None:
    raise ValueError(text)


def _report(hook: ErrorHook, text: str) -> None:
    try:
        _raise(text)
    except ValueError as error:
        hook.handle(type(error), error, error.__traceback__)


@pytest.mark.allow_log("unexpected error")
def test_one_window_for_each_distinct_error(qtbot: QtBot) -> None:
    net = Net()
    for number in range(5):
        _report(net.hook, f"sale {number}")
    qtbot.waitUntil(lambda: len(net.shown) == 1, timeout=1000)
    assert "ValueError: sale 0" in net.shown[0]
    assert net.kept == 1


@pytest.mark.allow_log("unexpected error")
def test_windows_are_few_however_many_errors(qtbot: QtBot) -> None:
    net = Net()
    for number in range(MOST_WINDOWS + 5):
        code = compile("\n" * number + "raise ValueError('x')", f"page_{number}.py", "exec")
        try:
            exec(code)
        except ValueError as error:
            net.hook.handle(type(error), error, error.__traceback__)
    qtbot.wait(20)
    assert len(net.shown) == MOST_WINDOWS


@pytest.mark.allow_log("unexpected error", "draft could not")
def test_errors_of_threads_and_a_failing_draft_do_not_stop_it(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    hook = ErrorHook(lambda: WORDS, show=shown.append, before_show=lambda: 1 // 0)
    hook.install(qt_messages=False)
    try:
        worker = threading.Thread(target=lambda: _raise("in a thread"))
        worker.start()
        worker.join()
        qtbot.waitUntil(lambda: len(shown) == 1, timeout=1000)
    finally:
        hook.uninstall()
    assert "in a thread" in shown[0]


def test_qt_messages_go_to_the_log(caplog: pytest.LogCaptureFixture, qapp: QApplication) -> None:
    hook = ErrorHook(lambda: WORDS, show=lambda _d: None)
    with caplog.at_level(logging.DEBUG, logger="pos_app.qt"):
        hook._message(QtMsgType.QtInfoMsg, QMessageLogContext(), "a device appeared")
    assert [(r.name, r.levelname, r.message) for r in caplog.records] == [
        ("pos_app.qt", "INFO", "a device appeared")
    ]


def test_hooks_are_given_back(qapp: QApplication) -> None:
    before = (sys.excepthook, threading.excepthook, sys.unraisablehook)
    hook = ErrorHook(lambda: WORDS, show=lambda _d: None)
    hook.install()
    assert sys.excepthook != before[0]
    hook.uninstall()
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_the_window_gives_the_details_to_copy(qtbot: QtBot) -> None:
    window = ErrorWindow(WORDS, "Traceback …")
    qtbot.addWidget(window)
    window.show()
    window._copy()
    assert QApplication.clipboard().text() == "Traceback …"


# -- small things -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("px", "mm", "height", "percent"),
    [
        (1920, 344, 1080, 125),  # 15.6" full HD: 48 px are 8.6 mm
        (1366, 344, 768, 100),  # 15.6" HD: 12.1 mm
        (1024, 304, 768, 100),  # 15" till
        (3840, 344, 2160, 200),  # 15.6" 4K: 4.3 mm, as far as the steps go
        (2560, 597, 1440, 100),  # 27": 11.2 mm
        (2560, 344, 1600, 150),  # 16": 6.45 mm would want 1.40
        (1920, 0, 1080, 100),  # a screen that does not say
        (1920, 10000, 1080, 100),  # a screen that lies
        (1366, 256, 768, 100),  # 11.6": 9 mm exactly
        (1280, 190, 720, 100),  # small and low: 125 would leave 576 px of height
    ],
)
def test_scale_follows_the_physical_size(px: int, mm: float, height: int, percent: int) -> None:
    assert scale_percent(px, mm, height_px=height) == percent


def test_scale_is_asked_for_only_when_needed() -> None:
    environ: dict[str, str] = {}
    apply_scale(100, environ)
    assert environ == {}
    apply_scale(125, environ)
    assert environ == {"QT_SCALE_FACTOR": "1.25"}
    apply_scale(150, environ)
    assert environ == {"QT_SCALE_FACTOR": "1.25"}


def test_the_screen_can_be_measured(qapp: QApplication) -> None:
    width, mm, height = measure_screen()
    assert width > 0
    assert mm >= 0
    assert height > 0


def test_the_error_tone_can_be_switched_off(qapp: QApplication) -> None:
    beeps: list[int] = []
    sounded: list[int] = []
    feedback = Feedback(beep=lambda: beeps.append(1))
    feedback.sounded.connect(lambda: sounded.append(1))
    feedback.error()
    feedback.set_enabled(enabled=False)
    feedback.error()
    assert beeps == [1]
    assert sounded == [1, 1]
