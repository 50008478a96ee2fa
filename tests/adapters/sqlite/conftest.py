"""A filled shop for every test of the store."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.adapters.sqlite.shop import Shop, make_shop


@pytest.fixture(scope="session")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed shop's file, to be copied."""
    path = tmp_path_factory.mktemp("filled") / "shop.db"
    make_shop(path).store.close()
    return path


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    """A filled shop, closed afterwards."""
    made = make_shop(tmp_path / "shop.db")
    yield made
    made.store.close()
