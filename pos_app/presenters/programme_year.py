"""A year on the shop's own receipts under what is being typed: counted behind the screen.

A key starts the count anew a moment later; what runs for an older text is given up.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pos_app.domain.errors import CodedError
from pos_app.domain.pricing import Programme
from pos_app.presenters.messages import say
from pos_app.presenters.programme_state import CostView, YearView
from pos_app.presenters.sale_ports import Voice
from pos_app.presenters.tasks import Task, TaskCancelled, TaskControl, TaskPort
from pos_app.presenters.whole_money import whole_money
from pos_app.services.programme_replay import ReplayResult
from pos_app.services.programme_store import mode_of
from pos_app.services.replay_book import Going

Later = Callable[[Callable[[], None]], None]
"""Does something in a moment; a second one before that takes its place."""


class Replays(Protocol):
    """:class:`pos_app.services.programme_replay.ProgrammeReplay` as it is used here."""

    def forget(self) -> None: ...
    def run(self, programme: Programme, today: date, going: Going) -> ReplayResult | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """The year under the programme in ``force`` and under the one that is typed (``rules``)."""

    force: Programme
    rules: Programme
    now: ReplayResult
    typed: ReplayResult


_Wanted = tuple[Programme, Programme, date]


class _Steps:
    """Tells the screen of every twentieth of the way, and hears from it whether to go on."""

    def __init__(self, control: TaskControl) -> None:
        self._control = control
        self._told = -1

    def going(self, done: int, of: int) -> bool:
        """See :data:`pos_app.services.replay_book.Going`."""
        part = done * 20 // of if of else 0
        if part != self._told:
            self._told = part
            self._control.progress(part * 5, 100)
        return not self._control.cancelled()


class YearPanel:
    """Asks for the count, remembers its answer, tells it in words."""

    def __init__(
        self,
        voice: Voice,
        replays: Replays,
        tasks: TaskPort,
        later: Later,
        show: Callable[[], None],
    ) -> None:
        self._voice, self._replays, self._tasks = voice, replays, tasks
        self._later, self._show = later, show
        self._now: tuple[Programme, ReplayResult] | None = None
        self._answer: _Answer | None = None
        self._wanted: _Wanted | None = None
        self._task: Task | None = None
        self._busy: int | None = None
        self._stopped = False
        self._problem = ""

    def open(self) -> None:
        """The page is come to: receipts were made since."""
        self._replays.forget()
        self._now = None
        self._wanted = None

    def ask(self, force: Programme, typed: Programme, today: date) -> None:
        """Count the year under ``typed`` beside the one under ``force``, unless that is known."""
        wanted = (force, typed, today)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        self._give_up()
        self._stopped, self._problem, self._busy = False, "", 0
        self._later(self._start)

    def stop(self) -> None:
        """Somebody has seen enough."""
        self._give_up()
        self._busy = None
        self._stopped = True
        self._show()

    def again(self) -> None:
        """After a stop or a fault."""
        if self._wanted is not None:
            force, typed, today = self._wanted
            self._wanted = None
            self.ask(force, typed, today)
            self._show()

    @property
    def result(self) -> ReplayResult | None:
        """The last count of what is typed."""
        return self._answer.typed if self._answer is not None else None

    # --- the work ----------------------------------------------------------------------------

    def _give_up(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _start(self) -> None:
        if self._wanted is None or self._stopped:
            return
        wanted = self._wanted
        force, typed, today = wanted
        known = self._now[1] if self._now is not None and self._now[0] == force else None

        def job(control: TaskControl) -> _Answer:
            return self._count(force, typed, today, known, _Steps(control))

        task = self._tasks.run(
            job,
            lambda answer: self._done(wanted, answer),
            lambda error: self._failed(wanted, error),
            lambda part, _of: self._moved(wanted, part),
            on_cancelled=lambda: None,
        )
        if task.is_running():
            self._task = task

    def _count(
        self,
        force: Programme,
        typed: Programme,
        today: date,
        known: ReplayResult | None,
        steps: _Steps,
    ) -> _Answer:
        """On the worker's thread."""
        result = self._replays.run(typed, today, steps.going)
        now = known
        if now is None and result is not None:
            now = result if typed == force else self._replays.run(force, today, steps.going)
        if result is None or now is None:
            raise TaskCancelled
        return _Answer(force=force, rules=typed, now=now, typed=result)

    def _done(self, wanted: _Wanted, answer: _Answer) -> None:
        if self._wanted == wanted:
            self._answer, self._busy, self._task = answer, None, None
            self._now = (answer.force, answer.now)
            self._show()

    def _failed(self, wanted: _Wanted, error: Exception) -> None:
        if not isinstance(error, CodedError):
            raise error
        if self._wanted == wanted:
            self._busy, self._task = None, None
            self._problem = say(error, self._voice.t, self._voice.f)
            self._show()

    def _moved(self, wanted: _Wanted, part: int) -> None:
        if self._wanted == wanted and self._busy is not None:
            self._busy = part
            self._show()

    # --- words -------------------------------------------------------------------------------

    def view(self, *, has_errors: bool) -> YearView:
        """What a year costs, or why that is not known."""
        t, answer = self._voice.t, self._answer
        title = t._("A year on your own receipts")
        if has_errors:
            return YearView(title=title, note=t._("Complete the form to see the year."))
        if self._problem:
            return YearView(title=title, note=self._problem, again=t._("Count again"))
        if self._stopped:
            return YearView(
                title=title, note=t._("The count was stopped."), again=t._("Count again")
            )
        stop = t.pgettext("count", "Stop") if self._busy is not None else ""
        if answer is None:
            note = t._("Counting the receipts of the last 12 months…")
            return YearView(title=title, note=note, busy=self._busy, stop=stop)
        if not answer.typed.with_customer:
            note = t._("No receipts with a customer in the last 12 months yet. "
                       "The year is counted as soon as there are.")  # fmt: skip
            return YearView(title=title, note=note, busy=self._busy, stop=stop)
        return YearView(
            title=title,
            costs=self._costs(answer),
            note=self._note(answer.typed),
            busy=self._busy,
            stop=stop,
        )

    def _costs(self, answer: _Answer) -> tuple[CostView, ...]:
        t, f = self._voice.t, self._voice.f
        typed, now = answer.typed, answer.now
        own = CostView(
            title=t._("This programme"),
            figure=whole_money(typed.cost, f),
            note=self._of_taken(typed),
        )
        if answer.force != answer.rules:
            other = CostView(
                title=t._("The one in force"),
                figure=whole_money(now.cost, f),
                note=self._of_taken(now),
            )
        elif mode_of(answer.rules) == "discount":
            return (own,)
        else:
            other = CostView(
                title=t._("A plain discount card"),
                figure=whole_money(typed.plain_cost, f),
                note=t._("for the same rates"),
            )
        return (own, other)

    def _of_taken(self, result: ReplayResult) -> str:
        f = self._voice.f
        rate = 0 if not result.taken else (result.cost * 1_000 + result.taken // 2) // result.taken
        return self._voice.t._(
            "{rate} of {sum} taken",
            rate=f.percent(rate * 10),
            sum=whole_money(result.taken, f),
        )

    def _note(self, result: ReplayResult) -> str:
        t, f = self._voice.t, self._voice.f
        if result.every == 1:
            words = t.ngettext(
                "Counted on {n} receipt with a customer.",
                "Counted on all {n} receipts with a customer.",
                result.used,
            )
        else:
            words = t._(
                "Counted on {used} of {n} receipts with a customer: one customer of {every}.",
                used=f.number(result.used),
                n=f.number(result.with_customer),
                every=f.number(result.every),
            )
        if result.granted:
            part = t._(
                "{rate} of the points get spent if customers pay with them whenever they may.",
                rate=f.percent(result.expected // 100 * 100),
            )
            words = f"{words} {part}"
        return words
