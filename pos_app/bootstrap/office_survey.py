"""The page of results of a questionnaire."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from pos_app.adapters.files.survey_file import SurveyFile
from pos_app.domain.tier import tier_by_id
from pos_app.presenters.survey import SurveyParts, SurveyPresenter
from pos_app.services.session import Session
from pos_app.ui.screens.survey_view import SurveyView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeSurvey:
    """Builds the page for the person signed in."""

    def __init__(self, frame: Frame, session: Callable[[], Session]) -> None:
        self._frame = frame
        self._session = session
        self._presenter: SurveyPresenter | None = None
        self._from = "settings"

    def build(self) -> None:
        """Make it anew, in the language of the moment."""
        frame, shop = self._frame, self._frame.shop
        view = SurveyView(frame.voice.t)
        presenter = SurveyPresenter(
            SurveyParts(
                results=shop.needs.results,
                writer=SurveyFile(),
                session=self._session,
                tasks=frame.tasks,
                voice=frame.voice,
                tier_name=self._tier_name,
                shop_name=lambda: shop.book.current.settings.shop.name,
                today=shop.book.today,
                outside=self,
            ),
            view,
        )
        view.version_chosen.connect(presenter.choose_version)
        view.period_chosen.connect(presenter.choose_period)
        view.cross_chosen.connect(presenter.choose_cross)
        view.chosen.connect(presenter.choose)
        view.save_wanted.connect(presenter.save)
        view.shown.connect(presenter.refresh)
        view.left.connect(presenter.back)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"response"}, presenter.refresh)
        self._presenter = presenter

    def open(self, questionnaire_id: int, came_from: str = "settings") -> None:
        """To the results of one questionnaire; Esc goes back to ``came_from``."""
        self._from = came_from
        if self._presenter is not None:
            self._presenter.open(questionnaire_id)
            self._frame.window.show_page("survey")

    # --- ways out of the page ----------------------------------------------------------------

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        """Ask where to save."""
        self._frame.dialogs.save_file(title, suggested, pattern, on_path)

    def back(self) -> None:
        """To the page one came from."""
        self._frame.window.show_page(self._from)

    def _tier_name(self, tier_id: str) -> str:
        tier = tier_by_id(tier_id, self._frame.shop.book.current.programme.tiers)
        return tier.name if tier is not None else ""
