"""A return that is booked: what to hand over in notes and coins, its slip, one more copy."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.domain.sale import TenderKind
from pos_app.domain.staff import Approval
from pos_app.presenters.done import SlipPictures
from pos_app.presenters.messages import say
from pos_app.presenters.payment_state import CashPiece, DoneState
from pos_app.presenters.returns_state import ReturnsState
from pos_app.presenters.returns_words import ReturnWords
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import NoticeView
from pos_app.presenters.sale_words import DOT, TIMES
from pos_app.services.payment import change_in_notes
from pos_app.services.return_model import ReturnDone
from pos_app.services.settings import Settings


class FinishedViewPort(Protocol):
    """The return page as far as a finished return needs it."""

    def show_slip(self, picture: bytes) -> None:
        """Show the slip, a PNG; b"" for an empty sheet."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedParts:
    """What it is joined from.

    ``read`` gives the saved slip of a return, ``reprint`` queues a copy and may need an approval;
    ``next_sale`` leaves for the sale, with what was scanned for it.
    """

    read: Callable[[str], ReceiptSnapshot]
    reprint: Callable[[str, Approval | None], object]
    pictures: SlipPictures
    approval: ApprovalFlow
    voice: Voice
    settings: Callable[[], Settings]
    paper: Callable[[], str]
    next_sale: Callable[[tuple[str, ...]], None]


class FinishedReturn:
    """One booked return on the screen, or none; nothing here can change it."""

    def __init__(self, parts: FinishedParts, view: FinishedViewPort) -> None:
        self._p = parts
        self._view = view
        self._done: ReturnDone | None = None
        self._coupons = 0
        self._credit = False
        self._notice: NoticeView | None = None
        self._serial = 0

    @property
    def is_open(self) -> bool:
        """Whether a finished return is in front."""
        return self._done is not None

    def open(self, done: ReturnDone, *, credit: bool = False) -> None:
        """Show what has just been booked; ``credit``: as a store credit with a slip of its own."""
        self._done, self._notice, self._credit = done, None, credit
        self._serial += 1
        serial = self._serial
        self._view.show_slip(b"")
        slip = self._p.read(done.uuid)
        self._coupons = len(slip.coupons)
        self._p.pictures.draw(slip, lambda png: self._drawn(serial, png))

    def _drawn(self, serial: int, picture: bytes) -> None:
        if serial == self._serial:
            self._view.show_slip(picture)

    def close(self) -> None:
        """Forget it."""
        self._done = self._notice = None
        self._serial += 1

    def go(self, *scans: str) -> None:
        """On to the next sale, with what was scanned for it."""
        self.close()
        self._p.next_sale(scans)

    def print_again(self) -> None:
        """Queue a copy of the slip."""
        done = self._done
        if done is None:
            return

        def command(approval: Approval | None) -> None:
            self._p.reprint(done.uuid, approval)
            text = self._p.voice.t._("A copy is being printed.")
            self._notice = NoticeView(text=text, kind="accent")

        try:
            command(None)
        except NeedsApproval as needed:
            self._p.approval.ask(needed, command, "copy")
        except CodedError as error:
            self.refuse(error)

    def refuse(self, error: CodedError) -> None:
        """Say what failed."""
        words = say(error, self._p.voice.t, self._p.voice.f)
        self._notice = NoticeView(text=words, kind="danger")
        self._view.alert()

    def state(self) -> ReturnsState:
        """The page."""
        assert self._done is not None
        t, f, done = self._p.voice.t, self._p.voice.f, self._done
        words = ReturnWords(t, f)
        number = t._("Return {number}", number=str(done.number))
        cash = sum(one.amount for one in done.refunds if one.kind is TenderKind.CASH)
        ways = words.handed(done.refunds)
        finished = DoneState(
            title=t._("Goods taken back"),
            receipt=number,
            label=self._label(done),
            change=f.money(sum(one.amount for one in done.refunds)),
            detail=f" {DOT} ".join(f"{way}: {money}" for way, money in ways)
            if len(ways) > 1
            else "".join(way for way, _ in ways),
            pieces_title=t._("Give like this"),
            pieces=self._pieces(cash),
            hint=t._("Scan the next item and a new sale begins"),
            coupon_title=self._besides(),
            paper=self._p.paper(),
            notice=self._notice,
        )
        approval = self._p.approval
        return ReturnsState(
            mode="done",
            badge=number,
            badge_short=number,
            finished=finished,
            can_confirm=True,
            approval=approval.state(t, f) if approval.is_open else None,
        )

    def _label(self, done: ReturnDone) -> str:
        t = self._p.voice.t
        if self._credit:
            return t._("Store credit")
        return t._("Give back") if done.refunds else t._("Nothing to give back")

    def _besides(self) -> str:
        """What else comes out of the printer."""
        t = self._p.voice.t
        if self._credit:
            return t._("The slip with the code of the store credit is on its way to the printer.")
        if self._coupons:
            return t._("A coupon for the next purchase comes out with the slip.")
        return ""

    def _pieces(self, cash: int) -> tuple[CashPiece, ...]:
        f = self._p.voice.f
        parts = change_in_notes(cash, self._p.settings().money.kind.denominations)
        return tuple(
            CashPiece(count=f"{count} {TIMES}", value=f.money(value, trim=True))
            for value, count in parts
        )
