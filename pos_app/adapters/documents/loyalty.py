"""What the customer has from coming back: the box with points and tier, and the warning band."""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.voice import Voice
from pos_app.domain.receipt import SlipLoyalty

_PAD = 16


def card_line(name: str, last4: str, tier: str, speaking: Voice) -> str:
    """``Марина С. · карта •••• 4821 · Серебро``: names stay as they are, undeclined."""
    card = speaking.t.pgettext("slip", "card •••• {digits}", digits=last4) if last4 else ""
    return "\u00a0· ".join(part for part in (name, card.replace(" ", "\u00a0"), tier) if part)


def loyalty_box(column: Column, loyalty: SlipLoyalty, speaking: Voice) -> None:
    """The framed box: saved, points before, spent, earned, now, and the way to the next tier."""
    t, f, size = speaking.t, speaking.f, sizes()
    box = column.inner(_PAD)
    words = card_line(loyalty.customer_name, loyalty.card_last4, loyalty.tier_name, speaking)
    box.centred(words, size.small)
    if loyalty.saved:
        saved = t.pgettext("slip", "You saved")
        box.pair(saved, f.money(loyalty.saved), size.strong, Weight.BOLD, air=6)
    _points(box, loyalty, speaking)
    if loyalty.to_next is not None and loyalty.next_tier:
        left = t.pgettext("slip", "To the tier “{tier}”", tier=loyalty.next_tier)
        box.pair(left, f.money(loyalty.to_next), size.base, air=5)
        box.space(4)
        box.progress(loyalty.progress)
    column.space(10)
    column.framed(box, _PAD)


def _points(box: Column, loyalty: SlipLoyalty, speaking: Voice) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    figures = (
        loyalty.points_before,
        loyalty.points_spent,
        loyalty.points_earned,
        loyalty.points_after,
        loyalty.points_pending,
        loyalty.points_back,
        loyalty.points_taken,
        loyalty.points_gift,
    )
    if not any(figures):
        return
    before = t.pgettext("slip", "Points before")
    box.pair(before, f.points(loyalty.points_before), size.base, air=5)
    if loyalty.points_spent:
        spent = t.pgettext("slip", "Points spent")
        box.pair(spent, f.points(-loyalty.points_spent), size.base, Weight.BOLD, air=5)
    if loyalty.points_earned:
        earned = t.pgettext("slip", "Points earned")
        figure = f.points(loyalty.points_earned, sign=True)
        box.pair(earned, figure, size.base, Weight.BOLD, air=5)
    if loyalty.points_back:
        back = t.pgettext("slip", "Points given back")
        figure = f.points(loyalty.points_back, sign=True)
        box.pair(back, figure, size.base, Weight.BOLD, air=5)
    if loyalty.points_taken:
        taken = t.pgettext("slip", "Points taken back")
        box.pair(taken, f.points(-loyalty.points_taken), size.base, Weight.BOLD, air=5)
    if loyalty.points_gift:
        gift = t.pgettext("slip", "With our apology")
        if loyalty.gift_until:
            day = speaking.date(loyalty.gift_until)
            gift = t.pgettext("slip", "With our apology, to {day}", day=day)
        figure = f.points(loyalty.points_gift, sign=True)
        box.pair(gift, figure, size.base, Weight.BOLD, air=5)
    now = t.pgettext("slip", "Points on the card")
    box.pair(now, f.points(loyalty.points_after), size.strong, Weight.BOLD, air=6)
    if loyalty.points_pending:
        pending = t.pgettext("slip", "Points pending")
        box.pair(pending, f.points(loyalty.points_pending), size.base, air=5)


def expiring_band(column: Column, loyalty: SlipLoyalty, speaking: Voice) -> None:
    """White on black: how many points are lost when, while there is time."""
    if loyalty.expiring_points <= 0 or not loyalty.expiring_on:
        return
    whole, part = divmod(loyalty.expiring_points, 100)
    words = speaking.t.ngettext(
        "{n} point expires on {date}",
        "{n} points expire on {date}",
        whole if not part else 2,
        n=speaking.f.points(loyalty.expiring_points),
        date=speaking.date(loyalty.expiring_on),
    )
    column.space(10)
    column.inverted(words, sizes().item)
