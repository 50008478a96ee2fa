"""Two tills, each a process of its own, complete sales with one and the same coupon at once.

Run by ``test_coupon_race.py`` in a process of its own, so that forking is cheap and safe.
Arguments: database, number of coupons. Prints one JSON object: what each till said of each coupon,
and what the shop's data say afterwards.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pos_app.adapters.sqlite.integrity import check_file
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.store import Store, create_store, open_store
from pos_app.domain.errors import CodedError
from pos_app.domain.sale import Draft, TenderKind
from pos_app.services.checkout import Checkout, CheckoutParts
from pos_app.services.session import Session
from pos_app.services.shop_book import ShopBook
from tests.builders import build_shop
from tests.fakes import FakeClock, FakeDisk, FastHasher, RecordingSink, SequentialIds
from tests.services.campaign_stage import make_campaigns

KEY = b"k" * 32
TILLS = 2
PAID = 9_000
"""10 % off 100.00."""

Turns = tuple[Store, list[Callable[[], object]]]
"""What one till does, and the store to close after it."""


def prepare(path: Path, count: int) -> tuple[Session, list[str], list[Draft]]:
    """A shop, its coupons, and for each coupon a sale that shows it and is paid in full."""
    clock, ids, sink = FakeClock(), SequentialIds(), RecordingSink()
    store = create_store(path, clock=clock, ids=ids, key=KEY)
    try:
        shop = build_shop(store, clock, ids, FastHasher(), sink)
        stage = make_campaigns(shop)
        shop.product("Soap", 10_000, sku="SOAP")
        campaign_id = stage.start(starts_after=0)
        stage.codes.make(shop.owner, campaign_id, count)
        codes, drafts = stage.usable(campaign_id), list[Draft]()
        desk = stage.counter.desk
        for code in codes:
            desk.scan("SOAP")
            desk.apply_coupon(code)
            desk.set_tender(TenderKind.CASH, PAID)
            drafts.append(desk.draft)
            desk.cancel()
        return desk.session, codes, drafts
    finally:
        store.close()


def till_on(path: Path, number: int) -> tuple[Store, FakeClock, ShopBook]:
    """The shop opened by one till's process."""
    clock = FakeClock()
    store = open_store(path, clock=clock, ids=SequentialIds(10_000_000 * number), key=KEY)
    book = ShopBook(store.uow, clock)
    book.refresh()
    return store, clock, book


def checkout_of(store: Store, clock: FakeClock, book: ShopBook, number: int) -> Checkout:
    """The door of that till's sales."""
    return Checkout(
        CheckoutParts(
            uow=store.uow,
            book=book,
            clock=clock,
            ids=SequentialIds(20_000_000 * number),
            disk=FakeDisk(),
            sink=RecordingSink(),
        )
    )


def own(draft: Draft, number: int, place: int) -> Draft:
    """A draft as that till's own: one sale for each."""
    return replace(draft, uuid=f"01950000-0000-7000-9000-{number:04x}{place:08x}")


def take_turns(turns: Sequence[Callable[[], object]], start: int, answer: int) -> None:
    """Do one thing after the other, each at the sign; tell how each ended."""
    os.write(answer, b"ready\n")
    for turn in turns:
        os.read(start, 1)
        try:
            turn()
            said = "done"
        except CodedError as error:
            said = error.code
        os.write(answer, f"{said}\n".encode())


def sell(path: Path, number: int, session: Session, drafts: list[Draft]) -> Turns:
    """The sales of one till."""
    store, clock, book = till_on(path, number)
    checkout = checkout_of(store, clock, book, number)
    return store, [
        partial(checkout.complete, session, own(draft, number, place), PAID)
        for place, draft in enumerate(drafts)
    ]


def line(reading: int) -> str:
    """One line of an answer."""
    text = b""
    while not text.endswith(b"\n"):
        sign = os.read(reading, 1)
        if not sign:
            return "died"
        text += sign
    return text.decode().strip()


def race(rounds: int, till: Callable[[int], Turns]) -> list[list[str]]:
    """What the tills, each in its own process, said of each round."""
    signs, answers, children = [], [], []
    for number in range(1, TILLS + 1):
        hear, begin = os.pipe()
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            try:
                store, turns = till(number)
                take_turns(turns, hear, writing)
                store.close()
            finally:
                os._exit(0)
        os.close(hear)
        os.close(writing)
        signs.append(begin)
        answers.append(reading)
        children.append(child)
    assert [line(answer) for answer in answers] == ["ready"] * TILLS
    said = []
    for _ in range(rounds):
        for sign in signs:
            os.write(sign, b"!")
        said.append([line(answer) for answer in answers])
    for child in children:
        os.waitpid(child, 0)
    return said


def main() -> None:
    path, count = Path(sys.argv[1]), int(sys.argv[2])
    session, codes, drafts = prepare(path, count)
    said = race(count, lambda number: sell(path, number, session, drafts))
    store = open_store(path, clock=FakeClock(), ids=SequentialIds(90_000_000), key=KEY)
    with store.uow() as uow:
        coupons = [uow.coupons.by_code(code.replace("-", "")) for code in codes]
        found = [[c.state, c.uses, len(uow.coupons.trail(c.id).uses)] for c in coupons if c]
        numbers = uow.sales.next_number("1")
    store.close()
    findings = [str(finding) for finding in check_file(path, Sealer(KEY)).findings]
    print(json.dumps({"said": said, "coupons": found, "next": numbers, "faults": findings}))


if __name__ == "__main__":
    main()
