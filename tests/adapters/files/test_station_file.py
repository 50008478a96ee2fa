"""The station's settings on disk: readable, whole, and never in the way of a start."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from pos_app.adapters.files.station_file import StationFile
from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.station import StationService


def test_settings_survive_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "config" / "pos" / "station.toml"
    station = StationService(StationFile(path))
    station.change("printer.kind", "folder")
    station.change("printer.folder", 'C:\\Чеки "new"')
    station.change("look.scale", 150)
    station.change("look.full_screen", False)
    again = StationService(StationFile(path))
    assert again.current == station.current
    assert again.current.printer.folder == 'C:\\Чеки "new"'
    text = path.read_text(encoding="utf-8")
    assert "[printer]" in text
    assert "full_screen = false" in text
    assert [each.name for each in path.parent.iterdir()] == ["station.toml"]


def test_no_file_means_defaults(tmp_path: Path) -> None:
    assert StationFile(tmp_path / "station.toml").load() == {}


def test_values_outside_a_table_do_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "station.toml"
    path.write_text('language = "ru"\n[look]\ntheme = "dark"\n', encoding="utf-8")
    assert StationFile(path).load() == {"look.theme": "dark"}


@pytest.mark.allow_log("station file was not readable")
@pytest.mark.parametrize("content", [b"[printer\nkind=", b"\xff\xfe\x00", b"[a]\nx = "])
def test_a_broken_file_is_put_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "station.toml"
    path.write_bytes(content)
    station = StationService(StationFile(path))
    assert station.current.printer.kind == "none"
    assert (tmp_path / "station.toml.broken").read_bytes() == content
    station.change("look.theme", "dark")
    assert StationFile(path).load() == {"look.theme": "dark"}


def fail(code: int) -> object:
    def failing(*args: object, **more: object) -> None:
        raise OSError(code, "told to fail")

    return failing


@pytest.mark.parametrize(
    ("method", "call", "content"),
    [
        ("read_text", "load", b""),
        ("mkdir", "save", b""),
        ("replace", "save", b""),
        ("replace", "load", b"[broken"),
    ],
)
def test_the_worlds_faults_have_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, method: str, call: str, content: bytes
) -> None:
    path = tmp_path / "station.toml"
    path.write_bytes(content)
    monkeypatch.setattr(Path, method, fail(errno.EACCES))
    file = StationFile(path)
    with pytest.raises(EnvironmentProblem) as problem:
        file.load() if call == "load" else file.save({"look.theme": "dark"})
    assert problem.value.code == "read_only"
    monkeypatch.undo()
    assert path.read_bytes() == content
