"""Lots, movements and figures of one person, in words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

from pos_app.presenters.points_state import ColumnView, FigureView, PointsRowView
from pos_app.presenters.points_words import lot_words, movement_words
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_words import DOT
from pos_app.services.merge_records import MERGE
from pos_app.services.points_ports import LotLine, MovementLine
from pos_app.services.points_statement import Statement
from pos_app.services.programme_records import GESTURE


class Tables:
    """The two lists of the page."""

    def __init__(
        self, voice: Voice, statement: Statement, local: Callable[[datetime], datetime]
    ) -> None:
        self._voice = voice
        self._statement = statement
        self._local = local

    def detail(self) -> str:
        """Contact, who brought the person, how long the tier holds."""
        t, statement = self._voice.t, self._statement
        parts = [statement.customer.phone]
        if statement.referrer is not None:
            name = statement.referrer.name or t._("Customer without a name")
            parts.append(t._("brought by {name}", name=name))
        parts.append(_until(self._voice, statement))
        return f" {DOT} ".join(part for part in parts if part)

    def lot_columns(self) -> tuple[ColumnView, ...]:
        """Captions of the balance."""
        t = self._voice.t
        return (
            ColumnView(title=t._("For")),
            ColumnView(title=t._("Earned"), width=116),
            ColumnView(title=t._("Active from"), width=128, spare=True),
            ColumnView(title=t._("Last day"), width=128),
            ColumnView(title=t._("Left"), width=104, right=True),
        )

    def movement_columns(self) -> tuple[ColumnView, ...]:
        """Captions of the movements."""
        t = self._voice.t
        return (
            ColumnView(title=t._("Time"), width=152),
            ColumnView(title=t._("What")),
            ColumnView(title=t._("By"), width=120, spare=True),
            ColumnView(title=t._("Points"), width=112, right=True),
        )

    def lots(self) -> tuple[PointsRowView, ...]:
        """Every lot with something left, in spending order; quiet ones cannot be spent yet."""
        ordered = sorted(
            self._statement.lots,
            key=lambda lot: (lot.expires_on or date.max, lot.earned_at, lot.id),
        )
        return tuple(self._lot(lot) for lot in ordered)

    def movements(self) -> tuple[PointsRowView, ...]:
        """The last movements, newest first."""
        return tuple(self._movement(line) for line in self._statement.movements)

    def _lot(self, lot: LotLine) -> PointsRowView:
        f, today = self._voice.f, self._statement.today
        gone = lot.expires_on is not None and lot.expires_on < today
        waits = lot.active_from > today
        return PointsRowView(
            key=str(lot.id),
            cells=(
                self._why(lot),
                f.date(self._local(lot.earned_at).date()),
                f.date(lot.active_from),
                f.date(lot.expires_on) if lot.expires_on is not None else "—",
                f.points(lot.left),
            ),
            tone="danger-text" if gone else ("warn-text" if waits else "text"),
        )

    def _why(self, lot: LotLine) -> str:
        words = self._origin(lot.kind, lot.receipt)
        told = lot.reason if lot.kind in ("adjust", "compensation") else ""
        if told.startswith(GESTURE):
            told = self._voice.t._("after a return")
        return f"{words} {DOT} {told}" if told else words

    def _movement(self, line: MovementLine) -> PointsRowView:
        t, f = self._voice.t, self._voice.f
        what = [movement_words(t, line.kind)]
        if line.receipt is not None or line.kind == "earn":
            what.append(self._origin(line.lot_kind, line.receipt))
        if line.kind == "adjust" and line.reason:
            merged = line.reason.startswith(MERGE)
            what.append(t._("merged customers") if merged else line.reason)
        return PointsRowView(
            key=str(line.id),
            cells=(
                f.date_time(self._local(line.at)),
                f" {DOT} ".join(part for part in what if part),
                line.person or "—",
                f.points(line.amount, sign=True),
            ),
            tone="accent-text" if line.amount > 0 else "text",
        )

    def _origin(self, kind: str, receipt: int | None) -> str:
        t = self._voice.t
        words = lot_words(t, kind) if kind else ""
        if receipt is None:
            return words
        number = t._("Receipt {number}", number=str(receipt))
        return f"{words} {DOT} {number}" if words else number


def figures_of(voice: Voice, statement: Statement) -> tuple[FigureView, ...]:
    """What may be spent, what waits, and the way to the next tier."""
    t, f, today = voice.t, voice.f, statement.today
    points = statement.points
    owed = FigureView(
        caption=t._("Owed"),
        value=f.points(points.owed),
        note=t._("filled by the next points"),
        tone="danger-text",
    )
    active = FigureView(
        caption=t._("May be spent"),
        value=f.points(points.active(today)),
        note=t._("worth {sum}", sum=f.money(statement.worth)),
        tone="accent-text",
    )
    return (
        owed if points.owed else active,
        FigureView(
            caption=t.pgettext("points", "Waiting"),
            value=f.points(points.pending(today)),
            note=t._("not active yet"),
        ),
        FigureView(
            caption=t._("Turnover"), value=f.money(statement.turnover), note=_next(voice, statement)
        ),
    )


def _next(voice: Voice, statement: Statement) -> str:
    upper = statement.progress.next_tier
    if upper is None:
        return ""
    return voice.t._(
        "{sum} to {tier}", sum=voice.f.money(statement.progress.missing), tier=upper.name
    )


def _until(voice: Voice, statement: Statement) -> str:
    t, f, account = voice.t, voice.f, statement.account
    until = account.tier_manual_until
    if until is not None and until >= statement.today:
        return t._("tier by hand, to {day}", day=f.date(until))
    if statement.review_on is not None:
        return t._("tier looked at again {day}", day=f.date(statement.review_on))
    return ""
