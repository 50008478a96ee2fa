"""The page on which a questionnaire is filled, joined with shop and window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pos_app.domain.errors import CodedError
from pos_app.presenters.fill import FillPresenter
from pos_app.presenters.fill_parts import FillParts, FillStart
from pos_app.services.asking import Due
from pos_app.services.session import Session
from pos_app.ui.screens.fill_view import FillView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeFill:
    """Builds the page and knows the ways to it and back."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._presenter: FillPresenter | None = None
        self._from = "sale"

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = FillView(frame.voice.t)
        presenter = FillPresenter(
            FillParts(
                responses=shop.responses,
                session=self._session,
                voice=frame.voice,
                shop_language=lambda: shop.book.current.settings.locale.language,
                reward=self._reward,
                leave=self._leave,
            ),
            view,
        )
        view.chosen.connect(presenter.choose)
        view.digit_pressed.connect(presenter.digit)
        view.typed.connect(presenter.type)
        view.paused.connect(presenter.paused)
        view.next_wanted.connect(presenter.next)
        view.back_wanted.connect(presenter.back)
        view.row_chosen.connect(presenter.go)
        view.language_chosen.connect(presenter.speak)
        view.left.connect(presenter.leave)
        view.scanned.connect(self._scanned)
        view.alerted.connect(frame.alert)
        frame.window.replace_page(view)
        self._presenter = presenter

    # --- ways --------------------------------------------------------------------------------

    def open_due(self, customer_id: int) -> None:
        """To the questionnaire this person has not answered; said when there is none."""
        due = self._frame.shop.asking.due(customer_id)
        if due is None:
            self._frame.say(self._frame.t._("Every live questionnaire is answered."))
            return
        self.open(_start(due, customer_id, self._name(customer_id)))

    def open(self, start: FillStart) -> None:
        """To a questionnaire; a draft of this person goes on where it stopped."""
        presenter, window = self._presenter, self._frame.window
        assert presenter is not None
        try:
            presenter.open(start)
        except CodedError as error:
            self._frame.refuse(error)
            return
        current = window.current_page()
        name = current.page_name if current is not None else "sale"
        self._from = name if name != "questionnaire" else self._from
        window.show_page("questionnaire")

    # --- inside ------------------------------------------------------------------------------

    def _leave(self) -> None:
        self._frame.window.show_page(self._from)

    def _scanned(self, text: str) -> None:
        """A scan goes on with the sale; what was answered waits as a draft."""
        presenter, counter = self._presenter, self._frame.counter
        if presenter is None or counter is None:
            return
        self._from = "sale"
        presenter.leave()
        counter.scan_in_sale(text)

    def _reward(self, start: FillStart) -> int:
        shop = self._frame.shop
        return shop.asking.reward(start.version_id, start.customer_id)

    def _name(self, customer_id: int) -> str:
        profile = self._frame.shop.customers.profile(self._session(), customer_id)
        return profile.customer.name

    def _session(self) -> Session:
        session = self._frame.session
        assert session is not None
        return session


def _start(due: Due, customer_id: int, name: str) -> FillStart:
    return FillStart(
        version_id=due.version.id,
        definition=due.definition,
        customer_id=customer_id,
        person=name,
    )
