"""Digits that choose answers."""

from __future__ import annotations

from pos_app.presenters.fill_keys import DigitKeys, Picked

NPS = {str(n): str(n) for n in range(11)}
FOUR = {"a": "1", "b": "2", "c": "3", "d": "4"}
TWELVE = {f"o{n}": str(n) for n in range(1, 13)}


def test_a_digit_that_means_one_thing_is_over_at_once() -> None:
    assert DigitKeys().press("3", FOUR) == Picked(key="c", over=True)
    assert DigitKeys().press("7", NPS) == Picked(key="7", over=True)
    assert DigitKeys().press("0", NPS) == Picked(key="0", over=True)


def test_a_digit_without_a_choice_means_nothing() -> None:
    assert DigitKeys().press("5", FOUR) is None


def test_one_may_become_ten() -> None:
    keys = DigitKeys()
    assert keys.press("1", NPS) == Picked(key="1")
    assert keys.press("0", NPS) == Picked(key="10", undone="1", over=True)
    assert keys.press("0", NPS) == Picked(key="0", over=True)


def test_one_stays_one_when_another_digit_follows() -> None:
    keys = DigitKeys()
    assert keys.press("1", NPS) == Picked(key="1")
    assert keys.press("7", NPS) == Picked(key="7", over=True)


def test_after_another_key_a_digit_begins_anew() -> None:
    keys = DigitKeys()
    keys.press("1", TWELVE)
    keys.forget()
    assert keys.press("2", TWELVE) == Picked(key="o2", over=True)
    keys.press("1", TWELVE)
    assert keys.press("2", TWELVE) == Picked(key="o12", undone="o1", over=True)
