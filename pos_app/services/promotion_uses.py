"""What promotions have given so far: limits and budgets as the ledger of uses has them (R2, R21).

Only promotions with a limit or a budget are asked about, so that a shop without them pays nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from pos_app.domain.pricing import AppliedRule, Programme
from pos_app.domain.promotion import Promotion
from pos_app.services.ports import IdSource, UnitOfWork
from pos_app.services.programme_records import RuleFigures, RuleUse

RULE_ID = 60
"""Signs of a rule's id the ledger keeps."""


def with_uses(uow: UnitOfWork, programme: Programme) -> Programme:
    """``programme`` with what its limited promotions have given, from the open transaction.

    Inside the transaction that completes a sale nobody else writes, so that of two tills exactly
    one gets the last use or the rest of a budget.
    """
    limited = [
        rule.rule_id
        for rule in programme.promotions
        if rule.usage_limit is not None or rule.budget is not None
    ]
    if not limited:
        return programme
    figures = uow.rule_uses.figures_of(limited)
    promotions = tuple(
        used(rule, figures.get(rule.rule_id, RuleFigures())) for rule in programme.promotions
    )
    return replace(programme, promotions=promotions)


def used(rule: Promotion, figures: RuleFigures) -> Promotion:
    """A promotion with its uses and the money (minor units) it has given, never below nothing."""
    return replace(rule, used=max(0, figures.uses), budget_used=max(0, figures.amount))


def uses_of(uow: UnitOfWork, customer_id: int, programme: Programme) -> dict[str, int]:
    """How often a person used each promotion that is limited per customer, by rule id."""
    limited = [
        rule.rule_id for rule in programme.promotions if rule.usage_limit_per_customer is not None
    ]
    return dict(uow.rule_uses.by_customer(customer_id, limited)) if limited else {}


def write_uses(
    uow: UnitOfWork,
    ids: IdSource,
    applied: Iterable[AppliedRule],
    *,
    sale_id: int,
    customer_id: int | None,
    at: datetime,
    local_day: date,
) -> None:
    """Write one use for every promotion and coupon that gave something on a sale."""
    for rule in applied:
        uow.rule_uses.add(
            RuleUse(
                uuid=ids.uuid(),
                rule_id=rule.rule_id[:RULE_ID],
                sale_id=sale_id,
                customer_id=customer_id,
                uses=1,
                amount=rule.discount,
                at=at,
                local_day=local_day,
            )
        )
