"""The results of one question in words: bars, scores, parts of the people, texts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date

from pos_app.domain.questionnaire import QuestionType
from pos_app.domain.survey import Middle, Nps, Share
from pos_app.presenters.points_state import FigureView
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.survey_state import BarView
from pos_app.services.survey_records import Cross, CrossResult, OptionResult, QuestionResult
from pos_app.services.survey_report import ReportBar, ReportQuestion
from pos_app.services.survey_results import NOBODY

ICONS: dict[QuestionType, str] = {
    "one_of": "circle-check",
    "several_of": "clipboard-check",
    "scale": "chart-column",
    "nps": "chart-column",
    "smile": "heart",
    "yes_no": "circle-check",
    "text": "message-square-text",
    "number": "hash",
    "date": "calendar",
    "phone": "phone",
    "email": "mail",
}
MOST_PRINTED: int = 40
"""Texts of one question on paper."""


class SurveyWords:
    """Speaks about results; ``tier_name`` names a tier by its id."""

    def __init__(self, voice: Voice, tier_name: Callable[[str], str]) -> None:
        self._voice = voice
        self._tier_name = tier_name

    # -- one question -------------------------------------------------------------------------

    def title(self, result: QuestionResult) -> str:
        """The question as its newest version words it."""
        language = self._voice.t.language
        return result.question.wording.shown(language, language)

    def note(self, result: QuestionResult, responses: int) -> str:
        """How many answered it, of how many."""
        t, f = self._voice.t, self._voice.f
        return t._("answered by {n} of {all}", n=f.number(result.answered), all=f.number(responses))

    def headline(self, result: QuestionResult) -> str:
        """The one figure that tells most: the score, the mean, or the answer given most."""
        f = self._voice.f
        if result.nps is not None:
            return self.score(result.nps.score)
        if result.middle is not None:
            return f.points(result.middle.mean)
        if result.options and result.answered:
            return f.percent(round_share(max(option.share.share for option in result.options)))
        return ""

    def score(self, hundredths: int) -> str:
        """The recommendation score without decimals, with its sign."""
        whole = (abs(hundredths) + 50) // 100
        sign = "−" if hundredths < 0 and whole else "+" if whole else ""
        return f"{sign}{self._voice.f.number(whole)}"

    def label(self, question: QuestionType, option: OptionResult) -> str:
        """An answer in words."""
        t, language = self._voice.t, self._voice.t.language
        if question == "yes_no":
            return t._("Yes") if option.value == "yes" else t._("No")
        words = option.wording.shown(language, language) or option.value
        return t._("{answer} (no longer offered)", answer=words) if option.retired else words

    def bars(self, result: QuestionResult) -> tuple[BarView, ...]:
        """A bar for each answer."""
        return tuple(
            BarView(
                label=self.label(result.question.kind, option),
                figure=self._voice.f.percent(round_share(option.share.share)),
                note=self._bounds(option.share),
                share=option.share.share,
                quiet=option.retired,
            )
            for option in result.options
        )

    def _bounds(self, share: Share) -> str:
        t, f = self._voice.t, self._voice.f
        if not share.of:
            return ""
        return t._(
            "{n} · {low}–{high}",
            n=f.number(share.count),
            low=f.percent(round_share(share.low)),
            high=f.percent(round_share(share.high)),
        )

    def figures(self, result: QuestionResult) -> tuple[FigureView, ...]:
        """Score or middle in big figures."""
        if result.nps is not None:
            return self._nps(result.nps)
        return self._middle(result.middle) if result.middle is not None else ()

    def _nps(self, found: Nps) -> tuple[FigureView, ...]:
        t, f = self._voice.t, self._voice.f
        margin = t._("± {margin} (95 of 100)", margin=f.number((found.margin + 50) // 100))
        everybody = found.answers

        def part(count: int) -> str:
            return f.percent(round_share(count * 10_000 // everybody))

        return (
            FigureView(caption=t._("Would recommend"), value=self.score(found.score), note=margin,
                       tone="accent-text" if found.score >= 0 else "danger-text"),
            FigureView(caption=t._("Promoters 9–10"), value=f.number(found.promoters),
                       note=part(found.promoters)),
            FigureView(caption=t._("Neither 7–8"), value=f.number(found.passives),
                       note=part(found.passives)),
            FigureView(caption=t._("Critics 0–6"), value=f.number(found.detractors),
                       note=part(found.detractors)),
        )  # fmt: skip

    def _middle(self, found: Middle) -> tuple[FigureView, ...]:
        t, f = self._voice.t, self._voice.f
        return (
            FigureView(caption=t._("On average"), value=f.points(found.mean)),
            FigureView(caption=t._("In the middle"), value=f.points(found.median)),
            FigureView(caption=t._("Lowest"), value=f.number(found.low)),
            FigureView(caption=t._("Highest"), value=f.number(found.high)),
        )

    # -- against something --------------------------------------------------------------------

    def columns(
        self, result: QuestionResult, cross: Cross, most: int | None = None
    ) -> tuple[str, ...]:
        """Headings of the table: the part, how many, then each answer or the score.

        Of more than ``most`` answers only those given most often are set out.
        """
        t = self._voice.t
        if not result.parts:
            return ()
        heads = [self.cross(cross), t._("Answers")]
        if result.nps is not None:
            heads += [t._("Score"), "±"]
        elif result.middle is not None:
            heads += [t._("On average")]
        else:
            kind = result.question.kind
            heads += [self.label(kind, result.options[n]) for n in _often(result, most)]
        return tuple(heads)

    def rows(
        self, result: QuestionResult, cross: Cross, most: int | None = None
    ) -> tuple[tuple[str, ...], ...]:
        """One row for each part of the people, as :meth:`columns` names its cells."""
        places = _often(result, most)
        return tuple(
            (self.part(cross, part.key), *self._cells(result, part, places))
            for part in result.parts
        )

    def _cells(
        self, result: QuestionResult, part: CrossResult, places: Sequence[int]
    ) -> tuple[str, ...]:
        f = self._voice.f
        count = f.number(part.answered)
        if result.nps is not None and part.nps is not None:
            return count, self.score(part.nps.score), f.number((part.nps.margin + 50) // 100)
        if result.middle is not None and part.middle is not None:
            return count, f.points(part.middle.mean)
        return count, *(f.percent(round_share(part.shares[n].share)) for n in places)

    def cross(self, cross: Cross) -> str:
        """What the answers are set against."""
        t = self._voice.t
        return {
            "": t._("Everybody together"),
            "month": t._("By month"),
            "tier": t._("By tier"),
            "group": t._("By group"),
            "channel": t._("By way of asking"),
            "version": t._("By version"),
            "language": t._("By language"),
        }[cross]

    def part(self, cross: Cross, key: str) -> str:
        """One part of the people in words."""
        t, f = self._voice.t, self._voice.f
        if cross == "month":
            return f.month(date.fromisoformat(f"{key}-01"))
        if cross == "version":
            return t._("Version {n}", n=str(int(key)))
        if key == NOBODY:
            return t._("Without a tier") if cross == "tier" else t._("In no group")
        if cross == "tier":
            return self._tier_name(key) or key
        if cross == "language":
            names = {"en": "English", "ru": "Русский", "pl": "Polski", "az": "Azərbaycan"}
            return names.get(key, key)
        if cross == "channel":
            return {
                "counter": t._("At the counter"),
                "paper": t._("On paper"),
                "screen": t._("On the turned screen"),
                "till": t._("After a sale"),
                "import": t._("From a file"),
            }.get(key, key)
        return key

    # -- on paper -----------------------------------------------------------------------------

    def report(self, result: QuestionResult, responses: int, cross: Cross) -> ReportQuestion:
        """The question as it is printed."""
        f = self._voice.f
        return ReportQuestion(
            title=self.title(result),
            note=self.note(result, responses),
            bars=tuple(
                ReportBar(
                    label=self.label(result.question.kind, option),
                    figure=f"{f.percent(round_share(option.share.share))} · "
                    f"{f.number(option.share.count)}",
                    share=option.share.share,
                    count=option.share.count,
                )
                for option in result.options
            ),
            facts=tuple(
                (figure.caption, " ".join(filter(None, (figure.value, figure.note))))
                for figure in self.figures(result)
            ),
            columns=self.columns(result, cross),
            rows=self.rows(result, cross),
            texts=tuple(text.text for text in result.texts[:MOST_PRINTED]),
        )


def _often(result: QuestionResult, most: int | None) -> Sequence[int]:
    """The places of the answers set out, in the question's order."""
    places = range(len(result.options))
    if most is None or len(places) <= most:
        return places
    counts = [option.share.count for option in result.options]
    return sorted(sorted(places, key=lambda place: -counts[place])[:most])


def round_share(basis_points: int) -> int:
    """A share in whole per cent, still in basis points."""
    return (basis_points + 50) // 100 * 100
