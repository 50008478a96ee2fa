"""The stock of blank cards: ranges that came from the printer, and what became of them (R20)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.card_range import CardRange, Symbology, code128_range, ean_range
from pos_app.domain.errors import PosError
from pos_app.domain.events import Event
from pos_app.domain.staff import Action
from pos_app.services.card_batch_ports import BatchCounts, CardBatch
from pos_app.services.cards import checked_number
from pos_app.services.ports import Clock, EventSink, IdSource, UnitOfWork, UnitOfWorkFactory
from pos_app.services.session import Session, ensure_may
from pos_app.services.shop_book import ShopBook
from pos_app.services.tabular import Progress
from pos_app.services.text import clean_text

PART: Final = 200
"""Cards written or closed in one transaction: so many that a sale never waits long."""

NOTE: Final = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePreview:
    """What adding a range would do; ``known`` of its numbers exist already and stay as they are."""

    range: CardRange
    known: int

    @property
    def new(self) -> int:
        """Cards that would be added."""
        return self.range.count - self.known


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchLine:
    """A batch and how its cards stand; ``missing`` were not written yet: the work was cut off."""

    batch: CardBatch
    counts: BatchCounts

    @property
    def missing(self) -> int:
        """Numbers of the range without a card."""
        return self.batch.range.count - self.counts.known


class CardStock:
    """Whoever may change the programme adds and closes; everybody may look.

    A batch is written with its first cards, and the others follow in parts of :data:`PART`. What
    cuts that off (a stop, a power cut) leaves a batch that says how many are missing and can be
    gone on with: its numbers are its own, no other batch may have them. ``pause`` waits a moment
    between two parts, for a sale that wants the store.
    """

    def __init__(
        self,
        uow: UnitOfWorkFactory,
        book: ShopBook,
        clock: Clock,
        ids: IdSource,
        sink: EventSink,
        pause: Callable[[], None],
    ) -> None:
        self._uow = uow
        self._book = book
        self._clock = clock
        self._ids = ids
        self._sink = sink
        self._pause = pause

    # --- looking -----------------------------------------------------------------------------

    def batches(self) -> Sequence[BatchLine]:
        """All batches, newest first. Each is counted by itself, so that no sale waits for all."""
        with self._uow() as uow:
            found = uow.card_batches.all()
        return [self._line(batch) for batch in found]

    def next_number(self) -> str:
        """The own EAN-13 after the last batch: where the next range would begin; "" at the end."""
        prefix = self._book.current.settings.scanner.card_prefix
        with self._uow() as uow:
            taken = [
                batch.range.last
                for batch in uow.card_batches.all()
                if batch.range.symbology == "ean13" and batch.range.last.startswith(prefix)
            ]
        body = int(max(taken)[:12]) + 1 if taken else int(prefix.ljust(11, "0") + "1")
        try:
            return ean_range(str(body).zfill(12), 1, prefix).first
        except PosError:
            return ""

    def preview(self, symbology: Symbology, first: str, count: int) -> RangePreview:
        """What would be added, and how many of the numbers exist already.

        Raises ``PosError``: ``card_number``, ``bank_card``, ``card_range_count``,
        ``card_range_end``, ``card_range_taken`` (another batch has some of them: ``first``,
        ``last`` of that one).
        """
        prefix = self._book.current.settings.scanner.card_prefix
        cards = (
            ean_range(first, count, prefix) if symbology == "ean13" else code128_range(first, count)
        )
        checked_number(cards.first, prefix)
        checked_number(cards.last, prefix)
        with self._uow() as uow:
            _check_apart(uow, cards)
            return RangePreview(range=cards, known=uow.card_batches.counts(cards).known)

    # --- adding ------------------------------------------------------------------------------

    def add(
        self,
        session: Session,
        symbology: Symbology,
        first: str,
        count: int,
        note: str = "",
        progress: Progress = lambda done, total: None,
    ) -> BatchLine:
        """Put a range into stock; what exists already stays as it is.

        What ``progress`` raises stops it between two parts. Raises ``PosError``: ``not_allowed``,
        as :meth:`preview`, and ``card_range_known`` when every number exists already.
        """
        ensure_may(session, Action.PROGRAMME)
        words = clean_text(note, NOTE, field="note")
        wanted = self.preview(symbology, first, count)
        if not wanted.new:
            raise PosError("card_range_known")
        prefix = self._book.current.settings.scanner.card_prefix
        for number in wanted.range.numbers():
            checked_number(number, prefix)
        progress(0, count)
        with self._uow() as uow:
            _check_apart(uow, wanted.range)
            batch = CardBatch(
                uuid=self._ids.uuid(),
                range=wanted.range,
                at=self._clock.now(),
                person_id=session.person_id,
                note=words,
            )
            batch_id = uow.card_batches.add(batch)
            self._write(uow, session, batch, 0)
            uow.commit()
        return self._fill(session, batch_id, PART, progress)

    def go_on(
        self,
        session: Session,
        batch_id: int,
        progress: Progress = lambda done, total: None,
    ) -> BatchLine:
        """Write what is missing of a batch that was cut off; raises as :meth:`add`."""
        ensure_may(session, Action.PROGRAMME)
        return self._fill(session, batch_id, 0, progress)

    def _fill(self, session: Session, batch_id: int, start: int, progress: Progress) -> BatchLine:
        try:
            batch = self.known(batch_id)
            total = batch.range.count
            for done in range(start, total, PART):
                self._pause()
                progress(done, total)
                with self._uow() as uow:
                    if self._write(uow, session, batch, done):
                        uow.commit()
            progress(total, total)
        finally:
            self._sink.changed("card", str(batch_id))
        return self._line(batch)

    def _write(self, uow: UnitOfWork, session: Session, batch: CardBatch, start: int) -> int:
        """Write the cards of one part that do not exist yet; how many they were.

        The first part goes into the journal whatever it holds: the batch itself is in it.
        """
        end = min(start + PART, batch.range.count)
        numbers = [batch.range.at(place) for place in range(start, end)]
        added = 0
        for number in numbers:
            if uow.cards.by_number(number) is None:
                uow.cards.add(
                    Card(id=0, uuid=self._ids.uuid(), number=number, status=CardStatus.STOCK)
                )
                added += 1
        if added or not start:
            content = {
                "batch": batch.uuid, "first": numbers[0], "last": numbers[-1], "cards": added,
            }  # fmt: skip
            uow.record(Event(type="card.batch_added", content=content, person=session.person_uuid))
        return added

    # --- closing -----------------------------------------------------------------------------

    def close_rest(
        self,
        session: Session,
        batch_id: int,
        reason: str,
        progress: Progress = lambda done, total: None,
    ) -> int:
        """Close the cards of a batch that are blank still (lost, destroyed); how many there were.

        In parts, as they are added. Raises ``PosError``: ``not_allowed``, ``reason_missing``,
        ``card_batch_unknown``, ``card_batch_empty`` when none is blank.
        """
        ensure_may(session, Action.PROGRAMME)
        why = clean_text(reason, NOTE, field="reason")
        if not why:
            raise PosError("reason_missing")
        batch = self.known(batch_id)
        total = self._line(batch).counts.blank
        if not total:
            raise PosError("card_batch_empty")
        closed = 0
        try:
            while True:
                progress(min(closed, total), total)
                part = self._close_part(session, batch, why)
                closed += part
                if part < PART:
                    return closed
                self._pause()
        finally:
            self._sink.changed("card", str(batch_id))

    def _close_part(self, session: Session, batch: CardBatch, why: str) -> int:
        now = self._clock.now()
        with self._uow() as uow:
            cards = uow.card_batches.cards(batch.range, blank=True, limit=PART)
            for card in cards:
                uow.cards.set_status(
                    card.id, CardStatus.CLOSED, customer_id=None, at=now, reason=why
                )
            if cards:
                content = {"batch": batch.uuid, "cards": len(cards), "reason": why}
                uow.record(
                    Event(type="card.batch_closed", content=content, person=session.person_uuid)
                )
                uow.commit()
        return len(cards)

    # --- inside ------------------------------------------------------------------------------

    def known(self, batch_id: int) -> CardBatch:
        """A batch; raises ``PosError("card_batch_unknown")``."""
        with self._uow() as uow:
            batch = uow.card_batches.get(batch_id)
        if batch is None:
            raise PosError("card_batch_unknown")
        return batch

    def _line(self, batch: CardBatch) -> BatchLine:
        with self._uow() as uow:
            return BatchLine(batch=batch, counts=uow.card_batches.counts(batch.range))


def _check_apart(uow: UnitOfWork, cards: CardRange) -> None:
    """Refuse numbers that another batch has, written yet or not."""
    for batch in uow.card_batches.all():
        other = batch.range
        if (
            len(other.first) == len(cards.first)
            and other.stem == cards.stem
            and cards.first <= other.last
            and other.first <= cards.last
        ):
            raise PosError("card_range_taken", first=other.first, last=other.last)
