"""Goods brought back without a receipt: scanned or found, priced by the shop, to store credit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from pos_app.domain.errors import CodedError, NeedsApproval
from pos_app.domain.staff import Approval
from pos_app.presenters.messages import say
from pos_app.presenters.returns_done import FinishedReturn
from pos_app.presenters.returns_state import BuyerView, FoundGoods, ReturnLineView, ReturnsState
from pos_app.presenters.returns_words import ReturnWords
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import Voice
from pos_app.services.records import ProductHit
from pos_app.services.return_model import BlindItem, BlindOrder, BlindPreview
from pos_app.services.return_without_receipt import BlindReturns
from pos_app.services.session import Session

HITS = 7
"""Goods offered while typing."""

MOST = 1_000_000
"""Thousandths of one kind of goods at most."""


class GoodsViewPort(Protocol):
    """The return page as this presenter sees it."""

    def render(self, state: ReturnsState) -> None:
        """Show this state."""

    def alert(self) -> None:
        """One error tone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Goods:
    """A product that came back: its id, name and unit."""

    product_id: int
    name: str
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class GoodsParts:
    """What the presenter is joined from.

    ``by_code`` knows the goods of a bar code, ``person_of`` the (id, name) behind a card; ``back``
    leaves for the receipts; ``finished`` shows what was booked.
    """

    service: BlindReturns
    new_uuid: Callable[[], str]
    find: Callable[[str, int], Sequence[ProductHit]]
    by_code: Callable[[str], Goods | None]
    person_of: Callable[[str], tuple[int, str] | None]
    session: Callable[[], Session]
    approval: ApprovalFlow
    voice: Voice
    back: Callable[[], None]
    finished: FinishedReturn


class GoodsReturns:
    """One return without a receipt in the making."""

    def __init__(self, parts: GoodsParts, view: GoodsViewPort) -> None:
        self._p = parts
        self._view = view
        self._forget()

    def _forget(self) -> None:
        self._uuid = ""
        self._goods: dict[int, Goods] = {}
        self._chosen: dict[int, int] = {}
        self._hits: Sequence[ProductHit] = ()
        self._text = ""
        self._current = -1
        self._reason = ""
        self._condition = "unopened"
        self._note = ""
        self._person: tuple[int, str] | None = None
        self._preview: BlindPreview | None = None
        self._error = ""
        self._p.finished.close()

    def begin(self) -> None:
        """An empty one."""
        self._forget()
        self._uuid = self._p.new_uuid()
        self.show()

    # --- goods -------------------------------------------------------------------------------

    def scan(self, text: str) -> None:
        """Goods are added, a card says whose credit it becomes."""
        self._error = ""
        goods = self._p.by_code(text)
        person = self._p.person_of(text) if goods is None else None
        if goods is not None:
            self._add(goods)
        elif person is not None:
            self._person = person
        else:
            self._error = self._p.voice.t._("Nobody knows the code {code}.", code=text)
            self._view.alert()
        self.show()

    def search(self, text: str) -> None:
        """Look for goods while typing."""
        self._text = text
        self._hits = self._p.find(text, HITS) if text.strip() else ()
        self.show()

    def submit(self, text: str) -> None:
        """Enter in the search: a code, else the first of those found."""
        if not text.strip():
            return
        hits = self._hits
        self._text, self._hits = "", ()
        if self._p.by_code(text) is None and hits:
            self._add(_of(hits[0]))
            self.show()
        else:
            self.scan(text)

    def choose(self, key: str) -> None:
        """One of the goods found."""
        hit = next((each for each in self._hits if str(each.id) == key), None)
        self._text, self._hits = "", ()
        if hit is not None:
            self._add(_of(hit))
        self.show()

    def _add(self, goods: Goods) -> None:
        self._goods[goods.product_id] = goods
        self._current = goods.product_id
        now = self._chosen.get(goods.product_id, 0)
        self._set(goods.product_id, now + 1000)

    def _set(self, product_id: int, quantity: int) -> None:
        if quantity > 0:
            self._chosen[product_id] = min(quantity, MOST)
        else:
            self._chosen.pop(product_id, None)
            self._goods.pop(product_id, None)
        self._preview = None
        self._error = ""
        if self._chosen:
            try:
                self._preview = self._p.service.preview(self._order())
            except CodedError as error:
                self._refuse(error)

    def toggle(self, key: str) -> None:
        """Take goods off again."""
        if key.isdigit() and int(key) in self._goods:
            self._set(int(key), 0)
            self.show()

    def step(self, key: str, steps: int) -> None:
        """More or less of one kind."""
        place = int(key) if key.isdigit() else self._current
        goods = self._goods.get(place)
        if goods is not None:
            self._current = place
            self._set(place, self._chosen[place] + steps * _step(goods))
            self.show()

    def move(self, steps: int) -> None:
        """Up and down the lines."""
        places = list(self._goods)
        if places:
            now = places.index(self._current) if self._current in places else 0
            self._current = places[max(0, min(len(places) - 1, now + steps))]
            self.show()

    def toggle_current(self) -> None:
        """Space: take the line the keys work on off."""
        self.toggle(str(self._current))

    def everything(self) -> None:
        """There is no whole of it here."""

    def choose_reason(self, reason: str) -> None:
        """Why."""
        self._reason = reason
        self._error = ""
        self.show()

    def choose_condition(self, condition: str) -> None:
        """In which state."""
        self._condition = condition
        self._error = ""
        self.show()

    def choose_gesture(self, kind: str) -> None:
        """Nobody's purchase is known: nothing is given."""

    def type_note(self, note: str) -> None:
        """What else should be known."""
        self._note = note

    def _order(self) -> BlindOrder:
        return BlindOrder(
            uuid=self._uuid,
            items=tuple(
                BlindItem(product_id=place, quantity=quantity)
                for place, quantity in self._chosen.items()
            ),
            reason=self._reason,
            condition=self._condition,
            note=self._note,
            customer_id=self._person[0] if self._person is not None else None,
        )

    # --- doing it ----------------------------------------------------------------------------

    def confirm(self) -> None:
        """Enter: book it, or after it begin the next sale."""
        if self._p.finished.is_open:
            self.leave()
            return
        preview = self._preview
        if preview is None or not self._reason or self._p.approval.is_open:
            self._view.alert()
            return
        order = self._order()

        def deed(approval: Approval | None) -> None:
            done = self._p.service.confirm(self._p.session(), order, preview.money, approval)
            self._forget()
            self._p.finished.open(done, credit=True)

        self._error = ""
        try:
            deed(None)
        except NeedsApproval as needed:
            self._p.approval.ask(needed, deed, self._reason)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def leave(self) -> None:
        """Esc: the question for a PIN, else back to the receipts; after booking to the sale."""
        if self._p.approval.is_open:
            self._p.approval.cancel()
            self.show()
        elif self._p.finished.is_open:
            self._p.back()
            self._p.finished.go()
        else:
            self._p.back()

    def print_again(self) -> None:
        """One more copy of the slip of a finished return."""
        if not self._p.approval.is_open:
            self._p.finished.print_again()
            self.show()

    def begin_sale(self, text: str) -> bool:
        """A scan on a finished return goes to the next sale; whether it did."""
        if not self._p.finished.is_open or self._p.approval.is_open:
            return False
        self._p.back()
        self._p.finished.go(text)
        return True

    def other(self) -> None:
        """To the receipts."""
        self._p.back()

    def exchange(self) -> None:
        """There is nothing to exchange: it becomes store credit."""

    def approve(self, person: str, secret: str) -> None:
        """A second person typed their PIN."""
        try:
            self._p.approval.confirm(person, secret)
        except CodedError as error:
            self._refuse(error)
        self.show()

    def staff_card(self, code: str) -> bool:
        """A staff card while a PIN is awaited; whether it was wanted."""
        if not self._p.approval.is_open:
            return False
        self._p.approval.card(code)
        self.show()
        return True

    def _refuse(self, error: CodedError) -> None:
        if self._p.finished.is_open:
            self._p.finished.refuse(error)
            return
        self._error = say(error, self._p.voice.t, self._p.voice.f)
        self._view.alert()

    # --- showing -----------------------------------------------------------------------------

    def show(self) -> None:
        """Render the page."""
        words = ReturnWords(self._p.voice.t, self._p.voice.f)
        finished = self._p.finished
        self._view.render(finished.state() if finished.is_open else self._open(words))

    def _open(self, words: ReturnWords) -> ReturnsState:
        t, f, preview = words.t, words.f, self._preview
        total = f.money(preview.money if preview is not None else 0)
        return ReturnsState(
            mode="goods",
            badge=t._("Without a receipt"),
            badge_short=t._("Without a receipt"),
            text=self._text,
            hits=tuple(
                FoundGoods(key=str(hit.id), name=hit.name, detail=hit.sku) for hit in self._hits
            ),
            late=t._("The lowest price of the last 90 days counts, and it becomes store credit."),
            lines=self._lines(words),
            reasons=words.reasons(),
            reason=self._reason,
            conditions=words.conditions(),
            condition=self._condition,
            note=self._note,
            buyer=self._buyer(words),
            rows=((t._("To store credit"), total),) if preview is not None else (),
            total_label=t._("To give back"),
            total=total,
            blocked=self._blocked(words),
            can_confirm=preview is not None and bool(self._reason),
            error=self._error,
            approval=self._p.approval.state(t, f) if self._p.approval.is_open else None,
        )

    def _lines(self, words: ReturnWords) -> tuple[ReturnLineView, ...]:
        t, f, preview = words.t, words.f, self._preview
        prices = dict(preview.prices) if preview is not None else {}
        money = dict(preview.line_money) if preview is not None else {}
        return tuple(
            ReturnLineView(
                key=str(place),
                name=goods.name,
                detail=t._("{money} each", money=f.money(prices.get(place, 0))),
                quantity=f.quantity(self._chosen[place]),
                amount=f.money(money.get(place, 0)),
                amount_note=t._("comes back"),
                checked=True,
                current=place == self._current,
                steps=True,
                less=self._chosen[place] > _step(goods),
                more=self._chosen[place] < MOST,
            )
            for place, goods in self._goods.items()
        )

    def _buyer(self, words: ReturnWords) -> BuyerView | None:
        if self._person is None:
            return None
        return BuyerView(name=self._person[1], detail=words.t._("the store credit is theirs"))

    def _blocked(self, words: ReturnWords) -> str:
        if not self._chosen:
            return words.t._("Scan what comes back.")
        return "" if self._reason else words.t._("Say why it comes back.")


def _of(hit: ProductHit) -> Goods:
    return Goods(product_id=hit.id, name=hit.name, unit=hit.unit)


def _step(goods: Goods) -> int:
    return 1000 if goods.unit == "pcs" else 100
