"""A coupon campaign in words: how it stands, what its coupons give, when they are good."""

from __future__ import annotations

from typing import Final

from pos_app.domain.promotion import MinAmount, Promotion
from pos_app.i18n import Formats, Translator
from pos_app.presenters.settings_state import Tone
from pos_app.services.campaigns import CampaignView, Standing
from pos_app.services.coupons import benefit_on_slip, hours_text

TONES: Final[dict[str, Tone]] = {
    "draft": "neutral",
    "planned": "neutral",
    "running": "accent",
    "used_up": "warn",
    "paused": "warn",
    "over": "neutral",
    "ended": "neutral",
}


def standing_word(t: Translator, standing: Standing) -> str:
    """``running``, ``paused``: how a campaign stands."""
    return {
        "draft": t._("draft"),
        "planned": t._("planned"),
        "running": t._("running"),
        "used_up": t._("used up"),
        "paused": t._("paused"),
        "over": t._("over"),
        "ended": t._("ended"),
    }[standing]


def coupon_state_word(t: Translator, state: str) -> str:
    """``issued``, ``used``: how one coupon stands."""
    return {
        "issued": t._("not used yet"),
        "redeemed": t._("used"),
        "void": t._("void"),
        "expired": t._("expired"),
        "restored": t._("given back by a return"),
    }[state]


def benefit_word(t: Translator, f: Formats, rule: Promotion) -> str:
    """``−10 %``, ``−5.00``, ``Points ×2``, ``A gift``."""
    kind, value = benefit_on_slip(rule)
    if kind == "percent":
        return f.percent(-value)
    if kind == "amount":
        return f.money(-value, trim=True)
    if kind == "points_multiplier":
        return t._("points ×{times}", times=f.points(value))
    return t._("a gift")


def coupon_sentence(t: Translator, f: Formats, view: CampaignView) -> str:
    """What a coupon gives and how it is handed over, in one sentence."""
    campaign = view.campaign
    parts = [benefit_word(t, f, campaign.benefit)]
    parts += [
        t._("from {amount}", amount=f.money(condition.amount, trim=True))
        for condition in campaign.benefit.conditions
        if isinstance(condition, MinAmount)
    ]
    when = when_word(f, campaign.benefit)
    if when:
        parts.append(when)
    if campaign.handover == "receipt":
        parts.append(
            t._("with receipts from {amount}", amount=f.money(campaign.threshold, trim=True))
        )
    elif campaign.handover == "promotion":
        parts.append(t._("by a promotion"))
    else:
        parts.append(t._("handed over by hand"))
    return ", ".join(parts)


def when_word(f: Formats, rule: Promotion) -> str:
    """Days of the week and hours: ``Mon–Fri, 10:00–14:00``; "" when it is always good."""
    hours = hours_text(rule).replace("-", "–").split(",")
    return ", ".join(part for part in (f.weekdays(rule.weekdays), *hours) if part)
