"""An opened shop: its store and every service over it, joined once for window and commands."""

from __future__ import annotations

import time
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from pos_app.adapters.documents.card_sheet import CardSheetArtist
from pos_app.adapters.documents.consent_form import ConsentArtist
from pos_app.adapters.documents.coupon_sheet import CouponArtist
from pos_app.adapters.documents.person_data import PersonDataArtist
from pos_app.adapters.documents.questionnaire_form import FormArtist
from pos_app.adapters.documents.renderer import SlipDrawer
from pos_app.adapters.files.disk import Disk
from pos_app.adapters.files.keys import load_or_make_key
from pos_app.adapters.files.paths import Places, demand_local_folder
from pos_app.adapters.files.phones import Phones
from pos_app.adapters.files.pictures import Pictures
from pos_app.adapters.files.pin_hasher import Argon2PinHasher
from pos_app.adapters.files.station_file import StationFile
from pos_app.adapters.files.tombstones import TombstoneFile
from pos_app.adapters.sqlite.backup import Backups
from pos_app.adapters.sqlite.journal_pages import SqliteJournalPages
from pos_app.adapters.sqlite.person_data import PersonDataReads
from pos_app.adapters.sqlite.points_reads import SqlitePointsReads
from pos_app.adapters.sqlite.profile_reads import SqliteProfileReads
from pos_app.adapters.sqlite.proofs import SqliteProofs
from pos_app.adapters.sqlite.sealing import Sealer
from pos_app.adapters.sqlite.shred import FileShredder
from pos_app.adapters.sqlite.store import Store, create_store, open_store
from pos_app.adapters.system import SystemClock, SystemIds
from pos_app.bootstrap.hub import EventHub
from pos_app.bootstrap.shop_needs import NeedServices
from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.scan import ScanSettings
from pos_app.presenters.journal_words import title
from pos_app.services.after_sale import AfterSaleService
from pos_app.services.approvals import Permissions
from pos_app.services.asking import AskingService
from pos_app.services.audit import AuditService
from pos_app.services.backup import BackupService
from pos_app.services.campaign_codes import CouponCodes
from pos_app.services.campaigns import CampaignService
from pos_app.services.card_sheets import CardSheets
from pos_app.services.card_stock import CardStock
from pos_app.services.cards import CardService
from pos_app.services.catalogue import CatalogueService
from pos_app.services.certificate_office import CertificateService
from pos_app.services.checkout import Checkout, CheckoutParts
from pos_app.services.clock_guard import ClockGuard
from pos_app.services.consent_forms import ConsentForms
from pos_app.services.consent_texts import ConsentTexts
from pos_app.services.contacts import ContactService
from pos_app.services.coupon_sheets import CouponSheets
from pos_app.services.customer_groups import CustomerGroups
from pos_app.services.customers import CustomerService
from pos_app.services.day_work import DayWork
from pos_app.services.duplicates import DuplicateService
from pos_app.services.erasure import ErasureService
from pos_app.services.grants import GrantService
from pos_app.services.liability import LiabilityService
from pos_app.services.merging import MergeService
from pos_app.services.name_order import NameOrder
from pos_app.services.paper_forms import PaperForms, PaperParts
from pos_app.services.people_list import PeopleList
from pos_app.services.person_data import PersonDataService
from pos_app.services.person_details import NoteService, PersonDetails
from pos_app.services.pin_guard import PinGuard
from pos_app.services.points_desk import PointsDesk
from pos_app.services.points_statement import PointsStatements
from pos_app.services.ports import Clock, IdSource, PinHasher
from pos_app.services.price_levels import PriceLevels
from pos_app.services.profile import ProfileService
from pos_app.services.programme_service import ProgrammeService
from pos_app.services.promotions import PromotionService
from pos_app.services.questionnaires import QuestionnaireService
from pos_app.services.receipt_claims import ClaimService
from pos_app.services.receipts import ReceiptService
from pos_app.services.responses import ResponseParts, ResponseService
from pos_app.services.retention import RetentionService
from pos_app.services.return_without_receipt import BlindReturns
from pos_app.services.returns import ReturnParts, ReturnService
from pos_app.services.sale_desk import DeskParts, SaleDesk
from pos_app.services.saved_views import SavedViews
from pos_app.services.session import Session
from pos_app.services.settings_service import SettingsService
from pos_app.services.setup import SetupService
from pos_app.services.shop_book import ShopBook
from pos_app.services.staff import StaffService
from pos_app.services.station import StationService
from pos_app.services.tier_desk import TierDesk
from pos_app.services.till import TillService

YIELD: Final = 0.03
"""Seconds long work leaves the store to a sale that waits; it looks every few milliseconds."""


@dataclass(frozen=True, kw_only=True)
class World:
    """Clock, identities and hashing: what tests replace."""

    clock: Clock
    ids: IdSource
    hasher: PinHasher


def system_world() -> World:
    """The machine's own clock, randomness and argon2id."""
    return World(clock=SystemClock(), ids=SystemIds(), hasher=Argon2PinHasher())


class Shop:
    """One opened shop. :meth:`close` when done."""

    def __init__(self, store: Store, places: Places, world: World) -> None:
        self.store = store
        self.places = places
        self.world = world
        self.hub = EventHub()
        self.hub.listen(self._refresh)

    def close(self) -> None:
        """Merge what is left and close all connections."""
        self.store.close()

    def _refresh(self, topic: str, ref: str) -> None:
        if topic in ("settings", "promotion", "tax"):
            self.book.refresh()

    # --- the services, built when first asked for --------------------------------------------

    @cached_property
    def book(self) -> ShopBook:
        """Settings and programme at hand."""
        return ShopBook(self.store.uow, self.world.clock)

    @cached_property
    def settings(self) -> SettingsService:
        """Settings of the shop."""
        return SettingsService(self.store.uow, self.hub)

    @cached_property
    def guard(self) -> PinGuard:
        """Wrong tries and waits."""
        return PinGuard(self.store.uow, self.world.hasher, self.world.clock)

    @cached_property
    def permissions(self) -> Permissions:
        """Rights and second persons' consents."""
        return Permissions(self.store.uow, self.guard, self.world.clock, self.world.ids)

    @cached_property
    def staff(self) -> StaffService:
        """People who work here."""
        w = self.world
        return StaffService(self.store.uow, self.guard, w.hasher, w.clock, w.ids, self.hub)

    @cached_property
    def till(self) -> TillService:
        """Shifts."""
        w = self.world
        return TillService(
            self.store.uow, self.permissions, self.settings, w.clock, w.ids, self.hub
        )

    @cached_property
    def catalogue(self) -> CatalogueService:
        """Goods."""
        w = self.world
        return CatalogueService(self.store.uow, self.store.queries, w.clock, w.ids, self.hub)

    @cached_property
    def price_levels(self) -> PriceLevels:
        """Prices beside the list price."""
        w = self.world
        return PriceLevels(self.store.uow, w.clock, w.ids, self.hub)

    @cached_property
    def customer_groups(self) -> CustomerGroups:
        """The groups people belong to."""
        return CustomerGroups(self.store.uow, self.hub)

    @cached_property
    def customers(self) -> CustomerService:
        """People who buy."""
        w = self.world
        return CustomerService(
            self.store.uow,
            self.store.queries,
            self.permissions,
            self.phones,
            w.clock,
            w.ids,
            self.hub,
            lambda: self.book.current.programme,
        )

    @cached_property
    def consent_texts(self) -> ConsentTexts:
        """What people consent to, by version."""
        w = self.world
        return ConsentTexts(self.store.uow, w.clock, w.ids, self.hub)

    @cached_property
    def consent_forms(self) -> ConsentForms:
        """Card agreements on paper."""
        return ConsentForms(self.store.uow, self.world.clock, ConsentArtist())

    @cached_property
    def person_data(self) -> PersonDataService:
        """A person's data for the person."""
        return PersonDataService(
            self.store.uow,
            PersonDataReads(self.store.path),
            PersonDataArtist(title),
            self.guard,
            self.world.clock,
            self.world.ids,
        )

    @cached_property
    def retention(self) -> RetentionService:
        """Who is due to be forgotten."""
        return RetentionService(self.store.uow, self.world.clock, self.hub)

    @cached_property
    def erasure(self) -> ErasureService:
        """Forgetting people."""
        w = self.world
        return ErasureService(
            self.store.uow,
            self.permissions,
            TombstoneFile(self.places.data),
            FileShredder(self.store.path),
            w.clock,
            w.ids,
            self.hub,
        )

    @cached_property
    def phones(self) -> Phones:
        """Numbers of the world."""
        return Phones()

    @cached_property
    def contacts(self) -> ContactService:
        """Further phones, e-mails, messengers and addresses."""
        w = self.world
        return ContactService(
            self.store.uow, self.permissions, self.phones, w.clock, w.ids, self.hub
        )

    @cached_property
    def person_details(self) -> PersonDetails:
        """Wishes, tags, households."""
        w = self.world
        return PersonDetails(self.store.uow, self.permissions, w.clock, w.ids, self.hub)

    @cached_property
    def notes(self) -> NoteService:
        """Notes about people."""
        w = self.world
        return NoteService(self.store.uow, self.permissions, w.clock, w.ids, self.hub)

    @cached_property
    def profiles(self) -> ProfileService:
        """One person, whole."""
        reads = SqliteProfileReads(self.store.path)
        return ProfileService(self.store.uow, reads, self.book)

    @cached_property
    def people_list(self) -> PeopleList:
        """People found, filtered, listed."""
        return PeopleList(self.store.queries)

    @cached_property
    def saved_views(self) -> SavedViews:
        """Filters of people under a name."""
        w = self.world
        return SavedViews(self.store.uow, w.clock, w.ids, self.hub)

    @cached_property
    def name_order(self) -> NameOrder:
        """The order of names in lists."""
        return NameOrder(self.store.uow)

    @cached_property
    def cards(self) -> CardService:
        """Loyalty cards."""
        w = self.world
        return CardService(
            self.store.uow,
            self.permissions,
            w.clock,
            w.ids,
            self.hub,
            lambda: self.book.current.programme,
        )

    @cached_property
    def duplicates(self) -> DuplicateService:
        """Who may be on file twice."""
        w = self.world
        return DuplicateService(
            self.store.uow, self.store.duplicates, Phones(), w.clock, w.ids, self.hub
        )

    @cached_property
    def merging(self) -> MergeService:
        """Two records of one person made one."""
        w = self.world
        return MergeService(self.store.uow, self.book, self.permissions, w.clock, w.ids, self.hub)

    @cached_property
    def points_reads(self) -> SqlitePointsReads:
        """Lots, movements and who is due for what."""
        return SqlitePointsReads(self.store.path)

    @cached_property
    def grants(self) -> GrantService:
        """Who brought whom, points for a questionnaire."""
        w = self.world
        return GrantService(self.store.uow, self.book, w.clock, w.ids, self.hub)

    @cached_property
    def questionnaires(self) -> QuestionnaireService:
        """Questionnaires and their versions."""
        w = self.world
        return QuestionnaireService(self.store.uow, w.clock, w.ids, self.hub)

    @cached_property
    def responses(self) -> ResponseService:
        """What people answer."""
        w = self.world
        return ResponseService(
            ResponseParts(
                uow=self.store.uow,
                book=self.book,
                permissions=self.permissions,
                phones=Phones(),
                clock=w.clock,
                ids=w.ids,
                sink=self.hub,
            )
        )

    @cached_property
    def paper_forms(self) -> PaperForms:
        """Questionnaires printed, and keyed in by their codes."""
        w = self.world
        return PaperForms(
            PaperParts(
                uow=self.store.uow,
                responses=self.responses,
                artist=FormArtist(),
                clock=w.clock,
                ids=w.ids,
            )
        )

    @cached_property
    def after_sale(self) -> AfterSaleService:
        """The one question after a sale."""
        w = self.world
        return AfterSaleService(self.store.uow, self.book, self.responses, w.clock)

    @cached_property
    def asking(self) -> AskingService:
        """Who has not answered yet."""
        return AskingService(self.store.uow, self.book)

    @cached_property
    def points_desk(self) -> PointsDesk:
        """Points by hand."""
        w = self.world
        return PointsDesk(self.store.uow, self.book, self.permissions, w.clock, w.ids, self.hub)

    @cached_property
    def points_statements(self) -> PointsStatements:
        """Why a balance is what it is."""
        return PointsStatements(self.store.uow, self.points_reads, self.book)

    @cached_property
    def tier_desk(self) -> TierDesk:
        """Tiers by hand."""
        return TierDesk(self.store.uow, self.book, self.permissions, self.hub)

    @cached_property
    def claims(self) -> ClaimService:
        """Receipts given to somebody after the sale."""
        w = self.world
        return ClaimService(self.store.uow, self.book, self.permissions, w.clock, w.ids, self.hub)

    @cached_property
    def liability(self) -> LiabilityService:
        """What the shop owes in points."""
        return LiabilityService(self.points_reads, self.book)

    @cached_property
    def needs(self) -> NeedServices:
        """What people need, and what they answered all together."""
        return NeedServices(self)

    @cached_property
    def day_work(self) -> DayWork:
        """What is posted when the day is opened."""
        w = self.world
        return DayWork(self.store.uow, self.points_reads, self.book, w.clock, w.ids)

    @cached_property
    def certificates(self) -> CertificateService:
        """Gift certificates and store credit."""
        w = self.world
        return CertificateService(
            self.store.uow, self.permissions, self.book, w.clock, w.ids, self.hub
        )

    @cached_property
    def checkout(self) -> Checkout:
        """Completing sales."""
        w = self.world
        return Checkout(
            CheckoutParts(
                uow=self.store.uow,
                book=self.book,
                clock=w.clock,
                ids=w.ids,
                disk=Disk(self.places.data),
                sink=self.hub,
                ensure_redeeming=self.clock_guard.ensure_redeeming,
            )
        )

    @cached_property
    def receipts(self) -> ReceiptService:
        """Receipts made so far."""
        w = self.world
        return ReceiptService(
            self.store.uow, self.store.queries, self.permissions, w.clock, w.ids, self.hub
        )

    @cached_property
    def returns(self) -> ReturnService:
        """Goods that come back by their receipt."""
        return ReturnService(self._return_parts)

    @cached_property
    def returns_without_receipt(self) -> BlindReturns:
        """Goods that come back without one."""
        return BlindReturns(self._return_parts)

    @property
    def _return_parts(self) -> ReturnParts:
        w = self.world
        return ReturnParts(
            uow=self.store.uow,
            book=self.book,
            permissions=self.permissions,
            clock=w.clock,
            ids=w.ids,
            sink=self.hub,
        )

    @cached_property
    def programme(self) -> ProgrammeService:
        """The loyalty programme."""
        return ProgrammeService(self.store.uow, self.world.clock, self.hub)

    @cached_property
    def promotions(self) -> PromotionService:
        """Promotions."""
        return PromotionService(self.store.uow, self.world.ids, self.hub)

    @cached_property
    def campaigns(self) -> CampaignService:
        """Coupon campaigns."""
        w = self.world
        return CampaignService(self.store.uow, self.book, w.clock, w.ids, self.hub)

    @cached_property
    def coupon_codes(self) -> CouponCodes:
        """Codes of coupon campaigns."""
        w = self.world
        return CouponCodes(
            self.store.uow, self.book, w.clock, w.ids, self.hub, lambda: time.sleep(YIELD)
        )

    @cached_property
    def card_stock(self) -> CardStock:
        """Blank cards in ranges."""
        w = self.world
        return CardStock(
            self.store.uow, self.book, w.clock, w.ids, self.hub, lambda: time.sleep(YIELD)
        )

    @cached_property
    def card_sheets(self) -> CardSheets:
        """Cards and key tags on paper."""
        return CardSheets(self.store.uow, self.book, CardSheetArtist())

    @cached_property
    def coupon_sheets(self) -> CouponSheets:
        """Coupons on paper and in tables."""
        return CouponSheets(self.store.uow, self.coupon_codes, self.book, CouponArtist())

    @cached_property
    def setup(self) -> SetupService:
        """The first run."""
        w = self.world
        return SetupService(self.store.uow, w.hasher, w.clock, w.ids, self.hub)

    @cached_property
    def clock_guard(self) -> ClockGuard:
        """Whether the computer's clock can be trusted."""
        return ClockGuard(self.store.uow, self.permissions, self.world.clock, self.hub)

    @cached_property
    def audit(self) -> AuditService:
        """The journal, page by page, and its proof."""
        store = self.store
        return AuditService(
            store.uow,
            SqliteJournalPages(store.path),
            SqliteProofs(store.path, store.sealer),
            self.hub,
        )

    @cached_property
    def backups(self) -> Backups:
        """Proved copies."""
        return Backups(
            self.store.path,
            self.places.backups,
            sealer=self.store.sealer,
            clock=self.world.clock,
        )

    @cached_property
    def backup(self) -> BackupService:
        """When copies are made."""
        return BackupService(
            self.backups, self.store.uow, self.settings, self.world.clock, self.hub
        )

    @cached_property
    def pictures(self) -> Pictures:
        """Photos of goods and the logo, beside the data."""
        return Pictures(self.places.data)

    @cached_property
    def station(self) -> StationService:
        """Settings of this computer."""
        return StationService(StationFile(self.places.station_file))

    @cached_property
    def drawer(self) -> SlipDrawer:
        """Draws slips."""
        return SlipDrawer(self.places.data)

    def desk(self, session: Session) -> SaleDesk:
        """The open sale of this till, for the person signed in."""
        w = self.world
        parts = DeskParts(
            uow=self.store.uow,
            book=self.book,
            permissions=self.permissions,
            clock=w.clock,
            ids=w.ids,
            ensure_redeeming=self.clock_guard.ensure_redeeming,
        )
        return SaleDesk(parts, session)

    @property
    def scan_settings(self) -> ScanSettings:
        """How this shop's codes look."""
        return self.book.current.scan


def open_shop(places: Places, world: World | None = None) -> Shop:
    """Open the shop in ``places``; raises :class:`EnvironmentProblem` (see the store)."""
    world = world or system_world()
    demand_local_folder(places.data)
    if not places.database.exists():
        raise EnvironmentProblem("database_missing", path=str(places.data))
    key = load_or_make_key(places.data)
    store = open_store(
        places.database,
        clock=world.clock,
        ids=world.ids,
        key=key,
        before_migration=lambda version: _copy_before_migration(places, world, key),
    )
    shop = Shop(store, places, world)
    with suppress(EnvironmentProblem):  # tried again at the next start
        shop.erasure.keep_gone()
    return shop


def _copy_before_migration(places: Places, world: World, key: bytes) -> None:
    Backups(places.database, places.backups, sealer=Sealer(key), clock=world.clock).make(
        "migration"
    )


def create_shop(places: Places, world: World | None = None) -> Shop:
    """Make an empty shop in ``places``; raises ``EnvironmentProblem("database_exists")`` …"""
    world = world or system_world()
    demand_local_folder(places.data)
    places.data.mkdir(parents=True, exist_ok=True)
    key = load_or_make_key(places.data)
    store = create_store(places.database, clock=world.clock, ids=world.ids, key=key)
    return Shop(store, places, world)
