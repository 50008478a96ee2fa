"""What may go into the frozen program, and what must not."""

from __future__ import annotations

import ast
import importlib.util
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

# A shell script stands for the frozen program.
LEAVES_PAPER = "mkdir -p $2; echo %PDF-1.4 >$2/receipt.pdf"
SAYS_NEW = 'echo \'{"sqlite": "3.53.4"}\''
SAYS_GTIN = 'echo \'{"gtin": "04601234567893"}\''
SAYS_NO_GTIN = "echo '{\"gtin\": null}'"


@pytest.fixture(scope="module")
def contents(project_root: Path) -> ModuleType:
    return _load(project_root / "packaging" / "contents.py")


def _load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"packaging_{path.stem}", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/lib/libQt6Charts.so.6",
        "PySide6/QtGraphs.abi3.so",
        "PySide6/Qt6DataVisualization.dll",
        "PySide6/Qt/lib/libQt6VirtualKeyboard.so.6",
        "PySide6/QtHttpServer.abi3.so",
    ],
)
def test_gpl_only_parts_are_known_and_left_out(contents: ModuleType, path: str) -> None:
    assert contents.is_gpl_only(path)
    assert not contents.is_wanted(path)


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/lib/libQt6Qml.so.6",
        "PySide6/Qt/lib/libQt6QuickWidgets.so.6",
        "PySide6\\Qt6Quick3D.dll",
        "PySide6/Qt/lib/libQt6WebEngineCore.so.6",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/plugins/platforms/libqeglfs.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/tls/libqopensslbackend.so",
        "PySide6/Qt/qml/QtQuick/qmldir",
        "PySide6/Qt/translations/qtbase_de.qm",
        "PySide6/QtCore.pyi",
        "babel/locale-data/de.dat",
        "resources/locale/ru/LC_MESSAGES/pos_app.po",
    ],
)
def test_what_a_counter_has_no_use_for_stays_out(contents: ModuleType, path: str) -> None:
    assert not contents.is_wanted(path)
    assert not contents.is_gpl_only(path) or "irtual" in path


@pytest.mark.parametrize(
    "path",
    [
        "PySide6/Qt/lib/libQt6Core.so.6",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6/Qt/lib/libQt6Pdf.so.6",
        "PySide6/Qt/lib/libQt6PrintSupport.so.6",
        "PySide6/Qt/lib/libQt6SerialPort.so.6",
        "PySide6/Qt/lib/libQt6Svg.so.6",
        "PySide6/Qt/lib/libQt6Network.so.6",
        "PySide6/QtSvg.abi3.so",
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqoffscreen.so",
        "PySide6/Qt/plugins/printsupport/libcupsprintersupport.so",
        "PySide6/Qt/plugins/imageformats/libqsvg.so",
        "PySide6/Qt/plugins/imageformats/libqjpeg.so",
        "PySide6/Qt/translations/qtbase_pl.qm",
        "babel/locale-data/az.dat",
        "babel/locale-data/root.dat",
        "babel/global.dat",
        "resources/locale/ru/LC_MESSAGES/pos_app.mo",
        "resources/fonts/Inter-Regular.ttf",
        "sqlcipher3/_sqlite3.abi3.so",
    ],
)
def test_what_the_till_needs_comes_along(contents: ModuleType, path: str) -> None:
    assert contents.is_wanted(path)


def test_libraries_nothing_asks_for_stay_out(contents: ModuleType) -> None:
    def binary(place: str) -> tuple[str, str, str]:
        return place, f"/src/{place}", "BINARY"

    asked = {
        "/src/PySide6/QtGui.abi3.so": ["libX11.so.6"],
        "/src/libX11.so.6": ["libxcb.so.1"],
        "/src/PIL/_imaging.so": ["libtiff-1.so.6"],
        "/src/libcairo.so.2": ["libpixman.so.0"],
    }
    places = ["PySide6/QtGui.abi3.so", "PIL/_imaging.so", "libX11.so.6", "libxcb.so.1",
              "libpython3.11.so.1.0", "pillow.libs/libtiff-1.so.6"]  # fmt: skip
    unasked = ["libcairo.so.2", "libpixman.so.0", "pillow.libs/libavif-1.so.16"]
    kept = contents.still_needed(
        [binary(place) for place in [*unasked, *places]], lambda file: asked.get(file, [])
    )
    assert sorted(entry[0] for entry in kept) == sorted(places)


def _imports(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def test_the_source_imports_no_part_that_is_left_out(
    contents: ModuleType, project_root: Path
) -> None:
    left_out = {name for name in contents.MODULES_LEFT_OUT if name.startswith("PySide6.")}
    for file in (project_root / "pos_app").rglob("*.py"):
        assert not _imports(file) & left_out, file


def test_every_qt_module_the_source_imports_is_shipped(
    contents: ModuleType, project_root: Path
) -> None:
    used = {
        name.split(".")[1]
        for file in (project_root / "pos_app").rglob("*.py")
        for name in _imports(file)
        if name.startswith("PySide6.Qt")
    }
    assert used
    for module in used:
        assert contents.is_wanted(f"PySide6/{module}.abi3.so")
        assert contents.is_wanted(f"PySide6/Qt/lib/lib{module.replace('Qt', 'Qt6')}.so.6")


@pytest.mark.parametrize("name", ["pos_app.spec", "build.py", "smoke_test.py", "launch.py"])
def test_build_files_can_be_read_by_python(project_root: Path, name: str) -> None:
    source = (project_root / "packaging" / name).read_text(encoding="utf-8")
    compile(source, name, "exec")


def test_the_report_of_a_build_finds_what_must_not_be_there(
    project_root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.syspath_prepend(str(project_root / "packaging"))
    build = _load(project_root / "packaging" / "build.py")
    (tmp_path / "libQt6Core.so.6").write_bytes(b"x")
    assert build.report(tmp_path) == 0
    (tmp_path / "libQt6Charts.so.6").write_bytes(b"x")
    assert build.report(tmp_path) == 1
    assert "GPL only, must not be shipped: libQt6Charts.so.6" in capsys.readouterr().out
    monkeypatch.setattr(build, "MOST_MEGABYTES", 0)
    (tmp_path / "libQt6Charts.so.6").unlink()
    assert build.report(tmp_path) == 1


@pytest.mark.parametrize(
    ("behaviour", "complaint"),
    [
        ("exit 3", "ended with 3"),
        ("echo nonsense", "no JSON"),
        ('echo \'{"sqlite": "3.53.4"}\'', "no receipt"),
        (f'{LEAVES_PAPER}; echo \'{{"sqlite": "3.40.1"}}\'', "WAL-reset"),
        (f"if [ $1 = --smoke ]; then {LEAVES_PAPER}; {SAYS_NEW}; else {SAYS_NO_GTIN}; fi", "for {"),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="a shell script stands for the program")
def test_the_smoke_test_sees_a_program_that_fails(
    project_root: Path, tmp_path: Path, behaviour: str, complaint: str
) -> None:
    program = tmp_path / "pos-app"
    program.write_text(f"#!/bin/sh\n{behaviour}\n", encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(project_root / "packaging" / "smoke_test.py"), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert complaint in done.stderr


def test_the_smoke_test_passes_a_program_that_works(project_root: Path, tmp_path: Path) -> None:
    program = tmp_path / "pos-app"
    behaviour = f"if [ $1 = --smoke ]; then {LEAVES_PAPER}; {SAYS_NEW}; else {SAYS_GTIN}; fi"
    program.write_text(f"#!/bin/sh\n{behaviour}\n", encoding="utf-8")
    program.chmod(0o755)
    done = subprocess.run(
        [sys.executable, str(project_root / "packaging" / "smoke_test.py"), str(tmp_path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "passed" in done.stdout
