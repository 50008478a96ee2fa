"""The test slip: shows at a glance whether letters, width, code and cutter are right."""

from __future__ import annotations

from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.parts import closing, new_column, opening
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.adapters.documents.voice import voice
from pos_app.domain.receipt import SlipShop
from pos_app.services.documents import Paper

_LETTERS = ("Ёжик щука эхо", "Zażółć gęślą jaźń", "Əli çörək, işıq, üzüm", "€ $ ₽ ₼ zł − × →")
_CODE = "TEST-0123456789"


def render_trial(paper: Paper, *, language: str = "en") -> bytes:
    """The PDF of the test slip in ``language``."""
    speaking = voice(language, "EUR", SlipShop(name=""))
    size = sizes()
    column = new_column(paper)
    opening(column, speaking, copy=False)
    column.centred(speaking.t.pgettext("slip", "Printer test"), size.change, Weight.BOLD)
    column.rule()
    for line in _LETTERS:
        column.left_text(line, size.base)
    column.pair("0123456789", "1 234,50", size.base)
    column.rule()
    column.space(8)
    column.code(_CODE, size.module, size.code_height)
    column.space(6)
    closing(column, speaking, "")
    return draw(column.blocks, paper, "test")
