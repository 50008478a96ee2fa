"""What the form for a new person says: gains, questions, hints, in the words of the screen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from pos_app.domain.customer import Channel
from pos_app.domain.pricing import Programme
from pos_app.i18n import Translator
from pos_app.presenters.new_customer_parts import TapQuestion
from pos_app.presenters.new_customer_state import GainRow, TapView
from pos_app.presenters.sale_ports import Voice
from pos_app.services.desk_view import DeskView
from pos_app.services.duplicate_records import Hint
from pos_app.services.points_statement import points_money

CHANNELS: Final = (Channel.SMS, Channel.CALL, Channel.EMAIL, Channel.MESSENGER)
"""Ways of being told about offers that are asked for at the counter."""

DOT: Final = "\N{MIDDLE DOT}"


def channel_words(t: Translator) -> tuple[tuple[str, str], ...]:
    """The channels as (key, text)."""
    texts = {
        Channel.SMS: t.pgettext("channel", "SMS"),
        Channel.CALL: t.pgettext("channel", "Call"),
        Channel.EMAIL: t.pgettext("channel", "E-mail"),
        Channel.MESSENGER: t.pgettext("channel", "Messenger"),
    }
    return tuple((channel.value, texts[channel]) for channel in CHANNELS)


def hint_words(t: Translator, hint: Hint) -> str:
    """Who may be the same person, and why it looks so."""
    name = hint.name or t._("A card without a name")
    why = hint.evidence[0]
    if why == "card":
        return t._("{name}: the same card", name=name)
    if why == "phone":
        return t._("{name}: the same phone", name=name)
    if why == "email":
        return t._("{name}: the same e-mail", name=name)
    if why == "close_name":
        return t._("{name}: a name much like this", name=name)
    return t._("{name}: the same name and birthday", name=name)


def tap_views(
    t: Translator, questions: Sequence[TapQuestion], answers: Mapping[str, tuple[str, ...]]
) -> tuple[TapView, ...]:
    """The questions as they are asked."""
    return tuple(
        TapView(
            key=one.key,
            number=str(number),
            text=one.text,
            note=_note(t, one),
            choices=one.choices,
            chosen=answers.get(one.key, ()),
            several=one.several,
        )
        for number, one in enumerate(questions, start=1)
    )


def _note(t: Translator, question: TapQuestion) -> str:
    if question.several:
        return t._("several")
    return "" if question.required else t._("optional")


class Gains:
    """What the person gains today, from the most certain to what is still to be done for it."""

    def __init__(self, voice: Voice, programme: Programme) -> None:
        self._t, self._f = voice.t, voice.f
        self._programme = programme

    def rows(
        self, view: DeskView, *, reward: int, asked: int, answered: int
    ) -> tuple[GainRow, ...]:
        """All rows; those that would give nothing are left out."""
        rows = (
            self._welcome(),
            self._discount(view),
            self._questionnaire(reward, asked, answered),
            self._points(view),
        )
        return tuple(row for row in rows if row is not None)

    def _welcome(self) -> GainRow | None:
        t, f, grant = self._t, self._f, self._programme.grants.welcome
        if not grant.gives:
            return None
        return GainRow(
            icon="gift",
            title=t.ngettext(
                "{n} welcome point",
                "{n} welcome points",
                grant.points // 100,
                n=f.points(grant.points, sign=True),
            ),
            detail=self._worth(grant.points),
        )

    def _discount(self, view: DeskView) -> GainRow | None:
        t, f, lost = self._t, self._f, view.without_card
        if lost is None or lost.money <= 0:
            return None
        return GainRow(
            icon="percent",
            title=t._("Card discount on this receipt"),
            detail=t._("saves {amount} right now", amount=f.money(lost.money)),
        )

    def _questionnaire(self, reward: int, asked: int, answered: int) -> GainRow | None:
        t, f = self._t, self._f
        if not reward or not asked:
            return None
        words = t._("{done} of {all} answered", done=str(answered), all=str(asked))
        left = asked - answered
        if left:
            words += f" {DOT} " + t.ngettext("{n} to go", "{n} to go", left)
        return GainRow(
            icon="clipboard-check",
            title=t.ngettext(
                "{n} point for the questionnaire",
                "{n} points for the questionnaire",
                reward // 100,
                n=f.points(reward, sign=True),
            ),
            detail=words,
            tone="warn" if left else "done",
        )

    def _points(self, view: DeskView) -> GainRow | None:
        t, f, lost = self._t, self._f, view.without_card
        if lost is None or lost.points <= 0:
            return None
        return GainRow(
            icon="sparkles",
            title=t.ngettext(
                "{n} point for this purchase",
                "{n} points for this purchase",
                lost.points // 100,
                n=f.points(lost.points, sign=True),
            ),
            detail=t._("= {amount} next time", amount=f.money(lost.points_money)),
        )

    def _worth(self, points: int) -> str:
        amount = self._f.money(points_money(points, self._programme))
        return self._t._("= {amount} next time", amount=amount)
