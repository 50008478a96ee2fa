"""Two tills, each a process of its own, want the same thing at once: points, money, a last use.

Run by ``test_right_races.py`` in a process of its own. Arguments: database, what they race for,
number of rounds. Prints one JSON object: what each till said, what became of it, and the faults.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from pos_app.adapters.sqlite.connection import connect_read_only
from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.store import create_store
from pos_app.domain.pricing import Programme
from pos_app.domain.promotion import AmountOff, Promotion, Scope
from pos_app.domain.sale import Draft, TenderKind
from pos_app.services.approvals import Permissions
from pos_app.services.certificates import Moment, issue_gift
from pos_app.services.pin_guard import PinGuard
from pos_app.services.programme_store import record_of
from pos_app.services.records import LotRow
from pos_app.services.return_model import ReturnItem, ReturnOrder
from pos_app.services.returns import ReturnParts, ReturnService
from pos_app.services.session import Session
from tests.builders import Shop, build_shop, card_number
from tests.e2e.race_nursery import KEY, Turns, checkout_of, own, race, till_on
from tests.fakes import FakeClock, FastHasher, RecordingSink, SequentialIds
from tests.services.desk import Counter, make_counter

PRICE, WORTH = 10_000, 1_000
"""Goods of 100.00, of which the right they race for pays 10.00."""

Wanted = tuple[list[Draft], list[str]]
"""Drafts to complete (a round each), or receipts to bring back."""


def _with_points(counter: Counter, rounds: int) -> Wanted:
    """Everybody has 10 points: the last of the account."""
    shop, drafts = counter.shop, []
    for number in range(1, rounds + 1):
        person = shop.customer(f"Maria {number}", number)
        with shop.store.uow() as uow:
            uow.points.add_lot(
                LotRow(
                    uuid=shop.ids.uuid(), customer_id=person.id, kind="welcome", granted=WORTH,
                    left=WORTH, earned_at=shop.clock.now(), active_from=counter.book.today(),
                    expires_on=None, local_day=counter.book.today(),
                )
            )  # fmt: skip
            uow.commit()
        counter.desk.scan("SOAP")
        counter.desk.attach_customer(person.id, card_number(number))
        assert counter.desk.set_points(WORTH) == WORTH
        drafts.append(_paid(counter))
    return drafts, []


def _with_certificates(counter: Counter, rounds: int) -> Wanted:
    """A certificate of 10.00 for each round."""
    shop, drafts = counter.shop, []
    today = counter.book.today()
    when = Moment(at=shop.clock.now(), today=today, session=shop.cashier)
    for number in range(rounds):
        code = f"GIFT{number:04}"
        with shop.store.uow() as uow:
            settings = counter.book.current.settings
            issue_gift(uow, shop.ids, settings, code=code, amount=WORTH, moment=when)
            uow.commit()
        counter.desk.scan("SOAP")
        counter.desk.present_certificate(code)
        drafts.append(_paid(counter))
    return drafts, []


def _with_promotions(counter: Counter, rounds: int) -> Wanted:
    """A promotion for each round, good for one receipt in all."""
    shop, drafts = counter.shop, []
    with shop.store.uow() as uow:
        for number in range(rounds):
            scope = Scope(skus=frozenset({f"P{number}"}))
            rule = Promotion(
                rule_id=f"once{number}", effects=(AmountOff(amount=WORTH, scope=scope),),
                usage_limit=1,
            )  # fmt: skip
            uow.promotions.put(record_of(rule, uuid=shop.ids.uuid()))
        uow.commit()
    counter.book.refresh()
    for number in range(rounds):
        counter.desk.refresh()
        counter.desk.add_product(shop.product(f"Soap {number}", PRICE, sku=f"P{number}").id)
        drafts.append(_paid(counter))
    return drafts, []


def _with_receipts(counter: Counter, rounds: int) -> Wanted:
    """A receipt of one piece for each round."""
    receipts = []
    for _ in range(rounds):
        counter.desk.scan("SOAP")
        receipts.append(counter.pay_cash().sale_uuid)
    return [], receipts


KINDS: dict[str, Callable[[Counter, int], Wanted]] = {
    "points": _with_points,
    "certificate": _with_certificates,
    "promotion": _with_promotions,
    "piece": _with_receipts,
}
LEFT = {
    "points": "SELECT balance, count(*) FROM account GROUP BY 1",
    "certificate": "SELECT balance, count(*) FROM certificate GROUP BY 1",
    "promotion": "SELECT uses, count(*) FROM (SELECT sum(uses) AS uses FROM promotion_use "
    "GROUP BY rule_id) GROUP BY 1",
    "piece": "SELECT money, count(*) FROM goods_return GROUP BY 1",
}
"""What is left of each, and of how many."""


def _paid(counter: Counter) -> Draft:
    """The open sale paid to the end, and put away: both tills have it in their hands."""
    due = counter.desk.view().settlement.missing
    counter.desk.set_tender(TenderKind.CASH, due)
    assert due == PRICE - WORTH
    draft = counter.desk.draft
    counter.desk.cancel()
    return draft


def prepare(path: Path, what: str, rounds: int) -> tuple[Session, Wanted]:
    """A shop in which everything lies ready."""
    clock, ids = FakeClock(), SequentialIds()
    store = create_store(path, clock=clock, ids=ids, key=KEY)
    try:
        shop: Shop = build_shop(store, clock, ids, FastHasher(), RecordingSink())
        counter = make_counter(shop, shop.owner)
        counter.use(Programme())
        shop.product("Soap", PRICE, sku="SOAP")
        return shop.owner, KINDS[what](counter, rounds)
    finally:
        store.close()


def turns_of(path: Path, number: int, session: Session, wanted: Wanted) -> Turns:
    """What one till wants, round by round."""
    store, clock, book = till_on(path, number)
    drafts, receipts = wanted
    checkout = checkout_of(store, clock, book, number)
    totals = [sum(tender.amount for tender in draft.tenders) for draft in drafts]
    sales = [
        partial(checkout.complete, session, own(draft, number, place), total)
        for place, (draft, total) in enumerate(zip(drafts, totals, strict=True))
    ]
    ids = SequentialIds(30_000_000 * number)
    returns = ReturnService(
        ReturnParts(
            uow=store.uow, book=book, clock=clock, ids=ids, sink=RecordingSink(),
            permissions=Permissions(
                store.uow, PinGuard(store.uow, FastHasher(), clock), clock, ids
            ),
        )
    )  # fmt: skip
    back = [partial(_bring_back, returns, session, receipt) for receipt in receipts]
    return store, [*sales, *back]


def _bring_back(returns: ReturnService, session: Session, receipt: str) -> None:
    (line,) = returns.sheet(receipt).lines
    items = (ReturnItem(position=line.position, quantity=line.quantity),)
    order = ReturnOrder(
        uuid=returns.new_uuid(), sale_uuid=receipt, items=items, reason="changed_mind"
    )
    returns.confirm(session, order, PRICE)


def main() -> None:
    path, what, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    session, wanted = prepare(path, what, rounds)
    said = race(rounds, lambda number: turns_of(path, number, session, wanted))
    reader = connect_read_only(path)
    left = reader.execute(LEFT[what]).fetchall()
    (sales,) = reader.execute("SELECT count(*) FROM sale").fetchone()
    reader.close()
    findings = [str(finding) for finding in check_file(path, Sealer(KEY)).findings]
    print(json.dumps({"said": said, "left": left, "sales": sales, "faults": findings}))


if __name__ == "__main__":
    main()
