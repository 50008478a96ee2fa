"""Keys as a real X server sends them, with a Cyrillic layout on (needs xvfb, xdotool)."""

from __future__ import annotations

import os
import shutil
import subprocess

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from pos_app.ui.keys import key_name
from pos_app.ui.scan_router import ScanRouter

TOOLS = all(shutil.which(tool) for tool in ("xdotool", "setxkbmap"))
ON_X = os.environ.get("QT_QPA_PLATFORM") == "xcb" and bool(os.environ.get("DISPLAY"))
pytestmark = [
    pytest.mark.xvfb,
    pytest.mark.skipif(not (TOOLS and ON_X), reason="wants a real X server and xdotool"),
]
# key codes of C - 1 5 0 and Enter on any PC keyboard
SHIFT, CODE, ENTER = "50", ("54", "20", "10", "14", "19"), "36"
TRIES = 6


def run(*command: str) -> None:
    subprocess.run(command, check=True, timeout=10)


@pytest.mark.parametrize("layout", ["us", "ru", "az"])
def test_a_scanned_code_is_the_same_in_every_layout(layout: str, qtbot: QtBot) -> None:
    assert QGuiApplication.platformName() == "xcb"
    field = QLineEdit()
    qtbot.addWidget(field)
    field.show()
    qtbot.waitExposed(field)
    field.activateWindow()
    field.setFocus()
    qtbot.waitUntil(field.hasFocus, timeout=15_000)
    router, scans, names = ScanRouter(), [], []
    router.scanned.connect(lambda text, _source: scans.append(text))
    router.set_key_handler(lambda event: bool(names.append(key_name(event))))
    run("setxkbmap", layout)
    qtbot.wait(300)
    router.install()
    try:
        keys = ["keydown", SHIFT, "key", "--delay", "4", CODE[0], "keyup", SHIFT]
        for _ in range(TRIES):
            run("xdotool", *keys, "key", "--delay", "4", *CODE[1:], ENTER)
            qtbot.wait(1000)
            if scans == ["C-150"]:
                break
            # a machine busy with something else sent them as slowly as a person types
            scans.clear()
            field.clear()
        assert scans == ["C-150"]
        assert field.text() == ""
        run("xdotool", "keydown", "37", "key", "52", "keyup", "37")
        qtbot.waitUntil(lambda: "Ctrl Z" in names, timeout=10_000)
        run("xdotool", "key", "--delay", "120", "38", "39")
        expected = {"us": "as", "ru": "фы", "az": "as"}[layout]
        qtbot.waitUntil(lambda: field.text() == expected, timeout=10_000)
    finally:
        router.uninstall()
        run("setxkbmap", "us")
        QApplication.processEvents()
