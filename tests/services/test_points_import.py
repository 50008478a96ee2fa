"""Opening balances from a table, and what the shop owes by month (R13, R31)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from pos_app.adapters.files.tables import FileTables
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.customer import Customer
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.pricing import Programme
from pos_app.services.liability import LiabilityService, MonthOwed
from pos_app.services.points_import import OpeningPlan, PointsImport
from tests.builders import Shop, card_number
from tests.fakes import FakePhones
from tests.services.points_desk import Points, make_points


@pytest.fixture
def points(shop: Shop) -> Points:
    """Everything about points; three customers, two of them with one phone."""
    made = make_points(shop)
    made.use(Programme(point_value=3, point_value_per=2))
    return made


@pytest.fixture
def people(points: Points) -> dict[str, Customer]:
    """Who is in the files."""
    made = {
        "maria": points.customer("Maria", 1, phone="+48600700800"),
        "anna": points.customer("Anna", 2, phone="+48600700900"),
    }
    second = points.customer("Olga", 3)
    with points.shop.store.uow() as uow:
        uow.customers.update(replace(second, phone="+48600700900"))
        uow.commit()
    return made


def importer(points: Points) -> PointsImport:
    shop = points.shop
    return PointsImport(
        shop.store.uow, FileTables(), FakePhones(), points.book, shop.clock, shop.ids
    )


def plan_of(points: Points, tmp_path: Path, text: str) -> OpeningPlan:
    file = tmp_path / "points.csv"
    file.write_text(text, encoding="utf-8")
    return importer(points).plan(str(file))


def test_a_file_is_planned_and_given(
    points: Points, people: dict[str, Customer], tmp_path: Path
) -> None:
    text = (
        "Balances of the old till;;;\n"
        "Karta;Telefon;Punkty;Ważne do\n"
        f"{card_number(1)};;120,50;31.12.2026\n"
        ";600 700 800;7;2027-02-01\n"
        f"{card_number(2)};;10;\n"
    )
    plan = plan_of(points, tmp_path, text)
    assert plan.columns == {
        "card": "Karta", "phone": "Telefon", "points": "Punkty", "expires": "Ważne do",
    }  # fmt: skip
    assert (plan.points, len(plan.rows), plan.rejected) == (13_750, 3, ())
    assert points.lots(people["maria"]) == []
    done = importer(points).apply(plan, session=points.shop.owner)
    assert (done.people, done.points, done.rejected) == (2, 13_750, ())
    lots = [(lot.kind, lot.left, lot.expires_on) for lot in points.lots(people["maria"])]
    assert lots == [
        ("opening", 12_050, date(2026, 12, 31)),
        ("opening", 700, date(2027, 2, 1)),
    ]
    assert points.lots(people["anna"])[0].expires_on is None
    ((_, content, person, _),) = points.shop.events("points.imported")
    assert (content["people"], content["points"], content["rejected"]) == (2, 13_750, 0)
    assert person == points.shop.owner.person_uuid
    assert check_file(points.shop.store.path, points.shop.store.sealer).findings == ()


def test_what_cannot_be_taken_says_why(
    points: Points, people: dict[str, Customer], tmp_path: Path
) -> None:
    rows = [
        ("9999;;5;", "unknown_card"),
        (";;5;", "person_missing"),
        (";600700999;5;", "unknown_phone"),
        (";12;5;", "unknown_phone"),
        (";600700900;5;", "shared_phone"),
        (f"{card_number(1)};;0;", "points_out_of_range"),
        (f"{card_number(1)};;-5;", "points_out_of_range"),
        (f"{card_number(1)};;five;", "not_a_number"),
        (f"{card_number(1)};;5;21.11.2026", "day_over"),
        (f"{card_number(1)};;5;31.02.2027", "date"),
        (f"{card_number(1)};;5;soon", "date"),
    ]
    text = "card;phone;points;expires\n" + "\n".join(row for row, _ in rows) + "\n"
    plan = plan_of(points, tmp_path, text)
    assert plan.rows == ()
    found = [(row.number, row.reason.code) for row in plan.rejected]
    assert found == [(number, code) for number, (_, code) in enumerate(rows, start=2)]


def test_the_same_file_gives_nothing_twice(
    points: Points, people: dict[str, Customer], tmp_path: Path
) -> None:
    text = f"card;points\n{card_number(1)};5\n"
    first = plan_of(points, tmp_path, text)
    importer(points).apply(first)
    done = importer(points).apply(first)
    assert (done.points, [row.reason.code for row in done.rejected]) == (0, ["taken_before"])
    again = plan_of(points, tmp_path, text)
    assert [row.reason.code for row in again.rejected] == ["taken_before"]
    assert points.account(people["maria"]).balance == 500
    other = plan_of(points, tmp_path, text + "\n")
    importer(points).apply(other)
    assert points.account(people["maria"]).balance == 1_000


def test_a_debt_is_filled_first(
    points: Points, people: dict[str, Customer], tmp_path: Path
) -> None:
    points.owe(people["maria"], 200)
    importer(points).apply(plan_of(points, tmp_path, f"card;points\n{card_number(1)};5\n"))
    assert [lot.left for lot in points.lots(people["maria"])] == [300]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1;2\n3;4\n", "import_no_header"),
        ("card;phone\n1;2\n", "import_column_missing"),
        ("points\n1\n", "import_no_header"),
    ],
)
def test_a_table_without_its_columns(points: Points, tmp_path: Path, text: str, code: str) -> None:
    with pytest.raises(PosError) as refusal:
        plan_of(points, tmp_path, text)
    assert refusal.value.code == code


def test_only_the_owner_imports(points: Points, tmp_path: Path) -> None:
    plan = plan_of(points, tmp_path, "card;points;points\n1;2;3\n")
    with pytest.raises(PosError, match="not_allowed"):
        importer(points).apply(plan, session=points.shop.senior)


class TestLiability:
    def test_by_month_with_what_is_pending(
        self, points: Points, people: dict[str, Customer]
    ) -> None:
        today, maria, anna = points.today, people["maria"], people["anna"]
        points.give(maria, 1_000, expires_on=date(2026, 11, 22))  # today still counts
        points.give(maria, 500, expires_on=date(2027, 1, 5))
        points.give(anna, 300, expires_on=date(2027, 1, 20), active_from=today + timedelta(days=5))
        points.give(anna, 100)
        points.owe(points.customer("Debtor", 9), 700)
        service = LiabilityService(points.reads, points.book)
        found = service.read(points.shop.owner)
        # three minor units for two points: 19 points are worth 28 (28.5 rounded down)
        assert (found.active, found.pending, found.money, found.owed) == (1_600, 300, 28, 700)
        assert found.months == (
            MonthOwed(month="2026-11", active=1_000, pending=0, money=15),
            MonthOwed(month="2027-01", active=500, pending=300, money=12),
            MonthOwed(month="", active=100, pending=0, money=1),
        )
        points.wait(days=1)
        assert service.read(points.shop.owner).active == 600
        with pytest.raises(NeedsApproval):
            service.read(points.shop.cashier)

    def test_nothing_owed(self, points: Points) -> None:
        found = LiabilityService(points.reads, points.book).read(points.shop.senior)
        assert (found.months, found.money, found.owed) == ((), 0, 0)
