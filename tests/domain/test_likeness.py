"""What speaks for two records being of one person (R23)."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.likeness import Traits, evidence, same_birthday, strength

MAY = date(1984, 5, 17)


def traits(name: str = "", birthday: date | None = None, **more: str) -> Traits:
    sets = {key: frozenset({value}) for key, value in more.items()}
    return Traits(name=name, birthday=birthday, **sets)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (MAY, MAY, True),
        (MAY, date(1904, 5, 17), True),
        (date(1904, 5, 17), MAY, True),
        (MAY, date(1985, 5, 17), False),
        (MAY, date(1984, 5, 18), False),
        (None, MAY, False),
        (MAY, None, False),
    ],
)
def test_a_birthday_without_a_year_fits_any_year(
    one: date | None, other: date | None, same: bool
) -> None:
    assert same_birthday(one, other) is same


def test_a_shared_phone_mail_or_card_speaks_for_itself() -> None:
    one = traits(phones="+48600", emails="a@b.pl", cards="29")
    assert evidence(one, one, 0) == ("card", "phone", "email")
    assert evidence(one, traits(phones="+48601", emails="b@b.pl", cards="28"), 100) == ()


def test_a_name_counts_with_the_birthday_and_a_close_one_less() -> None:
    anna, ana = traits("anna kowalska", MAY), traits("ana kowalska", MAY)
    assert evidence(anna, traits("anna kowalska", MAY), 100) == ("name_birthday",)
    assert evidence(anna, ana, 88) == ("close_birthday",)
    assert evidence(anna, ana, 87) == ()
    assert evidence(anna, traits("ana kowalska"), 96) == ("close_name",)


def test_a_name_nobody_gave_is_like_no_other() -> None:
    assert evidence(traits("", MAY), traits("", MAY), 100) == ()
    assert evidence(traits("anna"), traits(""), 100) == ()


def test_evidence_adds_up() -> None:
    both = evidence(traits("anna", MAY, phones="+48600"), traits("anna", MAY, phones="+48600"), 100)
    assert both == ("name_birthday", "phone")
    assert strength(both) == 110
    assert strength(()) == 0
