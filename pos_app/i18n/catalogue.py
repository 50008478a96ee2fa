"""Where the translations lie, and how they are read.

The frozen program and ``make`` carry compiled ``.mo`` files. In a working copy where the ``.po``
was edited after the last compilation, or never compiled, the ``.po`` itself is read: nothing is
written, so a read-only folder and two programs at once are both fine.
"""

from __future__ import annotations

import gettext
import io
from pathlib import Path

from pos_app.resource_paths import resource

DOMAIN = "pos_app"


def locale_dir() -> Path:
    """The folder that holds ``<language>/LC_MESSAGES/pos_app.{po,mo}``, frozen or not."""
    return resource("locale")


def catalogue_path(language: str, suffix: str = ".po", *, root: Path | None = None) -> Path:
    """The catalogue file of one language; ``suffix`` is ``.po`` or ``.mo``."""
    return (root or locale_dir()) / language / "LC_MESSAGES" / f"{DOMAIN}{suffix}"


def load(language: str, *, root: Path | None = None) -> gettext.NullTranslations:
    """The messages of ``language``; English source words when it has no catalogue."""
    source = catalogue_path(language, ".po", root=root)
    compiled = catalogue_path(language, ".mo", root=root)
    if _is_current(compiled, source):
        with compiled.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    if source.is_file():
        return gettext.GNUTranslations(io.BytesIO(compile_catalogue(source)))
    return gettext.NullTranslations()


def compile_catalogue(source: Path) -> bytes:
    """The ``.mo`` bytes of a ``.po`` file; entries marked fuzzy are left out."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    with source.open("rb") as stream:
        catalogue = read_po(stream, domain=DOMAIN)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue, use_fuzzy=False)
    return compiled.getvalue()


def _is_current(compiled: Path, source: Path) -> bool:
    if not compiled.is_file():
        return False
    return not source.is_file() or compiled.stat().st_mtime >= source.stat().st_mtime
