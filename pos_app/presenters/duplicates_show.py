"""The page of people on file twice, from pairs, merges and previews to texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from pos_app.domain.errors import CodedError
from pos_app.presenters.duplicates_state import (
    DuplicateAction,
    DuplicateColumn,
    DuplicateRow,
    DuplicatesState,
)
from pos_app.presenters.duplicates_words import (
    Phone,
    evidence_words,
    facts_of,
    field_text,
    field_words,
)
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.services.duplicate_records import Pair
from pos_app.services.merge_records import FieldChoice, MergeEntry, MergePreview

Local = Callable[[datetime], datetime]


@dataclass(frozen=True, slots=True, kw_only=True)
class Lists:
    """Both lists and what is chosen; ``progress`` is done, of how many, while there is a search."""

    tab: str
    pairs: Sequence[Pair]
    merges: Sequence[MergeEntry]
    chosen: str
    progress: tuple[int, int] | None

    @property
    def pair(self) -> Pair | None:
        """The pair chosen."""
        return next((pair for pair in self.pairs if pair_key(pair) == self.chosen), None)

    @property
    def entry(self) -> MergeEntry | None:
        """The merge chosen."""
        return next((entry for entry in self.merges if entry.uuid == self.chosen), None)


def pair_key(pair: Pair) -> str:
    """What a pair's row is known by."""
    return f"{pair.first}-{pair.second}"


# --- lists -----------------------------------------------------------------------------------


def listing(voice: Voice, local: Local, lists: Lists) -> DuplicatesState:
    """Pairs to look through, or merges."""
    t = voice.t
    tabs = (("pairs", t._("Pairs")), ("merges", t._("Merged")))
    title = t._("Duplicates")
    detail = t._("People who may be on file twice. Nothing is merged by itself.")
    if lists.tab == "merges":
        return DuplicatesState(
            title=title,
            detail=detail,
            tabs=tabs,
            tab="merges",
            columns=(
                DuplicateColumn(title=t._("Customer")),
                DuplicateColumn(title=t._("Merged")),
                DuplicateColumn(title=t._("When"), width=190),
                DuplicateColumn(title=t._("By"), width=130, spare=True),
            ),
            rows=tuple(_merge_row(voice, local, entry) for entry in lists.merges),
            chosen=lists.chosen,
            empty_title=t._("Nothing was merged yet"),
            empty_hint=t._("What is merged can be undone here."),
            side_title=t._("Undo a merge"),
            facts=_why_it_stays(voice, lists.entry),
            actions=(_undo(voice, lists.entry),),
        )
    return DuplicatesState(
        title=title,
        detail=detail,
        tabs=tabs,
        columns=(
            DuplicateColumn(title=t._("Customer")),
            DuplicateColumn(title=t._("Maybe the same")),
            DuplicateColumn(title=t._("What speaks for it"), spare=True),
        ),
        rows=tuple(_pair_row(voice, pair) for pair in lists.pairs),
        chosen=lists.chosen,
        empty_title=t._("No duplicates found"),
        empty_hint=t._("Everybody was compared with everybody who shares something with them."),
        busy=_busy(voice, lists.progress),
        side_title=t._("What speaks for it"),
        facts=_evidence(voice, lists.pair),
        actions=_for_pairs(voice, lists),
    )


def _busy(voice: Voice, progress: tuple[int, int] | None) -> str:
    if progress is None:
        return ""
    t, (done, total) = voice.t, progress
    if not total:
        return t._("Looking through the customers …")
    f = voice.f
    return t._("Looked at {done} of {total}", done=f.number(done), total=f.number(total))


def _pair_row(voice: Voice, pair: Pair) -> DuplicateRow:
    t = voice.t
    none = t._("no name")
    why = evidence_words(t, pair.evidence)
    return DuplicateRow(
        key=pair_key(pair), cells=(pair.first_name or none, pair.second_name or none, why)
    )


def _merge_row(voice: Voice, local: Local, entry: MergeEntry) -> DuplicateRow:
    none = voice.t._("no name")
    at = voice.f.date_time(local(entry.at))
    return DuplicateRow(
        key=entry.uuid,
        cells=(entry.survivor or none, entry.merged or none, at, entry.person),
        quiet=bool(entry.refusal),
    )


def _evidence(voice: Voice, pair: Pair | None) -> tuple[tuple[str, str], ...]:
    found = pair.evidence if pair is not None else ()
    return tuple((evidence_words(voice.t, (each,)), "") for each in found)


def _why_it_stays(voice: Voice, entry: MergeEntry | None) -> tuple[tuple[str, str], ...]:
    if entry is None or not entry.refusal:
        return ()
    return ((say(CodedError(entry.refusal), voice.t, voice.f), ""),)


def _undo(voice: Voice, entry: MergeEntry | None) -> DuplicateAction:
    can = entry is not None and not entry.refusal
    words = voice.t._("Undo this merge")
    return DuplicateAction(key="undo", text=words, icon="undo-2", cap="Del", enabled=can)


def _for_pairs(voice: Voice, lists: Lists) -> tuple[DuplicateAction, ...]:
    t, some = voice.t, lists.pair is not None
    again = DuplicateAction(
        key="again",
        text=t._("Look again"),
        icon="refresh-cw",
        cap="F5",
        enabled=lists.progress is None,
    )
    return (
        DuplicateAction(key="compare", text=t._("Compare"), icon="users", cap="Enter",
                        enabled=some),
        DuplicateAction(key="aside", text=t._("Not the same"), icon="x", cap="Del", enabled=some),
        again,
    )  # fmt: skip


# --- two beside each other -------------------------------------------------------------------


def comparing(voice: Voice, phone: Phone, preview: MergePreview, chosen: str) -> DuplicatesState:
    """Field by field, with what the survivor has afterwards."""
    t = voice.t
    field = next((each for each in preview.fields if each.key == chosen), None)
    choice = field is not None and not field.equal
    return DuplicatesState(
        title=t._("One person or two?"),
        detail=t._("Choose what is kept of each. The first one stays, with all of both."),
        tab="",
        columns=(
            DuplicateColumn(title="", width=160),
            DuplicateColumn(title=t._("Stays")),
            DuplicateColumn(title=t._("Is merged into it")),
        ),
        rows=tuple(_field_row(voice, phone, each) for each in preview.fields),
        chosen=chosen,
        side_title=t._("After the merge"),
        sides=((("survivor", t._("Left one")), ("merged", t._("Right one"))) if choice else ()),
        side=field.side if field is not None else "",
        facts=facts_of(voice, phone, preview),
        actions=(
            DuplicateAction(key="merge", text=t._("Merge"), icon="users", cap="Enter"),
            DuplicateAction(key="swap", text=t._("Swap"), icon="repeat", cap="F2"),
            DuplicateAction(key="aside", text=t._("Not the same"), icon="x", cap="Del"),
        ),
    )


def _field_row(voice: Voice, phone: Phone, field: FieldChoice) -> DuplicateRow:
    taken = 1 if field.side == "survivor" else 2
    return DuplicateRow(
        key=field.key,
        cells=(
            field_words(voice.t, field.key),
            field_text(voice, phone, field, field.survivor),
            field_text(voice, phone, field, field.merged),
        ),
        taken=-1 if field.equal else taken,
        quiet=field.equal and not field.survivor,
    )
