"""Days as they stand in a field, and as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from pos_app.i18n import Formats
from pos_app.services.checks import refuse
from pos_app.services.customers import NO_YEAR

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


_BORN: Final = re.compile(r"(\d{1,2})\D+(\d{1,2})(?:\D+(\d{2}|\d{4}))?\D*")


def birthday_text(day: date) -> str:
    """A birthday as it is typed: ``24.11.1990``, without its year ``24.11``."""
    return f"{day:%d.%m}" if day.year == NO_YEAR else f"{day:%d.%m.%Y}"


def parse_birthday(text: str, today: date) -> date:
    """A typed birthday: ``24.11.1990``, ``24/11/90``, ``24.11`` or ``1990-11-24``.

    Two digits of a year mean the last such year. Raises ``PosError("setting_invalid")``.
    """
    clean = text.strip()
    found = _BORN.fullmatch(clean)
    try:
        if found is None:
            return date.fromisoformat(clean)
        year = NO_YEAR if found[3] is None else int(found[3])
        if found[3] is not None and len(found[3]) == 2:
            year += today.year // 100 * 100
            year -= 100 if year > today.year else 0
        return date(year, int(found[2]), int(found[1]))
    except ValueError:
        raise refuse("birthday", "format") from None
