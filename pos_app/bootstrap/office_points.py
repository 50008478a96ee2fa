"""The pages of points: one person's account, and what the shop owes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from pos_app.presenters.liability import LiabilityPresenter
from pos_app.presenters.points_forms import Services
from pos_app.presenters.points_page import PointsParts, PointsPresenter
from pos_app.presenters.sale_approval import ApprovalFlow
from pos_app.services.liability import Liability
from pos_app.services.records import CustomerHit
from pos_app.services.session import Session
from pos_app.ui.screens.liability_view import LiabilityView
from pos_app.ui.screens.points_view import PointsView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficePoints:
    """Builds both pages for the person signed in."""

    def __init__(
        self, frame: Frame, session: Callable[[], Session], approval: Callable[[], ApprovalFlow]
    ) -> None:
        self._frame = frame
        self._session = session
        self._approval = approval
        self._points: PointsPresenter | None = None

    def build(self) -> None:
        """Make both anew, in the language of the moment."""
        self._build_points()
        self._build_liability()

    def open(self, customer_id: int) -> None:
        """To the points of one person."""
        if self._points is not None:
            self._points.open(customer_id)
            self._frame.window.show_page("points")

    # --- ways out of the page ----------------------------------------------------------------

    def to_customers(self) -> None:
        """Back to the list of people."""
        self._frame.window.show_page("customer_find")

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""
        self._frame.window.show_undo(text, action, on_undo, icon="undo-2")

    def tell(self, text: str) -> None:
        """Say what was done."""
        self._frame.say(text, "accent")

    # --- pages -------------------------------------------------------------------------------

    def _build_points(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = PointsView(frame.voice.t)
        presenter = PointsPresenter(
            PointsParts(
                statements=shop.points_statements,
                services=Services(
                    desk=shop.points_desk,
                    tiers=shop.tier_desk,
                    claims=shop.claims,
                    grants=shop.grants,
                    find=self._find,
                ),
                session=self._session,
                approval=self._approval(),
                voice=frame.voice,
                local=frame.local,
                outside=self,
            ),
            view,
        )
        view.acted.connect(presenter.act)
        view.edited.connect(presenter.type)
        view.mode_chosen.connect(presenter.choose_mode)
        view.confirmed.connect(presenter.confirm)
        view.tab_chosen.connect(presenter.choose_tab)
        view.chosen.connect(presenter.choose)
        view.backed.connect(presenter.back)
        view.approved.connect(presenter.approve)
        view.shown.connect(presenter.refresh)
        view.scanned.connect(presenter.scan)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "customer", "settings"}, presenter.refresh)
        self._points = presenter

    def _find(self, text: str) -> Sequence[CustomerHit]:
        return self._frame.shop.customers.search(self._session(), text, limit=2)

    def _build_liability(self) -> None:
        frame, shop = self._frame, self._frame.shop
        view = LiabilityView(frame.voice.t)

        def run(
            job: Callable[[], Liability],
            done: Callable[[Liability], None],
            failed: Callable[[Exception], None],
        ) -> None:
            frame.tasks.run(lambda _control: job(), done, failed)

        presenter = LiabilityPresenter(shop.liability, self._session, run, frame.voice, view)
        view.shown.connect(presenter.refresh)
        view.left.connect(lambda: frame.window.show_page("settings"))
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"sale", "customer", "settings"}, presenter.refresh)
