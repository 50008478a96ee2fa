"""The codes of one campaign: make them, put them on paper or into a table, give one, void some."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeVar

from pos_app.domain.errors import CodedError
from pos_app.presenters.campaign_codes_cards import CodesCards, CodesFacts
from pos_app.presenters.campaigns_state import CampaignWays
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import BlockView, Tone
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.campaign_codes import Batch, CouponCodes
from pos_app.services.campaigns import CampaignView
from pos_app.services.coupon_sheets import COLUMNS, CouponSheets, SheetLayout
from pos_app.services.documents import Paper
from pos_app.services.session import Session
from pos_app.services.tabular import Progress

T = TypeVar("T")
FIELDS: Final = ("count", "layout", "language", "reason", "person")


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesParts:
    """What the part is joined from.

    ``table`` writes the codes of a batch to a path; ``send`` hands a PDF to the station's printer,
    which holds ``paper``; ``write`` keeps a file; ``find_person`` knows a customer by card or phone
    as (id, name).
    """

    codes: CouponCodes
    sheets: CouponSheets
    tasks: TaskPort
    voice: Voice
    session: Callable[[], Session]
    ways: CampaignWays
    language: Callable[[], str]
    paper: Callable[[], Paper]
    local: Callable[[datetime], datetime]
    table: Callable[[int, str, str, Progress], int]
    send: Callable[[bytes, Paper], None]
    write: Callable[[str, bytes], None]
    find_person: Callable[[str], tuple[int, str] | None]


class CodesPanel:
    """The right side of a campaign's page. ``show`` renders the page."""

    def __init__(self, parts: CodesParts, show: Callable[[], None], alert: Callable[[], None]):
        self._p = parts
        self._show, self._alert = show, alert
        self._view: CampaignView | None = None
        self._batches: Sequence[Batch] = ()
        self._batch = ""
        self._known: frozenset[str] = frozenset()
        self._texts: dict[str, str] = {}
        self._says: dict[str, tuple[str, Tone]] = {}
        self._task: Task | None = None
        self._doing = ""
        self._far = (0, 0)

    # --- coming ------------------------------------------------------------------------------

    def open(self, view: CampaignView | None) -> None:
        """Another campaign came to the front; None for one not yet saved."""
        self._texts = {"count": "100", "layout": "a4:3", "language": self._p.language()}
        self._says = {}
        self._batch = ""
        self.refresh(view)

    def refresh(self, view: CampaignView | None) -> None:
        """Its batches changed."""
        self._view = view
        self._batches = self._p.codes.batches(view.record.id) if view is not None else ()
        if self._batch not in [batch.number for batch in self._batches]:
            self._batch = self._batches[-1].number if self._batches else ""

    @property
    def busy(self) -> bool:
        """Whether codes are being made or drawn."""
        return bool(self._doing)

    # --- gestures ----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> bool:
        """A field; whether it is one of these."""
        if key not in FIELDS:
            return False
        self._texts[key] = text
        return True

    def choose(self, batch: str) -> None:
        """The cursor is on a batch."""
        self._batch = batch

    def press(self, action: str) -> bool:
        """A button; whether it is one of these."""
        deeds: dict[str, Callable[[], None]] = {
            "make": self.make,
            "stop_make": self.stop,
            "stop_codes": self.stop,
            "sheet": self.save_sheet,
            "print": self.print_sheet,
            "table": self.save_table,
            "void": self.void,
            "give": self.give,
        }
        deed = deeds.get(action)
        if deed is None:
            return False
        if not self.busy or action.startswith("stop"):
            deed()
        return True

    def make(self) -> None:
        """Make as many codes as the field says."""
        view, text = self._view, self._texts.get("count", "").strip()
        if view is None:
            return
        count = int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0
        session, t = self._p.session(), self._p.voice.t
        self._known = frozenset(batch.number for batch in self._batches)

        def made(batch: str) -> None:
            self._batch = batch
            words = t.ngettext("{n} code is made.", "{n} codes are made.", count)
            self._tell("make", words, "accent")

        self._run(
            "make", lambda told: self._p.codes.make(session, view.record.id, count, told), made
        )

    def stop(self) -> None:
        """Break off what is being done."""
        if self._task is not None:
            self._task.cancel()

    def save_sheet(self) -> None:
        """Draw the batch and keep the PDF."""
        t = self._p.voice.t
        name = t._("coupons")
        self._p.ways.ask_pdf(f"{name}-{self._batch}.pdf", self._save_sheet)

    def _save_sheet(self, path: str) -> None:
        if not path:
            return
        if not path.lower().endswith(".pdf"):
            path += ".pdf"
        t = self._p.voice.t

        def drawn(pdf: bytes) -> None:
            self._p.write(path, pdf)
            self._tell("codes", t._("Saved: {name}", name=path), "accent")

        self._draw(self._layout(), drawn)

    def print_sheet(self) -> None:
        """Draw the batch for the paper of the station's printer and hand it over."""
        t, paper, layout = self._p.voice.t, self._p.paper(), self._layout()
        layout = SheetLayout(paper=paper, columns=layout.columns)

        def drawn(pdf: bytes) -> None:
            self._tell("codes", t._("The coupons were sent to the printer."), "accent")

        self._draw(layout, drawn, then=lambda pdf: self._p.send(pdf, layout.paper))

    def _draw(
        self,
        layout: SheetLayout,
        done: Callable[[bytes], None],
        then: Callable[[bytes], None] = lambda pdf: None,
    ) -> None:
        view, batch = self._view, self._batch
        if view is None:
            return
        language = self._texts.get("language", "")

        def job(told: Progress) -> bytes:
            pdf = self._p.sheets.pdf(
                view.record.id, batch, layout, language=language, progress=told
            )
            then(pdf)
            return pdf

        self._run("codes", job, done)

    def save_table(self) -> None:
        """All codes of the batch into a table."""
        name = self._p.voice.t._("coupons")
        self._p.ways.ask_table(f"{name}-{self._batch}.csv", self._save_table)

    def _save_table(self, path: str) -> None:
        view, batch, t = self._view, self._batch, self._p.voice.t
        if view is None or not path:
            return
        path = path if "." in path.replace("\\", "/").rsplit("/", 1)[-1] else path + ".csv"

        def written(count: int) -> None:
            words = t.ngettext("{n} row is written.", "{n} rows are written.", count)
            self._tell("codes", words, "accent")

        self._run("codes", lambda told: self._p.table(view.record.id, batch, path, told), written)

    def void(self) -> None:
        """Make what is left of the batch worthless."""
        view, batch, t = self._view, self._batch, self._p.voice.t
        if view is None:
            return
        session, reason = self._p.session(), self._texts.get("reason", "")

        def voided(count: int) -> None:
            self._texts["reason"] = ""
            words = t.ngettext("{n} coupon is void now.", "{n} coupons are void now.", count)
            self._tell("codes", words, "accent")

        self._run(
            "codes",
            lambda _told: self._p.codes.void_batch(session, view.record.id, batch, reason),
            voided,
        )

    def give(self) -> None:
        """One coupon for the person in the field."""
        view, t = self._view, self._p.voice.t
        text = self._texts.get("person", "").strip()
        if view is None or not text:
            return
        person = self._p.find_person(text)
        if person is None:
            self._tell("give", t._("Nobody has this card or phone."), "danger")
            self._alert()
            return
        session = self._p.session()
        self._run(
            "give",
            lambda _told: self._p.codes.give(session, view.record.id, person[0]),
            lambda coupon: self._given(coupon.code, person[1]),
        )

    def _given(self, code: str, name: str) -> None:
        self._texts["person"] = ""
        words = self._p.voice.t._("{name} has the coupon {code} now.", name=name, code=code)
        self._tell("give", words, "accent")

    # --- work --------------------------------------------------------------------------------

    def _run(self, block: str, job: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        self._doing, self._far = block, (0, 0)
        self._says = {}

        def work(control: TaskControl) -> T:
            def told(so_far: int, total: int) -> None:
                if control.cancelled():
                    raise TaskCancelled
                control.progress(so_far, total)

            return job(told)

        def finished(result: T) -> None:
            self._doing = ""
            try:
                done(result)
            except CodedError as error:
                self._refuse(block, error)
            self._again()

        def failed(error: Exception) -> None:
            self._doing = ""
            if not isinstance(error, CodedError):
                self._again()
                raise error
            self._refuse(block, error)
            self._again()

        self._task = self._p.tasks.run(
            work, finished, failed, self._progress, on_cancelled=self._stopped
        )
        self._show()

    def _again(self) -> None:
        self._task = None
        self._show()

    def _progress(self, done: int, total: int) -> None:
        self._far = (done, total)
        self._show()

    def _stopped(self) -> None:
        """What was made before the stop stays, as a batch that can be voided."""
        t = self._p.voice.t
        words = t._("Stopped. Nothing was changed.")
        if self._doing == "make":
            self.refresh(self._view)
            made = [batch for batch in self._batches if batch.number not in self._known]
            if made:
                self._batch, n = made[-1].number, made[-1].coupons
                words = t.ngettext(
                    "Stopped. {n} code is made already, as batch {number}.",
                    "Stopped. {n} codes are made already, as batch {number}.",
                    n,
                    number=self._batch,
                )
        self._tell(self._doing, words, "neutral")
        self._doing = ""
        self._again()

    def _tell(self, block: str, words: str, tone: Tone) -> None:
        self._says[block] = (words, tone)

    def _refuse(self, block: str, error: CodedError) -> None:
        self._tell(block, say(error, self._p.voice.t, self._p.voice.f), "danger")
        self._alert()

    def _layout(self) -> SheetLayout:
        paper, _, columns = self._texts.get("layout", "").partition(":")
        return SheetLayout(paper=Paper(paper or "a4"), columns=int(columns or COLUMNS[0]))

    # --- words -------------------------------------------------------------------------------

    def blocks(self, *, locked: bool) -> tuple[BlockView, ...]:
        """The cards of the right side."""
        if self._view is None:
            return ()
        cards = CodesCards(
            self._p.voice,
            CodesFacts(
                view=self._view,
                batches=self._batches,
                chosen=self._batch,
                texts=self._texts,
                says=self._says,
                doing=self._doing,
                far=self._far,
                locked=locked,
                local=self._p.local,
            ),
        )
        return cards.all()
