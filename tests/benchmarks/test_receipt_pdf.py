"""Goal 11: a receipt's PDF, warm, against the same texts and bars put on a bare ReportLab canvas.

The floor knows every position beforehand and measures, wraps and decides nothing: it only draws the
very strings, boxes and the Code 128 that the receipt shows, with the same two embedded faces.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
from reportlab.graphics.barcode.code128 import Code128
from reportlab.pdfbase import pdfmetrics, ttfonts
from reportlab.pdfgen.canvas import Canvas

from pos_app.adapters.documents import pdf, receipt, render_receipt
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.ink import Block, Box, Dashes, Text
from pos_app.resource_paths import resource
from pos_app.services.documents import Paper
from tests.adapters.documents.slips import RECEIPT

GOAL = 11
TARGET = 1.5
DOT = 72 / 203

Drawing = list[tuple[str, float, float, str, int, bool]]
Frames = list[tuple[float, float, float, float, int]]


def run(full: bool) -> dict[str, float]:
    """Median milliseconds of both, and the median of the rounds' ratios."""
    rounds, count = (15, 20) if full else (5, 2)
    floor = _floor()
    _timed(floor, 2)
    _timed(_ours, 2)
    ours_ms, floor_ms = [], []
    for _ in range(rounds):
        floor_ms.append(_timed(floor, count))
        ours_ms.append(_timed(_ours, count))
    ratios = [ours / bare for ours, bare in zip(ours_ms, floor_ms, strict=True)]
    return {
        "goal": GOAL,
        "ours": statistics.median(ours_ms),
        "floor": statistics.median(floor_ms),
        "ratio": statistics.median(ratios),
        "target": TARGET,
    }


def _ours() -> bytes:
    return render_receipt(RECEIPT, Paper.ROLL_80)


def _timed(draw: Callable[[], bytes], count: int) -> float:
    begun = time.perf_counter()
    for _ in range(count):
        draw()
    return (time.perf_counter() - begun) * 1000 / count


def _floor() -> Callable[[], bytes]:
    names = {weight: _registered(weight) for weight in Weight}
    texts, frames, bars_at, height = _taken_apart(names)

    def draw() -> bytes:
        stream = BytesIO()
        canvas = Canvas(stream, pagesize=(576 * DOT, height * DOT), invariant=1, pageCompression=1)
        canvas.scale(DOT, DOT)
        for x, y, width, tall, stroke in frames:
            canvas.rect(x, y, width, tall, stroke=int(stroke > 0), fill=int(stroke == 0))
        for name, x, y, text, size, white in texts:
            canvas.setFont(name, size)
            canvas.setFillGray(1 if white else 0)
            canvas.drawString(x, y, text)
        canvas.setFillGray(0)
        Code128(RECEIPT.code, barWidth=2, barHeight=72, quiet=0).drawOn(canvas, *bars_at)
        canvas.showPage()
        canvas.save()
        return stream.getvalue()

    return draw


def _registered(weight: Weight) -> str:
    name = f"Bare{weight.value}"
    path: Path = resource("fonts", f"{weight.value}.ttf")
    pdfmetrics.registerFont(ttfonts.TTFont(name, str(path)))
    return name


def _taken_apart(
    names: dict[Weight, str],
) -> tuple[Drawing, Frames, tuple[float, float], int]:
    """Everything the receipt consists of, with its place on the page."""
    seen: list[Block] = []

    def keep(blocks: list[Block], paper: Paper, title: str) -> bytes:
        seen[:] = blocks
        return b""

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(receipt, "draw", keep)
        _ours()
    height = sum(block.height for block in seen) + 32
    texts: Drawing = []
    frames: Frames = []
    bars = (0.0, 0.0)
    top = height - 16
    for block in seen:
        for mark in block.marks:
            if isinstance(mark, Text):
                place = (mark.x, top - mark.y)
                texts.append((names[mark.weight], *place, mark.text, mark.size, mark.white))
            elif isinstance(mark, Box):
                y = top - mark.y - mark.height
                frames.append((mark.x, y, mark.width, mark.height, mark.stroke))
            elif isinstance(mark, Dashes):
                frames.append((mark.x, top - mark.y, mark.width, mark.thick, 0))
            else:
                bars = (mark.x, top - mark.y - mark.height)
        top -= block.height
    return texts, frames, bars, height


def test_receipt_is_drawn_and_compared() -> None:
    result = run(full=bool(os.environ.get("POS_BENCH")))
    assert result["goal"] == GOAL
    assert result["ours"] > 0
    assert result["floor"] > 0
    assert _floor()().startswith(b"%PDF")
    assert pdf.draw([], Paper.ROLL_80, "empty").startswith(b"%PDF")
