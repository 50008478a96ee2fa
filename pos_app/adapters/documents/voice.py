"""The words and figures of one slip: its language, its currency, its shop's own language."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from pos_app.domain.receipt import SlipShop, SlipTax, SlipTender
from pos_app.i18n import Formats, Translator, translator


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """``t`` speaks the slip's language, ``shop_t`` the shop's (for the non-fiscal words)."""

    t: Translator
    f: Formats
    shop_t: Translator

    def date(self, iso: str) -> str:
        """An ISO day in the slip's way; a text that is none is printed as it is."""
        try:
            return self.f.date(date.fromisoformat(iso[:10]))
        except ValueError:
            return iso

    def date_time(self, iso: str) -> str:
        """An ISO local time in the slip's way; a text that is none is printed as it is."""
        try:
            return self.f.date_time(datetime.fromisoformat(iso))
        except ValueError:
            return iso

    def non_fiscal(self) -> str:
        """First and last line of every slip (R34)."""
        return self.shop_t.pgettext("slip", "Non-fiscal document")

    def tender(self, tender: SlipTender) -> str:
        """What the money was, with the terminal's name where there is one."""
        t = self.t
        names = {
            "cash": t.pgettext("slip tender", "Cash"),
            "card": t.pgettext("slip tender", "Bank card"),
            "transfer": t.pgettext("slip tender", "Bank transfer"),
            "points": t.pgettext("slip tender", "Points"),
            "certificate": t.pgettext("slip tender", "Gift certificate"),
            "store_credit": t.pgettext("slip tender", "Store credit"),
            "exchange": t.pgettext("slip tender", "Exchange"),
        }
        name = names.get(tender.kind, tender.kind)
        return f"{name} · {tender.label}" if tender.label else name

    def tax(self, tax: SlipTax, *, included: bool) -> str:
        """``incl. VAT 20%``; a name that already tells its rate is not given it twice."""
        name = tax.name or self.t.pgettext("slip", "Tax")
        if "%" not in name:
            name = f"{name} {self.f.percent(tax.rate)}"
        return self.t.pgettext("slip", "incl. {tax}", tax=name) if included else name


def voice(language: str, currency: str, shop: SlipShop) -> Voice:
    """The voice of a slip; unknown languages speak English."""
    t = translator(language)
    return Voice(
        t=t,
        f=Formats(t.language, currency),
        shop_t=translator(shop.language or language),
    )
