"""The return page joined with its presenter, and its ways from and to the counter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from pos_app.domain.sale import Exchange
from pos_app.domain.scan import ReceiptScan, classify
from pos_app.presenters.returns import ReturnsParts, ReturnsPresenter
from pos_app.services.records import ReceiptQuery, ReceiptRow
from pos_app.services.return_model import ReturnSheet
from pos_app.services.session import Session
from pos_app.ui.screens.returns_view import ReturnsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeReturns:
    """Builds the page for the person signed in."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._presenter: ReturnsPresenter | None = None

    def open(self, text: str = "") -> None:
        """To the page; with a receipt's code or number that receipt is opened."""
        self._frame.window.show_page("returns")
        if text and self._presenter is not None:
            self._presenter.open(text)

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = ReturnsView(frame.voice.t)
        presenter = ReturnsPresenter(
            ReturnsParts(
                service=shop.returns,
                search=self._search,
                session=self._session,
                approval=frame.office.approval(),
                voice=frame.voice,
                local=frame.local,
                to_sale=lambda: frame.window.show_page("sale"),
                begin_exchange=self._begin_exchange,
            ),
            view,
        )
        view.searched.connect(presenter.search)
        view.submitted.connect(presenter.submit)
        view.receipt_chosen.connect(presenter.choose)
        view.toggled.connect(presenter.toggle)
        view.stepped.connect(presenter.step)
        view.moved.connect(presenter.move)
        view.current_toggled.connect(presenter.toggle_current)
        view.all_wanted.connect(presenter.everything)
        view.reason_chosen.connect(presenter.choose_reason)
        view.condition_chosen.connect(presenter.choose_condition)
        view.note_typed.connect(presenter.type_note)
        view.other_wanted.connect(presenter.other)
        view.confirmed.connect(presenter.confirm)
        view.exchange_wanted.connect(presenter.exchange)
        view.left.connect(presenter.leave)
        view.approved.connect(presenter.approve)
        view.shown.connect(presenter.open)
        view.alerted.connect(frame.alert)
        view.scanned.connect(lambda text: self._scanned(presenter, text))
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "return"}, presenter.refresh)
        self._presenter = presenter

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _search(self, text: str, limit: int) -> Sequence[ReceiptRow]:
        query = ReceiptQuery(text=text.strip(), limit=limit)
        return self._frame.shop.receipts.search(self._session(), query)

    def _scanned(self, presenter: ReturnsPresenter, text: str) -> None:
        """A slip opens its receipt, a staff card may be wanted; goods and cards are not."""
        if presenter.staff_card(text):
            return
        if isinstance(classify(text, self._frame.shop.book.current.scan), ReceiptScan):
            presenter.open(text)
        else:
            self._frame.alert()

    def _begin_exchange(self, exchange: Exchange, sheet: ReturnSheet) -> None:
        counter = self._frame.counter
        if counter is not None:
            card = sheet.card_number or None
            counter.begin_exchange(exchange, sheet.customer_id, card)
