"""A product while somebody edits it: texts as typed, kept until they are saved or given up."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace

from pos_app.domain.catalogue import Product
from pos_app.i18n import Formats


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductValues:
    """The form as typed; ``group`` and ``tax`` are ids as text, "" for none."""

    name: str = ""
    sku: str = ""
    group: str = ""
    new_group: str = ""
    unit: str = "pcs"
    brand: str = ""
    tags: str = ""
    price: str = ""
    reason: str = ""
    tax: str = ""
    cost: str = ""
    plu: str = ""
    barcodes: tuple[str, ...] = ()
    fixed_price: bool = False
    discountable: bool = True
    quick: bool = False
    photo: str = ""
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class LevelValues:
    """A price beside the list price as typed; ``rule_id`` 0 is one to come.

    ``group`` is "" for everybody, ``tier:<id>`` for a tier, ``+`` for a new group by its name.
    """

    rule_id: int = 0
    group: str = ""
    new_group: str = ""
    quantity: str = ""
    price: str = ""
    first: str = ""
    last: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProductDraft:
    """One form: ``product_id`` 0 is a new product; ``stored`` is what the shop holds.

    ``level`` is the other price being typed, ``level_stored`` what it was before.
    """

    product_id: int = 0
    stored: ProductValues = field(default_factory=ProductValues)
    values: ProductValues = field(default_factory=ProductValues)
    pending_code: str = ""
    level: LevelValues = field(default_factory=LevelValues)
    level_stored: LevelValues = field(default_factory=LevelValues)

    @property
    def is_changed(self) -> bool:
        """Whether there is anything to save."""
        typed = bool(self.pending_code.strip()) or self.is_level_changed
        return self.values != self.stored or typed

    @property
    def is_level_changed(self) -> bool:
        """Whether another price is being typed."""
        return self.level != self.level_stored

    def on(self, stored: ProductValues) -> ProductDraft:
        """The same changes on what the shop holds now: untouched fields follow it."""
        untouched = {
            each.name: getattr(stored, each.name)
            for each in fields(ProductValues)
            if getattr(self.values, each.name) == getattr(self.stored, each.name)
        }
        return replace(self, stored=stored, values=replace(self.values, **untouched))

    def put(self, **changes: object) -> ProductDraft:
        """The draft with other values."""
        return replace(self, values=replace(self.values, **changes))  # type: ignore[arg-type]


def values_of(product: Product, *, quick: bool, formats: Formats) -> ProductValues:
    """A stored product as the form shows it."""
    return ProductValues(
        name=product.name,
        sku=product.sku,
        group=str(product.group_id or ""),
        unit=product.unit.value,
        brand=product.brand,
        tags=", ".join(product.tags),
        price=formats.amount(product.price),
        tax=str(product.tax_rate_id or ""),
        cost="" if product.cost is None else formats.amount(product.cost),
        plu=product.plu or "",
        barcodes=product.barcodes,
        fixed_price=product.fixed_price,
        discountable=product.discountable,
        quick=quick,
        photo=product.photo or "",
        active=product.active,
    )


class ProductDrafts:
    """Forms left without saving. They outlive pages and sign-ins, until the program ends."""

    def __init__(self) -> None:
        self._kept: dict[int, ProductDraft] = {}

    def keep(self, draft: ProductDraft) -> None:
        """Remember a form; one without changes is forgotten."""
        self._kept.pop(draft.product_id, None)
        if draft.is_changed:
            self._kept[draft.product_id] = draft

    def of(self, product_id: int) -> ProductDraft | None:
        """The form left for a product (0: a new one)."""
        return self._kept.get(product_id)

    def drop(self, product_id: int) -> None:
        """Saved or given up."""
        self._kept.pop(product_id, None)

    def unsaved(self) -> tuple[ProductDraft, ...]:
        """All that waits, the last first."""
        return tuple(reversed(self._kept.values()))
