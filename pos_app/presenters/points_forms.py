"""The forms of the points page: what is asked for, and what is then done by which service."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from pos_app.domain.errors import PosError
from pos_app.domain.staff import Approval
from pos_app.presenters.points_state import FieldView, FormView
from pos_app.presenters.points_words import lot_words, points_text
from pos_app.presenters.sale_ports import Voice
from pos_app.services.grants import GrantService
from pos_app.services.points_desk import Adjustment, PointsDesk
from pos_app.services.points_ports import LotLine
from pos_app.services.points_statement import Statement
from pos_app.services.receipt_claims import ClaimService
from pos_app.services.records import CustomerHit
from pos_app.services.session import Session
from pos_app.services.tier_desk import TierDesk, TierSet

_DATE: Final = re.compile(r"\s*(\d{1,2})[./\- ](\d{1,2})[./\- ](\d{4})\s*")

FIELD_OF: Final[Mapping[str, str]] = {
    "adjust_nothing": "points",
    "day_past": "until",
    "day_far": "until",
    "lot_shorter": "until",
    "tier_unknown": "tier",
    "receipt_unknown": "receipt",
    "receipt_owned": "receipt",
    "receipt_claimed": "receipt",
    "receipt_other_day": "receipt",
    "receipt_returned": "receipt",
    "referrer_self": "person",
    "referrer_circular": "person",
    "customer_unknown": "person",
}
"""At which field a refusal is said; others stand above the page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What the forms end in. ``find`` looks people up by card, phone or name."""

    desk: PointsDesk
    tiers: TierDesk
    claims: ClaimService
    grants: GrantService
    find: Callable[[str], Sequence[CustomerHit]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What was done, in words, and the way back where there is one."""

    text: str
    undo: Callable[[], object] | None = None


Deed = Callable[[Approval | None], Done]


class Form:
    """One form: the fields as typed, in words, and the deed."""

    key = ""

    def __init__(self, voice: Voice, services: Services, statement: Statement) -> None:
        self.voice = voice
        self.services = services
        self.statement = statement
        self.mode = ""
        self.typed: dict[str, str] = {}
        self.errors: dict[str, str] = {}
        self.attempt = 0

    def title(self) -> str:
        """What is being done."""
        raise NotImplementedError

    def hint(self) -> str:
        """A line below the title."""
        return ""

    def modes(self) -> tuple[tuple[str, str], ...]:
        """The ways to do it."""
        return ()

    def fields(self) -> Sequence[FieldView]:
        """What is asked for."""
        raise NotImplementedError

    def confirm(self) -> str:
        """The button."""
        return self.voice.t._("Save")

    def deed(self, session: Session) -> Deed:
        """What the button does; raises ``PosError`` for what cannot be read."""
        raise NotImplementedError

    @property
    def reason(self) -> str:
        """The reason typed, for the second person's consent."""
        return self.typed.get("reason", "").strip()

    def view(self) -> FormView:
        """The form in words."""
        return FormView(
            key=self.key,
            title=self.title(),
            hint=self.hint(),
            modes=self.modes(),
            mode=self.mode,
            fields=tuple(self.fields()),
            confirm=self.confirm(),
            attempt=self.attempt,
        )

    # --- for the forms -----------------------------------------------------------------------

    def field(
        self, key: str, label: str, hint: str = "", choices: tuple[tuple[str, str], ...] = ()
    ) -> FieldView:
        """A field as it stands."""
        return FieldView(
            key=key,
            label=label,
            text=self.typed.get(key, ""),
            error=self.errors.get(key, ""),
            hint=hint,
            choices=choices,
        )

    def why(self) -> FieldView:
        """The reason, which every change by hand has."""
        return self.field("reason", self.voice.t._("Reason"))

    def last_day(self, hint: str = "") -> FieldView:
        """The last day."""
        t = self.voice.t
        return self.field("until", t._("Last day"), hint or t._("day.month.year"))

    def day(self, *, needed: bool) -> date | None:
        """The last day typed; raises ``PosError`` ``day_unreadable``."""
        text = self.typed.get("until", "").strip()
        if not text and not needed:
            return None
        found = _DATE.fullmatch(text)
        try:
            if found is None:
                raise ValueError(text)
            return date(int(found[3]), int(found[2]), int(found[1]))
        except ValueError:
            raise PosError("setting_invalid", field="until", reason="format") from None


class AdjustForm(Form):
    """Points given, taken, or given to make good."""

    key = "adjust"

    def __init__(self, voice: Voice, services: Services, statement: Statement) -> None:
        super().__init__(voice, services, statement)
        self.mode = "give"
        if statement.default_expiry is not None:
            self.typed["until"] = day_text(statement.default_expiry)

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Points by hand")

    def modes(self) -> tuple[tuple[str, str], ...]:
        """See Form."""
        t = self.voice.t
        return (
            ("give", t._("Give")),
            ("take", t._("Take")),
            ("compensation", t._("Make good")),
        )

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        t = self.voice.t
        fields = [self.field("points", t._("How many points")), self.why()]
        if self.mode != "take":
            fields.append(self.last_day(t._("day.month.year; empty: for ever")))
        return fields

    def confirm(self) -> str:
        """See Form."""
        t = self.voice.t
        return t._("Take the points") if self.mode == "take" else t._("Give the points")

    def deed(self, session: Session) -> Deed:
        """See Form."""
        try:
            amount = self.voice.f.parse_points(self.typed.get("points", ""))
        except ValueError:
            raise PosError("adjust_nothing") from None
        if amount <= 0:
            raise PosError("adjust_nothing")
        taken = self.mode == "take"
        until = None if taken else self.day(needed=False)
        reason, good = self.reason, self.mode == "compensation"

        def run(approval: Approval | None) -> Done:
            done = self.services.desk.adjust(
                session,
                self.statement.customer.id,
                -amount if taken else amount,
                reason,
                expires_on=until,
                compensation=good,
                approval=approval,
            )
            return Done(text=self._words(done), undo=lambda: self._undo(session, done))

        return run

    def _words(self, done: Adjustment) -> str:
        t = self.voice.t
        points = points_text(t, self.voice.f, abs(done.amount))
        if done.amount < 0:
            return t._("Taken: {points}", points=points)
        return t._("Given: {points}", points=points)

    def _undo(self, session: Session, done: Adjustment) -> None:
        self.services.desk.undo(session, done)


class TierForm(Form):
    """A tier by hand, or the one of the purchases again."""

    key = "tier"

    def __init__(self, voice: Voice, services: Services, statement: Statement) -> None:
        super().__init__(voice, services, statement)
        self.typed["tier"] = statement.tier.tier_id if statement.tier is not None else ""

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Tier by hand")

    def hint(self) -> str:
        """See Form."""
        return self.voice.t._("It holds to the end of the last day, then purchases decide again.")

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        t = self.voice.t
        choices = (
            *((tier.tier_id, tier.name) for tier in self.statement.tiers),
            ("", t._("by purchases")),
        )
        fields = [self.field("tier", t._("Tier"), choices=choices)]
        if self.typed["tier"]:
            fields.append(self.last_day())
        return [*fields, self.why()]

    def confirm(self) -> str:
        """See Form."""
        return self.voice.t._("Set the tier")

    def deed(self, session: Session) -> Deed:
        """See Form."""
        tier, reason = self.typed["tier"], self.reason
        until = self.day(needed=True) if tier else None

        def run(approval: Approval | None) -> Done:
            done = self.services.tiers.set_tier(
                session, self.statement.customer.id, tier, until, reason, approval=approval
            )
            return Done(
                text=self.voice.t._("The tier was set."), undo=lambda: self._undo(session, done)
            )

        return run

    def _undo(self, session: Session, done: TierSet) -> None:
        self.services.tiers.undo(session, done)


class AttachForm(Form):
    """A receipt of today given to the person."""

    key = "attach"

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Receipt of today")

    def hint(self) -> str:
        """See Form."""
        return self.voice.t._(
            "Points and turnover are added as if the card had been shown. Prices stay as paid."
        )

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        t = self.voice.t
        return (self.field("receipt", t._("Number of the receipt")), self.why())

    def confirm(self) -> str:
        """See Form."""
        return self.voice.t._("Add the receipt")

    def deed(self, session: Session) -> Deed:
        """See Form."""
        text = self.typed.get("receipt", "").strip()
        if not (text.isascii() and text.isdigit()) or len(text) > 9:
            raise PosError("receipt_unknown")
        reason = self.reason

        def run(approval: Approval | None) -> Done:
            done = self.services.claims.attach(
                session, self.statement.customer.id, int(text), reason, approval=approval
            )
            words = self.voice.t._(
                "Receipt {number} was added: {points}",
                number=str(done.number),
                points=points_text(self.voice.t, self.voice.f, done.points),
            )
            return Done(text=words)

        return run


class ExtendForm(Form):
    """A longer life for one lot."""

    key = "extend"

    def __init__(
        self, voice: Voice, services: Services, statement: Statement, lot: LotLine
    ) -> None:
        super().__init__(voice, services, statement)
        self._lot = lot

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Put the last day off")

    def hint(self) -> str:
        """See Form."""
        t, f, lot = self.voice.t, self.voice.f, self._lot
        points, kind = points_text(t, f, lot.left), lot_words(t, lot.kind)
        if lot.expires_on is None:
            return t._("{kind}: {points}, for ever", kind=kind, points=points)
        return t._(
            "{kind}: {points}, to {day}", kind=kind, points=points, day=f.date(lot.expires_on)
        )

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        return (self.last_day(self.voice.t._("day.month.year; empty: for ever")),)

    def confirm(self) -> str:
        """See Form."""
        return self.voice.t._("Put off")

    def deed(self, session: Session) -> Deed:
        """See Form."""
        until = self.day(needed=False)

        def run(approval: Approval | None) -> Done:
            self.services.desk.extend(session, self._lot.id, until, approval=approval)
            return Done(text=self.voice.t._("The points live longer."))

        return run

    @property
    def reason(self) -> str:
        """The title: a longer life asks for no reason of its own."""
        return self.title()


class ReferrerForm(Form):
    """Who brought a newcomer."""

    key = "referrer"

    def title(self) -> str:
        """See Form."""
        return self.voice.t._("Brought by")

    def hint(self) -> str:
        """See Form."""
        return self.voice.t._("Before the first purchase only. Empty: nobody.")

    def fields(self) -> Sequence[FieldView]:
        """See Form."""
        t = self.voice.t
        return (self.field("person", t._("Card, phone or name")),)

    def deed(self, session: Session) -> Deed:
        """See Form."""
        text = self.typed.get("person", "").strip()
        referrer = self._found(text) if text else None

        def run(_approval: Approval | None) -> Done:
            self.services.grants.set_referrer(session, self.statement.customer.id, referrer)
            return Done(text=self.voice.t._("Saved."))

        return run

    def _found(self, text: str) -> int:
        hits = self.services.find(text)
        if len(hits) != 1:
            raise PosError("customer_unknown" if not hits else "person_ambiguous")
        return hits[0].id


def day_text(day: date) -> str:
    """A day as it is typed."""
    return f"{day:%d.%m.%Y}"
