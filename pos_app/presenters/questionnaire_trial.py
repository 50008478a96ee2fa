"""A questionnaire tried without keeping anything: the preview at the counter and the test run."""

from __future__ import annotations

from pos_app.domain.errors import CodedError
from pos_app.domain.questionnaire import (
    FIELDS,
    Answer,
    Question,
    Questionnaire,
    Wording,
    chosen,
)
from pos_app.domain.questionnaire_flow import checked, kept, unanswered, visible
from pos_app.presenters.messages import say
from pos_app.presenters.question_card import (
    QuestionView,
    Tongue,
    complete_words,
    question_view,
    tap,
    typed_answer,
    typed_words,
)
from pos_app.presenters.questionnaire_words import target_words


class Trial:
    """The answers of a trial and what they lead to."""

    def __init__(self) -> None:
        self.answers: dict[str, Answer] = {}
        self.done = False
        self._faults: dict[str, CodedError] = {}

    def clear(self) -> None:
        """Begin again."""
        self.answers, self._faults, self.done = {}, {}, False

    def tap(self, definition: Questionnaire, question_id: str, value: str) -> None:
        """Tap an answer."""
        question = definition.question(question_id)
        if question is not None:
            self._put(question, tap(question, self.answers.get(question_id, ()), value))

    def type(
        self, definition: Questionnaire, question_id: str, text: str, option_id: str = ""
    ) -> None:
        """Type into a question's field, or the words beside an option."""
        question = definition.question(question_id)
        if question is None:
            return
        if option_id:
            answer = typed_words(self.answers.get(question_id, ()), option_id, text)
        else:
            answer = typed_answer(question, text)
        self._put(question, answer)

    def finish(self, definition: Questionnaire) -> bool:
        """End the trial when it could be ended; else say where not."""
        shown = visible(definition, self.answers)
        for question in shown:
            self._judge(question)
        for question in unanswered(definition, self.answers):
            self._faults[question.id] = CodedError("answers_missing", count=1)
        self.done = not any(one.id in self._faults for one in shown)
        return self.done

    def cards(self, definition: Questionnaire, tongue: Tongue) -> tuple[QuestionView, ...]:
        """The questions to see now, with what was answered."""
        return tuple(
            question_view(
                question,
                self.answers.get(question.id, ()),
                tongue,
                number=str(place),
                error=self._words(question, tongue),
            )
            for place, question in enumerate(visible(definition, self.answers), 1)
        )

    def first_fault(self, definition: Questionnaire) -> str:
        """The first question that keeps it from being ended."""
        shown = visible(definition, self.answers)
        return next((one.id for one in shown if one.id in self._faults), "")

    def follows(self, definition: Questionnaire, tongue: Tongue, reward: str) -> tuple[str, ...]:
        """What a real response would change: fields, tags and needs, and the reward."""
        t = tongue.t
        names = target_words(t)
        found = []
        for question_id, answer in kept(definition, self.answers).items():
            question = definition.question(question_id)
            if question is None or not question.saves_to:
                continue
            said = _saved(question, answer)
            if said:
                found.append(f"{names[question.saves_to]}: {', '.join(said)}")
        if definition.reward and reward:
            found.append(reward)
        return tuple(found)

    def _put(self, question: Question, answer: Answer) -> None:
        self.done = False
        self._faults.pop(question.id, None)
        if answer:
            self.answers[question.id] = answer
        else:
            self.answers.pop(question.id, None)
        if question.kind not in ("text", "number", "date", "phone", "email") and complete_words(
            answer
        ):
            self._judge(question)

    def _judge(self, question: Question) -> None:
        try:
            checked(question, self.answers.get(question.id, ()))
        except CodedError as error:
            self._faults[question.id] = error

    def _words(self, question: Question, tongue: Tongue) -> str:
        fault = self._faults.get(question.id)
        return "" if fault is None else say(fault, tongue.t, tongue.f)


def shown_text(wording: Wording, tongue: Tongue) -> str:
    """A text as it would be shown."""
    return wording.shown(tongue.language, tongue.shop)


def _saved(question: Question, answer: Answer) -> list[str]:
    if question.saves_to in FIELDS and question.saves_to != "language":
        return [answer[0]]
    if question.kind in ("yes_no", "text"):
        return [question.key] if answer != ("no",) else []
    options = [question.option(chosen(value)) for value in answer]
    return [one.key for one in options if one is not None and one.key]
