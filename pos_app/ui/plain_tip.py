"""Words for a tooltip that stay words."""

from __future__ import annotations

from html import escape

from PySide6.QtGui import Qt


def plain_tip(text: str) -> str:
    """``text`` as a tooltip that Qt shows letter by letter.

    Tooltips have no plain-text format: Qt guesses, and a name that looks like markup would be
    drawn as such, pictures read from the disk included. What Qt would guess wrong is escaped.
    """
    return f"<qt>{escape(text)}</qt>" if Qt.mightBeRichText(text) else text
