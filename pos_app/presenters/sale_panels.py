"""The panels of the sale screen that take a figure: quantity, price, discount.

Each holds what has been typed so far and knows how to turn it into one command of the desk. The
presenter opens at most one; what a panel refuses it says in itself.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from pos_app.domain.sale import DraftLine
from pos_app.domain.staff import Approval
from pos_app.i18n import N_
from pos_app.presenters.price_words import unit_word
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sale_state import (
    ChoiceView,
    DiscountPanel,
    EntryPanel,
    Panel,
)
from pos_app.services.desk_view import DeskView
from pos_app.services.sale_desk import SaleDesk

REASONS: Final[tuple[tuple[str, str], ...]] = (
    ("damaged", N_("Damaged")),
    ("expiring", N_("Short date")),
    ("price_match", N_("Price match")),
    ("regular", N_("Regular")),
    ("apology", N_("Apology")),
    ("staff", N_("Staff")),
)
"""Why a discount is given by hand: the code kept in the journal, and the word on the chip."""

QUICK_RATES: Final = (500, 1000, 1500, 2000)
MOST_DIGITS: Final = 9

Command = Callable[[Approval | None], object]


class OpenPanel(Protocol):
    """What the presenter does with any panel."""

    def key(self, name: str) -> bool:
        """A key while this panel is open; False when it means nothing here."""

    def typed(self, text: str) -> None:
        """Characters typed, or a key of the panel's own pad."""

    def state(self, view: DeskView) -> Panel:
        """The panel in words."""

    def error(self, sentence: str) -> None:
        """Why the last try was refused."""


@dataclass(kw_only=True)
class Figure:
    """A number being typed: the first key replaces what was proposed."""

    text: str
    fresh: bool = True

    def type(self, key: str, decimal: str) -> None:
        """A digit, a separator or ``back``."""
        if key == "back":
            self.text = "" if self.fresh else self.text[:-1]
            self.fresh = False
            return
        if key in (",", "."):
            key = decimal
        elif not key.isdigit():
            return
        base = "" if self.fresh else self.text
        self.fresh = False
        if (key == decimal and decimal in base) or len(base) >= MOST_DIGITS:
            self.text = base
            return
        self.text = (base or "0") + key if key == decimal else base.lstrip("0") + key or key

    def put(self, text: str) -> None:
        """A proposed value."""
        self.text, self.fresh = text, True


def decimal_mark(voice: Voice) -> str:
    """The sign between units and parts in this language."""
    return voice.f.quantity(500)[1]


class EntryControl:
    """Quantity (F5) of a line, or the price of goods nobody knows (Ctrl 1)."""

    def __init__(self, voice: Voice, desk: SaleDesk, line: DraftLine) -> None:
        self._voice = voice
        self._desk = desk
        self.line = line
        self._price = line.unknown_code is not None
        self._figure = Figure(text="" if self._price else voice.f.quantity(line.quantity))
        self._error = ""

    def key(self, name: str) -> bool:
        """Backspace works on the figure; plus and minus on the quantity."""
        if name == "Backspace":
            self.typed("back")
            return True
        return name in ("Up", "Down", "Del")

    def typed(self, text: str) -> None:
        """A digit or the separator."""
        self._error = ""
        self._figure.type(text, decimal_mark(self._voice))

    def error(self, sentence: str) -> None:
        """Why it was refused."""
        self._error = sentence
        self._figure.fresh = True

    def command(self) -> Command | None:
        """What Enter does; None while the text means nothing."""
        try:
            if self._price:
                price = self._voice.f.parse_money(self._figure.text)
                return lambda approval: self._desk.price_by_hand(
                    self.line.line_id, self._name(), price, approval
                )
            quantity = self._voice.f.parse_quantity(self._figure.text)
        except ValueError:
            self.error(self._voice.t._("Enter a number."))
            return None
        return lambda approval: self._desk.set_quantity(self.line.line_id, quantity, approval)

    def _name(self) -> str:
        return self._voice.t._("Item {code}", code=self.line.unknown_code or self.line.barcode)

    def state(self, view: DeskView) -> EntryPanel:
        """The keypad with its figure."""
        t, f = self._voice.t, self._voice.f
        if self._price:
            return EntryPanel(
                kind="price",
                title=t._("Price"),
                subtitle=self.line.unknown_code or "",
                text=self._figure.text,
                unit=f.currency_symbol,
                error=self._error,
                fresh=self._figure.fresh,
            )
        return EntryPanel(
            kind="quantity",
            title=t._("Quantity"),
            subtitle=self.line.name,
            text=self._figure.text,
            unit=unit_word(t, self.line.unit),
            error=self._error,
            fresh=self._figure.fresh,
        )


class DiscountControl:
    """A discount by hand (F6) on the chosen line or the whole receipt, with a reason."""

    def __init__(self, voice: Voice, desk: SaleDesk, line: DraftLine | None) -> None:
        self._voice = voice
        self._desk = desk
        self._line = line
        self._whole = line is None
        self._percent = True
        self._figure = Figure(text="")
        self._reason = ""
        self._error = ""

    def key(self, name: str) -> bool:
        """F6 again changes between line and receipt."""
        if name == "Backspace":
            self.typed("back")
        elif name == "F6":
            self.choose("order" if not self._whole else "line")
        else:
            return name in ("Up", "Down", "Del")
        return True

    def typed(self, text: str) -> None:
        """A digit, the separator, or % to change between rate and sum."""
        self._error = ""
        if text == "%":
            self._percent = not self._percent
            return
        self._figure.type(text, decimal_mark(self._voice))

    def choose(self, key: str) -> None:
        """A chip: scope, mode, reason or a usual rate."""
        self._error = ""
        if key in ("line", "order"):
            self._whole = key == "order" or self._line is None
        elif key in ("percent", "amount"):
            self._percent = key == "percent"
            self._figure.put("")
        elif key.startswith("rate:"):
            self._percent = True
            self._figure.put(self._voice.f.percent(int(key[5:])).rstrip("%\N{NO-BREAK SPACE}"))
        else:
            self._reason = key

    def error(self, sentence: str) -> None:
        """Why it was refused."""
        self._error = sentence

    @property
    def reason(self) -> str:
        """The code of the reason chosen."""
        return self._reason

    def remove(self) -> Command:
        """Take the given discount away."""
        return self._give(0, 0)

    def command(self) -> Command | None:
        """What Enter does; None while something is missing, which the panel then says."""
        value = self._value()
        if value is None:
            self.error(self._voice.t._("Enter a number."))
            return None
        if not self._reason:
            self.error(self._voice.t._("Choose a reason first."))
            return None
        return self._give(value, 0) if self._percent else self._give(0, value)

    def _give(self, rate: int, amount: int) -> Command:
        reason = self._reason or "removed"
        if self._whole or self._line is None:
            return lambda approval: self._desk.discount_order(
                rate=rate, amount=amount, reason=reason, approval=approval
            )
        line_id = self._line.line_id
        return lambda approval: self._desk.discount_line(
            line_id, rate=rate, amount=amount, reason=reason, approval=approval
        )

    def _value(self) -> int | None:
        parse = self._voice.f.parse_percent if self._percent else self._voice.f.parse_money
        try:
            value = parse(self._figure.text)
        except ValueError:
            return None
        return value if value > 0 else None

    def state(self, view: DeskView) -> DiscountPanel:
        """The panel with its chips."""
        t, f = self._voice.t, self._voice.f
        scopes = [ChoiceView(key="order", text=t._("Receipt"), on=self._whole)]
        if self._line is not None:
            scopes.insert(0, ChoiceView(key="line", text=t._("Line"), on=not self._whole))
        modes = (
            ChoiceView(key="percent", text="%", on=self._percent),
            ChoiceView(key="amount", text=f.currency_symbol, on=not self._percent),
        )
        return DiscountPanel(
            scopes=tuple(scopes),
            modes=modes,
            subtitle=self._line.name if self._line is not None and not self._whole else "",
            text=self._figure.text,
            unit="%" if self._percent else f.currency_symbol,
            quick=tuple(
                ChoiceView(key=f"rate:{rate}", text=f.percent(rate)) for rate in QUICK_RATES
            ),
            reasons=tuple(
                ChoiceView(key=key, text=t._(word), on=key == self._reason) for key, word in REASONS
            ),
            preview=self._preview(view),
            error=self._error,
            can_remove=self._given(view) is not None,
        )

    def _given(self, view: DeskView) -> object:
        if self._whole or self._line is None:
            return view.draft.order_discount
        return next(
            (one.discount for one in view.draft.lines if one.line_id == self._line.line_id), None
        )

    def _preview(self, view: DeskView) -> str:
        value = self._value()
        base = self._base(view)
        if value is None or base <= 0:
            return ""
        off = min(base, (base * value + 5_000) // 10_000 if self._percent else value)
        f = self._voice.f
        return f"{f.amount(base)} − {f.amount(off)} = {f.money(base - off)}"

    def _base(self, view: DeskView) -> int:
        if self._whole or self._line is None:
            return view.priced.receipt_total + view.priced.order_discount
        for priced in view.priced.lines:
            if priced.line_id == self._line.line_id:
                return priced.gross
        return 0
