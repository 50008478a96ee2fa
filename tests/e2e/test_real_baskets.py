"""Twenty real baskets of loyalty households through the real window, by keys and scans."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from pos_app.adapters.files.keys import load_or_make_key
from pos_app.adapters.files.paths import places
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.bootstrap.rehearsal import Rehearsal, rehearse
from pos_app.bootstrap.shop import create_shop
from pos_app.domain.customer import Purpose
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.product_form import ProductForm
from pos_app.services.session import Session
from pos_app.services.setup import PersonAnswer, ShopAnswers
from tests.builders import CASHIER_PIN
from tests.e2e import stage
from tests.replay import (
    RealBasket,
    Scanned,
    barcode_of,
    earned,
    real_baskets,
    scan_sequences,
    shelf_prices,
)

BASKETS = 20


def stock(folder: Path, baskets: list[RealBasket], scanned: list[Scanned]) -> None:
    """A shop that holds the goods and households of those baskets, through its own services."""
    shop = create_shop(places(folder), stage.world())
    try:
        owner = shop.setup.create(
            ShopAnswers(
                shop_name="Complete Journey",
                owner=PersonAnswer(name="Olga", secret="111111"),
                currency="USD",
                people=(PersonAnswer(name="Anna", secret=CASHIER_PIN),),
            )
        )
        session = Session(person=owner, signed_in_at=shop.world.clock.now())
        wanted = {gesture.text for one in scanned for gesture in one.gestures}
        for number, price in shelf_prices(baskets).items():
            if barcode_of(number) in wanted:
                form = ProductForm(
                    name=f"Article {number}", price=price, barcodes=(barcode_of(number),)
                )
                shop.catalogue.create(session, form)
        for card in dict.fromkeys(one.card for one in scanned):
            form_of = CustomerForm(
                name=f"Household {card[-6:]}",
                card_number=card,
                consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
                wording="2026-11",
            )
            shop.customers.create(session, form_of)
    finally:
        shop.close()


@pytest.mark.timeout(240)
def test_twenty_real_baskets_come_to_price_times_pieces(tmp_path: Path, folder: Path) -> None:
    baskets = real_baskets(2_000)
    scanned = scan_sequences(baskets, BASKETS)
    assert len(scanned) == BASKETS
    shop = tmp_path / "journey"
    stock(shop, baskets, scanned)
    points: Counter[str] = Counter()
    with rehearse(shop, world=stage.world(), step_ms=40) as day:
        stage.work_begins(day, right=stage.person_keys(day, "Anna"))
        for number, one in enumerate(scanned, start=1):
            sell(day, one)
            assert (stage.last_number(day), stage.last_total(day)) == (number, one.total)
            points[one.card] += earned(one.total)
        assert {card: balance_of(day, card) for card in points} == dict(points)
        slip = day.shop.till.x_report(session_of(day), print_it=False)
        assert slip.sales_total == sum(one.total for one in scanned)
        assert slip.sales_count == BASKETS
    sealer = Sealer(load_or_make_key(shop))
    assert check_file(places(shop).database, sealer).is_clean


def sell(day: Rehearsal, one: Scanned) -> None:
    """Card and goods as the cashier gives them; the screen's total; exact cash."""
    for gesture in one.gestures:
        if gesture.kind == "scan":
            day.robot.scan(gesture.text)
        else:
            day.robot.type(gesture.text)
    total = f"${one.total // 100:,}.{one.total % 100:02d}"
    assert total in stage.seen(day)
    stage.pay_cash(day)


def session_of(day: Rehearsal) -> Session:
    """Who is at the till."""
    assert day.frame.session is not None
    return day.frame.session


def balance_of(day: Rehearsal, card: str) -> int:
    """Hundredths of points on the account behind a card."""
    (hit,) = day.shop.customers.search(session_of(day), card)
    return day.shop.customers.profile(session_of(day), hit.id).account.balance
