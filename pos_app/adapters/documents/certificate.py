"""Gift certificates and store credit on paper: what they are worth, until when, and their code."""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.parts import closing, new_column, opening
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.text import upper
from pos_app.adapters.documents.voice import Voice, voice
from pos_app.domain.receipt import CertificateSlip
from pos_app.services.documents import Paper


def render_certificate(
    slip: CertificateSlip,
    paper: Paper,
    *,
    balance: bool = False,
    copy: bool = False,
    language: str = "",
) -> bytes:
    """The PDF of a certificate, or with ``balance`` the slip that says what is left on it."""
    speaking = voice(language or slip.language, slip.currency, slip.shop)
    size = sizes()
    column = new_column(paper)
    opening(column, speaking, copy=copy)
    column.dashes(full=True)
    name = upper(slip.shop.name, speaking.shop_t.language)
    column.centred(name, size.strong, Weight.BOLD, smallest=size.base)
    column.space(8)
    column.inverted(_title(slip, speaking), size.strong, smallest=size.base)
    column.space(10)
    _worth(column, slip, speaking, balance=balance)
    column.space(14)
    column.code(slip.code, size.coupon_module, size.coupon_code_height)
    column.space(10)
    column.centred(slip.terms or usual_terms(speaking), size.small)
    column.space(8)
    column.pair(
        speaking.t.pgettext("slip", "Till {till}", till=slip.till),
        speaking.date_time(slip.at),
        size.small,
        air=4,
    )
    column.dashes(full=True)
    closing(column, speaking, slip.journal_head)
    return draw(column.blocks, paper, slip.code)


def _title(slip: CertificateSlip, speaking: Voice) -> str:
    t = speaking.t
    if slip.kind == "credit":
        return t.pgettext("slip", "STORE CREDIT")
    return t.pgettext("slip", "GIFT CERTIFICATE")


def _worth(column: Column, slip: CertificateSlip, speaking: Voice, *, balance: bool) -> None:
    t, f, size = speaking.t, speaking.f, sizes()
    if balance:
        column.centred(t.pgettext("slip", "Balance"), size.change, Weight.BOLD)
    value = f.money(slip.balance if balance else slip.amount, trim=True)
    column.centred(value, size.coupon, Weight.BOLD, smallest=size.total)
    if balance:
        issued = t.pgettext("slip", "of {amount}", amount=f.money(slip.amount, trim=True))
        column.centred(issued, size.item)
    end = speaking.date(slip.valid_to)
    words = (
        t.pgettext("slip", "Valid until {end}", end=end)
        if end
        else t.pgettext("slip", "Without an end date")
    )
    column.centred(words, size.item, Weight.BOLD, smallest=size.small)


def usual_terms(speaking: Voice) -> str:
    """What the holder has to know where the shop has no words of its own."""
    t = speaking.t
    said = (
        t.pgettext("slip", "Pays for goods in this shop, in several parts too."),
        t.pgettext("slip", "Not exchanged for money."),
        t.pgettext("slip", "Keep it like cash: whoever shows it may use it."),
    )
    return " ".join(said)
