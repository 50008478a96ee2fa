"""The journal in the shop's words: what was done, and its figures (R34).

An entry of a kind this page does not know is shown as it is written: nothing is ever left out.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.errors import CodedError, EnvironmentProblem
from pos_app.domain.staff import Action, Role
from pos_app.i18n import N_, Formats, Translator
from pos_app.presenters.certificate_sentences import block_reason
from pos_app.presenters.export_words import export_told
from pos_app.presenters.points_words import points_told, tiers_told
from pos_app.presenters.privacy_words import erased_told, wording_told
from pos_app.presenters.sale_approval import action_words
from pos_app.presenters.settings_form import Section
from pos_app.presenters.settings_state import FieldView
from pos_app.presenters.settings_words import backup_reason
from pos_app.presenters.sign_in import ROLE_WORDS
from pos_app.services.audit import LOOKS
from pos_app.services.price_levels import TIER

Content = Mapping[str, object]
Fields = Mapping[str, FieldView]
Sentence = Callable[[CodedError], str]


def areas(t: Translator) -> dict[str, str]:
    """The parts of the journal one can ask for: how their types begin, and the word."""
    return {
        "": t._("everything"),
        "sale.": t._("sales"),
        "receipt.": t._("copies of receipts"),
        "return.": t._("returns"),
        "coupon.": t._("coupons"),
        "certificate.": t._("gift certificates"),
        "shift.": t._("shifts"),
        "drawer.": t._("opening the drawer"),
        "approval.": t._("approvals"),
        "staff.": t._("signing in"),
        "people.": t._("people who work here"),
        "settings.": t._("settings"),
        "tax.": t._("taxes"),
        "programme.": t._("loyalty programme"),
        "promotion.": t._("promotions"),
        "product.": t._("goods"),
        "import.": t._("imports"),
        "export.": t._("exports"),
        "customer.": t._("customers"),
        "contact.": t._("contacts"),
        "consent.": t._("consents"),
        LOOKS: t._("who saw or took personal data"),
        "questionnaire.": t._("questionnaires"),
        "card.": t._("cards"),
        "points.": t._("points"),
        "tier.": t._("tiers"),
        "print.": t._("printing"),
        "backup.": t._("backups"),
        "integrity.": t._("alarms"),
    }


TITLES: Final[dict[str, str]] = {
    "approval.given": N_("Approval given"),
    "backup.made": N_("Backup made"),
    "card.batch_added": N_("Blank cards added"),
    "card.batch_closed": N_("Blank cards closed"),
    "card.blocked": N_("Card blocked"),
    "card.closed": N_("Card closed"),
    "card.issued": N_("Card issued"),
    "card.replaced": N_("Card replaced"),
    "card.unblocked": N_("Card unblocked"),
    "certificate.blocked": N_("Certificate blocked"),
    "certificate.expired": N_("Certificate expired"),
    "certificate.issued": N_("Certificate issued"),
    "certificate.printed": N_("Certificate printed again"),
    "certificate.redeemed": N_("Paid with a certificate"),
    "certificate.refunded": N_("Money back on a certificate"),
    "certificate.unblocked": N_("Certificate unblocked"),
    "certificate.voided": N_("Certificate taken back"),
    "clock.confirmed": N_("Clock confirmed"),
    "consent.given": N_("Consent given"),
    "consent.wording_changed": N_("Texts of consents changed"),
    "consent.withdrawn": N_("Consent withdrawn"),
    "coupon.batch_voided": N_("Coupons voided"),
    "coupon.campaign_changed": N_("Coupon campaign changed"),
    "coupon.campaign_created": N_("Coupon campaign added"),
    "coupon.campaign_moved": N_("Coupon campaign started or stopped"),
    "coupon.codes_made": N_("Coupon codes made"),
    "coupon.given": N_("Coupon given to a customer"),
    "coupon.issued": N_("Coupon handed over"),
    "coupon.redeemed": N_("Coupon redeemed"),
    "coupon.restored": N_("Coupon given back"),
    "coupon.voided": N_("Coupon voided"),
    "contact.added": N_("Contact of a customer added"),
    "contact.changed": N_("Contact of a customer changed"),
    "contact.preferred": N_("Contact of a customer put first"),
    "contact.removed": N_("Contact of a customer removed"),
    "contact.viewed": N_("Contacts of a customer looked at"),
    "customer.changed": N_("Customer changed"),
    "customer.created": N_("Customer added"),
    "customer.merged": N_("Customers merged"),
    "customer.unmerged": N_("Merge of customers undone"),
    "customer.maybe_duplicate": N_("Two customers may be one again"),
    "customer.not_duplicate": N_("Two customers are not one"),
    "customer.answers_dropped": N_("Old answers deleted"),
    "customer.data_given": N_("Data of a customer written to a file"),
    "customer.erased": N_("Customer forgotten"),
    "customer.detailed": N_("Details of a customer changed"),
    "customer.note_added": N_("Note about a customer added"),
    "customer.note_changed": N_("Note about a customer changed"),
    "customer.note_removed": N_("Note about a customer removed"),
    "customer.grouped": N_("Groups of a customer changed"),
    "drawer.opened": N_("Drawer opened"),
    "export.people": N_("List of customers exported"),
    "export.written": N_("Export written"),
    "group.added": N_("Group added"),
    "import.customers": N_("Customers imported"),
    "import.customers_undone": N_("Import of customers taken back"),
    "import.history": N_("History imported"),
    "import.history_batch": N_("A part of the history imported"),
    "import.products": N_("Products imported"),
    "integrity.alarm": N_("The data do not fit"),
    "points.adjusted": N_("Points changed by hand"),
    "points.adjust_undone": N_("Points by hand taken back"),
    "points.expired": N_("Points ran out"),
    "points.extended": N_("Points live longer"),
    "points.granted": N_("Points given"),
    "need.said": N_("Need written down"),
    "need.confirmed": N_("Guessed need confirmed"),
    "need.dismissed": N_("Guessed need dismissed"),
    "needs.guessed": N_("Needs guessed from purchases"),
    "need_rule.added": N_("Rule for needs added"),
    "need_rule.changed": N_("Rule for needs changed"),
    "need_rule.switched_on": N_("Rule for needs switched on"),
    "need_rule.switched_off": N_("Rule for needs switched off"),
    "points.imported": N_("Points imported"),
    "people.activated": N_("Person works again"),
    "people.added": N_("Person added"),
    "people.changed": N_("Person changed"),
    "people.deactivated": N_("Person works no longer"),
    "people.secret_changed": N_("PIN or password changed"),
    "price_level.added": N_("Special price added"),
    "price_level.changed": N_("Special price changed"),
    "price_level.ended": N_("Special price ended"),
    "print.failed": N_("Printing failed"),
    "product.activated": N_("Product sold again"),
    "product.changed": N_("Product changed"),
    "product.created": N_("Product added"),
    "product.price_changed": N_("Price changed"),
    "product.withdrawn": N_("Product withdrawn"),
    "programme.changed": N_("Loyalty programme changed"),
    "promotion.added": N_("Promotion added"),
    "promotion.changed": N_("Promotion changed"),
    "promotion.paused": N_("Promotion paused"),
    "promotion.resumed": N_("Promotion resumed"),
    "programme.withdrawn": N_("Planned programme taken back"),
    "quick_items.changed": N_("Quick items changed"),
    "receipt.attached": N_("Receipt given to a customer"),
    "receipt.copied": N_("Receipt copied"),
    "receipt.explained": N_("Explanation of a receipt printed"),
    "questionnaire.answered": N_("Questionnaire answered"),
    "questionnaire.created": N_("Questionnaire added"),
    "questionnaire.moved": N_("Questionnaire paused, asked again or archived"),
    "questionnaire.printed": N_("Questionnaire printed on paper"),
    "questionnaire.published": N_("New version of a questionnaire"),
    "questionnaire.restored": N_("Old version of a questionnaire taken up again"),
    "referrer.set": N_("Who brought a customer"),
    "sale.cancelled": N_("Sale cancelled"),
    "return.completed": N_("Goods brought back"),
    "return.copied": N_("Slip of a return copied"),
    "return.gesture": N_("Gesture after a return"),
    "return.without_receipt": N_("Goods brought back without a receipt"),
    "sale.completed": N_("Sale completed"),
    "sale.discount": N_("Discount by hand"),
    "sale.line_removed": N_("Line removed"),
    "sale.parked": N_("Sale parked"),
    "sale.price": N_("Price by hand"),
    "settings.changed": N_("Setting changed"),
    "shift.cash_in": N_("Cash in"),
    "shift.cash_out": N_("Cash out"),
    "shift.closed": N_("Shift closed"),
    "shift.counted": N_("Cash counted"),
    "shift.opened": N_("Shift opened"),
    "shift.slip_copied": N_("Shift slip copied"),
    "shift.x_report": N_("X report"),
    "shop.created": N_("Shop set up"),
    "staff.locked_out": N_("Signing in has to wait"),
    "staff.screen_locked": N_("Screen locked"),
    "staff.sign_in_failed": N_("Signing in failed"),
    "staff.signed_in": N_("Signed in"),
    "staff.signed_out": N_("Signed out"),
    "store.restored": N_("Backup restored"),
    "store.written": N_("Data written"),
    "tax.added": N_("Tax added"),
    "tier.reviewed": N_("Tiers reviewed"),
    "tier.set": N_("Tier set by hand"),
    "tax.changed": N_("Tax changed"),
    "view.changed": N_("View of customers changed"),
    "view.dropped": N_("View of customers deleted"),
    "view.renamed": N_("View of customers renamed"),
    "view.saved": N_("View of customers saved"),
}
"""What every type of entry is called."""


def title(t: Translator, kind: str) -> str:
    """What was done."""
    known = TITLES.get(kind)
    return t._(known) if known is not None else kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Tongue:
    """What an entry is told with: words, formats, sentences, and the settings' fields by key."""

    t: Translator
    f: Formats
    sentence: Sentence
    fields: Fields


def details(tongue: Tongue, kind: str, content: str) -> str:
    """Its figures and reason in one line.

    Money in the journal is in minor units, rates in basis points, points in hundredths.
    """
    try:
        found = json.loads(content)
    except ValueError:
        return content
    if not isinstance(found, dict):
        return content
    if kind not in TITLES:
        return ", ".join(f"{name}: {value}" for name, value in found.items())
    own = _OWN.get(kind) or _OWN.get(kind.partition(".")[0]) or _reason
    return " · ".join(part for part in own(_Teller(tongue, found)) if part)


def fields_of(sections: Iterable[Section]) -> dict[str, FieldView]:
    """The fields of the settings' pages by their key."""
    blocks = (block for section in sections for block in section.blocks())
    return {field.key: field for block in blocks for field in block.fields}


class _Teller:
    """One entry being told."""

    def __init__(self, tongue: Tongue, content: Content) -> None:
        self.t, self.f, self.fields = tongue.t, tongue.f, tongue.fields
        self.sentence, self.content = tongue.sentence, content

    def text(self, name: str) -> str:
        """A word as it is; "" where there is none."""
        value = self.content.get(name)
        return "" if value is None else str(value)

    def texts(self, name: str) -> list[str]:
        """Words of a list; none where there is none."""
        value = self.content.get(name)
        return [str(each) for each in value] if isinstance(value, list) else []

    def number(self, name: str) -> int:
        """A whole number; 0 where there is none."""
        value = self.content.get(name)
        return value if isinstance(value, int) else 0

    def money(self, name: str) -> str:
        """A sum; "" where there is none."""
        return self.f.money(self.number(name)) if name in self.content else ""

    def moved(self, before: str, after: str) -> str:
        """From one text to another."""
        return f"{before} → {after}"

    def lines(self) -> str:
        """How many lines."""
        return self.t.ngettext("{n} line", "{n} lines", self.number("lines"))


def _reason(e: _Teller) -> list[str]:
    return [e.text("reason")]


def _sale(e: _Teller) -> list[str]:
    if "number" not in e.content:
        return [e.lines()]
    t, f = e.t, e.f
    parts = [t._("Receipt {number}", number=e.text("number")), e.money("total")]
    if e.number("discount"):
        parts.append(t._("discount {sum}", sum=e.money("discount")))
    if e.number("points_spent"):
        parts.append(t._("points spent: {points}", points=f.points(e.number("points_spent"))))
    if e.number("points_earned"):
        parts.append(t._("points earned: {points}", points=f.points(e.number("points_earned"))))
    return parts


def _discount(e: _Teller) -> list[str]:
    if e.number("rate"):
        return [e.f.percent(e.number("rate")), e.text("reason")]
    return [e.money("amount"), e.text("reason")]


def _shift(e: _Teller) -> list[str]:
    t = e.t
    named = {
        "float": t._("float {sum}", sum=e.money("float")),
        "counted": t._("counted {sum}", sum=e.money("counted")),
        "expected": t._("expected {sum}", sum=e.money("expected")),
    }
    parts = [t._("Shift {number}", number=e.text("number"))]
    parts += [words for name, words in named.items() if name in e.content]
    return [*parts, e.money("amount"), e.text("reason")]


def _role(e: _Teller) -> list[str]:
    role, before = e.text("role"), e.text("role_before")
    if not role:
        return []
    words = e.t._(ROLE_WORDS[Role(role)])
    return [e.moved(e.t._(ROLE_WORDS[Role(before)]), words) if before not in ("", role) else words]


def _tries(e: _Teller) -> list[str]:
    return [e.t.ngettext("{n} wrong try", "{n} wrong tries", e.number("failed"))]


def _wait(e: _Teller) -> list[str]:
    return [e.t.ngettext("{n} second", "{n} seconds", e.number("seconds"))]


def _by(e: _Teller) -> list[str]:
    return [e.t._("by staff card") if e.text("by") == "card" else e.t._("by PIN or password")]


def _idle(e: _Teller) -> list[str]:
    return [e.t._("by itself") if e.content.get("idle") else e.t._("by hand")]


def _setting(e: _Teller) -> list[str]:
    key = e.text("key")
    field = e.fields.get(key)
    before, after = (_value(e, field, e.content.get(name)) for name in ("before", "after"))
    return [field.label if field is not None else key, e.moved(before, after)]


def _value(e: _Teller, field: FieldView | None, value: object) -> str:
    """A setting's value as its field shows it."""
    if isinstance(value, bool):
        return e.t._("yes") if value else e.t._("no")
    if isinstance(value, list):
        return ", ".join(str(each) for each in value) or "—"
    text = "" if value is None else str(value)
    choices = dict(field.choices) if field is not None else {}
    return choices.get(text, text) or "—"


def _tax(e: _Teller) -> list[str]:
    rate = e.f.percent(e.number("rate"))
    if e.content.get("rate_before") not in (None, e.content.get("rate")):
        rate = e.moved(e.f.percent(e.number("rate_before")), rate)
    return [e.text("name"), rate]


def _imported(e: _Teller) -> list[str]:
    t = e.t
    return [
        e.text("file"),
        t._("new: {n}", n=e.f.number(e.number("new"))),
        t._("changed: {n}", n=e.f.number(e.number("changed"))),
        t._("rejected: {n}", n=e.f.number(e.number("rejected"))),
    ]


def _people_imported(e: _Teller) -> list[str]:
    t = e.t
    return [
        e.text("file"),
        t._("new: {n}", n=e.f.number(e.number("accepted"))),
        t._("known: {n}", n=e.f.number(e.number("merged"))),
        t._("to review: {n}", n=e.f.number(e.number("to_review"))),
        t._("rejected: {n}", n=e.f.number(e.number("rejected"))),
    ]


def _exported(e: _Teller) -> list[str]:
    what = {
        "products": e.t._("goods"),
        "customers": e.t._("customers"),
        "receipts": e.t._("receipts"),
        "coupons": e.t._("coupons"),
    }
    return [
        what.get(e.text("what"), ""),
        e.t.ngettext("{n} row", "{n} rows", e.number("rows")),
    ]


def _trouble(e: _Teller) -> list[str]:
    return [e.sentence(EnvironmentProblem(e.text("error")))]


def _approval(e: _Teller) -> list[str]:
    return [action_words(e.t, Action(e.text("action"))), e.text("reason")]


def _coupons(e: _Teller) -> list[str]:
    """A campaign, how many coupons, what it was moved to, why."""
    made = e.number("coupons")
    states = {
        "running": e.t._("running"),
        "paused": e.t._("paused"),
        "ended": e.t._("ended"),
    }
    count = e.t.ngettext("{n} coupon", "{n} coupons", made) if made else ""
    return [e.text("name"), states.get(e.text("state"), ""), count, e.text("reason")]


def _price_level(e: _Teller) -> list[str]:
    group = e.text("group").removeprefix(TIER)
    many = e.number("from_quantity")
    price = e.moved(e.money("was"), e.money("price")) if "was" in e.content else e.money("price")
    quantity = e.t._("From {quantity}", quantity=e.f.quantity(many)) if many else ""
    return [e.text("sku"), group, quantity, price]


def _alarm(e: _Teller) -> list[str]:
    count = e.t.ngettext("{n} difference", "{n} differences", e.number("differences"))
    return [count, e.text("where")]


def _version(e: _Teller) -> list[str]:
    version = e.t._("version {n}", n=e.text("version"))
    starts = e.text("starts")
    if not starts:
        return [version]
    return [version, e.t._("from {date}", date=e.f.date(date.fromisoformat(starts)))]


def _questionnaire(e: _Teller) -> list[str]:
    """Its name, which version, what it was moved to, points given for answering."""
    states = {
        "live": e.t._("asked now"),
        "paused": e.t._("paused"),
        "draft": e.t._("draft"),
        "archived": e.t._("archived"),
    }
    version = e.t._("version {n}", n=e.text("version")) if e.text("version") else ""
    forms = e.t.ngettext("{n} form", "{n} forms", e.number("forms")) if e.text("forms") else ""
    return [e.text("name"), version, states.get(e.text("state"), ""), forms, *points_told(e)]


def _copy(e: _Teller) -> list[str]:
    return [e.t._("Receipt {number}", number=e.text("number"))]


_OWN: Final[dict[str, Callable[[_Teller], list[str]]]] = {
    "approval": _approval,
    "coupon": _coupons,
    "backup": lambda e: [backup_reason(e.t, e.text("reason")), e.text("file")],
    "consent.wording_changed": wording_told,
    "customer.answers_dropped": lambda e: [e.f.number(e.number("rows"))],
    "customer.data_given": lambda e: [e.text("format").upper()],
    "customer.erased": erased_told,
    "customer.grouped": lambda e: [", ".join(e.texts("groups")) or e.t._("no group")],
    "certificate": lambda e: [
        e.text("code"), e.money("amount"), block_reason(e.t, e.text("reason")),
    ],
    "drawer": _shift,
    "export": _exported,
    "export.people": lambda e: export_told(e.content, e.t, e.f),
    "group": lambda e: [e.text("name")],
    "import": lambda e: [e.text("name")],
    "import.customers": _people_imported,
    "import.customers_undone": lambda e: [
        e.text("file"),
        e.t._("removed: {n}", n=e.f.number(e.number("removed"))),
        e.t._("put back: {n}", n=e.f.number(e.number("restored"))),
    ],
    "import.products": _imported,
    "integrity": _alarm,
    "people": _role,
    "points": points_told,
    "price_level": _price_level,
    "print": _trouble,
    "product": lambda e: [e.text("sku"), e.money("price")],
    "product.price_changed": lambda e: [
        e.text("sku"), e.moved(e.money("before"), e.money("after")), e.text("reason"),
    ],
    "programme": _version,
    "promotion": lambda e: [e.text("name")],
    "questionnaire": _questionnaire,
    "receipt": _copy,
    "receipt.attached": points_told,
    "referrer": lambda e: [],
    "return.copied": lambda e: [e.t._("Return {number}", number=e.text("number"))],
    "return.gesture": points_told,
    "sale": _sale,
    "sale.discount": _discount,
    "sale.price": lambda e: [
        e.moved(e.money("listed"), e.money("price")), e.text("reason"),
    ],
    "settings": _setting,
    "shift": _shift,
    "staff.locked_out": _wait,
    "staff.screen_locked": _idle,
    "staff.sign_in_failed": _tries,
    "staff.signed_in": _by,
    "store": lambda e: [e.text("backup")],
    "tax": _tax,
    "tier": tiers_told,
}  # fmt: skip
