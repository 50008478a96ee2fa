"""Identities sort by creation and carry their version."""

from datetime import UTC
from uuid import UUID

from pos_app.adapters.system import SystemClock, SystemIds


def test_uuid7_sorts_by_creation_and_says_its_version():
    ids = SystemIds()
    made = [ids.uuid() for _ in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == 5000
    parsed = UUID(made[0])
    assert parsed.version == 7
    assert parsed.variant == "specified in RFC 4122"


def test_uuid7_does_not_go_back_with_the_clock(monkeypatch):
    ids = SystemIds()
    first = ids.uuid()
    monkeypatch.setattr("pos_app.adapters.system.time.time_ns", lambda: 1_000_000)
    assert ids.uuid() > first


def test_clock_is_aware_utc():
    assert SystemClock().now().tzinfo is UTC


def test_random_bytes_are_as_many_as_asked():
    assert len(SystemIds().random_bytes(16)) == 16
