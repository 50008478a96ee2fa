"""The explanation of a receipt: each line from its price to what was paid, step by step."""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.logo import Logo
from pos_app.adapters.documents.parts import closing, new_column, opening, shop_head
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.domain.receipt import ExplainedPart, ExplainedRow, ExplanationSlip
from pos_app.services.documents import Paper


def render_explanation(slip: ExplanationSlip, paper: Paper, *, logo: Logo | None = None) -> bytes:
    """The PDF of an explanation, in the language it was said in."""
    speaking = voice(slip.language, slip.currency, slip.shop)
    column = new_column(paper)
    opening(column, speaking, copy=False)
    shop_head(column, slip.shop, speaking, logo)
    _head(column, slip, speaking)
    for part in slip.parts:
        column.dashes()
        _part(column, part)
    column.space(10)
    closing(column, speaking, "")
    return draw(column.blocks, paper, f"explanation-{slip.till}-{slip.number}")


def _head(column: Column, slip: ExplanationSlip, speaking: Voice) -> None:
    t, size = speaking.t, sizes()
    column.centred(t.pgettext("slip", "Why these prices"), size.change, Weight.BOLD)
    column.space(8)
    receipt = t.pgettext("slip", "Receipt {number}", number=str(slip.number))
    column.pair(receipt, speaking.date_time(slip.sold_at), size.base, air=5)
    till = t.pgettext("slip", "Till {till}", till=slip.till)
    column.pair(till, t.pgettext("slip", "Cashier {name}", name=slip.cashier), size.small, air=4)
    printed = t.pgettext("slip", "Printed")
    column.pair(printed, speaking.date_time(slip.printed_at), size.small, air=4)


def _part(column: Column, part: ExplainedPart) -> None:
    column.left_text(part.title, sizes().item, Weight.BOLD, keep=True)
    for row in part.rows:
        _row(column, row)


def _row(column: Column, row: ExplainedRow) -> None:
    """The step with what it took; its reason below, with what is left."""
    size = sizes()
    weight = Weight.BOLD if row.strong else Weight.SEMI
    if not row.change:
        column.pair(row.title, row.left, size.base, weight, air=4)
        column.left_text(row.detail, size.small)
        return
    column.pair(row.title, row.change, size.base, weight, air=4)
    column.pair(row.detail, f"= {row.left}" if row.left else "", size.small)
