"""``pos-app scan`` on its own: what it prints, and its exit code."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

from click.testing import CliRunner

from pos_app.cli.scan import scan_command
from pos_app.domain.scan import ScanSettings


def run(*arguments: str, typed: str = "", shop: object = None) -> tuple[int, str]:
    result = CliRunner().invoke(scan_command, list(arguments), input=typed, obj=shop)
    return result.exit_code, result.output


def test_one_code_as_json() -> None:
    code, output = run("2112345004129", "--json")
    assert code == 0
    assert json.loads(output) == {
        "code": "2112345004129",
        "kind": "weighed",
        "gtin": "02112345004129",
        "article": "12345",
        "weight": 412,
        "price": None,
        "reason": None,
    }


def test_a_template_and_several_codes() -> None:
    code, output = run("--template", "21PPPPPVVVVVC", "--json", "2112345004129", "4601234567893")
    assert code == 0
    weighed, product = json.loads(output)
    assert (weighed["price"], weighed["weight"]) == (412, None)
    assert (product["kind"], product["gtin"]) == ("product", "04601234567893")


def test_elements_come_with_batch_and_date() -> None:
    _, output = run("(01)04601234567893(17)271130(10)A1", "--json")
    row = json.loads(output)
    assert (row["batch"], row["expires"]) == ("A1", "2027-11-30")


def test_a_refused_code_is_not_repeated_and_fails() -> None:
    for arguments in (["4111111111111111"], ["4111111111111111", "--json"]):
        code, output = run(*arguments)
        assert code == 1
        assert "411111" not in output
    assert json.loads(output)["reason"] == "bank_card"


def test_an_unknown_code_fails() -> None:
    code, output = run("4601234567894")
    assert code == 1
    assert "the check digit is wrong" in output


def test_prefix_suffix_and_upc_e() -> None:
    code, output = run("--prefix", "~", "--suffix", "#", "--upc-e", "--json", "~01234565#")
    assert code == 0
    assert json.loads(output)["gtin"] == "00012345000065"


def test_codes_from_standard_input_and_a_quantity() -> None:
    code, output = run(typed="3*4601234567893\r\nR1-001087-2211\n")
    assert code == 0
    first, second = output.splitlines()
    assert "quantity=3000" in first
    assert "gtin=04601234567893" in first
    assert "number=1087" in second


def test_a_senseless_template_is_one_line_and_code_2() -> None:
    code, output = run("--template", "21", "1")
    assert code == 2
    assert "'21' is not a pattern of weighed goods" in output


def test_an_open_shop_lends_its_settings() -> None:
    shop = SimpleNamespace(scan_settings=ScanSettings(coupon_prefix="KUP"), translator=None)
    code, output = run("KUP-123", "--json", shop=shop)
    assert code == 0
    assert json.loads(output)["kind"] == "coupon"


def test_the_command_does_not_load_qt(project_root: Path) -> None:
    code = "import sys, pos_app.cli.scan; sys.exit('PySide6' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], cwd=project_root, check=False)
    assert done.returncode == 0
