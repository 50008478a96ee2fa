"""The results of a questionnaire: counts over versions, parts of the people, own words (R25)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest

from pos_app.adapters.sqlite.survey_reads import SqliteSurveyReads
from pos_app.domain.customer import Customer
from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import Option, Question, Questionnaire, Wording
from pos_app.services.questionnaire_store import load_questionnaire
from pos_app.services.survey_records import SurveyAnswer, SurveyFilter, SurveyResponse
from pos_app.services.survey_results import SurveyResults
from tests.builders import Shop
from tests.services.questionnaire_stage import Asking, make_asking

WHO = Question(
    id="whom", kind="one_of", wording=Wording(en="Who for?"),
    options=(
        Option(id="me", wording=Wording(en="Myself")),
        Option(id="family", wording=Wording(en="Family")),
        Option(id="other", wording=Wording(en="Other"), other=True),
    ),
)  # fmt: skip
WHAT = Question(
    id="what", kind="several_of", wording=Wording(en="What?"),
    options=(
        Option(id="soap", wording=Wording(en="Soap")), Option(id="tea", wording=Wording(en="Tea")),
    ),
)  # fmt: skip
NPS = Question(id="nps", kind="nps", wording=Wording(en="Recommend?"))
GLAD = Question(id="glad", kind="yes_no", wording=Wording(en="Glad?"))
AGE = Question(id="age", kind="number", wording=Wording(en="How old?"))
SAY = Question(id="say", kind="text", wording=Wording(en="Anything else?"))
SEEN = Question(id="seen", kind="date", wording=Wording(en="Since when?"))


@pytest.fixture
def asking(shop: Shop) -> Asking:
    return make_asking(shop)


@pytest.fixture
def results(asking: Asking) -> SurveyResults:
    shop = asking.shop
    return SurveyResults(shop.store.uow, SqliteSurveyReads(shop.store), asking.book)


def person(shop: Shop, name: str, *groups: str, tier: str | None = None) -> Customer:
    with shop.store.uow() as uow:
        new = Customer(id=0, uuid=shop.ids.uuid(), name=name, groups=groups)
        new = replace(new, id=uow.customers.add(new))
        if tier:
            uow.customers.set_tier(new.id, tier, date(2026, 1, 1))
        uow.commit()
    return new


def filled(
    asking: Asking, version: object, by: Customer | None = None, **said: tuple[str, ...]
) -> None:
    response = asking.fill(version, by, **said)  # type: ignore[arg-type]
    asking.responses.complete(asking.shop.cashier, response)


def test_answers_are_counted_by_option_and_words_are_kept(
    asking: Asking, results: SurveyResults
) -> None:
    version = asking.live(WHO, WHAT, GLAD, SAY, SEEN)
    filled(asking, version, whom=("me",), what=("soap", "tea"), glad=("yes",), say=("Thank you",))
    filled(asking, version, whom=("other:my cat",), what=("soap",), glad=("no",))
    filled(asking, version, whom=("other:the office",), say=("More tea",), seen=("2020-01-31",))
    asking.fill(version, None, whom=("me",))  # begun, never completed
    found = results.of(asking.shop.owner, version.questionnaire_id)
    who, what, glad, say, seen = found.questions
    assert (found.responses, who.answered, what.answered, glad.answered) == (3, 3, 2, 2)
    assert [option.share.count for option in who.options] == [1, 0, 2]
    assert [option.share.share for option in what.options] == [10_000, 5_000]
    assert [(option.value, option.share.count) for option in glad.options] == [
        ("yes", 1),
        ("no", 1),
    ]
    assert {text.text for text in who.texts} == {"my cat", "the office"}
    assert {text.text for text in say.texts} == {"Thank you", "More tea"}
    assert (say.options, seen.options, seen.answered, seen.texts) == ((), (), 1, ())
    assert say.middle is None
    today = asking.book.today()
    assert (found.first, found.last) == (today, today)


def test_the_score_and_the_middle(asking: Asking, results: SurveyResults) -> None:
    version = asking.live(NPS, AGE)
    for score, age in (("10", "20"), ("9", "30"), ("6", "70")):
        filled(asking, version, nps=(score,), age=(age,))
    nps, age_result = results.of(asking.shop.owner, version.questionnaire_id).questions
    assert nps.nps is not None
    assert (nps.nps.score, nps.nps.promoters) == (3_333, 2)
    assert [option.value for option in nps.options] == [str(number) for number in range(11)]
    assert age_result.middle is not None
    assert (age_result.middle.mean, age_result.middle.median) == (4_000, 3_000)
    assert (age_result.options, age_result.nps) == ((), None)


def test_versions_are_read_together_or_one_by_one(asking: Asking, results: SurveyResults) -> None:
    """Version 2 retires an answer and adds a question; the old answer keeps its count."""
    shop = asking.shop
    first = asking.live(WHO)
    filled(asking, first, whom=("family",))
    changed = replace(
        load_questionnaire(first.definition),
        questions=(
            replace(WHO, wording=Wording(en="For whom?"), options=(
                WHO.options[0], replace(WHO.options[1], retired=True), WHO.options[2],
            )),
            GLAD,
        ),
    )  # fmt: skip
    assert isinstance(changed, Questionnaire)
    asking.forms.save(shop.owner, first.questionnaire_id, changed, "Asked")
    second = asking.forms.publish(shop.owner, first.questionnaire_id)
    filled(asking, second, whom=("me",), glad=("yes",))
    both = results.of(shop.owner, first.questionnaire_id)
    who, glad = both.questions
    assert who.question.wording.en == "For whom?"
    assert [(o.value, o.share.count, o.retired) for o in who.options] == [
        ("me", 1, False), ("family", 1, True), ("other", 0, False),
    ]  # fmt: skip
    assert (who.versions, glad.versions) == ((1, 2), (2,))
    assert [number for _id, number, _day in both.versions] == [2, 1]
    old = results.of(shop.owner, first.questionnaire_id, SurveyFilter(version_id=first.id))
    assert [(q.question.id, q.answered) for q in old.questions] == [("whom", 1)]
    assert old.questions[0].question.wording.en == "Who for?"


def test_answers_are_set_against_parts_of_the_people(
    asking: Asking, results: SurveyResults
) -> None:
    shop = asking.shop
    version = asking.live(NPS, AGE, WHO)
    gold = person(shop, "A", "vip", "staff", tier="gold")
    filled(asking, version, gold, nps=("10",), age=("40",), whom=("me",))
    filled(asking, version, person(shop, "B"), nps=("0",), age=("20",), whom=("family",))
    filled(asking, version, None, nps=("9",))

    def parts(cross: str, place: int = 0) -> dict[str, int]:
        found = results.of(shop.owner, version.questionnaire_id, cross=cross)  # type: ignore[arg-type]
        return {part.key: part.answered for part in found.questions[place].parts}

    month = f"{asking.book.today():%Y-%m}"
    assert parts("") == {}
    assert parts("month") == {month: 3}
    assert parts("tier") == {"gold": 1, "-": 2}
    assert parts("group") == {"vip": 1, "staff": 1, "-": 2}
    assert parts("channel") == {"counter": 3}
    assert parts("version") == {"00001": 3}
    assert parts("language", 2) == {"en": 2}
    found = results.of(shop.owner, version.questionnaire_id, cross="tier")
    nobody, gold_part = found.questions[0].parts
    assert gold_part.nps is not None
    assert nobody.nps is not None
    assert (gold_part.nps.score, nobody.nps.score) == (10_000, 0)
    middle = found.questions[1].parts[1].middle
    assert middle is not None
    assert middle.mean == 4_000
    assert [share.count for share in found.questions[2].parts[1].shares] == [1, 0, 0]


def test_days_are_the_shops_and_inclusive(asking: Asking, results: SurveyResults) -> None:
    shop = asking.shop
    version = asking.live(GLAD)
    first = asking.book.today()
    filled(asking, version, glad=("yes",))
    shop.clock.advance(days=2)
    filled(asking, version, glad=("no",))

    def count(**days: date) -> int:
        return results.of(
            shop.owner, version.questionnaire_id, SurveyFilter(**days)  # type: ignore[arg-type]
        ).responses  # fmt: skip

    day = timedelta(days=1)
    assert count() == 2
    assert count(day_from=first, day_to=first) == 1
    assert count(day_from=first + day) == 1
    assert count(day_to=first + day) == 1
    assert count(day_from=first + 3 * day) == 0


def test_who_may_read_and_what_there_is(asking: Asking, results: SurveyResults) -> None:
    shop = asking.shop
    version = asking.live(GLAD)
    filled(asking, version, glad=("yes",))
    stopped = results.of(shop.owner, version.questionnaire_id, stop=lambda: True)
    assert stopped.questions[0].answered == 0
    draft = asking.forms.create(shop.owner, "Draft", "needs")
    empty = results.of(shop.owner, draft)
    assert (empty.responses, empty.questions, empty.versions, empty.first) == (0, (), (), None)
    with pytest.raises(PosError, match="questionnaire_unknown"):
        results.of(shop.owner, 999)


class Late:
    """A store in which somebody finishes between the two readings."""

    def __init__(self, reads: SqliteSurveyReads) -> None:
        self._reads = reads

    def responses(self, *wanted: object) -> Iterator[SurveyResponse]:
        return self._reads.responses(*wanted)  # type: ignore[arg-type]

    def answers(self, *wanted: object) -> Iterator[SurveyAnswer]:
        yield from self._reads.answers(*wanted)  # type: ignore[arg-type]
        yield SurveyAnswer(response_id=999, question="glad", value="no")


def test_who_finishes_while_results_are_read_is_counted_the_next_time(asking: Asking) -> None:
    version = asking.live(GLAD)
    filled(asking, version, glad=("yes",))
    shop = asking.shop
    reads = Late(SqliteSurveyReads(shop.store))
    found = SurveyResults(shop.store.uow, reads, asking.book).of(shop.owner, 1)
    assert (found.responses, found.questions[0].answered) == (1, 1)
