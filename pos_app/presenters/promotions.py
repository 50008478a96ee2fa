"""The list of promotions: how each stands, what it gave, ways to change, copy and pause it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.promotion import Promotion
from pos_app.i18n.fold import fold
from pos_app.presenters.messages import say
from pos_app.presenters.promotion_calendar import calendar_of, month_after
from pos_app.presenters.promotion_kinds import TONES, state_words
from pos_app.presenters.promotion_words import Names, Teller
from pos_app.presenters.promotions_state import PromotionLine, PromotionsState
from pos_app.presenters.sale_ports import Voice
from pos_app.services.promotions import PromotionService, StoredPromotion
from pos_app.services.session import Session

FILTERS = ("", "running", "planned", "paused", "over")
OVER = frozenset({"ended", "used_up", "out_of_budget"})


class PromotionsViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: PromotionsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class PromotionWays(Protocol):
    """Ways on from the list, and what the window says."""

    def edit(self, uuid: str) -> None:
        """To one promotion."""

    def create(self) -> None:
        """To an empty form."""

    def copy(self, uuid: str) -> None:
        """To a copy of one."""

    def resume_form(self) -> None:
        """To the form with what was typed and not kept."""

    def unsaved_name(self) -> str | None:
        """The name in a form with unsaved changes, None without any."""

    def back(self) -> None:
        """To where the page was opened from."""

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""

    def offer_undo(self, text: str, deed: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionsParts:
    """What the presenter is joined from."""

    service: PromotionService
    session: Callable[[], Session]
    is_owner: Callable[[], bool]
    voice: Voice
    ways: PromotionWays
    names: Callable[[], Names]
    today: Callable[[], date]


class PromotionsPresenter:
    """Search, filter, the two looks, and what is done with the chosen one."""

    def __init__(self, parts: PromotionsParts, view: PromotionsViewPort) -> None:
        self._p = parts
        self._view = view
        self._all: Sequence[StoredPromotion] = ()
        self._state = PromotionsState()
        self._first: date | None = None

    # --- looking -----------------------------------------------------------------------------

    def open(self) -> None:
        """Come to the page."""
        self.refresh()

    def refresh(self) -> None:
        """Promotions changed, or were used."""
        self._all = self._p.service.all()
        self.show()

    def search(self, text: str) -> None:
        """By any part of the name or of what it says."""
        self._state = replace(self._state, text=text)
        self.show()

    def choose_filter(self, key: str) -> None:
        """Only those of a state."""
        self._state = replace(self._state, filter=key if key in FILTERS else "")
        self.show()

    def choose_look(self, look: str) -> None:
        """As a list or as a calendar."""
        self._state = replace(self._state, look=look)
        self.show()

    def choose(self, key: str) -> None:
        """The cursor is on a promotion."""
        if key != self._state.chosen:
            self._state = replace(self._state, chosen=key)
            self.show()

    def turn(self, by: int) -> None:
        """The calendar a month further or back; 0 is to today."""
        today = self._p.today()
        first = self._first or month_after(today, -1)
        self._first = month_after(first, by) if by else None
        self.show()

    # --- deeds -------------------------------------------------------------------------------

    def edit(self, key: str) -> None:
        """Open a promotion."""
        if key:
            self._guard(lambda: self._p.ways.edit(key))

    def create(self) -> None:
        """An empty form."""
        if self._may():
            self._p.ways.create()

    def copy(self) -> None:
        """A new one that says the same."""
        chosen = self._state.chosen
        if chosen and self._may():
            self._guard(lambda: self._p.ways.copy(chosen))

    def toggle(self) -> None:
        """Pause the chosen one or let it go on; Ctrl Z takes it back."""
        one = self._chosen()
        if one is None or not self._may():
            return
        t, name = self._p.voice.t, one.promotion.name
        if one.promotion.enabled:
            words = t._("Paused: {name}", name=name)
        else:
            words = t._("Goes on: {name}", name=name)
        if self._switch(one.uuid, enabled=not one.promotion.enabled):
            before = one.promotion.enabled
            self._p.ways.offer_undo(words, lambda: self._switch(one.uuid, enabled=before))

    def saved(self, uuid: str, before: Promotion | None) -> None:
        """Back from the form with a promotion kept; a change can be taken back."""
        self._state = replace(self._state, chosen=uuid, text="", filter="")
        self.refresh()
        one = self._chosen()
        name = one.promotion.name if one is not None else ""
        words = self._p.voice.t._("Saved: {name}", name=name)
        if before is None:
            self._p.ways.say(words, "accent")
        else:
            old = before
            self._p.ways.offer_undo(words, lambda: self._put_back(uuid, old))

    def notice_action(self) -> None:
        """The button of the line above the list."""
        self._p.ways.resume_form()

    def back(self) -> None:
        """Esc: first the search, then the page."""
        if self._state.text:
            self.search("")
        else:
            self._p.ways.back()

    def _switch(self, uuid: str, *, enabled: bool) -> bool:
        deed = self._p.service.resume if enabled else self._p.service.pause
        done = self._guard(lambda: deed(self._p.session(), uuid))
        self.refresh()
        return done

    def _put_back(self, uuid: str, before: Promotion) -> None:
        self._guard(lambda: self._p.service.put(self._p.session(), before, uuid))
        self.refresh()

    def _chosen(self) -> StoredPromotion | None:
        return next((one for one in self._all if one.uuid == self._state.chosen), None)

    def _may(self) -> bool:
        if self._p.is_owner():
            return True
        words = self._p.voice.t._("Only the owner changes this. The owner has to sign in.")
        self._p.ways.say(words, "danger")
        self._view.alert()
        return False

    def _guard(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except CodedError as error:
            self._p.ways.say(say(error, self._p.voice.t, self._p.voice.f), "danger")
            self._view.alert()
            return False
        return True

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, today = self._p.voice.t, self._p.today()
        teller = Teller(t, self._p.voice.f, self._p.names())
        lines = [(one, self._line(one, teller, today)) for one in self._all]
        found = [(one, line) for one, line in lines if self._wanted(one, line, today)]
        keys = [one.uuid for one, _ in found]
        chosen = self._state.chosen if self._state.chosen in keys else (keys or [""])[0]
        self._state = replace(self._state, chosen=chosen)
        one = self._chosen() if chosen else None
        paused = one is not None and not one.promotion.enabled
        over = one is not None and one.state(today) in OVER
        kept = self._p.ways.unsaved_name()
        notice = "" if kept is None else self._kept(kept)
        spoken = [(one, f"{line.name}, {line.state}, {line.days}") for one, line in found]
        self._view.render(
            replace(
                self._state,
                title=t._("Promotions"),
                count=t.ngettext("{n} promotion", "{n} promotions", len(found)),
                filters=self._filters(today),
                looks=(("list", t._("List")), ("calendar", t._("Calendar"))),
                lines=tuple(line for _, line in found),
                calendar=calendar_of(
                    spoken, self._first or month_after(today, -1), today, self._p.voice.f
                ),
                pause_word=t._("Let it go on") if paused else t._("Pause"),
                pause_icon="play" if paused else "pause",
                can_pause=one is not None and not over,
                locked=not self._p.is_owner(),
                notice=notice,
                notice_tone="warn",
                notice_action=t._("Go on") if notice else "",
                **self._empty(),
            )
        )

    def _kept(self, name: str) -> str:
        t = self._p.voice.t
        return t._("Unsaved changes are kept: {name}", name=name or t._("New promotion"))

    def _empty(self) -> dict[str, str]:
        t = self._p.voice.t
        if self._all:
            return {
                "empty_title": t._("No promotion like that"),
                "empty_hint": t._("Try another word or another state."),
            }
        return {
            "empty_title": t._("No promotions yet"),
            "empty_hint": t._("Per cent off, a gift, a price for three: make the first one."),
        }

    def _filters(self, today: date) -> tuple[tuple[str, str], ...]:
        t, words = self._p.voice.t, state_words(self._p.voice.t)
        names = {"": t._("All"), **words, "over": t.pgettext("promotion", "Over")}
        counts = {key: sum(self._in_state(one, key, today) for one in self._all) for key in FILTERS}
        return tuple((key, f"{names[key]} · {counts[key]}") for key in FILTERS)

    @staticmethod
    def _in_state(one: StoredPromotion, key: str, today: date) -> bool:
        state = one.state(today)
        return not key or state == key or (key == "over" and state in OVER)

    def _wanted(self, one: StoredPromotion, line: PromotionLine, today: date) -> bool:
        words = fold(self._state.text).split()
        text = fold(f"{line.name} {line.says}")
        return self._in_state(one, self._state.filter, today) and all(w in text for w in words)

    def _line(self, one: StoredPromotion, teller: Teller, today: date) -> PromotionLine:
        t, f, rule, state = self._p.voice.t, self._p.voice.f, one.promotion, one.state(today)
        used = f.number(rule.used)
        if rule.usage_limit is not None:
            used = t._("{n} of {most}", n=used, most=f.number(rule.usage_limit))
        given = f.money(rule.budget_used, trim=True)
        if rule.budget is not None:
            most = f.money(rule.budget, trim=True)
            given = t._("{n} of {most}", n=f.amount(rule.budget_used, trim=True), most=most)
        return PromotionLine(
            key=one.uuid,
            name=rule.name,
            state=state_words(t)[state],
            tone=TONES[state],
            says=teller.sentence(replace(rule, valid_from=None, valid_to=None)),
            days=_days(rule, self._p.voice) or t._("always"),
            used=used,
            given=given,
        )


def _days(rule: Promotion, voice: Voice) -> str:
    """Its first and last day, short; "" for always."""
    t, f, first, last = voice.t, voice.f, rule.valid_from, rule.valid_to
    if first is not None and last is not None:
        return f"{f.date(first)} – {f.date(last)}"
    if first is not None:
        return t._("from {first} on", first=f.date(first))
    return t._("until {last}", last=f.date(last)) if last is not None else ""
