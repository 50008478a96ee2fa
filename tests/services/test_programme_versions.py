"""Versions by their days: a plan waits for its day, and the newest word about a day holds."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from pos_app.domain.errors import PosError
from pos_app.services import codec
from pos_app.services.programme_store import default_programme, dump_programme
from pos_app.services.programme_versions import in_force, read_versions, to_come
from pos_app.services.records import ProgrammeRow
from tests.builders import Shop

POINTS = default_programme("points")
BOTH = default_programme("both")
CARD = default_programme("discount")
DECEMBER = date(2026, 12, 1)


def days_later(shop: Shop, days: int) -> int:
    """The version in force so many days from now."""
    shop.clock.advance(days=days)
    return shop.programme.current()[0]


def test_a_plan_waits_for_its_day(shop: Shop) -> None:
    assert shop.programme.change(shop.owner, BOTH, DECEMBER) == 2
    assert shop.programme.current() == (1, POINTS)
    shop.clock.set(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))  # 23:59 in Warsaw
    assert shop.programme.current() == (1, POINTS)
    shop.clock.set(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))  # midnight
    assert shop.programme.current() == (2, BOTH)


def test_a_change_at_once_does_not_undo_a_plan(shop: Shop) -> None:
    """22 Nov: plan for 1 Dec; 24 Nov: another change at once; both hold in their time."""
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.clock.advance(days=2)
    assert shop.programme.change(shop.owner, CARD) == 3
    assert shop.programme.current() == (3, CARD)
    assert days_later(shop, 7) == 2


def test_the_newest_word_about_a_day_holds(shop: Shop) -> None:
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.programme.change(shop.owner, CARD, DECEMBER)
    assert [plan.version for plan in shop.programme.history().later] == [3]
    assert days_later(shop, 9) == 3
    shop.programme.change(shop.owner, POINTS)
    assert shop.programme.current()[0] == 4


def test_today_is_at_once(shop: Shop) -> None:
    shop.programme.change(shop.owner, BOTH, date(2026, 11, 22))
    history = shop.programme.history()
    assert history.now is not None
    assert (history.now.version, history.now.planned, history.later) == (2, False, ())


@pytest.mark.parametrize(
    ("day", "code"),
    [(date(2026, 11, 21), "programme_day_past"), (date(2036, 11, 20), "programme_day_far")],
)
def test_a_day_that_cannot_be(shop: Shop, day: date, code: str) -> None:
    with pytest.raises(PosError) as refusal:
        shop.programme.change(shop.owner, BOTH, day)
    assert refusal.value.code == code
    assert len(shop.programme.history().versions) == 1


def test_the_last_day_that_can_be(shop: Shop) -> None:
    shop.programme.change(shop.owner, BOTH, date(2036, 11, 19))
    assert shop.programme.history().later[0].starts == date(2036, 11, 19)


def test_a_plan_can_be_taken_back(shop: Shop) -> None:
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.sink.heard.clear()
    shop.programme.withdraw(shop.owner, 2)
    history = shop.programme.history()
    assert [(each.version, each.withdrawn) for each in history.versions] == [(1, False), (2, True)]
    assert history.later == ()
    assert shop.sink.heard == [("settings", "programme")]
    *_, (kind, content, person, _) = shop.events("programme.")
    assert (kind, content) == ("programme.withdrawn", {"version": 2, "starts": "2026-12-01"})
    assert person == shop.people["Leyla"].uuid
    assert days_later(shop, 30) == 1
    assert shop.programme.change(shop.owner, CARD) == 4


@pytest.mark.parametrize("number", [1, 2, 3, 9])
def test_only_a_plan_can_be_taken_back(shop: Shop, number: int) -> None:
    """1 was never a plan, 2 is taken back, the day of 3 has come, 9 does not exist."""
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.programme.change(shop.owner, CARD, date(2026, 11, 25))
    shop.programme.withdraw(shop.owner, 2)
    shop.clock.advance(days=5)
    with pytest.raises(PosError) as refusal:
        shop.programme.withdraw(shop.owner, number)
    assert refusal.value.code == "programme_not_planned"


@pytest.mark.parametrize("name", ["Anna", "Marta"])
def test_only_the_owner_takes_a_plan_back(shop: Shop, name: str) -> None:
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    with pytest.raises(PosError) as refusal:
        shop.programme.withdraw(shop.session(name), 2)
    assert refusal.value.code == "not_allowed"


def test_the_history_says_who_and_what_was_before(shop: Shop) -> None:
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.clock.advance(days=1)
    shop.programme.change(shop.owner, CARD)
    history = shop.programme.history()
    first, second, third = history.versions
    assert history.people[second.person_id] == "Leyla"
    assert third.at == datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    assert history.now == third
    assert history.before(first) is None
    assert [history.before(each) for each in (second, third)] == [first, first]


def test_the_plan_is_in_the_journal_with_its_day(shop: Shop) -> None:
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    ((_, content, _, _),) = shop.events("programme.")
    assert content == {"version": 2, "rules": codec.to_plain(BOTH), "starts": "2026-12-01"}


def test_the_till_takes_the_plan_up_at_midnight_without_being_told(shop: Shop) -> None:
    book = shop.book
    assert (book.current.version, book.current.later) == (1, ())
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.programme.change(shop.owner, CARD, date(2026, 12, 2))
    book.refresh()
    shop.clock.set(datetime(2026, 11, 30, 22, 59, tzinfo=UTC))
    assert book.current.version == 1
    shop.clock.set(datetime(2026, 11, 30, 23, 0, tzinfo=UTC))
    assert book.current.version == 2
    assert book.current.programme.tiers == BOTH.tiers
    shop.clock.advance(days=3)
    assert (book.current.version, book.current.later) == (3, ())
    assert book.current.programme.return_days == shop.settings.current.shop.return_days


def test_several_days_gone_by_bring_the_last_plan(shop: Shop) -> None:
    book = shop.book
    shop.programme.change(shop.owner, BOTH, DECEMBER)
    shop.programme.change(shop.owner, CARD, date(2026, 12, 2))
    book.refresh()
    shop.clock.advance(days=30)
    assert book.current.version == 3


def row(version: int, content: str) -> ProgrammeRow:
    return ProgrammeRow(version=version, content=content, at=datetime(2026, 11, 22, 9, tzinfo=UTC))


def test_versions_from_before_they_had_dates_are_read() -> None:
    (found,) = read_versions([row(1, dump_programme(BOTH))])
    assert (found.programme, found.starts, found.planned) == (BOTH, date(2026, 11, 22), False)


def test_a_clock_set_back_does_not_bring_an_older_programme() -> None:
    versions = read_versions([row(1, dump_programme(POINTS)), row(2, dump_programme(BOTH))])
    found = in_force(versions, date(2020, 1, 1))
    assert found is not None
    assert found.version == 2


def test_without_versions_there_is_none() -> None:
    assert in_force((), DECEMBER) is None
    assert to_come((), DECEMBER) == ()


def test_a_spoilt_version_is_said_so() -> None:
    spoilt = dump_programme(BOTH).replace('"points_step":100', '"points_step":"x"')
    with pytest.raises(PosError) as refusal:
        read_versions([row(1, spoilt)])
    assert refusal.value.code == "definition_unreadable"
