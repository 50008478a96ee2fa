"""The page on which a questionnaire is filled, joined with shop and window."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from pos_app.bootstrap.office_paper import form_code
from pos_app.domain.errors import CodedError
from pos_app.domain.scan import classify
from pos_app.presenters.fill import FillPresenter
from pos_app.presenters.fill_parts import FillParts, FillStart
from pos_app.services.asking import Due
from pos_app.services.session import Session
from pos_app.ui.screens.fill_view import FillView
from pos_app.ui.screens.turned_view import TurnedView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeFill:
    """Builds the page and knows the ways to it and back."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._presenter: FillPresenter | None = None
        self._turned: FillPresenter | None = None
        self._from = "sale"

    def build(self) -> None:
        """Make the page anew, in the language of the moment."""
        frame = self._frame
        view = FillView(frame.voice.t)
        presenter = self._join(view, self._leave)
        view.left.connect(presenter.leave)
        view.scanned.connect(self._scanned)
        view.turn_wanted.connect(self._turn)
        frame.window.replace_page(view)
        self._presenter = presenter
        turned = TurnedView(frame.voice.t)
        self._turned = self._join(turned, self._lock, own_language=True)
        turned.staff_wanted.connect(self._lock)
        turned.idle.connect(self._begin_again)
        frame.window.replace_page(turned, full=True)

    def _join(
        self, view: FillView, leave: Callable[[], None], *, own_language: bool = False
    ) -> FillPresenter:
        frame, shop = self._frame, self._frame.shop
        presenter = FillPresenter(
            FillParts(
                responses=shop.responses,
                session=self._session,
                voice=frame.voice,
                shop_language=lambda: shop.book.current.settings.locale.language,
                reward=self._reward,
                leave=leave,
                paper=shop.paper_forms.begin,
                own_language=own_language,
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
        view.alerted.connect(frame.alert)
        return presenter

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

    def open_paper(self, start: FillStart) -> None:
        """To the questions of a form on paper; back to where its code was asked for."""
        assert self._presenter is not None
        self._presenter.open(start)
        self._from = "paper_forms"
        self._frame.window.show_page("questionnaire")

    def keeps_screen(self) -> bool:
        """Whether the customer has the screen: it is not locked by itself then."""
        current = self._frame.window.current_page()
        return current is not None and current.page_name == TurnedView.page_name

    # --- the turned screen -------------------------------------------------------------------

    def _turn(self) -> None:
        """Give the screen to the customer; a PIN gives it back."""
        presenter = self._presenter
        start = presenter.put_down() if presenter is not None else None
        if start is not None:
            self.open_turned(replace(start, channel="screen"))

    def open_turned(self, start: FillStart) -> None:
        """The questionnaire over the whole window, until somebody of the staff types a PIN."""
        turned = self._turned
        assert turned is not None
        if self._frame.guarded(lambda: turned.open(start)):
            self._frame.window.show_page(TurnedView.page_name)

    def _begin_again(self) -> None:
        """Nobody answers: what was said stays as a draft, the first open question is in front."""
        turned = self._turned
        start = turned.put_down() if turned is not None else None
        if turned is not None and start is not None and not turned.is_done:
            self._frame.guarded(lambda: turned.open(start))

    def _lock(self) -> None:
        """Back to the staff: the PIN of the sign-in page leads to the sale as it was."""
        if self._turned is not None:
            self._turned.put_down()
        self._frame.lock(idle=False)

    # --- inside ------------------------------------------------------------------------------

    def _leave(self) -> None:
        self._frame.window.show_page(self._from)

    def _scanned(self, text: str) -> None:
        """A scan goes on with the sale, the next form of a pile with its questions.

        What was answered waits as a draft.
        """
        presenter, counter = self._presenter, self._frame.counter
        form = form_code(classify(text, self._frame.shop.book.current.scan))
        if presenter is not None and form:
            presenter.put_down()
            self._frame.office.paper.open_code(form)
            return
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
