"""Facts for the journal. Content names people only by uuid and holds no floats (R34)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """Something that happened; ``type`` is dotted, e.g. ``"sale.completed"``.

    ``content`` holds only None, bool, int, str, lists and dicts, so its canonical JSON (sorted
    keys, NFC) is unambiguous. ``person`` and ``approver`` are staff uuids.
    """

    type: str
    content: Mapping[str, object] = field(default_factory=dict)
    person: str | None = None
    approver: str | None = None
