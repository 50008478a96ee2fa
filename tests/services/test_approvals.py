"""Who may do what, cell by cell, and the second person's consent (R33)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pos_app.domain.customer import Purpose
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.shift import CashMoveKind
from pos_app.domain.staff import (
    MATRIX,
    Action,
    Approval,
    Right,
    Role,
    adjust_action,
    discount_action,
    price_override_action,
)
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.session import ensure_may
from tests.builders import CASHIER_PIN, OWNER_SECRET, SENIOR_PIN, Shop

# Written by hand from the table of what each person may do alone: cashier, senior, owner.
# y = yes, a = a second person's consent, n = no.
TABLE = """
sell                    y y y
reprint                 y y y
reprint_again           a y y
redeem_above_limit      a y y
redeem_without_card     a y y
discount_small          y y y
discount_medium         a y y
discount_large          a a y
price_override          a y y
price_override_large    a a y
below_floor             a a y
return_with_receipt     a y y
return_without_receipt  n a y
return_late             a y y
gesture_above_limit     a a y
attach_card_day         a y y
attach_card_week        n a y
adjust_points_small     a y y
adjust_points           n a y
set_tier                n a y
card_issue              y y y
card_replace            a y y
certificate_block       a y y
customer_merge          n a y
drawer_open             a y y
expected_cash_early     n n n
contact_masked          y y y
contact_full            n y y
contact_edit            a y y
customer_create         y y y
customer_groups         n y y
saved_views             n y y
coupon_void             n y y
customer_erase          n a y
export_people           n n y
people_import           n n y
shift_open              y y y
shift_close             y y y
cash_move               y y y
product_edit            n n y
product_import          n n y
settings                n n y
programme               n n y
people                  n n y
backup                  y y y
restore                 n n y
clock_confirm           a y y
reports                 a y y
"""
ROLES = (Role.CASHIER, Role.SENIOR, Role.OWNER)
CELLS = [
    (role, Action(row.split()[0]), cell)
    for row in TABLE.strip().splitlines()
    for role, cell in zip(ROLES, row.split()[1:], strict=True)
]


def test_the_table_speaks_of_every_action() -> None:
    assert {action for _, action, _ in CELLS} == set(Action)


@pytest.mark.parametrize(
    ("role", "action", "cell"), CELLS, ids=[f"{a.value}-{r.value}" for r, a, _ in CELLS]
)
def test_each_cell_through_the_services(shop: Shop, role: Role, action: Action, cell: str) -> None:
    session = shop.as_role(role)
    if cell == "y":
        assert shop.permissions.require(session, action, event_ref="e") is None
        ensure_may(session, action)
        return
    expected = NeedsApproval if cell == "a" else PosError
    for ask in (
        lambda: shop.permissions.require(session, action, event_ref="e"),
        lambda: ensure_may(session, action),
    ):
        with pytest.raises(PosError) as refusal:
            ask()
        assert type(refusal.value) is expected
        assert refusal.value.params["action"] == action.value
    if cell == "n":
        assert refusal.value.code == "not_allowed"
        with pytest.raises(PosError) as refusal:
            shop.permissions.approve(
                action,
                session=session,
                event_ref="e",
                reason="because",
                secret=OWNER_SECRET,
                approver_id=shop.people["Leyla"].id,
            )
        assert refusal.value.code == "not_allowed"


@pytest.mark.parametrize(
    ("rate", "action"),
    [
        (1, Action.DISCOUNT_SMALL),
        (500, Action.DISCOUNT_SMALL),
        (501, Action.DISCOUNT_MEDIUM),
        (2000, Action.DISCOUNT_MEDIUM),
        (2001, Action.DISCOUNT_LARGE),
        (10_000, Action.DISCOUNT_LARGE),
    ],
)
def test_discounts_up_to_5_and_20_per_cent(rate: int, action: Action) -> None:
    assert discount_action(rate) is action


def test_points_by_hand_up_to_the_ceiling() -> None:
    assert adjust_action(1_000, 1_000) is Action.ADJUST_POINTS_SMALL
    assert adjust_action(1_001, 1_000) is Action.ADJUST_POINTS


@pytest.mark.parametrize(
    ("new", "action"),
    [
        (1000, Action.PRICE_OVERRIDE),
        (700, Action.PRICE_OVERRIDE),
        (699, Action.PRICE_OVERRIDE_LARGE),
        (0, Action.PRICE_OVERRIDE_LARGE),
    ],
)
def test_prices_down_to_30_per_cent(new: int, action: Action) -> None:
    assert price_override_action(1000, new) is action


def approve(shop: Shop, **more: Any) -> Approval:
    given: dict[str, Any] = {
        "session": shop.cashier,
        "event_ref": "draft-1",
        "reason": "regular customer",
        "secret": SENIOR_PIN,
        "approver_id": shop.people["Marta"].id,
        **more,
    }
    return shop.permissions.approve(Action.DISCOUNT_MEDIUM, **given)


def code_of(call: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(PosError) as refusal:
        call(*args, **more)
    return refusal.value.code


def use(shop: Shop, approval: Approval, **more: Any) -> Any:
    given: dict[str, Any] = {
        "session": shop.cashier,
        "action": Action.DISCOUNT_MEDIUM,
        "event_ref": "draft-1",
        **more,
    }
    return shop.permissions.require(**given, approval=approval)


def test_a_consent_lets_the_action_pass_once_and_says_whose_it_is(shop: Shop) -> None:
    approval = approve(shop)
    approver = use(shop, approval)
    assert (approver.name, approver.pin_hash) == ("Marta", "")
    assert code_of(use, shop, approval) == "approval_invalid"
    ((_, content, person, second),) = shop.events("approval.")
    assert content == {
        "action": "discount_medium",
        "ref": "draft-1",
        "reason": "regular customer",
    }
    assert person == shop.people["Anna"].uuid
    assert second == shop.people["Marta"].uuid


@pytest.mark.parametrize(
    "other",
    [
        {"event_ref": "draft-2"},
        {"action": Action.DRAWER_OPEN},
    ],
)
def test_a_consent_is_good_for_its_event_only(shop: Shop, other: dict[str, Any]) -> None:
    approval = approve(shop)
    assert code_of(use, shop, approval, **other) == "approval_invalid"
    assert code_of(use, shop, approval) == "approval_invalid"


def test_a_consent_is_good_for_who_asked(shop: Shop) -> None:
    assert code_of(use, shop, approve(shop), session=shop.session("Boris")) == "approval_invalid"


def test_a_consent_made_up_or_changed_is_worth_nothing(shop: Shop) -> None:
    approval = approve(shop)
    assert code_of(use, shop, replace(approval, token="other")) == "approval_invalid"
    assert code_of(use, shop, replace(approval, event_ref="draft-2")) == "approval_invalid"


def test_a_consent_waits_five_minutes(shop: Shop) -> None:
    fresh, stale = approve(shop), approve(shop)
    shop.clock.advance(seconds=299)
    assert use(shop, fresh)
    shop.clock.advance(seconds=1)
    assert code_of(use, shop, stale) == "approval_invalid"


def test_nobody_consents_to_the_own_wish(shop: Shop) -> None:
    own = {"session": shop.senior, "secret": SENIOR_PIN}
    with pytest.raises(PosError) as refusal:
        shop.permissions.approve(
            Action.DISCOUNT_LARGE,
            event_ref="e",
            reason="r",
            approver_id=shop.people["Marta"].id,
            **own,  # type: ignore[arg-type]
        )
    assert refusal.value.code == "approver_same"


def test_consent_takes_the_full_right(shop: Shop) -> None:
    large = Action.DISCOUNT_LARGE
    given: dict[str, Any] = {"session": shop.cashier, "event_ref": "e", "reason": "r"}
    marta, leyla = shop.people["Marta"].id, shop.people["Leyla"].id
    assert (
        code_of(shop.permissions.approve, large, secret=SENIOR_PIN, approver_id=marta, **given)
        == "approver_not_allowed"
    )
    assert shop.permissions.approve(large, secret=OWNER_SECRET, approver_id=leyla, **given)
    assert (
        code_of(
            shop.permissions.approve,
            Action.DISCOUNT_MEDIUM,
            secret="444444",
            approver_id=shop.people["Boris"].id,
            **given,
        )
        == "approver_not_allowed"
    )


def test_wrong_pins_count_towards_the_wait_of_the_approver(shop: Shop) -> None:
    for _ in range(5):
        assert code_of(approve, shop, secret=CASHIER_PIN) == "wrong_pin"
    assert code_of(approve, shop) == "locked_out"
    assert code_of(shop.staff.sign_in, shop.people["Marta"].id, SENIOR_PIN) == "locked_out"
    assert shop.events("approval.") == []


def test_an_approver_may_be_named_by_card_but_the_pin_is_asked(shop: Shop) -> None:
    shop.staff.edit(
        shop.owner, shop.people["Marta"].id, name="Marta", role=Role.SENIOR, card_code="S-9"
    )
    by_card = {"approver_id": None, "approver_card": "S-9"}
    assert code_of(approve, shop, secret="", **by_card) == "wrong_pin"
    assert use(shop, approve(shop, **by_card)).name == "Marta"
    assert code_of(approve, shop, approver_id=None, approver_card="S-0") == "staff_card_unknown"


def test_a_consent_has_a_reason_and_a_present_approver(shop: Shop) -> None:
    assert code_of(approve, shop, reason="  ") == "setting_invalid"
    assert code_of(approve, shop, approver_id=999) == "person_unknown"
    shop.staff.set_active(shop.owner, shop.people["Marta"].id, active=False)
    assert code_of(approve, shop) == "person_inactive"


def test_who_could_consent(shop: Shop) -> None:
    names = [p.name for p in shop.permissions.approvers(shop.cashier, Action.DISCOUNT_MEDIUM)]
    assert names == ["Leyla", "Marta"]
    large = shop.permissions.approvers(shop.senior, Action.DISCOUNT_LARGE)
    assert [(p.name, p.pin_hash) for p in large] == [("Leyla", "")]
    shop.staff.set_active(shop.owner, shop.people["Marta"].id, active=False)
    names = [p.name for p in shop.permissions.approvers(shop.cashier, Action.DISCOUNT_MEDIUM)]
    assert names == ["Leyla"]


def test_a_right_of_ones_own_needs_and_spends_no_consent(shop: Shop) -> None:
    approval = approve(shop)
    assert use(shop, approval, session=shop.senior) is None
    assert use(shop, approval).name == "Marta"


@pytest.mark.parametrize(
    ("action", "call"),
    [
        (Action.SHIFT_OPEN, lambda s: s.till.open(s.cashier, 0)),
        (Action.CASH_MOVE, lambda s: s.till.cash_move(s.cashier, CashMoveKind.IN, 1, "x")),
        (Action.SHIFT_CLOSE, lambda s: s.till.close(s.cashier, 0)),
        (Action.CARD_ISSUE, lambda s: s.cards.issue(s.cashier, 1, "CLUB-1")),
        (Action.CARD_ISSUE, lambda s: s.cards.block(s.cashier, "CLUB-1", "lost")),
        (Action.CUSTOMER_CREATE, lambda s: s.customers.create(s.cashier, CustomerForm())),
        (
            Action.CUSTOMER_CREATE,
            lambda s: s.customers.state_consent(
                s.cashier, 1, ConsentChoice(purpose=Purpose.PROGRAMME), given=True, wording="1"
            ),
        ),
        (Action.CONTACT_MASKED, lambda s: s.customers.profile(s.cashier, 1)),
    ],
)
def test_what_all_may_today_is_asked_of_the_table_too(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, action: Action, call: Any
) -> None:
    """Should the table once say no, the services obey it."""
    monkeypatch.setitem(MATRIX, action, (Right.NO, Right.NO, Right.NO))
    with pytest.raises(PosError) as refusal:
        call(shop)
    assert (refusal.value.code, refusal.value.params["action"]) == ("not_allowed", action.value)
