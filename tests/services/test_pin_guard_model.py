"""The waits after wrong tries against a model of their own, in any history."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from pos_app.adapters.sqlite.store import create_store
from pos_app.domain.errors import PosError
from pos_app.services.pin_guard import PinGuard
from tests.builders import CASHIER_PIN, build_shop
from tests.fakes import FakeClock, FastHasher, RecordingSink, SequentialIds


class Guessing(RuleBasedStateMachine):
    """Somebody guesses, waits, restarts the program; the model counts on its fingers."""

    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.clock, ids = FakeClock(), SequentialIds()
        self.store = create_store(
            Path(self.folder.name) / "shop.db", clock=self.clock, ids=ids, key=b"k" * 32
        )
        self.hasher = FastHasher()
        shop = build_shop(self.store, self.clock, ids, self.hasher, RecordingSink())
        self.anna = shop.people["Anna"].id
        self.guard = shop.guard
        self.wrong = 0
        self.free_at = 0.0

    def teardown(self) -> None:
        self.store.close()
        self.folder.cleanup()

    def left(self) -> int:
        return max(0, round(self.free_at - self.clock.monotonic()))

    @rule(seconds=st.sampled_from([1, 29, 30, 59, 60, 300, 899, 900]))
    def wait(self, seconds: int) -> None:
        self.clock.advance(seconds=seconds)

    @rule()
    def restart(self) -> None:
        self.guard = PinGuard(self.store.uow, self.hasher, self.clock)

    @rule(right=st.booleans())
    def try_in(self, right: bool) -> None:
        waiting = self.left()
        try:
            self.guard.check(self.anna, CASHIER_PIN if right else "000000")
        except PosError as error:
            outcome = error.code
        else:
            outcome = "in"
        if waiting:
            expected = "locked_out"
        elif right:
            expected, self.wrong = "in", 0
        else:
            expected = "wrong_pin"
            self.wrong += 1
            pause = {5: 30, 6: 60, 7: 300}.get(self.wrong, 900 if self.wrong > 7 else 0)
            self.free_at = self.clock.monotonic() + pause
        assert outcome == expected

    @invariant()
    def the_wait_is_the_models(self) -> None:
        assert self.guard.wait_for(self.guard.working(self.anna)) == self.left()


TestGuessing = Guessing.TestCase
TestGuessing.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
