"""The integrity check as the services ask for it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.services.audit import Difference


class SqliteProofs:
    """See :class:`pos_app.services.audit.ProofPort`."""

    def __init__(self, path: Path, sealer: Sealer) -> None:
        self._path = path
        self._sealer = sealer

    def differences(self) -> Sequence[Difference]:
        """What the check of the file found to be surely wrong."""
        return [
            Difference(
                code=finding.code,
                where=finding.where,
                found=finding.found,
                expected=finding.expected,
            )
            for finding in check_file(self._path, self._sealer).differences
        ]
