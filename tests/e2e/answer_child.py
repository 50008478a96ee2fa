"""A child that answers two questions, says so, and then stands still until it is killed."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pos_app.adapters.files.paths import places
from pos_app.bootstrap.shop import open_shop
from pos_app.services.session import Session
from tests.e2e import stage


def main(folder: Path) -> None:
    """Answer as the counter does; every answer is a transaction of its own."""
    shop = open_shop(places(folder), stage.world())
    cashier = next(one for one in shop.staff.people() if one.name == "Anna")
    session = Session(person=cashier, signed_in_at=shop.world.clock.now())
    with shop.store.uow() as uow:
        maria = next(iter(uow.cards.of_customer(1))).customer_id
    live = shop.questionnaires.live("card")
    assert live is not None
    filling = shop.responses.begin(session, live.version.id, customer_id=maria)
    shop.responses.answer(session, filling.response.id, "shops_for", ("family",))
    shop.responses.answer(session, filling.response.id, "buys_most", ("hair", "pets"))
    print("answered", flush=True)
    time.sleep(60)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
