"""The questionnaire on paper: all questions in each language, boxes, codes that can be read."""

from __future__ import annotations

import pytest

from pos_app.adapters.documents.questionnaire_form import FormArtist
from pos_app.adapters.documents.raster import rasterise
from pos_app.domain.paper_form import make_form_code, printed_form_code
from pos_app.domain.questionnaire import LANGUAGES, Condition, Question, Questionnaire, Wording
from pos_app.domain.receipt import SlipShop
from pos_app.services.documents import Paper
from pos_app.services.paper_form_records import FormBatch, FormSheet
from pos_app.services.questionnaire_templates import TEMPLATES
from tests.adapters.documents.slips import codes_in, text_of
from tests.hostile import PLAIN, Nasty
from tests.services.questionnaire_stage import ask, option

CODES = [make_form_code(bytes(range(start, start + 24))) for start in range(3)]


def batch(definition: Questionnaire, language: str = "en", name: str = "", forms: int = 1) -> bytes:
    made = FormBatch(
        definition=definition,
        language=language,
        shop=SlipShop(name="Dom i Uroda", language="pl"),
        sheets=tuple(FormSheet(code=code, name=name) for code in CODES[:forms]),
    )
    return FormArtist().questionnaire_forms(made, lambda done, total: None)


def said(pdf: bytes) -> str:
    """All words, without white: lines break where they must."""
    return "".join(text_of(pdf).split())


def holds(pdf: bytes, *words: str) -> None:
    text = said(pdf)
    for one in words:
        assert "".join(one.split()) in text, one


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", TEMPLATES)
def test_every_question_and_answer_of_the_ready_ones_stands_there(kind, language) -> None:
    definition = TEMPLATES[kind].definition
    pdf = batch(definition, language)
    for number, question in enumerate(definition.questions, start=1):
        holds(pdf, f"{number}. {question.wording.of(language)}")
        holds(pdf, *(one.wording.of(language) for one in question.offered))
    holds(pdf, definition.title.of(language), definition.thanks.of(language))


def test_every_form_has_its_own_code_as_bars_and_on_every_sheet() -> None:
    many = Questionnaire(questions=tuple(ask(f"q{n}", "text") for n in range(12)))
    pdf = batch(many, forms=3)
    pages = rasterise(pdf, Paper.A4)
    assert len(pages) == 6
    found = [{text for text, _ in codes_in(page)} for page in pages]
    printed = [printed_form_code(code) for code in CODES]
    assert found == [{printed[0]}, set(), {printed[1]}, set(), {printed[2]}, set()]
    text = text_of(pdf)
    for code in printed:
        assert f"{code} · 1 / 2" in text
        assert f"{code} · 2 / 2" in text


def test_answers_are_numbered_as_the_digits_that_key_them() -> None:
    pdf = batch(
        Questionnaire(
            questions=(
                ask("a", "one_of", option("red"), option("old", retired=True), option("blue")),
                ask("b", "yes_no", required=True),
                ask("c", "nps"),
                ask("d", "smile"),
                ask("e", "scale", low=0, high=30),
                ask("f", "number"),
                ask("g", "scale", low=1, high=3, low_label=Wording(en="never")),
            )
        )
    )
    holds(pdf, "1. a 1 red 2 blue", "2. b * 1 Yes 2 No", "0 1 2 3 4 5 6 7 8 9 10")
    holds(pdf, "0 — not at all likely", "10 — extremely likely", "1 — Very bad", "5 — Very good")
    holds(pdf, "A number from 0 to 30", "6. f A number", "7. g 1 2 3 1 — never")
    assert "old" not in said(pdf)


def condition(test: str, values: tuple[str, ...] = (), number: int = 0, about: str = "a"):
    return Condition(question=about, test=test, values=values, number=number)  # type: ignore[arg-type]


def test_skip_logic_says_for_whom_a_question_is_and_where_the_others_go() -> None:
    a = ask("a", "one_of", option("red"), option("blue"), option("green"))
    n, y = ask("n", "nps"), ask("y", "yes_no")
    pdf = batch(
        Questionnaire(
            questions=(
                a, n, y,
                ask("p", conditions=(condition("any", ("red", "green")),)),
                ask("q", conditions=(condition("none", ("blue",)),
                                     condition("at_least", number=9, about="n"))),
                ask("r", match="any", conditions=(condition("at_most", number=6, about="n"),
                                                  condition("any", ("no",), about="y"))),
                ask("s", conditions=(condition("any", ("7", "8"), about="n"),)),
                ask("t", conditions=(condition("any", ("x",), about="gone"),)),
                ask("u", conditions=(condition("any", ("red",)),)),
            )
        )
    )  # fmt: skip
    holds(
        pdf,
        "Only if in question 1 you ticked: 1, 3. Otherwise go to question 5.",
        "Only if you answered question 1 but did not tick: 2, and the answer to question 2 is"
        " 9 or more. Otherwise go to question 6.",
        "Only if the answer to question 2 is 6 or less, or in question 3 you ticked: 2.",
        "Only if in question 2 you ticked: 7, 8. Otherwise go to question 8.",
        "Only if in question 1 you ticked: 1. Otherwise you have reached the end.",
    )


def test_a_name_is_on_the_paper_of_that_person_only() -> None:
    definition = Questionnaire(questions=(ask("a"),))
    holds(batch(definition, name="Ögetürkən Wielkaćma"), "Name: Ögetürkən Wielkaćma")
    assert "Name:" not in said(batch(definition))


def test_an_unwritten_language_falls_back_to_the_shops() -> None:
    question = Question(id="a", kind="text", wording=Wording(en="Why?", pl="Czemu?"))
    pdf = batch(Questionnaire(questions=(question,)), "az")
    holds(pdf, "1. Czemu?")


@pytest.mark.parametrize("nasty", PLAIN, ids=lambda n: n.name)
def test_whatever_is_typed_is_drawn_as_it_is(nasty: Nasty) -> None:
    text = Wording(en=nasty.typed)
    asked = ask("a", "one_of", option("x", wording=text, other=True), wording=text)
    definition = Questionnaire(questions=(asked,), title=text, intro=text, thanks=text)
    pdf = batch(definition, name=nasty.typed)
    assert pdf.startswith(b"%PDF")
    assert {code for code, _ in codes_in(rasterise(pdf, Paper.A4)[0])} == {
        printed_form_code(CODES[0])
    }


def test_a_long_list_of_answers_goes_over_to_the_next_sheet() -> None:
    options = tuple(option(f"o{n}") for n in range(80))
    pdf = batch(Questionnaire(questions=(ask("a", "several_of", *options),)))
    assert len(rasterise(pdf, Paper.A4)) > 1
    holds(pdf, *(f"{n + 1} o{n}" for n in range(80)))
    holds(pdf, "several answers are possible")
