"""What the counter's presenters ask of the world around them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from pos_app.i18n import Formats, Translator
from pos_app.presenters.sale_state import SaleState
from pos_app.services.asking import Due
from pos_app.services.records import LastReceipt, ProductHit

PaymentStart = Literal["cash", "card", "split", "points"]


class SaleViewPort(Protocol):
    """The sale screen as its presenter sees it."""

    def render(self, state: SaleState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


class CounterNavigator(Protocol):
    """Ways from one counter page to another; the window knows the pages."""

    def show_sale(self) -> None:
        """Back to the sale, as it was left."""

    def open_payment(self, start: PaymentStart) -> None:
        """To the payment page with a tender at hand."""

    def open_customer_search(self, text: str = "") -> None:
        """To the list of people."""

    def open_questionnaire(self, customer_id: int) -> None:
        """To the questionnaire a person has not answered yet."""

    def open_new_customer(self, card_number: str = "") -> None:
        """To the form for a new person, with a card already scanned."""

    def open_receipt(self, code: str) -> None:
        """To a receipt by its bar code, or to the list with ""."""

    def open_returns(self) -> None:
        """To returns."""

    def sell_certificate(self) -> None:
        """To the page that sells a gift certificate."""

    def print_last(self) -> None:
        """Print the last receipt again."""

    def staff_card(self, code: str) -> None:
        """Somebody of the staff showed a card: switch the cashier."""

    def lock(self) -> None:
        """Lock the screen; the sale stays."""

    def show_keys(self) -> None:
        """The key overview."""


class ProductFinder(Protocol):
    """Goods by part of a name, code or SKU, best first, in under 50 ms."""

    def __call__(self, text: str, limit: int) -> Sequence[ProductHit]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftFacts:
    """How the shift goes, for the empty sale. ``since`` is shop-local "HH:MM"."""

    number: int
    since: str
    receipts: int
    with_card: int
    new_cards: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleReads:
    """What the sale screen looks up outside the open sale; ``due`` is asked once per customer."""

    find_products: ProductFinder
    quick_items: Callable[[], Sequence[ProductHit]]
    last_receipt: Callable[[], LastReceipt | None]
    shift: Callable[[], ShiftFacts | None]
    due: Callable[[int], Due | None] = lambda customer_id: None


class Voice:
    """The language of the screens at this moment; screens are told when it changes."""

    def __init__(self, t: Translator, formats: Formats) -> None:
        self.t = t
        self.f = formats

    def change(self, t: Translator, formats: Formats) -> None:
        """Speak another language from now on."""
        self.t = t
        self.f = formats
