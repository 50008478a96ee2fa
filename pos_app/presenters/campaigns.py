"""The list of coupon campaigns: how each stands and goes, start and pause, copy, open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.campaign_words import TONES, coupon_sentence, standing_word
from pos_app.presenters.campaigns_state import (
    CampaignLine,
    CampaignsState,
    CampaignsViewPort,
    CampaignWays,
)
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.services.campaigns import CampaignService, CampaignView
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignsParts:
    """What the presenter is joined from."""

    service: CampaignService
    session: Callable[[], Session]
    voice: Voice
    ways: CampaignWays


def next_state(view: CampaignView) -> str:
    """What the start-and-pause button would make of a campaign, "" when nothing."""
    return {"draft": "running", "paused": "running", "running": "paused"}.get(view.record.state, "")


class CampaignsPresenter:
    """The list and what to do with a row."""

    def __init__(self, parts: CampaignsParts, view: CampaignsViewPort) -> None:
        self._p = parts
        self._view = view
        self._found: tuple[CampaignView, ...] = ()
        self._chosen = ""

    def open(self) -> None:
        """Come to the page."""
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        self._found = tuple(self._p.service.all())
        keys = [str(view.record.id) for view in self._found]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else ""
        self.show()

    def choose(self, key: str) -> None:
        """The cursor is on a campaign."""
        if key != self._chosen:
            self._chosen = key
            self.show()

    def edit(self, key: str) -> None:
        """Open one."""
        if key:
            self._p.ways.open_campaign(int(key))

    def create(self) -> None:
        """A new one."""
        if self._may():
            self._p.ways.open_campaign(0)

    def look_up(self, code: str = "") -> None:
        """To the page of one coupon."""
        self._p.ways.open_lookup(code)

    def move(self) -> None:
        """Start, pause or go on with the chosen one."""
        view = self._current()
        if view is None or not next_state(view):
            return
        record = view.record
        self._do(lambda: self._p.service.move(self._p.session(), record.id, next_state(view)))

    def copy(self) -> None:
        """A draft like the chosen one, opened at once."""
        view, t = self._current(), self._p.voice.t
        if view is None or not self._may():
            return
        name = t._("{name} (copy)", name=view.record.name[:50])
        try:
            copied = self._p.service.copy(self._p.session(), view.record.id, name)
        except CodedError as error:
            self._refuse(error)
            return
        self._p.ways.open_campaign(copied)

    def back(self) -> None:
        """Away from the page."""
        self._p.ways.back()

    # --- inside ------------------------------------------------------------------------------

    def _current(self) -> CampaignView | None:
        found = (view for view in self._found if str(view.record.id) == self._chosen)
        return next(found, None)

    def _may(self) -> bool:
        if right_for(self._p.session().role, Action.PROGRAMME) is Right.YES:
            return True
        words = self._p.voice.t._("Only the owner changes this. The owner has to sign in.")
        self._p.ways.say(words, "danger")
        self._view.alert()
        return False

    def _do(self, deed: Callable[[], object]) -> None:
        if not self._may():
            return
        try:
            deed()
        except CodedError as error:
            self._refuse(error)
        self.refresh()

    def _refuse(self, error: CodedError) -> None:
        self._view.alert()
        self._p.ways.say(say(error, self._p.voice.t, self._p.voice.f), "danger")

    def show(self) -> None:
        """Render what is."""
        t = self._p.voice.t
        view = self._current()
        words = {
            "draft": (t.pgettext("campaign", "Start"), "play"),
            "paused": (t._("Go on"), "play"),
            "running": (t._("Pause"), "pause"),
        }
        word, icon = words.get(view.record.state, ("", "")) if view is not None else ("", "")
        self._view.render(
            CampaignsState(
                lines=tuple(self._line(each) for each in self._found),
                chosen=self._chosen,
                count=t.ngettext("{n} campaign", "{n} campaigns", len(self._found)),
                move_word=word,
                move_icon=icon,
                locked=right_for(self._p.session().role, Action.PROGRAMME) is not Right.YES,
            )
        )

    def _line(self, view: CampaignView) -> CampaignLine:
        t, f, figures = self._p.voice.t, self._p.voice.f, view.figures
        return CampaignLine(
            key=str(view.record.id),
            name=view.record.name,
            gives=coupon_sentence(t, f, view),
            state=standing_word(t, view.standing),
            tone=TONES[view.standing],
            made=f.number(figures.issued),
            used=f.number(figures.redeemed),
            void=f.number(figures.void),
            given=f.money(figures.given),
        )
