"""A return in a story: money, points both ways, certificate, coupons, tier (R14–R19)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from fractions import Fraction

from pos_app.domain import points as ledger
from pos_app.domain.coupon import restored_until
from pos_app.domain.refund import (
    ReturnPlan,
    SoldLine,
    part_of_quantity,
    parts_for_amount,
    plan_return,
)
from pos_app.domain.tier import tier_after_return
from pos_app.services.quote_reader import Node, QuoteError
from pos_app.services.quote_story_state import (
    Happening,
    Person,
    Receipt,
    Refused,
    Row,
    Shop,
)

Parts = dict[str, Fraction]
Wish = Callable[[Receipt], Parts]


def give_back(happening: Happening, shop: Shop, row: Row) -> None:
    """Take goods of an earlier sale back.

    Raises:
        Refused: the sale is unknown, nothing of it is left, more than is left was asked for, or
            the return window the programme names is over.
    """
    sale_id, wish = _read(happening.node)
    receipt = shop.receipts.get(sale_id)
    if receipt is None:
        raise Refused("unknown_sale")
    happening.person = receipt.person
    _check(receipt, shop)
    returning = wish(receipt)
    if any(
        part < 0 or receipt.parts.get(line_id, 0) + part > 1 for line_id, part in returning.items()
    ):
        raise Refused("too_many")
    plan = plan_return(receipt.lines, receipt.parts, returning, receipt.terms, receipt.clawed)
    _carry_out(happening.person, receipt, plan, shop, row)


def _check(receipt: Receipt, shop: Shop) -> None:
    if all(receipt.parts.get(line.line_id) == 1 for line in receipt.lines):
        raise Refused("nothing_left")
    if shop.return_days is not None:
        last = receipt.day + timedelta(days=shop.return_days)
        if shop.today > last:
            raise Refused("return_window")


# -- what comes back ----------------------------------------------------------------------------


def _read(node: Node) -> tuple[str, Wish]:
    """Return the sale and how to find the part of each line that comes back."""
    sale_id = node.text("of")
    node.ignore("customer", "reason")
    node.flag("all", default=True)
    lines = [_read_line(one) for one in node.nodes("lines")]
    amount, units = node.maybe_whole("amount"), node.maybe_whole("units")
    if node.has("lines"):
        return sale_id, lambda receipt: _by_lines(receipt, lines)
    if amount is not None:
        return sale_id, lambda receipt: _by_amount(receipt, amount)
    if units is not None:
        return sale_id, lambda receipt: _by_units(receipt, units, node)
    return sale_id, _everything


def _read_line(node: Node) -> tuple[str, int | None, str]:
    line_id = node.text("line")
    quantity = node.quantity("qty", 1_000) if node.has("qty") else None
    node.done()
    return line_id, quantity, node.at("line")


def _left(receipt: Receipt, line: SoldLine) -> Fraction:
    return 1 - receipt.parts.get(line.line_id, Fraction(0))


def _everything(receipt: Receipt) -> Parts:
    return {line.line_id: _left(receipt, line) for line in receipt.lines}


def _by_lines(receipt: Receipt, wanted: list[tuple[str, int | None, str]]) -> Parts:
    known = {line.line_id: line for line in receipt.lines}
    parts: Parts = {}
    for line_id, quantity, path in wanted:
        if line_id not in known:
            raise QuoteError(path, f"was not sold: {line_id!r}")
        line = known[line_id]
        whole = quantity is None
        part = _left(receipt, line) if whole else part_of_quantity(line, quantity or 0)
        parts[line_id] = parts.get(line_id, Fraction(0)) + part
    return parts


def _by_units(receipt: Receipt, units: int, node: Node) -> Parts:
    """Units of a sale given by its sum; of several lines nobody could tell which."""
    line = receipt.lines[0]
    if len(receipt.lines) > 1:
        raise QuoteError(node.at("units"), "a sale of several lines needs lines")
    return {line.line_id: part_of_quantity(line, units * 1_000)}


def _by_amount(receipt: Receipt, amount: int) -> Parts:
    try:
        return parts_for_amount(receipt.lines, receipt.parts, amount)
    except ValueError:
        raise Refused("too_many") from None


# -- carrying it out ----------------------------------------------------------------------------


def _carry_out(person: Person, receipt: Receipt, plan: ReturnPlan, shop: Shop, row: Row) -> None:
    receipt.parts = dict(plan.parts)
    receipt.returns += 1
    restores_codes = plan.complete and not receipt.complete
    receipt.complete = plan.complete
    points_back = plan.shares.get("points", 0)
    _restore_points(person, receipt, points_back, shop)
    taken = _claw_back(person, receipt, plan.claw_back, shop)
    to_card = _refund_card(receipt, plan.refund, shop)
    counted = sum(line.money for line in plan.lines if line.line_id in receipt.counting)
    _lower_turnover(person, receipt, counted, shop)
    if restores_codes:
        _restore_codes(person, receipt, shop)
    row.refund = plan.refund
    row.earned, row.spent = -taken, -points_back
    row.extra["refund_to_card"] = to_card
    row.extra["tax"] = plan.shares.get("tax", 0)


def _restore_points(person: Person, receipt: Receipt, amount: int, shop: Shop) -> None:
    """Give spent points back to the lots they came from (R16)."""
    plan = ledger.plan_restoration(
        receipt.draws,
        receipt.restored,
        person.account.lots,
        amount,
        shop.today,
        shop.offer.programme.restored_points_days,
    )
    prefix = f"{receipt.sale_id} back {receipt.returns}."
    person.account = ledger.restore(person.account, plan, prefix, shop.today)
    receipt.restored.extend(ledger.Draw(lot_id=part.lot_id, amount=part.amount) for part in plan)


def _claw_back(person: Person, receipt: Receipt, amount: int, shop: Shop) -> int:
    """Take points earned back (R15) and return by how much the balance falls."""
    plan = ledger.plan_clawback(
        person.account, receipt.own_lots, amount, shop.today, receipt.expired_counted
    )
    person.account = ledger.claw_back(person.account, plan)
    receipt.clawed += amount
    receipt.expired_counted += plan.expired
    return plan.taken


def _refund_card(receipt: Receipt, refund: int, shop: Shop) -> int:
    """Refund to the certificate first, as far as it paid (R14)."""
    if receipt.card_id is None:
        return 0
    part = min(refund, receipt.card_part)
    receipt.card_part -= part
    shop.cards[receipt.card_id].balance += part
    return part


def _lower_turnover(person: Person, receipt: Receipt, refund: int, shop: Shop) -> None:
    """Lower the turnover at once; the tier falls only where this purchase raised it (R19)."""
    programme = shop.offer.programme
    person.paid.append((receipt.day, -refund))
    person.tier = tier_after_return(
        person.tier,
        receipt.tier_before,
        person.turnover(programme, shop.today),
        programme.tiers,
        raised=receipt.raised_tier,
    )


def _restore_codes(person: Person, receipt: Receipt, shop: Shop) -> None:
    """A full return restores the coupons used and voids the unused ones it issued (R17)."""
    for code in receipt.codes:
        coupon = shop.coupons[code]
        coupon.uses[person.person_id] -= 1
        coupon.extend_to(restored_until(coupon.paper.valid_to, shop.today))
    for rule_id in receipt.rules:
        shop.rule_uses[rule_id] -= 1
        person.used[rule_id] -= 1
    for coupon in shop.coupons.values():
        if coupon.issued_by == receipt.sale_id and not coupon.total:
            coupon.issued_by = None
