"""The calendar of promotions: which months are shown, and where each bar lies in them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Final

from pos_app.i18n import Formats
from pos_app.presenters.promotion_kinds import TONES
from pos_app.presenters.promotions_state import BarView, CalendarView, MonthView
from pos_app.services.promotions import StoredPromotion

MONTHS: Final = 6
"""Months in sight."""


def month_after(first: date, by: int) -> date:
    """The first day of the month ``by`` months from that of ``first``."""
    place = first.year * 12 + first.month - 1 + by
    return date(place // 12, place % 12 + 1, 1)


def calendar_of(
    promotions: Iterable[tuple[StoredPromotion, str]], first: date, today: date, f: Formats
) -> CalendarView:
    """Six months from ``first`` on; promotions come with their rows as spoken.

    What has no part in these months is left out.
    """
    start, end = month_after(first, 0), month_after(first, MONTHS)
    days = (end - start).days

    def share(day: date) -> float:
        return max(0.0, min(1.0, (day - start).days / days))

    months = []
    for number in range(MONTHS):
        month, following = month_after(start, number), month_after(start, number + 1)
        months.append(MonthView(title=f.month(month), start=share(month), end=share(following)))
    bars = []
    for stored, words in promotions:
        rule = stored.promotion
        begins, ends = rule.valid_from or date.min, rule.valid_to or date.max - timedelta(days=1)
        if ends < start or begins >= end:
            continue
        bars.append(
            BarView(
                key=stored.uuid,
                name=rule.name,
                start=share(max(begins, start)),
                end=share(min(ends, end) + timedelta(days=1)),
                open_start=begins < start,
                open_end=ends >= end,
                tone=TONES[stored.state(today)],
                words=words,
            )
        )
    shown = share(today) if start <= today < end else -1.0
    span = f"{months[0].title} – {months[-1].title}"
    return CalendarView(months=tuple(months), bars=tuple(bars), today=shown, span=span)
