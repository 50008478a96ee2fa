"""The receipts made so far: finding one by number, day, sum, customer or card; a copy of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final, Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.sale import Sale
from pos_app.domain.staff import Approval
from pos_app.i18n import Formats, translator
from pos_app.presenters.messages import say
from pos_app.presenters.receipt_words import ReceiptWords
from pos_app.presenters.receipts_state import ReceiptLineView, ReceiptPart, ReceiptsState
from pos_app.presenters.sale_approval import ApprovalFlow, Command
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.why_state import WhySection
from pos_app.services.receipt_detail import ReceiptDetail
from pos_app.services.receipts import ReceiptService
from pos_app.services.records import ReceiptQuery, ReceiptRow
from pos_app.services.session import Session

PAGE = 60
"""Receipts read at a time."""

PARTS: Final[dict[str, ReceiptPart]] = {"slip": "slip", "why": "why", "points": "points"}
"""What can be looked at of a receipt."""

PERIODS = ("today", "yesterday", "week", "month", "all")


class ReceiptsViewPort(Protocol):
    """The receipts page as its presenter sees it."""

    def render(self, state: ReceiptsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class SlipPictures(Protocol):
    """Draws a saved receipt off the window's thread."""

    def receipt(self, uuid: str, on_png: Callable[[bytes], None]) -> None:
        """Call ``on_png`` on the window's thread with the slip as a picture."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptsParts:
    """What the presenter is joined from.

    ``local`` turns a UTC instant into the shop's time, ``language`` is that of a receipt's slip;
    ``reprint_return`` queues a copy of a return's slip and may need an approval.
    """

    service: ReceiptService
    reprint_return: Callable[[str, Approval | None], object]
    session: Callable[[], Session]
    approval: ApprovalFlow
    pictures: SlipPictures
    voice: Voice
    local: Callable[[datetime], datetime]
    today: Callable[[], date]
    language: Callable[[Sale], str]


class ReceiptsPresenter:
    """Filters, list, slip and copy."""

    def __init__(self, parts: ReceiptsParts, view: ReceiptsViewPort) -> None:
        self._parts = parts
        self._view = view
        self._state = ReceiptsState()
        self._found: dict[str, ReceiptRow] = {}
        self._limit = PAGE
        self._detail: ReceiptDetail | None = None

    def open(self, text: str = "") -> None:
        """Come to the page; with a receipt's code or number as ``text`` it is looked for."""
        if text:
            self._state = replace(self._state, text=text, period="all")
        self._limit = PAGE
        self._state = replace(self._state, notice="")
        self._search()

    def search(self, text: str) -> None:
        """Filter by number, code, card or customer."""
        self._state = replace(self._state, text=text)
        self._limit = PAGE
        self._search()

    def choose_period(self, period: str) -> None:
        """Filter by days."""
        self._state = replace(self._state, period=period if period in PERIODS else "all")
        self._limit = PAGE
        self._search()

    def totals(self, least: str, most: str) -> None:
        """Filter by sum, as typed; empty means no bound."""
        self._state = replace(self._state, total_from=least, total_to=most)
        self._limit = PAGE
        self._search()

    def more(self) -> None:
        """List further ones."""
        self._limit += PAGE
        self._search()

    def choose(self, uuid: str) -> None:
        """Look at one receipt."""
        row = self._found.get(uuid)
        if row is None:
            return
        self._state = replace(self._state, chosen=uuid, notice="", slip=b"")
        self._detail = None
        self._describe(row)
        self._explain()
        self._parts.pictures.receipt(uuid, lambda png: self._drawn(uuid, png))
        self.show()

    def look_at(self, part: str) -> None:
        """Its slip, why its prices, or its points and returns."""
        chosen = PARTS.get(part)
        if chosen is not None:
            self._state = replace(self._state, part=chosen, notice="")
            self._explain()
            self.show()

    def print_chosen(self) -> None:
        """What is looked at on paper: the explanation, or else a copy of the slip."""
        if self._state.part == "why":
            self.print_explanation()
        else:
            self.copy()

    def print_explanation(self) -> None:
        """Print why the prices of the chosen receipt are what they are, in its own language."""
        uuid, detail = self._state.chosen, self._read()
        if detail is None:
            return
        parts = self._parts
        t = translator(parts.language(detail.sale))
        words = ReceiptWords(t, Formats(t.language, parts.voice.f.currency), parts.local)
        said = words.explained(detail)

        def explain(approval: Approval | None) -> None:
            parts.service.explain(parts.session(), uuid, said, approval=approval)
            self._note(parts.voice.t._("The explanation is on its way to the printer."), "accent")

        self._attempt(explain, "reprint")
        self.show()

    def copy(self) -> None:
        """Print the chosen receipt once more, marked as a copy."""
        uuid = self._state.chosen
        if not uuid:
            return

        def again(approval: Approval | None) -> None:
            self._parts.service.reprint(self._parts.session(), uuid, approval=approval)
            t = self._parts.voice.t
            self._note(t._("A copy is on its way to the printer."), "accent")

        self._attempt(again, "reprint")
        self.show()

    def copy_return(self, uuid: str) -> None:
        """Print the slip of a return of the chosen receipt once more, marked as a copy."""
        if uuid not in {key for key, _ in self._state.slips}:
            return

        def again(approval: Approval | None) -> None:
            self._parts.reprint_return(uuid, approval)
            t = self._parts.voice.t
            self._note(t._("A copy is on its way to the printer."), "accent")

        self._attempt(again, "reprint")
        self.show()

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            self._parts.approval.confirm(person, secret)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def cancel_approval(self) -> None:
        """Nobody approved."""
        self._parts.approval.cancel()
        self.show()

    def staff_card(self, code: str) -> bool:
        """A staff card while a PIN is awaited; whether it was wanted."""
        if not self._parts.approval.is_open:
            return False
        self._parts.approval.card(code)
        self.show()
        return True

    def refresh(self) -> None:
        """Receipts were made, brought back or printed."""
        self._detail = None
        self._explain()
        self._search()

    def show(self) -> None:
        """Render what is."""
        voice = self._parts.voice
        panel = (
            self._parts.approval.state(voice.t, voice.f) if self._parts.approval.is_open else None
        )
        self._view.render(replace(self._state, approval=panel))

    # --- inside ------------------------------------------------------------------------------

    def _attempt(self, command: Command, reason: str) -> None:
        try:
            command(None)
        except NeedsApproval as needed:
            self._parts.approval.ask(needed, command, reason)
        except CodedError as error:
            self._refuse(error)

    def _refuse(self, error: CodedError) -> None:
        self._note(say(error, self._parts.voice.t, self._parts.voice.f), "danger")
        self._view.alert()

    def _note(self, text: str, tone: str) -> None:
        self._state = replace(self._state, notice=text, notice_tone=tone)

    def _search(self) -> None:
        query, error = self._query()
        rows: Sequence[ReceiptRow] = ()
        count = 0
        if not error:
            try:
                rows = self._parts.service.search(self._parts.session(), query)
                count = self._parts.service.count(query)
            except CodedError as problem:
                error = say(problem, self._parts.voice.t, self._parts.voice.f)
        self._found = {row.uuid: row for row in rows}
        t = self._parts.voice.t
        self._state = replace(
            self._state,
            error=error,
            rows=tuple(self._row(row) for row in rows),
            count=t.ngettext("{n} receipt", "{n} receipts", count),
            more=count > len(rows),
            empty_title=self._empty()[0],
            empty_hint=self._empty()[1],
        )
        if self._state.chosen not in self._found:
            self._forget_slip()
            if rows:
                self.choose(rows[0].uuid)
                return
        self.show()

    def _read(self) -> ReceiptDetail | None:
        """The detail of the chosen receipt, read once until something changes."""
        if self._detail is None and self._state.chosen:
            try:
                self._detail = self._parts.service.detail(self._state.chosen)
            except CodedError as error:
                self._refuse(error)
        return self._detail

    def _explain(self) -> None:
        """Make the rows of the part that is looked at; the slip needs none."""
        detail = self._read() if self._state.part != "slip" else None
        sections: tuple[WhySection, ...] = ()
        slips: tuple[tuple[str, str], ...] = ()
        if detail is not None:
            voice = self._parts.voice
            words = ReceiptWords(voice.t, voice.f, self._parts.local)
            why = self._state.part == "why"
            sections = words.why(detail) if why else words.points_and_returns(detail)
            slips = () if why else words.return_slips(detail)
        self._state = replace(self._state, sections=sections, slips=slips)

    def _forget_slip(self) -> None:
        self._detail = None
        self._state = replace(
            self._state,
            chosen="",
            title="",
            summary="",
            slip=b"",
            slip_words="",
            can_copy=False,
            sections=(),
            slips=(),
        )

    def _query(self) -> tuple[ReceiptQuery, str]:
        f, t = self._parts.voice.f, self._parts.voice.t
        bounds: list[int | None] = []
        for text in (self._state.total_from, self._state.total_to):
            try:
                bounds.append(f.parse_money(text) if text.strip() else None)
            except ValueError:
                return ReceiptQuery(), t._("A sum looks like {example}.", example=f.amount(123450))
        first, last = self._days()
        return (
            ReceiptQuery(
                text=self._state.text,
                day_from=first,
                day_to=last,
                total_min=bounds[0],
                total_max=bounds[1],
                limit=self._limit,
            ),
            "",
        )

    def _days(self) -> tuple[date | None, date | None]:
        today = self._parts.today()
        spans = {"today": 0, "week": 6, "month": 29}
        if self._state.period == "yesterday":
            return today - timedelta(days=1), today - timedelta(days=1)
        if self._state.period in spans:
            return today - timedelta(days=spans[self._state.period]), today
        return None, None

    def _row(self, row: ReceiptRow) -> ReceiptLineView:
        t, f = self._parts.voice.t, self._parts.voice.f
        marks = {"yes": "", "no": t._("not printed"), "unknown": t._("check the printer")}
        back = {"part": t._("partly returned"), "all": t._("returned")}
        person = row.customer_name or (f"•••• {row.card_number[-4:]}" if row.card_number else "")
        return ReceiptLineView(
            key=row.uuid,
            number=str(row.number),
            when=f.date_time(self._parts.local(row.at)),
            customer=person,
            cashier=row.cashier,
            lines=f.number(row.lines),
            total=f.money(row.total),
            printed=marks.get(row.printed, ""),
            returned=back.get(row.returned, ""),
        )

    def _describe(self, row: ReceiptRow) -> None:
        t, f = self._parts.voice.t, self._parts.voice.f
        when = f.date_time(self._parts.local(row.at))
        parts = [when, row.cashier, row.customer_name]
        self._state = replace(
            self._state,
            title=t._("Receipt {number}", number=str(row.number)),
            summary=" · ".join(part for part in parts if part),
            slip_words=t._(
                "Receipt {number}, {total}", number=str(row.number), total=f.money(row.total)
            ),
            can_copy=True,
        )

    def _drawn(self, uuid: str, png: bytes) -> None:
        if self._state.chosen == uuid:
            self._state = replace(self._state, slip=png)
            self.show()

    def _empty(self) -> tuple[str, str]:
        """What an empty list says, and the way on."""
        t, state = self._parts.voice.t, self._state
        if state.text or state.period != "all" or state.total_from or state.total_to:
            return t._("No receipt like that"), t._("Try another number, day or sum.")
        return t._("No receipts yet"), t._("The first sale will stand here.")
