"""The coupon for the next purchase: a slip of its own, big enough to be remembered."""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.loyalty import card_line
from pos_app.adapters.documents.parts import closing, new_column, opening
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.text import upper
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.domain.receipt import CouponSlip, ReceiptSnapshot
from pos_app.services.documents import Paper


def render_coupon(
    coupon: CouponSlip,
    snapshot: ReceiptSnapshot,
    paper: Paper,
    *,
    copy: bool = False,
    language: str = "",
) -> bytes:
    """The PDF of ``coupon``, issued by the receipt ``snapshot``, whose shop and money it uses."""
    speaking = voice(language or snapshot.language, snapshot.currency, snapshot.shop)
    t, size = speaking.t, sizes()
    column = new_column(paper)
    opening(column, speaking, copy=copy)
    column.dashes(full=True)
    name = upper(snapshot.shop.name, speaking.shop_t.language)
    column.centred(name, size.strong, Weight.BOLD, smallest=size.base)
    column.space(8)
    title = t.pgettext("slip", "COUPON FOR THE NEXT PURCHASE")
    column.inverted(title, size.strong, smallest=size.base)
    column.space(10)
    _benefit(column, coupon, speaking)
    _whose_and_when(column, coupon, speaking)
    column.space(14)
    column.code(coupon.code, size.coupon_module, size.coupon_code_height)
    column.space(10)
    column.centred(rules(coupon, speaking), size.small)
    column.dashes(full=True)
    closing(column, speaking, snapshot.journal_head)
    return draw(column.blocks, paper, coupon.code)


def _benefit(column: Column, coupon: CouponSlip, speaking: Voice) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    if coupon.benefit == "amount":
        value = f.money(-coupon.value, trim=True)
    elif coupon.benefit == "percent":
        value = f.percent(-coupon.value)
    elif coupon.benefit == "points_multiplier":
        value = t.pgettext("slip", "Points ×{times}", times=f.points(coupon.value))
    else:
        value = t.pgettext("slip", "A gift")
    column.centred(value, size.coupon, Weight.BOLD, smallest=size.total)
    column.centred(coupon.item_name, size.change, Weight.BOLD)
    column.centred(coupon.title, size.strong)
    if coupon.minimum:
        least = f.money(coupon.minimum, trim=True)
        words = t.pgettext("slip", "for a receipt of {amount} or more", amount=least)
        column.centred(words, size.change, Weight.BOLD, smallest=size.item)
    column.space(10)


def _whose_and_when(column: Column, coupon: CouponSlip, speaking: Voice) -> None:
    t, size = speaking.t, sizes()
    column.centred(card_line(coupon.customer_name, coupon.card_last4, "", speaking), size.item)
    start, end = speaking.date(coupon.valid_from), speaking.date(coupon.valid_to)
    if start and end:
        words = t.pgettext("slip", "Valid from {start} to {end}", start=start, end=end)
    elif end:
        words = t.pgettext("slip", "Valid until {end}", end=end)
    elif start:
        words = t.pgettext("slip", "Valid from {start}", start=start)
    else:
        return
    column.centred(words, size.item, Weight.BOLD, smallest=size.small)


def rules(coupon: CouponSlip, speaking: Voice) -> str:
    """What the customer has to know, in short sentences."""
    t = speaking.t
    said = [
        t.pgettext("slip", "Show the coupon at the till before paying."),
        t.pgettext("slip", "One coupon per receipt."),
    ]
    if coupon.named:
        said.append(t.pgettext("slip", "Only for the customer named above."))
    if coupon.not_with_promotions:
        said.append(t.pgettext("slip", "Not for goods on promotion."))
    return " ".join(said)
