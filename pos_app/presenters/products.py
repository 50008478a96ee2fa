"""The goods of the shop: find while typing, open, mark for the quick buttons, export."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Final

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.scan import Scan
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.messages import say
from pos_app.presenters.product_codes import codes_of, is_foreign
from pos_app.presenters.product_draft import ProductDrafts
from pos_app.presenters.product_edit_words import unit_choices
from pos_app.presenters.product_ports import ProductsViewPort, ProductWays
from pos_app.presenters.products_state import ProductLine, ProductsState
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.catalogue import CatalogueService
from pos_app.services.records import ProductHit, ProductQuery
from pos_app.services.session import Session

PAGE: Final = 60
"""Rows read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductsParts:
    """What the presenter is joined from.

    ``export`` writes all goods to a path and gives the number of rows; it runs on the worker.
    ``classify`` says what a scanned code is. ``importing`` is whether an import is being stored:
    it is one transaction, so that nobody else can write until it ends.
    """

    catalogue: CatalogueService
    session: Callable[[], Session]
    voice: Voice
    ways: ProductWays
    tasks: TaskPort
    drafts: ProductDrafts
    classify: Callable[[str], Scan]
    export: Callable[[str, TaskControl], int]
    importing: Callable[[], bool] = lambda: False


class ProductsPresenter:
    """Filters, pages, marks and ways on."""

    def __init__(self, parts: ProductsParts, view: ProductsViewPort) -> None:
        self._parts = parts
        self._view = view
        self._state = ProductsState()
        self._quick: tuple[int, ...] = ()
        self._first: Sequence[ProductHit] = ()
        self._unknown = ""
        self._written = -1
        self._task: Task | None = None

    # --- coming and looking ------------------------------------------------------------------

    def open(self) -> None:
        """Come to the page."""
        self._unknown = ""
        self.refresh()

    def refresh(self) -> None:
        """Goods, groups or prices changed."""
        catalogue, t = self._parts.catalogue, self._parts.voice.t
        if self._parts.importing():
            self._search()
            return
        self._quick = tuple(hit.id for hit in catalogue.quick_items())
        groups = ((group.code, group.name) for group in catalogue.groups())
        every = ("", t._("All groups"))
        known = (every, *sorted(groups, key=lambda pair: pair[1].casefold()))
        group = self._state.group if self._state.group in dict(known) else ""
        self._state = replace(self._state, groups=known, group=group)
        self._search()

    def search(self, text: str) -> None:
        """Filter by code, SKU or any part of the name."""
        self._unknown = ""
        self._state = replace(self._state, text=text)
        self._search()

    def settle(self) -> None:
        """A person stopped typing: count what else was found."""
        if not self._state.settled:
            self._count(self._parts.catalogue.count(self._query()))
            self.show()

    def choose_group(self, code: str) -> None:
        """Only one group, "" for all."""
        self._state = replace(self._state, group=code)
        self._search()

    def show_withdrawn(self, *, on: bool) -> None:
        """List goods no longer sold, too."""
        self._state = replace(self._state, withdrawn=on)
        self._search()

    def rows(self, offset: int, limit: int) -> Sequence[ProductLine]:
        """The lines from ``offset`` on."""
        kept = self._first[offset : offset + limit]
        if offset == 0 and (len(kept) == limit or len(self._first) >= self._state.total):
            hits: Sequence[ProductHit] = kept
        else:
            hits = self._parts.catalogue.search(self._query(limit=limit, offset=offset))
        return [self._line(hit) for hit in hits]

    def choose(self, key: str) -> None:
        """The cursor is on a product."""
        if key != self._state.chosen:
            self._state = replace(self._state, chosen=key)
            self.show()

    # --- deeds -------------------------------------------------------------------------------

    def edit(self, key: str) -> None:
        """Open a product."""
        if key and not self._must_wait():
            self._parts.ways.edit(int(key))

    def create(self) -> None:
        """A new product; from an empty list with what was looked for."""
        if not self._may(Action.PRODUCT_EDIT):
            return
        text = self._unknown or ("" if self._state.total else self._state.text.strip())
        is_code = bool(text) and any(sign.isdigit() for sign in text) and " " not in text
        if is_code:
            self._parts.ways.create(code=text)
        else:
            self._parts.ways.create(name=text)

    def open_import(self) -> None:
        """Goods from a file."""
        if self._may(Action.PRODUCT_IMPORT):
            self._parts.ways.open_import()

    def toggle_quick(self) -> None:
        """Put the chosen product on the quick buttons, or take it off."""
        if not self._state.chosen or not self._may(Action.PRODUCT_EDIT):
            return
        chosen = int(self._state.chosen)
        wanted = [one for one in self._quick if one != chosen]
        if chosen not in self._quick:
            wanted.append(chosen)
        try:
            self._parts.catalogue.set_quick_items(self._parts.session(), wanted)
        except CodedError as error:
            self._refuse(error)
            return
        self.refresh()

    def notice_action(self) -> None:
        """The button of the line above the list."""
        if self._task is not None:
            self._task.cancel()
        elif self._unknown:
            self.create()
        else:
            self._parts.ways.resume()

    def back(self) -> None:
        """Esc: first the search, then the page."""
        if self._unknown:
            self._unknown = ""
            self.show()
        elif self._state.text:
            self.search("")
        else:
            self._parts.ways.back()

    def scan(self, text: str) -> None:
        """A scanned product opens; a code nobody knows may become a product."""
        if self._must_wait():
            return
        scan = self._parts.classify(text)
        t = self._parts.voice.t
        codes = codes_of(scan)
        for code in codes:
            product = self._parts.catalogue.by_code(code)
            if product is not None:
                self._parts.ways.edit(product.id)
                return
        self._view.alert()
        if is_foreign(scan) or not codes:
            self._parts.ways.say(t._("This is not the code of a product."), "danger")
            return
        self._unknown = codes[0]
        self.show()

    # --- export ------------------------------------------------------------------------------

    def export(self) -> None:
        """All goods into a file for a spreadsheet."""
        if self._task is None and self._may(Action.REPORTS):
            name = self._parts.voice.t._("products")
            self._parts.ways.ask_where(f"{name}.xlsx", self._export_to)

    def _export_to(self, path: str) -> None:
        if not PurePath(path).suffix:
            path += ".xlsx"
        name = PurePath(path).name
        self._written = 0
        self._task = self._parts.tasks.run(
            lambda control: self._parts.export(path, control),
            lambda count: self._exported(name, count),
            self._not_exported,
            self._progress,
            on_cancelled=self._stopped,
        )
        if not self._task.is_running():
            self._task = None
        self.show()

    def _progress(self, done: int, _total: int) -> None:
        self._written = done
        self.show()

    def _exported(self, name: str, count: int) -> None:
        t = self._parts.voice.t
        words = t.ngettext(
            "{n} product is written to {file}.", "{n} products are written to {file}.",
            count, file=name,
        )  # fmt: skip
        self._done(words, "accent")

    def _not_exported(self, error: Exception) -> None:
        if isinstance(error, TaskCancelled):
            self._stopped()
        elif isinstance(error, CodedError):
            self._done(self._words(error), "danger")
        else:
            self._done("", "")
            raise error

    def _stopped(self) -> None:
        self._done(self._parts.voice.t._("The export was stopped. Nothing was written."), "")

    def _done(self, words: str, tone: str) -> None:
        self._task, self._written = None, -1
        self.show()
        if words:
            self._parts.ways.say(words, tone)

    # --- inside ------------------------------------------------------------------------------

    def _may(self, action: Action) -> bool:
        if right_for(self._parts.session().role, action) is Right.YES:
            return action is Action.PRODUCT_IMPORT or not self._must_wait()
        self._refuse(PosError("not_allowed", action=action.value))
        return False

    def _must_wait(self) -> bool:
        if self._parts.importing():
            t = self._parts.voice.t
            self._parts.ways.say(
                t._("Products are being imported. Wait until that ends."), "danger"
            )
            return True
        return False

    def _refuse(self, error: CodedError) -> None:
        self._parts.ways.say(self._words(error), "danger")

    def _words(self, error: CodedError) -> str:
        return say(error, self._parts.voice.t, self._parts.voice.f)

    def _query(self, *, limit: int = PAGE, offset: int = 0) -> ProductQuery:
        return ProductQuery(
            text=self._state.text, group_code=self._state.group,
            only_active=not self._state.withdrawn, limit=limit, offset=offset,
        )  # fmt: skip

    def _search(self) -> None:
        """Read the first page at once; counting matches of a text waits for a pause."""
        self._first = self._parts.catalogue.search(self._query())
        self._state = replace(self._state, serial=self._state.serial + 1)
        if len(self._first) < PAGE:
            self._count(len(self._first))
        elif self._state.text.strip():
            n = len(self._first)
            words = self._parts.voice.t._("{n} and more", n=self._parts.voice.f.number(n))
            self._state = replace(self._state, total=n, settled=False, count=words)
        else:
            self._count(self._parts.catalogue.count(self._query()))
        if not self._state.total:
            self._state = replace(self._state, chosen="")
        self.show()

    def _count(self, total: int) -> None:
        t = self._parts.voice.t
        words = t.ngettext("{n} product", "{n} products", total)
        self._state = replace(self._state, total=total, settled=True, count=words)

    def _line(self, hit: ProductHit) -> ProductLine:
        t, f = self._parts.voice.t, self._parts.voice.f
        price = f.money(hit.price)
        if hit.unit != "pcs":
            price = t._("{price} per {unit}", price=price, unit=dict(unit_choices(t))[hit.unit])
        return ProductLine(
            key=str(hit.id),
            name=hit.name,
            sku=hit.sku,
            barcode=hit.barcode,
            group=hit.group_name,
            price=price,
            tax=f.percent(hit.tax_rate),
            quick=hit.id in self._quick,
            active=hit.active,
        )

    def show(self) -> None:
        """Render what is."""
        t, role = self._parts.voice.t, self._parts.session().role
        chosen = int(self._state.chosen) if self._state.chosen else 0
        quick = chosen in self._quick
        word = t._("Off the quick items") if quick else t._("To the quick items")
        state = replace(
            self._state,
            chosen_quick=quick,
            quick_word=word,
            can_choose=bool(chosen) and self._state.total > 0,
            edit_locked=right_for(role, Action.PRODUCT_EDIT) is not Right.YES,
            export_locked=right_for(role, Action.REPORTS) is not Right.YES,
            busy=self._written >= 0,
        )
        self._view.render(self._with_empty(self._with_notice(state)))

    def _with_notice(self, state: ProductsState) -> ProductsState:
        t, f = self._parts.voice.t, self._parts.voice.f
        kept = () if state.edit_locked else self._parts.drafts.unsaved()
        if self._written >= 0:
            words = t._("Export: {n} rows written", n=f.number(self._written))
            return replace(state, notice=words, notice_tone="neutral", notice_action=t._("Stop"))
        if self._unknown:
            words = t._("No product has the code {code}.", code=self._unknown)
            action = t._("Create product")
            return replace(state, notice=words, notice_tone="danger", notice_action=action)
        if kept:
            name = kept[0].values.name or t._("a new product")
            words = t._("Unsaved changes are kept: {name}", name=name)
            return replace(state, notice=words, notice_tone="warn", notice_action=t._("Go on"))
        return state

    def _with_empty(self, state: ProductsState) -> ProductsState:
        t = self._parts.voice.t
        if state.text.strip() or state.group:
            return replace(
                state,
                empty_title=t._("No product like that"),
                empty_hint=t._("Try part of the name, the SKU or another group."),
                empty_create=t._("Create product"),
            )
        return replace(
            state,
            empty_title=t._("No products yet"),
            empty_hint=t._("Enter the first one, scan it, or take all of them from a file."),
            empty_create=t._("New product"),
            empty_import=t._("Import"),
        )
