"""Step 1: language, money, time zone and country."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from pos_app.i18n import Formats, translator
from pos_app.i18n.names import countries, currency_name, time_zones, zones_of
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.setup_draft import SetupDraft
from pos_app.presenters.setup_state import FieldState, FormPage, SectionState
from pos_app.presenters.setup_steps import Errors, Shown
from pos_app.presenters.sign_in import LANGUAGE_NAMES
from pos_app.services.currencies import CURRENCIES, currency

_ROUNDINGS: Final = (0, 2, 5, 10, 20, 25, 50, 100)
_EURO_COUNTRIES: Final = frozenset(
    {
        "AT",
        "BE",
        "BG",
        "CY",
        "DE",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "IE",
        "IT",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "PT",
        "SI",
        "SK",
    }
)


def money_of(country: str) -> str:
    """The money of a country among those the till can keep; EUR where it is none of them."""
    if country in _EURO_COUNTRIES:
        return "EUR"
    return next((m.code for m in CURRENCIES.values() if m.region == country), "EUR")


class PlaceStep(Shown):
    """See :class:`pos_app.presenters.setup_steps.Step`. ``home_zone`` is the computer's own."""

    def __init__(
        self, draft: SetupDraft, voice: Voice, show: Callable[[], None], home_zone: str
    ) -> None:
        super().__init__(draft, voice, show)
        self._home_zone = home_zone

    def titles(self) -> tuple[str, str, str]:
        """See Step."""
        t = self.voice.t
        return (
            t._("Language and currency"),
            t._("The rest follows from these two; change what does not fit."),
            t._("The currency cannot be changed after the first sale."),
        )

    def note(self) -> str:
        """See Step."""
        names = dict(LANGUAGE_NAMES)
        symbol = self.voice.f.currency_symbol
        money = self.draft.currency
        shown = money if symbol == money else f"{symbol} {money}"
        return f"{names[self.draft.language]}, {shown}"

    def edit(self, key: str, value: str) -> bool:
        """See Step."""
        draft = self.draft
        if key == "language":
            draft.language = value
        elif key == "currency":
            draft.currency = value
            draft.rounding = ""
            self._follow(currency(value).region)
        elif key == "region":
            self._follow(value)
        elif key == "zone":
            draft.zone = value
        elif key == "rounding":
            draft.rounding = value
        self.voice.change(translator(draft.language), Formats(draft.language, draft.currency))
        return True

    def _follow(self, region: str) -> None:
        """The country brings its time zone, unless this computer stands in it already."""
        if not region:
            return
        self.draft.region = region
        zones = zones_of(region)
        if zones and self.draft.zone not in zones:
            self.draft.zone = self._home_zone if self._home_zone in zones else zones[0]

    def page(self, errors: Errors) -> FormPage:
        """See Step."""
        t = self.voice.t
        return FormPage(
            languages=LANGUAGE_NAMES,
            language=self.draft.language,
            language_label=t._("Language of the till and of receipts"),
            sections=(
                SectionState(
                    key="money", title=t._("Money"), icon="coins", fields=self._money_fields()
                ),
                SectionState(
                    key="place",
                    title=t._("Place"),
                    icon="clock",
                    fields=self._place_fields(),
                ),
            ),
        )

    def _money_fields(self) -> tuple[FieldState, ...]:
        t, draft = self.voice.t, self.draft
        return (
            FieldState(
                key="currency",
                label=t._("Currency"),
                kind="select",
                text=draft.currency,
                choices=self._currencies(),
            ),
            FieldState(
                key="rounding",
                label=t._("Rounding of cash"),
                kind="select",
                text=draft.rounding,
                choices=self._roundings(),
                hint=t._("Only what is paid in cash is rounded."),
            ),
        )

    def _place_fields(self) -> tuple[FieldState, ...]:
        t, draft, language = self.voice.t, self.draft, self.draft.language
        return (
            FieldState(
                key="region",
                label=t._("Country"),
                kind="select",
                text=draft.region,
                choices=(("", "–"), *countries(language)),
                hint=t._("Reads phone numbers typed without a country code."),
            ),
            FieldState(
                key="zone",
                label=t._("Time zone"),
                kind="select",
                text=draft.zone,
                choices=self._zones(),
                hint=t._("Days and dates of the shop follow it."),
            ),
        )

    def _currencies(self) -> tuple[tuple[str, str], ...]:
        language = self.draft.language
        named = []
        for code in CURRENCIES:
            symbol = Formats(language, code).currency_symbol
            words = f"{code} · {currency_name(code, language)}"
            named.append((code, f"{symbol}  {words}" if symbol != code else words))
        return tuple(named)

    def _roundings(self) -> tuple[tuple[str, str], ...]:
        t, f = self.voice.t, self.voice.f
        usual = currency(self.draft.currency).rounding

        def words(step: int) -> str:
            if not step:
                return t._("to the last coin")
            return t._("to {sum}", sum=f.money(step))

        chosen = [("", t._("usual: {rounding}", rounding=words(usual)))]
        chosen += [(str(step), words(step)) for step in _ROUNDINGS if step != usual]
        return tuple(chosen)

    def _zones(self) -> tuple[tuple[str, str], ...]:
        """First where we seem to be, then everywhere."""
        every = time_zones(self.draft.language)
        near = (self._home_zone, *zones_of(self.draft.region))
        first = [pair for zone in dict.fromkeys(near) for pair in every if pair[0] == zone]
        rest = [pair for pair in every if pair not in first]
        known = {key for key, _ in every}
        own = () if self.draft.zone in known else ((self.draft.zone, self.draft.zone),)
        return (*own, *first, *rest)
