"""What is typed on the sale screen: letters search, digits are a code, ``3 *`` is a quantity."""

from __future__ import annotations

from typing import Final

from pos_app.domain.quantity import ONE
from pos_app.presenters.sale_ports import ProductFinder, Voice
from pos_app.presenters.sale_state import HitView, SearchView
from pos_app.services.records import ProductHit

MOST_HITS: Final = 8
LETTERS_FROM: Final = 2
DIGITS_FROM: Final = 3


class SaleSearch:
    """Typed text, the quantity typed before it, and the goods it finds.

    ``resolving`` names the red line the found product is for, "" for a new line.
    """

    def __init__(self, find: ProductFinder, voice: Voice) -> None:
        self._find = find
        self._voice = voice
        self.text = ""
        self.quantity: int | None = None
        self.resolving = ""
        self.opened = False
        self._hits: tuple[ProductHit, ...] = ()
        self._chosen = -1

    @property
    def is_active(self) -> bool:
        """Whether keys belong to the search."""
        return bool(self.text) or self.opened

    @property
    def is_code(self) -> bool:
        """Digits only: Enter takes the text for a code."""
        return self.text.isdigit()

    def open(self, resolving: str = "") -> None:
        """Begin a search by hand; for a red line, what is found takes its place."""
        self.opened, self.resolving = True, resolving
        self._look_up()

    def clear(self) -> None:
        """Forget what was typed, the quantity too."""
        self.text = ""
        self.quantity = None
        self.resolving = ""
        self.opened = False
        self._hits, self._chosen = (), -1

    def type(self, text: str) -> None:
        """More characters; a star after a number makes it the quantity of what comes next."""
        if text in ("*", "x", "X", "х", "Х", "×") and self._take_quantity(star=text == "*"):
            return
        self.text += text
        self._look_up()

    def _take_quantity(self, *, star: bool) -> bool:
        """``3*`` always, ``3x`` only where 3 can be no name's beginning."""
        if not self.text or not (star or self.text.isdigit()):
            return False
        try:
            quantity = self._voice.f.parse_quantity(self.text)
        except ValueError:
            return False
        if quantity <= 0:
            return False
        self.quantity, self.text = quantity, ""
        self._hits, self._chosen = (), -1
        return True

    def backspace(self) -> None:
        """Take the last character back; with none left, the quantity, then the search."""
        if self.text:
            self.text = self.text[:-1]
            self._look_up()
        elif self.quantity is not None:
            self.quantity = None
        else:
            self.clear()

    def move(self, step: int) -> None:
        """Choose another row."""
        if self._hits:
            start = 0 if self._chosen < 0 and step > 0 else self._chosen + step
            self._chosen = max(0, min(len(self._hits) - 1, start))

    def chosen(self) -> ProductHit | None:
        """The product Enter would take, if a row is chosen."""
        return self._hits[self._chosen] if 0 <= self._chosen < len(self._hits) else None

    def hit(self, key: str) -> ProductHit | None:
        """The product of a tapped row."""
        return next((hit for hit in self._hits if str(hit.id) == key), None)

    def take_quantity(self) -> int:
        """The quantity for what comes now (thousandths), used up by this."""
        quantity, self.quantity = self.quantity, None
        return ONE if quantity is None else quantity

    def _look_up(self) -> None:
        text = self.text.strip()
        enough = DIGITS_FROM if text.isdigit() else LETTERS_FROM
        if len(text) < enough and not self.opened:
            self._hits, self._chosen = (), -1
            return
        self._hits = tuple(self._find(text, MOST_HITS))
        self._chosen = -1 if text.isdigit() or not self._hits else 0

    def state(self) -> SearchView:
        """The field and its list."""
        t, f = self._voice.t, self._voice.f
        hits = tuple(
            HitView(
                key=str(hit.id),
                title=hit.name,
                detail=" \N{MIDDLE DOT} ".join(part for part in (hit.sku, hit.barcode) if part),
                amount=f.money(hit.price),
            )
            for hit in self._hits
        )
        typed = self.text.strip()
        empty = ""
        if typed and not hits and not typed.isdigit() and len(typed) >= LETTERS_FROM:
            empty = t._("Nothing is called like this.")
        prefix = ""
        if self.quantity is not None:
            prefix = f"{f.quantity(self.quantity)}\N{NO-BREAK SPACE}\N{MULTIPLICATION SIGN}"
        return SearchView(
            text=self.text,
            prefix=prefix,
            open=bool(hits) or bool(empty),
            hits=hits,
            chosen=self._chosen,
            empty=empty,
        )
