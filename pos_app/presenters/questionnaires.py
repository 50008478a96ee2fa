"""The list of questionnaires: how each stands and goes, new ones, pause, archive, copy, open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import cast

from pos_app.domain.errors import CodedError
from pos_app.domain.questionnaire import KINDS, Kind, Questionnaire
from pos_app.domain.questionnaire_flow import seconds
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.messages import say
from pos_app.presenters.questionnaire_words import (
    STATE_TONES,
    kind_says,
    kind_words,
    state_words,
)
from pos_app.presenters.questionnaires_state import (
    QuestionnaireLine,
    QuestionnairesState,
    QuestionnairesViewPort,
    QuestionnaireWays,
)
from pos_app.presenters.sale_ports import Voice
from pos_app.services.questionnaire_records import QuestionnaireState
from pos_app.services.questionnaire_templates import TEMPLATES, definition_of
from pos_app.services.questionnaires import QuestionnaireService, QuestionnaireView
from pos_app.services.session import Session

EMPTY = "empty"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionnairesParts:
    """What the presenter is joined from; ``language`` is the shop's."""

    service: QuestionnaireService
    session: Callable[[], Session]
    voice: Voice
    ways: QuestionnaireWays
    language: Callable[[], str]


class QuestionnairesPresenter:
    """The list and what to do with a row."""

    def __init__(self, parts: QuestionnairesParts, view: QuestionnairesViewPort) -> None:
        self._p = parts
        self._view = view
        self._found: tuple[QuestionnaireView, ...] = ()
        self._chosen = ""
        self._choosing = False

    def open(self) -> None:
        """Come to the page."""
        self._choosing = False
        self.refresh()

    def refresh(self) -> None:
        """Read again."""
        found = self._p.service.all()
        self._found = tuple(sorted(found, key=lambda view: view.row.state == "archived"))
        keys = [str(view.row.id) for view in self._found]
        if self._chosen not in keys:
            self._chosen = keys[0] if keys else ""
        self.show()

    def choose(self, key: str) -> None:
        """The cursor is on a questionnaire."""
        if key != self._chosen:
            self._chosen = key
            self.show()

    def edit(self, key: str) -> None:
        """Open one."""
        if key:
            self._p.ways.open_questionnaire(int(key))

    def create(self) -> None:
        """Offer what to begin with."""
        if self._may():
            self._choosing = True
            self.show()

    def begin(self, key: str) -> None:
        """A new one: from a ready one of a kind, or empty."""
        definition, t = Questionnaire(), self._p.voice.t
        kind: Kind = "needs"
        name = t._("New questionnaire")
        if key != EMPTY:
            kind = cast("Kind", key)
            template = TEMPLATES[kind]
            name = kind_words(t)[kind]
            definition = definition_of(template, self._p.language())
        self._open_made(lambda: self._p.service.create(self._p.session(), name, kind, definition))

    def move(self) -> None:
        """Pause the chosen one, ask it again, or take it out of the archive."""
        view = self._current()
        if view is None:
            return
        wanted = _next_state(view)
        if wanted:
            self._do(lambda: self._p.service.move(self._p.session(), view.row.id, wanted))

    def archive(self) -> None:
        """Put the chosen one away; undone for some seconds."""
        view, t = self._current(), self._p.voice.t
        if view is None or view.row.state == "archived":
            return
        was, service, row = view.row.state, self._p.service, view.row

        def back() -> None:
            service.move(self._p.session(), row.id, "paused")
            if was == "live":
                service.move(self._p.session(), row.id, "live")

        if self._do(lambda: service.move(self._p.session(), row.id, "archived")):
            words = t._("{name} is in the archive.", name=row.name)
            self._p.ways.show_undo(words, t._("Undo"), lambda: self._do(back))

    def copy(self) -> None:
        """A draft like the chosen one, opened at once."""
        view, t = self._current(), self._p.voice.t
        if view is not None:
            name = t._("{name} (copy)", name=view.row.name[:80])
            self._open_made(lambda: self._p.service.duplicate(self._p.session(), view.row.id, name))

    def results(self) -> None:
        """To what was answered to the chosen one."""
        view = self._current()
        if view is not None:
            self._p.ways.open_results(view.row.id)

    def paper(self) -> None:
        """Print the chosen one, or key in what came back on paper."""
        view = self._current()
        if view is not None:
            self._p.ways.to_paper(view.row.id)

    def back(self) -> None:
        """Away from what to begin with, then from the page."""
        if self._choosing:
            self._choosing = False
            self.show()
        else:
            self._p.ways.back()

    # --- inside ------------------------------------------------------------------------------

    def _current(self) -> QuestionnaireView | None:
        found = (view for view in self._found if str(view.row.id) == self._chosen)
        return next(found, None)

    @property
    def _locked(self) -> bool:
        return right_for(self._p.session().role, Action.PROGRAMME) is not Right.YES

    def _may(self) -> bool:
        if not self._locked:
            return True
        words = self._p.voice.t._("Only the owner changes this. The owner has to sign in.")
        self._p.ways.say(words, "danger")
        self._view.alert()
        return False

    def _open_made(self, deed: Callable[[], int]) -> None:
        if not self._may():
            return
        try:
            made = deed()
        except CodedError as error:
            self._refuse(error)
            return
        self._choosing, self._chosen = False, str(made)
        self._p.ways.open_questionnaire(made)

    def _do(self, deed: Callable[[], object]) -> bool:
        if not self._may():
            return False
        try:
            deed()
        except CodedError as error:
            self._refuse(error)
            return False
        finally:
            self.refresh()
        return True

    def _refuse(self, error: CodedError) -> None:
        self._view.alert()
        self._p.ways.say(say(error, self._p.voice.t, self._p.voice.f), "danger")

    def show(self) -> None:
        """Render what is."""
        t = self._p.voice.t
        view = self._current()
        words = {
            "live": (t._("Pause"), "pause"),
            "paused": (t._("Ask again"), "play"),
            "archived": (t._("Out of the archive"), "folder-open"),
        }
        word, icon = words.get(view.row.state, ("", "")) if view is not None else ("", "")
        archives = view is not None and view.row.state != "archived"
        count = t.ngettext("{n} questionnaire", "{n} questionnaires", len(self._found))
        lock = t._("Only the owner changes this. The owner has to sign in.") if self._locked else ""
        self._view.render(
            QuestionnairesState(
                lines=tuple(self._line(each) for each in self._found),
                chosen=self._chosen,
                count=count,
                move_word=word,
                move_icon=icon,
                archive_word=t._("Archive") if archives else "",
                choosing=self._choosing,
                can_read=view is not None and view.row.state != "draft",
                new=self._new() if self._choosing else (),
                lock=lock,
            )
        )

    def _new(self) -> tuple[tuple[str, str, str], ...]:
        t = self._p.voice.t
        names, says = kind_words(t), kind_says(t)

        def note(kind: Kind) -> str:
            questions = TEMPLATES[kind].definition
            count = t.ngettext("{n} question", "{n} questions", len(questions.questions))
            time = t._("about {n} s", n=str(seconds(questions)))
            return f"{says[kind]} · {count} · {time}"

        ready = tuple((kind, names[kind], note(kind)) for kind in KINDS)
        return (*ready, (EMPTY, t._("Empty"), t._("Begin with your own first question.")))

    def _line(self, view: QuestionnaireView) -> QuestionnaireLine:
        t, f, row = self._p.voice.t, self._p.voice.f, view.row
        version = "" if view.version is None else str(view.version.number)
        unpublished = view.changed and view.version is not None
        return QuestionnaireLine(
            key=str(row.id),
            name=row.name,
            kind=kind_words(t)[row.kind],
            state=state_words(t)[row.state],
            tone=STATE_TONES[row.state],
            version=version or t._("none yet"),
            answers=f.number(view.figures.complete),
            changed=t._("not published yet") if unpublished else "",
        )


def _next_state(view: QuestionnaireView) -> QuestionnaireState | None:
    moves: dict[str, QuestionnaireState] = {
        "live": "paused",
        "paused": "live",
        "archived": "paused",
    }
    return moves.get(view.row.state)
