"""Write THIRD_PARTY.md: whose work is in the program, and under which licence.

python packaging/third_party.py          write it anew after the requirements changed
python packaging/third_party.py check    exit 1 when it is out of date or a licence doesn't fit
"""

from __future__ import annotations

import importlib.metadata as metadata
import re
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
NOTICES = ROOT / "THIRD_PARTY.md"

# Where a package's own description is missing, wordy, or for another system only.
KNOWN = {
    "anyascii": "ISC",
    "backports-tarfile": "MIT",
    "click-default-group": "Public domain",
    "cryptography": "Apache-2.0 OR BSD-3-Clause",
    "importlib-metadata": "Apache-2.0",
    "jaraco-classes": "MIT",
    "jeepney": "MIT",
    "lazy-importer": "Apache-2.0",
    "pypdfium2": "Apache-2.0 OR BSD-3-Clause (PDFium: Apache-2.0, BSD-3-Clause)",
    "pyside6": "LGPL-3.0-only",
    "pyside6-addons": "LGPL-3.0-only",
    "pyside6-essentials": "LGPL-3.0-only",
    "pywin32-ctypes": "BSD-3-Clause",
    "reportlab": "BSD-3-Clause",
    "secretstorage": "BSD-3-Clause",
    "segno": "BSD-3-Clause",
    "shiboken6": "LGPL-3.0-only",
    "sqlcipher3": "Zlib (SQLCipher: BSD-3-Clause, SQLite: public domain, OpenSSL: Apache-2.0)",
    "sqlite-fts4": "Apache-2.0",
    "tomli-w": "MIT",
    "zipp": "MIT",
}
FITTING = re.compile(
    r"(MIT|MIT-0|MIT-CMU|BSD|ISC|Apache|Zlib|LGPL-3|Public domain|PSF|MPL-2|Unlicense)"
)

HEAD = """\
# Third-party notices

pos-app itself is under the Apache License 2.0 (`LICENSE`). It is the one that fits its parts: it
goes together with the LGPL 3 of Qt, gives everybody who gets the program a patent licence, and asks
nothing of a shop. This page is made by `packaging/third_party.py` and checked with the tests.

## Qt and PySide6

The window is drawn by Qt 6 and PySide6, used under the **GNU LGPL, version 3**. They are shipped
unchanged as libraries of their own (`_internal/PySide6` in the frozen program), so anyone may put
another build of the same version in their place. The texts of LGPL and GPL and the sources are
given out by The Qt Company (qt.io, code.qt.io). Parts of Qt that are under the GPL only (Charts,
Graphs, Data Visualization, Virtual Keyboard and others) are neither used nor shipped;
`packaging/build.py` refuses a program that has one inside.

## Fonts and pictures

| What | Licence | Where |
|---|---|---|
| Inter, InterDisplay (The Inter Project Authors) | SIL OFL 1.1 | `resources/fonts` |
| Lucide icons (Lucide Contributors; Cole Bemis) | ISC, MIT | `resources/icons` |

## Python packages

The licence texts lie beside each package (`*.dist-info`). The frozen program also holds Python
itself (PSF License 2.0) and the start program of PyInstaller (GPL 2 with the exception that lets
frozen programs have any licence).

| Package | Version | Licence |
|---|---|---|
"""


def locked() -> dict[str, str]:
    """Names and versions of ``requirements/run.txt``."""
    text = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", text, flags=re.MULTILINE))


def licence(name: str) -> str:
    """The licence of an installed package in a few words; "?" when nobody says."""
    if name in KNOWN:
        return KNOWN[name]
    try:
        about = metadata.metadata(name)
    except metadata.PackageNotFoundError:
        return "?"
    for field in ("License-Expression", "License"):
        if about.get(field) and len(about[field]) < 60:
            return about[field]
    classes = [c.rpartition(":: ")[2] for c in about.get_all("Classifier", []) if "License" in c]
    return ", ".join(classes) or "?"


def notices() -> str:
    """The whole page."""
    rows = [f"| {name} | {version} | {licence(name)} |" for name, version in locked().items()]
    return HEAD + "\n".join(rows) + "\n"


def faults() -> list[str]:
    """Licences that don't go with ours, and a page that is out of date."""
    found = [
        f"{name}: licence {licence(name)!r} is not known to fit"
        for name in locked()
        if not FITTING.match(licence(name))
    ]
    found += [
        f"resources/fonts/{font.name}: its family is not among the notices"
        for font in sorted((ROOT / "resources" / "fonts").glob("*.[ot]tf"))
        if not re.search(rf"\b{font.stem.split('-')[0]}\b", HEAD)
    ]
    if not NOTICES.is_file() or NOTICES.read_text(encoding="utf-8") != notices():
        found.append("THIRD_PARTY.md is out of date: python packaging/third_party.py")
    return found


def main(arguments: list[str]) -> int:
    """Write or check."""
    if arguments != ["check"]:
        NOTICES.write_text(notices(), encoding="utf-8")
    problems = faults()
    print("\n".join(problems) if problems else "THIRD_PARTY.md: in step")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
