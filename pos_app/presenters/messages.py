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
from pos_app.presenters.campaign_sentences import CAMPAIGN_SENTENCES
from pos_app.presenters.certificate_sentences import CERTIFICATE_SENTENCES
from pos_app.presenters.questionnaire_sentences import QUESTIONNAIRE_SENTENCES
from pos_app.presenters.service_words import SERVICE_SENTENCES
from pos_app.presenters.settings_words import SETTINGS_SENTENCES


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

    def hours(self) -> str:
        """Weekdays and hours of a rule: ``Mon–Fri, 10:00–14:00``; "" when it always holds."""
        days, hours = self.text("weekdays"), self.text("hours")
        parts = [self._formats.weekdays(int(day) for day in days if day in "1234567")]
        parts += [span.replace("-", "–") for span in hours.split(",")]
        return ", ".join(part for part in parts if part)

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
    return s.t.ngettext(
        "Too many wrong tries. Wait {n} second.",
        "Too many wrong tries. Wait {n} seconds.",
        s.count("seconds"),
    )


def _wrong_pin(s: Speaker) -> str:
    left = s.count("left")
    if not left:
        return s.t._("Wrong PIN. Try again.")
    return s.t.ngettext("Wrong PIN. {n} try left.", "Wrong PIN. {n} tries left.", left)


def _minimum(s: Speaker) -> str:
    if s.count("missing"):
        return s.t._("{amount} more and this applies.", amount=s.money("missing"))
    return s.t._("The receipt is too small for this.")


def _expired(s: Speaker) -> str:
    if s.text("valid_to"):
        return s.t._("This was valid until {day}.", day=s.day("valid_to"))
    return s.t._("This has expired.")


def _not_started(s: Speaker) -> str:
    if s.text("valid_from"):
        return s.t._("This is valid from {day} on.", day=s.day("valid_from"))
    return s.t._("This is not valid yet.")


def _wrong_time(s: Speaker) -> str:
    when = s.hours()
    if when:
        return s.t._("This is valid only: {when}.", when=when)
    return s.t._("This does not apply at this hour.")


def _conditions(s: Speaker) -> str:
    """The condition missed, where it is named; else the hour."""
    sentence = SENTENCES.get(s.text("condition"))
    return _wrong_time(s) if sentence is None else sentence(s)


def _no_effect(s: Speaker) -> str:
    if s.text("goods"):
        return s.t._("Only for: {goods}.", goods=s.text("goods"))
    return s.t._("Nothing on the receipt fits this.")


def _one_coupon(s: Speaker) -> str:
    most = max(1, s.count("most"))
    return s.t.ngettext(
        "Only {n} coupon fits on a receipt.", "Only {n} coupons fit on a receipt.", most
    )


_COUNTER: Final[dict[str, Sentence]] = {
    "needs_approval": lambda s: s.t._("Somebody with the right has to approve this."),
    "export_nobody": lambda s: s.t._("Nobody is left for this list. Nothing was written."),
    "export_too_many": lambda s: s.t.ngettext(
        "At most {n} customer fits into this kind of file.",
        "At most {n} customers fit into this kind of file.",
        s.count("limit"),
    ),
    "export_unconfirmed": lambda s: s.t._("Enter your PIN or password again."),
    "not_allowed": lambda s: s.t._("Your role may not do this."),
    "wrong_pin": _wrong_pin,
    "locked_out": _wait,
    "no_shift": lambda s: s.t._("No shift is open. Open the shift first."),
    "shift_open": lambda s: s.t._("A shift is already open on this till."),
    "reason_missing": lambda s: s.t._("Choose a reason first."),
    "empty": lambda s: s.t._("Nothing has been scanned yet."),
    "sale_empty": lambda s: s.t._("Nothing has been scanned yet."),
    "unknown_line": lambda s: s.t._("Solve the unknown barcode first."),
    "line_unknown": lambda s: s.t._("This line is no longer here."),
    "draft_unknown": lambda s: s.t._("This sale is no longer here."),
    "too_many_lines": lambda s: s.t.ngettext(
        "A receipt has at most {n} line.", "A receipt has at most {n} lines.", s.count("most")
    ),
    "product_inactive": lambda s: s.t._("This is no longer sold: {name}.", name=s.text("name")),
    "quantity_invalid": lambda s: s.t._("This quantity is not possible."),
    "quantity_fixed": lambda s: s.t._("The label gives the quantity: scan each piece."),
    "quantity_whole": lambda s: s.t._("This is sold by the piece: enter a whole number."),
    "price_invalid": lambda s: s.t._("This price is not possible."),
    "discount_invalid": lambda s: s.t._("The discount is larger than the price."),
    "price_level_high": lambda s: s.t._(
        "This is not below the list price ({price}).", price=s.money("price")
    ),
    "price_level_dates": lambda s: s.t._("The last day is before the first."),
    "price_level_twice": lambda s: s.t._(
        "There is already a price for them on these days: {price}.", price=s.money("price")
    ),
    "price_rule_unknown": lambda s: s.t._("This price is no longer here."),
    "too_many_price_levels": lambda s: s.t.ngettext(
        "A product has at most {n} special price.",
        "A product has at most {n} special prices.",
        s.count("limit"),
    ),
    "discount_refused": lambda s: s.t._("The price of this is fixed: no discount."),
}

_MONEY: Final[dict[str, Sentence]] = {
    "amount_invalid": lambda s: s.t._("This sum is not possible."),
    "tender_over": lambda s: s.t._(
        "Only cash can be given back: enter {due} or less.", due=s.money("due")
    ),
    "tender_locked": lambda s: s.t._(
        "The terminal has charged this. Undo it on the terminal first."
    ),
    "return_empty": lambda s: s.t._("Choose what comes back."),
    "return_too_much": lambda s: s.t._(
        "“{name}”: not that many are left to bring back.", name=s.text("name")
    ),
    "gesture_unknown": lambda s: s.t._("This gesture is not possible here."),
    "exchange_late": lambda s: s.t._(
        "The time for returns ended meanwhile. Take the goods off and begin the exchange again."
    ),
    "return_unknown": lambda s: s.t._("There is no such return."),
    "condition_missing": lambda s: s.t._("Say in which condition the goods are."),
    "coupon_not_used": lambda s: s.t._("This receipt used no such coupon."),
    "receipt_claimed": lambda s: s.t._("This receipt belongs to somebody already."),
    "certificate_used": lambda s: s.t._(
        "The certificate {certificate} was used already and cannot come back.",
        certificate=s.text("certificate"),
    ),
    "not_paid": lambda s: s.t._("{amount} is still missing.", amount=s.money("missing")),
    "total_changed": lambda s: s.t._(
        "The total is {now} now, not {was}. Look at it and go on.",
        now=s.money("now"),
        was=s.money("was"),
    ),
    "points_short": lambda s: s.t._(
        "Points that can be spent: {points}.", points=s.points("available")
    ),
    "no_customer": lambda s: s.t._("Scan a customer card first."),
}


def _need_rule(s: Speaker) -> str:
    return {
        "wording": s.t._("Write what the cashier will read, in one language at least."),
        "goods": s.t._("Name words of three letters and more, a group or a label of goods."),
        "receipts": s.t._("From 1 to 50 receipts."),
    }.get(s.text("field"), s.t._("From 1 to 1,100 days."))


_PEOPLE: Final[dict[str, Sentence]] = {
    "card_range_count": lambda s: s.t._("Enter how many: from 1 to {most}.", most=s.text("most")),
    "card_range_end": lambda s: s.t._("There are not so many numbers left after the first one."),
    "card_range_taken": lambda s: s.t._(
        "Another batch has some of these numbers: {first} to {last}.",
        first=s.text("first"),
        last=s.text("last"),
    ),
    "card_range_known": lambda s: s.t._("All these cards are known already."),
    "card_batch_unknown": lambda s: s.t._("This batch of cards is no longer there."),
    "card_batch_empty": lambda s: s.t._("No blank card is left in this batch."),
    "card_code_wide": lambda s: s.t._(
        "The number {number} is too long for its bar code here.", number=s.text("number")
    ),
    "cards_none": lambda s: s.t._("There is no such card to print in this batch."),
    "card_unknown": lambda s: s.t._("There is no such card. Give it to a new customer with Ins."),
    "card_not_issued": lambda s: s.t._("This card is new. Give it to a customer with Ins."),
    "card_closed": lambda s: s.t._("This card was closed. It cannot be given to anybody."),
    "card_taken": lambda s: s.t._("This card already belongs to somebody."),
    "card_blocked": lambda s: s.t._("This card is blocked: no discount, no points."),
    "card_move": lambda s: s.t._(
        "This card (•••• {number}) cannot be changed any more.", number=s.text("number")
    ),
    "view_unknown": lambda s: s.t._("This view is no longer there."),
    "view_empty": lambda s: s.t._("Choose a filter or an order first, then save the view."),
    "view_name_taken": lambda s: s.t._("A view with this name is already there."),
    "views_full": lambda s: s.t._(
        "There may be {most} views. Delete one first.", most=s.text("most")
    ),
    "customer_unknown": lambda s: s.t._("This customer is not in the list."),
    "customer_merged": lambda s: s.t._("This customer was merged into another one. Open that one."),
    "merge_gone": lambda s: s.t._("One of the two is no longer in use. Look again."),
    "merge_unknown": lambda s: s.t._("This merge is not known."),
    "merge_undone": lambda s: s.t._("This merge was undone already."),
    "merge_erased": lambda s: s.t._(
        "One of them was forgotten since, so the two cannot be parted."
    ),
    "merge_again": lambda s: s.t._(
        "This customer was merged into another one since. Undo that first."
    ),
    "merge_newer": lambda s: s.t._("Somebody else was merged in later. Undo that first."),
    "merge_spent": lambda s: s.t._(
        "Points, a coupon or credit of the two were used since, or goods came back. "
        "It stays as it is."
    ),
    "merge_same": lambda s: s.t._("This is one and the same customer."),
    "answers_kept": lambda s: s.t._("Answers are kept for ever by the settings."),
    "customer_erased": lambda s: s.t._("This person has been forgotten."),
    "customer_on_sale": lambda s: s.t._(
        "This person is on the open sale. Finish it or take the card off first."
    ),
    "need_unknown": lambda s: s.t._("This need is no longer there."),
    "need_rule_unknown": lambda s: s.t._("This rule is no longer there."),
    "need_rule_invalid": _need_rule,
    "phone_invalid": lambda s: s.t._("This is not a phone number."),
    "bank_card": lambda s: s.t._("This looks like a bank card number. It must not be stored."),
    "text_too_long": lambda s: s.t.ngettext(
        "The text is too long: at most {n} character.",
        "The text is too long: at most {n} characters.",
        s.count("limit"),
    ),
}

_OFFERS: Final[dict[str, Sentence]] = {
    "coupon_unknown": lambda s: s.t._("There is no such coupon."),
    "unknown_code": lambda s: s.t._("There is no such coupon."),
    "coupon_present": lambda s: s.t._("This coupon is already on the receipt."),
    "coupon_limit": _one_coupon,
    "coupon_used": lambda s: s.t._("This coupon has been used."),
    "usage_limit": lambda s: s.t._("This coupon has been used."),
    "customer_usage_limit": lambda s: s.t._("This customer has used it already."),
    "void": lambda s: s.t._("This coupon is no longer valid."),
    "disabled": lambda s: s.t._("This coupon is no longer valid."),
    "budget": lambda s: s.t._("This offer is used up."),
    "expired": _expired,
    "not_started": _not_started,
    "wrong_time": _wrong_time,
    "conditions": _conditions,
    "customer_required": lambda s: s.t._("Only with a customer card."),
    "customer": lambda s: s.t._("Not for this customer."),
    "customer_group": lambda s: s.t._("Not for this customer."),
    "tier": lambda s: s.t._("Not for this customer."),
    "nth_order": lambda s: s.t._("Not for this customer."),
    "birthday": lambda s: s.t._("Only around the birthday."),
    "other_customer": lambda s: s.t._("This coupon belongs to another customer."),
    "min_amount": _minimum,
    "min_qty": lambda s: s.t._("Not enough of the goods it is for."),
    "max_qty": lambda s: s.t._("Too many of the goods it is for."),
    "distinct_skus": lambda s: s.t._("Not enough of the goods it is for."),
    "contains": lambda s: s.t._("Not enough of the goods it is for."),
    "any_of": lambda s: s.t._("Nothing on the receipt fits this."),
    "none_of": lambda s: s.t._("Something on this receipt rules it out."),
    "excluded": lambda s: s.t._("Another offer gives more."),
    "no_effect": _no_effect,
}

_SCANS: Final[dict[str, Sentence]] = {
    "scan_control_characters": lambda s: s.t._("The scanner sent signs no code has. Scan again."),
    "scan_bank_card": lambda s: s.t._("This is a bank card. It is never read here."),
    "scan_quantity": lambda s: s.t._("This quantity is not possible."),
    "scan_syntax": lambda s: s.t._("The code cannot be read. Scan again."),
    "scan_check_digit": lambda s: s.t._("The check digit is wrong. Scan again."),
    "scan_date": lambda s: s.t._("The date in the code is not possible."),
    "scan_price_check_digit": lambda s: s.t._("The check digit is wrong. Scan again."),
    "scan_nothing_weighed": lambda s: s.t._("The label says zero. Weigh it again."),
}

_WORLD: Final[dict[str, Sentence]] = {
    "disk_full": lambda s: s.t._("The disk is full. Free some space, then try again."),
    "disk_low": lambda s: s.t._("The disk is almost full. Free some space before selling."),
    "read_only": lambda s: s.t._("The folder of the shop's data cannot be written to."),
    "database_busy": lambda s: s.t._("The shop's data is busy. Try again."),
    "io_error": lambda s: s.t._("The disk does not answer. Check it, then try again."),
    "database_damaged": lambda s: s.t._(
        "The shop's data is damaged. Restore the last backup in the settings."
    ),
    "printer_missing": lambda s: s.t._("The printer is not there. The slip is kept."),
    "printer_offline": lambda s: s.t._("The printer does not answer. The slip is kept."),
    "printer_timeout": lambda s: s.t._("The printer does not answer. The slip is kept."),
    "printer_no_access": lambda s: s.t._("This user may not use the printer's port."),
    "printer_busy": lambda s: s.t._("Another program uses the printer."),
    "printer_paper_out": lambda s: s.t._("The printer has no paper."),
    "printer_cover_open": lambda s: s.t._("The printer's cover is open."),
    "print_interrupted": lambda s: s.t._("The line broke while printing. Try again."),
    "print_unconfirmed": lambda s: s.t._("The printer did not say whether it printed."),
    "slip_unreadable": lambda s: s.t._("This slip cannot be read."),
}

SENTENCES: Final[dict[str, Sentence]] = {
    **SERVICE_SENTENCES,
    **SETTINGS_SENTENCES,
    **CERTIFICATE_SENTENCES,
    **CAMPAIGN_SENTENCES,
    **QUESTIONNAIRE_SENTENCES,
    **_COUNTER,
    **_MONEY,
    **_PEOPLE,
    **_OFFERS,
    **_SCANS,
    **_WORLD,
}
