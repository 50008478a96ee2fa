"""A person's figures, receipts, points, cards and consents in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from typing import Final

from pos_app.domain.card import CardStatus
from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.rhythm import Standing, standing
from pos_app.i18n import Translator
from pos_app.presenters.campaign_words import benefit_word
from pos_app.presenters.points_state import FigureView
from pos_app.presenters.points_words import lot_words, movement_words
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_words import DOT
from pos_app.presenters.whole_money import whole_money
from pos_app.services.customers import NO_YEAR
from pos_app.services.people_records import ContactKind, ContactState
from pos_app.services.points_ports import MovementLine
from pos_app.services.profile import NamedCoupon, Profile
from pos_app.services.profile_ports import LotStory, PurchaseLine
from pos_app.services.programme_records import GESTURE

SOON: Final = timedelta(days=60)
"""How far ahead points that run out are warned of."""

Shown = Callable[[str], str]
"""A phone number as people of the shop's country write it."""

CHANNELS: Final = (Channel.CALL, Channel.SMS, Channel.EMAIL, Channel.MESSENGER, Channel.POST)


class ProfileWords:
    """Speaks about one person; ``local`` turns an instant into the shop's time."""

    def __init__(self, voice: Voice, local: Callable[[datetime], datetime], shown: Shown) -> None:
        self.voice = voice
        self.local = local
        self.shown = shown

    # --- the head ----------------------------------------------------------------------------

    def name(self, profile: Profile) -> str:
        """The name, or words in its place."""
        return profile.customer.name or self.voice.t._("Customer without a name")

    def detail(self, profile: Profile) -> str:
        """``+48 501 ••• 567 · birthday 24 November · with us since Mar 2023``."""
        t, f, who = self.voice.t, self.voice.f, profile.customer
        parts = [self.phone(profile, who.phone)]
        if who.birthday is not None:
            parts.append(t._("birthday {day}", day=f.day_month(who.birthday)))
        if who.created_at is not None:
            since = f.month(self.local(who.created_at).date())
            parts.append(t._("with us since {month}", month=since))
        return f" {DOT} ".join(part for part in parts if part)

    def phone(self, profile: Profile, number: str) -> str:
        """A number the local way, or as it is covered."""
        return number if profile.masked or not number else self.shown(number)

    def badges(self, profile: Profile) -> tuple[tuple[str, str], ...]:
        """The tier, how the person stands to the shop, and what must not be overlooked."""
        t = self.voice.t
        found = [(profile.tier.name, "accent")] if profile.tier is not None else []
        found.append(self._standing(standing(profile.figures.days, profile.today)))
        if profile.cards and not any(one.card.gives_benefits for one in profile.cards):
            found.append((t._("Card blocked"), "danger"))
        if profile.detail.do_not_call:
            found.append((t._("Do not call"), "danger"))
        return tuple(found)

    def _standing(self, known: Standing) -> tuple[str, str]:
        t = self.voice.t
        return {
            Standing.NOTHING: (t._("No purchases yet"), "neutral"),
            Standing.NEW: (t.pgettext("customer", "New"), "solid"),
            Standing.RARE: (t._("Comes rarely"), "neutral"),
            Standing.REGULAR: (t._("Regular"), "solid"),
            Standing.LATE: (t._("Long not seen"), "warn"),
        }[known]

    def figures(self, profile: Profile) -> tuple[FigureView, ...]:
        """Bought in all, of the last year, how often for how much, and the usual rhythm."""
        t, f, known = self.voice.t, self.voice.f, profile.figures
        top = "" if profile.top is None else t._("top {share} of customers",
                                                 share=f.percent(profile.top * 100))  # fmt: skip
        average = profile.average
        return (
            FigureView(
                caption=t._("Bought in all"),
                value=f.money(profile.account.turnover, trim=True),
                note=top,
            ),
            FigureView(
                caption=t._("In 12 months"),
                value=f.money(known.year, trim=True),
                note=t._("points: {points}", points=f.points(self.active(profile))),
                tone="accent-text",
            ),
            FigureView(
                caption=t._("Purchases"),
                value=f.number(known.receipts),
                note=""
                if average is None
                else t._("{sum} on average", sum=whole_money(average, f)),
            ),
            FigureView(
                caption=t._("Usually comes"), value=self._rhythm(profile), note=self._last(profile)
            ),
        )

    def active(self, profile: Profile) -> int:
        """Points that may be spent today."""
        return profile.points.active(profile.today)

    def _rhythm(self, profile: Profile) -> str:
        t = self.voice.t
        if profile.gap is None:
            return "—"
        return t.ngettext("every day", "every {n} days", profile.gap)

    def _last(self, profile: Profile) -> str:
        t, last = self.voice.t, profile.account.last_visit
        if last is None:
            return t._("has not bought yet")
        return t._("seen {when}", when=self.ago(last, profile.today))

    def ago(self, day: date, today: date) -> str:
        """``today``, ``yesterday``, ``6 days ago``, or the day itself."""
        t, gone = self.voice.t, (today - day).days
        if gone <= 0:
            return t._("today")
        if gone == 1:
            return t._("yesterday")
        if gone <= 60:
            return t.ngettext("{n} day ago", "{n} days ago", gone)
        return self.voice.f.date(day)

    # --- purchases ---------------------------------------------------------------------------

    def goods(self, line: PurchaseLine) -> str:
        """``Soap, Tea, Cheese``: the first names, without what follows their comma."""
        names = [name.split(",")[0] for name in line.goods]
        return ", ".join(names) or self.voice.t._("No goods")

    def bought(self, line: PurchaseLine, reasons: dict[str, str]) -> str:
        """``16 Nov · receipt 1052``; a return says why and of which receipt."""
        t = self.voice.t
        parts = [self.day(line.at)]
        if line.kind == "return":
            parts.append(t._("return"))
            if line.receipt is not None:
                parts.append(t._("receipt {number}", number=str(line.receipt)))
            parts.append(reasons.get(line.reason, line.reason))
        else:
            parts.append(t._("receipt {number}", number=str(line.number)))
            if line.lines > len(line.goods):
                parts.append(t.ngettext("{n} product", "{n} products", line.lines))
            parts.append({"part": t._("partly returned"), "all": t._("returned")}.get(
                line.returned, ""))  # fmt: skip
        return f" {DOT} ".join(part for part in parts if part)

    def gained(self, points: int) -> str:
        """``+55 points``; "" for none."""
        t, f = self.voice.t, self.voice.f
        if not points:
            return ""
        return t.ngettext("{n} point", "{n} points", abs(points) // 100,
                          n=f.points(points, sign=True))  # fmt: skip

    def day(self, instant: datetime) -> str:
        """The local day of an instant."""
        return self.voice.f.date(self.local(instant).date())

    # --- points ------------------------------------------------------------------------------

    def expiring(self, profile: Profile) -> str:
        """``320 run out 30 Nov, 180 more 31 Dec``; "" when nothing does soon."""
        t, f = self.voice.t, self.voice.f
        days: dict[date, int] = {}
        for lot in profile.lots:
            last = lot.expires_on
            if lot.left and last is not None and profile.today <= last <= profile.today + SOON:
                days[last] = days.get(last, 0) + lot.left
        soon = sorted(days.items())[:2]
        if not soon:
            return ""
        day, points = soon[0]
        said = t._("{points} run out {day}", points=f.points(points), day=f.day_month(day))
        if len(soon) > 1:
            day, points = soon[1]
            more = t._("{points} more on {day}", points=f.points(points), day=f.day_month(day))
            said = f"{said}, {more}"
        return said

    def moved(self, line: MovementLine) -> str:
        """``Purchase · receipt 1052``, ``Spent · receipt 987``."""
        t = self.voice.t
        earned = line.kind == "earn"
        words = lot_words(t, line.lot_kind) if earned else movement_words(t, line.kind)
        parts = [capital(words)]
        if line.receipt is not None:
            parts.append(t._("receipt {number}", number=str(line.receipt)))
        if line.kind == "adjust" and line.reason:
            parts.append(line.reason)
        return f" {DOT} ".join(parts)

    def lot(self, lot: LotStory) -> str:
        """What a lot was given for."""
        t = self.voice.t
        parts = [capital(lot_words(t, lot.kind))]
        if lot.receipt is not None:
            parts.append(t._("receipt {number}", number=str(lot.receipt)))
        elif lot.kind in ("adjust", "compensation") and lot.reason:
            gesture = lot.reason.startswith(GESTURE)
            parts.append(t._("after a return") if gesture else lot.reason)
        return f" {DOT} ".join(parts)

    def lot_story(self, lot: LotStory) -> str:
        """``granted 55 · used 20 · expired 0 · from 16 Nov · to 30 Jun``."""
        t, f = self.voice.t, self.voice.f
        parts = [t._("given {points}", points=f.points(lot.granted))]
        if lot.used:
            parts.append(t._("used {points}", points=f.points(lot.used)))
        if lot.expired:
            parts.append(t._("expired {points}", points=f.points(lot.expired)))
        parts.append(t._("from {day}", day=f.date(lot.active_from)))
        if lot.expires_on is not None:
            parts.append(t._("to {day}", day=f.date(lot.expires_on)))
        return f" {DOT} ".join(parts)

    # --- cards and coupons -------------------------------------------------------------------

    def card_state(self, status: CardStatus) -> str:
        """How a card stands."""
        t = self.voice.t
        return {
            CardStatus.STOCK: t.pgettext("card", "in stock"),
            CardStatus.ACTIVE: t.pgettext("card", "in use"),
            CardStatus.BLOCKED: t.pgettext("card", "blocked"),
            CardStatus.REPLACED: t.pgettext("card", "replaced"),
            CardStatus.CLOSED: t.pgettext("card", "closed"),
        }[status]

    def coupon(self, one: NamedCoupon) -> str:
        """What it gives: ``−150 ₽``."""
        return capital(benefit_word(self.voice.t, self.voice.f, one.rule))

    def until(self, day: date | None) -> str:
        """``to 30 Nov``, "" without an end."""
        return "" if day is None else self.voice.t._("to {day}", day=self.voice.f.date(day))

    # --- consents and contacts ---------------------------------------------------------------

    def purpose(self, purpose: Purpose, channel: Channel | None) -> str:
        """``Keeping data``, ``SMS``, ``Calls``."""
        t = self.voice.t
        if channel is not None:
            return channel_word(t, channel)
        return t._("Keeping data") if purpose is Purpose.PROGRAMME else t._("Offers")

    def contact_kind(self, kind: ContactKind) -> str:
        """``Phone``."""
        t = self.voice.t
        return {
            "phone": t._("Phone"),
            "email": t._("E-mail"),
            "messenger": t._("Messenger"),
            "address": t._("Address"),
        }[kind]

    def contact_state(self, state: ContactState) -> str:
        """``does not answer``; "" while nothing is known."""
        t = self.voice.t
        return {"unknown": "", "valid": t._("checked"), "bounced": t._("does not work")}[state]

    def birthday(self, day: date | None) -> str:
        """The day, without a year nobody gave."""
        if day is None:
            return "—"
        f = self.voice.f
        return f.day_month(day) if day.year == NO_YEAR else f.date(day)


def channel_word(t: Translator, channel: Channel) -> str:
    """``SMS``, ``E-mail``, ``Calls``."""
    return {
        Channel.SMS: t._("SMS"),
        Channel.EMAIL: t._("E-mail"),
        Channel.CALL: t._("Calls"),
        Channel.MESSENGER: t._("Messenger"),
        Channel.POST: t.pgettext("channel", "Post"),
    }[channel]


def capital(words: str) -> str:
    """``words`` beginning with a capital."""
    return words[:1].upper() + words[1:]


def kept(choices: Sequence[tuple[str, str]], key: str) -> str:
    """``key`` while it is one of the choices, else the first; "" without any."""
    keys = [one for one, _ in choices]
    return key if key in keys else (keys[0] if keys else "")
