"""The designer of one questionnaire: what is open, kept as a draft by itself, and its modes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, cast, get_args

from pos_app.domain.errors import CodedError
from pos_app.domain.questionnaire import Language, Question, Questionnaire
from pos_app.domain.staff import Action, Right, right_for
from pos_app.i18n import Formats, Translator
from pos_app.presenters.messages import say
from pos_app.presenters.question_card import Tongue
from pos_app.presenters.questionnaire_screen import Screen, designer_state
from pos_app.presenters.questionnaire_trial import Trial
from pos_app.presenters.questionnaires_state import (
    DesignerState,
    DesignerViewPort,
    Mode,
    QuestionnaireWays,
)
from pos_app.presenters.sale_ports import Voice
from pos_app.services.questionnaires import QuestionnaireService, QuestionnaireView
from pos_app.services.session import Session

_MOST_STEPS: Final = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class DesignerParts:
    """What the presenter is joined from.

    ``shop_language`` is the shop's; ``tongue`` gives the words and figures of a language;
    ``reward`` the points the programme gives for a questionnaire (hundredths, 0 for none);
    ``local`` a moment in words; ``name_of`` a member of staff.
    """

    service: QuestionnaireService
    session: Callable[[], Session]
    voice: Voice
    ways: QuestionnaireWays
    shop_language: Callable[[], str]
    tongue: Callable[[str], tuple[Translator, Formats]]
    reward: Callable[[], int]
    local: Callable[[datetime], str]
    name_of: Callable[[int], str]


class DesignerCore:
    """One questionnaire being written."""

    def __init__(self, parts: DesignerParts, view: DesignerViewPort) -> None:
        self._p = parts
        self._view = view
        self._screen: Screen | None = None
        self._before: list[tuple[str, Questionnaire, str]] = []
        self._dirty = False
        self.trial = Trial()

    # --- coming and going --------------------------------------------------------------------

    def open(self, questionnaire_id: int) -> None:
        """Open one questionnaire."""
        read = self._read(questionnaire_id)
        if read is None:
            return
        self._before, self._dirty = [], False
        self.trial.clear()
        opened = 1 if self._screen is None else self._screen.opened + 1
        first = next((one.id for one in read.definition.questions), "")
        self._screen = Screen(
            view=read,
            name=read.row.name,
            definition=read.definition,
            counts=self._p.service.counts(questionnaire_id),
            published=self._published(read),
            chosen=first,
            language=cast("Language", self._p.shop_language()),
            opened=opened,
        )
        self.show()

    def come(self) -> None:
        """The page is in front: look again, or go to the list when nothing is open."""
        if self._screen is None:
            self._p.ways.to_list()
        else:
            self.refresh()

    def refresh(self) -> None:
        """Look again: somebody answered, or published on another page."""
        screen = self._screen
        if screen is None or self._dirty:
            return
        read = self._read(screen.view.row.id)
        if read is not None:
            counts = self._p.service.counts(screen.view.row.id)
            self._put(
                view=read,
                counts=counts,
                published=self._published(read),
                definition=read.definition if screen.saved else screen.definition,
                name=read.row.name if screen.saved else screen.name,
            )

    def take_over(self, other: DesignerCore) -> None:
        """Go on where the page before (in another language) was."""
        self._screen, self._before, self._dirty = other._screen, other._before, other._dirty
        self.trial = other.trial
        self.show()

    def back(self) -> None:
        """Out of the test run, the history or the translation; then to the list."""
        screen = self._screen
        if screen is not None and screen.mode != "edit":
            self.turn("edit")
            return
        self.keep()
        self._p.ways.to_list()

    def keep(self) -> None:
        """Keep the draft as it is; what cannot be kept is said."""
        screen = self._screen
        if screen is None or not self._dirty:
            return
        try:
            self._p.service.save(
                self._p.session(), screen.view.row.id, screen.definition, screen.name
            )
        except CodedError as error:
            self._put(notice=self._say(error), saved=False)
            return
        self._dirty = False
        read = self._read(screen.view.row.id)
        if read is not None:
            self._put(view=read, saved=True, notice="")

    # --- modes -------------------------------------------------------------------------------

    def turn(self, mode: Mode) -> None:
        """To editing, translating, the history or a test run."""
        screen = self._screen
        if screen is None:
            return
        self.keep()
        if mode == "test":
            self.trial.clear()
        if mode == "history":
            versions = tuple(self._p.service.versions(screen.view.row.id))
            chosen = str(versions[0].id) if versions else ""
            self._put(mode=mode, versions=versions, version_chosen=chosen)
            return
        self._put(mode=mode)

    def toggle(self, mode: str) -> None:
        """To a mode, or back from it."""
        if self._screen is not None:
            same = self._screen.mode == mode or mode not in get_args(Mode)
            self.turn("edit" if same else cast("Mode", mode))

    def choose(self, question_id: str) -> None:
        """Put a question into the middle; "" is opening and thanks."""
        self._put(chosen=question_id)

    def step(self, by: int) -> None:
        """To the question before or after."""
        screen = self._screen
        if screen is not None:
            keys = ["", *(one.id for one in screen.definition.questions)]
            place = keys.index(screen.chosen) + by
            self.choose(keys[max(0, min(len(keys) - 1, place))])

    def speak(self, language: str) -> None:
        """Write, preview and try in another language."""
        self._put(language=cast("Language", language))

    def undo(self) -> None:
        """Take the last change back."""
        screen = self._screen
        if screen is None or not self._before:
            return
        name, definition, chosen = self._before.pop()
        if chosen and definition.question(chosen) is None:
            chosen = ""
        self._dirty = True
        self._put(name=name, definition=definition, chosen=chosen)
        self.keep()

    # --- inside ------------------------------------------------------------------------------

    def _read(self, questionnaire_id: int) -> QuestionnaireView | None:
        try:
            return self._p.service.read(questionnaire_id)
        except CodedError as error:
            self._p.ways.say(self._say(error), "danger")
            self._p.ways.to_list()
            return None

    def _published(self, read: QuestionnaireView) -> frozenset[str]:
        """Ids of the answers that were ever asked: these are retired, not removed."""
        found = self._p.service.published_options(read.row.id)
        return frozenset(found)

    def _question(self) -> Question | None:
        screen = self._screen
        return None if screen is None else screen.definition.question(screen.chosen)

    def _may(self) -> bool:
        screen = self._screen
        allowed = right_for(self._p.session().role, Action.PROGRAMME) is Right.YES
        if allowed and screen is not None and screen.view.row.state != "archived":
            return True
        self._view.alert()
        return False

    def _change_question(self, question: Question) -> None:
        if self._screen is not None:
            self._change(self._screen.definition.put(question))

    def _change(
        self,
        definition: Questionnaire,
        *,
        name: str | None = None,
        chosen: str | None = None,
        label: str = "",
    ) -> None:
        """Take a change: undone in one step; typing into one field counts as one."""
        screen = self._screen
        if screen is None:
            return
        new_name = screen.name if name is None else name
        if (definition, new_name) == (screen.definition, screen.name):
            self.show()
            return
        if not label or label != screen.typing:
            self._before.append((screen.name, screen.definition, screen.chosen))
            del self._before[:-_MOST_STEPS]
        self._dirty = True
        self._put(
            definition=definition,
            name=new_name,
            chosen=screen.chosen if chosen is None else chosen,
            typing=label,
        )
        if not label:
            self.keep()

    def _put(self, **changes: object) -> None:
        if self._screen is not None:
            self._screen = replace(self._screen, **changes)  # type: ignore[arg-type]
            self.show()

    def _say(self, error: CodedError) -> str:
        return say(error, self._p.voice.t, self._p.voice.f)

    def show(self) -> None:
        """Render what is."""
        screen, p = self._screen, self._p
        if screen is None:
            self._view.render(DesignerState())
            return
        t, f = p.tongue(screen.language)
        shop = p.shop_language()
        lock = ""
        if right_for(p.session().role, Action.PROGRAMME) is not Right.YES:
            lock = p.voice.t._("Only the owner changes this. The owner has to sign in.")
        elif screen.view.row.state == "archived":
            lock = p.voice.t._("In the archive: take it out in the list to change it.")
        state = designer_state(
            screen,
            page=Tongue(language=p.voice.t.language, shop=shop, t=p.voice.t, f=p.voice.f),
            customer=Tongue(language=screen.language, shop=shop, t=t, f=f),
            trial=self.trial,
            reward=p.reward(),
            dirty=self._dirty,
            lock=lock,
            local=p.local,
            name_of=p.name_of,
        )
        self._view.render(state)
