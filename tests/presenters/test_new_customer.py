"""Entering a new person in half a minute: nothing ticked beforehand, nothing in the way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import pytest

from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.errors import PosError
from pos_app.domain.grants import Grant, Grants
from pos_app.presenters.new_customer import parse_birthday
from pos_app.presenters.new_customer_parts import TapQuestion
from pos_app.services.session import Session
from tests.builders import Shop, card_number, ean13
from tests.presenters.counter_stage import Stage, make_stage
from tests.services.desk import GOLDEN

TEA = ean13("590000000002")
WHO = TapQuestion(
    key="who", text="Who do you shop for?", choices=(("me", "Myself"), ("kids", "Family")),
    required=True,
)  # fmt: skip
WHAT = TapQuestion(
    key="what", text="What do you buy?", choices=(("hair", "Hair"), ("skin", "Skin")), several=True
)


class Asking:
    """Two questions, 50 points for them, and a memory of what was kept."""

    def __init__(self) -> None:
        self.kept: list[tuple[int, dict[str, tuple[str, ...]], str]] = []
        self.fails = False

    def questions(self, language: str) -> Sequence[TapQuestion]:
        """Both."""
        return (WHO, WHAT)

    def reward(self) -> int:
        """Fifty points."""
        return 5_000

    def keep(
        self,
        session: Session,
        customer_id: int,
        answers: Mapping[str, tuple[str, ...]],
        language: str,
    ) -> None:
        """Remember, or fail."""
        if self.fails:
            raise PosError("customer_unknown")
        self.kept.append((customer_id, dict(answers), language))


def test_no_box_is_ticked_and_the_card_is_there(stage: Stage) -> None:
    stage.new.open(card_number(7))
    form = stage.form
    assert (form.keep, form.channels_on) == (False, ())
    assert form.card_good
    assert stage.new_view.focused == "phone"


def test_a_person_with_consents_and_card_lands_on_the_receipt(stage: Stage) -> None:
    stage.new.open(card_number(7))
    stage.new.typed("phone", "601 204 118")
    stage.new.typed("name", "Margaret")
    stage.new.typed("birthday", "24.11")
    stage.new.ticked("keep", on=True)
    stage.new.ticked("call", on=True)
    stage.new.save()
    name, person_id, card = stage.ways.last
    assert (name, card) == ("attach_customer", card_number(7))
    assert isinstance(person_id, int)
    profile = stage.shop.customers.profile(stage.shop.senior, person_id)
    assert profile.customer.phone == "+48601204118"
    assert profile.customer.birthday == date(1904, 11, 24)
    assert profile.consents_to(Purpose.PROGRAMME)
    assert profile.consents_to(Purpose.MARKETING, Channel.CALL)
    assert not profile.consents_to(Purpose.MARKETING, Channel.SMS)
    assert [each.number for each in profile.cards] == [card_number(7)]


def test_details_without_consent_are_not_kept(stage: Stage) -> None:
    stage.new.open()
    stage.new.typed("phone", "601204118")
    stage.new.save()
    assert stage.form.keep_error == "Ask the customer, then tick this."
    assert stage.new_view.tones == 1
    assert stage.ways.gone == []


def test_a_card_alone_needs_no_details(stage: Stage) -> None:
    stage.new.open(card_number(7))
    stage.new.save()
    assert stage.ways.last[0] == "attach_customer"


@pytest.mark.parametrize(
    ("field", "text", "place"),
    [("phone", "12", "phone"), ("birthday", "99.99", "birthday"), ("card", "2", "card")],
)
def test_what_is_wrong_is_said_at_its_field(
    stage: Stage, field: str, text: str, place: str
) -> None:
    stage.new.open()
    if field != "phone":
        stage.new.typed("phone", "601204118")
    stage.new.typed(field, text)
    stage.new.ticked("keep", on=True)
    stage.new.save()
    assert getattr(stage.form, place).error
    assert stage.ways.gone == []
    stage.new.typed(field, text + "1")
    assert not getattr(stage.form, place).error


def test_a_known_phone_offers_its_owner_or_a_family(stage: Stage) -> None:
    maria = stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.new.open()
    stage.new.typed("phone", "601204118")
    stage.new.ticked("keep", on=True)
    stage.new.save()
    assert stage.form.known == "Maria Nowak: the same phone"
    assert stage.form.phone.error
    stage.new.use_known()
    assert stage.ways.last == ("attach_customer", maria.id)
    stage.new.other_person()
    assert stage.ways.last[1] != maria.id


def test_a_scan_is_the_card_and_nothing_else(stage: Stage) -> None:
    stage.new.open()
    stage.new.scan(TEA)
    assert stage.form.notice is not None
    assert stage.form.card.text == ""
    stage.new.scan(card_number(9))
    assert stage.form.card.text == card_number(9)
    assert stage.form.notice is None


def test_the_timer_runs(stage: Stage) -> None:
    stage.new.open()
    stage.shop.clock.advance(seconds=74)
    stage.new.tick()
    assert stage.form.timer == "1:14"


def test_what_the_person_gains_today(shop: Shop) -> None:
    stage = make_stage(shop)
    stage.counter.use(GOLDEN)
    stage.shop.product("Green tea", 10000, barcodes=(TEA,))
    stage.sale.scan(TEA)
    stage.new.open()
    assert [gain.title for gain in stage.form.gains] == [
        "Card discount on this receipt",
        "+4 points for this purchase",
    ]
    assert stage.form.total == "zł\u00a095.00"
    assert stage.form.waits == "sale 1 waits"
    stage.new.back()
    assert stage.ways.last == ("show_sale",)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("24.11", date(1904, 11, 24)),
        ("24/11/1990", date(1990, 11, 24)),
        ("1 2 85", date(1985, 2, 1)),
        ("1.2.05", date(2005, 2, 1)),
        ("29.2", date(1904, 2, 29)),
        ("29.2.2023", None),
        ("31.4", None),
        ("spring", None),
        ("24", None),
    ],
)
def test_birthdays_as_people_write_them(text: str, day: date | None) -> None:
    assert parse_birthday(text, date(2026, 11, 22)) == day


# -- what is looked up while typing -------------------------------------------------------------


def test_a_new_phone_is_said_to_be_new_and_a_known_one_names_its_owner(stage: Stage) -> None:
    maria = stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.new.open()
    stage.new.typed("phone", "601204")
    stage.new.paused()
    assert (stage.form.phone_note, stage.form.known) == ("", "")
    stage.new.typed("phone", "601204119")
    stage.new.paused()
    assert stage.form.phone_note == "This phone is not in the customer list yet"
    stage.new.typed("phone", "601 204 118")
    assert stage.form.phone_note == ""
    stage.new.paused()
    assert (stage.form.phone_note, stage.form.known) == ("", "Maria Nowak: the same phone")
    assert stage.new_view.tones == 0
    stage.new.use_known()
    assert stage.ways.last == ("attach_customer", maria.id)


def test_a_hint_put_aside_shares_the_phone_on_saving(stage: Stage) -> None:
    maria = stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.new.open()
    stage.new.typed("phone", "601204118")
    stage.new.typed("name", "Jan")
    stage.new.paused()
    stage.new.other_person()
    assert stage.form.known == ""
    assert stage.ways.gone == []
    stage.new.ticked("keep", on=True)
    stage.new.save()
    assert stage.ways.last[0] == "attach_customer"
    assert stage.ways.last[1] != maria.id


def test_a_namesake_is_told_until_a_number_says_it_is_another(stage: Stage) -> None:
    stage.shop.customer("Maria Nowak", card=7, phone="601204118")
    stage.new.open()
    stage.new.typed("name", "Maria Nowak")
    stage.new.paused()
    assert stage.form.known == "Maria Nowak: a name much like this"
    stage.new.typed("phone", "601204119")
    stage.new.paused()
    assert (stage.form.known, stage.form.phone_note != "") == ("", True)


def test_without_a_hint_its_keys_do_nothing(stage: Stage) -> None:
    stage.new.open()
    stage.new.use_known()
    stage.new.other_person()
    assert stage.ways.gone == []


# -- questions, gains, paper --------------------------------------------------------------------


def test_answers_go_with_the_person_in_the_persons_language(shop: Shop) -> None:
    asking = Asking()
    stage = make_stage(shop, asking=asking)
    stage.new.open(card_number(7))
    assert [(one.number, one.note) for one in stage.form.questions] == [("1", ""), ("2", "several")]
    stage.new.answered("who", ("kids",))
    stage.new.answered("what", ("hair", "skin"))
    stage.new.answered("what", ())
    assert stage.form.questions[0].chosen == ("kids",)
    stage.new.speak("pl")
    stage.new.save()
    assert stage.form.keep_error == "Ask the customer, then tick this."
    stage.new.ticked("keep", on=True)
    stage.new.save()
    person = stage.ways.last[1]
    assert asking.kept == [(person, {"who": ("kids",)}, "pl")]
    assert shop.customers.profile(shop.senior, int(str(person))).customer.language == "pl"


def test_a_failure_after_saving_saves_nobody_twice(shop: Shop) -> None:
    asking = Asking()
    stage = make_stage(shop, asking=asking)
    stage.new.open(card_number(7))
    stage.new.answered("who", ("me",))
    stage.new.ticked("keep", on=True)
    asking.fails = True
    stage.new.save()
    assert stage.form.notice is not None
    assert stage.form.notice.text.startswith("The customer is saved. What came after is not:")
    assert stage.ways.gone == []
    stage.new.save()
    assert stage.ways.last[0] == "attach_customer"
    assert len(shop.customers.search(shop.senior, "")) == 1


def test_what_the_questions_and_the_card_bring(shop: Shop) -> None:
    stage = make_stage(shop, asking=Asking())
    grants = Grants(welcome=Grant(on=True, points=10_000))
    stage.counter.use(replace(GOLDEN, grants=grants))
    stage.new.open()
    stage.new.typed("name", "Margaret")
    stage.new.answered("who", ("me",))
    assert stage.form.gains_title == "Margaret gets today"
    assert [(one.title, one.detail, one.tone) for one in stage.form.gains] == [
        ("+100 welcome points", "= zł\u00a0100.00 next time", ""),
        ("+50 points for the questionnaire", "1 of 2 answered · 1 to go", "warn"),
    ]
    stage.new.answered("what", ("hair",))
    assert stage.form.gains[1].detail == "2 of 2 answered"
    assert stage.form.gains[1].tone == "done"


def test_the_agreement_comes_out_on_saving(stage: Stage) -> None:
    stage.new.open(card_number(7))
    assert stage.form.can_print
    stage.new.toggle_print()
    assert stage.form.printing
    stage.new.speak("ru")
    stage.new.save()
    assert stage.printed == [(stage.ways.last[1], "ru")]


def test_offers_by_each_channel_apart(stage: Stage) -> None:
    stage.new.open(card_number(7))
    for channel in ("email", "messenger", "sms"):
        stage.new.ticked(channel, on=True)
    stage.new.ticked("sms", on=False)
    assert stage.form.channels_on == ("email", "messenger")
    stage.new.save()
    profile = stage.shop.customers.profile(stage.shop.senior, int(str(stage.ways.last[1])))
    agreed = {key for key, one in profile.consents.items() if one.given}
    assert agreed == {
        (Purpose.MARKETING, Channel.EMAIL),
        (Purpose.MARKETING, Channel.MESSENGER),
    }


def test_an_e_mail_is_kept_and_a_wrong_one_said(stage: Stage) -> None:
    stage.new.open(card_number(7))
    stage.new.typed("email", "ola(at)example")
    stage.new.ticked("keep", on=True)
    stage.new.save()
    assert stage.form.email.error
    assert stage.new_view.focused == "email"
    stage.new.typed("email", "ola@example.pl")
    stage.new.save()
    profile = stage.shop.customers.profile(stage.shop.senior, int(str(stage.ways.last[1])))
    assert profile.customer.email == "ola@example.pl"
