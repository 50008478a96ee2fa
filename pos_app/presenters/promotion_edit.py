"""The page of one promotion: said in one sentence while it is typed, tried before it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol, cast

from pos_app.domain.errors import CodedError
from pos_app.domain.promotion import Condition, Effect, Promotion
from pos_app.presenters.messages import say
from pos_app.presenters.promotion_bench import BenchPanel, BenchParts, hits_of
from pos_app.presenters.promotion_edit_state import PromotionEditState
from pos_app.presenters.promotion_form import FormFacts, PromotionForm
from pos_app.presenters.promotion_read import Errors, read_text
from pos_app.presenters.promotion_show import text_of
from pos_app.presenters.promotion_text import (
    Group,
    PartText,
    PromotionText,
    added,
    part_of,
    removed,
    with_entry,
    with_part,
    without_entry,
)
from pos_app.presenters.promotion_words import Teller
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.settings_state import BlockView, RowView, Tone
from pos_app.services.catalogue import CatalogueService
from pos_app.services.promotions import PromotionService
from pos_app.services.session import Session

DEEP: Final = 100
"""Gestures that can be taken back."""


class PromotionEditViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: PromotionEditState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionEditParts:
    """What the presenter is joined from. ``saved`` is told the uuid and what stood before."""

    service: PromotionService
    catalogue: CatalogueService
    bench: BenchParts
    voice: Voice
    session: Callable[[], Session]
    is_owner: Callable[[], bool]
    facts: Callable[[], FormFacts]
    saved: Callable[[str, Promotion | None], None]


class PromotionEditPresenter:
    """The form, what was typed and not kept, and the bench."""

    def __init__(self, parts: PromotionEditParts, view: PromotionEditViewPort) -> None:
        self._p = parts
        self._view = view
        self._bench = BenchPanel(parts.bench)
        self._saved: PromotionText | None = None
        self._draft: PromotionText | None = None
        self._history: list[tuple[PromotionText, str]] = []
        self._hits: dict[str, tuple[RowView, ...]] = {}
        self._picks = {"when": "min_amount", "then": "percent", "unless": "min_amount"}
        self._shown: Errors = {}
        self._notice: tuple[str, Tone] = ("", "neutral")
        self._attempt = 0
        self._opened = 0
        self._focus = ""

    # --- coming and going --------------------------------------------------------------------

    @property
    def unsaved(self) -> bool:
        """Whether something was typed and not kept."""
        return self._draft is not None and self._draft != self._saved

    @property
    def name(self) -> str:
        """The promotion in the form, by name."""
        return self._draft.name if self._draft is not None else ""

    def open(self, uuid: str) -> None:
        """A stored promotion; raises ``PosError("promotion_unknown")``."""
        stored = self._p.service.get(uuid)
        self._begin(text_of(stored.promotion, self._p.voice.f, uuid), kept=True)

    def open_new(self) -> None:
        """An empty form with one benefit to fill in."""
        text = added(PromotionText(), "then", "percent")
        self._begin(text, kept=True)

    def open_copy(self, uuid: str) -> None:
        """A promotion that says the same, not kept yet."""
        t = self._p.voice.t
        name = t._("{name}, copy", name=self._p.service.get(uuid).promotion.name)
        copy = self._p.service.copy_of(uuid, name)
        text = text_of(replace(copy, rule_id="unsaved"), self._p.voice.f)
        self._begin(text, kept=False)

    def _begin(self, text: PromotionText, *, kept: bool) -> None:
        self._draft = text
        self._saved = text if kept else None
        self._history, self._hits, self._shown = [], {}, {}
        self._notice = ("", "neutral")
        self._opened += 1
        self._focus = "name"
        self.show()

    def resume(self) -> None:
        """The form as it was left; an empty one where nothing was left in it."""
        if self._draft is None:
            self.open_new()
        else:
            self.show()

    def take_over(self, before: PromotionEditPresenter) -> None:
        """The page was made anew (another language): what was typed goes on being there."""
        self._draft, self._saved = before._draft, before._saved
        self._bench = before._bench.moved(self._p.bench)

    # --- gestures ----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> None:
        """A field was typed in; ``bench.…`` are the bench's own."""
        if key.startswith("bench."):
            self._bench.edit(key.removeprefix("bench."), text)
            self.show()
            return
        draft = self._may()
        if draft is None:
            return
        head, _, name = key.partition(".")
        part = part_of(draft, head)
        if head == "add":
            self._picks[name] = text
        elif part is not None:
            self._edit_part(draft, part, name, text)
        else:
            self._change(_with_field(draft, key, text), key)
        self._shown.pop(key, None)
        self.show()

    def _first_field(self, key: str) -> str:
        """Where typing goes on in a part just added."""
        block = next((one for one in self._blocks() if one.key == key), None)
        return block.fields[0].key if block is not None and block.fields else ""

    def _edit_part(self, draft: PromotionText, part: PartText, name: str, text: str) -> None:
        key = f"{part.key}.{name}"
        if name in ("find", "goods"):
            gift = name == "find"
            fresh = part.with_value("find", text if gift else "") if part.kind == "gift" else part
            fresh = replace(fresh, scope=replace(part.scope, find="" if gift else text))
            if gift or part.scope.what == "item":
                self._hits[part.key] = hits_of(self._p.catalogue, self._p.voice.f, text)
        elif name in ("open", "new"):
            fresh = replace(part, scope=replace(part.scope, **{name: bool(text)}))  # type: ignore[arg-type]
        elif name in ("sign", "what", "price_from", "price_to", "expires"):
            fresh = replace(part, scope=replace(part.scope, **{name: text}))  # type: ignore[arg-type]
            if name == "what":
                fresh = replace(fresh, scope=replace(fresh.scope, find=""))
                self._hits.pop(part.key, None)
        else:
            fresh = part.with_value(name, text)
        self._change(with_part(draft, fresh), key)

    def press(self, action: str, _ref: str = "") -> None:
        """A button of a card."""
        if action.startswith("bench."):
            self._bench.press(action.removeprefix("bench."))
            self.show()
            return
        draft = self._may()
        head, _, deed = action.partition(".")
        if draft is not None and head in self._picks:
            fresh = added(draft, cast("Group", head), self._picks[head])
            self._change(fresh, action)
            self._shown.pop(f"add.{head}", None)
            self._focus = self._first_field(f"p{fresh.serial}")
            self.show()
            return
        part = part_of(draft, head) if draft is not None else None
        if draft is None or part is None:
            return
        if deed == "remove":
            self._change(removed(draft, part.key), action)
        elif deed == "add":
            self._change(with_part(draft, with_entry(part, part.scope.find)), action)
            self._focus = f"{part.key}.goods"
        else:
            place = int(deed.split(".")[1])
            self._change(with_part(draft, without_entry(part, place)), action)
        self.show()

    def choose(self, block: str, key: str) -> None:
        """A row: a product found, or a line of the bench."""
        if block.startswith("bench."):
            self._bench.choose(block, key)
            self.show()
            return
        draft = self._may()
        part = part_of(draft, block) if draft is not None else None
        if draft is None or part is None or not key:
            return
        sku = self._p.catalogue.get(int(key)).sku
        gift = part.kind == "gift" and not part.scope.find.strip()
        field = f"{part.key}.{'find' if gift else 'goods'}"
        if gift:
            fresh = part.with_value("sku", sku).with_value("find", "")
        else:
            fresh = with_entry(part, sku)
        self._hits.pop(part.key, None)
        self._shown.pop(field, None)
        self._change(with_part(draft, fresh), f"{block}.chosen")
        self._focus = field
        self.show()

    def scan(self, code: str) -> bool:
        """A product scanned is put into the trial basket."""
        product = self._p.catalogue.by_code(code)
        if product is None:
            self._view.alert()
            return False
        self._bench.put(product)
        self.show()
        return True

    def undo(self) -> None:
        """Take the last gesture back."""
        if self._history:
            self._draft, _ = self._history.pop()
            self._shown = {}
            self.show()

    def save(self) -> None:
        """Keep it; it applies from the next receipt on."""
        draft = self._may()
        if draft is None or not self.unsaved:
            return
        promotion, errors = read_text(draft, self._p.voice.f)
        if errors:
            self._shown = errors
            self._attempt += 1
            self._view.alert()
            self.show()
            return
        try:
            before = self._p.service.get(draft.uuid).promotion if draft.uuid else None
            uuid = self._p.service.put(self._p.session(), promotion, draft.uuid)
        except CodedError as error:
            self._notice = (say(error, self._p.voice.t, self._p.voice.f), "danger")
            self._view.alert()
            self.show()
            return
        self._draft = self._saved = None
        self._p.saved(uuid, before)

    def _change(self, draft: PromotionText, gesture: str) -> None:
        """The next draft; typing on in one field is one gesture."""
        if self._draft is None or draft == self._draft:
            return
        if not self._history or self._history[-1][1] != gesture:
            self._history.append((self._draft, gesture))
            del self._history[:-DEEP]
        self._draft = draft
        self._notice = ("", "neutral")

    def _may(self) -> PromotionText | None:
        if self._draft is None or self._p.is_owner():
            return self._draft
        self._view.alert()
        self.show()
        return None

    # --- showing -----------------------------------------------------------------------------

    def _teller(self) -> Teller:
        return Teller(self._p.voice.t, self._p.voice.f, self._p.facts().names)

    def _raw(self, part: PartText) -> str:
        teller = self._teller()
        draft = self._draft
        if draft is not None and any(one.key == part.key for one in draft.then):
            return teller.benefit(cast("Effect", part.raw))
        return teller.condition(cast("Condition", part.raw))

    def _blocks(self) -> tuple[BlockView, ...]:
        assert self._draft is not None
        t, f = self._p.voice.t, self._p.voice.f
        words = {key: _mistake(self._p.voice, code) for key, code in self._shown.items()}
        form = PromotionForm(
            t, f, self._p.facts(), words, self._hits, self._picks,
            locked=not self._p.is_owner(), raw=self._raw,
        )  # fmt: skip
        return form.blocks(self._draft)

    def show(self) -> None:
        """Render what is."""
        draft = self._draft
        if draft is None:
            return
        t = self._p.voice.t
        promotion, errors = read_text(draft, self._p.voice.f)
        owner = self._p.is_owner()
        self._shown = {key: code for key, code in errors.items() if key in self._shown}
        sentence = self._teller().sentence(promotion)
        usable = promotion if promotion.effects else None
        blocks = self._blocks()
        faults = [field.key for block in blocks for field in block.fields if field.error]
        state = PromotionEditState(
            title=draft.name.strip() or t._("New promotion"),
            sentence=sentence,
            unsaved=t._("not saved") if self.unsaved else "",
            can_save=self.unsaved and owner,
            can_undo=bool(self._history),
            lock="" if owner else t._("Only the owner changes this. The owner has to sign in."),
            notice=self._notice[0],
            notice_tone=self._notice[1],
            blocks=blocks,
            bench=self._bench.blocks(usable),
            tabs=(("form", t._("Promotion")), ("bench", t._("Try it"))),
            fault=(faults or [""])[0],
            attempt=self._attempt,
            focus=self._focus,
            opened=self._opened,
        )
        self._focus = ""
        self._view.render(state)


def _with_field(draft: PromotionText, key: str, text: str) -> PromotionText:
    """The draft with another text in a field that belongs to no part."""
    if key == "weekdays":
        return replace(draft, weekdays=frozenset(int(day) for day in text.split(",") if day))
    if key in ("exclusive", "combinable"):
        return replace(draft, **{key: bool(text)})  # type: ignore[arg-type]
    return replace(draft, **{key: text})  # type: ignore[arg-type]


def _mistake(voice: Voice, code: str) -> str:
    t, f = voice.t, voice.f
    return {
        "money": t._("A sum looks like {example}.", example=f.amount(123450)),
        "percent": t._("Enter per cent, for example {example}.", example=f.points(1250)),
        "day": t._("A day looks like {example}.", example="24.12.2026"),
        "hours": t._("Hours look like {example}.", example="09:00–12:00, 14:00–18:00"),
        "steps": t._("Steps look like {example}.", example="3 = 5; 10 = 8"),
        "order": t._("This ends before it begins."),
        "name": t._("A promotion needs a name."),
        "empty": t._("Something has to be chosen here."),
        "number": t._("This number is not possible here."),
    }[code]
