"""The words beside a product's fields: choices, hints, its price history."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from pos_app.domain.catalogue import PriceChange, ProductGroup, TaxRate
from pos_app.domain.gtin import normalise_gtin
from pos_app.i18n import Translator
from pos_app.presenters.product_draft import ProductDraft
from pos_app.presenters.product_edit_state import Choices, PriceRow
from pos_app.presenters.sale_ports import Voice

NEW_GROUP: Final = "+"
"""The choice that opens the field for a new group."""


def sku_hint(draft: ProductDraft, t: Translator) -> str:
    """What becomes of an empty SKU."""
    if draft.values.sku.strip():
        return ""
    if draft.stored.sku:
        return t._("Left empty, it stays {sku}.", sku=draft.stored.sku)
    if draft.values.barcodes:
        return t._("Left empty, it becomes {sku}.", sku=draft.values.barcodes[0])
    return t._("Left empty, a short code is made.")


def unit_choices(t: Translator) -> Choices:
    """The units with their short words."""
    return (("pcs", t._("pcs")), ("kg", t._("kg")), ("l", t._("l")), ("m", t._("m")))


def price_suffix(unit: str, voice: Voice) -> str:
    """What stands behind a price: the currency, and per what."""
    symbol = voice.f.currency_symbol
    if unit == "pcs":
        return symbol
    words = dict(unit_choices(voice.t))[unit]
    return voice.t._("{currency} per {unit}", currency=symbol, unit=words)


def group_choices(groups: Sequence[ProductGroup], t: Translator) -> Choices:
    """No group, every group by name, a new one."""
    known = sorted(((str(each.id), each.name) for each in groups), key=_by_name)
    return (("", t._("No group")), *known, (NEW_GROUP, t._("New group…")))


def tax_choices(taxes: Sequence[TaxRate], chosen: str, voice: Voice) -> Choices:
    """No tax, and every tax in use or already chosen."""
    used = (tax for tax in taxes if tax.active or str(tax.id) == chosen)
    known = ((str(tax.id), _tax_words(tax, voice)) for tax in used)
    return (("", voice.t._("No tax")), *known)


def _tax_words(tax: TaxRate, voice: Voice) -> str:
    """The tax's name, with its rate where the name does not say it."""
    whole = str(tax.rate // 100)
    if whole in tax.name:
        return tax.name
    return f"{tax.name} · {voice.f.percent(tax.rate)}"


def price_rows(
    history: Sequence[PriceChange],
    voice: Voice,
    local: Callable[[datetime], datetime],
    name_of: Callable[[int], str],
) -> tuple[PriceRow, ...]:
    """The price history, the newest first."""
    f = voice.f
    reasons = {"import": voice.t._("Import"), "": "—"}
    return tuple(
        PriceRow(
            key=str(number),
            when=f.date_time(local(change.at)),
            old="—" if change.old is None else f.money(change.old),
            new=f.money(change.price),
            who=(name_of(change.person_id) if change.person_id else "") or "—",
            why=reasons.get(change.reason, change.reason),
        )
        for number, change in enumerate(reversed(history))
    )


def code_kind(code: str, t: Translator) -> str:
    """What kind of bar code this is, short."""
    if normalise_gtin(code) is None:
        return t._("own code")
    if len(code) in (12, 13) and code.zfill(13).startswith("2"):
        return t._("of this shop")
    return {8: "EAN-8", 12: "UPC-A", 13: "EAN-13", 14: "GTIN-14"}.get(len(code), "GTIN")


def _by_name(pair: tuple[str, str]) -> str:
    return pair[1].casefold()
