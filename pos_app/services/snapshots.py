"""Receipts to and from the JSON kept with the sale."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import Any

from pos_app.domain.receipt import (
    CertificateSlip,
    CouponSlip,
    ExplainedPart,
    ExplainedRow,
    ExplanationSlip,
    ReceiptSnapshot,
    ShiftSlip,
    SlipDiscount,
    SlipLine,
    SlipLoyalty,
    SlipPrice,
    SlipShop,
    SlipTax,
    SlipTender,
)


def _plain(value: Any) -> dict[str, object]:
    """A slip or a part of one as a dict; much cheaper than ``asdict``, which copies deeply."""
    return {field.name: getattr(value, field.name) for field in fields(value)}


_encode = json.JSONEncoder(
    ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
).encode


def dump(
    snapshot: ReceiptSnapshot | ShiftSlip | CouponSlip | CertificateSlip | ExplanationSlip,
) -> str:
    """Canonical JSON of a slip: sorted keys, no spaces, unescaped letters."""
    return _encode(snapshot)


def load_receipt(text: str) -> ReceiptSnapshot:
    """The receipt saved as ``text`` by :func:`dump`."""
    data: dict[str, Any] = json.loads(text)
    lines = tuple(_line(row) for row in data.pop("lines"))
    loyalty = data.pop("loyalty")
    return ReceiptSnapshot(
        **{
            **data,
            "shop": SlipShop(**data["shop"]),
            "lines": lines,
            "tenders": tuple(SlipTender(**row) for row in data["tenders"]),
            "taxes": tuple(SlipTax(**row) for row in data["taxes"]),
            "loyalty": SlipLoyalty(**loyalty) if loyalty else None,
            "coupons": tuple(CouponSlip(**row) for row in data["coupons"]),
            "returned": tuple(_line(row) for row in data.get("returned", ())),
            "handed_out": tuple(SlipTender(**row) for row in data.get("handed_out", ())),
        }
    )


def load_shift(text: str) -> ShiftSlip:
    """The shift slip saved as ``text`` by :func:`dump`."""
    data: dict[str, Any] = json.loads(text)
    return ShiftSlip(
        **{
            **data,
            "shop": SlipShop(**data["shop"]),
            "by_tender": tuple(SlipTender(**row) for row in data["by_tender"]),
            "taxes": tuple(SlipTax(**row) for row in data["taxes"]),
        }
    )


def load_certificate(text: str) -> CertificateSlip:
    """The certificate's slip saved as ``text`` by :func:`dump`."""
    data: dict[str, Any] = json.loads(text)
    return CertificateSlip(**{**data, "shop": SlipShop(**data["shop"])})


def load_explanation(text: str) -> ExplanationSlip:
    """The explanation saved as ``text`` by :func:`dump`."""
    data: dict[str, Any] = json.loads(text)
    parts = tuple(
        ExplainedPart(title=part["title"], rows=tuple(ExplainedRow(**row) for row in part["rows"]))
        for part in data["parts"]
    )
    return ExplanationSlip(**{**data, "shop": SlipShop(**data["shop"]), "parts": parts})


def _line(row: dict[str, Any]) -> SlipLine:
    discounts = tuple(SlipDiscount(**each) for each in row["discounts"])
    price = row.get("price")
    return SlipLine(
        **{**row, "discounts": discounts, "price": SlipPrice(**price) if price else None}
    )
