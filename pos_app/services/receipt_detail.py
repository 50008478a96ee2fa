"""A stored receipt looked into: why its prices, what became of its points, what came back."""

from __future__ import annotations

from dataclasses import dataclass, replace

from pos_app.domain.errors import PosError
from pos_app.domain.goods_return import GoodsReturn
from pos_app.domain.pricing import Programme
from pos_app.domain.sale import Sale
from pos_app.services.ports import UnitOfWork
from pos_app.services.recompute import Gap, recompute
from pos_app.services.records import LotRow, PointsEntry
from pos_app.services.return_points import MOVED
from pos_app.services.sale_terms import SaleTerms, read_terms
from pos_app.services.why import Why, WhyLine, WhyPoints, stored_lines


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptDetail:
    """Everything behind one receipt.

    ``lots`` are the points it granted, with what is left of them; ``movements`` all that it and its
    returns did to the customer's points, oldest first; ``gaps`` what its own steps do not explain
    (none, unless somebody tampered with it).
    """

    sale: Sale
    why: Why
    lots: tuple[LotRow, ...]
    movements: tuple[PointsEntry, ...]
    returns: tuple[GoodsReturn, ...]
    gaps: tuple[Gap, ...]


def read_detail(uow: UnitOfWork, uuid: str) -> ReceiptDetail:
    """The detail of a receipt; raises ``PosError("receipt_unknown")``."""
    sale = uow.sales.by_uuid(uuid)
    if sale is None:
        raise PosError("receipt_unknown")
    terms = read_terms(sale, uow.returns.terms(sale.id), Programme())
    gaps = recompute(sale, terms)
    lots = tuple(uow.points.lots_of_sale(sale.id))
    returns = tuple(uow.returns.of_sale(sale.id))
    return ReceiptDetail(
        sale=sale,
        why=Why(lines=_lines(sale, gaps), points=_points(sale, terms)),
        lots=lots,
        movements=_movements(uow, sale, lots, returns),
        returns=returns,
        gaps=gaps,
    )


def _lines(sale: Sale, gaps: tuple[Gap, ...]) -> tuple[WhyLine, ...]:
    unreadable = {gap.position for gap in gaps if gap.figure == "steps"}
    readable = [
        replace(line, steps="[]") if line.position in unreadable else line for line in sale.lines
    ]
    return stored_lines(replace(sale, lines=tuple(readable)))


def _points(sale: Sale, terms: SaleTerms) -> WhyPoints:
    return WhyPoints(
        known=sale.customer_id is not None,
        spent=sale.points_spent,
        spent_money=sale.points_money,
        earned=sale.points_earned,
        most=terms.most,
        limited_by=terms.limited_by,
        per_order=terms.per_order,
        steps=terms.story,
    )


def _movements(
    uow: UnitOfWork, sale: Sale, lots: tuple[LotRow, ...], returns: tuple[GoodsReturn, ...]
) -> tuple[PointsEntry, ...]:
    """What the receipt did to somebody's points.

    Also where it was given to them later (R9), or came back after a merge (R23). What only moved
    to another lot was earned once.
    """
    moved = {lot.id for lot in lots if lot.kind in MOVED}
    owners = (sale.customer_id, *(back.customer_id for back in returns))
    people = {lot.customer_id for lot in lots} | {each for each in owners if each is not None}
    return tuple(
        entry
        for person in sorted(people)
        for entry in uow.points.of_sale(person, sale.id)
        if entry.kind != "earn" or entry.lot_id not in moved
    )
