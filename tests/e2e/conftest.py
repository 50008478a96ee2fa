"""The whole program under test: one shop made once and copied for each test."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtWidgets import QApplication, QWidget

from pos_app.ui import theme
from pos_app.ui.main_window import MainWindow
from pos_app.ui.problem_window import ProblemWindow
from tests.e2e import stage


@pytest.fixture(scope="session")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A shop nobody works in; copy it."""
    folder = tmp_path_factory.mktemp("template") / "shop"
    stage.make_shop(folder)
    return folder


@pytest.fixture
def folder(
    template: Path, tmp_path: Path, qapp: QApplication, _no_stray_windows: None
) -> Iterator[Path]:
    """A shop of the test's own, to open in the real window; what it opened is put away after."""
    theme.apply(qapp, "light")
    yield stage.copy_of(template, tmp_path / "shop")
    for _ in range(3):
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
    gc.collect()


class _Watch(QObject):
    """Notes every window shown that is neither the program's nor a menu's."""

    def __init__(self) -> None:
        super().__init__()
        self.stray: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget):
            usual = isinstance(watched, MainWindow | ProblemWindow) or watched.windowType() in (
                Qt.WindowType.Popup,
                Qt.WindowType.ToolTip,
            )
            if watched.isWindow() and not usual:
                words = watched.accessibleName() or watched.objectName()
                self.stray.append(f"{type(watched).__name__} {words}")
        return False


@pytest.fixture
def _no_stray_windows(qapp: QApplication) -> Iterator[None]:
    """A part of a page shown before it has a parent flashes up as a window and takes the keys."""
    watch = _Watch()
    qapp.installEventFilter(watch)
    yield
    qapp.removeEventFilter(watch)
    assert watch.stray == []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The off-screen platform says of itself that it has no window manager; that is no fault."""
    quiet = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
    for item in items:
        if "tests/e2e" in item.path.as_posix():
            item.add_marker(quiet)
