"""Codes of coupons: drawn until they are good and new (R21)."""

from __future__ import annotations

from pos_app.domain.coupon import is_code
from pos_app.domain.promotion import IssueCoupon, Promotion
from pos_app.services.coupons import fresh_code, goods_of, printed_code
from tests.builders import Shop
from tests.services.desk import golden_coupon, make_counter


class LoadedDice:
    """Bytes in a given order."""

    def __init__(self, *draws: bytes) -> None:
        self.draws = list(draws)

    def uuid(self) -> str:
        """Not asked for here."""
        raise AssertionError

    def random_bytes(self, count: int) -> bytes:
        """The next ones."""
        return self.draws.pop(0)


def test_bad_draws_and_codes_in_use_are_drawn_again(shop: Shop) -> None:
    """Bytes above 247 would favour the first signs, so nine good ones are needed of 24."""
    unusable, taken, good = bytes([255] * 24), bytes([1] * 24), bytes([2] * 24)
    counter = make_counter(shop)
    with shop.store.uow() as uow:
        used = fresh_code(uow, LoadedDice(taken), "K")
    counter.coupon(used, golden_coupon())
    dice = LoadedDice(unusable, taken, good)
    with shop.store.uow() as uow:
        code = fresh_code(uow, dice, "K")
    assert (used[:10], code[:10]) == ("K111111111", "K222222222")
    assert is_code(code)
    assert dice.draws == []


def test_a_code_is_printed_with_its_prefix_set_apart() -> None:
    assert printed_code("K0123456789", "K") == "K-0123456789"
    assert printed_code("0123456789", "K") == "0123456789"  # of a former system


def test_a_coupon_for_another_coupon_is_for_all_goods(shop: Shop) -> None:
    rule = Promotion(rule_id="x", effects=(IssueCoupon(campaign="next"),))
    with shop.store.uow() as uow:
        assert goods_of(uow, rule) == ()
