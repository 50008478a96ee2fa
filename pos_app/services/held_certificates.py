"""Certificates shown for the open sale, and what each pays of it (R22).

It is worked out anew with every price, from the balance in the store: the draft keeps only the
codes that were shown, and nothing is taken before the sale is completed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.certificate import Kind, masked, payable, refusal
from pos_app.domain.pricing import PricedBasket
from pos_app.domain.sale import CERTIFICATE_TENDERS, Draft, Tender, TenderKind
from pos_app.services.certificates import domain_certificate
from pos_app.services.payment import still_due
from pos_app.services.ports import UnitOfWork

TENDERS: Final[dict[Kind, TenderKind]] = {
    "gift": TenderKind.CERTIFICATE,
    "credit": TenderKind.STORE_CREDIT,
}
"""What a certificate is among the tenders of a sale."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCertificate:
    """A certificate shown for this sale: its ``balance``, what it ``pays`` of it, and until when.

    ``refusal`` says why it pays nothing any more, "" while it may.
    """

    code: str
    kind: Kind
    balance: int
    pays: int
    valid_to: date | None
    refusal: str = ""

    @property
    def left(self) -> int:
        """What stays on it after this sale."""
        return self.balance - self.pays


def sold_money(draft: Draft, basket: PricedBasket) -> int:
    """Money of the certificates sold on this draft; it counts towards nothing."""
    sold = {line.line_id for line in draft.lines if line.certificate}
    return sum(line.money for line in basket.lines if line.line_id in sold)


def held_in(
    uow: UnitOfWork, draft: Draft, basket: PricedBasket, today: date
) -> tuple[HeldCertificate, ...]:
    """What the certificates of a draft pay, in the order they were shown.

    Certificates sold on it are paid by other means: one does not buy another.
    """
    charged = sum(tender.amount for tender in draft.tenders if tender.locked)
    goods = basket.to_pay - sold_money(draft, basket)
    due = max(0, still_due(goods, draft) - charged)
    held: list[HeldCertificate] = []
    for code in draft.certificates:
        record = uow.certificates.by_code(code)
        if record is None:
            continue
        known = domain_certificate(record)
        pays = payable(known, due, today)
        due -= pays
        held.append(
            HeldCertificate(
                code=code,
                kind=record.kind,
                balance=record.balance,
                pays=pays,
                valid_to=record.valid_to,
                refusal=refusal(known, today) or "",
            )
        )
    return tuple(held)


def tenders_with(tenders: Sequence[Tender], held: Sequence[HeldCertificate]) -> tuple[Tender, ...]:
    """The tenders of a draft with those of its certificates in front, worked out anew."""
    paid = (
        Tender(kind=TENDERS[one.kind], amount=one.pays, label=masked(one.code), reference=one.code)
        for one in held
        if one.pays
    )
    return (*paid, *(tender for tender in tenders if tender.kind not in CERTIFICATE_TENDERS))
