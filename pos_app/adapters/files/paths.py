"""Where things live, and where a shop's database must not live.

SQLite's locks and its shared memory do not hold on network file systems, and a folder that a cloud
service copies behind our back ends in a torn database. Both are refused by name of the reason.
"""

from __future__ import annotations

import ctypes
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pos_app.domain.errors import EnvironmentProblem

APP: Final = "pos-app"
HOME_VARIABLE: Final = "POS_APP_HOME"
DATABASE: Final = "shop.db"

_NETWORK_TYPES: Final = frozenset(
    {
        "9p", "afpfs", "afs", "ceph", "cifs", "davfs", "davfs2", "fuse.davfs", "fuse.gvfsd-fuse",
        "fuse.rclone", "fuse.s3fs", "fuse.sshfs", "glusterfs", "fuse.glusterfs", "lustre",
        "ncpfs", "nfs", "nfs4", "smb3", "smbfs", "webdav",
    }
)  # fmt: skip
_CLOUD_FOLDERS: Final = (
    ("onedrive", "OneDrive"),
    ("dropbox", "Dropbox"),
    ("google drive", "Google Drive"),
    ("googledrive", "Google Drive"),
    ("my drive", "Google Drive"),
    ("icloud", "iCloud"),
    ("mobile documents", "iCloud"),
    ("cloudstorage", "iCloud"),
    ("yandexdisk", "Yandex Disk"),
    ("yandex.disk", "Yandex Disk"),
    ("яндекс.диск", "Yandex Disk"),
    ("яндекс диск", "Yandex Disk"),
    ("облако mail", "Mail.ru"),
    ("nextcloud", "Nextcloud"),
    ("owncloud", "ownCloud"),
    ("pclouddrive", "pCloud"),
    ("megasync", "MEGA"),
    ("box sync", "Box"),
)
_CLOUD_MARKS: Final = ((".dropbox", "Dropbox"), (".sync_folder_marker", "Nextcloud"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """The folders of one installation; none is made before it is needed."""

    data: Path
    config: Path

    @property
    def database(self) -> Path:
        """The shop's database."""
        return self.data / DATABASE

    @property
    def backups(self) -> Path:
        """Verified backups."""
        return self.data / "backups"

    @property
    def logs(self) -> Path:
        """The program's log."""
        return self.data / "logs"

    @property
    def station_file(self) -> Path:
        """Settings of this till (printer, language, database path)."""
        return self.config / "station.toml"


def places(home: Path | None = None) -> Places:
    """The user's folders; ``home`` (or ``POS_APP_HOME``) puts all of them under one."""
    chosen = home if home is not None else _home_from_environment()
    if chosen is not None:
        return Places(data=chosen, config=chosen)
    import platformdirs

    return Places(
        data=Path(platformdirs.user_data_dir(APP, appauthor=False)),
        config=Path(platformdirs.user_config_dir(APP, appauthor=False)),
    )


def demand_local_folder(folder: Path, *, mounts: str | None = None) -> None:
    """Raise :class:`EnvironmentProblem` where a database must not lie.

    ``network_folder`` (``system`` names the file system) or ``cloud_folder`` (``service``).
    ``mounts`` replaces the system's mount table in tests.
    """
    resolved = folder.absolute()
    try:
        resolved = folder.resolve()
    except OSError:
        pass
    service = cloud_service(resolved)
    if service:
        raise EnvironmentProblem("cloud_folder", path=str(folder), service=service)
    system = network_system(resolved, mounts=mounts)
    if system:
        raise EnvironmentProblem("network_folder", path=str(folder), system=system)


def cloud_service(folder: Path) -> str:
    """The name of the service that synchronises ``folder``, or ""."""
    for part in folder.parts:
        lowered = part.casefold()
        for start, service in _CLOUD_FOLDERS:
            if lowered == start or lowered.startswith((start + " -", start + " (", start + "-")):
                return service
    for parent in (folder, *folder.parents):
        for mark, service in _CLOUD_MARKS:
            if (parent / mark).exists() and parent != Path.home():
                return service
    return ""


def network_system(folder: Path, *, mounts: str | None = None) -> str:
    """The kind of network file system ``folder`` lies on, or ""."""
    if mounts is None and sys.platform == "win32":
        return _windows_network(folder)
    table = _mount_table() if mounts is None else mounts
    best, kind = -1, ""
    for line in table.splitlines():
        fields = line.split()
        if len(fields) < 3:
            continue
        point = fields[1].replace("\\040", " ")
        if folder.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), fields[2].casefold()
    return kind if kind in _NETWORK_TYPES else ""


def _home_from_environment() -> Path | None:
    value = os.environ.get(HOME_VARIABLE, "")
    return Path(value).expanduser() if value else None


def _mount_table() -> str:
    if sys.platform == "darwin":  # pragma: no cover - exercised on macOS
        return _macos_mounts()
    try:
        return Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _macos_mounts() -> str:  # pragma: no cover - exercised on macOS
    """``mount``'s lines ("//host/share on /Volumes/x (smbfs, …)") in the shape of Linux's."""
    import subprocess

    answer = subprocess.run(
        ["/sbin/mount"], capture_output=True, text=True, timeout=5, check=False
    ).stdout
    lines = []
    for line in answer.splitlines():
        source, _, rest = line.partition(" on ")
        point, _, options = rest.rpartition(" (")
        kind = options.split(",")[0].strip(" )")
        lines.append(f"{source.replace(' ', '_')} {point.replace(' ', chr(92) + '040')} {kind}")
    return "\n".join(lines)


def _windows_network(folder: Path) -> str:  # pragma: no cover - exercised on Windows
    text = str(folder)
    if text.startswith("\\\\") and not text.startswith("\\\\?\\"):
        return "smb"
    remote = 4
    kind = ctypes.windll.kernel32.GetDriveTypeW(folder.anchor)  # type: ignore[attr-defined]
    return "smb" if kind == remote else ""
