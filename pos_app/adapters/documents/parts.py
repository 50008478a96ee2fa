"""Parts that several slips share: head, foot, the non-fiscal lines."""

from __future__ import annotations

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.logo import Logo
from pos_app.adapters.documents.sizes import geometry, sizes
from pos_app.adapters.documents.text import upper
from pos_app.adapters.documents.voice import Voice
from pos_app.domain.receipt import SlipShop
from pos_app.services.documents import Paper


def new_column(paper: Paper) -> Column:
    """An empty column on ``paper``."""
    where = geometry(paper)
    return Column(where.left, where.width, where.page_width)


def opening(column: Column, voice: Voice, *, copy: bool) -> None:
    """The first line, and the band that tells a copy."""
    column.centred(voice.non_fiscal(), sizes().small)
    if copy:
        column.space(6)
        column.inverted(voice.t.pgettext("slip", "COPY"), sizes().change)
    column.space(8)


def closing(column: Column, voice: Voice, journal_head: str) -> None:
    """The journal's head, which anchors the past outside the machine, and the last line."""
    if journal_head:
        column.centred(voice.t.pgettext("slip", "Journal {head}", head=journal_head), sizes().small)
    column.centred(voice.non_fiscal(), sizes().small)


def shop_head(column: Column, shop: SlipShop, voice: Voice, logo: Logo | None) -> None:
    """Logo, name, what the shop is, where it is, and a rule."""
    size = sizes()
    if logo is not None:
        width, height = logo.fitted(column.width)
        column.picture(logo.image, width, height)
        column.space(8)
    name = upper(shop.name, voice.shop_t.language)
    column.centred(name, size.shop, Weight.BOLD, smallest=size.change)
    column.space(4)
    column.centred(shop.subtitle, size.base)
    where = " · ".join(part for part in (shop.address, shop.phone) if part)
    for words in (where,) if column.fits(where, size.small) else (shop.address, shop.phone):
        column.centred(words, size.small)
    column.centred(shop.tax_number, size.small)
    column.centred(shop.header, size.small)
    column.rule()
