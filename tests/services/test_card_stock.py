"""Blank cards in ranges: added, counted, cut off, gone on with, closed (R20)."""

from __future__ import annotations

import pytest

from pos_app.domain.card import CardStatus
from pos_app.domain.errors import PosError
from pos_app.services.card_stock import PART, CardStock
from tests.builders import Shop
from tests.services.desk import make_counter


class Enough(Exception):
    """Somebody pressed Stop."""


def stock_of(shop: Shop, pause=lambda: None) -> CardStock:
    return CardStock(shop.store.uow, shop.book, shop.clock, shop.ids, shop.sink, pause)


@pytest.fixture
def stock(shop: Shop) -> CardStock:
    return stock_of(shop)


def status(shop: Shop, number: str) -> CardStatus | None:
    with shop.store.uow() as uow:
        card = uow.cards.by_number(number)
    return card.status if card is not None else None


class TestAdding:
    def test_a_range_is_in_stock_and_told(self, shop: Shop, stock: CardStock) -> None:
        line = stock.add(shop.owner, "ean13", "1", 3, "from the printer")
        assert (line.counts.blank, line.counts.issued, line.counts.closed) == (3, 0, 0)
        assert (line.missing, line.batch.note) == (0, "from the printer")
        for number in ("2900000000018", "2900000000025", "2900000000032"):
            assert status(shop, number) is CardStatus.STOCK
        ((_, told, person, _),) = shop.events("card.batch_added")
        assert told == {
            "batch": line.batch.uuid,
            "first": "2900000000018",
            "last": "2900000000032",
            "cards": 3,
        }
        assert person == shop.owner.person_uuid
        assert ("card", str(line.batch.id)) in shop.sink.heard
        assert stock.batches() == [stock.batches()[0]]
        assert stock.batches()[0].batch.at == shop.clock.now()

    def test_leading_zeros_are_kept(self, shop: Shop, stock: CardStock) -> None:
        stock.add(shop.owner, "code128", "000098", 3)
        assert status(shop, "000100") is CardStatus.STOCK
        assert status(shop, "100") is None

    def test_only_the_owner_adds_and_closes(self, shop: Shop, stock: CardStock) -> None:
        line = stock.add(shop.owner, "ean13", "1", 1)
        for who in (shop.cashier, shop.senior):
            for deed in (
                lambda who=who: stock.add(who, "ean13", "5", 1),
                lambda who=who: stock.go_on(who, line.batch.id),
                lambda who=who: stock.close_rest(who, line.batch.id, "lost"),
            ):
                with pytest.raises(PosError, match="not_allowed"):
                    deed()
        assert stock.batches()[0].counts.blank == 1

    def test_cards_known_already_stay_as_they_are(self, shop: Shop, stock: CardStock) -> None:
        shop.customer("Maria", 2)
        assert stock.preview("ean13", "1", 3).known == 1
        assert stock.preview("ean13", "1", 3).new == 2
        line = stock.add(shop.owner, "ean13", "1", 3)
        assert (line.counts.blank, line.counts.issued, line.missing) == (2, 1, 0)
        assert status(shop, "2900000000025") is CardStatus.ACTIVE
        assert shop.events("card.batch_added")[0][1]["cards"] == 2

    def test_nothing_new_is_nothing_to_add(self, shop: Shop, stock: CardStock) -> None:
        shop.customer("Maria", 2)
        with pytest.raises(PosError, match="card_range_known"):
            stock.add(shop.owner, "ean13", "2", 1)
        assert stock.batches() == []

    def test_ranges_never_overlap(self, shop: Shop, stock: CardStock) -> None:
        stock.add(shop.owner, "ean13", "10", 10)
        for first, count in (("1", 10), ("19", 5), ("12", 2), ("5", 50)):
            with pytest.raises(PosError, match="card_range_taken") as refused:
                stock.preview("ean13", first, count)
            assert refused.value.params["last"].startswith("290000000019")
        assert stock.preview("ean13", "1", 9).new == 9
        assert stock.preview("ean13", "20", 1).new == 1
        assert stock.preview("code128", "0010", 3).new == 3
        stock.add(shop.owner, "code128", "A0010", 3)
        assert stock.preview("code128", "B0010", 3).new == 3

    def test_a_number_no_till_would_take_is_refused(self, shop: Shop, stock: CardStock) -> None:
        with pytest.raises(PosError, match="bank_card"):
            stock.preview("code128", "4111111111111111", 1)
        with pytest.raises(PosError, match="bank_card"):
            stock.add(shop.owner, "code128", "4111111111111110", 3)
        assert stock.batches() == []

    def test_the_next_range_begins_after_the_last(self, shop: Shop, stock: CardStock) -> None:
        assert stock.next_number() == "2900000000018"
        stock.add(shop.owner, "ean13", "1", 9)
        stock.add(shop.owner, "code128", "9999", 1)
        assert stock.next_number() == "2900000000100"
        stock.add(shop.owner, "ean13", "9999999999", 1)
        assert stock.next_number() == ""


class TestParts:
    def test_the_counter_sells_between_the_parts(self, shop: Shop) -> None:
        counter = make_counter(shop)
        shop.product("Soap", 10_000, sku="SOAP")
        seen: list[int] = []

        def sell() -> None:
            counter.desk.scan("SOAP")
            counter.pay_cash()
            seen.append(stock.batches()[0].counts.blank)

        stock = stock_of(shop, sell)
        heard: list[tuple[int, int]] = []
        line = stock.add(shop.owner, "ean13", "1", 450, progress=lambda *far: heard.append(far))
        assert seen == [PART, 2 * PART]
        assert heard == [(0, 450), (200, 450), (400, 450), (450, 450)]
        assert (line.counts.blank, line.missing) == (450, 0)
        assert [each[1]["cards"] for each in shop.events("card.batch_added")] == [200, 200, 50]

    def test_what_was_cut_off_goes_on(self, shop: Shop, stock: CardStock) -> None:
        def stop(done: int, total: int) -> None:
            if done >= 2 * PART:
                raise Enough

        with pytest.raises(Enough):
            stock.add(shop.owner, "ean13", "1", 500, progress=stop)
        (line,) = stock.batches()
        assert (line.counts.blank, line.missing) == (400, 100)
        with pytest.raises(PosError, match="card_range_taken"):
            stock.preview("ean13", "450", 1)
        shop.customer("Maria", 450)
        done = stock.go_on(shop.owner, line.batch.id)
        assert (done.counts.blank, done.counts.issued, done.missing) == (499, 1, 0)
        assert [each[1]["cards"] for each in shop.events("card.batch_added")] == [200, 200, 99]
        again = stock.go_on(shop.owner, line.batch.id)
        assert again.counts.blank == 499
        assert len(shop.events("card.batch_added")) == 3

    def test_a_first_part_of_known_cards_is_told_too(self, shop: Shop, stock: CardStock) -> None:
        stock_of(shop)
        for serial in (1, 2):
            shop.customer(f"Person {serial}", serial)
        line = stock.add(shop.owner, "ean13", "1", 3)
        assert line.counts.blank == 1

    def test_an_unknown_batch_is_refused(self, shop: Shop, stock: CardStock) -> None:
        with pytest.raises(PosError, match="card_batch_unknown"):
            stock.go_on(shop.owner, 7)


class TestClosing:
    def test_what_is_blank_is_closed_with_its_reason(self, shop: Shop, stock: CardStock) -> None:
        line = stock.add(shop.owner, "ean13", "1", 3)
        maria = shop.customer("Maria", 77)
        shop.cards.issue(shop.cashier, maria.id, "2900000000025")
        assert stock.close_rest(shop.owner, line.batch.id, " burnt ") == 2
        (after,) = stock.batches()
        assert (after.counts.blank, after.counts.issued, after.counts.closed) == (0, 1, 2)
        assert status(shop, "2900000000018") is CardStatus.CLOSED
        assert status(shop, "2900000000025") is CardStatus.ACTIVE
        ((_, told, _, _),) = shop.events("card.batch_closed")
        assert told == {"batch": line.batch.uuid, "cards": 2, "reason": "burnt"}
        with pytest.raises(PosError, match="card_batch_empty"):
            stock.close_rest(shop.owner, line.batch.id, "again")
        with pytest.raises(PosError, match="card_taken"):
            shop.cards.issue(shop.cashier, maria.id, "2900000000018")

    def test_a_reason_is_wanted(self, shop: Shop, stock: CardStock) -> None:
        line = stock.add(shop.owner, "ean13", "1", 1)
        with pytest.raises(PosError, match="reason_missing"):
            stock.close_rest(shop.owner, line.batch.id, "  ")

    def test_many_are_closed_in_parts(self, shop: Shop, stock: CardStock) -> None:
        line = stock.add(shop.owner, "ean13", "1", 2 * PART)
        heard: list[tuple[int, int]] = []
        told = heard.append
        closed = stock.close_rest(
            shop.owner, line.batch.id, "lost", lambda done, total: told((done, total))
        )
        assert closed == 2 * PART
        assert heard == [(0, 400), (200, 400), (400, 400)]
        assert len(shop.events("card.batch_closed")) == 2

    def test_a_stop_leaves_the_others_blank(self, shop: Shop, stock: CardStock) -> None:
        line = stock.add(shop.owner, "ean13", "1", PART + 1)

        def stop(done: int, total: int) -> None:
            if done:
                raise Enough

        with pytest.raises(Enough):
            stock.close_rest(shop.owner, line.batch.id, "lost", stop)
        assert stock.batches()[0].counts.blank == 1


def test_a_blank_card_at_the_till_says_it_is_new(shop: Shop, stock: CardStock) -> None:
    """And its number is the one a new customer gets."""
    stock.add(shop.owner, "ean13", "1", 1)
    stock.add(shop.owner, "code128", "CLUB-0001", 1)
    counter = make_counter(shop)
    for number in ("2900000000018", "CLUB-0001"):
        said = counter.desk.scan(number)
        assert said.reason is not None
        assert (said.reason.code, said.value) == ("card_not_issued", number)


def test_a_blank_card_that_was_closed_is_not_offered(shop: Shop, stock: CardStock) -> None:
    line = stock.add(shop.owner, "ean13", "1", 1)
    stock.close_rest(shop.owner, line.batch.id, "lost")
    said = make_counter(shop).desk.scan("2900000000018")
    assert said.reason is not None
    assert said.reason.code == "card_closed"
