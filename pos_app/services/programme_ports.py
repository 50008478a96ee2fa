"""What returns, certificates, campaigns, promotions and price levels need from the store."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Protocol

from pos_app.domain.goods_return import GoodsReturn
from pos_app.services.programme_records import (
    CampaignFigures,
    CampaignRecord,
    CertificateEntry,
    CertificateRecord,
    PriceRule,
    ReceiptClaim,
    RuleFigures,
    RuleUse,
)


class ReturnRepo(Protocol):
    """Returns (R14–R18), the terms a sale is remembered by, receipts claimed later (R9)."""

    def next_number(self, till: str) -> int: ...
    def add(self, back: GoodsReturn) -> int:
        """Store a completed return; raises ``PosError("return_exists")``."""

    def by_uuid(self, uuid: str) -> GoodsReturn | None: ...
    def of_sale(self, sale_id: int) -> Sequence[GoodsReturn]: ...
    def returned(self, sale_id: int) -> Mapping[int, int]:
        """Thousandths that came back so far, by position of the line sold."""

    def gestures_on(self, local_day: date) -> tuple[int, int]:
        """What gestures gave away that day: points (hundredths), and coupons (minor units)."""

    def add_terms(self, sale_id: int, content: str) -> None: ...
    def terms(self, sale_id: int) -> str | None: ...
    def add_claim(self, claim: ReceiptClaim) -> None:
        """Raises ``PosError("receipt_claimed")``."""

    def claim(self, sale_id: int) -> ReceiptClaim | None: ...


class CertificateRepo(Protocol):
    """Gift certificates and store credit (R22)."""

    def by_code(self, code: str) -> CertificateRecord | None: ...
    def get(self, certificate_id: int) -> CertificateRecord | None: ...
    def of_customer(self, customer_id: int) -> Sequence[CertificateRecord]: ...
    def of_sale(self, sale_id: int) -> Sequence[CertificateRecord]: ...
    def found(self, text: str, limit: int, offset: int = 0) -> Sequence[CertificateRecord]: ...
    def add(self, certificate: CertificateRecord) -> int:
        """Store with balance 0; the ``issue`` entry brings the money.

        Raises ``PosError("certificate_code_taken")``.
        """

    def add_entry(self, entry: CertificateEntry) -> None:
        """Raises ``PosError("certificate_short")`` or ``certificate_unknown``."""

    def entries(self, certificate_id: int) -> Sequence[CertificateEntry]: ...
    def set_state(
        self, certificate_id: int, state: str, at: datetime, reason: str = ""
    ) -> None: ...
    def set_valid_to(self, certificate_id: int, valid_to: date | None, at: datetime) -> None: ...
    def past(self, before: date, limit: int) -> Sequence[CertificateRecord]: ...
    def liability(self) -> Sequence[tuple[str, str, int, int]]:
        """(kind, month of expiry or "", count, money)."""


class CampaignRepo(Protocol):
    """Coupon campaigns (R21)."""

    def all(self) -> Sequence[CampaignRecord]: ...
    def get(self, campaign_id: int) -> CampaignRecord | None: ...
    def by_uuid(self, uuid: str) -> CampaignRecord | None: ...
    def put(self, record: CampaignRecord) -> int:
        """Insert (id 0) or replace; raises ``PosError("campaign_unknown")``."""

    def link(self, campaign_id: int, coupon_id: int, batch: str, at: datetime) -> None: ...
    def campaign_of(self, coupon_id: int) -> CampaignRecord | None: ...
    def codes(self, campaign_id: int, batch: str = "") -> Sequence[tuple[str, str, str]]:
        """(code, state, batch)."""

    def figures(self, campaign_id: int) -> CampaignFigures: ...
    def count(self, campaign_id: int) -> int: ...
    def given(self, campaign_id: int) -> int:
        """Money its used coupons gave, uses given back not counted."""

    def handed_to(self, campaign_id: int, customer_id: int) -> int:
        """Coupons a person was given, in their name or with a receipt of theirs."""

    def batches(self, campaign_id: int) -> Sequence[tuple[str, int, datetime]]:
        """(batch, coupons in it, when made), oldest first."""

    def batch_of(self, coupon_id: int) -> str: ...


class RuleUseRepo(Protocol):
    """Uses of promotions, for limits and budgets."""

    def add(self, use: RuleUse) -> None: ...
    def figures(self) -> Mapping[str, RuleFigures]: ...
    def figures_of(self, rule_ids: Collection[str]) -> Mapping[str, RuleFigures]:
        """Of some rules only: what a sale asks for; those never used are left out."""

    def by_customer(self, customer_id: int, rule_ids: Collection[str]) -> Mapping[str, int]:
        """How often one person used each of these rules."""

    def of_sale(self, sale_id: int) -> Mapping[str, int]: ...


class PriceRuleRepo(Protocol):
    """Prices by customer group and quantity."""

    def of_product(self, product_id: int) -> Sequence[PriceRule]: ...
    def groups(self) -> Sequence[str]:
        """Groups of customers that people or prices in use name, by name; no tiers."""

    def put(self, rule: PriceRule) -> int:
        """Insert (id 0) or replace; raises ``PosError("price_rule_unknown")``."""
