"""Settings of the one question after a sale (R25)."""

from __future__ import annotations

from collections.abc import Sequence

from pos_app.presenters.settings_form import FLAG, WHOLE, FormSection, Spec
from pos_app.presenters.settings_state import BlockView


class AfterSaleSection(FormSection):
    """Whether to ask, what, how often, and how soon the same person again."""

    key, icon = "after_sale", "smile"

    def title(self) -> str:
        """See Section."""
        return self.c.voice.t._("Question after a sale")

    def hint(self) -> str:
        """See Section."""
        return self.c.voice.t._("One tap beside the change; the next scan takes it away.")

    def specs(self) -> Sequence[Spec]:
        """See FormSection."""
        t = self.c.voice.t
        kinds = (
            ("satisfaction", t._("Satisfaction")),
            ("loyalty", t._("Brand or shop")),
            ("needs", t._("What customers need")),
        )
        return (
            Spec(key="after_sale.enabled", label=t._("Ask after a sale"), kind="toggle",
                 codec=FLAG),
            Spec(key="after_sale.kind", label=t._("From the live questionnaire"), kind="select",
                 choices=kinds, hint=t._("Its first question that one tap answers is asked.")),
            Spec(key="after_sale.every", label=t._("After every n-th receipt"),
                 codec=WHOLE, hint=t._("1 asks after each."), right=True),
            Spec(key="after_sale.days", label=t._("The same customer again after"), codec=WHOLE,
                 suffix=t._("days"), right=True),
        )  # fmt: skip

    def blocks(self) -> Sequence[BlockView]:
        """See Section."""
        return (self.card("after_sale", self.title(), *(spec.key for spec in self.specs())),)
