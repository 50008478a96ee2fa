"""What the services need from the outside world, as protocols.

Repositories speak in domain values. Everything inside one :class:`UnitOfWork` is one
``BEGIN IMMEDIATE`` transaction; leaving it without :meth:`UnitOfWork.commit` rolls back.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from types import TracebackType
from typing import Protocol

from pos_app.domain.card import Card, CardStatus
from pos_app.domain.catalogue import PriceChange, Product, ProductGroup, TaxRate
from pos_app.domain.customer import Account, Consent, Customer
from pos_app.domain.events import Event
from pos_app.domain.sale import Draft, Sale
from pos_app.domain.shift import CashMove, Shift, ShiftFigures
from pos_app.domain.staff import Person
from pos_app.services.card_batch_ports import CardBatchRepo
from pos_app.services.consent_ports import WordingRepo
from pos_app.services.erasure_ports import ErasureRepo
from pos_app.services.merge_ports import MergeRepo
from pos_app.services.need_records import NeedRuleRepo
from pos_app.services.paper_form_records import PaperFormRepo
from pos_app.services.people_import_ports import PeopleImportRepo
from pos_app.services.people_ports import PeopleRepo, SavedViewRepo
from pos_app.services.people_records import PeopleFilter, PeopleOrder
from pos_app.services.programme_ports import (
    CampaignRepo,
    CertificateRepo,
    PriceRuleRepo,
    ReturnRepo,
    RuleUseRepo,
)
from pos_app.services.programme_records import CouponTrail
from pos_app.services.questionnaire_ports import NeedRepo, QuestionnaireRepo
from pos_app.services.records import (
    CouponRecord,
    CustomerHit,
    CustomerQuery,
    LastReceipt,
    LotRow,
    PointsEntry,
    PrintJobRow,
    ProductHit,
    ProductQuery,
    ProgrammeRow,
    PromotionRecord,
    ReceiptQuery,
    ReceiptRow,
    ShiftPeople,
    StaffRow,
    TurnoverEntry,
)


class Clock(Protocol):
    """Where the time comes from."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""

    def monotonic(self) -> float:
        """Seconds of running time, unmoved by a changed clock."""


class IdSource(Protocol):
    """Where identities and randomness come from."""

    def uuid(self) -> str:
        """A new UUIDv7 as text."""

    def random_bytes(self, count: int) -> bytes:
        """Unpredictable bytes, for coupon codes and tokens."""


class PinHasher(Protocol):
    """argon2id behind a name."""

    def hash(self, secret: str) -> str:
        """The storable hash of a PIN or password."""

    def verify(self, hashed: str, secret: str) -> bool:
        """Whether ``secret`` is the one behind ``hashed``."""


class Journal(Protocol):
    """The hash-chained record of all that happened (R34)."""

    def head(self) -> str:
        """First ten characters of the last hash ("" in an empty journal)."""


class ProductRepo(Protocol):
    """Products, groups, taxes and prices."""

    def get(self, product_id: int) -> Product | None: ...
    def by_sku(self, sku: str) -> Product | None: ...
    def by_barcode(self, code: str) -> Product | None:
        """By a code as printed; EAN-8/13, UPC-A and GTIN-14 of the same article all match."""

    def by_plu(self, plu: str) -> Product | None: ...
    def add(self, product: Product) -> int:
        """Store a new product (its ``id`` is ignored) with its bar codes; the new id.

        Raises ``PosError("barcode_taken")`` or ``PosError("sku_taken")``.
        """

    def update(self, product: Product) -> None:
        """Store all fields but the price; bar codes are replaced by those given."""

    def set_price(self, change: PriceChange) -> None:
        """Change the price and keep the history."""

    def price_history(self, product_id: int) -> Sequence[PriceChange]: ...
    def groups(self) -> Sequence[ProductGroup]: ...
    def add_group(self, code: str, name: str, parent_id: int | None = None) -> int: ...
    def taxes(self) -> Sequence[TaxRate]: ...
    def add_tax(self, name: str, rate: int) -> int: ...
    def update_tax(self, tax: TaxRate) -> None: ...


class CustomerRepo(Protocol):
    """People, their consents and cached account figures."""

    def get(self, customer_id: int) -> Customer | None: ...
    def by_uuid(self, uuid: str) -> Customer | None: ...
    def by_phone(self, phone: str) -> Sequence[Customer]: ...
    def add(self, customer: Customer) -> int:
        """Store a new person with an empty account; the new id."""

    def update(self, customer: Customer) -> None: ...
    def add_consent(self, consent: Consent) -> None: ...
    def consents(self, customer_id: int) -> Sequence[Consent]: ...
    def account(self, customer_id: int) -> Account: ...
    def set_tier(
        self, customer_id: int, tier_id: str | None, since: date, manual_until: date | None = None
    ) -> None: ...
    def add_turnover(self, entry: TurnoverEntry) -> None:
        """Append to the turnover ledger and move the cached sum, visits and last visit."""

    def turnover_since(self, customer_id: int, since: date) -> int:
        """Turnover in minor units from ``since`` (local day, inclusive) on (R19)."""


class CardRepo(Protocol):
    """Loyalty cards."""

    def by_number(self, number: str) -> Card | None: ...
    def of_customer(self, customer_id: int) -> Sequence[Card]: ...
    def add(self, card: Card) -> int:
        """Store a new card; raises ``PosError("card_taken")``."""

    def set_status(
        self,
        card_id: int,
        status: CardStatus,
        *,
        customer_id: int | None,
        at: datetime,
        reason: str,
    ) -> None: ...


class PointsRepo(Protocol):
    """The points ledger: lots and entries only grow; what is left of a lot is a cache."""

    def lots(self, customer_id: int) -> Sequence[LotRow]:
        """Lots with something left, or not yet active, oldest first."""

    def lots_of_sale(self, sale_id: int) -> Sequence[LotRow]: ...
    def lot(self, lot_id: int) -> LotRow | None: ...
    def lots_of_kind(self, customer_id: int, kind: str) -> Sequence[LotRow]:
        """All grants of one kind a person ever had, spent or not, oldest first."""

    def expired_of(self, lot_ids: Sequence[int]) -> Mapping[int, int]:
        """What was posted as run out of these lots (hundredths, positive), by lot."""

    def add_lot(self, lot: LotRow) -> int:
        """Store a grant together with its ``earn`` entry; the new lot id."""

    def add_entry(self, entry: PointsEntry) -> None:
        """Append a movement and move what is left of its lot and the account's balance."""

    def entries(self, customer_id: int) -> Sequence[PointsEntry]: ...
    def of_sale(self, customer_id: int, sale_id: int) -> Sequence[PointsEntry]:
        """The movements of a person that belong to one receipt, oldest first."""

    def spent_today(self, customer_id: int, local_day: date) -> int:
        """Points (hundredths, positive) redeemed on ``local_day``."""

    def earned_today(self, customer_id: int, local_day: date) -> int: ...
    def expired_lots(self, before: date, limit: int) -> Sequence[LotRow]:
        """Lots with something left whose last day lies before ``before``."""


class PromotionRepo(Protocol):
    """Promotions as stored definitions (JSON understood by the engine)."""

    def all(self) -> Sequence[PromotionRecord]: ...
    def active(self) -> Sequence[PromotionRecord]:
        """Enabled ones; dates are judged by the engine."""

    def put(self, record: PromotionRecord) -> int:
        """Insert (id 0) or replace; the id."""


class CouponRepo(Protocol):
    """Issued coupons and their states."""

    def by_code(self, code: str) -> CouponRecord | None: ...
    def of_customer(self, customer_id: int) -> Sequence[CouponRecord]: ...
    def add(self, coupon: CouponRecord) -> int:
        """Store a newly issued coupon; raises ``PosError("coupon_code_taken")``."""

    def redeem(self, coupon_id: int, sale_id: int, customer_id: int | None, at: datetime) -> None:
        """Count one use; raises ``PosError("coupon_used")`` when no use is left (R21)."""

    def uses_by(self, coupon_id: int, customer_id: int) -> int: ...
    def set_state(self, coupon_id: int, state: str, at: datetime) -> None: ...
    def trail(self, coupon_id: int) -> CouponTrail:
        """Where it came from and where it was used; raises ``PosError("coupon_unknown")``."""

    def issued_by(self, sale_id: int) -> Sequence[CouponRecord]: ...
    def restore(self, coupon_id: int, sale_id: int, valid_to: date | None, at: datetime) -> None:
        """Give back the use a receipt made of it; raises ``PosError("coupon_not_used")``."""


class SaleRepo(Protocol):
    """Completed sales: written once, never changed."""

    def next_number(self, till: str) -> int:
        """The next gap-free receipt number; call only inside the completing transaction."""

    def add(self, sale: Sale) -> int: ...
    def by_uuid(self, uuid: str) -> Sale | None: ...
    def by_number(self, till: str, number: int) -> Sale | None: ...
    def receipt(self, uuid: str) -> str | None:
        """The saved snapshot JSON."""

    def count_copy(self, sale_id: int, person_id: int, at: datetime) -> int:
        """Record a reprint; how many there were before."""

    def last_instant(self) -> datetime | None:
        """When the last sale or shift event was recorded, for the clock check."""


class DraftRepo(Protocol):
    """Unfinished sales of a till: one open, any number parked."""

    def save(self, draft: Draft) -> None: ...
    def delete(self, uuid: str) -> None: ...
    def get(self, uuid: str) -> Draft | None: ...
    def open_draft(self, till: str) -> Draft | None:
        """The one that is not parked, if any."""

    def parked(self, till: str) -> Sequence[Draft]: ...


class ShiftRepo(Protocol):
    """Shifts and cash moves."""

    def current(self, till: str) -> Shift | None: ...
    def get(self, shift_id: int) -> Shift | None: ...
    def last(self, till: str) -> Shift | None: ...
    def open(self, shift: Shift) -> Shift:
        """Store with the next gap-free number; the shift with id and number.

        Raises ``PosError("shift_open")`` when one is open on this till.
        """

    def close(self, shift: Shift) -> None: ...
    def add_move(self, move: CashMove) -> int: ...
    def moves(self, shift_id: int) -> Sequence[CashMove]: ...
    def figures(self, shift_id: int) -> ShiftFigures: ...
    def save_slip(self, shift_id: int, slip: str) -> None: ...
    def slip(self, shift_id: int) -> str | None: ...


class StaffRepo(Protocol):
    """People who work here."""

    def all(self) -> Sequence[Person]: ...
    def get(self, person_id: int) -> Person | None: ...
    def by_card(self, code: str) -> Person | None: ...
    def add(self, person: Person) -> int: ...
    def update(self, person: Person) -> None: ...
    def set_tries(self, person_id: int, failed: int, locked_until: datetime | None) -> None: ...


class SettingRepo(Protocol):
    """Shop settings by key (JSON values) and the dated versions of the programme."""

    def all(self) -> Mapping[str, object]: ...
    def put(self, key: str, value: object) -> None: ...
    def programmes(self) -> Sequence[ProgrammeRow]:
        """Every version of the programme, oldest first."""

    def add_programme(self, content: str, at: datetime, person_id: int) -> int:
        """Store a new version; its number."""


class PrintJobRepo(Protocol):
    """Queued slips."""

    def add(self, job: PrintJobRow) -> int: ...
    def next_queued(self) -> PrintJobRow | None: ...
    def in_state(self, state: str) -> Sequence[PrintJobRow]:
        """All jobs standing at ``state``, oldest first."""

    def set_state(
        self, job_id: int, state: str, *, tries: int, error: str, at: datetime
    ) -> None: ...
    def of_document(self, kind: str, ref: str) -> Sequence[PrintJobRow]: ...


class UnitOfWork(Protocol):
    """One immediate transaction with its repositories."""

    products: ProductRepo
    customers: CustomerRepo
    cards: CardRepo
    card_batches: CardBatchRepo
    points: PointsRepo
    promotions: PromotionRepo
    coupons: CouponRepo
    sales: SaleRepo
    drafts: DraftRepo
    shifts: ShiftRepo
    staff: StaffRepo
    settings: SettingRepo
    print_jobs: PrintJobRepo
    returns: ReturnRepo
    certificates: CertificateRepo
    campaigns: CampaignRepo
    rule_uses: RuleUseRepo
    price_rules: PriceRuleRepo
    people: PeopleRepo
    saved_views: SavedViewRepo
    merges: MergeRepo
    erasures: ErasureRepo
    questionnaires: QuestionnaireRepo
    paper_forms: PaperFormRepo
    needs: NeedRepo
    wordings: WordingRepo
    people_imports: PeopleImportRepo
    need_rules: NeedRuleRepo
    journal: Journal

    def __enter__(self) -> UnitOfWork: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def record(self, event: Event) -> None:
        """Collect a fact; the commit writes it to the journal first."""

    def commit(self) -> None:
        """Write the journal and make everything durable.

        Raises :class:`EnvironmentProblem` (``disk_full``, ``database_busy``, ``read_only``,
        ``io_error``, ``database_damaged``). After an error at commit the outcome is unknown to the
        caller; it must look its record up by uuid before saying anything.
        """


UnitOfWorkFactory = Callable[[], UnitOfWork]


class Queries(Protocol):
    """Reads for lists and lookups, outside any transaction, each on a read-only connection."""

    def search_products(self, query: ProductQuery) -> Sequence[ProductHit]: ...
    def count_products(self, query: ProductQuery) -> int: ...
    def quick_items(self, limit: int) -> Sequence[ProductHit]: ...
    def search_customers(self, query: CustomerQuery) -> Sequence[CustomerHit]: ...
    def count_people(self, wanted: PeopleFilter) -> int: ...
    def people_ids(
        self,
        wanted: PeopleFilter,
        order: PeopleOrder = "name",
        *,
        limit: int | None = None,
        offset: int = 0,
        stop: Callable[[], bool] | None = None,
    ) -> Sequence[int]:
        """Ids of the people a filter is about, in the order of a list; eight bytes each.

        ``stop`` is asked now and then; once it says yes, the answer is empty and worthless.
        """

    def people_hits(self, ids: Sequence[int]) -> Sequence[CustomerHit]:
        """The rows of these people in this order; who is no longer active is left out."""

    def people_tags(self) -> Sequence[str]: ...
    def people_needs(self) -> Sequence[str]:
        """The keys of needs somebody has, for filters to choose from."""

    def receipts(self, query: ReceiptQuery) -> Sequence[ReceiptRow]: ...
    def count_receipts(self, query: ReceiptQuery) -> int: ...
    def last_receipt(self, till: str) -> LastReceipt | None:
        """The last completed sale: number, total, and whether its slip was printed."""

    def staff(self) -> Sequence[StaffRow]: ...
    def shift_people(self, shift_id: int) -> ShiftPeople: ...


class BackupPort(Protocol):
    """Verified copies of the shop's data."""

    def make(self, reason: str) -> str:
        """Make and prove one backup; its file name. Raises :class:`EnvironmentProblem`."""

    def last_verified(self) -> datetime | None:
        """When the last proved backup was made."""


class DiskPort(Protocol):
    """Room on the disk the shop lives on."""

    def free_bytes(self) -> int: ...


class EventSink(Protocol):
    """Told after a commit what changed, so that visible screens refresh."""

    def changed(self, topic: str, ref: str = "") -> None:
        """``topic`` is e.g. "sale", "customer", "product", "shift", "settings", "print"."""
