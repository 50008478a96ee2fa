"""A stored receipt in words: why its prices, its points, what came back of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime

from pos_app.domain.goods_return import GoodsReturn
from pos_app.domain.receipt import ExplainedPart, ExplainedRow
from pos_app.i18n import Formats, Translator
from pos_app.presenters.price_words import counted
from pos_app.presenters.sale_words import TIMES
from pos_app.presenters.why_state import WhyRow, WhySection
from pos_app.presenters.why_words import WhyWords
from pos_app.services.receipt_detail import ReceiptDetail
from pos_app.services.records import LotRow, PointsEntry

Local = Callable[[datetime], datetime]


class ReceiptWords:
    """The parts of the receipts page in one language; ``local`` gives the shop's time."""

    def __init__(self, t: Translator, f: Formats, local: Local) -> None:
        self.t = t
        self.f = f
        self._local = local
        self._why = WhyWords(t, f)

    # -- why ----------------------------------------------------------------------------------

    def why(self, detail: ReceiptDetail) -> tuple[WhySection, ...]:
        """Every line from its price to what was paid, then the points."""
        sections = [self._why.line(line) for line in detail.why.lines]
        if detail.gaps:
            sections.insert(0, self._broken())
        points = detail.why.points
        if points.known and (points.steps or points.spent or points.earned):
            sections.append(self._why.points(points))
        return tuple(sections)

    def _broken(self) -> WhySection:
        t = self.t
        row = WhyRow(
            title=t._("This receipt does not add up"),
            detail=t._("Its steps do not explain its figures. Have the data checked."),
            tone="warn",
        )
        return WhySection(title="", rows=(replace(row, spoken=f"{row.title}. {row.detail}"),))

    def explained(self, detail: ReceiptDetail) -> tuple[ExplainedPart, ...]:
        """The same for paper."""
        return tuple(
            ExplainedPart(title=section.title, rows=tuple(_on_paper(row) for row in section.rows))
            for section in self.why(detail)
        )

    # -- points and returns -------------------------------------------------------------------

    def points_and_returns(self, detail: ReceiptDetail) -> tuple[WhySection, ...]:
        """What became of the receipt's points, and each return."""
        back = [self._return(one) for one in detail.returns]
        return (self._points(detail), *(back or (self._nothing_back(),)))

    def return_slips(self, detail: ReceiptDetail) -> tuple[tuple[str, str], ...]:
        """The returns whose slip can be printed again, as (identity, words)."""
        t = self.t
        return tuple(
            (back.uuid, t._("Copy of return {number}", number=str(back.number)))
            for back in detail.returns
        )

    def _points(self, detail: ReceiptDetail) -> WhySection:
        t = self.t
        rows = [row for lot in detail.lots for row in self._lot(lot)]
        rows = [*self._spent(detail.movements), *rows, *self._after(detail.movements)]
        note = "" if rows else t._("No points were earned or spent.")
        return WhySection(title=t._("Points"), note=note, rows=tuple(map(_spoken, rows)))

    def _spent(self, movements: Sequence[PointsEntry]) -> Sequence[WhyRow]:
        spent = -sum(entry.amount for entry in movements if entry.kind == "redeem")
        if not spent:
            return ()
        return (WhyRow(title=self.t._("Points spent"), left=self.f.points(-spent)),)

    def _lot(self, lot: LotRow) -> Sequence[WhyRow]:
        t, f = self.t, self.f
        if lot.expires_on is None:
            until = t._("without an end")
        else:
            until = t._("until {day}", day=f.date(lot.expires_on))
        when = t._("active from {day}", day=f.date(lot.active_from))
        return (
            WhyRow(
                title=t._("Points earned"),
                detail=f"{when}, {until}",
                left=f.points(lot.granted, sign=True),
                tone="gain",
            ),
            WhyRow(title=t._("Left of them now"), left=f.points(lot.left)),
        )

    def _after(self, movements: Sequence[PointsEntry]) -> Sequence[WhyRow]:
        """What was taken and given back later, by kind, and what expired."""
        t, f = self.t, self.f
        words = {
            "reverse": t._("Taken back by returns"),
            "restore": t._("Given back by returns"),
            "expire": t._("Expired"),
            "adjust": t._("Put right by hand"),
        }
        sums: dict[str, int] = {}
        for entry in movements:
            if entry.kind in words:
                sums[entry.kind] = sums.get(entry.kind, 0) + entry.amount
        return [
            WhyRow(title=title, left=f.points(sums[kind], sign=True))
            for kind, title in words.items()
            if sums.get(kind)
        ]

    def _nothing_back(self) -> WhySection:
        t = self.t
        return WhySection(title=t._("Returns"), note=t._("Nothing has come back of this receipt."))

    def _return(self, back: GoodsReturn) -> WhySection:
        t, f = self.t, self.f
        rows = [
            WhyRow(
                title=line.name,
                detail=f"{TIMES} {counted(t, f, line.quantity, line.unit)}",
                left=f.amount(line.net + (0 if back.tax_included else line.tax)),
            )
            for line in back.lines
        ]
        rows.append(WhyRow(title=t._("Money back"), left=f.money(back.money), tone="result"))
        if back.points_back:
            rows.append(
                WhyRow(title=t._("Points back"), left=f.points(back.points_back, sign=True))
            )
        if back.points_taken:
            rows.append(WhyRow(title=t._("Points taken"), left=f.points(-back.points_taken)))
        return WhySection(
            title=t._("Return {number}", number=str(back.number)),
            note=f.date_time(self._local(back.at)),
            rows=tuple(map(_spoken, rows)),
        )


def _spoken(row: WhyRow) -> WhyRow:
    return replace(
        row, spoken=", ".join(part for part in (row.title, row.detail, row.left) if part)
    )


def _on_paper(row: WhyRow) -> ExplainedRow:
    return ExplainedRow(
        title=row.title,
        detail=row.detail,
        change=row.change,
        left=row.left,
        strong=row.tone in ("result", "gain"),
    )
