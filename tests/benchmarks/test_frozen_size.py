"""Goal 10: the frozen program's folder against a lean frozen empty window.

The program is measured as ``make freeze`` left it in dist/pos-app; where nothing was frozen, there
is nothing to measure. The empty window is frozen by the same rules (``packaging/contents.py``).
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.benchmarks.measure import FULL, KEPT, result

ROOT = Path(__file__).resolve().parents[2]
FROZEN = ROOT / "dist" / "pos-app"
EMPTY = ROOT / KEPT / "empty-window"
TARGET = 1.6

SPEC = """
import sys
from pathlib import Path
sys.path.insert(0, {packaging!r})
from contents import MODULES_LEFT_OUT, is_wanted, still_needed
from PyInstaller.depend.bindepend import get_imports
analysis = Analysis([{script!r}], excludes=[*MODULES_LEFT_OUT, *{more!r}])
analysis.binaries = [entry for entry in analysis.binaries if is_wanted(entry[0])]
if sys.platform == "linux":
    analysis.binaries = still_needed(
        analysis.binaries, lambda file: [Path(found[0]).name for found in get_imports(file)]
    )
analysis.datas = [entry for entry in analysis.datas if is_wanted(entry[0])]
program = EXE(
    PYZ(analysis.pure), analysis.scripts, [], exclude_binaries=True, name="empty-window",
    console=True, upx=False, strip=False,
)
COLLECT(program, analysis.binaries, analysis.datas, name="empty-window", upx=False, strip=False)
"""
NOT_IN_AN_EMPTY_WINDOW = ("PIL", "cryptography", "PySide6.QtPdf", "PySide6.QtSvg")


def run(full: bool) -> dict[str, Any] | None:
    """Megabytes of both folders; None where ``make freeze`` has not run, or in a small run."""
    if not full or not FROZEN.is_dir():
        return None
    empty_program()
    ours, floor = megabytes(FROZEN), megabytes(EMPTY)
    return result(
        10, "frozen folder, MB", ours=ours, floor=floor, ratio=ours / floor, target=TARGET
    )


def megabytes(folder: Path) -> float:
    """What the files of a folder hold together, links not counted."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / 1e6


def empty_program() -> Path:
    """The frozen empty window, built when it is not there yet."""
    program = EMPTY / "empty-window"
    if program.is_file():
        return program
    place = EMPTY.parent / "freezing"
    place.mkdir(parents=True, exist_ok=True)
    spec = place / "empty_window.spec"
    script = Path(__file__).with_name("empty_window.py")
    packaging = ROOT / "packaging"
    spec.write_text(
        SPEC.format(packaging=str(packaging), script=str(script), more=NOT_IN_AN_EMPTY_WINDOW),
        encoding="utf-8",
    )
    command = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN",
        f"--distpath={EMPTY.parent}", f"--workpath={place}", str(spec),
    ]  # fmt: skip
    subprocess.run(command, check=True, cwd=ROOT, capture_output=True)
    strip = [sys.executable, "-c", ("import build, sys, pathlib; "
             "build.strip_python(pathlib.Path(sys.argv[1]))"), str(EMPTY)]  # fmt: skip
    subprocess.run(strip, check=True, cwd=packaging)
    return program


def test_a_folder_is_measured(tmp_path: Path) -> None:
    (tmp_path / "inside").mkdir()
    (tmp_path / "inside" / "a").write_bytes(b"x" * 1_500_000)
    (tmp_path / "b").write_bytes(b"y" * 500_000)
    (tmp_path / "link").symlink_to(tmp_path / "b")
    assert megabytes(tmp_path) == 2.0


def test_it_runs() -> None:
    if not FULL or not FROZEN.is_dir():
        pytest.skip("needs dist/pos-app, which `make freeze` builds, and a full run")
    measured = run(full=True)
    print(measured)
    assert measured is not None
    assert measured["ratio"] > 0
