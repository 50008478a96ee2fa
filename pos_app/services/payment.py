"""How the tenders on the table settle a receipt: what is missing, cash rounding, change (R6, R7).

Pure figures in minor units; the draft keeps the tenders, the till's screen and the checkout both
ask here, so that what is shown is what is booked.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pos_app.domain.errors import PosError
from pos_app.domain.rounding import cash_rounding as rounding_of
from pos_app.domain.sale import Draft, Tender, TenderKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Settlement:
    """Where payment stands.

    ``due`` is the receipt total before cash rounding; ``cash_due`` what the cash part comes to
    after rounding; ``rounding`` = ``cash_due`` − the unrounded cash part (signed, R7). ``missing``
    is what still has to be put on the table, ``change`` what goes back.
    """

    due: int
    other: int
    cash_given: int
    cash_due: int
    rounding: int
    missing: int
    change: int

    @property
    def complete(self) -> bool:
        """Whether the sale may be completed."""
        return self.missing == 0

    @property
    def paid(self) -> int:
        """What the shop keeps: total with the cash rounding."""
        return self.due + self.rounding


def settle(due: int, tenders: Sequence[Tender], cash_rounding: int) -> Settlement:
    """How ``tenders`` settle ``due``; ``cash_rounding`` is the smallest coin step (0 or 1: none).

    Rounding touches only what is left for cash. Raises ``PosError("tender_over")`` when tenders
    other than cash exceed the due sum, for nothing but cash can be given back.
    """
    other = sum(t.amount for t in tenders if t.kind is not TenderKind.CASH)
    given = sum(t.amount for t in tenders if t.kind is TenderKind.CASH)
    if other > due:
        raise PosError("tender_over", due=due, given=other)
    rest = due - other
    cash_due = rest + rounding_of(rest, cash_rounding)
    if given >= cash_due:
        return Settlement(
            due=due,
            other=other,
            cash_given=given,
            cash_due=cash_due,
            rounding=cash_due - rest,
            missing=0,
            change=given - cash_due,
        )
    return Settlement(
        due=due,
        other=other,
        cash_given=given,
        cash_due=cash_due,
        rounding=cash_due - rest,
        missing=cash_due - given,
        change=0,
    )


def still_due(to_pay: int, draft: Draft) -> int:
    """What is left of a receipt's total after goods brought back in exchange (R18)."""
    return to_pay - covered(to_pay, draft)


def covered(to_pay: int, draft: Draft) -> int:
    """How much of the total goods brought back in exchange pay for, in minor units."""
    return min(to_pay, draft.exchange.credit) if draft.exchange is not None else 0


def with_tender(tenders: Sequence[Tender], tender: Tender) -> tuple[Tender, ...]:
    """``tenders`` with the unlocked one of that kind replaced (amount 0 removes it)."""
    kept = tuple(t for t in tenders if t.kind is not tender.kind or t.locked)
    return (*kept, tender) if tender.amount else kept


def change_in_notes(change: int, denominations: Sequence[int]) -> tuple[tuple[int, int], ...]:
    """Notes and coins for ``change`` as (value, count), largest first, greedily.

    ``denominations`` are in minor units in any order; a rest that no coin covers is left out.
    """
    parts: list[tuple[int, int]] = []
    left = change
    for value in sorted(set(denominations), reverse=True):
        count, left = divmod(left, value)
        if count:
            parts.append((value, count))
    return tuple(parts)


def quick_cash(due: int, denominations: Sequence[int], wanted: int = 6) -> tuple[int, ...]:
    """Sums a customer is likely to hand over for ``due``, rising, without ``due`` itself.

    ``due`` rounded up to a note, two notes together, or one larger note. For 54.60 with zloty
    notes: 55, 60, 70, 100, 200, 500. Coins below one whole unit (100) take no part.
    """
    notes = sorted({value for value in denominations if value >= 100})
    if due <= 0 or not notes:
        return ()
    single = [value for value in notes if value > due]
    ceiling = single[0] if single else due * 2
    rounded = {-(-due // note) * note for note in notes if note * 20 >= due}
    pairs = {a + b for a in notes for b in notes if due < a + b < ceiling}
    sums = {value for value in rounded | pairs if due < value <= ceiling} | set(single)
    return tuple(sorted(sums)[:wanted])
