"""One ``BEGIN IMMEDIATE`` transaction with its repositories.

Immediate, because a deferred transaction that reads first and writes later fails at once when
another writer came between. Leaving without :meth:`commit` rolls back.
"""

from __future__ import annotations

from collections.abc import Callable
from types import TracebackType

from pos_app.adapters.sqlite.campaigns import SqliteCampaigns
from pos_app.adapters.sqlite.card_batches import SqliteCardBatches
from pos_app.adapters.sqlite.cards import SqliteCards
from pos_app.adapters.sqlite.certificates import SqliteCertificates
from pos_app.adapters.sqlite.coupons import SqliteCoupons
from pos_app.adapters.sqlite.customers import SqliteCustomers
from pos_app.adapters.sqlite.drafts import SqliteDrafts
from pos_app.adapters.sqlite.driver import sqlite3
from pos_app.adapters.sqlite.erasures import SqliteErasures
from pos_app.adapters.sqlite.faults import STOPS_SELLING, problem_of, translated
from pos_app.adapters.sqlite.journal import SqliteJournal
from pos_app.adapters.sqlite.merges import SqliteMerges
from pos_app.adapters.sqlite.need_rules import SqliteNeedRules
from pos_app.adapters.sqlite.needs import SqliteNeeds
from pos_app.adapters.sqlite.paper_forms import SqlitePaperForms
from pos_app.adapters.sqlite.people import SqlitePeople
from pos_app.adapters.sqlite.people_imports import SqlitePeopleImports
from pos_app.adapters.sqlite.points import SqlitePoints
from pos_app.adapters.sqlite.price_rules import SqlitePriceRules
from pos_app.adapters.sqlite.print_jobs import SqlitePrintJobs
from pos_app.adapters.sqlite.products import SqliteProducts
from pos_app.adapters.sqlite.promotions import SqlitePromotions
from pos_app.adapters.sqlite.questionnaires import SqliteQuestionnaires
from pos_app.adapters.sqlite.returns import SqliteReturns
from pos_app.adapters.sqlite.rule_uses import SqliteRuleUses
from pos_app.adapters.sqlite.sales import SqliteSales
from pos_app.adapters.sqlite.saved_views import SqliteSavedViews
from pos_app.adapters.sqlite.session import Session
from pos_app.adapters.sqlite.settings import SqliteSettings
from pos_app.adapters.sqlite.shifts import SqliteShifts
from pos_app.adapters.sqlite.staff import SqliteStaff
from pos_app.adapters.sqlite.wordings import SqliteWordings
from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.events import Event
from pos_app.services import (
    card_batch_ports,
    consent_ports,
    erasure_ports,
    merge_ports,
    need_records,
    paper_form_records,
    people_import_ports,
    people_ports,
    ports,
    programme_ports,
    questionnaire_ports,
)


class SqliteUnitOfWork:
    """See :class:`pos_app.services.ports.UnitOfWork`. One per thread, entered again and again."""

    products: ports.ProductRepo
    customers: ports.CustomerRepo
    cards: ports.CardRepo
    card_batches: card_batch_ports.CardBatchRepo
    points: ports.PointsRepo
    promotions: ports.PromotionRepo
    coupons: ports.CouponRepo
    sales: ports.SaleRepo
    drafts: ports.DraftRepo
    shifts: ports.ShiftRepo
    staff: ports.StaffRepo
    settings: ports.SettingRepo
    print_jobs: ports.PrintJobRepo
    returns: programme_ports.ReturnRepo
    certificates: programme_ports.CertificateRepo
    campaigns: programme_ports.CampaignRepo
    rule_uses: programme_ports.RuleUseRepo
    price_rules: programme_ports.PriceRuleRepo
    people: people_ports.PeopleRepo
    saved_views: people_ports.SavedViewRepo
    merges: merge_ports.MergeRepo
    erasures: erasure_ports.ErasureRepo
    questionnaires: questionnaire_ports.QuestionnaireRepo
    paper_forms: paper_form_records.PaperFormRepo
    needs: questionnaire_ports.NeedRepo
    wordings: consent_ports.WordingRepo
    people_imports: people_import_ports.PeopleImportRepo
    need_rules: need_records.NeedRuleRepo
    journal: ports.Journal

    def __init__(
        self,
        session: Session,
        *,
        on_commit: Callable[[], None],
        on_trouble: Callable[[EnvironmentProblem | None], None],
    ) -> None:
        self._db = session
        self._on_commit = on_commit
        self._on_trouble = on_trouble
        self._begin = "BEGIN IMMEDIATE" if session.refusal is None else "BEGIN"
        self._failed = False
        self._events: list[Event] = []
        self._inside = False
        self.products = SqliteProducts(session)
        self.customers = SqliteCustomers(session)
        self.cards = SqliteCards(session)
        self.card_batches = SqliteCardBatches(session)
        self.points = SqlitePoints(session)
        self.promotions = SqlitePromotions(session)
        self.coupons = SqliteCoupons(session)
        self.sales = SqliteSales(session)
        self.drafts = SqliteDrafts(session)
        self.shifts = SqliteShifts(session)
        self.staff = SqliteStaff(session)
        self.settings = SqliteSettings(session)
        self.print_jobs = SqlitePrintJobs(session)
        self.returns = SqliteReturns(session)
        self.certificates = SqliteCertificates(session)
        self.campaigns = SqliteCampaigns(session)
        self.rule_uses = SqliteRuleUses(session)
        self.price_rules = SqlitePriceRules(session)
        self.people = SqlitePeople(session)
        self.saved_views = SqliteSavedViews(session)
        self.merges = SqliteMerges(session)
        self.erasures = SqliteErasures(session)
        self.questionnaires = SqliteQuestionnaires(session)
        self.paper_forms = SqlitePaperForms(session)
        self.needs = SqliteNeeds(session)
        self.wordings = SqliteWordings(session)
        self.people_imports = SqlitePeopleImports(session)
        self.need_rules = SqliteNeedRules(session)
        self._journal = SqliteJournal(session)
        self.journal = self._journal

    def __enter__(self) -> SqliteUnitOfWork:
        """Begin. Raises ``EnvironmentProblem("database_busy")`` after five seconds of waiting."""
        if self._inside:
            raise RuntimeError("a unit of work inside another one on the same thread")
        self._events = []
        self._db.facts = {}
        self._failed = False
        with translated():
            self._db.conn.execute(self._begin)
        self._inside = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Roll back whatever was not committed; tell the store about a failing disk or file."""
        self._inside = False
        self._events = []
        self._db.facts = {}
        self._roll_back()
        if isinstance(error, EnvironmentProblem) and error.code in STOPS_SELLING:
            self._on_trouble(error)
        elif self._failed:
            self._on_trouble(None)

    def record(self, event: Event) -> None:
        """Collect a fact; the commit writes it to the journal first."""
        self._events.append(event)

    def commit(self) -> None:
        """Write the journal and make everything durable; see the port for the errors.

        Raises ``RuntimeError`` when there is nothing to commit any more.
        """
        if self._db.refusal is not None:
            raise self._db.refusal
        if not self._db.conn.in_transaction:
            raise RuntimeError("a second commit of one unit of work")
        self._journal.write(self._events)
        self._events = []
        self._failed = True
        with translated():
            self._db.conn.execute("COMMIT")
        self._failed = False
        self._on_commit()

    def _roll_back(self) -> None:
        conn = self._db.conn
        if not conn.in_transaction:
            return
        try:
            conn.execute("ROLLBACK")
        except sqlite3.Error as error:
            self._on_trouble(problem_of(error) or EnvironmentProblem("io_error", detail=str(error)))
