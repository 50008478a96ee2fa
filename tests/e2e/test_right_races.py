"""Two processes race for the last points, a certificate, a last use, one piece: one wins."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROUNDS = 25


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.parametrize(
    ("what", "loser", "left"),
    [
        # the loser's total has changed, as points or promotion no longer pay
        pytest.param("points", "total_changed", [[0, ROUNDS]], id="the last points"),
        pytest.param("promotion", "total_changed", [[1, ROUNDS]], id="the last use"),
        pytest.param("certificate", "certificate_empty", [[0, ROUNDS]], id="one certificate"),
        pytest.param("piece", "return_too_much", [[10_000, ROUNDS]], id="the same piece"),
    ],
)
def test_of_two_tills_exactly_one_wins(
    what: str, loser: str, left: list[list[int]], tmp_path: Path, project_root: Path
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.e2e.race_rights", str(tmp_path / "shop.db"), what,
         str(ROUNDS)],
        capture_output=True, text=True, timeout=120, cwd=project_root, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    assert [sorted(said) for said in told["said"]] == [sorted(["done", loser])] * ROUNDS
    assert told["left"] == left
    assert told["sales"] == ROUNDS
    assert told["faults"] == []
