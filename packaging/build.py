"""Freeze the program into dist/pos-app, and look at what came out."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

from contents import is_gpl_only

ROOT = Path(__file__).resolve().parents[1]
PROGRAM = ROOT / "dist" / "pos-app"
MOST_MEGABYTES = 190


def main() -> int:
    """Build; fail when a GPL-only part came along or the program grew out of its size."""
    run = [sys.executable, str(ROOT / "packaging" / "messages.py"), "compile"]
    subprocess.run(run, check=True, cwd=ROOT)
    run = [
        sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=WARN",
        f"--distpath={ROOT / 'dist'}", f"--workpath={ROOT / 'build' / 'pyinstaller'}",
        str(ROOT / "packaging" / "pos_app.spec"),
    ]  # fmt: skip
    subprocess.run(run, check=True, cwd=ROOT)
    strip_python(PROGRAM)
    return report(PROGRAM)


def strip_python(program: Path) -> None:
    """Take the debugging tables out of Python's libraries and of two wheels with large ones.

    Libraries of other wheels stay as they are: some don't survive it.
    """
    if sys.platform != "linux" or shutil.which("strip") is None:
        return
    inside = program / "_internal"
    places = ("libpython3*", "python3*/lib-dynload/*.so", "sqlcipher3/*.so", "PIL/*.so")
    for library in sorted(path for place in places for path in inside.glob(place)):
        subprocess.run(["strip", "--strip-debug", str(library)], check=True)


def report(program: Path) -> int:
    """Say how big the program is and what must not be in it; 1 when something is wrong."""
    files = [path for path in program.rglob("*") if path.is_file() and not path.is_symlink()]
    size = sum(path.stat().st_size for path in files) / 1e6
    forbidden = sorted(str(path.relative_to(program)) for path in files if is_gpl_only(str(path)))
    print(f"{program}: {len(files)} files, {size:.0f} MB")
    for path in forbidden:
        print(f"GPL only, must not be shipped: {path}")
    if size > MOST_MEGABYTES:
        print(f"larger than {MOST_MEGABYTES} MB: look what came along")
    return 1 if forbidden or size > MOST_MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
