"""The tables that only grow, and their columns in the order in which they are written and proved.

The journal row of every transaction carries, per ledger, the first and last new id and a SHA-256
over the rows; ``integrity`` reads the rows back in the same order. ``points_lot`` leaves out what
is left of the lot, the one column that moves.
"""

# ruff: noqa: S608 - the SQL is put together from this program's own names; values are parameters

from __future__ import annotations

from typing import Final

LEDGERS: Final[dict[str, tuple[str, ...]]] = {
    "price_history": ("uuid", "till", "product_id", "price", "old", "at", "person_id", "reason"),
    "consent": (
        "uuid", "till", "customer_id", "purpose", "channel", "given", "at", "wording", "source",
        "person_id",
    ),
    "tier_entry": ("uuid", "till", "customer_id", "tier_id", "since", "manual_until", "at"),
    "card_entry": ("uuid", "till", "card_id", "status", "customer_id", "at", "reason"),
    "shift": ("uuid", "till", "number", "opened_by", "opened_at", "opening_float"),
    "shift_close": (
        "uuid", "till", "shift_id", "closed_by", "closed_at", "counted", "expected", "note",
    ),
    "shift_slip": ("shift_id", "content"),
    "cash_move": ("uuid", "till", "shift_id", "kind", "amount", "reason", "person_id", "at"),
    "sale": (
        "uuid", "till", "number", "shift_id", "person_id", "at", "local_date", "customer_id",
        "customer_uuid", "card_number", "gross", "discount", "points_money", "points_spent",
        "points_earned", "total", "tax", "tax_included", "rounding", "change",
        "programme_version", "source",
    ),
    "receipt_copy": ("uuid", "till", "sale_id", "person_id", "at"),
    "points_lot": (
        "uuid", "till", "customer_id", "kind", "granted", "earned_at", "active_from", "expires_on",
        "sale_id", "reason",
    ),
    "points_entry": (
        "uuid", "till", "customer_id", "lot_id", "kind", "amount", "at", "local_day", "sale_id",
        "person_id", "reason",
    ),
    "turnover_entry": (
        "uuid", "till", "customer_id", "amount", "local_day", "at", "sale_id", "visit", "reason",
    ),
    "coupon_use": ("uuid", "till", "coupon_id", "sale_id", "customer_id", "uses", "at"),
    "programme_version": ("uuid", "content", "at", "person_id"),
    "sale_terms": ("sale_id", "content"),
    "receipt_claim": (
        "uuid", "till", "sale_id", "customer_id", "customer_uuid", "person_id", "approver_id",
        "at", "reason",
    ),
    "goods_return": (
        "uuid", "till", "number", "shift_id", "person_id", "approver_id", "at", "local_date",
        "sale_id", "exchange_uuid", "customer_id", "customer_uuid", "money", "points_money",
        "points_back", "points_taken", "tax", "tax_included", "rounding", "note",
    ),
    "certificate_entry": (
        "uuid", "till", "certificate_id", "kind", "amount", "at", "local_day", "sale_id",
        "return_id", "person_id", "reason",
    ),
    "campaign_coupon": ("uuid", "till", "campaign_id", "coupon_id", "batch", "at"),
    "promotion_use": (
        "uuid", "till", "rule_id", "sale_id", "return_id", "customer_id", "uses", "amount", "at",
        "local_day",
    ),
    "erasure": ("uuid", "till", "customer_uuid", "at", "person_id", "approver_id", "reason"),
    "consent_wording": (
        "uuid", "till", "version", "purpose", "channel", "language", "text", "at", "person_id",
    ),
    "card_batch": (
        "uuid", "till", "first", "last", "count", "symbology", "at", "person_id", "note",
    ),
    "questionnaire_version": (
        "uuid", "till", "questionnaire_id", "number", "definition", "at", "person_id",
    ),
}  # fmt: skip

SINCE_2: Final = frozenset(
    {
        "sale_terms",
        "receipt_claim",
        "goods_return",
        "certificate_entry",
        "campaign_coupon",
        "promotion_use",
    }
)
"""Ledgers that came with schema version 2."""

SINCE_3: Final = frozenset({"erasure", "consent_wording", "card_batch", "questionnaire_version"})
"""Ledgers that came with schema version 3."""

SALE_LINE: Final = (
    "sale_id", "position", "line_id", "product_id", "sku", "name", "unit", "quantity",
    "unit_price", "gross", "promotion", "card", "manual", "coupon", "order_discount", "points",
    "net", "tax", "taxes", "steps", "barcode", "cost", "group_code",
)  # fmt: skip
TENDER: Final = ("sale_id", "position", "kind", "amount", "label", "reference", "locked")

RETURN_LINE: Final = (
    "return_id", "position", "sale_id", "sale_position", "line_id", "product_id", "sku", "name",
    "unit", "quantity", "unit_price", "gross", "promotion", "card", "manual", "coupon",
    "order_discount", "points", "net", "tax", "taxes", "reason", "condition", "to_stock",
    "group_code",
)  # fmt: skip
REFUND: Final = ("return_id", "position", "kind", "amount", "label", "reference")

PARTS_OF_A_SALE: Final = ("sale_line", "tender", "receipt")
"""Written with the sale and proved under its digest."""

PARTS_OF_A_RETURN: Final = ("return_line", "refund", "return_slip")
"""Written with the return and proved under its digest."""


def columns(names: tuple[str, ...]) -> str:
    """Column names quoted for SQL."""
    return ", ".join(f'"{name}"' for name in names)


def insert_sql(table: str, names: tuple[str, ...]) -> str:
    """The prepared INSERT for a ledger or a part of a sale."""
    marks = ", ".join("?" * len(names))
    return f'INSERT INTO "{table}" ({columns(names)}) VALUES ({marks})'
