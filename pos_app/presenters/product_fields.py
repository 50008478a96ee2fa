"""From a product's form as typed to what the catalogue takes, and back from its refusals."""

from __future__ import annotations

from typing import Final

from pos_app.domain.catalogue import UnitKind
from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.gtin import normalise_gtin
from pos_app.i18n import Formats
from pos_app.presenters.messages import say
from pos_app.presenters.product_codes import check_digit_fault
from pos_app.presenters.product_draft import ProductDraft, ProductValues
from pos_app.presenters.sale_ports import Voice
from pos_app.services.catalogue import CatalogueService
from pos_app.services.product_form import ProductForm, checked_barcodes

FIELDS: Final = (
    "name", "sku", "group", "unit", "brand", "tags", "price", "reason", "tax", "cost", "plu",
    "barcodes", "quick", "photo", "level_group", "level_quantity", "level_price", "level_from",
    "level_to",
)  # fmt: skip

_FIELD_OF_CODE: Final = {
    "barcode_check_digit": "barcodes", "barcode_taken": "barcodes", "sku_taken": "sku",
    "plu_taken": "plu", "group_unknown": "group", "group_taken": "group", "tax_unknown": "tax",
    "price_level_high": "level_price", "price_level_twice": "level_price",
    "quantity_whole": "level_quantity", "too_many_price_levels": "level_price",
    "picture_refused": "photo", "too_many_quick_items": "quick",
}  # fmt: skip


def field_of(error: CodedError) -> str:
    """The field a refusal belongs to; "" for the form as a whole."""
    known = _FIELD_OF_CODE.get(error.code)
    if known is not None:
        return known
    named = str(error.params.get("field", ""))
    return named if named in FIELDS else ""


def words_of(error: CodedError, voice: Voice) -> str:
    """The sentence under the field."""
    if error.code == "setting_invalid" and error.params.get("field") == "plu":
        return voice.t._("One to six digits.")
    if error.code == "setting_invalid" and error.params.get("field") == "tags":
        return voice.t._("At most 20 tags of 30 letters, each once.")
    return say(error, voice.t, voice.f)


def form_of(values: ProductValues, voice: Voice) -> tuple[ProductForm | None, dict[str, str]]:
    """What the catalogue takes; None with the sentences by field where figures are no figures."""
    errors: dict[str, str] = {}
    price = _money(values.price, voice.f)
    cost = _money(values.cost, voice.f)
    example = voice.t._("A sum looks like {example}.", example=voice.f.amount(123450))
    if not values.name.strip():
        errors["name"] = voice.t._("Enter the name.")
    if not values.price.strip():
        errors["price"] = voice.t._("Enter the price.")
    elif price is None:
        errors["price"] = example
    if values.cost.strip() and cost is None:
        errors["cost"] = example
    if errors or price is None:
        return None, errors
    form = ProductForm(
        name=values.name,
        price=price,
        sku=values.sku,
        unit=UnitKind(values.unit),
        group_id=int(values.group) if values.group else None,
        brand=values.brand,
        tags=tuple(tag for part in values.tags.split(",") if (tag := part.strip())),
        tax_rate_id=int(values.tax) if values.tax else None,
        barcodes=values.barcodes,
        plu=values.plu.strip(),
        cost=cost,
        fixed_price=values.fixed_price,
        discountable=values.discountable,
        photo=values.photo,
    )
    return form, {}


def same_article(first: str, second: str) -> bool:
    """Whether two bar codes name the same article, leading zeros or not."""
    return (normalise_gtin(first) or first) == (normalise_gtin(second) or second)


def code_error(code: str, draft: ProductDraft, catalogue: CatalogueService, voice: Voice) -> str:
    """Why a bar code cannot be added to the product, in words; "" when it can."""
    fault = check_digit_fault(code, voice.t)
    if fault:
        return fault
    if any(same_article(code, each) for each in draft.values.barcodes):
        return voice.t._("{code} is already in the list.", code=code)
    holder = catalogue.by_code(code)
    taken = holder is not None and any(same_article(code, each) for each in holder.barcodes)
    if holder is not None and taken and holder.id != draft.product_id:
        return words_of(PosError("barcode_taken", barcode=code, name=holder.name), voice)
    try:
        checked_barcodes([code])
    except PosError as error:
        if error.code == "setting_invalid":
            return voice.t._("A bar code has at most 48 letters, digits and signs.")
        return words_of(error, voice)
    return ""


def _money(text: str, f: Formats) -> int | None:
    try:
        return f.parse_money(text) if text.strip() else None
    except ValueError:
        return None
