"""Photos of goods and the shop's logo: taken into the shop's folder once, under a made name."""

from __future__ import annotations

from typing import Protocol


class PicturePort(Protocol):
    """Where pictures are kept."""

    def take(self, path: str) -> str:
        """Copy the picture at ``path`` into the shop's folder; the name to keep with the record.

        Raises ``PosError("picture_refused", reason=…)``: ``kind`` (neither PNG nor JPEG),
        ``size`` (file or sides too large), ``damaged``; and ``EnvironmentProblem``.
        """

    def read(self, name: str) -> bytes | None:
        """The picture of that name, None when it is not there."""
