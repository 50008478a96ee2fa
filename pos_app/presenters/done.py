"""The done screen's presenter: change first, gains, the slip's picture, and on to the next sale."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.receipt import CouponSlip, ReceiptSnapshot, SlipLoyalty
from pos_app.domain.staff import Approval
from pos_app.presenters.done_ask import AskingAfter, DoneAsk, NobodyAsks
from pos_app.presenters.messages import say
from pos_app.presenters.payment_state import CashPiece, DoneState, GainView
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import NoticeView
from pos_app.presenters.sale_words import DOT, TIMES, SaleWords
from pos_app.services.completion import Completed
from pos_app.services.payment import change_in_notes
from pos_app.services.settings import Settings


class DoneViewPort(Protocol):
    """The done screen as its presenter sees it."""

    def render(self, state: DoneState) -> None:
        """Show this state."""

    def show_slip(self, picture: bytes) -> None:
        """Show the slip, a PNG; b"" for an empty sheet."""

    def alert(self) -> None:
        """One error tone."""


class SlipPictures(Protocol):
    """Draws a saved slip in the background, as it comes out of the printer."""

    def draw(self, receipt: ReceiptSnapshot, done: Callable[[bytes], None]) -> None:
        """Call ``done`` with a PNG on the screen's thread; b"" when it cannot be drawn."""


class DoneNavigator(Protocol):
    """Ways out of the done page."""

    def next_sale(self, scans: tuple[str, ...]) -> None:
        """An empty sale, with what was scanned for it."""

    def open_returns(self) -> None:
        """To returns."""

    def staff_card(self, code: str) -> None:
        """Somebody of the staff showed a card."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneParts:
    """What the presenter is joined from. ``reprint`` queues a copy, may need an approval."""

    navigator: DoneNavigator
    pictures: SlipPictures
    reprint: Callable[[str, Approval | None], object]
    approval: ApprovalFlow
    voice: Voice
    settings: Callable[[], Settings]
    paper: Callable[[], str]
    asking: AskingAfter = field(default_factory=NobodyAsks)


class DonePresenter:
    """A completed sale on the screen; nothing here can change it."""

    def __init__(self, parts: DoneParts, view: DoneViewPort) -> None:
        self._p = parts
        self._view = view
        self._done: Completed | None = None
        self._held: tuple[str, ...] = ()
        self._serial = 0
        self._notice: NoticeView | None = None
        self._ask = DoneAsk(parts.asking, parts.voice, self._language)

    def _language(self) -> str:
        return self._p.settings().locale.language

    def answer(self, key: str) -> None:
        """The question after the sale was tapped."""
        self._ask.choose(key)
        self.show()

    def open(self, done: Completed, held: tuple[str, ...] = ()) -> None:
        """Show what has just been completed; ``held`` scans wait for the next sale."""
        self._done, self._held, self._notice = done, held, None
        self._ask.open(done.sale_uuid)
        if held:
            t = self._p.voice.t
            text = t.ngettext("{n} scan waits.", "{n} scans wait.", len(held))
            self._notice = NoticeView(text=text, kind="warn")
        self._serial += 1
        serial = self._serial
        self.show()
        self._view.show_slip(b"")
        self._p.pictures.draw(done.receipt, lambda png: self._drawn(serial, png))

    def _drawn(self, serial: int, picture: bytes) -> None:
        if serial == self._serial:
            self._view.show_slip(picture)

    def scan(self, text: str) -> None:
        """Any code begins the next sale."""
        self._go((*self._held, text))

    def key(self, name: str) -> bool:
        """A key by name; False when it means nothing here."""
        if self._p.approval.is_open:
            if name == "Esc":
                self._p.approval.cancel()
                self.show()
            return name == "Esc"
        deeds: dict[str, Callable[[], None]] = {
            "Enter": self.next,
            "Esc": self.next,
            "Ctrl P": self.print_again,
            "Ctrl R": self._p.navigator.open_returns,
        }
        if name in "0123456789" and self._ask.digit(name):
            self.show()
            return True
        if name not in deeds:
            return False
        deeds[name]()
        return True

    def next(self) -> None:
        """The main button: an empty sale."""
        self._go(self._held)

    def _go(self, scans: tuple[str, ...]) -> None:
        self._held = ()
        self._ask.flush()
        self._serial += 1
        self._p.navigator.next_sale(scans)

    def print_again(self) -> None:
        """Queue a copy of the receipt."""
        done = self._done
        if done is None:
            return

        def command(approval: Approval | None) -> None:
            self._p.reprint(done.sale_uuid, approval)
            text = self._p.voice.t._("A copy is being printed.")
            self._notice = NoticeView(text=text, kind="accent")

        try:
            command(None)
        except NeedsApproval as needed:
            self._p.approval.ask(needed, command, "copy")
        except CodedError as error:
            self._refuse(error)
        self.show()

    def approve(self, person: str, secret: str) -> None:
        """A second person typed a PIN."""
        try:
            if not self._p.approval.confirm(person, secret):
                self._view.alert()
        except CodedError as error:
            self._refuse(error)
        self.show()

    def _refuse(self, error: CodedError) -> None:
        words = say(error, self._p.voice.t, self._p.voice.f)
        self._notice = NoticeView(text=words, kind="danger")
        self._view.alert()

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        if self._done is None:
            return
        t, f = self._p.voice.t, self._p.voice.f
        receipt, change = self._done.receipt, self._done.change
        received = sum(tender.amount for tender in receipt.tenders)
        due = receipt.total + receipt.rounding
        state = DoneState(
            title=t._("Sale completed"),
            receipt=t._("Receipt {number}", number=str(self._done.number)),
            label=t._("Give the customer") if change else t._("Paid"),
            change=f.money(change or due),
            detail=t._(
                "Received {given} {dot} To pay {due}",
                given=f.money(received),
                dot=DOT,
                due=f.money(due),
            )
            if change
            else t._("No change to give"),
            pieces_title=t._("Give like this"),
            pieces=self._pieces(change),
            gains=self._gains(receipt),
            hint=t._("Scan the next item and a new sale begins"),
            paper=self._p.paper(),
            ask=self._ask.view(),
            thanks=self._ask.thanks(),
            notice=self._notice,
            approval=self._p.approval.state(t, f) if self._p.approval.is_open else None,
        )
        self._view.render(self._with_coupon(state, receipt))

    def _pieces(self, change: int) -> tuple[CashPiece, ...]:
        f = self._p.voice.f
        parts = change_in_notes(change, self._p.settings().money.kind.denominations)
        return tuple(
            CashPiece(count=f"{count} {TIMES}", value=f.money(value, trim=True))
            for value, count in parts
        )

    def _gains(self, receipt: ReceiptSnapshot) -> tuple[GainView, ...]:
        t, f = self._p.voice.t, self._p.voice.f
        found: list[GainView] = []
        loyalty = receipt.loyalty
        if loyalty is not None and (loyalty.points_earned or loyalty.points_after):
            found.append(self._earned(loyalty))
        if receipt.discount:
            detail = t._("promotions and card") if loyalty is not None else t._("promotions")
            found.append(
                GainView(
                    icon="piggy-bank",
                    label=t._("Saved"),
                    value=f.money(receipt.discount),
                    detail=detail,
                )
            )
        if loyalty is not None and loyalty.next_tier and loyalty.to_next is not None:
            found.append(
                GainView(
                    icon="trending-up",
                    label=t._("to {tier}", tier=loyalty.next_tier),
                    value=f.money(loyalty.to_next),
                    detail=t._("now {tier}", tier=loyalty.tier_name) if loyalty.tier_name else "",
                )
            )
        return tuple(found)

    def _earned(self, loyalty: SlipLoyalty) -> GainView:
        t, f = self._p.voice.t, self._p.voice.f
        points = loyalty.points_earned
        return GainView(
            icon="sparkles",
            label=t._("Earned"),
            value=t.ngettext(
                "{n} point", "{n} points", points // 100, n=f.points(points, sign=True)
            ),
            detail=t._("on the card now {points}", points=f.points(loyalty.points_after)),
            gain=True,
        )

    def _with_coupon(self, state: DoneState, receipt: ReceiptSnapshot) -> DoneState:
        if not receipt.coupons:
            return state
        t = self._p.voice.t
        values = [self._coupon_value(coupon) for coupon in receipt.coupons]
        if len(values) > 1:
            return replace(
                state,
                coupon_title=t._("Coupons: {values}", values=", ".join(filter(None, values))),
                coupon_detail=t._("each comes out on a slip of its own"),
            )
        return replace(
            state,
            coupon_title=t._("Coupon for the next purchase: {value}", value=values[0]),
            coupon_detail=self._coupon_detail(receipt.coupons[0]),
        )

    def _coupon_value(self, coupon: CouponSlip) -> str:
        """What it gives; a slip keeps a multiplier of points in hundredths."""
        value = coupon.value * 100 if coupon.benefit == "points_multiplier" else coupon.value
        words = SaleWords(self._p.voice.t, self._p.voice.f).benefit(coupon.benefit, value)
        return words or coupon.item_name or coupon.title

    def _coupon_detail(self, coupon: CouponSlip) -> str:
        t, f = self._p.voice.t, self._p.voice.f
        parts: list[str] = []
        if coupon.minimum:
            parts.append(t._("from {amount}", amount=f.money(coupon.minimum, trim=True)))
        if coupon.valid_from and coupon.valid_to:
            first, last = (
                f.date(date.fromisoformat(day[:10])) for day in (coupon.valid_from, coupon.valid_to)
            )
            parts.append(t._("{first} to {last}", first=first, last=last))
        parts.append(t._("comes out with the receipt"))
        return f" {DOT} ".join(parts)
