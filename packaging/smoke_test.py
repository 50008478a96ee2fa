"""Start the frozen program as a stranger would: no Python, no source tree, an empty home.

python packaging/smoke_test.py dist/pos-app

It must open its window off screen, make a sale, leave the receipt, and quit; run the till's own
SQLite and not the system's; and answer on the command line.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

OLDEST_SQLITE = (3, 51, 3)
SECONDS = 120


class Failed(Exception):
    """The program did not do what it should; the message is for the builder."""


def program_in(folder: Path) -> Path:
    """The program to start: on Windows the one with a console, so that it can answer."""
    for name in ("pos-app-cli.exe", "pos-app.exe", "pos-app"):
        if (folder / name).is_file():
            return folder / name
    raise Failed(f"no program in {folder}")


def start(program: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run with an environment that holds nothing of this machine's Python."""
    keep = ("SYSTEMROOT", "TEMP", "TMP", "WINDIR", "LANG", "LC_ALL", "TZ")
    environment = {name: os.environ[name] for name in keep if name in os.environ}
    environment |= {"HOME": str(home), "USERPROFILE": str(home), "APPDATA": str(home)}
    environment |= {"PATH": "/usr/bin:/bin", "QT_QPA_PLATFORM": "offscreen"}
    environment |= {"XDG_RUNTIME_DIR": str(home), "LOCALAPPDATA": str(home)}
    return subprocess.run(
        [str(program), *arguments], cwd=home, env=environment, stdin=subprocess.DEVNULL,
        capture_output=True, text=True, encoding="utf-8", timeout=SECONDS, check=False,
    )  # fmt: skip


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    """What the program printed as JSON; :class:`Failed` when it ended badly."""
    if done.returncode != 0:
        raise Failed(f"{done.args} ended with {done.returncode}\n{done.stdout}\n{done.stderr}")
    try:
        return json.loads(done.stdout)
    except ValueError as error:
        raise Failed(f"no JSON from {done.args}: {done.stdout!r}\n{done.stderr}") from error


def make_a_sale(program: Path, home: Path) -> dict[str, Any]:
    """The sale off screen: a receipt on paper, money taken, the right SQLite inside."""
    out = home / "smoke"
    found: dict[str, Any] = answer(start(program, home, "--smoke", str(out)))
    papers = [path for path in out.rglob("*.pdf") if path.read_bytes().startswith(b"%PDF-")]
    if not papers:
        raise Failed(f"no receipt in {out}: {sorted(p.name for p in out.rglob('*'))}")
    version = tuple(int(part) for part in str(found["sqlite"]).split("."))
    if version < OLDEST_SQLITE:
        raise Failed(f"SQLite {found['sqlite']} has the WAL-reset fault")
    return found


def ask_on_the_command_line(program: Path, home: Path) -> None:
    """Commands answer without opening a window."""
    scan = answer(start(program, home, "scan", "4601234567893", "--json"))
    if scan["gtin"] != "04601234567893":
        raise Failed(f"the till takes the code for {scan}")


def main(folder: Path) -> int:
    """Run everything; 0 when the program is fit to be given away."""
    started = time.monotonic()
    try:
        program = program_in(folder.resolve())
        with tempfile.TemporaryDirectory(prefix="pos-app-smoke-") as home:
            found = make_a_sale(program, Path(home))
            ask_on_the_command_line(program, Path(home))
    except (Failed, KeyError, subprocess.TimeoutExpired) as problem:
        print(f"smoke test failed: {problem!r}\n{problem}", file=sys.stderr)
        return 1
    print(f"smoke test passed in {time.monotonic() - started:.1f} s: {found}")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
