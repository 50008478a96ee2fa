"""The shift: open with a counted float, cash in and out, report, blind count and close (R32)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.receipt import ShiftSlip
from pos_app.domain.shift import CashMove, CashMoveKind, Shift
from pos_app.domain.staff import Approval
from pos_app.presenters.messages import say
from pos_app.presenters.sale_approval import ApprovalFlow, Command
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.shift_state import FigureView, MoveView, PieceView, ShiftMode, ShiftState
from pos_app.presenters.shift_words import panel_words, reasons, tender_word
from pos_app.services.session import Session
from pos_app.services.till import TillService


class ShiftViewPort(Protocol):
    """The shift page as its presenter sees it."""

    def render(self, state: ShiftState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftParts:
    """What the presenter is joined from.

    ``denominations`` are notes and coins in minor units, largest first; ``name_of`` says a
    person's name by id; ``to_sale`` goes to the sale once a shift is open; ``new_ref`` names one
    opening of the drawer.
    """

    till: TillService
    session: Callable[[], Session]
    approval: ApprovalFlow
    voice: Voice
    local: Callable[[datetime], datetime]
    denominations: Callable[[], Sequence[int]]
    name_of: Callable[[int], str]
    to_sale: Callable[[], None]
    new_ref: Callable[[], str]


TENDER_ORDER = ("cash", "card", "transfer", "points", "certificate", "store_credit")


class ShiftPresenter:
    """One page for the whole life of a shift."""

    def __init__(self, parts: ShiftParts, view: ShiftViewPort) -> None:
        self._parts = parts
        self._view = view
        self._mode: ShiftMode = "closed"
        self._counts: dict[int, int] = {}
        self._amount: int | None = None
        self._reason = ""
        self._error = ""
        self._serial = 0
        self._done: ShiftSlip | None = None
        self._notice = ""

    def open_page(self) -> None:
        """Come to the page."""
        shift = self._parts.till.current()
        if shift is None and self._mode != "done":
            self._start("closed")
            last = self._parts.till.last()
            self._set_amount(last.counted if last is not None and last.counted is not None else 0)
        elif shift is not None and self._mode in ("closed", "done"):
            self._start("open")
        self.show()

    def refresh(self) -> None:
        """A sale was made or a slip printed."""
        if self._mode == "open":
            self.show()

    # --- gestures ----------------------------------------------------------------------------

    def begin(self, mode: ShiftMode) -> None:
        """Open the panel of a cash move, the drawer, or the count."""
        if self._mode == "done" and mode == "closed":
            self._start("closed")
            self.open_page()
            return
        self._start(mode)
        self.show()

    def back(self) -> None:
        """Esc: leave the panel; nothing was booked."""
        if self._parts.approval.is_open:
            self._parts.approval.cancel()
        elif self._mode in ("counting", "cash_in", "cash_out", "drawer"):
            self._start("open")
        elif self._mode in ("open", "done"):
            self._parts.to_sale()
            return
        self.show()

    def type_amount(self, amount: int | None) -> None:
        """A sum was typed (minor units)."""
        self._amount = amount
        self._counts.clear()
        self._error = ""
        self.show()

    def count_piece(self, value: int, count: int) -> None:
        """So many of one note or coin lie in the drawer."""
        self._counts[value] = max(0, count)
        self._set_amount(sum(piece * number for piece, number in self._counts.items()))
        self._error = ""
        self.show()

    def choose_reason(self, reason: str) -> None:
        """Why cash moves, chosen or typed."""
        self._reason = reason
        self._error = ""
        self.show()

    def confirm(self) -> None:
        """The panel's primary button."""
        deeds: dict[ShiftMode, Callable[[], None]] = {
            "closed": self._open_shift,
            "cash_in": lambda: self._move(CashMoveKind.IN),
            "cash_out": lambda: self._move(CashMoveKind.OUT),
            "drawer": self._drawer,
            "counting": self._close_shift,
            "open": self._parts.to_sale,
            "done": lambda: self.begin("closed"),
        }
        try:
            deeds[self._mode]()
        except CodedError as error:
            self._refuse(error)
        self.show()

    def report(self) -> None:
        """Print where the shift stands."""
        try:
            self._parts.till.x_report(self._parts.session())
            self._notice = self._parts.voice.t._("The report is on its way to the printer.")
        except CodedError as error:
            self._refuse(error)
        self.show()

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            if self._parts.approval.confirm(person, secret):
                self._start("open")
        except CodedError as error:
            self._refuse(error)
        self.show()

    def staff_card(self, code: str) -> bool:
        """A staff card while a PIN is awaited; whether it was wanted."""
        if not self._parts.approval.is_open:
            return False
        self._parts.approval.card(code)
        self.show()
        return True

    # --- deeds -------------------------------------------------------------------------------

    def _open_shift(self) -> None:
        self._parts.till.open(self._parts.session(), self._amount or 0)
        self._start("open")
        self._parts.to_sale()

    def _move(self, kind: CashMoveKind) -> None:
        self._parts.till.cash_move(self._parts.session(), kind, self._amount or 0, self._reason)
        self._start("open")

    def _drawer(self) -> None:
        ref = self._parts.new_ref()

        def kick(approval: Approval | None) -> None:
            self._parts.till.open_drawer(
                self._parts.session(), self._reason, event_ref=ref, approval=approval
            )

        self._attempt(kick)
        if not self._parts.approval.is_open:
            self._start("open")

    def _close_shift(self) -> None:
        closed = self._parts.till.close(self._parts.session(), self._amount or 0)
        self._start("done")
        self._done = closed.slip

    def _attempt(self, command: Command) -> None:
        try:
            command(None)
        except NeedsApproval as needed:
            self._parts.approval.ask(needed, command, self._reason)

    # --- state -------------------------------------------------------------------------------

    def _start(self, mode: ShiftMode) -> None:
        self._mode = mode
        self._counts = {}
        self._reason = ""
        self._error = ""
        self._notice = ""
        self._done = None
        self._parts.approval.cancel()
        self._set_amount(None)

    def _set_amount(self, amount: int | None) -> None:
        self._amount = amount
        self._serial += 1

    def _refuse(self, error: CodedError) -> None:
        self._error = say(error, self._parts.voice.t, self._parts.voice.f)
        self._view.alert()

    def show(self) -> None:
        """Render what is."""
        shift = self._parts.till.current()
        state = self._base(shift)
        if shift is not None and self._mode != "counting":
            state = self._with_figures(state, shift)
        if self._mode == "done" and self._done is not None:
            state = self._with_result(state, self._done)
        if self._parts.approval.is_open:
            voice = self._parts.voice
            state = replace(state, approval=self._parts.approval.state(voice.t, voice.f))
        self._view.render(state)

    def _base(self, shift: Shift | None) -> ShiftState:
        t, f = self._parts.voice.t, self._parts.voice.f
        title, hint, label, primary = panel_words(t, self._mode)
        amount_wanted = self._mode in ("closed", "cash_in", "cash_out", "counting")
        reason_wanted = self._mode in ("cash_in", "cash_out", "drawer")
        ready = (not amount_wanted or self._amount is not None) and (
            not reason_wanted or bool(self._reason.strip())
        )
        return ShiftState(
            mode=self._mode,
            title=self._title(shift),
            subtitle=self._subtitle(shift),
            panel_title=title,
            panel_hint=self._notice or hint,
            amount_label=label,
            amount="" if self._amount is None else f.amount(self._amount),
            amount_serial=self._serial,
            pieces=self._pieces() if self._mode in ("closed", "counting") else (),
            reasons=reasons(t, self._mode) if reason_wanted else (),
            primary=primary,
            can_primary=ready,
            error=self._error,
            moves_empty=t._("No cash was put in or taken out."),
        )

    def _title(self, shift: Shift | None) -> str:
        t = self._parts.voice.t
        if shift is None:
            return t._("The shift is closed")
        return t._("Shift {number}", number=str(shift.number))

    def _subtitle(self, shift: Shift | None) -> str:
        t, f = self._parts.voice.t, self._parts.voice.f
        if shift is None:
            return t._("Sales begin once the float is counted.")
        return t._(
            "open since {time}, {person}",
            time=f.date_time(self._parts.local(shift.opened_at)),
            person=self._parts.name_of(shift.opened_by),
        )

    def _pieces(self) -> tuple[PieceView, ...]:
        f = self._parts.voice.f
        return tuple(
            PieceView(
                value=value,
                text=f.money(value, trim=True),
                count=f.number(self._counts[value]) if self._counts.get(value) else "",
                sum=f.amount(value * self._counts[value]) if self._counts.get(value) else "",
            )
            for value in self._parts.denominations()
        )

    def _with_figures(self, state: ShiftState, shift: Shift) -> ShiftState:
        """The report of the running shift, without the cash that should be there (blind)."""
        t, f = self._parts.voice.t, self._parts.voice.f
        slip = self._parts.till.x_report(self._parts.session(), print_it=False)
        numbers = ""
        if slip.first_number is not None and slip.last_number is not None:
            numbers = f"{slip.first_number}-{slip.last_number}"
        figures = [
            FigureView(word=t._("Sales"), amount=f.money(slip.sales_total), strong=True),
            FigureView(word=t._("Receipts"), amount=f.number(slip.sales_count)),
            FigureView(word=t._("Receipt numbers"), amount=numbers or "—"),
            FigureView(word=t._("Discounts"), amount=f.money(-slip.discount_total)),
            FigureView(word=t._("Points spent"), amount=f.points(slip.points_spent)),
            FigureView(word=t._("Points earned"), amount=f.points(slip.points_earned)),
            FigureView(word=t._("Cash in"), amount=f.money(slip.cash_in)),
            FigureView(word=t._("Cash out"), amount=f.money(-slip.cash_out)),
            FigureView(word=t._("Float"), amount=f.money(shift.opening_float)),
        ]
        if slip.certificates_sold:
            figures[1:1] = [
                FigureView(
                    word=t._("Gift certificates sold"), amount=f.money(-slip.certificates_sold)
                ),
                FigureView(word=t._("Revenue"), amount=f.money(slip.revenue)),
            ]
        moves = self._parts.till.moves()
        return replace(
            state,
            figures=tuple(figures),
            tenders=self._tenders(slip),
            moves=tuple(self._move_row(move) for move in moves),
        )

    def _tenders(self, slip: ShiftSlip) -> tuple[FigureView, ...]:
        f = self._parts.voice.f
        rows = sorted(slip.by_tender, key=lambda each: TENDER_ORDER.index(each.kind))
        return tuple(
            FigureView(
                word=tender_word(self._parts.voice.t, each.kind), amount=f.money(each.amount)
            )
            for each in rows
        )

    def _move_row(self, move: CashMove) -> MoveView:
        f = self._parts.voice.f
        amount = move.amount if move.kind is CashMoveKind.IN else -move.amount
        return MoveView(
            key=move.uuid,
            when=f.time(self._parts.local(move.at)),
            reason=move.reason,
            who=self._parts.name_of(move.person_id),
            amount=f.money(amount, sign=True),
        )

    def _with_result(self, state: ShiftState, slip: ShiftSlip) -> ShiftState:
        t, f = self._parts.voice.t, self._parts.voice.f
        difference = slip.difference or 0
        if difference == 0:
            word, tone = t._("The count agrees to the last coin."), "accent"
        elif difference > 0:
            word, tone = t._("There is {sum} too much.", sum=f.money(difference)), "warn"
        else:
            word, tone = t._("{sum} is missing.", sum=f.money(-difference)), "danger"
        return replace(
            state,
            title=t._("Shift {number} is closed", number=str(slip.number)),
            subtitle=t._("Sales: {sum}", sum=f.money(slip.sales_total)),
            tenders=self._tenders(slip),
            result=(
                FigureView(word=t._("Counted"), amount=f.money(slip.counted or 0), strong=True),
                FigureView(word=t._("Expected"), amount=f.money(slip.expected or 0)),
                FigureView(word=t._("Difference"), amount=f.money(difference, sign=True)),
            ),
            result_word=word,
            result_tone=tone,
        )
