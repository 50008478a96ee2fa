"""The counter's presenters on a real shop, with views that remember and ways that are counted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from pos_app.domain.receipt import ReceiptSnapshot
from pos_app.domain.scan import CardScan, classify
from pos_app.i18n import Formats, translator
from pos_app.presenters.customer_find import CustomerFindParts, CustomerFindPresenter
from pos_app.presenters.customer_find_state import CustomerFindState
from pos_app.presenters.done import DoneParts, DonePresenter
from pos_app.presenters.new_customer import NewCustomerPresenter
from pos_app.presenters.new_customer_parts import CardQuestions, NewCustomerParts, NoQuestions
from pos_app.presenters.new_customer_state import NewCustomerState
from pos_app.presenters.payment import PaymentParts, PaymentPresenter
from pos_app.presenters.payment_state import DoneState, PaymentState
from pos_app.presenters.payment_words import ShopFacts
from pos_app.presenters.people_filter import FilterChoices
from pos_app.presenters.sale import SalePresenter
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.presenters.sale_ports import SaleReads, ShiftFacts, Voice
from pos_app.presenters.sale_state import HitView, SaleState
from pos_app.presenters.tasks import ImmediateRunner
from pos_app.services.completion import Completed
from pos_app.services.customer_groups import CustomerGroups
from pos_app.services.people_list import PeopleList
from pos_app.services.records import ProductQuery
from pos_app.services.saved_views import SavedViews
from tests.builders import Shop
from tests.services.desk import Counter, hints_of, is_phone, make_counter


class View:
    """Keeps every state it was given."""

    def __init__(self) -> None:
        self.states: list[Any] = []
        self.tones = 0
        self.slips: list[bytes] = []
        self.focused = ""

    def render(self, state: Any) -> None:
        """Remember it."""
        self.states.append(state)

    def alert(self) -> None:
        """Count it."""
        self.tones += 1

    def show_slip(self, picture: bytes) -> None:
        """Remember the picture."""
        self.slips.append(picture)

    def focus(self, field: str) -> None:
        """Remember the field."""
        self.focused = field

    @property
    def state(self) -> Any:
        """The last state."""
        return self.states[-1]


class Ways:
    """A navigator that remembers where it was sent."""

    def __init__(self) -> None:
        self.gone: list[tuple[object, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        if name.startswith("_"):
            raise AttributeError(name)
        return lambda *args: self.gone.append((name, *args))

    @property
    def last(self) -> tuple[object, ...]:
        """The last way taken."""
        return self.gone[-1] if self.gone else ()


class Pictures:
    """Draws nothing, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[tuple[ReceiptSnapshot, Callable[[bytes], None]]] = []

    def draw(self, receipt: ReceiptSnapshot, done: Callable[[bytes], None]) -> None:
        """Remember it; the test calls ``done``."""
        self.asked.append((receipt, done))


@dataclass(kw_only=True)
class Stage:
    """The counter of one test."""

    counter: Counter
    voice: Voice
    ways: Ways = field(default_factory=Ways)
    view: View = field(default_factory=View)
    pay_view: View = field(default_factory=View)
    done_view: View = field(default_factory=View)
    find_view: View = field(default_factory=View)
    new_view: View = field(default_factory=View)
    pictures: Pictures = field(default_factory=Pictures)
    asking: CardQuestions = field(default_factory=NoQuestions)
    printed: list[tuple[int, str]] = field(default_factory=list)
    choices: FilterChoices = field(default_factory=FilterChoices)
    undone: list[tuple[str, str, Callable[[], object]]] = field(default_factory=list)
    sale: SalePresenter = None  # type: ignore[assignment]
    payment: PaymentPresenter = None  # type: ignore[assignment]
    done: DonePresenter = None  # type: ignore[assignment]
    find: CustomerFindPresenter = None  # type: ignore[assignment]
    new: NewCustomerPresenter = None  # type: ignore[assignment]

    @property
    def shop(self) -> Shop:
        """The shop behind."""
        return self.counter.shop

    @property
    def state(self) -> SaleState:
        """What the sale screen shows."""
        state: SaleState = self.view.state
        return state

    @property
    def pay(self) -> PaymentState:
        """What the payment screen shows."""
        state: PaymentState = self.pay_view.state
        return state

    @property
    def end(self) -> DoneState:
        """What the done screen shows."""
        state: DoneState = self.done_view.state
        return state

    @property
    def found(self) -> CustomerFindState:
        """What the search for people shows."""
        state: CustomerFindState = self.find_view.state
        return state

    @property
    def people(self) -> list[HitView]:
        """The rows of that list."""
        return list(self.find.rows(0, self.found.total))

    @property
    def form(self) -> NewCustomerState:
        """What the form for a new person shows."""
        state: NewCustomerState = self.new_view.state
        return state

    def keys(self, *names: str) -> None:
        """Press keys on the sale screen."""
        for name in names:
            self.sale.key(name)

    def type(self, text: str) -> None:
        """Type signs on the sale screen."""
        for sign in text:
            self.sale.typed(sign)


def make_stage(
    shop: Shop,
    *,
    who: str = "Anna",
    language: str = "en",
    shift: bool = True,
    facts: ShiftFacts | None = None,
    asking: CardQuestions | None = None,
) -> Stage:
    """Join the presenters on a shop with an open shift."""
    counter = make_counter(shop, shop.session(who), shift=shift)
    stage = Stage(counter=counter, voice=Voice(translator(language), Formats(language, "PLN")))
    stage.asking = asking or stage.asking
    _join_sale(stage, facts)
    _join_payment(stage)
    _join_people(stage)
    stage.sale.start()
    return stage


def approvals(stage: Stage) -> ApprovalFlow:
    """A question for a second person's PIN, on the real permissions."""
    return ApprovalFlow(
        stage.shop.permissions,
        lambda: stage.counter.desk.session,
        lambda: stage.counter.book.current.settings.security.pin_length,
    )


def _join_sale(stage: Stage, facts: ShiftFacts | None) -> None:
    queries = stage.shop.store.queries
    stage.sale = SalePresenter(
        desk=stage.counter.desk,
        view=stage.view,
        approval=approvals(stage),
        reads=SaleReads(
            find_products=lambda text, limit: queries.search_products(
                ProductQuery(text=text, limit=limit)
            ),
            quick_items=lambda: queries.quick_items(12),
            last_receipt=lambda: queries.last_receipt("1"),
            shift=lambda: facts,
        ),
        navigator=stage.ways,  # type: ignore[arg-type]
        voice=stage.voice,
        local=lambda at: stage.counter.book.current.local(at),
    )


def facts_of(stage: Stage) -> ShopFacts:
    """Settings and programme of the shop, read when asked for."""
    return ShopFacts(
        settings=lambda: stage.counter.book.current.settings,
        programme=lambda: stage.counter.book.current.programme,
    )


def _join_payment(stage: Stage) -> None:
    stage.payment = PaymentPresenter(
        PaymentParts(
            desk=stage.counter.desk,
            checkout=stage.counter.checkout,
            approval=approvals(stage),
            navigator=stage.ways,  # type: ignore[arg-type]
            voice=stage.voice,
            shop=facts_of(stage),
            now=stage.counter.book.local_now,
        ),
        stage.pay_view,
    )
    stage.done = DonePresenter(
        DoneParts(
            navigator=stage.ways,  # type: ignore[arg-type]
            pictures=stage.pictures,
            reprint=lambda uuid, approval: stage.shop.receipts.reprint(
                stage.counter.desk.session, uuid, approval=approval
            ),
            approval=approvals(stage),
            voice=stage.voice,
            settings=lambda: stage.counter.book.current.settings,
            paper=lambda: "80 mm",
        ),
        stage.done_view,
    )


def _join_people(stage: Stage) -> None:
    shop, desk, book = stage.shop, stage.counter.desk, stage.counter.book
    stage.find = CustomerFindPresenter(
        CustomerFindParts(
            reads=PeopleList(shop.store.queries),
            choices=lambda: stage.choices,
            views=SavedViews(shop.store.uow, shop.clock, shop.ids, shop.sink),
            show_undo=lambda text, action, undo: stage.undone.append((text, action, undo)),
            tasks=ImmediateRunner(),
            groups=CustomerGroups(shop.store.uow, shop.sink),
            navigator=stage.ways,  # type: ignore[arg-type]
            voice=stage.voice,
            session=lambda: desk.session,
            tier_name=lambda tier_id: tier_id.capitalize(),
            today=book.today,
            seconds=shop.clock.monotonic,
        ),
        stage.find_view,
    )
    stage.new = NewCustomerPresenter(
        NewCustomerParts(
            people=shop.customers,
            hints=hints_of(shop),
            whole_phone=is_phone,
            asking=stage.asking,
            programme=lambda: book.current.programme,
            wording=lambda: "counter-2",
            print_agreement=lambda person, language: stage.printed.append((person, language)),
            session=lambda: desk.session,
            sale=desk.view,
            looks_like_card=lambda text: isinstance(classify(text, book.current.scan), CardScan),
            navigator=stage.ways,  # type: ignore[arg-type]
            voice=stage.voice,
            seconds=shop.clock.monotonic,
            today=book.today,
        ),
        stage.new_view,
    )


def completed(stage: Stage) -> Completed:
    """The sale the payment page handed on."""
    name, done, _held = stage.ways.last
    assert name == "sale_completed"
    assert isinstance(done, Completed)
    return done
