"""The pages beside the counter: receipts, shift, customers, goods, settings."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final, Protocol

from PySide6.QtCore import QTimer

from pos_app.bootstrap.office_campaigns import OfficeCampaigns
from pos_app.bootstrap.office_cards import OfficeCards
from pos_app.bootstrap.office_certificates import OfficeCertificates
from pos_app.bootstrap.office_duplicates import OfficeDuplicates
from pos_app.bootstrap.office_export import OfficeExport
from pos_app.bootstrap.office_fill import OfficeFill
from pos_app.bootstrap.office_paper import OfficePaper
from pos_app.bootstrap.office_people_import import OfficePeopleImport
from pos_app.bootstrap.office_points import OfficePoints
from pos_app.bootstrap.office_products import OfficeProducts
from pos_app.bootstrap.office_profile import OfficeProfile
from pos_app.bootstrap.office_promotions import OfficePromotions
from pos_app.bootstrap.office_questionnaires import OfficeQuestionnaires
from pos_app.bootstrap.office_returns import OfficeReturns
from pos_app.bootstrap.office_settings import OfficeSettings
from pos_app.bootstrap.office_survey import OfficeSurvey
from pos_app.domain.staff import Person
from pos_app.presenters.receipts import ReceiptsParts, ReceiptsPresenter
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.shift import ShiftParts, ShiftPresenter
from pos_app.services.explanation_slip import slip_language
from pos_app.services.session import Session
from pos_app.ui.screens.receipts_view import ReceiptsView
from pos_app.ui.screens.shift_view import ShiftView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


PAUSE_MS: Final = 40
"""Rest between two pages made ahead, so that keys and scans come in between."""

PAGES: Final[dict[str, tuple[str, ...]]] = {
    "profile": (),
    "products": ("products", "product_edit", "product_import"),
    "settings": ("settings", "programme"),
    "points": ("points", "liability"),
    "duplicates": ("duplicates",),
    "people_import": ("people_import",),
    "certificates": ("certificates",),
    "cards": ("cards",),
    "survey": ("survey",),
    "fill": ("questionnaire", "questionnaire_turned"),
    "paper": ("paper_forms",),
    "promotions": ("promotions", "promotion_edit"),
    "campaigns": ("campaigns", "campaign", "coupon"),
    "questionnaires": ("questionnaires", "questionnaire_edit"),
}
"""Pages made after the sale page is there, or as soon as one of them is wanted."""


class Part(Protocol):
    """Some pages that belong together."""

    def build(self) -> None:
        """Make them anew, in the language of the moment."""


class Office:
    """Builds the pages for the person signed in and joins them with their presenters.

    What the counter needs is made at once; the others follow one after another while the counter
    rests, so that signing in takes no longer than the sale page does.
    """

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._receipts: ReceiptsPresenter | None = None
        self._names: dict[int, str] = {}
        self._products = OfficeProducts(frame, self._name_of)
        self._points = OfficePoints(frame, self._session, self.approval)
        self._profile = OfficeProfile(frame, self._session, self.approval, self._name_of)
        self._duplicates = OfficeDuplicates(frame, self._session, self.approval)
        self._people_import = OfficePeopleImport(frame, self._session)
        self._promotions = OfficePromotions(frame)
        self._campaigns = OfficeCampaigns(frame)
        self._questionnaires = OfficeQuestionnaires(frame, self._session, self._name_of)
        self._certificates = OfficeCertificates(frame)
        self._cards = OfficeCards(frame, self._session)
        self._survey = OfficeSurvey(frame, self._session)
        self._fill = OfficeFill(frame)
        self._paper = OfficePaper(frame, self._session)
        self._settings = OfficeSettings(frame)
        self.returns = OfficeReturns(frame)
        self.export = OfficeExport(frame, self._session)
        self._parts: dict[str, Part] = {
            "profile": self._profile,
            "products": self._products,
            "settings": self._settings,
            "points": self._points,
            "duplicates": self._duplicates,
            "people_import": self._people_import,
            "certificates": self._certificates,
            "cards": self._cards,
            "survey": self._survey,
            "fill": self._fill,
            "paper": self._paper,
            "promotions": self._promotions,
            "campaigns": self._campaigns,
            "questionnaires": self._questionnaires,
        }
        self._waiting: list[str] = []
        self._later = QTimer(frame.window)
        self._later.setSingleShot(True)
        self._later.setInterval(PAUSE_MS)
        self._later.timeout.connect(self._build_next)

    def build(self) -> None:
        """Make all pages anew, in the language of the moment: some now, the others soon."""
        self._names = {}
        self._build_receipts()
        self._build_shift()
        self.returns.build()
        self._waiting = list(self._parts)
        for key, names in PAGES.items():
            for name in names:
                self._frame.window.expect_page(name, partial(self._ensure, key))
        self._later.start()

    def stop(self) -> None:
        """Make no more pages, and end what runs behind the settings."""
        self._later.stop()
        self._waiting = []
        self._settings.stop()

    def _build_next(self) -> None:
        if self._waiting:
            self._ensure(self._waiting[0])
        if self._waiting:
            self._later.start()

    def _ensure(self, key: str) -> None:
        if key in self._waiting:
            self._waiting.remove(key)
            self._parts[key].build()

    @property
    def products(self) -> OfficeProducts:
        """The pages of goods."""
        self._ensure("products")
        return self._products

    @property
    def points(self) -> OfficePoints:
        """Points and tiers of a person, and what is owed."""
        self._ensure("points")
        return self._points

    @property
    def duplicates(self) -> OfficeDuplicates:
        """People on file twice."""
        self._ensure("duplicates")
        return self._duplicates

    @property
    def people_import(self) -> OfficePeopleImport:
        """Customers from a file."""
        self._ensure("people_import")
        return self._people_import

    @property
    def promotions(self) -> OfficePromotions:
        """Promotions."""
        self._ensure("promotions")
        return self._promotions

    @property
    def survey(self) -> OfficeSurvey:
        """The results of questionnaires."""
        self._ensure("survey")
        return self._survey

    @property
    def fill(self) -> OfficeFill:
        """Questionnaires being filled."""
        self._ensure("fill")
        return self._fill

    @property
    def paper(self) -> OfficePaper:
        """Questionnaires on paper."""
        self._ensure("paper")
        return self._paper

    @property
    def certificates(self) -> OfficeCertificates:
        """Gift certificates and store credit."""
        self._ensure("certificates")
        return self._certificates

    @property
    def settings(self) -> OfficeSettings:
        """Settings and the programme."""
        self._ensure("settings")
        return self._settings

    # --- ways --------------------------------------------------------------------------------

    def open_receipts(self, text: str) -> None:
        """To the receipts, looking for ``text``."""
        self._frame.window.show_page("receipts")
        if text and self._receipts is not None:
            self._receipts.open(text)

    # --- pages -------------------------------------------------------------------------------

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session

    def approval(self) -> ApprovalFlow:
        """A question for a second person's PIN, for one page."""
        shop = self._frame.shop
        return ApprovalFlow(
            shop.permissions,
            self._session,
            lambda: shop.book.current.settings.security.pin_length,
        )

    def _to_sale(self) -> None:
        self._frame.window.show_page("sale")

    def _name_of(self, person_id: int) -> str:
        if person_id not in self._names:
            people: list[Person] = list(self._frame.shop.staff.people())
            self._names = {person.id: person.name for person in people}
        return self._names.get(person_id, "")

    def _build_receipts(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = ReceiptsView(frame.voice.t)
        presenter = ReceiptsPresenter(
            ReceiptsParts(
                service=shop.receipts,
                reprint_return=lambda uuid, given: shop.returns.reprint(
                    self._session(), uuid, given
                ),
                session=self._session,
                approval=self.approval(),
                pictures=frame.pictures,
                voice=frame.voice,
                local=frame.local,
                today=shop.book.today,
                language=lambda sale: slip_language(sale, shop.book.current.settings),
            ),
            view,
        )
        view.searched.connect(presenter.search)
        view.period_chosen.connect(presenter.choose_period)
        view.totals_typed.connect(presenter.totals)
        view.chosen.connect(presenter.choose)
        view.more_wanted.connect(presenter.more)
        view.copy_wanted.connect(presenter.print_chosen)
        view.part_chosen.connect(presenter.look_at)
        view.return_copy_wanted.connect(presenter.copy_return)
        view.approved.connect(presenter.approve)
        view.approval_cancelled.connect(presenter.cancel_approval)
        view.shown.connect(presenter.refresh)
        view.left.connect(self._to_sale)
        view.scanned.connect(lambda text: self._receipt_scan(presenter, text))
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "return", "printed"}, presenter.refresh)
        self._receipts = presenter

    def _receipt_scan(self, presenter: ReceiptsPresenter, text: str) -> None:
        if not presenter.staff_card(text):
            presenter.open(text)

    def _build_shift(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = ShiftView(frame.voice.t, frame.voice.f)
        presenter = ShiftPresenter(
            ShiftParts(
                till=shop.till,
                session=self._session,
                approval=self.approval(),
                voice=frame.voice,
                local=frame.local,
                denominations=lambda: shop.book.current.settings.money.kind.denominations,
                name_of=self._name_of,
                to_sale=self._to_sale,
                new_ref=shop.world.ids.uuid,
            ),
            view,
        )
        view.begun.connect(presenter.begin)
        view.amount_typed.connect(presenter.type_amount)
        view.piece_counted.connect(presenter.count_piece)
        view.reason_chosen.connect(presenter.choose_reason)
        view.confirmed.connect(presenter.confirm)
        view.report_wanted.connect(presenter.report)
        view.backed.connect(presenter.back)
        view.approved.connect(presenter.approve)
        view.shown.connect(presenter.open_page)
        view.scanned.connect(presenter.staff_card)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "shift"}, presenter.refresh)
