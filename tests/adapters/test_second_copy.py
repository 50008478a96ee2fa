"""The day's copy on another medium: one a day, proved, and a missing stick says so."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.files.second_copy import copy_to_second
from pos_app.adapters.sqlite.manifests import file_digest
from pos_app.domain.errors import EnvironmentProblem


@pytest.fixture
def made(tmp_path: Path) -> Path:
    copy = tmp_path / "shop-20261122-080000-000001-abc.db"
    copy.write_bytes(b"data" * 1000)
    copy.with_suffix(".json").write_text("{}", encoding="utf-8")
    return copy


def test_copy_and_manifest_arrive_once_a_day(made: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    target = copy_to_second(made, stick, file_digest(made))
    assert target == stick / made.name
    assert target.read_bytes() == made.read_bytes()
    assert target.with_suffix(".json").exists()
    again = made.with_name("shop-20261122-200000-000001-def.db")
    again.write_bytes(b"later")
    assert copy_to_second(again, stick, file_digest(again)) is None


def test_a_missing_stick_says_so(made: Path, tmp_path: Path) -> None:
    with pytest.raises(EnvironmentProblem, match="folder_missing"):
        copy_to_second(made, tmp_path / "gone", file_digest(made))


def test_what_reads_back_differently_is_not_kept(made: Path, tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    stick.mkdir()
    with pytest.raises(EnvironmentProblem, match="backup_changed"):
        copy_to_second(made, stick, "0" * 64)
    assert list(stick.iterdir()) == []
