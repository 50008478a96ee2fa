"""Seals over rows that may change, digests over rows that may not.

A seal is an HMAC over a row's content with the key of this installation: whoever changes a product,
a card or a PIN hash in the file without the key is found (P7). It does not stop an older sealed row
from being put back; the journal of what changed does that part.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Final

SEALED: Final[dict[str, tuple[str, ...]]] = {
    "tax_rate": ("id", "name", "rate", "active"),
    "product_group": ("id", "code", "name", "parent_id"),
    "product": (
        "id", "uuid", "sku", "name", "price", "unit", "group_id", "brand", "tags", "tax_rate_id",
        "plu", "cost", "fixed_price", "discountable", "quick_position", "photo", "active",
        "added_on", "name_fold", "search",
    ),
    "customer": (
        "id", "uuid", "name", "phone", "email", "birthday", "language", "note", "groups",
        "referrer_id", "created_at", "active", "name_fold", "search",
    ),
    "card": (
        "id", "uuid", "number", "status", "customer_id", "issued_at", "replaces_id", "reason",
    ),
    "person": (
        "id", "uuid", "name", "role", "pin_hash", "card_code", "language", "active", "failed",
        "locked_until",
    ),
    "promotion": (
        "id", "uuid", "name", "definition", "enabled", "valid_from", "valid_to", "priority",
    ),
    "coupon": (
        "id", "uuid", "till", "code", "definition", "state", "valid_from", "valid_to",
        "customer_id", "max_uses", "max_uses_per_customer", "uses", "source_sale_id", "issued_at",
        "state_at",
    ),
    "setting": ("key", "value"),
    "certificate": (
        "id", "uuid", "till", "code", "kind", "state", "amount", "balance", "valid_to",
        "customer_id", "sale_id", "return_id", "issued_at", "state_at", "reason",
    ),
    "campaign": (
        "id", "uuid", "name", "definition", "state", "valid_from", "valid_to", "created_at",
    ),
    "price_rule": (
        "id", "uuid", "product_id", "customer_group", "min_quantity", "price", "valid_from",
        "valid_to", "active", "created_at",
    ),
    "household": ("id", "uuid", "name", "created_at"),
    "customer_detail": (
        "customer_id", "phone_state", "email_state", "preferred", "do_not_call", "household_id",
        "tags", "merged_into", "erased_at", "source",
    ),
    "contact": (
        "id", "uuid", "customer_id", "kind", "value", "label", "preferred", "state", "at",
    ),
    "customer_note": ("id", "uuid", "customer_id", "text", "at_till", "person_id", "at"),
    "customer_merge": (
        "id", "uuid", "till", "survivor_id", "merged_id", "person_id", "approver_id", "at",
        "image", "undone_at", "undone_by",
    ),
    "not_duplicate": ("id", "uuid", "first_id", "second_id", "person_id", "at"),
    "saved_view": ("id", "uuid", "name", "definition", "created_at", "person_id"),
    "people_import": (
        "id", "uuid", "till", "file", "sha256", "at", "person_id", "counts", "state", "undone_at",
    ),
    "people_import_row": ("id", "import_id", "customer_id", "action", "before"),
    "import_mapping": ("key", "definition", "at"),
    "questionnaire": (
        "id", "uuid", "name", "kind", "state", "definition", "created_at", "changed_at",
    ),
    "response": (
        "id", "uuid", "till", "version_id", "customer_id", "sale_id", "state", "channel",
        "language", "started_at", "completed_at", "seconds", "person_id",
    ),
    "paper_form": (
        "id", "uuid", "code", "version_id", "customer_id", "language", "printed_at", "person_id",
        "response_id",
    ),
    "need_rule": ("id", "uuid", "name", "definition", "enabled", "created_at"),
    "need": (
        "id", "uuid", "customer_id", "key", "text", "kind", "evidence", "evidence_ref",
        "confidence", "noticed_on", "review_on", "state", "rule_id",
    ),
}  # fmt: skip
"""Sealed tables and their columns under the seal, in order. A product's covers its codes
too, a response's its answers."""

_encode: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


class Sealer:
    """Makes seals and journal hashes with the key of this installation."""

    def __init__(self, key: bytes) -> None:
        if len(key) < 16:
            raise ValueError("the installation's key is too short")
        self._key = key
        self.key_id = hashlib.sha256(b"pos-app journal key" + key).hexdigest()[:12]
        """Says which key was used without telling anything about it."""

    def seal(self, table: str, values: Sequence[object]) -> str:
        """The seal of one row (32 hexadecimal digits)."""
        text = f"{table}\n{row_text(values)}"
        return hmac.digest(self._key, text.encode(), "sha256").hex()[:32]

    def chain(self, previous: str, row: Sequence[object]) -> str:
        """The hash of a journal row upon the one before (64 hexadecimal digits)."""
        text = f"{previous}\n{row_text(row)}"
        return hmac.digest(self._key, text.encode(), "sha256").hex()


def row_text(values: Sequence[object]) -> str:
    """One unambiguous line for a row of texts, integers and NULLs."""
    return _encode(values)


def canonical(content: Mapping[str, object]) -> str:
    """Canonical JSON: sorted keys, no spaces, NFC; only None, bool, int, str, lists and dicts.

    Raises ``TypeError`` for anything else, floats above all.
    """
    _demand_plain(content)
    text = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    if unicodedata.is_normalized("NFC", text):
        return text
    return json.dumps(_nfc(content), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _demand_plain(value: object) -> None:
    if value is None or isinstance(value, (str, int)):
        return
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"a journal key must be text, not {type(key).__name__}")
            _demand_plain(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _demand_plain(item)
    else:
        raise TypeError(f"{type(value).__name__} has no place in the journal")


def _nfc(value: object) -> object:
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, Mapping):
        return {unicodedata.normalize("NFC", key): _nfc(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_nfc(item) for item in value]
    return value
