"""A shop on a real store in a temporary folder, with a clock, ids and hasher that obey the test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.store import Store, create_store
from pos_app.services.settings_service import SettingsService
from pos_app.services.staff import StaffService
from tests.builders import Shop, build_shop
from tests.fakes import FakeClock, FastHasher, RecordingSink, SequentialIds


@pytest.fixture
def clock() -> FakeClock:
    """Sunday 22 November 2026, 08:00 UTC, standing still."""
    return FakeClock()


@pytest.fixture
def ids() -> SequentialIds:
    """Identities in rising order."""
    return SequentialIds()


@pytest.fixture
def hasher() -> FastHasher:
    """A hasher without the wait."""
    return FastHasher()


@pytest.fixture
def sink() -> RecordingSink:
    """What the services said had changed."""
    return RecordingSink()


@pytest.fixture
def store(tmp_path: Path, clock: FakeClock, ids: SequentialIds) -> Iterator[Store]:
    """An empty shop on disk."""
    made = create_store(tmp_path / "shop.db", clock=clock, ids=ids, key=b"k" * 32)
    yield made
    made.close()


@pytest.fixture
def shop(
    store: Store, clock: FakeClock, ids: SequentialIds, hasher: FastHasher, sink: RecordingSink
) -> Shop:
    """A shop with an owner, a senior and two cashiers, a tax, a group and three products."""
    return build_shop(store, clock, ids, hasher, sink)


@pytest.fixture
def staff(shop: Shop) -> StaffService:
    """The shop's people."""
    return shop.staff


@pytest.fixture
def settings(shop: Shop) -> SettingsService:
    """The shop's settings."""
    return shop.settings
