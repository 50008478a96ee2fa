"""Gift certificates and store credit in the words of the counter (R22)."""

from __future__ import annotations

from pos_app.domain.certificate import Kind, masked
from pos_app.i18n import Formats, Translator
from pos_app.presenters.messages import refusal
from pos_app.presenters.sale_state import OfferView
from pos_app.services.held_certificates import HeldCertificate

OFFER = "certificate:"
"""How the key of a shown certificate begins among the offers."""


def kind_word(t: Translator, kind: Kind) -> str:
    """What the holder calls it."""
    return t._("Store credit") if kind == "credit" else t._("Gift certificate")


def named(t: Translator, one: HeldCertificate) -> str:
    """``Gift certificate •••• 2M1X``."""
    return f"{kind_word(t, one.kind)} {masked(one.code)}"


def taken(t: Translator, f: Formats, one: HeldCertificate) -> str:
    """What it is going to pay and what stays on it."""
    return t._(
        "{name}: pays {amount}, {left} stays on it",
        name=named(t, one),
        amount=f.money(one.pays),
        left=f.money(one.left),
    )


def balance(t: Translator, f: Formats, one: HeldCertificate) -> str:
    """What is on it and until when, or why it pays nothing."""
    if one.refusal:
        return f"{named(t, one)}. {refusal(one.refusal, t, f)}"
    money = f.money(one.balance)
    if one.valid_to is None:
        return t._("{name}: {amount} on it", name=named(t, one), amount=money)
    return t._(
        "{name}: {amount} on it, good until {day}",
        name=named(t, one),
        amount=money,
        day=f.date(one.valid_to),
    )


def detail(t: Translator, f: Formats, one: HeldCertificate) -> str:
    """Under its name, while it lies on the counter."""
    if one.refusal:
        return refusal(one.refusal, t, f)
    return t._("{left} stays on it", left=f.money(one.left))


def offer(t: Translator, f: Formats, one: HeldCertificate) -> OfferView:
    """It among the offers of the sale screen."""
    return OfferView(
        key=OFFER + one.code,
        icon="gift",
        title=named(t, one),
        detail=detail(t, f, one),
        mode="refused" if one.refusal else "applied",
        gain=f.money(-one.pays) if one.pays else "",
    )
