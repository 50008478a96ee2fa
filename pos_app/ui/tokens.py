"""Design tokens read once from the bundled file: the only source of colours, sizes and timings."""

from __future__ import annotations

import json
from functools import cache, lru_cache
from typing import Any, NamedTuple

from pos_app.resource_paths import resource


class TypeRole(NamedTuple):
    """One text role: pixel size, weight 100-900, line height in px, tracking in em, display cut."""

    px: int
    weight: int
    line: int
    tracking: float
    display: bool


class Elevation(NamedTuple):
    """A shadow: vertical offset and blur in px, opacity 0-1."""

    y: int
    blur: int
    alpha: float


@lru_cache(maxsize=1)
def raw() -> dict[str, Any]:
    """The whole token file as read."""
    with resource("tokens.json").open(encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


def space(step: int) -> int:
    """Spacing step 1-7 in logical px (4 8 12 16 24 32 48)."""
    return int(raw()["space"][str(step)])


def radius(name: str) -> int:
    """Corner radius in logical px: xs cap, sm badge, md control, lg card, xl tile, pill."""
    return int(raw()["radius"][name])


def size(name: str) -> int:
    """A named size in logical px, for example ``control`` or ``target-pos``."""
    return int(raw()["size"][name])


def behaviour(name: str) -> int:
    """A named limit of behaviour, in the unit its name ends with (Ms, S, Chars)."""
    return int(raw()["behaviour"][name])


def motion(name: str) -> int:
    """Duration of a motion in ms: instant, fast, base, slow."""
    return int(raw()["motion"][name])


def layout(name: str) -> int:
    """A named page measure in logical px, for example ``gutter``."""
    return int(raw()["layout"][name])


def breakpoint_values(name: str) -> dict[str, int]:
    """Measures of a layout class: compact, regular or wide."""
    return {key: int(value) for key, value in raw()["breakpoint"][name].items()}


@cache
def elevation(level: int) -> Elevation:
    """The shadow of a level 0-3."""
    entry = raw()["elevation"][str(level)]
    return Elevation(int(entry["y"]), int(entry["blur"]), float(entry["alpha"]))


@cache
def type_role(name: str) -> TypeRole:
    """Size and weight of a text role such as ``body`` or ``total``."""
    entry = raw()["type"][name]
    return TypeRole(
        int(entry["px"]),
        int(entry["weight"]),
        int(entry["line"]),
        float(entry.get("tracking", 0)),
        entry.get("family") == "display",
    )
