"""The panels of the sale screen to choose from: offers, parked sales, quick items."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from pos_app.domain.sale import Draft
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import HitView, OffersPanel, ParkedPanel, QuickPanel
from pos_app.presenters.sale_words import SaleWords, count_items
from pos_app.services.desk_view import DeskView
from pos_app.services.records import ProductHit
from pos_app.services.sale_desk import SaleDesk


class OffersControl:
    """All offers, and a coupon's code typed by hand (F7).

    The arrows walk through the coupons that can be applied or taken back; with a code typed Enter
    means the code.
    """

    def __init__(self, voice: Voice, desk: SaleDesk) -> None:
        self._voice = voice
        self._desk = desk
        self._keys: tuple[str, ...] = ()
        self._chosen = ""
        self.text = ""
        self._error = ""

    def key(self, name: str) -> bool:
        """Backspace works on the code, the arrows on the choice."""
        if name == "Backspace":
            self.typed("back")
        elif name in ("Up", "Down"):
            self._move(1 if name == "Down" else -1)
        else:
            return name == "Del"
        return True

    def _move(self, step: int) -> None:
        if not self._keys:
            return
        at = self._keys.index(self._chosen) if self._chosen in self._keys else -1
        self._chosen = self._keys[max(0, min(len(self._keys) - 1, at + step))]

    @property
    def chosen(self) -> str:
        """The coupon Enter applies or takes back, "" for none."""
        return self._chosen if self._chosen in self._keys and not self.text else ""

    def typed(self, text: str) -> None:
        """A character of the code."""
        self._error = ""
        self.text = self.text[:-1] if text == "back" else (self.text + text.upper())[:40]

    def error(self, sentence: str) -> None:
        """Why it was refused."""
        self._error = sentence

    def state(self, view: DeskView) -> OffersPanel:
        """The offers as rows."""
        words = SaleWords(self._voice.t, self._voice.f)
        offers = words.offers(self._desk.every_offer()) + words.certificates(view.certificates)
        self._keys = tuple(
            offer.key for offer in offers if offer.removable or offer.mode == "can_apply"
        )
        keys = [offer.key for offer in offers]
        return OffersPanel(
            offers=offers,
            chosen=keys.index(self.chosen) if self.chosen else -1,
            text=self.text,
            error=self._error,
        )


class ListControl:
    """A list to choose from by arrows and Enter."""

    def __init__(self, count: int, columns: int = 1) -> None:
        self._count = count
        self._columns = columns
        self.chosen = 0

    def key(self, name: str) -> bool:
        """Arrows move the choice."""
        steps = {"Up": -self._columns, "Down": self._columns}
        if self._columns > 1:
            steps |= {"Left": -1, "Right": 1}
        if name in steps:
            moved = self.chosen + steps[name]
            if 0 <= moved < self._count:
                self.chosen = moved
            return True
        return name in ("Del", "Backspace")

    def typed(self, text: str) -> None:
        """Nothing is typed into a list."""

    def error(self, sentence: str) -> None:
        """A list has no room for an error; the page says it."""


class ParkedControl(ListControl):
    """Parked sales (F9)."""

    def __init__(
        self, voice: Voice, parked: Sequence[Draft], local: Callable[[datetime], datetime]
    ) -> None:
        super().__init__(len(parked))
        self._voice = voice
        self._parked = tuple(parked)
        self._local = local

    def uuid(self) -> str:
        """The sale chosen, "" when there is none."""
        return self._parked[self.chosen].uuid if self._parked else ""

    def state(self, view: DeskView) -> ParkedPanel:
        """Time, lines and a name of each."""
        return ParkedPanel(rows=tuple(self._row(one) for one in self._parked), chosen=self.chosen)

    def _row(self, draft: Draft) -> HitView:
        t, f = self._voice.t, self._voice.f
        when = f.time(self._local(draft.parked_at or draft.started_at))
        count = t.ngettext("{n} item", "{n} items", count_items(draft.lines))
        first = next((line.name for line in draft.lines if line.name), "")
        return HitView(
            key=draft.uuid,
            title=draft.parked_label or first or t._("Sale"),
            detail=f"{when} \N{MIDDLE DOT} {count}",
            icon="pause",
        )


class QuickControl(ListControl):
    """Quick items (F4) where they have no column of their own."""

    def __init__(self, voice: Voice, items: Sequence[ProductHit], columns: int) -> None:
        super().__init__(len(items), columns)
        self._voice = voice
        self._items = tuple(items)

    def product(self) -> int | None:
        """The product chosen."""
        return self._items[self.chosen].id if self._items else None

    def state(self, view: DeskView) -> QuickPanel:
        """The tiles."""
        return QuickPanel(items=quick_tiles(self._voice, self._items), chosen=self.chosen)


def quick_tiles(voice: Voice, items: Sequence[ProductHit]) -> tuple[HitView, ...]:
    """Quick items as tiles."""
    return tuple(
        HitView(
            key=str(item.id),
            title=item.name,
            detail=voice.f.money(item.price),
            icon="shopping-bag",
        )
        for item in items
    )
