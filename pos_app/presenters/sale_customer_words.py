"""The customer card of the sale screen in words."""

from __future__ import annotations

from typing import Final

from pos_app.i18n import Formats, Translator
from pos_app.presenters.messages import refusal
from pos_app.presenters.price_words import NBSP
from pos_app.presenters.sale_state import CustomerView
from pos_app.services.asking import Due
from pos_app.services.desk_view import CustomerPanel, DeskView, WithoutCard

DOT: Final = "\N{MIDDLE DOT}"
MASK: Final = "\N{BULLET}" * 4

MOST_NEEDS: Final = 3
"""Needs said at the till at a time."""


def person_initials(name: str) -> str:
    """Two capitals for the round picture of a person; "" for a person without a name."""
    words = [word for word in name.split() if word[:1].isalpha()]
    return "".join(word[0] for word in words[:2]).upper()


class CustomerWords:
    """Who is at the till, or what is lost without a card."""

    def __init__(self, t: Translator, formats: Formats) -> None:
        self.t = t
        self.f = formats

    def customer(self, view: DeskView) -> CustomerView:
        """The customer card: who it is, or what is lost without a card."""
        if view.customer is not None:
            return self._attached(view.customer)
        lost = view.without_card
        if lost is not None and (lost.money > 0 or lost.points > 0):
            return self._losing(lost)
        return CustomerView(
            mode="none",
            title=self.t._("Customer"),
            subtitle=self.t._("A card can be scanned at any time"),
        )

    def _losing(self, lost: WithoutCard) -> CustomerView:
        points = lost.points // 100
        worth = self.f.money(lost.points_money, trim=True)
        return CustomerView(
            mode="losing",
            title=self.t._("No card shown"),
            subtitle=self.t._("Ask for the card or phone"),
            warning=self.t._("Without a card the customer loses"),
            lost_money=self.f.money(lost.money) if lost.money else "",
            lost_points=self.t.ngettext(
                "{n} point", "{n} points", points, n=self.f.points(lost.points)
            )
            if lost.points
            else "",
            lost_points_worth=self.t._("= {amount} next time", amount=worth) if lost.points else "",
        )

    def _attached(self, who: CustomerPanel) -> CustomerView:
        return CustomerView(
            mode="attached",
            title=who.name or self.t._("Customer without a name"),
            subtitle=self.card_text(who.card_number),
            initials=person_initials(who.name),
            tier=who.tier_name,
            to_next=self.t._("to {tier}", tier=who.next_tier_name) if who.next_tier_name else "",
            to_next_amount=self.f.money(who.to_next, trim=True) if who.next_tier_name else "",
            progress=who.progress,
            today=who.progress_today,
            points=self.f.points(who.points_active),
            usable=self._usable(who),
            can_spend=who.usable > 0,
            earned=self.f.points(who.earned, sign=True),
            after=f"= {self.f.points(who.after)}",
            expiring=self.expiring(who),
            warning=self.card_warning(who),
            note=self.to_know(who),
        )

    def asks(self, due: Due | None) -> str:
        """The questionnaire that waits, with what it brings."""
        if due is None:
            return ""
        if not due.points:
            return self.t._("Questionnaire not answered")
        points = self.f.points(due.points, sign=True)
        return self.t._("Questionnaire not answered: {points}", points=points)

    def to_know(self, who: CustomerPanel) -> str:
        """What the cashier should know of the person: needs, guesses said as such, and notes."""
        t = self.t
        said = [need.shown(t.language) for need in who.needs if not need.guess]
        guessed = [
            t._("perhaps {need}", need=need.shown(t.language)) for need in who.needs if need.guess
        ]
        needs = "; ".join((said + guessed)[:MOST_NEEDS])
        return f" {DOT} ".join(filter(None, (needs, *who.notes)))

    def card_text(self, number: str) -> str:
        """``Card •••• 4821``; people found by phone have no card in hand."""
        if not number:
            return self.t._("No card in hand")
        return self.t.pgettext("customer", "Card {number}", number=f"{MASK}{NBSP}{number[-4:]}")

    def card_warning(self, who: CustomerPanel) -> str:
        """Why the card gives nothing (R20), or the debt of points (R12)."""
        if not who.benefits:
            return refusal("card_blocked", self.t, self.f)
        if who.points_owed > 0:
            return self.t._(
                "{points} points are owed from a return; new points cover them first.",
                points=self.f.points(who.points_owed),
            )
        return ""

    def _usable(self, who: CustomerPanel) -> str:
        if who.usable > 0:
            return self.t._("up to {points} usable", points=self.f.points(who.usable))
        if who.points_pending > 0:
            return self.t._("{points} pending", points=self.f.points(who.points_pending))
        return self.t._("none usable now")

    def expiring(self, who: CustomerPanel) -> str:
        """What expires next and when; "" when nothing does."""
        if not who.expiring or who.expiring_on is None:
            return ""
        return self.t.ngettext(
            "{n} point expires on {day}",
            "{n} points expire on {day}",
            who.expiring // 100,
            n=self.f.points(who.expiring),
            day=self.f.day_month(who.expiring_on),
        )
