"""The return page joined with its two presenters, and its ways from and to the counter."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from pos_app.domain.catalogue import Product
from pos_app.domain.sale import Exchange
from pos_app.domain.scan import CardScan, ProductScan, ReceiptScan, WeighedScan, classify
from pos_app.presenters.returns import ReturnsParts, ReturnsPresenter
from pos_app.presenters.returns_done import FinishedParts, FinishedReturn
from pos_app.presenters.returns_goods import Goods, GoodsParts, GoodsReturns
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.services.records import ProductHit, ProductQuery, ReceiptQuery, ReceiptRow
from pos_app.services.return_model import ReturnSheet
from pos_app.services.session import Session
from pos_app.ui.screens.returns_view import ReturnsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


GESTURES: Final = (
    ("searched", "search"),
    ("submitted", "submit"),
    ("receipt_chosen", "choose"),
    ("toggled", "toggle"),
    ("stepped", "step"),
    ("moved", "move"),
    ("current_toggled", "toggle_current"),
    ("all_wanted", "everything"),
    ("reason_chosen", "choose_reason"),
    ("condition_chosen", "choose_condition"),
    ("note_typed", "type_note"),
    ("gesture_chosen", "choose_gesture"),
    ("other_wanted", "other"),
    ("confirmed", "confirm"),
    ("copy_wanted", "print_again"),
    ("exchange_wanted", "exchange"),
    ("left", "leave"),
    ("approved", "approve"),
)
"""The page's signals and what whoever has the page does about them."""


class OfficeReturns:
    """Builds the page for the person signed in: by receipt, or without one."""

    _receipt: ReturnsPresenter
    _goods: GoodsReturns
    _done: FinishedReturn

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._without = False

    @property
    def _now(self) -> ReturnsPresenter | GoodsReturns:
        """Who has the page."""
        return self._goods if self._without else self._receipt

    def open(self, text: str = "") -> None:
        """To the page; with a receipt's code or number that receipt is opened."""
        self._frame.window.show_page("returns")
        if text:
            self._without = False
            self._receipt.open(text)

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame = self._frame
        self._without = False
        view = ReturnsView(frame.voice.t)
        approval = frame.office.approval()
        finished = self._done = self._finished(view, approval)
        self._receipt = self._by_receipt(view, approval, finished)
        self._goods = self._by_goods(view, approval, finished)
        for gesture, deed in GESTURES:
            getattr(view, gesture).connect(self._deed(deed))
        view.without_wanted.connect(self._begin_without)
        view.shown.connect(self._shown)
        view.alerted.connect(frame.alert)
        view.scanned.connect(self._scanned)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "return"}, self._refresh)

    def _deed(self, name: str) -> Callable[..., object]:
        def deed(*given: object) -> None:
            getattr(self._now, name)(*given)

        return deed

    def _finished(self, view: ReturnsView, approval: ApprovalFlow) -> FinishedReturn:
        frame, shop = self._frame, self._frame.shop
        parts = FinishedParts(
            read=shop.returns.read,
            reprint=lambda uuid, given: shop.returns.reprint(self._session(), uuid, given),
            pictures=frame.pictures,
            approval=approval,
            voice=frame.voice,
            settings=lambda: shop.book.current.settings,
            paper=frame.paper_words,
            next_sale=self._next_sale,
        )
        return FinishedReturn(parts, view)

    def _by_receipt(
        self, view: ReturnsView, approval: ApprovalFlow, finished: FinishedReturn
    ) -> ReturnsPresenter:
        frame, shop = self._frame, self._frame.shop
        return ReturnsPresenter(
            ReturnsParts(
                service=shop.returns,
                search=self._search,
                session=self._session,
                approval=approval,
                finished=finished,
                voice=frame.voice,
                local=frame.local,
                to_sale=self._to_sale,
                begin_exchange=self._begin_exchange,
            ),
            view,
        )

    def _by_goods(
        self, view: ReturnsView, approval: ApprovalFlow, finished: FinishedReturn
    ) -> GoodsReturns:
        frame, shop = self._frame, self._frame.shop
        return GoodsReturns(
            GoodsParts(
                service=shop.returns_without_receipt,
                new_uuid=shop.returns.new_uuid,
                find=self._find,
                by_code=self._goods_of,
                person_of=self._person_of,
                session=self._session,
                approval=approval,
                finished=finished,
                voice=frame.voice,
                back=self._end_without,
            ),
            view,
        )

    # --- ways --------------------------------------------------------------------------------

    def _to_sale(self) -> None:
        self._frame.window.show_page("sale")

    def _next_sale(self, scans: tuple[str, ...]) -> None:
        self._to_sale()
        counter = self._frame.counter
        for text in scans if counter is not None else ():
            counter.sale.scan(text)

    def _begin_without(self) -> None:
        self._without = True
        self._goods.begin()

    def _end_without(self) -> None:
        self._without = False
        self._receipt.other()

    def _shown(self) -> None:
        if self._without and not self._done.is_open:
            self._goods.show()
        else:
            self._without = False
            self._receipt.open()

    def _refresh(self) -> None:
        if not self._without:
            self._receipt.refresh()

    def _begin_exchange(self, exchange: Exchange, sheet: ReturnSheet) -> None:
        counter = self._frame.counter
        if counter is not None:
            card = sheet.card_number or None
            counter.begin_exchange(exchange, sheet.customer_id, card)

    # --- reads -------------------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _search(self, text: str, limit: int) -> Sequence[ReceiptRow]:
        query = ReceiptQuery(text=text.strip(), limit=limit)
        return self._frame.shop.receipts.search(self._session(), query)

    def _find(self, text: str, limit: int) -> Sequence[ProductHit]:
        return self._frame.shop.catalogue.search(ProductQuery(text=text, limit=limit))

    def _scanned(self, text: str) -> None:
        """A slip opens its receipt, a staff card may be wanted; goods only without a receipt."""
        if self._now.staff_card(text):
            return
        if isinstance(classify(text, self._frame.shop.book.current.scan), ReceiptScan):
            self._without = False
            self._receipt.open(text)
        elif self._now.begin_sale(text):
            return
        elif self._without:
            self._goods.scan(text)
        else:
            self._frame.alert()

    def _goods_of(self, text: str) -> Goods | None:
        scan = classify(text, self._frame.shop.book.current.scan)
        product: Product | None = None
        with self._frame.shop.store.uow() as uow:
            if isinstance(scan, WeighedScan):
                product = uow.products.by_plu(scan.article)
            elif isinstance(scan, ProductScan):
                product = uow.products.by_barcode(scan.gtin)
            elif not isinstance(scan, CardScan):
                product = uow.products.by_barcode(text) or uow.products.by_sku(text)
        if product is None:
            return None
        return Goods(product_id=product.id, name=product.name, unit=product.unit.value)

    def _person_of(self, text: str) -> tuple[int, str] | None:
        scan = classify(text, self._frame.shop.book.current.scan)
        if not isinstance(scan, CardScan):
            return None
        with self._frame.shop.store.uow() as uow:
            card = uow.cards.by_number(scan.code)
            if card is None or card.customer_id is None:
                return None
            person = uow.customers.get(card.customer_id)
        return (person.id, person.name) if person is not None else None
