"""What a return is asked for, and what it would do: shown before it is confirmed (R18)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from pos_app.domain.sale import Sale, Tender
from pos_app.domain.staff import Action
from pos_app.services.gestures import Gesture, GestureRoom

REASONS: Final = ("not_fit", "damaged", "allergy", "differs", "changed_mind", "other")
"""Why goods come back."""

CONDITIONS: Final = ("unopened", "opened", "used", "damaged")
"""In which state; only unopened goods go back to stock, the others are written off."""

TO_STOCK: Final = frozenset({"unopened"})


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnItem:
    """``quantity`` thousandths of the line at ``position`` of the receipt."""

    position: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnOrder:
    """A return as the cashier puts it together; ``uuid`` is made before, so a repeat is harmless.

    ``reason`` and ``condition`` are of :data:`REASONS` and :data:`CONDITIONS`, ``gesture`` is of
    :data:`~pos_app.services.gestures.GESTURE_KINDS` ("": none).
    """

    uuid: str
    sale_uuid: str
    items: tuple[ReturnItem, ...]
    reason: str = ""
    condition: str = "unopened"
    note: str = ""
    gesture: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindItem:
    """``quantity`` thousandths of a product, brought back without a receipt."""

    product_id: int
    quantity: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindOrder:
    """A return without a receipt; ``customer_id`` is whose store credit it becomes, if known."""

    uuid: str
    items: tuple[BlindItem, ...]
    reason: str = ""
    condition: str = "unopened"
    note: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BlindPreview:
    """What the goods are worth: unit prices and money by product, and the store credit in all."""

    prices: tuple[tuple[int, int], ...]
    line_money: tuple[tuple[int, int], ...]
    money: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetLine:
    """A line of the receipt with what is left of it (thousandths) and what it cost a unit.

    ``money`` is what was paid for the whole line, ``unit_money`` for one unit (rounded), in minor
    units; ``saved`` is every discount on it. ``returnable`` is off for a used certificate.
    """

    position: int
    name: str
    unit: str
    quantity: int
    left: int
    money: int
    unit_money: int
    saved: int
    points: int
    returnable: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReturn:
    """An earlier return of the receipt."""

    number: int
    day: str
    money: int
    points_back: int
    points_taken: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnSheet:
    """A receipt opened for a return. ``late`` when its return window is over (R18).

    ``last_day`` is the window's last local day. ``customer`` is the name of who bought ("" if
    nobody was identified), ``balance`` their points now in hundredths; ``gestures`` what may be
    given to them (None: to nobody known, or the shop gives nothing).
    """

    sale: Sale
    lines: tuple[SheetLine, ...]
    returns: tuple[PastReturn, ...]
    late: bool
    last_day: date
    customer_id: int | None = None
    customer: str = ""
    card_number: str = ""
    tier: str = ""
    visits: int = 0
    balance: int = 0
    note: str = ""
    gestures: GestureRoom | None = None

    @property
    def nothing_left(self) -> bool:
        """Whether everything came back already."""
        return all(line.left == 0 for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class CouponEffect:
    """What happens to a coupon (R17).

    ``kind``: ``restored`` (used on the receipt, valid again to ``valid_to``), ``voided`` (issued
    with it, unused), ``used`` (issued with it and used already: only reported).
    """

    code: str
    kind: Literal["restored", "voided", "used"]
    valid_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnPreview:
    """Everything a return would do.

    Money in minor units, points in hundredths. ``line_money`` is the refund by position.
    ``money`` goes back by ``refunds`` (with the cash ``rounding``); ``points_money`` of the goods
    had been paid in points, which come back as ``points_back``. ``points_taken`` are clawed back
    from the balance; ``points_expired`` had run out already and are not taken twice. The balance
    after includes the points of the ``gesture``.
    """

    line_money: tuple[tuple[int, int], ...]
    money: int
    rounding: int
    refunds: tuple[Tender, ...]
    points_money: int
    points_back: int
    points_taken: int
    points_expired: int
    balance_before: int
    balance_after: int
    coupons: tuple[CouponEffect, ...]
    complete: bool
    action: Action
    tier_after: str = ""
    tier_falls: bool = False
    gesture: Gesture | None = None

    @property
    def paid_out(self) -> int:
        """What leaves the till in all, rounded."""
        return self.money + self.rounding


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnDone:
    """A return as booked; ``repeated`` when it had been booked before."""

    uuid: str
    number: int
    preview_money: int
    refunds: tuple[Tender, ...]
    repeated: bool = False
