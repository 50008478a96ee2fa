"""What a stranger's machine relies on: locks, targets, scripts, notices."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest


def _lock(root: Path, name: str) -> str:
    return (root / "requirements" / f"{name}.txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["run", "dev"])
def test_every_locked_package_carries_hashes_and_no_address(project_root: Path, name: str) -> None:
    text = _lock(project_root, name)
    entries = re.findall(r"^(?P<name>\S+)==[^\n]*\\\n(?:    --hash=[^\n]*\n)+", text, re.MULTILINE)
    names = re.findall(r"^([A-Za-z0-9][^\s=]*)", text, re.MULTILINE)
    assert entries == names
    assert len(names) > 30
    assert not re.search(r"https?:|file:|index-url|find-links|trusted-host|@", text)


def test_the_developers_list_holds_the_same_versions(project_root: Path) -> None:
    pattern = re.compile(r"^(\S+==\S+)", re.MULTILINE)
    run, dev = (set(pattern.findall(_lock(project_root, name))) for name in ("run", "dev"))
    assert run <= dev


def test_every_dependency_is_locked(project_root: Path) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    declared = project["project"]["dependencies"]
    locked = set(re.findall(r"^([a-z0-9-]+)==", _lock(project_root, "run"), re.MULTILINE))
    names = {re.split(r"[<>=]", entry)[0].lower() for entry in declared}
    assert names <= locked


def test_qt_is_the_version_that_keeps_none_alive(project_root: Path) -> None:
    assert "\npyside6==6.11.3 " in _lock(project_root, "run")


def test_no_registry_address_in_any_tracked_list_or_script(project_root: Path) -> None:
    files = [project_root / "pyproject.toml", project_root / "Makefile"]
    files += (project_root / "packaging").rglob("*.*")
    files += (project_root / ".ci").iterdir()
    for file in files:
        if file.is_file() and file.suffix != ".pyc":
            text = file.read_text(encoding="utf-8")
            assert "pypi." not in text, file
            assert "index-url=" not in text, file


@pytest.mark.parametrize(
    "target",
    [
        "run",
        "test",
        "test-slow",
        "lint",
        "bench",
        "messages",
        "freeze",
        "deb",
        "demo",
        "shots",
        "clean",
    ],
)
def test_make_knows_its_targets(project_root: Path, target: str) -> None:
    done = subprocess.run(
        ["make", "--dry-run", target], cwd=project_root, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip()


@pytest.mark.parametrize(
    "script",
    [
        "packaging/linux/bootstrap.sh",
        "packaging/linux/make_deb.sh",
        "packaging/lock.sh",
        "packaging/lint.sh",
        "packaging/test.sh",
        ".ci/run",
    ],
)
def test_scripts_are_sound_and_may_be_started(project_root: Path, script: str) -> None:
    path = project_root / script
    assert path.stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(path)], check=True)


def test_notices_are_in_step_and_licences_fit(project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "packaging/third_party.py", "check"],
        cwd=project_root, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout


def test_the_licence_is_the_one_declared(project_root: Path) -> None:
    project = tomllib.loads((project_root / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["license"] == "Apache-2.0"
    assert "Apache License" in (project_root / "LICENSE").read_text(encoding="utf-8")[:400]
