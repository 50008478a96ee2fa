"""The pages of the coupon campaigns: the list, one campaign, one coupon; joined with the shop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from pos_app.adapters.files.disk import write_bytes_durably
from pos_app.adapters.files.exports import SpreadsheetWriter
from pos_app.adapters.files.phones import Phones
from pos_app.bootstrap.office_devices import StationPrinters
from pos_app.domain.scan import CardScan, CouponScan, classify
from pos_app.presenters.campaign import CampaignParts, CampaignPresenter
from pos_app.presenters.campaign_codes import CodesParts
from pos_app.presenters.campaigns import CampaignsParts, CampaignsPresenter
from pos_app.presenters.coupon_lookup import CouponLookupPresenter, LookupParts
from pos_app.presenters.import_words import heading
from pos_app.services.documents import Paper
from pos_app.services.session import Session
from pos_app.services.tabular import Progress
from pos_app.ui.screens.block_page import BlockPage
from pos_app.ui.screens.campaigns_view import CampaignsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeCampaigns:
    """Builds the pages and knows the ways between them."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._form: CampaignPresenter | None = None
        self._lookup: CouponLookupPresenter | None = None

    def build(self) -> None:
        """Make the pages anew, in the language of the moment."""
        self._build_list()
        self._build_form()
        self._build_lookup()

    # --- ways --------------------------------------------------------------------------------

    def open_campaign(self, campaign_id: int) -> None:
        """To one campaign; 0 for a new one."""
        self._frame.window.show_page("campaign")
        if self._form is not None:
            self._form.open(campaign_id)

    def open_lookup(self, code: str) -> None:
        """To the page that looks a coupon up."""
        self._frame.window.show_page("coupon")
        if self._lookup is not None:
            self._lookup.open(code)

    def to_list(self) -> None:
        """To the list."""
        self._frame.window.show_page("campaigns")

    def back(self) -> None:
        """To the settings."""
        self._frame.window.show_page("settings")

    def open_receipt(self, number: str) -> None:
        """To a receipt."""
        self._frame.open_receipts(number)

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""
        self._frame.say(text, tone)

    def ask_pdf(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a PDF goes."""
        t = self._frame.voice.t
        pattern = t._("PDF file (*.pdf)")
        self._frame.dialogs.save_file(t._("Save the sheet"), suggested, pattern, on_path)

    def ask_table(self, suggested: str, on_path: Callable[[str], None]) -> None:
        """Ask where a table goes."""
        t = self._frame.voice.t
        pattern = f"{t._('CSV file (*.csv)')};;{t._('Excel workbook (*.xlsx)')}"
        self._frame.dialogs.save_file(t._("Save the table"), suggested, pattern, on_path)

    # --- pages -------------------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def _build_list(self) -> None:
        frame = self._frame
        view = CampaignsView(frame.voice.t)
        presenter = CampaignsPresenter(
            CampaignsParts(
                service=frame.shop.campaigns,
                session=self._session,
                voice=frame.voice,
                ways=self,
            ),
            view,
        )
        view.chosen.connect(presenter.choose)
        view.picked.connect(presenter.edit)
        view.create_wanted.connect(presenter.create)
        view.lookup_wanted.connect(presenter.look_up)
        view.move_wanted.connect(presenter.move)
        view.copy_wanted.connect(presenter.copy)
        view.shown.connect(presenter.open)
        view.left.connect(presenter.back)
        view.scanned.connect(presenter.look_up)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"campaign", "sale"}, presenter.refresh)

    def _build_form(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = BlockPage(frame.voice.t, "campaign", frame.voice.t._("Campaigns"))
        presenter = CampaignPresenter(
            CampaignParts(
                service=shop.campaigns,
                codes=CodesParts(
                    codes=shop.coupon_codes,
                    sheets=shop.coupon_sheets,
                    tasks=frame.tasks,
                    voice=frame.voice,
                    session=self._session,
                    ways=self,
                    language=lambda: shop.book.current.settings.locale.language,
                    paper=lambda: Paper(shop.station.current.printer.paper),
                    local=frame.local,
                    table=self._write_table,
                    send=self._send,
                    write=lambda path, content: write_bytes_durably(Path(path), content),
                    find_person=self._find_person,
                ),
                groups=self._groups,
                find_item=self._find_item,
            ),
            view,
        )
        connect_page(view, presenter)
        view.saved.connect(presenter.save)
        view.undone.connect(presenter.undo)
        view.scanned.connect(lambda text: self._scanned(presenter, text))
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"campaign", "sale", "product"}, presenter.refresh)
        if self._form is not None:
            presenter.take_over(self._form)
        else:
            presenter.show()
        self._form = presenter

    def _build_lookup(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = BlockPage(frame.voice.t, "coupon", frame.voice.t._("Campaigns"))
        presenter = CouponLookupPresenter(
            LookupParts(
                codes=shop.coupon_codes,
                session=self._session,
                voice=frame.voice,
                ways=self,
                local=frame.local,
                prefix=lambda: shop.book.current.settings.scanner.coupon_prefix,
            ),
            view,
        )
        connect_page(view, presenter)
        view.scanned.connect(presenter.scan)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"campaign", "sale"}, presenter.refresh)
        presenter.show()
        self._lookup = presenter

    # --- what the pages need -----------------------------------------------------------------

    def _scanned(self, presenter: CampaignPresenter, text: str) -> None:
        found = classify(text, self._frame.shop.scan_settings)
        if isinstance(found, CouponScan):
            self.open_lookup(text)
        elif isinstance(found, CardScan):
            presenter.scan(found.code)
        else:
            self._frame.alert()

    def _groups(self) -> Sequence[tuple[str, str]]:
        groups = self._frame.shop.catalogue.groups()
        return sorted(
            ((group.code, group.name) for group in groups), key=lambda pair: pair[1].casefold()
        )

    def _find_item(self, text: str) -> str | None:
        product = self._frame.shop.catalogue.by_code(text)
        if product is None:
            with self._frame.shop.store.uow() as uow:
                product = uow.products.by_sku(text)
        return product.sku if product is not None else None

    def _find_person(self, text: str) -> tuple[int, str] | None:
        shop = self._frame.shop
        with shop.store.uow() as uow:
            card = uow.cards.by_number(text)
            if card is not None and card.customer_id is not None:
                person = uow.customers.get(card.customer_id)
            else:
                phone = Phones().e164(text, shop.book.current.settings.locale.region)
                found = uow.customers.by_phone(phone) if phone else ()
                person = found[0] if len(found) == 1 else None
        return (person.id, person.name) if person is not None else None

    def _write_table(self, campaign_id: int, batch: str, path: str, told: Progress) -> int:
        frame, t = self._frame, self._frame.voice.t
        digits = frame.shop.book.current.settings.money.kind.minor_digits
        writer = SpreadsheetWriter(lambda key: heading(key, t), t, frame.voice.f, digits)
        return frame.shop.coupon_sheets.table(
            self._session(), campaign_id, batch, path, writer, told
        )

    def _send(self, pdf: bytes, paper: Paper) -> None:
        stamp = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
        printer = self._frame.shop.station.current.printer
        StationPrinters(self._frame.shop).send(printer, f"coupons-{stamp}", pdf, paper)


def connect_page(view: BlockPage, presenter: CampaignPresenter | CouponLookupPresenter) -> None:
    """Every gesture on a page of cards to its deed."""
    view.edited.connect(presenter.edit)
    view.pressed.connect(presenter.press)
    view.chosen.connect(presenter.choose)
    view.left.connect(presenter.back)
    view.shown.connect(presenter.refresh)
