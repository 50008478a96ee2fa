"""``pos-app quote`` as a command: files, standard input, many, errors, and what it never loads."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pos_app.cli.quote import BAD_INPUT, quote_command, read_json
from pos_app.services.quote import QuoteError

BASKET = '{"kind": "basket", "catalogue": [{"sku": "a", "price": 1000}], "cart": [{"sku": "a"}]%s}'
GOOD = BASKET % ""
BAD = BASKET % ', "colour": 1'


def run(*arguments: str, text: str = "") -> Result:
    """Call the command."""
    return CliRunner().invoke(quote_command, arguments, input=text)


def test_standard_input() -> None:
    for arguments in ((), ("-",)):
        result = run(*arguments, text=GOOD)
        assert result.exit_code == 0
        assert json.loads(result.stdout)["total"] == 1_000


def test_a_file(tmp_path: Path) -> None:
    path = tmp_path / "basket.json"
    path.write_text(GOOD.replace('"a"', '"ё"'), encoding="utf-8")
    result = run(str(path))
    assert json.loads(result.stdout)["lines"][0]["sku"] == "ё"


def test_an_error_names_path_and_reason_on_one_line() -> None:
    result = run(text=BAD)
    assert result.exit_code == BAD_INPUT
    assert result.stderr == "pos-app quote: colour: unknown key\n"
    assert json.loads(result.stdout) == {"error": {"path": "colour", "reason": "unknown key"}}


def test_many_answers_one_a_line_and_goes_on_after_an_error() -> None:
    good = run("--many", text=f"{GOOD}\n\n{GOOD}\n")
    assert good.exit_code == 0
    assert [json.loads(line)["total"] for line in good.stdout.splitlines()] == [1_000, 1_000]
    mixed = run("--many", text=f"{BAD}\n{GOOD}\n{{\n")
    answers = [json.loads(line) for line in mixed.stdout.splitlines()]
    assert mixed.exit_code == 0
    assert answers[0]["error"]["path"] == "colour"
    assert answers[1]["total"] == 1_000
    assert "is not JSON" in answers[2]["error"]["reason"]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "is not JSON"),
        ("{", "is not JSON"),
        ('{"a": NaN}', "is no number"),
        ('{"a": 1, "a": 2}', "stands twice"),
        ("[" * 100_000, "is not JSON"),
        ('{"kind": "\udcff"}', "is not UTF-8"),
        ('{"kind": ["\\ud800"]}', "half a surrogate pair"),
        ('{"\\udc00": 1}', "half a surrogate pair"),
    ],
)
def test_what_is_no_input(text: str, reason: str) -> None:
    with pytest.raises(QuoteError) as caught:
        read_json(text)
    assert reason in caught.value.reason


def test_bytes_that_are_no_text_are_one_line_and_the_others_go_on(tmp_path: Path) -> None:
    path = tmp_path / "baskets.json"
    path.write_bytes(b"\xef\xbb\xbf" + GOOD.encode() + b'\n{"kind": "\xff"}\n' + GOOD.encode())
    first, second, third = map(json.loads, run("--many", str(path)).stdout.splitlines())
    assert first["total"] == third["total"] == 1_000
    assert second["error"]["reason"] == "is not UTF-8"
    path.write_bytes(b'{"kind": "\xff"}')
    alone = run(str(path))
    assert (alone.exit_code, alone.stderr) == (BAD_INPUT, "pos-app quote: is not UTF-8\n")


def test_too_large_an_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pos_app.cli.quote.MAX_INPUT", 10)
    with pytest.raises(QuoteError, match="too large"):
        read_json('"12345678901"')


def test_numbers_with_a_point_stay_exact() -> None:
    # 0.1 of 10.00 and three times 0.1 off: a binary fraction would miss the cent
    text = BASKET % (', "rules": [{"id": "r", "effects": [{"type": "percent", "value": 33.35}]}]')
    assert json.loads(run(text=text).stdout)["discount_total"] == 334


def test_it_loads_neither_a_screen_nor_a_database() -> None:
    code = (
        "import sys, pos_app.cli.quote as command\n"
        "loaded = [name for name in ('PySide6', 'sqlite3', 'sqlcipher3', 'reportlab')"
        " if name in sys.modules]\n"
        "print(loaded)\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert found.stdout.strip() == "[]"
