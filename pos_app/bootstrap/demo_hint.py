"""The PINs of a demo shop, kept beside it so that its sign-in page can tell them.

Only shops made by the demo's generator have this file; a real shop's PINs are written nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from pos_app.services.demo_model import DemoReport

FILE: Final = "demo.json"


def save_pins(data: Path, report: DemoReport) -> None:
    """Keep the PINs of the people of a demo shop in its folder ``data``."""
    pins = {person.name: person.pin for person in report.people}
    text = json.dumps({"pins": pins}, ensure_ascii=False, indent=1)
    (data / FILE).write_text(text, encoding="utf-8")


def load_pins(data: Path) -> dict[str, str]:
    """PINs by name; empty for every shop that is no demo."""
    try:
        kept = json.loads((data / FILE).read_text(encoding="utf-8"))["pins"]
        return {str(name): str(pin) for name, pin in kept.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def pin_teller(data: Path) -> Callable[[str], str]:
    """Answers a person's name with their PIN, "" in a real shop."""
    pins = load_pins(data)
    return lambda name: pins.get(name, "")
