"""The coupon for the next purchase: a slip of its own, big enough to be remembered."""

from __future__ import annotations

from collections.abc import Iterator

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
    column = new_column(paper)
    opening(column, speaking, copy=copy)
    column.dashes(full=True)
    name = upper(snapshot.shop.name, speaking.shop_t.language)
    title = speaking.t.pgettext("slip", "COUPON FOR THE NEXT PURCHASE")
    write_coupon(column, coupon, name, title, speaking)
    column.dashes(full=True)
    closing(column, speaking, snapshot.journal_head)
    return draw(column.blocks, paper, coupon.code)


def write_coupon(
    column: Column, coupon: CouponSlip, name: str, title: str, speaking: Voice
) -> None:
    """The coupon itself, from the shop's name down to the rules."""
    size = sizes()
    column.centred(name, size.strong, Weight.BOLD, smallest=size.base)
    column.space(8)
    column.inverted(title, size.strong, smallest=size.base)
    column.space(10)
    _benefit(column, coupon, speaking)
    _whose_and_when(column, coupon, speaking)
    column.space(14)
    column.code(coupon.code, size.coupon_module, size.coupon_code_height)
    column.space(10)
    column.centred(rules(coupon, speaking), size.small)


def benefit_words(coupon: CouponSlip, speaking: Voice) -> str:
    """What it gives, in one figure or word."""
    t, f = speaking.t, speaking.f
    if coupon.benefit == "amount":
        return f.money(-coupon.value, trim=True)
    if coupon.benefit == "percent":
        return f.percent(-coupon.value)
    if coupon.benefit == "points_multiplier":
        return t.pgettext("slip", "Points ×{times}", times=f.points(coupon.value))
    return t.pgettext("slip", "A gift")


def _benefit(column: Column, coupon: CouponSlip, speaking: Voice) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    value = benefit_words(coupon, speaking)
    column.centred(value, size.coupon, Weight.BOLD, smallest=size.total)
    if coupon.benefit == "free_item":
        column.centred(coupon.item_name, size.change, Weight.BOLD)
    column.centred(coupon.title, size.strong)
    if coupon.minimum:
        least = f.money(coupon.minimum, trim=True)
        words = t.pgettext("slip", "for a receipt of {amount} or more", amount=least)
        column.centred(words, size.change, Weight.BOLD, smallest=size.item)
    column.space(10)


def _whose_and_when(column: Column, coupon: CouponSlip, speaking: Voice) -> None:
    size = sizes()
    column.centred(card_line(coupon.customer_name, coupon.card_last4, "", speaking), size.item)
    for words in when_words(coupon, speaking):
        column.centred(words, size.item, Weight.BOLD, smallest=size.small)


def when_words(coupon: CouponSlip, speaking: Voice) -> Iterator[str]:
    """Its first and last day, then its days of the week and hours."""
    t = speaking.t
    start, end = speaking.date(coupon.valid_from), speaking.date(coupon.valid_to)
    if start and end:
        yield t.pgettext("slip", "Valid from {start} to {end}", start=start, end=end)
    elif end:
        yield t.pgettext("slip", "Valid until {end}", end=end)
    elif start:
        yield t.pgettext("slip", "Valid from {start}", start=start)
    days = speaking.f.weekdays(int(day) for day in coupon.weekdays if day in "1234567")
    parts = [days, *(span.replace("-", "–") for span in coupon.hours.split(","))]
    when = ", ".join(part for part in parts if part)
    if when:
        yield t.pgettext("slip", "Only {when}", when=when)


def rules(coupon: CouponSlip, speaking: Voice) -> str:
    """What the customer has to know, in short sentences."""
    t = speaking.t
    said = [
        t.pgettext("slip", "Show the coupon at the till before paying."),
        t.pgettext("slip", "One coupon per receipt."),
    ]
    if coupon.item_name and coupon.benefit != "free_item":
        said.append(t.pgettext("slip", "Only for: {goods}.", goods=coupon.item_name))
    if not coupon.max_uses:
        said.append(t.pgettext("slip", "Can be used again and again."))
    elif coupon.max_uses > 1:
        uses = coupon.max_uses
        said.append(t.ngettext("Good for {n} use.", "Good for {n} uses.", uses))
    if coupon.named:
        said.append(t.pgettext("slip", "Only for the customer named above."))
    if coupon.not_with_promotions:
        said.append(t.pgettext("slip", "Not for goods on promotion."))
    return " ".join(said)
