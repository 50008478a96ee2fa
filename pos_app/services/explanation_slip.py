"""The slip that explains a receipt: the shop's head, the receipt's, and what was said on screen."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime

from pos_app.domain.receipt import ExplainedPart, ExplanationSlip
from pos_app.domain.sale import Sale
from pos_app.services.settings import Settings
from pos_app.services.slips import local_iso, slip_shop


def explanation(
    settings: Settings,
    sale: Sale,
    parts: Sequence[ExplainedPart],
    at: datetime,
    cashier: str,
) -> ExplanationSlip:
    """The slip, in the language and the money of the receipt."""
    return ExplanationSlip(
        language=slip_language(sale, settings),
        currency=settings.money.currency,
        shop=slip_shop(settings),
        till=sale.till,
        number=sale.number,
        sold_at=local_iso(sale.at, settings),
        printed_at=local_iso(at, settings),
        cashier=cashier,
        parts=tuple(parts),
    )


def slip_language(sale: Sale, settings: Settings) -> str:
    """The language the receipt was printed in; the shop's for one without a slip."""
    if not sale.receipt:
        return settings.locale.language
    return str(json.loads(sale.receipt).get("language") or settings.locale.language)
