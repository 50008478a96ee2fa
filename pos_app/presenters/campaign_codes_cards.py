"""The right side of a campaign's page as cards: making, giving, printing, voiding codes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from pos_app.i18n import LANGUAGES
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import ActionView, BlockView, FieldView, RowView, Tone
from pos_app.services.campaign_codes import Batch
from pos_app.services.campaigns import CampaignView
from pos_app.services.coupon_issue import ONE_BY_ONE
from pos_app.services.coupon_sheets import COLUMNS

NAMES: Final = {"en": "English", "ru": "Русский", "pl": "Polski", "az": "Azərbaycanca"}


@dataclass(frozen=True, slots=True, kw_only=True)
class CodesFacts:
    """What the cards show. ``doing`` is the card at work, ``far`` how far it is (done, of all)."""

    view: CampaignView
    batches: Sequence[Batch]
    chosen: str
    texts: Mapping[str, str]
    says: Mapping[str, tuple[str, Tone]]
    doing: str
    far: tuple[int, int]
    locked: bool
    local: Callable[[datetime], datetime]

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return bool(self.doing)


class CodesCards:
    """Builds the cards."""

    def __init__(self, voice: Voice, facts: CodesFacts) -> None:
        self._voice, self._facts = voice, facts

    def all(self) -> tuple[BlockView, ...]:
        """The cards, as far as the campaign has use for them."""
        view, locked = self._facts.view, self._facts.locked
        made: list[BlockView] = []
        if view.campaign.handover == "hand":
            running = view.record.state == "running"
            if not view.campaign.named:
                made.append(self._make_block(running=running, locked=locked))
            made.append(self._give_block(running=running, locked=locked))
        if self._facts.batches:
            made.append(self._codes_block())
        return tuple(made)

    def _make_block(self, *, running: bool, locked: bool) -> BlockView:
        t = self._voice.t
        says, tone = self._says_of("make")
        action = ActionView(
            key="make", text=t._("Make codes"), icon="plus", v="primary", cap="Ctrl 3",
            enabled=running and not self._facts.busy, locked=locked,
        )  # fmt: skip
        return BlockView(
            key="make",
            title=t._("Make codes"),
            note="" if running else t._("Start the campaign first."),
            fields=(self._field("count", t._("How many")),),
            says=says,
            tone=tone,
            actions=(action, self._stop_action("make")),
        )

    def _give_block(self, *, running: bool, locked: bool) -> BlockView:
        t = self._voice.t
        says, tone = self._says_of("give")
        action = ActionView(
            key="give", text=t._("Give"), icon="user-round", locked=locked,
            enabled=running and not self._facts.busy,
        )  # fmt: skip
        return BlockView(
            key="give",
            title=t._("Give one to a customer"),
            fields=(self._field("person", t._("Card or phone")),),
            says=says,
            tone=tone,
            actions=(action,),
        )

    def _codes_block(self) -> BlockView:
        t, busy = self._voice.t, self._facts.busy
        says, tone = self._says_of("codes")
        layouts = tuple(
            (f"a4:{n}", t.ngettext("A4, {n} column", "A4, {n} columns", n)) for n in COLUMNS
        )
        rolls = (("80", t._("roll, 80 mm")), ("58", t._("roll, 58 mm")))
        languages = tuple((code, NAMES[code]) for code in LANGUAGES)
        acts: tuple[ActionView, ...] = (
            ActionView(key="sheet", text=t._("Save PDF"), icon="download", cap="Ctrl 4",
                       enabled=not busy),
            ActionView(key="print", text=t._("Print"), icon="printer", cap="Ctrl 5",
                       enabled=not busy),
            ActionView(key="table", text=t._("Save table"), icon="file-spreadsheet", cap="Ctrl 6",
                       enabled=not busy),
            ActionView(key="void", text=t._("Void the unused ones"), icon="ban", v="danger",
                       enabled=not busy and bool(self._facts.texts.get("reason", "").strip())),
        )  # fmt: skip
        return BlockView(
            key="codes",
            title=t._("Codes made"),
            rows=tuple(self._row(batch) for batch in self._facts.batches),
            rows_name=t._("Codes made"),
            chosen=self._facts.chosen,
            fields=(
                self._select("layout", t._("Paper"), (*layouts, *rolls)),
                self._select("language", t._("Language"), languages),
                self._field("reason", t._("Why void"), wide=True),
            ),
            says=says,
            tone=tone,
            actions=(*acts, self._stop_action("codes")),
        )

    def _stop_action(self, block: str) -> ActionView:
        return ActionView(
            key=f"stop_{block}", text=self._voice.t._("Stop"), icon="x", v="ghost", cap="Ctrl 7",
            enabled=self._facts.doing == block,
        )  # fmt: skip

    def _says_of(self, block: str) -> tuple[str, Tone]:
        if self._facts.doing != block:
            return self._facts.says.get(block, ("", "neutral"))
        t, f = self._voice.t, self._voice.f
        done, total = self._facts.far
        if not total:
            return t._("Working …"), "neutral"
        words = t._("{done} of {total}", done=f.number(done), total=f.number(total))
        return words, "neutral"

    def _row(self, batch: Batch) -> RowView:
        t, f = self._voice.t, self._voice.f
        title = (
            t._("One by one")
            if batch.number == ONE_BY_ONE
            else t._("Batch {number}", number=batch.number)
        )
        return RowView(
            key=batch.number,
            title=title,
            note=f.date_time(self._facts.local(batch.made_at)),
            right=f.number(batch.coupons),
            icon="ticket-percent",
        )

    def _field(self, key: str, label: str, *, wide: bool = False) -> FieldView:
        return FieldView(
            key=key,
            label=label,
            text=self._facts.texts.get(key, ""),
            wide=wide,
            right=key == "count",
        )

    def _select(self, key: str, label: str, choices: tuple[tuple[str, str], ...]) -> FieldView:
        return FieldView(
            key=key,
            label=label,
            kind="select",
            choices=choices,
            text=self._facts.texts.get(key, ""),
        )
