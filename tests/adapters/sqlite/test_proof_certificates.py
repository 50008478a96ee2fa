"""The checker finds money of certificates that does not agree with the documents it belongs to."""

from __future__ import annotations

from pathlib import Path

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.services.programme_records import CertificateEntry, CertificateRecord
from tests.adapters.sqlite.shop import KEY, START, TODAY, Shop, make_shop, sell


@pytest.fixture
def shop(tmp_path: Path) -> Shop:
    """A shop with one sale, one return and one certificate."""
    made = make_shop(tmp_path / "shop.db")
    sell(made, "s-0")
    return made


def found(shop: Shop) -> list[tuple[str, str, str]]:
    path = shop.store.path
    shop.store.close()
    report = check_file(path, Sealer(KEY))
    return [(one.code, one.found, one.expected) for one in report.findings]


def entry(shop: Shop, kind: str, amount: int, **where: int) -> None:
    with shop.store.uow() as uow:
        uow.certificates.add_entry(
            CertificateEntry(
                uuid=f"e-{kind}", certificate_id=1, kind=kind, amount=amount, at=START,
                local_day=TODAY, **where,
            )
        )  # fmt: skip
        uow.commit()


def test_nothing_is_found_where_all_agrees(shop: Shop) -> None:
    assert found(shop) == []


def test_money_taken_without_a_tender(shop: Shop) -> None:
    entry(shop, "redeem", -4_000, sale_id=1)
    assert found(shop) == [("certificate_paid", "4000", "0")]


def test_money_put_back_without_a_refund(shop: Shop) -> None:
    entry(shop, "refund", 1_500, return_id=1)
    assert found(shop) == [("certificate_refunded", "1500", "0")]


def test_a_gift_that_nobody_paid_for(shop: Shop) -> None:
    with shop.store.uow() as uow:
        made = uow.certificates.add(
            CertificateRecord(
                uuid="g-1", code="GIFT-1", kind="gift", amount=5_000, balance=0, sale_id=1,
                issued_at=START,
            )
        )  # fmt: skip
        uow.certificates.add_entry(
            CertificateEntry(
                uuid="g-1-e", certificate_id=made, kind="issue", amount=5_000, at=START,
                local_day=TODAY, sale_id=1,
            )
        )  # fmt: skip
        uow.commit()
    assert found(shop) == [("certificate_sold", "5000", "0")]


def test_an_expired_one_with_money_on_it(shop: Shop) -> None:
    with shop.store.uow() as uow:
        uow.certificates.set_state(1, "expired", START)
        uow.commit()
    assert found(shop) == [("certificate_expired", "10000", "0")]
