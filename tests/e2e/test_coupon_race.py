"""Two processes race for one coupon: exactly one of them gets it, every time (R21)."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 40


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_of_two_tills_exactly_one_gets_the_coupon(tmp_path: Path, project_root: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.race_nursery", str(tmp_path / "shop.db"), str(ROUNDS)],
        capture_output=True, text=True, timeout=120, cwd=project_root, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert len(told["said"]) == ROUNDS
    for said in told["said"]:
        # the loser's total has changed, as the coupon no longer counts: nothing of it was booked
        assert sorted(said) == ["done", "total_changed"]
    assert told["coupons"] == [["redeemed", 1, 1]] * ROUNDS
    assert told["next"] == ROUNDS + 1
    assert told["faults"] == []
