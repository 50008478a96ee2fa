"""The results of a questionnaire on A4: bars, figures, words of customers."""

from __future__ import annotations

from dataclasses import replace

from pos_app.adapters.documents.column import Column
from pos_app.adapters.documents.fonts import Weight
from pos_app.adapters.documents.parts import new_column
from pos_app.adapters.documents.pdf import draw
from pos_app.adapters.documents.sizes import sizes
from pos_app.services.documents import Paper
from pos_app.services.survey_report import ReportBar, ReportQuestion, SurveyReport


def render_survey(report: SurveyReport) -> bytes:
    """The PDF of a report; every text goes in as plain words."""
    column, size = new_column(Paper.A4), sizes()
    column.left_text(report.shop, size.base)
    column.left_text(report.title, size.change, Weight.BOLD)
    column.left_text(report.note, size.base)
    for question in report.questions:
        column.space(20)
        column.rule()
        _question(column, question)
    return draw(column.blocks, Paper.A4, "survey")


def _question(column: Column, question: ReportQuestion) -> None:
    size = sizes()
    column.left_text(question.title, size.item, Weight.BOLD, keep=True)
    column.left_text(question.note, size.small, keep=True)
    for label, value in question.facts:
        column.pair(label, value, size.base, Weight.BOLD, air=4)
    for bar in question.bars:
        _bar(column, bar)
    if question.rows:
        column.space(8)
        _table(column, question)
    if question.texts:
        column.space(8)
    for text in question.texts:
        column.left_text(f"— {text}", size.small)


def _bar(column: Column, bar: ReportBar) -> None:
    column.pair(bar.label, bar.figure, sizes().base, air=4)
    column.blocks[-1] = replace(column.blocks[-1], keep=True)
    column.progress(round(bar.share / 10))


def _table(column: Column, question: ReportQuestion) -> None:
    """Each part of the people on a line of its own, its figures named after it."""
    size = sizes()
    for name, *figures in question.rows:
        column.left_text(name, size.small, Weight.BOLD, keep=True)
        told = zip(question.columns[1:], figures, strict=True)
        column.left_text("   ".join(f"{head}: {figure}" for head, figure in told), size.small)
