"""A receipt to look at while its texts are being written: this shop's own head, foot and goods.

It is never stored and never printed.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pos_app.domain.receipt import ReceiptSnapshot, SlipLine, SlipTax, SlipTender, receipt_code
from pos_app.services.records import ProductHit
from pos_app.services.settings import Settings
from pos_app.services.slips import local_iso, local_time, slip_shop


def sample_receipt(
    settings: Settings,
    goods: Sequence[ProductHit],
    tax_name: str,
    tax_rate: int,
    at: datetime,
    cashier: str,
    item_name: str,
) -> ReceiptSnapshot:
    """A receipt of up to three of ``goods``, or of one ``item_name`` where there are none.

    ``tax_rate`` in basis points, ``at`` in UTC.
    """
    unit = 10**settings.money.kind.minor_digits
    lines = tuple(_line(hit.name, hit.price, hit.unit) for hit in goods[:3])
    if not lines:
        lines = (_line(item_name, 10 * unit, "pcs"),)
    gross = sum(line.gross for line in lines)
    included = settings.money.prices_include_tax
    tax = gross * tax_rate // (10_000 + tax_rate) if included else gross * tax_rate // 10_000
    total = gross if included else gross + tax
    local = local_time(at, settings)
    till = settings.till.id
    return ReceiptSnapshot(
        language=settings.locale.language,
        currency=settings.money.currency,
        shop=slip_shop(settings),
        till=till,
        number=1,
        code=receipt_code(till, 1, local.day, local.month),
        at=local_iso(at, settings),
        cashier=cashier,
        lines=lines,
        gross=gross,
        discount=0,
        total=total,
        tenders=(SlipTender(kind="cash", amount=total),),
        taxes=(SlipTax(name=tax_name, rate=tax_rate, base=total - tax, tax=tax),)
        if tax_name
        else (),
        prices_include_tax=included,
    )


def _line(name: str, price: int, unit: str) -> SlipLine:
    return SlipLine(name=name, quantity=1000, unit=unit, unit_price=price, gross=price, net=price)
