"""What people consent to: versions of texts, and the form on paper (R24)."""

from __future__ import annotations

from datetime import date

import pytest

from pos_app.domain.customer import Channel, Purpose
from pos_app.domain.errors import PosError
from pos_app.services.consent_defaults import SUBJECTS
from pos_app.services.consent_forms import ConsentForm, ConsentForms, FormPerson
from pos_app.services.consent_ports import WordingRow
from pos_app.services.consent_texts import ConsentTexts, default_wording
from pos_app.services.customers import ConsentChoice, CustomerForm
from pos_app.services.documents import Paper
from pos_app.services.settings import LANGUAGES
from tests.builders import Shop, card_number

SMS = (Purpose.MARKETING, Channel.SMS)
ACCOUNT = (Purpose.PROGRAMME, None)


@pytest.fixture
def texts(shop: Shop) -> ConsentTexts:
    return ConsentTexts(shop.store.uow, shop.clock, shop.ids, shop.sink)


def enter(shop: Shop, wording: str, serial: int = 1) -> int:
    form = CustomerForm(
        name="Maria", card_number=card_number(serial), wording=wording,
        consents=(ConsentChoice(purpose=Purpose.PROGRAMME),),
    )  # fmt: skip
    return shop.customers.create(shop.cashier, form).id


class TestVersions:
    def test_the_program_brings_texts_for_everything_in_four_languages(
        self, texts: ConsentTexts
    ) -> None:
        wording = texts.in_force()
        assert (wording.version, wording.since) == ("1", None)
        assert set(wording.texts) == {(s, language) for s in SUBJECTS for language in LANGUAGES}
        assert len(set(wording.texts.values())) == len(SUBJECTS) * len(LANGUAGES)
        assert wording.text(*SMS, "en").startswith(
            "I agree to receive offers from this shop by SMS"
        )
        assert "{" not in "".join(wording.texts.values())

    def test_a_language_without_texts_reads_english(self, texts: ConsentTexts) -> None:
        wording = texts.in_force()
        assert wording.text(*ACCOUNT, "de") == wording.text(*ACCOUNT, "en")

    def test_version_1_is_written_down_when_somebody_consents(
        self, shop: Shop, texts: ConsentTexts
    ) -> None:
        with shop.store.uow() as uow:
            assert uow.wordings.versions() == []
        enter(shop, texts.version(), 1)
        enter(shop, texts.version(), 2)
        with shop.store.uow() as uow:
            assert uow.wordings.versions() == ["1"]
            assert len(uow.wordings.of("1")) == 24
        assert texts.in_force().since == shop.clock.now()

    def test_words_of_another_version_are_not_made_up(
        self, shop: Shop, texts: ConsentTexts
    ) -> None:
        enter(shop, "2019-01")
        with shop.store.uow() as uow:
            assert uow.wordings.versions() == []
        assert texts.of("2019-01") is None
        assert texts.of("1") == default_wording()

    def test_the_owners_words_are_a_new_version_and_the_old_keep_theirs(
        self, shop: Shop, texts: ConsentTexts
    ) -> None:
        person = enter(shop, texts.version())
        old = texts.in_force().text(*SMS, "pl")
        made = texts.change(shop.owner, {(SMS, "pl"): "  Tak, SMS-y od Was.  "})
        assert made.version == texts.version() == "2"
        assert made.text(*SMS, "pl") == "Tak, SMS-y od Was."
        assert made.text(*SMS, "ru") == default_wording().text(*SMS, "ru")
        before = texts.of("1")
        assert before is not None
        assert before.text(*SMS, "pl") == old
        with shop.store.uow() as uow:
            assert [c.wording for c in uow.customers.consents(person)] == ["1"]
        assert [each.version for each in texts.history()] == ["2", "1"]
        assert texts.in_force().person_id == shop.owner.person_id
        ((_, content, who, _),) = shop.events("consent.wording_changed")
        assert (content, who) == ({"version": "2", "texts": 1}, shop.owner.person_uuid)
        assert ("settings", "consent.wording") in shop.sink.heard

    def test_the_first_change_keeps_the_words_before_it_too(
        self, shop: Shop, texts: ConsentTexts
    ) -> None:
        assert [each.version for each in texts.history()] == ["1"]
        texts.change(shop.owner, {(SMS, "en"): "Yes"})
        assert [each.version for each in texts.history()] == ["2", "1"]

    def test_versions_named_by_others_do_not_disturb_the_count(
        self, shop: Shop, texts: ConsentTexts
    ) -> None:
        with shop.store.uow() as uow:
            row = WordingRow(
                version="old paper", purpose=Purpose.MARKETING, channel=Channel.SMS, language="en",
                text="May we?", at=shop.clock.now(),
            )  # fmt: skip
            uow.wordings.add(shop.ids.uuid(), row)
            uow.commit()
        assert texts.version() == "old paper"
        assert texts.change(shop.owner, {(SMS, "en"): "Yes"}).version == "2"

    def test_the_same_words_make_no_version(self, shop: Shop, texts: ConsentTexts) -> None:
        same = texts.in_force().text(*SMS, "en")
        assert texts.change(shop.owner, {(SMS, "en"): same}).version == "1"
        assert shop.events("consent.wording_changed") == []

    def test_empty_texts_and_other_hands_are_refused(self, shop: Shop, texts: ConsentTexts) -> None:
        with pytest.raises(PosError, match="setting_invalid"):
            texts.change(shop.owner, {(SMS, "en"): "  "})
        with pytest.raises(PosError, match="not_allowed"):
            texts.change(shop.senior, {(SMS, "en"): "Yes"})


class Artist:
    """Keeps the form it was to draw."""

    def __init__(self) -> None:
        self.form: ConsentForm | None = None
        self.paper: Paper | None = None

    def consent_form(self, form: ConsentForm, paper: Paper = Paper.A4) -> bytes:
        self.form, self.paper = form, paper
        return b"%PDF"


class TestForms:
    def test_a_blank_form_in_the_shops_language(self, shop: Shop) -> None:
        artist = Artist()
        assert ConsentForms(shop.store.uow, shop.clock, artist).blank() == b"%PDF"
        form = artist.form
        assert form is not None
        assert (form.language, form.version, form.person) == ("pl", "1", FormPerson())
        assert form.shop.name == "Dom i Uroda"
        assert form.printed_on == date(2026, 11, 22)
        assert [subject for subject, _ in form.texts] == list(SUBJECTS)
        assert dict(form.texts)[SMS] == default_wording().text(*SMS, "pl")

    def test_a_person_gets_their_own_language_and_present_card(self, shop: Shop) -> None:
        artist = Artist()
        forms = ConsentForms(shop.store.uow, shop.clock, artist)
        person = shop.customer(
            "Мария", 4, language="ru", phone="601222333", birthday=date(1990, 5, 1)
        )
        forms.of_customer(person.id)
        assert artist.form is not None
        assert artist.form.language == "ru"
        assert artist.form.person == FormPerson(
            name="Мария", phone="+48601222333", birthday=date(1990, 5, 1), card=card_number(4),
            language="ru",
        )  # fmt: skip
        forms.of_customer(person.id, "az", paper=Paper.ROLL_80)
        assert (artist.form.language, artist.paper) == ("az", Paper.ROLL_80)
        shop.cards.block(shop.owner, card_number(4), "lost")
        forms.of_customer(person.id)
        assert artist.form.person.card == ""
        with pytest.raises(PosError, match="customer_unknown"):
            forms.of_customer(99)
