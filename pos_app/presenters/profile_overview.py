"""The cards of the overview: the last purchases and points, and a little of everything else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from pos_app.domain.customer import Channel, Purpose
from pos_app.presenters.profile_state import LineView, PanelView
from pos_app.presenters.profile_words import ProfileWords
from pos_app.presenters.sale_words import MASK, NBSP
from pos_app.services.profile import Profile
from pos_app.services.profile_ports import PurchaseLine

MOST_LINES: Final = 14
"""Purchases and movements on the overview; the view shows those that fit."""

MOST_SMALL: Final = 5
"""Lines and chips of the small cards."""

CURRENT: Final = frozenset({"", "wrong_time", "not_started"})
"""What a coupon may be refused for today and still be of use."""


class Overview:
    """Makes the six cards. ``reasons`` are the words for reasons of returns."""

    def __init__(self, words: ProfileWords, reasons: Mapping[str, str]) -> None:
        self._words = words
        self._reasons = dict(reasons)

    def panels(self, profile: Profile, chips: tuple[str, ...]) -> tuple[PanelView, ...]:
        """Purchases, points; cards, answers, consents, notes."""
        return (
            self._purchases(profile),
            self._points(profile),
            self._cards(profile),
            self._answers(chips),
            self._consents(profile),
            self._notes(profile),
        )

    def purchase(self, line: PurchaseLine) -> LineView:
        """A receipt or a return as a line."""
        words, back = self._words, line.kind == "return"
        return LineView(
            key=f"{line.kind}:{line.uuid}",
            title=words.goods(line),
            note=words.bought(line, self._reasons),
            right=words.voice.f.money(line.money),
            right_note=words.gained(line.points),
            tone="danger-text" if back else "text",
        )

    def _purchases(self, profile: Profile) -> PanelView:
        t, f = self._words.voice.t, self._words.voice.f
        count = profile.figures.receipts
        return PanelView(
            key="purchases",
            title=t._("Purchases"),
            link=t._("all {n}", n=f.number(count)) if count else "",
            lines=tuple(self.purchase(line) for line in profile.purchases[:MOST_LINES]),
            empty=t._("Nothing has been bought yet."),
        )

    def _points(self, profile: Profile) -> PanelView:
        words = self._words
        t, f = words.voice.t, words.voice.f
        moved = zip(profile.movements, profile.running, strict=True)
        lines = [
            LineView(
                key=str(line.id),
                title=words.moved(line),
                note=words.day(line.at),
                right=f.points(line.amount, sign=True),
                right_note=f.points(after),
                tone="accent-text" if line.amount > 0 else "text",
            )
            for line, after in moved
        ]
        return PanelView(
            key="points",
            title=t._("Points: {points}", points=f.points(profile.account.balance)),
            link=t._("whole ledger") if lines else "",
            lines=tuple(lines[:MOST_LINES]),
            warning=words.expiring(profile),
            empty=t._("No points have moved yet."),
        )

    def _cards(self, profile: Profile) -> PanelView:
        words = self._words
        t, f = words.voice.t, words.voice.f
        lines = [
            LineView(
                icon="id-card",
                icon_tone="text-2",
                title=f"{MASK}{NBSP}{one.card.masked}",
                right=words.card_state(one.card.status),
                tone="text-2" if one.card.gives_benefits else "danger-text",
            )
            for one in profile.cards[:2]
        ]
        lines += [
            LineView(
                icon="ticket-percent",
                icon_tone="accent-text",
                title=words.coupon(one),
                right=words.until(one.valid_to),
                tone="warn-text",
            )
            for one in profile.coupons
            if one.refusal in CURRENT
        ]
        lines += [
            LineView(
                icon="wallet",
                icon_tone="accent-text",
                title=f.money(one.balance, trim=True),
                right=words.until(one.valid_to),
                tone="text-2",
            )
            for one in profile.certificates
            if not one.refusal
        ]
        return PanelView(
            key="cards",
            title=t._("Cards and coupons"),
            lines=tuple(lines[:MOST_SMALL]),
            small=True,
            empty=t._("No card yet."),
        )

    def _answers(self, chips: tuple[str, ...]) -> PanelView:
        t = self._words.voice.t
        return PanelView(
            key="answers",
            title=t._("Answers"),
            chips=chips[:MOST_SMALL],
            small=True,
            empty=t._("Nothing asked yet."),
        )

    def _consents(self, profile: Profile) -> PanelView:
        t = self._words.voice.t
        wanted: list[tuple[Purpose, Channel | None]] = [(Purpose.PROGRAMME, None)]
        wanted += [(Purpose.MARKETING, way) for way in (Channel.CALL, Channel.SMS, Channel.EMAIL)]
        return PanelView(
            key="consents",
            title=t._("Consents"),
            lines=tuple(self._consent(profile, *one) for one in wanted),
            small=True,
        )

    def _consent(self, profile: Profile, purpose: Purpose, channel: Channel | None) -> LineView:
        t, said = self._words.voice.t, profile.consents.get((purpose, channel))
        given = said is not None and said.given
        withdrawn = "" if said is None or given else t._("withdrawn")
        return LineView(
            icon="circle-check" if given else "circle-x",
            icon_tone="accent-text" if given else ("danger-text" if said else "text-2"),
            title=self._words.purpose(purpose, channel),
            right=withdrawn,
            tone="danger-text",
        )

    def _notes(self, profile: Profile) -> PanelView:
        t = self._words.voice.t
        lines = [
            LineView(
                icon="message-square-text",
                icon_tone="warn-text" if note.at_till else "text-2",
                title=" ".join(note.text.split()),
            )
            for note in profile.notes
        ]
        if profile.customer.note:
            line = LineView(icon="message-square-text", icon_tone="warn-text",
                            title=" ".join(profile.customer.note.split()))  # fmt: skip
            lines.insert(0, line)
        return PanelView(
            key="contacts",
            title=t._("Notes"),
            lines=tuple(lines[:MOST_SMALL]),
            small=True,
            empty=t._("No notes."),
        )
