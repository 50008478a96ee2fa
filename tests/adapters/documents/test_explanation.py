"""The explanation of a receipt on paper: every word in order, on every paper."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pos_app.adapters.documents.explanation import render_explanation
from pos_app.adapters.documents.renderer import SlipDrawer
from pos_app.domain.errors import EnvironmentProblem
from pos_app.domain.receipt import ExplainedPart, ExplainedRow, ExplanationSlip
from pos_app.services.documents import JobKind, Paper, to_show
from pos_app.services.snapshots import dump
from tests.adapters.documents.slips import SHOP, text_of

HEADS = {
    "en": "Why these prices Receipt 1087 22 Nov 2026, 17:46 Till 1 Cashier Olga "
    "Printed 23 Nov 2026, 09:05",
    "ru": "Почему такие цены Товарный чек 1087 22.11.2026 17:46 Касса 1 Кассир Olga "
    "Напечатано 23.11.2026 09:05",
    "pl": "Skąd te ceny Pokwitowanie 1087 22.11.2026 17:46 Kasa 1 Kasjer Olga "
    "Wydruk 23.11.2026 09:05",
    "az": "Niyə bu qiymətlər Satış qəbzi 1087 22.11.26 17:46 Kassa 1 Kassir Olga "
    "Çap edilib 23.11.26 09:05",
}


def slip(language: str = "en", *extra: ExplainedPart) -> ExplanationSlip:
    return ExplanationSlip(
        language=language,
        currency="PLN",
        shop=SHOP,
        till="1",
        number=1087,
        sold_at="2026-11-22T17:46:00+01:00",
        printed_at="2026-11-23T09:05:00+01:00",
        cashier="Olga",
        parts=(
            ExplainedPart(
                title="Soap",
                rows=(
                    ExplainedRow(title="Price", detail="2.50 × 2", left="5.00"),
                    ExplainedRow(title="Card: Silver", detail="5%", change="−0.25", left="4.75"),
                    ExplainedRow(title="Gift", detail="on top", change="0.00"),
                    ExplainedRow(title="To pay", left="4.75", strong=True),
                ),
            ),
            *extra,
        ),
    )


@pytest.mark.parametrize("paper", Paper)
@pytest.mark.parametrize("language", HEADS)
def test_every_step_in_order(language: str, paper: Paper) -> None:
    text = text_of(render_explanation(slip(language), paper))
    assert HEADS[language] in text
    steps = text.partition("Soap ")[2]
    assert steps.startswith(
        "Price 5.00 2.50 × 2 Card: Silver −0.25 5% = 4.75 Gift 0.00 on top To pay 4.75"
    )


def test_it_is_no_fiscal_document() -> None:
    text = text_of(render_explanation(slip("en"), Paper.ROLL_80))
    assert text.startswith("Non-fiscal document")
    assert text.endswith("Non-fiscal document")


def test_a_hundred_lines_go_on_several_sheets() -> None:
    many = tuple(ExplainedPart(title=f"Line {n}", rows=slip().parts[0].rows) for n in range(100))
    text = text_of(render_explanation(slip("en", *many), Paper.A4))
    assert "Line 99" in text


def test_the_drawer_knows_the_job() -> None:
    job = to_show(JobKind.EXPLANATION, dump(slip()))
    assert SlipDrawer().pdf(job, Paper.ROLL_58).startswith(b"%PDF")
    with pytest.raises(EnvironmentProblem, match="slip_unreadable"):
        SlipDrawer().pdf(to_show(JobKind.EXPLANATION, "{}"), Paper.ROLL_58)
    assert job.created_at == datetime(1970, 1, 1, tzinfo=UTC)
