"""The ground of the sale screen's presenter: what is remembered between gestures, and the state."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.presenters.messages import say
from pos_app.presenters.sale_approval import ApprovalFlow, Command
from pos_app.presenters.sale_lists import quick_tiles
from pos_app.presenters.sale_panels import OpenPanel
from pos_app.presenters.sale_ports import CounterNavigator, SaleReads, SaleViewPort, Voice
from pos_app.presenters.sale_search import SaleSearch
from pos_app.presenters.sale_state import (
    NoticeKind,
    NoticeView,
    Panel,
    SaleState,
    SearchView,
    ShiftView,
    UndoView,
)
from pos_app.presenters.sale_words import SaleWords
from pos_app.services.asking import Due
from pos_app.services.desk_view import DeskView
from pos_app.services.records import ProductHit
from pos_app.services.sale_desk import SaleDesk


class SaleCore:
    """State between gestures. ``local`` turns a UTC instant into the shop's time."""

    def __init__(
        self,
        *,
        desk: SaleDesk,
        view: SaleViewPort,
        approval: ApprovalFlow,
        reads: SaleReads,
        navigator: CounterNavigator,
        voice: Voice,
        local: Callable[[datetime], datetime],
    ) -> None:
        self._desk = desk
        self._view = view
        self._approval = approval
        self._reads = reads
        self._nav = navigator
        self._voice = voice
        self._local = local
        self._search = SaleSearch(reads.find_products, voice)
        self._panel: OpenPanel | None = None
        self._selected = ""
        self._flash = ""
        self._notice: NoticeView | None = None
        self._undo: UndoView | None = None
        self._serial = 0
        self._parked_uuid = ""
        self._wide = False
        self._scanner_ready = True
        self._quick: tuple[ProductHit, ...] | None = None
        self._words = SaleWords(voice.t, voice.f)
        self._due: tuple[int, Due | None] = (0, None)

    # -- running gestures ---------------------------------------------------------------------

    def _guard(self, deed: Callable[[], object]) -> bool:
        """Do it; a refusal becomes a sentence. Whether it was done."""
        try:
            deed()
        except CodedError as error:
            self._refuse(error)
            return False
        return True

    def _attempt(self, command: Command, reason: str) -> bool:
        """Do what may need a second person; False when it waits or was refused."""
        try:
            command(None)
        except NeedsApproval as needed:
            self._approval.ask(needed, command, reason)
            return False
        except CodedError as error:
            self._refuse(error)
            return False
        return True

    def _refuse(self, error: CodedError) -> None:
        words = say(error, self._voice.t, self._voice.f)
        if self._panel is not None:
            self._panel.error(words)
        else:
            self._say(words, "danger")
        self._view.alert()

    def _say(self, text: str, kind: NoticeKind) -> None:
        self._notice = NoticeView(text=text, kind=kind)

    def _clear_notice(self) -> None:
        self._notice = None

    def _clear_passing(self) -> None:
        """What belongs to the moment: typed text, panels, words."""
        self._search.clear()
        self._panel = None
        self._notice = None
        self._flash = ""
        self._approval.cancel()

    def _offer_undo(self, text: str, icon: str) -> None:
        self._serial += 1
        self._undo = UndoView(text=text, icon=icon, serial=self._serial)

    # -- lines --------------------------------------------------------------------------------

    def _line_words(self, line_id: str) -> str:
        """A line in the words of the undo bar."""
        view = self._desk.view()
        for each in view.lines:
            if each.line.line_id == line_id:
                line = self._words_now().line(each, view.names)
                return line.name if line.unknown else f"{line.name}, {line.amount}"
        return ""

    def _is_red(self, line_id: str) -> bool:
        return any(
            line.line_id == line_id and line.unknown_code is not None
            for line in self._desk.draft.lines
        )

    def _select_last_if_gone(self) -> None:
        ids = [line.line_id for line in self._desk.draft.lines]
        if self._selected not in ids:
            self._selected = ids[-1] if ids else ""

    def _quick_items(self) -> tuple[ProductHit, ...]:
        if self._quick is None:
            self._quick = tuple(self._reads.quick_items())
        return self._quick

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        self._view.render(self._state(self._desk.view()))
        self._flash = ""

    def _words_now(self) -> SaleWords:
        """The words of the language spoken now; they remember the lines that stay as they are."""
        if self._words.t is not self._voice.t or self._words.f is not self._voice.f:
            self._words = SaleWords(self._voice.t, self._voice.f)
        return self._words

    def _state(self, view: DeskView) -> SaleState:
        words = self._words_now()
        empty = not view.draft.lines
        return SaleState(
            title=words.title(view),
            subtitle=words.subtitle(view.draft),
            lines=words.lines(view),
            selected=self._selected,
            flash=self._flash,
            customer=replace(words.customer(view), asks=words.asks(self._due_of(view))),
            offers=words.offers(view.offers) + words.certificates(view.certificates),
            slab=words.slab(view),
            search=self._search_view(),
            panel=self._panel_view(view),
            notice=self._notice,
            undo=self._undo,
            shift=self._shift() if empty else None,
            last_receipt=self._last_receipt() if empty else None,
            quick=quick_tiles(self._voice, self._quick_items()) if self._wide else (),
            parked=view.parked,
            can_undo=view.undo_label is not None or bool(self._parked_uuid),
        )

    def _due_of(self, view: DeskView) -> Due | None:
        """The questionnaire the customer has not answered; looked up once per customer."""
        customer = view.customer.customer_id if view.customer is not None else 0
        if customer != self._due[0]:
            self._due = (customer, self._reads.due(customer) if customer else None)
        return self._due[1]

    def _search_view(self) -> SearchView:
        state = self._search.state()
        if self._scanner_ready:
            return state
        return SearchView(
            text=state.text,
            prefix=state.prefix,
            open=state.open,
            hits=state.hits,
            chosen=state.chosen,
            empty=state.empty,
            ready=False,
        )

    def _panel_view(self, view: DeskView) -> Panel:
        if self._approval.is_open:
            return self._approval.state(self._voice.t, self._voice.f)
        return self._panel.state(view) if self._panel is not None else None

    def _last_receipt(self) -> tuple[str, str] | None:
        last = self._reads.last_receipt()
        if last is None:
            return None
        t, f = self._voice.t, self._voice.f
        total = f.money(last.total)
        if last.printed == "yes":
            text = total
        elif last.printed == "no":
            text = t._("{total}, not printed", total=total)
        else:
            text = t._("{total}, perhaps not printed", total=total)
        return t._("Last receipt {number}:", number=str(last.number)), text

    def _shift(self) -> ShiftView | None:
        facts = self._reads.shift()
        if facts is None:
            return None
        t, f = self._voice.t, self._voice.f
        share = facts.with_card * 1000 // facts.receipts if facts.receipts else 0
        with_card = t._("{n} of {all}", n=f.number(facts.with_card), all=f.number(facts.receipts))
        return ShiftView(
            title=t._("Shift {number}", number=str(facts.number)),
            since=t._("since {time}", time=facts.since),
            rows=(
                (t._("Receipts"), f.number(facts.receipts)),
                (t._("With a card"), with_card),
                (t._("New cards"), f.number(facts.new_cards)),
            ),
            share=share,
        )
