"""The slip of a return, from what was worked out: saved with it and never recomputed (R18)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.receipt import (
    CouponSlip,
    ReceiptSnapshot,
    SlipLine,
    SlipLoyalty,
    SlipTax,
    SlipTender,
    receipt_code,
)
from pos_app.domain.sale import Tender
from pos_app.services.receipt_builder import short_name
from pos_app.services.refund_tenders import EXCHANGE
from pos_app.services.return_plan import Planned
from pos_app.services.shop_book import Book
from pos_app.services.slips import local_iso, slip_shop


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnFacts:
    """What the slip says beside the figures; ``coupon`` is handed over with it."""

    number: int
    at: datetime
    till: str
    cashier: str
    book: Book
    journal_head: str
    tax_names: dict[int, str]
    coupon: CouponSlip | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapPoints:
    """Whose points an exchange moves, by how many hundredths each way, and the apology's last day
    (ISO, "" for none).
    """

    customer_id: int
    back: int
    taken: int
    gift: int
    until: str


def swap_points(planned: Planned) -> SwapPoints | None:
    """The points of goods brought back in exchange, for the slip of the sale they pay for."""
    points, gift = planned.points, planned.gesture
    if points is None:
        return None
    return SwapPoints(
        customer_id=points.customer_id,
        back=sum(part.amount for part in points.restored),
        taken=points.clawback.taken,
        gift=gift.points if gift is not None else 0,
        until=gift.last_day.isoformat() if gift is not None and gift.points else "",
    )


def slip_of_return(
    planned: Planned,
    taxes: Sequence[tuple[int, int, int]],
    refunds: Sequence[Tender],
    facts: ReturnFacts,
) -> ReceiptSnapshot:
    """The snapshot of a return; ``taxes`` are (rate, base, tax) sums of what comes back."""
    book, sale, plan = facts.book, planned.sale, planned.plan
    bought = book.local(sale.at)
    return ReceiptSnapshot(
        kind="return",
        language=_language(planned, book),
        currency=book.settings.money.currency,
        shop=slip_shop(book.settings),
        till=facts.till,
        number=facts.number,
        code=receipt_code(sale.till, sale.number, bought.day, bought.month),
        at=local_iso(facts.at, book.settings),
        cashier=facts.cashier,
        lines=returned_lines(planned),
        gross=plan.refund + plan.shares["points"],
        discount=0,
        points_money=plan.shares["points"],
        total=plan.refund,
        rounding=planned.rounding,
        tenders=tuple(
            SlipTender(kind=_kind(tender), amount=tender.amount, label=tender.label)
            for tender in refunds
        ),
        taxes=tuple(
            SlipTax(name=facts.tax_names.get(rate, ""), rate=rate, base=base, tax=tax)
            for rate, base, tax in taxes
            if rate
        ),
        prices_include_tax=planned.tax_included,
        loyalty=_loyalty(planned),
        coupons=(facts.coupon,) if facts.coupon is not None else (),
        journal_head=facts.journal_head,
        original=f"{sale.till}-{sale.number}" if sale.till != facts.till else str(sale.number),
    )


def returned_lines(planned: Planned) -> tuple[SlipLine, ...]:
    """The goods that come back, as a slip shows them: what they are worth now."""
    sold = {str(line.position): line for line in planned.sale.lines}
    return tuple(
        SlipLine(
            name=sold[refund.line_id].name,
            quantity=planned.quantities[int(refund.line_id)],
            unit=sold[refund.line_id].unit,
            unit_price=sold[refund.line_id].unit_price,
            gross=refund.money + refund.shares["points"],
            net=refund.money,
            sku=sold[refund.line_id].sku,
            returned=True,
        )
        for refund in planned.plan.lines
    )


def _kind(tender: Tender) -> str:
    return "exchange" if tender.reference.startswith(EXCHANGE) else tender.kind.value


def _language(planned: Planned, book: Book) -> str:
    locale = book.settings.locale
    if locale.receipt_language == "customer" and planned.customer is not None:
        return planned.customer.language or locale.language
    return locale.language


def _loyalty(planned: Planned) -> SlipLoyalty | None:
    points, person, moved = planned.points, planned.customer, swap_points(planned)
    if points is None or person is None or moved is None:
        return None
    card = planned.sale.card_number or ""
    tier = planned.tier.after if planned.tier is not None else None
    return SlipLoyalty(
        customer_name=short_name(person.name),
        card_last4=card[-4:],
        tier_name=tier.name if tier is not None else "",
        points_before=points.balance_before,
        points_back=moved.back,
        points_taken=moved.taken,
        points_gift=moved.gift,
        gift_until=moved.until,
        points_after=planned.balance_after,
        points_pending=points.after.pending(points.today),
    )
