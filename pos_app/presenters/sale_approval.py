"""A second person's PIN on the spot: asked for inline, then the command is repeated (R33)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.staff import Action, Approval, Person, Role
from pos_app.i18n import Formats, Translator
from pos_app.presenters.messages import say
from pos_app.presenters.sale_state import ApprovalView, ApproverView
from pos_app.services.session import Session

Command = Callable[[Approval | None], object]
"""A gesture that may need a second person: called with None first, then with the consent."""


class Approving(Protocol):
    """Who may consent, and the consent itself; see ``services.approvals.Permissions``."""

    def approvers(self, session: Session, action: Action) -> Sequence[Person]:
        """People who could consent."""

    def approve(
        self,
        action: Action,
        *,
        session: Session,
        event_ref: str,
        reason: str,
        secret: str,
        approver_id: int | None = None,
        approver_card: str = "",
    ) -> Approval:
        """The consent, after the PIN was right."""


class ApprovalFlow:
    """One open question for a PIN, or none. The sale waits behind it untouched."""

    def __init__(
        self, permissions: Approving, session: Callable[[], Session], pin_length: Callable[[], int]
    ) -> None:
        self._permissions = permissions
        self._session = session
        self._pin_length = pin_length
        self._wanted: tuple[Action, str, str] | None = None
        self._command: Command | None = None
        self._people: tuple[Person, ...] = ()
        self._card = ""
        self._figures: Mapping[str, object] = {}
        self._error: CodedError | None = None
        self._serial = 0

    @property
    def is_open(self) -> bool:
        """Whether somebody's PIN is awaited."""
        return self._wanted is not None

    def ask(self, needed: NeedsApproval, command: Command, reason: str) -> None:
        """Open the question for a command that was refused; ``reason`` goes into the journal."""
        action = Action(needed.action)
        self._wanted = (action, str(needed.params.get("event_ref", "")), reason)
        self._figures = needed.params
        self._command = command
        self._people = tuple(self._permissions.approvers(self._session(), action))
        self._card = ""
        self._error = None
        self._serial += 1

    def cancel(self) -> None:
        """Close the question; nothing was changed."""
        self._wanted = self._command = None
        self._card = ""
        self._error = None

    def card(self, code: str) -> None:
        """A staff card was scanned: its owner is to type the PIN."""
        self._card = code
        self._error = None
        self._serial += 1

    def confirm(self, person: str, secret: str) -> bool:
        """Check the PIN and repeat the command. True when the question is closed.

        A wrong PIN stays in the panel; what the command itself raises goes to the caller.
        """
        if self._wanted is None or self._command is None:
            return False
        action, event_ref, reason = self._wanted
        try:
            approval = self._permissions.approve(
                action,
                session=self._session(),
                event_ref=event_ref,
                reason=reason,
                secret=secret,
                approver_id=int(person) if person.isdigit() and not self._card else None,
                approver_card=self._card,
            )
        except CodedError as error:
            self._error = error
            return False
        command = self._command
        self.cancel()
        command(approval)
        return True

    def state(self, t: Translator, formats: Formats) -> ApprovalView:
        """The panel in words."""
        action = self._wanted[0] if self._wanted is not None else Action.SELL
        people = tuple(
            ApproverView(key=str(each.id), text=each.name, free=each.role is Role.OWNER)
            for each in self._people
        )
        if self._card:
            people = (ApproverView(key="", text="", free=True),)
        return ApprovalView(
            serial=self._serial,
            title=t._("Approval needed"),
            detail=_asked(t, formats, action, self._figures)
            if people
            else t._("Nobody here may approve this."),
            people=people,
            hint=t._("The card is read. Now the PIN of its owner.")
            if self._card
            else t._("PIN of a second person, or their staff card first."),
            pin_length=self._pin_length(),
            error=say(self._error, t, formats) if self._error is not None else "",
        )


def _asked(t: Translator, f: Formats, action: Action, figures: Mapping[str, object]) -> str:
    """What is to be approved, with its figures where it has some."""
    money, least = figures.get("money"), figures.get("least")
    if action is Action.BELOW_FLOOR and isinstance(money, int) and isinstance(least, int):
        return t._(
            "{name} would bring {money}; the least is {least}",
            name=figures.get("name", ""), money=f.money(money), least=f.money(least),
        )  # fmt: skip
    return action_words(t, action)


def action_words(t: Translator, action: Action) -> str:
    """What is to be approved."""
    words = {
        Action.DISCOUNT_SMALL: t._("A discount by hand"),
        Action.DISCOUNT_MEDIUM: t._("A discount above 5%"),
        Action.DISCOUNT_LARGE: t._("A discount above 20%"),
        Action.PRICE_OVERRIDE: t._("A price typed by hand"),
        Action.PRICE_OVERRIDE_LARGE: t._("A price far below the list"),
        Action.BELOW_FLOOR: t._("Selling below the least price"),
        Action.REDEEM_WITHOUT_CARD: t._("Paying with points without the card"),
        Action.REDEEM_ABOVE_LIMIT: t._("Paying with more points than usual"),
        Action.RETURN_WITH_RECEIPT: t._("Taking goods back"),
        Action.RETURN_WITHOUT_RECEIPT: t._("Taking goods back without a receipt"),
        Action.RETURN_LATE: t._("Taking goods back after the time for returns"),
        Action.GESTURE_ABOVE_LIMIT: t._("A gesture beyond the limit of the day"),
        Action.REPRINT_AGAIN: t._("One more copy of the receipt"),
        Action.CARD_REPLACE: t._("Replacing a card"),
        Action.CERTIFICATE_BLOCK: t._("Blocking or unblocking a certificate"),
        Action.CONTACT_EDIT: t._("Changing somebody's contacts"),
        Action.DRAWER_OPEN: t._("Opening the drawer"),
        Action.CLOCK_CONFIRM: t._("Confirming the clock"),
        Action.ADJUST_POINTS_SMALL: t._("Points given or taken by hand"),
        Action.ADJUST_POINTS: t._("Many points given or taken by hand"),
        Action.SET_TIER: t._("A tier set by hand"),
        Action.CUSTOMER_MERGE: t._("Two customers made one, or parted again"),
        Action.ATTACH_CARD_DAY: t._("A receipt given to a customer afterwards"),
    }
    return words.get(action, t._("Somebody with the right has to approve this."))
