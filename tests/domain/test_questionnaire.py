"""Questionnaires: wording, what is asked, which answers are taken, what is wrong with one (R25)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import (
    LANGUAGES,
    TYPES,
    Condition,
    Option,
    Question,
    Questionnaire,
    Wording,
    chosen,
    own_words,
    targets_of,
    whole,
)
from pos_app.domain.questionnaire_checks import Problem, problems
from pos_app.domain.questionnaire_flow import (
    asked,
    checked,
    kept,
    next_question,
    seconds,
    unanswered,
    visible,
)
from pos_app.services import codec, settings

FULL = Wording(en="Soap", ru="Мыло", pl="Mydło", az="Sabun")


def option(option_id: str, text: str = "", **more: Any) -> Option:
    return Option(id=option_id, wording=Wording(en=text or option_id), **more)


def ask(question_id: str, kind: str = "text", *options: Option, **more: Any) -> Question:
    wording = more.pop("wording", Wording(en=question_id))
    return Question(id=question_id, kind=kind, wording=wording, options=options, **more)  # type: ignore[arg-type]


def form(*questions: Question, **more: Any) -> Questionnaire:
    return Questionnaire(questions=questions, **more)


def codes(definition: Questionnaire) -> list[tuple[str, str]]:
    return [(problem.question, problem.code) for problem in problems(definition)]


PETS = ask("pets", "several_of", option("dog"), option("cat"), option("old", retired=True))
FOOD = ask("food", "yes_no", conditions=(Condition(question="pets", values=("cat", "dog")),))
BRAND = ask("brand", "text", conditions=(Condition(question="food", test="none", values=("no",)),))
TREE = form(PETS, FOOD, BRAND, ask("mail", "email", required=True))


class TestWording:
    def test_falls_back_to_the_shop_then_english_then_any(self) -> None:
        assert FULL.shown("az", "pl") == "Sabun"
        assert Wording(pl="Mydło", en="Soap").shown("az", "pl") == "Mydło"
        assert Wording(ru="Мыло", en="Soap").shown("az", "pl") == "Soap"
        assert Wording(ru="Мыло").shown("az", "pl") == "Мыло"
        assert Wording().shown("az", "pl") == ""
        assert (FULL.of("ru"), FULL.of("xx")) == ("Мыло", "")

    def test_says_what_is_missing(self) -> None:
        assert FULL.missing() == ()
        assert Wording(ru="Мыло").missing() == ("en", "pl", "az")
        assert Wording(ru="Мыло").put("az", "Sabun").missing() == ("en", "pl")
        assert (Wording().empty, FULL.empty) == (True, False)

    def test_a_question_misses_what_any_of_its_texts_misses(self) -> None:
        several = ask("q", "one_of", Option(id="a", wording=replace(FULL, az="")), wording=FULL)
        assert several.missing() == ("az",)
        gone = ask("q", "one_of", Option(id="a", wording=Wording(), retired=True), wording=FULL)
        assert gone.missing() == ()
        assert ask("q", "text", option("a"), wording=FULL).missing() == ()
        named = ask("q", "scale", wording=FULL, low_label=replace(FULL, ru=""))
        assert named.missing() == ("ru",)
        assert ask("q", "scale", wording=FULL).missing() == ()
        assert form(named, title=replace(FULL, en=""), intro=Wording()).missing() == ("en", "ru")

    def test_a_definition_is_kept_as_text(self) -> None:
        definition = replace(TREE, title=FULL, reward=True, layout="steps")
        assert codec.loads(Questionnaire, codec.dumps(definition)) == definition

    def test_parts_are_found_and_replaced(self) -> None:
        assert TREE.question("food") is FOOD
        assert TREE.question("gone") is None
        assert TREE.put(replace(FOOD, required=True)).questions[1].required
        assert TREE.put(replace(FOOD, required=True)).questions[0] is PETS
        assert PETS.option("old") is PETS.options[2]
        assert PETS.option("bird") is None
        assert [one.id for one in PETS.offered] == ["dog", "cat"]


class TestCondition:
    @pytest.mark.parametrize(
        ("condition", "answer", "holds"),
        [
            (Condition(question="q", values=("a", "b")), ("b", "c"), True),
            (Condition(question="q", values=("a",)), ("c",), False),
            (Condition(question="q", values=("a",)), ("a:in my words",), True),
            (Condition(question="q", test="none", values=("a",)), ("c",), True),
            (Condition(question="q", test="none", values=("a",)), ("a", "c"), False),
            (Condition(question="q", test="none", values=("a",)), (), False),
            (Condition(question="q", test="at_least", number=9), ("9",), True),
            (Condition(question="q", test="at_least", number=9), ("8",), False),
            (Condition(question="q", test="at_most", number=-1), ("-1",), True),
            (Condition(question="q", test="at_most", number=6), ("7",), False),
            (Condition(question="q", test="at_most", number=6), ("six",), False),
        ],
    )
    def test_holds(self, condition: Condition, answer: tuple[str, ...], holds: bool) -> None:
        assert condition.holds(answer) is holds

    def test_all_or_any_of_several(self) -> None:
        both = (
            Condition(question="a", values=("yes",)),
            Condition(question="b", values=("yes",)),
        )
        one_said = {"a": ("yes",), "b": ("no",)}
        assert not asked(ask("q", conditions=both), one_said)
        assert asked(ask("q", conditions=both, match="any"), one_said)
        assert asked(ask("q", conditions=both), {"a": ("yes",), "b": ("yes",)})
        assert asked(ask("q"), {})


class TestFlow:
    def test_a_follow_up_is_asked_after_the_answer_that_wants_it(self) -> None:
        assert [one.id for one in visible(TREE, {})] == ["pets", "mail"]
        assert [one.id for one in visible(TREE, {"pets": ("cat",)})] == ["pets", "food", "mail"]

    def test_an_answer_given_before_its_question_was_hidden_counts_for_nothing(self) -> None:
        stale = {"food": ("yes",), "brand": ("x",), "mail": ("a@b.pl",)}
        assert [one.id for one in visible(TREE, stale)] == ["pets", "mail"]
        assert kept(TREE, stale) == {"mail": ("a@b.pl",)}

    def test_next_goes_in_order_over_what_is_hidden(self) -> None:
        def after(question: str, answers: dict[str, tuple[str, ...]]) -> str | None:
            found = next_question(TREE, answers, question)
            return None if found is None else found.id

        assert after("", {}) == "pets"
        assert after("pets", {}) == "mail"
        assert after("pets", {"pets": ("dog",)}) == "food"
        assert after("mail", {}) is None
        assert after("never there", {}) == "pets"

    def test_only_required_questions_that_are_asked_are_missing(self) -> None:
        hidden = form(PETS, replace(FOOD, required=True))
        assert unanswered(hidden, {}) == ()
        assert [one.id for one in unanswered(hidden, {"pets": ("dog",)})] == ["food"]
        assert unanswered(hidden, {"pets": ("dog",), "food": ("yes",)}) == ()

    def test_seconds_by_type_options_and_conditions(self) -> None:
        many = [option(f"o{n}") for n in range(9)]
        assert seconds(form()) == 0
        assert seconds(form(ask("a", "one_of", *many[:4]))) == 3
        assert seconds(form(ask("a", "one_of", *many[:5]))) == 4
        assert seconds(form(ask("a", "several_of", *many))) == 6
        assert seconds(form(ask("a", "text"))) == 15
        assert seconds(form(PETS, ask("b", "nps"), FOOD)) == 8
        assert seconds(form(ask("b", "smile"), BRAND)) == 10


class TestAnswers:
    @pytest.mark.parametrize(
        ("question", "answer", "taken"),
        [
            (PETS, ("cat", "dog"), ("dog", "cat")),
            (PETS, (" ", ""), ()),
            (ask("q", "one_of", option("a"), option("b", other=True)), ("b: mine ",), ("b: mine",)),
            (ask("q", "nps"), ("10",), ("10",)),
            (ask("q", "smile"), ("01",), ("1",)),
            (ask("q", "scale", low=-2, high=2), ("-2",), ("-2",)),
            (ask("q", "number"), ("123456",), ("123456",)),
            (ask("q", "yes_no"), ("yes",), ("yes",)),
            (ask("q", "date"), ("2024-02-29",), ("2024-02-29",)),
            (ask("q", "phone"), ("+994 50 123-45-67",), ("+994 50 123-45-67",)),
            (ask("q", "email"), (" a@b.pl ",), ("a@b.pl",)),
            (ask("q", "text"), ("yes: it is",), ("yes: it is",)),
        ],
    )
    def test_taken(
        self, question: Question, answer: tuple[str, ...], taken: tuple[str, ...]
    ) -> None:
        assert checked(question, answer) == taken

    @pytest.mark.parametrize(
        ("question", "answer", "reason"),
        [
            (PETS, ("old",), "choice"),
            (PETS, ("bird",), "choice"),
            (PETS, ("dog:mine",), "words"),
            (ask("q", "one_of", option("a", other=True), option("b")), ("a",), "words"),
            (ask("q", "one_of", option("a", other=True), option("b")), ("a:" + "x" * 301,),
             "length"),
            (ask("q", "one_of", option("a"), option("b")), ("a", "b"), "one"),
            (ask("q", "nps"), ("11",), "range"),
            (ask("q", "nps"), ("-1",), "range"),
            (ask("q", "smile"), ("0",), "range"),
            (ask("q", "number", low=3), ("2",), "range"),
            (ask("q", "number", high=3), ("4",), "range"),
            (ask("q", "number"), ("3.5",), "number"),
            (ask("q", "number"), ("٣",), "number"),
            (ask("q", "number"), ("1234567890123",), "number"),
            (ask("q", "yes_no"), ("maybe",), "choice"),
            (ask("q", "date"), ("29.02.2024",), "date"),
            (ask("q", "date"), ("20240229",), "date"),
            (ask("q", "phone"), ("1234",), "phone"),
            (ask("q", "phone"), ("call 12345",), "phone"),
            (ask("q", "email"), ("a.pl",), "email"),
            (ask("q", "email"), ("a@b@c.pl",), "email"),
            (ask("q", "email"), ("a b@c.pl",), "email"),
            (ask("q", "email"), ("a@pl",), "email"),
            (ask("q", "email"), ("a" * 250 + "@b.pl",), "email"),
            (ask("q", "text"), ("x" * 2001,), "length"),
        ],
    )  # fmt: skip
    def test_refused(self, question: Question, answer: tuple[str, ...], reason: str) -> None:
        with pytest.raises(PosError) as raised:
            checked(question, answer)
        assert raised.value.code == "answer_invalid"
        assert (raised.value.params["question"], raised.value.params["reason"]) == (
            question.id,
            reason,
        )

    def test_values_of_choices(self) -> None:
        assert (chosen("b:mine: too"), own_words("b:mine: too")) == ("b", "mine: too")
        assert (chosen("b"), own_words("b")) == ("b", "")
        assert (whole("-12"), whole("--1"), whole("")) == (-12, None, None)


TWO = (option("a"), option("b"))


class TestProblems:
    def test_nothing_is_wrong_with_a_good_one(self) -> None:
        assert problems(TREE) == ()

    @pytest.mark.parametrize(
        ("definition", "found"),
        [
            (form(), [("", "no_questions")]),
            (form(*(ask(f"q{n}") for n in range(41))), [("", "too_many_questions")]),
            (form(ask("q"), intro=Wording(pl="x" * 301)), [("", "wording_long")]),
            (form(ask("q"), ask("q")), [("q", "id_repeat")]),
            (form(ask("q", wording=Wording())), [("q", "wording_empty")]),
            (form(ask("q", wording=Wording(ru="x" * 301))), [("q", "wording_long")]),
            (form(ask("q", "one_of", option("a"))), [("q", "options_few")]),
            (form(ask("q", "one_of", *(option(f"o{n}") for n in range(21)))),
             [("q", "options_many")]),
            (form(ask("q", "one_of", *TWO, Option(id="c"))), [("q", "option_empty")]),
            (form(ask("q", "one_of", *TWO, option("c", "A"))), [("q", "option_repeat")]),
            (form(ask("q", "one_of", option("a"), option("b", "x"), option("b", "y"))),
             [("q", "option_repeat"), ("q", "option_repeat")]),
            (form(ask("q", "one_of", *TWO, option("c", "a", retired=True))), []),
            (form(ask("q", "scale")), [("q", "scale_range")]),
            (form(ask("q", "scale", low=1)), [("q", "scale_range")]),
            (form(ask("q", "scale", low=1, high=1)), [("q", "scale_range")]),
            (form(ask("q", "scale", low=0, high=11)), [("q", "scale_range")]),
            (form(ask("q", "scale", low=0, high=10)), []),
            (form(ask("q", "number", low=2, high=1)), [("q", "number_range")]),
            (form(ask("q", "number", low=2)), []),
            (form(ask("q", "number", low=2, high=2)), []),
            (form(ask("q", "text", saves_to="birthday")), [("q", "saves_type")]),
            (form(ask("q", "date", saves_to="birthday"), ask("r", "date", saves_to="birthday")),
             [("r", "saves_twice")]),
            (form(ask("q", "one_of", *TWO, saves_to="tag")), [("q", "saves_key")]),
            (form(ask("q", "one_of", option("a", key="x"), option("b"), saves_to="tag")), []),
            (form(ask("q", "yes_no", saves_to="need")), [("q", "saves_key")]),
            (form(ask("q", "yes_no", saves_to="need", key="eco")), []),
            (form(ask("q", "one_of", option("a", key="de"), option("b"), saves_to="language")),
             [("q", "saves_key")]),
            (form(ask("q", "one_of", option("a", key="pl"), option("b"), saves_to="language")), []),
            (form(ask("q", "text", key="x" * 61)), [("q", "key_long")]),
        ],
    )  # fmt: skip
    def test_of_one_question(self, definition: Questionnaire, found: list[tuple[str, str]]) -> None:
        assert codes(definition) == found

    @pytest.mark.parametrize(
        ("about", "condition", "code"),
        [
            (PETS, Condition(question="gone", values=("a",)), "skip_unknown"),
            (PETS, Condition(question="pets"), "skip_empty"),
            (PETS, Condition(question="pets", values=("bird",)), "skip_value"),
            (PETS, Condition(question="pets", values=("old",)), ""),
            (PETS, Condition(question="pets", test="at_least", number=1), "skip_number"),
            (ask("pets", "yes_no"), Condition(question="pets", values=("maybe",)), "skip_value"),
            (ask("pets", "yes_no"), Condition(question="pets", values=("no",)), ""),
            (ask("pets", "nps"), Condition(question="pets", test="at_most", number=6), ""),
            (ask("pets", "nps"), Condition(question="pets", values=("6",)), ""),
            (ask("pets", "text"), Condition(question="pets", values=("six",)), "skip_value"),
        ],
    )
    def test_of_conditions(self, about: Question, condition: Condition, code: str) -> None:
        definition = form(about, ask("q", conditions=(condition,)))
        assert codes(definition) == ([("q", code)] if code else [])

    def test_a_question_never_depends_on_itself_or_a_later_one(self) -> None:
        condition = Condition(question="b", values=("yes",))
        loop = form(ask("a", "yes_no", conditions=(condition,)), ask("b", "yes_no"))
        assert problems(loop) == (Problem(code="skip_later", question="a", about="b"),)
        own = form(ask("b", "yes_no", conditions=(condition,)))
        assert problems(own) == (Problem(code="skip_later", question="b", about="b"),)

    def test_every_type_may_save_nowhere(self) -> None:
        for kind in TYPES:
            assert targets_of(kind)[0] == ""
        assert targets_of("text") == ("", "need", "name")
        assert targets_of("nps") == ("",)


IDS = ("a", "b", "c", "d", "e")
VALUES = st.sampled_from(["x", "y"])
CONDITIONS = st.builds(
    Condition,
    question=st.sampled_from(IDS),
    test=st.sampled_from(["any", "none"]),
    values=st.lists(VALUES, min_size=1, max_size=2, unique=True).map(tuple),
)


@st.composite
def trees(draw: st.DrawFn) -> Questionnaire:
    questions = [
        ask(
            name,
            "several_of",
            option("x"),
            option("y"),
            required=draw(st.booleans()),
            conditions=tuple(draw(st.lists(CONDITIONS, max_size=2))),
            match=draw(st.sampled_from(["all", "any"])),
        )
        for name in IDS
    ]
    return form(*questions)


ANSWERS = st.dictionaries(
    st.sampled_from(IDS), st.lists(VALUES, min_size=1, max_size=2, unique=True).map(tuple)
)


class TestAnyQuestionnaire:
    @given(trees(), ANSWERS)
    def test_stale_answers_of_hidden_questions_change_nothing(
        self, definition: Questionnaire, answers: dict[str, tuple[str, ...]]
    ) -> None:
        shown = visible(definition, answers)
        assert visible(definition, kept(definition, answers)) == shown
        seen = {one.id for one in shown}
        for question in shown:
            alone = [one for one in question.conditions if one.question in seen]
            if question.conditions:
                assert alone, "asked although everything it depends on is hidden"

    @given(trees(), ANSWERS)
    def test_walking_forward_asks_what_is_visible_in_order(
        self, definition: Questionnaire, answers: dict[str, tuple[str, ...]]
    ) -> None:
        walked, place = [], ""
        while (question := next_question(definition, answers, place)) is not None:
            walked.append(question)
            place = question.id
        assert tuple(walked) == visible(definition, answers)

    @given(trees(), ANSWERS)
    def test_nothing_is_missing_when_everything_shown_is_answered(
        self, definition: Questionnaire, answers: dict[str, tuple[str, ...]]
    ) -> None:
        given_now = dict(answers)
        while lacking := unanswered(definition, given_now):
            given_now[lacking[0].id] = ("x",)
        final = kept(definition, given_now)
        assert unanswered(definition, final) == ()
        assert set(final) <= {one.id for one in visible(definition, final)}


def test_languages_are_those_of_the_program() -> None:
    assert settings.LANGUAGES == LANGUAGES
