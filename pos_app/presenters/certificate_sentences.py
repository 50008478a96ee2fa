"""Sentences for what gift certificates and store credit refuse (R22)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pos_app.i18n import N_, Translator

if TYPE_CHECKING:
    from pos_app.presenters.messages import Speaker


BLOCK_REASONS: Final = {
    "lost": N_("lost"),
    "stolen": N_("stolen"),
    "mistake": N_("sold by mistake"),
    "asked": N_("the owner asked"),
    "returned": N_("brought back"),
}
"""Why a certificate pays no more, by the code the journal keeps."""


def block_reason(t: Translator, code: str) -> str:
    """The word for a reason; an unknown one stays as it is."""
    return t._(BLOCK_REASONS[code]) if code in BLOCK_REASONS else code


def _short(s: Speaker) -> str:
    return s.t._(
        "There is only {amount} left on this certificate. Look at the sum and go on.",
        amount=s.money("balance"),
    )


CERTIFICATE_SENTENCES: Final[dict[str, Callable[[Speaker], str]]] = {
    "certificate_unknown": lambda s: s.t._("There is no such gift certificate."),
    "certificate_code_taken": lambda s: s.t._("This number is already in use. Take another one."),
    "certificate_code_invalid": lambda s: s.t._(
        "This number cannot be used: it means something else at the till."
    ),
    "certificate_blocked": lambda s: s.t._("This certificate is blocked."),
    "certificate_expired": lambda s: s.t._("This certificate has expired."),
    "certificate_empty": lambda s: s.t._("Nothing is left on this certificate."),
    "certificate_short": _short,
    "certificate_present": lambda s: s.t._("This certificate is already on the receipt."),
    "certificate_limit": lambda s: s.t.ngettext(
        "A receipt takes {n} certificate.", "A receipt takes {n} certificates.", s.count("most")
    ),
    "certificate_for_certificate": lambda s: s.t._(
        "A gift certificate cannot be paid with another one."
    ),
    "certificate_line": lambda s: s.t._("A gift certificate is sold one by one, at its own value."),
    "certificate_used": lambda s: s.t._("This certificate has been used and stays sold."),
    "certificate_state": lambda s: s.t._("This certificate has changed. Look at it again."),
}
