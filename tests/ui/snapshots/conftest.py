"""One walk a language, shared by all tests that read it."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from pos_app.ui import theme
from tests.ui.snapshots.walk import Seen, Walk, Walker, make_shop, opened


@pytest.fixture(scope="session")
def walked(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Seen:
    """The walk of a language; made when first asked for."""
    known: dict[str, Walk] = {}

    def walk(language: str) -> Walk:
        if language not in known:
            theme.apply(qapp, "light")
            folder = tmp_path_factory.mktemp(language) / "shop"
            make_shop(folder, language)
            with opened(folder, language) as day:
                known[language] = Walker(day, language).whole()
        return known[language]

    return walk
