"""The day's copy put on another medium: once a day, proved by its digest, never in the way."""

from __future__ import annotations

import shutil
from contextlib import suppress
from pathlib import Path
from typing import Final

from pos_app.adapters.files.disk import problem_of_os, sync_file
from pos_app.domain.errors import EnvironmentProblem

_DAY: Final = len("shop-20261122")


def copy_to_second(made: Path, folder: Path, digest_of: str) -> Path | None:
    """Put the copy ``made`` (and its manifest) into ``folder``; where, None when the day has one.

    ``digest_of`` is the SHA-256 the manifest promises. Raises ``EnvironmentProblem``:
    ``folder_missing`` while the medium is away, ``disk_full``, ``read_only``, ``io_error``, or
    ``backup_changed`` when what was written does not read back the same.
    """
    from pos_app.adapters.sqlite.manifests import file_digest

    target, unfinished = folder / made.name, folder / f".making-{made.name}"
    try:
        if not folder.is_dir():
            raise EnvironmentProblem("folder_missing", path=str(folder))
        if any(folder.glob(f"{made.name[:_DAY]}-*.db")):
            return None
        shutil.copyfile(made, unfinished)
        sync_file(unfinished)
        if file_digest(unfinished) != digest_of:
            raise EnvironmentProblem("backup_changed", path=str(target))
        manifest = made.with_suffix(".json")
        if manifest.exists():
            shutil.copyfile(manifest, target.with_suffix(".json"))
        unfinished.replace(target)
    except OSError as error:
        raise problem_of_os(error, folder) from error
    finally:
        with suppress(OSError):
            unfinished.unlink(missing_ok=True)
    return target
