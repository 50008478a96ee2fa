"""One person's points and tier: why this balance, what moved it, and changes by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval, PosError
from pos_app.domain.staff import Approval
from pos_app.presenters.messages import say
from pos_app.presenters.points_forms import (
    FIELD_OF,
    AdjustForm,
    AttachForm,
    Deed,
    Done,
    ExtendForm,
    Form,
    ReferrerForm,
    Services,
    TierForm,
)
from pos_app.presenters.points_state import ActionView, PointsState
from pos_app.presenters.points_tables import (
    Tables,
    figures_of,
)
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.points_statement import PointsStatements, Statement
from pos_app.services.session import Session


class PointsViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: PointsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class PointsOutside(Protocol):
    """Ways out of the page."""

    def to_customers(self) -> None:
        """Back to the list of people."""

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""

    def tell(self, text: str) -> None:
        """Say what was done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PointsParts:
    """What the presenter is joined from. ``local`` turns an instant into the shop's time."""

    statements: PointsStatements
    services: Services
    session: Callable[[], Session]
    approval: ApprovalFlow
    voice: Voice
    local: Callable[[datetime], datetime]
    outside: PointsOutside


class PointsPresenter:
    """Reads the statement, opens forms, does what they say."""

    def __init__(self, parts: PointsParts, view: PointsViewPort) -> None:
        self._parts = parts
        self._view = view
        self._customer = 0
        self._statement: Statement | None = None
        self._tab = "lots"
        self._chosen = ""
        self._form: Form | None = None
        self._notice = ""

    def open(self, customer_id: int) -> None:
        """Come to the page of one person."""
        self._customer = customer_id
        self._form = None
        self._chosen = ""
        self._tab = "lots"
        self._notice = ""
        self._parts.approval.cancel()
        self.refresh()

    def refresh(self) -> None:
        """Something changed, or the page was shown."""
        self._statement = None
        if self._customer:
            try:
                self._statement = self._parts.statements.read(self._parts.session(), self._customer)
            except CodedError as error:
                self._notice = self._said(error)
        self.show()

    def choose_tab(self, tab: str) -> None:
        """Lots or movements."""
        self._tab = tab
        self.show()

    def choose(self, key: str) -> None:
        """A row was stepped on."""
        self._chosen = key
        self.show()

    def act(self, key: str) -> None:
        """A button of the page: open its form."""
        statement = self._statement
        if statement is None:
            return
        voice, services = self._parts.voice, self._parts.services
        self._notice = ""
        if key == "extend":
            at_hand = statement.lots if self._tab == "lots" else ()
            lot = next((lot for lot in at_hand if str(lot.id) == self._chosen), None)
            self._form = ExtendForm(voice, services, statement, lot) if lot is not None else None
        else:
            self._form = _FORMS[key](voice, services, statement)
        self.show()

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
        if form is None:
            return
        form.errors.clear()
        form.attempt += 1
        self._notice = ""
        try:
            deed = form.deed(self._parts.session())
            self._try(deed, None)
        except NeedsApproval as needed:
            if not form.reason:
                self._refuse(PosError("setting_invalid", field="reason", reason="empty"))
            else:
                self._parts.approval.ask(needed, lambda given: self._try(deed, given), form.reason)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def back(self) -> None:
        """Esc: the question, the form, then the page."""
        if self._parts.approval.is_open:
            self._parts.approval.cancel()
        elif self._form is not None:
            self._form = None
        else:
            self._parts.outside.to_customers()
            return
        self.show()

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            self._parts.approval.confirm(person, secret)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def scan(self, code: str) -> None:
        """A staff card while a PIN is awaited; a card or receipt into an open form."""
        if self._parts.approval.is_open:
            self._parts.approval.card(code)
            self.show()
        elif self._form is not None and self._form.key == "referrer":
            self.type("person", code)

    def show(self) -> None:
        """Render what is."""
        self._view.render(self._state())

    # --- inside ------------------------------------------------------------------------------

    def _try(self, deed: Deed, approval: Approval | None) -> None:
        done = deed(approval)
        self._form = None
        self.refresh()
        self._tell(done)

    def _tell(self, done: Done) -> None:
        outside, undo = self._parts.outside, done.undo
        if undo is None:
            outside.tell(done.text)
        else:
            outside.show_undo(done.text, self._parts.voice.t._("Undo"), lambda: self._undo(undo))

    def _undo(self, undo: Callable[[], object]) -> None:
        try:
            undo()
        except CodedError as error:
            self._refuse(error)
        self.refresh()

    def _refuse(self, error: CodedError) -> None:
        field = FIELD_OF.get(error.code, str(error.params.get("field", "")))
        form = self._form
        if form is not None and field in {each.key for each in form.fields()}:
            form.errors[field] = self._said(error)
        else:
            self._notice = self._said(error)
        self._view.alert()

    def _said(self, error: CodedError) -> str:
        return say(error, self._parts.voice.t, self._parts.voice.f)

    def _state(self) -> PointsState:
        voice, statement, t = self._parts.voice, self._statement, self._parts.voice.t
        approval = self._parts.approval
        if statement is None:
            return PointsState(
                title=t._("Points and tier"),
                empty_title=t._("No customer is chosen"),
                empty_hint=t._("Find a customer first, then open their points."),
                notice=self._notice,
                notice_tone="danger",
            )
        tables = Tables(voice, statement, self._parts.local)
        lots = self._tab == "lots"
        rows = tables.lots() if lots else tables.movements()
        if self._chosen not in {row.key for row in rows}:
            self._chosen = rows[0].key if rows else ""
        return PointsState(
            title=statement.customer.name or t._("Customer without a name"),
            detail=tables.detail(),
            tier=statement.tier.name if statement.tier is not None else "",
            figures=figures_of(voice, statement),
            tabs=(("lots", t._("Balance")), ("movements", t._("Movements"))),
            tab=self._tab,
            columns=tables.lot_columns() if lots else tables.movement_columns(),
            rows=rows,
            chosen=self._chosen,
            empty_title=t._("No points here") if lots else t._("Nothing has moved yet"),
            empty_hint=t._("Points come with purchases, gifts of the programme, or by hand."),
            actions=self._actions(statement),
            form=self._form.view() if self._form is not None else None,
            notice=self._notice,
            notice_tone="danger",
            approval=approval.state(t, voice.f) if approval.is_open else None,
        )

    def _actions(self, statement: Statement) -> tuple[ActionView, ...]:
        t = self._parts.voice.t
        return (
            ActionView(key="adjust", text=t._("Points by hand"), icon="coins", cap="Ctrl 1"),
            ActionView(
                key="tier",
                text=t._("Tier by hand"),
                icon="medal",
                cap="Ctrl 2",
                enabled=bool(statement.tiers),
            ),
            ActionView(
                key="attach", text=t._("Receipt of today"), icon="receipt-text", cap="Ctrl 3"
            ),
            ActionView(
                key="extend",
                text=t._("Put the last day off"),
                icon="calendar",
                cap="Ctrl 4",
                enabled=self._tab == "lots" and bool(statement.lots),
            ),
            ActionView(
                key="referrer",
                text=t._("Brought by"),
                icon="users",
                cap="Ctrl 5",
                enabled=not statement.account.visits,
            ),
        )


_FORMS = {
    "adjust": AdjustForm,
    "tier": TierForm,
    "attach": AttachForm,
    "referrer": ReferrerForm,
}
