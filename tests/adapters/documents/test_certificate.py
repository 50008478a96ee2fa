"""A certificate on paper: its whole text in four languages on three papers, and its bars."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pos_app.adapters.documents import rasterise, render_receipt, render_shift
from pos_app.adapters.documents.certificate import render_certificate
from pos_app.domain.receipt import SlipLine, SlipTender
from pos_app.services.documents import Paper
from tests.adapters.documents.slips import CERTIFICATE, NASTY, RECEIPT, SHIFT, codes_in, text_of

CERTIFICATES = {
    ("ru", "RUB"): "Нефискальный документ УЮТНЫЙ ДОМ ПОДАРОЧНЫЙ СЕРТИФИКАТ 5 000 ₽ "
    "Действует по 22.11.2027 G-0123456789 "
    "Им платят за товары в этом магазине, можно по частям. На деньги не меняется. "
    "Храните как деньги: платит тот, кто предъявит. Касса 1 22.11.2026 17:46 "
    "Журнал 3fa9c01b2e Нефискальный документ",
    ("en", "EUR"): "Non-fiscal document УЮТНЫЙ ДОМ GIFT CERTIFICATE €5,000 "
    "Valid until 22 Nov 2027 G-0123456789 "
    "Pays for goods in this shop, in several parts too. Not exchanged for money. "
    "Keep it like cash: whoever shows it may use it. Till 1 22 Nov 2026, 17:46 "
    "Journal 3fa9c01b2e Non-fiscal document",
}


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("speech", CERTIFICATES)
def test_a_certificate_says_everything_in_order(speech: tuple[str, str], paper: Paper) -> None:
    language, currency = speech
    slip = replace(CERTIFICATE, language=language, currency=currency)
    assert text_of(render_certificate(slip, paper)) == CERTIFICATES[speech]


@pytest.mark.parametrize(
    ("language", "currency", "gift", "credit", "left"),
    [
        ("en", "EUR", "GIFT CERTIFICATE", "STORE CREDIT", "Balance €1,260.50 of €5,000 Valid"),
        ("ru", "RUB", "ПОДАРОЧНЫЙ СЕРТИФИКАТ", "БАЛАНС МАГАЗИНА", "Остаток 1 260,50 ₽ из 5 000 ₽"),
        ("pl", "PLN", "KARTA PODARUNKOWA", "SALDO W SKLEPIE", "Saldo 1260,50 zł z 5000 zł"),
        (
            "az", "AZN", "HƏDİYYƏ SERTİFİKATI", "MAĞAZA BALANSI",
            "Qalıq 1.260,50 ₼ 5.000 ₼ məbləğindən",
        ),
    ],
)  # fmt: skip
def test_balance_and_kind_are_told(
    language: str, currency: str, gift: str, credit: str, left: str
) -> None:
    slip = replace(CERTIFICATE, language=language, currency=currency)
    text = text_of(render_certificate(slip, Paper.ROLL_58, balance=True))
    assert gift in text
    assert left in text
    assert credit in text_of(render_certificate(replace(slip, kind="credit"), Paper.A4))


def test_without_an_end_it_says_so() -> None:
    slip = replace(CERTIFICATE, valid_to="")
    text = text_of(render_certificate(slip, Paper.ROLL_80, language="en"))
    assert "Without an end date" in text
    assert "Valid until" not in text


def test_the_shops_own_terms_stand_in_for_the_usual_ones() -> None:
    slip = replace(CERTIFICATE, terms="Nur bei uns.")
    text = text_of(render_certificate(slip, Paper.ROLL_80, language="en", copy=True))
    assert "Nur bei uns." in text
    assert "Not exchanged" not in text
    assert "COPY" in text.split()


@pytest.mark.parametrize("paper", Paper)
def test_its_bars_are_read_back(paper: Paper) -> None:
    (page,) = rasterise(render_certificate(CERTIFICATE, paper), paper)
    assert codes_in(page) == [("G-0123456789", "Code128")]


@pytest.mark.parametrize("nasty", NASTY)
def test_no_text_of_people_breaks_it(nasty: str) -> None:
    slip = replace(CERTIFICATE, terms=nasty, shop=replace(CERTIFICATE.shop, name=nasty))
    assert rasterise(render_certificate(slip, Paper.ROLL_58), Paper.ROLL_58)


def test_a_receipt_names_the_certificate_sold_and_what_is_left_on_the_one_used() -> None:
    sold = SlipLine(
        name="Gift certificate",
        quantity=1000,
        unit="pcs",
        unit_price=5_000,
        gross=5_000,
        net=5_000,
        certificate="\u2022\u2022\u2022\u2022\u00a02M1X",
    )
    paid = SlipTender(
        kind="certificate", amount=4_000, label="\u2022\u2022\u2022\u2022\u00a07K3A", left=1_250
    )
    receipt = replace(RECEIPT, lines=(sold,), tenders=(paid,), change=0)
    text = text_of(render_receipt(receipt, Paper.ROLL_58, language="en"))
    assert "Gift certificate •••• 2M1X 1 × 50.00" in text
    assert "Gift certificate · •••• 7K3A 40.00 Left on it 12.50" in text


def test_a_shift_sets_certificates_sold_apart_from_its_revenue() -> None:
    slip = replace(SHIFT, language="en", certificates_count=2, certificates_sold=15_000)
    text = text_of(render_shift(slip, Paper.ROLL_80))
    # 12,345.50 − 99.90 − 150.00
    assert "Gift certificates sold (2) −150.00 Revenue zł 12,095.60" in text
    assert "certificates" not in text_of(render_shift(SHIFT, Paper.ROLL_80, language="en"))
