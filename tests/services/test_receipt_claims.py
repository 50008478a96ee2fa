"""A receipt given to a person later on its day (R9)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.domain.customer import Customer
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.goods_return import GoodsReturn
from pos_app.domain.pricing import EarnRule, Programme, earn_percent
from pos_app.domain.staff import Action
from pos_app.domain.tier import Tier
from pos_app.services.loyalty import read_sheet
from pos_app.services.receipt_claims import Claimed, worth_of
from pos_app.services.return_model import ReturnItem, ReturnOrder
from pos_app.services.returns import ReturnParts, ReturnService
from pos_app.services.sale_terms import LineTerms, SaleTerms, dump_terms
from tests.builders import SENIOR_PIN, Shop, card_number
from tests.services.points_desk import Points, make_points

PROGRAMME = Programme(
    tiers=(
        Tier(tier_id="start", name="Start", threshold=0, discount=500, multiplier=15_000),
        Tier(tier_id="gold", name="Gold", threshold=20_000),
    ),
    earn_rules=(earn_percent(500),),
)


@pytest.fixture
def points(shop: Shop) -> Points:
    """Everything about points."""
    made = make_points(shop)
    made.use(PROGRAMME)
    return made


@pytest.fixture
def maria(points: Points) -> Customer:
    """Somebody with a card."""
    return points.customer("Maria", 1)


def test_it_brings_what_it_would_have_earned(points: Points, maria: Customer) -> None:
    number = points.buy(count=2).number
    done = points.claims.attach(points.shop.senior, maria.id, number, "forgot the card")
    # 200.00 as paid, 5 % are 10 points, times 1.5 for the tier of before
    assert done == Claimed(number=number, points=1_500, turnover=20_000, tier="Gold")
    (lot,) = points.lots(maria)
    assert (lot.kind, lot.left, lot.sale_id is not None) == ("sale", 1_500, True)
    account = points.account(maria)
    assert (account.turnover, account.visits, account.tier_id) == (20_000, 1, "gold")
    with points.shop.store.uow() as uow:
        sale = uow.sales.by_number("1", number)
        assert sale is not None
        claim = uow.returns.claim(sale.id)
    assert claim is not None
    assert (claim.customer_id, claim.reason, claim.approver_id) == (
        maria.id, "forgot the card", None,
    )  # fmt: skip
    ((_, content, _, _),) = points.shop.events("receipt.attached")
    assert (content["number"], content["points"]) == (number, 1_500)
    assert check_file(points.shop.store.path, points.shop.store.sealer).findings == ()


def test_once_on_its_day_and_nobodys_yet(points: Points, maria: Customer) -> None:
    senior = points.shop.senior
    taken = points.buy(maria).number
    number = points.buy().number
    points.claims.attach(senior, maria.id, number, "x")
    left = points.buy().number
    for chosen, code in (
        (taken, "receipt_owned"),
        (number, "receipt_claimed"),
        (999, "receipt_unknown"),
    ):
        with pytest.raises(PosError) as refusal:
            points.claims.attach(senior, maria.id, chosen, "x")
        assert refusal.value.code == code
    with pytest.raises(PosError, match="setting_invalid"):
        points.claims.attach(senior, maria.id, left, " ")
    points.wait(days=1)
    with pytest.raises(PosError, match="receipt_other_day"):
        points.claims.attach(senior, maria.id, left, "x")


def test_not_after_goods_came_back(points: Points, maria: Customer) -> None:
    number = points.buy().number
    with points.shop.store.uow() as uow:
        sale = uow.sales.by_number("1", number)
        assert sale is not None
        uow.returns.add(
            GoodsReturn(
                id=0, uuid="r-1", till="1", number=1, shift_id=sale.shift_id,
                person_id=sale.person_id, approver_id=None, at=points.shop.clock.now(),
                local_date=sale.local_date, sale_id=sale.id, exchange_uuid=None, customer_id=None,
                customer_uuid=None, lines=(), refunds=(), money=0, points_money=0, points_back=0,
                points_taken=0, tax=0, tax_included=True, rounding=0, note="", slip="{}",
            )
        )  # fmt: skip
        uow.commit()
    with pytest.raises(PosError, match="receipt_returned"):
        points.claims.attach(points.shop.senior, maria.id, number, "x")


def test_a_blocked_card_gets_nothing(points: Points, maria: Customer) -> None:
    number = points.buy().number
    points.cards.block(points.shop.cashier, card_number(1), "lost")
    with pytest.raises(PosError, match="card_blocked"):
        points.claims.attach(points.shop.senior, maria.id, number, "x")
    gone = points.customer("Gone", 2)
    with points.shop.store.uow() as uow:
        uow.customers.update(replace(gone, active=False))
        uow.commit()
    with pytest.raises(PosError, match="card_blocked"):
        points.claims.attach(points.shop.senior, gone.id, number, "x")


def test_a_cashier_asks_a_senior(points: Points, maria: Customer) -> None:
    done = points.buy()
    with pytest.raises(NeedsApproval) as asked:
        points.claims.attach(points.shop.cashier, maria.id, done.number, "x")
    assert asked.value.params["event_ref"] == done.sale_uuid
    approval = points.shop.permissions.approve(
        Action.ATTACH_CARD_DAY, session=points.shop.cashier, event_ref=done.sale_uuid, reason="x",
        secret=SENIOR_PIN, approver_id=points.shop.people["Marta"].id,
    )  # fmt: skip
    points.claims.attach(points.shop.cashier, maria.id, done.number, "x", approval=approval)
    assert points.shop.events("receipt.attached")[0][3] == points.shop.people["Marta"].uuid


def test_the_caps_of_receipt_and_day(points: Points, maria: Customer) -> None:
    points.use(replace(PROGRAMME, tiers=(), max_points_per_receipt=900, max_points_per_day=1_200))
    first, second, third = (points.buy(count=2).number for _ in range(3))
    attach = points.claims.attach
    # 10 points each: nine by the cap of a receipt, then what the day leaves
    assert attach(points.shop.senior, maria.id, first, "x").points == 900
    assert attach(points.shop.senior, maria.id, second, "x").points == 300
    done = attach(points.shop.senior, maria.id, third, "x")
    assert (done.points, done.tier) == (0, "")
    assert points.account(maria).visits == 3


def test_terms_kept_with_the_sale_decide(points: Points, maria: Customer) -> None:
    points.use(replace(PROGRAMME, earn_rules=(earn_percent(500), EarnRule(points=100))))
    number = points.buy(count=2).number
    programme = points.book.current.programme
    with points.shop.store.uow() as uow:
        sale = uow.sales.by_number("1", number)
        assert sale is not None
        sheet = read_sheet(uow, maria.id, None, programme, points.today)

    def kept(*earned: tuple[int, int], per_order: tuple[int, int], counts: bool) -> str:
        lines = tuple(LineTerms(earned=each, counts=counts) for each in earned)
        return dump_terms(SaleTerms(lines=lines, per_order=per_order))

    # (99.95 + 150) × 1.5 = 374.925 hundredths, rounded down to 3 points
    mine = kept((1999, 20), per_order=(150, 1), counts=True)
    assert worth_of(sale, mine, programme, sheet) == (300, 20_000)
    idle = kept((0, 1), per_order=(0, 1), counts=False)
    assert worth_of(sale, idle, programme, sheet) == (0, 0)
    other = '[{"reason": "tier", "params": {}}]'
    silent = replace(sale, lines=tuple(replace(line, steps=other) for line in sale.lines))
    assert worth_of(silent, None, programme, sheet) == (0, 20_000)


def test_a_return_takes_back_what_the_claim_brought(points: Points, maria: Customer) -> None:
    points.use(replace(PROGRAMME, points_expiry_days=30))
    done = points.buy(count=2)
    points.claims.attach(points.shop.senior, maria.id, done.number, "x")
    (lot,) = points.lots(maria)
    points.desk.extend(points.shop.owner, lot.id, None)
    book = points.book
    service = ReturnService(
        ReturnParts(
            uow=points.shop.store.uow, book=book, permissions=points.shop.permissions,
            clock=points.shop.clock, ids=points.shop.ids, sink=points.shop.sink,
        )
    )  # fmt: skip
    taken = []
    for _ in range(2):
        (line,) = [each for each in service.sheet(done.sale_uuid).lines if each.left][:1]
        order = ReturnOrder(
            uuid=points.shop.ids.uuid(),
            sale_uuid=done.sale_uuid,
            items=(ReturnItem(position=line.position, quantity=1_000),),
            reason="changed_mind",
            condition="unopened",
        )
        preview = service.preview(order)
        service.confirm(points.shop.senior, order, preview.paid_out)
        taken.append(points.account(maria).balance)
    # 15 points of 200.00; with one of the two kept it would have been 7.5, rounded down to 7
    assert taken == [700, 0]
    assert check_file(points.shop.store.path, points.shop.store.sealer).findings == ()
