"""A small reader of vCards of its own, to hold the writer against: RFC 6350, strictly."""

from __future__ import annotations

import re

Card = dict[str, list[str]]


def read_vcards(content: bytes) -> list[Card]:
    """Every card: the values of each property, unescaped; parameters are left away."""
    assert content.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", content), "lines end with CRLF"
    physical = content.split(b"\r\n")[:-1]
    assert all(len(line) <= 75 for line in physical)
    for line in physical:
        line.decode("utf-8")  # no letter is torn
    text = content.decode("utf-8").replace("\r\n ", "")
    cards: list[Card] = []
    card: Card | None = None
    for line in text.split("\r\n")[:-1]:
        name, value = line.split(":", 1)
        name = name.split(";")[0]
        if name == "BEGIN":
            assert card is None
            card = {}
        elif name == "END":
            assert card is not None
            cards.append(card)
            card = None
        else:
            assert card is not None
            assert re.fullmatch("[A-Z]+", name)
            card.setdefault(name, []).append(unescaped(value))
    assert card is None
    return cards


def unescaped(value: str) -> str:
    """What a value means."""
    return re.sub(r"\\(.)", lambda found: {"n": "\n"}.get(found[1], found[1]), value)
