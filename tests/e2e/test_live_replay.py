"""2,000 real baskets as live sales with cards, every figure against a sum made by hand."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.services.sale_desk import SaleDesk
from tests.replay import (
    LiveShop,
    RealBasket,
    earned,
    live_shop,
    real_baskets,
    scan_sequences,
)

COUNT = 2_000


@pytest.fixture(scope="module")
def baskets() -> list[RealBasket]:
    """Real baskets."""
    return real_baskets(COUNT)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_thousand_real_baskets_sell_at_their_real_totals(
    tmp_path: Path, baskets: list[RealBasket]
) -> None:
    assert len(baskets) == COUNT
    live = live_shop(tmp_path / "shop.db", baskets)
    sell_all(live, baskets)
    proved(live, baskets)


def test_a_hundred_real_baskets_sell_at_their_real_totals(
    tmp_path: Path, baskets: list[RealBasket]
) -> None:
    live = live_shop(tmp_path / "shop.db", baskets[:100])
    sell_all(live, baskets[:100])
    proved(live, baskets[:100])


def sell_all(live: LiveShop, baskets: list[RealBasket]) -> None:
    """Complete each; the checkout itself refuses a total that is not the real one."""
    checkout, session = live.shop.checkout(), live.shop.cashier
    for number, basket in enumerate(baskets, start=1):
        done = checkout.complete(session, live.draft(basket), basket.total)
        assert (done.number, done.total) == (number, basket.total)
        assert done.receipt.loyalty is not None
        assert done.receipt.loyalty.points_earned == earned(basket.total)
        assert done.receipt.gross == sum(line.gross for line in basket.lines)


def proved(live: LiveShop, baskets: list[RealBasket]) -> None:
    """Accounts and lines hold what the tables say, and the shop proves itself."""
    spent: Counter[int] = Counter()
    points: Counter[int] = Counter()
    for basket in baskets:
        spent[basket.household] += basket.total
        points[basket.household] += earned(basket.total)
    with live.store.uow() as uow:
        for household, (customer_id, _) in live.customers.items():
            account = uow.customers.account(customer_id)
            assert (account.turnover, account.balance) == (spent[household], points[household])
    reader = live.store._reader()
    sums = reader.execute("SELECT sum(gross), sum(net), count(*) FROM sale_line").fetchone()
    assert sums == (
        sum(line.gross for basket in baskets for line in basket.lines),
        sum(basket.total for basket in baskets),
        sum(len(basket.lines) for basket in baskets),
    )
    live.store.close()
    assert check_file(live.store.path, live.store.sealer).is_clean


def test_twenty_baskets_scanned_at_the_desk_come_to_price_times_pieces(
    tmp_path: Path, baskets: list[RealBasket]
) -> None:
    live = live_shop(tmp_path / "shop.db", baskets)
    desk: SaleDesk = live.shop.desk()
    sequences = scan_sequences(baskets)
    assert len(sequences) == 20
    for scanned in sequences:
        quantity = 1000
        for gesture in scanned.gestures:
            if gesture.kind == "keys":
                quantity = int(gesture.text.removesuffix("*")) * 1000
                continue
            desk.scan(gesture.text, quantity)
            quantity = 1000
        assert desk.view().customer is not None
        assert desk.priced.to_pay == scanned.total
        desk.cancel()
    live.store.close()
