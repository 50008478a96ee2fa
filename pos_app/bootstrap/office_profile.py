"""The profile of a person: the shop's services handed to it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.bootstrap.office_privacy import privacy_tab
from pos_app.bootstrap.person_papers import print_agreement
from pos_app.presenters.profile import ProfileParts, ProfilePresenter
from pos_app.presenters.profile_answers import AnswerServices, AnswersTab
from pos_app.presenters.profile_cards import CardsTab
from pos_app.presenters.profile_consents import ConsentServices, ConsentsTab
from pos_app.presenters.profile_contacts import ContactsTab
from pos_app.presenters.profile_people import PeopleServices
from pos_app.presenters.profile_tabs import Tab
from pos_app.presenters.profile_words import ProfileWords
from pos_app.presenters.returns_words import ReturnWords
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.services.given_answers import AnswersRead
from pos_app.services.session import Session
from pos_app.ui.screens.profile_view import ProfileView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeProfile:
    """Builds profiles for the person signed in."""

    def __init__(
        self,
        frame: Frame,
        session: Callable[[], Session],
        approval: Callable[[], ApprovalFlow],
        name_of: Callable[[int], str],
    ) -> None:
        self._name_of = name_of
        self._frame = frame
        self._session = session
        self._approval = approval

    def build(self) -> None:
        """Put it beside the list of people, in the language of the moment."""
        frame, counter = self._frame, self._frame.counter
        if counter is None:
            return
        view = ProfileView(frame.voice.t)
        presenter = self.make(view)
        frame.bridge.listen(view, {"sale", "return", "settings"}, presenter.refresh)
        counter.find_view.set_profile(view)
        counter.find.set_profile(presenter)
        counter.find.show()

    def make(self, view: ProfileView) -> ProfilePresenter:
        """Join a profile with its presenter."""
        frame, shop = self._frame, self._frame.shop
        words = ProfileWords(frame.voice, frame.local, self._shown)
        presenter = ProfilePresenter(
            ProfileParts(
                profiles=shop.profiles,
                words=words,
                tabs=self._tabs(words),
                session=self._session,
                approval=self._approval(),
                outside=self,
                reasons=dict(ReturnWords(frame.voice.t, frame.voice.f).reasons()),
            ),
            view,
        )
        view.put_wanted.connect(presenter.put)
        view.tab_chosen.connect(presenter.choose_tab)
        view.part_chosen.connect(presenter.choose_part)
        view.chosen.connect(presenter.choose)
        view.picked.connect(presenter.pick)
        view.more_wanted.connect(presenter.more)
        view.acted.connect(presenter.act)
        view.edited.connect(presenter.type)
        view.mode_chosen.connect(presenter.choose_mode)
        view.confirmed.connect(presenter.confirm)
        view.backed.connect(presenter.back)
        view.approved.connect(presenter.approve)
        view.scanned.connect(presenter.scan)
        view.shown.connect(presenter.refresh)
        view.hidden.connect(presenter.leave)
        return presenter

    def _tabs(self, words: ProfileWords) -> tuple[Tab, ...]:
        shop, session = self._frame.shop, self._session
        people = PeopleServices(
            words=words,
            profiles=shop.profiles,
            customers=shop.customers,
            contacts=shop.contacts,
            details=shop.person_details,
            notes=shop.notes,
            grants=shop.grants,
            groups=shop.customer_groups,
            find=lambda text: shop.customers.search(session(), text, limit=2),
            name_of=self._name_of,
            session=session,
        )
        consents = ConsentServices(
            customers=shop.customers,
            session=session,
            wording=lambda _choice: shop.consent_texts.version(),
            name_of=self._name_of,
            form=lambda customer: print_agreement(self._frame, customer),
        )
        answers = AnswerServices(
            needs=shop.needs.known,
            answers=AnswersRead(shop.store.uow),
            session=session,
            shop_language=lambda: shop.book.current.settings.locale.language,
            fill=self._ask,
            paper=lambda customer_id: self._frame.office.paper.open(customer_id=customer_id),
        )
        return (
            CardsTab(words, shop.cards),
            AnswersTab(words, answers),
            ConsentsTab(words, consents),
            ContactsTab(people),
            privacy_tab(self._frame, session),
        )

    def _ask(self, customer_id: int) -> None:
        self._frame.office.fill.open_due(customer_id)

    def _shown(self, number: str) -> str:
        shop = self._frame.shop
        return shop.phones.shown(number, shop.book.current.settings.locale.region)

    # --- ways out of the profile -------------------------------------------------------------

    def open_receipt(self, till: str, number: int) -> None:
        """To a receipt."""
        self._frame.open_receipts(str(number))

    def open_points(self, customer_id: int) -> None:
        """To the points and the tier of the person."""
        self._frame.office.points.open(customer_id)

    def put_on_receipt(self, customer_id: int) -> None:
        """Put the person on the receipt and go to the sale."""
        counter = self._frame.counter
        if counter is not None:
            counter.attach_customer(customer_id)

    def tell(self, text: str) -> None:
        """Say what was done."""
        self._frame.say(text, "accent")

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""
        self._frame.window.show_undo(text, action, on_undo, icon="undo-2")
