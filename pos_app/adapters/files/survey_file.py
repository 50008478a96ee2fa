"""The results of a questionnaire into a PDF or a workbook."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pos_app.adapters.documents.survey import render_survey
from pos_app.adapters.files.cells import xml_safe
from pos_app.adapters.files.exports import replacing
from pos_app.domain.errors import PosError
from pos_app.services.survey_report import SurveyReport


class SurveyFile:
    """See :class:`pos_app.services.survey_report.SurveyWriter`."""

    def write(self, path: str, report: SurveyReport) -> None:
        """Write ``path`` in one piece; texts stay texts, nothing becomes a formula."""
        place = Path(path)
        kind = place.suffix.lower()
        if kind not in (".pdf", ".xlsx"):
            raise PosError("export_format", ending=place.suffix)
        with replacing(place) as temporary:
            if kind == ".pdf":
                temporary.write_bytes(render_survey(report))
            else:
                _write_workbook(temporary, report)


def _write_workbook(path: Path, report: SurveyReport) -> None:
    import xlsxwriter

    options = {
        "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
        "in_memory": True,
    }  # fmt: skip
    with xlsxwriter.Workbook(str(path), options) as book:
        bold = book.add_format({"bold": True, "text_wrap": True})
        percent = book.add_format({"num_format": "0.0%"})
        _write_figures(book.add_worksheet(report.sheets[0][:31]), report, bold, percent)
        _write_texts(book.add_worksheet(report.sheets[1][:31]), report, bold)


def _write_figures(sheet: Any, report: SurveyReport, bold: Any, percent: Any) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 20, 16)
    for row, text in enumerate((report.shop, report.title, report.note)):
        sheet.write_string(row, 0, xml_safe(text), bold if row == 1 else None)
    line = 4
    for question in report.questions:
        sheet.write_string(line, 0, xml_safe(question.title), bold)
        sheet.write_string(line, 1, report.heads[1], bold)
        sheet.write_string(line, 2, report.heads[2], bold)
        line += 1
        for label, value in question.facts:
            sheet.write_string(line, 0, xml_safe(label))
            sheet.write_string(line, 1, xml_safe(value))
            line += 1
        for bar in question.bars:
            sheet.write_string(line, 0, xml_safe(bar.label))
            sheet.write_number(line, 1, bar.count)
            sheet.write_number(line, 2, bar.share / 10_000, percent)
            line += 1
        if question.rows:
            for column, head in enumerate(question.columns):
                sheet.write_string(line, column, xml_safe(head), bold)
            line += 1
        for cells in question.rows:
            for column, cell in enumerate(cells):
                sheet.write_string(line, column, xml_safe(cell))
            line += 1
        line += 1


def _write_texts(sheet: Any, report: SurveyReport, bold: Any) -> None:
    sheet.set_column(0, 0, 44)
    sheet.set_column(1, 1, 80)
    sheet.freeze_panes(1, 0)
    sheet.write_string(0, 0, report.heads[0], bold)
    sheet.write_string(0, 1, report.heads[3], bold)
    line = 1
    for question in report.questions:
        for text in question.texts:
            sheet.write_string(line, 0, xml_safe(question.title))
            sheet.write_string(line, 1, xml_safe(text))
            line += 1
