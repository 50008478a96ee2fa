"""Where the bundled files live: in the source tree, an installed package, a frozen program."""

from __future__ import annotations

import sys
from functools import lru_cache
from pathlib import Path

_MARKER = "tokens.json"


def _candidates() -> tuple[Path, ...]:
    package = Path(__file__).resolve().parent
    frozen = getattr(sys, "_MEIPASS", None)
    found = [Path(frozen) / "resources"] if frozen else []
    found += [
        package / "resources",
        package.parent / "resources",
        Path(sys.prefix) / "share" / "pos_app" / "resources",
    ]
    return tuple(found)


@lru_cache(maxsize=1)
def resources_dir() -> Path:
    """The folder with fonts, icons, tokens and catalogues.

    Raises ``FileNotFoundError`` naming every place looked at, because a program without its
    resources is an incomplete installation and cannot start.
    """
    places = _candidates()
    for place in places:
        if (place / _MARKER).is_file():
            return place
    looked = ", ".join(str(place) for place in places)
    raise FileNotFoundError(f"resources not found; looked in {looked}")


def resource(*parts: str) -> Path:
    """The path of one bundled file or folder: ``resource("fonts", "Inter-Bold.ttf")``."""
    return resources_dir().joinpath(*parts)
