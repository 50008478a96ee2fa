"""People on file twice: pairs to look through, two beside each other, and merges to undo (R23)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.staff import Approval
from pos_app.presenters.duplicates_show import Lists, comparing, listing, pair_key
from pos_app.presenters.duplicates_state import DuplicatesState
from pos_app.presenters.messages import say
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import Task, TaskControl, TaskPort
from pos_app.services.duplicate_records import Pair
from pos_app.services.duplicates import DuplicateService
from pos_app.services.merge_records import (
    FieldChoice,
    MergeEntry,
    MergeOrder,
    MergePreview,
    Side,
)
from pos_app.services.merging import MergeService
from pos_app.services.session import Session


class DuplicatesViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: DuplicatesState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class DuplicatesOutside(Protocol):
    """Ways out of the page."""

    def to_customers(self) -> None:
        """Back to the list of people."""

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DuplicatesParts:
    """What the presenter is joined from. ``local`` turns an instant into the shop's time.

    ``phone`` writes a number (E.164) as people do here.
    """

    duplicates: DuplicateService
    merging: MergeService
    session: Callable[[], Session]
    approval: ApprovalFlow
    tasks: TaskPort
    voice: Voice
    local: Callable[[datetime], datetime]
    phone: Callable[[str], str]
    outside: DuplicatesOutside


class DuplicatesPresenter:
    """Looks through the base, compares two, merges, and parts again."""

    def __init__(self, parts: DuplicatesParts, view: DuplicatesViewPort) -> None:
        self._parts = parts
        self._view = view
        self._tab = "pairs"
        self._pairs: list[Pair] | None = None
        self._merges: Sequence[MergeEntry] = ()
        self._chosen = ""
        self._task: Task | None = None
        self._searching = False
        self._done = (0, 0)
        self._order: MergeOrder | None = None
        self._preview: MergePreview | None = None
        self._field = "name"
        self._notice = ""

    # --- coming and looking ------------------------------------------------------------------

    def open(self) -> None:
        """The page was shown: look through the base, unless that is done."""
        if self._order is None and self._pairs is None and not self._searching:
            self.look_again()
        else:
            self.show()

    def look_again(self) -> None:
        """Compare everybody anew."""
        if self._searching:
            return
        self._close()
        self._tab, self._pairs, self._done = "pairs", None, (0, 0)
        self._searching = True
        session = self._parts.session()

        def job(control: TaskControl) -> Sequence[Pair]:
            return self._parts.duplicates.pairs(
                session, progress=control.progress, cancelled=control.cancelled
            )

        self._task = self._parts.tasks.run(
            job, self._found, self._failed, self._progress, on_cancelled=self._stopped
        )
        self.show()

    def stop(self) -> None:
        """Compare no further."""
        if self._task is not None and self._searching:
            self._task.cancel()

    def refresh(self) -> None:
        """Somebody was changed elsewhere."""
        if self._order is not None:
            self._work_out()
        if self._tab == "merges":
            self._read_merges()
        self.show()

    def _found(self, pairs: Sequence[Pair]) -> None:
        self._searching = False
        self._pairs = list(pairs)
        self._choose_first()
        self.show()

    def _failed(self, error: Exception) -> None:
        self._searching = False
        self._pairs = []
        if not isinstance(error, CodedError):
            raise error
        self._refuse(error)
        self.show()

    def _stopped(self) -> None:
        self._searching, self._pairs = False, []
        self.show()

    def _progress(self, done: int, total: int) -> None:
        self._done = (done, total)
        self.show()

    # --- gestures ----------------------------------------------------------------------------

    def choose_tab(self, tab: str) -> None:
        """Pairs or merges."""
        self._tab, self._notice = tab, ""
        if tab == "merges":
            self._read_merges()
        self._choose_first()
        self.show()

    def choose(self, key: str) -> None:
        """A row was stepped on."""
        if self._order is not None:
            self._field = key
        else:
            self._chosen = key
        self.show()

    def take(self, side: str) -> None:
        """Keep the survivor's ("survivor") or the other's ("merged") value of the field."""
        order = self._order
        field = self._field_chosen()
        if order is None or field is None or field.equal:
            return
        picked: Side = "merged" if side == "merged" else "survivor"
        self._order = replace(order, choices={**order.choices, field.key: picked})
        self._work_out()
        self.show()

    def act(self, key: str) -> None:
        """A button at the right."""
        self._notice = ""
        deeds: dict[str, Callable[[], None]] = {
            "compare": self._compare,
            "aside": self._put_aside,
            "again": self.look_again,
            "merge": self._merge,
            "swap": self._swap,
            "undo": lambda: self._undo(self._chosen),
        }
        deeds[key]()
        self.show()

    def confirm(self) -> None:
        """Enter, or a row picked: compare, merge, or nothing."""
        if self._order is not None:
            self.act("merge")
        elif self._tab == "pairs" and self._pair() is not None:
            self.act("compare")

    def back(self) -> None:
        """Esc: the question, the comparison, then the page."""
        if self._parts.approval.is_open:
            self._parts.approval.cancel()
        elif self._order is not None:
            self._close()
        else:
            self._parts.outside.to_customers()
            return
        self.show()

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            self._parts.approval.confirm(person, secret)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def scan(self, code: str) -> None:
        """A staff card while a PIN is awaited."""
        if self._parts.approval.is_open:
            self._parts.approval.card(code)
            self.show()

    def compare(self, survivor: int, merged: int) -> None:
        """Two people beside each other, wherever they were found."""
        self._order = self._parts.merging.new_order(survivor, merged)
        self._field, self._notice = "name", ""
        self._work_out()
        self.show()

    # --- deeds -------------------------------------------------------------------------------

    def _pair(self) -> Pair | None:
        pairs = self._pairs or ()
        return next((pair for pair in pairs if pair_key(pair) == self._chosen), None)

    def _compare(self) -> None:
        pair = self._pair()
        if pair is not None:
            self.compare(pair.first, pair.second)

    def _swap(self) -> None:
        order = self._order
        if order is None:
            return
        other: dict[Side, Side] = {"survivor": "merged", "merged": "survivor"}
        self._order = MergeOrder(
            uuid=order.uuid,
            survivor_id=order.merged_id,
            merged_id=order.survivor_id,
            choices={key: other[side] for key, side in order.choices.items()},
        )
        self._work_out()

    def _put_aside(self) -> None:
        pair = self._standing()
        if pair is None:
            return
        one, other = pair
        try:
            self._parts.duplicates.put_aside(self._parts.session(), one, other)
        except CodedError as error:
            self._refuse(error)
            return
        self._close()
        gone = self._leave_out({one, other}, both=True)
        t = self._parts.voice.t
        self._parts.outside.show_undo(
            t._("They are not one person."), t._("Undo"), lambda: self._take_back(one, other, gone)
        )

    def _take_back(self, one: int, other: int, gone: Sequence[Pair]) -> None:
        self._parts.duplicates.take_back(self._parts.session(), one, other)
        self._pairs = [*gone, *(self._pairs or ())]
        self._choose_first()
        self.show()

    def _standing(self) -> tuple[int, int] | None:
        if self._order is not None:
            return self._order.survivor_id, self._order.merged_id
        pair = self._pair()
        return None if pair is None else (pair.first, pair.second)

    def _merge(self) -> None:
        order = self._order
        if order is None or self._preview is None:
            return
        self._try(lambda given: self._merge_now(order, given))

    def _merge_now(self, order: MergeOrder, approval: Approval | None) -> None:
        name = self._preview.fields[0] if self._preview is not None else None
        row = self._parts.merging.merge(self._parts.session(), order, approval=approval)
        self._close()
        self._leave_out({order.merged_id}, both=False)
        t = self._parts.voice.t
        kept = (name.survivor if name.side == "survivor" else name.merged) if name else ""
        self._parts.outside.show_undo(
            t._("Merged: {name}", name=kept or t._("no name")),
            t._("Undo"),
            lambda: self._undo(row.uuid),
        )

    def _undo(self, uuid: str) -> None:
        self._try(lambda given: self._undo_now(uuid, given))
        self.show()

    def _undo_now(self, uuid: str, approval: Approval | None) -> None:
        self._parts.merging.undo(self._parts.session(), uuid, approval=approval)
        self._pairs = None if self._tab == "merges" else self._pairs
        self._read_merges()

    def _try(self, deed: Callable[[Approval | None], None]) -> None:
        try:
            deed(None)
        except NeedsApproval as needed:
            reason = self._parts.voice.t._("One person on file twice")
            self._parts.approval.ask(needed, deed, reason)
        except CodedError as error:
            self._refuse(error)

    # --- inside ------------------------------------------------------------------------------

    def _close(self) -> None:
        self._order = self._preview = None
        self._notice = ""
        self._parts.approval.cancel()

    def _work_out(self) -> None:
        assert self._order is not None
        try:
            self._preview = self._parts.merging.preview(self._parts.session(), self._order)
        except CodedError as error:
            self._close()
            self._refuse(error)

    def _leave_out(self, people: set[int], *, both: bool) -> list[Pair]:
        """Drop pairs from the list: those of all ``people``, or of any of them."""
        pairs = self._pairs or []
        gone = [
            pair
            for pair in pairs
            if (people <= {pair.first, pair.second} if both else people & {pair.first, pair.second})
        ]
        self._pairs = None if self._pairs is None else [each for each in pairs if each not in gone]
        self._choose_first()
        return gone

    def _read_merges(self) -> None:
        try:
            self._merges = self._parts.merging.entries(self._parts.session())
        except CodedError as error:
            self._merges = ()
            self._refuse(error)

    def _choose_first(self) -> None:
        if self._tab == "merges":
            keys = [entry.uuid for entry in self._merges]
        else:
            keys = [pair_key(pair) for pair in self._pairs or ()]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else ""

    def _field_chosen(self) -> FieldChoice | None:
        fields = self._preview.fields if self._preview is not None else ()
        return next((each for each in fields if each.key == self._field), None)

    def _refuse(self, error: CodedError) -> None:
        voice = self._parts.voice
        self._notice = say(error, voice.t, voice.f)
        self._view.alert()

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        voice, approval = self._parts.voice, self._parts.approval
        if self._preview is not None:
            state = comparing(voice, self._parts.phone, self._preview, self._field)
        else:
            state = listing(
                voice,
                self._parts.local,
                Lists(
                    tab=self._tab,
                    pairs=self._pairs or (),
                    merges=self._merges,
                    chosen=self._chosen,
                    progress=self._done if self._searching else None,
                ),
            )
        self._view.render(
            replace(
                state,
                notice=self._notice,
                approval=approval.state(voice.t, voice.f) if approval.is_open else None,
            )
        )
