"""What goods brought back in exchange do to the sum on the sale and payment pages (R18)."""

from __future__ import annotations

from pos_app.i18n import Formats, Translator
from pos_app.services.desk_view import DeskView
from pos_app.services.payment import covered


def exchange_rows(view: DeskView, t: Translator, f: Formats) -> list[tuple[str, str]]:
    """What goods brought back pay for, and what of it goes back to the customer (R18)."""
    exchange = view.draft.exchange
    if exchange is None:
        return []
    rows = [(t._("Returned goods"), f.amount(-exchange.credit))]
    rest = exchange.credit - covered(view.priced.to_pay, view.draft)
    if rest:
        rows.append((t._("Goes back to the customer"), f.amount(rest)))
    return rows
