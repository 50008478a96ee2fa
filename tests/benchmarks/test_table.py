"""The table says what was measured, and its page keeps what stands around it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks.__main__ import NOT_HERE, names
from tests.benchmarks.table import BEGIN, END, figure, put_into, table

MET = {
    "goal": 2, "what": "p99, ms", "ours": 1.5, "floor": 0.5, "ratio": 3.0, "target": 4.0,
    "ok": True, "name": "a",
}  # fmt: skip


def test_a_met_goal_and_a_missed_one() -> None:
    missed = {
        **MET, "goal": 1, "ratio": 4.5, "ok": False, "name": "b", "p95_ms": 12.345,
        "by_kind": {"card": 1.5}, "p95_ok": True,
    }  # fmt: skip
    lines = table([MET, missed], "A machine.").splitlines()
    assert lines[0] == "A machine."
    assert lines[4] == (
        "| 1 | p99, ms | 1.50 | 0.50 | 4.50 × | ≤ 4.00 × | **missed** "
        "| p95 ms: 12.3; by kind: card 1.50; p95 ok: yes |"
    )
    assert lines[5] == "| 2 | p99, ms | 1.50 | 0.50 | 3.00 × | ≤ 4.00 × | met |  |"


def test_a_goal_in_plain_figures_and_one_not_measured() -> None:
    plain = {**MET, "goal": 3, "limit": 1.0}
    skipped = {"goal": 10, "what": "frozen folder, MB", "skipped": "freeze first", "name": "c"}
    lines = table([skipped, plain], "A machine.").splitlines()
    assert "| ≤ 1.00 ms | met |" in lines[4]
    assert lines[5] == "| 10 | frozen folder, MB | – | – | – | – | not measured | freeze first |"


def test_large_numbers_can_be_read() -> None:
    line = table([{**MET, "what": "among 1000000, ms"}], "A machine.").splitlines()[4]
    assert "| among 1 000 000, ms |" in line


def test_what_belongs_to_no_goal_comes_last() -> None:
    lines = table([{**MET, "goal": 0}, MET], "A machine.").splitlines()
    assert [line.split("|")[1].strip() for line in lines[4:]] == ["2", "–"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1234.6, "1 235"), (100.0, "100"), (99.94, "99.9"), (10.0, "10.0"), (9.994, "9.99"),
        (0.25, "0.25"), (0.012, "0.012"), (0.0044, "0.0044"), (0.0, "0.00"),
    ],
)  # fmt: skip
def test_three_digits_are_enough(value: float, text: str) -> None:
    assert figure(value) == text


def test_the_page_keeps_its_words(tmp_path: Path) -> None:
    page = tmp_path / "performance.md"
    page.write_text(f"Before.\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    put_into(page, "new")
    assert page.read_text(encoding="utf-8") == f"Before.\n{BEGIN}\nnew\n{END}\nAfter.\n"
    page.write_text("no marks", encoding="utf-8")
    with pytest.raises(ValueError, match="no place"):
        put_into(page, "new")


def test_every_goal_of_the_page_has_its_figure() -> None:
    found = set(names())
    assert set(NOT_HERE) <= found
    assert {"test_sale_commit.run", "test_search.run_recall", "test_pricing.run_hundred"} <= found
