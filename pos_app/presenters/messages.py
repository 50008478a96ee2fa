"""Codes of failures turned into sentences: what happened, and the way out.

Every :class:`CodedError` that can reach a screen is said here, so that the same fault is told in
the same words everywhere. Money, points and dates in ``params`` are figures and are formatted for
the reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Final

from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.i18n import Formats, Translator
from pos_app.presenters.service_words import SERVICE_SENTENCES


class Speaker:
    """A language with its figures, and the params of one failure, for short sentences below."""

    __slots__ = ("_formats", "_params", "t")

    t: Translator

    def __init__(self, t: Translator, formats: Formats, params: Mapping[str, object]) -> None:
        self.t = t
        self._formats = formats
        self._params = params

    def text(self, name: str) -> str:
        """A param as plain text, "" when it is missing."""
        value = self._params.get(name)
        return "" if value is None else str(value)

    def count(self, name: str) -> int:
        """A whole number, 0 when it is missing."""
        value = self._params.get(name)
        return value if isinstance(value, int) else 0

    def money(self, name: str) -> str:
        """A sum in the shop's currency."""
        return self._formats.money(self.count(name))

    def points(self, name: str) -> str:
        """Points without their word."""
        return self._formats.points(self.count(name))

    def percent(self, name: str) -> str:
        """A rate."""
        return self._formats.percent(self.count(name))

    def day(self, name: str) -> str:
        """A day, from a date or its ISO text; other text stays as it is."""
        value = self._params.get(name)
        if isinstance(value, str):
            try:
                value = date.fromisoformat(value[:10])
            except ValueError:
                return self.text(name)
        return self._formats.date(value) if isinstance(value, date) else ""

    def moment(self, name: str) -> str:
        """A time of day, from a local datetime."""
        value = self._params.get(name)
        return self._formats.time(value) if isinstance(value, datetime) else self.text(name)


Sentence = Callable[[Speaker], str]


def say(error: CodedError, t: Translator, formats: Formats) -> str:
    """The sentence for a failure; a code without one is named, so that nobody stands clueless."""
    speaker = Speaker(t, formats, error.params)
    sentence = SENTENCES.get(error.code)
    if sentence is not None:
        return sentence(speaker)
    if isinstance(error, EnvironmentProblem):
        return t._("The computer could not do this ({code}). Try again.", code=error.code)
    return t._("This is not possible ({code}).", code=error.code)


def refusal(code: str, t: Translator, formats: Formats, **params: object) -> str:
    """The sentence for a reason known by its code alone (a coupon's refusal, a blocked sale)."""
    return say(CodedError(code, **params), t, formats)


def _wait(s: Speaker) -> str:
    seconds = s.count("seconds") or s.count("wait")
    return s.t.ngettext(
        "Too many wrong tries. Wait {n} second.", "Too many wrong tries. Wait {n} seconds.", seconds
    )


def _wrong_pin(s: Speaker) -> str:
    left = s.count("left") or s.count("tries_left")
    if not left:
        return s.t._("Wrong PIN. Try again.")
    return s.t.ngettext("Wrong PIN. {n} try left.", "Wrong PIN. {n} tries left.", left)


def _minimum(s: Speaker) -> str:
    if s.count("missing"):
        return s.t._("{amount} more and this applies.", amount=s.money("missing"))
    return s.t._("The receipt is too small for this: from {amount}.", amount=s.money("minimum"))


_COUNTER: Final[dict[str, Sentence]] = {
    "needs_approval": lambda s: s.t._("Somebody with the right has to approve this."),
    "not_allowed": lambda s: s.t._("Your role may not do this."),
    "wrong_pin": _wrong_pin,
    "pin_wrong": _wrong_pin,
    "locked_out": _wait,
    "pin_locked": _wait,
    "staff_locked": _wait,
    "no_shift": lambda s: s.t._("No shift is open. Open the shift first."),
    "shift_closed": lambda s: s.t._("No shift is open. Open the shift first."),
    "shift_open": lambda s: s.t._("A shift is already open on this till."),
    "tender_over": lambda s: s.t._(
        "Only cash can be given back: enter {due} or less.", due=s.money("due")
    ),
    "tender_locked": lambda s: s.t._(
        "The terminal has charged this. Undo it on the terminal first."
    ),
    "underpaid": lambda s: s.t._("{amount} is still missing.", amount=s.money("missing")),
    "not_paid": lambda s: s.t._("{amount} is still missing.", amount=s.money("missing")),
    "empty_sale": lambda s: s.t._("Nothing has been scanned yet."),
    "unknown_lines": lambda s: s.t._("Solve the unknown barcode first."),
    "quantity": lambda s: s.t._("This quantity is not possible."),
    "quantity_invalid": lambda s: s.t._("This quantity is not possible."),
    "quantity_pieces": lambda s: s.t._("This is sold by the piece: enter a whole number."),
    "reason_required": lambda s: s.t._("Choose a reason first."),
    "discount_fixed_price": lambda s: s.t._("The price of this is fixed: no discount."),
    "discount_too_large": lambda s: s.t._("The discount is larger than the price."),
    "nothing_to_undo": lambda s: s.t._("There is nothing to undo."),
    "price_changed": lambda s: s.t._("Prices have changed since. Look at the total and go on."),
    "clock_behind": lambda s: s.t._(
        "The computer's clock is behind the last receipt. Points cannot be spent until it is right."
    ),
    "draft_gone": lambda s: s.t._("This sale is no longer here."),
    "sale_completed": lambda s: s.t._("This sale is already completed."),
}

_PEOPLE: Final[dict[str, Sentence]] = {
    "card_unknown": lambda s: s.t._("There is no such card. Give it to a new customer with Ins."),
    "card_taken": lambda s: s.t._("This card already belongs to somebody."),
    "card_blocked": lambda s: s.t._("This card is blocked: no discount, no points."),
    "card_not_active": lambda s: s.t._("This card is not in use: no discount, no points."),
    "card_stock": lambda s: s.t._("This card is new. Give it to a customer with Ins."),
    "card_move": lambda s: s.t._(
        "This card (•••• {number}) cannot be changed any more.", number=s.text("number")
    ),
    "card_check_digit": lambda s: s.t._("The number of the card is not right. Scan it again."),
    "customer_unknown": lambda s: s.t._("This customer is not in the list."),
    "customer_gone": lambda s: s.t._("This customer is not in the list."),
    "phone_taken": lambda s: s.t._(
        "This phone is already in the customer list: {name}.", name=s.text("name")
    ),
    "phone_invalid": lambda s: s.t._("This is not a phone number."),
    "name_required": lambda s: s.t._("Enter a name."),
    "phone_or_card_required": lambda s: s.t._("Enter a phone or scan a card."),
    "consent_required": lambda s: s.t._("Without this consent no account can be kept."),
    "bank_card": lambda s: s.t._("This looks like a bank card number. It must not be stored."),
    "text_too_long": lambda s: s.t.ngettext(
        "The text is too long: at most {n} character.",
        "The text is too long: at most {n} characters.",
        s.count("limit"),
    ),
}

_COUPONS: Final[dict[str, Sentence]] = {
    "coupon_unknown": lambda s: s.t._("There is no such coupon."),
    "unknown_code": lambda s: s.t._("Nobody knows this code."),
    "unknown_coupon": lambda s: s.t._("There is no such coupon."),
    "coupon_used": lambda s: s.t._("This coupon has been used."),
    "redeemed": lambda s: s.t._("This coupon has been used."),
    "void": lambda s: s.t._("This coupon is no longer valid."),
    "coupon_void": lambda s: s.t._("This coupon is no longer valid."),
    "expired": lambda s: s.t._("This has expired."),
    "coupon_expired": lambda s: s.t._("This coupon has expired."),
    "not_started": lambda s: s.t._("This is not valid yet."),
    "coupon_not_started": lambda s: s.t._("This coupon is not valid yet."),
    "weekday": lambda s: s.t._("This does not apply today."),
    "hours": lambda s: s.t._("This does not apply at this hour."),
    "other_customer": lambda s: s.t._("This coupon belongs to another customer."),
    "bound_customer": lambda s: s.t._("This coupon belongs to another customer."),
    "coupon_limit": lambda s: s.t._("Only one coupon fits on a receipt."),
    "coupons_per_receipt": lambda s: s.t._("Only one coupon fits on a receipt."),
    "usage_limit": lambda s: s.t._("This has been used as often as it may be."),
    "min_amount": _minimum,
    "minimum": _minimum,
    "no_eligible_lines": lambda s: s.t._("Nothing on the receipt fits this."),
    "better_promotion": lambda s: s.t._("Another offer gives more."),
    "needs_customer": lambda s: s.t._("Only with a customer card."),
}

_WORLD: Final[dict[str, Sentence]] = {
    "disk_full": lambda s: s.t._("The disk is full. Free some space, then try again."),
    "read_only": lambda s: s.t._("The folder of the shop's data cannot be written to."),
    "database_busy": lambda s: s.t._("The shop's data is busy. Try again."),
    "io_error": lambda s: s.t._("The disk does not answer. Check it, then try again."),
    "database_damaged": lambda s: s.t._(
        "The shop's data is damaged. Restore the last backup in the settings."
    ),
    "printer_gone": lambda s: s.t._("The printer does not answer. The slip is kept."),
    "slip_unreadable": lambda s: s.t._("This slip cannot be read."),
}

SENTENCES: Final[dict[str, Sentence]] = {
    **SERVICE_SENTENCES,
    **_COUNTER,
    **_PEOPLE,
    **_COUPONS,
    **_WORLD,
}
