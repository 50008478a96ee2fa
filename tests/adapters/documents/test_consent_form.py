"""The card agreement as a PDF: what it says, in which language, and that nothing falls off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pos_app.adapters.documents.consent_form import ConsentArtist
from pos_app.adapters.documents.raster import rasterise
from pos_app.domain.receipt import SlipShop
from pos_app.services.consent_defaults import SUBJECTS, default_text
from pos_app.services.consent_forms import ConsentForm, FormPerson
from pos_app.services.customers import NO_YEAR
from pos_app.services.documents import Paper
from pos_app.services.settings import LANGUAGES
from tests.adapters.documents.slips import text_of
from tests.hostile import PLAIN, Nasty


def words_of(pdf: bytes) -> str:
    """All that is said, without white: lines break where they must."""
    return "".join(text_of(pdf).split())


def form(language: str = "en", **person: object) -> ConsentForm:
    return ConsentForm(
        language=language,
        shop=SlipShop(name="Dom i Uroda", address="ul. Źródlana 7"),
        person=FormPerson(**person),  # type: ignore[arg-type]
        version="3",
        texts=tuple((subject, default_text(subject, language)) for subject in SUBJECTS),
        printed_on=date(2026, 11, 22),
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_stands_on_one_sheet(language: str) -> None:
    pdf = ConsentArtist().consent_form(
        form(language, name="Ögetürkən Wielkaćma", card="2900000000017")
    )
    said = words_of(pdf)
    for subject in SUBJECTS:
        assert default_text(subject, language).replace(" ", "") in said
    assert "ÖgetürkənWielkaćma" in said
    assert "2900000000017" in said
    assert len(rasterise(pdf, Paper.A4)) == 1


def test_the_words_of_an_english_form() -> None:
    said = words_of(ConsentArtist().consent_form(form(birthday=date(NO_YEAR, 2, 29))))
    for words in (
        "Card agreement", "Place and date", "Signature", "Texts version 3", "Offers by post",
        "The card works without consent to offers.", "29 Feb",
    ):  # fmt: skip
        assert words.replace(" ", "") in said


@pytest.mark.parametrize("nasty", PLAIN, ids=lambda n: n.name)
def test_whatever_is_typed_is_drawn_as_it_is(nasty: Nasty) -> None:
    text = nasty.typed
    pdf = ConsentArtist().consent_form(form(name=text, phone=text, email=text, card=text))
    assert pdf.startswith(b"%PDF")


def test_a_long_text_is_all_there_on_any_paper() -> None:
    text = " ".join(f"word{n}" for n in range(140))
    whole = replace(form(name="Maria"), texts=((SUBJECTS[0], text),))
    for paper in Paper:
        said = words_of(ConsentArtist().consent_form(whole, paper))
        assert text.replace(" ", "") in said
        assert "Signature" in said


def test_long_texts_go_on_to_the_next_sheet() -> None:
    whole = form()
    long = replace(whole, texts=tuple((subject, "Слово " * 300) for subject in SUBJECTS))
    assert len(rasterise(ConsentArtist().consent_form(long), Paper.A4)) > 1
