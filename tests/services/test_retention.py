"""How long people and answers are kept: what is due, and that nothing goes by itself (R24)."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.errors import PosError
from pos_app.services.retention import Due, RetentionService, months_before
from tests.builders import Shop
from tests.services.forget_stage import forgetting, known_person


def retention(shop: Shop) -> RetentionService:
    return RetentionService(shop.store.uow, shop.clock, shop.sink)


@pytest.mark.parametrize(
    ("day", "months", "before"),
    [
        (date(2026, 11, 22), 36, date(2023, 11, 22)),
        (date(2026, 3, 31), 1, date(2026, 2, 28)),
        (date(2024, 3, 31), 1, date(2024, 2, 29)),
        (date(2026, 1, 15), 1, date(2025, 12, 15)),
        (date(2026, 12, 1), 12, date(2025, 12, 1)),
        (date(2026, 11, 22), 0, None),
    ],
)
def test_months_ago(day: date, months: int, before: date | None) -> None:
    assert months_before(day, months) == before


def test_nothing_is_ever_due_unless_the_shop_says_so(shop: Shop) -> None:
    shop.customer("Alicja")
    shop.clock.advance(days=3650)
    assert retention(shop).due(shop.owner) == Due(
        before=None, people=(), count=0, answers_before=None, answers=0
    )
    with pytest.raises(PosError, match="answers_kept"):
        retention(shop).drop_answers(shop.owner)


def test_who_has_not_come_for_that_long_is_due(shop: Shop) -> None:
    first = shop.customer("Alicja", 1)
    shop.clock.advance(days=370)
    shop.customer("Basia", 2)
    shop.settings.change_many(shop.owner, {"privacy.forget_months": 12})
    due = retention(shop).due(shop.owner)
    assert (due.before, due.count) == (date(2026, 11, 27), 1)
    assert [(each.name, each.last_day) for each in due.people] == [("Alicja", date(2026, 11, 22))]
    assert retention(shop).everybody(shop.owner) == [first.id]
    forgetting(shop).erase_all(shop.owner, [first.id], "unused", progress=lambda d, n: None)
    assert retention(shop).due(shop.owner).count == 0


def test_old_answers_go_when_the_owner_says_so(shop: Shop) -> None:
    known_person(shop)
    shop.settings.change_many(shop.owner, {"privacy.answers_months": 24})
    service = retention(shop)
    assert service.due(shop.owner).answers == 0
    shop.clock.advance(days=800)
    due = service.due(shop.owner)
    assert (due.answers, due.answers_before) == (2, date(2027, 1, 30))
    assert service.drop_answers(shop.owner) == 2
    assert service.due(shop.owner).answers == 0
    ((_, content, who, _),) = shop.events("customer.answers_dropped")
    assert content == {"rows": 2, "before": "2027-01-30"}
    assert who == shop.owner.person_uuid
    assert check_file(shop.store.path, shop.store.sealer).findings == ()
    assert ("customer", "") in shop.sink.heard


def test_only_the_owner(shop: Shop) -> None:
    with pytest.raises(PosError, match="not_allowed"):
        retention(shop).due(shop.senior)
    with pytest.raises(PosError, match="not_allowed"):
        retention(shop).drop_answers(shop.senior)
