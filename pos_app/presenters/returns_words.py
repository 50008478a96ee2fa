"""Sentences and figures of the return page."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from pos_app.domain.sale import Tender, TenderKind
from pos_app.i18n import Formats, Translator
from pos_app.presenters.returns_state import (
    BuyerView,
    FoundReceipt,
    GesturesView,
    GestureView,
    PointsRow,
    ReturnLineView,
)
from pos_app.services.gestures import Gesture, GestureRoom
from pos_app.services.records import ReceiptRow
from pos_app.services.return_model import (
    CouponEffect,
    ReturnPreview,
    ReturnSheet,
    SheetLine,
)


class ReturnWords:
    """Speaks for the return page in one language and currency."""

    def __init__(self, t: Translator, f: Formats) -> None:
        self.t = t
        self.f = f

    def reasons(self) -> tuple[tuple[str, str], ...]:
        """Why goods come back."""
        t = self.t
        return (
            ("not_fit", t._("Does not suit")),
            ("damaged", t._("Faulty")),
            ("allergy", t._("Allergy")),
            ("differs", t._("Not as on the shelf")),
            ("changed_mind", t._("Changed their mind")),
            ("other", t._("Other")),
        )

    def conditions(self) -> tuple[tuple[str, str], ...]:
        """In which state; the first goes back to stock."""
        t = self.t
        return (
            ("unopened", t._("Unopened")),
            ("opened", t._("Opened")),
            ("used", t._("Partly used")),
            ("damaged", t._("Damaged")),
        )

    def found(self, row: ReceiptRow, local: datetime) -> FoundReceipt:
        """A receipt of the search."""
        return FoundReceipt(
            key=row.uuid,
            number=str(row.number),
            when=self.f.date_time(local),
            who=row.customer_name or "—",
            total=self.f.money(row.total),
        )

    def badge(self, sheet: ReturnSheet, local: datetime) -> str:
        """Which receipt lies open."""
        return f"{self.badge_short(sheet)} · {self.f.date_time(local)}"

    def badge_short(self, sheet: ReturnSheet) -> str:
        """The same for narrow screens: its number alone."""
        return self.t._("Receipt {number}", number=str(sheet.sale.number))

    def line(
        self, line: SheetLine, chosen: int, money: int | None, *, current: bool
    ) -> ReturnLineView:
        """A line with ``chosen`` thousandths coming back for ``money``."""
        t, f = self.t, self.f
        step = line_step(line)
        return ReturnLineView(
            key=str(line.position),
            name=line.name,
            detail=self._detail(line),
            quantity=f.quantity(chosen or step),
            amount=f.money(money if money is not None else line.money),
            amount_note=t._("comes back") if money is not None else t._("paid"),
            checked=bool(chosen),
            current=current,
            enabled=line.left > 0 and line.returnable,
            steps=line.left > step,
            less=chosen > step,
            more=0 < chosen < line.left,
        )

    def _detail(self, line: SheetLine) -> str:
        t, f = self.t, self.f
        if not line.returnable:
            return t._("used already, cannot come back")
        if line.left == 0:
            return t._("came back already")
        count = f.quantity(line.quantity)
        words = [t._("bought {count}", count=count)]
        if line.left < line.quantity:
            words.append(t._("{count} left", count=f.quantity(line.left)))
        if line.quantity != 1000:
            words.append(t._("{money} each", money=f.money(line.unit_money)))
        if line.saved:
            words.append(t._("discount {money}", money=f.money(-line.saved)))
        return " · ".join(words)

    def buyer(self, sheet: ReturnSheet) -> BuyerView | None:
        """Who bought."""
        if not sheet.customer:
            return None
        t = self.t
        card = t._("Card •••• {digits}", digits=sheet.card_number[-4:]) if sheet.card_number else ""
        visits = t.ngettext("{n} purchase", "{n} purchases", sheet.visits)
        return BuyerView(
            name=sheet.customer,
            detail=" · ".join(part for part in (card, sheet.tier, visits) if part),
            note=sheet.note,
        )

    def points(self, sheet: ReturnSheet, preview: ReturnPreview | None) -> tuple[PointsRow, ...]:
        """Points both ways."""
        t, f = self.t, self.f
        rows = [PointsRow(title=t._("On the card now"), figure=f.points(sheet.balance))]
        if preview is None:
            return tuple(rows)
        if preview.points_taken:
            rows.append(
                PointsRow(
                    title=t._("Taken back"),
                    note=t._("earned with these goods"),
                    figure=f.points(-preview.points_taken),
                )
            )
        if preview.points_expired:
            rows.append(
                PointsRow(
                    title=t._("Not taken twice"),
                    note=t._("of these goods, run out already"),
                    figure=f.points(preview.points_expired),
                )
            )
        if preview.points_back:
            rows.append(
                PointsRow(
                    title=t._("Given back"),
                    note=t._("these goods were paid with points"),
                    figure=f.points(preview.points_back, sign=True),
                    tone="accent-text",
                )
            )
        gift = preview.gesture
        if gift is not None and gift.points:
            rows.append(
                PointsRow(
                    title=t._("Apology"),
                    note=t.ngettext("valid for {n} day", "valid for {n} days", gift.days),
                    figure=f.points(gift.points, sign=True),
                    tone="accent-text",
                )
            )
        return tuple(rows)

    def gestures(self, room: GestureRoom, chosen: str) -> GesturesView:
        """What may be given, and how much of today's limit is left."""
        t, f = self.t, self.f
        limit = t._(
            "gestures today up to {limit}, {left} left",
            limit=f.money(room.limit),
            left=f.money(room.left),
        )
        over = any(one.over for one in room.offers if one.kind == chosen)
        if over:
            limit = t._("{left} left today: a second person is asked", left=f.money(room.left))
        return GesturesView(
            limit=limit,
            choices=(
                *(self._gesture(one) for one in room.offers),
                GestureView(key="", text=t._("No gesture")),
            ),
            chosen=chosen,
            over=over,
        )

    def _gesture(self, one: Gesture) -> GestureView:
        t, f = self.t, self.f
        if one.kind == "points":
            points = f.points(one.points, sign=True)
            return GestureView(
                key=one.kind, text=t._("Apology: {points}", points=points), icon="sparkles"
            )
        money = f.money(-one.amount, trim=True)
        return GestureView(
            key=one.kind, text=t._("Coupon {money}", money=money), icon="ticket-percent"
        )

    def after(self, sheet: ReturnSheet, preview: ReturnPreview | None) -> str:
        """The balance after the return."""
        return self.f.points(preview.balance_after if preview is not None else sheet.balance)

    def effects(self, preview: ReturnPreview) -> tuple[str, ...]:
        """What else happens: coupons and the tier."""
        told = [self._effect(effect) for effect in preview.coupons]
        gift = preview.gesture
        if gift is not None and gift.amount:
            told.append(
                self.t._(
                    "A coupon of {money} is printed, good from {first} to {last}.",
                    money=self.f.money(gift.amount, trim=True),
                    first=self.f.date(gift.first_day),
                    last=self.f.date(gift.last_day),
                )
            )
        if preview.tier_falls:
            told.append(
                self.t._("The tier falls back to {tier}.", tier=preview.tier_after)
                if preview.tier_after
                else self.t._("The tier is lost.")
            )
        return tuple(told)

    def _effect(self, effect: CouponEffect) -> str:
        t = self.t
        if effect.kind == "voided":
            return t._("The coupon {code} handed over then is void.", code=effect.code)
        if effect.kind == "used":
            return t._("The coupon {code} handed over then was used already.", code=effect.code)
        if effect.valid_to is None:
            return t._("The coupon {code} may be used again.", code=effect.code)
        day = self.f.date(effect.valid_to)
        return t._("The coupon {code} may be used again, to {day}.", code=effect.code, day=day)

    def rows(self, preview: ReturnPreview) -> tuple[tuple[str, str], ...]:
        """How the money goes back."""
        rows = [(self.way(tender), self.f.money(tender.amount)) for tender in preview.refunds]
        if preview.points_money:
            money, points = self.f.money(preview.points_money), self.f.points(preview.points_back)
            rows.append((self.t._("In points"), f"{money} = {points}"))
        if preview.rounding:
            rows.append((self.t._("Rounding"), self.f.amount(preview.rounding, sign=True)))
        return tuple(rows)

    def way(self, tender: Tender) -> str:
        """Where money goes."""
        t = self.t
        words = {
            TenderKind.CASH: t._("In cash"),
            TenderKind.CARD: t._("To the bank card"),
            TenderKind.TRANSFER: t._("By bank transfer"),
            TenderKind.CERTIFICATE: t._("To the gift certificate"),
            TenderKind.STORE_CREDIT: t._("To store credit"),
            TenderKind.POINTS: t._("In points"),
        }
        word = words[tender.kind]
        return f"{word} · {tender.label}" if tender.label else word

    def handed(self, refunds: Sequence[Tender]) -> tuple[tuple[str, str], ...]:
        """What was given back."""
        return tuple((self.way(tender), self.f.money(tender.amount)) for tender in refunds)


def line_step(line: SheetLine) -> int:
    """By how many thousandths the hand goes: pieces whole, other goods by a tenth."""
    return 1000 if line.unit == "pcs" else 100
