"""How money goes back: by the tenders it came with, in the amounts used (R14, R18, R22, R7).

Certificates and store credit come first, then cards, transfers, and cash last. Every order of
partial returns fills the same row of tenders, so the parts give what one full return would.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from pos_app.domain.rounding import cash_rounding
from pos_app.domain.sale import Sale, Tender, TenderKind

EXCHANGE: Final = "exchange:"
"""Marks money that never left the shop: an exchange paid with a return (R18)."""

_FIRST: Final = (
    TenderKind.CERTIFICATE,
    TenderKind.STORE_CREDIT,
    TenderKind.CARD,
    TenderKind.TRANSFER,
    TenderKind.POINTS,
    TenderKind.CASH,
)


def exchange_reference(uuid: str, tender: Tender) -> str:
    """The mark of a tender moved into an exchange, from which its own kind can be read again."""
    return f"{EXCHANGE}{uuid}:{tender.kind.value}:{tender.reference}"


def original(tender: Tender) -> Tender:
    """The tender as it was first paid: an exchange's mark says which."""
    if not tender.reference.startswith(EXCHANGE):
        return tender
    _, _, kind, reference = tender.reference.split(":", 3)
    return replace(tender, kind=TenderKind(kind), reference=reference)


def paid(sale: Sale) -> list[Tender]:
    """What was paid, the row in which it goes back; cash without change and cash rounding.

    Cash moved in by an exchange and cash laid on the table are one sum. A sale without tenders
    (from a former system) counts as paid in cash.
    """
    came = [original(tender) for tender in sale.tenders if tender.amount]
    others = [tender for tender in came if tender.kind is not TenderKind.CASH]
    rest = sale.total - sum(tender.amount for tender in others)
    rows = sorted(others, key=lambda tender: _FIRST.index(tender.kind))
    if rest:
        rows.append(Tender(kind=TenderKind.CASH, amount=rest))
    return rows


def refunds(
    sale: Sale, before: Sequence[Tender], money_before: int, money: int, step: int | None
) -> tuple[tuple[Tender, ...], int]:
    """The tenders of a refund of ``money``, and its cash rounding (signed).

    ``before`` are all refunds of this sale so far, worth ``money_before`` before cash rounding;
    ``step`` is the smallest coin (0 or 1: any). When the whole cash part is back, exactly the cash
    paid is, as far as coins allow: an exchange moves cash to the cent. Without a ``step`` nothing
    is rounded at all: money that stays in the shop.
    """
    result = []
    for tender, already in _gone(paid(sale), before, money_before):
        part = min(money, tender.amount - already)
        money -= part
        if tender.kind is TenderKind.CASH:
            cash = part
            if step is not None:
                due = _cash_back(sale, tender.amount, already + part, step) - _cash(before)
                cash = max(0, due + cash_rounding(due, step))
            if cash:
                result.append(replace(tender, amount=cash))
            return tuple(result), cash - part
        if part:
            result.append(replace(tender, amount=part, locked=False))
    return tuple(result), 0


def covering(
    back: Sequence[Tender], due: int, sale_uuid: str, return_uuid: str, step: int
) -> tuple[tuple[Tender, ...], tuple[Tender, ...]]:
    """Move up to ``due`` of a refund into an exchange: (the refund now, the sale's tenders).

    The last of the row (cash) is moved first, so that what is handed out goes back by the first.
    ``step`` rounds the cash that is handed out (R7).
    """
    kept: list[Tender] = []
    moved: list[Tender] = []
    for tender in reversed(back):
        part = min(due, tender.amount)
        due -= part
        if part:
            moved.append(replace(tender, amount=part))
        if tender.amount > part:
            kept.append(_rounded(replace(tender, amount=tender.amount - part), step))
    credit = TenderKind.STORE_CREDIT
    inside = [
        replace(tender, kind=credit, reference=exchange_reference(sale_uuid, tender))
        for tender in reversed(moved)
    ]
    given = tuple(
        replace(tender, kind=credit, reference=exchange_reference(return_uuid, tender), locked=True)
        for tender in reversed(moved)
    )
    return (*reversed(kept), *inside), given


def _rounded(tender: Tender, step: int) -> Tender:
    if tender.kind is not TenderKind.CASH:
        return tender
    return replace(tender, amount=tender.amount + cash_rounding(tender.amount, step))


def _cash_back(sale: Sale, whole: int, back: int, step: int) -> int:
    """The cash given back in all once ``back`` of the cash part ``whole`` is due (R7)."""
    if back == whole:
        return whole + sale.rounding
    return back + cash_rounding(back, step)


def _cash(tenders: Sequence[Tender]) -> int:
    return sum(tender.amount for tender in tenders if original(tender).kind is TenderKind.CASH)


def _gone(
    rows: Sequence[Tender], before: Sequence[Tender], money_before: int
) -> list[tuple[Tender, int]]:
    """Every row with how much of it went back before; cash is what the others leave."""
    sums: dict[tuple[TenderKind, str], int] = {}
    for tender in map(original, before):
        key = (tender.kind, tender.reference)
        sums[key] = sums.get(key, 0) + tender.amount
    result = []
    left = money_before
    for row in rows:
        if row.kind is TenderKind.CASH:
            result.append((row, left))
            continue
        key = (row.kind, row.reference)
        part = min(row.amount, sums.get(key, 0))
        sums[key] = sums.get(key, 0) - part
        left -= part
        result.append((row, part))
    return result
