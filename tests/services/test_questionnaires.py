"""Questionnaires: drafts, versions, what is live, templates (R25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pos_app.domain.errors import PosError
from pos_app.domain.questionnaire import (
    KINDS,
    LANGUAGES,
    Condition,
    Questionnaire,
    Wording,
)
from pos_app.domain.questionnaire_checks import problems
from pos_app.domain.questionnaire_flow import seconds
from pos_app.services.questionnaire_templates import TEMPLATES, definition_of
from tests.builders import Shop
from tests.services.questionnaire_stage import Asking, ask, make_asking, option

ONE = Questionnaire(questions=(ask("q1", "one_of", option("a"), option("b")),))
TWO = Questionnaire(questions=(*ONE.questions, ask("q2")))


@pytest.fixture
def asking(shop: Shop) -> Asking:
    """Questionnaires on the tests' shop."""
    return make_asking(shop)


def states(asking: Asking) -> dict[str, str]:
    return {view.row.name: view.row.state for view in asking.forms.all()}


class TestDraft:
    def test_a_new_one_is_a_draft_with_clean_texts(self, asking: Asking) -> None:
        dirty = Questionnaire(
            title=Wording(en=" Hello \t you "),
            questions=(ask("q", "scale", wording=Wording(ru="  Да\u202e? "), key=" eco "),),
        )
        made = asking.forms.create(asking.shop.owner, "  Needs ", "needs", dirty)
        view = asking.forms.read(made)
        assert (view.row.name, view.row.state, view.row.kind) == ("Needs", "draft", "needs")
        assert (view.version, view.changed, view.next_number) == (None, True, 1)
        assert view.definition.title.en == "Hello you"
        (question,) = view.definition.questions
        assert (question.wording.ru, question.key) == ("Да?", "eco")
        assert asking.shop.sink.heard[-1] == ("questionnaire", str(made))
        ((kind, content, who, _),) = asking.shop.events("questionnaire.")
        assert (kind, content["name"], content["asks"]) == (
            "questionnaire.created",
            "Needs",
            "needs",
        )
        assert who == asking.shop.owner.person_uuid

    def test_an_empty_one_may_be_kept_but_not_published(self, asking: Asking) -> None:
        made = asking.forms.create(asking.shop.owner, "New", "exit")
        assert asking.forms.read(made).definition == Questionnaire()
        with pytest.raises(PosError, match="questionnaire_invalid") as raised:
            asking.forms.publish(asking.shop.owner, made)
        assert raised.value.params["count"] == 1
        assert states(asking) == {"New": "draft"}

    def test_saving_keeps_name_and_questions(self, asking: Asking) -> None:
        made = asking.forms.create(asking.shop.owner, "New", "exit")
        asking.shop.clock.advance(minutes=5)
        asking.forms.save(asking.shop.owner, made, TWO, "Why")
        row = asking.forms.read(made).row
        assert (row.name, row.changed_at - row.created_at) == ("Why", timedelta(minutes=5))
        assert asking.forms.read(made).definition == TWO

    def test_what_cannot_be_kept_is_refused(self, asking: Asking) -> None:
        owner, forms = asking.shop.owner, asking.forms
        made = forms.create(owner, "New", "exit")
        with pytest.raises(PosError, match="questionnaire_unnamed"):
            forms.save(owner, made, ONE, "  ")
        with pytest.raises(PosError, match="text_too_long"):
            forms.save(owner, made, replace(ONE, title=Wording(az="x" * 301)), "New")
        with pytest.raises(PosError, match="questionnaire_unknown"):
            forms.save(owner, 99, ONE, "New")
        with pytest.raises(PosError, match="questionnaire_unknown"):
            forms.read(99)
        assert forms.read(made).definition == Questionnaire()

    def test_only_the_owner_writes(self, asking: Asking) -> None:
        made = asking.forms.create(asking.shop.owner, "New", "exit", ONE)
        for session in (asking.shop.senior, asking.shop.cashier):
            for call in (
                lambda who=session: asking.forms.create(who, "X", "exit"),
                lambda who=session: asking.forms.save(who, made, ONE, "X"),
                lambda who=session: asking.forms.publish(who, made),
                lambda who=session: asking.forms.move(who, made, "archived"),
                lambda who=session: asking.forms.restore(who, made, 1),
                lambda who=session: asking.forms.duplicate(who, made, "X"),
            ):
                with pytest.raises(PosError, match="not_allowed"):
                    call()

    def test_ids_are_never_the_same(self, asking: Asking) -> None:
        assert asking.forms.new_id() != asking.forms.new_id()


class TestVersions:
    def test_publishing_makes_the_next_version_and_asks_it(self, asking: Asking) -> None:
        first = asking.live(*ONE.questions)
        (view,) = asking.forms.all()
        assert (first.number, view.row.state, view.changed) == (1, "live", False)
        asking.forms.save(asking.shop.owner, view.row.id, TWO, "Asked")
        view = asking.forms.read(view.row.id)
        assert (view.changed, view.next_number) == (True, 2)
        live = asking.forms.live("needs")
        assert live is not None
        assert (live.version.id, live.definition) == (first.id, ONE)
        second = asking.forms.publish(asking.shop.owner, view.row.id)
        live = asking.forms.live("needs")
        assert live is not None
        assert (live.version, live.definition, live.row.id) == (second, TWO, view.row.id)
        assert [one.number for one in asking.forms.versions(view.row.id)] == [2, 1]
        kinds = [kind for kind, *_ in asking.shop.events("questionnaire.")]
        assert kinds == [
            "questionnaire.created",
            "questionnaire.published",
            "questionnaire.moved",
            "questionnaire.published",
        ]

    def test_the_same_is_not_published_twice(self, asking: Asking) -> None:
        version = asking.live(*ONE.questions)
        with pytest.raises(PosError, match="questionnaire_unchanged"):
            asking.forms.publish(asking.shop.owner, version.questionnaire_id)

    def test_an_old_version_becomes_the_draft_again(self, asking: Asking) -> None:
        first = asking.live(*ONE.questions)
        made = first.questionnaire_id
        asking.forms.save(asking.shop.owner, made, TWO, "Asked")
        asking.forms.publish(asking.shop.owner, made)
        asking.forms.restore(asking.shop.owner, made, first.id)
        view = asking.forms.read(made)
        assert (view.definition, view.changed, view.next_number) == (ONE, True, 3)
        kind, content, *_ = asking.shop.events("questionnaire.")[-1]
        assert (kind, content["version"]) == ("questionnaire.restored", 1)
        other = asking.forms.create(asking.shop.owner, "Other", "exit")
        for version_id in (first.id, 99):
            with pytest.raises(PosError, match="questionnaire_unknown"):
                asking.forms.restore(asking.shop.owner, other, version_id)

    def test_options_ever_asked_are_known(self, asking: Asking) -> None:
        first = asking.live(*ONE.questions)
        made = first.questionnaire_id
        other = Questionnaire(questions=(ask("q1", "one_of", option("b"), option("c")),))
        asking.forms.save(asking.shop.owner, made, other, "Asked")
        assert asking.forms.published_options(made) == {"a", "b"}
        asking.forms.publish(asking.shop.owner, made)
        assert asking.forms.published_options(made) == {"a", "b", "c"}

    def test_one_of_a_kind_is_asked(self, asking: Asking) -> None:
        assert asking.forms.live("needs") is None
        first = asking.live(*ONE.questions)
        other = asking.live(*ONE.questions, kind="exit")
        second = asking.live(*TWO.questions)
        by_id = {view.row.id: view.row.state for view in asking.forms.all()}
        assert by_id == {
            first.questionnaire_id: "paused",
            other.questionnaire_id: "live",
            second.questionnaire_id: "live",
        }
        asking.forms.move(asking.shop.owner, first.questionnaire_id, "live")
        live = asking.forms.live("needs")
        assert live is not None
        assert live.row.id == first.questionnaire_id
        assert asking.forms.read(second.questionnaire_id).row.state == "paused"

    def test_pause_archive_and_back(self, asking: Asking) -> None:
        owner, forms = asking.shop.owner, asking.forms
        made = asking.live(*ONE.questions).questionnaire_id
        forms.move(owner, made, "paused")
        assert forms.live("needs") is None
        forms.move(owner, made, "archived")
        for call in (
            lambda: forms.save(owner, made, TWO, "X"),
            lambda: forms.publish(owner, made),
            lambda: forms.restore(owner, made, 1),
        ):
            with pytest.raises(PosError, match="questionnaire_archived"):
                call()
        with pytest.raises(PosError, match="questionnaire_state") as raised:
            forms.move(owner, made, "live")
        assert raised.value.params == {"state": "archived", "wanted": "live"}
        forms.move(owner, made, "paused")
        assert forms.read(made).row.state == "paused"
        with pytest.raises(PosError, match="questionnaire_unknown"):
            forms.move(owner, 99, "paused")

    def test_a_draft_comes_out_of_the_archive_as_a_draft(self, asking: Asking) -> None:
        made = asking.forms.create(asking.shop.owner, "New", "exit", ONE)
        asking.forms.move(asking.shop.owner, made, "archived")
        asking.forms.move(asking.shop.owner, made, "paused")
        assert asking.forms.read(made).row.state == "draft"

    def test_a_duplicate_is_a_draft_with_the_same_questions(self, asking: Asking) -> None:
        version = asking.live(*TWO.questions)
        copied = asking.forms.duplicate(asking.shop.owner, version.questionnaire_id, "Copy")
        view = asking.forms.read(copied)
        assert (view.row.name, view.row.state, view.row.kind) == ("Copy", "draft", "needs")
        assert view.definition == TWO


class TestTemplates:
    @pytest.mark.parametrize("kind", KINDS)
    def test_ready_in_four_languages(self, asking: Asking, kind: str) -> None:
        template = TEMPLATES[kind]  # type: ignore[index]
        assert template.kind == kind
        assert template.name.missing() == ()
        for language in LANGUAGES:
            definition = definition_of(template, language)
            assert problems(definition) == ()
            assert definition.missing() == ()
            assert seconds(definition) <= 30
        made = asking.forms.create(
            asking.shop.owner, template.name.en, template.kind, template.definition
        )
        assert asking.forms.publish(asking.shop.owner, made).number == 1
        assert asking.forms.read(made).definition == template.definition

    def test_tags_are_words_of_the_shops_language(self) -> None:
        def tags(kind: str, language: str, place: int) -> list[str]:
            definition = definition_of(TEMPLATES[kind], language)  # type: ignore[index]
            return [one.key for one in definition.questions[place].options]

        assert tags("card", "pl", 0) == ["dla siebie", "dla dwojga", "dla rodziny", "do pracy"]
        assert tags("loyalty", "ru", 0)[:2] == ["верность магазину", "верность марке"]
        assert tags("loyalty", "en", 0)[3] == ""
        assert tags("needs", "ru", 0)[0] == "sensitive skin"

    def test_follow_ups_are_asked_where_they_make_sense(self) -> None:
        satisfaction = TEMPLATES["satisfaction"].definition
        assert satisfaction.questions[1].conditions == (
            Condition(question="recommend", test="at_most", number=8),
        )
