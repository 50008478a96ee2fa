"""P2: kill -9 at any instant while selling. Acknowledged sales stay, nothing is half."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.adapters.sqlite.shop import make_shop

ROOT = Path(__file__).parents[2]
KILLS = int(os.environ.get("POS_KILLS", "200"))

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork and SIGKILL")


def killed(path: Path, kills: int, mode: str) -> dict[str, Any]:
    made = make_shop(path)
    made.store.close()
    answer = subprocess.run(
        [
            sys.executable, "-m", "tests.e2e.kill_nursery", str(path), str(kills), "20261122", mode
        ],
        capture_output=True, text=True, cwd=ROOT, timeout=170 + kills, check=False,
    )  # fmt: skip
    assert answer.returncode == 0, answer.stderr
    result: dict[str, Any] = json.loads(answer.stdout)
    return result


def test_nothing_acknowledged_is_lost_and_nothing_is_half(tmp_path: Path) -> None:
    result = killed(tmp_path / "shop.db", KILLS, "honest")
    assert result["faults"] == []
    assert result["promised"] >= KILLS


def test_the_proof_sees_an_acknowledgement_before_the_commit(tmp_path: Path) -> None:
    """The planted bug: what is promised before the commit gets lost, and the proof says so."""
    result = killed(tmp_path / "shop.db", 60, "early")
    assert any(fault.startswith("lost") for fault in result["faults"])
