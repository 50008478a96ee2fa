"""The slips of a shift: the X report in between, and the summary at its close (R32).

Neither is ever called a Z report, which belongs to fiscal devices.
"""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.logo import Logo
from pos_app.adapters.documents.parts import closing, new_column, opening, shop_head
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.domain.receipt import ShiftSlip
from pos_app.services.documents import JobKind, Paper


def render_shift(
    slip: ShiftSlip,
    paper: Paper,
    *,
    copy: bool = False,
    language: str = "",
    logo: Logo | None = None,
) -> bytes:
    """The PDF of an X report or a shift summary."""
    speaking = voice(language or slip.language, slip.currency, slip.shop)
    column = new_column(paper)
    opening(column, speaking, copy=copy)
    shop_head(column, slip.shop, speaking, logo)
    _head(column, slip, speaking)
    column.dashes()
    _trade(column, slip, speaking)
    column.dashes()
    _tenders_and_taxes(column, slip, speaking)
    column.dashes()
    _drawer(column, slip, speaking)
    column.space(10)
    closing(column, speaking, slip.journal_head)
    return draw(column.blocks, paper, f"{slip.kind}-{slip.till}-{slip.number}")


def _head(column: Column, slip: ShiftSlip, speaking: Voice) -> None:
    t, size = speaking.t, sizes()
    if slip.kind == JobKind.X_REPORT:
        title = t.pgettext("slip", "X report")
    else:
        title = t.pgettext("slip", "Shift summary")
    column.centred(title, size.change, Weight.BOLD)
    column.space(8)
    shift = t.pgettext("slip", "Shift {number}", number=str(slip.number))
    till = t.pgettext("slip", "Till {till}", till=slip.till)
    column.pair(shift, till, size.base, air=5)
    _row(column, t.pgettext("slip", "Opened"), speaking.date_time(slip.opened_at))
    _row(column, t.pgettext("slip", "Printed"), speaking.date_time(slip.printed_at))
    _row(column, t.pgettext("slip", "Cashier"), slip.cashier)
    if slip.first_number is not None and slip.last_number is not None:
        numbers = f"{slip.first_number}–{slip.last_number}"
        _row(column, t.pgettext("slip", "Receipts no."), numbers)


def _trade(column: Column, slip: ShiftSlip, speaking: Voice) -> None:
    t, f = speaking.t, speaking.f
    sales = t.pgettext("slip", "Sales ({count})", count=f.number(slip.sales_count))
    returns = t.pgettext("slip", "Returns ({count})", count=f.number(slip.returns_count))
    _row(column, sales, f.amount(slip.sales_total))
    _row(column, returns, f.amount(slip.returns_total))
    if slip.certificates_sold:
        count = f.number(slip.certificates_count)
        sold = t.pgettext("slip", "Gift certificates sold ({count})", count=count)
        _row(column, sold, f.amount(-slip.certificates_sold))
    revenue = f.money(slip.revenue)
    column.pair(t.pgettext("slip", "Revenue"), revenue, sizes().strong, Weight.BOLD, air=6)
    _row(column, t.pgettext("slip", "Discounts given"), f.amount(slip.discount_total))
    _row(column, t.pgettext("shift slip", "Points earned"), f.points(slip.points_earned))
    _row(column, t.pgettext("shift slip", "Points spent"), f.points(slip.points_spent))


def _tenders_and_taxes(column: Column, slip: ShiftSlip, speaking: Voice) -> None:
    for tender in slip.by_tender:
        _row(column, speaking.tender(tender), speaking.f.amount(tender.amount))
    for tax in slip.taxes:
        _row(column, speaking.tax(tax, included=False), speaking.f.amount(tax.tax))


def _drawer(column: Column, slip: ShiftSlip, speaking: Voice) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    _row(column, t.pgettext("slip", "Float"), f.amount(slip.opening_float))
    _row(column, t.pgettext("slip", "Cash in"), f.amount(slip.cash_in))
    _row(column, t.pgettext("slip", "Cash out"), f.amount(-slip.cash_out))
    if slip.expected is not None:
        _row(column, t.pgettext("slip", "Expected in the drawer"), f.amount(slip.expected))
    if slip.counted is not None:
        counted = t.pgettext("slip", "Counted")
        column.pair(counted, f.money(slip.counted), size.strong, Weight.BOLD, air=6)
    if slip.difference is not None:
        words = t.pgettext("slip", "Difference")
        figure = f.money(slip.difference, sign=True)
        column.pair(words, figure, size.strong, Weight.BOLD, air=6)


def _row(column: Column, label: str, figure: str) -> None:
    column.pair(label, figure, sizes().base, air=5)
