"""Stand-ins for the outside world, simple enough to be believed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

from pos_app.domain.errors import EnvironmentProblem
from pos_app.services.documents import PrinterStatus, Slip

T = TypeVar("T")

OPENING = datetime(2026, 11, 22, 8, 0, tzinfo=UTC)
"""A Sunday morning: when the tests' clock starts."""


class FakeClock:
    """A clock that stands still until told otherwise."""

    def __init__(self, start: datetime = OPENING) -> None:
        self.time = start
        self.running = 1000.0

    def now(self) -> datetime:
        """The instant it was set to."""
        return self.time

    def monotonic(self) -> float:
        """Running time so far."""
        return self.running

    def advance(self, **amount: float) -> None:
        """Let time pass: wall clock and running time together (``seconds=30``, ``days=1``)."""
        step = timedelta(**amount)
        self.time += step
        self.running += step.total_seconds()

    def set(self, when: datetime) -> None:
        """Somebody turns the clock: only the wall time moves."""
        self.time = when


class SequentialIds:
    """UUIDv7-shaped identities in rising order, and bytes that never repeat."""

    def __init__(self, seed: int = 0) -> None:
        self._count = seed

    def uuid(self) -> str:
        """The next identity."""
        self._count += 1
        return f"01950000-0000-7000-8000-{self._count:012x}"

    def random_bytes(self, count: int) -> bytes:
        """The next bytes of a fixed stream."""
        self._count += 1
        return hashlib.shake_256(str(self._count).encode()).digest(count)


class FastHasher:
    """A hasher that costs nothing; it still tells secrets apart and hides them."""

    def hash(self, secret: str) -> str:
        """A digest with a mark."""
        return "fast$" + hashlib.sha256(secret.encode()).hexdigest()

    def verify(self, hashed: str, secret: str) -> bool:
        """Whether the digest is that of ``secret``."""
        return hashed == self.hash(secret)


class RecordingSink:
    """Remembers what was said to have changed."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, str]] = []

    def changed(self, topic: str, ref: str = "") -> None:
        """Remember it."""
        self.heard.append((topic, ref))

    @property
    def topics(self) -> list[str]:
        """The topics heard, in order."""
        return [topic for topic, _ in self.heard]


class ImmediateTasks:
    """Runs a job at once, on the spot, and tells its end the way the worker does."""

    def run(
        self,
        job: Callable[..., T],
        on_done: Callable[[T], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        progress: Callable[[int, int], None] | None = None,
    ) -> None:
        """Run ``job``; an exception goes to ``on_error`` where there is one."""
        try:
            result = job(progress) if progress is not None else job()
        except Exception as error:
            if on_error is None:
                raise
            on_error(error)
            return
        if on_done is not None:
            on_done(result)


class FakePrinter:
    """A printer that keeps the slips it was sent, or fails as told."""

    name = "fake"

    def __init__(self) -> None:
        self.slips: list[Slip] = []
        self.kicks = 0
        self.fault: EnvironmentProblem | None = None

    def send(self, slip: Slip) -> None:
        """Keep the slip, or raise the fault set."""
        if self.fault is not None:
            raise self.fault
        self.slips.append(slip)

    def open_drawer(self) -> None:
        """Count the kick, or raise the fault set."""
        if self.fault is not None:
            raise self.fault
        self.kicks += 1

    def status(self) -> PrinterStatus:
        """Ready unless a fault is set."""
        return PrinterStatus(online=self.fault is None)


class FakeBackup:
    """Remembers the copies it was asked for, or fails as told."""

    def __init__(self, clock: FakeClock) -> None:
        self._clock = clock
        self.made: list[str] = []
        self.fault: EnvironmentProblem | None = None
        self.verified: datetime | None = None

    def make(self, reason: str) -> str:
        """The name of the copy."""
        if self.fault is not None:
            raise self.fault
        self.made.append(reason)
        self.verified = self._clock.now()
        return f"shop-{len(self.made)}.db"

    def last_verified(self) -> datetime | None:
        """When the last copy was made."""
        return self.verified


class FakeDisk:
    """A disk with as much room as set."""

    def __init__(self, free: int = 10**12) -> None:
        self.free = free

    def free_bytes(self) -> int:
        """Room left."""
        return self.free


class FakePhones:
    """Knows Polish numbers of nine digits, and any number written with +."""

    def e164(self, text: str, region: str) -> str | None:
        """The number with its country code, or None."""
        digits = "".join(sign for sign in text if sign.isdigit())
        if text.strip().startswith("+"):
            return f"+{digits}" if 8 <= len(digits) <= 15 else None
        return f"+48{digits}" if region == "PL" and len(digits) == 9 else None

    def shown(self, number: str, region: str) -> str:
        """Polish numbers at home in groups of three."""
        home = number.removeprefix("+48")
        if region != "PL" or home == number:
            return number
        return " ".join((home[:3], home[3:6], home[6:]))


class MemoryStation:
    """A station's settings kept in memory."""

    def __init__(self, values: Mapping[str, object] | None = None) -> None:
        self.values: dict[str, Any] = dict(values or {})

    def load(self) -> Mapping[str, object]:
        """What was kept."""
        return self.values

    def save(self, values: Mapping[str, object]) -> None:
        """Keep this instead."""
        self.values = dict(values)
