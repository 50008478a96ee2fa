"""Filling a questionnaire: one question in front, every answer kept at once (R25)."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date

from pos_app.domain.errors import CodedError
from pos_app.domain.questionnaire import Answer, Question, Questionnaire, chosen, own_words
from pos_app.domain.questionnaire_flow import next_question, unanswered, visible
from pos_app.i18n import Translator, translator
from pos_app.presenters.day_text import day_text, parse_day
from pos_app.presenters.fill_keys import DigitKeys
from pos_app.presenters.fill_parts import FillParts, FillStart, FillViewPort
from pos_app.presenters.fill_state import AnsweredRow, FillState
from pos_app.presenters.fill_words import Words, points_given, reward_words, time_left
from pos_app.presenters.messages import say
from pos_app.presenters.sale_state import NoticeView
from pos_app.presenters.sign_in import LANGUAGE_NAMES
from pos_app.services.response_model import Completed, Filling


class FillPresenter:
    """The response being filled, the question in front, and what is typed and not yet kept."""

    def __init__(self, parts: FillParts, view: FillViewPort) -> None:
        self._p = parts
        self._view = view
        self._start: FillStart | None = None
        self._filling: Filling | None = None
        self._at = ""
        self._typed = ""
        self._dirty = False
        self._pending: tuple[str, ...] = ()
        self._error = ""
        self._keys = DigitKeys()
        self._done: Completed | None = None
        self._language = ""
        self._notice: NoticeView | None = None

    # -- opening and leaving ------------------------------------------------------------------

    def open(self, start: FillStart) -> None:
        """Begin, or go on where the person stopped; raises what beginning raises."""
        self._start, self._done, self._notice = start, None, None
        self._language = start.language or self._p.voice.t.language
        if start.code and self._p.paper is not None:
            self._filling = self._p.paper(self._p.session(), start.code)
        else:
            self._filling = self._p.responses.begin(
                self._p.session(),
                start.version_id,
                customer_id=start.customer_id,
                channel=start.channel,
                language=self._language,
            )
        first = next_question(self._definition, {})
        lacking = next(
            (one.id for one in self._asked() if not self._filling.answers.get(one.id)), ""
        )
        self._go(lacking or (first.id if first is not None else ""))

    def leave(self) -> None:
        """Esc: what was answered stays as a draft; what was not begun leaves nothing behind."""
        if not self._keep_typed():
            return
        self._drop_empty()
        self._filling = None
        self._p.leave()

    def put_down(self) -> FillStart | None:
        """Keep what is typed and go nowhere: what was being filled, to go on with elsewhere."""
        self.paused()
        self._drop_empty()
        return self._start

    def _drop_empty(self) -> None:
        """What was never answered is no draft to come back to."""
        filling = self._filling
        if filling is not None and self._done is None and not filling.answers:
            with suppress(CodedError):  # closed elsewhere: there is nothing to leave behind
                self._p.responses.abandon(self._p.session(), filling.response.id)

    # -- gestures -----------------------------------------------------------------------------

    def choose(self, key: str) -> None:
        """A choice was tapped: one moves on, several stay."""
        question = self._question()
        if question is None:
            return
        self._keys.forget()
        self._pick(question, key, move=question.kind != "several_of")

    def digit(self, digit: str) -> bool:
        """A digit chooses by its label; False when it means nothing here."""
        question = self._question()
        if question is None:
            return False
        picked = self._keys.press(digit, self._words().labels(question))
        if picked is None:
            return False
        if picked.undone is not None and question.kind == "several_of":
            self._pick(question, picked.undone, move=False)
        if picked.key is not None:
            over = picked.over and question.kind != "several_of"
            self._pick(question, picked.key, move=over)
        return True

    def type(self, text: str) -> None:
        """The field changed."""
        self._typed, self._dirty, self._error = text, True, ""
        self.show()

    def paused(self) -> None:
        """Nobody typed for a moment: keep what is whole, so that a power cut takes nothing."""
        question = self._question()
        if question is None or not self._dirty:
            return
        with suppress(CodedError):  # half a date is no mistake yet
            self._store(question, self._typed_answer(question))
            self._dirty = False
        self.show()

    def next(self) -> None:
        """Enter: on to the next question, or the end."""
        self._keys.forget()
        if self._done is not None or self._filling is None:
            self.leave()
            return
        if not self._keep_typed():
            return
        question = self._question()
        if question is not None and question.required and not self._answer(question):
            t = self._t
            self._error = t._("This question needs an answer.")
            self._view.alert()
            self.show()
            return
        self._forward()

    def back(self) -> None:
        """Backspace: the question before."""
        self._keys.forget()
        if self._done is not None or not self._keep_typed():
            return
        order = [one.id for one in self._asked()]
        place = order.index(self._at) if self._at in order else len(order)
        if place > 0:
            self._go(order[place - 1])

    def go(self, question: str) -> None:
        """To a question of the overview."""
        if self._done is None and self._keep_typed():
            self._go(question)

    def speak(self, language: str) -> None:
        """The questions in another language; answers stay."""
        self._language = language
        self.show()

    # -- answers ------------------------------------------------------------------------------

    def _pick(self, question: Question, key: str, *, move: bool) -> None:
        before = self._chosen(question)
        if question.kind == "several_of":
            keys = [one for one in before if one != key]
            if key not in before:
                keys.append(key)
        else:
            keys = [] if move and before == (key,) and not question.required else [key]
            move = move and bool(keys)
        option = question.option(key) if key in keys else None
        self._pending = tuple(keys)
        if option is not None and option.other:
            self._dirty, self._error = True, ""
            self.show()
            return
        if not self._try(question, self._typed_answer(question)):
            return
        if move:
            self._forward()
        else:
            self.show()

    def _typed_answer(self, question: Question) -> Answer:
        """The answer as it stands on the screen: choices with their words, or the text."""
        if not self._words().steps(question):
            text = self._typed.strip()
            if question.kind == "date" and text:
                return (_iso_day(text),)
            return (text,) if text else ()
        words = self._typed.strip()
        found = []
        for key in self._pending:
            option = question.option(key)
            if option is not None and option.other:
                if words:
                    found.append(f"{key}:{words}")
            else:
                found.append(key)
        return tuple(found)

    def _keep_typed(self) -> bool:
        """Keep what is typed; False with the reason shown when it cannot be kept."""
        question = self._question()
        if question is None or not self._dirty:
            return True
        return self._try(question, self._typed_answer(question))

    def _try(self, question: Question, answer: Answer) -> bool:
        try:
            self._store(question, answer)
        except CodedError as error:
            self._error = say(error, self._t, self._p.voice.f)
            self._view.alert()
            self.show()
            return False
        self._dirty, self._error = False, ""
        return True

    def _store(self, question: Question, answer: Answer) -> None:
        filling = self._filling
        assert filling is not None
        if answer == self._answer(question):
            return
        self._filling = self._p.responses.answer(
            self._p.session(), filling.response.id, question.id, answer
        )

    def _forward(self) -> None:
        filling = self._filling
        assert filling is not None
        following = next_question(self._definition, filling.answers, self._at)
        if following is not None:
            self._go(following.id)
        else:
            self._finish()

    def _finish(self) -> None:
        filling, start = self._filling, self._start
        assert filling is not None
        assert start is not None
        lacking = unanswered(self._definition, filling.answers)
        if lacking:
            self._go(lacking[0].id)
            self._error = self._t._("This question needs an answer.")
            self._view.alert()
            self.show()
            return
        if not filling.answers:
            self.leave()
            return
        try:
            self._done = self._p.responses.complete(self._p.session(), filling.response.id)
        except CodedError as error:
            self._notice = NoticeView(text=say(error, self._t, self._p.voice.f), kind="danger")
            self._view.alert()
            self.show()
            return
        self._at = ""
        self._p.completed(start, self._done)
        self.show()

    # -- where we are -------------------------------------------------------------------------

    @property
    def _t(self) -> Translator:
        return translator(self._language) if self._p.own_language else self._p.voice.t

    @property
    def is_done(self) -> bool:
        """Whether the thanks are in front."""
        return self._done is not None

    @property
    def _definition(self) -> Questionnaire:
        assert self._filling is not None
        return self._filling.definition

    def _words(self) -> Words:
        return Words(self._t, self._language, self._p.shop_language())

    def _asked(self) -> tuple[Question, ...]:
        filling = self._filling
        return () if filling is None else visible(filling.definition, filling.answers)

    def _question(self) -> Question | None:
        if self._filling is None or self._done is not None:
            return None
        return self._filling.definition.question(self._at)

    def _answer(self, question: Question) -> Answer:
        assert self._filling is not None
        return self._filling.answers.get(question.id, ())

    def _chosen(self, question: Question) -> tuple[str, ...]:
        if self._dirty:
            return self._pending
        return tuple(chosen(value) for value in self._answer(question))

    def _go(self, question_id: str) -> None:
        self._at, self._error, self._dirty = question_id, "", False
        self._keys.forget()
        question = self._question()
        answer = self._answer(question) if question is not None else ()
        self._pending = tuple(chosen(value) for value in answer)
        self._typed = next((own_words(value) for value in answer if own_words(value)), "")
        if question is not None and answer and not self._words().steps(question):
            self._typed = answer[0]
            if question.kind == "date":
                self._typed = day_text(date.fromisoformat(answer[0]), self._p.voice.f)
        self.show()

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        start, filling = self._start, self._filling
        if start is None or filling is None:
            return
        t, words = self._t, self._words()
        asked = self._asked()
        order = [one.id for one in asked]
        place = order.index(self._at) if self._at in order else len(order)
        title = filling.definition.title.shown(self._language, self._p.shop_language())
        state = FillState(
            title=title or t._("Questionnaire"),
            person=start.person,
            progress=1000 if self._done else place * 1000 // max(1, len(order)),
            place=t._("Question {n} of {all}", n=str(place + 1), all=str(len(order)))
            if place < len(order)
            else "",
            time_left=time_left(t, self._definition, place, len(order)),
            rows=tuple(
                AnsweredRow(
                    key=one.id,
                    number=str(number),
                    text=words.text(one),
                    answer=words.answer(one, filling.answers.get(one.id, ())),
                    current=one.id == self._at,
                )
                for number, one in enumerate(asked, start=1)
            ),
            reward=reward_words(t, self._p.voice.f, self._p.reward(start)),
            languages=LANGUAGE_NAMES,
            language=self._language,
            can_back=place > 0 and self._done is None,
            next_label=self._next_label(place, len(order)),
            back_label=t._("Back"),
            leave_label=t._("Back") if self._done is not None else t._("Finish later"),
            notice=self._notice,
        )
        question = self._question()
        if self._done is not None:
            thanks = self._definition.thanks.shown(self._language, self._p.shop_language())
            state = replace(
                state,
                thanks=thanks or t._("Thank you!"),
                thanks_detail=points_given(t, self._p.voice.f, self._done.points),
            )
        elif question is not None:
            pending = tuple(self._pending) if self._dirty else self._answer(question)
            ask = words.ask(question, pending, self._typed, self._error)
            state = replace(state, ask=ask)
        self._view.render(state)

    def _next_label(self, place: int, count: int) -> str:
        t = self._t
        if self._done is not None:
            return t._("Close")
        return t._("Finish") if place >= count - 1 else t._("Next")


def _iso_day(text: str) -> str:
    """A day as it is kept; what is none stays as it was typed, and is refused with its reason."""
    try:
        day = parse_day(text)
    except ValueError:
        return text
    return day.isoformat() if str(day.year) in text else text
