"""Words about forgetting people and their data (R24)."""

from __future__ import annotations

from typing import Final

from pos_app.i18n import N_, Translator
from pos_app.presenters.points_words import Teller

REASONS: Final[dict[str, str]] = {
    "asked": N_("the person asked for it"),
    "unused": N_("nothing bought for long"),
    "mistake": N_("entered by mistake"),
    "restored": N_("again, after a backup was restored"),
}


def reason_words(t: Translator, code: str) -> str:
    """Why somebody was forgotten; a code nobody knows as it is."""
    known = REASONS.get(code)
    return t._(known) if known is not None else code


def erased_told(e: Teller) -> list[str]:
    """An erasure in the journal: why, and the points that lapsed."""
    points = e.number("points")
    lapsed = e.t._("points lapsed: {points}", points=e.f.points(points)) if points else ""
    return [reason_words(e.t, e.text("reason")), lapsed]


def wording_told(e: Teller) -> list[str]:
    """New texts of consents in the journal: the version they made."""
    return [e.t._("version {number}", number=e.text("version"))]
