"""What every gesture on a product's form works with: the draft, the state, and their showing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from pos_app.domain.catalogue import PriceChange, ProductGroup, TaxRate
from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.pricing import Programme
from pos_app.domain.scan import Scan
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.product_draft import ProductDraft, ProductDrafts
from pos_app.presenters.product_edit_state import CodeRow, ProductEditState
from pos_app.presenters.product_edit_words import (
    code_kind,
    group_choices,
    price_rows,
    price_suffix,
    sku_hint,
    tax_choices,
    unit_choices,
)
from pos_app.presenters.product_fields import words_of
from pos_app.presenters.product_level_words import LevelFacts, levels_state
from pos_app.presenters.product_ports import ProductEditViewPort, ProductEditWays
from pos_app.presenters.sale_ports import Voice
from pos_app.services.catalogue import CatalogueService
from pos_app.services.pictures import PicturePort
from pos_app.services.price_levels import PriceLevels
from pos_app.services.programme_records import PriceRule
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductEditParts:
    """What the presenter is joined from.

    ``local`` turns a UTC instant into the shop's time, ``name_of`` says a person's name by id,
    ``classify`` what a scanned code is; ``programme`` is the one in force (its tiers may have
    prices, its least margin is held against them), ``today`` the shop's day.
    """

    catalogue: CatalogueService
    levels: PriceLevels
    pictures: PicturePort
    session: Callable[[], Session]
    voice: Voice
    ways: ProductEditWays
    drafts: ProductDrafts
    classify: Callable[[str], Scan]
    local: Callable[[datetime], datetime]
    name_of: Callable[[int], str]
    programme: Callable[[], Programme]
    today: Callable[[], date]


class ProductEditCore:
    """The draft of one product, what was read beside it, and the state made of both."""

    def __init__(self, parts: ProductEditParts, view: ProductEditViewPort) -> None:
        self._parts = parts
        self._view = view
        self._draft = ProductDraft()
        self._state = ProductEditState()
        self._photo: tuple[str, bytes] = ("", b"")
        self._groups: Sequence[ProductGroup] = ()
        self._taxes: Sequence[TaxRate] = ()
        self._history: Sequence[PriceChange] = ()
        self._rules: Sequence[PriceRule] = ()
        self._people: Sequence[str] = ()

    def _is_locked(self) -> bool:
        return right_for(self._parts.session().role, Action.PRODUCT_EDIT) is not Right.YES

    def _refuse_right(self) -> None:
        self._view.alert()
        words = words_of(PosError("not_allowed"), self._parts.voice)
        self._parts.ways.say(words, "danger")

    def _start(self, draft: ProductDraft, focus: str) -> None:
        self._draft = draft
        self._read()
        self._state = ProductEditState(
            serial=self._state.serial + 1,
            focus=focus,
            focus_serial=self._state.focus_serial + 1,
            new_group_open=bool(draft.values.new_group),
        )
        self.show()

    def _read(self) -> None:
        """What the form offers and shows beside the fields; read once, not at every key."""
        catalogue, product_id = self._parts.catalogue, self._draft.product_id
        self._groups, self._taxes = catalogue.groups(), catalogue.taxes()
        self._history = catalogue.price_history(product_id) if product_id else ()
        self._rules = self._parts.levels.of_product(product_id) if product_id else ()
        self._people = self._parts.levels.groups()

    def _edit(self, **changes: object) -> None:
        self._draft = self._draft.put(**changes)
        self._keep()

    def _keep(self) -> None:
        if not self._is_locked():
            self._parts.drafts.keep(self._draft)

    def _fail(self, field: str, words: str) -> None:
        if field:
            self._state = replace(self._state, errors={**self._state.errors, field: words})
            self._go_to(field)
        else:
            self._state = replace(self._state, notice=words, notice_tone="danger")

    def _clear(self, field: str) -> None:
        left = {name: words for name, words in self._state.errors.items() if name != field}
        self._state = replace(self._state, errors=left, notice="")

    def _go_to(self, field: str) -> None:
        number = self._state.focus_serial + 1
        self._state = replace(self._state, focus=field, focus_serial=number)

    def show(self) -> None:
        """Render what is."""
        parts, t = self._parts, self._parts.voice.t
        draft, values, locked = self._draft, self._draft.values, self._is_locked()
        name = draft.stored.name or t._("New product")
        priced = bool(draft.product_id) and values.price.strip() != draft.stored.price
        state = replace(
            self._state,
            title=name,
            badge=t._("Unsaved changes") if draft.is_changed else "",
            is_new=not draft.product_id,
            locked=locked,
            locked_hint=t._("Only the owner may change products.") if locked else "",
            changed=draft.is_changed,
            values=values,
            pending_code=draft.pending_code,
            sku_hint=sku_hint(draft, t),
            price_suffix=price_suffix(values.unit, parts.voice),
            reason_wanted=priced and not locked,
            codes=tuple(CodeRow(code=code, note=code_kind(code, t)) for code in values.barcodes),
            prices=price_rows(self._history, parts.voice, parts.local, parts.name_of),
            prices_empty=t._("Every later price will be kept here, with who and why."),
            photo=self._picture(),
            photo_words=t._("Photo of {name}", name=values.name or name),
            groups=group_choices(self._groups, t),
            taxes=tax_choices(self._taxes, values.tax, parts.voice),
            units=unit_choices(t),
            levels=levels_state(self._level_facts(), draft),
        )
        self._view.render(state)

    def _level_facts(self) -> LevelFacts:
        return LevelFacts(
            voice=self._parts.voice,
            rules=self._rules,
            groups=self._people,
            programme=self._parts.programme(),
            today=self._parts.today(),
        )

    def _picture(self) -> bytes:
        name = self._draft.values.photo
        if name != self._photo[0]:
            try:
                content = self._parts.pictures.read(name) or b"" if name else b""
            except CodedError:
                content = b""
            self._photo = (name, content)
        return self._photo[1]
