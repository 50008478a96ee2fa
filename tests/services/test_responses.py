"""Filling questionnaires: drafts that survive, what completing changes, the reward (R13, R25)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_app.domain.customer import Customer
from pos_app.domain.errors import NeedsApproval, PosError
from pos_app.domain.questionnaire import Condition, Option, Wording
from pos_app.domain.staff import Action
from pos_app.services.customers import CustomerForm
from pos_app.services.questionnaire_records import AnswerCounts, Figures, NeedRow
from pos_app.services.response_saving import FieldKept
from tests.builders import OWNER_SECRET, Shop, card_number
from tests.services.questionnaire_stage import Asking, ask, make_asking, option

PETS = ask("pets", "several_of", option("dog"), option("cat"), option("else", other=True))
FOOD = ask("food", "yes_no", required=True,
           conditions=(Condition(question="pets", values=("dog", "cat")),))  # fmt: skip


@pytest.fixture
def asking(shop: Shop) -> Asking:
    """Questionnaires on the tests' shop."""
    return make_asking(shop)


class TestFilling:
    def test_every_answer_is_kept_at_once(self, asking: Asking) -> None:
        version = asking.live(PETS, FOOD)
        begun = asking.responses.begin(asking.shop.cashier, version.id, language="az")
        number = begun.response.id
        assert (begun.response.state, begun.response.language, begun.answers) == (
            "draft",
            "az",
            {},
        )
        filling = asking.responses.answer(asking.shop.cashier, number, "pets", ("cat", "dog"))
        assert filling.answers == {"pets": ("dog", "cat")}
        again = asking.responses.resume(asking.shop.cashier, number)
        assert again == replace(filling, response=begun.response)
        filling = asking.responses.answer(asking.shop.cashier, number, "pets", ("else: a bird",))
        assert filling.answers == {"pets": ("else: a bird",)}
        filling = asking.responses.answer(asking.shop.cashier, number, "pets", ())
        assert (filling.answers, asking.responses.resume(asking.shop.cashier, number).answers) == (
            {},
            {},
        )

    def test_a_persons_unfinished_response_goes_on(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        version = asking.live(PETS)
        number = asking.fill(version, maria, pets=("dog",))
        again = asking.responses.begin(asking.shop.cashier, version.id, customer_id=maria.id)
        assert (again.response.id, again.answers) == (number, {"pets": ("dog",)})
        anonymous = asking.responses.begin(asking.shop.cashier, version.id)
        assert anonymous.response.id != number

    def test_what_cannot_be_taken_is_refused(self, asking: Asking) -> None:
        version = asking.live(PETS, ask("phone", "phone"), ask("words"))
        number = asking.fill(version)

        def reason(question: str, *values: str) -> object:
            with pytest.raises(PosError, match="answer_invalid") as raised:
                asking.responses.answer(asking.shop.cashier, number, question, values)
            assert raised.value.params["question"] == question
            return raised.value.params["reason"]

        assert reason("pets", "bird") == "choice"
        assert reason("gone", "x") == "question"
        assert reason("phone", "12345") == "phone"
        assert reason("words", "x" * 5000) == "length"
        with pytest.raises(PosError, match="bank_card"):
            asking.responses.answer(asking.shop.cashier, number, "words", ("4111 1111 1111 1111",))
        assert asking.responses.resume(asking.shop.cashier, number).answers == {}

    def test_phones_and_texts_are_kept_clean(self, asking: Asking) -> None:
        version = asking.live(ask("phone", "phone"), ask("words"))
        number = asking.fill(version, phone=("600 700 800",), words=(" two\n lines\u200b ",))
        assert asking.responses.resume(asking.shop.cashier, number).answers == {
            "phone": ("+48600700800",),
            "words": ("two\nlines",),
        }
        asking.responses.answer(asking.shop.cashier, number, "phone", ())
        assert "phone" not in asking.responses.resume(asking.shop.cashier, number).answers

    def test_only_what_is_live_is_asked_except_on_paper(self, asking: Asking) -> None:
        version = asking.live(PETS)
        asking.forms.move(asking.shop.owner, version.questionnaire_id, "paused")
        begin = asking.responses.begin
        with pytest.raises(PosError, match="questionnaire_not_live"):
            begin(asking.shop.cashier, version.id)
        paper = begin(asking.shop.cashier, version.id, channel="paper")
        assert paper.response.channel == "paper"
        for wrong in ({"customer_id": 99}, {"language": "de"}):
            with pytest.raises(PosError, match=r"customer_unknown|setting_invalid"):
                begin(asking.shop.cashier, version.id, channel="paper", **wrong)  # type: ignore[arg-type]
        with pytest.raises(PosError, match="questionnaire_unknown"):
            begin(asking.shop.cashier, 99)

    def test_a_closed_response_stays_as_it_is(self, asking: Asking) -> None:
        version = asking.live(PETS)
        number = asking.fill(version, pets=("dog",))
        asking.responses.abandon(asking.shop.cashier, number)
        assert asking.shop.sink.heard[-1] == ("response", str(number))
        responses, cashier = asking.responses, asking.shop.cashier
        for call in (
            lambda: responses.resume(cashier, number),
            lambda: responses.answer(cashier, number, "pets", ("cat",)),
            lambda: responses.attach(cashier, number, 1),
            lambda: responses.differing(cashier, number),
            lambda: responses.complete(cashier, number),
            lambda: responses.abandon(cashier, number),
        ):
            with pytest.raises(PosError, match="response_closed"):
                call()
        with pytest.raises(PosError, match="response_unknown"):
            responses.resume(cashier, 99)


class TestCompleting:
    def test_required_questions_that_are_asked_must_be_answered(self, asking: Asking) -> None:
        version = asking.live(PETS, FOOD)
        number = asking.fill(version, pets=("dog",))
        with pytest.raises(PosError, match="answers_missing") as raised:
            asking.responses.complete(asking.shop.cashier, number)
        assert raised.value.params == {"count": 1, "question": "food"}
        asking.responses.answer(asking.shop.cashier, number, "food", ("no",))
        done = asking.responses.complete(asking.shop.cashier, number)
        assert (done.response.state, done.points, done.written, done.kept) == (
            "complete",
            0,
            (),
            (),
        )

    def test_answers_to_questions_no_longer_asked_are_dropped(self, asking: Asking) -> None:
        version = asking.live(PETS, FOOD)
        number = asking.fill(version, pets=("dog",), food=("yes",))
        asking.responses.answer(asking.shop.cashier, number, "pets", ("else:a bird",))
        asking.responses.complete(asking.shop.cashier, number)
        with asking.shop.store.uow() as uow:
            assert uow.questionnaires.answers(number) == {"pets": ("else:a bird",)}

    def test_time_figures_and_counts(self, asking: Asking) -> None:
        version = asking.live(PETS, ask("words"))
        made = version.questionnaire_id
        assert asking.forms.read(made).figures == Figures()
        for seconds, pets in ((10, ("dog",)), (14, ("dog", "cat")), (30, ("else:a bird",))):
            number = asking.fill(version, pets=pets, words=("one: two",))
            asking.shop.clock.advance(seconds=seconds)
            done = asking.responses.complete(asking.shop.cashier, number)
            assert done.response.seconds == seconds
        asking.fill(version, pets=("cat",))
        number = asking.fill(version)
        asking.shop.clock.advance(seconds=-60)
        assert asking.responses.complete(asking.shop.cashier, number).response.seconds == 0
        assert asking.forms.read(made).figures == Figures(begun=5, complete=4, median_seconds=10)
        assert asking.forms.counts(made) == {
            "pets": AnswerCounts(people=3, values={"dog": 2, "cat": 1, "else": 1}),
            "words": AnswerCounts(people=3),
        }

    def test_the_journal_tells_who_answered_what_but_not_the_answers(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        version = asking.live(PETS)
        asking.responses.complete(asking.shop.cashier, asking.fill(version, maria, pets=("dog",)))
        asking.responses.complete(asking.shop.cashier, asking.fill(version, pets=("cat",)))
        events = asking.shop.events("questionnaire.answered")
        assert [content["customer"] for _, content, *_ in events] == [maria.uuid, None]
        assert set(events[0][1]) == {
            "questionnaire", "name", "version", "customer", "channel", "points",
        }  # fmt: skip
        assert ("customer", str(maria.id)) in asking.shop.sink.heard

    def test_a_person_entered_afterwards_is_attached(self, asking: Asking) -> None:
        version = asking.live(ask("for", "one_of", option("family", key="family"), option("b"),
                                  saves_to="tag"))  # fmt: skip
        number = asking.fill(version, **{"for": ("family",)})
        maria = asking.shop.customer()
        asking.responses.attach(asking.shop.cashier, number, maria.id)
        asking.responses.complete(asking.shop.cashier, number)
        assert asking.tags(maria) == ("family",)
        with asking.shop.store.uow() as uow:
            (found,) = uow.questionnaires.responses_of(maria.id)
        assert found.id == number


PERSONAL = (
    ask("name", saves_to="name"),
    ask("born", "date", saves_to="birthday"),
    ask("mail", "email", saves_to="email"),
    ask("phone", "phone", saves_to="phone"),
    ask("tongue", "one_of", option("pl", key="pl"), option("other"), saves_to="language"),
)
GIVEN: dict[str, tuple[str, ...]] = {
    "name": ("Maria Sokół",),
    "born": ("1990-05-01",),
    "mail": ("m@dom.pl",),
    "phone": ("600700800",),
    "tongue": ("pl",),
}


class TestFields:
    def test_empty_fields_are_filled(self, asking: Asking) -> None:
        maria = asking.shop.customer(name="")
        number = asking.fill(asking.live(*PERSONAL), maria, **GIVEN)
        done = asking.responses.complete(asking.shop.cashier, number)
        assert done.written == ("name", "birthday", "email", "phone", "language")
        now = asking.customer(maria)
        assert (now.name, now.birthday, now.email, now.phone, now.language) == (
            "Maria Sokół",
            date(1990, 5, 1),
            "m@dom.pl",
            "+48600700800",
            "pl",
        )
        ((_, content, who, _),) = asking.shop.events("customer.changed")
        assert content["fields"] == ["birthday", "email", "language", "name", "phone"]
        assert who == asking.shop.cashier.person_uuid

    def test_a_filled_field_changes_only_when_confirmed(self, asking: Asking) -> None:
        maria = asking.shop.customer(email="old@dom.pl")
        version = asking.live(*PERSONAL)
        number = asking.fill(version, maria, name=("Maria S.",), mail=("m@dom.pl",))
        kept = (FieldKept(field="email", because="filled"),)
        assert asking.responses.differing(asking.shop.cashier, number) == kept
        done = asking.responses.complete(asking.shop.cashier, number)
        assert (done.written, done.kept) == ((), kept)
        assert asking.customer(maria).email == "old@dom.pl"
        assert asking.shop.events("customer.changed") == []
        number = asking.fill(version, maria, mail=("m@dom.pl",))
        with pytest.raises(NeedsApproval):
            asking.responses.complete(asking.shop.cashier, number, overwrite={"email"})
        approval = asking.shop.permissions.approve(
            Action.CONTACT_EDIT,
            session=asking.shop.cashier,
            event_ref=maria.uuid,
            reason="new address",
            secret=OWNER_SECRET,
            approver_id=asking.shop.owner.person_id,
        )
        done = asking.responses.complete(
            asking.shop.cashier, number, overwrite={"email"}, approval=approval
        )
        assert (done.written, asking.customer(maria).email) == (("email",), "m@dom.pl")
        ((_, _, _, approver),) = asking.shop.events("customer.changed")
        assert approver == asking.shop.owner.person_uuid

    def test_whoever_may_edit_contacts_confirms_alone(self, asking: Asking) -> None:
        maria = asking.shop.customer(email="old@dom.pl")
        version = asking.live(*PERSONAL)
        number = asking.fill(version, maria, mail=("m@dom.pl",))
        asking.responses.complete(asking.shop.senior, number, overwrite={"email"})
        assert asking.customer(maria).email == "m@dom.pl"
        ((_, _, _, approver),) = asking.shop.events("customer.changed")
        assert approver is None

    def test_an_anonymous_response_changes_nobody(self, asking: Asking) -> None:
        number = asking.fill(asking.live(*PERSONAL), **GIVEN)
        assert asking.responses.differing(asking.shop.cashier, number) == ()
        done = asking.responses.complete(asking.shop.cashier, number, overwrite={"email"})
        assert (done.written, done.kept, done.points) == ((), (), 0)

    def test_personal_data_waits_for_the_persons_consent(self, asking: Asking) -> None:
        card_only = asking.shop.customers.create(
            asking.shop.cashier, CustomerForm(card_number=card_number(5))
        )
        number = asking.fill(asking.live(*PERSONAL), card_only, name=("Maria",), tongue=("pl",))
        done = asking.responses.complete(asking.shop.cashier, number)
        assert done.written == ("language",)
        assert done.kept == (FieldKept(field="name", because="consent"),)

    def test_what_cannot_stand_there_is_left(self, asking: Asking) -> None:
        asking.shop.customer("Anna", 2, phone="600700800")
        maria = asking.shop.customer(name="")
        version = asking.live(*PERSONAL)
        number = asking.fill(
            version,
            maria,
            name=("x" * 101,),
            born=("2027-01-01",),
            phone=("600700800",),
            tongue=("other",),
        )
        done = asking.responses.complete(asking.shop.cashier, number)
        assert done.written == ()
        assert done.kept == (
            FieldKept(field="name", because="unfit"),
            FieldKept(field="birthday", because="unfit"),
            FieldKept(field="phone", because="known"),
        )
        assert asking.customer(maria).language is None


class TestTags:
    SHOPS = ask("for", "one_of", option("me", key="myself"), option("family", key="family"),
                option("none"), saves_to="tag")  # fmt: skip

    def said(self, asking: Asking, maria: Customer, *answer: str) -> tuple[str, ...]:
        live = asking.forms.live("needs")
        version = live.version if live else asking.live(self.SHOPS, ask("words"))
        number = asking.fill(version, maria, **{"for": answer})
        asking.responses.complete(asking.shop.cashier, number)
        return asking.tags(maria)

    def test_the_newest_answer_stands_and_other_tags_stay(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        with asking.shop.store.uow() as uow:
            detail = uow.people.detail(maria.id)
            uow.people.put_detail(replace(detail, tags=("regular", "myself")))
            uow.commit()
        assert self.said(asking, maria, "family") == ("regular", "family")
        assert self.said(asking, maria, "family") == ("regular", "family")
        assert self.said(asking, maria) == ("regular", "family")
        assert self.said(asking, maria, "none") == ("regular",)

    def test_a_yes_gives_a_tag_and_a_no_takes_it(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        version = asking.live(ask("eco", "yes_no", saves_to="tag", key="eco"))
        for answer, tags in (("yes", ("eco",)), ("no", ())):
            number = asking.fill(version, maria, eco=(answer,))
            asking.responses.complete(asking.shop.cashier, number)
            assert asking.tags(maria) == tags


SKIN = ask(
    "skin", "several_of",
    Option(id="dry", wording=Wording(en="Dry skin", pl="Sucha skóra"), key="dry skin"),
    Option(id="smell", wording=Wording(en="Strong scents"), key="unscented"),
    option("none"),
    saves_to="need",
)  # fmt: skip


class TestNeeds:
    def complete(self, asking: Asking, maria: Customer, **answers: tuple[str, ...]) -> str:
        live = asking.forms.live("needs")
        assert live is not None
        number = asking.fill(live.version, maria, **answers)
        return asking.responses.complete(asking.shop.cashier, number).response.uuid

    def states(self, asking: Asking, maria: Customer) -> dict[str, str]:
        return {need.key: need.state for need in asking.needs(maria)}

    def test_what_was_said_is_a_need_with_evidence_and_review(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        asking.live(SKIN)
        uuid = self.complete(asking, maria, skin=("dry",))
        (need,) = asking.needs(maria)
        assert need == NeedRow(
            id=need.id,
            uuid=need.uuid,
            customer_id=maria.id,
            key="dry skin",
            text="Sucha skóra",
            kind="explicit",
            evidence="answer",
            evidence_ref=uuid,
            confidence=10_000,
            noticed_on=date(2026, 11, 22),
            review_on=date(2027, 11, 22),
        )

    def test_saying_it_again_renews_it_and_not_saying_it_lets_it_go(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        asking.live(SKIN)
        self.complete(asking, maria, skin=("dry", "smell"))
        asking.shop.clock.advance(days=1)
        uuid = self.complete(asking, maria, skin=("smell",))
        assert self.states(asking, maria) == {"dry skin": "dismissed", "unscented": "open"}
        renewed = next(need for need in asking.needs(maria) if need.key == "unscented")
        assert (renewed.evidence_ref, renewed.noticed_on) == (uuid, date(2026, 11, 23))
        self.complete(asking, maria, skin=("none",))
        assert self.states(asking, maria) == {"dry skin": "dismissed", "unscented": "dismissed"}
        self.complete(asking, maria, skin=("dry",))
        assert self.states(asking, maria) == {"dry skin": "open", "unscented": "dismissed"}
        self.complete(asking, maria)
        assert self.states(asking, maria)["dry skin"] == "open"
        assert len(asking.needs(maria)) == 2

    def test_needs_from_elsewhere_are_not_touched(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        base = NeedRow(
            uuid="n1", customer_id=maria.id, key="dry skin", text="dry", kind="explicit",
            evidence="note", evidence_ref="x", noticed_on=date(2026, 1, 1),
        )  # fmt: skip
        guess = replace(base, uuid="n2", kind="implicit", evidence="receipt", key="unscented")
        with asking.shop.store.uow() as uow:
            uow.needs.add(base)
            uow.needs.add(guess)
            uow.commit()
        asking.live(SKIN)
        self.complete(asking, maria, skin=("smell",))
        found = [(need.key, need.kind, need.state) for need in asking.needs(maria)]
        assert sorted(found) == [
            ("dry skin", "explicit", "open"),
            ("unscented", "explicit", "open"),
            ("unscented", "implicit", "open"),
        ]

    def test_own_words_and_a_yes_are_needs_too(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        asking.live(
            ask("allergy", saves_to="need", key="allergic to"),
            ask("bio", "yes_no", saves_to="need", key="natural"),
        )
        self.complete(asking, maria, allergy=("nuts,\n milk",), bio=("yes",))
        said = {need.key: need.text for need in asking.needs(maria)}
        assert said == {"allergic to": "nuts, milk", "natural": "bio"}
        self.complete(asking, maria, allergy=("x" * 400,), bio=("no",))
        assert self.states(asking, maria) == {"allergic to": "open", "natural": "dismissed"}
        assert {len(need.text) for need in asking.needs(maria)} == {300, 3}


class TestReward:
    def test_points_come_once_per_version(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        asking.reward(5_000)
        version = asking.live(PETS, reward=True)

        def filled() -> int:
            live = asking.forms.live("needs")
            assert live is not None
            number = asking.fill(live.version, maria, pets=("dog",))
            return asking.responses.complete(asking.shop.cashier, number).points

        assert [filled(), filled()] == [5_000, 0]
        made = version.questionnaire_id
        definition = asking.forms.read(made).definition
        changed = replace(definition, questions=(PETS, ask("more")))
        asking.forms.save(asking.shop.owner, made, changed, "Asked")
        assert filled() == 0
        asking.forms.publish(asking.shop.owner, made)
        assert filled() == 5_000
        with asking.shop.store.uow() as uow:
            lots = uow.points.lots_of_kind(maria.id, "questionnaire")
            assert uow.customers.account(maria.id).balance == 10_000
        assert lots[0].reason == f"questionnaire:{version.uuid}"
        events = asking.shop.events("points.granted")
        assert [content["points"] for _, content, *_ in events] == [5_000, 5_000]

    def test_nothing_without_the_reward_or_the_grant(self, asking: Asking) -> None:
        maria = asking.shop.customer()
        version = asking.live(PETS, reward=True)
        number = asking.fill(version, maria, pets=("dog",))
        assert asking.responses.complete(asking.shop.cashier, number).points == 0
        asking.reward(5_000)
        version = asking.live(PETS)
        number = asking.fill(version, maria, pets=("dog",))
        assert asking.responses.complete(asking.shop.cashier, number).points == 0
        assert asking.shop.events("points.") == []
