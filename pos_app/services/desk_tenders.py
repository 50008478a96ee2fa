"""What lies on the table: tenders of the sale in the making."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.errors import PosError
from pos_app.domain.money import MAX_TOTAL
from pos_app.domain.sale import CERTIFICATE_TENDERS, Tender, TenderKind
from pos_app.services.desk_core import DeskCore
from pos_app.services.payment import settle, still_due, with_tender
from pos_app.services.text import clean_text

LABEL = 60
"""Letters of a terminal's name or the number of its slip."""


class TenderGestures(DeskCore):
    """Gestures of the payment screen."""

    def set_tender(self, kind: TenderKind, amount: int, label: str = "") -> None:
        """Put ``amount`` (minor units) of one kind on the table; 0 takes it away.

        Certificates are shown by their code (``present_certificate``).

        Raises ``PosError`` ``amount_invalid``, or ``tender_over`` when more than is due would be
        taken by card or transfer.
        """
        if amount < 0 or amount > MAX_TOTAL or kind in CERTIFICATE_TENDERS:
            raise PosError("amount_invalid")
        clean = clean_text(label, LABEL, field="label")
        tenders = with_tender(self._draft.tenders, Tender(kind=kind, amount=amount, label=clean))
        step = self._parts.book.current.programme.cash_rounding
        settle(still_due(self.priced.to_pay, self._draft), tenders, step)
        self._store(replace(self._draft, tenders=tenders))

    def lock_tender(self, kind: TenderKind, label: str = "", reference: str = "") -> None:
        """Mark what an outside terminal has charged; it can only be taken back on the terminal."""
        name = clean_text(label, LABEL, field="label")
        charge = clean_text(reference, LABEL, field="reference")
        tenders = tuple(
            replace(t, locked=True, label=name or t.label, reference=charge)
            if t.kind is kind
            else t
            for t in self._draft.tenders
        )
        self._store(replace(self._draft, tenders=tenders))

    def unlock_tender(self, kind: TenderKind) -> None:
        """The terminal gave the money back: the tender may be changed again."""
        tenders = tuple(
            replace(t, locked=False) if t.kind is kind else t for t in self._draft.tenders
        )
        self._store(replace(self._draft, tenders=tenders))

    def clear_tenders(self) -> None:
        """Back from payment to the sale; what a terminal charged and certificates stay."""
        kept = tuple(t for t in self._draft.tenders if t.locked or t.kind in CERTIFICATE_TENDERS)
        if kept != self._draft.tenders:
            self._store(replace(self._draft, tenders=kept))
