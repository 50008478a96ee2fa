"""What a slip is made of: marks at whole dots, gathered in blocks that are never torn apart.

``y`` runs downwards from the top of the block; everything is black unless ``white``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from pos_app.adapters.documents.fonts import Weight


@dataclass(frozen=True, slots=True)
class Text:
    """A printable text with its baseline at ``y``."""

    x: float
    y: int
    text: str
    weight: Weight
    size: int
    white: bool = False


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle; ``stroke`` 0 fills it, more draws its outline inside the edge."""

    x: int
    y: int
    width: int
    height: int
    radius: int = 0
    stroke: int = 0
    white: bool = False


@dataclass(frozen=True, slots=True)
class Dashes:
    """A dashed line of ``thick`` dots and ``width`` long; ``down`` runs it down the paper."""

    x: int
    y: int
    width: int
    thick: int
    on: int
    off: int
    down: bool = False


@dataclass(frozen=True, slots=True)
class Bars:
    """A bar code: widths in modules, bar first. ``ladder`` runs it down the paper."""

    x: int
    y: int
    modules: tuple[int, ...]
    module: int
    height: int
    ladder: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A black and white picture (a ReportLab ``ImageReader``)."""

    x: int
    y: int
    width: int
    height: int
    image: Any


Mark = Text | Box | Dashes | Bars | Picture


@dataclass(frozen=True, slots=True)
class Block:
    """Marks on a strip of paper ``height`` dots long; ``keep`` holds it to the next block."""

    height: int
    marks: tuple[Mark, ...] = ()
    keep: bool = False


def moved(mark: Mark, dx: int, dy: int) -> Mark:
    """The same mark elsewhere."""
    if isinstance(mark, Text):
        return replace(mark, x=mark.x + dx, y=mark.y + dy)
    return replace(mark, x=mark.x + dx, y=mark.y + dy)
