"""One product: entering it, changing it, and leaving the form without losing a letter."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.catalogue import Product
from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.scan import WeighedScan
from pos_app.presenters.product_codes import codes_of, is_foreign
from pos_app.presenters.product_draft import LevelValues, ProductDraft, ProductValues, values_of
from pos_app.presenters.product_edit_core import ProductEditParts
from pos_app.presenters.product_edit_levels import LevelDeeds
from pos_app.presenters.product_edit_words import NEW_GROUP
from pos_app.presenters.product_fields import code_error, field_of, form_of, words_of
from pos_app.services.catalogue import MOST_QUICK_ITEMS
from pos_app.services.product_form import ProductForm

__all__ = ["ProductEditParts", "ProductEditPresenter"]


class ProductEditPresenter(LevelDeeds):
    """The form of one product and its draft."""

    # --- coming and going --------------------------------------------------------------------

    @property
    def product_id(self) -> int | None:
        """The product shown, 0 for a new one, None before any was."""
        return self._draft.product_id if self._state.serial else None

    def open(self, product_id: int) -> None:
        """Show a product; a draft left earlier is taken up again by whoever may go on with it."""
        try:
            product = self._parts.catalogue.get(product_id)
        except PosError as error:
            self._parts.ways.say(words_of(error, self._parts.voice), "danger")
            self._parts.ways.leave()
            return
        stored = self._values(product)
        kept = None if self._is_locked() else self._parts.drafts.of(product_id)
        draft = ProductDraft(product_id=product_id, stored=stored, values=stored)
        if kept is not None:
            draft = kept.on(stored)
        self._start(draft, "" if kept or self._is_locked() else "price")

    def open_new(self, *, code: str = "", name: str = "") -> None:
        """Show an empty form, with a scanned code or a name filled in.

        A draft of a new product is taken up again, and the code is added to it.
        """
        taxes = [tax for tax in self._parts.catalogue.taxes() if tax.active]
        blank = ProductValues(tax=str(taxes[0].id) if taxes else "")
        kept = self._parts.drafts.of(0)
        draft = kept or ProductDraft(stored=blank, values=blank)
        if name and not draft.values.name:
            draft = draft.put(name=name)
        self._start(draft, "name")
        if code:
            self.add_code(code)
            self._go_to("price" if self._draft.values.name else "name")
            self.show()

    def resume(self) -> None:
        """Take up the draft left last."""
        waiting = self._parts.drafts.unsaved()
        if not waiting:
            return
        if waiting[0].product_id:
            self.open(waiting[0].product_id)
        else:
            self.open_new()

    def back(self) -> None:
        """Esc: leave; what was typed waits."""
        if self._state.new_group_open:
            self._edit(new_group="")
            self._state = replace(self._state, new_group_open=False)
            self.show()
            return
        self._parts.ways.leave()
        if self._draft.is_changed:
            t = self._parts.voice.t
            name = self._draft.values.name or t._("a new product")
            self._parts.ways.say(t._("Unsaved changes are kept: {name}", name=name))

    def discard(self) -> None:
        """Give up what was typed and show what is stored."""
        self._parts.drafts.drop(self._draft.product_id)
        stored = self._draft.stored
        empty = LevelValues()
        self._start(
            replace(self._draft, values=stored, pending_code="", level=empty, level_stored=empty),
            "",
        )

    def refresh(self) -> None:
        """Goods, groups or taxes changed elsewhere: untouched fields follow."""
        if not self._state.serial:
            return
        if self._draft.product_id:
            product = self._parts.catalogue.get(self._draft.product_id)
            self._draft = self._draft.on(self._values(product))
            self._keep()
        self._read()
        self.show()

    def _values(self, product: Product) -> ProductValues:
        quick = any(hit.id == product.id for hit in self._parts.catalogue.quick_items())
        return values_of(product, quick=quick, formats=self._parts.voice.f)

    def type(self, field: str, text: str) -> None:
        """A text field was edited."""
        if field == "code":
            self._draft = replace(self._draft, pending_code=text)
            self._keep()
            self._clear("barcodes")
        elif field.startswith("level_"):
            self._type_level(field, text)
        else:
            self._edit(**{field: text})
            self._clear("group" if field == "new_group" else field)
        self.show()

    def switch(self, field: str, *, on: bool) -> None:
        """A box was ticked or unticked."""
        self._edit(**{field: on})
        self._clear(field)
        self.show()

    def choose_group(self, key: str) -> None:
        """A group, none, or a new one."""
        opened = key == NEW_GROUP
        self._state = replace(self._state, new_group_open=opened)
        if opened:
            self._go_to("new_group")
        else:
            self._edit(group=key, new_group="")
        self._clear("group")
        self.show()

    # --- bar codes and photo ---------------------------------------------------------------------

    def add_code(self, text: str | None = None) -> bool:
        """Add a bar code, from the field below the list unless given; whether it was taken."""
        code = "".join((self._draft.pending_code if text is None else text).split())
        if not code:
            return True
        error = code_error(code, self._draft, self._parts.catalogue, self._parts.voice)
        if error:
            if text is not None:
                self._draft = replace(self._draft, pending_code=code)
            self._fail("barcodes", error)
            self._keep()
            self.show()
            return False
        self._draft = replace(self._draft, pending_code="")
        self._edit(barcodes=(*self._draft.values.barcodes, code))
        self._clear("barcodes")
        self.show()
        return True

    def remove_code(self, code: str) -> None:
        """Take a bar code off the product."""
        left = tuple(each for each in self._draft.values.barcodes if each != code)
        self._edit(barcodes=left)
        self._clear("barcodes")
        self.show()

    def scan(self, text: str) -> None:
        """A scan on the form adds a bar code; a scale's label gives the article number."""
        if self._is_locked():
            self._refuse_right()
            return
        scan, t = self._parts.classify(text), self._parts.voice.t
        codes = codes_of(scan)
        if is_foreign(scan) or not codes:
            self._view.alert()
            self._fail("barcodes", t._("This is not the code of a product."))
            self.show()
        elif isinstance(scan, WeighedScan):
            self._edit(plu=scan.article[-6:])
            self._clear("plu")
            words = t._("The scale's article number {number} is taken as the PLU.",
                        number=scan.article[-6:])  # fmt: skip
            self._state = replace(self._state, notice=words, notice_tone="accent")
            self.show()
        elif not self.add_code(codes[0]):
            self._view.alert()

    def choose_photo(self) -> None:
        """Ask for a picture."""
        if self._is_locked():
            self._refuse_right()
        else:
            self._parts.ways.ask_picture(self._take_photo)

    def _take_photo(self, path: str) -> None:
        try:
            name = self._parts.pictures.take(path)
        except CodedError as error:
            self._fail("photo", words_of(error, self._parts.voice))
        else:
            self._edit(photo=name)
            self._clear("photo")
        self.show()

    def remove_photo(self) -> None:
        """The product goes without a picture."""
        self._edit(photo="")
        self._clear("photo")
        self.show()

    # --- saving ------------------------------------------------------------------------------

    def save(self) -> None:
        """Ctrl S: into the shop, or a sentence under the field that cannot be taken."""
        if self._is_locked():
            self._refuse_right()
            return
        good_code = self.add_code() and self.put_level()
        form, errors = form_of(self._draft.values, self._parts.voice)
        if errors:
            self._state = replace(self._state, errors={**self._state.errors, **errors})
            self._go_to(next(iter(errors)))
        if form is None or not good_code:
            self._view.alert()
            self.show()
            return
        try:
            product = self._store(form)
        except CodedError as error:
            self._fail(field_of(error), words_of(error, self._parts.voice))
            self._view.alert()
            self.show()
            return
        self._parts.drafts.drop(self._draft.product_id)
        self._draft = ProductDraft()
        self._parts.ways.saved(product)

    def _store(self, form: ProductForm) -> Product:
        catalogue, session = self._parts.catalogue, self._parts.session()
        values, stored = self._draft.values, self._draft.stored
        quick = [hit.id for hit in catalogue.quick_items()]
        if values.quick and not stored.quick and len(quick) >= MOST_QUICK_ITEMS:
            raise PosError("too_many_quick_items", limit=MOST_QUICK_ITEMS)
        if values.new_group.strip():
            group = catalogue.add_group(session, values.new_group)
            self._edit(group=str(group.id), new_group="")
            self._state = replace(self._state, new_group_open=False)
            form = replace(form, group_id=group.id)
        if self._draft.product_id:
            product = catalogue.edit(
                session, self._draft.product_id, form, reason=values.reason.strip()
            )
        else:
            product = catalogue.create(session, form)
            # should the rest fail, the next try changes this product
            self._parts.drafts.drop(0)
            self._draft = replace(self._draft, product_id=product.id)
        wanted = values.quick and values.active
        if wanted != (product.id in quick):
            others = [one for one in quick if one != product.id]
            catalogue.set_quick_items(session, [*others, product.id] if wanted else others)
        # last: a withdrawn product could no longer be taken off the quick items
        if values.active != product.active:
            product = catalogue.set_active(session, product.id, active=values.active)
        return product
