"""The counter of the person signed in: the shop's services handed to its pages."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_app.adapters.files.phones import Phones
from pos_app.bootstrap.card_application import CardApplication
from pos_app.bootstrap.person_papers import print_agreement
from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.sale import Draft
from pos_app.domain.scan import CardScan, classify
from pos_app.domain.staff import Approval
from pos_app.domain.tier import tier_by_id
from pos_app.presenters.payment_words import ShopFacts
from pos_app.presenters.people_filter import FilterChoices
from pos_app.presenters.sale_ports import SaleReads, ShiftFacts
from pos_app.services.after_sale import AskAfter
from pos_app.services.completion import Completed
from pos_app.services.records import LastReceipt, ProductHit, ProductQuery
from pos_app.services.session import Session
from pos_app.ui.screens.sale_wiring import Counter, CounterParts

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame

QUICK_ITEMS = 24
"""Quick items the panel holds."""


class Outside:
    """What the counter asks of the window and of the pages that are not its own."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def show_page(self, name: str) -> None:
        """Bring a page to the front; payment only while the disk has room for a sale."""
        if name == "payment" and not self._frame.guarded(self._frame.shop.checkout.check_room):
            return
        self._frame.window.show_page(name)

    def show_undo(
        self, text: str, action: str, on_undo: Callable[[], object], *, icon: str = "undo-2"
    ) -> None:
        """Say what was done and offer the way back."""
        self._frame.window.show_undo(text, action, on_undo, icon=icon)

    def hide_message(self) -> None:
        """Take the bar away."""
        self._frame.window.hide_message()

    def error_tone(self) -> None:
        """One error tone."""
        self._frame.alert()

    def open_receipt(self, code: str) -> None:
        """To the return of a receipt by its bar code."""
        self._frame.open_returns(code)

    def open_points(self, customer_id: int) -> None:
        """To the points and the tier of one person."""
        self._frame.office.points.open(customer_id)

    def open_questionnaire(self, customer_id: int) -> None:
        """To the questionnaire a person has not answered yet."""
        self._frame.office.fill.open_due(customer_id)

    def open_duplicates(self) -> None:
        """To who may be on file twice."""
        self._frame.window.show_page("duplicates")

    def open_returns(self) -> None:
        """To the page by which goods come back."""
        self._frame.open_returns()

    def sell_certificate(self) -> None:
        """To the page that sells a gift certificate."""
        self._frame.office.certificates.begin_sale()

    def print_last(self) -> None:
        """Print the last receipt again."""
        self._frame.print_last()

    def staff_card(self, code: str) -> None:
        """Somebody of the staff showed a card: switch the cashier."""
        self._frame.switch_by_card(code)

    def lock(self) -> None:
        """Lock the screen; the sale stays."""
        self._frame.lock(idle=False)

    def show_keys(self) -> None:
        """The key overview."""
        self._frame.show_keys()


class AskingAfter:
    """The question after a sale, answered in the name of who is signed in."""

    def __init__(self, frame: Frame, session: Session) -> None:
        self._service = frame.shop.after_sale
        self._session = session

    def ask(self, sale_uuid: str) -> AskAfter | None:
        """The question for this receipt, if any."""
        return self._service.ask(sale_uuid)

    def answer(self, asked: AskAfter, value: str, language: str) -> None:
        """Keep the answer."""
        self._service.answer(self._session, asked, value, language)


class Completing:
    """The checkout as the payment page calls it; a damaged store is said and stops the selling."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame

    def complete(self, session: Session, draft: Draft, expected_total: int) -> Completed:
        """Complete the draft with its tenders."""
        try:
            return self._frame.shop.checkout.complete(session, draft, expected_total)
        except EnvironmentProblem:
            self._frame.shell.refresh_safely()
            raise


def make_counter(frame: Frame, session: Session) -> Counter:
    """The counter's pages on this shop for one person."""
    shop = frame.shop
    desk = shop.desk(session)
    parts = CounterParts(
        desk=desk,
        checkout=Completing(frame),
        permissions=shop.permissions,
        people=shop.customers,
        hints=shop.duplicates.hints,
        whole_phone=lambda text: _is_phone(frame, text),
        asking=CardApplication(shop),
        list_people=shop.people_list,
        people_choices=lambda: _people_choices(frame),
        saved_views=shop.saved_views,
        tasks=frame.tasks,
        wording=shop.consent_texts.version,
        asking_after=AskingAfter(frame, session),
        print_agreement=lambda person, language: print_agreement(frame, person, language),
        groups=shop.customer_groups,
        reads=_reads(frame),
        shop=ShopFacts(
            settings=lambda: shop.book.current.settings,
            programme=lambda: shop.book.current.programme,
        ),
        pictures=frame.pictures,
        reprint=lambda uuid, approval: _reprint(frame, session, uuid, approval),
        paper=frame.paper_words,
        local=frame.local,
        now=shop.book.local_now,
        seconds=shop.world.clock.monotonic,
        tier_name=lambda tier_id: _tier_name(frame, tier_id),
        looks_like_card=lambda text: isinstance(classify(text, shop.book.current.scan), CardScan),
    )
    return Counter(parts, Outside(frame), frame.voice.t, frame.voice.f)


def _reprint(frame: Frame, session: Session, uuid: str, approval: Approval | None) -> object:
    return frame.shop.receipts.reprint(session, uuid, approval=approval)


def _is_phone(frame: Frame, text: str) -> bool:
    region = frame.shop.book.current.settings.locale.region
    return Phones().e164(text, region) is not None


def _people_choices(frame: Frame) -> FilterChoices:
    shop = frame.shop
    return FilterChoices(
        tiers=[(tier.tier_id, tier.name) for tier in shop.book.current.programme.tiers],
        groups=shop.customer_groups.in_use(),
        tags=shop.people_list.tags(),
        needs=shop.people_list.needs(),
    )


def _tier_name(frame: Frame, tier_id: str) -> str:
    tier = tier_by_id(tier_id, frame.shop.book.current.programme.tiers)
    return tier.name if tier is not None else ""


def _reads(frame: Frame) -> SaleReads:
    shop = frame.shop
    queries = shop.store.queries

    def find(text: str, limit: int) -> Sequence[ProductHit]:
        return queries.search_products(ProductQuery(text=text, limit=limit))

    def last() -> LastReceipt | None:
        return queries.last_receipt(shop.book.current.settings.till.id)

    def shift() -> ShiftFacts | None:
        current = shop.till.current()
        if current is None:
            return None
        people = queries.shift_people(current.id)
        return ShiftFacts(
            number=current.number,
            since=frame.voice.f.time(frame.local(current.opened_at)),
            receipts=people.receipts,
            with_card=people.with_card,
            new_cards=people.new_cards,
        )

    return SaleReads(
        find_products=find,
        quick_items=lambda: queries.quick_items(QUICK_ITEMS),
        last_receipt=last,
        shift=shift,
        due=shop.asking.due,
    )
