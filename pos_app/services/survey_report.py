"""The results of a questionnaire as paper or workbook: ready words, and who writes them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportBar:
    """One answer: its words, the figure beside it, its share in basis points; ``count`` people."""

    label: str
    figure: str
    share: int
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportQuestion:
    """One question with its bars, facts (words, value), table set against something, and texts."""

    title: str
    note: str
    bars: tuple[ReportBar, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyReport:
    """The whole report. ``sheets`` names the workbook's two sheets; ``heads`` its columns."""

    title: str
    shop: str
    note: str
    questions: tuple[ReportQuestion, ...]
    sheets: tuple[str, str]
    heads: tuple[str, str, str, str]


class SurveyWriter(Protocol):
    """Puts a report into a file."""

    def write(self, path: str, report: SurveyReport) -> None:
        """Write ``path`` (.pdf or .xlsx by its ending), in one piece.

        Raises ``PosError("export_format")`` and :class:`EnvironmentProblem`.
        """
