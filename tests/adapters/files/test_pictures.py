"""Pictures are taken by what they are, under made names, and never unfold in our hands."""

from __future__ import annotations

import errno
import io
import struct
from pathlib import Path

import pytest
from PIL import Image

from pos_app.adapters.files.pictures import LARGEST_FILE, Pictures
from pos_app.domain.errors import EnvironmentProblem, PosError


def picture(kind: str, width: int = 40, height: int = 30) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (width, height), "green").save(buffer, kind)
    return buffer.getvalue()


@pytest.mark.parametrize(("kind", "ending"), [("PNG", ".png"), ("JPEG", ".jpg")])
def test_a_picture_is_kept_under_a_made_name(tmp_path: Path, kind: str, ending: str) -> None:
    source = tmp_path / "Моё фото (1).bmp"
    source.write_bytes(picture(kind))
    pictures = Pictures(tmp_path / "shop" / "pictures")
    name = pictures.take(str(source))
    assert name.endswith(ending)
    assert name.isascii()
    assert pictures.read(name) == source.read_bytes()
    assert pictures.take(str(source)) == name
    assert [each.name for each in (tmp_path / "shop" / "pictures").iterdir()] == [name]


def png_head(width: int, height: int) -> bytes:
    return (
        b"\x89PNG\r\n\x1a\n" + struct.pack(">I", 13) + b"IHDR" + struct.pack(">II", width, height)
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "kind"),
        (b"GIF89a" + b"\0" * 40, "kind"),
        (b"<svg onload='x'/>", "kind"),
        (png_head(50_000, 50_000), "size"),
        (png_head(20_000, 10), "size"),
        (png_head(6_000, 6_000), "size"),
        (png_head(0, 10), "damaged"),
        (png_head(10, 0), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "damaged"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "damaged"),
        (b"\xff\xd8\xff", "damaged"),
        (b"\xff\xd8\xff\xe0\x00\x04ab\x00\x00", "damaged"),
        (b"\xff\xd8\xff\xe0\x00\x00\xff\xc0", "damaged"),
        (picture("JPEG")[:30], "damaged"),
    ],
)
def test_what_is_no_picture_for_us(tmp_path: Path, content: bytes, reason: str) -> None:
    source = tmp_path / "x.png"
    source.write_bytes(content)
    with pytest.raises(PosError) as refusal:
        Pictures(tmp_path / "kept").take(str(source))
    assert (refusal.value.code, refusal.value.params["reason"]) == ("picture_refused", reason)
    assert not (tmp_path / "kept").exists()


def test_a_file_too_large_is_not_even_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = tmp_path / "x.png"
    with source.open("wb") as file:
        file.truncate(LARGEST_FILE + 1)
    monkeypatch.delattr(Path, "read_bytes")
    with pytest.raises(PosError) as refusal:
        Pictures(tmp_path).take(str(source))
    assert refusal.value.params["reason"] == "size"


def test_names_that_point_elsewhere_find_nothing(tmp_path: Path) -> None:
    (tmp_path / "secret.png").write_bytes(b"x")
    (tmp_path / "kept").mkdir()
    pictures = Pictures(tmp_path / "kept")
    for name in ("", "../secret.png", "gone.png", str(tmp_path / "secret.png")):
        assert pictures.read(name) is None


def test_the_worlds_faults_have_names(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pictures = Pictures(tmp_path / "kept")
    with pytest.raises(EnvironmentProblem):
        pictures.take(str(tmp_path / "gone.png"))
    source = tmp_path / "x.png"
    source.write_bytes(picture("PNG"))
    (tmp_path / "kept").mkdir()

    def full(*args: object) -> None:
        raise OSError(errno.ENOSPC, "no room")

    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(EnvironmentProblem) as problem:
        pictures.take(str(source))
    assert problem.value.code == "disk_full"
    assert list((tmp_path / "kept").iterdir()) == []
    (tmp_path / "kept" / "folder.png").mkdir()
    with pytest.raises(EnvironmentProblem):
        pictures.read("folder.png")
