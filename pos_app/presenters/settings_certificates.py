"""Settings of gift certificates and store credit, and the way to their page (R22)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from pos_app.i18n import Formats
from pos_app.presenters.settings_form import WHOLE, Codec, Common, FormSection, Spec, Values
from pos_app.presenters.settings_state import ActionView, BlockView


def _read(f: Formats, text: str) -> tuple[int, ...]:
    return tuple(f.parse_money(part.strip()) for part in text.split(";") if part.strip())


AMOUNTS: Final = Codec(
    read=_read,
    show=lambda f, value: "; ".join(f.amount(each, trim=True) for each in value),
    mistake="money",
)
"""Several sums in one field, with semicolons between: a comma stands inside sums."""


class CertificateSection(FormSection):
    """How long certificates are good, what is offered, what stands on them; and their page."""

    key, icon = "certificates", "gift"

    def __init__(self, common: Common, values: Values, open_page: Callable[[], None]) -> None:
        super().__init__(common, values)
        self._open_page = open_page

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Gift certificates")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("Changes hold for certificates made from then on.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t, f = self.c.voice.t, self.c.voice.f
        months, none = t._("months"), t._("0 is without an end.")
        return (
            Spec(key="certificates.months", label=t._("A gift certificate is good for"),
                 codec=WHOLE, suffix=months, hint=none, right=True),
            Spec(key="certificates.credit_months", label=t._("Store credit is good for"),
                 codec=WHOLE, suffix=months, hint=none, right=True),
            Spec(key="certificates.amounts", label=t._("Amounts offered at the till"),
                 codec=AMOUNTS, suffix=f.currency_symbol,
                 hint=t._("With semicolons between them."), wide=True),
            Spec(key="certificates.terms", label=t._("Terms printed on them"), kind="lines",
                 hint=t._("Empty: the usual ones."), wide=True),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        t = self.c.voice.t
        opens = ActionView(key="open", text=t._("Open the certificates"), icon="gift")
        return (
            BlockView(
                key="certificates",
                title=t._("List, balances, blocking"),
                note=t._("Every certificate with what is left on it, and what is owed in all."),
                actions=(opens,),
            ),
            self.card("rules", self.title(), *(spec.key for spec in self.specs())),
        )

    def press(self, action: str, ref: str) -> None:
        """Go there."""
        self._open_page()
