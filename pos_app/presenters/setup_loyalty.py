"""Step 3: three ways to thank a customer, explained by what each gives away now and later."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.domain.pricing import Basket, BasketLine, CustomerFacts, Item, price
from pos_app.i18n import Translator
from pos_app.presenters.setup_state import GiveBar, LoyaltyCard, LoyaltyPage
from pos_app.presenters.setup_steps import Errors, Shown
from pos_app.services.programme_store import MODES, Mode, default_programme

EXAMPLE_MAJOR: Final = 1000
_ICONS: Final = {"discount": "percent", "points": "sparkles", "both": "layers"}
_NOON: Final = datetime(2026, 1, 1, 12, 0)  # noqa: DTZ001 - local; the programme has no dates


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenAway:
    """What one purchase costs the shop: at once, and when the customer returns (minor units).

    ``points`` in hundredths; ``off`` and ``back`` are the rates of the programme, basis points.
    """

    today: int
    later: int
    pays: int
    points: int


def given_away(mode: Mode, amount: int) -> GivenAway:
    """What the usual programme of ``mode`` gives on a purchase of ``amount``, by the engine."""
    programme = default_programme(mode)
    line = BasketLine(line_id="1", item=Item(sku="1", price=amount), quantity=1000)
    tier = programme.tiers[0].tier_id if programme.tiers else None
    person = CustomerFacts(customer_id="1", tier_id=tier)
    priced = price(Basket(lines=(line,), customer=person), programme, _NOON)
    later = priced.points.earned * programme.point_value // (100 * programme.point_value_per)
    return GivenAway(
        today=priced.gross - priced.to_pay,
        later=later,
        pays=priced.to_pay,
        points=priced.points.earned,
    )


class LoyaltyStep(Shown):
    """See :class:`pos_app.presenters.setup_steps.Step`."""

    def titles(self) -> tuple[str, str, str]:
        """See Step."""
        t = self.voice.t
        return (
            t._("How do you want to thank your customers?"),
            t._("Pick one. You can add tiers, coupons and birthdays later."),
            t._("You can change everything later in Settings."),
        )

    def note(self) -> str:
        """See Step."""
        return self._titles(self.voice.t)[self.draft.mode]

    def edit(self, key: str, value: str) -> bool:
        """See Step."""
        if key == "mode" and value in MODES:
            self.draft.mode = value
        elif key == "mode_step":
            place = MODES.index(self.draft.mode) + int(value)  # type: ignore[arg-type]
            self.draft.mode = MODES[max(0, min(place, len(MODES) - 1))]
        return True

    def page(self, errors: Errors) -> LoyaltyPage:
        """See Step."""
        amount = EXAMPLE_MAJOR * 10**self.voice.f.minor_digits
        given = {mode: given_away(mode, amount) for mode in MODES}
        most = max(max(each.today, each.later) for each in given.values()) or 1
        return LoyaltyPage(
            cards=tuple(self._card(mode, given[mode], amount, most) for mode in MODES)
        )

    def _card(self, mode: Mode, given: GivenAway, amount: int, most: int) -> LoyaltyCard:
        t, f = self.voice.t, self.voice.f
        return LoyaltyCard(
            key=mode,
            icon=_ICONS[mode],
            title=self._titles(t)[mode],
            points=self._points(t)[mode],
            give=t._("What you give away"),
            bars=(
                GiveBar(
                    word=t.pgettext("given away", "today"),
                    share=given.today * 100 // most,
                    amount=f.money(given.today, trim=True),
                    tone="warn",
                ),
                GiveBar(
                    word=t._("next visit"),
                    share=given.later * 100 // most,
                    amount=f.money(given.later, trim=True),
                    tone="accent",
                ),
            ),
            buys=t._("A customer buys for {sum}", sum=f.money(amount, trim=True)),
            pays=t._("pays {sum}", sum=f.money(given.pays, trim=True)),
            gets=self._gets(mode, given, amount),
            badge=t._("suggested") if mode == "points" else "",
            chosen=mode == self.draft.mode,
        )

    def _gets(self, mode: Mode, given: GivenAway, amount: int) -> str:
        t, f = self.voice.t, self.voice.f
        if given.points:
            return t._("gets {points} points for later", points=f.points(given.points))
        rate = given.today * 10_000 // amount
        return t._("{rate} off, returning or not", rate=f.percent(rate))

    def _titles(self, t: Translator) -> dict[str, str]:
        return {
            "discount": t._("Discount cards"),
            "points": t._("Bonus points"),
            "both": t.pgettext("loyalty", "Both"),
        }

    def _points(self, t: Translator) -> dict[str, tuple[tuple[bool, str], ...]]:
        return {
            "discount": (
                (True, t._("Cheaper at once, easy to explain")),
                (True, t._("Level can grow with purchases")),
                (False, t._("You give the money away today")),
                (False, t._("Nothing to come back for")),
            ),
            "points": (
                (True, t._("Part of the price waits for the next visit")),
                (True, t._("Costs you only when they return")),
                (True, t._("Points can expire, so you plan the cost")),
                (False, t._("Needs one sentence at the till")),
            ),
            "both": (
                (True, t._("Small discount for every card")),
                (True, t._("Points on what is left to pay")),
                (False, t._("Costs the most")),
                (False, t._("More to explain")),
            ),
        }
