"""The profile of one person, at the right of the list of people."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.staff import Approval
from pos_app.presenters.messages import say
from pos_app.presenters.profile_forms import Deed, Done, Form
from pos_app.presenters.profile_overview import Overview
from pos_app.presenters.profile_state import PanelView, ProfileState, TabView
from pos_app.presenters.profile_tabs import (
    FIELD_OF,
    Place,
    PointsTab,
    ProfileOutside,
    PurchasesTab,
    Tab,
)
from pos_app.presenters.profile_words import ProfileWords
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.profile import Profile, ProfileService
from pos_app.services.session import Session

PAGE = 50
"""Receipts read more at a time."""


class ProfileViewPort(Protocol):
    """The profile as its presenter sees it."""

    def render(self, state: ProfileState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileParts:
    """What the presenter is joined from.

    ``tabs`` stand after those of purchases and points.
    """

    profiles: ProfileService
    words: ProfileWords
    session: Callable[[], Session]
    approval: ApprovalFlow
    outside: ProfileOutside
    reasons: Mapping[str, str]
    tabs: Sequence[Tab] = ()


class ProfilePresenter:
    """Opens people, tabs and forms; does what they say."""

    def __init__(self, parts: ProfileParts, view: ProfileViewPort) -> None:
        self._parts = parts
        self._view = view
        self._customer = 0
        self._profile: Profile | None = None
        self._tab = "overview"
        self._place = Place()
        self._form: Form | None = None
        self._notice = ""
        self._overview = Overview(parts.words, parts.reasons)
        self._purchases = PurchasesTab(parts.words, self._overview, parts.outside)
        self._tabs: dict[str, Tab] = {
            tab.key: tab
            for tab in (
                self._purchases,
                PointsTab(parts.words, parts.outside),
                *parts.tabs,
            )
        }

    # --- whom --------------------------------------------------------------------------------

    def open(self, customer_id: int) -> None:
        """Show somebody; the tab stays, so that one can walk through people."""
        if customer_id != self._customer:
            self._customer = customer_id
            self._forget()
        self.refresh()

    def clear(self) -> None:
        """Nobody is chosen."""
        self._customer = 0
        self._tab = "overview"
        self._forget()
        self.refresh()

    def refresh(self) -> None:
        """Read again: something changed, or the page was shown."""
        self._profile = None
        if self._customer:
            try:
                self._read()
            except CodedError as error:
                self._notice = self._said(error)
        self.show()

    def leave(self) -> None:
        """The page went away: contacts are covered again, forms stay."""
        self._parts.profiles.cover()

    # --- where -------------------------------------------------------------------------------

    def choose_tab(self, tab: str) -> None:
        """To another tab."""
        if tab != self._tab and (tab == "overview" or tab in self._tabs):
            self._tab = tab
            self._place = Place()
            self._close()
        self.show()

    def choose_part(self, part: str) -> None:
        """To another part of the tab."""
        self._place = Place(part=part)
        self.show()

    def choose(self, row: str) -> None:
        """A row was stepped on."""
        self._place = Place(part=self._place.part, row=row)
        self.show()

    def pick(self, row: str) -> None:
        """Enter or a tap on a row."""
        self.choose(row)
        tab, profile = self._tabs.get(self._tab), self._profile
        if tab is not None and profile is not None and self._place.row == row:
            self._begin(lambda: tab.pick(profile, self._place))

    def more(self) -> None:
        """Further receipts."""
        profile, known = self._profile, self._purchases.lines
        if profile is not None:
            session = self._parts.session()
            fresh = self._parts.profiles.purchases(session, profile, PAGE, len(known))
            self._purchases.lines = (*known, *fresh)
        self.show()

    # --- deeds -------------------------------------------------------------------------------

    def put(self) -> None:
        """The main button: the person goes on the receipt."""
        if self._customer:
            self._parts.outside.put_on_receipt(self._customer)

    def act(self, action: str) -> None:
        """A button of the tab."""
        tab, profile = self._tabs.get(self._tab), self._profile
        if tab is not None and profile is not None:
            self._begin(lambda: tab.act(profile, action, self._place))

    def type(self, key: str, text: str) -> None:
        """A field of the form changed."""
        if self._form is not None:
            self._form.typed[key] = text
            self._form.errors.pop(key, None)
            self.show()

    def choose_mode(self, mode: str) -> None:
        """Another way to do it."""
        if self._form is not None:
            self._form.mode = mode
            self._form.errors.clear()
            self.show()

    def confirm(self) -> None:
        """The form's button."""
        form = self._form
        if form is not None:
            form.errors.clear()
            form.attempt += 1
            self._notice = ""
            self._attempt(lambda: form.deed(self._parts.session()), form.reason)
            self.show()

    def back(self) -> None:
        """Esc: the question, the form, then the tab."""
        if self._parts.approval.is_open:
            self._parts.approval.cancel()
        elif self._form is not None:
            self._form = None
            self._notice = ""
        else:
            self._tab = "overview"
            self._place = Place()
        self.show()

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            self._parts.approval.confirm(person, secret)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def scan(self, code: str) -> None:
        """A staff card while a PIN is awaited, or a code for the open form."""
        if self._parts.approval.is_open:
            self._parts.approval.card(code)
        elif self._form is None or not self._form.scan(code):
            self._view.alert()
        self.show()

    def show(self) -> None:
        """Render what is."""
        self._view.render(self._state())

    # --- inside ------------------------------------------------------------------------------

    def _read(self) -> None:
        parts, known = self._parts, len(self._purchases.lines)
        profile = parts.profiles.read(parts.session(), self._customer)
        self._profile = profile
        lines = profile.purchases
        if known > len(lines):
            rest = parts.profiles.purchases(
                parts.session(), profile, known - len(lines), len(lines)
            )
            lines = (*lines, *rest)
        self._purchases.lines = lines

    def _forget(self) -> None:
        self._place = Place()
        self._purchases.lines = ()
        self._parts.profiles.cover()
        self._close()

    def _close(self) -> None:
        self._form = None
        self._notice = ""
        self._parts.approval.cancel()

    def _begin(self, wanted: Callable[[], Form | Deed | None]) -> None:
        self._close()
        try:
            found = wanted()
        except CodedError as error:
            self._refuse(error)
            found = None
        if isinstance(found, Form):
            self._form = found
        elif found is not None:
            self._attempt(lambda: found, self._parts.words.voice.t._("Profile"))
        self.show()

    def _attempt(self, wanted: Callable[[], Deed], reason: str) -> None:
        try:
            deed = wanted()
            self._try(deed, None)
        except NeedsApproval as needed:
            self._parts.approval.ask(needed, lambda given: self._try(deed, given), reason)
        except CodedError as error:
            self._refuse(error)

    def _try(self, deed: Deed, approval: Approval | None) -> None:
        done = deed(approval)
        self._form = None
        self._notice = ""
        self.refresh()
        self._tell(done)

    def _tell(self, done: Done) -> None:
        undo, outside = done.undo, self._parts.outside
        if undo is not None:
            word = self._parts.words.voice.t._("Undo")
            outside.show_undo(done.text, word, lambda: self._undo(undo))
        elif done.text:
            outside.tell(done.text)

    def _undo(self, undo: Callable[[], object]) -> None:
        try:
            undo()
        except CodedError as error:
            self._refuse(error)
        self.refresh()

    def _refuse(self, error: CodedError) -> None:
        form = self._form
        about = str(error.params.get("field", ""))
        names = (*FIELD_OF.get(error.code, ()), about, *FIELD_OF.get(about, ()))
        known = [each.key for each in form.fields()] if form is not None else []
        name = next((each for each in names if each in known), "")
        if form is not None and name:
            form.errors[name] = self._said(error)
        else:
            self._notice = self._said(error)
        self._view.alert()

    def _said(self, error: CodedError) -> str:
        voice: Voice = self._parts.words.voice
        return say(error, voice.t, voice.f)

    def _state(self) -> ProfileState:
        words, profile = self._parts.words, self._profile
        t, f = words.voice.t, words.voice.f
        if profile is None:
            return ProfileState(
                empty_title=t._("No customer is chosen"),
                empty_hint=t._("Find a customer by name, phone or card."),
                notice=self._notice,
            )
        tab = self._tabs.get(self._tab)
        approval = self._parts.approval
        return ProfileState(
            name=words.name(profile),
            detail=words.detail(profile),
            badges=words.badges(profile),
            put=t.pgettext("customer", "On the receipt"),
            figures=words.figures(profile),
            tabs=(
                ("overview", t._("Overview")),
                *((key, each.title(profile)) for key, each in self._tabs.items()),
            ),
            tab=self._tab,
            panels=self._panels(profile) if tab is None else (),
            body=TabView() if tab is None else self._body(tab, profile),
            form=self._form.view() if self._form is not None else None,
            notice=self._notice,
            approval=approval.state(t, f) if approval.is_open else None,
        )

    def _panels(self, profile: Profile) -> tuple[PanelView, ...]:
        chips = [word for tab in self._tabs.values() for word in tab.chips(profile)]
        return self._overview.panels(profile, tuple(chips))

    def _body(self, tab: Tab, profile: Profile) -> TabView:

        body = tab.body(profile, self._place)
        keys = [row.key for row in body.rows]
        if self._place.row not in keys:
            self._place = Place(part=body.part, row=keys[0] if keys else "")
            body = tab.body(profile, self._place)
        return replace(body, chosen=self._place.row)
