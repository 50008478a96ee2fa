"""The shop of the service tests, and the counter's presenters on it."""

from __future__ import annotations

import pytest

from tests.builders import Shop
from tests.presenters.counter_stage import Stage, make_stage
from tests.services.conftest import clock, hasher, ids, shop, sink, store

__all__ = ["clock", "hasher", "ids", "shop", "sink", "stage", "store"]


@pytest.fixture
def stage(shop: Shop) -> Stage:
    """A cashier at the counter, nothing scanned yet."""
    return make_stage(shop)
