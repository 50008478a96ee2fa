"""The page of gift certificates joined with shop and window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.i18n import translator
from pos_app.presenters.certificates import CertificatesParts, CertificatesPresenter
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.services.session import Session
from pos_app.ui.screens.certificates_view import CertificatesView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeCertificates:
    """Builds the page and knows the ways to it."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._presenter: CertificatesPresenter | None = None

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = CertificatesView(frame.voice.t)
        presenter = CertificatesPresenter(
            CertificatesParts(
                service=shop.certificates,
                session=self._session,
                approval=ApprovalFlow(
                    shop.permissions,
                    self._session,
                    lambda: shop.book.current.settings.security.pin_length,
                ),
                voice=frame.voice,
                settings=lambda: shop.book.current.settings,
                today=shop.book.today,
                local=frame.local,
                sell=self._sell,
                slip_name=self._slip_name,
                to_sale=lambda: frame.window.show_page("sale"),
            ),
            view,
        )
        self._connect(view, presenter)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "certificate", "settings"}, presenter.refresh)
        self._presenter = presenter

    def _connect(self, view: CertificatesView, presenter: CertificatesPresenter) -> None:
        view.searched.connect(presenter.search)
        view.chosen.connect(presenter.choose)
        view.more_wanted.connect(presenter.more)
        view.sell_wanted.connect(presenter.sell_side)
        view.amount_chosen.connect(presenter.choose_amount)
        view.amount_typed.connect(presenter.type_amount)
        view.number_typed.connect(presenter.type_number)
        view.sold.connect(presenter.sell)
        view.reason_chosen.connect(presenter.choose_reason)
        view.toggled.connect(presenter.toggle)
        view.balance_wanted.connect(presenter.print_balance)
        view.copy_wanted.connect(presenter.print_again)
        view.approved.connect(presenter.approve)
        view.backed.connect(presenter.back)
        view.shown.connect(presenter.open)
        view.scanned.connect(presenter.scan)

    # --- ways --------------------------------------------------------------------------------

    def open(self) -> None:
        """To the list."""
        self._frame.window.show_page("certificates")

    def begin_sale(self) -> None:
        """To selling one, from the till."""
        self.open()
        if self._presenter is not None:
            self._presenter.begin_sale()

    def open_code(self, code: str) -> None:
        """To one that was scanned elsewhere."""
        self.open()
        if self._presenter is not None:
            self._presenter.scan(code)

    # --- inside ------------------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _sell(self, amount: int, name: str, number: str) -> object:
        counter = self._frame.counter
        assert counter is not None
        return counter.desk.sell_certificate(amount, name, number)

    def _slip_name(self) -> str:
        """What the receipt calls it, in the shop's language."""
        language = self._frame.shop.book.current.settings.locale.language
        return translator(language)._("Gift certificate")
