"""The languages of the till: words by gettext, figures and dates by Babel's locale data.

Everything a person reads comes through a :class:`Translator` (words) and a :class:`Formats`
(money, points, quantities, dates). Both are plain objects handed over by constructor, so the
receipt may speak the customer's language while the screen keeps the cashier's.
"""

from pos_app.i18n.formats import Formats
from pos_app.i18n.translator import LANGUAGES, N_, Translator, translator

__all__ = ["LANGUAGES", "N_", "Formats", "Translator", "translator"]
