"""The designer of one questionnaire: every gesture, until it is published."""

from __future__ import annotations

from dataclasses import replace

from pos_app.domain.errors import CodedError, PosError
from pos_app.domain.questionnaire import Option, Question
from pos_app.domain.questionnaire_checks import problems
from pos_app.presenters import questionnaire_edits as edits
from pos_app.presenters.questionnaire_core import DesignerCore
from pos_app.presenters.questionnaire_fields import edited
from pos_app.presenters.questionnaire_show import can_steer


class DesignerPresenter(DesignerCore):
    """One questionnaire being written."""

    # --- editing -----------------------------------------------------------------------------

    def edit(self, key: str, text: str) -> None:
        """A field was changed; see :mod:`pos_app.presenters.questionnaire_fields`."""
        screen = self._screen
        if screen is None or not self._may():
            return
        name, definition = edited(
            screen.name,
            screen.definition,
            screen.chosen,
            key,
            text,
            language=screen.language,
            shop_language=self._p.shop_language(),
            new_id=self._p.service.new_id,
        )
        typed = key.partition("|")[0] in ("name", "text", "saved")
        self._change(definition, name=name, label=f"{screen.chosen}/{key}" if typed else "")

    def press(self, action: str, ref: str) -> None:
        """A button of the form; ``ref`` says of what."""
        if action == "move_option":
            option_id, _, place = ref.partition("|")
            self.move_option(option_id, int(place))
        elif action == "drop_option":
            self.drop_option(ref)
        elif action == "drop_condition":
            self.drop_condition(int(ref))
        elif action == "translate":
            self.toggle("translate")
        else:
            {
                "copy": self.copy_question,
                "delete": self.delete_question,
                "add_option": self.add_option,
                "add_condition": self.add_condition,
            }[action]()

    def add_question(self) -> None:
        """A new question after the one in the middle."""
        screen = self._screen
        if screen is None or not self._may():
            return
        new_id = self._p.service.new_id
        question = Question(
            id=new_id(), kind="one_of", options=(Option(id=new_id()), Option(id=new_id()))
        )
        questions = list(screen.definition.questions)
        keys = [one.id for one in questions]
        place = keys.index(screen.chosen) + 1 if screen.chosen in keys else len(keys)
        questions.insert(place, question)
        self._change(replace(screen.definition, questions=tuple(questions)), chosen=question.id)
        self._put(begin_typing=screen.begin_typing + 1)

    def delete_question(self) -> None:
        """Take the question in the middle away; undone for some seconds, and by Ctrl Z."""
        screen, t = self._screen, self._p.voice.t
        question = self._question()
        if screen is None or question is None or not self._may():
            return
        keys = [one.id for one in screen.definition.questions]
        place = keys.index(question.id)
        rest = [key for key in keys if key != question.id]
        chosen = rest[min(place, len(rest) - 1)] if rest else ""
        self._change(edits.without_question(screen.definition, question.id), chosen=chosen)
        words = t._("Question {n} is deleted. Answers given so far stay.", n=str(place + 1))
        self._p.ways.show_undo(words, t._("Undo"), self.undo)

    def copy_question(self) -> None:
        """The question in the middle once more."""
        screen, question = self._screen, self._question()
        if screen is None or question is None or not self._may():
            return
        definition, copied = edits.copied_question(
            screen.definition, question.id, self._p.service.new_id
        )
        self._change(definition, chosen=copied)

    def move_question(self, question_id: str, place: int) -> None:
        """Put a question at another place, counted from 0."""
        screen = self._screen
        if screen is not None and self._may():
            moved = edits.moved_question(screen.definition, question_id, place)
            self._change(moved, chosen=question_id)

    def shift_question(self, by: int) -> None:
        """The question in the middle one place up or down."""
        screen, question = self._screen, self._question()
        if screen is not None and question is not None:
            place = screen.definition.questions.index(question) + by
            self.move_question(question.id, max(0, place))

    def add_option(self) -> None:
        """One more answer."""
        question = self._question()
        if question is not None and self._may():
            option = Option(id=self._p.service.new_id())
            self._change_question(replace(question, options=(*question.options, option)))

    def drop_option(self, option_id: str) -> None:
        """Take an answer away; old replies keep it."""
        screen, question, t = self._screen, self._question(), self._p.voice.t
        if screen is None or question is None or not self._may():
            return
        self._change_question(edits.without_option(question, option_id, screen.published))
        self._p.ways.show_undo(t._("The answer is deleted."), t._("Undo"), self.undo)

    def move_option(self, option_id: str, place: int) -> None:
        """Put an answer at another place, counted from 0."""
        question = self._question()
        if question is not None and self._may():
            self._change_question(edits.moved_option(question, option_id, place))

    def add_condition(self) -> None:
        """Ask the question only after a certain answer."""
        screen, question = self._screen, self._question()
        if screen is None or question is None or not self._may():
            return
        place = screen.definition.questions.index(question)
        steering = [one for one in screen.definition.questions[:place] if can_steer(one)]
        if steering:
            fresh = edits.first_condition(steering[-1])
            self._change_question(
                replace(question, conditions=(*question.conditions, fresh))
            )  # fmt: skip

    def drop_condition(self, place: int) -> None:
        """Take a condition away."""
        question = self._question()
        if question is not None and self._may():
            rest = tuple(one for at, one in enumerate(question.conditions) if at != place)
            self._change_question(replace(question, conditions=rest))

    # --- publishing and versions -------------------------------------------------------------

    def publish(self) -> None:
        """Make the next version, or go to what must be mended first."""
        screen, t = self._screen, self._p.voice.t
        if screen is None or not self._may():
            return
        self._dirty = True
        self.keep()
        found = problems(screen.definition)
        if found:
            error = PosError("questionnaire_invalid", count=len(found))
            self._view.alert()
            chosen = found[0].question or (screen.chosen if found[0].code != "wording_long" else "")
            self._put(
                chosen=chosen, mode="edit", attempt=screen.attempt + 1, notice=self._say(error)
            )
            return
        if self._dirty:
            self._view.alert()
            return
        try:
            version = self._p.service.publish(self._p.session(), screen.view.row.id)
        except CodedError as error:
            self._view.alert()
            self._put(notice=self._say(error))
            return
        self.refresh()
        self._put(notice="")
        words = t._("Version {n} is asked from now on.", n=str(version.number))
        self._p.ways.say(words, "accent")

    def choose_version(self, key: str) -> None:
        """The cursor is on a version."""
        self._put(version_chosen=key)

    def restore(self) -> None:
        """Take the chosen version up as the draft again."""
        screen = self._screen
        if screen is None or not screen.version_chosen or not self._may():
            return
        wanted = int(screen.version_chosen)
        version = next((one for one in screen.versions if one.id == wanted), None)
        try:
            self._p.service.restore(self._p.session(), screen.view.row.id, wanted)
        except CodedError as error:
            self._view.alert()
            self._put(notice=self._say(error))
            return
        self._before.append((screen.name, screen.definition, screen.chosen))
        read = self._read(screen.view.row.id)
        if read is None or version is None:
            return
        first = next((one.id for one in read.definition.questions), "")
        self._put(view=read, definition=read.definition, chosen=first, mode="edit", saved=True)
        t = self._p.voice.t
        words = t._("Version {n} is the draft again. Publish it to ask it.", n=str(version.number))
        self._p.ways.show_undo(words, t._("Undo"), self.undo)

    # --- trying ------------------------------------------------------------------------------

    def tap(self, question_id: str, value: str) -> None:
        """An answer in the preview or the test run was tapped."""
        if self._screen is not None:
            self.trial.tap(self._screen.definition, question_id, value)
            self.show()

    def type(self, question_id: str, text: str, option_id: str) -> None:
        """Something was typed in the preview or the test run."""
        if self._screen is not None:
            self.trial.type(self._screen.definition, question_id, text, option_id)
            self.show()

    def finish(self) -> None:
        """End the test run, or begin it again."""
        if self._screen is None:
            return
        if self.trial.done:
            self.trial.clear()
        elif not self.trial.finish(self._screen.definition):
            self._view.alert()
        self.show()
