"""Folders, the key, the lock, the log and the disk."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pos_app.adapters.files.disk import Disk, write_text_durably
from pos_app.adapters.files.instance_lock import InstanceLock
from pos_app.adapters.files.keys import (
    KEY_BYTES,
    SERVICE,
    NoKeyRing,
    SystemKeyRing,
    load_key,
    load_or_make_key,
)
from pos_app.adapters.files.log_setup import close_log, set_up_log, without_people
from pos_app.adapters.files.paths import (
    HOME_VARIABLE,
    cloud_service,
    demand_local_folder,
    network_system,
    places,
)
from pos_app.domain.errors import EnvironmentProblem

ROOT = Path(__file__).parents[3]


class MemoryRing:
    def __init__(self) -> None:
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, name: str, /) -> str | None:
        return self.kept.get((service, name))

    def set_password(self, service: str, name: str, value: str, /) -> None:
        self.kept[service, name] = value


def test_key_is_made_once_and_kept_in_a_private_file(tmp_path: Path) -> None:
    first = load_or_make_key(tmp_path, ring=NoKeyRing())
    assert len(first) == KEY_BYTES
    assert load_or_make_key(tmp_path, ring=NoKeyRing()) == first
    (file,) = tmp_path.iterdir()
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert load_or_make_key(tmp_path / "other", ring=NoKeyRing()) != first


def test_key_lives_in_the_key_ring_where_there_is_one(tmp_path: Path) -> None:
    ring = MemoryRing()
    key = load_or_make_key(tmp_path, ring=ring)
    assert list(tmp_path.iterdir()) == []
    assert list(ring.kept) == [(SERVICE, str(tmp_path))]
    assert load_key(tmp_path, ring=ring) == key


def test_a_forgetful_key_ring_is_not_trusted(tmp_path: Path) -> None:
    class Forgetful(MemoryRing):
        def set_password(self, service: str, name: str, value: str, /) -> None:
            pass

    key = load_or_make_key(tmp_path, ring=Forgetful())
    assert load_or_make_key(tmp_path, ring=Forgetful()) == key


def test_a_machine_without_key_ring_falls_back_to_the_file(tmp_path: Path) -> None:
    key = load_or_make_key(tmp_path, ring=SystemKeyRing())
    assert load_key(tmp_path, ring=SystemKeyRing()) == key
    assert (tmp_path / "journal.key").exists()


@pytest.mark.parametrize("text", ["", "not base64!", "c2hvcnQ=", "ключ"])
def test_a_damaged_key_is_never_replaced(tmp_path: Path, text: str) -> None:
    (tmp_path / "journal.key").write_text(text, encoding="utf-8")
    with pytest.raises(EnvironmentProblem) as caught:
        load_or_make_key(tmp_path, ring=NoKeyRing())
    assert caught.value.code == "key_damaged"
    assert (tmp_path / "journal.key").read_text(encoding="utf-8") == text


def test_lock_keeps_a_second_program_out_and_names_the_first(tmp_path: Path) -> None:
    database = tmp_path / "shop.db"
    with InstanceLock(database) as lock:
        assert lock.held
        with pytest.raises(EnvironmentProblem) as caught:
            InstanceLock(database).acquire()
        assert caught.value.code == "already_running"
        assert caught.value.params["pid"] == os.getpid()
        lock.acquire()
    assert not lock.held
    with InstanceLock(database):
        pass
    lock.release()


def test_lock_is_free_after_kill(tmp_path: Path) -> None:
    database = tmp_path / "shop.db"
    script = (
        "import sys, time\nfrom pathlib import Path\n"
        "from pos_app.adapters.files.instance_lock import InstanceLock\n"
        "lock = InstanceLock(Path(sys.argv[1])); lock.acquire()\n"
        "print('held', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", script, str(database)], stdout=subprocess.PIPE, cwd=ROOT
    )
    assert child.stdout is not None
    assert child.stdout.readline().strip() == b"held"
    with pytest.raises(EnvironmentProblem) as caught:
        InstanceLock(database).acquire()
    assert caught.value.params["pid"] == child.pid
    child.kill()
    child.wait()
    child.stdout.close()
    with InstanceLock(database):
        pass


def test_lock_in_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentProblem):
        InstanceLock(tmp_path / "file" / "shop.db").acquire()


def test_places_under_one_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert places(tmp_path).database == tmp_path / "shop.db"
    monkeypatch.setenv(HOME_VARIABLE, str(tmp_path / "usb"))
    assert places().backups == tmp_path / "usb" / "backups"
    monkeypatch.delenv(HOME_VARIABLE)
    assert places().data != places().data / "logs"
    assert places().station_file.name == "station.toml"


@pytest.mark.parametrize(
    ("path", "service"),
    [
        ("/home/o/OneDrive/shop", "OneDrive"), ("/home/o/OneDrive - Firma/shop", "OneDrive"),
        ("/home/o/Dropbox/x", "Dropbox"), ("/home/o/Dropbox (Shop)/x", "Dropbox"),
        ("/Users/o/Library/Mobile Documents/x", "iCloud"),
        ("/Users/o/Library/CloudStorage/GoogleDrive-a@b.c/x", "iCloud"),
        ("/home/o/Google Drive/x", "Google Drive"), ("/home/o/Яндекс.Диск/x", "Yandex Disk"),
        ("/home/o/Nextcloud/x", "Nextcloud"),
        ("/home/o/dropboxes/x", ""), ("/srv/shop", ""),
    ],
)  # fmt: skip
def test_cloud_folders_are_refused_by_name(path: str, service: str) -> None:
    assert cloud_service(Path(path)) == service
    if service:
        with pytest.raises(EnvironmentProblem) as caught:
            demand_local_folder(Path(path), mounts="")
        assert (caught.value.code, caught.value.params["service"]) == ("cloud_folder", service)


def test_a_marked_cloud_folder_is_seen(tmp_path: Path) -> None:
    (tmp_path / ".dropbox").write_text("")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    assert cloud_service(inner) == "Dropbox"


MOUNTS = """/dev/sda1 / ext4 rw 0 0
server:/export /mnt/share nfs4 rw 0 0
//nas/shop /mnt/my\\040nas cifs rw 0 0
/dev/sdb1 /mnt/share/local ext4 rw 0 0
broken line
"""


@pytest.mark.parametrize(
    ("path", "system"),
    [
        ("/srv/shop", ""), ("/mnt/share/shop", "nfs4"), ("/mnt/my nas/a", "cifs"),
        ("/mnt/share/local/shop", ""), ("/mnt/shared", ""),
    ],
)  # fmt: skip
def test_network_folders_are_refused_by_name(path: str, system: str) -> None:
    assert network_system(Path(path), mounts=MOUNTS) == system
    if system:
        with pytest.raises(EnvironmentProblem) as caught:
            demand_local_folder(Path(path), mounts=MOUNTS)
        assert (caught.value.code, caught.value.params["system"]) == ("network_folder", system)


def test_this_machines_own_folder_is_fine(tmp_path: Path) -> None:
    demand_local_folder(tmp_path)


def test_log_holds_ids_and_no_people(tmp_path: Path) -> None:
    path = set_up_log(tmp_path / "logs")
    set_up_log(tmp_path / "logs")
    try:
        log = logging.getLogger("pos_app.test")
        log.info("sale %s till 1 number 12", "0190a5b2-1111-7abc-8def-001122334455")
        log.info("called +7 916 123-45-67, card 2900000000017, mail anna@example.com")
        log.info("hash $argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$hash end")
        log.debug("not at this level")
    finally:
        close_log()
    text = path.read_text(encoding="utf-8")
    assert "0190a5b2-1111-7abc-8def-001122334455" in text
    assert "number 12" in text
    for secret in ("916", "2900000000017", "anna", "c29tZXNhbHQ", "not at this level"):
        assert secret not in text
    assert text.count("sale ") == 1


def test_dates_and_short_numbers_stay() -> None:
    for text in ("2026-11-22 10", "port 9100", "took 123456 ms"):
        assert without_people(text) == text


def test_log_in_a_place_that_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    with pytest.raises(EnvironmentProblem):
        set_up_log(tmp_path / "file")


def test_disk_room_and_its_absence(tmp_path: Path) -> None:
    assert Disk(tmp_path).free_bytes() > 0
    with pytest.raises(EnvironmentProblem) as caught:
        Disk(tmp_path / "none").free_bytes()
    assert caught.value.code == "folder_missing"


def test_a_text_is_written_whole_or_not_at_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.json"
    write_text_durably(path, "one")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(EnvironmentProblem) as caught:
        write_text_durably(path, "two")
    assert caught.value.code == "disk_full"
    assert path.read_text() == "one"
    assert list(tmp_path.iterdir()) == [path]
