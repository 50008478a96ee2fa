"""The page of blank cards: batches, a new range, sheets to cut, closing what was lost (R20)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, TypeVar, cast

from pos_app.domain.card_range import Symbology
from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.campaigns_state import BlockPagePort, BlockPageState
from pos_app.presenters.cards_blocks import CardsBlocks, CardsFacts
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import Tone
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.card_sheets import CardChoice, CardKind, CardSheets
from pos_app.services.card_stock import BatchLine, CardStock
from pos_app.services.session import Session
from pos_app.services.tabular import Progress

T = TypeVar("T")

FRESH: Final = {"symbology": "ean13", "count": "100", "kind": "card", "which": "blank"}
"""What the fields say when the page is opened."""


class CardsWays(Protocol):
    """Ways out of the page."""

    def back(self) -> None:
        """To the settings."""

    def ask_pdf(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a PDF goes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsParts:
    """What the presenter is joined from. ``write`` keeps a file; ``local`` is the shop's time."""

    stock: CardStock
    sheets: CardSheets
    tasks: TaskPort
    voice: Voice
    session: Callable[[], Session]
    ways: CardsWays
    local: Callable[[datetime], datetime]
    write: Callable[[str, bytes], None]


class CardsPresenter:
    """Batches at the left with what can be done with one; a new range at the right."""

    def __init__(self, parts: CardsParts, view: BlockPagePort) -> None:
        self._p = parts
        self._view = view
        self._lines: Sequence[BatchLine] = ()
        self._chosen = ""
        self._texts: dict[str, str] = dict(FRESH)
        self._says: dict[str, tuple[str, Tone]] = {}
        self._task: Task | None = None
        self._doing = ""
        self._far = (0, 0)
        self._opened = 0

    # --- coming and going --------------------------------------------------------------------

    def open(self) -> None:
        """The page is shown."""
        if not self._doing:
            self._opened += 1
            self._says = {}
        self.refresh()

    def refresh(self) -> None:
        """Cards were added, issued or closed meanwhile."""
        if not self._doing:
            self._read()
        self.show()

    def back(self) -> None:
        """Esc: to the settings; what is being done goes on."""
        self._p.ways.back()

    # --- gestures ----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> None:
        """A field changed; that of a new range tells at once what would be added."""
        self._texts[key] = text
        if key in ("symbology", "first", "count"):
            self._preview()
        self.show()

    def choose(self, block: str, key: str) -> None:
        """The cursor is on a batch."""
        if key != self._chosen:
            self._chosen = key
            self.show()

    def press(self, action: str, ref: str) -> None:
        """A button of a card."""
        deeds: dict[str, Callable[[], None]] = {
            "add": self.add,
            "go_on": self.go_on,
            "sheet": self.save_sheet,
            "close": self.close_rest,
        }
        if action.startswith("stop"):
            self.stop()
        elif action in deeds and not self._doing:
            deeds[action]()

    def stop(self) -> None:
        """Break off what is being done."""
        if self._task is not None:
            self._task.cancel()

    def add(self) -> None:
        """Put the range into stock."""
        session, t = self._p.session(), self._p.voice.t
        kind, first, count = self._symbology(), self._texts.get("first", ""), self._count()
        note = self._texts.get("note", "")

        def added(line: BatchLine) -> None:
            self._chosen = str(line.batch.id)
            self._texts["note"] = ""
            n = line.counts.blank
            words = t.ngettext("{n} blank card is in stock.", "{n} blank cards are in stock.", n)
            self._says["add"] = (words, "accent")
            self._texts["first"] = ""

        self._run(
            "add", lambda told: self._p.stock.add(session, kind, first, count, note, told), added
        )

    def go_on(self) -> None:
        """Write what is missing of a batch."""
        session, batch, t = self._p.session(), self._batch(), self._p.voice.t

        def filled(line: BatchLine) -> None:
            self._says["batches"] = (t._("The batch is complete."), "accent")

        self._run("batches", lambda told: self._p.stock.go_on(session, batch, told), filled)

    def close_rest(self) -> None:
        """Close what is blank still of a batch."""
        session, batch, t = self._p.session(), self._batch(), self._p.voice.t
        reason = self._texts.get("reason", "")

        def closed(count: int) -> None:
            self._texts["reason"] = ""
            words = t.ngettext("{n} card is closed now.", "{n} cards are closed now.", count)
            self._says["close"] = (words, "accent")

        self._run(
            "close", lambda told: self._p.stock.close_rest(session, batch, reason, told), closed
        )

    def save_sheet(self) -> None:
        """Draw the cards and keep the PDF."""
        if self._batch():
            name = self._p.voice.t._("cards")
            self._p.ways.ask_pdf(f"{name}-{self._chosen}.pdf", self._save_sheet)

    def _save_sheet(self, path: str) -> None:
        if not path or self._doing:
            return
        path = path if path.lower().endswith(".pdf") else path + ".pdf"
        batch, texts, t = self._batch(), dict(self._texts), self._p.voice.t
        choice = CardChoice(
            blank=texts["which"] == "blank",
            first=texts.get("print_first", ""),
            last=texts.get("print_last", ""),
            names=texts.get("names", "") == "1",
        )
        kind, back = cast("CardKind", texts["kind"]), texts.get("back", "")

        def drawn(told: Progress) -> None:
            self._p.write(path, self._p.sheets.pdf(batch, choice, kind, back, told))

        def saved(_nothing: None) -> None:
            self._says["print"] = (t._("Saved: {name}", name=path), "accent")

        self._run("print", drawn, saved)

    # --- work --------------------------------------------------------------------------------

    def _run(self, block: str, job: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._doing, self._far, self._says = block, (0, 0), {}

        def work(control: TaskControl) -> T:
            def told(so_far: int, total: int) -> None:
                if control.cancelled():
                    raise TaskCancelled
                control.progress(so_far, total)

            return job(told)

        def finished(result: T) -> None:
            done(result)
            self._end()

        def failed(error: Exception) -> None:
            if isinstance(error, CodedError):
                self._says[block] = (say(error, self._p.voice.t, self._p.voice.f), "danger")
                self._view.alert()
            self._end()
            if not isinstance(error, CodedError):
                raise error

        def stopped() -> None:
            words = self._p.voice.t._("Stopped. What was done already stays.")
            self._says[block] = (words, "neutral")
            self._end()

        self._task = self._p.tasks.run(work, finished, failed, self._progress, on_cancelled=stopped)
        self.show()

    def _end(self) -> None:
        self._doing, self._task = "", None
        self._read()
        self.show()

    def _progress(self, done: int, total: int) -> None:
        self._far = (done, total)
        self.show()

    # --- inside ------------------------------------------------------------------------------

    def _read(self) -> None:
        self._lines = self._p.stock.batches()
        keys = [str(line.batch.id) for line in self._lines]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else ""
        if not self._texts.get("first") and self._symbology() == "ean13":
            self._texts["first"] = self._p.stock.next_number()
            if "add" not in self._says:
                self._preview()

    def _preview(self) -> None:
        """What the range of the fields would be, or what is wrong with it."""
        t, first = self._p.voice.t, self._texts.get("first", "")
        self._says.pop("add", None)
        if not first.strip():
            return
        try:
            found = self._p.stock.preview(self._symbology(), first, self._count())
        except CodedError as error:
            self._says["add"] = (say(error, t, self._p.voice.f), "warn")
            return
        ends = {"first": found.range.first, "last": found.range.last}
        words = t.ngettext(
            "{n} new card: {first} to {last}.", "{n} new cards: {first} to {last}.", found.new,
            **ends,
        )  # fmt: skip
        if found.known:
            words += " " + t.ngettext(
                "{n} is known already and stays as it is.",
                "{n} are known already and stay as they are.",
                found.known,
            )
        self._says["add"] = (words, "neutral")

    def _symbology(self) -> Symbology:
        return "code128" if self._texts["symbology"] == "code128" else "ean13"

    def _count(self) -> int:
        text = self._texts.get("count", "").strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    def _batch(self) -> int:
        return int(self._chosen or 0)

    def show(self) -> None:
        """Render what is."""
        t = self._p.voice.t
        locked = right_for(self._p.session().role, Action.PROGRAMME) is not Right.YES
        blocks = CardsBlocks(
            self._p.voice,
            CardsFacts(
                lines=self._lines,
                chosen=self._chosen,
                texts=self._texts,
                says=self._says,
                doing=self._doing,
                far=self._far,
                locked=locked,
                local=self._p.local,
            ),
        )
        self._view.render(
            BlockPageState(
                title=t._("Blank cards"),
                lock=t._("Only the owner changes this. The owner has to sign in.")
                if locked
                else "",
                main=blocks.main(),
                side=blocks.side(),
                tabs=(("main", t._("Batches")), ("side", t._("Add a range"))),
                opened=self._opened,
            )
        )
