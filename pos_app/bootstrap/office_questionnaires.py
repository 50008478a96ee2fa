"""The pages of questionnaires: the list and the designer; joined with the shop."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from pos_app.i18n import Formats, Translator, translator
from pos_app.presenters.questionnaire_core import DesignerParts
from pos_app.presenters.questionnaire_edit import DesignerPresenter
from pos_app.presenters.questionnaires import QuestionnairesParts, QuestionnairesPresenter
from pos_app.services.session import Session
from pos_app.ui.screens.questionnaire_edit_view import QuestionnaireEditView
from pos_app.ui.screens.questionnaires_view import QuestionnairesView

if TYPE_CHECKING:
    from pos_app.bootstrap.frame import Frame


class OfficeQuestionnaires:
    """Builds the pages and knows the ways between them."""

    def __init__(
        self, frame: Frame, session: Callable[[], Session], name_of: Callable[[int], str]
    ) -> None:
        self._frame = frame
        self._session = session
        self._name_of = name_of
        self._designer: DesignerPresenter | None = None

    def build(self) -> None:
        """Make the pages anew, in the language of the moment."""
        self._build_list()
        self._build_designer()

    # --- ways --------------------------------------------------------------------------------

    def open_questionnaire(self, questionnaire_id: int) -> None:
        """To the designer of one."""
        self._frame.window.page("questionnaire_edit")
        if self._designer is not None:
            self._designer.open(questionnaire_id)
        self._frame.window.show_page("questionnaire_edit")

    def open_results(self, questionnaire_id: int) -> None:
        """To what was answered to one."""
        self._frame.office.survey.open(questionnaire_id, "questionnaires")

    def to_list(self) -> None:
        """To the list."""
        self._frame.window.show_page("questionnaires")

    def to_paper(self, questionnaire_id: int) -> None:
        """To forms on paper."""
        self._frame.office.paper.open(questionnaire_id)

    def back(self) -> None:
        """To the settings."""
        self._frame.window.show_page("settings")

    def say(self, text: str, tone: str = "") -> None:
        """A message over the page."""
        self._frame.say(text, tone)

    def show_undo(self, text: str, action: str, on_undo: Callable[[], object]) -> None:
        """Say what was done and offer the way back."""
        self._frame.window.show_undo(text, action, on_undo)

    # --- pages -------------------------------------------------------------------------------

    def _shop_language(self) -> str:
        return self._frame.shop.book.current.settings.locale.language

    def _tongue(self, language: str) -> tuple[Translator, Formats]:
        return translator(language), Formats(language, self._frame.voice.f.currency)

    def _reward(self) -> int:
        grant = self._frame.shop.book.current.programme.grants.questionnaire
        return grant.points if grant.gives else 0

    def _when(self, moment: datetime) -> str:
        return self._frame.voice.f.date_time(self._frame.local(moment))

    def _build_list(self) -> None:
        frame = self._frame
        view = QuestionnairesView(frame.voice.t)
        presenter = QuestionnairesPresenter(
            QuestionnairesParts(
                service=frame.shop.questionnaires,
                session=self._session,
                voice=frame.voice,
                ways=self,
                language=self._shop_language,
            ),
            view,
        )
        view.chosen.connect(presenter.choose)
        view.picked.connect(presenter.edit)
        view.create_wanted.connect(presenter.create)
        view.begun.connect(presenter.begin)
        view.move_wanted.connect(presenter.move)
        view.archive_wanted.connect(presenter.archive)
        view.copy_wanted.connect(presenter.copy)
        view.paper_wanted.connect(presenter.paper)
        view.results_wanted.connect(presenter.results)
        view.shown.connect(presenter.open)
        view.left.connect(presenter.back)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"questionnaire", "response"}, presenter.refresh)

    def _build_designer(self) -> None:
        frame = self._frame
        view = QuestionnaireEditView(frame.voice.t)
        presenter = DesignerPresenter(
            DesignerParts(
                service=frame.shop.questionnaires,
                session=self._session,
                voice=frame.voice,
                ways=self,
                shop_language=self._shop_language,
                tongue=self._tongue,
                reward=self._reward,
                local=self._when,
                name_of=self._name_of,
            ),
            view,
        )
        view.edited.connect(presenter.edit)
        view.pressed.connect(presenter.press)
        view.spoken.connect(presenter.speak)
        view.chosen.connect(presenter.choose)
        view.stepped.connect(presenter.step)
        view.shifted.connect(presenter.shift_question)
        view.moved.connect(presenter.move_question)
        view.added.connect(presenter.add_question)
        view.turned.connect(presenter.toggle)
        view.version_chosen.connect(presenter.choose_version)
        view.restored.connect(presenter.restore)
        view.tapped.connect(presenter.tap)
        view.typed.connect(presenter.type)
        view.finished.connect(presenter.finish)
        view.published.connect(presenter.publish)
        view.undone.connect(presenter.undo)
        view.rested.connect(presenter.keep)
        view.shown.connect(presenter.come)
        view.left.connect(presenter.back)
        frame.window.replace_page(view)
        frame.bridge.listen(view, {"response", "settings"}, presenter.refresh)
        if self._designer is not None:
            presenter.take_over(self._designer)
        else:
            presenter.show()
        self._designer = presenter
