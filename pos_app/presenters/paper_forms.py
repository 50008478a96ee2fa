"""Questionnaires on paper: forms are printed, and a pile of them is keyed in code by code."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pos_app.domain.customer import Customer
from pos_app.domain.errors import CodedError
from pos_app.domain.staff import Action, Right, right_for
from pos_app.presenters.messages import say
from pos_app.presenters.paper_forms_state import (
    PaperFormsState,
    PaperFormsViewPort,
    PaperFormsWays,
)
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.sign_in import LANGUAGE_NAMES
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.services.paper_forms import MOST_FORMS, PaperForms
from pos_app.services.questionnaires import QuestionnaireService
from pos_app.services.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class PaperFormsParts:
    """What the presenter is joined from; ``language`` is the shop's."""

    forms: PaperForms
    questionnaires: QuestionnaireService
    session: Callable[[], Session]
    voice: Voice
    language: Callable[[], str]
    tasks: TaskPort
    ways: PaperFormsWays


class PaperFormsPresenter:
    """What is chosen to print, and the code being typed."""

    def __init__(self, parts: PaperFormsParts, view: PaperFormsViewPort) -> None:
        self._p = parts
        self._view = view
        self._state = PaperFormsState()
        self._versions: dict[str, int] = {}
        self._customer: Customer | None = None
        self._task: Task | None = None

    def open(self, questionnaire_id: int = 0, customer: Customer | None = None) -> None:
        """Come to the page, perhaps to print this questionnaire, or one for this person."""
        self._customer = customer
        language = customer.language if customer is not None else None
        self._state = replace(
            self._state,
            chosen=str(questionnaire_id) if questionnaire_id else self._state.chosen,
            language=language or self._p.language(),
            count="1",
            count_error="",
        )
        self.refresh()

    def refresh(self) -> None:
        """Be in front again: the field of the code waits for the next form."""
        found = [view for view in self._p.questionnaires.all() if view.version is not None]
        found.sort(key=lambda view: view.row.state != "live")
        self._versions = {
            str(view.row.id): view.version.id for view in found if view.version is not None
        }
        chosen = self._state.chosen
        if chosen not in self._versions:
            chosen = next(iter(self._versions), "")
        self._state = replace(
            self._state,
            choices=tuple((str(view.row.id), view.row.name) for view in found),
            chosen=chosen,
            language=self._state.language or self._p.language(),
            code="",
            error="",
            notice="",
            opened=self._state.opened + 1,
        )
        self.show()

    # --- keying in ---------------------------------------------------------------------------

    def type(self, text: str) -> None:
        """The code changed."""
        self._state = replace(self._state, code=text, error="", notice="")
        self.show()

    def key_in(self, text: str = "") -> None:
        """To the questions of the form with this code, or the one typed."""
        code = text or self._state.code
        try:
            self._p.ways.fill(self._p.forms.find(self._p.session(), code))
        except CodedError as error:
            words = say(error, self._p.voice.t, self._p.voice.f)
            self._state = replace(self._state, code=code, error=words)
            self._view.alert()
            self.show()

    # --- printing ----------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """Another questionnaire."""
        self._state = replace(self._state, chosen=key)
        self.show()

    def speak(self, language: str) -> None:
        """Another language."""
        self._state = replace(self._state, language=language)
        self.show()

    def count(self, text: str) -> None:
        """How many."""
        self._state = replace(self._state, count=text.strip(), count_error="")
        self.show()

    def print_forms(self) -> None:
        """Ask where the PDF goes, and draw it in the background."""
        state, t = self._state, self._p.voice.t
        if state.busy or state.chosen not in self._versions:
            return
        count = 1 if self._one_only() else _whole(state.count)
        if not 1 <= count <= MOST_FORMS:
            words = t._("A number from {low} to {high}", low="1", high=str(MOST_FORMS))
            self._state = replace(state, count_error=words)
            self._view.alert()
            self.show()
            return
        version, customer = self._versions[state.chosen], self._customer

        def job(control: TaskControl) -> bytes:
            def told(done: int, total: int) -> None:
                control.progress(done, total)
                if control.cancelled():
                    raise TaskCancelled

            return self._p.forms.print_forms(
                self._p.session(),
                version,
                language=state.language,
                count=count,
                customer_id=customer.id if customer is not None else None,
                progress=told,
            )

        def write(path: str) -> None:
            def save(control: TaskControl) -> None:
                self._p.ways.keep(path, job(control))

            self._state = replace(self._state, busy=True, notice="")
            self.show()
            self._task = self._p.tasks.run(
                save,
                lambda _none: self._ended(t._("The forms are saved."), "accent"),
                self._failed,
                on_cancelled=lambda: self._ended("", "accent"),
            )

        self._p.ways.save_file(f"questionnaire-{state.language}.pdf", write)

    def back(self) -> None:
        """Stop what runs, then away."""
        if self._state.busy and self._task is not None:
            self._task.cancel()
            return
        self._customer = None
        self._p.ways.back()

    # --- inside ------------------------------------------------------------------------------

    def _one_only(self) -> bool:
        """One for a person, and one at a time where the role may not print many."""
        role = self._p.session().role
        return self._customer is not None or right_for(role, Action.REPORTS) is not Right.YES

    def _ended(self, notice: str, tone: str) -> None:
        self._task = None
        self._state = replace(self._state, busy=False, notice=notice, notice_tone=tone)
        self.show()

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, CodedError):
            self._ended("", "accent")
            raise error
        self._view.alert()
        self._ended(say(error, self._p.voice.t, self._p.voice.f), "danger")

    def show(self) -> None:
        """Render what is."""
        t, customer = self._p.voice.t, self._customer
        one = self._one_only()
        note = ""
        if customer is None and one:
            note = t._("Several at once are printed by a senior cashier or the owner.")
        self._view.render(
            replace(
                self._state,
                languages=tuple(LANGUAGE_NAMES),
                person=customer.name if customer is not None else "",
                one_only=one,
                count_note=note,
                empty="" if self._versions else t._("No questionnaire is published yet."),
                can_print=bool(self._versions) and not self._state.busy,
            )
        )


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
