"""Code 128: against another encoder, and read back from the dots."""

from __future__ import annotations

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.graphics.barcode.code128 import Code128

from pos_app.adapters.documents import code128

ASCII = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=24)
CODES = st.one_of(ASCII, st.from_regex(r"[A-Z]{0,3}[0-9]{1,12}-?[0-9]{0,6}", fullmatch=True))


@pytest.mark.parametrize(
    "text", ["R1-001087-2211", "C-150-7K3M9Q", "1234", "R12-000001-0101", "AB123456", "0"]
)
def test_same_bars_as_reportlab(text: str) -> None:
    other = Code128(text, quiet=0)
    other.validate()
    other.encode()
    other.decompose()
    assert code128.widths(text) == tuple("abcd".index(c.lower()) + 1 for c in other.decomposed)


@settings(max_examples=60)
@given(CODES)
def test_a_reader_gets_the_text_back(text: str) -> None:
    # The reader trims spaces at the ends, which no code of ours has.
    text = f"#{text}#"
    row = bytearray(b"\xff" * 20)
    for place, modules in enumerate(code128.widths(text)):
        row += (b"\x00" if place % 2 == 0 else b"\xff") * (2 * modules)
    row += b"\xff" * 20
    picture = Image.frombytes("L", (len(row), 40), bytes(row) * 40)
    found = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.Code128)
    assert [each.text for each in found] == [text]


@given(CODES)
def test_never_longer_than_reportlabs_choice(text: str) -> None:
    other = Code128(text, quiet=0)
    other.validate()
    other.encode()
    other.decompose()
    length = sum("abcd".index(char.lower()) + 1 for char in other.decomposed)
    assert sum(code128.widths(text)) <= length


@pytest.mark.parametrize("text", ["", "чек", "a\n", "é"])
def test_other_letters_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ASCII"):
        code128.widths(text)
