"""Months of shop life nobody planned, held against books kept by hand after every step.

A life is a list of steps drawn from a seed; each step draws its own details from a number of its
own, so that a life can be told again with steps left out. What fails is told in as few steps as
still fail.
"""

from __future__ import annotations

import random
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.e2e.life_stage import Life
from tests.e2e.life_terms import make_template

Step = tuple[str, int]

STEPS = 50
WHOLE_PROOF = 25
"""Steps after which the program's own checker proves the whole file; it does at the end, too."""

LIVES = 500
SHARES, PARTS = 4, 5
"""Workers take the lives in shares; a share is told in parts of 25 lives."""

QUICK = Path("/dev/shm")
"""Waiting for a disk proves nothing here: power is cut by copying what a disk would hold."""

MANY_LIVES, MANY_PARTS = 5_000, 20
TRIES = 150
"""Attempts to tell a failure in fewer steps."""

DEEDS = {
    "sell": 22,
    "bring_back": 14,
    "exchange": 6,
    "whole": 4,
    "park": 5,
    "bring_without_receipt": 2,
    "adjust": 4,
    "extend": 2,
    "set_tier": 3,
    "claim": 3,
    "forward": 9,
    "turn_back": 2,
    "change_policy": 5,
    "next_shift": 2,
    "crash": 3,
    "reopen": 2,
}


@pytest.fixture(scope="session")
def beginning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop every life begins with."""
    return make_template(tmp_path_factory.mktemp("life"))


def script(seed: int) -> list[Step]:
    """The steps of a life."""
    chance = random.Random(seed)
    names = chance.choices(list(DEEDS), list(DEEDS.values()), k=STEPS)
    return [(name, chance.getrandbits(32)) for name in names]


def live(beginning: Path, steps: Sequence[Step]) -> None:
    """Live it; raises at the first step after which the books differ."""
    with tempfile.TemporaryDirectory(dir=QUICK if QUICK.is_dir() else None) as folder:
        life = Life(beginning, Path(folder))
        try:
            for number, step in enumerate(steps, start=1):
                life.do(*step)
                life.prove()
                if number % WHOLE_PROOF == 0 or number == len(steps):
                    life.prove_all()
        finally:
            life.close()


def _fault(beginning: Path, steps: Sequence[Step]) -> BaseException | None:
    try:
        live(beginning, steps)
    except Exception as error:  # noqa: BLE001 - whatever went wrong is what is looked for
        return error
    return None


def shortened(beginning: Path, steps: list[Step]) -> list[Step]:
    """Leave steps out, by halves and then one by one, as long as it still fails."""
    tries, size = TRIES, len(steps) // 2
    while size:
        start = 0
        while start < len(steps) and tries:
            tries -= 1
            fewer = steps[:start] + steps[start + size :]
            if _fault(beginning, fewer) is not None:
                steps = fewer
            else:
                start += size
        size //= 2
    return steps


def _tell(beginning: Path, seed: int) -> str:
    steps = shortened(beginning, script(seed))
    fault = _fault(beginning, steps)
    told = "".join(traceback.format_exception(fault)[-6:]) if fault is not None else ""
    return f"life {seed} fails; so does {steps}\n{told}"


def _live_all(beginning: Path, seeds: range) -> None:
    for seed in seeds:
        if _fault(beginning, script(seed)) is not None:
            pytest.fail(_tell(beginning, seed), pytrace=False)


class Lives:
    """A share of the lives; each class goes to a worker of its own."""

    first = 0

    @pytest.mark.parametrize("part", range(PARTS))
    def test_the_books_agree(self, beginning: Path, part: int) -> None:
        share = LIVES // SHARES // PARTS
        start = self.first * LIVES // SHARES + part * share
        _live_all(beginning, range(start, start + share))


class TestSpring(Lives):
    first = 0


class TestSummer(Lives):
    first = 1


class TestAutumn(Lives):
    first = 2


class TestWinter(Lives):
    first = 3


@pytest.mark.slow
@pytest.mark.parametrize("part", range(MANY_PARTS))
def test_years_of_shop_life(beginning: Path, part: int) -> None:
    share = MANY_LIVES // MANY_PARTS
    _live_all(beginning, range(10_000 + part * share, 10_000 + (part + 1) * share))
