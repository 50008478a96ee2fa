"""What a backup says about itself, in a small sealed file beside it, and which ones are kept."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from pathlib import Path
from typing import Final

from pos_app.adapters.sqlite.sealing import Sealer, canonical
from pos_app.adapters.sqlite.session import utc_time

DAILY: Final = 30
MONTHLY: Final = 12
NEWEST: Final = 3
FORMAT: Final = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """One backup. ``verified`` says that it was opened and proved after it was written.

    ``journal_head`` anchors the past outside the database; ``last_receipt`` is "till:number".
    """

    format: int = FORMAT
    file: str
    size: int
    sha256: str
    made_at: str
    reason: str
    schema_version: int
    program: str
    journal_head: str
    journal_rows: int
    sales: int
    last_receipt: str
    key_id: str
    verified: bool

    @property
    def moment(self) -> datetime:
        """When it was made."""
        return utc_time(self.made_at)


def dump(manifest: Manifest, sealer: Sealer) -> str:
    """The manifest file's text, with a seal of this installation."""
    content = asdict(manifest)
    seal = sealer.seal("manifest", (canonical(content),))
    return json.dumps({**content, "seal": seal}, ensure_ascii=False, indent=1, sort_keys=True)


def load(path: Path, sealer: Sealer | None) -> Manifest | None:
    """The manifest in ``path``; None when it is unreadable or its seal is broken.

    The seal is judged only for manifests of this installation; ``sealer`` None skips it.
    """
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
        seal = data.pop("seal")
        known = {field.name for field in fields(Manifest)}
        manifest = Manifest(**{name: data[name] for name in known})
        utc_time(manifest.made_at)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    if sealer is not None and manifest.key_id == sealer.key_id:
        expected = sealer.seal("manifest", (canonical(asdict(manifest)),))
        if seal != expected:
            return None
    return manifest


def file_digest(path: Path) -> str:
    """SHA-256 of a file's bytes. Raises ``OSError``."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def to_drop(manifests: Sequence[Manifest]) -> list[Manifest]:
    """Which backups retention lets go.

    Kept are the newest three, the newest of each of the last 30 days and of the last 12 months
    that have any. Proved ones come before unproved ones of the same day.
    """
    ordered = sorted(manifests, key=lambda m: (m.moment, m.file), reverse=True)
    kept = {m.file for m in ordered[:NEWEST]}
    proved = [m for m in ordered if m.verified]
    kept.update(_newest_of(proved, 10, DAILY))
    kept.update(_newest_of(proved, 7, MONTHLY))
    return [m for m in ordered if m.file not in kept]


def _newest_of(ordered: Iterable[Manifest], characters: int, count: int) -> list[str]:
    """File names of the newest manifest of each period; a period is a prefix of the ISO time."""
    newest: dict[str, str] = {}
    for manifest in ordered:
        newest.setdefault(manifest.made_at[:characters], manifest.file)
    return list(newest.values())[:count]
