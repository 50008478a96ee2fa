"""Words: gettext with named fields, as an object instead of a global."""

from __future__ import annotations

import gettext
from functools import lru_cache
from pathlib import Path
from typing import Final

from pos_app.i18n import catalogue
from pos_app.i18n.formats import group_digits

LANGUAGES: Final = ("en", "ru", "pl", "az")
"""The languages the program speaks; the first is the language of the source text."""


def N_(msg: str) -> str:
    """Mark ``msg`` for extraction without translating it (for tables of words)."""
    return msg


class Translator:
    """Turns English source text into one language.

    Fields are named (``"Paid {amount}"``) and filled after translation; the values are ready to
    show. A translation with a broken field falls back to the source text: a slip in a catalogue
    must not stop a sale. A field that the source text itself lacks is a bug and raises
    ``KeyError``.
    """

    __slots__ = ("_messages", "language")

    def __init__(self, language: str, messages: gettext.NullTranslations) -> None:
        self.language = language
        self._messages = messages

    def __repr__(self) -> str:
        return f"Translator({self.language!r})"

    def _(self, msg: str, /, **fields: object) -> str:
        """``msg`` in this language, with its fields filled in."""
        if not msg:
            return ""
        return _fill(self._messages.gettext(msg), msg, fields)

    def ngettext(self, sing: str, plur: str, n: int, /, **fields: object) -> str:
        """The form of ``sing``/``plur`` this language uses for ``n`` things.

        ``{n}`` is filled in as a grouped number unless the caller gives ``n`` ready-made.
        """
        fields.setdefault("n", group_digits(n, self.language))
        source = sing if n == 1 else plur
        return _fill(self._messages.ngettext(sing, plur, abs(n)), source, fields)

    def pgettext(self, ctx: str, msg: str, /, **fields: object) -> str:
        """``msg`` in the sense named by ``ctx`` ("Card" of a bank, "Card" of a customer)."""
        return _fill(self._messages.pgettext(ctx, msg), msg, fields)


def _fill(text: str, source: str, fields: dict[str, object]) -> str:
    if not fields:
        return text
    try:
        return text.format_map(fields)
    except (KeyError, IndexError, ValueError, AttributeError):
        return source.format_map(fields)


@lru_cache(maxsize=16)
def translator(language: str, root: Path | None = None) -> Translator:
    """The translator of ``language`` (``"ru"``, ``"ru_RU"``), or of English where we have none."""
    code = language.replace("-", "_").split("_")[0].lower()
    known = code if code in LANGUAGES else LANGUAGES[0]
    return Translator(known, catalogue.load(known, root=root))
