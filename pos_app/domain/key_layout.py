"""Codes that came through the wrong keyboard layout, read by the place of the keys (R35).

A wedge scanner types. With a Russian or Azerbaijani layout on, the keys of ``LC-12`` give ``ДС-12``
(or ``дс-12``: the shift is often lost as well).
"""

from __future__ import annotations

from typing import Final

_LATIN: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбюё"
_LATIN_SHIFTED: Final = 'QWERTYUIOP{}ASDFGHJKL:"ZXCVBNM<>~'
_RUSSIAN_KEYS: Final = str.maketrans(
    _RUSSIAN + _RUSSIAN.upper() + "№", _LATIN + _LATIN_SHIFTED + "#"
)
_AZERBAIJANI_KEYS: Final = str.maketrans("üöğıəçşÜÖĞİƏÇŞ", "w[];',.W{}I\"<>")


def by_key_places(text: str) -> str | None:
    """``text`` as the same keys give it on a Latin layout, in capitals; None when it can't be.

    Text that is plain ASCII already came through a Latin layout and is None too.
    """
    if text.isascii():
        return None
    for keys in (_RUSSIAN_KEYS, _AZERBAIJANI_KEYS):
        latin = text.translate(keys)
        if latin.isascii():
            return latin.upper()
    return None
