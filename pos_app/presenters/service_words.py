"""Sentences for what the services around the sale refuse: people, rights, shift, goods, settings.

Kept apart from the counter's own sentences in :mod:`pos_app.presenters.messages`, which joins both.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from pos_app.presenters.points_words import POINTS_SENTENCES

if TYPE_CHECKING:
    from pos_app.presenters.messages import Speaker

_MONEY_FIELDS: Final = frozenset(
    {
        "counted",
        "amount",
        "price",
        "cost",
        "next_coupon.threshold",
        "next_coupon.minimum",
        "certificates.amounts",
    }
)


def _invalid(s: Speaker) -> str:
    reason = s.text("reason")
    if reason == "empty":
        return s.t._("This must not stay empty.")
    if reason == "repeat":
        return s.t._("The same is entered twice.")
    if reason != "range":
        return s.t._("This is not possible here.")
    if s.text("field") in _MONEY_FIELDS:
        return s.t._("Enter a sum from {low} to {high}.", low=s.money("low"), high=s.money("high"))
    return s.t._("Enter a value from {low} to {high}.", low=s.text("low"), high=s.text("high"))


def _programme(s: Speaker) -> str:
    field = s.text("field")
    if field in ("tiers", "tier_id", "tier_name", "threshold"):
        return s.t._("Every tier needs a name and a threshold of its own.")
    if field in ("discount", "max_points_share"):
        return s.t._("A share is between 0 and 100%.")
    return s.t._("A figure of the programme is not possible. Look at the red field.")


def _promotion(s: Speaker) -> str:
    if s.text("field") == "name":
        return s.t._("A promotion needs a name.")
    return s.t._("A figure of the promotion is not possible. Look at the red field.")


def _card_number(s: Speaker) -> str:
    if s.text("reason") == "check_digit":
        return s.t._("The number of the card is not right. Scan it again.")
    if s.text("reason") == "prefix":
        return s.t._("Own cards begin with {prefix} here.", prefix=s.text("prefix"))
    if s.text("reason") == "no_digits":
        return s.t._("The number must end in digits that can be counted up.")
    return s.t._("A card number has 4 to 32 letters and digits.")


def _picture(s: Speaker) -> str:
    reason = s.text("reason")
    if reason == "size":
        return s.t._("This picture is too large.")
    if reason == "kind":
        return s.t._("Only PNG and JPEG pictures can be taken.")
    return s.t._("This picture is damaged.")


_RIGHTS: Final[dict[str, Callable[[Speaker], str]]] = {
    "person_unknown": lambda s: s.t._("This person is not in the list."),
    "person_inactive": lambda s: s.t._("{person} no longer works here.", person=s.text("person")),
    "staff_card_pin": lambda s: s.t._("The card is read. Now the PIN of its owner."),
    "staff_card_unknown": lambda s: s.t._("Nobody has this staff card."),
    "staff_card_taken": lambda s: s.t._("This staff card already belongs to somebody."),
    "name_taken": lambda s: s.t._("Somebody here is already called {name}.", name=s.text("name")),
    "last_owner": lambda s: s.t._("The shop must keep an owner."),
    "secret_needed": lambda s: s.t._("Enter a new PIN or password for the new role."),
    "pin_rule": lambda s: s.t.ngettext(
        "The PIN has {n} digit.", "The PIN has {n} digits.", s.count("length")
    ),
    "password_rule": lambda s: s.t._(
        "The owner's PIN has at least {digits} digits, a password at least {length} characters.",
        digits=s.text("digits"),
        length=s.text("length"),
    ),
    "approval_invalid": lambda s: s.t._("This approval no longer holds. Ask for it again."),
    "approver_same": lambda s: s.t._("Somebody else has to approve this."),
    "approver_not_allowed": lambda s: s.t._(
        "{person} may not approve this.", person=s.text("person")
    ),
    "clock_untrusted": lambda s: s.t._(
        "Date or time of the computer look wrong. A senior has to confirm them first."
    ),
}

_TILL: Final[dict[str, Callable[[Speaker], str]]] = {
    "draft_open": lambda s: s.t._("Goods are still on the screen. Finish or park the sale first."),
    "shift_slip_missing": lambda s: s.t._("This shift has no slip yet."),
    "receipt_unknown": lambda s: s.t._("There is no such receipt."),
    "receipt_without_slip": lambda s: s.t._(
        "This receipt came from a former system: its slip was not taken over."
    ),
}

_GOODS: Final[dict[str, Callable[[Speaker], str]]] = {
    "product_unknown": lambda s: s.t._("This product is not in the list."),
    "barcode_check_digit": lambda s: s.t._(
        "The check digit of {barcode} is wrong. Scan it again.", barcode=s.text("barcode")
    ),
    "barcode_taken": lambda s: s.t._(
        "{barcode} already belongs to: {name}.", barcode=s.text("barcode"), name=s.text("name")
    ),
    "sku_taken": lambda s: s.t._(
        "{sku} already belongs to: {name}.", sku=s.text("sku"), name=s.text("name")
    ),
    "plu_taken": lambda s: s.t._(
        "{plu} already belongs to: {name}.", plu=s.text("plu"), name=s.text("name")
    ),
    "group_taken": lambda s: s.t._("There is already a group {group}.", group=s.text("group")),
    "group_unknown": lambda s: s.t._("This group is not in the list."),
    "tax_unknown": lambda s: s.t._("This tax is not in the list."),
    "too_many_quick_items": lambda s: s.t.ngettext(
        "There is room for {n} quick item.", "There is room for {n} quick items.", s.count("limit")
    ),
    "picture_refused": _picture,
}

_CUSTOMERS: Final[dict[str, Callable[[Speaker], str]]] = {
    "customer_empty": lambda s: s.t._("Enter a phone or scan a card."),
    "consent_needed": lambda s: s.t._("Without this consent no account can be kept."),
    "phone_known": lambda s: s.t._(
        "This phone is already in the customer list: {name}.", name=s.text("name")
    ),
    "card_number": _card_number,
    "contact_unknown": lambda s: s.t._("This contact is not there any more."),
    "contact_known": lambda s: s.t._("The person has this contact already."),
    "contacts_full": lambda s: s.t.ngettext(
        "One person has at most {n} further contact.",
        "One person has at most {n} further contacts.",
        s.count("most"),
    ),
    "note_unknown": lambda s: s.t._("This note is not there any more."),
    "notes_full": lambda s: s.t.ngettext(
        "One person has at most {n} note.", "One person has at most {n} notes.", s.count("most")
    ),
    **POINTS_SENTENCES,
}

_SHOP: Final[dict[str, Callable[[Speaker], str]]] = {
    "setting_invalid": _invalid,
    "setting_fixed": lambda s: s.t._(
        "This can no longer be changed: sales have been made with it."
    ),
    "unknown_setting": lambda s: s.t._("There is no such setting."),
    "unknown_currency": lambda s: s.t._("This currency is not known here."),
    "programme_invalid": _programme,
    "promotion_invalid": _promotion,
    "promotion_unknown": lambda s: s.t._("This promotion is not there any more."),
    "programme_day_past": lambda s: s.t._("This day is over. Choose today or a later day."),
    "programme_day_far": lambda s: s.t._("This day is too far away. Choose one within ten years."),
    "programme_not_planned": lambda s: s.t._("This version is in force already or was taken back."),
    "definition_unreadable": lambda s: s.t._("A stored rule cannot be read. Restore a backup."),
    "shop_exists": lambda s: s.t._("There is already a shop here."),
}

SERVICE_SENTENCES: Final = {**_RIGHTS, **_TILL, **_GOODS, **_CUSTOMERS, **_SHOP}
