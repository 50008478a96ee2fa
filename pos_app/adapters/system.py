"""The machine's own clock, identities and randomness."""

from __future__ import annotations

import os
import threading
import time
from datetime import UTC, datetime
from uuid import UUID


class SystemClock:
    """Wall time in UTC and running time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)

    def monotonic(self) -> float:
        """Seconds of running time, unmoved by a changed clock."""
        return time.monotonic()


class SystemIds:
    """UUIDv7 (RFC 9562): sortable by creation, also within one millisecond and one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def uuid(self) -> str:
        """A new UUIDv7 as text; never below the one before it, even if the clock steps back."""
        with self._lock:
            stamp = (time.time_ns() // 1_000_000) << 12
            self._last = max(stamp, self._last + 1)
            ticks = self._last
        high = ((ticks >> 12) << 16) | (0x7 << 12) | (ticks & 0xFFF)
        low = (0b10 << 62) | (int.from_bytes(os.urandom(8), "big") & ((1 << 62) - 1))
        return str(UUID(int=(high << 64) | low))

    def random_bytes(self, count: int) -> bytes:
        """Unpredictable bytes from the system."""
        return os.urandom(count)
