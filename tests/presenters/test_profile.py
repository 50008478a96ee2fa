"""The profile of a person: head, overview, purchases, points, needs; who sees what."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.pricing import Programme, earn_percent
from pos_app.domain.promotion import AmountOff, Promotion
from pos_app.domain.tier import Tier
from pos_app.services.people_records import PersonDetail, PersonNote
from pos_app.services.programme_store import dump_promotion
from pos_app.services.records import CouponRecord
from pos_app.services.return_model import ReturnItem, ReturnOrder
from pos_app.services.returns import ReturnParts, ReturnService
from tests.builders import Shop, card_number
from tests.presenters.profile_stage import ProfileStage, plain
from tests.services.profile_desk import make_known

PROGRAMME = Programme(
    tiers=(Tier(tier_id="start", name="Start", threshold=0),),
    earn_rules=(earn_percent(1_000),),
    points_expiry_days=30,
)


@pytest.fixture
def page(shop: Shop) -> ProfileStage:
    """The owner at the profile."""
    known = make_known(shop)
    known.points.use(PROGRAMME)
    return ProfileStage(known=known, session=shop.owner)


def test_nobody_is_chosen(page: ProfileStage) -> None:
    presenter = page.make()
    presenter.clear()
    assert (page.state.name, page.state.empty_title) == ("", "No customer is chosen")
    for gesture in (presenter.put, presenter.more, presenter.confirm, presenter.back):
        gesture()
    for typed in (presenter.choose_mode, presenter.pick, presenter.act):
        typed("x")
    presenter.type("x", "y")
    assert page.went == []
    presenter.open(999)
    assert page.state.notice


def test_the_head_says_who_it_is(page: ProfileStage) -> None:
    presenter = page.make()
    presenter.open(page.known.maria.id)
    state = page.state
    assert state.name == "Maria Kowalska"
    assert plain(state.detail) == "••• 567 · with us since Nov 2026"
    assert state.badges == (("Start", "accent"), ("No purchases yet", "neutral"))
    figures = [(one.caption, plain(one.value), plain(one.note)) for one in state.figures]
    assert figures == [
        ("Bought in all", "zł 0", ""),
        ("In 12 months", "zł 0", "points: 0"),
        ("Purchases", "0", ""),
        ("Usually comes", "—", "has not bought yet"),
    ]
    presenter.put()
    assert page.went == [("sale", page.known.maria.id)]


def test_figures_of_somebody_who_comes_every_week(page: ProfileStage) -> None:
    points = page.known.points
    for _ in range(5):
        points.buy(page.known.maria)
        points.wait(days=7)
    points.wait(days=1)
    page.make().open(page.known.maria.id)
    figures = [(plain(one.value), plain(one.note)) for one in page.state.figures]
    assert figures == [
        ("zł 500", ""),
        ("zł 500", "points: 40"),
        ("5", "zł 100 on average"),
        ("every 7 days", "seen 8 days ago"),
    ]
    assert page.state.badges[1] == ("Regular", "solid")
    points.wait(days=7)
    page.make().open(page.known.maria.id)
    assert page.state.badges[1] == ("Long not seen", "warn")


@pytest.mark.parametrize(
    ("days", "words"),
    [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (60, "60 days ago"), (61, "22 Nov 2026")],
)
def test_the_last_visit(page: ProfileStage, days: int, words: str) -> None:
    page.known.points.buy(page.known.maria)
    page.known.points.wait(days=days)
    page.make().open(page.known.maria.id)
    assert page.state.figures[3].note == f"seen {words}"


def test_warnings_stand_beside_the_name(page: ProfileStage) -> None:
    known = page.known
    with known.shop.store.uow() as uow:
        uow.people.put_detail(PersonDetail(customer_id=known.maria.id, do_not_call=True))
        uow.commit()
    known.points.cards.block(known.shop.cashier, card_number(1), "lost")
    page.make().open(known.maria.id)
    assert page.state.badges[2:] == (("Card blocked", "danger"), ("Do not call", "danger"))


def test_the_overview_shows_the_last_of_everything(page: ProfileStage) -> None:
    known, points = page.known, page.known.points
    done = points.buy(known.maria, 2)
    points.wait(days=1)
    give_back(page, done.sale_uuid)
    coupon = CouponRecord(
        uuid="u1", code="KAAA", valid_from=points.today, valid_to=points.today,
        definition=dump_promotion(
            Promotion(rule_id="c", name="Hello", effects=(AmountOff(amount=1_500),))
        ),
        customer_id=known.maria.id,
    )  # fmt: skip
    with known.shop.store.uow() as uow:
        uow.coupons.add(coupon)
        void = uow.coupons.add(replace(coupon, uuid="u2", code="KAAC"))
        uow.coupons.set_state(void, "void", known.shop.clock.now())
        for number, text in enumerate(("wants\nbags", "asks for Anna")):
            uow.people.add_note(
                PersonNote(
                    uuid=f"n{number}", customer_id=known.maria.id, text=text,
                    at=known.shop.clock.now(), at_till=True,
                )
            )  # fmt: skip
        uow.commit()
    page.make().open(known.maria.id)
    bought = page.panel("purchases")
    assert bought.link == "all 1"
    lines = [
        (one.title, one.note, plain(one.right), one.right_note, one.tone) for one in bought.lines
    ]
    assert lines == [
        ("Soap", "23 Nov 2026 · return · receipt 1 · Allergy", "−zł 100.00", "−10 points",
         "danger-text"),
        ("Soap", "22 Nov 2026 · receipt 1 · partly returned", "zł 200.00", "+20 points", "text"),
    ]  # fmt: skip
    moved = page.panel("points")
    assert moved.title == "Points: 10"
    assert plain(moved.warning) == "10 run out 22 December"
    assert [(one.title, one.right, one.right_note) for one in moved.lines][-1] == (
        "Purchase · receipt 1", "+20", "20",
    )  # fmt: skip
    cards = [(plain(one.title), one.right) for one in page.panel("cards").lines]
    assert cards == [("•••• 0018", "in use"), ("−zł 15", "to 23 Nov 2026")]
    consents = [(one.title, one.icon) for one in page.panel("consents").lines]
    assert consents == [
        ("Keeping data", "circle-check"), ("Calls", "circle-x"), ("SMS", "circle-x"),
        ("E-mail", "circle-x"),
    ]  # fmt: skip
    assert [one.title for one in page.panel("contacts").lines] == ["asks for Anna", "wants bags"]


def give_back(page: ProfileStage, receipt: str) -> None:
    shop = page.known.shop
    service = ReturnService(
        ReturnParts(
            uow=shop.store.uow, book=page.known.points.book, permissions=shop.permissions,
            clock=shop.clock, ids=shop.ids, sink=shop.sink,
        )
    )  # fmt: skip
    line = service.sheet(receipt).lines[0]
    order = ReturnOrder(
        uuid=shop.ids.uuid(), sale_uuid=receipt,
        items=(ReturnItem(position=line.position, quantity=1_000),),
        reason="allergy", condition="opened",
    )  # fmt: skip
    service.confirm(shop.senior, order, service.preview(order).paid_out)


def test_a_row_of_purchases_opens_its_receipt(page: ProfileStage) -> None:
    done = page.known.points.buy(page.known.maria, 2)
    page.known.points.buy(page.known.maria)
    page.known.points.wait(hours=1)
    give_back(page, done.sale_uuid)
    presenter = page.make()
    presenter.open(page.known.maria.id)
    presenter.choose_tab("purchases")
    assert dict(page.state.tabs)["purchases"] == "Purchases 2"
    keys = [row.key for row in page.state.body.rows]
    assert page.state.body.chosen == keys[0]
    presenter.act("open")  # the return: the receipt it is about
    presenter.pick(keys[1])
    presenter.pick("nothing")
    assert page.went == [("receipt", 1), ("receipt", 2)]


def test_more_receipts_are_read_when_wanted_and_stay(
    page: ProfileStage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pos_app.adapters.sqlite.profile_reads.FIRST_PAGE", 2)
    for _ in range(5):
        page.known.points.buy(page.known.maria)
    presenter = page.make()
    presenter.open(page.known.maria.id)
    presenter.choose_tab("purchases")
    assert (len(page.state.body.rows), page.state.body.more) == (2, "Show more")
    presenter.more()
    assert (len(page.state.body.rows), page.state.body.more) == (5, "")
    presenter.refresh()
    assert len(page.state.body.rows) == 5


def test_points_tell_every_lot_and_every_movement(page: ProfileStage) -> None:
    points = page.known.points
    points.buy(page.known.maria)
    points.give(
        page.known.maria, 500, kind="compensation", reason="late",
        active_from=points.today + timedelta(days=2),
    )  # fmt: skip
    points.give(page.known.maria, 300, kind="birthday", expires_on=points.today)
    points.wait(days=1)
    presenter = page.make()
    presenter.open(page.known.maria.id)
    presenter.choose_tab("points")
    assert page.rows() == [
        ("Birthday · 22 Nov 2026", "given 3 · from 22 Nov 2026 · to 22 Nov 2026", "3", "run out"),
        ("Compensation · late · 22 Nov 2026", "given 5 · from 24 Nov 2026", "5", "waiting"),
        ("Purchase · receipt 1 · 22 Nov 2026",
         "given 10 · from 22 Nov 2026 · to 22 Dec 2026", "10", "left"),
    ]  # fmt: skip
    points.day.run()
    presenter.refresh()
    assert page.rows()[0] == (
        "Birthday · 22 Nov 2026", "given 3 · expired 3 · from 22 Nov 2026 · to 22 Nov 2026", "0",
        "run out",
    )  # fmt: skip
    presenter.choose_part("movements")
    assert page.rows()[0][0] == "Expired"
    assert page.rows()[-1] == (
        "Purchase · receipt 1", "22 Nov 2026, 08:00", "+10", "balance 10 points",
    )  # fmt: skip
    presenter.act("adjust")
    assert page.went == [("points", page.known.maria.id)]


def test_the_tab_stays_while_walking_through_people(page: ProfileStage) -> None:
    other = page.known.points.customer("Adam", 2)
    presenter = page.make()
    presenter.open(page.known.maria.id)
    presenter.choose_tab("points")
    presenter.choose_tab("nonsense")
    presenter.open(other.id)
    assert (page.state.name, page.state.tab) == ("Adam", "points")
    presenter.back()
    assert page.state.tab == "overview"


def test_a_scan_without_a_form_is_refused(page: ProfileStage) -> None:
    presenter = page.make()
    presenter.open(page.known.maria.id)
    presenter.scan("4001")
    assert page.alerts == 1
    presenter.leave()
