"""Measures of the slips, read from the design tokens, in dots of 203 dpi."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import lru_cache

from pos_app.resource_paths import resource
from pos_app.services.documents import Paper


@dataclass(frozen=True, slots=True, kw_only=True)
class Sizes:
    """Text sizes and the like, as the tokens name them."""

    small: int
    base: int
    item: int
    strong: int
    change: int
    shop: int
    total: int
    coupon: int
    margin: int
    heavy: int
    light: int
    dash: tuple[int, int]
    module: int
    coupon_module: int
    code_height: int
    coupon_code_height: int
    dpi: int


@lru_cache(maxsize=1)
def sizes() -> Sizes:
    """The ``receipt`` part of ``tokens.json``."""
    with resource("tokens.json").open(encoding="utf-8") as file:
        tokens = json.load(file)["receipt"]
    code, rule = tokens["code128"], tokens["rule"]
    return Sizes(
        **tokens["text"],
        margin=tokens["margin"],
        heavy=rule["heavy"],
        light=rule["light"],
        dash=(rule["dash"][0], rule["dash"][1]),
        module=code["moduleDots"],
        coupon_module=code["couponModuleDots"],
        code_height=code["height"],
        coupon_code_height=code["couponHeight"],
        dpi=tokens["dpi"],
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Geometry:
    """Where the text column stands on a paper, in dots.

    ``page_height`` is the longest page; a roll's page is as long as its text up to that (PDF ends
    at 14,400 points, 40,600 dots). ``edge`` is the white above and below.
    """

    page_width: int
    page_height: int
    left: int
    width: int
    edge: int


_A4_HEIGHT, _A4_COLUMN, _A4_EDGE = 2374, 960, 130
_ROLL_LONGEST = 40_000


def geometry(paper: Paper) -> Geometry:
    """The measures of ``paper``."""
    margin = sizes().margin
    if paper is Paper.A4:
        left = (paper.dots - _A4_COLUMN) // 2
        return Geometry(
            page_width=paper.dots,
            page_height=_A4_HEIGHT,
            left=left,
            width=_A4_COLUMN,
            edge=_A4_EDGE,
        )
    return Geometry(
        page_width=paper.dots,
        page_height=_ROLL_LONGEST,
        left=margin,
        width=paper.dots - 2 * margin,
        edge=margin,
    )
