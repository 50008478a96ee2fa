"""The page of gift certificates: selling one, looking one up, blocking it, what is owed (R22)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, Protocol

from pos_app.domain.certificate import masked, valid_until
from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.staff import Approval
from pos_app.presenters.certificate_sentences import block_reason
from pos_app.presenters.certificate_words import kind_word
from pos_app.presenters.certificates_state import (
    CertificateRowView,
    CertificatesState,
    SellView,
    SheetView,
)
from pos_app.presenters.messages import say
from pos_app.presenters.sale_approval import ApprovalFlow, Command
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import ChoiceView
from pos_app.services.certificate_office import REASONS, CertificateService, CertificateSheet
from pos_app.services.programme_records import CertificateRecord
from pos_app.services.session import Session
from pos_app.services.settings import Settings

PAGE: Final = 60
"""Certificates read at a time."""


class CertificatesViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: CertificatesState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificatesParts:
    """What the presenter is joined from.

    ``sell`` puts a certificate of an amount on the open sale (amount, name, preprinted number);
    ``to_sale`` goes there. ``local`` turns a UTC instant into the shop's time.
    """

    service: CertificateService
    session: Callable[[], Session]
    approval: ApprovalFlow
    voice: Voice
    settings: Callable[[], Settings]
    today: Callable[[], date]
    local: Callable[[datetime], datetime]
    sell: Callable[[int, str, str], object]
    slip_name: Callable[[], str]
    to_sale: Callable[[], None]


class CertificatesPresenter:
    """List and search at the left; selling or one certificate at the right."""

    def __init__(self, parts: CertificatesParts, view: CertificatesViewPort) -> None:
        self._p = parts
        self._view = view
        self._state = CertificatesState()
        self._sheet: CertificateSheet | None = None
        self._limit = PAGE
        self._amount = ""
        self._number = ""
        self._reason = ""

    # -- ways ---------------------------------------------------------------------------------

    def open(self) -> None:
        """The page is shown: what changed meanwhile is read again."""
        self._state = replace(self._state, notice="")
        self._read()
        self.show()

    def begin_sale(self) -> None:
        """From the till: sell one."""
        self._sheet = None
        self._amount = self._number = ""
        self._state = replace(self._state, side="sell", chosen="")
        self.open()

    def refresh(self) -> None:
        """Certificates changed elsewhere."""
        self._read()
        self.show()

    def back(self) -> None:
        """Esc: out of a question, out of the search, out of a certificate, to the sale."""
        if self._p.approval.is_open:
            self._p.approval.cancel()
        elif self._state.text:
            self.search("")
            return
        elif self._state.side == "sheet":
            self.sell_side()
            return
        else:
            self._p.to_sale()
            return
        self.show()

    def sell_side(self) -> None:
        """Ins: sell another one."""
        self._sheet = None
        self._state = replace(self._state, side="sell", chosen="", notice="")
        self.show()

    # -- finding ------------------------------------------------------------------------------

    def search(self, text: str) -> None:
        """Part of a code."""
        self._limit = PAGE
        self._state = replace(self._state, text=text, notice="")
        self._read()
        self.show()

    def more(self) -> None:
        """List further ones."""
        self._limit += PAGE
        self._read()
        self.show()

    def choose(self, key: str) -> None:
        """A row was chosen."""
        if key.isdigit() and key != self._state.chosen:
            self._guard(lambda: self._open(self._p.service.sheet(int(key))))
            self.show()

    def scan(self, text: str) -> None:
        """A certificate opens; an unknown number is taken for the one being sold."""
        if self._p.approval.is_open:
            self._p.approval.card(text)
            self.show()
            return
        try:
            self._open(self._p.service.look_up(text))
        except CodedError as error:
            if self._state.side == "sell" and self._amount:
                self._number = text.strip()
                self._state = replace(self._state, notice="")
            else:
                self._refuse(error)
        self.show()

    def _open(self, sheet: CertificateSheet) -> None:
        self._sheet, self._reason = sheet, ""
        self._state = replace(self._state, side="sheet", chosen=str(sheet.record.id), notice="")

    # -- selling ------------------------------------------------------------------------------

    def choose_amount(self, key: str) -> None:
        """A chip with an amount."""
        if key.isdigit():
            self._amount = self._p.voice.f.amount(int(key))
        self._state = replace(self._state, notice="")
        self.show()

    def type_amount(self, text: str) -> None:
        """An own amount."""
        self._amount = text
        self.show()

    def type_number(self, text: str) -> None:
        """A preprinted number."""
        self._number = text
        self.show()

    def sell(self) -> None:
        """Put it on the open sale and go there."""
        t = self._p.voice.t
        amount = self._typed()
        if not amount:
            self._note(t._("Choose or enter an amount first."), "danger")
            self._view.alert()
        elif self._guard(lambda: self._p.sell(amount, self._p.slip_name(), self._number)):
            self._amount = self._number = ""
            self._state = replace(self._state, notice="")
            self._p.to_sale()
        self.show()

    def _typed(self) -> int | None:
        """The amount in minor units; 0 for nothing, None for what is no sum."""
        if not self._amount.strip():
            return 0
        try:
            return self._p.voice.f.parse_money(self._amount)
        except ValueError:
            return None

    # -- one certificate ----------------------------------------------------------------------

    def choose_reason(self, key: str) -> None:
        """Why it is to be blocked."""
        self._reason = key
        self.show()

    def toggle(self) -> None:
        """Block it, with a reason, or unblock it."""
        sheet, t = self._sheet, self._p.voice.t
        if sheet is None or self._state.side != "sheet":
            return
        session, known = self._p.session(), sheet.record.id
        if sheet.record.state == "blocked":
            self._attempt(
                lambda approval: self._turned(
                    self._p.service.unblock(session, known, approval), t._("Unblocked")
                ),
                "unblock",
            )
        elif sheet.record.state == "active":
            reason = self._reason
            if not reason:
                self._note(t._("Choose a reason first."), "danger")
                self._view.alert()
            else:
                self._attempt(
                    lambda approval: self._turned(
                        self._p.service.block(session, known, reason, approval), t._("Blocked")
                    ),
                    reason,
                )
        self.show()

    def _turned(self, record: CertificateRecord, words: str) -> None:
        self._open(self._p.service.sheet(record.id))
        self._read()
        self._note(words, "accent")

    def print_balance(self) -> None:
        """The slip that says what is left."""
        sheet = self._sheet
        if sheet is not None and self._guard(
            lambda: self._p.service.print_balance(self._p.session(), sheet.record.id)
        ):
            self._note(self._p.voice.t._("The balance is on its way to the printer."), "accent")
        self.show()

    def print_again(self) -> None:
        """The certificate itself once more."""
        sheet = self._sheet
        if sheet is None:
            return

        def again(approval: Approval | None) -> None:
            self._p.service.print_again(self._p.session(), sheet.record.id, approval)
            self._note(self._p.voice.t._("A copy is on its way to the printer."), "accent")

        self._attempt(again, "reprint")
        self.show()

    # -- approval -----------------------------------------------------------------------------

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            if not self._p.approval.confirm(person, secret):
                self._view.alert()
        except CodedError as error:
            self._refuse(error)
        self.show()

    def _attempt(self, command: Command, reason: str) -> None:
        try:
            command(None)
        except NeedsApproval as needed:
            self._p.approval.ask(needed, command, reason)
        except CodedError as error:
            self._refuse(error)

    def _guard(self, deed: Callable[[], object]) -> bool:
        try:
            deed()
        except CodedError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: CodedError) -> None:
        self._note(say(error, self._p.voice.t, self._p.voice.f), "danger")
        self._view.alert()

    def _note(self, text: str, tone: str) -> None:
        self._state = replace(self._state, notice=text, notice_tone=tone)

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, f, approval = self._p.voice.t, self._p.voice.f, self._p.approval
        self._view.render(
            replace(
                self._state,
                sell=self._sell_view(),
                sheet=self._sheet_view() if self._sheet is not None else SheetView(),
                approval=approval.state(t, f) if approval.is_open else None,
            )
        )

    def _read(self) -> None:
        """List, open certificate and what is owed, from the store."""
        if self._sheet is not None:
            known = self._sheet.record.id
            self._guard(lambda: setattr(self, "_sheet", self._p.service.sheet(known)))
        session = self._p.session()
        found = self._p.service.search(session, self._state.text, self._limit + 1)
        rows = found[: self._limit]
        t = self._p.voice.t
        title, hint = self._empty()
        self._state = replace(
            self._state,
            rows=tuple(self._row(row) for row in rows),
            count=t.ngettext("{n} certificate", "{n} certificates", len(rows)) if rows else "",
            more=len(found) > len(rows),
            empty_title=title,
            empty_hint=hint,
        )
        self._read_owed(session)

    def _read_owed(self, session: Session) -> None:
        if not self._p.service.may_list(session):
            self._state = replace(self._state, owed=(), owed_total="")
            return
        f, t = self._p.voice.f, self._p.voice.t
        rows = self._p.service.owed(session)
        months = sorted({row.month for row in rows}, key=lambda month: month or "9999")
        self._state = replace(
            self._state,
            owed=tuple(
                (
                    t._("until {month}", month=f"{month[5:]}.{month[:4]}")
                    if month
                    else t._("no end date"),
                    f.number(sum(row.count for row in rows if row.month == month)),
                    f.money(sum(row.money for row in rows if row.month == month)),
                )
                for month in months
            ),
            owed_total=f.money(sum(row.money for row in rows)),
        )

    def _empty(self) -> tuple[str, str]:
        t = self._p.voice.t
        if not self._p.service.may_list(self._p.session()) and not self._state.text:
            return t._("Scan a certificate"), t._("Or type its whole code above.")
        if self._state.text:
            return t._("No certificate like that"), t._("Scan it, or try another part of the code.")
        return t._("No certificates yet"), t._("The first one sold will stand here.")

    def _row(self, record: CertificateRecord) -> CertificateRowView:
        t, f = self._p.voice.t, self._p.voice.f
        state, tone = self._standing(record)
        return CertificateRowView(
            key=str(record.id),
            code=masked(record.code),
            kind=kind_word(t, record.kind),
            until=f.date(record.valid_to) if record.valid_to is not None else t._("no end date"),
            state=state,
            tone=tone,
            balance=f.money(record.balance),
        )

    def _standing(self, record: CertificateRecord) -> tuple[str, str]:
        """How it stands and the colour of that."""
        t = self._p.voice.t
        if record.state == "blocked":
            return t._("blocked"), "danger-text"
        over = record.valid_to is not None and record.valid_to < self._p.today()
        if record.state == "expired" or over:
            return t.pgettext("certificate", "expired"), "warn-text"
        if not record.balance:
            return t._("used up"), "text-2"
        return t.pgettext("certificate", "good"), "accent-text"

    def _sell_view(self) -> SellView:
        t, f = self._p.voice.t, self._p.voice.f
        settings, amount = self._p.settings().certificates, self._typed()
        last = valid_until(self._p.today(), settings.months)
        return SellView(
            amounts=tuple(
                ChoiceView(key=str(each), text=f.money(each, trim=True), on=each == amount)
                for each in settings.amounts
            ),
            amount=self._amount,
            unit=f.currency_symbol,
            number=self._number,
            until=t._("Good until {day}", day=f.date(last)) if last is not None else "",
            error=t._("Enter a sum.") if amount is None else "",
            can_sell=bool(amount),
        )

    def _sheet_view(self) -> SheetView:
        sheet = self._sheet
        assert sheet is not None
        t, f, record = self._p.voice.t, self._p.voice.f, sheet.record
        state, tone = self._standing(record)
        reason = block_reason(t, record.reason)
        blocked = record.state == "blocked"
        return SheetView(
            title=f"{kind_word(t, record.kind)} {masked(record.code)}",
            balance=f.money(record.balance),
            state=f"{state} · {reason}" if blocked and reason else state,
            tone=tone,
            facts=self._facts(record),
            moves=tuple(self._moves(sheet)),
            toggle=self._toggle_word(record),
            blocked=blocked,
            reasons=tuple(
                ChoiceView(key=code, text=block_reason(t, code), on=code == self._reason)
                for code in REASONS
            )
            if record.state == "active"
            else (),
        )

    def _toggle_word(self, record: CertificateRecord) -> str:
        t = self._p.voice.t
        words = {"active": t._("Block"), "blocked": t._("Unblock")}
        return words.get(record.state, "") if record.reason != "returned" else ""

    def _facts(self, record: CertificateRecord) -> tuple[tuple[str, str], ...]:
        t, f = self._p.voice.t, self._p.voice.f
        until = f.date(record.valid_to) if record.valid_to is not None else t._("no end date")
        return (
            (t._("Value"), f.money(record.amount)),
            (t._("Issued"), f.date(self._p.local(record.issued_at).date())),
            (t._("Valid until"), until),
        )

    def _moves(self, sheet: CertificateSheet) -> Sequence[tuple[str, str, str, str]]:
        """(when, what, how much, what was left), newest first."""
        t, f = self._p.voice.t, self._p.voice.f
        words = {
            "issue": t._("Issued"),
            "redeem": t._("Payment"),
            "refund": t._("Money back"),
            "expire": t._("Expired"),
            "adjust": t._("Taken back"),
        }
        return [
            (
                f.date_time(self._p.local(entry.at)),
                words[entry.kind],
                f.amount(entry.amount, sign=True),
                f.amount(left),
            )
            for entry, left in reversed(sheet.entries)
        ]
