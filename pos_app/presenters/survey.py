"""The results of a questionnaire: by version, period and part of the people; saved as file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol, cast

from pos_app.domain.errors import CodedError
from pos_app.presenters.messages import say
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.survey_state import SurveyQuestionView, SurveyState
from pos_app.presenters.survey_words import ICONS, SurveyWords
from pos_app.presenters.tasks import Task, TaskPort
from pos_app.services.session import Session
from pos_app.services.survey_records import (
    CROSSES,
    Cross,
    QuestionResult,
    SurveyFilter,
    SurveyResult,
)
from pos_app.services.survey_report import SurveyReport, SurveyWriter
from pos_app.services.survey_results import SurveyResults

MOST_COLUMNS: Final = 3
"""Answers set out on the screen; paper and workbook have them all."""

PERIODS: Final = ("all", "30", "90", "365")


class SurveyViewPort(Protocol):
    """The page as its presenter sees it."""

    def render(self, state: SurveyState) -> None:
        """Show this state."""


class SurveyOutside(Protocol):
    """What the page asks of the window."""

    def save_file(
        self, title: str, suggested: str, pattern: str, on_path: Callable[[str], None]
    ) -> None:
        """Ask where to save."""

    def back(self) -> None:
        """To the page one came from."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SurveyParts:
    """What the presenter is joined from."""

    results: SurveyResults
    writer: SurveyWriter
    session: Callable[[], Session]
    tasks: TaskPort
    voice: Voice
    tier_name: Callable[[str], str]
    shop_name: Callable[[], str]
    today: Callable[[], date]
    outside: SurveyOutside


class SurveyPresenter:
    """Reads behind the screen; a newer wish ends an older reading."""

    def __init__(self, parts: SurveyParts, view: SurveyViewPort) -> None:
        self._p = parts
        self._view = view
        self._words = SurveyWords(parts.voice, parts.tier_name)
        self._id = 0
        self._version = ""
        self._period = "all"
        self._cross: Cross = ""
        self._found: SurveyResult | None = None
        self._chosen = ""
        self._task: Task | None = None
        self._notice = ""
        self._tone = "danger"

    # -- gestures -----------------------------------------------------------------------------

    def open(self, questionnaire_id: int) -> None:
        """The results of one questionnaire, everybody together."""
        self._id, self._version, self._period, self._cross = questionnaire_id, "", "all", ""
        self._found, self._chosen = None, ""
        self.refresh()

    def refresh(self) -> None:
        """Read anew; also when somebody answered meanwhile."""
        if not self._id:
            return
        if self._task is not None:
            self._task.cancel()
        self._notice = ""
        session, cross, wanted = self._p.session(), self._cross, self._wanted()
        number = self._id
        self._task = self._p.tasks.run(
            lambda control: self._p.results.of(
                session, number, wanted, cross, stop=control.cancelled
            ),
            self._done,
            self._failed,
        )
        self.show()

    def choose_version(self, key: str) -> None:
        """Answers to one version, or to all ("")."""
        self._version = key
        self.refresh()

    def choose_period(self, key: str) -> None:
        """Answers of the last days, or of all time."""
        self._period = key
        self.refresh()

    def choose_cross(self, key: str) -> None:
        """Set the answers against something."""
        self._cross = cast("Cross", key)
        self.refresh()

    def choose(self, key: str) -> None:
        """A question."""
        self._chosen = key
        self.show()

    def save(self, kind: str) -> None:
        """As ``pdf`` or ``xlsx``, under a name chosen by the owner."""
        found, t = self._found, self._p.voice.t
        if found is None or not found.responses:
            return
        patterns = {"pdf": "PDF (*.pdf)", "xlsx": "Excel (*.xlsx)"}
        suggested = f"{t._('answers')}-{self._p.today().isoformat()}.{kind}"
        report = self._report(found)
        self._p.outside.save_file(
            t._("Save the results"),
            suggested,
            patterns[kind],
            lambda path: self._write(path, report),
        )

    def back(self) -> None:
        """Esc."""
        self._p.outside.back()

    # -- reading and writing ------------------------------------------------------------------

    def _wanted(self) -> SurveyFilter:
        since = None
        if self._period != "all":
            since = self._p.today() - timedelta(days=int(self._period) - 1)
        version = int(self._version) if self._version else None
        return SurveyFilter(version_id=version, day_from=since)

    def _done(self, found: SurveyResult) -> None:
        self._task = None
        self._found = found
        if self._chosen not in {one.question.id for one in found.questions}:
            self._chosen = found.questions[0].question.id if found.questions else ""
        self.show()

    def _failed(self, error: Exception) -> None:
        self._task = None
        if not isinstance(error, CodedError):
            raise error
        self._notice, self._tone = say(error, self._p.voice.t, self._p.voice.f), "danger"
        self.show()

    def _write(self, path: str, report: SurveyReport) -> None:
        def written(_nothing: object) -> None:
            self._notice, self._tone = self._p.voice.t._("Saved: {path}.", path=path), "accent"
            self.show()

        self._p.tasks.run(
            lambda _control: self._p.writer.write(path, report), written, self._failed
        )

    # -- the state ----------------------------------------------------------------------------

    def show(self) -> None:
        """Render what is."""
        t, found = self._p.voice.t, self._found
        chosen = self._result()
        self._view.render(
            SurveyState(
                title=found.name if found is not None else t._("Answers"),
                hint=self._span(found) if found is not None else "",
                versions=self._versions(found),
                version=self._version,
                periods=self._periods(),
                period=self._period,
                crosses=tuple((key, self._words.cross(key)) for key in CROSSES),
                cross=self._cross,
                questions=self._questions(found),
                chosen=self._chosen,
                question=self._words.title(chosen) if chosen else "",
                question_note=self._words.note(chosen, found.responses)
                if chosen is not None and found is not None
                else "",
                figures=self._words.figures(chosen) if chosen else (),
                bars=self._words.bars(chosen) if chosen else (),
                columns=self._words.columns(chosen, self._cross, MOST_COLUMNS) if chosen else (),
                rows=self._words.rows(chosen, self._cross, MOST_COLUMNS) if chosen else (),
                texts=self._texts(chosen),
                texts_title=t._("In their own words"),
                empty_title=t._("No answers yet"),
                empty_hint=t._("Ask at the counter, on paper or after a sale; they appear here."),
                notice=self._notice,
                notice_tone=self._tone,
                busy=self._task is not None and found is None,
                can_save=found is not None and found.responses > 0,
            )
        )

    def _result(self) -> QuestionResult | None:
        if self._found is None or not self._found.responses:
            return None
        return next((q for q in self._found.questions if q.question.id == self._chosen), None)

    def _span(self, found: SurveyResult) -> str:
        t, f = self._p.voice.t, self._p.voice.f
        count = t.ngettext(
            "{n} filled in", "{n} filled in", found.responses, n=f.number(found.responses)
        )
        if found.first is None or found.last is None:
            return count
        return f"{count} · {f.date(found.first)} – {f.date(found.last)}"

    def _versions(self, found: SurveyResult | None) -> tuple[tuple[str, str], ...]:
        t, f = self._p.voice.t, self._p.voice.f
        every = [("", t._("All versions"))]
        for version_id, number, day in found.versions if found is not None else ():
            words = t._("Version {n} · {day}", n=str(number), day=f.date(day))
            every.append((str(version_id), words))
        return tuple(every)

    def _periods(self) -> tuple[tuple[str, str], ...]:
        t = self._p.voice.t
        words = {
            "all": t._("All time"),
            "30": t._("Last 30 days"),
            "90": t._("Last 90 days"),
            "365": t._("Last 12 months"),
        }
        return tuple((key, words[key]) for key in PERIODS)

    def _questions(self, found: SurveyResult | None) -> tuple[SurveyQuestionView, ...]:
        if found is None or not found.responses:
            return ()
        return tuple(
            SurveyQuestionView(
                key=one.question.id,
                title=self._words.title(one),
                note=self._words.note(one, found.responses),
                figure=self._words.headline(one),
                icon=ICONS[one.question.kind],
            )
            for one in found.questions
        )

    def _texts(self, chosen: QuestionResult | None) -> tuple[tuple[str, str], ...]:
        f = self._p.voice.f
        return tuple((one.text, f.date(one.day)) for one in chosen.texts) if chosen else ()

    def _report(self, found: SurveyResult) -> SurveyReport:
        t = self._p.voice.t
        versions = dict(self._versions(found))
        notes = (
            self._span(found),
            versions[self._version],
            dict(self._periods())[self._period],
            self._words.cross(self._cross) if self._cross else "",
        )
        return SurveyReport(
            title=found.name,
            shop=self._p.shop_name(),
            note=" · ".join(filter(None, notes)),
            questions=tuple(
                self._words.report(one, found.responses, self._cross) for one in found.questions
            ),
            sheets=(t._("Figures"), t._("Words")),
            heads=(t._("Question"), t._("Answers"), t._("Share"), t._("Answer")),
        )
