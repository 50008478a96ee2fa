"""The page of blank cards as cards of fields, rows and buttons."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, RowView, Tone
from pos_app.services.card_stock import BatchLine


@dataclass(frozen=True, slots=True, kw_only=True)
class CardsFacts:
    """What the page shows. ``doing`` is the card at work, ``far`` how far it is (done, of all)."""

    lines: Sequence[BatchLine]
    chosen: str
    texts: Mapping[str, str]
    says: Mapping[str, tuple[str, Tone]]
    doing: str
    far: tuple[int, int]
    locked: bool
    local: Callable[[datetime], datetime]

    @property
    def line(self) -> BatchLine | None:
        """The batch under the cursor."""
        return next((each for each in self.lines if str(each.batch.id) == self.chosen), None)


class CardsBlocks:
    """Builds both sides of the page."""

    def __init__(self, voice: Voice, facts: CardsFacts) -> None:
        self._t, self._f = voice.t, voice.f
        self._facts = facts

    def main(self) -> tuple[BlockView, ...]:
        """The batches; of the chosen one the sheets, and closing what is left."""
        if not self._facts.lines:
            t = self._t
            note = t._("Add the range your printer delivered, or print cards yourself.")
            return (BlockView(key="batches", title=t._("No blank cards yet"), note=note),)
        return self._batches(), self._print(), self._close()

    def side(self) -> tuple[BlockView, ...]:
        """A new range."""
        t, facts = self._t, self._facts
        says, tone = self._says_of("add")
        add = ActionView(
            key="add", text=t._("Add to stock"), icon="plus", v="primary", cap="Ctrl 3",
            enabled=not facts.doing and bool(facts.texts.get("first", "").strip()),
            locked=facts.locked,
        )  # fmt: skip
        kinds = (("ean13", "EAN-13"), ("code128", "Code 128"))
        return (
            BlockView(
                key="add",
                title=t._("Add a range"),
                note=t._("A blank card is given to a customer by scanning it at the till."),
                fields=(
                    self._field("symbology", t._("Bar code"), kind="segments", choices=kinds),
                    self._field("first", t._("First number"), wide=True),
                    self._field("count", t._("How many"), right=True),
                    self._field("note", t._("Note"), optional=t._("optional"), wide=True),
                ),
                says=says,
                tone=tone,
                actions=(add, *self._stop("add")),
            ),
        )

    # --- one batch ---------------------------------------------------------------------------

    def _batches(self) -> BlockView:
        t, facts, line = self._t, self._facts, self._facts.line
        says, tone = self._says_of("batches")
        actions: tuple[ActionView, ...] = ()
        if line is not None and line.missing:
            go_on = ActionView(
                key="go_on", text=t._("Complete the batch"), icon="play", cap="Ctrl 2",
                enabled=not facts.doing, locked=facts.locked,
            )  # fmt: skip
            actions = (go_on, *self._stop("batches"))
        return BlockView(
            key="batches",
            title=t._("Batches of cards"),
            rows=tuple(self._row(each) for each in facts.lines),
            rows_name=t._("Batches of cards"),
            chosen=facts.chosen,
            says=says,
            tone=tone,
            actions=actions,
        )

    def _row(self, line: BatchLine) -> RowView:
        t, f, batch, counts = self._t, self._f, line.batch, line.counts
        note = [f.date_time(self._facts.local(batch.at)), batch.note]
        if line.missing:
            note.insert(0, t.ngettext("{n} not written yet", "{n} not written yet", line.missing))
        gone = t._(
            "issued {issued}, closed {closed}",
            issued=f.number(counts.issued), closed=f.number(counts.closed),
        )  # fmt: skip
        return RowView(
            key=str(batch.id),
            title=f"{batch.range.first} – {batch.range.last}",
            note=" · ".join(part for part in note if part),
            right=t.pgettext("cards", "{n} left", n=f.number(counts.blank)),
            right_note=gone,
            icon="id-card",
            tone="warn" if line.missing else "accent",
        )

    def _print(self) -> BlockView:
        t, facts = self._t, self._facts
        says, tone = self._says_of("print")
        kinds = (("card", t._("cards, 85.6 × 54 mm")), ("tag", t._("key tags, 60 × 28 mm")))
        which = (("blank", t._("blank ones")), ("all", t._("those in use too")))
        optional = t._("optional")
        sheet = ActionView(
            key="sheet", text=t._("Save PDF"), icon="download", cap="Ctrl 4",
            enabled=not facts.doing,
        )  # fmt: skip
        return BlockView(
            key="print",
            title=t._("Sheets to cut out"),
            note=t._("A4 with cutting marks. Print at 100 %, not fitted to the page."),
            fields=(
                self._field("kind", t._("What"), kind="select", choices=kinds),
                self._field("which", t._("Which"), kind="select", choices=which),
                self._field("print_first", t._("From number"), optional=optional),
                self._field("print_last", t._("To number"), optional=optional),
                self._field("names", t._("Names of holders on the cards"), kind="toggle",
                            wide=True),
                self._field("back", t._("Text on the back"), optional=optional, wide=True),
            ),
            says=says,
            tone=tone,
            actions=(sheet, *self._stop("print")),
        )  # fmt: skip

    def _close(self) -> BlockView:
        t, facts, line = self._t, self._facts, self._facts.line
        says, tone = self._says_of("close")
        reason = bool(facts.texts.get("reason", "").strip())
        blank = line is not None and bool(line.counts.blank)
        close = ActionView(
            key="close", text=t._("Close what is left"), icon="ban", v="danger",
            enabled=not facts.doing and reason and blank, locked=facts.locked,
        )  # fmt: skip
        return BlockView(
            key="close",
            title=t._("Cards lost or destroyed"),
            note=t._("The blank cards of this batch can never be issued then."),
            fields=(self._field("reason", t._("Reason"), wide=True),),
            says=says,
            tone=tone,
            actions=(close, *self._stop("close")),
        )

    # --- parts -------------------------------------------------------------------------------

    def _stop(self, block: str) -> tuple[ActionView, ...]:
        if self._facts.doing != block:
            return ()
        text = self._t._("Stop")
        return (ActionView(key=f"stop_{block}", text=text, icon="x", v="ghost", cap="Ctrl 7"),)

    def _says_of(self, block: str) -> tuple[str, Tone]:
        if self._facts.doing != block:
            return self._facts.says.get(block, ("", "neutral"))
        done, total = self._facts.far
        if not total:
            return self._t._("Working …"), "neutral"
        f = self._f
        words = self._t._("{done} of {total}", done=f.number(done), total=f.number(total))
        return words, "neutral"

    def _field(self, key: str, label: str, **more: object) -> FieldView:
        return FieldView(key=key, label=label, text=self._facts.texts.get(key, ""), **more)  # type: ignore[arg-type]
