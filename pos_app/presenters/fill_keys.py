"""Digits that choose answers: at once where they can mean one thing only."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picked:
    """What a digit did: the choice it means, the one it takes back, whether it is over."""

    key: str | None = None
    undone: str | None = None
    over: bool = False


class DigitKeys:
    """Reads digits against the labels of choices: 1 may still become 10, 7 is 7 at once."""

    def __init__(self) -> None:
        self._typed = ""
        self._last: str | None = None

    def forget(self) -> None:
        """Another question, or another key, came in between."""
        self._typed, self._last = "", None

    def press(self, digit: str, labels: Mapping[str, str]) -> Picked | None:
        """What the digit chose; ``labels`` by choice. None when it means nothing here."""
        typed = self._typed + digit
        exact = next((key for key, label in labels.items() if label == typed), None)
        longer = any(label != typed and label.startswith(typed) for label in labels.values())
        if exact is None and not longer:
            if not self._typed:
                return None
            self.forget()
            return self.press(digit, labels)
        undone = self._last
        if longer:
            self._typed, self._last = typed, exact
        else:
            self.forget()
        return Picked(key=exact, undone=undone, over=not longer)
