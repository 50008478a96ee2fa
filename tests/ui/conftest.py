"""Qt under test: the counter's look, no exception in a slot, nothing left on the screen."""

from __future__ import annotations

import gc
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from pos_app.ui import theme


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["pos-app-tests"]


@pytest.fixture(autouse=True)
def _counter_look(qapp: QApplication) -> Iterator[None]:
    """Light theme at 100 % for every test; a test that switches need not switch back."""
    if theme.current() != "light" or not qapp.styleSheet():
        theme.apply(qapp, "light")
    yield
    if theme.current() != "light" or qapp.property("text_scaled"):
        theme.apply(qapp, "light")
        qapp.setProperty("text_scaled", False)


def _drain() -> None:
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()


def _tops() -> set[QWidget]:
    return {widget for widget in QApplication.topLevelWidgets() if isValid(widget)}


def _timers() -> set[int]:
    return {
        id(item)
        for item in gc.get_objects()
        if type(item) is QTimer and isValid(item) and item.isActive()
    }


@pytest.fixture(autouse=True)
def _nothing_left(qapp: QApplication) -> Iterator[None]:
    """Windows shown and timers started by a test must be gone with it."""
    before, timers = _tops(), _timers()
    yield
    _drain()
    if any(widget.isVisible() for widget in _tops() - before) or _timers() - timers:
        gc.collect()
        _drain()
    left = [widget for widget in _tops() - before if widget.isVisible()]
    names = ", ".join(f"{type(w).__name__} {w.objectName()}" for w in left)
    for widget in left:
        widget.hide()
        widget.deleteLater()
    _drain()
    if names:
        pytest.fail(f"windows left on the screen: {names}", pytrace=False)
    running = _timers() - timers
    if running:
        pytest.fail(f"{len(running)} timers still run after the test", pytrace=False)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The off-screen platform says of itself that it has no window manager; that is no fault."""
    quiet = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(quiet)
