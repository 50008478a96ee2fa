"""What the journal says of a sale: people by uuid only, sums in minor units (R34)."""

from __future__ import annotations

from collections.abc import Iterator

from pos_app.domain.events import Event
from pos_app.domain.sale import Draft, Sale
from pos_app.services.ports import UnitOfWork
from pos_app.services.records import CouponRecord
from pos_app.services.session import Session


def coupon_issued(coupon: CouponRecord, sale_uuid: str, session: Session) -> Event:
    """A coupon was handed over with a receipt."""
    content = {"coupon": coupon.uuid, "sale": sale_uuid}
    return Event(type="coupon.issued", content=content, person=session.person_uuid)


def coupon_redeemed(coupon: CouponRecord, sale_uuid: str, session: Session) -> Event:
    """A coupon was used on a receipt."""
    content = {"coupon": coupon.uuid, "sale": sale_uuid}
    return Event(type="coupon.redeemed", content=content, person=session.person_uuid)


def completed(sale: Sale, session: Session) -> Event:
    """A sale was completed, with the figures that make a later change visible."""
    return Event(
        type="sale.completed",
        content={
            "sale": sale.uuid,
            "till": sale.till,
            "number": sale.number,
            "gross": sale.gross,
            "discount": sale.discount,
            "total": sale.total,
            "rounding": sale.rounding,
            "points_spent": sale.points_spent,
            "points_earned": sale.points_earned,
            "lines": len(sale.lines),
            "tenders": [[tender.kind.value, tender.amount] for tender in sale.tenders],
            "change": sale.change,
            "customer": sale.customer_uuid,
            "programme": sale.programme_version,
        },
        person=session.person_uuid,
    )


def overrides(uow: UnitOfWork, draft: Draft, session: Session) -> Iterator[Event]:
    """Discounts and prices given by hand on this sale, each with who allowed it (R33)."""

    def event(kind: str, approver_id: int | None, content: dict[str, object]) -> Event:
        approver = uow.staff.get(approver_id) if approver_id is not None else None
        return Event(
            type=kind,
            content={"sale": draft.uuid, **content},
            person=session.person_uuid,
            approver=approver.uuid if approver is not None else None,
        )

    for line in draft.lines:
        given = line.discount
        if given is not None:
            yield event(
                "sale.discount",
                given.approver_id,
                {
                    "line": line.line_id,
                    "rate": given.rate,
                    "amount": given.amount,
                    "below_floor": given.below_floor,
                    "reason": given.reason,
                },
            )
        if line.override_reason:
            price = line.unit_price if line.price_override is None else line.price_override
            yield event(
                "sale.price",
                line.override_approver_id,
                {
                    "line": line.line_id,
                    "listed": line.unit_price,
                    "price": price,
                    "reason": line.override_reason,
                },
            )
    given = draft.order_discount
    if given is not None:
        yield event(
            "sale.discount",
            given.approver_id,
            {
                "rate": given.rate,
                "amount": given.amount,
                "below_floor": given.below_floor,
                "reason": given.reason,
            },
        )
