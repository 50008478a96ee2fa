"""Codes of printed questionnaires: which sheet this is, to key its answers in (R25)."""

from __future__ import annotations

from typing import Final

from pos_app.domain import coupon

PREFIX: Final = "Q"
"""Apart from coupons (``K``, ``C``), certificates (``G``), staff (``S``) and receipts (``R``)."""


def make_form_code(random_bytes: bytes) -> str:
    """A code as stored; raises ``ValueError`` for too few usable bytes: ask for more."""
    return coupon.make_code(random_bytes, PREFIX)


def is_form_code(text: str) -> bool:
    """Whether a text is such a code, its check character included."""
    return coupon.is_code(text, PREFIX)


def stored_form_code(text: str) -> str:
    """A scanned or typed code as stored; look-alikes are read as meant."""
    return coupon.normalise_code(text)


def printed_form_code(code: str) -> str:
    """The code in groups, as it stands on the paper and in its bars: ``Q4H7-9QXA-2M1``."""
    return coupon.display_code(code)
