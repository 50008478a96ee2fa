"""Returns at the counter: the receipt, what comes back, what it does, and the one confirmation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.sale import Exchange
from pos_app.domain.staff import Approval
from pos_app.presenters.messages import say
from pos_app.presenters.returns_done import FinishedReturn
from pos_app.presenters.returns_state import GesturesView, ReturnsState
from pos_app.presenters.returns_words import ReturnWords, line_step
from pos_app.presenters.sale_approval import ApprovalFlow, Command
from pos_app.presenters.sale_ports import Voice
from pos_app.services.records import ReceiptRow
from pos_app.services.return_model import (
    ReturnItem,
    ReturnOrder,
    ReturnPreview,
    ReturnSheet,
    SheetLine,
)
from pos_app.services.returns import ReturnService
from pos_app.services.session import Session

FOUND = 30
"""Receipts shown of a search."""


class ReturnsViewPort(Protocol):
    """The return page as its presenter sees it."""

    def render(self, state: ReturnsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnsParts:
    """What the presenter is joined from.

    ``search`` finds receipts by number, code, card or customer, the newest first;
    ``begin_exchange`` puts the goods on the open sale and goes there; ``finished`` shows what was
    booked, and asks by the same ``approval``.
    """

    service: ReturnService
    search: Callable[[str, int], Sequence[ReceiptRow]]
    session: Callable[[], Session]
    approval: ApprovalFlow
    finished: FinishedReturn
    voice: Voice
    local: Callable[[datetime], datetime]
    to_sale: Callable[[], None]
    begin_exchange: Callable[[Exchange, ReturnSheet], None]


class ReturnsPresenter:
    """One return in the making."""

    def __init__(self, parts: ReturnsParts, view: ReturnsViewPort) -> None:
        self._p = parts
        self._view = view
        self._text = ""
        self._found: Sequence[ReceiptRow] = ()
        self._forget()

    def _forget(self) -> None:
        self._sheet: ReturnSheet | None = None
        self._chosen: dict[int, int] = {}
        self._current = -1
        self._uuid = ""
        self._reason = ""
        self._condition = "unopened"
        self._note = ""
        self._gesture = ""
        self._preview: ReturnPreview | None = None
        self._error = ""
        self._p.finished.close()

    # --- the receipt -------------------------------------------------------------------------

    def open(self, text: str = "") -> None:
        """Come to the page; ``text`` is a receipt's code, number or identity."""
        if text:
            self._take(text)
        elif self._p.finished.is_open or self._sheet is None:
            self._forget()
            self._look_for("")
        self.show()

    def search(self, text: str) -> None:
        """Look for a receipt while typing."""
        self._look_for(text)
        self.show()

    def submit(self, text: str) -> None:
        """Enter in the search: a whole number or code opens its receipt, else the only one found.

        Several stay to choose from.
        """
        wanted = text.strip()
        if len(self._found) == 1:
            wanted = self._found[0].uuid
        if wanted:
            self._take(wanted)
        self.show()

    def choose(self, uuid: str) -> None:
        """Open a receipt of those found."""
        self._take(uuid)
        self.show()

    def other(self) -> None:
        """F2: another receipt; what was put together is dropped, nothing of it was booked."""
        self._forget()
        self._look_for("")
        self.show()

    def _look_for(self, text: str) -> None:
        self._text = text
        self._error = ""
        self._found = self._p.search(text, FOUND)

    def _take(self, text: str) -> None:
        try:
            sheet = self._p.service.open(text)
        except CodedError as error:
            self._refuse(error)
            return
        self._forget()
        self._text = ""
        self._sheet = sheet
        self._uuid = self._p.service.new_uuid()
        able = [line for line in sheet.lines if line.left and line.returnable]
        self._current = able[0].position if able else -1
        if len(able) == 1:
            self._choose(able[0], able[0].left)

    # --- what comes back ---------------------------------------------------------------------

    def toggle(self, key: str) -> None:
        """Tick a line, or take the tick away: a whole one first, then by steps."""
        line = self._line(key)
        if line is None or self._p.approval.is_open:
            return
        self._current = line.position
        self._choose(line, 0 if self._chosen.get(line.position) else self._first(line))
        self.show()

    def step(self, key: str, steps: int) -> None:
        """More or less of a line."""
        line = self._line(key or str(self._current))
        if line is None or self._p.approval.is_open:
            return
        self._current = line.position
        now = self._chosen.get(line.position, 0)
        wanted = now + steps * line_step(line) if now else self._first(line)
        if steps < 0 and not now:
            return
        self._choose(line, max(0, min(line.left, wanted)))
        self.show()

    def move(self, steps: int) -> None:
        """Up and down the lines."""
        places = [line.position for line in self._lines()]
        if not places:
            return
        place = places.index(self._current) if self._current in places else 0
        self._current = places[max(0, min(len(places) - 1, place + steps))]
        self.show()

    def toggle_current(self) -> None:
        """Space: tick the line the keys work on."""
        self.toggle(str(self._current))

    def everything(self) -> None:
        """All that is left comes back; once more: nothing."""
        if self._p.approval.is_open:
            return
        lines = [line for line in self._lines() if line.left and line.returnable]
        full = all(self._chosen.get(line.position) == line.left for line in lines)
        for line in lines:
            self._choose(line, 0 if full else line.left)
        self.show()

    def choose_reason(self, reason: str) -> None:
        """Why."""
        self._reason = reason
        self._error = ""
        self.show()

    def choose_condition(self, condition: str) -> None:
        """In which state."""
        self._condition = condition
        self._error = ""
        self.show()

    def choose_gesture(self, kind: str) -> None:
        """What is given so that the customer comes back; "" for nothing."""
        self._gesture = kind
        self._error = ""
        self._look()
        self.show()

    def type_note(self, note: str) -> None:
        """What else should be known."""
        self._note = note

    def _lines(self) -> Sequence[SheetLine]:
        return self._sheet.lines if self._sheet is not None else ()

    def _line(self, key: str) -> SheetLine | None:
        found = (line for line in self._lines() if str(line.position) == key)
        line = next(found, None)
        return line if line is not None and line.left and line.returnable else None

    @staticmethod
    def _first(line: SheetLine) -> int:
        return min(line.left, 1000) if line.unit == "pcs" else line.left

    def _choose(self, line: SheetLine, quantity: int) -> None:
        if quantity:
            self._chosen[line.position] = quantity
        else:
            self._chosen.pop(line.position, None)
        self._error = ""
        self._look()

    def _look(self) -> None:
        """Work the return out as it stands."""
        self._preview = None
        if not self._chosen:
            return
        try:
            self._preview = self._p.service.preview(self._order())
        except CodedError as error:
            self._refuse(error)

    def _order(self) -> ReturnOrder:
        assert self._sheet is not None
        return ReturnOrder(
            uuid=self._uuid,
            sale_uuid=self._sheet.sale.uuid,
            items=tuple(ReturnItem(position=p, quantity=q) for p, q in self._chosen.items()),
            reason=self._reason,
            condition=self._condition,
            note=self._note,
            gesture=self._gesture,
        )

    # --- doing it ----------------------------------------------------------------------------

    def confirm(self) -> None:
        """Enter: book the return, or after it begin the next sale."""
        if self._p.finished.is_open:
            self.leave()
            return
        preview = self._preview
        if preview is None or not self._reason or self._p.approval.is_open:
            self._view.alert()
            return
        order = self._order()

        def deed(approval: Approval | None) -> None:
            done = self._p.service.confirm(self._p.session(), order, preview.paid_out, approval)
            self._forget()
            self._p.finished.open(done)

        self._attempt(deed)
        self.show()

    def exchange(self) -> None:
        """The goods pay for others: go on at the sale, where nothing of it is booked yet."""
        sheet = self._sheet
        ready = self._preview is not None and self._reason and not self._p.approval.is_open
        if sheet is None or not ready:
            self._view.alert()
            return
        order = self._order()

        def deed(approval: Approval | None) -> None:
            given = self._p.service.exchange(self._p.session(), order, approval)
            self._forget()
            self._p.begin_exchange(given, sheet)

        self._attempt(deed)
        self.show()

    def leave(self) -> None:
        """Esc: close the question for a PIN, else back; a return not booked stays as it is."""
        if self._p.approval.is_open:
            self._p.approval.cancel()
            self._reload()
            self.show()
            return
        if self._p.finished.is_open:
            self._forget()
            self._look_for("")
            self._p.finished.go()
        else:
            self._p.to_sale()

    def print_again(self) -> None:
        """One more copy of the slip of a finished return."""
        if not self._p.approval.is_open:
            self._p.finished.print_again()
            self.show()

    def begin_sale(self, text: str) -> bool:
        """A scan on a finished return goes to the next sale; whether it did."""
        if not self._p.finished.is_open or self._p.approval.is_open:
            return False
        self._p.finished.go(text)
        return True

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            self._p.approval.confirm(person, secret)
        except CodedError as error:
            self._reload()
            self._refuse(error)
        self.show()

    def staff_card(self, code: str) -> bool:
        """A staff card while a PIN is awaited; whether it was wanted."""
        if not self._p.approval.is_open:
            return False
        self._p.approval.card(code)
        self.show()
        return True

    def refresh(self) -> None:
        """Something was sold or brought back elsewhere: look again, unless a PIN is awaited."""
        if self._sheet is not None and not self._p.approval.is_open:
            self._reload()
            self.show()

    def _reload(self) -> None:
        """The receipt as it stands now; what is no longer there is not chosen any more."""
        if self._sheet is None:
            return
        self._sheet = self._p.service.sheet(self._sheet.sale.uuid)
        lefts = {line.position: line.left for line in self._sheet.lines if line.returnable}
        self._chosen = {
            place: min(quantity, lefts[place])
            for place, quantity in self._chosen.items()
            if lefts.get(place)
        }
        room = self._sheet.gestures
        if room is None or self._gesture not in {one.kind for one in room.offers}:
            self._gesture = ""
        self._look()

    def _attempt(self, command: Command) -> None:
        self._error = ""
        try:
            command(None)
        except NeedsApproval as needed:
            self._p.approval.ask(needed, command, self._reason)
        except CodedError as error:
            self._reload()
            self._refuse(error)

    def _refuse(self, error: CodedError) -> None:
        if self._p.finished.is_open:
            self._p.finished.refuse(error)
            return
        self._error = say(error, self._p.voice.t, self._p.voice.f)
        self._view.alert()

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render the page."""
        self._view.render(self._state())

    def _state(self) -> ReturnsState:
        words = ReturnWords(self._p.voice.t, self._p.voice.f)
        if self._p.finished.is_open:
            return self._p.finished.state()
        if self._sheet is None:
            return self._finding(words)
        return self._open(words, self._sheet)

    def _finding(self, words: ReturnWords) -> ReturnsState:
        t = words.t
        return ReturnsState(
            mode="find",
            text=self._text,
            found=tuple(words.found(row, self._p.local(row.at)) for row in self._found),
            empty_title=t._("No receipt found") if self._text else t._("Scan the receipt"),
            empty_hint=t._("Its bar code, or its number, the customer's name or card."),
            error=self._error,
        )

    def _open(self, words: ReturnWords, sheet: ReturnSheet) -> ReturnsState:
        t, preview = words.t, self._preview
        money = dict(preview.line_money) if preview is not None else {}
        ready = preview is not None and bool(self._reason)
        return ReturnsState(
            mode="receipt",
            badge=words.badge(sheet, self._p.local(sheet.sale.at)),
            badge_short=words.badge_short(sheet),
            late=self._late(words, sheet),
            lines=tuple(
                words.line(
                    line,
                    self._chosen.get(line.position, 0),
                    money.get(line.position),
                    current=line.position == self._current,
                )
                for line in sheet.lines
            ),
            reasons=words.reasons(),
            reason=self._reason,
            conditions=words.conditions(),
            condition=self._condition,
            note=self._note,
            gestures=self._gestures(words, sheet),
            buyer=words.buyer(sheet),
            points=words.points(sheet, preview) if sheet.customer else (),
            after=words.after(sheet, preview) if sheet.customer else "",
            effects=words.effects(preview) if preview is not None else (),
            rows=words.rows(preview) if preview is not None else (),
            total_label=t._("To give back"),
            total=words.f.money(preview.paid_out if preview is not None else 0),
            blocked=self._blocked(words, sheet),
            can_confirm=ready,
            error=self._error,
            approval=(self._p.approval.state(t, words.f) if self._p.approval.is_open else None),
        )

    def _gestures(self, words: ReturnWords, sheet: ReturnSheet) -> GesturesView | None:
        if sheet.gestures is None or sheet.nothing_left:
            return None
        return words.gestures(sheet.gestures, self._gesture)

    def _late(self, words: ReturnWords, sheet: ReturnSheet) -> str:
        if sheet.nothing_left:
            return words.t._("Everything of this receipt came back already.")
        if sheet.late:
            day = words.f.date(sheet.last_day)
            return words.t._("The time for returns ended on {day}.", day=day)
        return ""

    def _blocked(self, words: ReturnWords, sheet: ReturnSheet) -> str:
        if sheet.nothing_left:
            return ""
        if not self._chosen:
            return words.t._("Choose what comes back.")
        return "" if self._reason else words.t._("Say why it comes back.")
