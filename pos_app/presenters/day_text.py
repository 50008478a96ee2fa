"""Days as they stand in a field, and as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pos_app.i18n import Formats

_TYPED: Final = re.compile(r"(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{2}|\d{4})")


def day_text(day: date, f: Formats) -> str:
    """``24.12.2026`` where days are written with dots, else ``2026-12-24``."""
    return f"{day:%d.%m.%Y}" if "." in f.date(day) else day.isoformat()


def parse_day(text: str) -> date:
    """A typed day: ``24.12.2026``, ``24/12/26`` or ``2026-12-24``; ``ValueError`` otherwise."""
    clean = text.strip()
    found = _TYPED.fullmatch(clean)
    if found is None:
        return date.fromisoformat(clean)
    year = int(found[3])
    return date(year if year > 99 else 2000 + year, int(found[2]), int(found[1]))
